//! Working differences: what each key decides, and how many keys a day of them takes.

use sanhe::domain::exception::{Class, State};
use sanhe::domain::recon::ExceptionCase;
use sanhe::text::lang::Lang;

use crate::fake::{Book, FakeDesk, ScriptTerminal, cases};
use crate::{WIDE, steps, zh};

fn key(id: u32) -> String {
    format!("{id:032x}")
}

#[test]
fn each_key_decides_what_it_says_on_what_was_seen() {
    let case = |id: u32| format!("[({:?}, Some({:?}))]", key(id), format!("v0-{}", key(id)));
    for (script, call) in [
        ("3 enter enter wait", format!("decide accept {} ", case(1))),
        ("3 enter f8 wait", format!("decide accept {} ", case(1))),
        ("3 enter 2 wait", format!("decide accept {} ", case(1))),
        ("3 down enter r 2 wait", format!("decide label {} HIS 漏登，已补登", case(2))),
        ("3 down enter 6 8 \"票据77\" f8 wait", format!("decide label {} 票据77", case(2))),
        ("3 enter c \"+7\" f8 wait", format!("decide carry {} ", case(1))),
        ("3 enter 8 3 wait", format!("decide assign {} ", case(1))),
    ] {
        assert_eq!(*zh(script).calls.lock().unwrap(), [call], "{script}");
    }
}

#[test]
fn what_cannot_be_decided_says_why_and_decides_nothing() {
    for (script, said) in [
        ("3 down enter enter", "! no_proposals"),
        ("3 enter 5", "! 没有这一条建议"),
        ("3 enter 0", "! not_quarantined"),
        ("3 enter u", "! nothing_decided"),
    ] {
        let played = zh(script);
        assert_eq!(played.said(), said, "{script}");
        assert!(played.calls.lock().unwrap().is_empty(), "{script}");
    }
}

#[test]
fn a_decision_leads_on_and_esc_leads_back_to_that_row() {
    assert!(zh("3 enter enter wait").text().contains("差异 2/4"));
    assert!(zh("3 down enter r 1 wait pageup").text().contains("差异 2/4"));
    let list = zh("3 enter enter wait esc").text();
    assert!(list.contains("\n>  R0") && list.contains("共 3 条"), "{list}");
    // The last one leads round to what was passed over.
    assert!(zh("3 end enter r 1 wait").text().contains("差异 1/4"));
}

#[test]
fn what_was_decided_a_moment_ago_is_taken_back() {
    let played = zh("3 enter enter wait u wait");
    assert_eq!(played.calls.lock().unwrap().last().unwrap(), &format!("undo {} None", key(1)));
    assert!(played.text().contains("差异 1/4"), "{}", played.text());
}

#[test]
fn a_difference_changed_meanwhile_is_refused_and_read_again() {
    let desk = FakeDesk::new(Book::Full);
    let script = steps("3 enter c \"+7\" f8 wait");
    // Someone else decides between the look and the key.
    let stale = FakeDesk { meanwhile: true, ..desk };
    let mut terminal = ScriptTerminal::new(WIDE, script);
    sanhe::tui::run(Box::new(stale), Lang::Zh, &mut terminal).unwrap();
    let text = crate::text_of(terminal.frames.last().unwrap());
    assert!(text.contains("内容已变更") && text.contains("2026-03-12"), "{text}");
}

/// Fifty differences as a day brings them: most with a proposal, the rest settled by a phrase.
fn fifty() -> Vec<ExceptionCase> {
    let (proposed, open) = (cases()[0].clone(), cases()[1].clone());
    let one = |id: u32| {
        let of = if id.is_multiple_of(4) { &open } else { &proposed };
        ExceptionCase { key: key(id), his_no: format!("JS20260304{id:08}"), ..of.clone() }
    };
    (1..=50).map(one).collect()
}

#[test]
fn fifty_differences_take_three_keys_each_at_most() {
    let desk = FakeDesk::new(Book::Full);
    *desk.cases.lock().unwrap() = fifty();
    let worked = desk.cases.clone();
    let scripts: Vec<&str> =
        fifty().iter().map(|case| if case.class == Class::AmountDiffers { "r 2 wait" } else { "enter wait" }).collect();
    let mut keys: Vec<usize> = scripts.iter().map(|script| script.split(' ').count() - 1).collect();
    keys.sort_unstable();
    assert!(keys[keys.len() / 2] <= 3 && keys[keys.len() - 1] <= 3, "{keys:?}");
    let mut terminal = ScriptTerminal::new(WIDE, steps(&format!("3 enter {}", scripts.join(" "))));
    sanhe::tui::run(Box::new(desk), Lang::Zh, &mut terminal).unwrap();
    assert!(worked.lock().unwrap().iter().all(|case| case.state == State::Resolved));
}
