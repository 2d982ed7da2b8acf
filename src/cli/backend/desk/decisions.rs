//! Differences as they are, and decisions on them.

use super::BookDesk;
use crate::book::phrases;
use crate::cli::failure::Failure;
use crate::domain::recon::ExceptionCase;
use crate::ops::decide::{CaseRef, Undoing};
use crate::text::messages;
use crate::tui::desk::{CaseView, Deciding, DecisionPreview, DecisionsDesk, Sentence};

impl DecisionsDesk for BookDesk {
    fn case(&self, key: &str) -> Result<CaseView, Sentence> {
        self.said(self.session.case_view(key))
    }

    fn alike(&self, key: &str) -> Result<Vec<ExceptionCase>, Sentence> {
        self.said(self.session.alike(key))
    }

    fn counterparts(&self, key: &str, wanted: &str) -> Result<Vec<ExceptionCase>, Sentence> {
        self.said(self.session.counterparts(key, wanted))
    }

    fn people(&self) -> Result<Vec<String>, Sentence> {
        let names = self.session.reader().and_then(|reader| Ok(reader.operators()?));
        self.said(names.map(|rows| rows.into_iter().map(|row| row.name).collect()))
    }

    fn phrases(&self) -> Result<Vec<phrases::Phrase>, Sentence> {
        self.said(phrases::load(&self.session.rules).map_err(Failure::Rejection))
    }

    fn preview_decision(&self, deciding: &Deciding) -> Result<DecisionPreview, Sentence> {
        self.said(self.session.preview_decision(deciding))
    }

    fn decide(&mut self, deciding: &Deciding) -> Result<Sentence, Sentence> {
        self.said(self.session.decide(deciding))
    }

    fn undo(&mut self, key: &str, version: Option<&str>, reason: &str) -> Result<Sentence, Sentence> {
        let case = CaseRef { key: key.to_string(), version: version.map(str::to_string) };
        let done = self.said(self.session.undo(Undoing::Case(case), reason))?;
        Ok(messages::decision_undone(done.0, done.1, done.2, self.session.context.lang))
    }
}
