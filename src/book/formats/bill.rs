//! 账单语法. What only channel bills need to say of their layout: other names of headings, fixed
//! widths, units, footer sentences, the summary beside the detail, words that must be known.
//!
//! Invariant: a [`Bill`] that passes [`check`] names only headings of its layout and words of its kinds.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Profile;
use super::raw::wrong;
use crate::book::files::RuleFile;
use crate::domain::entry::Method;
use crate::domain::rejection::Rejection;

/// 单位. What a money column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 元, with decimals.
    #[default]
    Yuan,
    /// 分, whole numbers only.
    Fen,
}

/// 尾注. A sentence below the rows that states their count and sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footer {
    /// How the sentence begins, up to its colon: its name.
    pub name: String,
    /// The word of the kind whose rows it counts; every row where none is named.
    pub kind: Option<String>,
    /// What stands in it, in order.
    pub parts: Vec<FooterPart>,
}

/// A piece of a footer sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FooterPart {
    /// These very words.
    Words(String),
    /// The number of rows.
    Count,
    /// The sum of this column.
    Sum(String),
}

/// 汇总文件. The second file of an archive, whose total row controls the detail.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// Headings by which it is known.
    pub required: Vec<String>,
    /// First cell of its total row.
    pub row: String,
    /// Heading of a count → the word of the kind whose rows it counts.
    pub counts: BTreeMap<String, String>,
    /// Columns that stand in both files under one name.
    pub sums: Vec<String>,
}

/// 词表. The words a column may hold.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// As the file writes them; the empty cell is always known.
    pub words: Vec<String>,
    /// Whether any other word quarantines its row; else it is warned of.
    #[serde(default)]
    pub strict: bool,
}

