//! Names as numbers 名次: rows ordered by a name carry a number while they are gathered, and its rank once all are met.

/// The names met so far.
#[derive(Default)]
pub(super) struct Ranks(Vec<String>);

impl Ranks {
    /// Number of a name, counted as names are met; rows of one name mostly stand together.
    pub(super) fn number_of(&mut self, name: &str) -> i64 {
        let known = self.0.iter().rposition(|known| known == name);
        let number = known.unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        });
        i64::try_from(number).unwrap_or(i64::MAX)
    }

    /// Puts the rank of the name in the place of each number.
    pub(super) fn rank<'n>(&self, numbers: impl Iterator<Item = &'n mut i64>) {
        let mut sorted: Vec<&String> = self.0.iter().collect();
        sorted.sort();
        let ranks: Vec<i64> = self.0.iter().map(|name| sorted.binary_search(&name).unwrap_or(0) as i64).collect();
        for number in numbers {
            *number = usize::try_from(*number).ok().and_then(|at| ranks.get(at)).copied().unwrap_or(0);
        }
    }
}
