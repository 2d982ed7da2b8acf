//! What every command shares: book, person, language, date, form of output.
//!
//! Invariant: the only place of the command line that reads the clock and the environment.

use std::env;
use std::path::{Path, PathBuf};

use chrono::{FixedOffset, Utc};
use clap::Args;
use directories::ProjectDirs;

use super::backend::{CopyTrouble, Signing};
use super::failure::Failure;
use crate::domain::day::BusinessDay;
use crate::domain::journal::Now;
use crate::domain::rejection::Rejection;
use crate::term::charset::Charset;
use crate::text::commands;
use crate::text::lang::Lang;

/// Seconds the house's zone is ahead of UTC: +08:00, fixed in code because a remote session may bring another.
const ZONE_SECONDS: i32 = 8 * 3600;

/// Arguments every command takes.
#[derive(Args, Clone, Debug, Default)]
pub struct GlobalArgs {
    /// The book; else $SANHE_BOOK, else book.sqlite in the user data directory.
    #[arg(long, global = true, value_name = "PATH")]
    pub book: Option<PathBuf>,
    /// Act as this operator, who must be bound to your system account.
    #[arg(long = "as", global = true, value_name = "OPERATOR")]
    pub acting_as: Option<String>,
    /// Language of the output, zh or en; else $SANHE_LANG, else the locale.
    #[arg(long, global = true, value_name = "zh|en", value_parser = parse_lang)]
    pub lang: Option<Lang>,
    /// Print the answer as JSON.
    #[arg(long, global = true)]
    pub json: bool,
    /// Take this for today's business date (rehearsal; journalled when used for writing).
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    pub today: Option<BusinessDay>,
    /// File with the signing password on its first line, yours alone (0600): for night jobs.
    #[arg(long, global = true, value_name = "PATH")]
    pub password_file: Option<PathBuf>,
    /// How the workstation meets its terminal.
    #[command(flatten)]
    pub terminal: TerminalArgs,
}

/// 终端. How the workstation meets its terminal.
#[derive(Args, Clone, Debug, Default)]
pub struct TerminalArgs {
    /// Who talks to the terminal: our own wire, or crossterm as a way out.
    #[arg(long, global = true, value_enum, default_value_t)]
    pub backend: Backend,
    /// Bytes of the terminal; else what the locale names.
    #[arg(long, global = true, value_name = "utf-8|gb18030|gbk", value_parser = parse_charset)]
    pub charset: Option<Charset>,
    /// What the terminal is (xterm, screen, linux, vt100, gbk); else $TERM.
    #[arg(long, global = true, value_name = "NAME")]
    pub term: Option<String>,
    /// Draw rules as lines where the terminal gives a line one cell; else in ASCII.
    #[arg(long, global = true)]
    pub lines: bool,
    /// Line by line, for screen readers and logs: no cursor, no colours; commands by key name, number or name.
    #[arg(long, global = true, conflicts_with = "backend")]
    pub plain: bool,
    /// Keys of the workstation (default, 5250, vim, yonyou); else $SANHE_KEYMAP.
    #[arg(long, global = true, value_name = "NAME")]
    pub keymap: Option<String>,
}

/// Who talks to the terminal.
#[derive(clap::ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Backend {
    /// Our own: few bytes, all keys, any character set.
    #[default]
    Wire,
    /// The stock one, in UTF-8 only.
    Crossterm,
}

/// 时钟. Business date and UTC of this moment; of the day given in a rehearsal.
pub type Clock = fn(Option<BusinessDay>) -> Now;

