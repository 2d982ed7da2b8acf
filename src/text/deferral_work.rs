//! Words of applications: stages, steps, what is lacking, why one is refused.

use crate::domain::deferral::application::{PersonEventKind, Progress, Stage, StepKind};
use crate::domain::deferral::intake::{Intake, Lack, Refused};
use crate::domain::deferral::policy::{Catalogue, Policy};
use crate::text::deferral::{question, why_not};
use crate::text::lang::Lang;
use crate::words;

words! {
    /// Headings and short words about applications.
    pub enum ApplicationWord {
        No: "申请编号" | "Number",
        Employer: "参保单位" | "Employer",
        Applied: "申请日期" | "Asked on",
        Amount: "缓缴金额" | "Amount",
        Stage: "环节" | "Stage",
        Verdict: "受理结论" | "Verdict",
        Progress: "进展" | "State",
        Round: "轮次" | "Round",
        Cause: "原因" | "Cause",
        Papers: "已交材料" | "Papers handed in",
        EnteredBy: "录入" | "Entered by",
        Steps: "经过" | "History",
        On: "日期" | "Day",
        Who: "经办" | "By",
        Opinion: "意见" | "Reason",
        Step: "步骤" | "Step",
        Term: "缓缴期" | "Term",
        Schedule: "补缴安排" | "To be repaid",
        Left: "未补缴" | "Left",
        Excluded: "不含比例" | "Left out",
        Pass: "合格" | "pass",
        Lacking: "待补" | "needs paper",
        Refused: "不予" | "refused",
        Rejected: "行有误" | "bad rows",
        Read: "读入" | "Read",
        Entered: "录入" | "Entered",
        DryRun: "（试算，未录入）" | "(dry run, nothing entered)",
        NothingEntered: "有行不能录入，整份未录入；改正后重录，或用 --take-good 只录正确的行" |
            "some rows cannot be taken, so none was; correct them, or enter the good ones with --take-good",
        None: "没有符合条件的申请" | "no such application",
        People: "人员变动（先补缴本人缓缴部分）" | "Persons who left (their part is paid first)",
        Paid: "已补缴" | "repaid",
        Unpaid: "未补缴" | "not repaid",
        Title: "缓缴申请" | "Applications",
        Empty: "没有申请。{record.new} 录入一件；整份清单用 sanhe deferral import 清单.csv 录入。" |
            "No application. {record.new} enters one; a whole sheet comes by `sanhe deferral import FILE`.",
        NotAtCounter: "不在受理环节" | "it does not wait at the counter",
        NothingLacks: "没有缺什么：合格的提交，不符合的不予" | "nothing is lacking: hand it up, or refuse it",
        NotRefusable: "没有不符合政策之处，不能不予" | "nothing in it is against the policy",
        Individual: "个人缴费部分不缓缴，须按期代扣代缴" | "the individual part is never deferred and stays due",
    }
}

/// 环节.
pub const fn stage(stage: Stage, lang: Lang) -> &'static str {
    match stage {
        Stage::Received => lang.pick("待受理", "received"),
        Stage::Submitted => lang.pick("审批中", "submitted"),
        Stage::Returned => lang.pick("已退回", "returned"),
        Stage::Refused => lang.pick("不予缓缴", "refused"),
        Stage::Withdrawn => lang.pick("已撤回", "withdrawn"),
        Stage::Granted => lang.pick("已批准", "approved"),
        Stage::Revoked => lang.pick("已撤销", "revoked"),
    }
}

/// 步骤.
pub const fn step(step: StepKind, lang: Lang) -> &'static str {
    match step {
        StepKind::Submitted => lang.pick("提交审批", "submitted"),
        StepKind::Returned => lang.pick("退回", "returned"),
        StepKind::Resubmitted => lang.pick("重新提交", "submitted again"),
        StepKind::Refused => lang.pick("不予缓缴", "refused"),
        StepKind::Withdrawn => lang.pick("撤回", "withdrawn"),
        StepKind::Granted => lang.pick("批准", "approved"),
        StepKind::Extended => lang.pick("延期", "extended"),
        StepKind::Revoked => lang.pick("撤销", "revoked"),
        StepKind::PersonLeft => lang.pick("登记人员变动", "given a person who left"),
    }
}

/// 进展.
pub const fn progress(progress: Progress, lang: Lang) -> &'static str {
    match progress {
        Progress::Approved => lang.pick("已批未起", "approved"),
        Progress::Active => lang.pick("正常（缓缴）", "normal (deferred)"),
        Progress::Repaying => lang.pick("正常（补缴期）", "normal (repaying)"),
        Progress::Settled => lang.pick("已缴清", "repaid"),
        Progress::Overdue => lang.pick("到期未缴", "ended unpaid"),
        Progress::Revoked => lang.pick("已撤销", "revoked"),
    }
}

