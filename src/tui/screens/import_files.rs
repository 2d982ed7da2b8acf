//! Several files of one import: what each would bring, then what each brought.
//!
//! Invariant: every file picked stands in the list with its outcome, also one that was refused or not reached.

use std::path::PathBuf;

use crate::domain::day::BusinessDay;
use crate::domain::import::{FileReport, Outcome};
use crate::text::lang::Lang;
use crate::text::quarantine::QuarantineWord;
use crate::text::ui::{self, Word};
use crate::text::{messages, terms};
use crate::tui::action::Action;
use crate::tui::desk::ReadAs;
use crate::tui::screen::{Can, Ctx, Next};
use crate::tui::screens::import::days_to_reconcile;
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::wrap;
use crate::tui::worker::{FilesImported, Job};

/// Rows below the list for what is wrong with the chosen file.
const FAULT_ROWS: u16 = 3;

/// 多个文件.
pub(super) struct Files {
    reports: Vec<FileReport>,
    left: Vec<PathBuf>,
    done: bool,
    at: Cursor,
}

impl Files {
    /// What files would bring.
    pub(super) fn foreseen(reports: Vec<FileReport>) -> Self {
        Files { reports, left: Vec::new(), done: false, at: Cursor::default() }
    }

    /// What they brought.
    pub(super) fn imported(files: FilesImported) -> Self {
        Files { reports: files.reports, left: files.left, done: true, at: Cursor::default() }
    }

    fn rows(&self) -> usize {
        self.reports.len() + self.left.len()
    }

    /// Files that have something to bring.
    fn wanted(&self) -> Vec<PathBuf> {
        let fit = self.reports.iter().filter(|report| report.outcome == Outcome::Imported);
        fit.map(|report| PathBuf::from(&report.path)).collect()
    }

    /// The days of all files, as ranges that do not meet, oldest first.
    fn days(&self) -> Vec<(BusinessDay, BusinessDay)> {
        let mut days: Vec<_> = self.reports.iter().filter_map(days_to_reconcile).collect();
        days.sort();
        let mut ranges: Vec<(BusinessDay, BusinessDay)> = Vec::new();
        for (from, to) in days {
            match ranges.last_mut() {
                Some((_, last)) if from <= last.plus(1) => *last = to.max(*last),
                _ => ranges.push((from, to)),
            }
        }
        ranges
    }

    /// Whether Enter has something to do, and why not.
    pub(super) fn can_open(&self, ctx: &Ctx<'_>) -> Can {
        let say = |word: Word| word.in_lang(ctx.lang).to_owned();
        if self.done {
            Can::when(!self.days().is_empty(), || say(Word::NoDaysTouched))
        } else {
            Can::when(!self.wanted().is_empty(), || say(Word::NothingToImport))
        }
    }

    /// Imports what can be imported, or reconciles the days it touched.
    pub(super) fn open(&self, read_as: &ReadAs) -> Next {
        Next::Run(if self.done {
            Job::Reconcile(self.days())
        } else {
            Job::ImportFiles(self.wanted(), read_as.clone())
        })
    }

    /// The file the cursor is on, once it was looked at.
    pub(super) fn chosen(&self) -> Option<&FileReport> {
        self.reports.get(self.at.at())
    }

    /// Whether rows of the chosen file were set aside.
    pub(super) fn can_see_quarantine(&self, ctx: &Ctx<'_>) -> Can {
        if !self.done {
            return Can::Absent;
        }
        let some = self.chosen().is_some_and(|report| report.quarantined > 0);
        Can::when(some, || QuarantineWord::NoneOfFile.in_lang(ctx.lang).to_owned())
    }

    /// Moves the cursor.
    pub(super) fn moved(&mut self, action: Action) {
        let rows = self.rows();
        self.at.moved(action, rows);
    }

