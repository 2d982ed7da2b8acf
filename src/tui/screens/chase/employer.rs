//! 一户: ledger line × month × portion, fee, ageing, next step, and what every topic has on record.
//!
//! Invariant: the sums at the foot of the ledger are those of the rows listed; Enter on a row shows how
//! its fee came about.

use super::{moved, nothing};
use crate::domain::arrears::ageing::Bucket;
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::arrears::{self, ArrearsWord};
use crate::text::chase::{self, ChaseWord};
use crate::text::collecting::CollectingWord;
use crate::text::lang::Lang;
use crate::text::masked;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::chase::{ChaseAct, DueKey, EmployerView, LedgerRow};
use crate::tui::desk::Desk;
use crate::tui::screen::{Answer, Asking, Can, Ctx, EmployersAsked, Loaded, Next, Place, Screen};
use crate::tui::screens::listing::Kept;
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::list::filter::Typed;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::shelf::{ListRow, OrderKey, Shelf};
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::list::{Face, List, Rows, Undone};
use crate::tui::widgets::table::{Column, Instead};
use crate::tui::widgets::text::{cut, width};
use crate::tui::worker::Job;

/// Rows of the ledger that are kept however much there is to say below it.
const LEDGER_LEAST: u16 = 6;

/// 一户.
pub(in crate::tui::screens) struct Employer {
    code: String,
    as_of: Option<BusinessDay>,
    all: bool,
    read: Loaded<Option<EmployerView>>,
    /// The plan that runs.
    plan: Option<i64>,
    rows: Shelf<LedgerRow>,
    list: List,
    kept: Kept,
}

impl ListRow for LedgerRow {
    fn id(&self) -> RowId {
        i64::try_from(self.place).unwrap_or(i64::MAX)
    }

    fn amount(&self) -> Money {
        self.standing.owed + self.standing.fee_owed()
    }

    fn found_by(&self) -> String {
        format!("{} {}", self.line, self.standing.item.month)
    }

    fn order_key(&self, column: &str) -> OrderKey {
        let standing = &self.standing;
        match column {
            "line" => OrderKey::Text(self.line.clone()),
            "month" => OrderKey::Number(i64::from(standing.item.month.number())),
            "portion" => OrderKey::Number(standing.item.portion as i64),
            "due" => OrderKey::Number(standing.item.amount.fen()),
            "paid" => OrderKey::Number(standing.paid.fen()),
            "owed" => OrderKey::Number(standing.owed.fen()),
            "days" => OrderKey::Number(i64::from(self.days)),
            "deferred" => OrderKey::Number(standing.deferred.fen()),
            "written_off" => OrderKey::Number(standing.written_off.fen()),
            "due_on" => OrderKey::Number(i64::from(standing.terms.due_on.number())),
            _ => OrderKey::Number(standing.fee_owed().fen()),
        }
    }
}

impl Employer {
    /// One employer, by credit code.
    pub(in crate::tui::screens) fn new(code: String, as_of: Option<BusinessDay>) -> Self {
        let (rows, list, kept) = (Shelf::default(), List::default(), Kept::new("employer"));
        Employer { code, as_of, all: false, read: Loaded::Ready(None), plan: None, rows, list, kept }
    }

    fn shown(&self) -> Option<&EmployerView> {
        self.read.ready().and_then(Option::as_ref)
    }

    fn arrange(&mut self) {
        let all = self.all;
        self.rows.arrange(&self.list.filter.needle(), self.list.view.ordered_by(), |row| all || row.is_open());
        let rows = &self.rows;
        self.list.reread(rows, |id| rows.place_of(id));
        self.list.marks.keep(|id| rows.amount_of(id));
    }

    fn working(&self, place: Option<usize>) -> Next {
        Next::Open(Place::Working(self.code.clone(), place, self.as_of))
    }

