//! 处理差异: what a decision still lacks, a reason in one's own words or a day to carry to.
//!
//! Invariant: what was seen goes along; a difference that changed meanwhile is refused, the typing stays.

use super::Questions;
use crate::domain::decision::Verb;
use crate::text::form::FormWord;
use crate::tui::desk::{Deciding, Desk};
use crate::tui::screen::{Answer, Ctx, Next};
use crate::tui::screens::work::is_one;
use crate::tui::widgets::form::Form;
use crate::tui::widgets::form::spec::{FieldSpec, Kind, usual_days};
use crate::tui::worker::{Finished, Job};

const REASON_MOST: usize = 200;

/// 处理差异.
pub(super) struct Decision {
    deciding: Deciding,
}

impl Decision {
    /// Asks for what a decision lacks.
    pub(super) fn new(deciding: Deciding) -> Self {
        Decision { deciding }
    }
}

impl Questions for Decision {
    fn title(&self) -> FormWord {
        match self.deciding.verb {
            Verb::Carry => FormWord::CarryForm,
            Verb::Waive => FormWord::WaiveForm,
            _ => FormWord::LabelForm,
        }
    }

    fn build(&mut self, _desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let mut fields = Vec::new();
        let reason = FieldSpec::new("reason", FormWord::Reason, FormWord::HintReason, Kind::Text(REASON_MOST));
        if self.deciding.verb == Verb::Carry {
            let to = FieldSpec::new("to", FormWord::CarryTo, FormWord::HintCarry, Kind::Day);
            fields.push((to.required().offers(usual_days(ctx.info.today)), String::new()));
            fields.push((reason, String::new()));
        } else {
            fields.push((reason.required(), String::new()));
        }
        let key = self.deciding.cases.first().map_or("", |(key, _)| key);
        let id = format!("{}.{key}", self.deciding.verb.code());
        Ok(Form::new(&id, ctx.info.today, fields))
    }

    fn submit(&mut self, form: &Form) -> Next {
        let (to, reason) = (form.day("to"), form.text("reason").to_owned());
        let deciding = Box::new(Deciding { to, reason, ..self.deciding.clone() });
        if is_one(&deciding) { Next::Run(Job::Decide(deciding)) } else { Next::Close(Answer::Deciding(deciding)) }
    }

    fn finished(&mut self, _form: &mut Form, finished: &Finished) -> Next {
        if matches!(finished, Finished::Decided(..)) { Next::Back } else { Next::Stay }
    }
}