/// 账单语法. All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    /// Heading → its other names.
    pub also: BTreeMap<String, Vec<String>>,
    /// Widths in bytes of GBK of the fields, one separator between them; the names are `required`.
    pub widths: Vec<usize>,
    /// Without a heading line: how the first rows must look, by heading: `9` a digit, `A` a capital,
    /// `_` a blank, `*` anything from there on, any other character itself.
    pub shapes: BTreeMap<String, String>,
    /// What its money columns count.
    pub unit: Unit,
    /// Sentences below the rows.
    pub footers: Vec<Footer>,
    /// The other file of its archive.
    pub summary: Option<Summary>,
    /// Columns whose words are listed.
    pub known: BTreeMap<String, Known>,
    /// Money columns that no total of the file proves; the import says so.
    pub unproven: Vec<String>,
    /// Methods it is the whole truth for, where they stand in a column.
    pub covers: Vec<Method>,
    /// Whether every time is printed with seconds, so that a missing one was lost.
    pub seconds: bool,
    /// Heading of the time of day, where date and time are two columns.
    pub time: Option<String>,
    /// Heading whose first four characters are the year the time lacks.
    pub year_of: Option<String>,
    /// Whether its rows name no day: the file's name does, or a person.
    pub dayless: bool,
    /// Letters of the file's name behind which its date stands as `yyMMdd`; it gives the year the time lacks.
    pub dated_name: Option<String>,
    /// Whether the channel's number begins anew each day, so that the day belongs to it.
    pub daily_numbers: bool,
    /// What stands between rows beside the line feed.
    pub row_separator: Option<String>,
    /// Whether in an archive it makes way for another bill, and is named there.
    pub yields: bool,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawBill {
    also: BTreeMap<String, Vec<String>>,
    widths: Vec<usize>,
    shapes: BTreeMap<String, String>,
    unit: Unit,
    footers: Vec<RawFooter>,
    summary: Option<Summary>,
    known: BTreeMap<String, Known>,
    unproven: Vec<String>,
    covers: Vec<String>,
    seconds: bool,
    time: Option<String>,
    year_of: Option<String>,
    dayless: bool,
    dated_name: Option<String>,
    daily_numbers: bool,
    row_separator: Option<String>,
    yields: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFooter {
    kind: Option<String>,
    line: String,
}

impl Bill {
    /// Every heading it reads beside the fields.
    pub(super) fn headings_read(&self) -> impl Iterator<Item = &str> {
        let footers = self.footers.iter().flat_map(|footer| footer.parts.iter()).filter_map(|part| match part {
            FooterPart::Sum(heading) => Some(heading),
            _ => None,
        });
        let summed = self.summary.iter().flat_map(|summary| summary.sums.iter());
        let moments = self.time.iter().chain(&self.year_of);
        let worded = self.known.keys().chain(self.shapes.keys());
        footers.chain(summed).chain(moments).chain(worded).chain(&self.unproven).map(String::as_str)
    }

    /// Whether its files have no heading line.
    pub fn headless(&self) -> bool {
        !self.shapes.is_empty()
    }

    /// Whether some total counts the rows of each kind apart.
    pub fn counts_by_kind(&self) -> bool {
        !self.footers.is_empty() || self.summary.is_some()
    }
}

impl RawBill {
    pub(super) fn read(self, file: &RuleFile) -> Result<Bill, Rejection> {
        let code = |code: &String| Method::from_code(code).ok_or_else(|| wrong(file, code, "not the code of a method"));
        let footers = self.footers.into_iter().map(|footer| read_footer(file, footer));
        Ok(Bill {
            also: self.also,
            widths: self.widths,
            shapes: self.shapes,
            unit: self.unit,
            footers: footers.collect::<Result<_, Rejection>>()?,
            summary: self.summary,
            known: self.known,
            unproven: self.unproven,
            covers: self.covers.iter().map(code).collect::<Result<_, Rejection>>()?,
            seconds: self.seconds,
            time: self.time,
            year_of: self.year_of,
            dayless: self.dayless,
            dated_name: self.dated_name,
            daily_numbers: self.daily_numbers,
            row_separator: self.row_separator,
            yields: self.yields,
        })
    }
}

/// `#交易合计：{笔数}笔，商家实收共{商家实收（元）}元` → its pieces.
pub(super) fn read_footer(file: &RuleFile, raw: RawFooter) -> Result<Footer, Rejection> {
    let (mut parts, mut rest) = (Vec::new(), raw.line.as_str());
    while let Some((words, tail)) = rest.split_once('{') {
        let (name, tail) =
            tail.split_once('}').ok_or_else(|| wrong(file, &raw.line, "a brace opens and never closes"))?;
        if words.is_empty() {
            return Err(wrong(file, &raw.line, "words must stand before every figure"));
        }
        parts.push(FooterPart::Words(words.into()));
        parts.push(if name == "笔数" { FooterPart::Count } else { FooterPart::Sum(name.into()) });
        rest = tail;
    }
    if parts.is_empty() || rest.is_empty() {
        return Err(wrong(file, &raw.line, "a footer is words with {笔数} or {a column} between them"));
    }
    parts.push(FooterPart::Words(rest.into()));
    let name = raw.line.trim_start_matches('#').split(['：', ':', '{']).next().unwrap_or_default().to_string();
    Ok(Footer { name, kind: raw.kind, parts })
}

/// What of it does not fit the layout it stands in.
pub(super) fn check(file: &RuleFile, profile: &Profile) -> Result<(), Rejection> {
    let bill = &profile.bill;
    let word = |word: &String| profile.kinds.iter().any(|kind| kind.word == *word);
    let counted = bill.summary.iter().flat_map(|summary| summary.counts.values());
    let kinds = bill.footers.iter().filter_map(|footer| footer.kind.as_ref()).chain(counted);
    if let Some(unknown) = kinds.into_iter().find(|kind| !word(kind)) {
        return Err(wrong(file, unknown, "not a word of [kinds]"));
    }
    let listed = |heading: &&String| profile.required.iter().chain(&profile.optional).any(|listed| listed == *heading);
    if let Some(heading) = bill.also.keys().find(|heading| !listed(heading) && !profile.closes_with(heading)) {
        return Err(wrong(file, heading, "neither in required nor in optional"));
    }
    if !bill.widths.is_empty() && bill.widths.len() != profile.required.len() {
        let what = format!("{} widths for {} names in required", bill.widths.len(), profile.required.len());
        return Err(wrong(file, "widths", &what));
    }
    if !bill.widths.is_empty() && bill.shapes.is_empty() {
        return Err(wrong(file, "widths", "a layout without headings needs [bill.shapes] to be known by"));
    }
    if bill.dayless == profile.column(super::Field::At).is_some() {
        return Err(wrong(file, "at", "either a column for the day, or dayless = true"));
    }
    if bill.row_separator.as_ref().is_some_and(String::is_empty) {
        return Err(wrong(file, "row_separator", "empty"));
    }
    Ok(())
}
