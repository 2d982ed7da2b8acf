//! Signing on screen: asked once before what must be signed, set where there is none, locked when left alone.
//!
//! How it looks stands in `tests/screens/every/signing.txt`.

use std::time::Duration;

use sanhe::text::lang::Lang;
use sanhe::tui::Setting;
use sanhe::tui::signing::SigningState;

use crate::fake::signing::PASSWORD;
use crate::fake::{Book, FakeDesk, ScriptTerminal};
use crate::{WIDE, steps, text_of};

/// A session of a person who stands so with signing: every frame, and what the desk was asked.
fn session(state: SigningState, lock_after: Option<Duration>, script: &str) -> (Vec<String>, Vec<String>) {
    let desk = FakeDesk::new(Book::Full);
    *desk.signing.lock().unwrap() = state;
    let calls = desk.calls.clone();
    let script = script.replace("PASSWORD", &format!("\"{PASSWORD}\""));
    let mut terminal = ScriptTerminal::new(WIDE, steps(&script));
    let setting = Setting { lock_after, ..Setting::plain(Lang::Zh).unwrap() };
    sanhe::tui::run_with(Box::new(desk), setting, &mut terminal).unwrap();
    let calls = calls.lock().unwrap().clone();
    (terminal.frames.iter().map(text_of).collect(), calls)
}

fn last(frames: &[String]) -> &str {
    frames.last().unwrap()
}

#[test]
fn the_first_approval_asks_for_the_password_and_the_next_does_not() {
    let (frames, calls) = session(SigningState::Asked, None, "9 1 down f8 enter");
    assert!(last(&frames).contains("请输入签批口令") && calls.is_empty(), "{}", last(&frames));
    let (frames, calls) =
        session(SigningState::Asked, None, "9 1 down f8 enter PASSWORD enter wait wait f8 enter wait");
    assert_eq!(calls, ["sign true", "approve 42  ", "approve 42  "], "{}", last(&frames));
    assert!(last(&frames).contains("已批准"), "{}", last(&frames));
    assert!(frames.iter().all(|frame| !frame.contains(PASSWORD)), "it shows as stars");
}

#[test]
fn a_wrong_password_does_nothing_and_is_asked_again() {
    let (frames, calls) = session(SigningState::Asked, None, "9 1 down f8 enter \"wrong\" enter wait");
    assert_eq!(calls, ["sign false"]);
    assert!(last(&frames).contains("签批口令不对") && !last(&frames).contains('*'), "{}", last(&frames));
    let (frames, calls) = session(SigningState::Asked, None, "9 1 down f8 enter esc");
    assert!(calls.is_empty() && last(&frames).contains("2026-03-04"), "{}", last(&frames));
}

#[test]
fn who_has_none_sets_one_first_and_the_work_goes_on() {
    let script = "9 1 down f8 enter \"Passw0rd-2027\" enter \"Passw0rd-2027\" enter wait wait";
    let (frames, calls) = session(SigningState::NotSet, None, script);
    assert!(frames.iter().any(|frame| frame.contains("您还没有签批口令")));
    assert_eq!(calls, ["set Passw0rd-2027", "approve 42  "]);
    let differing = "9 1 down f8 enter \"Passw0rd-2027\" enter \"Passw0rd-2028\" enter";
    let (frames, calls) = session(SigningState::NotSet, None, differing);
    assert!(last(&frames).contains("两遍输入不一致") && calls.is_empty(), "{}", last(&frames));
}

#[test]
fn a_workstation_left_alone_locks_and_shows_nothing_of_the_work() {
    let soon = Some(Duration::from_millis(1_500));
    let (frames, _) = session(SigningState::Signed, soon, "1 down enter pause");
    let covered = last(&frames);
    assert!(covered.contains("已锁屏") && !covered.contains("2026-03-04"), "{covered}");
    // Nothing passes but the password: not the way home, not a menu, not the way back.
    let (frames, _) = session(SigningState::Signed, soon, "1 down enter pause esc f3 f10 f1 f12");
    assert!(last(&frames).contains("已锁屏"), "{}", last(&frames));
    let (frames, calls) = session(SigningState::Signed, soon, "1 down enter pause PASSWORD enter wait");
    assert_eq!(calls, ["sign true"]);
    assert!(last(&frames).contains("三数核对 2026-03-04"), "{}", last(&frames));
    // Who has no password only comes back.
    let (frames, _) = session(SigningState::NotSet, soon, "1 down enter pause enter");
    assert!(last(&frames).contains("三数核对 2026-03-04"), "{}", last(&frames));
}

#[test]
fn typing_keeps_a_workstation_open_and_what_was_typed_outlasts_the_lock() {
    let soon = Some(Duration::from_millis(1_500));
    let (frames, _) = session(SigningState::Signed, soon, "3 f7 down \"5\" pause PASSWORD enter wait");
    assert!(frames.iter().any(|frame| frame.contains("已锁屏")));
    assert!(!last(&frames).contains("已锁屏") && last(&frames).contains('5'), "{}", last(&frames));
    let (frames, _) = session(SigningState::Signed, Some(Duration::from_secs(600)), "1 down enter");
    assert!(frames.iter().all(|frame| !frame.contains("已锁屏")));
}
