//! The clipboard 剪贴板 of the person's own machine, reached through the terminal (OSC 52).
//!
//! Invariant: only base64 stands between the introducer and the end, so no text can steer the terminal.

use super::sanitise::clean;

/// Most bytes handed over; xterm and its kin take no more in one sequence.
const BYTES_MAX: usize = 74_000;

/// The sequence that puts a text on the clipboard; `None` when the text is too long for it.
pub fn sequence(text: &str) -> Option<Vec<u8>> {
    let text = clean(text);
    if text.len() > BYTES_MAX {
        return None;
    }
    let mut bytes = b"\x1b]52;c;".to_vec();
    for three in text.as_bytes().chunks(3) {
        base64(three, &mut bytes);
    }
    bytes.extend_from_slice(b"\x1b\\");
    Some(bytes)
}

/// Three bytes as four letters, the last ones filled up by `=` (RFC 4648 §4).
fn base64(three: &[u8], into: &mut Vec<u8>) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits = (0..3).fold(0_usize, |bits, at| bits << 8 | usize::from(three.get(at).copied().unwrap_or(0)));
    for at in 0..4 {
        let letter = LETTERS[bits >> (18 - 6 * at) & 63];
        into.push(if at > three.len() { b'=' } else { letter });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_handed_over_in_letters_only() {
        for (text, letters) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("微信\t1", "5b6u5L+hIDE=")]
        {
            let bytes = sequence(text).unwrap_or_default();
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            let between = shown.strip_prefix("\x1b]52;c;").and_then(|rest| rest.strip_suffix("\x1b\\"));
            assert_eq!(between.map(str::len), Some(letters.len()), "{text}");
        }
        let evil = sequence("\x1b]0;x\x07\x1b\\").unwrap_or_default();
        assert_eq!(evil.iter().filter(|byte| **byte == 0x1b).count(), 2);
        assert!(sequence(&"a".repeat(BYTES_MAX + 1)).is_none());
    }
}
