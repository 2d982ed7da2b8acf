//! Stand-ins 代岗: an operator names another of the same post to act for them, for some days.
//!
//! Invariant: only the principal begins one, either ends it; a stand-in is never passed on.

use super::ApprovalOutcome;
use crate::domain::approval::people::StandIn;
use crate::domain::day::BusinessDay;
use crate::domain::rejection::ApprovalRejection;
use crate::ops::{Act, Outcome, Refusal, Turn};
use crate::store::StandInSaid;

/// 代岗请求.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StandInAsked {
    /// The actor is away from–to; this operator stands in.
    Begin {
        /// 代岗人.
        deputy: String,
        /// First day.
        from: BusinessDay,
        /// Last day.
        to: BusinessDay,
    },
    /// Ends a stand-in now; by either.
    End {
        /// Its number.
        seq: i64,
    },
}

pub(super) fn stand_in(act: &Act<'_>, asked: &StandInAsked) -> Result<Outcome, Refusal> {
    let writer = match act.begin()? {
        Turn::Write(writer) => writer,
        Turn::Done(outcome) => return Ok(*outcome),
    };
    let people = writer.people()?;
    let seq = writer.next_seq()?;
    let said = match asked {
        StandInAsked::Begin { deputy, from, to } => {
            let principal = act.actor.name.clone();
            let wanted = StandIn { seq, principal, deputy: deputy.clone(), from: *from, to: *to, ended_seq: None };
            let obstacles = people.stand_in_obstacles(&wanted, act.now.today);
            if !obstacles.is_empty() {
                return Err(ApprovalRejection::StandIn { deputy: deputy.clone(), obstacles }.into());
            }
            said(&wanted, 0)
        }
        StandInAsked::End { seq } => {
            let own = |one: &&StandIn| {
                one.seq == *seq && one.ended_seq.is_none() && [&one.principal, &one.deputy].contains(&&act.actor.name)
            };
            let found = people.stand_ins.iter().find(own);
            said(found.ok_or(ApprovalRejection::StandInUnknown(*seq))?, *seq)
        }
    };
    writer.put_stand_in(seq, &said)?;
    act.commit(writer, &said.principal, &said)?;
    Ok(Outcome::Approval(ApprovalOutcome::StandIn(said)))
}

fn said(one: &StandIn, ends_seq: i64) -> StandInSaid {
    StandInSaid {
        principal: one.principal.clone(),
        deputy: one.deputy.clone(),
        from_on: one.from.to_string(),
        to_on: one.to.to_string(),
        ends_seq,
    }
}