/// 环境. The arguments and surroundings of one run, settled.
#[derive(Clone, Debug)]
pub struct Context {
    /// The book's file.
    pub book: PathBuf,
    /// The house's own rule files, which override the embedded ones.
    pub data_directory: PathBuf,
    /// Operator asked for with `--as`.
    pub operator: Option<String>,
    /// Language of the output.
    pub lang: Lang,
    /// Whether JSON is asked for.
    pub json: bool,
    /// Business date and UTC.
    pub now: Now,
    /// How the workstation meets its terminal.
    pub terminal: TerminalArgs,
    /// Whether the language was asked for, not guessed from the locale.
    pub lang_chosen: bool,
    /// The clock, asked again for every act; a test hands in one that stands still.
    pub clock: Clock,
    /// The person's own keys, laid on the map chosen; `None` when no user data directory is known.
    pub key_file: Option<PathBuf>,
    /// How acts are signed.
    pub signing: Signing,
    /// What became of the copies made beside the work.
    pub copies: CopyTrouble,
    /// 收发目录: the one folder files come from, where the session came in by the door.
    pub inbox: Option<PathBuf>,
}

impl Context {
    /// Settles the arguments against the environment.
    ///
    /// # Errors
    /// [`Failure::Usage`] when `$SANHE_LANG` is no language or no place for the book is known.
    pub fn new(global: &GlobalArgs) -> Result<Context, Failure> {
        let lang = language(global)?;
        let book = match global.book.clone().or_else(|| variable("SANHE_BOOK").map(PathBuf::from)) {
            Some(path) => path,
            None => user_directory(lang)?.join("book.sqlite"),
        };
        let data_directory = data_directory(&book);
        let operator = global.acting_as.clone();
        let (now, mut terminal) = (now_of(global.today), global.terminal.clone());
        terminal.keymap = terminal.keymap.or_else(|| variable("SANHE_KEYMAP"));
        let key_file = user_directory(lang).ok().map(|directory| directory.join("keymap.toml"));
        let lang_chosen = global.lang.is_some() || variable("SANHE_LANG").is_some();
        let (json, clock) = (global.json, now_of as Clock);
        let signing = Signing::of(global.password_file.clone());
        let copies = CopyTrouble::default();
        Ok(Context {
            book,
            data_directory,
            operator,
            lang,
            json,
            now,
            clock,
            terminal,
            key_file,
            lang_chosen,
            signing,
            copies,
            inbox: None,
        })
    }

    /// The same run on another book.
    #[must_use]
    pub fn with_book(&self, book: PathBuf) -> Context {
        Context { data_directory: data_directory(&book), book, ..self.clone() }
    }

    /// The time it is now; in a rehearsal the day stays the one given.
    #[must_use]
    pub fn moment(&self) -> Now {
        (self.clock)(Some(self.now.today).filter(|_| self.now.rehearsal))
    }

    /// Where a demonstration book goes when nothing else is said.
    ///
    /// # Errors
    /// [`Failure::Usage`] when no user data directory is known.
    pub fn demo_directory(&self) -> Result<PathBuf, Failure> {
        user_directory(self.lang).map(|directory| directory.join("demo"))
    }
}

/// `--day D`, or `--from A --to B`.
#[derive(Args, Clone, Debug, Default)]
pub struct DayArgs {
    /// One business day.
    #[arg(long, value_name = "DAY", value_parser = parse_day, conflicts_with_all = ["from", "to"])]
    pub day: Option<BusinessDay>,
    /// First day of a range.
    #[arg(long, value_name = "DAY", value_parser = parse_day, requires = "to")]
    pub from: Option<BusinessDay>,
    /// Last day of the range.
    #[arg(long, value_name = "DAY", value_parser = parse_day, requires = "from")]
    pub to: Option<BusinessDay>,
}

impl DayArgs {
    /// First and last day asked for; `None` when none is.
    ///
    /// # Errors
    /// [`Rejection::BadRange`] when the first day is after the last.
    pub fn range(&self) -> Result<Option<(BusinessDay, BusinessDay)>, Failure> {
        let range = self.day.map(|day| (day, day)).or(self.from.zip(self.to));
        match range {
            Some((from, to)) if from > to => Err(Rejection::BadRange(format!("{from} … {to}")).into()),
            Some(_) | None => Ok(range),
        }
    }
}

