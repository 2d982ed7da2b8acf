//! Amounts 金额 as other houses print them → whole fen, exactly.
//!
//! Invariant: nothing is rounded and nothing is guessed; what has more decimals than its column may
//! print, or digits past the fen that are not zero, is refused, and an empty cell is not zero.
//! The unit inside is a hundred-thousandth of a yuan, because bills print fees with five decimals.

use crate::domain::money::Money;

/// Parts of a yuan in the exact form: five decimals.
pub(super) const PARTS: i64 = 100_000;
const PARTS_PER_FEN: i64 = PARTS / 100;

/// What is wrong with an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AmountFault {
    /// Not an amount at all.
    Grammar,
    /// More decimals than allowed, or some past the fen that are not zero.
    Decimals,
    /// Beyond [`Money::LIMIT_FEN`].
    Range,
}

/// The amount of a cell of whole fen: digits and a sign, nothing else.
pub(super) fn fen(cell: &str) -> Result<Option<Money>, AmountFault> {
    let text = super::ident::bare(cell);
    if text.bytes().all(|byte| byte == b'-') {
        return Ok(None);
    }
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if digits.contains(&b'.') {
        return Err(AmountFault::Decimals);
    }
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(AmountFault::Grammar);
    }
    let value = digits.iter().try_fold(0_i64, |value, digit| {
        value.checked_mul(10).and_then(|tens| tens.checked_add(i64::from(digit - b'0')))
    });
    match value.filter(|value| *value <= Money::LIMIT_FEN) {
        Some(value) => Ok(Some(Money::from_fen(if negative { -value } else { value }))),
        None => Err(AmountFault::Range),
    }
}

/// The amount of a cell that begins with `C` or `D`, which is a debit and so negative; blanks and a
/// bare row of zeros without a letter are zero, any other figure without its letter is no amount.
pub(super) fn lettered(cell: &str) -> Result<Option<Money>, AmountFault> {
    let text = super::ident::bare(cell);
    match text.as_bytes().first() {
        Some(b'C') => fen(&text[1..]),
        Some(b'D') => Ok(fen(&text[1..])?.map(|money| -money)),
        None => Ok(None),
        Some(_) if text.bytes().all(|byte| byte == b'0') => Ok(Some(Money::ZERO)),
        Some(_) => Err(AmountFault::Grammar),
    }
}

/// The amount of a cell, `None` where it is empty or a dash; at most `decimals` decimals may be printed.
pub(super) fn amount(cell: &str, decimals: u8) -> Result<Option<Money>, AmountFault> {
    if let Some(fen) = plain(cell.as_bytes()) {
        return Ok(Some(Money::from_fen(fen)));
    }
    let Some((parts, printed)) = general(cell)? else { return Ok(None) };
    if printed > decimals || parts % PARTS_PER_FEN != 0 {
        return Err(AmountFault::Decimals);
    }
    Ok(Some(Money::from_fen(parts / PARTS_PER_FEN)))
}

/// The same in hundred-thousandths of a yuan, as a total counts it.
pub(super) fn parts(cell: &str) -> Result<Option<i64>, AmountFault> {
    match plain(cell.as_bytes()) {
        Some(fen) => Ok(Some(fen * PARTS_PER_FEN)),
        None => Ok(general(cell)?.map(|(parts, _)| parts)),
    }
}

/// Prints hundred-thousandths with two decimals, or five where it needs them.
pub(super) fn print_parts(parts: i128) -> String {
    let sign = if parts < 0 { "-" } else { "" };
    let size = parts.unsigned_abs();
    let (yuan, rest) = (size / PARTS as u128, size % PARTS as u128);
    if rest % PARTS_PER_FEN as u128 == 0 {
        format!("{sign}{yuan}.{:02}", rest / PARTS_PER_FEN as u128)
    } else {
        format!("{sign}{yuan}.{rest:05}")
    }
}

