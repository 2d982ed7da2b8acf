//! Applications of deferral: judged, entered, listed, and taken a step further.

use std::collections::BTreeMap;
use std::path::Path;

use super::receipts::mismatched;
use super::session::Session;
use crate::book::{deferral, place};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::approval::{Round, SubjectKind};
use crate::domain::codes::CreditCode;
use crate::domain::day::BusinessDay;
use crate::domain::deferral::application::{Application, Form, Stage, StepKind};
use crate::domain::deferral::intake::Intake;
use crate::domain::deferral::refusal::DeferralRejection;
use crate::domain::deferral::schedule::Schedule;
use crate::domain::import::{RowError, RowErrorCode};
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;
use crate::import::applications::{ApplicationRow, ApplicationRules, parse};
use crate::import::{ReadOptions, off_sheet, open};
pub use crate::ops::deferral::{Asked as StepAsked, Proposal};
use crate::ops::deferral::{
    DeferralCommand, DeferralDone, DeferralRules, EarlierApproval, Entry, GrantStanding, Judge, Sheet, ledger_of,
    standing,
};
use crate::ops::{Command, Outcome};
use crate::store::{ApplicationAt, EmployerAt, Reader};
use crate::text::arrears::line as line_name;
use crate::text::deferral::DeferralWord;
use crate::text::deferral_work::{self, ApplicationWord};

/// Which applications are asked for.
#[derive(Clone, Debug, Default)]
pub struct ApplicationsAsk {
    /// 环节.
    pub stage: Option<Stage>,
    /// 政策.
    pub policy: Option<String>,
    /// Part of number, name or code.
    pub text: Option<String>,
    /// Judge those that wait at the counter.
    pub judged: bool,
}

/// An application in a list.
#[derive(Clone, Debug)]
pub struct ApplicationRowOut {
    /// The application with its history.
    pub application: Application,
    /// 统一社会信用代码, 单位名称, 所属区域.
    pub employer: [String; 3],
    /// Name of its line.
    pub line: String,
    /// 受理结论 where it waits at the counter and was asked for.
    pub intake: Option<Intake>,
    /// 结论 in words.
    pub verdict: String,
    /// How what was granted stands.
    pub standing: Option<GrantStanding>,
}

/// What became of a sheet of applications.
#[derive(Clone, Debug)]
pub struct SheetReport {
    /// Path as given.
    pub path: String,
    /// Rows read.
    pub read: u64,
    /// Rows that cannot be taken, and why.
    pub errors: Vec<RowError>,
    /// Each application: line, code, name, 结论 and its words, and its number once entered.
    pub rows: Vec<SheetRow>,
    /// Whether it was entered.
    pub entered: bool,
}

/// One application of a sheet.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// Line of the sheet.
    pub line: u32,
    /// 统一社会信用代码 and 单位名称.
    pub employer: [String; 2],
    /// 结论.
    pub intake: Intake,
    /// 结论 in words.
    pub verdict: String,
    /// 补录 of an earlier approval.
    pub earlier: bool,
    /// 申请编号.
    pub no: String,
}

impl Session {
    /// What applications are judged by.
    pub(super) fn deferral_rules(&self) -> Result<DeferralRules, Failure> {
        let policy = self.registry.policy.clone();
        let codes: Vec<String> = policy.lines.iter().map(|line| line.code.clone()).collect();
        Ok(DeferralRules {
            catalogue: deferral::load(&self.rules, &codes)?,
            place: place::load(&self.rules, &codes)?,
            policy,
            calendar: self.run.calendar.clone(),
        })
    }

    pub(super) fn defer(&self, command: DeferralCommand) -> Result<DeferralDone, Failure> {
        let command = Command::Deferral { command, rules: self.rules.clone() };
        let Outcome::Deferral(done) = self.execute(command)? else { return Err(mismatched()) };
        Ok(done)
    }

    pub(super) fn line_label(&self, code: &str) -> String {
        let policy = &self.registry.policy;
        let found = policy.lines.iter().find(|line| line.code == code);
        found.map_or(code, |line| line_name(line, self.context.lang)).to_string()
    }
}

/// Applications that fit, in order of entering.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn applications(
    context: &Context,
    ask: &ApplicationsAsk,
    as_of: Option<BusinessDay>,
) -> Result<Vec<ApplicationRowOut>, Failure> {
    Session::open(context)?.applications(ask, as_of)
}