/// Reads a day of an argument.
///
/// # Errors
/// A sentence when it is no date.
pub fn parse_day(text: &str) -> Result<BusinessDay, String> {
    BusinessDay::parse(text).ok_or_else(|| "no such date; write it as 2026-03-04".into())
}

fn parse_charset(text: &str) -> Result<Charset, String> {
    Charset::parse(text).ok_or_else(|| format!("write one of {}", Charset::NAMES.join(", ")))
}

fn parse_lang(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| "write zh or en".into())
}

/// The language to complain in before the arguments are settled.
pub fn language_or_default(global: &GlobalArgs) -> Lang {
    language(global).unwrap_or_else(|_| locale_language())
}

fn language(global: &GlobalArgs) -> Result<Lang, Failure> {
    if let Some(lang) = global.lang {
        return Ok(lang);
    }
    match variable("SANHE_LANG") {
        None => Ok(locale_language()),
        Some(text) => {
            Lang::parse(&text).ok_or_else(|| Failure::Usage(commands::bad_language(&text, locale_language())))
        }
    }
}

fn locale_language() -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable).unwrap_or_default();
    Lang::from_locale(&locale)
}

/// An environment variable; one that is empty or not text counts as absent.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn user_directory(lang: Lang) -> Result<PathBuf, Failure> {
    ProjectDirs::from("", "", "sanhe")
        .map(|directories| directories.data_dir().to_path_buf())
        .ok_or_else(|| Failure::Usage(commands::no_book_path(lang).to_string()))
}

/// `$SANHE_DATA`, else `<book>.data` beside the book.
fn data_directory(book: &Path) -> PathBuf {
    variable("SANHE_DATA").map_or_else(
        || {
            let mut beside = book.as_os_str().to_os_string();
            beside.push(".data");
            beside.into()
        },
        PathBuf::from,
    )
}

fn now_of(today: Option<BusinessDay>) -> Now {
    let utc = Utc::now();
    let here =
        FixedOffset::east_opt(ZONE_SECONDS).map_or(utc.date_naive(), |zone| utc.with_timezone(&zone).date_naive());
    Now {
        utc: utc.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        today: today.unwrap_or(BusinessDay::from_date(here)),
        rehearsal: today.is_some(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn days(day: Option<&str>, from: Option<&str>, to: Option<&str>) -> DayArgs {
        let parse = |text: Option<&str>| text.map(|text| parse_day(text).unwrap());
        DayArgs { day: parse(day), from: parse(from), to: parse(to) }
    }

    #[test]
    fn ranges_are_one_day_or_two_in_order() {
        for (asked, expected) in [
            (days(None, None, None), Ok(None)),
            (days(Some("2026-03-04"), None, None), Ok(Some("2026-03-04/2026-03-04"))),
            (days(None, Some("2026-03-02"), Some("2026-03-04")), Ok(Some("2026-03-02/2026-03-04"))),
            (days(None, Some("2026-03-04"), Some("2026-03-02")), Err("2026-03-04 … 2026-03-02")),
        ] {
            let found = asked.range().map(|range| range.map(|(from, to)| format!("{from}/{to}")));
            let expected = expected
                .map(|range| range.map(str::to_string))
                .map_err(|range| Failure::Rejection(Rejection::BadRange(range.into())));
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn the_house_files_stand_beside_the_book() {
        if variable("SANHE_DATA").is_none() {
            assert_eq!(data_directory(Path::new("/srv/a/book.sqlite")), PathBuf::from("/srv/a/book.sqlite.data"));
        }
    }

    #[test]
    fn a_given_date_makes_a_rehearsal() {
        let given = now_of(BusinessDay::parse("2026-03-05"));
        assert!(given.rehearsal && given.today.to_string() == "2026-03-05" && given.utc.ends_with('Z'));
        assert!(!now_of(None).rehearsal);
    }
}
