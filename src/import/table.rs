//! Text → rows of cells 分行分列, each with the line it begins on.
//!
//! Invariant: every line is either blank, a `#` comment, or part of exactly one row; a row keeps its raw
//! text. Cells are borrowed from the file; only a cell with a doubled quote is copied.
//! Lines are cut by hand rather than by the `csv` crate because that one neither says where an unclosed
//! quote opened nor keeps up with a million rows in half a second.

use std::borrow::Cow;

use super::fault::{at_line, whole_file};
use crate::book::formats::{Profile, Quote};
use crate::domain::import::{RowError, RowErrorCode};

/// Longest line (and row).
pub(super) const LINE_MAX: usize = 1024 * 1024;
/// Longest cell.
pub(super) const CELL_MAX: usize = 32 * 1024;
/// Most columns.
pub(super) const COLUMNS_MAX: usize = 512;
/// Most rows.
pub(super) const ROWS_MAX: u64 = 1_048_576;

/// One row, reused from row to row.
#[derive(Debug, Default)]
pub(super) struct Row<'a> {
    /// Line it begins on, counted from 1.
    pub(super) line: u32,
    /// Its text as in the file, without the line end.
    pub(super) raw: &'a str,
    /// Its cells.
    pub(super) cells: Vec<Cow<'a, str>>,
    /// A quoted cell runs over several lines and holds commas: a stray quote may have swallowed rows.
    pub(super) swallowed: bool,
}

/// How the lines of a layout fall into rows and cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut<'p> {
    pub(super) quote: Quote,
    /// Widths of the fields, in bytes of GBK, where they are fixed.
    pub(super) widths: &'p [usize],
    /// Whether lines that begin with `#` are rows: the layout's totals stand in them.
    pub(super) notes: bool,
}

impl<'p> Cut<'p> {
    pub(super) fn of(profile: &'p Profile) -> Cut<'p> {
        let bill = &profile.bill;
        Cut { quote: profile.quote, widths: &bill.widths, notes: !bill.footers.is_empty() }
    }
}

/// Rows of a text, from the line after the header on.
#[derive(Debug)]
pub(super) struct Table<'a, 'p> {
    text: &'a str,
    cut: Cut<'p>,
    at: usize,
    line: u32,
    rows: u64,
}

impl<'a, 'p> Table<'a, 'p> {
    /// Rows from `at`, which is the first byte of `line`.
    pub(super) fn new(text: &'a str, cut: Cut<'p>, at: usize, line: u32) -> Table<'a, 'p> {
        Table { text, cut, at, line, rows: 0 }
    }

    /// Bytes read so far.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// The line that comes next.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// Rows read so far.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// Reads the next row; `false` at the end.
    pub(super) fn next_row(&mut self, row: &mut Row<'a>) -> Result<bool, RowError> {
        row.cells.clear();
        row.swallowed = false;
        loop {
            if self.at >= self.text.len() {
                return Ok(false);
            }
            let rest = &self.text[self.at..];
            let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            let line = rest[..length].strip_suffix('\r').unwrap_or(&rest[..length]);
            if length > LINE_MAX {
                return Err(self.too_long(LINE_MAX));
            }
            let note = self.cut.notes && line.starts_with('#');
            if !note && is_nothing(line) {
                self.pass(length);
                continue;
            }
            self.rows += 1;
            if self.rows > ROWS_MAX {
                return Err(whole_file(RowErrorCode::TooMany, vec![ROWS_MAX.to_string()]));
            }
            row.line = self.line;
            if note {
                row.raw = line;
                row.cells.push(Cow::Borrowed(line.trim_end_matches(',')));
                self.pass(length);
                return Ok(true);
            }
            let saved_again = self.cut.quote == Quote::Backtick && is_saved_again(line);
            if saved_again || (self.cut.quote == Quote::Csv && memchr::memchr(b'"', line.as_bytes()).is_some()) {
                self.quoted_row(row)?;
                while saved_again && row.cells.last().is_some_and(|cell| cell.is_empty()) {
                    row.cells.pop();
                }
            } else {
                self.cut.split(line, &mut row.cells);
                row.raw = line;
                if line.len() > CELL_MAX && row.cells.iter().any(|cell| cell.len() > CELL_MAX) {
                    return Err(self.too_long(CELL_MAX));
                }
                self.pass(length);
            }
            if row.cells.len() > COLUMNS_MAX {
                let limit = COLUMNS_MAX.to_string();
                return Err(at_line(row.line, "", RowErrorCode::TooMany, vec![limit]));
            }
            return Ok(true);
        }
    }

    /// Steps over a line of that many bytes and its line feed.
    fn pass(&mut self, length: usize) {
        self.at = (self.at + length + 1).min(self.text.len());
        self.line += 1;
    }

