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
use crate::tui::desk::Desk;
use crate::tui::papers::{NoticeRow, NoticesAsk, PapersJob};
use crate::tui::screen::{Answer, Asking, Can, Ctx, Listed, Next, Place, Screen, Warning};
use crate::tui::screens::listing;
use crate::tui::screens::pane::{Around, Held, Pane, Sheet};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::table::Column;
use crate::tui::widgets::text::{cut, wrap};
use crate::tui::worker::Finished;

/// Lines below the rows: why the chosen one is left out.
const SAID_ROWS: u16 = 2;

/// 批量文书.
pub(in crate::tui::screens) struct Notices {
    ask: NoticesAsk,
    papers: Vec<OpenStep>,
    list: Held<NoticeRow>,
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
        Notices { ask, papers: Vec::new(), list: Held::plain() }
    }

    fn ready(&self) -> impl Iterator<Item = &NoticeRow> {
        self.list.shelf().rows().iter().filter(|row| row.why.is_none())
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
        let read = desk.notices(&self.ask).map(|view| {
            self.papers = view.papers;
            view.rows
        });
        self.list.put(desk, read);
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: PaperWord| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::Freeze if ctx.busy => Can::No(Word::Busy.in_lang(ctx.lang).to_owned()),
            Action::Freeze => Can::when(self.ready().next().is_some(), || say(PaperWord::NothingReady)),
            Action::Override => {
                let waits = self.list.shelf().rows().iter().any(|row| row.is_waivable);
                Can::when(waits, || say(PaperWord::NothingWaivable))
            }
            Action::OtherPaper => Can::when(self.papers.len() > 1, || say(PaperWord::OnePaper)),
            Action::Open => self.list.can_choose(ctx.lang),
            Action::Mark | Action::MarkTo | Action::MarkAll | Action::MarkNone | Action::Invert => Can::Absent,
            Action::Export | Action::Columns | Action::CopyRow => Can::Absent,
            own => self.list.can_list(own, ctx.lang),
        }
    }

    fn warning(&self, _action: Action, ctx: &Ctx<'_>) -> Warning {
        let (ready, owed, fee) = self.sums();
        let left = self.list.shelf().rows().len() - ready;
        let sentence = papers::freeze_warning(self.paper(), ready, &(owed + fee).grouped(), left, ctx.lang);
        Warning { sentence, figure: String::new() }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Freeze => Next::Run(PapersJob::Freeze(self.ask.clone()).job()),
            Action::Override => Next::Open(Place::Form(Asking::Override)),
            Action::OtherPaper => self.next_paper(),
            Action::Open => {
                let place = |row: &NoticeRow| Next::Open(Place::Employer(row.code.clone(), None));
                self.list.chosen().map_or(Next::Stay, place)
            }
            own => {
                let sheet = Sheet { columns: Self::columns(ctx.lang), cells: &|row| Self::cells(row, ctx.lang) };
                let title = self.crumb(ctx);
                self.list.act(own, &sheet, &title, ctx)
            }
        }
    }

    fn listed(&mut self) -> Option<&mut dyn Listed> {
        Some(&mut self.list)
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
        let left = self.list.shelf().rows().len() - ready;
        let head = papers::batch_head(self.paper(), ready, &owed.grouped(), &fee.grouped(), left, lang);
        canvas.text(0, 0, &cut(&head, width), Role::Title);
        let chosen = self.list.chosen().and_then(|row| row.why.as_ref().map(|why| (&row.name, why)));
        let mut lines: Vec<String> = chosen.map_or_else(Vec::new, |(name, why)| wrap(&format!("{name}: {why}"), width));
        lines.truncate(2);
        if !self.ask.override_reason.is_empty() {
            let set = PaperWord::OverrideSet.in_lang(lang);
            lines.insert(0, cut(&format!("* {set}: {}", self.ask.override_reason), width));
        }
        let empty = ctx.with_keys(PaperWord::NobodyAsked.in_lang(lang));
        let sheet = Sheet { columns: Self::columns(lang), cells: &|row| Self::cells(row, lang) };
        let rest = canvas.height().saturating_sub(1);
        canvas.rows(1, rest, |part| {
            let below = self.list.draw(part, &sheet, Around { free: SAID_ROWS, ..Around::rows(&empty) }, lang);
            for (y, line) in (below..below + SAID_ROWS).zip(lines) {
                part.text(0, y, &line, Role::Plain);
            }
        });
    }
}
