//! 批量文书: who gets a notice, who does not and why, then 定稿编号 in one act.
//!
//! Invariant: those left out stand first, so that nobody numbers a batch without having seen them.

use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::text::papers::{self, PaperWord};
use crate::text::pinyin::APART;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::chase::OpenStep;
use crate::tui::desk::{Desk, Sentence};
use crate::tui::papers::{NoticeRow, NoticesAsk, PapersJob};
use crate::tui::screen::{Answer, Asking, Can, Ctx, Next, Place, Screen, Warning};
use crate::tui::screens::listing;
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::filter::Typed;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey, Shelf};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::list::{Face, List, Rows, Undone};
use crate::tui::widgets::table::{Column, Instead};
use crate::tui::widgets::text::{cut, wrap};
use crate::tui::worker::Finished;

/// Lines below the list: why the chosen row is left out, and the foot of every list.
const BELOW: u16 = 4;

/// 批量文书.
pub(in crate::tui::screens) struct Notices {
    ask: NoticesAsk,
    papers: Vec<OpenStep>,
    failure: Option<Sentence>,
    rows: Shelf<NoticeRow>,
    list: List,
}

impl ListRow for NoticeRow {
    fn id(&self) -> RowId {
        listing::identity(&[&self.code], std::iter::empty())
    }

    fn amount(&self) -> Money {
        self.owed + self.fee
    }

    fn found_by(&self) -> String {
        format!("{}{APART}{}", self.name, self.code)
    }

    fn order_key(&self, column: &str) -> OrderKey {
        match column {
            "name" => OrderKey::Text(self.name.clone()),
            "dues" => OrderKey::Number(i64::try_from(self.dues).unwrap_or(i64::MAX)),
            "owed" => OrderKey::Number(self.owed.fen()),
            "fee" => OrderKey::Number(self.fee.fen()),
            _ => OrderKey::Number(i64::from(self.why.is_none())),
        }
    }
}

impl Notices {
    /// A batch as it would be.
    pub(in crate::tui::screens) fn new(ask: NoticesAsk) -> Self {
        Notices { ask, papers: Vec::new(), failure: None, rows: Shelf::default(), list: List::default() }
    }

    fn arrange(&mut self) {
        self.rows.arrange(&self.list.filter.needle(), self.list.view.ordered_by(), |_| true);
        let rows = &self.rows;
        self.list.reread(rows, |id| rows.place_of(id));
    }

    fn ready(&self) -> impl Iterator<Item = &NoticeRow> {
        self.rows.rows().iter().filter(|row| row.why.is_none())
    }

    fn sums(&self) -> (usize, Money, Money) {
        let (owed, fee) = (self.ready().map(|row| row.owed).sum(), self.ready().map(|row| row.fee).sum());
        (self.ready().count(), owed, fee)
    }

    fn paper(&self) -> &str {
        self.papers.iter().find(|paper| paper.code == self.ask.step).map_or(&self.ask.step, |paper| &paper.name)
    }

    fn next_paper(&mut self) -> Next {
        let at = self.papers.iter().position(|paper| paper.code == self.ask.step).unwrap_or(0);
        if let Some(next) = self.papers.get((at + 1) % self.papers.len().max(1)) {
            self.ask.step.clone_from(&next.code);
        }
        Next::Load
    }

    fn columns(lang: Lang) -> Vec<ListColumn> {
        let word = |word: PaperWord| word.in_lang(lang);
        vec![
            ListColumn::new("name", Column::left(word(PaperWord::Employer), 26)).frozen(),
            ListColumn::new("ready", Column::left(word(PaperWord::Verdict), 12)),
            ListColumn::new("dues", Column::right(word(PaperWord::Dues), 5).rank(3)),
            ListColumn::new("owed", Column::right(word(PaperWord::Owed), 15)),
            ListColumn::new("fee", Column::right(word(PaperWord::Fee), 15).rank(2)),
        ]
    }

    fn cells(row: &NoticeRow, lang: Lang) -> Vec<String> {
        let blank = |text: String| if row.why.is_some() { String::new() } else { text };
        vec![
            row.name.clone(),
            row.why.clone().unwrap_or_else(|| PaperWord::Ready.in_lang(lang).to_owned()),
            blank(row.dues.to_string()),
            blank(row.owed.grouped()),
            blank(row.fee.grouped()),
        ]
    }
}

