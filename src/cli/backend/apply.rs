//! The side of the desk where applications are typed and papers printed.

use std::io::Write;

use super::desk::BookDesk;
use super::matrix::runs;
use super::session::Session;
use crate::cli::failure::Failure;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::deferral::application::Form;
use crate::domain::deferral::eligibility::{Eligibility, Request, judge, matrix};
use crate::domain::deferral::firm::Need;
use crate::domain::deferral::intake::Intake;
use crate::domain::deferral::policy::Policy;
use crate::domain::deferral::refusal::DeferralRejection;
use crate::domain::deferral::schedule::Schedule;
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;
use crate::ops::deferral::{DeferralRules, Judge};
use crate::print::deferral::TermFacts;
use crate::print::{NotMade, Sheet, deferral as sheets, text, xlsx};
use crate::store::EmployerAt;
use crate::text::apply::{self as words, ApplyWord};
use crate::text::arrears;
use crate::text::deferral::{need, title, verdict, verdict_word};
use crate::text::deferral_sheets::DeferralSheet;
use crate::text::deferral_work;
use crate::text::evidence::kept;
use crate::text::lang::Lang;
use crate::text::sheets::not_made;
use crate::tui::apply::{ApplicationOffers, ApplyDesk, CheckedApplication, DeferralPaper, Ticks, TypedApplication};
use crate::tui::deferral::CounterVerdict;
use crate::tui::desk::Sentence;

/// Columns of a paper as text.
const COLUMNS: u16 = 80;
/// Instalments a notice of the end suggests.
const SUGGESTED: u32 = 3;

/// 情形 a policy asks for in a line, in the order they are ticked.
fn facts_of(policy: &Policy, line: &str) -> Vec<Need> {
    let offers = policy.offers.iter().filter(|offer| line.is_empty() || offer.lines.iter().any(|one| one == line));
    let mut asked = Vec::new();
    for need in offers.flat_map(|offer| offer.needs.iter().chain(&offer.needs_any)) {
        if !asked.contains(need) {
            asked.push(*need);
        }
    }
    asked
}

/// The form of what is typed; `None` while a first month is missing.
fn form_of(typed: &TypedApplication, policy: Option<&Policy>, session: &Session) -> Option<Form> {
    let from = typed.from?;
    let asked = policy.map_or_else(Vec::new, |policy| facts_of(policy, &typed.line));
    let facts = asked.iter().enumerate().filter_map(|(place, need)| Some((*need, typed.facts.of(place)?)));
    let papers = policy.map_or(&[][..], |policy| &policy.materials).iter().enumerate();
    let handed = papers.filter(|(place, _)| typed.papers.of(*place) == Some(true));
    Some(Form {
        policy: typed.policy.clone(),
        line: typed.line.clone(),
        months: (from, typed.to.unwrap_or(from)),
        applied_on: typed.applied_on.unwrap_or(session.context.now.today),
        amount: typed.amount.unwrap_or(Money::ZERO),
        excluded_percent: 0,
        schedule: typed.schedule.clone(),
        facts: facts.collect(),
        papers: handed.map(|(_, paper)| paper.clone()).collect(),
        publicised: typed.publicised,
        signed: typed.signed,
        undertaking: typed.undertaking,
        cause: typed.cause.clone(),
    })
}

impl Session {
    fn application_offers(&self) -> Result<ApplicationOffers, Failure> {
        let rules = self.deferral_rules()?;
        let employer = |at: EmployerAt| {
            let own = at.employer;
            [own.code.to_string(), own.no, own.name]
        };
        let both = |policy: &Policy| [Lang::Zh, Lang::En].map(|lang| format!("{} {}", policy.id, title(policy, lang)));
        let policy = |policy: &Policy| {
            let [zh, en] = both(policy);
            [policy.id.clone(), zh, en]
        };
        let line = |line: &crate::domain::arrears::policy::Line| {
            let [zh, en] = [Lang::Zh, Lang::En].map(|lang| arrears::line(line, lang).to_string());
            [line.code.clone(), zh, en]
        };
        Ok(ApplicationOffers {
            employers: self.reader()?.employers()?.into_iter().map(employer).collect(),
            policies: rules.catalogue.policies.iter().map(policy).collect(),
            lines: rules.policy.lines.iter().map(line).collect(),
        })
    }

    fn typed_application(&self, no: &str) -> Result<TypedApplication, Failure> {
        let rules = self.deferral_rules()?;
        let row = self.application(no)?;
        let unknown = || Rejection::Deferral(DeferralRejection::Unknown(no.to_string()));
        let form = row.application.form().ok_or_else(unknown)?;
        let policy = rules.catalogue.policy(&form.policy);
        let asked = policy.map_or_else(Vec::new, |policy| facts_of(policy, &form.line));
        let papers = policy.map_or(&[][..], |policy| &policy.materials).iter();
        let ticked = |said: Vec<Option<bool>>| Ticks::parse(&Ticks::written(said)).unwrap_or_default();
        Ok(TypedApplication {
            no: no.to_string(),
            code: row.employer[0].clone(),
            policy: form.policy.clone(),
            line: form.line.clone(),
            from: Some(form.months.0),
            to: Some(form.months.1),
            applied_on: Some(form.applied_on),
            amount: Some(form.amount).filter(|amount| !amount.is_zero()),
            schedule: form.schedule.clone(),
            facts: ticked(asked.iter().map(|need| form.facts.get(need).copied()).collect()),
            papers: ticked(papers.map(|paper| form.papers.contains(paper).then_some(true)).collect()),
            publicised: form.publicised,
            signed: form.signed,
            undertaking: form.undertaking,
            cause: form.cause.clone(),
        })
    }

