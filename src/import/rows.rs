//! Rows → entries 逐行取数; what does not parse is quarantined whole.
//!
//! Invariant: a row is either an entry (one for each way it was paid), every field of it checked, or a [`QuarantinedRow`] with the
//! first thing wrong and whatever else could be read; it is never mended, padded or dropped.

use super::cells::{Cell, Place, Plan, broken, face, identifier_at, money_at, name_at, split_amount, text};
use super::date::{DateFault, DateReader, Window};
use super::fault::{at_cell, at_line};
use super::ident::bare;
use super::sniff::Header;
use super::table::Row;
use super::tenders::{Part, Tenders};
use super::words::Words;
use crate::book::formats::{Field, Known, MethodRule};
use crate::domain::day::{BusinessDay, TimeOfDay};
use crate::domain::entry::{Entry, EntryColumns, Kind, Method};
use crate::domain::import::{QuarantinedRow, RowError, RowErrorCode};
use crate::domain::money::Money;

/// Reads the rows of one file.
#[derive(Debug)]
pub(super) struct RowReader<'f> {
    header: &'f Header<'f>,
    plans: Vec<Plan<'f>>,
    kind_words: Words,
    method_words: Words,
    methods: Vec<Method>,
    at: Option<Place<'f>>,
    kind: Option<Place<'f>>,
    method: Option<Place<'f>>,
    time: Option<Place<'f>>,
    year_of: Option<Place<'f>>,
    /// Year, month and day as the file's name gives them, `260302`.
    named_day: Option<String>,
    /// The day of every row, where the rows name none.
    day: Option<BusinessDay>,
    known: Vec<(Place<'f>, &'f Known)>,
    dates: DateReader,
    tenders: Tenders<'f>,
    /// What each method bore of the row read last.
    parts: Vec<Part<'f>>,
    warnings: Vec<RowError>,
    /// The channel's number with its day, of the row read last.
    daily_no: String,
}

