//! Reading applications, and what granted ones make of dues.

use std::collections::BTreeMap;

use rusqlite::{Row, named_params};

use super::super::Reader;
use super::super::convert;
use super::super::fault::{At, During, Fault};
use super::super::registry::DueAt;
use crate::domain::deferral::application::{Application, Form, PersonEventKind, Step, StepKind};
use crate::domain::deferral::firm::Need;
use crate::domain::deferral::grant::{Grant, overlay};
use crate::domain::deferral::schedule::Schedule;
use crate::domain::money::Money;

/// 申请 and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationAt {
    /// Its number in the book.
    pub id: i64,
    /// Number of its employer.
    pub employer_id: i64,
    /// The application.
    pub application: Application,
}

const APPLICATIONS: &str = "SELECT id, employer_id, no, entered_by FROM deferral_applications
    WHERE employer_id BETWEEN :from AND :to ORDER BY id";
const FORMS: &str = "SELECT application_id, policy, line, first_month, last_month, applied_on, amount_fen,
        excluded_percent, schedule, facts, papers, publicised, signed, undertaking, cause
    FROM deferral_forms JOIN deferral_applications ON id = application_id
    WHERE employer_id BETWEEN :from AND :to ORDER BY application_id, round";
const STEPS: &str = "SELECT application_id, action, on_day, actor, reason, schedule, amount_fen, person, person_event
    FROM deferral_steps JOIN deferral_applications ON id = application_id
    WHERE employer_id BETWEEN :from AND :to ORDER BY application_id, step";
const FILE: &str = "SELECT EXISTS (SELECT 1 FROM deferral_files WHERE sha256 = :sha256)";
const IN_YEAR: &str = "SELECT count(*) FROM deferral_applications WHERE no GLOB :year";

impl Reader {
    /// Applications of employers with these numbers, both ends included, in order of entering.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn applications(&self, from: i64, to: i64) -> Result<Vec<ApplicationAt>, Fault> {
        let read = || -> rusqlite::Result<Vec<ApplicationAt>> {
            let range = named_params! {":from": from, ":to": to};
            let mut found: BTreeMap<i64, ApplicationAt> = BTreeMap::new();
            let mut statement = self.connection().prepare_cached(APPLICATIONS)?;
            let mut rows = statement.query(range)?;
            while let Some(row) = rows.next()? {
                let (no, entered_by) = (row.get(2)?, row.get(3)?);
                let application = Application { no, forms: Vec::new(), entered_by, steps: Vec::new() };
                let (id, employer_id) = (row.get(0)?, row.get(1)?);
                found.insert(id, ApplicationAt { id, employer_id, application });
            }
            let mut statement = self.connection().prepare_cached(FORMS)?;
            let mut rows = statement.query(range)?;
            while let Some(row) = rows.next()? {
                if let Some(at) = found.get_mut(&row.get(0)?) {
                    at.application.forms.push(form(row)?);
                }
            }
            let mut statement = self.connection().prepare_cached(STEPS)?;
            let mut rows = statement.query(range)?;
            while let Some(row) = rows.next()? {
                if let Some(at) = found.get_mut(&row.get(0)?) {
                    at.application.steps.push(step(row)?);
                }
            }
            Ok(found.into_values().collect())
        };
        read().during("read the applications").at(self.path())
    }

    /// Whether a sheet of applications with these bytes entered already.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn has_deferral_file(&self, sha256: &str) -> Result<bool, Fault> {
        let found = self.connection().query_row(FILE, named_params! {":sha256": sha256}, |row| row.get(0));
        found.during("look a sheet of applications up").at(self.path())
    }

    /// How many applications of a year there are; their numbers run without gap.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn applications_of_year(&self, year: i32) -> Result<u32, Fault> {
        let pattern = format!("HJ{year:04}-*");
        let found = self.connection().query_row(IN_YEAR, named_params! {":year": pattern}, |row| row.get(0));
        found.during("count the applications").at(self.path())
    }

    /// What is in force for employers with these numbers, by employer.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn grants(&self, from: i64, to: i64) -> Result<BTreeMap<i64, Vec<Grant>>, Fault> {
        let mut grants: BTreeMap<i64, Vec<Grant>> = BTreeMap::new();
        for at in self.applications(from, to)? {
            if let Some(grant) = at.application.grant() {
                grants.entry(at.employer_id).or_default().push(grant);
            }
        }
        Ok(grants)
    }

    /// Lays what is in force over dues as files brought them.
    pub(in crate::store) fn overlaid(&self, from: i64, to: i64, mut dues: Vec<DueAt>) -> Result<Vec<DueAt>, Fault> {
        let grants = self.grants(from, to)?;
        for due in &mut dues {
            let of_employer = grants.get(&due.employer_id).map_or(&[][..], Vec::as_slice);
            let laid = overlay(of_employer, &due.line, due.month, due.portion, due.deferral);
            (due.deferral, due.excluded_percent) = (laid.deferral, laid.excluded_percent);
        }
        Ok(dues)
    }
}

fn form(row: &Row<'_>) -> rusqlite::Result<Form> {
    let facts: String = row.get(9)?;
    let papers: String = row.get(10)?;
    let fact = |part: &str| {
        let (holds, code) = (!part.starts_with('!'), part.trim_start_matches('!'));
        Need::from_code(code).map(|need| (need, holds))
    };
    Ok(Form {
        policy: row.get(1)?,
        line: row.get(2)?,
        months: (convert::month(row, 3)?, convert::month(row, 4)?),
        applied_on: convert::day(row, 5)?,
        amount: Money::from_fen(row.get(6)?),
        excluded_percent: row.get(7)?,
        schedule: convert::coded(row, 8, Schedule::parse)?,
        facts: facts.split(' ').filter_map(fact).collect(),
        papers: papers.lines().map(str::to_string).collect(),
        publicised: row.get(11)?,
        signed: row.get(12)?,
        undertaking: row.get(13)?,
        cause: row.get(14)?,
    })
}

fn step(row: &Row<'_>) -> rusqlite::Result<Step> {
    let person: String = row.get(7)?;
    let event = match person.is_empty() {
        true => None,
        false => Some((person, convert::coded(row, 8, PersonEventKind::from_code)?)),
    };
    Ok(Step {
        kind: convert::coded(row, 1, StepKind::from_code)?,
        on: convert::day(row, 2)?,
        actor: row.get(3)?,
        reason: row.get(4)?,
        schedule: convert::coded(row, 5, Schedule::parse)?,
        amount: Money::from_fen(row.get(6)?),
        person: event,
    })
}
