//! The generator's own dice: SplitMix64, seeded, whole numbers only.
//!
//! Invariant: equal seeds give equal draws on every machine and in every release; changing this
//! file changes every sample, so `data/samples` has to be made anew with it.

/// A seeded source of draws.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// Dice that depend on `seed` alone.
    pub(super) const fn new(seed: u64) -> Self {
        Dice(seed ^ 0x5AA4_E3C1_0F2D_9B77)
    }

    /// The next 64 bits.
    pub(super) const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but not including `end`; 0 when `end` is 0.
    pub(super) const fn below(&mut self, end: u32) -> u32 {
        (((self.bits() >> 32) * end as u64) >> 32) as u32
    }

    /// A position in a list of `len` items.
    pub(super) fn index(&mut self, len: usize) -> usize {
        self.below(u32::try_from(len).unwrap_or(u32::MAX)) as usize
    }

    /// A number from `first` to `last`, both included.
    pub(super) fn between(&mut self, first: u32, last: u32) -> u32 {
        first + self.below(last.saturating_sub(first).saturating_add(1))
    }

    /// True `parts` times in a thousand.
    pub(super) const fn per_mille(&mut self, parts: u32) -> bool {
        self.below(1000) < parts
    }

    /// One of a list of copies.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T], otherwise: T) -> T {
        let at = self.index(from.len());
        from.get(at).copied().unwrap_or(otherwise)
    }

    /// The position of a weight, drawn in proportion.
    pub(super) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (at, weight) in weights.iter().enumerate() {
            if left < *weight {
                return at;
            }
            left -= weight;
        }
        0
    }

    /// Puts a list in random order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.index(last + 1);
            items.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_the_same_for_ever() {
        let mut dice = Dice::new(20_260_302);
        let drawn: Vec<u32> = (0..6).map(|_| dice.below(1000)).collect();
        let mut again = Dice::new(20_260_302);
        assert_eq!(drawn, (0..6).map(|_| again.below(1000)).collect::<Vec<_>>());
        assert!((0..2000).all(|_| (3..=5).contains(&dice.between(3, 5))));
        assert!((0..2000).all(|_| dice.weighted(&[0, 7, 0]) == 1));
    }
}
