//! Repayment plan 还款协议: instalments on working days, judged from receipts, broken by a missed
//! instalment or by new arrears.
//!
//! Invariants: the instalments are together the debt agreed on; days rise; what is left over stands in the
//! last one. Receipts settle obligations in order of their days, so that no fen counts twice.

use super::promise::Receipt;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::calendar::{Calendar, CalendarUnknown};
use crate::domain::day::BusinessDay;
use crate::domain::entry::codes;
use crate::domain::money::Money;

codes! {
    /// 分期方式.
    PlanKind {
        /// 等额: the same every time, what is left over in the last.
        Equal = "equal",
        /// 递增: each a step more than the one before.
        Growing = "growing",
        /// 自定: as written.
        Own = "own",
    }
}

codes! {
    /// 违约情形.
    BreachBy {
        /// 逾期未付一期.
        Instalment = "instalment",
        /// 新增欠费.
        NewArrears = "new_arrears",
        /// 两者之一.
        Either = "either",
    }
}

codes! {
    /// 违约后果, as agreed.
    BreachEffect {
        /// 余额一次到期.
        RestDue = "rest_due",
        /// 恢复催缴程序.
        Resume = "resume",
        /// 执行担保.
        Guarantee = "guarantee",
    }
}

codes! {
    /// 协议状态.
    PlanState {
        /// 履行中.
        Running = "running",
        /// 待付: an instalment is due within the days of the reminder.
        Reminding = "reminding",
        /// 宽限中: an instalment was not paid on its day.
        InGrace = "in_grace",
        /// 已违约.
        Broken = "broken",
        /// 已履行.
        Done = "done",
        /// 已终止.
        Ended = "ended",
    }
}

/// 一期.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instalment {
    /// 到期日, a working day.
    pub due_on: BusinessDay,
    /// 金额.
    pub amount: Money,
}

/// What instalments are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The debt.
    pub total: Money,
    /// How many.
    pub count: u32,
    /// Month of the first.
    pub first: FeeMonth,
    /// Day of the month; one past its end is the month's last.
    pub day_of_month: u32,
    /// Months from one to the next.
    pub every_months: u32,
    /// What each is more than the one before; zero for equal ones.
    pub step: Money,
}

/// Why no schedule can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleFault {
    /// No instalment, no month or no amount to it.
    Empty,
    /// The steps alone are more than the debt.
    StepTooLarge,
    /// A year without a calendar.
    Calendar(CalendarUnknown),
}

impl Schedule {
    /// The instalments: equal but for the step, what is left over in the last, each on a working day.
    ///
    /// # Errors
    /// [`ScheduleFault`].
    pub fn instalments(&self, calendar: &Calendar) -> Result<Vec<Instalment>, ScheduleFault> {
        let count = i64::from(self.count);
        if count == 0 || self.every_months == 0 || self.total.fen() < count {
            return Err(ScheduleFault::Empty);
        }
        let steps = self.step.fen().checked_mul(count * (count - 1) / 2).ok_or(ScheduleFault::StepTooLarge)?;
        let level = (self.total.fen() - steps).div_euclid(count);
        if level <= 0 || self.step < Money::ZERO {
            return Err(ScheduleFault::StepTooLarge);
        }
        let mut left = self.total.fen();
        let mut instalments = Vec::new();
        for number in 0..count {
            let last = number + 1 == count;
            let amount = if last { left } else { level + self.step.fen() * number };
            left -= amount;
            let months = i32::try_from(number * i64::from(self.every_months)).unwrap_or(i32::MAX);
            let month = FeeMonth::from_number(self.first.number()).ok_or(ScheduleFault::Empty)?.plus(months);
            let due_on = calendar.roll(day_of(month, self.day_of_month)).map_err(ScheduleFault::Calendar)?;
            instalments.push(Instalment { due_on, amount: Money::from_fen(amount) });
        }
        Ok(instalments)
    }
}

/// A day of a month; one past its end is the last.
fn day_of(month: FeeMonth, day: u32) -> BusinessDay {
    let (first, next) = (month.first_day(), month.plus(1).first_day());
    let wanted = first.plus(i32::try_from(day.max(1)).unwrap_or(1) - 1);
    wanted.min(next.plus(-1))
}

/// 还款协议.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Its number: the fact that made it.
    pub no: i64,
    /// Number of the employer.
    pub employer_id: i64,
    /// 签订日: receipts count from then on.
    pub made_on: BusinessDay,
    /// How its instalments were made.
    pub kind: PlanKind,
    /// 宽限 in working days after each day.
    pub grace_working_days: u32,
    /// 提醒 so many working days before each day.
    pub remind_working_days: u32,
    /// What breaks it.
    pub breach_by: BreachBy,
    /// What follows.
    pub effect: BreachEffect,
    /// In order of their days.
    pub instalments: Vec<Instalment>,
    /// 终止, and on which day.
    pub ended_on: Option<BusinessDay>,
}

/// A due that arose after the plan was made: its day and amount.
pub type NewDue = Instalment;

/// How one instalment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstalmentStanding {
    /// The instalment.
    pub instalment: Instalment,
    /// Received for it.
    pub received: Money,
    /// The day it was covered.
    pub covered_on: Option<BusinessDay>,
}

/// Why a plan broke, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The end of this day broke it.
    pub on: BusinessDay,
    /// By a missed instalment (its place, counted from 1), else by new arrears.
    pub instalment: Option<usize>,
    /// What was to be paid.
    pub missed: Instalment,
    /// What of it had not come by then.
    pub lacking: Money,
}

