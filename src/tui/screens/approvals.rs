//! 审批: what waits for approval, and what ended; one or many are approved after a preview.
//!
//! Invariant: a decision hands back the hash of the document as it was listed, so that nothing is
//! approved that changed since; what is another's to approve stays listed with the reason.

use crate::domain::approval::rule::Obstacle;
use crate::domain::approval::{Stage, Verdict};
use crate::domain::money::Money;
use crate::text::approval::{self, ApprovalWord};
use crate::text::lang::Lang;
use crate::text::pinyin::APART;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::approvals::{ApprovalDeciding, ApprovalRow};
use crate::tui::desk::Desk;
use crate::tui::screen::{Asking, BatchPreview, Can, Ctx, Listed, Next, Place, Screen};
use crate::tui::screens::pane::{Around, Held, Pane, Sheet};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::table::Column;
use crate::tui::widgets::text::wrap;
use crate::tui::worker::Job;

/// Rows below the list for why the chosen one is not one's own to approve.
const NOTE_ROWS: u16 = 2;
/// Refusals a preview names one by one.
const NAMED_MOST: usize = 3;

/// 审批.
pub(super) struct Approvals {
    all: bool,
    list: Held<ApprovalRow>,
}

impl Default for Approvals {
    fn default() -> Self {
        Approvals { all: false, list: Held::named("approvals", &[]) }
    }
}

impl ListRow for ApprovalRow {
    fn id(&self) -> RowId {
        self.number
    }

    fn amount(&self) -> Money {
        self.amount
    }

    fn found_by(&self) -> String {
        let kinds = [Lang::Zh, Lang::En].map(|lang| approval::subject_kind(self.kind, lang));
        let texts = [&self.title, &self.submitted_by, &self.waits_for, &self.policy];
        let all = texts.map(String::as_str).into_iter().chain(kinds);
        format!(
            "{}{APART}{APART}{}{APART}{}",
            self.number,
            self.amount,
            all.collect::<Vec<_>>().join(&APART.to_string())
        )
    }

    fn order_key(&self, column: &str) -> OrderKey {
        match column {
            "kind" => OrderKey::Text(self.kind.code().to_owned()),
            "title" => OrderKey::Text(self.title.clone()),
            "amount" => OrderKey::Number(self.amount.fen()),
            "due" => OrderKey::Number(self.due_on.map_or(i64::MAX, |day| i64::from(day.number()))),
            "by" => OrderKey::Text(self.submitted_by.clone()),
            _ => OrderKey::Number(self.number),
        }
    }
}

/// The preview of deciding these: how many, how much, what cannot be decided, and what comes next.
pub(super) fn preview(rows: &[&ApprovalRow], verdict: Verdict, lang: Lang) -> Next {
    let action = if verdict == Verdict::Withdraw { Action::Withdraw } else { Action::Approve };
    let refusal = |row: &ApprovalRow| row.refusal.clone().filter(|_| verdict == Verdict::Approve);
    let (refused, taken): (Vec<&ApprovalRow>, Vec<&ApprovalRow>) = rows.iter().partition(|row| refusal(row).is_some());
    let name = |row: &ApprovalRow| format!("#{} {} {}", row.number, approval::subject_kind(row.kind, lang), row.title);
    if taken.is_empty() {
        let reason = refused.first().and_then(|row| refusal(row));
        return Next::Refuse(reason.unwrap_or_else(|| Word::NothingChosen.in_lang(lang).to_owned()));
    }
    let sum = taken.iter().map(|row| row.amount).sum::<Money>();
    let facts = vec![(Word::BatchRows, taken.len().to_string()), (Word::BatchSum, sum.grouped())];
    let mut warnings: Vec<String> = taken.iter().take(NAMED_MOST).map(|row| name(row)).collect();
    let left_out = |row: &&ApprovalRow| format!("{} {}", name(row), refusal(row).unwrap_or_default());
    warnings.extend(refused.iter().take(NAMED_MOST).map(left_out));
    if refused.len() > NAMED_MOST {
        warnings.push(approval::not_taken(refused.len(), lang));
    }
    let job = Job::Approve(taken.iter().map(|row| deciding(row, verdict)).collect());
    Next::Open(Place::Batch(Box::new(BatchPreview { action, facts, warnings, job })))
}

/// A decision on a row as it is listed.
pub(super) fn deciding(row: &ApprovalRow, verdict: Verdict) -> ApprovalDeciding {
    let (number, seen) = (row.number, row.sha256.clone());
    ApprovalDeciding { number, verdict, seen, reason: String::new(), clause: String::new() }
}

/// What an action decides, and how it is asked for.
pub(super) fn decide(action: Action, row: &ApprovalRow, lang: Lang) -> Next {
    let ask = |verdict| Next::Open(Place::Form(Asking::Approval(Box::new(deciding(row, verdict)))));
    match action {
        Action::Approve => preview(&[row], Verdict::Approve, lang),
        Action::Withdraw => preview(&[row], Verdict::Withdraw, lang),
        Action::SendBack => ask(Verdict::Return),
        _ => ask(Verdict::Refuse),
    }
}

