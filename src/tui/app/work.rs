//! Long work beside the screens: one job at a time, and what is said of its outcome.

use super::{App, Message, short};
use crate::domain::exception::State;
use crate::domain::import::FileReport;
use crate::text::form::{FormWord, operator_added};
use crate::text::lang::Lang;
use crate::text::signing::SigningWord;
use crate::text::ui::{self, Word};
use crate::tui::office::SiteAnswer;
use crate::tui::worker::{Finished, Job, Worker};

impl App {
    pub(super) fn start(&mut self, job: Job) {
        if self.worker.is_some() {
            return self.refuse(Word::Busy.in_lang(self.lang).to_owned());
        }
        if job.is_signed() && !self.signed_for(&job) {
            return;
        }
        let started = self.desk.second().and_then(|desk| Worker::start(job, desk, self.waker.clone()));
        match started {
            Ok(worker) => self.worker = Some(worker),
            Err(sentence) => self.refuse(sentence),
        }
    }

    pub(super) fn hear_worker(&mut self) {
        let Some(finished) = self.worker.as_ref().and_then(Worker::finished) else { return };
        self.worker = None;
        let before = self.info.trouble.take();
        self.info = self.desk.info();
        self.mark_stale();
        self.message = outcome(&finished, self.lang);
        if let Some(trouble) = self.info.trouble.clone().filter(|trouble| before.as_ref() != Some(trouble)) {
            self.refuse(trouble);
        }
        let mut nexts = Vec::new();
        for layer in &mut self.layers {
            nexts.push(layer.screen.finished(&finished));
        }
        // Only the screen on top may lead on; the others have merely taken note.
        if let Some(next) = nexts.pop() {
            self.follow(next);
        }
    }
}

/// What the message line says when work is over.
fn outcome(finished: &Finished, lang: Lang) -> Option<Message> {
    match finished {
        Finished::PreviewedFiles(_) => None,
        Finished::ImportedFiles(files) => Some(match &files.why {
            Some(why) => Message::refused(ui::files_left(files.reports.len(), files.left.len(), why, lang)),
            None => {
                let sum = |count: fn(&FileReport) -> u64| files.reports.iter().map(count).sum();
                Message::said(ui::imported(
                    sum(|report| report.imported),
                    sum(|report| report.changed),
                    sum(|report| report.quarantined),
                    lang,
                ))
            }
        }),
        Finished::Imported(report) => {
            Some(Message::said(ui::imported(report.imported, report.changed, report.quarantined, lang)))
        }
        Finished::Reconciled(days) => {
            let cases = days.iter().flat_map(|day| &day.exceptions);
            let open = cases.filter(|case| matches!(case.state, State::Open | State::Proposed)).count();
            Some(Message::said(ui::reconciled(days.len(), open, lang)))
        }
        Finished::Exported(rows, path) => Some(Message::said(ui::exported(*rows, &short(path), lang))),
        Finished::OperatorAdded(name) => Some(Message::said(operator_added(name, lang))),
        Finished::SiteAnswered(SiteAnswer::Done) => Some(Message::said(FormWord::SiteChanged.in_lang(lang).to_owned())),
        Finished::SiteAnswered(SiteAnswer::Theirs(_)) => {
            Some(Message::refused(FormWord::ConflictFound.in_lang(lang).to_owned()))
        }
        Finished::Refused(refusal) => Some(Message::refused(refusal.sentence.clone())),
        Finished::Signed => None,
        Finished::SigningSet => Some(Message::said(SigningWord::Set.in_lang(lang).to_owned())),
        Finished::Cancelled => Some(Message::said(Word::Cancelled.in_lang(lang).to_owned())),
        Finished::Failed(sentence) => Some(Message::refused(sentence.clone())),
        other => other.said().map(Message::said),
    }
}
