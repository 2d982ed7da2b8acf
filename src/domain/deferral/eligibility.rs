//! Eligibility 资格: one firm, one policy, one line, one month: yes, no with a reason and clause, or a question.
//!
//! Invariant: the checks are an ordered list; the first that fails is the reason, a fact not known is
//! asked for only when nothing fails. Among the offers of a policy the one that gets furthest speaks.

use super::firm::{Firm, Need, UnitType};
use super::policy::{Catalogue, Offer, Policy, Repay};
use super::size::SizeClass;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::day::BusinessDay;

/// 申请事项. What is to be put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request<'a> {
    /// 险种, by code.
    pub line: &'a str,
    /// 费款所属期, in order and without gaps.
    pub months: &'a [FeeMonth],
    /// Whether it is the individual part, which nobody may put off.
    pub individual: bool,
}

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// 个人缴费部分不缓缴.
    IndividualPart,
    /// The policy does not offer this line.
    OtherLine,
    /// Outside the months of the offer, given as first and last.
    OutsideMonths(FeeMonth, Option<FeeMonth>),
    /// A policy of another area.
    Area(String),
    /// Another kind of unit.
    UnitType(UnitType),
    /// Another industry.
    Industry(String),
    /// Another size.
    Size(SizeClass),
    /// The pooled fund lasts too short: tenths of a month it lasts, tenths it must exceed.
    Fund(u32, u32),
    /// A fact that must hold does not.
    Fact(Need),
    /// None of several grounds holds.
    NoGround(Vec<Need>),
    /// The month is paid.
    Paid,
    /// Asked for after the due date, given with the day asked.
    TooLate(BusinessDay, BusinessDay),
    /// More months than the offer allows.
    TooManyMonths(u32),
}

/// What must be known first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The record itself says too little: local text asked for.
    LocalText,
    /// Whether the unit is in this area.
    Area(String),
    /// 单位类型.
    UnitType,
    /// 行业.
    Industry,
    /// 规模.
    Size,
    /// 基金可支付月数.
    Fund,
    /// Whether a fact holds.
    Fact(Need),
    /// Which of several grounds holds.
    Ground(Vec<Need>),
    /// 申请日期.
    AppliedOn,
    /// 缴费期限.
    DueOn,
}

/// 结论 for one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Can be deferred.
    Yes(Granted),
    /// Cannot, for this reason.
    No(Reason),
    /// Depends on what is not known.
    Ask(Vec<Question>),
}

/// 可缓.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// 补缴期限.
    pub repay: Repay,
    /// 可分期.
    pub instalments: bool,
    /// The policy that says so: this one, or a later amendment.
    pub by_policy: String,
}

/// 资格. One month under one policy, with the clause that decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligibility {
    /// Which policy.
    pub policy: String,
    /// 费款所属期.
    pub month: FeeMonth,
    /// Offer looked at, by its place in the policy.
    pub offer: usize,
    /// 结论.
    pub verdict: Verdict,
}

/// The matrix of one firm and line: every policy × month.
pub fn matrix(catalogue: &Catalogue, firm: &Firm, request: &Request<'_>) -> Vec<Eligibility> {
    catalogue.policies.iter().flat_map(|policy| judge(catalogue, policy, firm, request)).collect()
}

/// Every month of a request under one policy.
pub fn judge(catalogue: &Catalogue, policy: &Policy, firm: &Firm, request: &Request<'_>) -> Vec<Eligibility> {
    let mut used = vec![0; policy.offers.len()];
    let month = |month: &FeeMonth| {
        let looked = policy.offers.iter().enumerate().map(|(at, offer)| {
            let case = Case { catalogue, policy, offer, firm, request, month: *month, used: used[at] };
            (at, case.verdict())
        });
        let best = looked.max_by_key(|(at, (depth, _))| (*depth, std::cmp::Reverse(*at)));
        let (offer, (_, verdict)) = best.unwrap_or((0, (0, Verdict::No(Reason::OtherLine))));
        if matches!(verdict, Verdict::Yes(_)) {
            used[offer] += 1;
        }
        Eligibility { policy: policy.id.clone(), month: *month, offer, verdict }
    };
    request.months.iter().map(month).collect()
}

struct Case<'a> {
    catalogue: &'a Catalogue,
    policy: &'a Policy,
    offer: &'a Offer,
    firm: &'a Firm,
    request: &'a Request<'a>,
    month: FeeMonth,
    /// Months of the request this offer covers already.
    used: u32,
}

enum Check {
    Holds,
    Fails(Reason),
    Unknown(Question),
}

