//! How 定版式 looks: columns and settings above, what the reading gives below.
//!
//! Invariant: counts, totals and the first fault are always in view, whatever the list is scrolled to.

use crate::book::draft::{LayoutTried, ReadRow};
use crate::text::lang::Lang;
use crate::text::layout::{self, LayoutWord};
use crate::text::mapping::{self, MappingWord};
use crate::text::{messages, terms};
use crate::tui::screens::mapping::Mapping;
use crate::tui::screens::mapping_lines::{Line, is_receipts, said, sign, unit};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::wrap;

/// Rows below the list for what the reading gives; fewer where the window is low.
const BELOW: u16 = 8;
const BELOW_LOW: u16 = 6;
/// Rows of a window that is not low.
const HIGH: u16 = 18;

/// Draws it.
pub(super) fn draw(mapping: &Mapping, canvas: &mut Canvas<'_>, lang: Lang) {
    let tried = &mapping.tried;
    let word = |word: MappingWord| word.in_lang(lang);
    let (units, signs) = (word(unit(tried.draft.unit)), word(sign(tried.draft.sign)));
    let (units, signs) = if is_receipts(tried) { (Some(units), Some(signs)) } else { (None, None) };
    let reads_by = mapping::reads_by(tried.draft.source.code(), tried.draft.header, units, signs, lang);
    canvas.text(0, 0, &reads_by, Role::Title);
    canvas.text_right(0, &tried.draft.name, Role::Head);
    let lines = mapping.lines();
    let cell = |place: usize, row: usize| {
        tried.first_rows.get(row).and_then(|cells| cells.get(place)).cloned().unwrap_or_default()
    };
    let cells = |row: usize| {
        let Some(line) = lines.get(row) else { return Vec::new() };
        let (name, value) = said(line, tried, lang);
        let mut cells = vec![name, value];
        if let Line::Column(place) = line {
            cells.extend((0..3).map(|row| cell(*place, row)));
        }
        cells
    };
    let columns = vec![
        Column::left(word(MappingWord::Item), 22),
        Column::left(word(MappingWord::Meaning), if lang == Lang::Zh { 14 } else { 18 }),
        Column::left(word(MappingWord::First), 20),
        Column::left(word(MappingWord::Second), 0).rank(1),
    ];
    let below = if canvas.height() < HIGH { BELOW_LOW } else { BELOW };
    let height = canvas.height().saturating_sub(1 + below);
    canvas.rows(1, height, |part| {
        Table {
            columns,
            rows: lines.len(),
            cells: &cells,
            cursor: &mapping.at,
            focused: true,
            totals: None,
            cell: None,
            instead: Instead::Empty(""),
        }
        .draw(part)
    });
    canvas.rule(1 + height);
    for (y, (text, role)) in (2 + height..canvas.height()).zip(outcome(mapping, usize::from(canvas.width()), lang)) {
        canvas.text(0, y, &text, role);
    }
}

/// What the reading gives: counts, the file's totals, the first rows as understood, what lacks or is wrong.
fn outcome(mapping: &Mapping, columns: usize, lang: Lang) -> Vec<(String, Role)> {
    let tried = &mapping.tried;
    let mut lines = Vec::new();
    let wrapped = |lines: &mut Vec<(String, Role)>, text: &str, role: Role| {
        lines.extend(wrap(text, columns).into_iter().map(|line| (line, role)));
    };
    if let Some(sentence) = &mapping.failure {
        wrapped(&mut lines, &format!("! {sentence}"), Role::Wrong);
        return lines;
    }
    let lacks = tried.draft.lacks();
    if !lacks.is_empty() {
        lines.push((mapping::lacks(&lacks, lang), Role::Differs));
    } else if let Some(fault) = &tried.fault {
        wrapped(&mut lines, &format!("! {}", messages::rejection(fault, lang).0), Role::Wrong);
    } else {
        read(&mut lines, tried, lang);
    }
    let trial = &tried.trial;
    if let Some(error) = trial.refused.iter().chain(&trial.wrong).chain(&trial.warnings).next() {
        let path = mapping.asked.file.file_name().unwrap_or_default().to_string_lossy();
        wrapped(&mut lines, &format!("! {}", messages::row_error_line(&path, error, lang)), Role::Plain);
    }
    lines
}

fn read(lines: &mut Vec<(String, Role)>, tried: &LayoutTried, lang: Lang) {
    let trial = &tried.trial;
    lines.push((layout::read(trial.rows_read, trial.taken, trial.moved, trial.wrong.len(), lang), Role::Head));
    if trial.controls.is_empty() && trial.refused.is_empty() {
        lines.push((LayoutWord::Unproven.in_lang(lang).to_owned(), Role::Hint));
    }
    // A total that fails is told before those that hold.
    let mut controls: Vec<_> = trial.controls.iter().collect();
    controls.sort_by_key(|control| control.ok);
    for control in controls.into_iter().take(2) {
        let (mark, role) = if control.ok { ("=", Role::Plain) } else { ("<>", Role::Differs) };
        let name = terms::control_name(&control.name, lang);
        lines.push((format!("{name} {} {mark} {}", control.expected, control.actual), role));
    }
    lines.extend(trial.first.iter().map(|row| (row_said(row, lang), Role::Plain)));
}

fn row_said(row: &ReadRow, lang: Lang) -> String {
    let kind = row.kind.map_or("", |kind| terms::kind(kind, lang));
    let method = row.method.map_or("", |method| terms::method(method, lang));
    let what = format!("{kind} {method}");
    let at = format!("{} {}", row.day, row.at);
    mapping::read_row(row.line, (&at, what.trim(), &row.amount.grouped()), &row.number, lang)
}
