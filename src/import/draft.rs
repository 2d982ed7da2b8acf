//! A file no layout fits 未知版式 → a draft of its layout, and what reading it by that draft gives.
//!
//! Invariant: a trial reads the file by the very text that would be kept, through the loader and the importer that
//! every file takes; nothing is stored. The first guess knows no heading or word but those of the layouts in force.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{refused, whole_file};
use super::raw::RawFile;
use super::registry::{self, RegistryRules};
use super::sniff::{Candidate, candidates, compared};
use super::table::{Cut, Row, Table};
use super::{Parsed, ReadOptions, decode, ident};
use crate::book::draft::{Draft, DraftSource, NET, RECEIPT_FIELDS, STATEMENT_FIELDS, TENDER, TEXT};
use crate::book::formats::{Formats, MethodRule, Quote, Sign, StatementProfile, Unit};
use crate::domain::import::{Control, RefusedFile, RowError, RowErrorCode};
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;

/// Most rows whose words are looked at, and most words of one column.
const ROWS: usize = 5_000;
const WORDS: usize = 64;

/// 试读. What reading a file by a draft gives.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// Rows below the headings.
    pub rows_read: u64,
    /// Rows that would enter.
    pub taken: u64,
    /// Rows of totals, and rows that move no money.
    pub control_rows: u64,
    /// Rows that would not, with their places.
    pub wrong: Vec<RowError>,
    /// Sum of the money of the rows that would enter: in, and out.
    pub moved: (Money, Money),
    /// The file's own totals and balances.
    pub controls: Vec<Control>,
    /// What else is said of it.
    pub warnings: Vec<RowError>,
    /// Why the whole file would be refused; empty where it would not.
    pub refused: Vec<RowError>,
}

impl Trial {
    /// How far from good it is: refused, bad rows, warnings.
    fn badness(&self) -> (bool, usize, usize) {
        (!self.refused.is_empty(), self.wrong.len(), self.warnings.len())
    }
}

/// Layouts in force, of every kind, and what a file of theirs is read with.
#[derive(Clone, Copy, Debug)]
pub struct InForce<'a> {
    /// Receipts and statements.
    pub formats: &'a Formats,
    /// The registry.
    pub registry: &'a RegistryRules,
}

/// What a person has said already; the rest is guessed.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Line of the headings.
    pub header: Option<u32>,
    /// Heading by role.
    pub columns: Vec<(String, String)>,
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

/// The draft with the unit and sign by which the file reads best, and what that reading gives: its own totals
/// decide between fen and yuan, its rows between signs.
///
/// # Errors
/// [`Rejection::RuleBook`] with the line of the draft that its loader refuses.
pub fn settle(
    raw: &RawFile,
    draft: &Draft,
    registry: &RegistryRules,
    options: &ReadOptions<'_>,
    said: Option<Unit>,
) -> Result<(Draft, Trial), Rejection> {
    let in_fen = || draft.heading("amount").is_some_and(|heading| heading.ends_with("(分)"));
    let units = match said.or_else(|| in_fen().then_some(Unit::Fen)) {
        Some(unit) => vec![unit],
        None => vec![Unit::Yuan, Unit::Fen],
    };
    let first = Draft { unit: units[0], ..draft.clone() };
    let mut best = (first.clone(), trial(raw, &first, registry, options)?);
    if !matches!(draft.source, DraftSource::Receipts(_)) {
        return Ok(best);
    }
    let worded = draft.heading("kind").is_some();
    let signs: &[Sign] = if worded { &[Sign::AsKind, Sign::Positive, Sign::Free] } else { &[Sign::Free] };
    for unit in units {
        for sign in signs {
            let other = Draft { unit, sign: *sign, ..draft.clone() };
            let read = trial(raw, &other, registry, options)?;
            if read.badness() < best.1.badness() {
                best = (other, read);
            }
        }
    }
    Ok(best)
}

/// Reads a file by a draft and stores nothing.
///
/// # Errors
/// [`Rejection::RuleBook`] with the line of the draft that its loader refuses.
pub fn trial(
    raw: &RawFile,
    draft: &Draft,
    registry: &RegistryRules,
    options: &ReadOptions<'_>,
) -> Result<Trial, Rejection> {
    let file = draft.file();
    if matches!(draft.source, DraftSource::Registry(_)) {
        let layouts = vec![crate::book::registry::parse(&file)?];
        let rules = RegistryRules { layouts, policy: registry.policy.clone() };
        let parsed = registry::parse(raw, &rules, Some(&draft.name), options.today);
        return Ok(parsed.map_or_else(|refused| of_refused(*refused), |parsed| of_registry(&parsed.lines)));
    }
    let formats = Formats::only(&file)?;
    let options = ReadOptions { format: Some(&draft.name), ..*options };
    Ok(match super::read(raw.clone(), &formats, &options) {
        Err(refused) => of_refused(*refused),
        Ok(Parsed::Receipts(parsed)) => Trial {
            rows_read: parsed.rows_read,
            taken: parsed.rows_entered,
            control_rows: parsed.control_rows,
            moved: moved((0..parsed.entries.len()).map(|row| parsed.entries.get(row).amount)),
            wrong: parsed.quarantined.into_iter().map(|row| row.error).collect(),
            controls: parsed.controls,
            warnings: parsed.warnings,
            refused: Vec::new(),
        },
        Ok(Parsed::Statement(parsed)) => Trial {
            rows_read: parsed.rows_read,
            taken: parsed.rows.len() as u64,
            control_rows: parsed.control_rows,
            moved: moved(parsed.rows.iter().map(|row| row.amount)),
            wrong: parsed.quarantined.into_iter().map(|row| row.error).collect(),
            controls: parsed.controls,
            warnings: parsed.warnings,
            refused: Vec::new(),
        },
    })
}

fn of_refused(refused: RefusedFile) -> Trial {
    Trial { rows_read: refused.rows_read, controls: refused.controls, refused: refused.errors, ..Trial::default() }
}

fn of_registry(lines: &[crate::domain::arrears::registry::RegistryLine]) -> Trial {
    use crate::domain::arrears::registry::RegistryRow;
    let money = lines.iter().filter_map(|line| match line.row.as_ref().ok()? {
        RegistryRow::Employer(_) => None,
        RegistryRow::Due(due) => Some(due.amount),
        RegistryRow::Payment(payment) => Some(payment.amount),
    });
    let wrong: Vec<RowError> = lines.iter().filter_map(|line| line.row.as_ref().err().cloned()).collect();
    let rows_read = lines.len() as u64;
    Trial { rows_read, taken: rows_read - wrong.len() as u64, moved: moved(money), wrong, ..Trial::default() }
}

/// Money in, and money out as a positive sum.
fn moved(amounts: impl Iterator<Item = Money>) -> (Money, Money) {
    amounts.fold((Money::ZERO, Money::ZERO), |(money_in, money_out), amount| {
        if amount < Money::ZERO { (money_in, money_out - amount) } else { (money_in + amount, money_out) }
    })
}
