//! Collection work: promises and plans judged from receipts, and a clerk's morning at the command line.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "collection/commands.rs"]
mod commands;
#[path = "collection/plans.rs"]
mod plans;
#[path = "collection/progress.rs"]
mod progress;
#[path = "collection/promises.rs"]
mod promises;
#[path = "collection/worklist.rs"]
mod worklist;

use sanhe::book::calendar;
use sanhe::book::files::RuleFiles;
use sanhe::domain::calendar::Calendar;
use sanhe::domain::collection::promise::Receipt;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::money::Money;

fn day(text: &str) -> BusinessDay {
    BusinessDay::parse(text).unwrap_or_else(|| panic!("{text} is no day"))
}

fn money(text: &str) -> Money {
    Money::parse_plain(text).unwrap_or_else(|| panic!("{text} is no amount"))
}

fn days_off() -> Calendar {
    calendar::load(&RuleFiles::default()).unwrap()
}

/// `2026-03-31 20000.00, 2026-04-30 …`
fn receipts(text: &str) -> Vec<Receipt> {
    let one = |part: &str| {
        let (on, amount) = part.trim().split_once(' ').unwrap();
        Receipt { on: day(on), amount: money(amount) }
    };
    text.split(',').filter(|part| !part.trim().is_empty()).map(one).collect()
}