    fn check_application(&self, typed: &TypedApplication) -> Result<CheckedApplication, Failure> {
        let (reader, rules, lang) = (self.reader()?, self.deferral_rules()?, self.context.lang);
        let policy = rules.catalogue.policy(&typed.policy);
        let mut checked = CheckedApplication::default();
        if let Some(policy) = policy {
            let asked = facts_of(policy, &typed.line).into_iter().enumerate();
            checked.facts = asked.map(|(place, one)| (need(one, lang).to_string(), typed.facts.of(place))).collect();
            let papers = policy.materials.iter().enumerate();
            checked.papers =
                papers.map(|(place, paper)| (paper.clone(), typed.papers.of(place) == Some(true))).collect();
        }
        let form = form_of(typed, policy, self).filter(|form| form.months.0 <= form.months.1);
        let employer = reader.employers()?.into_iter().find(|at| at.employer.code.as_str() == typed.code);
        let (Some(form), Some(employer)) = (form.filter(|_| !typed.line.is_empty()), employer) else {
            return Ok(checked);
        };
        let today = self.context.now.today;
        let judge = Judge::read(&reader, &employer, &rules, today)?;
        checked.months = self.fitting(&rules, &judge, policy, &form);
        if policy.is_some() {
            let own = Some(typed.no.as_str()).filter(|no| !no.is_empty());
            let judged = judge.judge(&rules, &form, own).map_err(Rejection::Deferral)?;
            checked.verdict = Some(counter_verdict(&judged.intake));
            checked.said = deferral_work::intake(&judged.intake, &rules.catalogue, &form.policy, lang);
            checked.amount = judged.amount;
        }
        Ok(checked)
    }

    /// Months that fare alike under the policy; under every policy that does not refuse where none is chosen.
    fn fitting(&self, rules: &DeferralRules, known: &Judge, policy: Option<&Policy>, form: &Form) -> Vec<Sentence> {
        let lang = self.context.lang;
        let mut firm = known.firm(rules, &form.line, form.months.0, form.applied_on);
        firm.facts.extend(form.facts.iter().map(|(need, holds)| (*need, *holds)));
        let count = form.months.1.since(form.months.0).min(119);
        let months: Vec<FeeMonth> = (0..=count).map(|more| form.months.0.plus(more)).collect();
        let request = Request { line: &form.line, months: &months, individual: false };
        let rows = match policy {
            Some(policy) => judge(&rules.catalogue, policy, &firm, &request),
            None => matrix(&rules.catalogue, &firm, &request),
        };
        let runs = runs(rows, policy.is_none());
        let mut said: Vec<Sentence> = runs.iter().map(|(first, last)| run_words(rules, first, *last, lang)).collect();
        if policy.is_none() {
            let head = if said.is_empty() { ApplyWord::NoneOpen } else { ApplyWord::Open };
            said.insert(0, head.in_lang(lang).to_string());
        }
        said
    }

    fn enter_application(&self, typed: &TypedApplication) -> Result<Sentence, Failure> {
        let (rules, lang) = (self.deferral_rules()?, self.context.lang);
        let policy = rules.catalogue.policy(&typed.policy);
        let unknown = || Rejection::Deferral(DeferralRejection::PolicyUnknown(typed.policy.clone()));
        let form = form_of(typed, Some(policy.ok_or_else(unknown)?), self);
        let bad = || Rejection::Deferral(DeferralRejection::BadMonths(String::new()));
        let form = form.ok_or_else(bad)?;
        if !typed.no.is_empty() {
            self.revise_application(&typed.no, form)?;
            return Ok(words::came_back(&typed.no, lang));
        }
        let seen = self.apply(&typed.code, &form, false, false)?;
        Ok(words::entered(&seen.no, deferral_work::verdict(&seen.intake, lang), &seen.verdict, lang))
    }

