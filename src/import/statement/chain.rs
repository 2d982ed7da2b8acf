//! The chain of balances 余额链: each balance is the one before it plus what moved in between.
//!
//! Invariant: of the two orders a bank may print its rows in the one is taken in which the whole chain
//! holds; where it holds in neither the file is refused at the first row that breaks it.

use std::collections::BTreeMap;

use super::span;
use crate::domain::day::{BusinessDay, TimeOfDay};
use crate::domain::import::{Control, RowError, RowErrorCode};
use crate::domain::money::Money;
use crate::domain::statement::{AccountPart, StatementRow, control_names};
use crate::import::fault::at_line;

/// What one row adds to the chain of its account.
#[derive(Clone, Debug)]
pub(in crate::import) struct Link {
    pub(in crate::import) line: u32,
    pub(in crate::import) account: String,
    pub(in crate::import) currency: String,
    pub(in crate::import) amount: Money,
    pub(in crate::import) balance: Option<Money>,
    pub(in crate::import) moment: Option<(BusinessDay, TimeOfDay)>,
}

/// Account and currency.
pub(in crate::import) type Key = (String, String);

/// Balances at both ends of one account.
type Ends = (Option<Money>, Option<Money>);

/// What the chains of a file say.
#[derive(Debug, Default)]
pub(super) struct Chains {
    pub(super) controls: Vec<Control>,
    pub(super) errors: Vec<RowError>,
    pub(super) ends: BTreeMap<Key, Ends>,
    /// Accounts whose rows stand newest first.
    pub(super) newest_first: Vec<Key>,
}

/// Where a chain breaks.
#[derive(Debug)]
struct Break {
    line: u32,
    expected: Money,
    printed: Money,
}

/// One order of reading: the balances at both ends, the breaks, and the first of them.
#[derive(Debug, Default)]
struct Walk {
    ends: Ends,
    breaks: u64,
    first: Option<Break>,
}

/// Follows the chain of every account, in whichever order it holds.
pub(super) fn follow(links: &[Link]) -> Chains {
    let mut by_account: BTreeMap<Key, Vec<&Link>> = BTreeMap::new();
    for link in links {
        by_account.entry((link.account.clone(), link.currency.clone())).or_default().push(link);
    }
    let mut chains = Chains::default();
    for (key, links) in by_account {
        let (forward, backward) = (walk(links.iter().copied()), walk(links.iter().rev().copied()));
        let newest_first = match forward.breaks.cmp(&backward.breaks) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => falls(&links),
        };
        let chosen = if newest_first { backward } else { forward };
        chains.settle(key, &links, chosen, newest_first);
    }
    chains
}

impl Chains {
    fn settle(&mut self, key: Key, links: &[&Link], walk: Walk, newest_first: bool) {
        if let Some(broken) = walk.first {
            let difference = broken.printed - broken.expected;
            let details = [broken.expected, broken.printed, difference].map(|money| money.to_string());
            self.errors.push(at_line(broken.line, "", RowErrorCode::BalanceBroken, details.into()));
        }
        if let (Some(opening), Some(closing)) = walk.ends {
            let moved = links.iter().fold(opening, |sum, link| sum + link.amount);
            self.controls.push(Control {
                name: control_names::BALANCE_CHAIN.into(),
                expected: closing.to_string(),
                actual: moved.to_string(),
                ok: walk.breaks == 0,
            });
        }
        self.ends.insert(key.clone(), walk.ends);
        if newest_first {
            self.newest_first.push(key);
        }
    }
}

fn walk<'l>(links: impl Iterator<Item = &'l Link>) -> Walk {
    let (mut walk, mut known, mut pending) = (Walk::default(), None, Money::ZERO);
    for link in links {
        pending += link.amount;
        let Some(printed) = link.balance else { continue };
        match known {
            None => walk.ends.0 = Some(printed - pending),
            Some(before) if before + pending != printed => {
                walk.breaks += 1;
                let expected = before + pending;
                walk.first = walk.first.or(Some(Break { line: link.line, expected, printed }));
            }
            Some(_) => {}
        }
        (known, pending) = (Some(printed), Money::ZERO);
    }
    walk.ends.1 = known.map(|known| known + pending);
    walk
}

/// Whether the rows go back in time.
fn falls(links: &[&Link]) -> bool {
    let known = |link: &&&Link| link.moment.is_some();
    let (first, last) = (links.iter().find(known), links.iter().rfind(known));
    let moment = |link: Option<&&Link>| link.and_then(|link| link.moment);
    match (moment(first), moment(last)) {
        (Some(first), Some(last)) => first.0 > last.0 || first.0 == last.0 && first.1.second() > last.1.second(),
        _ => false,
    }
}

/// Puts the rows of each account in order of time; accounts stay in the order they come.
pub(super) fn oldest_first(rows: &mut [StatementRow], newest_first: &[Key]) {
    let key = |row: &StatementRow| (row.account.clone(), row.currency.clone());
    let mut order: Vec<Key> = Vec::new();
    for row in rows.iter() {
        if !order.contains(&key(row)) {
            order.push(key(row));
        }
    }
    rows.sort_by_key(|row| {
        let key = key(row);
        let line = i64::from(row.line);
        let turned = if newest_first.contains(&key) { -line } else { line };
        (order.iter().position(|known| *known == key), turned)
    });
}

/// What the file says of each account.
pub(super) fn parts(rows: &[StatementRow], ends: &BTreeMap<Key, Ends>) -> Vec<AccountPart> {
    let same =
        |left: &StatementRow, right: &StatementRow| left.account == right.account && left.currency == right.currency;
    let part = |rows: &[StatementRow]| -> Option<AccountPart> {
        let first = rows.first()?;
        let (from, to) = span(rows.iter().map(|row| row.day))?;
        let key = (first.account.clone(), first.currency.clone());
        let (opening, closing) = ends.get(&key).copied().unwrap_or_default();
        let (account, currency) = key;
        Some(AccountPart { account, currency, from, to, opening, closing, rows: rows.len() as u64 })
    };
    rows.chunk_by(same).filter_map(part).collect()
}
