//! Decision 处理决定: what a person says of a difference, kept as a fact and replayed first on every later run.
//!
//! Invariants: a decision names its case and its rows by content, never by number or file, so that it
//! holds for the same files in any order; where the rows are no longer those, it lapses and says so.

use super::ageing::Age;
use super::day::BusinessDay;
use super::entry::{Side, codes};
use super::exception::{Class, State};
use super::money::Money;
use super::recon::{ExceptionCase, Note};

codes! {
    /// 处理动作.
    Verb {
        /// 采纳建议: the counterpart the engine proposes.
        Accept = "accept",
        /// 手工勾对: a counterpart chosen by hand.
        Link = "link",
        /// 拆分: several counterparts that together make up the sum.
        Split = "split",
        /// 否决: a counterpart that is not it.
        Reject = "reject",
        /// 标注: settled by a reason.
        Label = "label",
        /// 豁免: a quarantined row nobody will mend.
        Waive = "waive",
        /// 指派: whose it is.
        Assign = "assign",
        /// 结转: to a later day.
        Carry = "carry",
        /// 撤销: the opposite of the last decision.
        Undo = "undo",
    }
}

impl Verb {
    /// Whether it ties rows, or forbids to: the day is then matched anew.
    pub const fn changes_groups(self) -> bool {
        matches!(self, Verb::Accept | Verb::Link | Verb::Split | Verb::Reject)
    }

    /// Whether it ties rows.
    pub const fn ties(self) -> bool {
        matches!(self, Verb::Accept | Verb::Link | Verb::Split)
    }
}

codes! {
    /// 不可办原因. Why a decision cannot be taken.
    WhyNot {
        /// 没有建议.
        NoProposals = "no_proposals",
        /// 没有这一条建议.
        NoSuchProposal = "no_such_proposal",
        /// 各方都在: nothing is missing, so nothing can be linked.
        NothingMissing = "nothing_missing",
        /// 已处理.
        Settled = "settled",
        /// 仅提示.
        Informational = "informational",
        /// 隔离行: mended or waived, nothing else.
        Quarantined = "quarantined",
        /// 不是隔离行.
        NotQuarantined = "not_quarantined",
        /// 对方不是未决差异.
        NotOpen = "not_open",
        /// 两条在同一方.
        SameSide = "same_side",
        /// 相隔天数超过结转天数.
        TooFar = "too_far",
        /// 拆分各条之和不等.
        SumsDiffer = "sums_differ",
        /// 对方已被另一条占用.
        Taken = "taken",
        /// 未写原因.
        ReasonMissing = "reason_missing",
        /// 结转日不晚于原日.
        NotLater = "not_later",
        /// 没有可撤销的决定.
        NothingDecided = "nothing_decided",
        /// 其后另有决定.
        DecidedLater = "decided_later",
        /// 当日已关账.
        DayClosed = "day_closed",
    }
}

/// 行标. One row by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LegMark {
    /// Which book.
    pub side: Side,
    /// Its business day.
    pub day: BusinessDay,
    /// Hash of its content.
    pub mark: u128,
}

/// 差异标识. A case by its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseMark {
    /// Key of the case.
    pub key: String,
    /// 类别.
    pub class: Class,
    /// Its day.
    pub day: BusinessDay,
    /// 结算流水号.
    pub his_no: String,
    /// 商户订单号.
    pub order_no: String,
    /// 存款单号.
    pub slip_no: String,
    /// Money side − HIS.
    pub difference: Money,
    /// Its rows, sorted.
    pub legs: Vec<LegMark>,
}

impl CaseMark {
    /// The mark of a case.
    pub fn of(case: &ExceptionCase) -> CaseMark {
        let mut legs: Vec<LegMark> =
            case.legs.iter().map(|leg| LegMark { side: leg.side, day: leg.day, mark: leg.mark }).collect();
        legs.sort();
        CaseMark {
            key: case.key.clone(),
            class: case.class,
            day: case.day,
            his_no: case.his_no.clone(),
            order_no: case.order_no.clone(),
            slip_no: case.slip_no.clone(),
            difference: case.difference,
            legs,
        }
    }

    /// Whether a case speaks of the same receipt or slip, whatever became of its rows.
    pub fn same_subject(&self, case: &ExceptionCase) -> bool {
        let same = |mine: &str, theirs: &str| !mine.is_empty() && mine == theirs;
        self.day == case.day
            && (same(&self.his_no, &case.his_no)
                || same(&self.order_no, &case.order_no)
                || same(&self.slip_no, &case.slip_no))
    }
}

/// 处理决定, one case of one fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Fact that took it.
    pub seq: i64,
    /// Who.
    pub actor: String,
    /// 业务日期 it was taken on.
    pub on: BusinessDay,
    /// What.
    pub verb: Verb,
    /// Of which case.
    pub case: CaseMark,
    /// Counterparts tied or rejected.
    pub others: Vec<CaseMark>,
    /// Person assigned to; empty for other verbs.
    pub person: String,
    /// Day carried to.
    pub to: Option<BusinessDay>,
    /// 原因.
    pub reason: String,
}

