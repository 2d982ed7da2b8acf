//! Files torn, doubled and scribbled on: every row is accounted for, or the file is refused; nothing panics.

use sanhe::domain::day::BusinessDay;
use sanhe::import::{Parsed, RawFile, ReadOptions};

use crate::{LAYOUTS, formats, sample};

/// Numbers that are the same on every run (an LCG of Knuth's).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }
}

const SCRAPS: [&[u8]; 12] = [
    b",",
    b"\"",
    b"\n",
    b"\r\n",
    b"-",
    b"9",
    b".",
    b"\x00",
    b"\xff",
    "合计".as_bytes(),
    "\u{202e}".as_bytes(),
    b"1E+18",
];

/// One to four scratches: a line gone, doubled or moved, bytes gone, scraps put in, the end torn off.
fn scratched(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=numbers.below(4) {
        let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
        let (line, other) = (numbers.below(lines.len()), numbers.below(lines.len()));
        match numbers.below(6) {
            0 => drop(lines.remove(line)),
            1 => lines.insert(line, lines[other].clone()),
            2 => lines.swap(line, other),
            3 => {
                let at = numbers.below(lines[line].len());
                let scrap = SCRAPS[numbers.below(SCRAPS.len())];
                lines[line].splice(at..at, scrap.iter().copied());
            }
            4 => {
                let at = numbers.below(lines[line].len());
                lines[line].remove(at);
            }
            _ => {
                let at = numbers.below(lines[line].len());
                lines[line].truncate(at);
            }
        }
        bytes = lines.concat();
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

#[test]
fn every_row_of_a_scratched_file_is_accounted_for() {
    let (formats, mut numbers) = (formats(), Numbers(20_260_305));
    let today = BusinessDay::parse("2026-03-05").unwrap();
    let receipts = ["plain-his", "plain-cashier", "plain-bank", "wechat-trade"].map(|layout| (layout, None));
    let (mut entered, mut refused) = (0, 0);
    for (layout, account) in LAYOUTS.into_iter().chain(receipts) {
        let whole = sample(layout);
        for round in 0..120 {
            let bytes = scratched(&whole, &mut numbers);
            let options = ReadOptions { account, ..ReadOptions::on(today) };
            let told = |rows: usize, quarantined: usize, control: u64| rows as u64 + quarantined as u64 + control;
            match sanhe::import::read(RawFile::from_bytes("made-up.csv", bytes), &formats, &options) {
                Ok(Parsed::Statement(file)) => {
                    entered += 1;
                    assert_eq!(file.rows_read, told(file.rows.len(), file.quarantined.len(), file.control_rows));
                    assert!(file.controls.iter().all(|control| control.ok), "{layout} {round}");
                }
                Ok(Parsed::Receipts(file)) => {
                    entered += 1;
                    assert_eq!(file.rows_read, told(file.entries.len(), file.quarantined.len(), file.control_rows));
                    assert!(file.controls.iter().all(|control| control.ok), "{layout} {round}");
                }
                Err(file) => {
                    refused += 1;
                    assert!(!file.errors.is_empty(), "{layout} {round}: refused without a word");
                }
            }
        }
    }
    // Both ends are met, or the test would prove nothing.
    assert!(entered > 300 && refused > 300, "{entered} entered, {refused} refused");
}
