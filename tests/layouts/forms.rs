//! The forms in which a file comes back from other hands, and what spreadsheets destroy on the way.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use sanhe::book::formats::{Field, StatementField};
use unicode_normalization::UnicodeNormalization;

use crate::read::{Golden, Known, Shape};

/// A form that must read the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// Lines of titles above the headings, the columns behind the first in another order, one more at the end.
    Moved,
    /// GBK, CRLF, commas to the width of the widest row, dates and amounts as a spreadsheet prints them.
    Saved,
    /// An XLSX of text cells.
    SheetOfText,
    /// An XLSX with amounts as numbers and dates as dates.
    SheetOfNumbers,
}

/// What a spreadsheet does to a file so that something is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Damage {
    /// Long numbers as `4.20000E+27`.
    Scientific,
    /// Times without their seconds, where the layout prints them.
    Seconds,
    /// `2026-03` as `Mar-26`.
    MonthName,
    /// `2026-03-02` as `3/2/2026`.
    ForeignDate,
    /// An amount with a comma that fell into two cells.
    Thousands,
}

/// A text cut into lines, and the place of its headings.
struct Lines {
    lines: Vec<Line>,
    header: usize,
    /// Headings without the empty ones at the end.
    headings: Vec<String>,
}

/// One line of it.
#[derive(Clone)]
enum Line {
    /// A sentence, a blank line, a closing line: kept as it is.
    Whole(String),
    Cells(Vec<String>),
}

impl Form {
    pub(crate) const ALL: [Form; 4] = [Form::Moved, Form::Saved, Form::SheetOfText, Form::SheetOfNumbers];

    pub(crate) fn is_sheet(self) -> bool {
        matches!(self, Form::SheetOfText | Form::SheetOfNumbers)
    }

    /// Whether files of that shape can take it on: columns without headings cannot change places, and a
    /// spreadsheet that is not told of bars or widths keeps every line in one cell.
    pub(crate) fn belongs_to(self, shape: Shape) -> bool {
        match self {
            Form::Moved => shape != Shape::Headless,
            Form::Saved => matches!(shape, Shape::Table | Shape::Backtick),
            Form::SheetOfText => true,
            Form::SheetOfNumbers => shape == Shape::Table,
        }
    }

    /// The file in this form; none where it cannot be.
    pub(crate) fn of(self, golden: &Golden, known: &Known) -> Option<Vec<u8>> {
        let shape = known.shape(&golden.layout);
        let text = golden.text().filter(|_| self.belongs_to(shape))?;
        // Rows joined by `^^` stand on one line.
        if text.contains("^^") && self == Form::Moved {
            return None;
        }
        match self {
            Form::SheetOfText if matches!(shape, Shape::Pipe | Shape::Headless) => {
                let lines = text.lines().map(|line| vec![line.to_string()]).collect();
                return Some(sheet(lines, put_text));
            }
            _ => {}
        }
        let lines = Lines::of(&text, golden, known);
        Some(match self {
            Form::Moved => lines.moved(shape).into_bytes(),
            Form::Saved => encoding_rs::GB18030.encode(&lines.saved(shape)).0.into_owned(),
            Form::SheetOfText => sheet(lines.all_cells(), put_text),
            Form::SheetOfNumbers => sheet(lines.all_cells(), put_number),
        })
    }
}

impl Damage {
    pub(crate) const ALL: [Damage; 5] =
        [Damage::Scientific, Damage::Seconds, Damage::MonthName, Damage::ForeignDate, Damage::Thousands];

    /// What is said of it.
    pub(crate) fn names(self) -> &'static [sanhe::domain::import::RowErrorCode] {
        use sanhe::domain::import::RowErrorCode::*;
        match self {
            Damage::Scientific => &[SpreadsheetNumber],
            Damage::Seconds => &[SecondsLost],
            Damage::MonthName => &[MonthGrammar],
            Damage::ForeignDate => &[DateGrammar],
            Damage::Thousands => &[ThousandsSplit],
        }
    }

    /// The file after it; none where it has nothing of the kind.
    pub(crate) fn done_to(self, golden: &Golden, known: &Known) -> Option<Vec<u8>> {
        let text = golden.text().filter(|_| known.shape(&golden.layout) == Shape::Table)?;
        let mut lines = Lines::of(&text, golden, known);
        let done = match self {
            Damage::Scientific => {
                let numbers = identifiers(&golden.layout, known);
                lines.change(|heading, cell| {
                    numbers.iter().any(|name| name == heading).then(|| scientific(cell)).flatten()
                })
            }
            Damage::Seconds => {
                let prints = known.formats.get(&golden.layout).is_some_and(|profile| profile.bill.seconds);
                lines.change(|_, cell| spreadsheet_moment(cell).filter(|_| prints))
            }
            Damage::MonthName => lines.change(|_, cell| month_name(cell)),
            Damage::ForeignDate => {
                let dates = dates(&golden.layout, known);
                lines.change(|heading, cell| dates.iter().any(|name| name == heading).then(|| foreign(cell)).flatten())
            }
            Damage::Thousands => lines.split_thousands(&money(&golden.layout, known)),
        };
        done.then(|| lines.text().into_bytes())
    }
}

