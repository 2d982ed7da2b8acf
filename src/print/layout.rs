//! Laying a sheet out on paper: column widths, folded words, pages with their headings repeated.
//!
//! Invariant: a row is never torn apart by a page end unless it is longer than a page; figures are never
//! folded. Units are whatever the measure counts in: columns of a printer, twentieths of a point.

use super::{Kind, Row, Sheet, Table};

/// Least room a column of words keeps, in widths of 汉.
const LEAST_LETTERS: u32 = 4;

/// How much room a text takes.
pub(super) trait Measure {
    /// In the measure's own units.
    fn width(&self, text: &str) -> u32;
}

/// 纸.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paper {
    /// Room across.
    pub(super) width: u32,
    /// Room between columns, and by which lines beneath a row are moved in.
    pub(super) gap: u32,
    /// Lines of a page; `None` for one endless page.
    pub(super) lines: Option<usize>,
}

/// A piece of text and where it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) at: u32,
    pub(super) text: String,
}

/// A line of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// 表名, in the middle.
    Title(String),
    /// Pieces from left to right.
    Pieces(Vec<Piece>),
    /// At the right edge.
    Right(String),
    /// A rule across.
    Rule,
}

impl Line {
    fn blank() -> Line {
        Line::Pieces(Vec::new())
    }
}

/// The sheet as pages.
pub(super) fn pages(sheet: &Sheet, paper: Paper, measure: &impl Measure) -> Vec<Vec<Line>> {
    let mut pager = Pager { paper, title: Line::Title(sheet.title.clone()), done: Vec::new(), page: Vec::new() };
    pager.page.push(pager.title.clone());
    pager.page.extend(sheet.numbered.iter().cloned().map(Line::Right));
    for line in &sheet.head {
        pager.put(folded(line, 0, paper.width, measure), &[]);
    }
    for table in &sheet.tables {
        let columns = place(table, paper, measure);
        if !table.lead.is_empty() {
            pager.put(vec![Line::blank()], &[]);
        }
        for line in &table.lead {
            pager.put(folded(line, 0, paper.width, measure), &[]);
        }
        let heading = heading(table, &columns, paper, measure);
        let mut blocks: Vec<Vec<Line>> =
            table.rows.iter().map(|row| row_lines(table, row, &columns, paper, measure)).collect();
        if blocks.is_empty() {
            blocks.push(folded(&table.when_empty, 0, paper.width, measure));
        }
        // A heading does not stand alone at the foot of a page.
        let mut opening = vec![Line::blank()];
        opening.extend(heading.iter().cloned());
        opening.extend(blocks.remove(0));
        let opening = if pager.fits(opening.len()) { opening } else { opening.split_off(1) };
        pager.put(opening, &[]);
        for block in blocks {
            pager.put(block, &heading);
        }
    }
    let mut closing = vec![Line::blank()];
    closing.extend(sheet.foot.iter().flat_map(|line| folded(line, 0, paper.width, measure)));
    pager.put(closing, &[]);
    if !sheet.signed.is_empty() {
        // The place of the seal is not torn from the date below it.
        let mut signed = vec![Line::blank(), Line::blank()];
        signed.extend(sheet.signed.iter().cloned().map(Line::Right));
        pager.put(signed, &[]);
    }
    pager.done.push(pager.page);
    pager.done
}

struct Pager {
    paper: Paper,
    title: Line,
    done: Vec<Vec<Line>>,
    page: Vec<Line>,
}

impl Pager {
    fn fits(&self, lines: usize) -> bool {
        // The last line of a page is its number.
        self.paper.lines.is_none_or(|all| self.page.len() + lines < all)
    }

    /// Puts a block on this page or, where it does not fit, on the next under `heading`.
    fn put(&mut self, block: Vec<Line>, heading: &[Line]) {
        if !self.fits(block.len()) {
            self.turn(heading);
        }
        for line in block {
            if !self.fits(1) {
                self.turn(heading);
            }
            self.page.push(line);
        }
    }

    fn turn(&mut self, heading: &[Line]) {
        let mut next = vec![self.title.clone()];
        next.extend_from_slice(heading);
        self.done.push(std::mem::replace(&mut self.page, next));
    }
}

/// Where a column stands: its number in the table, where it begins, how wide it is.
#[derive(Clone, Copy, Debug)]
struct Place {
    column: usize,
    at: u32,
    width: u32,
}

