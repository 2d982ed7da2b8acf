//! Acts on applications, under the ticket.

use std::collections::HashMap;

use super::{Asked, DeferralDone, DeferralRules, EarlierApproval, Entry, Judge, Judged, Sheet};
use crate::domain::codes::CreditCode;
use crate::domain::day::BusinessDay;
use crate::domain::deferral::application::{Form, Stage, Step, StepKind, may_follow};
use crate::domain::deferral::intake::Intake;
use crate::domain::deferral::refusal::DeferralRejection;
use crate::domain::deferral::schedule::Schedule;
use crate::domain::money::Money;
use crate::domain::names;
use crate::domain::rejection::Rejection;
use crate::ops::approval::ApprovalRules;
use crate::ops::{Act, Refusal};
use crate::store::{ApplicationAt, EmployerAt, NewApplication, NewDeferralFile, Writer};

/// One act under way.
pub(super) struct Hand<'a> {
    pub(super) act: &'a Act<'a>,
    pub(super) writer: &'a Writer<'a>,
    pub(super) seq: i64,
    pub(super) approvals: &'a ApprovalRules,
}

impl From<DeferralRejection> for Refusal {
    fn from(rejection: DeferralRejection) -> Self {
        Refusal::Rejection(Rejection::Deferral(rejection))
    }
}

