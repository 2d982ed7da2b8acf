//! Figures and forms of deferral: statistics, radar, matrix, no-application lists, sheets.

use std::collections::BTreeMap;

use super::applications::{ApplicationRowOut, ApplicationsAsk};
use super::session::Session;
use crate::book::rates;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::approval::SubjectKind;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::day::BusinessDay;
use crate::domain::deferral::application::{Form, Progress, Stage, StepKind};
use crate::domain::deferral::eligibility::{Eligibility, Verdict};
use crate::domain::deferral::intake::Intake;
use crate::domain::deferral::policy::{ApplyMode, Policy};
use crate::domain::deferral::refusal::DeferralRejection;
use crate::domain::deferral::schedule::Schedule;
use crate::domain::deferral::statistics::StatisticsBy;
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;
use crate::ops::deferral::{
    DeferralCommand, DeferralDone, DeferralRules, Entry, FiguresAsk, Judge, MatrixAsk, matrix, relief, statistics,
};
use crate::print::deferral::{FormFacts, RollRow, StatisticsFacts, opinions};
use crate::store::EmployerAt;
use crate::text::approval;
use crate::text::arrears::line as line_name;
use crate::text::deferral as words;
use crate::text::lang::Lang;

/// 60、30、7 日.
pub const RADAR_DAYS: [i32; 3] = [60, 30, 7];

/// What the statistics are asked for.
#[derive(Clone, Copy, Debug)]
pub struct StatisticsAsk {
    /// By what.
    pub by: StatisticsBy,
    /// Fee months counted.
    pub months: Option<(FeeMonth, FeeMonth)>,
    /// How they stand on this day; else today.
    pub as_of: Option<BusinessDay>,
}

/// A deferral about to end.
#[derive(Clone, Debug)]
pub struct RadarRow {
    /// The application and how it stands.
    pub row: ApplicationRowOut,
    /// Days to its last day.
    pub days: i32,
    /// 提醒档: within so many days, of 60, 30 and 7.
    pub step: i32,
    /// First day that bears a fee, rolled as this place rolls; and without any roll.
    pub fee_from: (BusinessDay, BusinessDay),
    /// 建议分期.
    pub suggested: Schedule,
}

/// A verdict of the matrix.
#[derive(Clone, Debug)]
pub struct MatrixRow {
    /// 统一社会信用代码 and 单位名称.
    pub employer: [String; 2],
    /// 险种, by code and name.
    pub line: [String; 2],
    /// The verdict.
    pub found: Eligibility,
    /// Its clause and its words.
    pub said: [String; 2],
}

/// Which part of the matrix is asked for.
#[derive(Clone, Debug, Default)]
pub struct MatrixAsked {
    /// One policy.
    pub policy: Option<String>,
    /// One line.
    pub line: Option<String>,
    /// Fee months.
    pub months: Vec<FeeMonth>,
    /// Part of code or name of the employer.
    pub employer: Option<String>,
    /// Leave out what cannot be deferred.
    pub open: bool,
}

/// 缓缴统计.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn deferral_statistics(context: &Context, ask: StatisticsAsk) -> Result<StatisticsFacts, Failure> {
    Session::open(context)?.deferral_statistics(ask)
}

impl Session {
    pub(super) fn deferral_statistics(&self, ask: StatisticsAsk) -> Result<StatisticsFacts, Failure> {
        let (reader, rules) = (self.reader()?, self.deferral_rules()?);
        let as_of = ask.as_of.unwrap_or(self.context.now.today);
        let figures = statistics(&reader, &rules, &FiguresAsk { by: ask.by, months: ask.months, as_of })?;
        let codes: Vec<String> = rules.policy.lines.iter().map(|line| line.code.clone()).collect();
        let cuts = rates::load(&self.rules, &codes)?;
        let mut relieved = relief(&reader, &cuts, ask.months)?;
        let name = |key: &String| match ask.by {
            StatisticsBy::Line => self.line_label(key),
            StatisticsBy::Policy | StatisticsBy::Month | StatisticsBy::Area => key.clone(),
        };
        let total = figures.total();
        Ok(StatisticsFacts {
            by: ask.by,
            as_of,
            months: ask.months.map(|(first, last)| (first.to_string(), last.to_string())),
            rows: figures.rows.into_iter().map(|(key, row)| (name(&key), row)).collect(),
            total,
            relief: cuts.into_iter().filter_map(|cut| relieved.remove(&cut.id).map(|one| (cut, one))).collect(),
        })
    }
}