/// Columns of the row itself, words narrowed until all stand on the paper.
fn place(table: &Table, paper: Paper, measure: &impl Measure) -> Vec<Place> {
    let widest = |column: usize| {
        let cells = table.rows.iter().map(|row| measure.width(&row.cells[column].shown()));
        cells.chain([measure.width(&table.columns[column].heading)]).max().unwrap_or(0)
    };
    let across = (0..table.columns.len()).filter(|column| table.columns[*column].kind != Kind::Beneath);
    let mut places: Vec<Place> = across.map(|column| Place { column, at: 0, width: widest(column) }).collect();
    let gaps = paper.gap * u32::try_from(places.len().saturating_sub(1)).unwrap_or(0);
    let least = measure.width("汉") * LEAST_LETTERS;
    let step = measure.width("i").max(1);
    while places.iter().map(|place| place.width).sum::<u32>() + gaps > paper.width {
        let words =
            places.iter_mut().filter(|one| table.columns[one.column].kind == Kind::Words && one.width > least + step);
        let Some(widest) = words.max_by_key(|one| one.width) else { break };
        widest.width -= step;
    }
    let mut at = 0;
    for place in &mut places {
        place.at = at;
        at += place.width + paper.gap;
    }
    places
}

fn heading(table: &Table, places: &[Place], paper: Paper, measure: &impl Measure) -> Vec<Line> {
    let mut lines = if table.caption.is_empty() { Vec::new() } else { folded(&table.caption, 0, paper.width, measure) };
    let headings: Vec<String> = table.columns.iter().map(|column| column.heading.clone()).collect();
    lines.extend(cells(table, &headings, places, measure));
    lines.push(Line::Rule);
    lines
}

fn row_lines(table: &Table, row: &Row, places: &[Place], paper: Paper, measure: &impl Measure) -> Vec<Line> {
    let mut lines = Vec::new();
    if row.is_total {
        lines.push(Line::Rule);
    }
    let shown: Vec<String> = row.cells.iter().map(super::Cell::shown).collect();
    lines.extend(cells(table, &shown, places, measure));
    let beneath = table.columns.iter().zip(&shown).filter(|(column, text)| {
        let is_beneath = column.kind == Kind::Beneath;
        is_beneath && !text.is_empty()
    });
    let said: Vec<String> = beneath.map(|(column, text)| format!("{} {text}", column.heading)).collect();
    if !said.is_empty() {
        lines.extend(folded(&said.join("  "), paper.gap, paper.width, measure));
    }
    lines
}

/// One row of cells, as many lines as its longest column of words.
fn cells(table: &Table, shown: &[String], places: &[Place], measure: &impl Measure) -> Vec<Line> {
    let figures = |place: &Place| table.columns[place.column].kind == Kind::Figures;
    let texts = |place: &Place| match figures(place) {
        true => vec![shown[place.column].clone()],
        false => fold(&shown[place.column], place.width, measure),
    };
    let columns: Vec<Vec<String>> = places.iter().map(texts).collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    let piece = |place: &Place, text: &String| {
        let moved = if figures(place) { place.width.saturating_sub(measure.width(text)) } else { 0 };
        Piece { at: place.at + moved, text: text.clone() }
    };
    (0..height)
        .map(|line| {
            let texts = places.iter().zip(&columns).filter_map(|(place, column)| Some((place, column.get(line)?)));
            Line::Pieces(texts.filter(|(_, text)| !text.is_empty()).map(|(place, text)| piece(place, text)).collect())
        })
        .collect()
}

fn folded(text: &str, at: u32, width: u32, measure: &impl Measure) -> Vec<Line> {
    let lines = fold(text, width.saturating_sub(at), measure).into_iter();
    lines.map(|text| Line::Pieces(vec![Piece { at, text }])).collect()
}

/// A text in lines no wider than `width`, cut at a blank where there is one.
fn fold(text: &str, width: u32, measure: &impl Measure) -> Vec<String> {
    // Widths of single letters are rounded up, so their sum may pass that of the whole.
    if measure.width(text) <= width {
        return vec![text.to_string()];
    }
    let (mut lines, mut line, mut taken) = (Vec::new(), String::new(), 0);
    for letter in text.chars() {
        let room = measure.width(letter.encode_utf8(&mut [0; 4]));
        if taken + room > width && !line.is_empty() {
            let kept = match line.rfind(' ').filter(|blank| *blank > 0 && letter.is_ascii_graphic()) {
                Some(blank) => line.split_off(blank + 1),
                None => String::new(),
            };
            taken = measure.width(&kept);
            lines.push(std::mem::replace(&mut line, kept).trim_end().to_string());
            if letter == ' ' && line.is_empty() {
                continue;
            }
        }
        line.push(letter);
        taken += room;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    struct Columns;
    impl Measure for Columns {
        fn width(&self, text: &str) -> u32 {
            u32::try_from(text.width()).unwrap_or(0)
        }
    }

    #[test]
    fn words_are_folded_at_blanks_and_between_han() {
        for (text, width, lines) in [
            ("渠道有HIS无", 6, vec!["渠道有", "HIS无"]),
            ("paid and then revoked", 9, vec!["paid and", "then", "revoked"]),
            ("H20260304000012", 10, vec!["H202603040", "00012"]),
            ("", 5, vec![""]),
            ("汉字", 1, vec!["汉", "字"]),
        ] {
            assert_eq!(fold(text, width, &Columns), lines, "{text}");
        }
    }
}