impl<'f> RowReader<'f> {
    pub(super) fn new(
        header: &'f Header<'f>,
        (name, day): (&str, Option<BusinessDay>),
        today: BusinessDay,
    ) -> RowReader<'f> {
        let profile = header.profile;
        let base = |field: Field| Place::of(header, field);
        let (method_words, methods) = match &profile.method {
            MethodRule::One(_) => Default::default(),
            MethodRule::Words(words) => {
                (Words::new(words.iter().map(|(word, _)| word.as_str())), words.iter().map(|(_, code)| *code).collect())
            }
        };
        RowReader {
            header,
            kind_words: Words::new(profile.kinds.iter().map(|kind| kind.word.as_str())),
            method_words,
            methods,
            plans: profile.kinds.iter().map(|word| Plan::new(header, word)).collect(),
            at: base(Field::At),
            kind: base(Field::Kind),
            method: base(Field::Method),
            time: profile.bill.time.as_ref().and_then(|heading| Place::plain(header, heading)),
            year_of: profile.bill.year_of.as_ref().and_then(|heading| Place::plain(header, heading)),
            named_day: profile.bill.dated_name.as_ref().and_then(|letters| day_in_name(name, letters)),
            day,
            known: profile
                .bill
                .known
                .iter()
                .filter_map(|(heading, known)| Some((Place::plain(header, heading)?, known)))
                .collect(),
            dates: DateReader::new(Window::around(today)),
            tenders: Tenders::new(header, base(Field::Amount)),
            parts: Vec::new(),
            warnings: Vec::new(),
            daily_no: String::new(),
        }
    }

    /// One warning for each word the layout does not know, and for what a spreadsheet did to all rows.
    pub(super) fn into_warnings(mut self) -> Vec<RowError> {
        self.warnings.extend(self.tenders.notes());
        self.warnings
    }

    /// Counts a row that moves no money; `false` leaves it to be read.
    pub(super) fn ignores(&mut self, row: &Row<'_>) -> bool {
        self.check_shape(row).is_ok() && self.tenders.ignores(row)
    }

    /// Rows that moved no money.
    pub(super) fn ignored_rows(&self) -> u64 {
        self.tenders.ignored_rows()
    }

    /// Adds the entries of a row, all of them or none.
    pub(super) fn read(&mut self, row: &Row<'_>, entries: &mut EntryColumns) -> Cell<()> {
        self.check_shape(row)?;
        self.check_words(row)?;
        let plan = self.plan(row)?;
        let mut parts = std::mem::take(&mut self.parts);
        parts.clear();
        self.take_parts(row, plan, &mut parts)?;
        let Some((first, others)) = parts.split_first() else { return Ok(()) };
        let shared = self.plans[plan].order_no;
        let entry = self.entry(row, plan, first)?;
        entries.push(&entry);
        for part in others {
            // Its number reads: those of own columns were read with the parts, the layout's with the first.
            let order_no = identifier_at(row, part.order_no.or(shared)).unwrap_or_default();
            let amount = if entry.kind == Kind::Refund { -part.size } else { part.size };
            entries.push(&Entry { method: part.method, amount, order_no, ..entry });
        }
        self.parts = parts;
        Ok(())
    }

    /// What each method bore of a row: one part where a cell names the method.
    fn take_parts(&mut self, row: &Row<'_>, plan: usize, parts: &mut Vec<Part<'f>>) -> Cell<()> {
        let kind = self.plans[plan].kind;
        self.tenders.check_direction(row, kind)?;
        if !self.tenders.are_own() {
            let method = self.method(row)?;
            parts.push(Part::only(method, face(row, &self.plans[plan])?));
            return Ok(());
        }
        if let Some(net) = self.tenders.parts(row, kind, parts)? {
            let method = self.method(row)?;
            parts.push(Part::only(method, net));
        }
        for heading in parts.iter().filter_map(Part::unknown) {
            self.warn(row.line, heading, heading, RowErrorCode::UnknownMethod);
        }
        Ok(())
    }

    /// The entry of a row, as far as this part goes.
    fn entry<'r>(&'r mut self, row: &'r Row<'_>, plan: usize, part: &Part<'f>) -> Cell<Entry<'r>> {
        let (kind, key) = (self.plans[plan].kind, self.plans[plan].key);
        if let Some(place) = key
            && identifier_at(row, key)?.is_empty()
        {
            return Err(at_cell(row.line, place.heading, "", RowErrorCode::EmptyCell, vec![]));
        }
        let (day, at) = self.moment(row)?;
        let (method, face) = (part.method, part.size);
        let plan = &self.plans[plan];
        let fee = money_at(row, plan.fee, kind)?.map_or(Money::ZERO, Money::abs);
        let signed = |size: Money| if kind == Kind::Refund { -size } else { size };
        let (amount, fee) = (signed(face), signed(fee));
        let net_gap = match (money_at(row, plan.net, kind)?, plan.net) {
            (Some(net), Some(place)) if place.is_lettered() => net - (amount - fee),
            (Some(net), _) => signed(net) - (amount - fee),
            (None, _) => Money::ZERO,
        };
        let channel_no = identifier_at(row, plan.channel_no)?;
        self.daily_no.clear();
        if self.header.profile.bill.daily_numbers && !channel_no.is_empty() {
            self.daily_no = format!("{}-{channel_no}", day.to_string().replace('-', ""));
        }
        Ok(Entry {
            line: row.line,
            day,
            at,
            kind,
            method,
            amount,
            fee,
            net_gap,
            cashier: name_at(row, plan.cashier)?,
            window: name_at(row, plan.window)?,
            merchant: identifier_at(row, plan.merchant)?,
            his_no: identifier_at(row, plan.his_no)?,
            order_no: identifier_at(row, part.order_no.or(plan.order_no))?,
            original_no: identifier_at(row, plan.original_no)?,
            channel_no: if self.daily_no.is_empty() { channel_no } else { &self.daily_no },
            ticket_no: identifier_at(row, plan.ticket_no)?,
        })
    }

    /// A row that did not parse, with whatever of it could be read. In a ragged row a date that reads
    /// in its place shows that the cells before it stand in theirs.
    pub(super) fn quarantine(&mut self, row: &Row<'_>, error: RowError) -> QuarantinedRow {
        let plan = self.plan(row).unwrap_or(0);
        let day = if row.swallowed { None } else { self.moment(row).ok().map(|(day, _)| day) };
        let aligned = match (self.check_shape(row).is_ok(), day, self.at) {
            (true, ..) => usize::MAX,
            (false, Some(_), Some(at)) => at.index,
            _ => 0,
        };
        let in_place = |place: Option<Place<'f>>| place.filter(|place| place.index < aligned);
        let number = |place| identifier_at(row, in_place(place)).map(str::to_string).unwrap_or_default();
        QuarantinedRow {
            raw: row.raw.to_string(),
            error,
            day,
            method: self.known_method(row).filter(|_| day.is_some() || aligned == usize::MAX),
            his_no: number(self.plans[plan].his_no),
            order_no: number(self.plans[plan].order_no),
        }
    }

    fn check_shape(&self, row: &Row<'_>) -> Cell<()> {
        let (expected, found) = (self.header.headings.len(), row.cells.len());
        if row.swallowed {
            return Err(at_line(row.line, "\"", RowErrorCode::UnclosedQuote, vec![row.line.to_string()]));
        }
        if let Some(amount) = split_amount(row, expected) {
            return Err(at_line(row.line, &amount, RowErrorCode::ThousandsSplit, vec![amount.clone()]));
        }
        if expected != found {
            let details = vec![expected.to_string(), found.to_string()];
            return Err(at_line(row.line, "", RowErrorCode::RaggedRow, details));
        }
        Ok(())
    }

    fn plan(&self, row: &Row<'_>) -> Cell<usize> {
        if let Some(kind) = self.tenders.direction(row) {
            let kind = kind?;
            return Ok(self.plans.iter().position(|plan| plan.kind == kind).unwrap_or(0));
        }
        let cell = text(row, self.kind);
        self.kind_words.find(cell).or_else(|| self.kind_words.find(bare(cell))).ok_or_else(|| {
            let heading = self.kind.map_or("", |place| place.heading);
            let code = if bare(cell).is_empty() { RowErrorCode::EmptyCell } else { RowErrorCode::UnknownKind };
            broken(row.line, heading, cell, code)
        })
    }

    fn check_words(&mut self, row: &Row<'_>) -> Cell<()> {
        for place in 0..self.known.len() {
            let (column, known) = self.known[place];
            let word = bare(text(row, Some(column)));
            if word.is_empty() || known.words.iter().any(|known| known == word) {
                continue;
            }
            if known.strict {
                let mut error = broken(row.line, column.heading, word, RowErrorCode::UnknownWord);
                error.details.push(word.to_string());
                return Err(error);
            }
            let word = name_at(row, Some(column))?;
            self.warn(row.line, column.heading, word, RowErrorCode::UnknownWord);
        }
        Ok(())
    }

    /// Warns once of each word.
    fn warn(&mut self, line: u32, heading: &str, word: &str, code: RowErrorCode) {
        let told =
            |warning: &RowError| warning.code == code && warning.details.first().is_some_and(|told| told == word);
        if !self.warnings.iter().any(told) && self.warnings.len() < WARNINGS_MAX {
            self.warnings.push(at_cell(line, heading, word, code, vec![word.to_string()]));
        }
    }

    /// Date and time of a row as one text, where the layout parts them or leaves out the year.
    fn whole_moment(&self, row: &Row<'_>) -> Option<String> {
        let date = bare(text(row, self.at));
        if let Some(year) = self.year_of {
            return Some(format!("{}{date}", bare(text(row, Some(year))).get(..4).unwrap_or_default()));
        }
        if let Some(named) = &self.named_day {
            let (year, month_and_day) = (named[..2].parse::<u16>().ok()?, &named[2..]);
            // A time of late December in a file of early January is of the year before.
            let before = u16::from(date.get(..4).is_some_and(|printed| printed > month_and_day));
            return Some(format!("{}{date}", 2000 + year - before));
        }
        let given = self.day.map(|day| day.to_string());
        let date = given.as_deref().unwrap_or(date);
        let Some(time) = self.time else { return given };
        let time = bare(text(row, Some(time)));
        match time.len() == 6 && time.bytes().all(|byte| byte.is_ascii_digit()) {
            true => Some(format!("{date} {}:{}:{}", &time[..2], &time[2..4], &time[4..])),
            false => Some(format!("{date} {time}")),
        }
    }

    fn moment(&mut self, row: &Row<'_>) -> Cell<(BusinessDay, TimeOfDay)> {
        let whole = self.whole_moment(row);
        let cell = whole.as_deref().unwrap_or_else(|| text(row, self.at));
        if self.header.profile.bill.seconds && lacks_seconds(cell) {
            let heading = self.at.map_or("", |place| place.heading);
            if !self.warnings.iter().any(|warning| warning.code == RowErrorCode::SecondsLost) {
                self.warnings.push(at_cell(row.line, heading, cell, RowErrorCode::SecondsLost, vec![]));
            }
        }
        self.dates.read(cell).map_err(|fault| {
            let code = match fault {
                _ if bare(cell).is_empty() => RowErrorCode::EmptyCell,
                DateFault::Grammar => RowErrorCode::DateGrammar,
                DateFault::Range => RowErrorCode::DateRange,
            };
            broken(row.line, self.at.map_or("", |place| place.heading), cell, code)
        })
    }

    fn known_method(&self, row: &Row<'_>) -> Option<Method> {
        match &self.header.profile.method {
            MethodRule::One(method) => Some(*method),
            MethodRule::Words(_) => {
                let cell = text(row, self.method);
                let found = self.method_words.find(cell).or_else(|| self.method_words.find(bare(cell)));
                found.and_then(|index| self.methods.get(index)).copied()
            }
        }
    }

    /// The method, or 其他 with one warning for each unknown word.
    fn method(&mut self, row: &Row<'_>) -> Cell<Method> {
        if let Some(method) = self.known_method(row) {
            return Ok(method);
        }
        let heading = self.method.map_or("", |place| place.heading);
        let word = name_at(row, self.method)?;
        if word.is_empty() {
            return Err(at_cell(row.line, heading, "", RowErrorCode::EmptyCell, vec![]));
        }
        self.warn(row.line, heading, word, RowErrorCode::UnknownMethod);
        Ok(Method::Other)
    }
}

/// The six digits behind these letters in a file's name.
fn day_in_name(name: &str, letters: &str) -> Option<String> {
    let file = name.rsplit(['/', '\\']).next()?;
    let digits = file.split_once(letters)?.1.get(..6)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.to_string())
}

/// `2026/3/2 8:01`: an hour and a minute, and nothing behind.
fn lacks_seconds(cell: &str) -> bool {
    cell.len() != 19 && cell.chars().filter(|character| matches!(character, ':' | '：')).count() == 1
}

/// Most unknown words warned of in one file.
const WARNINGS_MAX: usize = 100;
