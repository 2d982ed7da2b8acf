//! 三方差异表 as a sheet: the three totals by cashier and method, the bridges, every difference with its age,
//! state and what was decided.

use std::collections::BTreeMap;

use super::{Cell, Kind, Sheet, Table, words};
use crate::domain::day::BusinessDay;
use crate::domain::entry::{Method, Side};
use crate::domain::exception::State;
use crate::domain::money::Money;
use crate::domain::recon::{Bridge, DayResult, ExceptionCase, TotalRow};
use crate::text::lang::Lang;
use crate::text::sheets::{SheetWord, cases_counted, not_reconciled, period};
use crate::text::{messages, terms};

/// What a difference sheet is made of.
#[derive(Clone, Debug)]
pub struct Period {
    /// First and last day.
    pub range: (BusinessDay, BusinessDay),
    /// Results of the days that have one, oldest first, their cases aged.
    pub days: Vec<DayResult>,
    /// Days of the range not reconciled since files came in.
    pub stale: Vec<BusinessDay>,
}

/// The sheet.
pub fn sheet(period_of: &Period, lang: Lang) -> Sheet {
    let (from, to) = period_of.range;
    let cases: Vec<&ExceptionCase> = period_of.days.iter().flat_map(|day| &day.exceptions).collect();
    let open = cases.iter().filter(|case| matches!(case.state, State::Open | State::Proposed)).count();
    let sum: Money = cases.iter().map(|case| case.difference.abs()).sum();
    let mut head =
        vec![period(&from.to_string(), &to.to_string(), lang), cases_counted(cases.len(), open, &sum.grouped(), lang)];
    if !period_of.stale.is_empty() {
        let days: Vec<String> = period_of.stale.iter().map(ToString::to_string).collect();
        head.push(not_reconciled(&days.join(lang.pick("、", ", ")), lang));
    }
    let totals = period_of.days.iter().flat_map(|day| &day.totals);
    let bridges = period_of.days.iter().flat_map(|day| day.bridges.iter().map(|bridge| (day.day, bridge)));
    Sheet {
        title: SheetWord::Differences.in_lang(lang).to_string(),
        on: to,
        lang,
        head,
        tables: vec![matrix(totals, lang), bridge_table(bridges, lang), case_table(&cases, lang)],
        foot: vec![SheetWord::Signatures.in_lang(lang).to_string()],
        signed: Vec::new(),
        is_upright: false,
        numbered: None,
    }
}

/// 三数核对: cashier and method, added up over the days.
pub(super) fn matrix<'a>(rows: impl Iterator<Item = &'a TotalRow>, lang: Lang) -> Table {
    let word = |word: SheetWord| word.in_lang(lang);
    let figures = [SheetWord::Cashier, SheetWord::His, SheetWord::Bank, SheetWord::Difference];
    let columns = [(word(SheetWord::CashierName), Kind::Words), (word(SheetWord::Method), Kind::Words)];
    let figures = figures.map(|figure| (word(figure), Kind::Figures));
    let mut table = Table::new(word(SheetWord::Totals), columns.into_iter().chain(figures));
    let mut sums: BTreeMap<(String, Method), [Option<Money>; 4]> = BTreeMap::new();
    let mut all = [Some(Money::ZERO); 4];
    for row in rows {
        let line = sums.entry((row.cashier.clone(), row.method)).or_insert([None; 4]);
        let bank = row.bank_due.then_some(row.bank);
        let figures = [Some(row.cashier_side), Some(row.his), bank, Some(row.difference)];
        for (place, figure) in figures.into_iter().enumerate().filter_map(|(place, one)| Some((place, one?))) {
            line[place] = Some(line[place].unwrap_or_default() + figure);
            all[place] = Some(all[place].unwrap_or_default() + figure);
        }
    }
    let money = |figure: Option<Money>| figure.map_or(words("-"), Cell::Money);
    for ((cashier, method), line) in sums {
        let names = [words(cashier), words(terms::method(method, lang))];
        table.row(names.into_iter().chain(line.map(money)));
    }
    table.total([words(word(SheetWord::Total)), Cell::Empty].into_iter().chain(all.map(money)));
    table
}

