//! Seeded damage: the same seed does the same to the same bytes.

#[path = "../../src/sample/rng.rs"]
#[allow(dead_code)]
mod rng;

use rng::Dice;

/// Bytes put in by chance: separators, quotes, comment marks, breaks, halves of characters.
const JUNK: &[u8] = b",`\"#\n\r\t|^ -\0\x80\xff\xb2EeCD09.+\xe2\x80\xae";

/// One to four changes to a file.
pub(crate) fn mutated(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut dice = Dice::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(bytes.len() as u64));
    let mut bytes = bytes.to_vec();
    for _ in 0..dice.between(1, 4) {
        change(&mut bytes, &mut dice);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, dice: &mut Dice) {
    if bytes.is_empty() {
        return;
    }
    let at = dice.below(bytes.len() as u32) as usize;
    let junk = JUNK[dice.below(JUNK.len() as u32) as usize];
    let line_end = |bytes: &[u8], from: usize| {
        bytes[from..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| from + length + 1)
    };
    match dice.below(8) {
        0 => bytes[at] = junk,
        1 => bytes.insert(at, junk),
        2 => {
            bytes.remove(at);
        }
        3 => bytes.truncate(at),
        4 => {
            let end = line_end(bytes, at);
            bytes.drain(at..end);
        }
        5 => {
            let (start, end) = (line_end(bytes, at), line_end(bytes, line_end(bytes, at)));
            let line = bytes[start..end].to_vec();
            bytes.splice(start..start, line);
        }
        6 => bytes[at] ^= 1 << dice.below(8),
        _ => {
            let (start, end) = (line_end(bytes, at), line_end(bytes, line_end(bytes, at)));
            bytes.drain(start..end);
        }
    }
}
