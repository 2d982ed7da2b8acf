//! 缓缴资格: employer × policy × line × month with verdict, reason and clause; Enter shows one employer whole.
//!
//! Invariant: reason and clause in full beneath are those of the row under the cursor.

use crate::domain::arrears::month::FeeMonth;
use crate::domain::money::Money;
use crate::term::Key;
use crate::text::arrears::ArrearsWord;
use crate::text::deferral::DeferralWord;
use crate::text::deferral_work::ApplicationWord;
use crate::text::lang::Lang;
use crate::text::matrix::{MatrixWord, heading};
use crate::text::pinyin::APART;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{Desk, Sentence};
use crate::tui::export::{Export, ExportRows};
use crate::tui::matrix::{EligibilityMatrix, Eligible, MatrixLine, MatrixView};
use crate::tui::screen::{Answer, Asking, BatchPreview, Can, Ctx, Next, Place, Screen};
use crate::tui::screens::listing::{self, Kept};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::filter::Typed;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey, Shelf};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::list::{Face, List, Undone};
use crate::tui::widgets::table::{Column, Instead};
use crate::tui::widgets::text::wrap;
use crate::tui::worker::Job;

/// Rows kept beneath the list: clause and reason, and the foot.
const BELOW: u16 = 4;

/// 缓缴资格.
pub(in crate::tui::screens) struct Matrix {
    asked: MatrixView,
    shown: EligibilityMatrix,
    failure: Option<Sentence>,
    rows: Shelf<MatrixLine>,
    list: List,
    kept: Kept,
}

impl ListRow for MatrixLine {
    fn id(&self) -> RowId {
        let numbers = [self.months.0, self.months.1].map(|month| i64::from(month.number()));
        listing::identity(&[&self.code, &self.line, &self.policy, &self.verdict.code()], numbers.into_iter())
    }

    fn amount(&self) -> Money {
        Money::ZERO
    }

    fn found_by(&self) -> String {
        [self.name.as_str(), &self.no, &self.code, &self.policy].join(&APART.to_string())
    }

    fn order_key(&self, column: &str) -> OrderKey {
        OrderKey::Text(match column {
            "line" => self.line.clone(),
            "policy" => self.policy.clone(),
            "months" => self.months.0.to_string(),
            "verdict" => self.verdict.code().to_owned(),
            "clause" => self.clause.clone(),
            "reason" => self.reason.clone(),
            _ => self.name.clone(),
        })
    }
}

impl Matrix {
    /// A part of the matrix.
    pub(in crate::tui::screens) fn new(asked: MatrixView) -> Self {
        let (rows, list, kept) = (Shelf::default(), List::default(), Kept::new("eligibility"));
        Matrix { asked, shown: EligibilityMatrix::default(), failure: None, rows, list, kept }
    }

    fn arrange(&mut self) {
        self.rows.arrange(&self.list.filter.needle(), self.list.view.ordered_by(), |_| true);
        let rows = &self.rows;
        self.list.reread(rows, |id| rows.place_of(id));
        self.list.marks.keep(|id| rows.amount_of(id));
    }

    fn current(&self) -> Option<&MatrixLine> {
        self.rows.get(self.list.at())
    }

    fn columns(lang: Lang) -> Vec<ListColumn> {
        let column = |key, title, columns| ListColumn::new(key, Column::left(title, columns));
        let ranked = |key, title, columns, rank| ListColumn::new(key, Column::left(title, columns).rank(rank));
        vec![
            column("name", ApplicationWord::Employer.in_lang(lang), 22).frozen(),
            column("line", ArrearsWord::Line.in_lang(lang), if lang == Lang::Zh { 4 } else { 12 }),
            column("policy", DeferralWord::Policy.in_lang(lang), 7),
            ranked("months", DeferralWord::Month.in_lang(lang), 16, 3),
            column("verdict", DeferralWord::Result.in_lang(lang), if lang == Lang::Zh { 4 } else { 11 }),
            ranked("clause", DeferralWord::Clause.in_lang(lang), 12, 2),
            ranked("reason", DeferralWord::WhyNot.in_lang(lang), 34, 4),
        ]
    }

    fn cells(row: &MatrixLine, lang: Lang) -> Vec<String> {
        let word = match row.verdict {
            Eligible::Yes => DeferralWord::Yes,
            Eligible::Ask => DeferralWord::Ask,
            Eligible::No => DeferralWord::No,
        };
        vec![
            row.name.clone(),
            row.line.clone(),
            row.policy.clone(),
            months(row.months),
            word.in_lang(lang).to_owned(),
            row.clause.clone(),
            row.reason.clone(),
        ]
    }

    /// The months looked at, moved by one.
    fn moved(&self, action: Action) -> Option<(FeeMonth, FeeMonth)> {
        let by = if action == Action::MonthBefore { -1 } else { 1 };
        self.shown.months.map(|(first, last)| (first.plus(by), last.plus(by)))
    }

    fn export(&self, ctx: &Ctx<'_>) -> Next {
        let columns = Self::columns(ctx.lang);
        let (header, places) = listing::shown_columns(&columns, &self.list.view);
        let row = |row: &MatrixLine| {
            let cells = Self::cells(row, ctx.lang);
            places.iter().map(|at| cells.get(*at).cloned().unwrap_or_default()).collect()
        };
        let rows: Vec<Vec<String>> = self.rows.shown().map(row).collect();
        let (name, count) = (listing::file_name(&self.crumb(ctx), ctx.info.today), rows.len());
        let export = Export { name, header, rows: ExportRows::Held(rows) };
        let facts = listing::export_facts(&export, count, Money::ZERO, false, ctx.lang);
        let warnings = vec![Word::ExportNote.in_lang(ctx.lang).to_owned()];
        let job = Job::Export(Box::new(export));
        Next::Open(Place::Batch(Box::new(BatchPreview { action: Action::Export, facts, warnings, job })))
    }

