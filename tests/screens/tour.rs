//! The screens the README shows, one a job, are those of the demonstration book; `UPDATE=1` writes them anew.

use std::fs;

use sanhe::cli::backend::{self, CopyTrouble, PasswordSource, Signing};
use sanhe::cli::context::{Context, TerminalArgs};
use sanhe::domain::day::BusinessDay;
use sanhe::domain::journal::Now;
use sanhe::text::lang::Lang;
use sanhe::tui::desk::Progress;

use crate::fake::ScriptTerminal;
use crate::real::WEAK;
use crate::{WIDE, steps, text_of};

/// Name of the block, and the keys of the tour that lead to its screen.
const STOPS: [(&str, &str); 3] =
    [("reconcile", "1 pageup down down enter"), ("chase", "7 1 enter"), ("defer", "8 1 down down")];

fn still(_: Option<BusinessDay>) -> Now {
    Now { utc: "2026-03-05T01:02:03Z".into(), today: BusinessDay::parse("2026-03-05").unwrap(), rehearsal: false }
}

/// The frame a script of the tour ends on.
fn frame(context: &Context, script: &str) -> String {
    let mut terminal = ScriptTerminal::new(WIDE, steps(script));
    sanhe::tui::run(backend::desk(context).unwrap(), context.lang, &mut terminal).unwrap();
    let text = text_of(terminal.frames.last().unwrap());
    let lines: Vec<&str> = text.lines().collect();
    // What is empty between the last row and the rule below says nothing.
    let rule = lines.iter().rposition(|line| line.starts_with("---")).unwrap();
    let body = lines[..rule].iter().rposition(|line| !line.is_empty()).unwrap();
    let kept = lines[..=body].iter().chain(&lines[rule..]).filter(|line| !line.is_empty());
    kept.copied().collect::<Vec<_>>().join("\n")
}

#[test]
fn the_screens_of_the_readme_are_those_of_the_tour() {
    let folder = tempfile::tempdir().unwrap();
    let context = |lang| Context {
        book: folder.path().join("book.sqlite"),
        data_directory: folder.path().join("data"),
        operator: Some("李敏".into()),
        lang,
        json: false,
        now: still(None),
        clock: still,
        terminal: TerminalArgs::default(),
        lang_chosen: true,
        key_file: None,
        copies: CopyTrouble::default(),
        inbox: None,
        signing: Signing::new(PasswordSource::Screen, WEAK),
    };
    backend::demo(&context(Lang::Zh), folder.path(), &Progress::default()).unwrap();
    for (path, lang) in [("README.md", Lang::En), ("README.zh-CN.md", Lang::Zh)] {
        let mut text = fs::read_to_string(path).unwrap();
        for (name, script) in STOPS {
            let marker = format!("<!-- screen: {name} -->\n```text\n");
            let from = text.find(&marker).unwrap_or_else(|| panic!("{path}: no {marker}")) + marker.len();
            let to = from + text[from..].find("\n```").unwrap();
            let found = frame(&context(lang), script);
            if std::env::var_os("UPDATE").is_some() {
                text.replace_range(from..to, &found);
            }
            assert_eq!(&text[from..from + found.len()], found, "{path} {name}: UPDATE=1 writes it anew");
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(path, text).unwrap();
        }
    }
}
