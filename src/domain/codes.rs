//! Codes of persons, firms and accounts 证照号码, checked by their own check characters.
//!
//! Sources: GB 32100-2015 (统一社会信用代码), GB 11714-1997 (组织机构代码), GB 11643-1999 (公民身份号码),
//! GB/T 17710 / ISO 7812 (bank card numbers). Invariant: what [`CreditCode`] holds has passed; a wrong
//! code names the position at fault or the character its check demands.

use std::fmt;

use super::day::BusinessDay;
use super::entry::codes;

const CREDIT_ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const CREDIT_WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_ALPHABET: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
const RESIDENT_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const RESIDENT_CHECKS: &[u8; 11] = b"10X98765432";

/// What is wrong with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    /// Its length: what it should be, and is.
    #[error("length {found}, not {expected}")]
    Length {
        /// Characters it should have.
        expected: usize,
        /// Characters it has.
        found: usize,
    },
    /// A character that cannot stand there; positions count from 1.
    #[error("`{found}` at position {position}")]
    Character {
        /// Where.
        position: usize,
        /// What stands there.
        found: char,
    },
    /// A check character that fails; the one the rest demands.
    #[error("`{found}` at position {position}, not the check `{expected}`")]
    Check {
        /// Where it stands.
        position: usize,
        /// What stands there.
        found: char,
        /// What the rest of the code demands.
        expected: char,
    },
    /// The date of birth in a resident number is none of the calendar; its digits begin at position 7.
    #[error("no date of birth: {0:08}")]
    Birth(u32),
}

/// 统一社会信用代码, passed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode(String);

impl CreditCode {
    /// Reads a code of 18 characters; small letters count as capitals.
    ///
    /// # Errors
    /// [`CodeFault`] naming the position or the check character expected (the 18th first, then that of
    /// the organisation code inside, positions 9 to 17).
    pub fn parse(text: &str) -> Result<CreditCode, CodeFault> {
        let code = capitals(text);
        expect_length(&code, 18)?;
        let mut sum = 0;
        for (place, byte) in code.bytes().enumerate() {
            let value = CREDIT_ALPHABET.iter().position(|letter| *letter == byte);
            let value = value.ok_or_else(|| wrong_character(&code, place))?;
            sum += CREDIT_WEIGHTS.get(place).map_or(0, |weight| weight * value as u32);
        }
        let expected = CREDIT_ALPHABET[((31 - sum % 31) % 31) as usize];
        expect_check(&code, 17, expected)?;
        expect_check(&code, 16, organisation_check(&code.as_bytes()[8..16]))?;
        Ok(CreditCode(code))
    }

    /// The code of a division (8 characters) and the body of an organisation code (8), both checks put to
    /// them; `None` where a character cannot stand there.
    pub fn from_parts(division: &str, organisation: &str) -> Option<CreditCode> {
        if !division.is_ascii() || division.len() != 8 || !organisation.is_ascii() || organisation.len() != 8 {
            return None;
        }
        let inner = char::from(organisation_check(organisation.as_bytes()));
        let body = format!("{division}{organisation}{inner}");
        let expected = CREDIT_ALPHABET.iter().map(|letter| format!("{body}{}", char::from(*letter)));
        expected.into_iter().find_map(|code| CreditCode::parse(&code).ok())
    }

    /// Its 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

codes! {
    /// 号码种类.
    CodeKind {
        /// 统一社会信用代码.
        Credit = "credit_code",
        /// 组织机构代码.
        Organisation = "organisation_code",
        /// 公民身份号码, or the 15 digits of before 1999.
        Resident = "resident_number",
        /// 银行卡号.
        Card = "bank_card",
    }
}

impl CodeKind {
    /// The kinds a text could be, by its length and letters; the likeliest first.
    pub fn candidates(text: &str) -> Vec<CodeKind> {
        let code = capitals(text);
        let digits = code.bytes().filter(u8::is_ascii_digit).count();
        match (code.chars().count(), digits) {
            (9, _) => vec![CodeKind::Organisation],
            (10, _) if code.contains('-') => vec![CodeKind::Organisation],
            (15, 15) => vec![CodeKind::Resident],
            (18, 17 | 18) => vec![CodeKind::Resident, CodeKind::Credit],
            (16..=19, all) if all == code.len() => vec![CodeKind::Card],
            _ => vec![CodeKind::Credit],
        }
    }

