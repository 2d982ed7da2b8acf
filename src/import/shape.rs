//! Layouts without a heading line 无表头版式, known by how their rows look.
//!
//! Invariant: a file fits only if each of its first rows has as many fields as the layout and every
//! shape the layout gives; one that merely is as wide fits nothing.

use super::table::{Cut, LINE_MAX, Row, Table};
use crate::book::formats::Profile;

/// Rows looked at.
const ROWS: usize = 5;

/// Whether the first rows of a text look as the layout says.
pub(super) fn fits(text: &str, profile: &Profile) -> bool {
    if memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len()) > LINE_MAX {
        return false;
    }
    let places: Vec<(usize, &String)> = profile
        .bill
        .shapes
        .iter()
        .filter_map(|(heading, shape)| Some((profile.required.iter().position(|name| name == heading)?, shape)))
        .collect();
    let (mut table, mut row) = (Table::new(text, Cut::of(profile), 0, 1), Row::default());
    for seen in 0..ROWS {
        match table.next_row(&mut row) {
            Ok(true) => {}
            Ok(false) => return seen > 0,
            Err(_) => return false,
        }
        let whole = row.cells.len() == profile.required.len();
        if !whole || !places.iter().all(|(place, shape)| has_shape(&row.cells[*place], shape)) {
            return false;
        }
    }
    true
}

/// `9` a digit, `A` a capital letter, `_` a blank, `*` anything from there on, else the character itself.
fn has_shape(cell: &str, shape: &str) -> bool {
    let mut characters = cell.chars();
    for wanted in shape.chars() {
        if wanted == '*' {
            return true;
        }
        let fits = characters.next().is_some_and(|found| match wanted {
            '9' => found.is_ascii_digit(),
            'A' => found.is_ascii_uppercase(),
            '_' => found == ' ',
            _ => found == wanted,
        });
        if !fits {
            return false;
        }
    }
    characters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_say_what_stands_where() {
        for (cell, shape, fits) in [
            ("S22", "A99", true),
            ("S2", "A99", false),
            ("S220", "A99", false),
            ("0302080131", "9999999999", true),
            ("C00000000012", "A*", true),
            ("c00000000012", "A*", false),
            ("000000 ", "999999_", true),
            ("0200", "0200", true),
            ("0210", "0200", false),
        ] {
            assert_eq!(has_shape(cell, shape), fits, "{cell} {shape}");
        }
    }
}
