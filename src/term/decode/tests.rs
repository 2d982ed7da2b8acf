//! Keys of all terminals, any cut of any bytes, and time.

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

use super::*;

const HOLD: Duration = Duration::from_millis(25);
const LONG: Duration = Duration::from_secs(3600);

fn read_cut(bytes: &[u8], charset: Charset, cuts: impl Fn(usize) -> bool) -> Vec<Event> {
    let mut decoder = Decoder::new(charset, HOLD);
    let mut events = Vec::new();
    let mut start = 0;
    for end in 1..=bytes.len() {
        if end == bytes.len() || cuts(end) {
            decoder.feed(&bytes[start..end], Duration::ZERO, &mut events);
            start = end;
        }
    }
    decoder.expire(LONG, &mut events);
    assert_eq!(decoder.deadline(), None);
    events
}

fn read(bytes: &[u8], charset: Charset) -> Vec<Event> {
    let whole = read_cut(bytes, charset, |_| false);
    assert_eq!(read_cut(bytes, charset, |_| true), whole, "{bytes:?}");
    whole
}

/// Keys as key files write them.
fn keys(bytes: &[u8]) -> String {
    let events = read(bytes, Charset::Utf8);
    let written = events.iter().map(|event| match event {
        Event::Key(key) => key.written(),
        Event::Paste(text) => format!("<{text}>"),
        Event::Cursor(row, column) => format!("@{row},{column}"),
    });
    written.collect::<Vec<_>>().join(" ")
}

#[test]
fn function_keys_of_all_terminals() {
    let xterm = "OP OQ OR OS [15~ [17~ [18~ [19~ [20~ [21~ [23~ [24~";
    let vt220 = "[11~ [12~ [13~ [14~ [15~ [17~ [18~ [19~ [20~ [21~ [23~ [24~";
    let console = "[[A [[B [[C [[D [[E [17~ [18~ [19~ [20~ [21~ [23~ [24~";
    for table in [xterm, vt220, console] {
        for (number, sequence) in (1..).zip(table.split(' ')) {
            assert_eq!(keys(format!("\x1b{sequence}").as_bytes()), format!("f{number}"), "{sequence}");
        }
    }
}

#[test]
fn keys_of_all_terminals() {
    for (bytes, expected) in [
        ("\x1b[A\x1bOA\x1b[1;2A\x1b[a", "up up up up"),
        ("\x1b[H\x1bOH\x1b[1~\x1b[7~", "home home home home"),
        ("\x1b[F\x1bOF\x1b[4~\x1b[8~", "end end end end"),
        ("\x1b[5~\x1b[6~\x1b[2~\x1b[3~\x1b[3$", "pageup pagedown insert delete delete"),
        ("\x1b[1;5C\x1b[1;3D\x1bOa\x1b[3^\x1b\x1b[A", "ctrl-right alt-left ctrl-up ctrl-delete alt-up"),
        ("\x1b[15;5~\x1b[1;2P\x1b[1;5R", "ctrl-f5 f1 ctrl-f3"),
        ("\x7f\x08\t\x1b[Z\r\x1bOM", "backspace backspace tab backtab enter enter"),
        ("\x01\x10\x1a\x00\x1c", "ctrl-a ctrl-p ctrl-z ctrl-space ctrl-\\"),
        ("\x1b1\x1b=\x1bx\x1b\x7f", "alt-1 alt-= alt-x alt-backspace"),
        ("\r\n\r\0\n", "enter enter enter"),
        ("\x1bOp\x1bOy\x1bOk\x1bOn", "0 9 + ."),
        ("微a信", "微 a 信"),
        ("\x1b微", "esc 微"),
        ("\x1b", "esc"),
        ("\x1b\x1b", "esc esc"),
        ("\x1b[", "alt-["),
        ("\x1bO", "alt-O"),
        ("\x1b]", "alt-]"),
        ("\x1b[27;5;9~\x1b[97;5u\x1b[27u", "ctrl-tab ctrl-a esc"),
        ("\x1b[2;3R\x1b[24;80R", "@2,3 @24,80"),
    ] {
        assert_eq!(keys(bytes.as_bytes()), expected, "{bytes:?}");
    }
}

