//! 筛选单位: as of when, and which employers.
//!
//! Invariant: it opens on what is in force, so that emptying a field widens the list.

use super::Questions;
use crate::domain::arrears::registry::EmployerStatus;
use crate::text::arrears;
use crate::text::form::FormWord;
use crate::tui::chase::EmployersAsk;
use crate::tui::desk::Desk;
use crate::tui::screen::{Answer, Ctx, EmployersAsked, Next};
use crate::tui::widgets::form::Form;
use crate::tui::widgets::form::spec::{FieldSpec, Kind, Offer, usual_days};

/// 筛选单位.
pub(super) struct Employers {
    asked: EmployersAsked,
}

impl Employers {
    /// Asks with a filter in force.
    pub(super) fn new(asked: EmployersAsked) -> Self {
        Employers { asked }
    }
}

impl Questions for Employers {
    fn title(&self) -> FormWord {
        if self.asked.date_only { FormWord::AsOfForm } else { FormWord::EmployersForm }
    }

    fn build(&mut self, _desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let now = &self.asked.now;
        let as_of = FieldSpec::new("as_of", FormWord::AsOf, FormWord::HintAsOf, Kind::Day);
        let first = now.as_of.map_or_else(String::new, |day| day.to_string());
        let mut fields = vec![(as_of.offers(usual_days(ctx.info.today)), first)];
        if !self.asked.date_only {
            let choice = |id, label, values: &[String], now: &Option<String>| {
                let offers = values.iter().map(|value| Offer::plain(value)).collect();
                (FieldSpec::new(id, label, FormWord::Any, Kind::Choice).offers(offers), now.clone().unwrap_or_default())
            };
            fields.push(choice("officer", FormWord::Officer, &self.asked.officers, &now.officer));
            fields.push(choice("area", FormWord::Area, &self.asked.areas, &now.area));
            fields.push(choice("kind", FormWord::EmployerKind, &self.asked.kinds, &now.kind));
            let statuses = EmployerStatus::ALL.iter();
            let statuses = statuses
                .map(|status| Offer::named(status.code(), |lang| arrears::status(*status, lang).to_owned()))
                .collect();
            let status = FieldSpec::new("status", FormWord::Status, FormWord::Any, Kind::Choice).offers(statuses);
            fields.push((status, now.status.map_or_else(String::new, |status| status.code().to_owned())));
        }
        let id = if self.asked.date_only { "employers.as_of" } else { "employers.filter" };
        Ok(Form::new(id, ctx.info.today, fields))
    }

    fn submit(&mut self, form: &Form) -> Next {
        let as_of = form.day("as_of");
        if self.asked.date_only {
            return Next::Close(Answer::Employers(Box::new(EmployersAsk { as_of, ..self.asked.now.clone() })));
        }
        let text = |id: &str| Some(form.text(id).to_owned()).filter(|text| !text.is_empty());
        Next::Close(Answer::Employers(Box::new(EmployersAsk {
            as_of,
            area: text("area"),
            officer: text("officer"),
            kind: text("kind"),
            status: EmployerStatus::from_code(form.text("status")),
            ..self.asked.now.clone()
        })))
    }
}