/// 渠道桥, one line a channel and day.
pub(super) fn bridge_table<'a>(rows: impl Iterator<Item = (BusinessDay, &'a Bridge)>, lang: Lang) -> Table {
    let word = |word: SheetWord| word.in_lang(lang);
    let mut table = Table::new(
        word(SheetWord::Bridges),
        [
            (word(SheetWord::Day), Kind::Words),
            (word(SheetWord::Channel), Kind::Words),
            (word(SheetWord::HisNet), Kind::Figures),
            (word(SheetWord::ChannelNet), Kind::Figures),
            (word(SheetWord::Expected), Kind::Figures),
            (word(SheetWord::Unexplained), Kind::Figures),
            (word(SheetWord::HisOnly), Kind::Beneath),
            (word(SheetWord::ChannelOnly), Kind::Beneath),
            (word(SheetWord::Differing), Kind::Beneath),
            (word(SheetWord::Timing), Kind::Beneath),
            (word(SheetWord::Fee), Kind::Beneath),
        ],
    );
    table.when_empty = word(SheetWord::None).to_string();
    for (day, bridge) in rows {
        let names = [Cell::Date(day), words(terms::method(bridge.channel, lang))];
        let ends = [bridge.his_net, bridge.channel_net, bridge.expected_credit, bridge.unexplained];
        let steps = [bridge.his_only, bridge.channel_only, bridge.differences, bridge.timing, bridge.fee];
        table.row(names.into_iter().chain(ends.map(Cell::Money)).chain(steps.map(Cell::Money)));
    }
    table
}

fn case_table(cases: &[&ExceptionCase], lang: Lang) -> Table {
    let word = |word: SheetWord| word.in_lang(lang);
    let mut table = Table::new(
        word(SheetWord::Cases),
        [
            (word(SheetWord::Code), Kind::Words),
            (word(SheetWord::Number), Kind::Words),
            (word(SheetWord::Cashier), Kind::Figures),
            (word(SheetWord::His), Kind::Figures),
            (word(SheetWord::Bank), Kind::Figures),
            (word(SheetWord::Difference), Kind::Figures),
            (word(SheetWord::Day), Kind::Beneath),
            (word(SheetWord::Class), Kind::Beneath),
            (word(SheetWord::Method), Kind::Beneath),
            (word(SheetWord::CashierName), Kind::Beneath),
            (word(SheetWord::State), Kind::Beneath),
            (word(SheetWord::Age), Kind::Beneath),
            (word(SheetWord::Owner), Kind::Beneath),
            (word(SheetWord::Reason), Kind::Beneath),
            (word(SheetWord::Decision), Kind::Beneath),
        ],
    );
    table.when_empty = word(SheetWord::None).to_string();
    for case in cases {
        table.row(case_cells(case, lang));
    }
    let sum: Money = cases.iter().map(|case| case.difference).sum();
    if !cases.is_empty() {
        let name = words(word(SheetWord::Total));
        table.total([name, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Money(sum)]);
    }
    table
}

fn case_cells(case: &ExceptionCase, lang: Lang) -> Vec<Cell> {
    let of_side = |side: Side| {
        let legs: Vec<Money> = case.legs.iter().filter(|leg| leg.side == side).map(|leg| leg.amount).collect();
        if legs.is_empty() { Cell::Empty } else { Cell::Money(legs.into_iter().sum()) }
    };
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { words(text) };
    let decided = case.work.decided.as_ref().map(|one| messages::decided(one, lang)).unwrap_or_default();
    vec![
        words(case.class.paper_code()),
        text(case.number()),
        of_side(Side::Cashier),
        of_side(Side::His),
        of_side(Side::Bank),
        Cell::Money(case.difference),
        Cell::Date(case.day),
        words(terms::class(case.class, lang)),
        words(terms::method(case.method, lang)),
        text(&case.cashier),
        words(terms::state(case.state, lang)),
        case.work.age.map_or(Cell::Empty, |age| Cell::Count(age.working_days.into())),
        text(&case.work.owner),
        words(messages::reason(case, lang)),
        text(&decided),
    ]
}
