//! 催缴: what the workstation asks of the registry, the ledgers and the chase.
//!
//! Invariant: figures come from a replay as of a date that is always said; nothing here is stored.
//! An [`EmployerView`] is put together of [`EmployerSection`]s, so that every topic (papers, promises,
//! deferrals) shows its part of an employer without the screen knowing of it.

use super::desk::Sentence;
use crate::domain::arrears::accrual::{Bearing, Span};
use crate::domain::arrears::ageing::{Ageing, AgeingBy, AgeingRow};
use crate::domain::arrears::item::Portion;
use crate::domain::arrears::ledger::{Ledger, Standing};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::arrears::registry::{Employer, EmployerStatus};
use crate::domain::chase::HoldKind;
use crate::domain::chase::service::Receipt;
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;

/// 筛选单位. Which employers a list shows, and of which dues the figures are; everything when empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmployersAsk {
    /// As of; today when `None`.
    pub as_of: Option<BusinessDay>,
    /// 区域.
    pub area: Option<String>,
    /// 专管员.
    pub officer: Option<String>,
    /// 类型.
    pub kind: Option<String>,
    /// 状态.
    pub status: Option<EmployerStatus>,
    /// 险种, by code: figures of this line alone.
    pub line: Option<String>,
    /// 缴费部分: figures of this portion alone.
    pub portion: Option<Portion>,
}

/// 单位一行.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmployerRow {
    /// The employer.
    pub employer: Employer,
    /// What it owes, by age.
    pub sums: AgeingRow,
    /// Money that settles nothing.
    pub unallocated: Money,
}

/// 单位列表 as of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmployerList {
    /// The date.
    pub as_of: BusinessDay,
    /// Every employer that fits, whether it owes or not.
    pub rows: Vec<EmployerRow>,
}

/// 台账一行.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// Its place in the ledger.
    pub place: usize,
    /// 险种, in words.
    pub line: String,
    /// 险种, by code.
    pub line_code: String,
    /// How it stands.
    pub standing: Standing,
    /// Days charged.
    pub days: i32,
}

impl LedgerRow {
    /// Every row of a ledger that kept its stretches; `name` says a line by code and in words.
    pub fn of(ledger: &Ledger, name: impl Fn(&Standing) -> (String, String)) -> Vec<LedgerRow> {
        let mut days = vec![0; ledger.standings.len()];
        for stretch in &ledger.stretches {
            let charged = stretch.spans.iter().filter(|span| span.bearing == Bearing::Charged && span.per_million > 0);
            days[stretch.place] += charged.map(Span::days).sum::<i32>();
        }
        let rows = ledger.standings.iter().zip(days).enumerate();
        rows.map(|(place, (standing, days))| {
            let standing = standing.clone();
            let (line_code, line) = name(&standing);
            LedgerRow { place, line, line_code, standing, days }
        })
        .collect()
    }

    /// Whether anything of it is owed or put off.
    pub fn is_open(&self) -> bool {
        !(self.standing.owed.is_zero() && self.standing.fee_owed().is_zero() && self.standing.deferred.is_zero())
    }
}

/// 单位画面的一节. What one topic has to say of an employer, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmployerSection {
    /// Its heading.
    pub title: String,
    /// Its lines, what matters most first.
    pub lines: Vec<String>,
}

/// 一户.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmployerView {
    /// The employer.
    pub employer: Employer,
    /// As of.
    pub as_of: BusinessDay,
    /// Its dues in settling order.
    pub items: Vec<LedgerRow>,
    /// What it owes, by age.
    pub sums: AgeingRow,
    /// The fee without any cap.
    pub uncapped: Money,
    /// Money that settles nothing.
    pub unallocated: Money,
    /// 下一步, in words.
    pub next: Sentence,
    /// Steps that can be taken now, the next one first.
    pub open: Vec<OpenStep>,
    /// Steps whose paper waits to be served, oldest first.
    pub unserved: Vec<OpenStep>,
    /// A hold that waits for a second person.
    pub unconfirmed: Option<i64>,
    /// What each topic says, in order.
    pub sections: Vec<EmployerSection>,
}

/// 账龄表 as of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgeingView {
    /// The date.
    pub as_of: BusinessDay,
    /// Key, name for people, sums of each group.
    pub groups: Vec<(String, String, AgeingRow)>,
    /// 单位数 with something owed.
    pub employers: u64,
}

impl AgeingView {
    /// The groups of an ageing, with names for people; a key without a name is its own.
    pub fn of(as_of: BusinessDay, ageing: &Ageing, name: impl Fn(&str) -> Option<String>) -> Self {
        let named = |(key, row): (&String, &AgeingRow)| (key.clone(), name(key).unwrap_or_else(|| key.clone()), *row);
        AgeingView { as_of, groups: ageing.rows.iter().map(named).collect(), employers: ageing.employers }
    }
}

/// 一笔应缴: line by code, month, portion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueKey {
    /// 险种.
    pub line: String,
    /// 费款所属期.
    pub month: FeeMonth,
    /// 缴费部分.
    pub portion: Portion,
}

/// 可办的一步, or a step whose paper waits to be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenStep {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// 催缴操作. What a person does about employers, by credit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChaseAct {
    /// 推进一步.
    Step {
        /// Whom.
        codes: Vec<String>,
        /// Which step.
        step: String,
        /// When it was done.
        on: BusinessDay,
        /// 文号.
        number: String,
        /// 备注.
        note: String,
    },
    /// 登记送达.
    Serve {
        /// Employer and step of each paper.
        papers: Vec<(String, String)>,
        /// The receipt.
        receipt: Box<Receipt>,
    },
    /// 暂缓 or 异议.
    Hold {
        /// Whom.
        code: String,
        /// The one due it is about; everything when `None`.
        due: Option<DueKey>,
        /// Which.
        kind: HoldKind,
        /// Last day.
        until: BusinessDay,
        /// 原因.
        reason: String,
    },
    /// 确认 of a hold.
    ConfirmHold(i64),
    /// 解除 of a hold.
    ReleaseHold {
        /// Its number.
        hold: i64,
        /// 原因.
        reason: String,
    },
}

/// The chasing side of the desk.
pub trait ChaseDesk {
    /// Employers that fit, with what each owes.
    ///
    /// # Errors
    /// A sentence when the book, the calendar or the rules refuse.
    fn employers(&self, ask: &EmployersAsk) -> Result<EmployerList, Sentence>;
    /// One employer, by credit code.
    ///
    /// # Errors
    /// A sentence when it is unknown, or the book, the calendar or the rules refuse.
    fn employer(&self, code: &str, as_of: Option<BusinessDay>) -> Result<EmployerView, Sentence>;
    /// 算式 of one due of an employer, by its place in the ledger, or of all that bear a fee.
    ///
    /// # Errors
    /// A sentence when it is unknown, or the book, the calendar or the rules refuse.
    fn working(&self, code: &str, place: Option<usize>, as_of: Option<BusinessDay>) -> Result<Vec<String>, Sentence>;
    /// Ages the whole book.
    ///
    /// # Errors
    /// A sentence when the book, the calendar or the rules refuse.
    fn ageing(&self, by: AgeingBy, as_of: Option<BusinessDay>) -> Result<AgeingView, Sentence>;
    /// Does something about employers; says what was done.
    ///
    /// # Errors
    /// A sentence naming what is in the way; nothing is done.
    fn chase(&mut self, act: &ChaseAct) -> Result<Sentence, Sentence>;
}
