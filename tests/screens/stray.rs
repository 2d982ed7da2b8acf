//! Every screen through every profile: nothing leaves but what the profile's terminal understands.

use ratatui::buffer::Buffer;
use sanhe::term::charset::Charset;
use sanhe::term::paint::Painter;
use sanhe::term::profile::{Asked, Depth, Profile, Settings};
use sanhe::text::lang::Lang;

use crate::{play, scenes};

fn settings(profile: Profile, charset: Charset) -> Settings {
    let asked = Asked { term: Some(profile.name.to_owned()), charset: Some(charset) };
    Settings::settle(&asked, |_| None)
}

/// What a terminal would have to know for these bytes; `Err` names what this one does not.
fn check(bytes: &[u8], settings: &Settings) -> Result<(), String> {
    let mut rest = bytes;
    while let [first, tail @ ..] = rest {
        rest = match (first, tail) {
            (0x1b, [b'[', tail @ ..]) => {
                let end = tail.iter().position(u8::is_ascii_alphabetic).ok_or("a sequence without an end")?;
                let (codes, last) = (String::from_utf8_lossy(&tail[..end]).into_owned(), char::from(tail[end]));
                sequence(&codes, last, &settings.profile).map_err(|what| format!("{what}: ESC [ {codes} {last}"))?;
                &tail[end + 1..]
            }
            // One line up, scrolling at the edge: a VT100 has it.
            (0x1b, [b'M', tail @ ..]) => tail,
            (b'\r' | b'\n' | 0x08 | 0x20..=0x7e, tail) => tail,
            (0x80.., tail) if settings.charset.is_double_byte() => match tail {
                [second @ (0x40..=0x7e | 0x80..=0xfe), tail @ ..] if *second != 0x7f => tail,
                [0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, tail @ ..] if settings.charset == Charset::Gb18030 => tail,
                _ => return Err(format!("{first:02x} and no second byte")),
            },
            (0xc2..=0xf4, _) => {
                let length = rest.iter().skip(1).take_while(|byte| **byte & 0xc0 == 0x80).count() + 1;
                let text = std::str::from_utf8(&rest[..length]).map_err(|error| error.to_string())?;
                if text.chars().any(|one| !settings.shows(one)) {
                    return Err(format!("{text} has no glyph"));
                }
                &rest[length..]
            }
            (first, _) => return Err(format!("a stray {first:02x}")),
        };
    }
    Ok(())
}

fn sequence(codes: &str, last: char, profile: &Profile) -> Result<(), &'static str> {
    if let Some(mode) = codes.strip_prefix('?') {
        return match mode {
            "25" if profile.hides_cursor => Ok(()),
            "1049" if profile.alternate => Ok(()),
            "2004" if profile.paste => Ok(()),
            _ => Err("a private mode"),
        };
    }
    let known = match last {
        'A' | 'B' | 'C' | 'D' | 'H' | 'J' | 'K' => true,
        'r' => profile.regions,
        'G' | 'd' => profile.absolute,
        'b' => profile.repeat,
        'n' => profile.reports && codes == "6",
        'm' => return codes.split(';').try_for_each(|code| attribute(code, profile)),
        _ => false,
    };
    let plain = codes.bytes().all(|byte| byte.is_ascii_digit() || byte == b';');
    if known && plain { Ok(()) } else { Err("a sequence") }
}

fn attribute(code: &str, profile: &Profile) -> Result<(), &'static str> {
    let number: u32 = if code.is_empty() { 0 } else { code.parse().map_err(|_| "an attribute")? };
    match number {
        0 | 1 | 4 | 7 => Ok(()),
        2 if profile.depth != Depth::Mono => Ok(()),
        22 | 24 | 27 if profile.single_off => Ok(()),
        39 | 49 if profile.single_off && profile.depth != Depth::Mono => Ok(()),
        30..=37 | 40..=47 if profile.depth >= Depth::Eight => Ok(()),
        90..=97 | 100..=107 if profile.depth >= Depth::Sixteen => Ok(()),
        _ => Err("an attribute"),
    }
}

/// All bytes of a visit: taking over, each frame, giving back.
fn bytes(frames: &[Buffer], cursor: Option<(u16, u16)>, settings: Settings) -> Vec<u8> {
    let (mut painter, mut out) = (Painter::new(settings), Vec::new());
    painter.enter(&mut out);
    for frame in frames {
        painter.paint(frame, cursor, &mut out);
    }
    painter.leave(&mut out);
    out
}

#[test]
fn no_profile_gets_a_byte_it_does_not_know() {
    for (name, book, size, script) in scenes() {
        for lang in [Lang::Zh, Lang::En] {
            let played = play(*book, lang, *size, script);
            let last = &played.frames[played.frames.len().saturating_sub(2)..];
            let double = [Charset::Gb18030, Charset::Gbk].into_iter().zip([Profile::VT100, Profile::GBK]);
            let plain = Profile::ALL.into_iter().map(|profile| (Charset::Utf8, profile));
            for (charset, profile) in plain.chain(double) {
                let settings = settings(profile, charset);
                let found = check(&bytes(last, played.cursor, settings), &settings);
                assert_eq!(found, Ok(()), "{name} {lang:?} {} {charset:?}", profile.name);
            }
        }
    }
}

/// The first screen as the oldest terminals get it: a mono one in full, and the console of Linux without Han.
#[test]
fn the_first_screen_of_old_terminals_is_agreed() {
    let mut found = String::new();
    for (profile, lang) in [(Profile::VT100, Lang::Zh), (Profile::LINUX, Lang::En)] {
        let played = play(crate::Book::Full, lang, crate::WIDE, "3 down");
        let out = bytes(&played.frames, played.cursor, settings(profile, Charset::Utf8));
        let shown = String::from_utf8(out).unwrap().replace('\x1b', "^").replace('\r', "<CR>").replace('\n', "<LF>\n");
        found.push_str(&format!("==== {}\n{}\n", profile.name, shown.replace("^[H", "\n^[H")));
    }
    let path = std::path::Path::new("tests/screens/old_terminals.bytes");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &found).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), found, "UPDATE=1 writes it anew");
}

#[test]
fn the_check_sees_what_it_forbids() {
    for (profile, stray) in [
        (Profile::VT100, "\x1b[?25l"),
        (Profile::VT100, "\x1b[31m"),
        (Profile::VT100, "\x1b[22m"),
        (Profile::VT100, "\x1b[5G"),
        (Profile::LINUX, "\x1b[91m"),
        (Profile::LINUX, "\x1b[?2004h"),
        (Profile::LINUX, "三"),
        (Profile::XTERM, "\x1b[9b"),
        (Profile::XTERM, "\x07"),
        (Profile::GBK, "\x1b[6n"),
    ] {
        assert!(check(stray.as_bytes(), &settings(profile, Charset::Utf8)).is_err(), "{} {stray:?}", profile.name);
    }
}