    /// The form, or the work, of an action of the chase.
    fn chase(&self, action: Action) -> Next {
        let Some(shown) = self.shown() else { return Next::Stay };
        let code = || self.code.clone();
        let due = || {
            self.rows.get(self.list.at()).map(|row| DueKey {
                line: row.line_code.clone(),
                month: row.standing.item.month,
                portion: row.standing.item.portion,
            })
        };
        Next::Open(Place::Form(match action {
            Action::Advance => Asking::Step(code(), shown.open.clone()),
            Action::Serve => Asking::Serve(shown.unserved.iter().map(|step| (code(), step.clone())).collect()),
            Action::HoldBack => Asking::Hold(code(), due()),
            _ => {
                let confirm = |hold| Next::Run(Job::Chase(Box::new(ChaseAct::ConfirmHold(hold))));
                return shown.unconfirmed.map_or(Next::Stay, confirm);
            }
        }))
    }

    fn ask(&self) -> Next {
        let now = crate::tui::chase::EmployersAsk { as_of: self.as_of, ..Default::default() };
        let asked = EmployersAsked { now, date_only: true, ..EmployersAsked::default() };
        Next::Open(Place::Form(Asking::Employers(Box::new(asked))))
    }

    fn columns(lang: Lang) -> Vec<ListColumn> {
        let word = |word: ArrearsWord| word.in_lang(lang);
        let wide = lang == Lang::En;
        let money = |key, title: ArrearsWord, rank| ListColumn::new(key, Column::right(word(title), 13).rank(rank));
        vec![
            ListColumn::new("line", Column::left(word(ArrearsWord::Line), if wide { 10 } else { 8 })).frozen(),
            ListColumn::new("month", Column::left(word(ArrearsWord::Month), 7)),
            ListColumn::new("portion", Column::left(word(ArrearsWord::Portion), if wide { 10 } else { 4 }).rank(2)),
            money("due", ArrearsWord::Due, 3),
            money("paid", ArrearsWord::Paid, 4),
            money("owed", ArrearsWord::Owed, 0),
            money("fee", ArrearsWord::LateFee, 0),
            ListColumn::new("days", Column::right(word(ArrearsWord::Days), 5).rank(5)),
            ListColumn::new("deferred", Column::right(word(ArrearsWord::Deferred), 13).rank(6)),
            ListColumn::new("written_off", Column::right(word(ArrearsWord::WrittenOff), 13).rank(8)),
            ListColumn::new("due_on", Column::left(word(ArrearsWord::DueOn), 10).rank(7)),
        ]
    }

    fn cells(row: &LedgerRow, lang: Lang) -> Vec<String> {
        let standing = &row.standing;
        vec![
            row.line.clone(),
            standing.item.month.to_string(),
            arrears::portion(standing.item.portion, lang).to_owned(),
            standing.item.amount.grouped(),
            standing.paid.grouped(),
            standing.owed.grouped(),
            standing.fee_owed().grouped(),
            row.days.to_string(),
            standing.deferred.grouped(),
            standing.written_off.grouped(),
            standing.terms.due_on.to_string(),
        ]
    }

    fn totals(&self, lang: Lang) -> Vec<String> {
        let sum = |each: fn(&LedgerRow) -> Money| self.rows.shown().map(each).sum::<Money>().grouped();
        vec![
            Word::Total.in_lang(lang).to_owned(),
            String::new(),
            String::new(),
            sum(|row| row.standing.item.amount),
            sum(|row| row.standing.paid),
            sum(|row| row.standing.owed),
            sum(|row| row.standing.fee_owed()),
            String::new(),
            sum(|row| row.standing.deferred),
            sum(|row| row.standing.written_off),
        ]
    }
}

