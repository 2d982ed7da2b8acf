//! What screens that are lists share: the view they keep, and what an export of them says of itself.

use std::fmt::Display;

use xxhash_rust::xxh3::xxh3_64;

use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::text::ui::Word;
use crate::tui::desk::{Desk, Sentence};
use crate::tui::export::Export;
use crate::tui::widgets::list::marks::RowId;
use crate::tui::widgets::list::view::{ListColumn, View};

/// 保存的样式. How the operator arranged a list, read once and kept when it changes.
pub(super) struct Kept {
    list: &'static str,
    read: bool,
    changed: bool,
    failure: Option<Sentence>,
}

impl Kept {
    /// The view of a list; lists of one kind share a name.
    pub(super) fn new(list: &'static str) -> Self {
        Kept { list, read: false, changed: false, failure: None }
    }

    /// Takes over a view the person chose.
    pub(super) fn change(&mut self, view: &mut View, chosen: View) {
        self.changed |= *view != chosen;
        *view = chosen;
    }

    /// Reads what was kept, or keeps what was chosen.
    pub(super) fn settle(&mut self, desk: &dyn Desk, view: &mut View) {
        let done = if std::mem::take(&mut self.changed) {
            desk.save_view(self.list, view)
        } else if self.read {
            return;
        } else {
            desk.view(self.list).map(|kept| *view = kept.unwrap_or_default())
        };
        self.read = true;
        self.failure = done.err();
    }

    /// Why the view could not be read or kept.
    pub(super) fn note(&self) -> Option<Sentence> {
        self.failure.clone()
    }
}

/// What a row is, from the texts and numbers that tell it apart.
pub(super) fn identity(texts: &[&dyn Display], numbers: impl Iterator<Item = i64>) -> RowId {
    let mut text = String::new();
    for one in texts {
        text.push_str(&format!("{one}\n"));
    }
    for one in numbers {
        text.push_str(&format!("{one}\n"));
    }
    i64::from_ne_bytes(xxh3_64(text.as_bytes()).to_ne_bytes())
}

/// Headings of the columns a view shows, and their places among all.
pub(super) fn shown_columns(columns: &[ListColumn], view: &View) -> (Vec<String>, Vec<usize>) {
    let shown = columns.iter().enumerate().filter(|(_, one)| one.frozen || !view.hidden.contains(one.key));
    shown.map(|(at, one)| (one.column.title.clone(), at)).unzip()
}

/// A file name of a title: letters, digits and dashes, and the day.
pub(super) fn file_name(title: &str, today: BusinessDay) -> String {
    let safe: String = title.chars().map(|one| if one.is_alphanumeric() { one } else { '-' }).collect();
    let safe: String = safe.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let safe: String = safe.chars().take(40).collect();
    format!("{safe}-{today}")
}

/// What a preview says of an export.
pub(super) fn export_facts(export: &Export, rows: usize, sum: Money, marked: bool, lang: Lang) -> Vec<(Word, String)> {
    let which = if marked { Word::MarkedOnly } else { Word::AllShown };
    vec![
        (Word::BatchRows, format!("{rows}  ({})", which.in_lang(lang))),
        (Word::BatchSum, sum.grouped()),
        (Word::BatchColumns, export.header.join("  ")),
        (Word::BatchFile, format!("{}.csv", export.name)),
    ]
}
