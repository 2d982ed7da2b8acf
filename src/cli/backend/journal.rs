//! The journal on screen.

use std::sync::atomic::Ordering;

use super::desk::BookDesk;
use super::session::Session;
use crate::cli::failure::Failure;
use crate::domain::journal::FactKind;
use crate::domain::rejection::Rejection;
use crate::store::{JournalRow as StoredRow, verify_watched};
use crate::text::approval::person;
use crate::text::journal::{JournalWord, holds};
use crate::text::lang::Lang;
use crate::text::terms;
use crate::tui::desk::{Progress, Sentence};
use crate::tui::journal::{JournalDesk, JournalRow};

impl Session {
    fn journal_rows(&self, limit: u32) -> Result<Vec<JournalRow>, Failure> {
        let reader = self.reader()?;
        let last = reader.last_fact()?.map_or(0, |row| row.seq);
        let from = (last - i64::from(limit) + 1).max(1);
        let mut rows: Vec<JournalRow> =
            reader.facts(from, limit)?.into_iter().map(|row| listed(row, self.context.lang)).collect();
        rows.reverse();
        Ok(rows)
    }

    fn journal_fact(&self, sequence: i64) -> Result<Vec<(String, String)>, Failure> {
        let lang = self.context.lang;
        let unknown = || Rejection::JournalBroken(sequence, lang.pick("没有这一条", "there is no such fact").into());
        let row = self.reader()?.fact(sequence)?.ok_or_else(unknown)?;
        let figures: serde_json::Value = serde_json::from_str(&row.body).unwrap_or_default();
        let rehearsal = row.rehearsal.then(|| JournalWord::Yes.in_lang(lang).to_owned());
        let fields = [
            (JournalWord::Number, row.seq.to_string()),
            (JournalWord::At, row.at_utc),
            (JournalWord::BusinessDay, row.business_on),
            (JournalWord::Rehearsal, rehearsal.unwrap_or_default()),
            (JournalWord::Who, person(&row.actor, &row.on_behalf, lang)),
            (JournalWord::What, what(&row.kind, lang)),
            (JournalWord::Subject, row.subject),
            (JournalWord::Reason, row.reason),
            (JournalWord::Body, format!("{figures:#}")),
            (JournalWord::Operation, row.operation_id),
            (JournalWord::Previous, row.previous_hash),
            (JournalWord::Hash, row.hash),
        ];
        let told = fields.into_iter().filter(|(_, text)| !text.is_empty());
        Ok(told.map(|(word, text)| (word.in_lang(lang).to_owned(), text)).collect())
    }

    fn verify_with(&self, progress: &Progress) -> Result<Sentence, Failure> {
        let watch = |done: u64, total: u64| {
            progress.tell(done, total);
            !progress.cancel.load(Ordering::Relaxed)
        };
        let verified = verify_watched(&self.reader()?, &watch)?.ok_or(Rejection::Cancelled)?;
        Ok(holds(verified.count.unsigned_abs(), &verified.head, self.context.lang))
    }
}

fn what(kind: &str, lang: Lang) -> String {
    FactKind::from_code(kind).map_or_else(|| kind.to_owned(), |kind| terms::fact_kind(kind, lang).to_owned())
}

fn listed(row: StoredRow, lang: Lang) -> JournalRow {
    JournalRow {
        sequence: row.seq,
        at: row.at_utc,
        who: person(&row.actor, &row.on_behalf, lang),
        what: what(&row.kind, lang),
        subject: row.subject,
        reason: row.reason,
    }
}

impl JournalDesk for BookDesk {
    fn journal(&self, limit: u32) -> Result<Vec<JournalRow>, Sentence> {
        self.said(self.session.journal_rows(limit))
    }

    fn fact(&self, sequence: i64) -> Result<Vec<(String, String)>, Sentence> {
        self.said(self.session.journal_fact(sequence))
    }

    fn verify_journal(&mut self, progress: &Progress) -> Result<Sentence, Sentence> {
        self.said(self.session.verify_with(progress))
    }
}
