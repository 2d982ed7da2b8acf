//! The sheets of a HIS 支付方式拆行: a row paid in several ways becomes an entry for each way.
//!
//! Invariant: the parts of a row are all read before any of them is an entry; one that does not read, or
//! figures that do not add up, quarantine the row whole. An empty or zero cell gives no entry, and a row
//! without any gives one of zero, so that a bill the fund bears is still seen.

use super::cells::{Cell, Place, identifier_at, money_at, text};
use super::fault::at_cell;
use super::ident::bare;
use super::sniff::Header;
use super::table::Row;
use crate::book::formats::{Direction, Sign};
use crate::domain::entry::{Kind, Method};
use crate::domain::import::{RowError, RowErrorCode};
use crate::domain::money::Money;

/// What one method bore of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'f> {
    pub(super) method: Method,
    /// Its size, never negative.
    pub(super) size: Money,
    /// Its own column of order numbers; that of the layout where there is none.
    pub(super) order_no: Option<Place<'f>>,
    heading: &'f str,
}

impl Part<'_> {
    /// The only part of a row that names one amount.
    pub(super) fn only(method: Method, size: Money) -> Part<'static> {
        Part { method, size, order_no: None, heading: "" }
    }

    /// The column of its method, where that is a column of its own and the method has no code.
    pub(super) fn unknown(&self) -> Option<&str> {
        (self.method == Method::Other && !self.heading.is_empty()).then_some(self.heading)
    }
}

/// A column of one method.
#[derive(Clone, Copy, Debug)]
struct Tender<'f> {
    amount: Place<'f>,
    method: Method,
    order_no: Option<Place<'f>>,
}

/// Rows of one word that move no money.
#[derive(Debug)]
struct Ignored<'f> {
    column: Place<'f>,
    word: &'f str,
    first_line: u32,
    rows: u64,
}

/// Where the money of a HIS sheet stands.
#[derive(Debug)]
pub(super) struct Tenders<'f> {
    tenders: Vec<Tender<'f>>,
    net: Option<(Place<'f>, Option<Place<'f>>)>,
    whole: Option<(Place<'f>, Vec<Place<'f>>)>,
    direction: Direction,
    amount: Option<Place<'f>>,
    red_invoice: Option<Place<'f>>,
    nothing_moved: Method,
    ignored: Vec<Ignored<'f>>,
}

impl<'f> Tenders<'f> {
    pub(super) fn new(header: &'f Header<'f>, amount: Option<Place<'f>>) -> Tenders<'f> {
        let sheet = &header.profile.sheet;
        let money = |heading: &'f String, sign| Place::money(header, heading, sign);
        let tender = |tender: &'f crate::book::formats::Tender| {
            Some(Tender {
                amount: money(&tender.heading, sheet.sign)?,
                method: tender.method,
                order_no: tender.order_no.as_ref().and_then(|heading| Place::plain(header, heading)),
            })
        };
        let words = sheet.ignore.iter().flat_map(|(heading, words)| words.iter().map(move |word| (heading, word)));
        let ignored = |(heading, word): (&'f String, &'f String)| {
            Some(Ignored { column: Place::plain(header, heading)?, word, first_line: 0, rows: 0 })
        };
        Tenders {
            tenders: sheet.unpivot.iter().filter_map(tender).collect(),
            net: sheet
                .net
                .as_ref()
                .and_then(|net| Some((money(&net.plus, Sign::Free)?, money(&net.minus, Sign::Free)))),
            whole: sheet.whole.as_ref().and_then(|whole| {
                let parts = whole.parts.iter().filter_map(|part| money(part, Sign::Free));
                Some((money(&whole.total, Sign::Free)?, parts.collect()))
            }),
            direction: sheet.direction,
            amount,
            red_invoice: sheet.red_invoice.as_ref().and_then(|heading| Place::plain(header, heading)),
            nothing_moved: sheet.nothing_moved.unwrap_or(Method::Other),
            ignored: words.filter_map(ignored).collect(),
        }
    }

    /// Counts a row that moves no money; `false` leaves it to be read.
    pub(super) fn ignores(&mut self, row: &Row<'_>) -> bool {
        for ignored in &mut self.ignored {
            if bare(text(row, Some(ignored.column))) == ignored.word {
                ignored.first_line = if ignored.rows == 0 { row.line } else { ignored.first_line };
                ignored.rows += 1;
                return true;
            }
        }
        false
    }

    /// Rows that moved no money.
    pub(super) fn ignored_rows(&self) -> u64 {
        self.ignored.iter().map(|ignored| ignored.rows).sum()
    }