impl Screen for Notices {
    fn scope(&self) -> Scope {
        Scope::Notices
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        PaperWord::Notices.in_lang(ctx.lang).to_owned()
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        match desk.notices(&self.ask) {
            Ok(view) => {
                (self.papers, self.failure) = (view.papers, None);
                self.rows.put(view.rows);
            }
            Err(sentence) => {
                self.failure = Some(sentence);
                self.rows.put(Vec::new());
            }
        }
        self.arrange();
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: PaperWord| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::Freeze if ctx.busy => Can::No(Word::Busy.in_lang(ctx.lang).to_owned()),
            Action::Freeze => Can::when(self.ready().next().is_some(), || say(PaperWord::NothingReady)),
            Action::Override => {
                let waits = self.rows.rows().iter().any(|row| row.is_waivable);
                Can::when(waits, || say(PaperWord::NothingWaivable))
            }
            Action::OtherPaper => Can::when(self.papers.len() > 1, || say(PaperWord::OnePaper)),
            Action::Open => Can::when(self.rows.total() > 0, || Word::NothingChosen.in_lang(ctx.lang).to_owned()),
            Action::Mark | Action::MarkTo | Action::MarkAll | Action::MarkNone | Action::Invert => Can::Absent,
            Action::Export | Action::Columns | Action::CopyRow => Can::Absent,
            own => self.list.can(own, &self.rows, ctx.lang).unwrap_or(Can::Absent),
        }
    }

    fn warning(&self, _action: Action, ctx: &Ctx<'_>) -> Warning {
        let (ready, owed, fee) = self.sums();
        let left = self.rows.rows().len() - ready;
        let sentence = papers::freeze_warning(self.paper(), ready, &(owed + fee).grouped(), left, ctx.lang);
        Warning { sentence, figure: String::new() }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Freeze => return Next::Run(PapersJob::Freeze(self.ask.clone()).job()),
            Action::Override => return Next::Open(Place::Form(Asking::Override)),
            Action::OtherPaper => return self.next_paper(),
            Action::Open => {
                let place = |row: &NoticeRow| Next::Open(Place::Employer(row.code.clone(), None));
                return self.rows.get(self.list.at()).map_or(Next::Stay, place);
            }
            own => {
                self.list.act(own, &self.rows);
            }
        }
        Next::Stay
    }

    fn typed(&mut self, key: crate::term::Key, _ctx: &Ctx<'_>) -> Option<Next> {
        match self.list.typed(key, &self.rows) {
            Typed::NotMine => return None,
            Typed::Changed => self.arrange(),
            Typed::Kept => {}
        }
        Some(Next::Stay)
    }

    fn back(&mut self) -> Option<Next> {
        if self.list.back(&self.rows)? == Undone::Filter {
            self.arrange();
        }
        Some(Next::Stay)
    }

    fn answered(&mut self, answer: Answer) -> Next {
        let Answer::Reason(reason) = answer else { return Next::Stay };
        self.ask.override_reason = reason;
        Next::Load
    }

    fn finished(&mut self, finished: &Finished) -> Next {
        match finished {
            Finished::Papers(done) => done.frozen.map_or(Next::Stay, |batch| Next::Swap(Place::Papers(Some(batch)))),
            _ => Next::Stay,
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let width = usize::from(canvas.width());
        let (ready, owed, fee) = self.sums();
        let left = self.rows.rows().len() - ready;
        let head = papers::batch_head(self.paper(), ready, &owed.grouped(), &fee.grouped(), left, lang);
        canvas.text(0, 0, &cut(&head, width), Role::Title);
        let cells = |at: usize| self.rows.get(at).map_or_else(Vec::new, |row| Self::cells(row, lang));
        let empty = ctx.with_keys(PaperWord::NobodyAsked.in_lang(lang));
        let instead = self.failure.as_deref().map_or(Instead::Empty(&empty), Instead::Failed);
        let rows = canvas.height().saturating_sub(1 + BELOW);
        let shown = canvas.rows(1, rows, |part| {
            let face = Face { columns: Self::columns(lang), cells: &cells, totals: None, instead };
            self.list.draw(part, &self.rows, &face, lang)
        });
        let chosen = self.rows.get(self.list.at()).and_then(|row| row.why.as_ref().map(|why| (&row.name, why)));
        let mut lines: Vec<String> = chosen.map_or_else(Vec::new, |(name, why)| wrap(&format!("{name}: {why}"), width));
        lines.truncate(2);
        if !self.ask.override_reason.is_empty() {
            let set = PaperWord::OverrideSet.in_lang(lang);
            lines.insert(0, cut(&format!("* {set}: {}", self.ask.override_reason), width));
        }
        let foot = canvas.height().saturating_sub(2);
        for (y, line) in (rows + 1..foot).zip(lines) {
            canvas.text(0, y, &line, Role::Plain);
        }
        self.list.draw_foot(canvas, foot, &self.rows, shown, "", lang);
    }
}