/// Deferrals that end within so many days, soonest first.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn deferral_radar(context: &Context, within: i32) -> Result<Vec<RadarRow>, Failure> {
    Session::open(context)?.deferral_radar(within)
}

impl Session {
    pub(super) fn deferral_radar(&self, within: i32) -> Result<Vec<RadarRow>, Failure> {
        let today = self.context.now.today;
        let ask = ApplicationsAsk { stage: Some(Stage::Granted), ..ApplicationsAsk::default() };
        let mut found = Vec::new();
        for row in self.applications(&ask, None)? {
            let Some(standing) = &row.standing else { continue };
            let days = standing.ends_on.since(today);
            let runs = matches!(standing.progress, Progress::Active | Progress::Repaying);
            if !runs || days < 0 || days > within {
                continue;
            }
            let Some(grant) = row.application.grant() else { continue };
            let plain = grant.schedule.last().unwrap_or(standing.ends_on);
            let (first, last) = grant.months;
            found.push(RadarRow {
                days,
                fee_from: (standing.ends_on.plus(1), plain.plus(1)),
                suggested: Schedule::suggested(first, last, 3, today, plain.max(today)),
                step: RADAR_DAYS.iter().rev().copied().find(|step| days <= *step).unwrap_or(within),
                row,
            });
        }
        found.sort_by(|one, next| (one.days, &one.row.application.no).cmp(&(next.days, &next.row.application.no)));
        Ok(found)
    }
}

/// 资格矩阵: employer × policy × line × month.
///
/// # Errors
/// [`DeferralRejection::PolicyUnknown`]; what the book, the calendar or the rules refuse.
pub fn deferral_matrix(context: &Context, asked: &MatrixAsked) -> Result<Vec<MatrixRow>, Failure> {
    let session = Session::open(context)?;
    let rules = session.deferral_rules()?;
    session.deferral_matrix(&rules, asked)
}

impl Session {
    fn deferral_matrix(&self, rules: &DeferralRules, asked: &MatrixAsked) -> Result<Vec<MatrixRow>, Failure> {
        let (reader, lang) = (self.reader()?, self.context.lang);
        let policies: Vec<&Policy> = match &asked.policy {
            Some(id) => vec![known_policy(rules, id)?],
            None => rules.catalogue.policies.iter().collect(),
        };
        let lines = match &asked.line {
            Some(code) => vec![code.clone()],
            None => rules.policy.lines.iter().map(|line| line.code.clone()).collect(),
        };
        let wanted = |at: &EmployerAt| {
            asked.employer.as_deref().is_none_or(|text| {
                at.employer.name.contains(text) || at.employer.code.as_str().contains(text) || at.employer.no == text
            })
        };
        let employers: Vec<EmployerAt> = reader.employers()?.into_iter().filter(wanted).collect();
        let ask = MatrixAsk { policies, lines, months: asked.months.clone(), on: self.context.now.today };
        let mut rows = Vec::new();
        matrix(&reader, rules, &employers, &ask, |at, line, found| {
            for one in found {
                if asked.open && matches!(one.verdict, Verdict::No(_)) {
                    continue;
                }
                let offer = rules.catalogue.policy(&one.policy).and_then(|policy| policy.offers.get(one.offer));
                let clause = offer.map_or_else(String::new, |offer| offer.clause.clone());
                let said = words::verdict(&one.verdict, &one.policy, lang);
                rows.push(MatrixRow {
                    employer: [at.employer.code.to_string(), at.employer.name.clone()],
                    line: [line.to_string(), self.line_label(line)],
                    said: [clause, fund_source(rules, line, &one, said, lang)],
                    found: one,
                });
            }
        })?;
        Ok(rows)
    }
}