impl Screen for Employer {
    fn scope(&self) -> Scope {
        Scope::Employer
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        self.shown()
            .map_or_else(|| ChaseWord::Employer.in_lang(ctx.lang).to_owned(), |shown| shown.employer.name.clone())
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.kept.settle(desk, &mut self.list.view);
        self.read = Loaded::from_result(desk.employer(&self.code, self.as_of).map(Some));
        self.plan = desk.running_plan(&self.code).ok().flatten();
        self.rows.put(self.shown().map(|shown| shown.items.clone()).unwrap_or_default());
        self.arrange();
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Open => Can::when(self.rows.total() > 0, || nothing(ctx.lang)),
            Action::Working | Action::Dossier | Action::LogCall => {
                Can::when(self.shown().is_some(), || nothing(ctx.lang))
            }
            Action::Advance => {
                let open = self.shown().is_some_and(|shown| !shown.open.is_empty());
                Can::when(open, || self.shown().map_or_else(|| nothing(ctx.lang), |shown| shown.next.clone()))
            }
            Action::Serve => {
                let waits = self.shown().is_some_and(|shown| !shown.unserved.is_empty());
                Can::when(waits, || ChaseWord::NothingToServe.in_lang(ctx.lang).to_owned())
            }
            Action::MakePlan if self.shown().is_some() => {
                Can::when(self.plan.is_none(), || CollectingWord::PlanRuns.in_lang(ctx.lang).to_owned())
            }
            Action::EndPlan if self.shown().is_some() => {
                Can::when(self.plan.is_some(), || CollectingWord::NoPlan.in_lang(ctx.lang).to_owned())
            }
            Action::Notices => Can::when(self.shown().is_some(), || nothing(ctx.lang)),
            Action::HoldBack => Can::when(self.shown().is_some(), || nothing(ctx.lang)),
            Action::ConfirmHold => {
                let waits = self.shown().is_some_and(|shown| shown.unconfirmed.is_some());
                Can::when(waits, || ChaseWord::NothingToConfirm.in_lang(ctx.lang).to_owned())
            }
            Action::AllRows => {
                let settled = self.rows.rows().iter().any(|row| !row.is_open());
                Can::when(settled, || ChaseWord::NothingSettled.in_lang(ctx.lang).to_owned())
            }
            Action::Filter | Action::DayBefore | Action::DayAfter => Can::Yes,
            Action::Mark | Action::MarkTo | Action::MarkAll | Action::MarkNone | Action::Invert | Action::Export => {
                Can::Absent
            }
            own => self.list.can(own, &self.rows, ctx.lang).unwrap_or(Can::Absent),
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Open => return self.working(self.rows.get(self.list.at()).map(|row| row.place)),
            Action::Working => return self.working(None),
            Action::LogCall => {
                let name = self.shown().map_or_else(String::new, |shown| shown.employer.name.clone());
                return Next::Open(Place::Form(Asking::Call { code: self.code.clone(), name }));
            }
            Action::MakePlan => {
                let name = self.shown().map_or_else(String::new, |shown| shown.employer.name.clone());
                return Next::Open(Place::Form(Asking::Plan(self.code.clone(), name)));
            }
            Action::EndPlan => {
                return self.plan.map_or(Next::Stay, |no| Next::Open(Place::Form(Asking::EndPlan(no))));
            }
            Action::Notices => return Next::Open(Place::Notices(super::first_notice(vec![self.code.clone()]))),
            Action::Dossier => return Next::Open(Place::Dossier(self.code.clone(), self.as_of)),
            Action::Advance | Action::Serve | Action::HoldBack | Action::ConfirmHold => return self.chase(action),
            Action::Filter => return self.ask(),
            Action::AllRows => {
                self.all = !self.all;
                self.arrange();
            }
            Action::DayBefore | Action::DayAfter => {
                self.as_of = moved(self.as_of, ctx.info.today, action);
                return Next::Load;
            }
            Action::Columns => return Next::Open(Place::Columns(Self::columns(ctx.lang), self.list.view.clone())),
            Action::CopyRow => {
                let cells = self.rows.get(self.list.at()).map(|row| Self::cells(row, ctx.lang));
                return cells.map_or(Next::Stay, |cells| Next::Copy(cells.join("  ")));
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
        match answer {
            Answer::Employers(ask) => self.as_of = ask.as_of,
            Answer::View(view) => self.kept.change(&mut self.list.view, view),
            _ => return Next::Stay,
        }
        Next::Load
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        if let Some(sentence) = self.read.failure() {
            canvas.text(2, 1, &format!("! {sentence}"), Role::Wrong);
        }
        let Some(shown) = self.shown() else { return };
        let columns = usize::from(canvas.width());
        canvas.text(0, 0, &cut(&facts(shown, lang), columns), Role::Plain);
        let lines = below(shown, columns, lang);
        let room = canvas.height().saturating_sub(1 + LEDGER_LEAST);
        let below = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(room);
        let rows = canvas.height().saturating_sub(below + 1);
        let cells = |at: usize| self.rows.get(at).map_or_else(Vec::new, |row| Self::cells(row, lang));
        let empty = ctx.with_keys(ChaseWord::EmptyItems.in_lang(lang));
        canvas.rows(1, rows, |part| {
            let (columns, totals) = (Self::columns(lang), Some(self.totals(lang)));
            let face = Face { columns, cells: &cells, totals, instead: Instead::Empty(&empty) };
            self.list.draw(part, &self.rows, &face, lang)
        });
        for (y, (line, role)) in (rows + 1..canvas.height()).zip(lines) {
            canvas.text(0, y, &line, role);
        }
        if self.list.filter.typing() {
            let y = canvas.height().saturating_sub(2);
            self.list.draw_foot(canvas, y, &self.rows, (0, 0), "", lang);
        }
    }
}

/// Code, number, what it is and who is in charge, on one line.
fn facts(shown: &EmployerView, lang: Lang) -> String {
    let employer = &shown.employer;
    let officer = format!("{} {}", ArrearsWord::Officer.in_lang(lang), employer.officer);
    let legal = format!("{} {}", ChaseWord::Legal.in_lang(lang), masked::name(&employer.legal_representative));
    let parts = [
        employer.code.to_string(),
        employer.no.clone(),
        arrears::status(employer.status, lang).to_owned(),
        employer.kind.clone(),
        employer.area.clone(),
        officer,
        legal,
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

/// What stands below the ledger: fee, ageing, next step, the first lines of every section.
fn below(shown: &EmployerView, columns: usize, lang: Lang) -> Vec<(String, Role)> {
    let word = |word: ChaseWord| word.in_lang(lang);
    let mut lines = vec![(String::new(), Role::Plain)];
    let mut fee = format!(
        "{} {}  {} {}",
        arrears::ArrearsWord::Until.in_lang(lang),
        shown.as_of,
        word(ChaseWord::Fee),
        shown.sums.fee.grouped()
    );
    if shown.uncapped != shown.sums.fee {
        fee.push_str(&format!(" ({} {})", word(ChaseWord::Uncapped), shown.uncapped.grouped()));
    }
    let both = (shown.sums.owed + shown.sums.fee).grouped();
    fee.push_str(&format!("  {} {both}", chase::principal_and_fee(lang)));
    if !shown.unallocated.is_zero() {
        fee.push_str(&format!("  * {} {}", word(ChaseWord::Unallocated), shown.unallocated.grouped()));
    }
    lines.push((cut(&fee, columns), Role::Plain));
    lines.extend(ages(shown, columns, lang).into_iter().map(|line| (line, Role::Plain)));
    lines.push((cut(&format!("{}: {}", word(ChaseWord::Next), shown.next), columns), Role::Head));
    for section in &shown.sections {
        let first = section.lines.first().map_or("", String::as_str);
        let more = if section.lines.len() > 1 { format!(" ({})", section.lines.len()) } else { String::new() };
        lines.push((cut(&format!("{}{more}  {first}", section.title), columns), Role::Plain));
    }
    lines
}

/// What is overdue by age, in as few lines as it takes.
fn ages(shown: &EmployerView, columns: usize, lang: Lang) -> Vec<String> {
    let label = ChaseWord::Ageing.in_lang(lang);
    let buckets = Bucket::ALL.iter().zip(shown.sums.buckets).filter(|(_, amount)| !amount.is_zero());
    let mut parts: Vec<String> =
        buckets.map(|(bucket, amount)| format!("{} {}", chase::bucket(*bucket, lang), amount.grouped())).collect();
    let rest = [(ChaseWord::Coming, shown.sums.coming), (ChaseWord::Deferred, shown.sums.deferred)];
    let rest = rest.into_iter().filter(|(_, amount)| !amount.is_zero());
    parts.extend(rest.map(|(word, amount)| format!("{} {}", word.in_lang(lang), amount.grouped())));
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if width(line) + 2 + width(&part) <= columns => *line = format!("{line}  {part}"),
            Some(_) => lines.push(format!("{}{part}", " ".repeat(width(label) + 2))),
            None => lines.push(format!("{label}  {part}")),
        }
    }
    lines
}
