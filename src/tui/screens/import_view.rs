//! How the import looks: the picker, and a file's report.
//!
//! Invariant: every count of the report is printed, zero or not, so nothing is left out silently.

use crate::domain::import::{Control, FileReport, Outcome, RowError};
use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::text::mapping::MappingWord;
use crate::text::ui::{self, Word};
use crate::text::{mapping, messages, terms};
use crate::tui::desk::ReadAs;
use crate::tui::screen::Ctx;
use crate::tui::screens::import::{self, Import, Stage};
use crate::tui::screens::reader::TextLine;
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::{Align, cut, cut_middle, fit, wrap};

/// Columns before the names: the cursor, a mark, a blank.
const MARGIN: usize = 3;

/// Draws the stage the import is at.
pub(super) fn draw(import: &Import, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
    let lang = ctx.lang;
    match &import.stage {
        Stage::Pick => draw_picker(import, canvas, ctx),
        Stage::Preview(report) => draw_report(import, canvas, report, lang, false),
        Stage::Done(report) => draw_report(import, canvas, report, lang, true),
        Stage::Files(files) => files.draw(canvas, ctx),
    }
}

fn draw_picker(import: &Import, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
    let lang = ctx.lang;
    let mark = if import.in_field { ">" } else { "-" };
    let label = format!("{mark} {}: ", Word::Path.in_lang(lang));
    canvas.text(0, 0, &label, Role::Head);
    let x = u16::try_from(crate::tui::widgets::text::width(&label)).unwrap_or(0);
    import.field.draw(canvas, x, 0, import.in_field);
    canvas.text(2, 1, &ctx.says(Word::ImportHint), Role::Hint);
    let whole = import.folder.canonicalize().unwrap_or_else(|_| import.folder.clone());
    let shown = if import.folder.as_os_str() == "." { whole } else { import.folder.clone() };
    if import.read_as != ReadAs::default() {
        let day = import.read_as.day.map_or_else(String::new, |day| day.to_string());
        let said = mapping::read_as(import.read_as.account.as_deref().unwrap_or(""), &day, lang);
        canvas.text(2, 2, &said, Role::Head);
    }
    let room = usize::from(canvas.width()).saturating_sub(10);
    let folder = cut_middle(&shown.display().to_string(), room);
    canvas.text(0, 3, &format!("{} {folder}", Word::Folder.in_lang(lang)), Role::Head);
    let rows = import.listed.ready().map_or(&[][..], Vec::as_slice);
    let columns = vec![Column::left(Word::Name.in_lang(lang), 0), Column::right(Word::Size.in_lang(lang), 14)];
    let cells = |row: usize| {
        rows.get(row).map_or_else(Vec::new, |name| match name.bytes {
            None => vec![format!("{}/", name.name), String::new()],
            Some(bytes) => vec![name.name.clone(), bytes.to_string()],
        })
    };
    let empty = ctx.says(Word::EmptyFolder);
    let instead = import.listed.failure().map_or(Instead::Empty(&empty), Instead::Failed);
    let marked = import.marked.len();
    if marked > 0 {
        let y = canvas.height().saturating_sub(1);
        canvas.text(2, y, &ctx.with_keys(&ui::files_marked(marked, lang)), Role::Hint);
    }
    let height = canvas.height().saturating_sub(4 + u16::from(marked > 0));
    let (from, to) = canvas.rows(4, height, |part| {
        let focused = !import.in_field;
        Table {
            columns,
            rows: rows.len(),
            cells: &cells,
            cursor: &import.at,
            focused,
            totals: None,
            cell: None,
            instead,
        }
        .draw_behind(part, MARGIN)
    });
    for (y, row) in (5..).zip(&rows[from..to]) {
        if import.marked.contains(&row.path) {
            canvas.text(1, y, "*", Role::Chosen);
        }
    }
}

fn draw_report(import: &Import, canvas: &mut Canvas<'_>, report: &FileReport, lang: Lang, done: bool) {
    let columns = usize::from(canvas.width());
    let mut lines = Vec::new();
    facts(&mut lines, report, (lang, columns), done);
    counts(&mut lines, report, lang);
    controls(&mut lines, &report.controls, lang, columns);
    problems(&mut lines, Word::Errors, &report.errors, lang, columns);
    problems(&mut lines, Word::Warnings, &report.warnings, lang, columns);
    let title = if done { Word::DoneTitle } else { Word::PreviewTitle };
    canvas.text(0, 0, title.in_lang(lang), Role::Title);
    let next = match (done, report.outcome, import::days_to_reconcile(report)) {
        (false, Outcome::Imported, _) => Word::EnterToImport,
        (false, Outcome::Known, _) => Word::AlreadyKnown,
        (false, Outcome::Refused, _) => Word::FileRefused,
        (true, _, Some(_)) => Word::EnterToReconcile,
        (true, _, None) => import::nothing_to_reconcile(report),
    };
    let next = match () {
        () if done => next.in_lang(lang),
        () if import::is_unknown(report) => MappingWord::EnterToMap.in_lang(lang),
        () if import::lacks_said(report) => MappingWord::EnterToSay.in_lang(lang),
        () => next.in_lang(lang),
    };
    canvas.text_right(0, next, Role::Head);
    let height = canvas.height().saturating_sub(1);
    canvas.rows(1, height, |part| import.scroll.draw(part, &lines));
}