    fn paper(&self, paper: DeferralPaper, no: &str) -> Result<Sheet, Failure> {
        let lang = self.context.lang;
        let none = || Failure::Usage(DeferralSheet::NotGranted.in_lang(lang).to_string());
        let today = self.context.now.today;
        Ok(match paper {
            DeferralPaper::Application => sheets::application(&self.deferral_form(no)?, lang),
            DeferralPaper::Agreement => sheets::agreement(&self.deferral_form(no)?, lang),
            DeferralPaper::Approval => sheets::approval(&self.deferral_form(no)?, lang),
            DeferralPaper::Certificate => sheets::certificate(&self.deferral_form(no)?, lang).ok_or_else(none)?,
            DeferralPaper::Reminder => {
                let term = self.term(no)?.ok_or_else(none)?;
                sheets::reminder(&self.deferral_form(no)?, &term, lang)
            }
            DeferralPaper::Roll | DeferralPaper::Filing => {
                sheets::roll(&self.deferral_roll(None)?, paper == DeferralPaper::Filing, today, lang)
            }
            DeferralPaper::Statistics => sheets::years(&self.statistics_blocks()?, today, lang),
        })
    }

    /// How the term of an application stands; `None` before it is granted.
    pub(super) fn term(&self, no: &str) -> Result<Option<TermFacts>, Failure> {
        let row = self.application(no)?;
        let (Some(grant), Some(standing)) = (row.application.grant(), row.standing) else { return Ok(None) };
        let plain = grant.schedule.last().unwrap_or(standing.ends_on);
        let (first, last) = grant.months;
        Ok(Some(TermFacts {
            ends_on: standing.ends_on,
            fee_from: standing.ends_on.plus(1),
            left: standing.deferred + standing.owed,
            suggested: Schedule::suggested(
                first,
                last,
                SUGGESTED,
                self.context.now.today,
                plain.max(self.context.now.today),
            ),
        }))
    }
}

/// 结论 at the counter.
pub(super) fn counter_verdict(intake: &Intake) -> CounterVerdict {
    match intake {
        Intake::Pass(_) => CounterVerdict::Pass,
        Intake::Lacking(_) => CounterVerdict::Lacking,
        Intake::Refused(..) => CounterVerdict::Refused,
    }
}

/// Months from the first row's to the last, the policy, its verdict, the clause and why.
fn run_words(rules: &DeferralRules, row: &Eligibility, last: FeeMonth, lang: Lang) -> Sentence {
    let offer = rules.catalogue.policy(&row.policy).and_then(|policy| policy.offers.get(row.offer));
    let clause = offer.map_or("", |offer| offer.clause.as_str());
    let why = verdict(&row.verdict, &row.policy, lang);
    let parts = [&words::months(row.month, last), &row.policy, verdict_word(&row.verdict, lang), clause, &why];
    parts.into_iter().filter(|part| !part.is_empty()).map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// What a paper is called.
pub(crate) fn paper_name(paper: DeferralPaper, lang: Lang) -> &'static str {
    words::paper(paper.code(), lang)
}

impl ApplyDesk for BookDesk {
    fn application_offers(&self) -> Result<ApplicationOffers, Sentence> {
        self.said(self.session.application_offers())
    }

    fn typed_application(&self, no: &str) -> Result<TypedApplication, Sentence> {
        self.said(self.session.typed_application(no))
    }

    fn check_application(&self, typed: &TypedApplication) -> Result<CheckedApplication, Sentence> {
        self.said(self.session.check_application(typed))
    }

    fn enter_application(&mut self, typed: &TypedApplication) -> Result<Sentence, Sentence> {
        self.said(self.session.enter_application(typed))
    }

    fn keep_paper(&self, paper: DeferralPaper, no: &str) -> Result<Sentence, Sentence> {
        let sheet = self.said(self.session.paper(paper, no))?;
        let lang = self.session.context.lang;
        let name = [paper_name(paper, lang), no].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let name = name.join("-").replace(' ', "-");
        let mut forms = vec![("txt", text::render(&sheet, COLUMNS, None).into_bytes())];
        if no.is_empty() {
            forms.push(("xlsx", xlsx::render(&sheet).map_err(|NotMade(what)| not_made(&name, &what, lang))?));
        }
        let page = page(&sheet, &name, lang)?;
        let without = if page.is_none() { ApplyWord::NoFont.in_lang(lang) } else { "" };
        forms.extend(page.map(|bytes| ("pdf", bytes)));
        let mut paths = Vec::new();
        for (form, bytes) in forms {
            let mut write = |out: &mut dyn Write| out.write_all(&bytes).map_err(|error| error.to_string());
            let path = self.side().put_as(&name, form, &mut write)?;
            paths.push(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
        }
        let said = kept(&self.side().name(), &paths, lang);
        Ok(if without.is_empty() { said } else { format!("{said} {without}") })
    }
}

/// The paper as PDF; `None` where no font with Han is found.
#[cfg(feature = "pdf")]
fn page(sheet: &Sheet, name: &str, lang: Lang) -> Result<Option<Vec<u8>>, Sentence> {
    let Ok(font) = crate::cli::out::pdf_font(None, lang) else { return Ok(None) };
    let made = crate::print::pdf::render(sheet, &font);
    made.map(Some).map_err(|NotMade(what)| not_made(name, &what, lang))
}

#[cfg(not(feature = "pdf"))]
fn page(_: &Sheet, _: &str, _: Lang) -> Result<Option<Vec<u8>>, Sentence> {
    Ok(None)
}