/// The fund gate shows where its figure stands.
fn fund_source(rules: &DeferralRules, line: &str, one: &Eligibility, said: String, lang: Lang) -> String {
    use crate::domain::deferral::eligibility::Reason;
    let Verdict::No(Reason::Fund(..)) = one.verdict else { return said };
    let source = rules.place.fund(line, one.month).map(|fund| fund.source.clone()).unwrap_or_default();
    format!("{said}{}{source}{}", lang.pick("（", " ("), lang.pick("）", ")"))
}

fn known_policy<'a>(rules: &'a DeferralRules, id: &str) -> Result<&'a Policy, Failure> {
    let unknown = || Rejection::Deferral(DeferralRejection::PolicyUnknown(id.to_string()));
    Ok(rules.catalogue.policy(id).ok_or_else(unknown)?)
}

/// 免申即享: the matrix of a policy that asks for no application; with `enter` every firm it reaches is entered.
///
/// # Errors
/// A refusal where the policy asks for applications; what the book or the rules refuse.
pub fn deferral_auto(
    context: &Context,
    asked: &MatrixAsked,
    repay_by: Option<BusinessDay>,
    enter: bool,
) -> Result<(Vec<MatrixRow>, Option<DeferralDone>), Failure> {
    let session = Session::open(context)?;
    let rules = session.deferral_rules()?;
    let id = asked.policy.clone().unwrap_or_default();
    let policy = known_policy(&rules, &id)?;
    if policy.apply != ApplyMode::Auto {
        return Err(Failure::Usage(crate::text::deferral_work::not_automatic(&id, context.lang)));
    }
    let rows = session.deferral_matrix(&rules, &MatrixAsked { open: true, ..asked.clone() })?;
    if !enter {
        return Ok((rows, None));
    }
    let entries = session.automatic(&rules, &rows, asked, repay_by)?;
    if entries.is_empty() {
        return Ok((rows, None));
    }
    let done = session.defer(DeferralCommand::Enter { entries, sheet: None, rules: Box::new(rules) })?;
    Ok((rows, Some(done)))
}

impl Session {
    /// An application for every firm and line all of whose months the matrix gives.
    fn automatic(
        &self,
        rules: &DeferralRules,
        rows: &[MatrixRow],
        asked: &MatrixAsked,
        repay_by: Option<BusinessDay>,
    ) -> Result<Vec<Entry>, Failure> {
        let (Some(first), Some(last)) = (asked.months.first().copied(), asked.months.last().copied()) else {
            return Ok(Vec::new());
        };
        let mut given: BTreeMap<(String, String), usize> = BTreeMap::new();
        for row in rows.iter().filter(|row| matches!(row.found.verdict, Verdict::Yes(_))) {
            *given.entry((row.employer[0].clone(), row.line[0].clone())).or_default() += 1;
        }
        let (reader, today) = (self.reader()?, self.context.now.today);
        let mut entries = Vec::new();
        for at in reader.employers()? {
            let code = at.employer.code.to_string();
            let own = given.iter().filter(|((of, _), months)| *of == code && **months == asked.months.len());
            for ((_, line), _) in own {
                let form = Form {
                    policy: asked.policy.clone().unwrap_or_default(),
                    line: line.clone(),
                    months: (first, last),
                    applied_on: today,
                    amount: Money::ZERO,
                    excluded_percent: 0,
                    schedule: repay_by.map_or_else(Schedule::default, |day| Schedule::at_once(last, day)),
                    facts: BTreeMap::new(),
                    papers: Vec::new(),
                    publicised: false,
                    signed: false,
                    undertaking: false,
                    cause: String::new(),
                };
                let judge = Judge::read(&reader, &at, rules, today)?;
                let judged = judge.judge(rules, &form, None).map_err(Rejection::Deferral)?;
                if !matches!(judged.intake, Intake::Refused(..)) {
                    let (code, refused, earlier) = (at.employer.code.clone(), None, None);
                    entries.push(Entry { code, form, line: 0, refused, earlier });
                }
            }
        }
        Ok(entries)
    }
}