impl Session {
    pub(super) fn applications(
        &self,
        ask: &ApplicationsAsk,
        as_of: Option<BusinessDay>,
    ) -> Result<Vec<ApplicationRowOut>, Failure> {
        let (reader, rules) = (self.reader()?, self.deferral_rules()?);
        let as_of = as_of.unwrap_or(self.context.now.today);
        let employers: BTreeMap<i64, EmployerAt> = reader.employers()?.into_iter().map(|at| (at.id, at)).collect();
        let mut ledgers = BTreeMap::new();
        let mut found = Vec::new();
        for at in reader.applications(i64::MIN, i64::MAX)? {
            let Some(employer) = employers.get(&at.employer_id) else { continue };
            if !fits(&at.application, employer, ask) {
                continue;
            }
            if at.application.granted().is_some() && !ledgers.contains_key(&employer.id) {
                ledgers.insert(employer.id, ledger_of(&reader, employer, &rules, as_of)?);
            }
            let standing = ledgers.get(&employer.id).and_then(|ledger| standing(&at, ledger, &rules));
            let waits = matches!(at.application.stage(), Stage::Received | Stage::Returned);
            let intake = match at.application.form().filter(|_| ask.judged && waits) {
                Some(form) => {
                    let judge = Judge::read(&reader, employer, &rules, as_of)?;
                    Some(judge.judge(&rules, form, Some(&at.application.no)).map_err(Rejection::Deferral)?.intake)
                }
                None => None,
            };
            found.push(self.row(at, employer, &rules, intake, standing));
        }
        Ok(found)
    }

    fn row(
        &self,
        at: ApplicationAt,
        employer: &EmployerAt,
        rules: &DeferralRules,
        intake: Option<Intake>,
        standing: Option<GrantStanding>,
    ) -> ApplicationRowOut {
        let own = &employer.employer;
        let form = at.application.form();
        let policy = form.map_or("", |form| form.policy.as_str());
        let said = |intake: &Intake| deferral_work::intake(intake, &rules.catalogue, policy, self.context.lang);
        ApplicationRowOut {
            employer: [own.code.to_string(), own.name.clone(), own.area.clone()],
            line: self.line_label(form.map_or("", |form| form.line.as_str())),
            verdict: intake.as_ref().map_or_else(String::new, said),
            intake,
            standing,
            application: at.application,
        }
    }
}

fn fits(application: &Application, employer: &EmployerAt, ask: &ApplicationsAsk) -> bool {
    let own = &employer.employer;
    let policy = application.form().map_or("", |form| form.policy.as_str());
    ask.stage.is_none_or(|stage| stage == application.stage())
        && ask.policy.as_deref().is_none_or(|asked| asked == policy)
        && ask.text.as_deref().is_none_or(|text| {
            application.no.contains(text) || own.name.contains(text) || own.code.as_str().contains(text)
        })
}

/// One application in full, judged where it waits.
///
/// # Errors
/// [`DeferralRejection::Unknown`]; what the book or the rules refuse.
pub fn application(context: &Context, no: &str) -> Result<ApplicationRowOut, Failure> {
    Session::open(context)?.application(no)
}

impl Session {
    pub(super) fn application(&self, no: &str) -> Result<ApplicationRowOut, Failure> {
        let ask = ApplicationsAsk { text: Some(no.to_string()), judged: true, ..ApplicationsAsk::default() };
        let found = self.applications(&ask, None)?.into_iter().find(|row| row.application.no == no);
        found.ok_or_else(|| Rejection::Deferral(DeferralRejection::Unknown(no.to_string())).into())
    }
}

/// Enters one application, or says what would become of it.
///
/// # Errors
/// What the book or the rules refuse.
pub fn apply(context: &Context, key: &str, form: &Form, all_papers: bool, dry: bool) -> Result<SheetRow, Failure> {
    Session::open(context)?.apply(key, form, all_papers, dry)
}

impl Session {
    pub(super) fn apply(&self, key: &str, form: &Form, all_papers: bool, dry: bool) -> Result<SheetRow, Failure> {
        let session = self;
        let (reader, rules) = (session.reader()?, session.deferral_rules()?);
        let code = key.to_ascii_uppercase();
        let named = |at: &EmployerAt| {
            let own = &at.employer;
            own.code.as_str() == code || (!own.no.is_empty() && own.no == key) || own.name == key
        };
        let employer = reader.employers()?.into_iter().find(named);
        let employer = employer.ok_or_else(|| Rejection::EmployerUnknown(key.to_string()))?;
        let row =
            ApplicationRow { code: employer.employer.code.clone(), form: form.clone(), all_papers, earlier: None };
        let (mut seen, entry) = session.judge_row(&reader, &rules, &employer, 0, row)?;
        if !dry {
            let command = DeferralCommand::Enter { entries: vec![entry], sheet: None, rules: Box::new(rules) };
            seen.no = session.defer(command)?.nos.into_iter().next().unwrap_or_default();
        }
        Ok(seen)
    }
}