impl Hand<'_> {
    /// Enters applications; what was judged to be refused outside must be refused here too.
    pub(super) fn enter(
        &self,
        entries: &[Entry],
        sheet: Option<&Sheet>,
        rules: &DeferralRules,
    ) -> Result<DeferralDone, Refusal> {
        if entries.is_empty() {
            return Err(DeferralRejection::NothingNamed.into());
        }
        let employers: HashMap<CreditCode, EmployerAt> =
            self.writer.employers()?.into_iter().map(|at| (at.employer.code.clone(), at)).collect();
        let mut next = self.writer.applications_of_year(self.act.now.today.year())?;
        let mut done = self.done("entered", sheet);
        for entry in entries {
            let unknown = || Rejection::EmployerUnknown(entry.code.to_string());
            let employer = employers.get(&entry.code).ok_or_else(unknown)?;
            next += 1;
            let no = format!("HJ{:04}-{next:04}", self.act.now.today.year());
            done.refused += u64::from(entry.refused.is_some());
            self.enter_one(&no, employer, entry, rules)?;
            done.nos.push(no);
        }
        if let Some(sheet) = sheet {
            self.put_sheet(sheet, entries.len() as u64)?;
        }
        Ok(done)
    }

    fn put_sheet(&self, sheet: &Sheet, entered: u64) -> Result<(), Refusal> {
        if self.writer.has_deferral_file(&sheet.sha256)? {
            return Err(DeferralRejection::SheetKnown(sheet.path.clone()).into());
        }
        let counts = [entered + sheet.rejected, entered, sheet.rejected];
        let new = NewDeferralFile { sha256: &sheet.sha256, path: &sheet.path, counts, pieces: &sheet.pieces };
        Ok(self.writer.put_deferral_file(self.seq, &new)?)
    }

    fn enter_one(&self, no: &str, employer: &EmployerAt, entry: &Entry, rules: &DeferralRules) -> Result<(), Refusal> {
        names::check_text(&entry.form.cause)?;
        let judge = Judge::read(self.writer, employer, rules, self.act.now.today)?;
        let judged = judge.judge(rules, &entry.form, None)?;
        if entry.earlier.is_none() && matches!(judged.intake, Intake::Refused(..)) != entry.refused.is_some() {
            return Err(DeferralRejection::JudgedOtherwise(entry.code.to_string()).into());
        }
        let entered_by = self.act.actor.name.as_str();
        let new = NewApplication { no, employer_id: employer.id, entered_by };
        let id = self.writer.put_application(self.seq, &new)?;
        let form = Form { amount: judged.amount, ..entry.form.clone() };
        self.writer.put_form(self.seq, id, entry.line, &form)?;
        match (&entry.earlier, &entry.refused) {
            (Some(earlier), _) => self.put_earlier(id, &form, earlier),
            (None, Some(reason)) => self.put(id, &self.plain(StepKind::Refused, reason)?),
            (None, None) => Ok(()),
        }
    }

    /// 补录: only what was approved before this book was kept; later approvals go through their chain here.
    fn put_earlier(&self, id: i64, form: &Form, earlier: &EarlierApproval) -> Result<(), Refusal> {
        let made = self.writer.book()?.map(|book| book.created_at).unwrap_or_default();
        let made = made.get(..10).and_then(BusinessDay::parse).unwrap_or(BusinessDay::MIN);
        if earlier.on >= made {
            return Err(DeferralRejection::ApprovedElsewhere(format!("{} {made}", earlier.on)).into());
        }
        names::check_text(&earlier.document)?;
        let step = Step {
            on: earlier.on,
            schedule: earlier.schedule.clone(),
            amount: form.amount,
            ..self.plain(StepKind::Granted, &earlier.document)?
        };
        self.put(id, &step)
    }

    /// The next round of a returned application: judged anew, it goes up again.
    pub(super) fn revise(&self, no: &str, form: &Form, rules: &DeferralRules) -> Result<DeferralDone, Refusal> {
        let found = self.find(no)?;
        names::check_text(&form.cause)?;
        let judged = self.judge(&found, Some(form), StepKind::Resubmitted, rules)?;
        let Intake::Pass(schedule) = judged.intake else {
            return Err(DeferralRejection::NotClean(no.to_string()).into());
        };
        let form = Form { amount: judged.amount, ..form.clone() };
        self.writer.put_form(self.seq, found.id, 0, &form)?;
        self.put(found.id, &Step { schedule, ..self.plain(StepKind::Resubmitted, "")? })?;
        let approval = Some(Box::new(self.submit(no, &form)?));
        Ok(DeferralDone { nos: vec![no.to_string()], approval, ..self.done("revised", None) })
    }

    /// One step of each application named.
    pub(super) fn step(&self, nos: &[String], asked: &Asked, rules: &DeferralRules) -> Result<DeferralDone, Refusal> {
        let needs_reason = !matches!(asked.kind, StepKind::Submitted | StepKind::PersonLeft);
        let reason = |at: usize| match asked.reasons.as_slice() {
            [one] => one.as_str(),
            many => many.get(at).map_or("", String::as_str),
        };
        if nos.is_empty() {
            return Err(DeferralRejection::NothingNamed.into());
        }
        let mut approval = None;
        for (at, no) in nos.iter().enumerate() {
            if needs_reason && reason(at).trim().is_empty() {
                return Err(DeferralRejection::ReasonMissing.into());
            }
            let found = self.find(no)?;
            let judged = self.judge(&found, None, asked.kind, rules)?;
            let mut step = self.plain(asked.kind, reason(at))?;
            if asked.kind == StepKind::Submitted {
                let (Intake::Pass(schedule), [_]) = (judged.intake, nos) else {
                    return Err(DeferralRejection::NotClean(no.clone()).into());
                };
                step.schedule = schedule;
                if let Some(form) = found.application.form() {
                    approval = Some(Box::new(self.submit(no, form)?));
                }
            }
            if let Some((person, event, amount)) = &asked.person {
                names::check_operator(person)?;
                let called: Money = found.application.people().map(|step| step.amount).sum();
                if called + *amount > found.application.amount() {
                    return Err(DeferralRejection::PartTooLarge(no.clone()).into());
                }
                step = Step { person: Some((person.clone(), *event)), amount: *amount, ..step };
            }
            self.put(found.id, &step)?;
        }
        Ok(DeferralDone { nos: nos.to_vec(), approval, ..self.done(asked.kind.code(), None) })
    }

    /// The verdict on an application (or its next round), where the step may be taken at all.
    fn judge(
        &self,
        found: &ApplicationAt,
        form: Option<&Form>,
        kind: StepKind,
        rules: &DeferralRules,
    ) -> Result<Judged, Refusal> {
        let (no, stage) = (&found.application.no, found.application.stage());
        // What waits for approval is returned, refused or withdrawn there.
        if !may_follow(stage, kind) || stage == Stage::Submitted {
            return Err(DeferralRejection::NotNow { no: no.clone(), stage, step: kind }.into());
        }
        let Some(form) = form.or(found.application.form()) else {
            return Err(DeferralRejection::Unknown(no.clone()).into());
        };
        if stage == Stage::Granted {
            let (intake, amount) = (Intake::Pass(Schedule::default()), form.amount);
            return Ok(Judged { intake, amount });
        }
        let employers = self.writer.employers()?;
        let unknown = || Rejection::EmployerUnknown(no.clone());
        let employer = employers.iter().find(|at| at.id == found.employer_id).ok_or_else(unknown)?;
        let judge = Judge::read(self.writer, employer, rules, self.act.now.today)?;
        Ok(judge.judge(rules, form, Some(no))?)
    }

    pub(super) fn find(&self, no: &str) -> Result<ApplicationAt, Refusal> {
        let all = self.writer.applications(i64::MIN, i64::MAX)?;
        let found = all.into_iter().find(|at| at.application.no == no);
        found.ok_or_else(|| DeferralRejection::Unknown(no.to_string()).into())
    }

    pub(super) fn put(&self, id: i64, step: &Step) -> Result<(), Refusal> {
        Ok(self.writer.put_deferral_step(self.seq, id, step)?)
    }

    /// A step of today by the person at work.
    pub(super) fn plain(&self, kind: StepKind, reason: &str) -> Result<Step, Refusal> {
        names::check_text(reason)?;
        Ok(Step {
            kind,
            on: self.act.now.today,
            actor: self.act.actor.name.clone(),
            reason: reason.to_string(),
            schedule: Schedule::default(),
            amount: Money::ZERO,
            person: None,
        })
    }

    pub(super) fn done(&self, verb: &str, sheet: Option<&Sheet>) -> DeferralDone {
        DeferralDone {
            verb: verb.to_string(),
            nos: Vec::new(),
            refused: 0,
            rejected: sheet.map_or(0, |sheet| sheet.rejected),
            sheet_sha256: sheet.map_or_else(String::new, |sheet| sheet.sha256.clone()),
            stored_sha256: String::new(),
            approval: None,
        }
    }
}