    /// One note for each word of such rows.
    pub(super) fn notes(&self) -> impl Iterator<Item = RowError> + '_ {
        self.ignored.iter().filter(|ignored| ignored.rows > 0).map(|ignored| {
            let details = vec![ignored.rows.to_string(), ignored.word.to_string()];
            at_cell(ignored.first_line, ignored.column.heading, ignored.word, RowErrorCode::RowsIgnored, details)
        })
    }

    /// Whether a row's money stands in columns of this module.
    pub(super) fn are_own(&self) -> bool {
        !self.tenders.is_empty() || self.net.is_some()
    }

    /// The direction of a row, where no word of the layout gives it.
    pub(super) fn direction(&self, row: &Row<'_>) -> Option<Cell<Kind>> {
        let refund = match self.direction {
            Direction::Flag => return None,
            Direction::Invoice => Ok(self.has_red_invoice(row)),
            Direction::Sign => self.is_negative(row),
        };
        Some(refund.map(|refund| if refund { Kind::Refund } else { Kind::Pay }))
    }

    /// That the invoice says what everything else says.
    pub(super) fn check_direction(&self, row: &Row<'_>, kind: Kind) -> Cell<()> {
        let Some(place) = self.red_invoice else { return Ok(()) };
        match self.has_red_invoice(row) == (kind == Kind::Refund) {
            true => Ok(()),
            false => {
                let cell = text(row, Some(place));
                Err(at_cell(row.line, place.heading, cell, RowErrorCode::DirectionContradicts, vec![]))
            }
        }
    }

    fn has_red_invoice(&self, row: &Row<'_>) -> bool {
        !matches!(bare(text(row, self.red_invoice)), "" | "-" | "--" | "—" | "0")
    }

    /// Any negative cell; its neighbours must then be negative too, which their own reading sees.
    fn is_negative(&self, row: &Row<'_>) -> Cell<bool> {
        let negative = |place: Place<'f>| {
            // Read as a refund's: what is positive there contradicts, and so is no refund.
            let printed = money_at(row, Some(place), Kind::Refund);
            matches!(printed, Ok(Some(money)) if money < Money::ZERO)
        };
        if self.net.is_some() {
            return Ok(self.net_of(row)? < Money::ZERO);
        }
        Ok(self.tenders.iter().map(|tender| tender.amount).chain(self.amount).any(negative))
    }

    fn net_of(&self, row: &Row<'_>) -> Cell<Money> {
        let Some((plus, minus)) = self.net else { return Ok(Money::ZERO) };
        let read = |place| Ok(money_at(row, place, Kind::Pay)?.unwrap_or(Money::ZERO));
        Ok(read(Some(plus))? - read(minus)?)
    }

    /// What each method bore; `named` is the method the row itself names, asked for only if money moved.
    pub(super) fn parts(&self, row: &Row<'_>, kind: Kind, parts: &mut Vec<Part<'f>>) -> Cell<Option<Money>> {
        let (mut sum, mut printed) = (Money::ZERO, Vec::new());
        for tender in &self.tenders {
            let Some(amount) = money_at(row, Some(tender.amount), kind)? else { continue };
            let Tender { method, order_no, .. } = *tender;
            let part = Part { method, size: amount.abs(), order_no, heading: tender.amount.heading };
            printed.push(part);
            sum += amount;
        }
        parts.extend(printed.iter().filter(|part| !part.size.is_zero()));
        let net = self.net_of(row)?;
        self.check_whole(row, sum + net)?;
        check_orders(row, parts)?;
        if parts.is_empty() && net.is_zero() {
            let nothing = Part { method: self.nothing_moved, size: Money::ZERO, order_no: None, heading: "" };
            parts.push(if let [only] = printed[..] { only } else { nothing });
        }
        Ok((!net.is_zero()).then_some(net.abs()))
    }

    /// 费用总额 = 统筹 + … + what was paid, as printed.
    fn check_whole(&self, row: &Row<'_>, paid: Money) -> Cell<()> {
        let Some((total, parts)) = &self.whole else { return Ok(()) };
        let mut sum = paid;
        for part in parts {
            sum += money_at(row, Some(*part), Kind::Pay)?.unwrap_or(Money::ZERO);
        }
        match money_at(row, Some(*total), Kind::Pay)? {
            Some(printed) if printed != sum => {
                let figures = [printed, sum, sum - printed].map(|money| money.to_string());
                let details = std::iter::once(total.heading.to_string()).chain(figures).collect();
                Err(at_cell(row.line, total.heading, text(row, Some(*total)), RowErrorCode::PartsDiffer, details))
            }
            _ => Ok(()),
        }
    }
}

/// Order numbers that read, and none that stands for two methods.
fn check_orders(row: &Row<'_>, parts: &[Part<'_>]) -> Cell<()> {
    for (place, part) in parts.iter().enumerate() {
        let Some(order_no) = part.order_no else { continue };
        let number = identifier_at(row, Some(order_no))?;
        let shares = |other: &&Part<'_>| other.order_no.is_some_and(|other| other.index == order_no.index);
        let earlier = parts.get(..place).unwrap_or_default().iter().find(shares);
        if let (Some(other), false) = (earlier, number.is_empty()) {
            let details = vec![other.heading.to_string(), part.heading.to_string()];
            return Err(at_cell(row.line, order_no.heading, number, RowErrorCode::SharedOrder, details));
        }
    }
    Ok(())
}
