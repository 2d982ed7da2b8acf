//! 清欠进度表 as a sheet: the closing equation of every cell, then rates, targets and bars.

use super::{Cell, Kind, Sheet, Table, words};
use crate::domain::collection::policy::CollectionPolicy;
use crate::domain::collection::progress::{self, Period, ProgressBy, tier};
use crate::domain::collection::target::{Measure, Target};
use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::text::progress::{self as told, ProgressWord};

/// Cells of a bar.
const BAR: usize = 20;

/// A row of the sheet.
#[derive(Clone, Debug)]
pub struct ProgressRow {
    /// The group's key: what targets name.
    pub key: String,
    /// The group in words.
    pub label: String,
    /// Its sums.
    pub cell: progress::Cell,
}

/// All the sheet is made of.
#[derive(Clone, Debug)]
pub struct ProgressFacts {
    /// The period.
    pub period: Period,
    /// Group.
    pub by: ProgressBy,
    /// A row a group, in the order they are listed.
    pub rows: Vec<ProgressRow>,
    /// Goals and tiers.
    pub policy: CollectionPolicy,
    /// Targets of the year the period ends in, for this group.
    pub targets: Vec<Target>,
    /// 可支付月数 in hundredths, and of how many months.
    pub months_payable: Option<(i64, usize)>,
}

impl ProgressFacts {
    /// The sums over all groups.
    pub fn total(&self) -> progress::Cell {
        let mut total = progress::Cell::default();
        self.rows.iter().for_each(|row| total += row.cell);
        total
    }

    /// How much of a group's target came in, in hundredths of a per cent; `None` without a target.
    pub fn done(&self, row: &ProgressRow, measure: Measure) -> Option<i64> {
        let target = self.targets.iter().find(|target| target.key == row.key && target.measure == measure)?;
        let came = match measure {
            Measure::Collect => row.cell.due_paid,
            Measure::Clear => row.cell.collected,
        };
        progress::rate(came, target.amount)
    }
}

/// The sheet.
pub fn sheet(facts: &ProgressFacts, lang: Lang) -> Sheet {
    let goals = (facts.policy.collection_goal, facts.policy.clearing_goal);
    let period = told::period(&facts.period.from.to_string(), &facts.period.to.to_string(), goals, lang);
    let fund = facts.months_payable.map(|(months, of)| told::months_payable(months, of, lang));
    Sheet {
        title: ProgressWord::Title.in_lang(lang).to_string(),
        on: facts.period.to,
        lang,
        head: std::iter::once(period).chain(fund).collect(),
        tables: vec![equation(facts, lang), rates(facts, lang)],
        foot: vec![ProgressWord::Unit.in_lang(lang).to_string()],
        signed: Vec::new(),
        is_upright: false,
        numbered: None,
    }
}

/// The same as lines of a screen: each group with its two rates as bars, its equation, its targets.
pub fn lines(facts: &ProgressFacts, lang: Lang) -> Vec<String> {
    let goals = (facts.policy.collection_goal, facts.policy.clearing_goal);
    let period = told::period(&facts.period.from.to_string(), &facts.period.to.to_string(), goals, lang);
    let label = ProgressWord::Total.in_lang(lang).to_string();
    let total = ProgressRow { key: String::new(), label, cell: facts.total() };
    let places = places(facts).into_iter().map(Some).chain([None]);
    let mut lines = vec![period];
    for (row, place) in facts.rows.iter().chain([&total]).zip(places) {
        let cell = &row.cell;
        let bar = |rate, goal| told::bar(rate, goal, BAR);
        let place = place.map_or(String::new(), |place| told::place(place, lang));
        lines.extend([String::new(), format!("{}  {place}", row.label).trim_end().to_string()]);
        let (collection, clearing) = (cell.collection_rate(), cell.clearing_rate());
        let came = told::came((cell.due_paid, cell.due), (cell.cleared, cell.opening), lang);
        lines.push(told::rate_line(ProgressWord::CollectionRate, collection, &bar(collection, goals.0), &came.0, lang));
        lines.push(told::rate_line(ProgressWord::ClearingRate, clearing, &bar(clearing, goals.1), &came.1, lang));
        let flows = [
            ('+', ProgressWord::Corrections, cell.corrections),
            ('+', ProgressWord::New, cell.new),
            ('+', ProgressWord::Returned, cell.returned),
            ('-', ProgressWord::Collected, cell.collected),
            ('-', ProgressWord::Deferred, cell.deferred),
            ('-', ProgressWord::WrittenOff, cell.written_off),
        ];
        lines.push(told::equation(cell.opening, &flows, cell.closing, lang));
        for (measure, came) in [(Measure::Collect, cell.due_paid), (Measure::Clear, cell.collected)] {
            let target = target(facts, row, measure);
            if !target.is_zero() {
                let done = progress::rate(came, target);
                let reached = done.and_then(|rate| tier(&facts.policy.tiers, rate));
                lines.push(told::target_line(measure, target, done, &told::tier(reached, lang), lang));
            }
        }
    }
    lines
}

