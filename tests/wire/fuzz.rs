//! Anything a line may bring, thrown at the input machine: half-known sequences, torn characters, pauses.
//!
//! `cargo test --test wire fuzz` throws 20,000 scripts; `SANHE_FULL=1 cargo test --release --test wire fuzz`
//! five million, and `SANHE_SEED=N` others. A failure prints the seed and the script.

use std::time::Duration;

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use sanhe::term::charset::Charset;
use sanhe::term::decode::{Decoder, Event};
use sanhe::term::sanitise::unsafe_to_draw;
use sanhe::term::{Code, Key};

const SCRIPTS: u64 = 20_000;
const SCRIPTS_FULL: u64 = 5_000_000;
const HOLD: Duration = Duration::from_millis(25);
/// What terminals send, to be cut, doubled, mixed and bent.
const SEEDS: &[&[u8]] = &[
    b"\x1b[A",
    b"\x1bOP",
    b"\x1b[15~",
    b"\x1b[1;5B",
    b"\x1b[[A",
    b"\x1b[200~two\rlines\x1b[201~",
    b"\x1b[M !!",
    b"\x1b[<0;10;20M",
    b"\x1b[2;3R",
    b"\x1b[?1;2c",
    b"\x1b]11;rgb:0/0/0\x07",
    b"\x1bP>|tmux 3.4\x1b\\",
    b"\x1b1",
    b"\x1b\x1b[B",
    b"\r\n",
    b"\xe5\xbe\xae\xe4\xbf\xa1",
    b"\xce\xa2\xd0\xc5",
    b"\x81\x30\x81\x30",
    b"\xf0\x9f\x98\x80",
    b"\x9b31m",
    b"plain 22.81",
];

/// A piece of a script: bytes that come together, or time that passes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Bytes(Vec<u8>),
    Pause(u64),
}

struct Dice(TestRng);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0.next_u32() as usize % most.max(1)
    }

    fn bytes(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for _ in 0..=self.below(4) {
            bytes.extend_from_slice(SEEDS[self.below(SEEDS.len())]);
        }
        for _ in 0..self.below(4) {
            self.bend(&mut bytes);
        }
        bytes
    }

    fn bend(&mut self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return bytes.push(self.0.next_u32() as u8);
        }
        let at = self.below(bytes.len());
        match self.below(7) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << self.below(8),
            2 => bytes.insert(at, self.0.next_u32() as u8),
            3 => drop(bytes.remove(at)),
            4 => bytes.insert(at, 0x1b),
            5 => bytes.extend_from_within(at..),
            _ => {
                let digits = b"0123456789;".repeat(self.below(8));
                bytes.splice(at..at, digits);
            }
        }
    }

    fn script(&mut self) -> Vec<Piece> {
        let mut script = Vec::new();
        for _ in 0..=self.below(4) {
            script.push(Piece::Bytes(self.bytes()));
            if self.below(3) == 0 {
                script.push(Piece::Pause([1, 24, 25, 99, 100, 6_000][self.below(6)]));
            }
        }
        script
    }
}

/// Plays a script, each of its pieces in chunks as `cut` says; a long silence ends it.
fn play(script: &[Piece], charset: Charset, mut cut: impl FnMut() -> usize) -> Vec<Event> {
    let mut decoder = Decoder::new(charset, HOLD);
    let (mut events, mut now) = (Vec::new(), Duration::ZERO);
    for piece in script.iter().chain([&Piece::Pause(60_000)]) {
        match piece {
            Piece::Pause(milliseconds) => {
                now += Duration::from_millis(*milliseconds);
                decoder.expire(now, &mut events);
            }
            Piece::Bytes(bytes) => {
                let mut rest = bytes.as_slice();
                while !rest.is_empty() {
                    let (chunk, later) = rest.split_at(cut().clamp(1, rest.len()));
                    decoder.feed(chunk, now, &mut events);
                    rest = later;
                }
            }
        }
    }
    assert_eq!(decoder.deadline(), None, "it never comes to rest");
    events
}

/// What must hold of anything the machine says.
fn judge(events: &[Event], script: &[Piece]) -> Result<(), String> {
    let bytes: usize = script.iter().map(|piece| if let Piece::Bytes(bytes) = piece { bytes.len() } else { 0 }).sum();
    if events.len() > bytes * 2 {
        return Err(format!("{} events of {bytes} bytes", events.len()));
    }
    for event in events {
        let Event::Key(key) = event else { continue };
        if let Code::Char(one) = key.code
            && one.is_control()
        {
            return Err(format!("{key:?} is a control character"));
        }
        // What can be typed is either drawn or taken out before it is.
        if let Code::Char(one) = key.code
            && !unsafe_to_draw(one)
            && !one.is_whitespace()
            && Key::parse(&key.written()) != Some(*key)
        {
            return Err(format!("{key:?} is written {:?}, which is another key", key.written()));
        }
    }
    Ok(())
}

#[test]
fn fuzz_the_input_machine() {
    let full = std::env::var_os("SANHE_FULL").is_some();
    let seed: u64 = std::env::var("SANHE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let mut dice = Dice(TestRng::from_seed(RngAlgorithm::ChaCha, &{
        let mut bytes = [7; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes
    }));
    for number in 0..if full { SCRIPTS_FULL } else { SCRIPTS } {
        let script = dice.script();
        let charset = [Charset::Utf8, Charset::Gb18030, Charset::Gbk][dice.below(3)];
        let whole = play(&script, charset, || usize::MAX);
        let told = judge(&whole, &script);
        assert_eq!(told, Ok(()), "seed {seed}, script {number}, {charset:?}: {script:?}");
        let mut cut = dice.0.next_u64();
        let cuts = || {
            cut = cut.rotate_left(5);
            1 + (cut % 7) as usize
        };
        assert_eq!(play(&script, charset, cuts), whole, "seed {seed}, script {number}, {charset:?}: {script:?}");
    }
}