/// Whether a row can be decided so; `None` for other actions.
pub(super) fn can_decide(action: Action, row: Option<&ApprovalRow>, ctx: &Ctx<'_>) -> Option<Can> {
    if !matches!(action, Action::Approve | Action::SendBack | Action::Refuse | Action::Withdraw) {
        return None;
    }
    let say = |word: Word| word.in_lang(ctx.lang).to_owned();
    let Some(row) = row else { return Some(Can::No(say(Word::NothingChosen))) };
    if ctx.busy {
        return Some(Can::No(say(Word::Busy)));
    }
    if row.stage != Stage::Waiting {
        return Some(Can::No(approval::obstacle(&Obstacle::NotWaiting(row.stage), ctx.lang)));
    }
    // Who may send back is who may approve; who may withdraw only the book can tell.
    let refusal = row.refusal.clone().filter(|_| action != Action::Withdraw);
    Some(refusal.map_or(Can::Yes, Can::No))
}

impl Approvals {
    fn columns(lang: Lang) -> Vec<ListColumn> {
        let word = |word: ApprovalWord| word.in_lang(lang);
        let wide = |zh: usize, en: usize| if lang == Lang::Zh { zh } else { en };
        vec![
            ListColumn::new("number", Column::right(word(ApprovalWord::Number), 5)).frozen(),
            ListColumn::new("kind", Column::left(word(ApprovalWord::Kind), wide(6, 16))),
            ListColumn::new("title", Column::left(word(ApprovalWord::Title), 14)),
            ListColumn::new("amount", Column::right(word(ApprovalWord::Amount), 14)),
            ListColumn::new("due", Column::left(word(ApprovalWord::Due), 10)),
            ListColumn::new("by", Column::left(word(ApprovalWord::Submitted), 10).rank(1)),
            ListColumn::new("waits", Column::left(word(ApprovalWord::Step), 0)).unordered(),
        ]
    }

    fn cells(row: &ApprovalRow, ctx: &Ctx<'_>) -> Vec<String> {
        let lang = ctx.lang;
        let late = row.due_on.is_some_and(|day| day < ctx.info.today);
        let due = row.due_on.map_or("-".to_owned(), |day| day.date().format("%m-%d").to_string());
        let mine = row.refusal.is_none();
        let waits = match row.stage {
            Stage::Waiting if mine => format!("* {}", row.waits_for),
            Stage::Waiting => row.waits_for.clone(),
            ended => approval::stage(ended, lang).to_owned(),
        };
        vec![
            row.number.to_string(),
            approval::subject_kind(row.kind, lang).to_owned(),
            row.title.clone(),
            row.amount.grouped(),
            if late { format!("{due} !") } else { due },
            row.submitted_by.clone(),
            waits,
        ]
    }
}

impl Screen for Approvals {
    fn scope(&self) -> Scope {
        Scope::Approvals
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let word = if self.all { ApprovalWord::All } else { ApprovalWord::Queue };
        word.in_lang(ctx.lang).to_owned()
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.list.put(desk, desk.approvals(self.all));
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        if action == Action::Approve && !self.list.marked().is_empty() {
            return Can::when(!ctx.busy, || Word::Busy.in_lang(ctx.lang).to_owned());
        }
        if let Some(can) = can_decide(action, self.list.chosen(), ctx) {
            return can;
        }
        match action {
            Action::Open => self.list.can_choose(ctx.lang),
            Action::AllRounds => Can::Yes,
            own => self.list.can_list(own, ctx.lang),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        let row = self.list.chosen();
        match action {
            Action::Approve if !self.list.marked().is_empty() => {
                preview(&self.list.marked(), Verdict::Approve, ctx.lang)
            }
            Action::Approve | Action::SendBack | Action::Refuse | Action::Withdraw => {
                row.map_or(Next::Stay, |row| decide(action, row, ctx.lang))
            }
            Action::Open => row.map_or(Next::Stay, |row| Next::Open(Place::Approval(row.number))),
            Action::AllRounds => {
                self.all = !self.all;
                Next::Load
            }
            own => {
                let sheet = Sheet { columns: Self::columns(ctx.lang), cells: &|row| Self::cells(row, ctx) };
                let title = self.crumb(ctx);
                self.list.act(own, &sheet, &title, ctx)
            }
        }
    }

    fn listed(&mut self) -> Option<&mut dyn Listed> {
        Some(&mut self.list)
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let sheet = Sheet { columns: Self::columns(lang), cells: &|row| Self::cells(row, ctx) };
        let waiting = |row: &&ApprovalRow| row.stage == Stage::Waiting;
        let mine = self.list.shelf().shown().filter(|row| waiting(row) && row.refusal.is_none()).count();
        let aside = vec![approval::mine(mine, &self.list.rows().sum().grouped(), lang)];
        let around = Around { aside, free: NOTE_ROWS, ..Around::rows(ApprovalWord::NoneWaiting.in_lang(lang)) };
        let below = self.list.draw(canvas, &sheet, around, lang);
        if let Some(refusal) = self.list.chosen().filter(waiting).and_then(|row| row.refusal.as_ref()) {
            let room = usize::from(canvas.width()).saturating_sub(4);
            for (y, line) in (below..below + NOTE_ROWS).zip(wrap(&approval::not_yours(refusal, lang), room)) {
                canvas.text(2, y, &line, Role::Hint);
            }
        }
    }
}
