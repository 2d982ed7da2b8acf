//! 缓缴申请: typed with its verdict beneath, judged anew whenever a field is left or chosen.
//!
//! Invariant: what is ticked is ticked in the lists shown; the verdict beneath is that of what is typed now.

use super::Questions;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::day::BusinessDay;
use crate::domain::deferral::schedule::Schedule;
use crate::text::apply::ApplyWord;
use crate::text::deferral_work::ApplicationWord;
use crate::text::form::{FormFault, FormWord};
use crate::text::lang::Lang;
use crate::tui::apply::{CheckedApplication, Ticks, TypedApplication};
use crate::tui::deferral::CounterVerdict;
use crate::tui::desk::Desk;
use crate::tui::screen::{Ctx, Next};
use crate::tui::theme::Role;
use crate::tui::widgets::form::Form;
use crate::tui::widgets::form::spec::{FieldSpec, Kind, Offer, Rule, usual_days};
use crate::tui::widgets::text::wrap;
use crate::tui::worker::{Finished, Job};

const CAUSE_MOST: usize = 200;
const RULES: &[Rule] = &[months_in_order];

/// 缓缴申请.
pub(super) struct Apply {
    no: String,
    code: String,
    checked: Result<CheckedApplication, String>,
}

impl Apply {
    /// A new one, of an employer where one is known; or the next round of a returned one.
    pub(super) fn new(no: String, code: String) -> Self {
        Apply { no, code, checked: Ok(CheckedApplication::default()) }
    }

    fn typed(&self, form: &Form) -> TypedApplication {
        let month = |id: &str| FeeMonth::parse(form.text(id));
        let ticks = |id: &str| Ticks::parse(form.text(id)).unwrap_or_default();
        let yes = |id: &str| form.text(id) == "yes";
        let from = month("from");
        let to = month("to").or(from);
        TypedApplication {
            no: self.no.clone(),
            code: form.text("unit").to_owned(),
            policy: form.text("policy").to_owned(),
            line: form.text("line").to_owned(),
            from,
            to,
            applied_on: form.day("applied_on"),
            amount: form.amount("amount"),
            schedule: to.and_then(|to| schedule(form.text("schedule"), to)).unwrap_or_default(),
            facts: ticks("facts"),
            papers: ticks("papers"),
            publicised: yes("publicised"),
            signed: yes("signed"),
            undertaking: yes("undertaking"),
            cause: form.text("cause").to_owned(),
        }
    }

    fn verdict_lines(checked: &CheckedApplication, lang: Lang) -> Vec<(String, Role)> {
        let word = |word: ApplicationWord| word.in_lang(lang);
        let (verdict, role) = match checked.verdict {
            None if !checked.months.is_empty() => return Vec::new(),
            None => (ApplyWord::TypeFirst.in_lang(lang), Role::Hint),
            Some(CounterVerdict::Pass) => (word(ApplicationWord::Pass), Role::Head),
            Some(CounterVerdict::Lacking) => (word(ApplicationWord::Lacking), Role::Differs),
            Some(CounterVerdict::Refused) => (word(ApplicationWord::Refused), Role::Wrong),
        };
        let Some(_) = checked.verdict else { return vec![(verdict.to_owned(), role)] };
        let amount = format!("{} {}", word(ApplicationWord::Amount), checked.amount.grouped());
        vec![(format!("{}: {verdict}  {amount}  {}", word(ApplicationWord::Verdict), checked.said), role)]
    }
}

/// A day for everything, or instalments; `None` for what is neither.
fn schedule(text: &str, last: FeeMonth) -> Option<Schedule> {
    match BusinessDay::parse(text) {
        Some(day) => Some(Schedule::at_once(last, day)),
        None => Schedule::parse(text),
    }
}

fn months_in_order(form: &Form) -> Option<(&'static str, FormFault)> {
    let (from, to) = (FeeMonth::parse(form.text("from"))?, FeeMonth::parse(form.text("to"))?);
    (to < from).then_some(("to", FormFault::Reversed))
}

fn yes_no(id: &'static str, label: FormWord) -> FieldSpec {
    let word = |code, word: FormWord| Offer::named(code, |lang| word.in_lang(lang).to_owned());
    let offers = vec![word("yes", FormWord::FormYes), word("no", FormWord::FormNo)];
    let spec = FieldSpec::new(id, label, FormWord::HintNotAccepted, Kind::Choice).offers(offers);
    FieldSpec { columns: 4, ..spec }
}

/// What can be chosen, each with its names.
pub(super) fn offers(rows: &[[String; 3]]) -> Vec<Offer> {
    let offer = |[code, zh, en]: &[String; 3]| Offer { code: code.clone(), zh: zh.clone(), en: en.clone() };
    rows.iter().map(offer).collect()
}

pub(super) fn month_field(id: &'static str, label: FormWord) -> FieldSpec {
    let check = |text: &str| FeeMonth::parse(text).is_none().then_some(FormFault::Month);
    let spec = FieldSpec::new(id, label, FormWord::HintMonth, Kind::Code(7)).check(check);
    FieldSpec { columns: 8, ..spec }.beside()
}

fn ticks_field(id: &'static str, label: FormWord, hint: FormWord) -> FieldSpec {
    let check = |text: &str| Ticks::parse(text).is_none().then_some(FormFault::Numbers);
    FieldSpec { columns: 20, ..FieldSpec::new(id, label, hint, Kind::Text(60)).check(check) }
}

impl Questions for Apply {
    fn title(&self) -> FormWord {
        if self.no.is_empty() { FormWord::ApplyForm } else { FormWord::ReviseForm }
    }