    fn cells(&self, row: usize, lang: Lang) -> Vec<String> {
        let Some(report) = self.reports.get(row) else {
            let path = self.left.get(row - self.reports.len());
            let name = path.map_or_else(String::new, |path| path.display().to_string());
            return vec![name, Word::NotReached.in_lang(lang).to_owned()];
        };
        let foretold = report.outcome == Outcome::Imported && !self.done;
        let outcome = if foretold { Word::WouldImport.in_lang(lang) } else { terms::outcome(report.outcome, lang) };
        let days = report.days.map(|(from, to)| (from.to_string(), to.to_string()));
        let what = match (report.errors.first(), days) {
            (Some(error), _) if report.outcome == Outcome::Refused => messages::row_error(error, lang),
            (_, Some((from, to))) => ui::days_touched(&from, &to, lang),
            (_, None) => String::new(),
        };
        let counts = [report.imported, report.known, report.changed, report.quarantined].map(|count| count.to_string());
        let mut cells = vec![report.path.clone(), outcome.to_owned()];
        cells.extend(counts);
        cells.push(what);
        cells
    }

    fn totals(&self, lang: Lang) -> Vec<String> {
        let sum = |count: fn(&FileReport) -> u64| self.reports.iter().map(count).sum::<u64>().to_string();
        let mut cells = vec![Word::Total.in_lang(lang).to_owned(), ui::files(self.rows(), lang)];
        cells.extend([
            sum(|report| report.imported),
            sum(|report| report.known),
            sum(|report| report.changed),
            sum(|report| report.quarantined),
            String::new(),
        ]);
        cells
    }

    /// Draws the list of files, and what is wrong with the chosen one.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let title = if self.done { Word::DoneTitle } else { Word::PreviewTitle };
        canvas.text(0, 0, title.in_lang(lang), Role::Title);
        let next = match (self.can_open(ctx), self.done) {
            (Can::Yes, false) => Word::EnterToImport.in_lang(lang).to_owned(),
            (Can::Yes, true) => Word::EnterToReconcile.in_lang(lang).to_owned(),
            (Can::No(reason), _) => reason,
            (Can::Absent, _) => String::new(),
        };
        canvas.text_right(0, &next, Role::Head);
        let columns = vec![
            Column::number(Word::File.in_lang(lang), 24),
            Column::left(Word::Outcome.in_lang(lang), if lang == Lang::Zh { 8 } else { 15 }),
            Column::right(Word::New.in_lang(lang), 7),
            Column::right(Word::Known.in_lang(lang), 7).rank(3),
            Column::right(Word::Changed.in_lang(lang), 7).rank(2),
            Column::right(Word::Quarantined.in_lang(lang), if lang == Lang::Zh { 5 } else { 11 }).rank(1),
            Column::left("", 0),
        ];
        let cells = |row: usize| self.cells(row, lang);
        let height = canvas.height().saturating_sub(1 + FAULT_ROWS);
        canvas.rows(1, height, |part| {
            Table {
                columns,
                rows: self.rows(),
                cells: &cells,
                cursor: &self.at,
                focused: true,
                totals: Some(self.totals(lang)),
                cell: None,
                instead: Instead::Empty(""),
            }
            .draw(part)
        });
        self.draw_fault(canvas, height + 1, lang);
    }

    fn draw_fault(&self, canvas: &mut Canvas<'_>, y: u16, lang: Lang) {
        let Some(error) = self.reports.get(self.at.at()).and_then(|report| report.errors.first()) else { return };
        let place = if error.line == 0 { String::new() } else { format!("{}  ", ui::line_number(error.line, lang)) };
        let text = format!("! {place}{} {}", messages::row_error(error, lang), messages::cure(error.code, lang));
        let columns = usize::from(canvas.width()).saturating_sub(2);
        for (y, line) in (y..).zip(wrap(&text, columns).into_iter().take(usize::from(FAULT_ROWS))) {
            canvas.text(2, y, &line, Role::Plain);
        }
    }
}
