//! The terminal a person asked for: our own wire, the stock one, or lines; and what is opened on it.

use std::io::{self, IsTerminal};
use std::time::Duration;

use super::desk::desk;
use super::session::rule_files;
use super::signing::{PasswordSource, seat};
use crate::book::lock::lock_minutes;
use crate::cli::context::{Backend, Context, TerminalArgs};
use crate::cli::failure::Failure;
use crate::cli::keys;
use crate::term::lines::{Lines, Manner};
use crate::term::profile::{Asked, Settings};
use crate::term::stock::Stock;
use crate::term::wire::Wire;
use crate::term::{Code, Key, Terminal};
use crate::text::commands;
use crate::text::lang::Lang;
use crate::text::signing::SigningWord;
use crate::tui::Setting;
use crate::tui::action::{Action, Scope};
use crate::tui::keymap::Keymap;
use crate::tui::theme::Theme;

/// Opens the workstation on the context's book and returns when the person leaves it.
///
/// # Errors
/// A refusal when there is no book; a fault of the terminal.
pub fn workstation(context: &Context) -> Result<(), Failure> {
    let (keymap, notice) = keys::chosen(context)?;
    let mut terminal = terminal(&context.terminal, context.lang, &keymap).map_err(fault)?;
    let context = &Context { lang: language(context, terminal.as_ref()), ..context.clone() };
    let theme = Theme { lines: context.terminal.lines, ..Theme::from_environment() };
    if matches!(context.signing.source, PasswordSource::File(_)) {
        return Err(Failure::Usage(SigningWord::FileOnScreen.in_lang(context.lang).to_owned()));
    }
    let minutes = lock_minutes(&rule_files(context))?;
    let lock_after = Some(Duration::from_secs(u64::from(minutes) * 60));
    let context = &Context { signing: context.signing.on_screen(), ..context.clone() };
    let setting = Setting { lang: context.lang, keymap, notice, theme, lock_after };
    let _seat = seat(context)?;
    crate::tui::run_with(desk(context)?, setting, terminal.as_mut())
        .map_err(|what| Failure::Fault { what, context: "tty".into() })
}

/// Opens the key test, which needs no book.
///
/// # Errors
/// A fault of the terminal, or of a key file.
pub fn key_test(context: &Context) -> Result<(), Failure> {
    let (keymap, _) = keys::chosen(context)?;
    let mut terminal = terminal(&context.terminal, context.lang, &keymap).map_err(fault)?;
    let lang = language(context, terminal.as_ref());
    crate::tui::alone::key_test(&keymap, lang, context.now.today, terminal.as_mut()).map_err(fault)
}

fn fault(error: io::Error) -> Failure {
    Failure::io("tty", &error)
}

/// English where Han cannot be drawn and nobody asked for a language.
fn language(context: &Context, terminal: &dyn Terminal) -> Lang {
    if context.lang_chosen || terminal.shows('三') { context.lang } else { Lang::En }
}

fn terminal(args: &TerminalArgs, lang: Lang, keymap: &Keymap) -> io::Result<Box<dyn Terminal>> {
    if args.plain {
        return Ok(Box::new(lines(args, lang, keymap)?));
    }
    Ok(match args.backend {
        Backend::Crossterm => Box::new(Stock::new()?),
        Backend::Wire => {
            let asked = Asked { term: args.term.clone(), charset: args.charset };
            Box::new(Wire::new(Settings::from_environment(&asked))?)
        }
    })
}

fn lines(args: &TerminalArgs, lang: Lang, keymap: &Keymap) -> io::Result<Lines> {
    let asked = Asked { term: args.term.clone(), charset: args.charset };
    let palette = keymap.keys(Scope::Global, Action::Palette);
    let single = palette.iter().filter_map(|strokes| strokes.keys().first().filter(|_| strokes.keys().len() == 1));
    // In a field a character would be typed.
    let palette = single.max_by_key(|key| !matches!(key.code, Code::Char(_)) || key.ctrl);
    let manner = Manner {
        hint: commands::plain_hint(lang),
        prompt: commands::plain_prompt(lang),
        known: |name| Action::ALL.iter().any(|action| action.is_named(name)),
        unknown: if lang == Lang::Zh {
            |name| commands::no_action(name, Lang::Zh)
        } else {
            |name| commands::no_action(name, Lang::En)
        },
        palette: palette.copied().unwrap_or(Key::plain(Code::F(2))),
        person: io::stdin().is_terminal(),
        charset: Settings::from_environment(&asked).charset,
    };
    Lines::new(io::BufReader::new(io::stdin()), Box::new(io::stdout()), manner)
}
