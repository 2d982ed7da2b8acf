//! A case 催缴案: how an employer stands on the ladder on a day.
//!
//! Invariant: a step is open when every period it waits for *has ended* by that day and it is not done, so
//! that a missed day is caught up; none is open before its predecessors, nor, where those have a paper
//! that is served, before that was served.

use super::ladder::{Anchor, Clock, Condition, Ladder, Step};
use crate::domain::calendar::Calendar;
use crate::domain::day::BusinessDay;

/// 一步的记录. A step done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Which, by code.
    pub step: String,
    /// When.
    pub on: BusinessDay,
    /// When its paper counts as served.
    pub served_on: Option<BusinessDay>,
}

/// 催缴案.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// The first day overdue of the oldest due still owed; `None`: nothing is owed.
    pub found_on: Option<BusinessDay>,
    /// Steps done, oldest first, those of debts settled since among them.
    pub events: Vec<Event>,
    /// Whether a due is disputed.
    pub is_disputed: bool,
    /// Whether a bankruptcy was accepted.
    pub is_bankrupt: bool,
    /// The last day the whole case is on hold.
    pub held_until: Option<BusinessDay>,
}

/// 为何不能.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Nothing is owed.
    NothingOwed,
    /// On hold up to that day.
    Held(BusinessDay),
    /// A predecessor was not done.
    Predecessor(String),
    /// A predecessor's paper was not served.
    NotServed(String),
    /// A condition does not hold.
    Condition(Condition),
    /// Another step bars it.
    Barred(String),
    /// A period runs up to that day.
    Runs(BusinessDay),
    /// The time for it ended on that day.
    Late(BusinessDay),
    /// A period runs into a year without a calendar.
    Calendar(i32),
}

/// 一步的状态.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Done on that day; when its paper counts as served, and until when that gives time.
    Done {
        /// When.
        on: BusinessDay,
        /// 送达.
        served_on: Option<BusinessDay>,
        /// 期限.
        deadline: Option<BusinessDay>,
    },
    /// It can be done, from a day on; to be done by; not later than.
    Open {
        /// First day.
        since: BusinessDay,
        /// 应于.
        by: Option<BusinessDay>,
        /// 最迟.
        until: Option<BusinessDay>,
    },
    /// It cannot.
    Shut(Vec<Block>),
}

impl Case {
    /// The last time a step was done for what is owed now.
    pub fn done(&self, step: &str) -> Option<&Event> {
        let found = self.found_on?;
        self.events.iter().rev().find(|event| event.step == step && event.on >= found)
    }

    /// How a step stands on a day.
    pub fn gate(&self, step: &Step, ladder: &Ladder, calendar: &Calendar, today: BusinessDay) -> Gate {
        if let Some(event) = self.done(&step.code) {
            let deadline = self.deadline(step, calendar).and_then(Result::ok);
            return Gate::Done { on: event.on, served_on: event.served_on, deadline };
        }
        let Some(found) = self.found_on else { return Gate::Shut(vec![Block::NothingOwed]) };
        if step.is_given {
            return Gate::Done { on: found, served_on: None, deadline: None };
        }
        let mut blocks = self.standing_blocks(step, ladder, today);
        let (mut since, mut ended) = (found, None);
        for clock in &step.waits {
            match self.ends(clock, ladder, calendar) {
                // What it counts from did not happen: said as a predecessor already.
                None => {}
                Some(Err(year)) => blocks.push(Block::Calendar(year)),
                Some(Ok(end)) => {
                    ended = ended.max(Some(end));
                    since = since.max(end.plus(1));
                    if today <= end {
                        blocks.push(Block::Runs(end));
                    }
                }
            }
        }
        let until = step.within.as_ref().zip(ended).map(|(clock, end)| clock.end(end, calendar));
        match until {
            Some(Err(unknown)) => blocks.push(Block::Calendar(unknown.year)),
            Some(Ok(until)) if today > until => blocks.push(Block::Late(until)),
            Some(Ok(_)) | None => {}
        }
        blocks.dedup();
        if !blocks.is_empty() {
            return Gate::Shut(blocks);
        }
        let by = step.by.as_ref().and_then(|clock| self.ends(clock, ladder, calendar)).and_then(Result::ok);
        Gate::Open { since, by, until: until.and_then(Result::ok) }
    }

