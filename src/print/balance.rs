//! 银行存款余额调节表 as a sheet: the books on the left, the bank on the right.

use super::{Cell, Kind, Sheet, Table, words};
use crate::domain::balance::{BalanceStatement, Item, Side};
use crate::text::balance::{BalanceWord, verdict};
use crate::text::clean::clean;
use crate::text::lang::Lang;
use crate::text::masked;
use crate::text::sheets::SheetWord;

/// The statement with its account masked.
pub fn sheet(statement: &BalanceStatement, lang: Lang) -> Sheet {
    let word = |word: BalanceWord| word.in_lang(lang);
    let amount = SheetWord::Amount.in_lang(lang);
    let mut table = Table::new(
        SheetWord::Items.in_lang(lang),
        [
            (word(BalanceWord::Book), Kind::Words),
            (amount, Kind::Figures),
            (word(BalanceWord::Bank), Kind::Words),
            (amount, Kind::Figures),
        ],
    );
    let left = [BalanceWord::Book, BalanceWord::BankReceived, BalanceWord::BankPaid, BalanceWord::BookErrors];
    let right = [BalanceWord::Bank, BalanceWord::BookReceived, BalanceWord::BookPaid, BalanceWord::BankErrors];
    for (left, right) in blocks(&statement.book, left, lang).into_iter().zip(blocks(&statement.bank, right, lang)) {
        for row in 0..left.len().max(right.len()) {
            let cells = |column: &[[Cell; 2]]| column.get(row).cloned().unwrap_or_default();
            table.row(cells(&left).into_iter().chain(cells(&right)));
        }
    }
    let adjusted = |side: &Side| [words(word(BalanceWord::Adjusted)), Cell::Money(side.adjusted())];
    table.total(adjusted(&statement.book).into_iter().chain(adjusted(&statement.bank)));
    let account = format!("{} {}", word(BalanceWord::Account), clean(&masked::account(&statement.account)));
    let on = format!("{} {}    {}", word(BalanceWord::AsOf), statement.on, word(BalanceWord::Unit));
    Sheet {
        title: word(BalanceWord::Title).to_string(),
        on: statement.on,
        lang,
        head: vec![account, on],
        tables: vec![table],
        foot: vec![verdict(statement.difference(), lang), word(BalanceWord::Signatures).to_string()],
        signed: Vec::new(),
        is_upright: false,
        numbered: None,
    }
}

/// The balance, then each kind of item under its heading.
fn blocks(side: &Side, headings: [BalanceWord; 4], lang: Lang) -> Vec<Vec<[Cell; 2]>> {
    let word = |place: usize| words(headings[place].in_lang(lang));
    let mut blocks = vec![vec![[word(0), Cell::Money(side.balance)]]];
    for (place, items) in [&side.received, &side.paid, &side.errors].into_iter().enumerate() {
        let item = |item: &Item| [words(&item.text), Cell::Money(item.amount)];
        blocks.push(std::iter::once([word(place + 1), Cell::Empty]).chain(items.iter().map(item)).collect());
    }
    blocks
}
