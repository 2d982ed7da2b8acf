//! The side of the desk where deferrals are worked: lists, steps, texts.

use std::collections::BTreeSet;

use super::applications::{ApplicationRowOut, ApplicationsAsk, StepAsked};
use super::apply::counter_verdict;
use super::chase::Standing;
use super::deferral_figures::{RADAR_DAYS, StatisticsAsk};
use super::desk::BookDesk;
use super::session::Session;
use crate::cli::failure::Failure;
use crate::cli::table::{Align, Table};
use crate::cli::{applications, deferral, deferral_figures};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::day::BusinessDay;
use crate::domain::deferral::application::{Progress, Stage, StepKind};
use crate::domain::deferral::refusal::DeferralRejection;
use crate::domain::deferral::statistics::StatisticsBy;
use crate::domain::rejection::Rejection;
use crate::ops::deferral::standing;
use crate::print::deferral::StatisticsFacts;
use crate::store::ApplicationAt;
use crate::text::deferral::DeferralWord;
use crate::text::deferral_sheets::DeferralSheet as Word;
use crate::text::deferral_work::{self, done};
use crate::text::{deferral_sheets as sheets, lang::Lang};
use crate::tui::chase::EmployerSection;
use crate::tui::deferral::{ApplicationRow, ApplicationTab, DeferralDesk, DeferralText};
use crate::tui::desk::Sentence;

impl Session {
    fn listed(&self, tab: ApplicationTab) -> Result<Vec<ApplicationRow>, Failure> {
        let counter = tab == ApplicationTab::Counter;
        let rows = self.applications(&ApplicationsAsk { judged: counter, ..ApplicationsAsk::default() }, None)?;
        let fitting = rows.into_iter().filter(|row| tab_of(row) == tab);
        Ok(fitting.map(|row| listed(row, self.context.lang)).collect())
    }

    fn deferral_lines(&self, text: &DeferralText) -> Result<Vec<String>, Failure> {
        let lang = self.context.lang;
        let all = match text {
            DeferralText::Application(no) => {
                let ask = ApplicationsAsk { text: Some(no.clone()), judged: true, ..ApplicationsAsk::default() };
                let found = self.applications(&ask, None)?.into_iter().find(|row| row.application.no == *no);
                let unknown = || Rejection::Deferral(DeferralRejection::Unknown(no.clone()));
                applications::whole(&found.ok_or_else(unknown)?, lang)
            }
            DeferralText::Policies => {
                let rules = self.deferral_rules()?;
                let policies = rules.catalogue.policies.iter();
                let texts = policies.map(|policy| deferral::whole(&rules.catalogue, &rules.policy, policy, lang));
                texts.collect::<Vec<_>>().join("\n")
            }
            DeferralText::Statistics => self.statistics_text()?,
            DeferralText::Radar => deferral_figures::radar(&self.deferral_radar(RADAR_DAYS[0])?, lang),
        };
        Ok(all.lines().map(str::to_string).collect())
    }

    fn statistics_text(&self) -> Result<String, Failure> {
        let blocks = self.statistics_blocks()?.into_iter().map(|facts| self.statistics_block(&facts));
        Ok(blocks.collect::<Vec<_>>().join("\n"))
    }

    /// How all stand today, then each year with fee months as it stood at its end.
    pub(super) fn statistics_blocks(&self) -> Result<Vec<StatisticsFacts>, Failure> {
        let today = self.context.now.today;
        let mut years: BTreeSet<i32> = BTreeSet::new();
        for row in self.applications(&ApplicationsAsk { stage: None, ..ApplicationsAsk::default() }, None)? {
            let form = row.application.form().filter(|_| row.application.granted().is_some());
            years.extend(form.map(|form| form.months.0.number() / 100));
        }
        let ask = |months, as_of| StatisticsAsk { by: StatisticsBy::Line, months, as_of: Some(as_of) };
        let mut blocks = vec![self.deferral_statistics(ask(None, today))?];
        for year in years.into_iter().rev().filter_map(|year| u32::try_from(year).ok()) {
            let ends = BusinessDay::from_ymd(year, 12, 31).unwrap_or(today);
            let months = FeeMonth::new(year, 1).zip(FeeMonth::new(year, 12));
            blocks.push(self.deferral_statistics(ask(months, today.min(ends)))?);
        }
        Ok(blocks)
    }

    fn statistics_block(&self, facts: &StatisticsFacts) -> String {
        let lang = self.context.lang;
        let word = |word: Word| word.in_lang(lang);
        let right = [Word::Times, Word::Approved, Word::InUse, Word::Repaid, Word::Overdue];
        let headings = right.map(|one| (word(one), Align::Right));
        let mut table = Table::new(std::iter::once((sheets::by(facts.by, lang), Align::Left)).chain(headings));
        let total = (word(Word::Total).to_string(), facts.total.clone());
        for (name, row) in facts.rows.iter().cloned().chain([total]) {
            let amounts = [&row.approved, &row.in_use, &row.repaid, &row.overdue].map(|one| one.amount.grouped());
            table.row([name, row.approved.times.to_string()].into_iter().chain(amounts));
        }
        let firms = format!("{} {}", word(Word::Firms), facts.total.firms.len());
        let scope = sheets::scope(&facts.as_of.to_string(), facts.months.clone(), lang);
        format!("{scope}    {firms}\n{}", table.render())
    }
}