    /// Clause and reason of the row under the cursor, in full.
    fn below(&self, columns: usize) -> Vec<String> {
        let Some(row) = self.current() else { return Vec::new() };
        let said = [row.policy.as_str(), &row.clause, &row.reason];
        let said = said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ");
        wrap(&said, columns.saturating_sub(2)).into_iter().take(2).collect()
    }
}

fn months((first, last): (FeeMonth, FeeMonth)) -> String {
    crate::text::apply::months(first, last)
}

impl Screen for Matrix {
    fn scope(&self) -> Scope {
        Scope::Eligibility
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let title = MatrixWord::Title.in_lang(ctx.lang);
        match self.rows.rows().first().filter(|_| self.asked.code.is_some()) {
            Some(row) => format!("{title} {}", row.name),
            None => title.to_owned(),
        }
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.kept.settle(desk, &mut self.list.view);
        match desk.eligibility(&self.asked) {
            Ok(mut read) => {
                self.rows.put(std::mem::take(&mut read.rows));
                (self.shown, self.failure) = (read, None);
            }
            Err(sentence) => {
                self.rows.put(Vec::new());
                self.failure = Some(sentence);
            }
        }
        self.arrange();
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let nothing = || Word::NothingChosen.in_lang(ctx.lang).to_owned();
        match action {
            Action::Open | Action::New => Can::when(self.current().is_some(), nothing),
            Action::Filter | Action::ApplicationTab => Can::Yes,
            Action::MonthBefore | Action::MonthAfter => Can::when(self.shown.months.is_some(), nothing),
            Action::Mark | Action::MarkTo | Action::MarkAll | Action::MarkNone | Action::Invert => Can::Absent,
            own => self.list.can(own, &self.rows, ctx.lang).unwrap_or(Can::Absent),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        let code = self.current().map(|row| row.code.clone());
        match (action, code) {
            (Action::Open, Some(code)) if self.asked.code.is_none() => {
                let asked = MatrixView { code: Some(code), policy: None, line: None, ..self.asked.clone() };
                return Next::Open(Place::Eligibility(asked));
            }
            (Action::Open | Action::New, Some(code)) => {
                return Next::Open(Place::Form(Asking::Apply { no: String::new(), code }));
            }
            (Action::Filter, _) => return Next::Open(Place::Form(Asking::Eligibility(Box::new(self.asked.clone())))),
            (Action::ApplicationTab, _) => {
                self.asked.open_only = !self.asked.open_only;
                return Next::Load;
            }
            (Action::MonthBefore | Action::MonthAfter, _) => {
                self.asked.months = self.moved(action);
                return Next::Load;
            }
            (Action::Columns, _) => {
                return Next::Open(Place::Columns(Self::columns(ctx.lang), self.list.view.clone()));
            }
            (Action::Export, _) => return self.export(ctx),
            (Action::CopyRow, _) => {
                let cells = self.current().map(|row| Self::cells(row, ctx.lang));
                return cells.map_or(Next::Stay, |cells| Next::Copy(cells.join("  ")));
            }
            (own, _) => {
                self.list.act(own, &self.rows);
            }
        }
        Next::Stay
    }

    fn typed(&mut self, key: Key, _ctx: &Ctx<'_>) -> Option<Next> {
        match self.list.typed(key, &self.rows) {
            Typed::NotMine => return None,
            Typed::Changed => self.arrange(),
            Typed::Kept => {}
        }
        Some(Next::Stay)
    }

    fn pasted(&mut self, text: &str) -> bool {
        let taken = self.list.filter.pasted(text);
        if taken {
            self.arrange();
        }
        taken
    }

    fn back(&mut self) -> Option<Next> {
        if self.list.back(&self.rows)? == Undone::Filter {
            self.arrange();
        }
        Some(Next::Stay)
    }

    fn answered(&mut self, answer: Answer) -> Next {
        match answer {
            Answer::Eligibility(asked) => self.asked = *asked,
            Answer::View(view) => self.kept.change(&mut self.list.view, view),
            _ => return Next::Stay,
        }
        Next::Load
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let which = if self.asked.open_only { MatrixWord::OpenOnly } else { MatrixWord::AllVerdicts };
        let head = heading(&self.shown.scope, self.shown.employers, self.shown.judged, which.in_lang(lang), lang);
        canvas.text(0, 0, &head, Role::Hint);
        let cells = |at: usize| self.rows.get(at).map_or_else(Vec::new, |row| Self::cells(row, lang));
        let empty = ctx.with_keys(MatrixWord::Empty.in_lang(lang));
        let instead = self.failure.as_deref().map_or(Instead::Empty(&empty), Instead::Failed);
        let rows = canvas.height().saturating_sub(1 + BELOW);
        let (from, to) = canvas.rows(1, rows, |part| {
            let face = Face { columns: Self::columns(lang), cells: &cells, totals: None, instead };
            self.list.draw(part, &self.rows, &face, lang)
        });
        let width = usize::from(canvas.width());
        for (y, line) in (rows + 1..).zip(self.below(width)) {
            canvas.text(2, y, &line, Role::Plain);
        }
        let aside = self.kept.note().unwrap_or_default();
        let y = canvas.height().saturating_sub(2);
        self.list.draw_foot(canvas, y, &self.rows, (from, to), &aside, lang);
    }
}