/// The quick path: `123.45`, `-123.4`, `123`; anything else is left to the grammar.
fn plain(bytes: &[u8]) -> Option<i64> {
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, bytes),
    };
    if digits.is_empty() || digits.len() > 15 || !digits[0].is_ascii_digit() {
        return None;
    }
    let mut value: i64 = 0;
    for (index, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => value = value * 10 + i64::from(byte - b'0'),
            b'.' => return cents(value, &digits[index + 1..], negative),
            _ => return None,
        }
    }
    cents(value, b"00", negative)
}

fn cents(yuan: i64, fraction: &[u8], negative: bool) -> Option<i64> {
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
    let fen = match fraction {
        [tens] => digit(tens)? * 10,
        [tens, ones] => digit(tens)? * 10 + digit(ones)?,
        _ => return None,
    };
    let whole = yuan * 100 + fen;
    (whole <= Money::LIMIT_FEN).then_some(if negative { -whole } else { whole })
}

/// The whole grammar: value in hundred-thousandths and decimals printed.
fn general(cell: &str) -> Result<Option<(i64, u8)>, AmountFault> {
    let text: String = super::ident::bare(cell).chars().filter_map(fold).collect();
    if text.bytes().all(|byte| byte == b'-') {
        return Ok(None);
    }
    let (negative, digits) = signed(&text)?;
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return Err(AmountFault::Grammar),
        None => (digits, ""),
    };
    let yuan = ungroup(whole, !fraction.is_empty())?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(AmountFault::Grammar);
    }
    if fraction.len() > 5 {
        return Err(AmountFault::Decimals);
    }
    let fraction_parts = format!("{fraction:0<5}").parse::<i64>().map_err(|_| AmountFault::Grammar)?;
    let value = yuan.checked_mul(PARTS).and_then(|parts| parts.checked_add(fraction_parts));
    match value.filter(|value| *value <= Money::LIMIT_FEN * PARTS_PER_FEN) {
        Some(value) => Ok(Some((if negative { -value } else { value }, fraction.len() as u8))),
        None => Err(AmountFault::Range),
    }
}

/// One ASCII form for full-width digits, dashes, commas and the two yen signs; inner space is dropped.
fn fold(character: char) -> Option<char> {
    Some(match character {
        '０'..='９' => char::from(b'0' + (character as u32 - '０' as u32) as u8),
        '−' | '–' | '—' | '－' => '-',
        '＋' => '+',
        '．' => '.',
        '，' | '\'' | '’' => ',',
        '（' => '(',
        '）' => ')',
        '￥' => '¥',
        _ if super::ident::is_space(character) => return None,
        _ => character,
    })
}

/// Takes off sign, parentheses and currency, each at most once and in either order.
fn signed(text: &str) -> Result<(bool, &str), AmountFault> {
    let (bracketed, inner) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (true, inner),
        None => (false, text),
    };
    let inner = inner.strip_suffix('元').unwrap_or(inner);
    let currency = |text| ["¥", "CNY", "RMB"].iter().find_map(|word| str::strip_prefix(text, word));
    let (before, rest) = currency(inner).map_or((false, inner), |rest| (true, rest));
    let (sign, rest) = match rest.as_bytes().first() {
        Some(b'-') => (Some(true), &rest[1..]),
        Some(b'+') => (Some(false), &rest[1..]),
        _ => (None, rest),
    };
    let digits = if before { rest } else { currency(rest).unwrap_or(rest) };
    if bracketed && sign.is_some() {
        return Err(AmountFault::Grammar);
    }
    Ok((bracketed || sign == Some(true), digits))
}

