//! The screens as a person meets them: keys in, text out, at 80×24, in both languages.
//!
//! Golden texts stand in `tests/screens/*.txt`; `UPDATE=1 cargo test --test screens` writes them anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test stops where it is wrong

#[path = "screens/chase.rs"]
mod chase;
#[path = "screens/closing.rs"]
mod closing;
#[path = "screens/collecting.rs"]
mod collecting;
#[path = "screens/collection.rs"]
mod collection;
#[path = "screens/deferral.rs"]
mod deferral;
#[path = "screens/every.rs"]
mod every;
#[path = "screens/fake/mod.rs"]
mod fake;
#[path = "screens/files.rs"]
mod files;
#[path = "screens/funds.rs"]
mod funds;
#[path = "screens/granting.rs"]
mod granting;
#[path = "screens/journal.rs"]
mod journal;
#[path = "screens/keys.rs"]
mod keys;
#[path = "screens/lists.rs"]
mod lists;
#[path = "screens/mapping.rs"]
mod mapping;
#[path = "screens/papers.rs"]
mod papers;
#[path = "screens/position.rs"]
mod position;
#[path = "screens/real.rs"]
mod real;
#[path = "screens/signing.rs"]
mod signing;
#[path = "screens/stations.rs"]
mod stations;
#[path = "screens/stray.rs"]
mod stray;
#[path = "screens/tour.rs"]
mod tour;
#[path = "screens/working.rs"]
mod working;

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use fake::{Book, FakeDesk, ScriptTerminal, Step};
use ratatui::buffer::Buffer;
use sanhe::term::{Code, Input, Key};
use sanhe::text::lang::Lang;
use sanhe::tui::Setting;
use unicode_width::UnicodeWidthStr;

const WIDE: (u16, u16) = (80, 24);
const NARROW: (u16, u16) = (64, 18);
const ROOMY: (u16, u16) = (120, 40);

/// Reads `3 enter f11 "text" wait`: keys as key files write them, quoted text typed, `wait` for a worker, `pause` without a key.
fn steps(script: &str) -> Vec<Step> {
    script.split_whitespace().flat_map(step).collect()
}

fn step(word: &str) -> Vec<Step> {
    let key = |key: Key| Step::Input(Input::Key(key));
    if let Some(text) = word.strip_prefix('"') {
        return text.trim_end_matches('"').chars().map(|one| key(Key::plain(Code::Char(one)))).collect();
    }
    match word {
        "wait" => vec![Step::Wait],
        "pause" => vec![Step::Pause],
        word => vec![key(Key::parse(word).unwrap_or_else(|| panic!("no such key: {word}")))],
    }
}

struct Played {
    frames: Vec<Buffer>,
    cursor: Option<(u16, u16)>,
    calls: Arc<Mutex<Vec<String>>>,
    left: bool,
}

impl Played {
    fn text(&self) -> String {
        text_of(self.frames.last().unwrap())
    }

    /// The message line.
    fn said(&self) -> String {
        self.text().lines().nth(22).unwrap_or("").to_owned()
    }
}

fn play_steps(book: Book, lang: Lang, size: (u16, u16), script: Vec<Step>) -> Played {
    play_with(Setting::plain(lang).unwrap(), book, size, script)
}

fn play_with(setting: Setting, book: Book, size: (u16, u16), mut script: Vec<Step>) -> Played {
    // A resize at the end changes nothing; it is only taken when nobody has quit before.
    script.push(Step::Input(Input::Resize));
    let desk = FakeDesk::new(book);
    let calls = desk.calls.clone();
    let mut terminal = ScriptTerminal::new(size, script);
    sanhe::tui::run_with(Box::new(desk), setting, &mut terminal).unwrap();
    let left = terminal.steps_left() > 0;
    Played { cursor: terminal.cursor, frames: terminal.frames, calls, left }
}

fn play(book: Book, lang: Lang, size: (u16, u16), script: &str) -> Played {
    play_steps(book, lang, size, steps(script))
}

fn zh(script: &str) -> Played {
    play(Book::Full, Lang::Zh, WIDE, script)
}

