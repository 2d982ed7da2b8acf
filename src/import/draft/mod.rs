//! A file no layout fits 未知版式 → a draft of its layout, and what reading it by that draft gives.
//!
//! Invariant: a trial reads the file by the very text that would be kept, through the loader and the importer that
//! every file takes; nothing is stored. The first guess knows no heading or word but those of the layouts in force.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::draft::{
    Draft, DraftSource, FoundWord, LayoutAsked, LayoutTried, NET, RECEIPT_FIELDS, STATEMENT_FIELDS, TENDER, TEXT, Trial,
};
use crate::book::formats::{Formats, MethodRule, Quote, Sign, StatementProfile, Unit};
use crate::domain::arrears::registry::RegistrySource;
use crate::domain::entry::Side;
use crate::domain::import::{RefusedFile, RowErrorCode};
use crate::import::fault::{refused, whole_file};
use crate::import::raw::RawFile;
use crate::import::registry::RegistryRules;
use crate::import::sniff::{Candidate, candidates, compared};
use crate::import::table::{Cut, Row, Table};
use crate::import::{ReadOptions, decode, ident};

mod trial;

pub use trial::{settle, trial};

/// Most rows whose words are looked at, and most words of one column.
const ROWS: usize = 5_000;
const WORDS: usize = 64;

/// Layouts in force, of every kind, and what a file of theirs is read with.
#[derive(Clone, Copy, Debug)]
pub struct InForce<'a> {
    /// Receipts and statements.
    pub formats: &'a Formats,
    /// The registry.
    pub registry: &'a RegistryRules,
}

/// Sources in the order a file is taken for one of them where it could be several.
pub const SOURCES: [DraftSource; 7] = [
    DraftSource::Receipts(Side::His),
    DraftSource::Receipts(Side::Cashier),
    DraftSource::Receipts(Side::Bank),
    DraftSource::Statement,
    DraftSource::Registry(RegistrySource::Employers),
    DraftSource::Registry(RegistrySource::Dues),
    DraftSource::Registry(RegistrySource::Payments),
];

/// Rows shown beside the headings, and rows at the end one of which may be that of totals.
const SHOWN: usize = 3;
const FEET: usize = 4;
/// Lines offered as that of the headings, and letters of each.
const HEADERS: usize = 9;
const HEADER_LETTERS: usize = 60;

/// What a person has said already; the rest is guessed.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Line of the headings.
    pub header: Option<u32>,
    /// Heading by role.
    pub columns: Vec<(String, String)>,
}

/// The layout of a file as far as it was said, the rest guessed; tried on the file, nothing stored.
///
/// # Errors
/// The file cannot be decoded, or no line of it looks like headings.
pub fn make(
    raw: &RawFile,
    asked: &LayoutAsked,
    in_force: InForce<'_>,
    options: &ReadOptions<'_>,
) -> Result<LayoutTried, Box<RefusedFile>> {
    let said = Said { header: asked.header, columns: asked.columns.clone() };
    let mut draft = match asked.source {
        Some(source) => guess(raw, (&asked.name, source), in_force, &said)?,
        None => likeliest(raw, &asked.name, in_force, &said)?,
    };
    if draft.name.is_empty() {
        draft.name = free_name(draft.source, in_force);
    }
    draft.kinds.extend(asked.kinds.iter().cloned());
    draft.methods.extend(asked.methods.iter().cloned());
    let (money_in, money_out) = &mut draft.directions;
    money_in.retain(|word| !asked.directions.1.contains(word));
    money_out.retain(|word| !asked.directions.0.contains(word));
    money_in.extend(asked.directions.0.iter().cloned());
    money_out.extend(asked.directions.1.iter().cloned());
    draft.totals.0.extend(asked.total.clone());
    draft.method = asked.method.filter(|_| draft.heading("method").is_none());
    let (draft, trial, fault) = match settle(raw, &draft, in_force.registry, options, (asked.unit, asked.sign)) {
        Ok((draft, trial)) => (draft, trial, None),
        Err(fault) => (draft, Trial::default(), Some(fault)),
    };
    let text = decode::decode(raw.text()).map_err(|error| refused(&raw.path, Some(raw), vec![error]))?.text;
    let mut asked = asked.clone();
    asked.name.clone_from(&draft.name);
    asked.source = Some(draft.source);
    Ok(LayoutTried {
        asked,
        toml: draft.file().text.into_owned(),
        first_rows: first_rows(raw, &draft, SHOWN),
        headers: headers(&text),
        words: found_words(&text, &draft),
        feet: feet(&text, &draft),
        trial,
        fault,
        kept: None,
        draft,
    })
}