fn facts(lines: &mut Vec<TextLine>, report: &FileReport, (lang, columns): (Lang, usize), done: bool) {
    const LABEL: usize = 10;
    let mut fact = |word: Word, text: String, role: Role| {
        let label = fit(word.in_lang(lang), LABEL, Align::Left);
        lines.push((format!("{label} {}", cut_middle(&text, columns.saturating_sub(LABEL + 1))), role));
    };
    let unknown = || Word::Unknown.in_lang(lang).to_owned();
    fact(Word::File, report.path.clone(), Role::Plain);
    let format = if report.format.is_empty() { unknown() } else { report.format.clone() };
    let side = report.source_code().map_or_else(unknown, |_| terms::source(report.side, lang).to_owned());
    let encoding = report.encoding.map_or_else(unknown, |encoding| encoding.code().to_owned());
    let encoding_word = Word::Encoding.in_lang(lang);
    fact(Word::Format, format!("{format} ({side})  {encoding_word} {encoding}"), Role::Plain);
    let foretold = report.outcome == Outcome::Imported && !done;
    let word = if foretold { Word::WouldImport.in_lang(lang) } else { terms::outcome(report.outcome, lang) };
    let mut outcome = vec![word.to_owned()];
    outcome.extend(report.days.map(|(from, to)| ui::days_touched(&from.to_string(), &to.to_string(), lang)));
    outcome.extend(report.known_since.as_ref().map(|(at, by)| ui::known_since(at, by, lang)));
    for part in report.accounts.iter().flatten() {
        let days = ui::days_touched(&part.from.to_string(), &part.to.to_string(), lang);
        fact(Word::Account, format!("{} {}  {days}", part.account, part.currency), Role::Plain);
        let shown = |money: Option<Money>| money.map_or_else(|| "-".to_owned(), Money::grouped);
        fact(Word::Balances, format!("{} → {}", shown(part.opening), shown(part.closing)), Role::Plain);
    }
    let refused = report.outcome == Outcome::Refused;
    let mark = if refused { "! " } else { "" };
    let role = if refused { Role::Wrong } else { Role::Head };
    fact(Word::Outcome, format!("{mark}{}", outcome.join("  ")), role);
}

fn counts(lines: &mut Vec<TextLine>, report: &FileReport, lang: Lang) {
    let counts = [
        (Word::RowsRead, report.rows_read),
        (Word::New, report.imported),
        (Word::Known, report.known),
        (Word::Changed, report.changed),
        (Word::Quarantined, report.quarantined),
        (Word::ControlRows, report.control_rows),
    ];
    let shown = counts.map(|(word, count)| format!("{} {count}", word.in_lang(lang)));
    lines.push((shown.join("  "), Role::Plain));
    lines.push((String::new(), Role::Plain));
}

fn controls(lines: &mut Vec<TextLine>, controls: &[Control], lang: Lang, columns: usize) {
    lines.push((Word::Controls.in_lang(lang).to_owned(), Role::Head));
    if controls.is_empty() {
        lines.push((format!("  {}", Word::NoControls.in_lang(lang)), Role::Hint));
    }
    for control in controls {
        let (mark, word, role) =
            if control.ok { (" ", Word::Agrees, Role::Plain) } else { ("*", Word::Disagrees, Role::Differs) };
        let text = format!(
            "{mark} {} {} {} {} {} {}",
            fit(terms::control_name(&control.name, lang), 20, Align::Left),
            Word::FileSays.in_lang(lang),
            fit(&control.expected, 15, Align::Right),
            Word::RowsSay.in_lang(lang),
            fit(&control.actual, 15, Align::Right),
            word.in_lang(lang),
        );
        lines.push((cut(&text, columns), role));
    }
}

fn problems(lines: &mut Vec<TextLine>, title: Word, errors: &[RowError], lang: Lang, columns: usize) {
    if errors.is_empty() {
        return;
    }
    lines.push((String::new(), Role::Plain));
    lines.push((format!("{} {}", title.in_lang(lang), errors.len()), Role::Head));
    for error in errors {
        let place =
            if error.line == 0 { Word::WholeFile.in_lang(lang).to_owned() } else { ui::line_number(error.line, lang) };
        let column = if error.column.is_empty() {
            String::new()
        } else {
            format!("  {} {}", Word::Column.in_lang(lang), error.column)
        };
        let excerpt = if error.excerpt.is_empty() { String::new() } else { format!("  [{}]", error.excerpt) };
        lines.push((cut(&format!("! {place}{column}{excerpt}"), columns), Role::Plain));
        for sentence in [messages::row_error(error, lang).as_str(), messages::cure(error.code, lang)] {
            let wrapped = wrap(sentence, columns.saturating_sub(4));
            lines.extend(wrapped.into_iter().map(|line| (format!("    {line}"), Role::Plain)));
        }
    }
}