/// In this order: what the law excludes, what the record offers, who the firm is, what it must show.
const CHECKS: [fn(&Case<'_>) -> Check; 13] = [
    |case| case.portion(),
    |case| case.line(),
    |case| case.window(),
    |case| case.area(),
    |case| case.unit_type(),
    |case| case.industry(),
    |case| case.size(),
    |case| case.fund(),
    |case| case.facts(),
    |case| case.grounds(),
    |case| case.unpaid(),
    |case| case.in_time(),
    |case| case.longest(),
];
/// An offer that nothing excludes gets further than any that something does.
const UNKNOWN_DEPTH: usize = CHECKS.len();
const GRANTED_DEPTH: usize = CHECKS.len() + 1;

impl Case<'_> {
    /// The verdict of this offer, and how far it got.
    fn verdict(&self) -> (usize, Verdict) {
        let mut questions = Vec::new();
        for (depth, check) in CHECKS.iter().enumerate() {
            match check(self) {
                Check::Holds => {}
                Check::Fails(reason) => return (depth, Verdict::No(reason)),
                Check::Unknown(question) => questions.push(question),
            }
        }
        let (repay, instalments, by) = self.catalogue.repay(self.policy, self.offer);
        if self.offer.fee_to.is_none() && self.offer.max_months.is_none() {
            questions.push(Question::LocalText);
        }
        if !questions.is_empty() {
            return (UNKNOWN_DEPTH, Verdict::Ask(questions));
        }
        (GRANTED_DEPTH, Verdict::Yes(Granted { repay, instalments, by_policy: by.id.clone() }))
    }

    fn portion(&self) -> Check {
        if self.request.individual { Check::Fails(Reason::IndividualPart) } else { Check::Holds }
    }

    fn line(&self) -> Check {
        let offered = self.offer.lines.iter().any(|line| line == self.request.line);
        if offered { Check::Holds } else { Check::Fails(Reason::OtherLine) }
    }

    fn window(&self) -> Check {
        let shifted = self.offer.shift_if_paid && self.firm.has_paid(self.request.line, self.offer.fee_from);
        let shift = i32::from(shifted);
        let (from, to) = (self.offer.fee_from.plus(shift), self.offer.fee_to.map(|to| to.plus(shift)));
        let inside = self.month >= from && to.is_none_or(|to| self.month <= to);
        if inside { Check::Holds } else { Check::Fails(Reason::OutsideMonths(from, to)) }
    }

    fn area(&self) -> Check {
        let area = &self.policy.area;
        if area.is_empty() || self.firm.area.contains(area.as_str()) {
            Check::Holds
        } else if self.firm.area.is_empty() {
            Check::Unknown(Question::Area(area.clone()))
        } else {
            Check::Fails(Reason::Area(area.clone()))
        }
    }

    fn unit_type(&self) -> Check {
        match self.firm.unit_type {
            _ if self.offer.unit_types.is_empty() => Check::Holds,
            None => Check::Unknown(Question::UnitType),
            Some(kind) if self.offer.unit_types.contains(&kind) => Check::Holds,
            Some(kind) => Check::Fails(Reason::UnitType(kind)),
        }
    }

    fn industry(&self) -> Check {
        if self.offer.industries.is_empty() {
            return Check::Holds;
        }
        if self.firm.industry.is_empty() {
            return Check::Unknown(Question::Industry);
        }
        let named = self.catalogue.industries.iter().filter(|one| self.offer.industries.contains(&one.code));
        if named.clone().any(|one| one.covers(&self.firm.industry)) {
            Check::Holds
        } else {
            Check::Fails(Reason::Industry(self.firm.industry.clone()))
        }
    }

    fn size(&self) -> Check {
        match self.firm.size {
            _ if self.offer.sizes.is_empty() || self.firm.unit_type == Some(UnitType::SelfEmployed) => Check::Holds,
            None => Check::Unknown(Question::Size),
            Some(size) if self.offer.sizes.contains(&size) => Check::Holds,
            Some(size) => Check::Fails(Reason::Size(size)),
        }
    }

    fn fund(&self) -> Check {
        let Some(over) = self.offer.fund_tenths_over else { return Check::Holds };
        match self.firm.fund_tenths.get(self.request.line) {
            None => Check::Unknown(Question::Fund),
            Some(tenths) if *tenths > over => Check::Holds,
            Some(tenths) => Check::Fails(Reason::Fund(*tenths, over)),
        }
    }

    fn facts(&self) -> Check {
        let known = |need: &Need| self.firm.facts.get(need).copied();
        if let Some(need) = self.offer.needs.iter().find(|need| known(need) == Some(false)) {
            return Check::Fails(Reason::Fact(*need));
        }
        match self.offer.needs.iter().find(|need| known(need).is_none()) {
            Some(need) => Check::Unknown(Question::Fact(*need)),
            None => Check::Holds,
        }
    }

    fn grounds(&self) -> Check {
        let grounds = &self.offer.needs_any;
        let known = |need: &Need| self.firm.facts.get(need).copied();
        if grounds.is_empty() || grounds.iter().any(|need| known(need) == Some(true)) {
            return Check::Holds;
        }
        if grounds.iter().all(|need| known(need) == Some(false)) {
            return Check::Fails(Reason::NoGround(grounds.clone()));
        }
        Check::Unknown(Question::Ground(grounds.clone()))
    }

    fn unpaid(&self) -> Check {
        if self.firm.has_paid(self.request.line, self.month) { Check::Fails(Reason::Paid) } else { Check::Holds }
    }

    fn in_time(&self) -> Check {
        if !self.offer.apply_before_due {
            return Check::Holds;
        }
        match (self.firm.applied_on, self.firm.due_on.get(&self.month)) {
            (None, _) => Check::Unknown(Question::AppliedOn),
            (_, None) => Check::Unknown(Question::DueOn),
            (Some(applied), Some(due)) if applied <= *due => Check::Holds,
            (Some(applied), Some(due)) => Check::Fails(Reason::TooLate(*due, applied)),
        }
    }

    fn longest(&self) -> Check {
        match self.offer.max_months {
            Some(most) if self.used >= most => Check::Fails(Reason::TooManyMonths(most)),
            Some(_) | None => Check::Holds,
        }
    }
}