/// Whole yuan with or without separators every three digits.
fn ungroup(whole: &str, has_fraction: bool) -> Result<i64, AmountFault> {
    if whole.is_empty() {
        return if has_fraction { Ok(0) } else { Err(AmountFault::Grammar) };
    }
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    if !grouped || !digits(first) || !rest.iter().all(|group| digits(group)) {
        return Err(AmountFault::Grammar);
    }
    let joined = format!("{first}{}", rest.concat());
    joined.parse().map_err(|_| AmountFault::Range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_printing_an_amount_is_read_exactly() {
        for (cell, fen) in [
            ("0", 0),
            ("0.00", 0),
            ("-0.00", 0),
            ("1022.81", 102_281),
            ("1022.8", 102_280),
            ("1022", 102_200),
            ("-158.12", -15_812),
            ("+158.12", 15_812),
            ("−158.12", -15_812),
            ("–158.12", -15_812),
            ("－158.12", -15_812),
            ("(158.12)", -15_812),
            ("（158.12）", -15_812),
            ("¥28.16", 2_816),
            ("￥28.16", 2_816),
            ("-¥28.16", -2_816),
            ("¥-28.16", -2_816),
            ("CNY 28.16", 2_816),
            ("RMB28.16", 2_816),
            ("28.16元", 2_816),
            ("1,234.56", 123_456),
            ("1，234，567.89", 123_456_789),
            ("1'234.56", 123_456),
            ("１２３４．５６", 123_456),
            ("`12.00", 1_200),
            ("  12.00\t", 1_200),
            (".50", 50),
            ("9999999999.99", 999_999_999_999),
        ] {
            assert_eq!(amount(cell, 2), Ok(Some(Money::from_fen(fen))), "{cell:?}");
        }
    }

    #[test]
    fn empty_is_not_zero() {
        for cell in ["", " ", "-", "--", "—", "\t", "----------"] {
            assert_eq!(amount(cell, 2), Ok(None), "{cell:?}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for (cell, fault) in [
            ("12.345", AmountFault::Decimals),
            ("12.340", AmountFault::Decimals),
            ("1e5", AmountFault::Grammar),
            ("1E+5", AmountFault::Grammar),
            ("NaN", AmountFault::Grammar),
            ("inf", AmountFault::Grammar),
            ("1.2万元", AmountFault::Grammar),
            ("12.", AmountFault::Grammar),
            ("1,23.45", AmountFault::Grammar),
            ("1234,567.00", AmountFault::Grammar),
            ("(-1.00)", AmountFault::Grammar),
            ("--1.00", AmountFault::Grammar),
            ("1.2.3", AmountFault::Grammar),
            ("0x10", AmountFault::Grammar),
            ("十元", AmountFault::Grammar),
            ("10000000000.01", AmountFault::Range),
            ("99999999999999999999999.00", AmountFault::Range),
        ] {
            assert_eq!(amount(cell, 2), Err(fault), "{cell:?}");
        }
    }

    #[test]
    fn fen_are_whole_and_carry_a_letter_where_the_layout_says_so() {
        for (cell, value) in [("000000001234", 1_234), ("-12", -12), ("+12", 12), ("0", 0), ("  7 ", 7)] {
            assert_eq!(fen(cell), Ok(Some(Money::from_fen(value))), "{cell:?}");
        }
        for (cell, fault) in [
            ("12.34", AmountFault::Decimals),
            ("1,234", AmountFault::Grammar),
            ("1e5", AmountFault::Grammar),
            ("99999999999999999999", AmountFault::Range),
        ] {
            assert_eq!(fen(cell), Err(fault), "{cell:?}");
        }
        assert_eq!(fen(" "), Ok(None));
        assert_eq!(lettered("C000000001234"), Ok(Some(Money::from_fen(1_234))));
        assert_eq!(lettered("D00000000038"), Ok(Some(Money::from_fen(-38))));
        assert_eq!(lettered("0000000000000"), Ok(Some(Money::ZERO)));
        assert_eq!(lettered("             "), Ok(None));
        assert_eq!(lettered("000000001234"), Err(AmountFault::Grammar));
    }

    #[test]
    fn fees_print_five_decimals_and_hold_whole_fen() {
        assert_eq!(amount("0.20000", 5), Ok(Some(Money::from_fen(20))));
        assert_eq!(amount("-0.20000", 5), Ok(Some(Money::from_fen(-20))));
        assert_eq!(amount("0.20100", 5), Err(AmountFault::Decimals));
        assert_eq!(amount("0.20000", 2), Err(AmountFault::Decimals));
        assert_eq!(parts("0.20100"), Ok(Some(20_100)));
        assert_eq!(print_parts(20_100), "0.20100");
        assert_eq!(print_parts(-1_234_500_000), "-12345.00");
    }
}
