//! Refusals of collection work in words.

use crate::domain::rejection::CollectionRejection;
use crate::text::lang::Lang;

/// The sentence and the cure.
pub(super) fn collection_rejection(rejection: &CollectionRejection, lang: Lang) -> (String, String) {
    let (sentence, cure) = match lang {
        Lang::Zh => chinese(rejection),
        Lang::En => english(rejection),
    };
    (sentence, cure.to_string())
}

fn chinese(rejection: &CollectionRejection) -> (String, &'static str) {
    match rejection {
        CollectionRejection::ResultUnknown(code) => {
            (format!("没有“{code}”这种催缴结果。"), "用 sanhe call results 查看可选的结果。")
        }
        CollectionRejection::PromiseMissing => {
            ("结果是承诺缴费，却没有写承诺金额和日期。".into(), "补上承诺金额和承诺缴费日。")
        }
        CollectionRejection::AmountNotPositive(amount) => (format!("金额 {amount} 不大于零。"), "写一个大于零的金额。"),
        CollectionRejection::DayPassed(day) => (format!("{day} 已经过去。"), "写今天或以后的日期。"),
        CollectionRejection::ReasonMissing => ("没有写原因。".into(), "写明变更的原因后再提交。"),
        CollectionRejection::PromiseUnknown(no) => {
            (format!("没有编号为 {no} 的承诺。"), "用 sanhe promise list 查看承诺编号。")
        }
        CollectionRejection::PromiseJudged(no) => {
            (format!("承诺 {no} 已有结论或已撤回，不能再改。"), "另记一次催缴，登记新的承诺。")
        }
        CollectionRejection::NothingChanged => {
            ("改后的内容与现有内容相同，未办理。".into(), "改动金额或日期后再提交。")
        }
        CollectionRejection::PlanInstalments(most) => (format!("协议至少一期，至多 {most} 期。"), "调整期数后再提交。"),
        CollectionRejection::PlanDay(number, day) => {
            (format!("第 {number} 期的到期日 {day} 不是工作日，或不晚于前一期。"), "改为前一期之后的工作日。")
        }
        CollectionRejection::PlanRuns(no) => {
            (format!("该单位的协议 {no} 还在履行，不能再签一份。"), "先终止原协议并写明原因，再签新的。")
        }
        CollectionRejection::PlanUnknown(no) => {
            (format!("没有编号为 {no} 的协议。"), "用 sanhe plan list 查看协议编号。")
        }
        CollectionRejection::PlanEnded(no) => (format!("协议 {no} 已经终止。"), "不必再办；需要时另签新协议。"),
        CollectionRejection::PlanFigures => {
            ("按这些数字排不出分期：总额、期数或递增额不合适。".into(), "总额要大于各期递增额之和，期数至少为一。")
        }
        CollectionRejection::MarkValue(value) => {
            (format!("标注内容“{value}”不对。"), "人数写整数，欠费人类型写 arrears/work.toml 里的代码，留空为取消。")
        }
        CollectionRejection::NamedTwice(code) => {
            (format!("单位 {code} 出现了两次。"), "同一次办理里每个单位只写一次。")
        }
        CollectionRejection::NobodyNamed => {
            ("没有符合条件的单位。".into(), "放宽条件，或检查区域、规模、专管员的写法。")
        }
    }
}

fn english(rejection: &CollectionRejection) -> (String, &'static str) {
    match rejection {
        CollectionRejection::ResultUnknown(code) => {
            (format!("No result of a call is called \"{code}\"."), "See the results with `sanhe call results`.")
        }
        CollectionRejection::PromiseMissing => (
            "The result is a promise to pay, but no amount and day were given.".into(),
            "Give the amount promised and the day.",
        ),
        CollectionRejection::AmountNotPositive(amount) => {
            (format!("The amount {amount} is not above zero."), "Give an amount above zero.")
        }
        CollectionRejection::DayPassed(day) => (format!("{day} is over."), "Give today or a later day."),
        CollectionRejection::ReasonMissing => ("No reason was given.".into(), "Say why it changes, then submit."),
        CollectionRejection::PromiseUnknown(no) => {
            (format!("There is no promise number {no}."), "See the numbers with `sanhe promise list`.")
        }
        CollectionRejection::PromiseJudged(no) => (
            format!("Promise {no} was judged or taken back; it changes no more."),
            "Log another call with a new promise.",
        ),
        CollectionRejection::NothingChanged => {
            ("The change says what stands there already; nothing was done.".into(), "Change the amount or the day.")
        }
        CollectionRejection::PlanInstalments(most) => {
            (format!("A plan has at least one instalment and at most {most}."), "Change how many there are.")
        }
        CollectionRejection::PlanDay(number, day) => (
            format!("Instalment {number} on {day} is not on a working day, or not after the one before."),
            "Choose a working day after the instalment before.",
        ),
        CollectionRejection::PlanRuns(no) => (
            format!("The employer's plan {no} is still running; it can have no second one."),
            "End that plan with a reason first, then make the new one.",
        ),
        CollectionRejection::PlanUnknown(no) => {
            (format!("There is no plan number {no}."), "See the numbers with `sanhe plan list`.")
        }
        CollectionRejection::PlanEnded(no) => {
            (format!("Plan {no} was ended before."), "Nothing is left to do; make a new plan where one is needed.")
        }
        CollectionRejection::PlanFigures => (
            "No instalments can be made of these figures: debt, number or step do not fit.".into(),
            "The debt must be more than all steps together, and there must be at least one instalment.",
        ),
        CollectionRejection::MarkValue(value) => (
            format!("\"{value}\" is nothing this mark can say."),
            "Persons are a whole number, a type of debtor is a code of arrears/work.toml, empty takes the mark off.",
        ),
        CollectionRejection::NamedTwice(code) => {
            (format!("Employer {code} is named twice."), "Name each employer once in one act.")
        }
        CollectionRejection::NobodyNamed => {
            ("No employer fits.".into(), "Ask for less, or check how area, size and officer are written.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_is_a_sentence_with_a_cure_in_both_languages() {
        use CollectionRejection as No;
        let all = [
            No::ResultUnknown("x".into()),
            No::PromiseMissing,
            No::AmountNotPositive("0.00".into()),
            No::DayPassed("2026-01-01".into()),
            No::ReasonMissing,
            No::PromiseUnknown(7),
            No::PromiseJudged(7),
            No::NothingChanged,
            No::PlanInstalments(36),
            No::PlanDay(2, "2026-01-01".into()),
            No::PlanRuns(7),
            No::PlanUnknown(7),
            No::PlanEnded(7),
            No::PlanFigures,
            No::MarkValue("x".into()),
            No::NamedTwice("x".into()),
            No::NobodyNamed,
        ];
        for no in all {
            let (zh, zh_cure) = collection_rejection(&no, Lang::Zh);
            let (en, en_cure) = collection_rejection(&no, Lang::En);
            assert!(zh.ends_with('。') && zh_cure.ends_with('。'), "{zh} {zh_cure}");
            assert!(en.ends_with('.') && en_cure.ends_with('.'), "{en} {en_cure}");
        }
    }
}
