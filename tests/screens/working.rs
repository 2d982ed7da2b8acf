//! Working differences: what each key decides, and how many keys a day of them takes.

use std::io::Cursor;

use calamine::{Reader as _, Xlsx, open_workbook_from_rs};
use sanhe::domain::exception::{Class, State};
use sanhe::domain::recon::ExceptionCase;
use sanhe::text::lang::Lang;
use sha2::{Digest, Sha256};

use crate::fake::{Book, FakeDesk, ScriptTerminal, cases};

use crate::closing::CLEAN;
use crate::real::RealBook;
use crate::{WIDE, steps, zh};

fn key(id: u32) -> String {
    format!("{id:016x}{id:016x}")
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

#[test]
fn many_are_decided_in_one_act_after_a_preview() {
    let marked = "3 down space space f9";
    let calls = |script: &str| zh(script).calls.lock().unwrap().clone();
    let cases: Vec<String> = [2, 3].iter().map(|id| format!("({:?}, Some(\"v0-{}\"))", key(*id), key(*id))).collect();
    let done = format!("decide label [{}] HIS 漏登，已补登", cases.join(", "));
    assert_eq!(calls(&format!("{marked} 6 2 enter wait")), [done]);
    // Nothing is done before Enter, and Esc chooses anew.
    assert!(calls(&format!("{marked} 6 2 esc 7")).is_empty());
    let preview = zh(&format!("{marked} 6 2")).text();
    assert!(preview.contains("共 2 条  差额绝对值合计 19,900.00") && preview.contains("标注原因 2 条"), "{preview}");
    assert_eq!(zh(&format!("{marked} enter")).said(), "! 先选怎么办");
    assert_eq!(zh(&format!("{marked} 1")).said(), "! 没有一条能这样办");
    let carried = calls(&format!("{marked} 7 \"+7\" f8 enter wait"));
    assert!(carried[0].starts_with("decide carry") && carried[0].contains(&key(3)), "{carried:?}");
    let assigned = calls(&format!("{marked} 8 3 enter wait"));
    assert!(assigned[0].starts_with("decide assign"), "{assigned:?}");
    // One undo takes the whole back.
    let undone = calls(&format!("{marked} 6 2 enter wait u wait"));
    assert_eq!(undone.last().unwrap(), &format!("undo {} None", key(2)));
}

#[test]
fn those_alike_are_found_from_the_list_and_from_one_of_them() {
    for script in ["3 down f9", "3 down enter f9"] {
        let text = zh(script).text();
        assert!(text.lines().next().unwrap().contains("> 同类同因 1"), "{script}: {text}");
    }
    // What was decided from one of them leads on to the next.
    assert!(zh("3 down enter f9 6 1 enter wait").text().contains("差异 3/4"));
}

#[test]
fn a_counterpart_is_linked_and_several_are_split_over() {
    let played = zh("3 enter tab enter wait");
    assert_eq!(played.calls.lock().unwrap()[0], format!("decide link [({:?}, Some(\"v0-{}\"))] ", key(1), key(1)));
    assert!(played.text().contains("差异 2/4"), "{}", played.text());
    let split = zh("3 enter h space space enter wait").calls.lock().unwrap().clone();
    assert!(split[0].starts_with("decide split"), "{split:?}");
    let sums = zh("3 enter h space").text();
    assert!(sums.contains("应勾 22.81  已选 20.00  相差 -2.81"), "{sums}");
    assert_eq!(zh("3 down enter h").said(), "! nothing_missing");
    let rejected = zh("3 enter - wait").calls.lock().unwrap().clone();
    assert!(rejected[0].starts_with("decide reject"), "{rejected:?}");
}

#[test]
fn five_hundred_alike_take_five_keys_on_a_real_book() {
    let row = |at: u32| {
        let time = format!("2026-03-03 {:02}:{:02}:{:02}", 8 + at / 100, at % 60, at % 59);
        (
            format!("JS{at:05},ZF{at:05},{time},007赵敏,W1,,微信,收费,{}.00,,\n", 10 + at % 7),
            format!("JS{at:05},007赵敏,{time},微信,收费,{}.00,,ZF{at:05}\n", 10 + at % 7),
        )
    };
    let (mut his, mut till) = (CLEAN[0].1.to_owned(), CLEAN[1].1.to_owned());
    for (one, other) in (100..600).map(row) {
        his.push_str(&one);
        till.push_str(&other);
    }
    let book = RealBook::of(&[("his.csv", &his), ("till.csv", &till), CLEAN[2]]);
    let open = || book.desk("王芳").open_exceptions(1_000).unwrap().len();
    assert_eq!(open(), 500);
    let keys = "3 f9 6 1 enter";
    assert!(keys.split(' ').count() <= 5, "{keys}");
    let shown = book.play("王芳", &format!("{keys} wait"));
    assert!(shown.contains("已办理：标注原因 500 条"), "{shown}");
    assert_eq!(open(), 0);
    let undone = book.play("王芳", "1 enter 3 tab enter u wait");
    assert!(undone.contains("共 500 条，恢复待处理"), "{undone}");
    assert_eq!(open(), 500);
    book.verify();
}

/// Presses what the screen offers: the first proposal where there is one, else a reason from the phrase book.
struct Clerk {
    /// Keys pressed for each difference.
    keys: Vec<usize>,
    most: usize,
}

impl Clerk {
    fn next(&mut self, frame: &str) -> Option<Vec<crate::fake::Step>> {
        if self.keys.len() == self.most || !frame.contains("差异 ") {
            return None;
        }
        let chosen = if frame.contains("Enter 采纳第 1 条") {
            "enter"
        } else if frame.contains("R23") {
            "x 1"
        } else {
            "r 1"
        };
        self.keys.push(chosen.split(' ').count());
        Some(steps(&format!("{chosen} wait")))
    }
}

#[test]
fn fifty_of_a_generated_book_take_three_keys_each_at_most() {
    let book = RealBook::generated(6_000, 3, 7);
    let before = book.desk("王芳").open_exceptions(5_000).unwrap().len();
    assert!(before >= 50, "only {before}");
    let mut clerk = Clerk { keys: Vec::new(), most: 50 };
    book.work("王芳", "3 enter", |frame| clerk.next(frame));
    let mut keys = clerk.keys;
    assert_eq!(keys.len(), 50);
    keys.sort_unstable();
    assert!(keys[25] <= 3 && keys[49] <= 3, "{keys:?}");
    let after = book.desk("王芳").open_exceptions(5_000).unwrap().len();
    assert!(before - after >= 50, "{before} before, {after} after");
    book.verify();
}

#[test]
fn the_evidence_of_a_difference_holds_every_line_its_file_and_every_act() {
    assert_eq!(*zh("3 enter ctrl-e wait").calls.lock().unwrap(), [format!("evidence {}", key(1))]);
    let his = CLEAN[0].1.replace(",W1,,", ",W1,曾海琪,").replace(",12.00,", ",13.00,");
    let book = RealBook::of(&[("his.csv", &his), CLEAN[1], CLEAN[2]]);
    let shown = book.play("王芳", "3 enter r 4 wait u wait r 1 wait ctrl-e wait");
    assert!(shown.contains("已存入 book.sqlite.files: 差异凭据-"), "{shown}");
    let kept = book.kept("txt");
    for part in [
        "his.csv",
        "till.csv",
        "bank.csv",
        "JS1,ZF1",
        "曾**",
        "金额录错，已更正",
        "撤销",
        "王芳",
        "日志链头",
        "2026-03-20T",
    ] {
        assert!(kept.contains(part), "{part}: {kept}");
    }
    assert!(!kept.contains("曾海琪"));
    // Each file is named by the hash of its bytes.
    for (text, name) in [(his.as_str(), "his.csv"), (CLEAN[1].1, "till.csv"), (CLEAN[2].1, "bank.csv")] {
        let hash: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(kept.contains(&hash), "{name}: {kept}");
    }
    let mut sheets = open_workbook_from_rs::<Xlsx<_>, _>(Cursor::new(book.kept_bytes("xlsx"))).unwrap();
    let lines = sheets.worksheet_range("原始行").unwrap();
    assert!(lines.rows().any(|row| row.iter().any(|cell| cell.to_string().contains("曾**"))), "{lines:?}");
}
