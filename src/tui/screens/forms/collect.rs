//! 还款协议, 终止, 指派, 标注, 任务: what each asks.

use super::Questions;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::collection::marks::MarkKind;
use crate::domain::collection::plan::{BreachBy, BreachEffect, Instalment};
use crate::domain::collection::progress::ProgressBy;
use crate::domain::collection::target::{Measure, Target as TargetOf};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::collecting::CollectingWord;
use crate::text::form::{FormFault, FormWord};
use crate::text::{plan, progress};
use crate::tui::collecting::{CollectingJob, PlanAsked};
use crate::tui::desk::Desk;
use crate::tui::screen::{Ctx, Next, Place};
use crate::tui::widgets::form::Form;
use crate::tui::widgets::form::spec::{FieldSpec, Kind, Offer, Rule};
use crate::tui::worker::Finished;

const TEXT_MOST: usize = 200;
const NUMBER_MOST: usize = 6;
/// The greatest whole number of that many digits.
const NUMBER_TOP: u32 = 999_999;
const PLAN_RULES: &[Rule] = &[by_figures_or_own];
const MARK_RULES: &[Rule] = &[persons_counted];

/// A field that is typed, empty at first.
fn text(id: &'static str, label: FormWord, hint: FormWord) -> FieldSpec {
    FieldSpec::new(id, label, hint, Kind::Text(TEXT_MOST))
}

fn number(form: &Form, id: &str) -> Option<u32> {
    form.text(id).parse().ok().filter(|number| *number > 0)
}

fn is_number(typed: &str) -> Option<FormFault> {
    let good = typed.parse::<u32>().is_ok_and(|number| number > 0);
    (!good).then_some(FormFault::Count(NUMBER_TOP))
}

fn is_month(typed: &str) -> Option<FormFault> {
    FeeMonth::parse(typed).is_none().then_some(FormFault::Month)
}

/// `2026-04-30:20000 2026-05-29:20000`.
fn own(typed: &str) -> Option<Vec<Instalment>> {
    let parts = typed.split_whitespace().map(|part| {
        let (day, amount) = part.split_once([':', '：'])?;
        Some(Instalment { due_on: BusinessDay::parse(day)?, amount: Money::parse_plain(amount)? })
    });
    parts.collect()
}

fn is_own(typed: &str) -> Option<FormFault> {
    own(typed).is_none().then_some(FormFault::Instalments)
}

/// Instalments as written, or how many of them.
fn by_figures_or_own(form: &Form) -> Option<(&'static str, FormFault)> {
    (form.text("own").is_empty() && form.text("count").is_empty()).then_some(("count", FormFault::Missing))
}

fn persons_counted(form: &Form) -> Option<(&'static str, FormFault)> {
    let counts = form.text("mark") == MarkKind::Blocked.code();
    (counts && form.text("persons").is_empty()).then_some(("persons", FormFault::Missing))
}

fn settled(finished: &Finished) -> Next {
    if matches!(finished, Finished::Collected(_)) { Next::Back } else { Next::Stay }
}

/// 还款协议.
pub(super) struct Plan {
    code: String,
    name: String,
}

impl Plan {
    /// With an employer.
    pub(super) fn new(code: String, name: String) -> Self {
        Plan { code, name }
    }
}

impl Questions for Plan {
    fn title(&self) -> FormWord {
        FormWord::PlanForm
    }

