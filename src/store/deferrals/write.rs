//! Adding applications, rounds, steps and the files that brought them.

use rusqlite::named_params;

use super::super::Writer;
use super::super::fault::{At, During, Fault};
use crate::domain::deferral::application::{Form, Step};
use crate::domain::deferral::firm::Need;
use crate::domain::import::OriginalPiece;

/// An application to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewApplication<'a> {
    /// 申请编号.
    pub no: &'a str,
    /// Number of its employer.
    pub employer_id: i64,
    /// Who enters it.
    pub entered_by: &'a str,
}

/// A sheet of applications to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewDeferralFile<'a> {
    /// SHA-256 of its bytes.
    pub sha256: &'a str,
    /// Path as given.
    pub path: &'a str,
    /// rows read, entered, rejected.
    pub counts: [u64; 3],
    /// The original, compressed.
    pub pieces: &'a [OriginalPiece],
}

const APPLICATION: &str = "INSERT INTO deferral_applications (seq, no, employer_id, entered_by)
    VALUES (:seq, :no, :employer, :entered_by)";
const FORM: &str = "INSERT INTO deferral_forms (application_id, round, seq, file_line, policy, line, first_month,
        last_month, applied_on, amount_fen, excluded_percent, schedule, facts, papers, publicised, signed, undertaking,
        cause)
    SELECT :application, coalesce(max(round), 0) + 1, :seq, :file_line, :policy, :line, :first, :last, :applied_on,
        :amount, :excluded, :schedule, :facts, :papers, :publicised, :signed, :undertaking, :cause
    FROM deferral_forms WHERE application_id = :application";
const STEP: &str = "INSERT INTO deferral_steps (application_id, step, seq, action, on_day, actor, reason, schedule,
        amount_fen, person, person_event)
    SELECT :application, coalesce(max(step), 0) + 1, :seq, :action, :on_day, :actor, :reason, :schedule, :amount,
        :person, :event
    FROM deferral_steps WHERE application_id = :application";
const FILE: &str = "INSERT INTO deferral_files (seq, sha256, path, rows_read, entered, rejected)
    VALUES (:seq, :sha256, :path, :rows_read, :entered, :rejected)";
const PIECE: &str = "INSERT INTO deferral_pieces (file_id, piece, first_line, bytes, frame)
    VALUES (:file, :piece, :first_line, :bytes, :frame)";

impl Writer<'_> {
    /// Adds an application under the fact `seq`; gives its number in the book.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_application(&self, seq: i64, new: &NewApplication<'_>) -> Result<i64, Fault> {
        let put = || -> rusqlite::Result<i64> {
            self.connection().prepare_cached(APPLICATION)?.execute(named_params! {
                ":seq": seq, ":no": new.no, ":employer": new.employer_id, ":entered_by": new.entered_by,
            })?;
            Ok(self.connection().last_insert_rowid())
        };
        put().during("write an application").at(self.path())
    }

    /// Adds the next round of an application; `file_line` is 0 where no sheet brought it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_form(&self, seq: i64, application: i64, file_line: u32, form: &Form) -> Result<(), Fault> {
        let sign = |(need, holds): (&Need, &bool)| format!("{}{}", if *holds { "" } else { "!" }, need.code());
        let facts: Vec<String> = form.facts.iter().map(sign).collect();
        let put = || -> rusqlite::Result<usize> {
            self.connection().prepare_cached(FORM)?.execute(named_params! {
                ":application": application, ":seq": seq, ":file_line": file_line, ":policy": form.policy,
                ":line": form.line, ":first": form.months.0.number(), ":last": form.months.1.number(),
                ":applied_on": form.applied_on.to_string(), ":amount": form.amount.fen(),
                ":excluded": form.excluded_percent, ":schedule": form.schedule.to_string(),
                ":facts": facts.join(" "), ":papers": form.papers.join("\n"), ":publicised": form.publicised,
                ":signed": form.signed, ":undertaking": form.undertaking, ":cause": form.cause,
            })
        };
        put().during("write an application's form").at(self.path()).map(drop)
    }

    /// Adds the next step of an application.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_deferral_step(&self, seq: i64, application: i64, step: &Step) -> Result<(), Fault> {
        let (person, event) = step.person.as_ref().map_or(("", ""), |(person, event)| (person, event.code()));
        let put = || -> rusqlite::Result<usize> {
            self.connection().prepare_cached(STEP)?.execute(named_params! {
                ":application": application, ":seq": seq, ":action": step.kind.code(),
                ":on_day": step.on.to_string(), ":actor": step.actor, ":reason": step.reason,
                ":schedule": step.schedule.to_string(), ":amount": step.amount.fen(), ":person": person,
                ":event": event,
            })
        };
        put().during("write a step of an application").at(self.path()).map(drop)
    }

    /// Adds a sheet of applications with its original.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_deferral_file(&self, seq: i64, new: &NewDeferralFile<'_>) -> Result<(), Fault> {
        let [rows_read, entered, rejected] = new.counts.map(|count| count as i64);
        let put = || -> rusqlite::Result<()> {
            self.connection().prepare_cached(FILE)?.execute(named_params! {
                ":seq": seq, ":sha256": new.sha256, ":path": new.path, ":rows_read": rows_read,
                ":entered": entered, ":rejected": rejected,
            })?;
            let file = self.connection().last_insert_rowid();
            let mut piece = self.connection().prepare_cached(PIECE)?;
            for (number, part) in new.pieces.iter().enumerate() {
                piece.execute(named_params! {
                    ":file": file, ":piece": number as i64, ":first_line": part.first_line, ":bytes": part.bytes,
                    ":frame": part.frame,
                })?;
            }
            Ok(())
        };
        put().during("write a sheet of applications").at(self.path())
    }
}
