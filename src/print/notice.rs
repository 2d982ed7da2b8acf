//! A notice 催缴文书 as a sheet: the template's words with one employer's rows between them.
//!
//! Invariant: a notice is made of the frozen batch alone, so that it prints the same whenever it is printed.

use super::{Cell, Kind, Sheet, Table, words};
use crate::domain::chase::notice::{NoticeField, Part, Template};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::text::notice::NoticeWord;

/// One due of a notice.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the columns of its table
pub struct ItemRow {
    pub line: String,
    pub month: String,
    pub portion: String,
    pub base: Money,
    pub rate: String,
    pub due: Money,
    pub paid: Money,
    pub owed: Money,
}

/// One stretch of late fee of a notice.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the columns of its table
pub struct FeeRow {
    pub line: String,
    pub month: String,
    pub portion: String,
    pub base: Money,
    pub rate: String,
    pub from: String,
    pub to: String,
    pub days: u64,
    pub fee: Money,
    /// What is taken off, where it is no stretch of days.
    pub taken_off: Option<NoticeWord>,
}

/// One notice.
#[derive(Clone, Debug)]
pub struct Notice {
    /// The text of every field that is a value.
    pub values: Vec<(NoticeField, String)>,
    /// 欠费表.
    pub items: Vec<ItemRow>,
    /// 滞纳金表.
    pub fees: Vec<FeeRow>,
    /// 欠费合计, 滞纳金合计.
    pub sums: (Money, Money),
    /// Made on.
    pub on: BusinessDay,
}

/// Where a table stands in the filled text.
const ARREARS: char = '\u{1}';
const LATE_FEE: char = '\u{2}';

/// The notice as a sheet, upright on paper.
pub fn sheet(template: &Template, notice: &Notice) -> Sheet {
    let value = |field: NoticeField| match field {
        NoticeField::Arrears => ARREARS.to_string(),
        NoticeField::LateFee => LATE_FEE.to_string(),
        // The place of the seal and the date stand at the end, on the right.
        NoticeField::Date => String::new(),
        field => {
            notice.values.iter().find(|(known, _)| *known == field).map_or_else(String::new, |(_, text)| text.clone())
        }
    };
    let apart =
        |part: &&Part| !matches!(part, Part::Field(NoticeField::Title | NoticeField::Number | NoticeField::Seal, _));
    let flowing: Vec<Part> = template.parts.iter().filter(apart).cloned().collect();
    let text = Template::filled(&flowing, &value);
    let (head, rest) = text.split_once(ARREARS).unwrap_or((&text, ""));
    let (between, foot) = rest.split_once(LATE_FEE).unwrap_or((rest, ""));
    let date = notice.values.iter().find(|(field, _)| *field == NoticeField::Date).map(|(_, text)| text.clone());
    let (arrears, mut fees) = (items(notice), fees(notice));
    fees.lead = paragraphs(between);
    Sheet {
        title: template.said(NoticeField::Title, &value),
        numbered: Some(value(NoticeField::Number)),
        on: notice.on,
        lang: Lang::Zh,
        head: paragraphs(head),
        tables: vec![arrears, fees],
        foot: paragraphs(foot),
        signed: [template.said(NoticeField::Seal, &value)].into_iter().chain(date).collect(),
        is_upright: true,
    }
}

/// Lines of a text without the empty ones at both ends.
fn paragraphs(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.trim_matches('\n').lines().collect();
    lines.into_iter().map(str::to_string).collect()
}

fn items(notice: &Notice) -> Table {
    let word = |word: NoticeWord| word.in_lang(Lang::Zh);
    let columns = [
        (NoticeWord::Line, Kind::Words),
        (NoticeWord::Month, Kind::Words),
        (NoticeWord::Portion, Kind::Words),
        (NoticeWord::Base, Kind::Figures),
        (NoticeWord::Rate, Kind::Figures),
        (NoticeWord::Due, Kind::Figures),
        (NoticeWord::Paid, Kind::Figures),
        (NoticeWord::Owed, Kind::Figures),
    ];
    let mut table = Table::new("", columns.map(|(heading, kind)| (word(heading), kind)));
    for row in &notice.items {
        let texts = [&row.line, &row.month, &row.portion].map(words).into_iter();
        let figures = [
            Cell::Money(row.base),
            words(&row.rate),
            Cell::Money(row.due),
            Cell::Money(row.paid),
            Cell::Money(row.owed),
        ];
        table.row(texts.chain(figures));
    }
    let blank = std::iter::repeat_n(Cell::Empty, 6);
    table.total(std::iter::once(words(word(NoticeWord::Total))).chain(blank).chain([Cell::Money(notice.sums.0)]));
    table
}

fn fees(notice: &Notice) -> Table {
    let word = |word: NoticeWord| word.in_lang(Lang::Zh);
    let columns = [
        (NoticeWord::Line, Kind::Words),
        (NoticeWord::Month, Kind::Words),
        (NoticeWord::Portion, Kind::Words),
        (NoticeWord::FeeBase, Kind::Figures),
        (NoticeWord::DailyRate, Kind::Figures),
        (NoticeWord::FirstDay, Kind::Words),
        (NoticeWord::LastDay, Kind::Words),
        (NoticeWord::Days, Kind::Figures),
        (NoticeWord::Fee, Kind::Figures),
    ];
    let mut table = Table::new("", columns.map(|(heading, kind)| (word(heading), kind)));
    for row in &notice.fees {
        let texts = [&row.line, &row.month, &row.portion].map(words).into_iter();
        if let Some(taken_off) = row.taken_off {
            let said = [Cell::Empty, Cell::Empty, words(word(taken_off)), words(&row.to), Cell::Empty];
            table.row(texts.chain(said).chain([Cell::Money(row.fee)]));
            continue;
        }
        let days = [words(&row.from), words(&row.to), Cell::Count(row.days), Cell::Money(row.fee)];
        table.row(texts.chain([Cell::Money(row.base), words(&row.rate)]).chain(days));
    }
    let blank = std::iter::repeat_n(Cell::Empty, 7);
    table.total(std::iter::once(words(word(NoticeWord::Total))).chain(blank).chain([Cell::Money(notice.sums.1)]));
    table
}