#[test]
fn what_nobody_knows_is_swallowed_whole() {
    for bytes in [
        "\x1b[?1;2c",
        "\x1b[>0;10;1c",
        "\x1b[<0;10;20M",
        "\x1b[M !!",
        "\x1b[I\x1b[O",
        "\x1b[?2026;2$y",
        "\x1b]11;rgb:0000/0000/0000\x07",
        "\x1b]11;rgb:0000/0000/0000\x1b\\",
        "\x1bP>|tmux 3.4\x1b\\",
        "\x1b[99~",
        "\x1b[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30q",
    ] {
        assert_eq!(keys(format!("{bytes}x").as_bytes()), "x", "{bytes:?}");
    }
    assert_eq!(keys(b"\x1b[1;5\x1b[A"), "up");
    assert_eq!(keys(b"\x1b[12\x18x"), "x");
    assert_eq!(keys(b"\xff\xe5\xbea\xc0\x80"), "a");
}

#[test]
fn a_paste_is_one_event_and_never_a_key() {
    assert_eq!(keys("\x1b[200~第一行\r\nrm -rf\r\x1b[201~x".as_bytes()), "<第一行\r\nrm -rf\r> x");
    assert_eq!(keys(b"\x1b[200~\x1b[20\x1b[201~"), "<\x1b[20>");
    assert_eq!(keys(b"\x1b[200~never ends"), "<never ends>");
}

#[test]
fn double_byte_text_is_read_and_written() {
    let text = "五一种畜场1,022.81“①”𬭎";
    let mut line = Vec::new();
    for one in text.chars() {
        Charset::Gb18030.push(one, &mut line);
    }
    let events = read(&line, Charset::Gb18030);
    let back: String = events
        .iter()
        .map(|event| match event {
            Event::Key(Key { code: Code::Char(one), .. }) => *one,
            _ => char::REPLACEMENT_CHARACTER,
        })
        .collect();
    assert_eq!(back, text);
    let pasted = [b"\x1b[200~".as_slice(), &line, PASTE_END].concat();
    assert_eq!(read(&pasted, Charset::Gb18030), [Event::Paste(text.to_owned())]);
}

#[test]
fn a_bare_escape_is_held_for_what_may_follow() {
    let up = vec![Event::Key(Key::plain(Code::Up))];
    let ms = Duration::from_millis;
    for (hold, pause, expected) in [(ms(150), ms(100), 1), (ms(25), ms(10), 1), (ms(25), ms(40), 3)] {
        let mut decoder = Decoder::new(Charset::Utf8, hold);
        let mut events = Vec::new();
        decoder.feed(b"\x1b", ms(1_000), &mut events);
        assert_eq!(decoder.deadline(), Some(ms(1_000) + hold));
        decoder.feed(b"[A", ms(1_000) + pause, &mut events);
        assert_eq!(events.len(), expected);
        assert!(expected > 1 || events == up, "{events:?}");
    }
    let mut decoder = Decoder::new(Charset::Utf8, ms(25));
    let mut events = Vec::new();
    decoder.feed(b"\x1b", ms(0), &mut events);
    decoder.expire(ms(24), &mut events);
    assert_eq!(events, []);
    decoder.expire(ms(25), &mut events);
    assert_eq!(events, [Event::Key(Key::plain(Code::Esc))]);
}

#[test]
fn any_bytes_cut_anywhere_give_the_same() {
    const PIECES: [&[u8]; 16] = [
        b"\x1b",
        b"[",
        b"O",
        b"\x1b[200~",
        b"\x1b[201~",
        b"~",
        b"\xe5\xbe\xae",
        b"\xce\xd2",
        b"\x81\x30\x81\x30",
        b";",
        b"1",
        b"A",
        b"M",
        b"\r\n",
        b"]",
        b"$",
    ];
    let mut dice = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    for round in 0..100_000_u32 {
        let mut bytes = Vec::new();
        for _ in 0..dice.next_u32() % 12 {
            let roll = dice.next_u32();
            if roll.is_multiple_of(3) {
                bytes.push((roll >> 8) as u8);
            } else {
                bytes.extend_from_slice(PIECES[(roll >> 8) as usize % PIECES.len()]);
            }
        }
        let charset = if round.is_multiple_of(2) { Charset::Utf8 } else { Charset::Gb18030 };
        let cut = dice.next_u64();
        let whole = read_cut(&bytes, charset, |_| false);
        assert_eq!(read_cut(&bytes, charset, |end| cut >> (end % 64) & 1 == 1), whole, "{bytes:?}");
    }
}