/// The draft of the source that knows most of its headings; of several the first.
fn likeliest(raw: &RawFile, name: &str, in_force: InForce<'_>, said: &Said) -> Result<Draft, Box<RefusedFile>> {
    let mut best = guess(raw, (name, SOURCES[0]), in_force, said)?;
    for source in &SOURCES[1..] {
        let other = guess(raw, (name, *source), in_force, said)?;
        if other.roles.len() > best.roles.len() {
            best = other;
        }
    }
    Ok(best)
}

/// `own-his`, or the first of `own-his-2`, `own-his-3`… that no layout in force bears.
fn free_name(source: DraftSource, in_force: InForce<'_>) -> String {
    let taken =
        |name: &str| in_force.formats.knows(name) || in_force.registry.layouts.iter().any(|layout| layout.name == name);
    let first = format!("own-{}", source.code());
    let others = (2..).map(|number| format!("{first}-{number}"));
    std::iter::once(first.clone()).chain(others).find(|name| !taken(name)).unwrap_or(first)
}

/// The first lines that could be the headings.
fn headers(text: &str) -> Vec<(u32, String)> {
    let lines = candidates(text).unwrap_or_default();
    let shown = |cells: &[String]| cells.join(" ").chars().take(HEADER_LETTERS).collect::<String>();
    let widest = |line: &Candidate| if line.pipe.len() > line.csv.len() { shown(&line.pipe) } else { shown(&line.csv) };
    lines
        .iter()
        .filter(|line| line.csv.len().max(line.pipe.len()) > 1)
        .take(HEADERS)
        .map(|line| (line.line, widest(line)))
        .collect()
}

/// The words of the columns whose words decide something.
fn found_words(text: &str, draft: &Draft) -> Vec<FoundWord> {
    let lines = candidates(text).unwrap_or_default();
    let Some(line) = lines.iter().find(|line| line.line == draft.header) else { return Vec::new() };
    let mut found = Vec::new();
    for role in ["kind", "method", "direction"] {
        let heading = draft.heading(role);
        let Some(place) = heading.and_then(|own| draft.headings.iter().position(|heading| heading == own)) else {
            continue;
        };
        let words = words(text, draft.quote, line, place).into_iter();
        found.extend(words.map(|word| FoundWord { role, word }));
    }
    found
}

/// First cells of the last rows, as they stand.
fn feet(text: &str, draft: &Draft) -> Vec<String> {
    let mark = if draft.quote == Quote::Pipe { '|' } else { ',' };
    let first = |line: &str| line.split([mark, '\t']).next().unwrap_or("").trim_matches(['"', ' ', '\r']).to_string();
    let word = |cell: &String| !cell.is_empty() && !cell.chars().any(|letter| letter.is_ascii_digit());
    let mut feet = Vec::new();
    for cell in text.lines().rev().take(FEET).map(first).filter(word) {
        if !feet.contains(&cell) {
            feet.push(cell);
        }
    }
    feet
}

/// A first draft of the layout of a file.
///
/// # Errors
/// The file cannot be decoded, or no line of it looks like headings.
pub fn guess(
    raw: &RawFile,
    (name, source): (&str, DraftSource),
    in_force: InForce<'_>,
    said: &Said,
) -> Result<Draft, Box<RefusedFile>> {
    let refuse = |error| refused(&raw.path, Some(raw), vec![error]);
    let decoded = decode::decode(raw.text()).map_err(refuse)?;
    let known = dictionary(source, in_force);
    let lines = candidates(&decoded.text).map_err(refuse)?;
    let own: Vec<String> = said.columns.iter().map(|(_, heading)| compared(heading)).collect();
    let (line, quote) = header(&lines, &known, said.header, &own)
        .ok_or_else(|| refuse(whole_file(RowErrorCode::UnknownLayout, vec![String::new(), String::new()])))?;
    let headings = if quote == Quote::Pipe { line.pipe.clone() } else { line.csv.clone() };
    let labels = in_force.formats.statements().flat_map(|profile| profile.account_labels.clone());
    let plain = in_force.formats.iter().filter(|profile| !profile.subtotals.is_empty());
    let totals = plain.max_by_key(|profile| profile.totals.len());
    let mut draft = Draft {
        name: name.to_string(),
        source,
        quote,
        header: line.line,
        roles: roles(&headings, &known, said),
        headings,
        totals: totals.map(|profile| (profile.totals.clone(), profile.subtotals.clone())).unwrap_or_default(),
        account_labels: labels.collect::<BTreeSet<String>>().into_iter().collect(),
        unit: Unit::Yuan,
        sign: Sign::Positive,
        method: None,
        kinds: BTreeMap::new(),
        methods: BTreeMap::new(),
        directions: Default::default(),
        words: BTreeMap::new(),
    };
    fill_words(&mut draft, &decoded.text, line, in_force);
    Ok(draft)
}