/// 缓缴 of an employer, the last first: what it asked for, how it stands, by when it is repaid.
pub(super) fn deferrals(session: &Session, of: &Standing<'_>) -> Result<Option<EmployerSection>, Failure> {
    let lang = session.context.lang;
    let (applications, rules) = (session.reader()?.applications(of.at.id, of.at.id)?, session.deferral_rules()?);
    let line = |at: &ApplicationAt| {
        let form = at.application.form()?;
        let standing = standing(at, of.ledger, &rules);
        let stage = deferral_work::stage(at.application.stage(), lang);
        let state = standing.as_ref().map_or(stage, |one| deferral_work::progress(one.progress, lang));
        let head = [at.application.no.as_str(), &form.policy, &session.line_label(&form.line)].join(" ");
        let months = crate::text::apply::months(form.months.0, form.months.1);
        let amount = at.application.amount().grouped();
        let term = standing.map(|one| {
            let left = (one.deferred + one.owed).grouped();
            crate::text::apply::term(&one.ends_on.to_string(), &left, lang)
        });
        Some(format!("{head} {months} {amount} {state} {}", term.unwrap_or_default()).trim_end().to_string())
    };
    let lines: Vec<String> = applications.iter().rev().filter_map(line).collect();
    let title = DeferralWord::Deferral.in_lang(lang).to_string();
    Ok((!lines.is_empty()).then_some(EmployerSection { title, lines }))
}

fn tab_of(row: &ApplicationRowOut) -> ApplicationTab {
    let over = [Progress::Settled, Progress::Revoked];
    match row.application.stage() {
        Stage::Received | Stage::Returned => ApplicationTab::Counter,
        Stage::Submitted => ApplicationTab::Submitted,
        Stage::Refused | Stage::Withdrawn | Stage::Revoked => ApplicationTab::Over,
        Stage::Granted if row.standing.as_ref().is_some_and(|one| over.contains(&one.progress)) => ApplicationTab::Over,
        Stage::Granted => ApplicationTab::InForce,
    }
}

fn listed(row: ApplicationRowOut, lang: Lang) -> ApplicationRow {
    let stage = deferral_work::stage(row.application.stage(), lang).to_string();
    let standing = row.standing.as_ref();
    let state = standing.map_or(stage, |one| deferral_work::progress(one.progress, lang).to_string());
    let state = match &row.intake {
        Some(intake) => deferral_work::verdict(intake, lang).to_string(),
        None => state,
    };
    let verdict = row.intake.as_ref().map(counter_verdict);
    let form = row.application.form();
    let said = match standing {
        Some(one) => one.ends_on.to_string(),
        None if row.verdict.is_empty() => row.application.steps.last().map_or("", |step| &step.reason).to_string(),
        None => row.verdict.clone(),
    };
    let returned = row.application.stage() == Stage::Returned;
    let [_, employer, _] = row.employer;
    ApplicationRow {
        returned,
        no: row.application.no.clone(),
        round: row.application.round(),
        employer,
        policy: form.map_or_else(String::new, |form| form.policy.clone()),
        months: form.map_or_else(String::new, |form| format!("{}..{}", form.months.0, form.months.1)),
        line: row.line,
        amount: row.application.amount(),
        state,
        verdict,
        said,
    }
}

impl DeferralDesk for BookDesk {
    fn applications(&self, tab: ApplicationTab) -> Result<Vec<ApplicationRow>, Sentence> {
        self.said(self.session.listed(tab))
    }

    fn deferral_text(&self, text: &DeferralText) -> Result<Vec<String>, Sentence> {
        self.said(self.session.deferral_lines(text))
    }

    fn step_application(&mut self, no: &str, round: usize, step: StepKind, reason: &str) -> Result<Sentence, Sentence> {
        let stepped = || {
            let ask = ApplicationsAsk { text: Some(no.to_string()), ..ApplicationsAsk::default() };
            let found = self.session.applications(&ask, None)?;
            let seen = found.iter().any(|row| row.application.no == no && row.application.round() == round);
            if !seen {
                return Err(Rejection::Deferral(DeferralRejection::JudgedOtherwise(no.to_string())).into());
            }
            // What a form may say is longer than a reason may be.
            let reason: String = reason.chars().take(200).collect();
            let asked = StepAsked { kind: step, reasons: vec![reason], person: None };
            self.session.step_applications(&[no.to_string()], asked)
        };
        let lang = self.session.context.lang;
        self.said(stepped().map(|_| done(no, step, lang)))
    }
}
