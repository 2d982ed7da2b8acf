//! 记催缴: what came of a call, what was promised, when next.
//!
//! Invariant: the promise stands right after the result, so that a call with a promise takes five keys beside
//! what is typed.

use super::Questions;
use crate::domain::collection::call::{CallNote, Pledge};
use crate::text::collection;
use crate::text::form::{FormFault, FormWord};
use crate::tui::desk::Desk;
use crate::tui::screen::{Ctx, Next};
use crate::tui::widgets::form::Form;
use crate::tui::widgets::form::spec::{FieldSpec, Kind, Offer, Rule, usual_days};
use crate::tui::worker::{Finished, Job};

const PERSON_MOST: usize = 32;
const NOTE_MOST: usize = 200;
const RULES: &[Rule] = &[whole_promise];

/// 记催缴.
pub(super) struct Call {
    code: String,
    name: String,
}

impl Call {
    /// With an employer.
    pub(super) fn new(code: String, name: String) -> Self {
        Call { code, name }
    }
}

/// An amount goes with its day, and a day with its amount.
fn whole_promise(form: &Form) -> Option<(&'static str, FormFault)> {
    match (form.text("amount").is_empty(), form.text("pay_on").is_empty()) {
        (false, true) => Some(("pay_on", FormFault::Missing)),
        (true, false) => Some(("amount", FormFault::Missing)),
        (true, true) | (false, false) => None,
    }
}

impl Questions for Call {
    fn title(&self) -> FormWord {
        FormWord::CallForm
    }

    fn about(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn build(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let results = desk.call_results()?;
        let offers = results
            .iter()
            .map(|one| Offer::named(&one.code, |lang| collection::result(one, lang).to_owned()))
            .collect();
        let days = || usual_days(ctx.info.today);
        let amount = Kind::Amount(None);
        let fields = vec![
            FieldSpec::new("result", FormWord::CallResult, FormWord::HintCallResult, Kind::Choice)
                .required()
                .offers(offers),
            FieldSpec::new("amount", FormWord::PromisedAmount, FormWord::HintPromise, amount),
            FieldSpec::new("pay_on", FormWord::PayOn, FormWord::HintPayOn, Kind::Day).offers(days()),
            FieldSpec::new("next_on", FormWord::NextContact, FormWord::HintNextContact, Kind::Day).offers(days()),
            FieldSpec::new("person", FormWord::SpokeTo, FormWord::HintSpokeTo, Kind::Text(PERSON_MOST)),
            FieldSpec::new("note", FormWord::CallNote, FormWord::HintCallNote, Kind::Text(NOTE_MOST)),
        ];
        let fields = fields.into_iter().map(|field| (field, String::new())).collect();
        Ok(Form::new(&format!("call.{}", self.code), ctx.info.today, fields).rules(RULES))
    }

    fn submit(&mut self, form: &Form) -> Next {
        let note = CallNote {
            result: form.text("result").to_owned(),
            person: form.text("person").to_owned(),
            note: form.text("note").to_owned(),
            next_on: form.day("next_on"),
            promise: form.amount("amount").zip(form.day("pay_on")).map(|(amount, pay_on)| Pledge { amount, pay_on }),
        };
        Next::Run(Job::LogCall { code: self.code.clone(), note: Box::new(note) })
    }

    fn finished(&mut self, _form: &mut Form, finished: &Finished) -> Next {
        if matches!(finished, Finished::CallLogged(_)) { Next::Back } else { Next::Stay }
    }
}
