//! Calls and the list of a day.

use super::BookDesk;
use crate::book::collection;
use crate::cli::backend::registry::employer_at;
use crate::cli::failure::Failure;
use crate::domain::collection::call::CallNote;
use crate::domain::collection::policy::CallResult;
use crate::domain::rejection::{CollectionRejection, Rejection};
use crate::text::collection::call_logged;
use crate::tui::collection::{CollectionDesk, Whose, Worklist};
use crate::tui::desk::Sentence;
use crate::tui::office::FieldRefusal;

impl CollectionDesk for BookDesk {
    fn call_results(&self) -> Result<Vec<CallResult>, Sentence> {
        let policy = collection::load(&self.session.rules).map_err(Failure::Rejection);
        self.said(policy.map(|policy| policy.results))
    }

    fn log_call(&mut self, code: &str, note: &CallNote) -> Result<Sentence, FieldRefusal> {
        let lang = self.session.context.lang;
        let log = || {
            let employer = employer_at(&self.session.reader()?, code)?;
            self.session.log_call(&employer, note)
        };
        let refused =
            |failure: Failure| FieldRefusal { field: field(&failure, note), sentence: failure.sentence(lang) };
        let logged = log().map_err(refused)?;
        let next = logged.note.next_on.map(|day| day.to_string());
        Ok(call_logged(&logged.employer.name, logged.promise, next.as_deref(), lang))
    }

    fn worklist(&self, whose: &Whose) -> Result<Worklist, Sentence> {
        self.said(self.session.worklist(whose, self.session.context.now.today))
    }
}

/// The field of the form a refusal is about.
fn field(failure: &Failure, note: &CallNote) -> &'static str {
    let Failure::Rejection(Rejection::Collection(rejection)) = failure else { return "" };
    match rejection {
        CollectionRejection::PromiseMissing | CollectionRejection::AmountNotPositive(_) => "amount",
        CollectionRejection::DayPassed(day) if note.promise.is_some_and(|one| one.pay_on.to_string() == *day) => {
            "pay_on"
        }
        CollectionRejection::DayPassed(_) => "next_on",
        _ => "result",
    }
}
