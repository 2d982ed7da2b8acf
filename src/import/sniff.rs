//! Which layout a file has 识别: its header line, found by its set of names, never by its place.
//!
//! Invariant: a header is taken only when every required heading of one layout stands in it once; when
//! two layouts fit, the one that asks for strictly more wins, else nobody guesses. A layout without
//! headings is taken only when the first rows have its widths and shapes and no header was found.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::fault::{at_cell, at_line, whole_file};
use super::shape;
use super::table::{self, Cut, LINE_MAX};
use crate::book::formats::{Formats, Named, Personal, Profile, Quote, StatementProfile};
use crate::domain::import::{RowError, RowErrorCode};

/// Lines among which the header is looked for.
const LINES: usize = 60;

/// A layout of either kind, as far as its header goes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Layout<'f> {
    Receipts(&'f Profile),
    Statement(&'f StatementProfile),
}

impl<'f> Layout<'f> {
    pub(super) fn name(self) -> &'f str {
        match self {
            Layout::Receipts(profile) => &profile.name,
            Layout::Statement(profile) => &profile.name,
        }
    }

    fn required(self) -> &'f [String] {
        match self {
            Layout::Receipts(profile) => &profile.required,
            Layout::Statement(profile) => &profile.required,
        }
    }

    fn quote(self) -> Quote {
        match self {
            Layout::Receipts(profile) => profile.quote,
            Layout::Statement(profile) => profile.quote,
        }
    }

    /// Heading → its other names.
    fn also(self) -> &'f BTreeMap<String, Vec<String>> {
        match self {
            Layout::Receipts(profile) => &profile.bill.also,
            Layout::Statement(profile) => &profile.also,
        }
    }

    /// The layout, if its files have no heading line.
    fn headless(self) -> Option<&'f Profile> {
        match self {
            Layout::Receipts(profile) => Some(profile).filter(|profile| profile.bill.headless()),
            Layout::Statement(_) => None,
        }
    }

    fn headings_read(self) -> Vec<&'f str> {
        match self {
            Layout::Receipts(profile) => profile.headings_read().collect(),
            Layout::Statement(profile) => profile.headings_read().collect(),
        }
    }
}

/// A header found, of a layout of either kind.
#[derive(Debug)]
pub(super) struct Found<'f> {
    pub(super) layout: Layout<'f>,
    /// Line it stands on.
    pub(super) line: u32,
    /// First byte of that line.
    pub(super) start: usize,
    /// First byte of the line below it.
    pub(super) body: usize,
    /// Its headings, compared form.
    pub(super) headings: Vec<String>,
}

/// The header of a layout of receipts.
#[derive(Debug)]
pub(super) struct Header<'f> {
    /// The layout it belongs to.
    pub(super) profile: &'f Profile,
    /// Line it stands on.
    pub(super) line: u32,
    /// First byte of that line.
    pub(super) start: usize,
    /// First byte of the line below it.
    pub(super) body: usize,
    /// Its headings, compared form.
    pub(super) headings: Vec<String>,
}

impl<'f> Header<'f> {
    pub(super) fn new(profile: &'f Profile, found: Found<'f>) -> Header<'f> {
        Header { profile, line: found.line, start: found.start, body: found.body, headings: found.headings }
    }

    /// The place of a heading in the row.
    pub(super) fn place(&self, heading: &str) -> Option<usize> {
        let wanted = compared(heading);
        self.headings.iter().position(|heading| *heading == wanted)
    }
}

/// One of the first lines that is not blank, cut by every quote rule.
struct Candidate {
    line: u32,
    start: usize,
    body: usize,
    csv: Vec<String>,
    backtick: Vec<String>,
    pipe: Vec<String>,
}

