//! Made-up collection work: three rows of today's list; calls are noted.

use sanhe::book::collection;
use sanhe::book::files::RuleFiles;
use sanhe::domain::collection::call::CallNote;
use sanhe::domain::collection::policy::{CallResult, CollectionPolicy};
use sanhe::domain::collection::today::{Cause, Event, StepName, TodayRow, rank};
use sanhe::domain::money::Money;
use sanhe::domain::rejection::CollectionRejection;
use sanhe::text::messages;
use sanhe::tui::chase::{ChaseDesk, EmployersAsk};
use sanhe::tui::collection::{CollectionDesk, Whose, Worklist, WorklistRow};
use sanhe::tui::office::FieldRefusal;

use super::{FakeDesk, day, yuan};

fn policy() -> CollectionPolicy {
    collection::load(&RuleFiles::default()).unwrap()
}

fn step(cause: Cause) -> Option<StepName> {
    let name =
        |code: &str, zh: &str, has_paper| StepName { code: code.into(), zh: zh.into(), en: code.into(), has_paper };
    match cause {
        Cause::Clock => Some(name("inquiry", "查询账户", false)),
        Cause::Returned => Some(name("notice", "限期补缴通知", true)),
        _ => None,
    }
}

impl CollectionDesk for FakeDesk {
    fn call_results(&self) -> Result<Vec<CallResult>, String> {
        Ok(policy().results)
    }

    fn log_call(&mut self, code: &str, note: &CallNote) -> Result<String, FieldRefusal> {
        let asks = policy().result(&note.result).is_some_and(|result| result.promises);
        if asks && note.promise.is_none() {
            let (sentence, cure) = messages::rejection(&CollectionRejection::PromiseMissing.into(), self.lang);
            return Err(FieldRefusal { field: "amount", sentence: format!("{sentence}{cure}") });
        }
        let promise = note.promise.map_or(String::new(), |one| format!("{} {}", one.amount, one.pay_on));
        self.note(format!("call {code} {} [{promise}] [{}]", note.result, note.note));
        Ok(sanhe::text::collection::call_logged("五一纺织厂", note.promise.map(|_| 7), None, self.lang))
    }

    fn worklist(&self, whose: &Whose) -> Result<Worklist, String> {
        let employers = self.employers(&EmployersAsk::default())?.rows;
        let row = |(id, cause, amount, offset): (usize, Cause, &str, i32)| {
            let one = employers.get(id)?;
            let event = Event {
                employer_id: id as i64,
                cause,
                amount: yuan(amount),
                on: day(offset),
                no: 7,
                received: Money::ZERO,
                step: step(cause),
            };
            let (owed, blocked_persons) = (one.sums.owed, if id == 0 { 104 } else { 0 });
            let months = if id == 0 { 99 } else { 3 };
            let score = policy().rank.score(owed, one.employer.status, months, 1 - offset, blocked_persons);
            Some(TodayRow { event, owed, months, blocked_persons, score })
        };
        let events = [
            (0, Cause::PlanBroken, "200000.00", 0),
            (1, Cause::PromiseDue, "36000.00", 1),
            (1, Cause::CapNear, "13333.33", 20),
            (1, Cause::Clock, "0.00", 3),
            (1, Cause::Returned, "0.00", 0),
            (1, Cause::HoldWaiting, "0.00", 30),
            (1, Cause::ApprovalWaiting, "36000.00", 2),
        ];
        let mut rows: Vec<TodayRow> = events.into_iter().filter_map(row).collect();
        rank(&mut rows);
        let mine = |row: TodayRow| {
            let employer = employers[row.event.employer_id as usize].employer.clone();
            let wanted = *whose == Whose::All || employer.officer == "李敏";
            wanted.then_some(WorklistRow { employer, row })
        };
        let officer = (*whose != Whose::All).then(|| "李敏".to_owned());
        Ok(Worklist { as_of: day(1), officer, rows: rows.into_iter().filter_map(mine).collect() })
    }
}