fn text_of(frame: &Buffer) -> String {
    let mut text = String::new();
    for y in 0..frame.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < frame.area.width {
            let symbol = frame[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap();
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Name, book, size, keys.
type Scene = (&'static str, Book, (u16, u16), &'static str);

const SCENES: &[Scene] = &[
    ("home", Book::Full, WIDE, ""),
    ("home_days", Book::Full, WIDE, "tab down"),
    ("home_empty", Book::Empty, WIDE, ""),
    ("home_unreadable", Book::Broken, WIDE, ""),
    ("home_narrow", Book::Full, NARROW, ""),
    ("too_small", Book::Full, (50, 10), ""),
    ("calendar", Book::Full, WIDE, "1 down"),
    ("calendar_empty", Book::Empty, WIDE, "1"),
    ("calendar_narrow", Book::Full, NARROW, "1"),
    ("board", Book::Full, WIDE, "1 down enter"),
    ("board_by_cashier_and_method", Book::Full, WIDE, "1 down enter tab down right"),
    ("board_by_cashier", Book::Full, WIDE, "1 down enter tab tab"),
    ("board_bridge", Book::Full, WIDE, "1 down enter tab tab tab"),
    ("board_not_reconciled", Book::Full, WIDE, "1 enter"),
    ("board_narrow", Book::Full, NARROW, "1 down enter"),
    ("closing/blocked", Book::Full, WIDE, "1 down 4"),
    ("closing/blocked_narrow", Book::Full, NARROW, "1 down 4 end"),
    ("closing/clean", Book::Full, WIDE, "1 pagedown 4"),
    ("closing/prepared", Book::Full, WIDE, "1 down down down 4 f8 wait"),
    ("closing/closed", Book::Full, WIDE, "1 down down down 4 f8 wait f3 o 2 f3 1 down down down 4 f8 wait end"),
    ("closing/declare", Book::Full, WIDE, "1 down 4 2"),
    ("closing/reopen", Book::Full, WIDE, "1 down down down 4 f8 wait f3 o 2 f3 1 down down down 4 f8 wait u"),
    ("exceptions", Book::Full, WIDE, "3 down"),
    ("exceptions_all_of_a_day", Book::Full, WIDE, "1 down 3 tab"),
    ("exceptions_empty", Book::Empty, WIDE, "3"),
    ("exceptions_unreadable", Book::Broken, WIDE, "3"),
    ("filter_exceptions", Book::Full, WIDE, "3 f7"),
    (
        "filter_filled",
        Book::Full,
        WIDE,
        "3 f7 \"月初\" tab \"+1\" tab \"０．１w\" tab = tab 4 tab tab \"007\" tab \"JS20\" tab",
    ),
    ("filter_wrong", Book::Full, WIDE, "3 f7 \"3-4\" tab \"3-1\" tab \"12.345\" tab tab f8"),
    ("filter_wrong_narrow", Book::Full, NARROW, "3 f7 \"13-45\" tab \"x\" tab \"12.345\" tab \"9\" tab f8"),
    ("filter_pick_day", Book::Full, WIDE, "3 f7 f4 down"),
    ("filter_pick_method", Book::Full, WIDE, "3 f7 down down down down f4 \"y\""),
    ("filter_pick_nothing", Book::Full, WIDE, "3 f7 down down down down down \"zzz\""),
    ("filter_of_a_day", Book::Full, WIDE, "1 down 3 f7"),
    ("filter_entries", Book::Full, WIDE, "1 down enter enter down f7 \"//\" tab = tab"),
    ("filter_entries_applied", Book::Full, WIDE, "1 down enter enter f7 \"100\" f8"),
    ("filter_applied", Book::Full, WIDE, "3 f7 tab tab \"-100\" tab \"50\" f8"),
    ("operator_new", Book::Full, WIDE, "9 3 f6"),
    ("operator_wrong", Book::Full, WIDE, "9 3 f6 \"周宁\" tab \"a\" space \"b\" f8"),
    ("operator_added", Book::Full, WIDE, "9 3 f6 \"吴昊\" tab \"wuhao\" f8 wait"),
    ("operator_refused", Book::Full, WIDE, "9 3 f6 \"吴昊\" tab \"nobody\" f8 wait"),
    ("site", Book::Full, WIDE, "9 4 down"),
    ("site_empty", Book::Empty, WIDE, "9 4 tab"),
    ("site_unreadable", Book::Broken, WIDE, "9 4"),
    ("site_narrow", Book::Full, NARROW, "9 4"),
    ("contract", Book::Full, WIDE, "9 4 enter down"),
    ("contract_new", Book::Full, WIDE, "9 4 f6 2 tab \"//\" tab \"0.38%\" tab"),
    ("contract_wrong", Book::Full, WIDE, "9 4 enter down ctrl-u down ctrl-u \"6e-3\" down down \"31\" f8"),
    ("contract_pick_account", Book::Full, WIDE, "9 4 f6 end up f4"),
    ("contract_conflict", Book::Full, WIDE, "9 4 down enter down down ctrl-u \"0.58%\" f8 wait"),
    ("contract_conflict_narrow", Book::Full, NARROW, "9 4 down enter down down ctrl-u \"0.58%\" f8 wait"),
    ("contract_mine", Book::Full, WIDE, "9 4 down enter down down ctrl-u \"0.58%\" f8 wait f8 wait"),
    ("contract_theirs", Book::Full, WIDE, "9 4 down enter down down ctrl-u \"0.58%\" f8 wait ctrl-d"),
    ("account_new", Book::Full, WIDE, "9 4 tab f6"),
    ("exception_missing", Book::Full, WIDE, "3 enter"),
    ("exception_amount", Book::Full, WIDE, "3 down enter"),
    ("exception_deposit", Book::Full, WIDE, "3 enter pagedown pagedown"),
    ("exception_duplicate", Book::Full, WIDE, "3 end enter"),
    ("exception_narrow", Book::Full, NARROW, "3 enter"),
    ("exception_accepted", Book::Full, WIDE, "3 enter enter wait"),
    ("exception_settled", Book::Full, WIDE, "3 down enter r 2 wait pageup"),
    ("exception_reasons", Book::Full, WIDE, "3 down enter 6"),
    ("exception_people", Book::Full, WIDE, "3 enter a"),
    ("exception_carry", Book::Full, WIDE, "3 enter 7 \"+7\" tab"),
    ("exception_own_words", Book::Full, WIDE, "3 down enter r 8 f8"),
    ("exception_actions", Book::Full, WIDE, "3 down enter f2"),
    ("funds/month", Book::Full, WIDE, "ctrl-x down"),
    ("funds/not_arrived", Book::Full, WIDE, "ctrl-x tab"),
    ("funds/bridge", Book::Full, WIDE, "ctrl-x tab tab"),
    ("funds/narrow", Book::Full, NARROW, "ctrl-x"),
    ("funds/empty", Book::Empty, WIDE, "ctrl-x"),
    ("funds/unreadable", Book::Broken, WIDE, "ctrl-x"),
    ("funds/balance", Book::Full, WIDE, "ctrl-x 4"),
    ("funds/balance_unknown", Book::Full, WIDE, "ctrl-x 4 ]"),
    ("working/together", Book::Full, WIDE, "3 + f9"),
    ("working/together_preview", Book::Full, WIDE, "3 + f9 1"),
    ("working/together_narrow", Book::Full, NARROW, "3 + f9 6 1"),
    ("working/counterparts", Book::Full, WIDE, "3 enter h space"),
    ("working/counterparts_narrow", Book::Full, NARROW, "3 enter h"),
    ("working/counterparts_none", Book::Full, WIDE, "3 enter h / \"zzzz\""),
    ("why", Book::Full, WIDE, "3 enter f11"),
    ("why_end", Book::Full, WIDE, "3 enter f11 end"),
    ("raw", Book::Full, WIDE, "3 enter f4 tab"),
    ("entries", Book::Full, WIDE, "1 down enter right enter pagedown down"),
    ("entries_empty", Book::Full, WIDE, "1 down enter down down down down right right enter"),
    ("import", Book::Full, WIDE, "2 \"tests/screens/incoming\" enter down"),
    ("import_preview", Book::Full, WIDE, "2 \"day.csv\" enter wait"),
    ("import_preview_refused", Book::Full, WIDE, "2 \"bad.csv\" enter wait enter"),
    ("import_preview_known", Book::Full, WIDE, "2 \"known.csv\" enter wait enter"),
    ("import_done", Book::Full, WIDE, "2 \"day.csv\" enter wait enter wait"),
    (
        "import_reconciled",
        Book::Full,
        WIDE,
        "2 \"tests/screens/incoming\" enter tab \"day.csv\" enter wait enter wait enter wait",
    ),
    ("calendar_marked", Book::Full, WIDE, "1 space down space down insert 8"),
    ("calendar_found", Book::Full, WIDE, "1 ctrl-f \"ddz\""),
    ("calendar_batch", Book::Full, WIDE, "1 space down space down = f9"),
    ("calendar_columns", Book::Full, WIDE, "1 f11 down down space down down right enter"),
    ("calendar_rearranged", Book::Full, WIDE, "1 f11 down down space end enter enter esc"),
    ("calendar_unreadable", Book::Broken, WIDE, "1"),
    ("calendar_wide", Book::Full, ROOMY, "1 +"),
    ("exceptions_options", Book::Full, WIDE, "3 5 down 4"),
    ("exceptions_found", Book::Full, WIDE, "3 / \"zm\""),
    ("exceptions_not_found", Book::Full, WIDE, "3 / \"qqqqq\""),
    ("exceptions_export", Book::Full, WIDE, "3 space space ctrl-e"),
    ("exceptions_narrow", Book::Full, NARROW, "3 *"),
    ("exceptions_wide", Book::Full, ROOMY, "3 space"),
    ("entries_marked", Book::Full, WIDE, "1 down enter enter space down down = pagedown"),
    ("entries_all_marked", Book::Full, WIDE, "1 down enter enter + space"),
    ("entries_scrolled", Book::Full, WIDE, "1 down enter enter right right right"),
    ("entries_found", Book::Full, WIDE, "1 down enter enter ctrl-f \"0000031\""),
    ("entries_narrow", Book::Full, NARROW, "1 down enter enter"),
    ("entries_wide", Book::Full, ROOMY, "1 down enter enter"),
    ("entries_all", Book::Full, WIDE, "ctrl-l tab"),
    ("entries_unreadable", Book::Broken, WIDE, "ctrl-l"),
    ("entries_export", Book::Full, WIDE, "ctrl-l f9"),
    ("operators", Book::Full, WIDE, "9 3"),
    ("approvals/queue", Book::Full, WIDE, "9 1 down down"),
    ("approvals/all", Book::Full, WIDE, "9 1 tab end"),
    ("approvals/empty", Book::Empty, WIDE, "9 1"),
    ("approvals/unreadable", Book::Broken, WIDE, "9 1"),
    ("approvals/narrow", Book::Full, NARROW, "9 1 down down"),
    ("approvals/wide", Book::Full, ROOMY, "9 1 +"),
    ("approvals/many", Book::Full, WIDE, "9 1 + f8"),
    ("approvals/many_done", Book::Full, WIDE, "9 1 + f8 enter wait"),
    ("approvals/one", Book::Full, WIDE, "9 1 down enter"),
    ("approvals/one_narrow", Book::Full, NARROW, "9 1 down down enter"),
    ("approvals/send_back", Book::Full, WIDE, "9 1 enter 6"),
    ("approvals/refuse", Book::Full, WIDE, "9 1 enter 7 \"材料不齐\" f8"),
    ("menu", Book::Full, WIDE, "f10"),
    ("confirm", Book::Full, WIDE, "1 f9"),
    ("palette", Book::Full, WIDE, "1 :"),
    ("palette_found", Book::Full, WIDE, "1 : d z"),
    ("palette_elsewhere", Book::Full, WIDE, "1 ctrl-p h f z"),
    ("actions", Book::Full, WIDE, "3 f2"),
    ("actions_found", Book::Full, WIDE, "3 f2 s x"),
    ("key_test", Book::Full, WIDE, "ctrl-k f1 up alt-1 esc 微 f8"),
    ("key_test_narrow", Book::Full, NARROW, "ctrl-k enter"),
    ("help", Book::Full, WIDE, "1 f1"),
];

/// Every scene, those of each topic after the common ones.
pub(crate) fn scenes() -> impl Iterator<Item = &'static Scene> {
    let topics =
        [chase::SCENES, collection::SCENES, collecting::SCENES, papers::SCENES, deferral::SCENES, files::SCENES];
    SCENES.iter().chain(topics.into_iter().flatten())
}

#[test]
fn every_screen_looks_as_agreed() {
    let update = std::env::var_os("UPDATE").is_some();
    let folder = Path::new("tests/screens");
    let mut wrong = Vec::new();
    for (name, book, size, script) in scenes() {
        let mut found = String::new();
        for lang in [Lang::Zh, Lang::En] {
            let played = play(*book, lang, *size, script);
            found.push_str(&played.text());
            found.push_str(lang.pick("==== en\n", ""));
        }
        let path = folder.join(format!("{name}.txt"));
        if update {
            fs::write(&path, &found).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "changed; UPDATE=1 writes them anew\n{}", wrong.join("\n"));
}

#[test]
fn nothing_is_wider_than_the_screen() {
    for (name, book, size, script) in scenes() {
        for lang in [Lang::Zh, Lang::En] {
            for frame in play(*book, lang, *size, script).frames {
                for line in text_of(&frame).lines() {
                    assert!(line.width() <= usize::from(size.0), "{name}: {line}");
                    assert!(!line.chars().any(|one| one.is_control()), "{name}: {line}");
                }
            }
        }
    }
}

#[test]
fn what_cannot_be_done_says_why() {
    for (book, script, reason) in [
        (Book::Full, "3 tab", "! 仅提示的差异按日查看"),
        (Book::Full, "3 enter pageup", "! 已是第一条"),
        (Book::Full, "3 end enter pagedown", "! 已是最后一条"),
        (Book::Full, "1 3", "! 本日还没有对账"),
        (Book::Full, "1 enter tab", "! 本日还没有对账"),
        (Book::Empty, "1 f9", "! 没有待对账的日期"),
        (Book::Empty, "1 f8", "! 没有选中的行"),
        (Book::Empty, "enter", "! 没有选中的行"),
        (Book::Full, "2 enter", "! 先输入文件路径"),
        (Book::Full, "2 \"bad.csv\" enter wait enter", "! 这份文件被拒收"),
        (Book::Full, "2 \"known.csv\" enter wait enter", "! 这份文件已经在账套里"),
        (Book::Full, "2 \"slow.csv\" enter f3 1 f9", "... 正在预览"),
        (Book::Full, "f6 f3 z", "! 此处没有用到 z 键"),
        (Book::Full, "esc", "! 已在主菜单; 按 Ctrl+C 退出程序"),
        (Book::Full, "f3", "! 已在主菜单"),
        (Book::Full, "ctrl-x ctrl-x", "! 已经在这个画面"),
        (Book::Full, "f6 f6", "! 先选一份文件"),
    ] {
        let said = play(book, Lang::Zh, WIDE, script).said();
        assert!(said.starts_with(reason), "{script}: {said}");
    }
}

/// From the main menu: the queue, the one, 同意, Enter; without letters the queue itself.
#[test]
fn one_is_approved_by_four_keys() {
    let played = zh("a enter f8 enter wait");
    assert_eq!(played.calls.lock().unwrap().as_slice(), ["approve 41  "]);
    assert!(played.said().contains("内容已变更,请重新审核"), "{}", played.said());
    let played = zh("9 1 f8 enter wait");
    assert_eq!(played.calls.lock().unwrap().as_slice(), ["approve 41  "]);
    let played = zh("9 1 down f8 enter wait");
    assert_eq!(played.calls.lock().unwrap().as_slice(), ["approve 42  "]);
    let played = zh("9 1 enter 7 \"不符\" tab \"§3\" f8 wait");
    assert_eq!(played.calls.lock().unwrap().as_slice(), ["refuse 41 不符 §3"]);
    assert!(zh("9 1 down down f8").said().contains("须由另一人办理"));
    assert!(zh("9 1 tab end f8").said().contains("不在待审"));
}

#[test]
fn what_a_post_does_not_allow_stays_listed_with_the_reason() {
    let played = zh("9 3 2 1 down f8");
    assert!(played.said().contains("须由经办岗位办理，王芳 今日不在其中"), "{}", played.said());
    assert!(played.calls.lock().unwrap().is_empty());
    assert!(zh("9 3 2 1 down f2").text().contains("须由经办岗位"), "{}", zh("9 3 2 1 down f2").text());
}

#[test]
fn a_refusal_is_read_beside_the_work_it_is_due_to() {
    let said = zh("2 \"slow.csv\" enter ctrl-c").said();
    assert!(said.starts_with("... 正在预览") && said.contains("  ! 还有工作在进行"), "{said}");
}

#[test]
fn long_work_is_cancelled_by_esc() {
    let played = zh("2 \"slow.csv\" enter esc wait");
    assert_eq!(played.said(), "已取消, 什么都没有改动");
}

#[test]
fn work_asks_the_desk_for_what_was_chosen() {
    for (script, calls) in [
        ("1 down f8 wait", vec!["reconcile 2026-03-04 2026-03-04"]),
        ("1 f9 esc", vec![]),
        ("1 f9 enter wait", vec!["reconcile 2026-02-28 2026-03-01", "reconcile 2026-03-05 2026-03-05"]),
        (
            "2 \"day.csv\" enter wait enter wait enter wait",
            vec!["preview day.csv", "import day.csv", "reconcile 2026-03-04 2026-03-05"],
        ),
    ] {
        let played = zh(script);
        assert_eq!(*played.calls.lock().unwrap(), calls, "{script}");
    }
}

#[test]
fn the_status_line_counts_over_all_ranges_of_a_job() {
    let desk = FakeDesk::new(Book::Full);
    let counted = desk.counted.clone();
    let mut terminal = ScriptTerminal::new(WIDE, steps("1 f9 enter wait"));
    sanhe::tui::run(Box::new(desk), Lang::Zh, &mut terminal).unwrap();
    assert_eq!(*counted.lock().unwrap(), [(2, 3), (3, 3)]);
}

#[test]
fn a_list_of_rows_is_read_by_windows() {
    let played = zh("1 down enter enter end home");
    let calls = played.calls.lock().unwrap().clone();
    assert_eq!(calls, ["entries 0 200", "entries 890 200", "entries 0 200"]);
}

#[test]
fn marks_options_and_filters_do_what_they_say() {
    for (script, line) in [
        // Two marks, then the days between them.
        ("1 space down down space", "已标 2 条"),
        ("1 space down down =", "已标 4 条"),
        ("1 + space", "已标 5 条"),
        ("1 space *", "已标 5 条"),
        ("1 space -", "第 1-6 条, 共 6 条"),
        // Of a window: a range beyond it, and all of a thousand rows.
        ("1 down enter enter space end =", "已标 1000 条"),
        ("1 down enter enter +", "已标 1000 条 161,185.74"),
        // Esc takes back the filter, then the marks, then the screen.
        ("1 space ctrl-f \"2026-03-0\" enter esc", "共 6 条  已标 1 条"),
        ("1 space esc", "第 1-6 条, 共 6 条"),
        // The filter finds by initials, pinyin, Han, number and code.
        ("3 / \"cqd\"", "没有符合"),
        ("3 / \"jebf\"", "第 1-1 条, 共 1 条"),
        ("3 / \"zhaomin\"", "第 1-4 条, 共 4 条"),
        ("3 / \"赵\"", "第 1-4 条, 共 4 条"),
        ("3 / \"19800\"", "第 1-1 条, 共 1 条"),
        ("3 / \"JK2026\"", "第 1-1 条, 共 1 条"),
        ("3 / \"ｊｋ２０２６\"", "第 1-1 条, 共 1 条"),
    ] {
        let text = zh(script).text();
        assert!(text.contains(line), "{script}: {text}");
    }
}

#[test]
fn sentences_of_the_desk_follow_the_language() {
    for script in ["3 enter ctrl-t", "3 enter f2 ctrl-t", "1 down enter ctrl-t"] {
        let direct = play(Book::Full, Lang::En, WIDE, script.trim_end_matches(" ctrl-t").trim_end_matches(" f2"));
        assert_eq!(zh(script).text(), direct.text(), "{script}");
    }
}

#[test]
fn options_are_carried_out_by_one_enter() {
    let text = zh("3 5 down 5 enter").text();
    assert!(text.contains("1/2"), "two of four exceptions are gone through: {text}");
    let played = zh("1 8 down 8 enter enter wait");
    assert_eq!(*played.calls.lock().unwrap(), ["reconcile 2026-03-03 2026-03-03", "reconcile 2026-03-05 2026-03-05"]);
    assert!(zh("1 down enter enter 5 5 enter tab").text().contains("2/2"));
}

#[test]
fn a_batch_of_marked_days_is_previewed_and_then_done() {
    let played = zh("1 space space f9 enter wait");
    assert_eq!(*played.calls.lock().unwrap(), ["reconcile 2026-03-04 2026-03-05"]);
    assert!(zh("1 space space f9 esc").calls.lock().unwrap().is_empty());
}

#[test]
fn an_export_is_what_the_screen_shows() {
    let played = zh("3 f11 down down down down down space esc space / \"赵敏\" enter ctrl-e enter wait");
    let calls = played.calls.lock().unwrap().clone();
    let lines: Vec<&str> = calls[0].split("\r\n").collect();
    assert!(lines[0].starts_with("export 待处理差异-2026-03-05\n\u{feff}类别,差额,日期,方式,收费员"), "{lines:?}");
    assert!(!lines[0].contains("缘由") && lines.len() == 3 && lines[1].contains(",22.81,03-04,"), "{lines:?}");
    assert!(played.said().starts_with("已导出 1 行: "), "{}", played.said());
    // Every row of a window, in its order, and what was marked of it.
    for (script, rows) in [("ctrl-l f9 enter wait", 1_000), ("ctrl-l + space down space ctrl-e enter wait", 998)] {
        let calls = zh(script).calls.lock().unwrap().clone();
        let export = calls.iter().find(|call| call.starts_with("export")).unwrap();
        assert_eq!(export.split("\r\n").count(), rows + 2, "{script}");
    }
}

#[test]
fn a_copied_row_goes_to_a_file_where_the_terminal_has_no_clipboard() {
    let played = zh("3 ctrl-y");
    assert!(played.calls.lock().unwrap()[0].starts_with("copy R02"));
    assert!(played.said().starts_with("终端没有剪贴板, 已存入文件"), "{}", played.said());
}

#[test]
fn a_view_is_kept_for_the_next_time() {
    let again = zh("1 f11 down down space esc f3 1").text();
    assert!(!again.contains("状态") && again.contains("差额合计"), "{again}");
    let desk = FakeDesk::new(Book::Full);
    let views = desk.views.clone();
    let mut terminal = ScriptTerminal::new(WIDE, steps("1 f11 end enter enter esc"));
    sanhe::tui::run(Box::new(desk), Lang::Zh, &mut terminal).unwrap();
    let kept = views.lock().unwrap().get("calendar").cloned().unwrap();
    assert_eq!((kept.order.as_deref(), kept.descending), (Some("difference"), true));
}

#[test]
fn going_back_keeps_the_place() {
    let list = zh("3 enter pagedown pagedown esc").text();
    assert!(list.contains("\n>  R11"), "{list}");
    let board = zh("1 down enter down down right enter esc").text();
    assert!(board.contains("> 银行卡") && board.contains("[71,870.00]"), "{board}");
}

#[test]
fn letters_and_full_width_digits_are_second_keys() {
    assert_eq!(zh("３ enter ｗ").text(), zh("3 enter f11").text());
    assert_eq!(zh("alt-0").text(), zh("f10").text());
}

#[test]
fn the_operator_and_the_language_change_at_once() {
    let played = zh("9 3 2");
    assert_eq!(played.said(), "现在的操作员是 王芳 复核");
    assert!(played.text().lines().next().unwrap().contains("王芳 复核"));
    assert_eq!(zh("1 ctrl-t").text(), play(Book::Full, Lang::En, WIDE, "1").text());
}

#[test]
fn pasting_never_submits_and_the_caret_follows() {
    let mut script = steps("2");
    script.push(Step::Input(Input::Paste("\r/tmp/收费.csv\rrm -rf\n".into())));
    let played = play_steps(Book::Full, Lang::Zh, WIDE, script);
    assert!(played.text().contains("路径: /tmp/收费.csv\n"), "{}", played.text());
    assert_eq!(played.cursor, Some((21, 2)));
    assert!(played.calls.lock().unwrap().is_empty());
}

#[test]
fn the_key_test_does_nothing_but_leave_on_esc_twice() {
    let tested = zh("ctrl-k ctrl-c f3 f10 esc x").text();
    assert!(tested.contains("三核 按键检查") && tested.contains("[x] Esc"), "{tested}");
    let left = zh("ctrl-k esc x esc esc").text();
    assert!(left.starts_with("三核 今日"), "{left}");
}

#[test]
fn a_dead_line_ends_the_workstation() {
    let played = play_steps(Book::Full, Lang::Zh, WIDE, vec![Step::Input(Input::Gone)]);
    assert!(played.left);
}

#[test]
fn words_of_the_screens_have_one_width_everywhere() {
    for (name, book, size, script) in scenes() {
        for lang in [Lang::Zh, Lang::En] {
            let text = play(*book, lang, *size, script).text();
            let doubtful = text.chars().find(|one| one.to_string().width() != one.to_string().width_cjk());
            assert_eq!(doubtful, None, "{name}");
        }
    }
}
