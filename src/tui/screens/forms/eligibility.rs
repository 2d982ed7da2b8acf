//! 筛选资格: which policy, line and months of the matrix.

use super::Questions;
use super::apply::{month_field, offers};
use crate::domain::arrears::month::FeeMonth;
use crate::text::form::{FormFault, FormWord};
use crate::tui::desk::Desk;
use crate::tui::matrix::MatrixView;
use crate::tui::screen::{Answer, Ctx, Next};
use crate::tui::widgets::form::Form;
use crate::tui::widgets::form::spec::{FieldSpec, Kind, Rule};

const RULES: &[Rule] = &[months_in_order];

/// 筛选资格.
pub(super) struct Eligibility {
    asked: MatrixView,
}

impl Eligibility {
    /// Asks with a view in force.
    pub(super) fn new(asked: MatrixView) -> Self {
        Eligibility { asked }
    }
}

fn months_in_order(form: &Form) -> Option<(&'static str, FormFault)> {
    let (from, to) = (FeeMonth::parse(form.text("from"))?, FeeMonth::parse(form.text("to"))?);
    (to < from).then_some(("to", FormFault::Reversed))
}

impl Questions for Eligibility {
    fn title(&self) -> FormWord {
        FormWord::EligibilityForm
    }

    fn build(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let known = desk.application_offers()?;
        let choice = |id, label, rows: &[[String; 3]]| {
            let spec = FieldSpec::new(id, label, FormWord::Any, Kind::Choice).offers(offers(rows));
            FieldSpec { columns: 50, ..spec }
        };
        let months = self.asked.months;
        let month = |month: Option<FeeMonth>| month.map_or_else(String::new, |month| month.to_string());
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let from = FieldSpec { beside: false, ..month_field("from", FormWord::FeeMonths) };
        let fields = vec![
            (choice("policy", FormWord::Policy, &known.policies), text(&self.asked.policy)),
            (choice("line", FormWord::Line, &known.lines), text(&self.asked.line)),
            (from, month(months.map(|(first, _)| first))),
            (month_field("to", FormWord::Until), month(months.map(|(_, last)| last))),
        ];
        Ok(Form::new("eligibility", ctx.info.today, fields).rules(RULES))
    }

    fn submit(&mut self, form: &Form) -> Next {
        let text = |id: &str| Some(form.text(id).to_owned()).filter(|text| !text.is_empty());
        let month = |id: &str| FeeMonth::parse(form.text(id));
        let months = month("from").map(|from| (from, month("to").unwrap_or(from)));
        let asked = MatrixView { policy: text("policy"), line: text("line"), months, ..self.asked.clone() };
        Next::Close(Answer::Eligibility(Box::new(asked)))
    }
}