/// Role of every heading that some layout of that source reads.
fn dictionary(source: DraftSource, in_force: InForce<'_>) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    let mut learn = |heading: &str, role: String| {
        known.entry(compared(heading)).or_insert(role);
    };
    match source {
        DraftSource::Receipts(side) => {
            for profile in in_force.formats.iter().filter(|profile| profile.source == side && !profile.bill.headless())
            {
                for (field, role) in RECEIPT_FIELDS {
                    profile.column(field).into_iter().for_each(|column| learn(&column.heading, role.to_string()));
                }
                for tender in &profile.sheet.unpivot {
                    learn(&tender.heading, format!("{TENDER}{}", tender.method.code()));
                    tender.order_no.iter().for_each(|heading| learn(heading, "order_no".into()));
                }
                if let Some(net) = &profile.sheet.net {
                    learn(&net.plus, NET[0].into());
                    learn(&net.minus, NET[1].into());
                }
            }
        }
        DraftSource::Statement => {
            let pairs = |profile: &StatementProfile| -> Vec<(String, String)> {
                let field = |(field, role): &(_, &str)| Some((profile.heading(*field)?.to_string(), role.to_string()));
                let texts = profile.text.iter().map(|heading| (heading.clone(), TEXT.to_string()));
                STATEMENT_FIELDS.iter().filter_map(field).chain(texts).collect()
            };
            in_force.formats.statements().flat_map(pairs).for_each(|(heading, role)| learn(&heading, role));
        }
        DraftSource::Registry(source) => {
            for layout in in_force.registry.layouts.iter().filter(|layout| layout.source == source) {
                layout.columns.iter().for_each(|(field, heading)| learn(heading, field.clone()));
            }
        }
    }
    known
}

/// The line of the headings: the one said, else the one most of whose cells are known.
fn header<'l>(
    lines: &'l [Candidate],
    known: &BTreeMap<String, String>,
    said: Option<u32>,
    own: &[String],
) -> Option<(&'l Candidate, Quote)> {
    let hits = |cells: &[String]| cells.iter().filter(|cell| known.contains_key(*cell) || own.contains(cell)).count();
    let of = |line: &'l Candidate| {
        let (csv, pipe) = (hits(&line.csv), hits(&line.pipe));
        let bars = pipe > csv || (pipe == csv && line.pipe.len() > line.csv.len());
        (line, if bars { Quote::Pipe } else { Quote::Csv }, csv.max(pipe))
    };
    let best = match said {
        Some(number) => lines.iter().find(|line| line.line == number).map(of),
        // Of several that know as much the first: headings stand above their rows.
        None => {
            let best = lines.iter().map(of).rev().max_by_key(|(_, _, hits)| *hits).filter(|(_, _, hits)| *hits > 1);
            // Where nothing is known the first line of the most names: headings are no figures.
            let names = |line: &Candidate| named(&line.csv).max(named(&line.pipe));
            let widest = || lines.iter().rev().max_by_key(|line| names(line)).filter(|line| names(line) > 1).map(of);
            best.or_else(widest)
        }
    };
    best.map(|(line, quote, _)| (line, quote))
}

/// How many different names a line holds; a line with a figure in it holds none.
fn named(cells: &[String]) -> usize {
    let figure = |cell: &String| cell.bytes().filter(u8::is_ascii_digit).count() * 2 > cell.chars().count();
    let names: BTreeSet<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    if names.iter().any(|cell| figure(cell)) { 0 } else { names.len() }
}