    fn too_long(&self, limit: usize) -> RowError {
        at_line(self.line, "", RowErrorCode::TooLong, vec![format!("{} KB", limit / 1024)])
    }

    /// A row some cell of which is quoted; it may run over several lines.
    fn quoted_row(&mut self, row: &mut Row<'a>) -> Result<(), RowError> {
        let (text, start) = (self.text, self.at);
        let bytes = text.as_bytes();
        let mut at = start;
        loop {
            let next = if bytes.get(at) == Some(&b'"') {
                let (cell, next) = self.quoted_cell(at)?;
                row.swallowed |= memchr::memchr(b'\n', cell.as_bytes()).is_some() && cell.contains(',');
                row.cells.push(cell);
                next
            } else {
                let length = memchr::memchr2(b',', b'\n', &bytes[at..]).unwrap_or(bytes.len() - at);
                let cell = &text[at..at + length];
                let last = bytes.get(at + length) != Some(&b',');
                row.cells.push(Cow::Borrowed(if last { cell.strip_suffix('\r').unwrap_or(cell) } else { cell }));
                at + length
            };
            if next - start > LINE_MAX {
                return Err(self.too_long(LINE_MAX));
            }
            if row.cells.last().is_some_and(|cell| cell.len() > CELL_MAX) {
                return Err(self.too_long(CELL_MAX));
            }
            if bytes.get(next) != Some(&b',') {
                row.raw = text[start..next].strip_suffix('\r').unwrap_or(&text[start..next]);
                self.line += memchr::memchr_iter(b'\n', row.raw.as_bytes()).count() as u32;
                self.at = start;
                self.pass(next - start);
                return Ok(());
            }
            at = next + 1;
        }
    }

    /// The cell whose quote opens at `open`, and where the comma or line end behind it stands.
    fn quoted_cell(&self, open: usize) -> Result<(Cow<'a, str>, usize), RowError> {
        let (text, bytes) = (self.text, self.text.as_bytes());
        let (mut at, mut doubled) = (open + 1, false);
        let close = loop {
            match memchr::memchr(b'"', &bytes[at..bytes.len().min(at + LINE_MAX)]) {
                None => return Err(self.unclosed(open)),
                Some(length) if bytes.get(at + length + 1) == Some(&b'"') => {
                    doubled = true;
                    at += length + 2;
                }
                Some(length) => break at + length,
            }
        };
        let content = &text[open + 1..close];
        let behind = bytes[close + 1..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        let next = close + 1 + behind;
        let runs_on = content.len() > CELL_MAX && content.contains('\n');
        if runs_on || !matches!(bytes.get(next), None | Some(b',' | b'\n')) {
            return Err(self.unclosed(open));
        }
        let cell = if doubled { Cow::Owned(content.replace("\"\"", "\"")) } else { Cow::Borrowed(content) };
        Ok((cell, next))
    }

    fn unclosed(&self, open: usize) -> RowError {
        let lines = memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.at..open]).count() as u32;
        let line = self.line + lines;
        at_line(line, "\"", RowErrorCode::UnclosedQuote, vec![line.to_string()])
    }
}

/// Whether a spreadsheet saved a backticked line: it quotes a cell with a comma in it, backtick and all.
fn is_saved_again(line: &str) -> bool {
    line.starts_with("\"`") || memchr::memmem::find(line.as_bytes(), b",\"`").is_some()
}

/// Whether a line is blank or a comment.
pub(super) fn is_nothing(line: &str) -> bool {
    match line.as_bytes().first() {
        None | Some(b'#') => true,
        Some(byte) if byte.is_ascii_graphic() => false,
        Some(_) => line.trim().is_empty(),
    }
}

impl Cut<'_> {
    /// Cells of one line without quoted cells.
    pub(super) fn split<'a>(&self, line: &'a str, cells: &mut Vec<Cow<'a, str>>) {
        match (self.quote, line.strip_prefix('`')) {
            // A spreadsheet pads every row with commas to the width of the widest.
            (Quote::Backtick, Some(inner)) => {
                cells.extend(inner.trim_end_matches(',').split(",`").map(Cow::Borrowed));
            }
            (Quote::Widths, _) => self.split_widths(line, cells),
            (Quote::Pipe, _) => cells.extend(line.split('|').map(Cow::Borrowed)),
            _ => {
                let mut start = 0;
                for comma in memchr::memchr_iter(b',', line.as_bytes()) {
                    cells.push(Cow::Borrowed(&line[start..comma]));
                    start = comma + 1;
                }
                cells.push(Cow::Borrowed(&line[start..]));
            }
        }
    }

    /// Fields of fixed width with one separator between them. Blanks at the end of a line may have been
    /// cut off; a line that is too long, or has letters where a separator belongs, gives one cell too many.
    fn split_widths<'a>(&self, line: &'a str, cells: &mut Vec<Cow<'a, str>>) {
        let mut rest = line;
        for (place, width) in self.widths.iter().enumerate() {
            let (field, behind) = rest.split_at(bytes_of_gbk(rest, *width));
            cells.push(Cow::Borrowed(field));
            let last = place + 1 == self.widths.len();
            match (behind.chars().next(), last) {
                (None, _) => rest = "",
                (Some(separator), false) if !separator.is_alphanumeric() => rest = &behind[separator.len_utf8()..],
                _ => {
                    cells.push(Cow::Borrowed(behind));
                    return;
                }
            }
        }
    }
}