    /// Checks a text as this kind and gives its normal form: capitals, no hyphen, 18 digits for 15.
    ///
    /// # Errors
    /// [`CodeFault`] naming the position or the check character expected.
    pub fn check(self, text: &str) -> Result<String, CodeFault> {
        match self {
            CodeKind::Credit => CreditCode::parse(text).map(|code| code.0),
            CodeKind::Organisation => organisation_code(text),
            CodeKind::Resident => resident_number(text),
            CodeKind::Card => bank_card(text),
        }
    }
}

/// 组织机构代码: eight characters and a check, a hyphen before it allowed.
fn organisation_code(text: &str) -> Result<String, CodeFault> {
    let code = capitals(text).replace('-', "");
    expect_length(&code, 9)?;
    let body = code.bytes().take(8).position(|byte| !ORGANISATION_ALPHABET.contains(&byte));
    if let Some(place) = body {
        return Err(wrong_character(&code, place));
    }
    expect_check(&code, 8, organisation_check(&code.as_bytes()[..8]))?;
    Ok(code)
}

/// 公民身份号码; the 15 digits of before 1999 become 18.
fn resident_number(text: &str) -> Result<String, CodeFault> {
    let mut code = capitals(text);
    let old = code.len() == 15 && code.is_ascii();
    if old {
        code.insert_str(6, "19");
    } else {
        expect_length(&code, 18)?;
    }
    if let Some(place) = code.bytes().take(17).position(|byte| !byte.is_ascii_digit()) {
        // Of 15 digits the two of the century were put in after the sixth.
        let position = if old && place >= 8 { place - 2 } else { place } + 1;
        let found = code.chars().nth(place).unwrap_or(' ');
        return Err(CodeFault::Character { position, found });
    }
    let birth: u32 = code[6..14].parse().unwrap_or(0);
    if BusinessDay::from_ymd(birth / 10_000, birth / 100 % 100, birth % 100).is_none() {
        return Err(CodeFault::Birth(birth));
    }
    let digits = code.bytes().take(17).map(|byte| u32::from(byte - b'0'));
    let sum: u32 = digits.zip(RESIDENT_WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let expected = RESIDENT_CHECKS[(sum % 11) as usize];
    if old {
        code.push(char::from(expected));
        return Ok(code);
    }
    expect_check(&code, 17, expected)?;
    Ok(code)
}

/// 银行卡号: 16 to 19 digits of which the last makes the Luhn sum a multiple of ten; blanks are left out.
fn bank_card(text: &str) -> Result<String, CodeFault> {
    let code: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    if let Some(place) = code.chars().position(|letter| !letter.is_ascii_digit()) {
        return Err(wrong_character(&code, place));
    }
    let length = code.len();
    if !(16..=19).contains(&length) {
        return Err(CodeFault::Length { expected: if length < 16 { 16 } else { 19 }, found: length });
    }
    let body = code.bytes().rev().skip(1).map(|byte| u32::from(byte - b'0'));
    let sum: u32 = body.enumerate().map(|(place, digit)| luhn(digit, place % 2 == 0)).sum();
    let expected = b'0' + ((10 - sum % 10) % 10) as u8;
    expect_check(&code, length - 1, expected)?;
    Ok(code)
}

fn luhn(digit: u32, doubled: bool) -> u32 {
    match (doubled, digit) {
        (false, digit) => digit,
        (true, 0..=4) => digit * 2,
        (true, digit) => digit * 2 - 9,
    }
}

/// The check of eight characters of an organisation code.
fn organisation_check(body: &[u8]) -> u8 {
    let value = |byte: &u8| ORGANISATION_ALPHABET.iter().position(|letter| letter == byte).unwrap_or(0) as u32;
    let sum: u32 = body.iter().zip(ORGANISATION_WEIGHTS).map(|(byte, weight)| value(byte) * weight).sum();
    match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => b'0' + digit as u8,
    }
}

fn capitals(text: &str) -> String {
    text.trim().to_ascii_uppercase()
}

fn expect_length(code: &str, expected: usize) -> Result<(), CodeFault> {
    let found = code.chars().count();
    if found != expected {
        return Err(CodeFault::Length { expected, found });
    }
    match code.chars().position(|letter| !letter.is_ascii()) {
        Some(place) => Err(wrong_character(code, place)),
        None => Ok(()),
    }
}

fn expect_check(code: &str, place: usize, expected: u8) -> Result<(), CodeFault> {
    match code.as_bytes().get(place) {
        Some(found) if *found == expected => Ok(()),
        found => {
            let found = found.map_or(' ', |byte| char::from(*byte));
            Err(CodeFault::Check { position: place + 1, found, expected: char::from(expected) })
        }
    }
}

fn wrong_character(code: &str, place: usize) -> CodeFault {
    CodeFault::Character { position: place + 1, found: code.chars().nth(place).unwrap_or(' ') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_codes_that_stand() {
        for code in [
            "91330106MA2TEAT05A",
            "91110108MA01A2B32G",
            "12330000470001235A",
            "93440300MA5F0K9Q4J",
            "914201003D7RT5W027",
            "52500000MJ0000018K",
            "N2330106MF1234567L",
            "Y1330000MC4W5X6Y4C",
        ] {
            assert_eq!(CreditCode::parse(code).map(|code| code.to_string()).as_deref(), Ok(code));
            assert_eq!(CodeKind::Organisation.check(&code[8..17]).as_deref(), Ok(&code[8..17]));
        }
        assert_eq!(CodeKind::Credit.check(" 91330106ma2teat05a ").as_deref(), Ok("91330106MA2TEAT05A"));
    }

    #[test]
    fn a_wrong_code_names_the_position_or_the_check_expected() {
        let check = |position, found, expected| CodeFault::Check { position, found, expected };
        let character = |position, found| CodeFault::Character { position, found };
        for (kind, code, fault) in [
            (CodeKind::Credit, "91330106MA2TEAT0A5", check(18, '5', 'R')),
            (CodeKind::Credit, "9133O106MA2TEAT05A", character(5, 'O')),
            (CodeKind::Credit, "91330106MA2TEAT05B", check(18, 'B', 'A')),
            (CodeKind::Credit, "91330106MA2TEAT05", CodeFault::Length { expected: 18, found: 17 }),
            (CodeKind::Credit, "91330106MA2TEAT05Ａ", character(18, 'Ａ')),
            (CodeKind::Organisation, "MA2TEAT0-4", check(9, '4', '5')),
            (CodeKind::Organisation, "MA2T_AT05", character(5, '_')),
            (CodeKind::Resident, "110108200102290028", CodeFault::Birth(20_010_229)),
            (CodeKind::Resident, "110105194912310021", check(18, '1', 'X')),
            (CodeKind::Resident, "1101051949123l0021", character(14, 'L')),
            (CodeKind::Resident, "11010549l231002", character(9, 'L')),
            (CodeKind::Card, "6222020000000000", check(16, '0', '7')),
            (CodeKind::Card, "622202000000000", CodeFault::Length { expected: 16, found: 15 }),
            (CodeKind::Card, "62220200000O0005", character(12, 'O')),
        ] {
            assert_eq!(kind.check(code), Err(fault), "{code}");
        }
    }

    #[test]
    fn resident_numbers_and_their_normal_form() {
        for (number, normal) in [
            ("11010519491231002X", "11010519491231002X"),
            ("440524188001010014", "440524188001010014"),
            ("33010619900307551X", "33010619900307551X"),
            ("110108200002290020", "110108200002290020"),
            ("420100198512311233", "420100198512311233"),
            ("360426199101010071", "360426199101010071"),
            ("11010519491231002x", "11010519491231002X"),
            ("110105491231002", "11010519491231002X"),
        ] {
            assert_eq!(CodeKind::Resident.check(number).as_deref(), Ok(normal));
        }
    }

    #[test]
    fn one_changed_character_never_passes() {
        let code = "91330106MA2TEAT05A";
        for place in 0..18 {
            for letter in CREDIT_ALPHABET.iter().map(|byte| char::from(*byte)) {
                let mut changed: Vec<char> = code.chars().collect();
                changed[place] = letter;
                let changed: String = changed.into_iter().collect();
                assert_eq!(CreditCode::parse(&changed).is_ok(), changed == code, "{changed}");
            }
        }
    }

    #[test]
    fn the_kind_is_seen_by_shape() {
        for (text, kind) in [
            ("MA2TEAT05", CodeKind::Organisation),
            ("MA2TEAT0-5", CodeKind::Organisation),
            ("110105491231002", CodeKind::Resident),
            ("11010519491231002X", CodeKind::Resident),
            ("6222020000000007", CodeKind::Card),
            ("91330106MA2TEAT05A", CodeKind::Credit),
        ] {
            assert_eq!(CodeKind::candidates(text).first(), Some(&kind), "{text}");
        }
    }
}