impl Lines {
    fn of(text: &str, golden: &Golden, known: &Known) -> Lines {
        let shape = known.shape(&golden.layout);
        let required = required(&golden.layout, known);
        let mut lines: Vec<Line> = text.lines().map(|line| cut(line, shape)).collect();
        let score = |line: &Line| match line {
            Line::Whole(_) => 0,
            Line::Cells(cells) => {
                required.iter().filter(|name| cells.iter().any(|cell| same(cell) == same(name))).count()
            }
        };
        let best = lines.iter().map(score).max().unwrap();
        let header = lines.iter().position(|line| score(line) == best).unwrap();
        let Line::Cells(headings) = &lines[header] else { panic!("{}: no headings", golden.name) };
        let mut headings = headings.clone();
        while headings.last().is_some_and(|heading| heading.trim().is_empty()) {
            headings.pop();
        }
        // A layout of short rows lacks cells at their end; a moved one would lack others.
        if known.formats.statement(&golden.layout).is_some_and(|profile| profile.short_rows) {
            for line in &mut lines[header + 1..] {
                if let Line::Cells(cells) = line {
                    cells.resize(cells.len().max(headings.len()), String::new());
                }
            }
        }
        // Behind the rows of a backticked bill stand two lines of their own columns.
        let mut closing = false;
        for line in &mut lines[header + 1..] {
            if let Line::Cells(cells) = line {
                closing |= shape == Shape::Backtick && !cells[0].starts_with('`') && cells.len() < headings.len();
                if closing || cells.iter().all(|cell| cell.trim().is_empty()) {
                    *line = Line::Whole(written(cells, shape));
                }
            }
        }
        Lines { lines, header, headings }
    }

    /// Applies a change to the cells of every row below the headings; whether anything was changed.
    fn change(&mut self, change: impl Fn(&str, &str) -> Option<String>) -> bool {
        let mut any = false;
        for line in &mut self.lines[self.header + 1..] {
            let Line::Cells(cells) = line else { continue };
            for (heading, cell) in self.headings.iter().zip(cells) {
                if let Some(changed) = change(&same(heading), cell.trim()) {
                    (*cell, any) = (changed, true);
                }
            }
        }
        any
    }

    /// Puts a second cell into the first row that prints money, as an unquoted comma does.
    fn split_thousands(&mut self, money: &[String]) -> bool {
        for line in &mut self.lines[self.header + 1..] {
            let Line::Cells(cells) = line else { continue };
            let printed = |cell: &String| cell.trim().parse::<f64>().is_ok_and(|number| number > 0.0);
            let row = cells.len() >= self.headings.len();
            let place = (0..self.headings.len())
                .find(|place| row && money.contains(&same(&self.headings[*place])) && printed(&cells[*place]));
            if let Some(place) = place {
                cells[place] = "¥1".into();
                cells.insert(place + 1, "020.00".into());
                return true;
            }
        }
        false
    }

    fn text(&self) -> String {
        let line = |line: &Line| match line {
            Line::Whole(text) => format!("{text}\n"),
            Line::Cells(cells) => format!("{}\n", written(cells, Shape::Table)),
        };
        self.lines.iter().map(line).collect()
    }

    fn moved(&self, shape: Shape) -> String {
        let mut text = String::from("第一人民医院\n制表:收费处\n");
        for (number, line) in self.lines.iter().enumerate() {
            match line {
                Line::Cells(cells) if number >= self.header && cells.len() >= self.headings.len() => {
                    let sentence = cells.iter().filter(|cell| !cell.trim().is_empty()).count() < 3;
                    let extra = match (number == self.header, sentence) {
                        (true, _) => "核对标记".to_string(),
                        (false, true) => String::new(),
                        (false, false) => number.to_string(),
                    };
                    text.push_str(&written(&turned(cells, self.headings.len(), extra, shape), shape));
                }
                Line::Cells(cells) => text.push_str(&written(cells, shape)),
                Line::Whole(whole) => text.push_str(whole),
            }
            text.push('\n');
        }
        text
    }

