//! A sheet as CSV: byte order mark, CRLF, no cell that a spreadsheet takes for a formula (C4).

use super::{Cell, Sheet};

/// What a spreadsheet takes for the beginning of a formula, and the full-width twins.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// The bytes of the file.
pub fn render(sheet: &Sheet) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    let lines = |text: &mut String, lines: &[String]| {
        lines.iter().for_each(|line| record(text, &[Cell::Text(line.clone())]));
    };
    lines(&mut text, std::slice::from_ref(&sheet.title));
    lines(&mut text, &sheet.head);
    for table in &sheet.tables {
        record(&mut text, &[]);
        lines(&mut text, std::slice::from_ref(&table.caption));
        let headings: Vec<Cell> = table.columns.iter().map(|column| Cell::Text(column.heading.clone())).collect();
        record(&mut text, &headings);
        table.rows.iter().for_each(|row| record(&mut text, &row.cells));
        if table.rows.is_empty() {
            lines(&mut text, std::slice::from_ref(&table.when_empty));
        }
    }
    record(&mut text, &[]);
    lines(&mut text, &sheet.foot);
    text.into_bytes()
}

fn record(text: &mut String, cells: &[Cell]) {
    let fields: Vec<String> = cells.iter().map(field).collect();
    text.push_str(&fields.join(","));
    text.push_str("\r\n");
}

fn field(cell: &Cell) -> String {
    let plain = match cell {
        Cell::Text(text) if text.starts_with(FORMULA) => format!("'{text}"),
        other => other.plain(),
    };
    if plain.contains([',', '"', '\r', '\n']) { format!("\"{}\"", plain.replace('"', "\"\"")) } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;

    #[test]
    fn what_a_spreadsheet_would_run_is_disarmed_and_figures_are_not() {
        for (cell, written) in [
            (Cell::Text("=HYPERLINK(\"x\")".into()), "\"'=HYPERLINK(\"\"x\"\")\""),
            (Cell::Text("＋1".into()), "'＋1"),
            (Cell::Text("@a,b".into()), "\"'@a,b\""),
            (Cell::Text("\tx".into()), "'\tx"),
            (Cell::Text("a=b".into()), "a=b"),
            (Cell::Money(Money::from_fen(-123_456)), "-1234.56"),
            (Cell::Count(12), "12"),
            (Cell::Empty, ""),
        ] {
            assert_eq!(field(&cell), written);
        }
    }
}
