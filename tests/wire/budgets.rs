//! Byte budgets of the real screens at 80×24, in Chinese.

use ratatui::buffer::Buffer;
use sanhe::term::paint::Painter;
use sanhe::term::profile::{Asked, Profile, Settings};
use sanhe::term::{Input, Key};
use sanhe::text::lang::Lang;

use crate::fake::{Book, FakeDesk, ScriptTerminal, Step};

/// Xterm over the network, as its users have it.
pub(crate) fn settings() -> Settings {
    Settings::settle(&Asked { term: Some("xterm".into()), charset: None }, |_| None)
}

fn steps(script: &str) -> Vec<Step> {
    script.split_whitespace().map(|word| Step::Input(Input::Key(Key::parse(word).unwrap()))).collect()
}

/// The frames after each key, the first before any, with their cursors.
fn frames(script: &str) -> Vec<(Buffer, Option<(u16, u16)>)> {
    let words: Vec<&str> = script.split_whitespace().collect();
    let upto = |count: usize| {
        let mut steps = steps(&words[..count].join(" "));
        steps.push(Step::Input(Input::Resize));
        let mut terminal = ScriptTerminal::new((80, 24), steps);
        sanhe::tui::run(Box::new(FakeDesk::new(Book::Full)), Lang::Zh, &mut terminal).unwrap();
        (terminal.frames.last().unwrap().clone(), terminal.cursor)
    };
    (0..=words.len()).map(upto).collect()
}

/// Bytes of the last key of a script, and what they were.
fn last_key(profile: Profile, script: &str) -> (usize, String) {
    let mut painter = Painter::new(Settings { profile, ..settings() });
    let mut out = Vec::new();
    for (frame, cursor) in frames(script) {
        out.clear();
        painter.paint(&frame, cursor, &mut out);
    }
    (out.len(), String::from_utf8_lossy(&out).replace('\x1b', "^"))
}

const LIST: &str = "1 down enter enter pagedown";

#[test]
fn keys_cost_no_more_than_agreed() {
    for profile in [Profile::XTERM, Profile::SCREEN, Profile::LINUX, Profile::VT100] {
        for (what, script, most) in [
            ("cursor down", format!("{LIST} down"), 40),
            ("cursor up", format!("{LIST} down down up"), 40),
            ("page down", format!("{LIST} pagedown"), 2_400),
            ("cursor in the differences", "3 down".to_owned(), 40),
            ("cursor at home", "down".to_owned(), 40),
            ("a letter typed", "2 a b".to_owned(), 12),
            ("a Han typed", "2 a 微".to_owned(), 16),
            ("a Han taken back", "2 微 信 backspace".to_owned(), 16),
            ("a letter in a form", "3 f7 a b".to_owned(), 12),
            ("a Han in a form", "3 f7 a 微".to_owned(), 16),
            ("a letter in a full box", "3 f7 1 2 3 4 5 6 7 8 9 0 1 2 3 4".to_owned(), 12),
            ("next field", "3 f7 tab".to_owned(), 240),
            ("a form opened", "3 f7".to_owned(), 2_400),
            ("a list opened", LIST.to_owned(), 2_400),
            ("back", format!("{LIST} esc"), 2_400),
            ("scroll a text", "3 enter f11 down".to_owned(), 240),
            ("menu", "3 f10".to_owned(), 2_400),
            ("palette", "3 ctrl-p".to_owned(), 2_400),
            ("a letter in the palette", "3 ctrl-p d".to_owned(), 2_400),
            ("a letter sought", "3 > j k".to_owned(), 40),
        ] {
            let (bytes, out) = last_key(profile, &script);
            println!("{:6} {what}: {bytes} B", profile.name);
            assert!(bytes <= most, "{} {what}: {bytes} B over {most} B: {out}", profile.name);
        }
    }
}

#[test]
fn a_frame_without_change_costs_nothing() {
    let mut painter = Painter::new(settings());
    let (frame, cursor) = frames(LIST).pop().unwrap();
    let mut out = Vec::new();
    painter.paint(&frame, cursor, &mut out);
    out.clear();
    painter.paint(&frame, cursor, &mut out);
    assert!(out.is_empty());
}

#[test]
fn the_first_frame_is_cheap() {
    for profile in Profile::ALL {
        let mut painter = Painter::new(Settings { profile, ..settings() });
        let (frame, cursor) = frames("").pop().unwrap();
        let mut out = Vec::new();
        painter.enter(&mut out);
        painter.paint(&frame, cursor, &mut out);
        println!("{:6} first frame: {} B", profile.name, out.len());
        assert!(out.len() <= 2_800, "{}: {} B", profile.name, out.len());
    }
}