    fn about(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn build(&mut self, _desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let breach =
            BreachBy::ALL.iter().map(|one| Offer::named(one.code(), |lang| plan::breach_by(*one, lang).into()));
        let effect =
            BreachEffect::ALL.iter().map(|one| Offer::named(one.code(), |lang| plan::effect(*one, lang).into()));
        let choice = |id, label, hint| FieldSpec::new(id, label, hint, Kind::Choice).required();
        let code = |id, label, hint| FieldSpec::new(id, label, hint, Kind::Code(NUMBER_MOST + 1));
        let next = FeeMonth::of(ctx.info.today).plus(1).to_string();
        let fields = vec![
            (code("count", FormWord::PlanCount, FormWord::HintPlanCount).check(is_number), String::new()),
            (FieldSpec::new("total", FormWord::PlanTotal, FormWord::HintPlanTotal, Kind::Amount(None)), String::new()),
            (code("first", FormWord::PlanFirst, FormWord::HintPlanFirst).required().check(is_month), next),
            (code("day", FormWord::PlanDay, FormWord::HintPlanDay).required().check(is_number), "31".to_owned()),
            (FieldSpec::new("step", FormWord::PlanStep, FormWord::HintPlanStep, Kind::Amount(None)), String::new()),
            (text("own", FormWord::PlanOwn, FormWord::HintPlanOwn).check(is_own), String::new()),
            (
                choice("breach", FormWord::PlanBreach, FormWord::HintPlanBreach).offers(breach.collect()),
                BreachBy::Either.code().to_owned(),
            ),
            (
                choice("effect", FormWord::PlanEffect, FormWord::HintPlanEffect).offers(effect.collect()),
                BreachEffect::RestDue.code().to_owned(),
            ),
            (text("note", FormWord::Note, FormWord::HintNote), String::new()),
        ];
        Ok(Form::new(&format!("plan.{}", self.code), ctx.info.today, fields).rules(PLAN_RULES))
    }

    fn submit(&mut self, form: &Form) -> Next {
        let Some(first) = FeeMonth::parse(form.text("first")) else { return Next::Stay };
        Next::Swap(Place::Plan(Box::new(PlanAsked {
            code: self.code.clone(),
            name: self.name.clone(),
            total: form.amount("total"),
            count: number(form, "count").unwrap_or(0),
            first,
            day_of_month: number(form, "day").unwrap_or(31),
            step: form.amount("step").unwrap_or(Money::ZERO),
            own: own(form.text("own")).unwrap_or_default(),
            breach_by: BreachBy::from_code(form.text("breach")).unwrap_or(BreachBy::Either),
            effect: BreachEffect::from_code(form.text("effect")).unwrap_or(BreachEffect::RestDue),
            note: form.text("note").to_owned(),
        })))
    }
}

/// 终止还款协议.
pub(super) struct EndPlan {
    no: i64,
}

impl EndPlan {
    /// Of that number.
    pub(super) fn new(no: i64) -> Self {
        EndPlan { no }
    }
}

impl Questions for EndPlan {
    fn title(&self) -> FormWord {
        FormWord::EndPlanForm
    }

    fn build(&mut self, _desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let reason = text("reason", FormWord::Reason, FormWord::HintEndPlan).required();
        Ok(Form::new(&format!("plan.end.{}", self.no), ctx.info.today, vec![(reason, String::new())]))
    }

    fn submit(&mut self, form: &Form) -> Next {
        Next::Run(CollectingJob::EndPlan { no: self.no, reason: form.text("reason").to_owned() }.job())
    }

    fn finished(&mut self, _form: &mut Form, finished: &Finished) -> Next {
        settled(finished)
    }
}

/// 指派专管员.
pub(super) struct Assign {
    codes: Vec<String>,
    count: String,
}

impl Assign {
    /// These employers.
    pub(super) fn new(codes: Vec<String>) -> Self {
        Assign { count: codes.len().to_string(), codes }
    }
}

impl Questions for Assign {
    fn title(&self) -> FormWord {
        FormWord::AssignForm
    }

    fn about(&self) -> Option<&str> {
        Some(&self.count)
    }

    fn build(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let offers = desk.officers()?.iter().map(|name| Offer::plain(name)).collect();
        let officer = text("officer", FormWord::Officer, FormWord::HintAssign).offers(offers);
        let reason = text("reason", FormWord::Reason, FormWord::HintAssignReason).required();
        Ok(Form::new("assign", ctx.info.today, vec![(officer, String::new()), (reason, String::new())]))
    }

    fn submit(&mut self, form: &Form) -> Next {
        let (officer, reason) = (form.text("officer").to_owned(), form.text("reason").to_owned());
        Next::Run(CollectingJob::Assign { codes: self.codes.clone(), officer, reason }.job())
    }

