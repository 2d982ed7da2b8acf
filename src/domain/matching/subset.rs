//! 子集和: which of a few parts add up to a sum, all ways counted.
//!
//! Invariant: at most [`CANDIDATES_MAX`] parts are tried, so the work is bounded; a sum is taken apart only
//! where exactly one set of parts gives it; sets are shown by fewest parts, then by place.

use crate::domain::money::Money;

/// Most parts that are tried (design: R2, stage 6).
pub const CANDIDATES_MAX: usize = 12;
/// Most sets shown where several would do.
pub const SHOWN_MAX: usize = 5;

/// What adds up to a sum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subsets {
    /// Sets in all.
    pub count: usize,
    /// The first of them by fewest parts and then by place, [`SHOWN_MAX`] at most.
    pub shown: Vec<Vec<usize>>,
    /// Every part that stands in some set.
    pub touched: Vec<usize>,
}

impl Subsets {
    /// The only set.
    pub fn only(&self) -> Option<&[usize]> {
        if self.count == 1 { self.shown.first().map(Vec::as_slice) } else { None }
    }
}

/// Every set of parts that adds up to `sum`; none where there are more than [`CANDIDATES_MAX`] parts, of which no
/// part is zero.
pub fn subsets(parts: &[Money], sum: Money) -> Subsets {
    if parts.len() > CANDIDATES_MAX || parts.iter().any(|part| part.is_zero()) {
        return Subsets::default();
    }
    let of = |set: u32| (0..parts.len()).filter(move |place| set >> place & 1 == 1);
    let mut sums = vec![Money::ZERO; 1 << parts.len()];
    let mut found: Vec<u32> = Vec::new();
    for set in 1..1_u32 << parts.len() {
        let lowest = set.trailing_zeros() as usize;
        let whole = sums[(set & (set - 1)) as usize] + parts[lowest];
        sums[set as usize] = whole;
        if whole == sum {
            found.push(set);
        }
    }
    found.sort_by_key(|set| (set.count_ones(), set.reverse_bits() ^ u32::MAX));
    let any = found.iter().fold(0, |any, set| any | set);
    Subsets {
        count: found.len(),
        shown: found.iter().take(SHOWN_MAX).map(|set| of(*set).collect()).collect(),
        touched: of(any).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(parts: &[i64], sum: i64) -> Subsets {
        let parts: Vec<Money> = parts.iter().map(|fen| Money::from_fen(*fen)).collect();
        subsets(&parts, Money::from_fen(sum))
    }

    #[test]
    fn a_sum_is_taken_apart_where_one_set_gives_it() {
        assert_eq!(found(&[500, 1200, 80], 580).only(), Some([0, 2].as_slice()));
        assert_eq!(found(&[500, 1200, 80], 1200).only(), Some([1].as_slice()));
        assert_eq!(found(&[500, -200, 80], 380).only(), Some([0, 1, 2].as_slice()));
        for (parts, sum) in [(vec![500, 1200, 80], 600), (vec![], 0), (vec![500, 0], 500), (vec![1; 13], 13)] {
            assert_eq!(found(&parts, sum), Subsets::default(), "{parts:?}");
        }
    }

    #[test]
    fn several_sets_are_counted_and_five_shown() {
        let known = found(&[300, 300, 600], 600);
        assert_eq!((known.count, known.only(), known.touched.as_slice()), (2, None, [0, 1, 2].as_slice()));
        assert_eq!(known.shown, [vec![2], vec![0, 1]]);
        let many = found(&[100; 6], 300);
        assert_eq!((many.count, many.shown.len()), (20, SHOWN_MAX));
        assert_eq!(many.shown[0], [0, 1, 2]);
    }
}