impl Session {
    /// Judges a row, and makes ready what would enter the book.
    fn judge_row(
        &self,
        reader: &Reader,
        rules: &DeferralRules,
        employer: &EmployerAt,
        line: u32,
        row: ApplicationRow,
    ) -> Result<(SheetRow, Entry), Failure> {
        let mut form = row.form;
        if let Some(policy) = rules.catalogue.policy(&form.policy).filter(|_| row.all_papers) {
            form.papers = policy.materials.clone();
        }
        let judge = Judge::read(reader, employer, rules, self.context.now.today)?;
        let judged = judge.judge(rules, &form, None).map_err(Rejection::Deferral)?;
        let said = deferral_work::intake(&judged.intake, &rules.catalogue, &form.policy, self.context.lang);
        let refused = matches!(judged.intake, Intake::Refused(..)).then(|| said.clone());
        let earlier = row.earlier.map(|(on, document)| EarlierApproval {
            on,
            document,
            schedule: earlier_schedule(&form, &judged.intake),
        });
        let own = &employer.employer;
        let seen = SheetRow {
            line,
            employer: [own.code.to_string(), own.name.clone()],
            intake: judged.intake,
            verdict: said,
            earlier: earlier.is_some(),
            no: String::new(),
        };
        let refused = refused.filter(|_| earlier.is_none());
        Ok((seen, Entry { code: row.code, form, line, refused, earlier }))
    }
}

/// What an earlier approval says of repaying: its own schedule, else what the policy gives.
fn earlier_schedule(form: &Form, intake: &Intake) -> Schedule {
    match intake {
        _ if !form.schedule.instalments().is_empty() => form.schedule.clone(),
        Intake::Pass(schedule) => schedule.clone(),
        Intake::Lacking(_) | Intake::Refused(..) => {
            Schedule::at_once(form.months.1, form.months.1.plus(1).first_day().plus(-1))
        }
    }
}

/// Reads a sheet of applications, judges every row and enters them: all or none, or the good ones.
///
/// # Errors
/// [`DeferralRejection::SheetKnown`]; what the book or the rules refuse.
pub fn import_applications(context: &Context, path: &Path, take_good: bool, dry: bool) -> Result<SheetReport, Failure> {
    Session::open(context)?.import_applications(path, take_good, dry)
}

impl Session {
    pub(super) fn import_applications(&self, path: &Path, take_good: bool, dry: bool) -> Result<SheetReport, Failure> {
        let (session, context) = (self, &self.context);
        let (reader, rules) = (session.reader()?, session.deferral_rules()?);
        let told = |_: u64, _: u64| true;
        let today = context.now.today;
        let read = ReadOptions {
            format: None,
            account: None,
            day: None,
            sheet_reader: session.program.as_deref(),
            today,
            progress: &told,
        };
        let by = ApplicationRules { policy: &rules.policy, place: &rules.place, today };
        let shown = path.display().to_string();
        let raw = open(path).and_then(|raw| off_sheet(raw, &read));
        let parsed = match raw.and_then(|raw| parse(&raw, &by)) {
            Ok(parsed) => parsed,
            Err(refused) => {
                return Ok(SheetReport { path: shown, read: 0, errors: refused.errors, rows: vec![], entered: false });
            }
        };
        if reader.has_deferral_file(&parsed.sha256)? {
            return Err(Rejection::Deferral(DeferralRejection::SheetKnown(shown)).into());
        }
        let employers: BTreeMap<CreditCode, EmployerAt> =
            reader.employers()?.into_iter().map(|at| (at.employer.code.clone(), at)).collect();
        let mut report = SheetReport {
            path: shown.clone(),
            read: parsed.lines.len() as u64,
            errors: Vec::new(),
            rows: Vec::new(),
            entered: false,
        };
        let mut entries = Vec::new();
        for line in parsed.lines {
            let row = line.row.and_then(|row| match employers.get(&row.code) {
                Some(employer) if rules.catalogue.policy(&row.form.policy).is_some() => Ok((employer, row)),
                Some(_) => Err(unknown_policy(&rules, line.line, &row.form.policy)),
                None => Err(unknown(line.line, "", row.code.as_str(), RowErrorCode::UnknownEmployer, vec![])),
            });
            match row {
                Err(error) => report.errors.push(error),
                Ok((employer, row)) => {
                    let (seen, entry) = session.judge_row(&reader, &rules, employer, line.line, row)?;
                    report.rows.push(seen);
                    entries.push(entry);
                }
            }
        }
        if dry || entries.is_empty() || (!report.errors.is_empty() && !take_good) {
            return Ok(report);
        }
        let rejected = report.errors.len() as u64;
        let sheet = Sheet { sha256: parsed.sha256, path: shown, rejected, pieces: parsed.pieces };
        let done =
            session.defer(DeferralCommand::Enter { entries, sheet: Some(Box::new(sheet)), rules: Box::new(rules) })?;
        report.rows.iter_mut().zip(done.nos).for_each(|(row, no)| row.no = no);
        report.entered = true;
        Ok(report)
    }
}

