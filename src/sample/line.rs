//! One line of text, put together field by field.
//!
//! Invariant: what is pushed is pushed as the samples print it: numbers with leading zeros, amounts
//! with two decimals, days both ways; nothing pushed ever needs quoting in CSV.

use chrono::Datelike;

use crate::domain::day::BusinessDay;
use crate::domain::money::Money;

use super::people::{Desks, Name};
use super::rows::{Number, Order, Reference, Shift};

/// A line being written.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    bytes: Vec<u8>,
}

impl Line {
    /// Starts over.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
    }

    /// What has been pushed.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Text as it stands.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.bytes.extend_from_slice(text.as_bytes());
        self
    }

    /// The separator.
    pub(super) fn comma(&mut self) -> &mut Self {
        self.text(",")
    }

    /// A whole number, at least `width` digits.
    pub(super) fn digits(&mut self, value: u64, width: usize) -> &mut Self {
        let mut reversed = [b'0'; 20];
        let mut left = value;
        let mut used = 0;
        while left > 0 {
            if let Some(place) = reversed.get_mut(used) {
                *place = b'0' + (left % 10) as u8;
            }
            left /= 10;
            used += 1;
        }
        let shown = used.max(width).min(reversed.len());
        self.bytes.extend(reversed.iter().take(shown).rev());
        self
    }

    /// `20260302`.
    pub(super) fn compact(&mut self, day: BusinessDay) -> &mut Self {
        let date = day.date();
        self.digits(u64::from(date.year().unsigned_abs()), 4);
        self.digits(u64::from(date.month()), 2).digits(u64::from(date.day()), 2)
    }

    /// `2026-03-02 08:15:09`.
    pub(super) fn moment(&mut self, day: BusinessDay, second: u32) -> &mut Self {
        let date = day.date();
        self.digits(u64::from(date.year().unsigned_abs()), 4).text("-");
        self.digits(u64::from(date.month()), 2).text("-").digits(u64::from(date.day()), 2).text(" ");
        self.digits(u64::from(second / 3600), 2).text(":");
        self.digits(u64::from(second / 60 % 60), 2).text(":").digits(u64::from(second % 60), 2)
    }

    /// `-12.34`.
    pub(super) fn money(&mut self, amount: Money) -> &mut Self {
        if amount < Money::ZERO {
            self.text("-");
        }
        let fen = amount.fen().unsigned_abs();
        self.digits(fen / 100, 1).text(".").digits(fen % 100, 2)
    }

    /// 结算流水号.
    pub(super) fn number(&mut self, number: Number) -> &mut Self {
        self.text("JS").compact(number.day).digits(u64::from(number.seq), 8)
    }

    /// 商户订单号 of a receipt; nothing when it has none.
    pub(super) fn order(&mut self, order: Option<Order>) -> &mut Self {
        let Some(order) = order else { return self };
        self.text(if order.refund { "TK" } else { "ZF" }).compact(order.day);
        self.digits(u64::from(order.desk) + 1, 3).digits(u64::from(order.seq), 9)
    }

    /// 商户订单号 of a bank row.
    pub(super) fn reference(&mut self, reference: Reference) -> &mut Self {
        match reference {
            Reference::Order(order) => self.order(Some(order)),
            Reference::Slip { day, shift, desk } => {
                let shift = if shift == Shift::A { "A" } else { "B" };
                self.text("JK").compact(day).text(shift).text(&Desks::number(desk))
            }
            Reference::Foreign { day, seq } => self.text("QT").compact(day).digits(u64::from(seq), 9),
        }
    }

    /// 患者姓名.
    pub(super) fn name(&mut self, name: Name) -> &mut Self {
        for part in name.parts() {
            self.text(part);
        }
        self
    }

    /// The line as text of its own.
    pub(super) fn written(write: impl FnOnce(&mut Line) -> &mut Line) -> String {
        let mut line = Line::default();
        write(&mut line);
        String::from_utf8(line.bytes).unwrap_or_default()
    }
}
