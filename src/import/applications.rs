//! Sheets of applications 缓缴申请清单 → checked rows: the plain layout `plain-applications`.
//!
//! Invariant: every line below the heading is either a row, every cell of it checked, or an error that names
//! line, heading and what stands there; two rows for the same unit, line and first month name each other.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::AtomicBool;

use super::date::{DateReader, Window};
use super::fault::{at_cell, at_line, refused, whole_file};
use super::ident::{IdentFault, bare, name};
use super::raw::RawFile;
use super::registry::fields::code_error;
use super::sniff::compared;
use super::table::{Cut, Row, Table};
use super::{decode, pieces};
use crate::book::formats::Quote;
use crate::domain::amount::amount;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::arrears::policy::FeePolicy;
use crate::domain::codes::CreditCode;
use crate::domain::day::BusinessDay;
use crate::domain::deferral::application::Form;
use crate::domain::deferral::firm::Need;
use crate::domain::deferral::place::Place;
use crate::domain::deferral::schedule::Schedule;
use crate::domain::import::{OriginalPiece, RefusedFile, RowError, RowErrorCode};
use crate::domain::money::Money;

/// Headings a sheet of applications must have.
pub const REQUIRED: [&str; 6] = ["统一社会信用代码", "政策", "险种", "起始所属期", "终止所属期", "申请日期"];
/// Headings it may have.
pub const OPTIONAL: [&str; 12] = [
    "缓缴金额",
    "补缴期限",
    "补缴安排",
    "情形",
    "材料",
    "公示",
    "职工签字",
    "单位承诺",
    "不含比例",
    "缓缴原因",
    "批准日期",
    "批准文号",
];
/// 材料: every paper the policy asks for.
const ALL_PAPERS: [&str; 2] = ["全部", "齐全"];
const HEAD_LINES: usize = 60;
/// Days ahead a repayment may be agreed: five years.
const REPAY_DAYS: i32 = 1_826;
const CSV: Cut<'static> = Cut { quote: Quote::Csv, widths: &[], notes: false };

/// What sheets of applications are read by.
#[derive(Clone, Copy, Debug)]
pub struct ApplicationRules<'a> {
    /// Lines and their words.
    pub policy: &'a FeePolicy,
    /// Words of facts.
    pub place: &'a Place,
    /// Today.
    pub today: BusinessDay,
}

/// An application as a sheet brings it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationRow {
    /// Whose.
    pub code: CreditCode,
    /// What is asked for.
    pub form: Form,
    /// Every paper the policy asks for was handed in.
    pub all_papers: bool,
    /// 批准日期 and 批准文号 of what was approved before.
    pub earlier: Option<(BusinessDay, String)>,
}

/// A line of a sheet.
#[derive(Clone, Debug)]
pub struct ApplicationLine {
    /// Its number.
    pub line: u32,
    /// Its text.
    pub raw: String,
    /// What it says, or why it cannot be taken.
    pub row: Result<ApplicationRow, RowError>,
}

/// A sheet of applications, read and checked by itself.
#[derive(Clone, Debug)]
pub struct ParsedApplications {
    /// Path as given.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its rows.
    pub lines: Vec<ApplicationLine>,
    /// The original, compressed.
    pub pieces: Vec<OriginalPiece>,
}

/// Reads a sheet.
///
/// # Errors
/// The whole sheet is refused: its encoding, no heading found, a limit, or no rows.
pub fn parse(raw: &RawFile, rules: &ApplicationRules<'_>) -> Result<ParsedApplications, Box<RefusedFile>> {
    let refuse = |error: RowError| refused(&raw.path, Some(raw), vec![error]);
    let decoded = decode::decode(raw.text()).map_err(refuse)?;
    let text = &decoded.text;
    let missing = || whole_file(RowErrorCode::UnknownLayout, vec!["plain-applications".into(), REQUIRED.join(",")]);
    let (found, line, body) = heading(text).ok_or_else(|| refuse(missing()))?;
    let mut reader = Reader { found, rules, dates: DateReader::new(window(rules.today)) };
    let lines = lines(text, body, line + 1, &mut reader).map_err(refuse)?;
    if lines.is_empty() {
        return Err(refuse(at_line(line, "", RowErrorCode::HeaderOnly, vec![])));
    }
    let unpacked = |error: std::io::Error| refuse(whole_file(RowErrorCode::Unreadable, vec![error.to_string()]));
    Ok(ParsedApplications {
        path: raw.path.clone(),
        sha256: raw.sha256.clone(),
        lines,
        pieces: pieces::keep(raw.text(), &raw.bytes, &AtomicBool::new(false)).map_err(unpacked)?,
    })
}

/// Days a sheet may name: a repayment may be agreed years ahead.
fn window(today: BusinessDay) -> Window {
    Window { last: today.plus(REPAY_DAYS), ..Window::around(today) }
}

