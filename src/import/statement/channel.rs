//! Totals as channels print them 渠道合计: two closing lines (微信资金账单) or sentences (支付宝账务明细).
//!
//! Invariant: a channel's totals count and sum money in and money out apart; one that differs or is
//! missing where its rows are not refuses the file.

use super::totals::Gate;
use crate::book::formats::{FooterPart, StatementProfile};
use crate::domain::import::RowErrorCode;
use crate::domain::money::Money;
use crate::import::amount::PARTS;
use crate::import::fault::at_line;
use crate::import::footer::{self, Figures};
use crate::import::ident::bare;
use crate::import::sniff::compared;
use crate::import::table::Row;

/// Rows and fen of one direction.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Direction {
    rows: u64,
    fen: i128,
}

/// Money in and money out.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tallied {
    inward: Direction,
    outward: Direction,
}

/// How far the totals have come.
#[derive(Debug)]
pub(super) struct Closed {
    names: Option<Vec<String>>,
    whole: bool,
    footers: Vec<bool>,
}

impl Closed {
    pub(super) fn new(profile: &StatementProfile) -> Closed {
        Closed { names: None, whole: profile.closing.is_none(), footers: vec![false; profile.footers.len()] }
    }
}

impl Gate<'_> {
    /// Adds a row to its direction.
    pub(super) fn tally(&mut self, inward: bool, amount: Money) {
        let tallied = if inward { &mut self.tallied.inward } else { &mut self.tallied.outward };
        tallied.rows += 1;
        tallied.fen += i128::from(amount.abs().fen());
    }

    /// Takes a line of the channel's own totals, or any other line that begins with `#`.
    pub(super) fn takes_channel(&mut self, row: &Row<'_>) -> bool {
        if !self.closed.footers.is_empty() && row.raw.starts_with('#') {
            self.takes_sentence(row);
            return true;
        }
        let Some(closing) = &self.columns.profile.closing else { return false };
        let first = row.cells.first().map_or("", |cell| bare(cell));
        if let Some(names) = self.closed.names.take() {
            self.check_closing(&names, row);
            self.closed.whole = true;
            return true;
        }
        if !self.closed.whole && compared(first) == compared(&closing.count) {
            self.closed.names = Some(row.cells.iter().map(|cell| compared(cell)).collect());
            return true;
        }
        false
    }

    fn check_closing(&mut self, names: &[String], row: &Row<'_>) {
        let Some(closing) = &self.columns.profile.closing else { return };
        let Tallied { inward, outward } = self.tallied;
        let parts = |fen: i128| fen * i128::from(PARTS / 100);
        let rows = |rows: u64| i128::from(rows) * i128::from(PARTS);
        for (name, actual) in [
            (&closing.count, rows(inward.rows + outward.rows)),
            (&closing.money_in[0], rows(inward.rows)),
            (&closing.money_in[1], parts(inward.fen)),
            (&closing.money_out[0], rows(outward.rows)),
            (&closing.money_out[1], parts(outward.fen)),
        ] {
            let place = names.iter().position(|found| *found == compared(name));
            let printed = place.and_then(|place| row.cells.get(place)).map_or("", |cell| bare(cell));
            self.compare(row.line, name, printed, actual);
        }
    }

    fn takes_sentence(&mut self, row: &Row<'_>) {
        let profile = self.columns.profile;
        for (place, sentence) in profile.footers.iter().enumerate() {
            let Some(figures) = footer::read(sentence, row.cells.first().map_or("", |cell| cell)) else { continue };
            self.closed.footers[place] = true;
            let told = self.direction(sentence.kind.as_deref());
            for figure in figures {
                let actual = match figure.of {
                    Figures::Rows => i128::from(told.rows) * i128::from(PARTS),
                    Figures::Column(_) if bare(&figure.printed).starts_with('-') => -told.fen * i128::from(PARTS / 100),
                    Figures::Column(_) => told.fen * i128::from(PARTS / 100),
                };
                self.compare(row.line, &figure.name, &figure.printed, actual);
            }
        }
    }

    fn direction(&self, kind: Option<&str>) -> Direction {
        if kind == Some("in") { self.tallied.inward } else { self.tallied.outward }
    }

    /// Totals that should stand and do not; the last row stood before `line`.
    pub(super) fn close_channel(&mut self, line: u32) {
        let profile = self.columns.profile;
        let mut missing: Vec<&str> = Vec::new();
        if let (Some(closing), false) = (&profile.closing, self.closed.whole) {
            missing.push(&closing.count);
        }
        let none = !self.closed.footers.contains(&true);
        for (sentence, seen) in profile.footers.iter().zip(&self.closed.footers) {
            debug_assert!(sentence.parts.iter().any(|part| matches!(part, FooterPart::Sum(_))));
            if !seen && (none || self.direction(sentence.kind.as_deref()).rows > 0) {
                missing.push(&sentence.name);
            }
        }
        let error = |name: &&str| at_line(line - 1, "", RowErrorCode::ControlMissing, vec![(*name).to_string()]);
        self.errors.extend(missing.iter().map(error).collect::<Vec<_>>());
    }
}
