//! `sanhe doctor`: what is known of the terminal, its keys and the book's place, as plain text for support.
//!
//! Invariant: reads and writes nothing of the book, and names no person: a home directory is printed as `~`.

use std::env;
use std::io::{self, IsTerminal};

use serde_json::{Map, Value, json};

use super::backend;
use super::context::Context;
use super::deployment::Deployment;
use super::deployment::checks::{self, Verdict};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use crate::term::charset::Charset;
use crate::term::profile::{Asked, Depth, Profile, Settings};
use crate::term::sounding::{Sounding, sound};
use crate::term::width::{Doubtful, columns};
use crate::text::commands;
use crate::text::deployment;
use crate::text::doctor::{self, Check, Found};
use crate::text::lang::Lang;

/// The smallest window the workstation works in.
const LEAST: (u16, u16) = (64, 18);
const LOCALES: [&str; 3] = ["LC_ALL", "LC_CTYPE", "LANG"];

/// Arguments of `sanhe doctor`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Test keys: shows the name, the bytes and the meaning of each key pressed; Esc twice leaves
    #[arg(long)]
    keys: bool,
    /// Check the standard deployment instead: who may reach the book, and how
    #[arg(long, conflicts_with = "keys")]
    deployment: bool,
    /// What is deployed
    #[command(flatten)]
    deployed: Deployment,
}

/// One line of the report.
struct Line {
    code: &'static str,
    check: Check,
    text: String,
    value: Value,
}

/// Prints the report, or opens the key test.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    if args.keys {
        if !super::workstation::on_terminal() {
            return Err(Failure::Usage(commands::no_terminal(context.lang).to_string()));
        }
        backend::key_test(context)?;
        return Ok(Answer::silent());
    }
    if args.deployment {
        return Ok(of_deployment(context, &args.deployed));
    }
    let asked = Asked { term: context.terminal.term.clone(), charset: context.terminal.charset };
    let settings = Settings::from_environment(&asked);
    let found = if io::stdin().is_terminal() { sound(&settings).ok() } else { None };
    let mut lines = of_settings(&asked, &settings, context.lang);
    lines.extend(of_terminal(&settings, found, context.lang));
    lines.extend(of_surroundings(&settings, context));
    let object =
        || -> Map<String, Value> { lines.iter().map(|line| (line.code.to_string(), line.value.clone())).collect() };
    let json = || answers::answer([("doctor", Value::Object(object()))]);
    Ok(Answer::new(context, Exit::Done, json, || listing(&lines, context.lang)))
}

/// Every rule of the deployment; exit 1 unless all hold.
fn of_deployment(context: &Context, deployed: &Deployment) -> Answer {
    let findings = checks::look(deployed);
    let bad = findings.iter().filter(|finding| matches!(finding.verdict, Verdict::Bad(_))).count();
    let unseen = findings.iter().filter(|finding| matches!(finding.verdict, Verdict::Unseen(_))).count();
    let exit = if bad + unseen == 0 { Exit::Done } else { Exit::Refused };
    let lang = context.lang;
    let told = || {
        let line = |finding: &checks::Finding| match &finding.verdict {
            Verdict::Good => deployment::finding(finding.rule, Some(true), "", lang),
            Verdict::Bad(found) => deployment::finding(finding.rule, Some(false), found, lang),
            Verdict::Unseen(why) => deployment::finding(finding.rule, None, why, lang),
        };
        let lines: Vec<String> = findings.iter().map(line).collect();
        format!("{}\n{}", lines.join("\n"), deployment::verdict(bad, unseen, lang))
    };
    Answer::new(context, exit, || answers::answer([("rules", answers::list(&findings, checks::as_json))]), told)
}

fn listing(lines: &[Line], lang: Lang) -> String {
    let widest = lines.iter().map(|line| columns(line.check.in_lang(lang))).max().unwrap_or(0);
    let shown = |line: &Line| {
        let label = line.check.in_lang(lang);
        format!("{label}{}  {}", " ".repeat(widest - columns(label)), line.text)
    };
    lines.iter().map(shown).collect::<Vec<_>>().join("\n")
}