/// What the forms of an application are made of.
///
/// # Errors
/// [`DeferralRejection::Unknown`]; what the book or the rules refuse.
pub fn deferral_form(context: &Context, no: &str) -> Result<FormFacts, Failure> {
    Session::open(context)?.deferral_form(no)
}

impl Session {
    pub(super) fn deferral_form(&self, no: &str) -> Result<FormFacts, Failure> {
        let (session, context) = (self, &self.context);
        let (reader, rules) = (session.reader()?, session.deferral_rules()?);
        let row = session.application(no)?;
        let unknown = || Rejection::EmployerUnknown(row.employer[0].clone());
        let employer = reader.employers()?.into_iter().find(|at| at.employer.code.as_str() == row.employer[0]);
        let employer = employer.ok_or_else(unknown)?.employer;
        let application = row.application;
        let judged = match &row.intake {
            Some(Intake::Pass(schedule)) => Some(schedule.clone()),
            _ => None,
        };
        let ups = [StepKind::Submitted, StepKind::Resubmitted];
        let submitted = application.steps.iter().rev().find(|step| ups.contains(&step.kind));
        let schedule = application.grant().map(|grant| grant.schedule);
        let schedule = schedule.or(submitted.map(|step| step.schedule.clone())).or(judged);
        let schedule = schedule.or(application.form().map(|form| form.schedule.clone())).unwrap_or_default();
        let mut said = opinions(&application.steps, context.lang);
        for round in reader.approval_rounds_of(SubjectKind::Deferral, no)? {
            for step in &round.steps {
                let post = round.chain.get(step.place).map_or("", |link| approval::step_post(link.post, context.lang));
                let reason = reader.fact(step.seq)?.map(|fact| fact.reason).unwrap_or_default();
                let verdict = format!("{post} {}", approval::verdict(step.verdict, context.lang));
                said.push([
                    step.on.to_string(),
                    verdict,
                    approval::person(&step.actor, &step.on_behalf, context.lang),
                    reason,
                ]);
            }
        }
        said.sort_by(|one, next| one[0].cmp(&next[0]));
        let form = application.form();
        let line = form.and_then(|form| rules.policy.lines.iter().find(|line| line.code == form.line));
        Ok(FormFacts {
            line: line.map_or("", |line| line_name(line, context.lang)).to_string(),
            policy: form.and_then(|form| rules.catalogue.policy(&form.policy)).cloned(),
            employer,
            schedule,
            opinions: said,
            on: context.now.today,
            application,
        })
    }
}

/// Lines of the roll: everything granted under a policy, or under all.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn deferral_roll(context: &Context, policy: Option<&str>) -> Result<Vec<RollRow>, Failure> {
    Session::open(context)?.deferral_roll(policy)
}

impl Session {
    pub(super) fn deferral_roll(&self, policy: Option<&str>) -> Result<Vec<RollRow>, Failure> {
        let session = self;
        let rules = session.deferral_rules()?;
        let policy = policy.map(str::to_string);
        let rows = session.applications(&ApplicationsAsk { policy, ..ApplicationsAsk::default() }, None)?;
        let line = |row: ApplicationRowOut| {
            let standing = row.standing?;
            let form = row.application.form()?;
            let document = rules.catalogue.policy(&form.policy).map_or(form.policy.clone(), |one| one.document.clone());
            let months = format!("{}..{}", form.months.0, form.months.1);
            let [code, name, _] = row.employer;
            Some(RollRow {
                labels: [row.application.no.clone(), code, name, row.line, months, document],
                amount: row.application.amount(),
                ends_on: standing.ends_on,
            })
        };
        Ok(rows.into_iter().filter_map(line).collect())
    }
}