impl Decision {
    /// Every row it names, of its case and its counterparts.
    pub fn legs(&self) -> impl Iterator<Item = &LegMark> {
        self.case.legs.iter().chain(self.others.iter().flat_map(|other| &other.legs))
    }

    /// Every day whose result it may change.
    pub fn days(&self) -> impl Iterator<Item = BusinessDay> {
        let homes = std::iter::once(self.case.day).chain(self.others.iter().map(|other| other.day));
        homes.chain(self.legs().map(|leg| leg.day))
    }

    /// In short, as a case shows it.
    pub fn brief(&self) -> Decided {
        Decided {
            seq: self.seq,
            verb: self.verb,
            actor: self.actor.clone(),
            on: self.on,
            reason: self.reason.clone(),
            to: self.to,
        }
    }
}

/// A decision as a case shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Fact that took it.
    pub seq: i64,
    /// What.
    pub verb: Verb,
    /// Who.
    pub actor: String,
    /// 业务日期 it was taken on.
    pub on: BusinessDay,
    /// 原因.
    pub reason: String,
    /// Day carried to.
    pub to: Option<BusinessDay>,
}

/// 处理情况. What people said of a case so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseWork {
    /// The decision that settles it now.
    pub decided: Option<Decided>,
    /// 责任人; empty when nobody is named.
    pub owner: String,
    /// Fact of the last decision that counts, of whatever kind; 0 when none.
    pub last_seq: i64,
    /// 失效: an earlier decision that fell because the rows changed.
    pub lapsed: Option<Decided>,
    /// 账龄 as of today; filled when a case is read for somebody, never stored.
    pub age: Option<Age>,
}

/// Whether a decision of this kind can be taken on a case.
///
/// # Errors
/// The reason it cannot.
pub fn allowed(case: &ExceptionCase, verb: Verb) -> Result<(), WhyNot> {
    if verb == Verb::Undo {
        return if case.work.last_seq == 0 { Err(WhyNot::NothingDecided) } else { Ok(()) };
    }
    match case.state {
        State::Informational => return Err(WhyNot::Informational),
        State::Resolved | State::Waived => return Err(WhyNot::Settled),
        State::Open | State::Proposed | State::Carried => {}
    }
    let quarantined = case.class == Class::Quarantined;
    match verb {
        Verb::Waive if !quarantined => Err(WhyNot::NotQuarantined),
        Verb::Waive | Verb::Assign => Ok(()),
        _ if quarantined => Err(WhyNot::Quarantined),
        Verb::Link | Verb::Split if !is_incomplete(case.class) => Err(WhyNot::NothingMissing),
        Verb::Accept | Verb::Reject if case.proposals.is_empty() => Err(WhyNot::NoProposals),
        _ => Ok(()),
    }
}

/// Whether rows of one case and of another may be tied.
///
/// # Errors
/// The reason they may not.
pub fn may_tie(case: &ExceptionCase, other: &ExceptionCase, carry_days: u32) -> Result<(), WhyNot> {
    if !matches!(other.state, State::Open | State::Proposed | State::Carried) || !is_incomplete(other.class) {
        return Err(WhyNot::NotOpen);
    }
    if case.legs.iter().any(|leg| other.legs.iter().any(|there| there.side == leg.side)) {
        return Err(WhyNot::SameSide);
    }
    let apart = |leg: BusinessDay| other.legs.iter().map(move |there| there.day.since(leg).unsigned_abs());
    if case.legs.iter().flat_map(|leg| apart(leg.day)).any(|days| days > carry_days) {
        return Err(WhyNot::TooFar);
    }
    Ok(())
}

/// Whether a leg is missing, so that a counterpart may be linked.
pub fn is_incomplete(class: Class) -> bool {
    matches!(
        class,
        Class::MissingInBank
            | Class::MissingInHis
            | Class::MissingInCashier
            | Class::HisOnly
            | Class::CashierOnly
            | Class::BankOnly
    )
}

/// 同因. What cases must share to be taken together: class, method, rule and the kind of fact found.
pub fn cause(case: &ExceptionCase) -> String {
    let note = case.notes.first().map_or(String::new(), |note| match note {
        Note::Merchant(merchant) => format!("merchant {merchant}"),
        Note::Unparsed { column, code } => format!("unparsed {column} {code}"),
        Note::HundredFold => "hundred_fold".into(),
        Note::DigitsSwapped => "digits_swapped".into(),
        Note::PaidThenRevoked => "paid_then_revoked".into(),
        Note::OtherMethod(one, other) => format!("other_method {} {}", one.code(), other.code()),
        _ => String::new(),
    });
    format!("{}|{}|{}|{note}", case.class.code(), case.method.code(), case.rule)
}
