//! 催缴的画面: employers, one employer, ageing, working.
//!
//! Invariant: every figure is as of a date that stands on the screen; `[` and `]` move that date by a day.

pub(super) mod ageing;
pub(super) mod employer;
pub(super) mod employers;
pub(super) mod working;

use crate::domain::arrears::ageing::{AgeingRow, Bucket};
use crate::domain::day::BusinessDay;
use crate::text::chase;
use crate::text::lang::Lang;
use crate::text::ui::Word;
use crate::tui::action::Action;
use crate::tui::papers::NoticesAsk;
use crate::tui::widgets::list::view::ListColumn;
use crate::tui::widgets::table::Column;

/// The date a day before or after the one shown; `None` for today again.
fn moved(as_of: Option<BusinessDay>, today: BusinessDay, action: Action) -> Option<BusinessDay> {
    let by = if action == Action::DayBefore { -1 } else { 1 };
    Some(as_of.unwrap_or(today).plus(by)).filter(|day| *day != today)
}

/// Columns of an ageing row: owed, fee, each bucket, deferred, not due.
fn money_columns(lang: Lang) -> Vec<ListColumn> {
    const KEYS: [&str; 7] = ["1", "2", "3", "4-6", "7-12", "13-24", "24+"];
    let mut columns = vec![
        ListColumn::new("owed", Column::right(chase::ChaseWord::Owed.in_lang(lang), 15)),
        ListColumn::new("fee", Column::right(chase::ChaseWord::Fee.in_lang(lang), 14)),
    ];
    for (bucket, key) in Bucket::ALL.iter().zip(KEYS) {
        columns.push(ListColumn::new(key, Column::right(&chase::bucket(*bucket, lang), 14)));
    }
    columns.push(ListColumn::new("deferred", Column::right(chase::ChaseWord::Deferred.in_lang(lang), 14)));
    columns.push(ListColumn::new("coming", Column::right(chase::ChaseWord::Coming.in_lang(lang), 14)));
    columns
}

/// The cells of those columns.
fn money_cells(row: &AgeingRow) -> Vec<String> {
    let buckets = row.buckets.iter().map(|amount| amount.grouped());
    let first = [row.owed.grouped(), row.fee.grouped()].into_iter();
    first.chain(buckets).chain([row.deferred.grouped(), row.coming.grouped()]).collect()
}

/// What rows are ordered by under one of those columns.
fn money_key(row: &AgeingRow, column: &str) -> Option<i64> {
    let bucket = |at: usize| row.buckets[at].fen();
    Some(match column {
        "owed" => row.owed.fen(),
        "fee" => row.fee.fen(),
        "1" => bucket(0),
        "2" => bucket(1),
        "3" => bucket(2),
        "4-6" => bucket(3),
        "7-12" => bucket(4),
        "13-24" => bucket(5),
        "24+" => bucket(6),
        "deferred" => row.deferred.fen(),
        "coming" => row.coming.fen(),
        _ => return None,
    })
}

/// A batch of the paper the main line begins with; another is a key away.
fn first_notice(codes: Vec<String>) -> NoticesAsk {
    NoticesAsk { step: "notice".to_owned(), codes, override_reason: String::new() }
}

fn nothing(lang: Lang) -> String {
    Word::NothingChosen.in_lang(lang).to_owned()
}
