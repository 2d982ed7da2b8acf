//! Looking a cell up among a few words 词表, once or twice a row and so without a call for each word.
//!
//! Invariant: exact; two words of at most 16 bytes have equal packs only if they are equal.

/// A word packed into one number: first and last eight bytes (overlapping), and its length.
type Pack = (u128, usize);

/// A list of words in file order.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    short: Vec<(Pack, usize)>,
    long: Vec<(String, usize)>,
}

impl Words {
    pub(super) fn new<'a>(words: impl Iterator<Item = &'a str>) -> Words {
        let mut list = Words::default();
        for (index, word) in words.enumerate() {
            match pack(word.as_bytes()) {
                Some(pack) => list.short.push((pack, index)),
                None => list.long.push((word.to_string(), index)),
            }
        }
        list
    }

    /// The index of a word.
    pub(super) fn find(&self, word: &str) -> Option<usize> {
        match pack(word.as_bytes()) {
            Some(wanted) => self.short.iter().find(|(pack, _)| *pack == wanted).map(|(_, index)| *index),
            None => self.long.iter().find(|(long, _)| long == word).map(|(_, index)| *index),
        }
    }
}

fn pack(bytes: &[u8]) -> Option<Pack> {
    let (first, last) = match bytes.len() {
        0..=7 => (bytes.iter().fold(0, |packed, byte| packed << 8 | u64::from(*byte)), 0),
        8..=16 => (u64::from_le_bytes(*bytes.first_chunk()?), u64::from_le_bytes(*bytes.last_chunk()?)),
        _ => return None,
    };
    Some((u128::from(first) << 64 | u128::from(last), bytes.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        let list =
            ["", "支付", "退款", "\0支", "微信支付", "微信支什", "银行存款银", "银行存款银行存款", "银行存款银行存支"];
        let words = Words::new(list.into_iter());
        for (index, word) in list.into_iter().enumerate() {
            assert_eq!(words.find(word), Some(index), "{word}");
        }
        for other in ["支", "支付 ", "\0\0支", "微信支忖", "银行存款银行存付"] {
            assert_eq!(words.find(other), None, "{other}");
        }
    }
}