    fn standing_blocks(&self, step: &Step, ladder: &Ladder, today: BusinessDay) -> Vec<Block> {
        let mut blocks = Vec::new();
        blocks.extend(self.held_until.filter(|until| today <= *until).map(Block::Held));
        for code in &step.after {
            let before = ladder.step(code);
            if before.is_some_and(|before| before.is_given) {
                continue;
            }
            let served = before.and_then(|before| before.paper.as_ref()).is_some_and(|paper| paper.is_served);
            match self.done(code) {
                None => blocks.push(Block::Predecessor(code.clone())),
                Some(event) if served && event.served_on.is_none_or(|on| on > today) => {
                    blocks.push(Block::NotServed(code.clone()));
                }
                Some(_) => {}
            }
        }
        let holds = |condition: &Condition| match condition {
            Condition::Disputed => self.is_disputed,
            Condition::Bankrupt => self.is_bankrupt,
            Condition::NotBankrupt => !self.is_bankrupt,
        };
        blocks.extend(step.needs.iter().filter(|condition| !holds(condition)).copied().map(Block::Condition));
        let bars = step.barred_by.iter().filter(|code| self.done(code).is_some());
        blocks.extend(bars.cloned().map(Block::Barred));
        blocks
    }

    /// When a period ends; `None` when what it counts from did not happen, the year where no calendar tells.
    fn ends(&self, clock: &Clock, ladder: &Ladder, calendar: &Calendar) -> Option<Result<BusinessDay, i32>> {
        let end = |start: BusinessDay| clock.end(start, calendar).map_err(|unknown| unknown.year);
        match clock.from {
            Anchor::Found => Some(end(self.found_on?)),
            Anchor::Done => Some(end(self.done(&clock.step)?.on)),
            Anchor::Served => Some(end(self.done(&clock.step)?.served_on?)),
            Anchor::Deadline => {
                let deadline = self.deadline(ladder.step(&clock.step)?, calendar)?;
                Some(deadline.and_then(|deadline| if clock.count == 0 { Ok(deadline) } else { end(deadline) }))
            }
        }
    }

    /// Until when the paper of a step done gives time.
    pub fn deadline(&self, step: &Step, calendar: &Calendar) -> Option<Result<BusinessDay, i32>> {
        let clock = step.paper.as_ref()?.deadline.as_ref()?;
        let served_on = self.done(&step.code)?.served_on?;
        Some(clock.end(served_on, calendar).map_err(|unknown| unknown.year))
    }

    /// The next step of the main line: the first open one that may not be left out, else the first that
    /// is shut, with its gate; `None` when all are done or nothing is owed.
    pub fn next<'l>(&self, ladder: &'l Ladder, calendar: &Calendar, today: BusinessDay) -> Option<(&'l Step, Gate)> {
        self.found_on?;
        let of = |step: &Step| {
            step.is_main && !step.is_given || self.is_bankrupt && step.needs.contains(&Condition::Bankrupt)
        };
        let gates =
            ladder.steps.iter().filter(|step| of(step)).map(|step| (step, self.gate(step, ladder, calendar, today)));
        let mut waiting: Vec<(&Step, Gate)> = gates.filter(|(_, gate)| !matches!(gate, Gate::Done { .. })).collect();
        // A step left out although it might have been done is passed by once a later one was done.
        let last_done = ladder.steps.iter().rposition(|step| self.done(&step.code).is_some());
        let passed = |step: &Step| {
            let at = ladder.steps.iter().position(|one| one.code == step.code);
            step.is_optional && at < last_done
        };
        waiting.retain(|(step, _)| !passed(step));
        let open = waiting.iter().position(|(_, gate)| matches!(gate, Gate::Open { .. }));
        let at = open.unwrap_or(0);
        (at < waiting.len()).then(|| waiting.swap_remove(at))
    }
}
