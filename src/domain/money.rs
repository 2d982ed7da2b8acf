//! Money 金额: whole fen in an `i64`, never a float.
//!
//! Invariant: every amount in the crate is an integer number of fen from the moment it is parsed
//! to the moment it is printed; a rate multiplies through [`rust_decimal`] and is rounded once,
//! by a rule named at the call. Neighbours: `import` parses amounts, `store` keeps the same integer.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

/// 金额. A signed amount in whole fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

/// 舍入. How a product of money and a rate becomes whole fen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// 四入五进: halves away from zero.
    HalfUp,
    /// 舍去: towards zero.
    Floor,
    /// 进一: away from zero.
    Up,
}

impl Rounding {
    /// Every rule, the usual one first.
    pub const ALL: [Rounding; 3] = [Rounding::HalfUp, Rounding::Floor, Rounding::Up];

    /// The stable code used in files and JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Rounding::HalfUp => "half_up",
            Rounding::Floor => "floor",
            Rounding::Up => "up",
        }
    }

    /// The rule of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rounding| rounding.code() == code)
    }
}

impl Money {
    /// 零.
    pub const ZERO: Money = Money(0);
    /// The largest absolute amount any single row may carry: 10,000,000,000.00. Nine million such rows
    /// still add up inside an `i64`, so a sum over any file that may be imported cannot overflow.
    pub const LIMIT_FEN: i64 = 1_000_000_000_000;

    /// An amount of `fen` hundredths of a yuan.
    pub const fn from_fen(fen: i64) -> Self {
        Money(fen)
    }

    /// The amount in fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// The amount without its sign.
    pub const fn abs(self) -> Self {
        Money(self.0.saturating_abs())
    }

    /// Whether the amount is exactly zero.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// This amount times an exact rate, rounded once by the named rule; `None` beyond `i64`.
    pub fn times(self, rate: Decimal, rounding: Rounding) -> Option<Money> {
        let strategy = match rounding {
            Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Rounding::Floor => RoundingStrategy::ToZero,
            Rounding::Up => RoundingStrategy::AwayFromZero,
        };
        let product = Decimal::from(self.0).checked_mul(rate)?;
        product.round_dp_with_strategy(0, strategy).to_i64().map(Money)
    }

    /// Reads plain `-1234.56`, `1234.5` or `1234`: the form used in JSON, TOML and arguments.
    /// Files of other houses go through the wider grammar of `import`.
    pub fn parse_plain(text: &str) -> Option<Money> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 13 || fraction.len() > 2 || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        if digits.ends_with('.') {
            return None;
        }
        let yuan: i64 = whole.parse().ok()?;
        let cents: i64 = match fraction.len() {
            0 => 0,
            1 => fraction.parse::<i64>().ok()? * 10,
            _ => fraction.parse().ok()?,
        };
        let fen = yuan * 100 + cents;
        Some(Money(if negative { -fen } else { fen }))
    }

    /// With thousands separators, for screens and paper: `-1,234.56`.
    pub fn grouped(self) -> String {
        let plain = self.to_string();
        let (sign, rest) = match plain.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", plain.as_str()),
        };
        let (whole, fraction) = rest.split_once('.').unwrap_or((rest, "00"));
        let mut grouped = String::with_capacity(plain.len() + whole.len() / 3 + 1);
        grouped.push_str(sign);
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped.push('.');
        grouped.push_str(fraction);
        grouped
    }
}

impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        write!(formatter, "{sign}{}.{:02}", magnitude / 100, magnitude % 100)
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        self.0 -= other.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_amounts_read_and_print_the_same() {
        for (text, fen) in [("0.00", 0), ("0.07", 7), ("-0.07", -7), ("1234.56", 123_456), ("-8.00", -800)] {
            assert_eq!(Money::parse_plain(text), Some(Money::from_fen(fen)));
            assert_eq!(Money::from_fen(fen).to_string(), text);
        }
        for wrong in ["", "-", ".5", "1.", "1.234", "1e5", "1,000.00", "+1", "１"] {
            assert_eq!(Money::parse_plain(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn thousands_are_grouped_for_people() {
        for (fen, text) in [(0, "0.00"), (99_999, "999.99"), (-123_456_789, "-1,234,567.89")] {
            assert_eq!(Money::from_fen(fen).grouped(), text);
        }
    }

    #[test]
    fn a_rate_is_rounded_once_by_the_named_rule() {
        let rate = Decimal::new(60, 4);
        for (fen, rounding, fee) in [
            (2_389, Rounding::HalfUp, 14),
            (2_389, Rounding::Up, 15),
            (10_102, Rounding::HalfUp, 61),
            (10_102, Rounding::Floor, 60),
            (-10_102, Rounding::HalfUp, -61),
        ] {
            assert_eq!(Money::from_fen(fen).times(rate, rounding), Some(Money::from_fen(fee)));
        }
    }
}
