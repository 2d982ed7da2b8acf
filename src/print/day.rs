//! 日结单 as a sheet: the figures of one day, how it was closed, and the head of the journal, so that paper
//! tells of a book whose tail was lost (C2).

use super::differences::{bridge_table, matrix};
use super::{Cell, Kind, Sheet, Table, words};
use crate::domain::entry::Side;
use crate::domain::exception::{Class, State};
use crate::domain::recon::{DayResult, DayStatus};
use crate::text::lang::Lang;
use crate::text::sheets::{SheetWord, day_stands, journal_head, not_reconciled, period, sealed};
use crate::text::terms;

/// 链头.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of the last fact.
    pub seq: i64,
    /// Its hash, hex.
    pub hash: String,
    /// UTC of it.
    pub at: String,
}

/// What a day sheet is made of.
#[derive(Clone, Debug)]
pub struct DayFacts {
    /// The day's figures.
    pub result: DayResult,
    /// 状态.
    pub status: DayStatus,
    /// What was done with it, in words, oldest first.
    pub steps: Vec<String>,
    /// 前期未达 lines, in words.
    pub late: Vec<String>,
    /// Digest of its seal; empty while it is open.
    pub seal: String,
    /// 链头 when the sheet was made.
    pub head: Head,
}

/// The sheet.
pub fn sheet(facts: &DayFacts, lang: Lang) -> Sheet {
    let (result, day) = (&facts.result, facts.result.day);
    let mut head =
        vec![period(&day.to_string(), &day.to_string(), lang), day_stands(terms::day_status(facts.status, lang), lang)];
    if facts.status == DayStatus::Stale {
        head.push(not_reconciled(&day.to_string(), lang));
    }
    let mut tables = vec![
        counts(result, lang),
        matrix(result.totals.iter(), lang),
        bridge_table(result.bridges.iter().map(|bridge| (day, bridge)), lang),
        classes(result, lang),
    ];
    if !result.negative_shifts.is_empty() {
        tables.push(shifts(result, lang));
    }
    tables.push(steps(facts, lang));
    let mut foot = Vec::new();
    if !facts.seal.is_empty() {
        foot.push(sealed(&facts.seal, lang));
    }
    foot.push(journal_head(facts.head.seq, &facts.head.hash, &facts.head.at, lang));
    foot.push(SheetWord::Signatures.in_lang(lang).to_string());
    Sheet {
        title: SheetWord::DaySheet.in_lang(lang).to_string(),
        on: day,
        lang,
        head,
        tables,
        foot,
        signed: Vec::new(),
        is_upright: false,
        numbered: None,
    }
}

fn counts(result: &DayResult, lang: Lang) -> Table {
    let word = |word: SheetWord| word.in_lang(lang);
    let columns = [
        (word(SheetWord::Side), Kind::Words),
        (word(SheetWord::RowsRead), Kind::Figures),
        (word(SheetWord::RowsTied), Kind::Figures),
    ];
    let mut table = Table::new(word(SheetWord::Counts), columns);
    for side in [Side::Cashier, Side::His, Side::Bank] {
        let (rows, tied) = (*result.entries.get(side), *result.matched.get(side));
        table.row([words(terms::side(side, lang)), Cell::Count(rows), Cell::Count(tied)]);
    }
    table
}

fn classes(result: &DayResult, lang: Lang) -> Table {
    let word = |word: SheetWord| word.in_lang(lang);
    let columns = [
        (word(SheetWord::Code), Kind::Words),
        (word(SheetWord::Class), Kind::Words),
        (word(SheetWord::Listed), Kind::Figures),
        (word(SheetWord::Open), Kind::Figures),
        (word(SheetWord::Difference), Kind::Figures),
    ];
    let mut table = Table::new(word(SheetWord::CaseCounts), columns);
    table.when_empty = word(SheetWord::None).to_string();
    for class in Class::ALL {
        let cases = || result.exceptions.iter().filter(|case| case.class == *class);
        let open = cases().filter(|case| matches!(case.state, State::Open | State::Proposed)).count();
        let count = |count: usize| Cell::Count(u64::try_from(count).unwrap_or(u64::MAX));
        if cases().next().is_some() {
            let names = [words(class.paper_code()), words(terms::class(*class, lang))];
            let sum = Cell::Money(cases().map(|case| case.difference).sum());
            table.row(names.into_iter().chain([count(cases().count()), count(open), sum]));
        }
    }
    table
}

fn shifts(result: &DayResult, lang: Lang) -> Table {
    let word = |word: SheetWord| word.in_lang(lang);
    let columns = [
        (word(SheetWord::CashierName), Kind::Words),
        (word(SheetWord::Slip), Kind::Words),
        (word(SheetWord::Amount), Kind::Figures),
    ];
    let mut table = Table::new(word(SheetWord::NegativeShifts), columns);
    for shift in &result.negative_shifts {
        table.row([words(&shift.cashier), words(&shift.slip_no), Cell::Money(shift.amount)]);
    }
    table
}

fn steps(facts: &DayFacts, lang: Lang) -> Table {
    let word = |word: SheetWord| word.in_lang(lang);
    let mut table = Table::new(word(SheetWord::Steps), [(word(SheetWord::Step), Kind::Words)]);
    table.when_empty = word(SheetWord::None).to_string();
    for line in facts.steps.iter().chain(&facts.late) {
        table.row([words(line)]);
    }
    table
}