/// Headings in order of the first line that has all that are needed, its number, and where rows begin.
fn heading(text: &str) -> Option<(Vec<String>, u32, usize)> {
    let mut at = 0;
    for number in 1..=HEAD_LINES as u32 {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = rest[..length].trim_end_matches('\r');
        at = (at + length + 1).min(text.len());
        let mut cells = Vec::new();
        CSV.split(line, &mut cells);
        let found: Vec<String> = cells.iter().map(|cell| compared(cell.trim_matches(['"', ' ', '\t']))).collect();
        if REQUIRED.iter().all(|heading| found.contains(&compared(heading))) {
            return Some((found, number, at));
        }
    }
    None
}

fn lines(text: &str, body: usize, line: u32, reader: &mut Reader<'_>) -> Result<Vec<ApplicationLine>, RowError> {
    let mut table = Table::new(text, CSV, body, line);
    let (mut row, mut lines) = (Row::default(), Vec::<ApplicationLine>::new());
    let mut first_of: HashMap<String, usize> = HashMap::new();
    while table.next_row(&mut row)? {
        let mut read = reader.row(&row);
        if let Ok(found) = &read {
            let key = format!("{} {} {}", found.code, found.form.line, found.form.months.0);
            if let Some(first) = first_of.get(&key) {
                let other = lines[*first].line.to_string();
                read = Err(at_line(row.line, row.raw, RowErrorCode::DuplicateRow, vec![other]));
            } else {
                first_of.insert(key, lines.len());
            }
        }
        lines.push(ApplicationLine { line: row.line, raw: row.raw.to_string(), row: read });
    }
    Ok(lines)
}

struct Reader<'a> {
    found: Vec<String>,
    rules: &'a ApplicationRules<'a>,
    dates: DateReader,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row<'_>) -> Result<ApplicationRow, RowError> {
        let (expected, found) = (self.found.len(), row.cells.len());
        if row.swallowed {
            return Err(at_line(row.line, "\"", RowErrorCode::UnclosedQuote, vec![row.line.to_string()]));
        }
        if expected != found {
            let details = vec![expected.to_string(), found.to_string()];
            return Err(at_line(row.line, "", RowErrorCode::RaggedRow, details));
        }
        let mut cells = Cells { reader: self, row };
        cells.application()
    }
}

struct Cells<'c, 'r> {
    reader: &'c mut Reader<'r>,
    row: &'c Row<'c>,
}

impl Cells<'_, '_> {
    fn application(&mut self) -> Result<ApplicationRow, RowError> {
        let papers = self.text("材料")?;
        let listed = papers.split(['；', ';', '|']).map(str::trim).filter(|paper| !paper.is_empty());
        let months = (self.month("起始所属期")?, self.month("终止所属期")?);
        if months.1 < months.0 {
            return Err(self.wrong("终止所属期", RowErrorCode::TermReversed, vec![]));
        }
        let earlier = match (self.date("批准日期")?, self.text("批准文号")?) {
            (None, document) if document.is_empty() => None,
            (Some(on), document) if !document.is_empty() => Some((on, document)),
            (Some(_), _) => return Err(self.wrong("批准日期", RowErrorCode::StandsAlone, vec!["批准文号".into()])),
            (None, _) => return Err(self.wrong("批准文号", RowErrorCode::StandsAlone, vec!["批准日期".into()])),
        };
        Ok(ApplicationRow {
            code: self.code()?,
            all_papers: ALL_PAPERS.contains(&papers.as_str()),
            earlier,
            form: Form {
                policy: self.needed("政策")?,
                line: self.line()?,
                applied_on: self.date("申请日期")?.ok_or_else(|| self.empty("申请日期"))?,
                amount: self.money("缓缴金额")?,
                excluded_percent: self.percent()?,
                schedule: self.schedule(months.1)?,
                facts: self.facts()?,
                papers: listed.map(str::to_string).collect(),
                publicised: self.yes("公示")?,
                signed: self.yes("职工签字")?,
                undertaking: self.yes("单位承诺")?,
                cause: self.text("缓缴原因")?,
                months,
            },
        })
    }

    /// The cell under a heading; empty where the sheet has no such column.
    fn cell(&self, heading: &str) -> &str {
        let place = self.reader.found.iter().position(|found| *found == compared(heading));
        place.and_then(|place| self.row.cells.get(place)).map_or("", |cell| cell)
    }

    fn wrong(&self, heading: &str, code: RowErrorCode, details: Vec<String>) -> RowError {
        at_cell(self.row.line, heading, self.cell(heading), code, details)
    }

    fn empty(&self, heading: &str) -> RowError {
        self.wrong(heading, RowErrorCode::EmptyCell, vec![])
    }