/// Length in UTF-8 of the characters that take `width` bytes in GBK, or fewer where one would not fit.
fn bytes_of_gbk(text: &str, width: usize) -> usize {
    let mut taken = 0;
    for (at, character) in text.char_indices() {
        let bytes = match character.is_ascii() {
            true => 1,
            false => encoding_rs::GB18030.encode(character.encode_utf8(&mut [0; 4])).0.len(),
        };
        if taken + bytes > width {
            return at;
        }
        taken += bytes;
    }
    text.len()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn rows(text: &str, quote: Quote) -> Result<Vec<(u32, Vec<String>)>, RowError> {
        let cut = Cut { quote, widths: &[2, 4, 3], notes: false };
        let (mut table, mut row, mut rows) = (Table::new(text, cut, 0, 1), Row::default(), Vec::new());
        while table.next_row(&mut row)? {
            rows.push((row.line, row.cells.iter().map(ToString::to_string).collect()));
        }
        Ok(rows)
    }

    #[test]
    fn lines_fall_into_cells_by_the_rule_of_their_layout() {
        for (text, quote, cells) in [
            ("a,b,c", Quote::Csv, ["a", "b", "c"]),
            ("a,\"b,1\",c\r\n", Quote::Csv, ["a", "b,1", "c"]),
            ("a,\"say \"\"b\"\"\",c\n", Quote::Csv, ["a", "say \"b\"", "c"]),
            ("a,b 3\" pipe,c\n", Quote::Csv, ["a", "b 3\" pipe", "c"]),
            ("\"a\" ,\"\",\"c\"\r\n", Quote::Csv, ["a", "", "c"]),
            ("`a,`b,1,`c\r\n", Quote::Backtick, ["a", "b,1", "c"]),
            ("a,b,c\n", Quote::Backtick, ["a", "b", "c"]),
            ("`a,`b,1,`c,,,\n", Quote::Backtick, ["a", "b,1", "c"]),
            ("`a,\"`b,1\",`c,,\r\n", Quote::Backtick, ["`a", "`b,1", "`c"]),
            ("a|b,1|c\n", Quote::Pipe, ["a", "b,1", "c"]),
            ("aa bbbb ccc\n", Quote::Widths, ["aa", "bbbb", "ccc"]),
            ("中 门诊 c  \n", Quote::Widths, ["中", "门诊", "c  "]),
            ("aa  1\n", Quote::Widths, ["aa", " 1", ""]),
        ] {
            assert_eq!(rows(text, quote).unwrap(), [(1, cells.map(String::from).to_vec())], "{text:?}");
        }
    }

    #[test]
    fn rows_know_the_line_they_begin_on() {
        let text = "a\n\n# note, \"\n  \t\nb,\"x\ny\",z\nc\n#\n";
        let lines: Vec<u32> = rows(text, Quote::Csv).unwrap().iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 5, 7]);
    }

    #[test]
    fn a_quote_that_never_closes_is_named_by_the_line_it_opens_on() {
        for (text, line) in [("a,b\n1,2\n3,\"4\n5,6\n", 3), ("a,b\n1,\"2\n3,\"4\n", 2), ("a,b\n\"1\n2\",\"3\n", 3)] {
            let error = rows(text, Quote::Csv).unwrap_err();
            assert_eq!((error.code, error.line), (RowErrorCode::UnclosedQuote, line), "{text:?}");
        }
    }

    #[test]
    fn limits_hold() {
        let long_cell = format!("a\n{}\n", "x".repeat(CELL_MAX + 1));
        let long_line = format!("a\n{}\n", "x,".repeat(LINE_MAX));
        let wide = format!("{}\n", ",".repeat(COLUMNS_MAX));
        for (text, code, line) in [
            (long_cell, RowErrorCode::TooLong, 2),
            (long_line, RowErrorCode::TooLong, 2),
            (wide, RowErrorCode::TooMany, 1),
        ] {
            let error = rows(&text, Quote::Csv).unwrap_err();
            assert_eq!((error.code, error.line), (code, line));
        }
    }
}
