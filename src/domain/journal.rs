//! Facts 事实 and actors: everything the journal can say, and who said it.
//!
//! Invariant: no write reaches the book without exactly one fact; a fact is never edited or removed.

use super::entry::codes;

codes! {
    /// 事实种类.
    FactKind {
        /// 建账.
        BookCreated = "book_created",
        /// 单人账套: one person holds every post.
        SinglePerson = "single_person",
        /// 增加操作员.
        OperatorAdded = "operator_added",
        /// 本单位事实 taken over from a file.
        SiteImported = "site_imported",
        /// 文件导入.
        FileImported = "file_imported",
        /// 对账单导入.
        StatementImported = "statement_imported",
        /// 对账.
        DaysReconciled = "days_reconciled",
        /// 差异处理.
        CasesDecided = "cases_decided",
        /// 撤销处理.
        DecisionUndone = "decision_undone",
        /// 声明缺来源.
        SourceDeclared = "source_declared",
        /// 送复核.
        DayPrepared = "day_prepared",
        /// 关账.
        DayClosed = "day_closed",
        /// 重开.
        DayReopened = "day_reopened",
        /// 登记文件导入: employers, dues or payments, whole.
        RegistryImported = "registry_imported",
        /// 取良弃劣: the good rows of a registry file taken, the others left.
        GoodRowsTaken = "good_rows_taken",
        /// 催缴: a step, a service, a hold, a batch of notices.
        Chased = "chased",
        /// 审批: a step of a round that made no other fact.
        ApprovalStepped = "approval_stepped",
        /// 权限申请.
        RightsRequested = "rights_requested",
        /// 授权, or 收回.
        RightsGranted = "rights_granted",
        /// 代岗.
        StandInSet = "stand_in_set",
        /// 代岗结束 before its time.
        StandInEnded = "stand_in_ended",
        /// 催缴作业: a call, a promise or a change of one.
        CollectionWork = "collection_work",
        /// 缓缴: applications entered, a step of them.
        Deferral = "deferral",
        /// 签批口令: set, or tried.
        Signing = "signing",
        /// 签批口令重置 by the administrator of rights.
        SigningReset = "signing_reset",
    }
}

/// 操作者. Who does it and, under a stand-in, for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Operator's name in the book.
    pub name: String,
    /// Operator stood in for; empty when acting for oneself.
    pub on_behalf: String,
}

/// 事实. What is written to the journal: kind, subject and a body of figures (JSON text).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// 种类.
    pub kind: FactKind,
    /// What it is about: a file's SHA-256, a range of days, an operator's name.
    pub subject: String,
    /// Reason given by the person; empty where none is asked.
    pub reason: String,
    /// Figures, as one JSON object with sorted keys.
    pub body: String,
}

/// 现在. Time comes in from outside: business date and UTC apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Now {
    /// UTC, `2026-03-05T01:02:03Z`.
    pub utc: String,
    /// The business date (+08:00, or `--today`).
    pub today: super::day::BusinessDay,
    /// Whether `--today` set the date (journalled when used for writing).
    pub rehearsal: bool,
}
