//! Finding a row by what is typed 查找: initials, words of either language, ids.
//!
//! Invariant: the order depends on the rows and the letters alone; a row that can be chosen comes before one
//! that cannot and fits as well.

use super::screen::ChoiceRow;

/// The rows that fit what was typed, the best first; all in their order while nothing is typed.
pub fn best_first<'a>(rows: &'a [ChoiceRow], typed: &str) -> Vec<&'a ChoiceRow> {
    let mut found: Vec<(Fit, bool, &ChoiceRow)> =
        rows.iter().filter_map(|row| Some((fit_of(row, typed)?, row.refusal.is_some(), row))).collect();
    if !typed.is_empty() {
        found.sort_by_key(|(fit, refused, _)| (*fit, *refused));
    }
    found.into_iter().map(|(_, _, row)| row).collect()
}

/// How well a row fits what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is one of its names.
    Whole,
    /// One of its names begins so.
    Begins,
    /// The letters stand in a name in this order, the first of them first.
    Letters,
    /// It stands in it somewhere.
    Within,
}

fn fit_of(row: &ChoiceRow, typed: &str) -> Option<Fit> {
    let label = row.label.to_lowercase();
    let names = || row.found_by.split_whitespace().chain([label.as_str()]);
    // An id is what files say; the words of the screen come before it.
    let mut words = names().filter(|name| !name.contains('.'));
    if names().any(|name| name == typed) {
        Some(Fit::Whole)
    } else if words.any(|name| name.starts_with(typed)) {
        Some(Fit::Begins)
    } else if row.found_by.split_whitespace().next().is_some_and(|initials| in_order(initials, typed)) {
        Some(Fit::Letters)
    } else if row.found_by.contains(typed) || label.contains(typed) {
        Some(Fit::Within)
    } else {
        None
    }
}

/// Whether the letters of `typed` stand in `name` in their order, beginning with its first.
fn in_order(name: &str, typed: &str) -> bool {
    let mut rest = name.chars();
    typed.chars().next() == name.chars().next() && typed.chars().all(|one| rest.any(|other| other == one))
}