/// How a plan stands as of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanStanding {
    /// State.
    pub state: PlanState,
    /// Each instalment.
    pub instalments: Vec<InstalmentStanding>,
    /// Received under the plan.
    pub received: Money,
    /// The next instalment not covered, its place counted from 1.
    pub next: Option<(usize, Instalment)>,
    /// Last day of the grace of that instalment, once its day is over.
    pub grace_until: Option<BusinessDay>,
    /// What broke it.
    pub breach: Option<Breach>,
}

/// Something to be paid by a day.
struct Obligation {
    instalment: Option<usize>,
    what: Instalment,
    received: Money,
    covered_on: Option<BusinessDay>,
}

impl Plan {
    /// The debt agreed on.
    pub fn total(&self) -> Money {
        self.instalments.iter().map(|one| one.amount).sum()
    }

    /// Judges it as of a date, from receipts and from dues that arose since it was made.
    ///
    /// # Errors
    /// [`CalendarUnknown`] where a grace runs into a year without a calendar.
    pub fn judge(
        &self,
        receipts: &[Receipt],
        new_dues: &[NewDue],
        as_of: BusinessDay,
        calendar: &Calendar,
    ) -> Result<PlanStanding, CalendarUnknown> {
        let upto = self.ended_on.map_or(as_of, |ended| ended.min(as_of));
        let mut obligations = self.obligations(new_dues);
        settle(&mut obligations, receipts, self.made_on, upto);
        let mut breach = None;
        for one in &obligations {
            let by_this = match one.instalment {
                Some(_) => self.breach_by != BreachBy::NewArrears,
                None => self.breach_by != BreachBy::Instalment,
            };
            if !by_this || upto <= one.what.due_on {
                continue;
            }
            let last = calendar.after(one.what.due_on, self.grace_working_days)?;
            let late = one.covered_on.map_or(upto > last, |covered| covered > last);
            let earlier = breach.is_none_or(|known: Breach| last < known.on);
            if late && earlier {
                let lacking = one.what.amount - one.received;
                breach = Some(Breach { on: last, instalment: one.instalment, missed: one.what, lacking });
            }
        }
        self.standing(obligations, breach, upto, calendar)
    }

    fn obligations(&self, new_dues: &[NewDue]) -> Vec<Obligation> {
        let open = |(instalment, what)| Obligation { instalment, what, received: Money::ZERO, covered_on: None };
        let own = self.instalments.iter().enumerate().map(|(place, one)| (Some(place + 1), *one));
        let mut all: Vec<Obligation> = own.map(open).collect();
        if self.breach_by != BreachBy::Instalment {
            let since = new_dues.iter().filter(|due| due.due_on > self.made_on);
            all.extend(since.map(|due| open((None, *due))));
        }
        // On one day new dues come first: they are owed by law, instalments by agreement.
        all.sort_by_key(|one| (one.what.due_on, one.instalment));
        all
    }

    fn standing(
        &self,
        obligations: Vec<Obligation>,
        breach: Option<Breach>,
        upto: BusinessDay,
        calendar: &Calendar,
    ) -> Result<PlanStanding, CalendarUnknown> {
        let own: Vec<InstalmentStanding> = obligations
            .iter()
            .filter(|one| one.instalment.is_some())
            .map(|one| InstalmentStanding { instalment: one.what, received: one.received, covered_on: one.covered_on })
            .collect();
        let next = own.iter().position(|one| one.covered_on.is_none()).map(|place| (place + 1, own[place].instalment));
        let overdue = next.filter(|(_, one)| upto > one.due_on);
        let grace_until = overdue.map(|(_, one)| calendar.after(one.due_on, self.grace_working_days)).transpose()?;
        let state = match (next, breach) {
            (None, _) => PlanState::Done,
            (Some(_), _) if self.ended_on.is_some() => PlanState::Ended,
            (Some(_), Some(_)) => PlanState::Broken,
            (Some((_, one)), None) if upto > one.due_on => PlanState::InGrace,
            (Some((_, one)), None) if self.reminds(one.due_on, upto, calendar)? => PlanState::Reminding,
            (Some(_), None) => PlanState::Running,
        };
        let received = own.iter().map(|one| one.received).sum();
        Ok(PlanStanding { state, instalments: own, received, next, grace_until, breach })
    }

    /// Whether the days of the reminder have begun.
    fn reminds(&self, due_on: BusinessDay, upto: BusinessDay, calendar: &Calendar) -> Result<bool, CalendarUnknown> {
        // Far off it is not asked: a year without a calendar stops nobody before its time.
        let days = i32::try_from(self.remind_working_days).unwrap_or(i32::MAX);
        if due_on.since(upto) > days.saturating_mul(3).saturating_add(10) {
            return Ok(false);
        }
        Ok(calendar.after(upto, self.remind_working_days)? >= due_on)
    }
}

/// Lets receipts settle obligations in order.
fn settle(obligations: &mut [Obligation], receipts: &[Receipt], from: BusinessDay, upto: BusinessDay) {
    let within = |receipt: &&Receipt| from <= receipt.on && receipt.on <= upto;
    let mut receipts: Vec<Receipt> = receipts.iter().filter(within).copied().collect();
    receipts.sort_by_key(|receipt| receipt.on);
    for mut receipt in receipts {
        for one in obligations.iter_mut().filter(|one| one.covered_on.is_none()) {
            let taken = receipt.amount.min(one.what.amount - one.received);
            one.received += taken;
            receipt.amount -= taken;
            if one.received == one.what.amount {
                one.covered_on = Some(receipt.on);
            }
        }
    }
}
