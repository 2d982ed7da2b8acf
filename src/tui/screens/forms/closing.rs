//! 关账步骤: the reason a step of closing needs, and the book that will not come.
//!
//! Invariant: what the command would refuse is refused on the screen that asks.

use super::Questions;
use crate::domain::closing::DayStep;
use crate::domain::entry::Side;
use crate::text::form::FormWord;
use crate::text::terms;
use crate::tui::desk::Desk;
use crate::tui::screen::{Ctx, DayAsked, Next};
use crate::tui::widgets::form::Form;
use crate::tui::widgets::form::spec::{FieldSpec, Kind, Offer};
use crate::tui::worker::{Finished, Job};

const REASON_MOST: usize = 200;

/// 关账步骤.
pub(super) struct DayStepForm {
    asked: DayAsked,
}

impl DayStepForm {
    /// Asks for what a step lacks.
    pub(super) fn new(asked: DayAsked) -> Self {
        DayStepForm { asked }
    }
}

impl Questions for DayStepForm {
    fn title(&self) -> FormWord {
        if self.asked.step == DayStep::Declare { FormWord::DeclareForm } else { FormWord::ReopenForm }
    }

    fn build(&mut self, _desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let mut fields = Vec::new();
        if self.asked.step == DayStep::Declare {
            let offer = |side: &Side| Offer::named(side.code(), |lang| terms::side(*side, lang).to_owned());
            let offers: Vec<Offer> = self.asked.sides.iter().map(offer).collect();
            let only = match self.asked.sides.as_slice() {
                [side] => side.code().to_owned(),
                _ => String::new(),
            };
            let side = FieldSpec::new("side", FormWord::MissingSide, FormWord::HintMissingSide, Kind::Choice);
            fields.push((side.required().offers(offers), only));
        }
        let reason = FieldSpec::new("reason", FormWord::Reason, FormWord::HintDayReason, Kind::Text(REASON_MOST));
        fields.push((reason.required(), String::new()));
        let id = format!("day.{}.{}", self.asked.step.code(), self.asked.day);
        Ok(Form::new(&id, ctx.info.today, fields))
    }

    fn submit(&mut self, form: &Form) -> Next {
        let side = Side::from_code(form.text("side"));
        let asked = DayAsked { sides: side.into_iter().collect(), ..self.asked.clone() };
        Next::Run(Job::StepDay(asked, form.text("reason").to_owned()))
    }

    fn finished(&mut self, _form: &mut Form, finished: &Finished) -> Next {
        if matches!(finished, Finished::DayStepped(..)) { Next::Back } else { Next::Stay }
    }
}
