//! Bytes from the terminal read into keys, pastes and reports.
//!
//! Invariant: a pure machine: the same bytes give the same events however they are cut into reads, as
//! long as no deadline passes in between; no byte makes it panic; a sequence nobody knows is swallowed
//! whole. Time comes in as an argument, so that a test can let it pass.

use std::time::Duration;

use super::charset::Charset;
use super::sequences;
use super::{Code, Key};

/// What the terminal said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key.
    Key(Key),
    /// A pasted text, in one piece.
    Paste(String),
    /// Where the cursor is, row and column from 1, as an answer to a question.
    Cursor(u16, u16),
}

/// A paste is delivered at this many bytes at the latest.
const PASTE_MOST: usize = 1 << 20;
/// A paste whose end never comes is delivered after this silence.
const PASTE_SILENCE: Duration = Duration::from_secs(5);
/// A begun sequence or character is given up after so many holds of a bare Esc.
const BEGUN_HOLDS: u32 = 4;
/// Bytes of a sequence worth keeping; a longer one is swallowed all the same.
const SEQUENCE_MOST: usize = 64;
const PASTE_END: &[u8] = b"\x1b[201~";
const ESC: u8 = 0x1b;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Between characters, or within one.
    Text,
    /// Behind Esc, or two of them.
    Escape { twice: bool },
    /// Behind Esc and `O`.
    Ss3 { alt: bool },
    /// Behind Esc and `[`.
    Csi { alt: bool },
    /// Behind Esc `[` `[`: one more byte names F1 to F5 of the Linux console.
    Console,
    /// Behind Esc `[` `M`: three more bytes of an old mouse report.
    Mouse { left: u8 },
    /// A string for the terminal that came back: until BEL or Esc `\`.
    Strings { esc: bool },
    /// Within the brackets of a paste.
    Paste,
}

/// 解码. The machine.
#[derive(Clone, Debug)]
pub struct Decoder {
    charset: Charset,
    hold: Duration,
    state: State,
    begun: Vec<u8>,
    after_return: bool,
    deadline: Option<Duration>,
}

impl Decoder {
    /// A machine that holds a bare Esc for `hold`.
    pub fn new(charset: Charset, hold: Duration) -> Self {
        Decoder { charset, hold, state: State::Text, begun: Vec::new(), after_return: false, deadline: None }
    }

    /// When [`Decoder::expire`] must be called, if nothing comes before.
    pub fn deadline(&self) -> Option<Duration> {
        self.deadline
    }

    /// Takes bytes read at `now`.
    pub fn feed(&mut self, bytes: &[u8], now: Duration, events: &mut Vec<Event>) {
        self.expire(now, events);
        for byte in bytes {
            self.byte(*byte, events);
        }
        if !bytes.is_empty() {
            self.deadline = self.patience().map(|patience| now + patience);
        }
    }

    /// Lets time pass: a sequence that has not gone on by its deadline is taken for what it is so far.
    pub fn expire(&mut self, now: Duration, events: &mut Vec<Event>) {
        if self.deadline.is_none_or(|deadline| now < deadline) {
            return;
        }
        self.deadline = None;
        match self.state {
            State::Escape { twice } => {
                if twice {
                    push(events, Key::plain(Code::Esc));
                }
                push(events, Key::plain(Code::Esc));
            }
            State::Ss3 { .. } => push(events, alt(Code::Char('O'))),
            State::Csi { .. } if self.begun.is_empty() => push(events, alt(Code::Char('['))),
            State::Strings { .. } if self.begun.len() == 1 => {
                let opener = self.begun.first().copied().unwrap_or(b']');
                push(events, alt(Code::Char(char::from(opener))));
            }
            State::Paste => self.deliver(events),
            State::Text | State::Csi { .. } | State::Console | State::Mouse { .. } | State::Strings { .. } => {}
        }
        self.rest();
    }

    fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Text if self.begun.is_empty() => None,
            State::Escape { .. } | State::Ss3 { .. } => Some(self.hold),
            State::Csi { .. } if self.begun.is_empty() => Some(self.hold),
            State::Strings { .. } if self.begun.len() == 1 => Some(self.hold),
            State::Paste => Some(PASTE_SILENCE),
            State::Text | State::Csi { .. } | State::Console | State::Mouse { .. } | State::Strings { .. } => {
                Some(self.hold * BEGUN_HOLDS)
            }
        }
    }

    fn rest(&mut self) {
        self.state = State::Text;
        self.begun.clear();
    }

    fn byte(&mut self, byte: u8, events: &mut Vec<Event>) {
        match self.state {
            State::Text => self.text(byte, events),
            State::Escape { twice } => self.escape(byte, twice, events),
            State::Ss3 { alt } => self.ss3(byte, alt, events),
            State::Csi { alt } => self.csi(byte, alt, events),
            State::Console => {
                self.rest();
                if let number @ b'A'..=b'E' = byte {
                    push(events, Key::plain(Code::F(number - b'A' + 1)));
                }
            }
            State::Mouse { left } if left > 1 => self.state = State::Mouse { left: left - 1 },
            State::Mouse { .. } => self.rest(),
            State::Strings { esc } => self.strings(byte, esc, events),
            State::Paste => self.paste(byte, events),
        }
    }

    fn text(&mut self, byte: u8, events: &mut Vec<Event>) {
        if !self.begun.is_empty() {
            if self.charset.continues(&self.begun, byte) {
                self.begun.push(byte);
                return self.finish_character(events);
            }
            self.begun.clear();
        }
        let after_return = std::mem::take(&mut self.after_return);
        match byte {
            ESC => self.state = State::Escape { twice: false },
            // Some lines send CR LF or CR NUL for Enter; that is one key.
            b'\n' | 0 if after_return => {}
            0x00..=0x7f => {
                self.after_return = byte == b'\r';
                push(events, plain_byte(byte));
            }
            _ => {
                self.begun.push(byte);
                self.finish_character(events);
            }
        }
    }

    fn finish_character(&mut self, events: &mut Vec<Event>) {
        let Some(needed) = self.charset.needed(&self.begun) else { return };
        if self.begun.len() < needed {
            return;
        }
        let text = if needed == 0 { String::new() } else { self.charset.read(&self.begun) };
        self.begun.clear();
        for one in text.chars().filter(|one| !one.is_control()) {
            push(events, Key::plain(Code::Char(one)));
        }
    }

    fn escape(&mut self, byte: u8, twice: bool, events: &mut Vec<Event>) {
        self.rest();
        match byte {
            b'[' => self.state = State::Csi { alt: twice },
            b'O' => self.state = State::Ss3 { alt: twice },
            ESC => {
                if twice {
                    push(events, Key::plain(Code::Esc));
                }
                self.state = State::Escape { twice: true };
            }
            b']' | b'P' | b'_' | b'^' | b'X' if !twice => {
                self.begun.push(byte);
                self.state = State::Strings { esc: false };
            }
            0x00..=0x7f => {
                if twice {
                    push(events, Key::plain(Code::Esc));
                }
                self.after_return = byte == b'\r';
                push(events, Key { alt: true, ..plain_byte(byte) });
            }
            // A character of several bytes is no Alt: an input method sent it behind Esc.
            _ => {
                for _ in 0..=u8::from(twice) {
                    push(events, Key::plain(Code::Esc));
                }
                self.text(byte, events);
            }
        }
    }

    fn ss3(&mut self, byte: u8, alt: bool, events: &mut Vec<Event>) {
        match byte {
            b'0'..=b'9' | b';' => self.keep(byte),
            0x21..=0x7e => {
                let key = sequences::ss3(&self.begun, byte);
                self.rest();
                self.key(key, alt, events);
            }
            _ => self.broken(byte, events),
        }
    }

    fn csi(&mut self, byte: u8, alt: bool, events: &mut Vec<Event>) {
        match byte {
            b'[' if self.begun.is_empty() => self.state = State::Console,
            // rxvt ends a shifted key with `$`, which is no final byte anywhere else.
            b'$' if self.begun.first().is_some_and(u8::is_ascii_digit) => self.end_csi(byte, alt, events),
            0x20..=0x3f => self.keep(byte),
            0x40..=0x7e => self.end_csi(byte, alt, events),
            _ => self.broken(byte, events),
        }
    }

    fn end_csi(&mut self, byte: u8, alt: bool, events: &mut Vec<Event>) {
        let begun = std::mem::take(&mut self.begun);
        self.rest();
        match (begun.as_slice(), byte) {
            (b"", b'M') => self.state = State::Mouse { left: 3 },
            (b"200", b'~') => self.state = State::Paste,
            (numbers, b'R') if let Some((row, column)) = sequences::cursor_report(numbers) => {
                events.push(Event::Cursor(row, column));
            }
            (numbers, _) => self.key(sequences::csi(numbers, byte), alt, events),
        }
    }

    /// A byte that cannot stand in a sequence: the sequence is dropped and the byte begins anew.
    fn broken(&mut self, byte: u8, events: &mut Vec<Event>) {
        self.rest();
        if !matches!(byte, 0x18 | 0x1a) {
            self.text(byte, events);
        }
    }

    fn strings(&mut self, byte: u8, esc: bool, events: &mut Vec<Event>) {
        match byte {
            0x07 | 0x18 | 0x1a => self.rest(),
            b'\\' if esc => self.rest(),
            _ if esc => {
                self.rest();
                self.escape(byte, false, events);
            }
            ESC => self.state = State::Strings { esc: true },
            _ if self.begun.len() < 2 => self.begun.push(byte),
            _ => {}
        }
    }

    fn paste(&mut self, byte: u8, events: &mut Vec<Event>) {
        self.begun.push(byte);
        if self.begun.ends_with(PASTE_END) {
            self.begun.truncate(self.begun.len() - PASTE_END.len());
            self.deliver(events);
            self.rest();
        } else if self.begun.len() >= PASTE_MOST && byte == b'\n' {
            self.deliver(events);
        }
    }

    fn deliver(&mut self, events: &mut Vec<Event>) {
        let text = self.charset.read(&self.begun);
        self.begun.clear();
        events.push(Event::Paste(text));
    }

    fn keep(&mut self, byte: u8) {
        if self.begun.len() < SEQUENCE_MOST {
            self.begun.push(byte);
        }
    }

    fn key(&self, key: Option<Key>, alt: bool, events: &mut Vec<Event>) {
        if let Some(key) = key {
            push(events, Key { alt: alt || key.alt, ..key });
        }
    }
}

fn push(events: &mut Vec<Event>, key: Key) {
    events.push(Event::Key(key));
}

fn alt(code: Code) -> Key {
    Key { alt: true, ..Key::plain(code) }
}

/// The key of one byte of ASCII.
fn plain_byte(byte: u8) -> Key {
    let held = |one: u8| Key { ctrl: true, ..Key::plain(Code::Char(char::from(one))) };
    match byte {
        0x00 => held(b' '),
        b'\t' => Key::plain(Code::Tab),
        b'\r' | b'\n' => Key::plain(Code::Enter),
        ESC => Key::plain(Code::Esc),
        // Ctrl+H is the Backspace of older terminals and is never anything else.
        0x08 | 0x7f => Key::plain(Code::Backspace),
        0x01..=0x1a => held(byte + 0x60),
        0x1c..=0x1f => held(byte + 0x40),
        printable => Key::plain(Code::Char(char::from(printable))),
    }
}

#[cfg(test)]
mod tests;