/// The target of a row, or of all of them where it is their sum.
fn target(facts: &ProgressFacts, row: &ProgressRow, measure: Measure) -> Money {
    let own = |target: &&Target| target.measure == measure && (row.key.is_empty() || target.key == row.key);
    facts.targets.iter().filter(own).map(|target| target.amount).sum()
}

fn equation(facts: &ProgressFacts, lang: Lang) -> Table {
    let figures = [
        ProgressWord::Opening,
        ProgressWord::Corrections,
        ProgressWord::New,
        ProgressWord::Returned,
        ProgressWord::Collected,
        ProgressWord::Deferred,
        ProgressWord::WrittenOff,
        ProgressWord::Closing,
    ];
    let figures = figures.map(|word| (word.in_lang(lang), Kind::Figures));
    let columns = std::iter::once((told::by(facts.by, lang), Kind::Words)).chain(figures);
    let mut table = Table::new(ProgressWord::Equation.in_lang(lang), columns);
    for row in &facts.rows {
        table.row(std::iter::once(words(&row.label)).chain(sums(&row.cell)));
    }
    table.total(std::iter::once(words(ProgressWord::Total.in_lang(lang))).chain(sums(&facts.total())));
    table
}

fn sums(cell: &progress::Cell) -> [Cell; 8] {
    [
        cell.opening,
        cell.corrections,
        cell.new,
        cell.returned,
        cell.collected,
        cell.deferred,
        cell.written_off,
        cell.closing,
    ]
    .map(Cell::Money)
}

fn rates(facts: &ProgressFacts, lang: Lang) -> Table {
    let columns = [
        (ProgressWord::Place, Kind::Figures),
        (ProgressWord::Due, Kind::Figures),
        (ProgressWord::Paid, Kind::Figures),
        (ProgressWord::CollectionRate, Kind::Figures),
        (ProgressWord::Cleared, Kind::Figures),
        (ProgressWord::ClearingRate, Kind::Figures),
        (ProgressWord::Chart, Kind::Words),
        (ProgressWord::Fee, Kind::Figures),
        (ProgressWord::CollectTarget, Kind::Figures),
        (ProgressWord::Done, Kind::Figures),
        (ProgressWord::ClearTarget, Kind::Figures),
        (ProgressWord::Done, Kind::Figures),
        (ProgressWord::Tier, Kind::Words),
    ];
    let columns = columns.map(|(word, kind)| (word.in_lang(lang), kind));
    let columns = std::iter::once((told::by(facts.by, lang), Kind::Words)).chain(columns);
    let mut table = Table::new(ProgressWord::Rates.in_lang(lang), columns);
    let places = places(facts);
    for (row, place) in facts.rows.iter().zip(places) {
        table.row(rate_cells(facts, row, Some(place), lang));
    }
    let label = ProgressWord::Total.in_lang(lang).to_string();
    let total = ProgressRow { key: String::new(), label, cell: facts.total() };
    table.total(rate_cells(facts, &total, None, lang));
    table
}

/// 名次 by clearing rate; equals share a place.
fn places(facts: &ProgressFacts) -> Vec<u64> {
    let rate = |row: &ProgressRow| row.cell.clearing_rate();
    let better = |row: &ProgressRow| facts.rows.iter().filter(|other| rate(other) > rate(row)).count() as u64;
    facts.rows.iter().map(|row| better(row) + 1).collect()
}

fn rate_cells(facts: &ProgressFacts, row: &ProgressRow, place: Option<u64>, lang: Lang) -> Vec<Cell> {
    let cell = &row.cell;
    let rate = |rate| Cell::Text(told::rate(rate));
    let target = |measure: Measure| target(facts, row, measure);
    let done = |measure: Measure, came: Money| progress::rate(came, target(measure));
    let (collect, clear) = (done(Measure::Collect, cell.due_paid), done(Measure::Clear, cell.collected));
    let amount = |amount: Money| if amount.is_zero() { Cell::Empty } else { Cell::Money(amount) };
    let reached = clear.or(collect).and_then(|rate| tier(&facts.policy.tiers, rate));
    vec![
        words(&row.label),
        place.map_or(Cell::Empty, Cell::Count),
        Cell::Money(cell.due),
        Cell::Money(cell.due_paid),
        rate(cell.collection_rate()),
        Cell::Money(cell.cleared),
        rate(cell.clearing_rate()),
        Cell::Text(told::bar(cell.clearing_rate(), facts.policy.clearing_goal, BAR)),
        Cell::Money(cell.fee_collected),
        amount(target(Measure::Collect)),
        rate(collect),
        amount(target(Measure::Clear)),
        rate(clear),
        words(told::tier(reached, lang)),
    ]
}
