//! 筛选: days, amounts, method, class, cashier, part of a number.
//!
//! Invariant: it opens on the filter in force, so that emptying a field widens the list.

use super::Questions;
use crate::domain::entry::Method;
use crate::domain::exception::Class;
use crate::domain::money::Money;
use crate::text::form::{FormFault, FormWord};
use crate::text::terms;
use crate::tui::desk::Desk;
use crate::tui::filter::RowFilter;
use crate::tui::screen::{Answer, Ctx, FilterAsked, Next};
use crate::tui::widgets::form::Form;
use crate::tui::widgets::form::spec::{FieldSpec, Kind, Offer, Rule, usual_days};

const RULES: &[Rule] = &[
    |form| {
        let (from, to) = (form.day("from")?, form.day("to")?);
        (from > to).then_some(("to", FormFault::Reversed))
    },
    |form| {
        let (least, most) = (form.amount("least")?, form.amount("most")?);
        (least > most).then_some(("most", FormFault::Reversed))
    },
];
const TEXT_MOST: usize = 40;

/// 筛选.
pub(super) struct Filter {
    asked: FilterAsked,
    /// Classes there are, with their counts.
    classes: Vec<(Class, usize)>,
}

impl Filter {
    /// Asks with a filter in force.
    pub(super) fn new(asked: FilterAsked) -> Self {
        Filter { asked, classes: Vec::new() }
    }

    fn fields(&self, ctx: &Ctx<'_>) -> Vec<FieldSpec> {
        let mut fields = Vec::new();
        if self.asked.days {
            let days = || usual_days(ctx.info.today);
            fields.push(FieldSpec::new("from", FormWord::Day, FormWord::HintDay, Kind::Day).offers(days()));
            fields.push(FieldSpec::new("to", FormWord::Until, FormWord::HintDay, Kind::Day).offers(days()).beside());
        }
        let amount = |id, label, other| FieldSpec::new(id, label, FormWord::HintAmount, Kind::Amount(Some(other)));
        fields.push(amount("least", FormWord::AmountRange, |form| form.amount("most")));
        fields.push(amount("most", FormWord::Until, |form| form.amount("least")).beside());
        let methods = Method::ALL
            .iter()
            .map(|method| Offer::named(method.code(), |lang| terms::method(*method, lang).to_owned()));
        let method = FieldSpec::new("method", FormWord::Method, FormWord::Any, Kind::Choice);
        fields.push(method.offers(methods.collect()));
        if self.asked.cases.is_some() {
            let classes = self.classes.iter().map(|(class, count)| {
                let name = |lang| format!("{} {} ({count})", class.paper_code(), terms::class(*class, lang));
                Offer::named(class.code(), name)
            });
            let class = FieldSpec::new("class", FormWord::Class, FormWord::Any, Kind::Choice);
            fields.push(class.offers(classes.collect()));
        }
        fields.push(FieldSpec::new("cashier", FormWord::Cashier, FormWord::HintCashier, Kind::Text(TEXT_MOST)));
        fields.push(FieldSpec::new("number", FormWord::NumberContains, FormWord::HintNumber, Kind::Code(TEXT_MOST)));
        fields
    }
}

/// A filter as the texts of the fields.
fn texts(filter: &RowFilter) -> Vec<(&'static str, String)> {
    let amount = |amount: Option<Money>| amount.map_or_else(String::new, Money::grouped);
    vec![
        ("from", filter.from.map_or_else(String::new, |day| day.to_string())),
        ("to", filter.to.map_or_else(String::new, |day| day.to_string())),
        ("least", amount(filter.least)),
        ("most", amount(filter.most)),
        ("method", filter.method.map_or_else(String::new, |method| method.code().to_owned())),
        ("class", filter.class.map_or_else(String::new, |class| class.code().to_owned())),
        ("cashier", filter.cashier.clone()),
        ("number", filter.number.clone()),
    ]
}

impl Questions for Filter {
    fn title(&self) -> FormWord {
        if self.asked.cases.is_none() { FormWord::FilterEntries } else { FormWord::FilterExceptions }
    }

    fn build(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        if let Some(cases) = &self.asked.cases {
            self.classes = desk.case_classes(cases)?;
        }
        let now = texts(&self.asked.now);
        let text =
            |id: &str| now.iter().find(|(known, _)| *known == id).map_or_else(String::new, |(_, text)| text.clone());
        let fields = self.fields(ctx).into_iter().map(|spec| {
            let first = text(spec.id);
            (spec, first)
        });
        let id = if self.asked.cases.is_none() { "filter.entries" } else { "filter.exceptions" };
        Ok(Form::new(id, ctx.info.today, fields.collect()).rules(RULES).above(texts(&self.asked.above)))
    }

    fn submit(&mut self, form: &Form) -> Next {
        Next::Close(Answer::Filter(RowFilter {
            from: form.day("from"),
            to: form.day("to"),
            least: form.amount("least"),
            most: form.amount("most"),
            method: Method::from_code(form.text("method")),
            class: Class::from_code(form.text("class")),
            cashier: form.text("cashier").to_owned(),
            number: form.text("number").to_owned(),
        }))
    }
}