impl Candidate {
    /// Its headings, each other name a layout allows put back to the first.
    fn headings(&self, layout: Layout<'_>) -> Cow<'_, [String]> {
        let found = match layout.quote() {
            Quote::Csv => &self.csv,
            Quote::Backtick => &self.backtick,
            Quote::Pipe => &self.pipe,
            Quote::Widths => return Cow::Borrowed(&[]),
        };
        if layout.also().is_empty() {
            return Cow::Borrowed(found);
        }
        Cow::Owned(found.iter().map(|heading| canonical(layout.also(), heading)).collect())
    }

    fn missing(&self, layout: Layout<'_>) -> Vec<String> {
        let found = self.headings(layout);
        layout.required().iter().filter(|heading| !found.contains(&compared(heading))).cloned().collect()
    }

    /// Those of some headings that do not stand in it.
    fn lacks(&self, required: &[String]) -> Vec<String> {
        required.iter().filter(|heading| !self.csv.contains(&compared(heading))).cloned().collect()
    }

    fn is_personal(&self, export: &Personal) -> bool {
        export.required.iter().all(|heading| self.csv.contains(&compared(heading)))
    }
}

/// The first name of a heading, in compared form.
pub(super) fn canonical(also: &BTreeMap<String, Vec<String>>, heading: &str) -> String {
    let named = |(_, others): &(&String, &Vec<String>)| others.iter().any(|other| compared(other) == heading);
    also.iter().find(named).map_or_else(|| heading.to_string(), |(first, _)| compared(first))
}

/// Finds header and layout; `forced` names the layout to read by.
pub(super) fn find<'f>(text: &str, formats: &'f Formats, forced: Option<&str>) -> Result<Found<'f>, RowError> {
    let candidates = candidates(text)?;
    let all = formats.iter().map(Layout::Receipts).chain(formats.statements().map(Layout::Statement));
    let layouts: Vec<Layout<'f>> = all.filter(|layout| forced.is_none_or(|name| layout.name() == name)).collect();
    let registry: Vec<&Named> =
        formats.registry().iter().filter(|own| forced.is_none_or(|name| own.name == name)).collect();
    if let (Some(name), true) = (forced, layouts.is_empty() && registry.is_empty()) {
        return Err(whole_file(RowErrorCode::UnknownLayout, vec![name.into(), String::new()]));
    }
    for candidate in &candidates {
        if let Some(export) = formats.personal().iter().find(|export| candidate.is_personal(export)) {
            let details = vec![export.title.zh.clone(), export.title.en.clone()];
            return Err(at_line(candidate.line, "", RowErrorCode::PersonalExport, details));
        }
        let fits = |layout: &Layout<'f>| layout.headless().is_none() && candidate.missing(*layout).is_empty();
        let fitting: Vec<Layout<'f>> = layouts.iter().copied().filter(fits).collect();
        if fitting.is_empty() {
            continue;
        }
        let layout = widest(&fitting).ok_or_else(|| {
            let names = fitting.iter().map(|layout| layout.name().to_string()).collect();
            at_line(candidate.line, "", RowErrorCode::AmbiguousLayout, names)
        })?;
        check_twice(candidate, layout)?;
        let headings = candidate.headings(layout).into_owned();
        return Ok(Found { layout, line: candidate.line, start: candidate.start, body: candidate.body, headings });
    }
    without_headings(text, &layouts)?.ok_or_else(|| nothing_fits(&candidates, (&layouts, &registry), forced.is_some()))
}

/// A file whose rows begin on its first line.
fn without_headings<'f>(text: &str, layouts: &[Layout<'f>]) -> Result<Option<Found<'f>>, RowError> {
    let headless = layouts.iter().filter_map(|layout| layout.headless());
    let fitting: Vec<&Profile> = headless.filter(|profile| shape::fits(text, profile)).collect();
    match fitting[..] {
        [] => Ok(None),
        [profile] => {
            let headings = profile.required.iter().map(|heading| compared(heading)).collect();
            Ok(Some(Found { layout: Layout::Receipts(profile), line: 0, start: 0, body: 0, headings }))
        }
        _ => {
            let names = fitting.iter().map(|profile| profile.name.clone()).collect();
            Err(at_line(1, "", RowErrorCode::AmbiguousLayout, names))
        }
    }
}

