//! `sanhe doctor`: what support reads, with and without a terminal.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use expect_test::expect;

use crate::binary::{BINARY, Seat, as_is, book};

/// Run by a script, in surroundings of our own.
fn report(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(BINARY);
    command.env_clear().envs(variables.iter().copied()).arg("doctor").args(arguments);
    let done = command.stdin(Stdio::null()).output().unwrap();
    assert!(done.status.success() && done.stderr.is_empty(), "{done:?}");
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn the_report_says_what_was_chosen_and_why() {
    let far = [
        ("TERM", "linux"),
        ("LC_ALL", "zh_CN.GBK"),
        ("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22"),
        ("TMUX", "/tmp/x,1,0"),
        ("NO_COLOR", "1"),
        ("HOME", "/home/limin"),
    ];
    expect![[r#"
        版本      0.1.0
        终端      TERM=linux
        终端档    linux (TERM 以 linux 开头)
        字符集    gbk (LC_ALL=zh_CN.GBK)
        区域设置  LC_ALL=zh_CN.GBK
        颜色      无 (NO_COLOR)
        汉字      可以显示
        粘贴      当作逐键输入; 粘贴前先看好焦点
        窗口      不在终端里运行: 没有可问的终端
        中间层    tmux, ssh
        Esc 等待  150 毫秒
        按键      sanhe doctor --keys 逐键检查; 输入法开着时字母到不了程序, F 键、数字、Alt+数字、方向键总能用
        账套      ~/.local/share/sanhe/book.sqlite: 还没有
        最近备份  还没有
    "#]]
    .assert_eq(&report(&[], &far));
    let strange = report(&["--lang", "en", "--term", "wyse50"], &[("HOME", "/home/limin")]);
    assert!(strange.contains("vt100 (unknown name, so the oldest kind is assumed; try --term xterm)"), "{strange}");
    let console = report(&["--lang", "en"], &[("TERM", "linux"), ("HOME", "/home/limin")]);
    assert!(console.contains("cannot be drawn; pinyin stands in"), "{console}");
}

#[test]
fn no_name_and_no_address_stands_in_it() {
    let variables =
        [("HOME", "/home/limin"), ("USER", "limin"), ("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22"), ("TERM", "xterm")];
    for form in ["--json", "--lang=zh"] {
        let text = report(&[form], &variables);
        assert!(!text.contains("limin") && !text.contains("10.0.0"), "{text}");
    }
}

#[test]
fn the_place_of_the_book_is_told_in_a_line() {
    let path = book().to_str().unwrap();
    let text = report(&["--lang", "en", "--book", path], &[]);
    assert!(text.contains(&format!("{path}: 0600, owned by you, local disk")), "{text}");
    let json = report(&["--json", "--book", path], &[]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["doctor"]["book"]["mode"], "0600");
}

/// A terminal that answers every question about its cursor with this column.
fn answered(column: u16) -> String {
    let mut seat = Seat::new(&[], &["doctor", "--lang", "en"]);
    let started = Instant::now();
    let mut answers = 0;
    while !seat.shown(as_is).screen().contents().contains("Keys") {
        assert!(started.elapsed() < Duration::from_secs(20), "{}", String::from_utf8_lossy(&seat.bytes()));
        let asked = seat.bytes().windows(4).filter(|bytes| bytes == b"\x1b[6n").count();
        while answers < asked && column > 0 {
            seat.send(format!("\x1b[1;{column}R").as_bytes());
            answers += 1;
        }
        thread::sleep(Duration::from_millis(1));
    }
    seat.ends_within(Duration::from_secs(2));
    seat.shown(as_is).screen().contents()
}

#[test]
fn a_terminal_is_asked_how_far_and_how_wide_it_is() {
    for (column, wide, trip) in [
        (2, "Quotes etc.  one cell", " ms"),
        (3, "Quotes etc.  two cells", " ms"),
        (0, "Quotes etc.  no answer within 300 ms", "Round trip   no answer within 300 ms"),
    ] {
        let text = answered(column);
        assert!(text.contains(wide) && text.contains(trip) && text.contains("Window       80x24"), "{text}");
        assert!(text.starts_with("Version"), "the line of the question is not blank: {text}");
    }
}