/// Role by heading: what was said first, then what is known, each role once but for texts and tenders.
fn roles(headings: &[String], known: &BTreeMap<String, String>, said: &Said) -> BTreeMap<String, String> {
    let mut roles: BTreeMap<String, String> = BTreeMap::new();
    for (role, heading) in &said.columns {
        roles.insert(compared(heading), role.clone());
    }
    for heading in headings {
        let Some(role) = known.get(heading).filter(|_| !roles.contains_key(heading)) else { continue };
        let several = role == TEXT || role.starts_with(TENDER);
        if several || !roles.values().any(|taken| taken == role) {
            roles.insert(heading.clone(), role.clone());
        }
    }
    let has = |role: &str| roles.values().any(|own| own == role);
    let (one_amount, nets) = (has("amount"), NET.iter().all(|role| has(role)));
    let worded = has("method");
    // Money stands in one amount column beside its method, in a column a method, or in two; never in several ways.
    roles.retain(|_, role| {
        let tender = role.starts_with(TENDER);
        let net = NET.contains(&role.as_str());
        !(tender && (worded || nets) || net && (one_amount || !nets))
    });
    // "-" is how a person takes a guess back.
    roles.retain(|_, role| role != "-");
    let splits = roles.values().any(|role| role.starts_with(TENDER));
    if splits {
        roles.retain(|_, role| role != "amount" && role != "method");
    }
    roles
}

/// Takes the meaning of words from the layouts in force, as far as the file uses them.
fn fill_words(draft: &mut Draft, text: &str, line: &Candidate, in_force: InForce<'_>) {
    let found = |role: &str, draft: &Draft| {
        let place = draft.heading(role).and_then(|heading| draft.headings.iter().position(|own| own == heading));
        place.map(|place| words(text, draft.quote, line, place)).unwrap_or_default()
    };
    match draft.source {
        DraftSource::Receipts(_) => {
            let (kinds, methods) = (found("kind", draft), found("method", draft));
            for profile in in_force.formats.iter() {
                let known = profile.kinds.iter().filter(|kind| kinds.contains(&kind.word));
                draft.kinds.extend(known.map(|kind| (kind.word.clone(), kind.kind)));
                if let MethodRule::Words(words) = &profile.method {
                    draft.methods.extend(words.iter().filter(|(word, _)| methods.contains(word)).cloned());
                }
            }
        }
        DraftSource::Statement => {
            let used = found("direction", draft);
            let of = |words: &[String]| words.iter().filter(|word| used.contains(*word)).cloned().collect::<Vec<_>>();
            let (mut money_in, mut money_out) = (BTreeSet::new(), BTreeSet::new());
            for profile in in_force.formats.statements() {
                money_in.extend(of(&profile.directions.0));
                money_out.extend(of(&profile.directions.1));
            }
            draft.directions = (money_in.into_iter().collect(), money_out.into_iter().collect());
        }
        DraftSource::Registry(source) => {
            let layouts = in_force.registry.layouts.iter().filter(|layout| layout.source == source);
            draft.words = layouts.flat_map(|layout| layout.words.clone()).collect();
        }
    }
}

/// The distinct words of a column.
fn words(text: &str, quote: Quote, line: &Candidate, place: usize) -> BTreeSet<String> {
    let mut table = Table::new(text, Cut { quote, widths: &[], notes: false }, line.body, line.line + 1);
    let (mut row, mut found) = (Row::default(), BTreeSet::new());
    for _ in 0..ROWS {
        if !matches!(table.next_row(&mut row), Ok(true)) || found.len() >= WORDS {
            break;
        }
        let word = row.cells.get(place).map_or("", |cell| ident::bare(cell));
        if !word.is_empty() {
            found.insert(word.to_string());
        }
    }
    found
}

/// The cells of the first rows below the headings of a draft.
pub fn first_rows(raw: &RawFile, draft: &Draft, most: usize) -> Vec<Vec<String>> {
    let Ok(decoded) = decode::decode(raw.text()) else { return Vec::new() };
    let lines = candidates(&decoded.text).unwrap_or_default();
    let Some(line) = lines.iter().find(|line| line.line == draft.header) else { return Vec::new() };
    let cut = Cut { quote: draft.quote, widths: &[], notes: false };
    let mut table = Table::new(&decoded.text, cut, line.body, line.line + 1);
    let (mut row, mut rows) = (Row::default(), Vec::new());
    while rows.len() < most && matches!(table.next_row(&mut row), Ok(true)) {
        rows.push(row.cells.iter().map(|cell| ident::excerpt(ident::bare(cell))).collect());
    }
    rows
}