    fn text(&self, heading: &str) -> Result<String, RowError> {
        name(self.cell(heading)).map(str::to_string).map_err(|fault| match fault {
            IdentFault::Control(hidden) => {
                self.wrong(heading, RowErrorCode::ControlCharacter, vec![format!("U+{:04X}", hidden as u32)])
            }
            IdentFault::Spreadsheet => self.wrong(heading, RowErrorCode::SpreadsheetNumber, vec![]),
        })
    }

    fn needed(&self, heading: &str) -> Result<String, RowError> {
        let text = self.text(heading)?;
        if text.is_empty() { Err(self.empty(heading)) } else { Ok(text) }
    }

    fn code(&self) -> Result<CreditCode, RowError> {
        let text = self.needed("统一社会信用代码")?;
        CreditCode::parse(&text).map_err(|fault| {
            let (code, details) = code_error(fault);
            self.wrong("统一社会信用代码", code, details)
        })
    }

    fn line(&self) -> Result<String, RowError> {
        let (text, policy) = (self.needed("险种")?, self.reader.rules.policy);
        let known = || policy.lines.iter().map(|line| line.zh.clone()).collect();
        let line = policy.line(&text).ok_or_else(|| self.wrong("险种", RowErrorCode::UnknownTerm, known()))?;
        Ok(policy.line_code(line).to_string())
    }

    fn month(&self, heading: &str) -> Result<FeeMonth, RowError> {
        let cell = bare(self.cell(heading));
        if cell.is_empty() {
            return Err(self.empty(heading));
        }
        FeeMonth::parse(cell).ok_or_else(|| self.wrong(heading, RowErrorCode::MonthGrammar, vec![]))
    }

    fn date(&mut self, heading: &str) -> Result<Option<BusinessDay>, RowError> {
        let cell = bare(self.cell(heading)).to_string();
        if cell.is_empty() {
            return Ok(None);
        }
        let read = self.reader.dates.read(&cell);
        read.map(|(day, _)| Some(day)).map_err(|_| self.wrong(heading, RowErrorCode::DateGrammar, vec![]))
    }

    fn money(&self, heading: &str) -> Result<Money, RowError> {
        let wrong = |_| self.wrong(heading, RowErrorCode::AmountGrammar, vec![]);
        match amount(self.cell(heading), 2).map_err(wrong)? {
            Some(money) if money < Money::ZERO => Err(self.wrong(heading, RowErrorCode::NegativeAmount, vec![])),
            read => Ok(read.unwrap_or(Money::ZERO)),
        }
    }

    /// `30%` or `30`; 0 where the cell is empty.
    fn percent(&self) -> Result<u8, RowError> {
        let cell = bare(self.cell("不含比例"));
        let read = if cell.is_empty() { Some(0) } else { cell.trim_end_matches('%').parse::<u8>().ok() };
        read.filter(|percent| *percent < 100).ok_or_else(|| self.wrong("不含比例", RowErrorCode::RateGrammar, vec![]))
    }

    fn yes(&self, heading: &str) -> Result<bool, RowError> {
        match bare(self.cell(heading)) {
            "是" | "已" | "有" => Ok(true),
            "" | "否" | "未" | "无" => Ok(false),
            _ => Err(self.wrong(heading, RowErrorCode::UnknownTerm, vec!["是".into(), "否".into()])),
        }
    }

    /// `补缴安排` as months and days, else all by `补缴期限`.
    fn schedule(&mut self, last: FeeMonth) -> Result<Schedule, RowError> {
        let text = self.text("补缴安排")?;
        if text.is_empty() {
            let day = self.date("补缴期限")?;
            return Ok(day.map_or_else(Schedule::default, |day| Schedule::at_once(last, day)));
        }
        Schedule::parse(&text).ok_or_else(|| self.wrong("补缴安排", RowErrorCode::DateGrammar, vec![]))
    }

    /// Words of facts; `无` or `不` before one denies it.
    fn facts(&self) -> Result<BTreeMap<Need, bool>, RowError> {
        let (text, known) = (self.text("情形")?, &self.reader.rules.place.needs);
        let mut facts = BTreeMap::new();
        for word in text.split(['、', '；', ';', ' ']).filter(|word| !word.is_empty()) {
            let (plain, holds) = word.strip_prefix(['无', '不', '非']).map_or((word, true), |rest| (rest, false));
            let need = known.get(word).map(|need| (*need, true)).or(known.get(plain).map(|need| (*need, holds)));
            let by_code = Need::from_code(word).map(|need| (need, true));
            let Some((need, holds)) = need.or(by_code) else {
                return Err(self.wrong("情形", RowErrorCode::UnknownTerm, known.keys().cloned().collect()));
            };
            facts.insert(need, holds);
        }
        Ok(facts)
    }
}
