//! `sanhe keys`: every action with its keys; `--check`: what is wrong with a key file.
//!
//! Invariant: a broken file of the person's own never keeps the workstation from opening.

use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::text::commands::{self, CommandWord};
use crate::text::keys::{KeyFault, own_keys_refused};
use crate::text::lang::Lang;
use crate::tui::action::{Action, Danger, Scope};
use crate::tui::keymap::{Fault, Keymap, Layer, Strokes};

/// Write permission of the group and of others.
const OTHERS_MAY_WRITE: u32 = 0o022;

/// Arguments of `sanhe keys`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Only what can be pressed on this screen (home, calendar, board …)
    #[arg(long, value_name = "SECTION")]
    screen: Option<String>,
    /// Check a key file, your own when none is named, and print its faults
    #[arg(long, value_name = "FILE", num_args = 0..=1, conflicts_with = "screen")]
    #[allow(clippy::option_option)] // absent, without a file, with one
    check: Option<Option<PathBuf>>,
}

/// Prints the keys, or checks a file.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    match &args.check {
        Some(Some(file)) => check(context, file),
        Some(None) => check_own(context),
        None => list(context, args.screen.as_deref()),
    }
}

/// The map this person works with, and what to say when their own file could not be used.
pub(super) fn chosen(context: &Context) -> Result<(Keymap, Option<String>), Failure> {
    let base = base(context)?;
    let Some(file) = context.key_file.as_deref() else { return Ok((base, None)) };
    let shown = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    match own(context, file, &shown) {
        Ok(None) => Ok((base, None)),
        Ok(Some(map)) => Ok((map, None)),
        Err(faults) => {
            let first = faults.first().map_or_else(String::new, |fault| fault.short(context.lang));
            let notice = own_keys_refused(&first, context.lang);
            Ok((base, Some(notice)))
        }
    }
}

fn base(context: &Context) -> Result<Keymap, Failure> {
    let map = context.terminal.keymap.as_deref().map_or_else(Keymap::embedded, Keymap::named);
    map.map_err(|faults| {
        let said: Vec<String> = faults.iter().map(|fault| fault.what.sentence(context.lang)).collect();
        Failure::Usage(said.join("\n"))
    })
}

/// The person's own changes on the map they chose; `None` when they have none.
fn own(context: &Context, file: &Path, shown: &str) -> Result<Option<Keymap>, Vec<Fault>> {
    let whole = |what: KeyFault| vec![Fault { file: shown.to_owned(), line: 1, what }];
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(whole(KeyFault::Unreadable(error.to_string()))),
    };
    let mode = fs::metadata(file).map_or(0, |about| about.permissions().mode());
    if mode & OTHERS_MAY_WRITE != 0 {
        return Err(whole(KeyFault::Unsafe));
    }
    Keymap::changed(context.terminal.keymap.as_deref(), Layer { file: shown, text: &text }).map(Some)
}

fn check_own(context: &Context) -> Result<Answer, Failure> {
    base(context)?;
    let Some(file) = context.key_file.as_deref() else {
        return Err(Failure::Usage(commands::no_book_path(context.lang).to_string()));
    };
    checked(context, file)
}

/// A file named by hand must be there.
fn check(context: &Context, file: &Path) -> Result<Answer, Failure> {
    base(context)?;
    if file.is_file() {
        return checked(context, file);
    }
    let kind = if file.exists() { ErrorKind::IsADirectory } else { ErrorKind::NotFound };
    Err(Failure::io(file.display(), &io::Error::from(kind)))
}

fn checked(context: &Context, file: &Path) -> Result<Answer, Failure> {
    let (lang, shown) = (context.lang, file.display().to_string());
    let (faults, there) = match own(context, file, &shown) {
        Ok(map) => (Vec::new(), map.is_some()),
        Err(faults) => (faults, true),
    };
    let exit = if faults.is_empty() { Exit::Done } else { Exit::Refused };
    let as_json = |fault: &Fault| json!({ "line": fault.line, "reason": fault.what.sentence(lang) });
    Ok(Answer::new(
        context,
        exit,
        || {
            let faults = answers::list(&faults, as_json);
            answers::answer([("file", json!(shown)), ("exists", json!(there)), ("faults", faults)])
        },
        || match (there, faults.is_empty()) {
            (false, _) => commands::no_key_file(&shown, lang),
            (true, true) => commands::key_file_sound(&shown, lang),
            (true, false) => faults.iter().map(|fault| fault.sentence(lang)).collect::<Vec<_>>().join("\n"),
        },
    ))
}

/// An action with its keys in a section.
type Row = (Scope, Action, Vec<Strokes>);

fn list(context: &Context, screen: Option<&str>) -> Result<Answer, Failure> {
    let (map, notice) = chosen(context)?;
    if let Some(notice) = notice {
        super::failure::complain(&notice);
    }
    let rows: Vec<Row> = match screen {
        None => Scope::ALL
            .iter()
            .flat_map(|scope| map.bound(*scope).into_iter().map(move |(action, keys)| (*scope, action, keys)))
            .collect(),
        Some(name) => {
            let scope = Scope::from_code(name).ok_or_else(|| {
                let known: Vec<&str> = Scope::ALL.iter().map(|scope| scope.code()).collect();
                Failure::Usage(commands::no_such_section(name, &known.join(", "), context.lang))
            })?;
            Action::ALL.iter().map(|action| (scope, *action, map.keys(scope, *action))).collect()
        }
    };
    let rows: Vec<Row> = rows.into_iter().filter(|(_, _, keys)| !keys.is_empty()).collect();
    Ok(Answer::new(
        context,
        Exit::Done,
        || {
            answers::answer([
                ("keymap", json!(map.name())),
                ("keys", answers::list(&rows, |row| as_json(row, context.lang))),
            ])
        },
        || listing(&map, &rows, context.lang),
    ))
}

fn as_json((scope, action, keys): &Row, lang: Lang) -> Value {
    json!({
        "section": scope.code(),
        "action": action.id(),
        "title": action.title(lang),
        "group": action.group().code(),
        "initials": action.pinyin(),
        "danger": action.danger().code(),
        "keys": answers::list(keys, |strokes| json!(strokes.written())),
    })
}

fn listing(map: &Keymap, rows: &[Row], lang: Lang) -> String {
    let headings = [
        CommandWord::Screen,
        CommandWord::Group,
        CommandWord::Action,
        CommandWord::Keys,
        CommandWord::Initials,
        CommandWord::ActionId,
        CommandWord::Confirmation,
    ];
    let mut table = Table::new(headings.map(|word| (word.in_lang(lang), Align::Left)));
    for (scope, action, keys) in rows {
        let asks = match action.danger() {
            Danger::None => "",
            Danger::Enter => CommandWord::EnterFirst.in_lang(lang),
            Danger::Figure => CommandWord::FigureFirst.in_lang(lang),
        };
        table.row([
            format!("[{}]", scope.code()),
            action.group().title(lang).to_owned(),
            action.title(lang).to_owned(),
            keys.iter().map(ToString::to_string).collect::<Vec<_>>().join("  "),
            action.pinyin().to_owned(),
            action.id().to_owned(),
            asks.to_owned(),
        ]);
    }
    format!("{}{}{}\n\n{}", CommandWord::KeymapName.in_lang(lang), lang.pick("：", ": "), map.name(), table.render())
}