    fn about(&self) -> Option<&str> {
        (!self.no.is_empty()).then_some(&self.no)
    }

    fn build(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let known = desk.application_offers()?;
        let was = if self.no.is_empty() {
            TypedApplication { code: self.code.clone(), ..TypedApplication::default() }
        } else {
            desk.typed_application(&self.no)?
        };
        let employers: Vec<[String; 3]> = known
            .employers
            .iter()
            .map(|[code, no, name]| [code.clone(), format!("{name} {no}"), format!("{name} {no}")])
            .collect();
        let choice = |id, label, hint, rows: &[[String; 3]]| FieldSpec {
            columns: 50,
            ..FieldSpec::new(id, label, hint, Kind::Choice).offers(offers(rows))
        };
        let line = choice("line", FormWord::Line, FormWord::HintLine, &known.lines).required();
        let month = |month: Option<FeeMonth>| month.map_or_else(String::new, |month| month.to_string());
        let checked = |holds: bool| if holds { "yes".to_owned() } else { String::new() };
        let days = usual_days(ctx.info.today);
        let plan = |text: &str| {
            let fits = schedule(text, FeeMonth::of(BusinessDay::MIN)).is_some();
            (!fits).then_some(FormFault::Schedule)
        };
        let plan = FieldSpec::new("schedule", FormWord::Schedule, FormWord::HintSchedule, Kind::Text(120)).check(plan);
        let ticked = |ticks: &Ticks| Ticks::written((0..99).map(|place| ticks.of(place)));
        let fields = vec![
            (choice("unit", FormWord::Unit, FormWord::HintUnit, &employers).required(), was.code.clone()),
            (choice("policy", FormWord::Policy, FormWord::HintPolicy, &known.policies).required(), was.policy.clone()),
            (FieldSpec { columns: 12, ..line }, was.line.clone()),
            (month_field("from", FormWord::FromMonth).required(), month(was.from)),
            (month_field("to", FormWord::Until), month(was.to)),
            (
                FieldSpec::new("applied_on", FormWord::AppliedOn, FormWord::HintAppliedOn, Kind::Day).offers(days),
                was.applied_on.map_or_else(String::new, |day| day.to_string()),
            ),
            (
                FieldSpec::new("amount", FormWord::DeferredAmount, FormWord::HintDeferredAmount, Kind::Amount(None))
                    .beside(),
                was.amount.map_or_else(String::new, |amount| amount.grouped()),
            ),
            (FieldSpec { columns: 56, ..plan }, was.schedule.to_string()),
            (ticks_field("facts", FormWord::Facts, FormWord::HintFacts), ticked(&was.facts)),
            (ticks_field("papers", FormWord::HandedIn, FormWord::HintHandedIn).beside(), ticked(&was.papers)),
            (yes_no("publicised", FormWord::Publicised), checked(was.publicised)),
            (yes_no("signed", FormWord::SignedBy).beside(), checked(was.signed)),
            (yes_no("undertaking", FormWord::Undertaken).beside(), checked(was.undertaking)),
            (
                FieldSpec {
                    columns: 56,
                    ..FieldSpec::new(
                        "cause",
                        FormWord::DeferralCause,
                        FormWord::HintDeferralCause,
                        Kind::Text(CAUSE_MOST),
                    )
                },
                was.cause.clone(),
            ),
        ];
        let id = if self.no.is_empty() { "apply".to_owned() } else { format!("apply.{}", self.no) };
        Ok(Form::new(&id, ctx.info.today, fields).rules(RULES))
    }

    fn watched(&self, form: &Form) -> Option<String> {
        let typed = TypedApplication { cause: String::new(), ..self.typed(form) };
        Some(format!("{typed:?}"))
    }

    fn look(&mut self, form: &Form, desk: &dyn Desk) {
        self.checked = desk.check_application(&self.typed(form));
    }

    fn beneath(&self, columns: usize, lang: Lang) -> Vec<(String, Role)> {
        let checked = match &self.checked {
            Ok(checked) => checked,
            Err(sentence) => return vec![(format!("! {sentence}"), Role::Wrong)],
        };
        let mut lines = Self::verdict_lines(checked, lang);
        let box_of = |said: Option<bool>| match said {
            Some(true) => "[x]",
            Some(false) => "[-]",
            None => "[ ]",
        };
        let listed = |word: ApplyWord, items: Vec<String>| {
            let text = format!("{} {}", word.in_lang(lang), items.join("  "));
            (!items.is_empty()).then_some((text, Role::Plain))
        };
        let numbered = |place: usize, text: &str, said| format!("{}{}{text}", place + 1, box_of(said));
        let facts = checked.facts.iter().enumerate().map(|(place, (text, said))| numbered(place, text, *said));
        let papers = checked.papers.iter().enumerate();
        let papers = papers.map(|(place, (text, there))| numbered(place, text, there.then_some(true)));
        lines.extend(listed(ApplyWord::Facts, facts.collect()));
        lines.extend(listed(ApplyWord::Papers, papers.collect()));
        lines.extend(checked.months.iter().map(|line| (line.clone(), Role::Plain)));
        let wrapped = |(text, role): (String, Role)| {
            wrap(&text, columns.saturating_sub(2)).into_iter().map(move |part| (part, role)).collect::<Vec<_>>()
        };
        lines.into_iter().flat_map(wrapped).collect()
    }

    fn submit(&mut self, form: &Form) -> Next {
        Next::Run(Job::EnterApplication(Box::new(self.typed(form))))
    }

    fn finished(&mut self, _form: &mut Form, finished: &Finished) -> Next {
        if matches!(finished, Finished::ApplicationStepped(_)) { Next::Back } else { Next::Stay }
    }
}