    fn finished(&mut self, _form: &mut Form, finished: &Finished) -> Next {
        settled(finished)
    }
}

/// 标注.
pub(super) struct Mark {
    codes: Vec<String>,
    count: String,
}

impl Mark {
    /// These employers.
    pub(super) fn new(codes: Vec<String>) -> Self {
        Mark { count: codes.len().to_string(), codes }
    }
}

/// What takes a firm off the watch list.
const UNWATCH: &str = "unwatch";

impl Questions for Mark {
    fn title(&self) -> FormWord {
        FormWord::MarkForm
    }

    fn about(&self) -> Option<&str> {
        Some(&self.count)
    }

    fn build(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let fixed = [
            (MarkKind::Watch.code(), CollectingWord::Watch),
            (UNWATCH, CollectingWord::Unwatch),
            (MarkKind::Blocked.code(), CollectingWord::Blocked),
        ];
        let fixed = fixed.map(|(code, word)| Offer::named(code, |lang| word.in_lang(lang).to_owned()));
        let types = desk.debtor_types()?.into_iter().map(|(code, zh, en)| Offer { code, zh, en });
        let mark = FieldSpec::new("mark", FormWord::MarkWhat, FormWord::HintMark, Kind::Choice).required();
        let persons = FieldSpec::new("persons", FormWord::MarkPersons, FormWord::HintPersons, Kind::Code(NUMBER_MOST));
        let fields = vec![
            (mark.offers(fixed.into_iter().chain(types).collect()), String::new()),
            (
                persons.check(|typed| typed.parse::<u32>().is_err().then_some(FormFault::Count(NUMBER_TOP))),
                String::new(),
            ),
            (text("note", FormWord::Note, FormWord::HintNote), String::new()),
        ];
        Ok(Form::new("mark", ctx.info.today, fields).rules(MARK_RULES))
    }

    fn submit(&mut self, form: &Form) -> Next {
        let (kind, value) = match form.text("mark") {
            UNWATCH => (MarkKind::Watch, String::new()),
            code => match MarkKind::from_code(code) {
                Some(MarkKind::Watch) => (MarkKind::Watch, "1".to_owned()),
                Some(kind) => (kind, form.text("persons").to_owned()),
                None => (MarkKind::Debtor, code.to_owned()),
            },
        };
        let (codes, note) = (self.codes.clone(), form.text("note").to_owned());
        Next::Run(CollectingJob::Mark { kind, codes, value, note }.job())
    }

    fn finished(&mut self, _form: &mut Form, finished: &Finished) -> Next {
        settled(finished)
    }
}

/// 下达任务.
pub(super) struct Target {
    by: ProgressBy,
}

impl Target {
    /// Of one line, area, officer or type.
    pub(super) fn new(by: ProgressBy) -> Self {
        Target { by }
    }
}

impl Questions for Target {
    fn title(&self) -> FormWord {
        FormWord::TargetForm
    }

    fn build(&mut self, _desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let measures =
            Measure::ALL.iter().map(|one| Offer::named(one.code(), |lang| progress::measure(*one, lang).into()));
        let measure = FieldSpec::new("measure", FormWord::TargetMeasure, FormWord::HintMeasure, Kind::Choice);
        let year = FieldSpec::new("year", FormWord::TargetYear, FormWord::HintTargetYear, Kind::Code(NUMBER_MOST));
        let amount = FieldSpec::new("amount", FormWord::TargetAmount, FormWord::HintTargetAmount, Kind::Amount(None));
        let fields = vec![
            (text("key", FormWord::TargetKey, FormWord::HintTargetKey).required(), String::new()),
            (amount.required(), String::new()),
            (measure.required().offers(measures.collect()), Measure::Clear.code().to_owned()),
            (year.required().check(is_number), ctx.info.today.year().to_string()),
        ];
        Ok(Form::new(&format!("target.{}", self.by.code()), ctx.info.today, fields))
    }

    fn submit(&mut self, form: &Form) -> Next {
        let (Some(year), Some(amount)) = (form.text("year").parse().ok(), form.amount("amount")) else {
            return Next::Stay;
        };
        let measure = Measure::from_code(form.text("measure")).unwrap_or(Measure::Clear);
        let (by, key) = (self.by, form.text("key").to_owned());
        Next::Run(CollectingJob::SetTarget(TargetOf { year, measure, by, key, amount }).job())
    }

    fn finished(&mut self, _form: &mut Form, finished: &Finished) -> Next {
        settled(finished)
    }
}
