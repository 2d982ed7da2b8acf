//! Reads the arrears rules 欠费规定 from `arrears/lines.toml` and `arrears/late_fee.toml`.
//!
//! Invariant: the blocks of a table follow one another day by day from the beginning of time to its end,
//! each with its clause; a gap, an overlap, an unknown word or a rate that is no exact decimal is refused
//! with its line.

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::files::{RuleFile, RuleFiles, parse_toml};
use crate::domain::arrears::policy::{
    AllocOrder, CapMode, Clause, DeferralBreach, DueRoll, FeePolicy, FeeRounding, FirstDay, LastDay, LegacyMode, Line,
    Parameters, Rate, RateTable,
};
use crate::domain::day::BusinessDay;
use crate::domain::rejection::Rejection;

/// Name of the file of lines.
pub const LINES: &str = "arrears/lines.toml";
/// Name of the file of rates and parameters.
pub const LATE_FEE: &str = "arrears/late_fee.toml";

/// Decimals a rate may have.
const RATE_DECIMALS: usize = 6;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLines {
    line: Vec<RawLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLine {
    code: Spanned<String>,
    zh: Spanned<String>,
    en: Spanned<String>,
    words: Vec<Spanned<String>>,
    table: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLateFee {
    defaults: RawDefaults,
    table: Vec<RawTable>,
    cap: RawCap,
    deferral: RawDeferral,
    bankruptcy: RawClause,
    bearer: RawClause,
    undeclared: RawUndeclared,
    fine: RawFine,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDefaults {
    first_day: Spanned<String>,
    last_day: Spanned<String>,
    due_roll: Spanned<String>,
    legacy_mode: Spanned<String>,
    cap_mode: Spanned<String>,
    rounding: Spanned<String>,
    alloc_order: Spanned<String>,
    deferral_breach: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    code: Spanned<String>,
    rate: Spanned<Vec<RawRate>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRate {
    from: Option<Spanned<Datetime>>,
    to: Option<Spanned<Datetime>>,
    rate: Spanned<String>,
    #[serde(default)]
    legacy: bool,
    #[serde(default)]
    after_order: bool,
    basis: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCap {
    from: Spanned<Datetime>,
    percent: u32,
    basis: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDeferral {
    basis: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClause {
    from: Spanned<Datetime>,
    basis: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUndeclared {
    percent: u32,
    basis: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFine {
    least_times: u32,
    most_times: u32,
    basis: Spanned<String>,
}

/// Reads and checks lines and late-fee rules.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line of the first thing wrong.
pub fn load(files: &RuleFiles) -> Result<FeePolicy, Rejection> {
    let get = |name: &str| {
        let missing = || Rejection::RuleBook { file: name.into(), line: 0, what: "no such rule file".into() };
        files.get(name)?.ok_or_else(missing)
    };
    let (file, raw) = (get(LATE_FEE)?, get(LINES)?);
    let fee: RawLateFee = parse_toml(&file)?;
    let tables = tables(&file, &fee.table)?;
    let lines = lines(&raw, &tables)?;
    if fee.fine.least_times > fee.fine.most_times {
        return Err(file.wrong_at(&fee.fine.basis, "least_times is more than most_times"));
    }
    Ok(FeePolicy {
        parameters: parameters(&file, &fee.defaults)?,
        lines,
        tables,
        cap: Clause { from: day(&file, &fee.cap.from)?, basis: basis(&file, &fee.cap.basis)? },
        cap_percent: fee.cap.percent,
        deferral_basis: basis(&file, &fee.deferral.basis)?,
        bankruptcy: clause(&file, &fee.bankruptcy)?,
        bearer: clause(&file, &fee.bearer)?,
        undeclared_percent: fee.undeclared.percent,
        undeclared_basis: basis(&file, &fee.undeclared.basis)?,
        fine_times: (fee.fine.least_times, fee.fine.most_times),
        fine_basis: basis(&file, &fee.fine.basis)?,
    })
}

fn parameters(file: &RuleFile, raw: &RawDefaults) -> Result<Parameters, Rejection> {
    let mut parameters = Parameters {
        first_day: FirstDay::DayAfterDue,
        last_day: LastDay::Inclusive,
        due_roll: DueRoll::NextWorkingDay,
        legacy_mode: LegacyMode::Segmented,
        cap_mode: CapMode::PerItem,
        rounding: FeeRounding::HalfUp,
        alloc_order: AllocOrder::OldestFirst,
        deferral_breach: DeferralBreach::AfterRepayBy,
    };
    let given = [
        &raw.first_day,
        &raw.last_day,
        &raw.due_roll,
        &raw.legacy_mode,
        &raw.cap_mode,
        &raw.rounding,
        &raw.alloc_order,
        &raw.deferral_breach,
    ];
    for (name, value) in Parameters::NAMES.into_iter().zip(given) {
        if !parameters.set(name, value.get_ref()) {
            return Err(file.wrong_at(value, &format!("{name} is one of {}", Parameters::values(name).join(", "))));
        }
    }
    Ok(parameters)
}

fn tables(file: &RuleFile, raw: &[RawTable]) -> Result<Vec<RateTable>, Rejection> {
    let mut tables: Vec<RateTable> = Vec::new();
    for table in raw {
        if tables.iter().any(|known| known.code == *table.code.get_ref()) {
            return Err(file.wrong_at(&table.code, "this table stands above already"));
        }
        tables.push(RateTable { code: table.code.get_ref().clone(), rates: rates(file, &table.rate)? });
    }
    Ok(tables)
}

/// Blocks that follow one another day by day.
fn rates(file: &RuleFile, raw: &Spanned<Vec<RawRate>>) -> Result<Vec<Rate>, Rejection> {
    let mut rates: Vec<Rate> = Vec::new();
    for block in raw.get_ref() {
        let follows = rates.last().map(|rate| rate.to.plus(1));
        let from = match (&block.from, follows) {
            (None, None) => BusinessDay::MIN,
            (Some(from), Some(follows)) if day(file, from)? == follows => follows,
            (Some(from), Some(follows)) if day(file, from)? > follows => {
                return Err(file.wrong_at(from, &format!("a gap: the block before ends on {}", follows.plus(-1))));
            }
            (Some(from), Some(follows)) => {
                return Err(file.wrong_at(from, &format!("an overlap: the block before ends on {}", follows.plus(-1))));
            }
            (Some(from), None) => return Err(file.wrong_at(from, "a gap: the first block of a table has no `from`")),
            (None, Some(_)) => return Err(file.wrong_at(&block.rate, "only the first block has no `from`")),
        };
        let to = block.to.as_ref().map(|to| day(file, to)).transpose()?.unwrap_or(BusinessDay::MAX);
        if to < from {
            return Err(file.wrong_at(&block.rate, "`to` is before `from`"));
        }
        let per_million = per_million(file, &block.rate)?;
        let (legacy, after_order, basis) = (block.legacy, block.after_order, basis(file, &block.basis)?);
        rates.push(Rate { from, to, per_million, legacy, after_order, basis });
    }
    match rates.last() {
        Some(rate) if rate.to == BusinessDay::MAX => Ok(rates),
        _ => Err(file.wrong_at(raw, "a gap: the last block of a table has no `to`")),
    }
}

/// A rate a day, exact, at most six decimals and less than 1.
fn per_million(file: &RuleFile, text: &Spanned<String>) -> Result<u32, Rejection> {
    let digits = text.get_ref();
    let parts = match digits.split_once('.') {
        None if digits == "0" => Some(0),
        Some(("0", fraction)) if (1..=RATE_DECIMALS).contains(&fraction.len()) => {
            let plain = fraction.bytes().all(|byte| byte.is_ascii_digit());
            format!("{fraction:0<RATE_DECIMALS$}").parse().ok().filter(|_| plain)
        }
        _ => None,
    };
    parts.ok_or_else(|| file.wrong_at(text, "rate is a share a day in quotes, at most six decimals, e.g. \"0.0005\""))
}

fn lines(file: &RuleFile, tables: &[RateTable]) -> Result<Vec<Line>, Rejection> {
    let raw: RawLines = parse_toml(file)?;
    let mut lines: Vec<Line> = Vec::new();
    for line in &raw.line {
        let code = line.code.get_ref();
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        if code.is_empty() || !code.bytes().all(plain) || lines.iter().any(|known| known.code == *code) {
            return Err(file.wrong_at(&line.code, "code is a-z and _, and stands once"));
        }
        for name in [&line.zh, &line.en] {
            if name.get_ref().trim().is_empty() {
                return Err(file.wrong_at(name, "a line has a name in both languages"));
            }
        }
        for word in &line.words {
            if lines.iter().any(|known| known.words.contains(word.get_ref())) {
                return Err(file.wrong_at(word, "this word means another line already"));
            }
        }
        let table = tables.iter().position(|table| table.code == *line.table.get_ref());
        lines.push(Line {
            code: code.clone(),
            zh: line.zh.get_ref().clone(),
            en: line.en.get_ref().clone(),
            words: line.words.iter().map(|word| word.get_ref().clone()).collect(),
            table: table.ok_or_else(|| file.wrong_at(&line.table, "no table of that code in arrears/late_fee.toml"))?,
        });
    }
    if lines.is_empty() || lines.len() > usize::from(u8::MAX) {
        return Err(file.wrong_on(1, "there are 1 to 255 lines"));
    }
    Ok(lines)
}

fn clause(file: &RuleFile, raw: &RawClause) -> Result<Clause, Rejection> {
    Ok(Clause { from: day(file, &raw.from)?, basis: basis(file, &raw.basis)? })
}

fn basis(file: &RuleFile, text: &Spanned<String>) -> Result<String, Rejection> {
    let basis = text.get_ref().trim();
    if basis.is_empty() { Err(file.wrong_at(text, "basis names the clause it rests on")) } else { Ok(basis.into()) }
}

fn day(file: &RuleFile, at: &Spanned<Datetime>) -> Result<BusinessDay, Rejection> {
    let date = match at.get_ref() {
        Datetime { date: Some(date), time: None, offset: None } => {
            BusinessDay::from_ymd(date.year.into(), date.month.into(), date.day.into())
        }
        _ => None,
    };
    date.ok_or_else(|| file.wrong_at(at, "a date, e.g. 2011-07-01"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    /// The rule book with one file edited.
    fn load_with(name: &str, from: &str, to: &str) -> Result<FeePolicy, Rejection> {
        let text = RuleFiles::default().get(name).unwrap().unwrap().text.into_owned();
        assert!(text.contains(from), "{from}");
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("arrears")).unwrap();
        std::fs::write(folder.path().join(name), text.replacen(from, to, 1)).unwrap();
        load(&RuleFiles::new(Some(folder.path().to_path_buf())))
    }

    #[test]
    fn the_embedded_rules_load() {
        let policy = load(&RuleFiles::default()).unwrap();
        let pension = policy.line("养老保险").unwrap();
        assert_eq!(policy.line_code(pension), "pension");
        let rates: Vec<u32> = policy.rates(pension).iter().map(|rate| rate.per_million).collect();
        assert_eq!(rates, [0, 2000, 500]);
        assert_eq!(policy.line("养老金"), None);
    }

    #[test]
    fn a_gap_an_overlap_or_a_wrong_word_names_its_line() {
        for (name, from, to, line, what) in [
            (LATE_FEE, "from = 1999-01-22", "from = 1999-01-23", 20, "a gap: the block before ends on 1999-01-21"),
            (LATE_FEE, "from = 2011-07-01, rate", "from = 2011-06-30, rate", 21, "an overlap"),
            (LATE_FEE, "to = 1999-01-21", "from = 1990-01-01, to = 1999-01-21", 19, "a gap: the first block"),
            (LATE_FEE, "rate = \"0.002\"", "rate = \"2/1000\"", 20, "rate is a share a day"),
            (LATE_FEE, "rate = \"0.002\"", "rate = \"0.0020001\"", 20, "at most six decimals"),
            (LATE_FEE, "rate = \"0.002\"", "rate = 0.002", 20, "invalid type"),
            (LATE_FEE, "\"segmented\"", "\"by_day\"", 9, "legacy_mode is one of segmented, by_origin, none"),
            (LATE_FEE, "cap_mode", "cap", 10, "unknown field `cap`"),
            (LATE_FEE, "basis = \"行政强制法第四十五条\"", "basis = \" \"", 52, "basis names the clause"),
            (LINES, "table = \"injury\"", "table = \"injuries\"", 30, "no table of that code"),
            (LINES, "code = \"medical\"", "code = \"pension\"", 12, "stands once"),
            (LINES, "\"失业\", ", "\"养老\", ", 22, "another line already"),
        ] {
            match load_with(name, from, to) {
                Err(Rejection::RuleBook { line: at, what: said, .. }) => {
                    assert!(said.contains(what), "{from} → {to}: {said}");
                    assert_eq!(at, line, "{from} → {to}");
                }
                other => panic!("{from} → {to}: {other:?}"),
            }
        }
    }
}
