//! The list widget under random rows and random keys: what it says of itself always holds.

#![allow(clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use sanhe::domain::money::Money;
use sanhe::term::{Code, Key};
use sanhe::text::lang::Lang;
use sanhe::text::ui::Word;
use sanhe::tui::action::Action;
use sanhe::tui::screen::Can;
use sanhe::tui::widgets::list::marks::RowId;
use sanhe::tui::widgets::list::shelf::{ListRow, OrderKey, Shelf};
use sanhe::tui::widgets::list::{List, Offered, Rows};

#[derive(Clone, Debug)]
struct Receipt {
    number: i64,
    fen: i64,
    cashier: &'static str,
}

impl ListRow for Receipt {
    fn id(&self) -> RowId {
        self.number
    }

    fn amount(&self) -> Money {
        Money::from_fen(self.fen)
    }

    fn found_by(&self) -> String {
        format!("JS{} {}", self.number, self.cashier)
    }

    fn order_key(&self, column: &str) -> OrderKey {
        match column {
            "amount" => OrderKey::Number(self.fen),
            "cashier" => OrderKey::Text(self.cashier.to_owned()),
            _ => OrderKey::Number(self.number),
        }
    }
}

/// One thing a person does, or that happens elsewhere meanwhile.
#[derive(Clone, Debug)]
enum Step {
    Do(Action),
    Type(char),
    Enter,
    Back,
    OrderBy(&'static str),
    /// The rows are read again: some have gone, some have come.
    Read(Vec<(i64, i64)>),
}

const CASHIERS: [&str; 4] = ["007赵敏", "012欧阳建国", "003曾琪", "021单雄"];
const OPTIONS: &[Offered] = &[(b'5', Word::OptionOpen)];

fn receipts(rows: &[(i64, i64)]) -> Vec<Receipt> {
    let mut seen = std::collections::BTreeSet::new();
    let fresh = rows.iter().filter(|(number, _)| seen.insert(*number));
    fresh.map(|(number, fen)| Receipt { number: *number, fen: *fen, cashier: CASHIERS[*number as usize % 4] }).collect()
}

fn rows() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((1_i64..60, -500_i64..500), 0..50)
}

fn step() -> impl Strategy<Value = Step> {
    let actions = vec![
        Action::Up,
        Action::Down,
        Action::PageUp,
        Action::PageDown,
        Action::First,
        Action::Last,
        Action::Left,
        Action::Right,
        Action::Mark,
        Action::Mark,
        Action::MarkTo,
        Action::MarkAll,
        Action::MarkNone,
        Action::Invert,
        Action::FindRow,
    ];
    prop_oneof![
        8 => prop::sample::select(actions).prop_map(Step::Do),
        2 => prop::sample::select(vec!['5', '1', 'z', 'm', '曾', 'o']).prop_map(Step::Type),
        1 => Just(Step::Enter),
        1 => Just(Step::Back),
        1 => prop::sample::select(vec!["amount", "cashier", "number"]).prop_map(Step::OrderBy),
        2 => rows().prop_map(Step::Read),
    ]
}

/// What screens do when rows, filter or order have changed.
fn arrange(list: &mut List, shelf: &mut Shelf<Receipt>) {
    shelf.arrange(&list.filter.needle(), list.view.ordered_by(), |_| true);
    list.reread(shelf, |id| shelf.place_of(id));
    list.marks.keep(|id| shelf.amount_of(id));
}

fn take(list: &mut List, shelf: &mut Shelf<Receipt>, step: &Step) {
    match step {
        Step::Do(action) => {
            list.act(*action, shelf);
        }
        Step::Type(one) => {
            list.typed(Key::plain(Code::Char(*one)), shelf);
            arrange(list, shelf);
        }
        Step::Enter => {
            list.typed(Key::plain(Code::Enter), shelf);
            list.next_options();
        }
        Step::Back => {
            list.back(shelf);
            arrange(list, shelf);
        }
        Step::OrderBy(column) => {
            list.view.order_by(column);
            arrange(list, shelf);
        }
        Step::Read(rows) => {
            shelf.put(receipts(rows));
            arrange(list, shelf);
        }
    }
}

proptest! {
    #[test]
    fn a_list_keeps_its_word(first in rows(), steps in prop::collection::vec(step(), 0..60)) {
        let mut shelf = Shelf::default();
        shelf.put(receipts(&first));
        let mut list = List::offering(OPTIONS);
        arrange(&mut list, &mut shelf);
        for step in &steps {
            let under = shelf.get(list.at()).map(ListRow::id);
            take(&mut list, &mut shelf, step);
            let total = shelf.total();
            // The cursor stands on a row, or nowhere when there is none.
            prop_assert!(list.at() < total.max(1), "{step:?}");
            prop_assert_eq!(shelf.key(list.at()).is_some(), total > 0);
            // The page shown holds the cursor.
            let (top, page) = (list.cursor.first(), list.cursor.page());
            prop_assert!(top <= list.at() && list.at() < top + page);
            // Count and sum are those of the rows marked, all of which exist.
            let marked: Vec<&Receipt> = shelf.shown().filter(|row| list.marks.holds(row.id())).collect();
            prop_assert_eq!(list.marks.count(total), marked.len(), "{:?}", step);
            let sum: Money = marked.iter().map(|row| row.amount()).sum();
            prop_assert_eq!(list.marks.sum(shelf.sum()), sum, "{:?}", step);
            // What is shown is what the filter finds, each row once.
            let mut ids: Vec<RowId> = shelf.shown().map(ListRow::id).collect();
            ids.sort_unstable();
            prop_assert!(ids.is_sorted_by(|one, other| one < other));
            // Whatever is read or ordered anew, the row under the eye stays the same while it is there.
            if matches!(step, Step::Read(_) | Step::OrderBy(_)) && under.is_some_and(|id| shelf.place_of(id).is_some()) {
                prop_assert_eq!(shelf.get(list.at()).map(ListRow::id), under, "{:?}", step);
            }
        }
    }
}

/// A list of as many rows as there are; it counts how often it is asked for one.
struct Many(std::cell::Cell<usize>);

impl Rows for Many {
    fn total(&self) -> usize {
        50_000_000
    }

    fn sum(&self) -> Money {
        Money::from_fen(5_000_000_000)
    }

    fn key(&self, at: usize) -> Option<(RowId, Money)> {
        self.0.set(self.0.get() + 1);
        (at < self.total()).then(|| (at as RowId, Money::from_fen(100)))
    }
}

#[test]
fn fifty_million_rows_cost_what_ten_cost() {
    let many = Many(std::cell::Cell::new(0));
    let mut list = List::default();
    for action in [Action::Last, Action::Mark, Action::First, Action::MarkAll, Action::Mark, Action::PageDown] {
        list.act(action, &many);
    }
    assert_eq!(list.marks.count(many.total()), 49_999_999);
    assert_eq!(list.marks.sum(many.sum()), Money::from_fen(4_999_999_900));
    assert!(many.0.get() < 20, "{} rows asked for", many.0.get());
}

#[test]
fn a_range_too_long_is_refused_and_not_cut() {
    let many = Many(std::cell::Cell::new(0));
    let mut list = List::default();
    list.act(Action::Mark, &many);
    assert_eq!(list.can(Action::MarkTo, &many, Lang::En), Some(Can::Yes));
    list.act(Action::Last, &many);
    let refusal = Can::No(Word::RangeTooLong.in_lang(Lang::En).to_owned());
    assert_eq!(list.can(Action::MarkTo, &many, Lang::En), Some(refusal));
}