fn line(code: &'static str, check: Check, text: impl Into<String>, value: impl Into<Value>) -> Line {
    Line { code, check, text: text.into(), value: value.into() }
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// What is settled before the terminal is asked.
fn of_settings(asked: &Asked, settings: &Settings, lang: Lang) -> Vec<Line> {
    let term = asked.term.clone().or_else(|| variable("TERM"));
    let known_by = Profile::known(term.as_deref().unwrap_or_default()).map(|(start, _)| start);
    let profile = settings.profile;
    let named = |name: &&&str| variable(name).is_some();
    let locale = LOCALES.iter().find(named).map(|name| format!("{name}={}", variable(name).unwrap_or_default()));
    let from_locale = locale.as_deref().filter(|locale| Charset::of_locale(locale).is_some());
    let charset = settings.charset.name();
    let colours = match (variable("NO_COLOR"), profile.depth) {
        (Some(_), _) => (Found::NoColourAsked.in_lang(lang), 0),
        (None, Depth::Mono) => (Found::NoColours.in_lang(lang), 0),
        (None, Depth::Eight) => ("8", 8),
        (None, Depth::Sixteen) => ("16", 16),
    };
    let unset = Found::NotSet.in_lang(lang).to_owned();
    let han = if profile.han { Found::Drawn } else { Found::NotDrawn };
    let paste = if profile.paste { Found::PasteWhole } else { Found::PasteKeys };
    vec![
        line("version", Check::Version, env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_VERSION")),
        line("term", Check::Terminal, format!("TERM={}", term.clone().unwrap_or(unset.clone())), term.clone()),
        line(
            "profile",
            Check::Profile,
            doctor::profile_reason(profile.name, asked.term.is_some(), known_by, lang),
            json!({ "name": profile.name, "known_by": known_by, "asked": asked.term.is_some() }),
        ),
        line(
            "charset",
            Check::Charset,
            doctor::charset_reason(charset, asked.charset.is_some(), from_locale, lang),
            charset,
        ),
        line("locale", Check::Locale, locale.clone().unwrap_or(unset), locale),
        line("colours", Check::Colours, colours.0, colours.1),
        line("han", Check::Han, han.in_lang(lang), profile.han),
        line("bracketed_paste", Check::Paste, paste.in_lang(lang), profile.paste),
    ]
}

/// What the terminal itself says.
fn of_terminal(settings: &Settings, found: Option<Sounding>, lang: Lang) -> Vec<Line> {
    let Some(found) = found else {
        let nobody = Found::NoTerminal.in_lang(lang);
        return vec![line("size", Check::Size, nobody, Value::Null)];
    };
    let size =
        found.size.map(|(columns, rows)| doctor::size(columns, rows, columns >= LEAST.0 && rows >= LEAST.1, lang));
    let silent = if settings.profile.reports { Found::NoAnswer } else { Found::NotAsked }.in_lang(lang);
    let micros = found.round_trip.map(|time| time.as_micros());
    let doubtful = match (settings.doubtful, found.doubtful) {
        (Doubtful::Unknown, Doubtful::Unknown) => (silent, Value::Null),
        (Doubtful::Wide, _) | (_, Doubtful::Wide) => (Found::TwoCells.in_lang(lang), 2.into()),
        (_, Doubtful::Narrow) | (Doubtful::Narrow, _) => (Found::OneCell.in_lang(lang), 1.into()),
    };
    let cells = found.size.map(|(columns, rows)| json!({ "columns": columns, "rows": rows }));
    let trip = micros.map_or(silent.to_owned(), |micros| doctor::milliseconds(micros, lang));
    let micros = micros.and_then(|micros| u64::try_from(micros).ok());
    vec![
        line("size", Check::Size, size.unwrap_or(Found::Unknown.in_lang(lang).to_owned()), cells),
        line("doubtful_cells", Check::Doubtful, doubtful.0, doubtful.1),
        line("round_trip_microseconds", Check::RoundTrip, trip, micros),
    ]
}

/// What lies between, how long Esc waits, and where the book stands.
fn of_surroundings(settings: &Settings, context: &Context) -> Vec<Line> {
    let lang = context.lang;
    let present = |names: &[&str]| names.iter().any(|name| variable(name).is_some());
    let between = [("tmux", &["TMUX"][..]), ("screen", &["STY"]), ("ssh", &["SSH_CONNECTION", "SSH_TTY"])];
    let between: Vec<&str> = between.iter().filter(|(_, names)| present(names)).map(|(name, _)| *name).collect();
    let shown = if between.is_empty() { Found::Direct.in_lang(lang).to_owned() } else { between.join(", ") };
    let (book, last_copy) = (backend::book_place(context), backend::last_copy(context));
    vec![
        line("between", Check::Within, shown, between),
        line(
            "esc_hold_milliseconds",
            Check::Hold,
            format!("{} {}", settings.hold_ms, lang.pick("毫秒", "ms")),
            settings.hold_ms,
        ),
        line("keys", Check::Keys, Found::KeysHint.in_lang(lang), "sanhe doctor --keys"),
        line("book", Check::Book, book.text(lang), book.as_json()),
        line(
            "last_copy",
            Check::Copies,
            last_copy.clone().unwrap_or(Found::NoBook.in_lang(lang).to_owned()),
            last_copy,
        ),
    ]
}