fn unknown(line: u32, column: &str, excerpt: &str, code: RowErrorCode, details: Vec<String>) -> RowError {
    RowError { line, column: column.into(), excerpt: excerpt.into(), code, details }
}

fn unknown_policy(rules: &DeferralRules, line: u32, policy: &str) -> RowError {
    let known = rules.catalogue.policies.iter().map(|one| one.id.clone()).collect();
    unknown(line, "政策", policy, RowErrorCode::UnknownTerm, known)
}

/// Takes a step of applications; those that go up for approval one act each, others all in one.
///
/// # Errors
/// What the book or the rules refuse.
pub fn step_applications(context: &Context, nos: &[String], step: StepAsked) -> Result<DeferralDone, Failure> {
    Session::open(context)?.step_applications(nos, step)
}

/// 延期 or 撤销 put up for approval.
///
/// # Errors
/// What the book or the rules refuse.
pub fn propose(context: &Context, proposal: Proposal, reason: &str) -> Result<DeferralDone, Failure> {
    Session::open(context)?.defer(DeferralCommand::Propose { proposal, reason: reason.to_string() })
}

impl Session {
    pub(super) fn step_applications(&self, nos: &[String], step: StepAsked) -> Result<DeferralDone, Failure> {
        let rules = self.deferral_rules()?;
        if step.kind != StepKind::Submitted {
            return self.defer(DeferralCommand::Step { nos: nos.to_vec(), step, rules: Box::new(rules) });
        }
        // Each is a round of its own, and so an act of its own; a refusal names the first that cannot go up.
        let mut all = Vec::new();
        let mut last = None;
        for no in nos {
            let (nos, rules) = (vec![no.clone()], Box::new(rules.clone()));
            let done = self.defer(DeferralCommand::Step { nos, step: step.clone(), rules })?;
            all.extend(done.nos.iter().cloned());
            last = Some(done);
        }
        let done = last.ok_or_else(|| Failure::from(Rejection::Deferral(DeferralRejection::NothingNamed)))?;
        Ok(DeferralDone { nos: all, ..done })
    }

    /// What a round of deferral puts up, in words.
    pub(super) fn deferral_document(&self, reader: &Reader, round: &Round) -> Result<Vec<(String, String)>, Failure> {
        let lang = self.context.lang;
        let word = |word: ApplicationWord| word.in_lang(lang).to_string();
        if round.kind == SubjectKind::DeferralExtension {
            return Ok(vec![(word(ApplicationWord::Schedule), round.title.clone())]);
        }
        let ask = ApplicationsAsk { text: Some(round.subject.clone()), ..ApplicationsAsk::default() };
        let rules = self.deferral_rules()?;
        let _ = reader;
        let Some(row) = self.applications(&ask, None)?.into_iter().find(|row| row.application.no == round.subject)
        else {
            return Ok(Vec::new());
        };
        let Some(form) = row.application.form() else { return Ok(Vec::new()) };
        let ups = [StepKind::Submitted, StepKind::Resubmitted, StepKind::Granted];
        let up = row.application.steps.iter().rev().find(|step| ups.contains(&step.kind));
        let policy = rules.catalogue.policy(&form.policy);
        let named = policy.map_or(form.policy.clone(), |one| format!("{} {}", one.id, one.document));
        Ok(vec![
            (word(ApplicationWord::Employer), row.employer[1].clone()),
            (DeferralWord::Policy.in_lang(lang).to_string(), named),
            (DeferralWord::Lines.in_lang(lang).to_string(), row.line.clone()),
            (DeferralWord::Months.in_lang(lang).to_string(), format!("{}..{}", form.months.0, form.months.1)),
            (word(ApplicationWord::Amount), row.application.amount().grouped()),
            (word(ApplicationWord::Schedule), up.map_or_else(String::new, |up| up.schedule.to_string())),
            (word(ApplicationWord::Cause), form.cause.clone()),
            (word(ApplicationWord::EnteredBy), row.application.entered_by.clone()),
        ])
    }
}

/// The next round of a returned application.
///
/// # Errors
/// What the book or the rules refuse.
pub fn revise_application(context: &Context, no: &str, form: Form) -> Result<DeferralDone, Failure> {
    Session::open(context)?.revise_application(no, form)
}

impl Session {
    pub(super) fn revise_application(&self, no: &str, form: Form) -> Result<DeferralDone, Failure> {
        let rules = Box::new(self.deferral_rules()?);
        self.defer(DeferralCommand::Revise { no: no.to_string(), form: Box::new(form), rules })
    }
}

/// Sum of amounts, for totals rows.
pub fn sum_of(rows: &[ApplicationRowOut]) -> Money {
    rows.iter().map(|row| row.application.amount()).sum()
}