    fn saved(&self, shape: Shape) -> String {
        let cells = self.all_cells();
        let widest = cells.iter().map(Vec::len).max().unwrap_or(0);
        let mut text = String::new();
        for mut row in cells {
            if shape == Shape::Table {
                row.iter_mut().for_each(|cell| *cell = spreadsheet_cell(cell));
            }
            let short = widest - row.len();
            text.push_str(&written(&row, Shape::Table));
            text.push_str(&",".repeat(short));
            text.push_str("\r\n");
        }
        text
    }

    /// Every line as a spreadsheet cuts it.
    fn all_cells(&self) -> Vec<Vec<String>> {
        let cells = |line: &Line| match line {
            Line::Cells(cells) => cells.clone(),
            Line::Whole(text) => match cut(text, Shape::Table) {
                Line::Cells(cells) => cells,
                Line::Whole(text) => vec![text],
            },
        };
        self.lines.iter().map(cells).collect()
    }
}

fn cut(line: &str, shape: Shape) -> Line {
    if line.is_empty() || (line.starts_with('#') && shape == Shape::Table) {
        return Line::Whole(line.to_string());
    }
    if let (Shape::Backtick, Some(inner)) = (shape, line.strip_prefix('`')) {
        return Line::Cells(inner.split(",`").map(|cell| format!("`{cell}")).collect());
    }
    if shape == Shape::Pipe {
        return Line::Cells(line.split('|').map(str::to_string).collect());
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(line.as_bytes());
    Line::Cells(reader.records().next().unwrap().unwrap().iter().map(str::to_string).collect())
}

/// The cells as one line.
fn written(cells: &[String], shape: Shape) -> String {
    let quoted = |cell: &String| match shape {
        Shape::Table if cell.contains([',', '"']) => format!("\"{}\"", cell.replace('"', "\"\"")),
        _ => cell.clone(),
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(if shape == Shape::Pipe { "|" } else { "," })
}

/// The first cell, the others from the last to the second, and one more.
fn turned(cells: &[String], width: usize, extra: String, shape: Shape) -> Vec<String> {
    let row = &cells[..width];
    let mut turned = vec![row[0].clone()];
    turned.extend(row[1..].iter().rev().cloned());
    turned.push(if shape == Shape::Backtick && row[0].starts_with('`') { format!("`{extra}") } else { extra });
    turned
}

/// A heading or cell as the program compares them.
fn same(text: &str) -> String {
    let text: String = text.nfkc().filter(|letter| !letter.is_whitespace() && *letter != '\u{feff}').collect();
    text.trim_start_matches('`').trim_end_matches(':').to_string()
}

pub(crate) fn required(layout: &str, known: &Known) -> Vec<String> {
    let registry = || known.rules.layouts.iter().find(|own| own.name == layout).map(|own| own.required.clone());
    let receipts = known.formats.get(layout).map(|profile| profile.required.clone());
    let statement = || known.formats.statement(layout).map(|profile| profile.required.clone());
    receipts.or_else(statement).or_else(registry).unwrap()
}

/// Headings of numbers that rows are known by.
fn identifiers(layout: &str, known: &Known) -> Vec<String> {
    let named: Vec<String> = if let Some(profile) = known.formats.get(layout) {
        let numbers =
            [Field::HisNo, Field::OrderNo, Field::OriginalNo, Field::ChannelNo, Field::TicketNo, Field::Merchant];
        numbers.iter().filter_map(|field| Some(profile.column(*field)?.heading.clone())).collect()
    } else if let Some(profile) = known.formats.statement(layout) {
        let numbers = [
            StatementField::CounterpartyAccount,
            StatementField::PayerAccount,
            StatementField::PayeeAccount,
            StatementField::BankNo,
        ];
        numbers.iter().filter_map(|field| Some(profile.heading(*field)?.to_string())).collect()
    } else {
        let own = known.rules.layouts.iter().find(|own| own.name == layout).unwrap();
        ["code", "no", "phone", "account", "ticket_no"]
            .iter()
            .filter_map(|field| own.columns.get(*field).cloned())
            .collect()
    };
    named.iter().map(|heading| same(heading)).collect()
}

/// Headings of days and moments.
fn dates(layout: &str, known: &Known) -> Vec<String> {
    let named: Vec<String> = if let Some(profile) = known.formats.get(layout) {
        profile.column(Field::At).map(|column| column.heading.clone()).into_iter().collect()
    } else if let Some(profile) = known.formats.statement(layout) {
        let days = [StatementField::On, StatementField::At];
        days.iter().filter_map(|field| Some(profile.heading(*field)?.to_string())).collect()
    } else {
        let own = known.rules.layouts.iter().find(|own| own.name == layout).unwrap();
        let days = ["due_on", "paid_on", "bankrupt_on", "deferred_from", "repay_by", "written_off_on"];
        days.iter().filter_map(|field| own.columns.get(*field).cloned()).collect()
    };
    named.iter().map(|heading| same(heading)).collect()
}

/// Headings of money that moves.
fn money(layout: &str, known: &Known) -> Vec<String> {
    let named: Vec<String> = if let Some(profile) = known.formats.get(layout) {
        let amount = profile.column(Field::Amount).map(|column| column.heading.clone());
        amount.into_iter().chain(profile.sheet.money_headings().map(str::to_string)).collect()
    } else if let Some(profile) = known.formats.statement(layout) {
        let fields = [StatementField::Received, StatementField::Paid, StatementField::Amount];
        fields.iter().filter_map(|field| Some(profile.heading(*field)?.to_string())).collect()
    } else {
        let own = known.rules.layouts.iter().find(|own| own.name == layout).unwrap();
        own.columns.get("amount").cloned().into_iter().collect()
    };
    named.iter().map(|heading| same(heading)).collect()
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `6222020000000007` as `6.22202E+15`.
fn scientific(cell: &str) -> Option<String> {
    let number = cell.trim_start_matches('`');
    (digits(number) && number.len() > 11).then(|| format!("{}.{}E+{}", &number[..1], &number[1..6], number.len() - 1))
}

/// `2026-03-02 08:01:31` and the same with slashes: its parts.
fn moment(cell: &str) -> Option<[&str; 4]> {
    let bytes = cell.as_bytes();
    let parted = bytes.len() >= 10 && cell.is_ascii() && matches!(bytes[4], b'-' | b'/') && bytes[7] == bytes[4];
    let day = parted && digits(&cell[..4]) && digits(&cell[5..7]) && digits(&cell[8..10]);
    day.then(|| [&cell[..4], &cell[5..7], &cell[8..10], cell[10..].trim()])
}

fn short(number: &str) -> &str {
    number.strip_prefix('0').unwrap_or(number)
}

/// As a spreadsheet shows a moment: `2026/3/2 8:01`.
fn spreadsheet_moment(cell: &str) -> Option<String> {
    let [year, month, day, clock] = moment(cell)?;
    let minute = clock.rsplit_once(':').map(|(minute, _)| format!(" {}", short(minute)));
    Some(format!("{year}/{}/{}{}", short(month), short(day), minute.unwrap_or_default()))
}

fn foreign(cell: &str) -> Option<String> {
    let [year, month, day, clock] = moment(cell)?;
    Some(format!("{}/{}/{year} {clock}", short(month), short(day)).trim().to_string())
}

fn month_name(cell: &str) -> Option<String> {
    let month =
        cell.len() == 7 && cell.is_ascii() && cell.as_bytes()[4] == b'-' && digits(&cell[..4]) && digits(&cell[5..]);
    month.then(|| format!("Mar-{}", &cell[2..4]))
}

/// A cell as a spreadsheet writes it: text with a TAB, a letter or a long number stays, moments and amounts change.
fn spreadsheet_cell(cell: &str) -> String {
    if let Some(moment) = spreadsheet_moment(cell.trim()).filter(|_| !cell.ends_with('\t')) {
        return moment;
    }
    let plain = cell.replace(',', "");
    let number = plain.strip_prefix(['+', '-']).unwrap_or(&plain);
    match number.split_once('.') {
        Some((whole, decimals)) if digits(whole) && digits(decimals) => {
            plain.trim_start_matches('+').trim_end_matches('0').trim_end_matches('.').to_string()
        }
        _ => cell.to_string(),
    }
}

fn sheet(lines: Vec<Vec<String>>, put: fn(&mut Worksheet, (u32, u16), &str)) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (row, cells) in (0..).zip(&lines) {
        for (column, cell) in (0..).zip(cells) {
            put(page, (row, column), cell);
        }
    }
    book.save_to_buffer().unwrap()
}

fn put_text(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &str) {
    sheet.write_string(row, column, cell).unwrap();
}

fn put_number(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &str) {
    let plain = cell.replace(',', "");
    let decimals = plain.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 2);
    let day = cell.trim().replace('/', "-").replace("  ", " ");
    if decimals && let Ok(number) = plain.parse::<f64>() {
        sheet.write_number(row, column, number).unwrap();
    } else if moment(&day).is_some()
        && let Ok(moment) = ExcelDateTime::parse_from_str(&day)
    {
        let format = Format::new().set_num_format("yyyy/m/d hh:mm:ss");
        sheet.write_datetime_with_format(row, column, &moment, &format).unwrap();
    } else {
        sheet.write_string(row, column, cell).unwrap();
    }
}