/// 人员变动.
pub const fn person_event(event: PersonEventKind, lang: Lang) -> &'static str {
    match event {
        PersonEventKind::Retires => lang.pick("退休", "retires"),
        PersonEventKind::Transfers => lang.pick("转移", "transfers"),
    }
}

/// 结论 in a word.
pub fn verdict(intake: &Intake, lang: Lang) -> &'static str {
    let word = match intake {
        Intake::Pass(_) => ApplicationWord::Pass,
        Intake::Lacking(_) => ApplicationWord::Lacking,
        Intake::Refused(..) => ApplicationWord::Refused,
    };
    word.in_lang(lang)
}

/// 所缺.
pub fn lack(lack: &Lack, lang: Lang) -> String {
    match lack {
        Lack::Paper(paper) => format!("{}{paper}", lang.pick("缺材料：", "paper missing: ")),
        Lack::NotPublicised => lang.pick("未在单位公示", "not publicised in the firm").into(),
        Lack::NotSigned => lang.pick("职工未签字", "not signed by the employees").into(),
        Lack::NoUndertaking => lang.pick("单位未承诺", "no undertaking by the unit").into(),
        Lack::Question(asked) => question(asked, lang),
        Lack::RepayBy => {
            lang.pick("补缴期限未定，须在申请中约定", "no repay-by day: agree one in the application").into()
        }
        Lack::Amount => lang.pick("缓缴金额未填，账上也无应缴", "no amount given and no due on record").into(),
    }
}

/// Why one is refused, with document and clause.
pub fn refused(refused: &Refused, policy: Option<&Policy>, offer: usize, lang: Lang) -> String {
    let clause = policy.map(|policy| {
        let clause = policy.offers.get(offer).map_or("", |offer| offer.clause.as_str());
        format!("{}{clause}", policy.document)
    });
    let said = match (refused, lang) {
        (Refused::Month(month, reason), _) => format!("{month} {}", why_not(reason, lang)),
        (Refused::RepayTooLate(asked, latest), Lang::Zh) => format!("补缴期限 {asked} 晚于政策最迟日 {latest}"),
        (Refused::RepayTooLate(asked, latest), Lang::En) => {
            format!("repay-by {asked} is after {latest}, the latest day")
        }
        (Refused::NoInstalments, _) => lang.pick("本政策不得分期补缴", "the policy has no instalments").into(),
        (Refused::BadSchedule, _) => lang
            .pick(
                "补缴安排未覆盖全部月份，或早于申请日",
                "the schedule leaves months out or ends before the application",
            )
            .into(),
        (Refused::Overlap(no), Lang::Zh) => return format!("同险种同月份已有申请 {no}"),
        (Refused::Overlap(no), Lang::En) => return format!("application {no} has these months of the line already"),
    };
    match clause {
        Some(clause) => format!("{said}{}{clause}{}", lang.pick("（", " ("), lang.pick("）", ")")),
        None => said,
    }
}

/// 结论 in a sentence: what is lacking, why refused, or by when it is repaid.
pub fn intake(intake: &Intake, catalogue: &Catalogue, policy: &str, lang: Lang) -> String {
    match intake {
        Intake::Pass(schedule) => schedule.last().map_or_else(String::new, |day| day.to_string()),
        Intake::Lacking(lacks) => {
            lacks.iter().map(|one| lack(one, lang)).collect::<Vec<_>>().join(lang.pick("；", "; "))
        }
        Intake::Refused(why, offer) => refused(why, catalogue.policy(policy), *offer, lang),
    }
}

/// A policy that asks for applications has no automatic list.
pub fn not_automatic(policy: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("政策 {policy} 须申请办理，不是免申即享。"),
        Lang::En => format!("policy {policy} asks for applications; there is no list without."),
    }
}

/// So many put up for approval.
pub fn proposed(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已提交审批：涉及 {count} 件，批准后生效。\n"),
        Lang::En => format!("Put up for approval: {count} deferrals; in force once approved.\n"),
    }
}

/// 环节 of a list, by its code.
pub fn tab(code: &str, lang: Lang) -> &'static str {
    match code {
        "counter" => lang.pick("待受理", "Counter"),
        "submitted" => lang.pick("审批中", "Submitted"),
        "in_force" => lang.pick("在缓", "In force"),
        _ => lang.pick("已了结", "Over"),
    }
}

/// A step taken, in a sentence.
pub fn done(no: &str, kind: StepKind, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{no} 已{}", step(kind, lang)),
        Lang::En => format!("{no} {}", step(kind, lang)),
    }
}