/// The layout whose required headings contain those of every other.
fn widest<'f>(fitting: &[Layout<'f>]) -> Option<Layout<'f>> {
    let contains = |wide: Layout<'_>, narrow: Layout<'_>| {
        wide.required().len() > narrow.required().len()
            && narrow.required().iter().all(|heading| wide.required().contains(heading))
    };
    let wins =
        |layout: &Layout<'_>| fitting.iter().all(|other| other.name() == layout.name() || contains(*layout, *other));
    fitting.iter().copied().find(|layout| wins(layout))
}

fn check_twice(candidate: &Candidate, layout: Layout<'_>) -> Result<(), RowError> {
    let found = candidate.headings(layout);
    for heading in layout.headings_read() {
        let wanted = compared(heading);
        if found.iter().filter(|heading| **heading == wanted).count() > 1 {
            let details = vec![heading.to_string()];
            return Err(at_cell(candidate.line, heading, heading, RowErrorCode::DuplicateHeading, details));
        }
    }
    Ok(())
}

/// Names the nearest layout, of the registry too, and what it lacks.
fn nothing_fits(candidates: &[Candidate], (layouts, registry): (&[Layout<'_>], &[&Named]), forced: bool) -> RowError {
    let near = |missing: &[String], required: &[String]| missing.len() * 1000 / required.len().max(1);
    let mut nearest: Option<(usize, u32, String, Vec<String>)> = None;
    for candidate in candidates {
        let known = layouts.iter().map(|layout| (layout.name(), layout.required(), candidate.missing(*layout)));
        let others =
            registry.iter().map(|own| (own.name.as_str(), own.required.as_slice(), candidate.lacks(&own.required)));
        for (name, required, missing) in known.chain(others) {
            let distance = near(&missing, required);
            let nearer = nearest.as_ref().is_none_or(|(least, ..)| distance < *least);
            if nearer && (forced || missing.len() < required.len()) {
                nearest = Some((distance, candidate.line, name.to_string(), missing));
            }
        }
    }
    match nearest {
        Some((_, line, _, missing)) if forced => {
            at_line(line, "", RowErrorCode::MissingColumn, vec![missing.join(",")])
        }
        Some((_, line, name, missing)) => at_line(line, "", RowErrorCode::UnknownLayout, vec![name, missing.join(",")]),
        None => whole_file(RowErrorCode::UnknownLayout, vec![String::new(), String::new()]),
    }
}

fn candidates(text: &str) -> Result<Vec<Candidate>, RowError> {
    let (mut found, mut at) = (Vec::new(), 0);
    for number in 1..=LINES {
        let rest = &text[at..];
        if rest.is_empty() {
            break;
        }
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        if length > LINE_MAX {
            let limit = format!("{} KB", LINE_MAX / 1024);
            return Err(at_line(number as u32, "", RowErrorCode::TooLong, vec![limit]));
        }
        let start = at;
        at = (at + length + 1).min(text.len());
        let line = rest[..length].trim_end_matches('\r');
        if !table::is_nothing(line) {
            let [csv, backtick, pipe] = [Quote::Csv, Quote::Backtick, Quote::Pipe].map(|quote| headings(line, quote));
            found.push(Candidate { line: number as u32, start, body: at, csv, backtick, pipe });
        }
    }
    Ok(found)
}

fn headings(line: &str, quote: Quote) -> Vec<String> {
    let mut cells: Vec<Cow<'_, str>> = Vec::new();
    Cut { quote, widths: &[], notes: false }.split(line, &mut cells);
    // A spreadsheet pads the heading line with commas to the width of the widest row.
    while quote == Quote::Backtick && cells.len() > 1 && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    let unquoted = |cell: &str| cell.trim_matches(['"', ' ', '\t']).replace("\"\"", "\"");
    cells.iter().take(table::COLUMNS_MAX).map(|cell| compared(&unquoted(cell))).collect()
}

/// 列名的比较形. NFKC, without space, TAB, byte-order mark, leading backtick or trailing colon.
pub(super) fn compared(heading: &str) -> String {
    let text: String =
        heading.nfkc().filter(|character| !character.is_whitespace() && !super::ident::is_hidden(*character)).collect();
    text.trim_start_matches('`').trim_end_matches(':').to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::book::files::RuleFiles;

    const HIS: &str = "结算流水号,商户订单号,结算时间,支付方式,业务类型,金额";

    fn sniff(text: &str, forced: Option<&str>) -> Result<(String, u32), RowError> {
        let formats = Formats::load(&RuleFiles::default()).unwrap();
        find(text, &formats, forced).map(|found| (found.layout.name().to_string(), found.line))
    }

    #[test]
    fn headings_are_compared_by_meaning_not_by_bytes() {
        for (heading, same) in [
            ("币　　种：", "币种"),
            ("金额（元）", "金额(元)"),
            (" 金额\t", "金额"),
            ("\u{feff}结算流水号", "结算流水号"),
            ("ＩＤ", "ID"),
        ] {
            assert_eq!(compared(heading), compared(same));
        }
    }

    #[test]
    fn the_header_is_found_by_its_names_wherever_it_stands() {
        for (text, line) in [
            (format!("{HIS}\n"), 1),
            (format!("\n某某医院结算明细\n制表:收费处\n{HIS}\n"), 4),
            ("金额,业务类型,支付方式,多出一列,结算时间,商户订单号,结算流水号\n".into(), 1),
            (HIS.split(',').map(|heading| format!("\"{heading}\"")).collect::<Vec<_>>().join(","), 1),
            (HIS.replace("金额", " 金 额： "), 1),
        ] {
            assert_eq!(sniff(&text, None), Ok(("plain-his".into(), line)), "{text:?}");
        }
    }

    #[test]
    fn a_header_of_no_layout_names_the_nearest_and_what_it_lacks() {
        let error = sniff(&format!("{}\n1\n", HIS.replace("金额", "应收")), None).unwrap_err();
        assert_eq!((error.code, error.line), (RowErrorCode::UnknownLayout, 1));
        assert_eq!(error.details, ["plain-his", "金额"]);
        let error = sniff("统一社会信用代码,缴费编号,缴费日期,实缴\n1\n", None).unwrap_err();
        assert_eq!(
            (error.code, error.details),
            (RowErrorCode::UnknownLayout, vec!["plain-payments".into(), "实缴金额".into()])
        );
        let error = sniff("a,b\n1,2\n", None).unwrap_err();
        assert_eq!((error.code, error.details), (RowErrorCode::UnknownLayout, vec![String::new(), String::new()]));
    }

    #[test]
    fn a_layout_asked_for_must_fit() {
        let error = sniff(&format!("{HIS}\n"), Some("plain-bank")).unwrap_err();
        assert_eq!(error.code, RowErrorCode::MissingColumn);
        assert_eq!(error.details, ["入账时间,渠道,渠道流水号,类型,交易金额"]);
        assert_eq!(sniff(HIS, Some("plain-his")), Ok(("plain-his".into(), 1)));
    }

    #[test]
    fn a_heading_that_stands_twice_is_refused_only_if_it_is_read() {
        let error = sniff(&format!("{HIS},金额\n"), None).unwrap_err();
        assert_eq!((error.code, error.details), (RowErrorCode::DuplicateHeading, vec!["金额".to_string()]));
        assert_eq!(sniff(&format!("{HIS},备注,备注\n"), None), Ok(("plain-his".into(), 1)));
    }

    #[test]
    fn two_layouts_that_fit_equally_are_not_guessed_between() {
        let cashier = "流水号,收费员,交易时间,类型,订单号";
        let error = sniff(&format!("{HIS},{cashier}\n"), None).unwrap_err();
        assert_eq!(
            (error.code, error.details),
            (RowErrorCode::AmbiguousLayout, vec!["plain-cashier".into(), "plain-his".into()])
        );
        assert_eq!(sniff(&format!("{HIS},{cashier}\n"), Some("plain-his")), Ok(("plain-his".into(), 1)));
    }
}
