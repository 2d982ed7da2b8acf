//! The place 本地情况: what its own documents say — how it names kinds of unit, what its fund lasts, which
//! facts hold there. Nothing of it is guessed: what is not on record is asked.

use std::collections::BTreeMap;

use super::firm::{Need, UnitType};
use crate::domain::arrears::month::FeeMonth;

/// 基金可支付月数 of a line as told in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fund {
    /// 险种, by code.
    pub line: String,
    /// From which month on it was told.
    pub month: FeeMonth,
    /// Tenths of a month.
    pub tenths: u32,
    /// Where it stands.
    pub source: String,
}

/// A fact of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceFact {
    /// Which.
    pub need: Need,
    /// Only in this area; everywhere when empty.
    pub area: String,
    /// First and last fee month it is said of.
    pub months: (FeeMonth, FeeMonth),
    /// Whether it holds.
    pub holds: bool,
    /// Where it stands.
    pub source: String,
}

/// 本地情况.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Kind of unit by the registry's word for it.
    pub units: BTreeMap<String, UnitType>,
    /// Fact by the word sheets of applications use for it.
    pub needs: BTreeMap<String, Need>,
    /// 基金可支付月数.
    pub funds: Vec<Fund>,
    /// Facts.
    pub facts: Vec<PlaceFact>,
}

impl Place {
    /// What the fund of a line lasted, as last told by a month.
    pub fn fund(&self, line: &str, month: FeeMonth) -> Option<&Fund> {
        self.funds.iter().filter(|fund| fund.line == line && fund.month <= month).max_by_key(|fund| fund.month)
    }

    /// Facts that hold or do not hold for a unit of an area in a month.
    pub fn facts_of(&self, area: &str, month: FeeMonth) -> impl Iterator<Item = (Need, bool)> {
        let said = move |fact: &&PlaceFact| {
            (fact.area.is_empty() || area.contains(fact.area.as_str()))
                && fact.months.0 <= month
                && month <= fact.months.1
        };
        self.facts.iter().filter(said).map(|fact| (fact.need, fact.holds))
    }
}
