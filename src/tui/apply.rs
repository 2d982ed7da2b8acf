//! 申请表: what the workstation asks of the book while an application is typed, and the papers it prints.
//!
//! Invariant: papers and facts are ticked by their numbers in the list the policy gives, so that what was ticked
//! is what stands on the screen; a check stores nothing.

use super::deferral::CounterVerdict;
use super::desk::Sentence;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::day::BusinessDay;
use crate::domain::deferral::schedule::Schedule;
use crate::domain::entry::codes;
use crate::domain::money::Money;

/// 勾选. Numbers of a list that hold or do not: `1 3 -2`, or `0` for every one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticks {
    /// Every one.
    pub all: bool,
    /// Those that hold.
    pub yes: Vec<usize>,
    /// Those that do not.
    pub no: Vec<usize>,
}

impl Ticks {
    /// Reads `1 3 -2`; `None` for what is no number of a list.
    pub fn parse(text: &str) -> Option<Ticks> {
        let mut ticks = Ticks::default();
        let parts = text.split(|one: char| one.is_whitespace() || matches!(one, ',' | '，' | '、' | ';' | '；'));
        for part in parts.filter(|part| !part.is_empty()) {
            let (denied, digits) = part.strip_prefix('-').map_or((false, part), |digits| (true, digits));
            match (digits, denied, digits.parse::<usize>().ok()?) {
                ("0", false, _) => ticks.all = true,
                (_, false, number @ 1..=99) => ticks.yes.push(number),
                (_, true, number @ 1..=99) => ticks.no.push(number),
                _ => return None,
            }
        }
        Some(ticks)
    }

    /// Whether the one at a place (from 0) was said to hold or not.
    pub fn of(&self, place: usize) -> Option<bool> {
        let number = place + 1;
        if self.no.contains(&number) {
            return Some(false);
        }
        (self.all || self.yes.contains(&number)).then_some(true)
    }

    /// The text that reads as what was said of each in order.
    pub fn written(said: impl IntoIterator<Item = Option<bool>>) -> String {
        let numbered = (1..).zip(said).filter_map(|(number, said): (usize, _)| Some((number, said?)));
        let parts = numbered.map(|(number, holds)| if holds { number.to_string() } else { format!("-{number}") });
        parts.collect::<Vec<_>>().join(" ")
    }
}

/// 填写中的申请. An application as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedApplication {
    /// 申请编号 of the returned one whose next round it is; empty for a new one.
    pub no: String,
    /// 统一社会信用代码.
    pub code: String,
    /// 政策.
    pub policy: String,
    /// 险种, by code.
    pub line: String,
    /// First fee month.
    pub from: Option<FeeMonth>,
    /// Last fee month; the first alone when empty.
    pub to: Option<FeeMonth>,
    /// 申请日期; today when empty.
    pub applied_on: Option<BusinessDay>,
    /// 缓缴金额; what the dues on record come to when empty.
    pub amount: Option<Money>,
    /// 补缴安排; as the policy says when empty.
    pub schedule: Schedule,
    /// 情形 shown or denied.
    pub facts: Ticks,
    /// 材料 handed in.
    pub papers: Ticks,
    /// 已在单位公示.
    pub publicised: bool,
    /// 职工已签字.
    pub signed: bool,
    /// 单位已承诺.
    pub undertaking: bool,
    /// 缓缴原因.
    pub cause: String,
}

/// 审核结果 of what is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckedApplication {
    /// 受理结论; `None` while too little is typed.
    pub verdict: Option<CounterVerdict>,
    /// What is lacking, why not with the clause, by when it is repaid; or what to type first.
    pub said: Sentence,
    /// 缓缴金额 it would be entered with.
    pub amount: Money,
    /// Months that fare alike, each with policy, verdict, clause and reason.
    pub months: Vec<Sentence>,
    /// 情形 the policy asks for, in the order they are ticked.
    pub facts: Vec<(String, Option<bool>)>,
    /// 材料 of the policy, in the order they are ticked.
    pub papers: Vec<(String, bool)>,
}

/// 可选项. What can be chosen in an application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApplicationOffers {
    /// 统一社会信用代码, 单位编号 and 单位名称.
    pub employers: Vec<[String; 3]>,
    /// Id of each policy, and its title in Chinese and English.
    pub policies: Vec<[String; 3]>,
    /// Code of each line, and its name in Chinese and English.
    pub lines: Vec<[String; 3]>,
}

codes! {
    /// 文书. What is printed about deferrals.
    DeferralPaper {
        /// 缓缴申请表.
        Application = "application",
        /// 缓缴及补缴协议.
        Agreement = "agreement",
        /// 缓缴审批表.
        Approval = "approval",
        /// 缓缴证明.
        Certificate = "certificate",
        /// 到期通知: what the officer hands the unit before the term ends.
        Reminder = "reminder",
        /// 花名册.
        Roll = "roll",
        /// 备案清单.
        Filing = "filing",
        /// 缓缴统计表.
        Statistics = "statistics",
    }
}

impl DeferralPaper {
    /// Papers of one application.
    pub const OF_ONE: [DeferralPaper; 5] = [
        DeferralPaper::Application,
        DeferralPaper::Agreement,
        DeferralPaper::Approval,
        DeferralPaper::Certificate,
        DeferralPaper::Reminder,
    ];
    /// Papers of all of them.
    pub const OF_ALL: [DeferralPaper; 3] = [DeferralPaper::Roll, DeferralPaper::Filing, DeferralPaper::Statistics];
}

/// The side of the desk where applications are typed and papers made.
pub trait ApplyDesk {
    /// What can be chosen.
    ///
    /// # Errors
    /// A sentence when the book or the rules cannot be read.
    fn application_offers(&self) -> Result<ApplicationOffers, Sentence>;
    /// The round in force of an application, as it would be typed.
    ///
    /// # Errors
    /// A sentence when it is unknown or the book cannot be read.
    fn typed_application(&self, no: &str) -> Result<TypedApplication, Sentence>;
    /// What would become of it.
    ///
    /// # Errors
    /// A sentence when the book or the rules cannot be read.
    fn check_application(&self, typed: &TypedApplication) -> Result<CheckedApplication, Sentence>;
    /// Enters it, or brings it back as the next round; says what became of it.
    ///
    /// # Errors
    /// A sentence when it cannot be; nothing is done.
    fn enter_application(&mut self, typed: &TypedApplication) -> Result<Sentence, Sentence>;
    /// Keeps a paper in files of the person at work; says where. The number is empty for papers of all.
    ///
    /// # Errors
    /// A sentence when it cannot be made or written.
    fn keep_paper(&self, paper: DeferralPaper, no: &str) -> Result<Sentence, Sentence>;
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ticked_reads_back_and_what_is_no_number_is_not_taken() {
        let ticks = Ticks::parse("1 3，-2").unwrap();
        assert_eq!([0, 1, 2, 3].map(|place| ticks.of(place)), [Some(true), Some(false), Some(true), None]);
        assert_eq!(Ticks::written([Some(true), Some(false), Some(true), None]), "1 -2 3");
        let all = Ticks::parse("0 -2").unwrap();
        assert_eq!([0, 1, 9].map(|place| all.of(place)), [Some(true), Some(false), Some(true)]);
        for wrong in ["x", "-0", "100", "1-2"] {
            assert_eq!(Ticks::parse(wrong), None, "{wrong}");
        }
    }
}
