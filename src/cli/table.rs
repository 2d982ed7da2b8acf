//! Plain-text tables for people, aligned by display width.
//!
//! Invariant: widths are terminal columns, never bytes or characters; what comes from a file or a person is
//! stripped of control, bidi and zero-width characters before it is printed.

use unicode_width::UnicodeWidthStr;

pub use crate::text::clean::clean;

/// 对齐.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// A table under construction.
#[derive(Clone, Debug)]
pub struct Table {
    headings: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
    indent: usize,
}

impl Table {
    /// A table with these headings.
    pub fn new<'a>(headings: impl IntoIterator<Item = (&'a str, Align)>) -> Table {
        let headings = headings.into_iter().map(|(heading, align)| (heading.to_string(), align)).collect();
        Table { headings, rows: Vec::new(), indent: 0 }
    }

    /// Every line begins with this many blanks.
    #[must_use]
    pub fn indented(mut self, indent: usize) -> Table {
        self.indent = indent;
        self
    }

    /// Adds a row; cells beyond the headings are left out, missing ones are blank.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let mut cells: Vec<String> = cells.into_iter().map(|cell| clean(&cell)).collect();
        cells.resize(self.headings.len(), String::new());
        self.rows.push(cells);
    }

    /// Whether no row was added.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as lines: headings, a rule, the rows.
    pub fn render(&self) -> String {
        let headings: Vec<String> = self.headings.iter().map(|(heading, _)| heading.clone()).collect();
        let widths: Vec<usize> = (0..headings.len())
            .map(|column| {
                let cells = self.rows.iter().map(|row| row[column].width());
                cells.chain([headings[column].width()]).max().unwrap_or(0)
            })
            .collect();
        let mut text = String::new();
        self.line(&mut text, &headings, &widths);
        let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        self.line(&mut text, &rules, &widths);
        for row in &self.rows {
            self.line(&mut text, row, &widths);
        }
        text
    }

    fn line(&self, text: &mut String, cells: &[String], widths: &[usize]) {
        let mut line = " ".repeat(self.indent);
        for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
            if column > 0 {
                line.push_str("  ");
            }
            let blank = " ".repeat(width.saturating_sub(cell.width()));
            match self.headings[column].1 {
                Align::Left => line.extend([cell.as_str(), &blank]),
                Align::Right => line.extend([blank.as_str(), cell]),
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_whatever_the_script() {
        let mut table = Table::new([("支付方式", Align::Left), ("HIS", Align::Right)]).indented(2);
        table.row(["微信".to_string(), "1,022.81".to_string()]);
        table.row(["cash".to_string(), "-3.00".to_string()]);
        assert_eq!(
            table.render().lines().collect::<Vec<_>>(),
            ["  支付方式       HIS", "  --------  --------", "  微信      1,022.81", "  cash         -3.00"]
        );
    }

    #[test]
    fn characters_that_steer_are_shown() {
        for (text, shown) in [
            ("a\u{1b}[2Jb", "a⟨U+001B⟩[2Jb"),
            ("张\u{202E}三", "张⟨U+202E⟩三"),
            ("a\u{200B}b\n", "a⟨U+200B⟩b⟨U+000A⟩"),
            ("微信 ￥1", "微信 ￥1"),
        ] {
            assert_eq!(clean(text), shown);
        }
    }
}
