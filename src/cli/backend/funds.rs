//! 资金到账: nets against credits by day, and the adjustment statement of an account out of the book.

use std::io::Write;

use chrono::Datelike;

use super::desk::BookDesk;
use super::session::Session;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::balance::BalanceStatement;
use crate::domain::day::BusinessDay;
use crate::domain::funds::{AccountFacts, arrivals, bridges_together, statement_of};
use crate::domain::money::Money;
use crate::ops::settlement::settlements;
use crate::print::balance::sheet;
use crate::print::{NotMade, text, xlsx};
use crate::store::{Reader, StatementRange};
use crate::text::balance::{BalanceWord, no_bank_balance};
use crate::text::evidence::kept;
use crate::text::masked;
use crate::text::sheets::not_made;
use crate::tui::desk::Sentence;
use crate::tui::funds::{AccountLine, Funds, FundsDesk};

/// 人民币: the currency of the books.
const YUAN: &str = "CNY";
/// Columns of the text that is kept.
const COLUMNS: u16 = 80;

/// The adjustment statement of an account at the end of a day, out of the book.
///
/// # Errors
/// A refusal where the bank's balance is not known at both ends.
pub fn balance_of(context: &Context, account: &str, on: BusinessDay) -> Result<BalanceStatement, Failure> {
    Session::open(context)?.balance_of(account, on)
}

/// First day of a day's month.
fn month_of(day: BusinessDay) -> BusinessDay {
    day.plus(1 - i32::try_from(day.date().day()).unwrap_or(1))
}

impl Session {
    fn funds(&self, from: BusinessDay, to: BusinessDay) -> Result<Funds, Failure> {
        let reader = self.reader()?;
        let found = settlements(&reader, &self.run, from, to)?;
        let mut accounts = Vec::new();
        let mut known: Vec<&str> = self.run.house.settlement_accounts().collect();
        known.sort_unstable();
        known.dedup();
        for account in known {
            let parts = reader.statement_parts(Some(account))?;
            let days = parts.iter().filter(|one| one.part.currency == YUAN).map(|one| (one.part.from, one.part.to));
            let covered = days.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
            let open = found.unclaimed.iter().filter(|row| row.account == account && (from..=to).contains(&row.day));
            let open: Vec<Money> = open.map(|row| row.amount).collect();
            accounts.push(AccountLine {
                account: account.to_string(),
                covered,
                unclaimed: open.len(),
                unclaimed_sum: open.into_iter().sum(),
            });
        }
        let mut results = Vec::new();
        for day in self.days()?.into_iter().filter(|one| (from..=to).contains(&one.day)) {
            results.extend(reader.day_result(day.day)?);
        }
        let bridges = bridges_together(results.iter().flat_map(|result| &result.bridges));
        Ok(Funds { from, to, arrivals: arrivals(&found, &self.run.house, from, to), bridges, accounts })
    }

    fn balance_of(&self, account: &str, on: BusinessDay) -> Result<BalanceStatement, Failure> {
        let reader = self.reader()?;
        let unknown = || Failure::Usage(no_bank_balance(&masked::account(account), &on.to_string(), self.context.lang));
        let (from, opening, closing) = balances(&reader, account, on)?.ok_or_else(unknown)?;
        let found = settlements(&reader, &self.run, from, on)?;
        let facts = AccountFacts { account, from, on, opening, closing, found: &found };
        let labels = &self.run.rules.labels;
        let named = |row: &crate::domain::matching::settlement::AccountRow| {
            labels.iter().any(|label| label.fits(&row.text, row.amount > Money::ZERO))
        };
        Ok(statement_of(&facts, &self.run.house, named))
    }

    fn page(&self, statement: &BalanceStatement) -> String {
        text::render(&sheet(statement, self.context.lang), COLUMNS, None)
    }
}

/// First day looked at (the month's first, or the first a statement speaks of), the bank's balance before it and
/// after `on`; `None` where the bank does not say.
fn balances(reader: &Reader, account: &str, on: BusinessDay) -> Result<Option<(BusinessDay, Money, Money)>, Failure> {
    let parts = reader.statement_parts(Some(account))?.into_iter().map(|one| one.part);
    let mut parts: Vec<_> = parts.filter(|part| part.currency == YUAN && part.from <= on).collect();
    parts.sort_by_key(|part| (part.from, part.to));
    if !parts.iter().any(|part| part.to >= on) {
        return Ok(None);
    }
    let first = parts.iter().map(|part| part.from).min().unwrap_or(on);
    let from = first.max(month_of(on));
    let range = StatementRange { account: Some(account), from: first, to: on };
    let rows = reader.statement_rows(&range)?.into_iter().filter(|row| row.row.currency == YUAN);
    let (before, within): (Vec<_>, Vec<_>) = rows.map(|booked| booked.row).partition(|row| row.day < from);
    let begins = parts.iter().find(|part| part.from <= from && from <= part.to);
    let opening = match before.last() {
        Some(row) => row.balance,
        None => begins.and_then(|part| part.opening),
    };
    let closing = match within.last() {
        Some(row) => row.balance,
        None => opening,
    };
    Ok(opening.zip(closing).map(|(opening, closing)| (from, opening, closing)))
}

impl FundsDesk for BookDesk {
    fn funds(&self, from: BusinessDay, to: BusinessDay) -> Result<Funds, Sentence> {
        self.said(self.session.funds(from, to))
    }

    fn balance_page(&self, account: &str, on: BusinessDay) -> Result<String, Sentence> {
        let statement = self.said(self.session.balance_of(account, on))?;
        Ok(self.session.page(&statement))
    }

    fn keep_balance(&self, account: &str, on: BusinessDay) -> Result<Sentence, Sentence> {
        let statement = self.said(self.session.balance_of(account, on))?;
        let lang = self.session.context.lang;
        let name = format!("{}-{on}", BalanceWord::Title.in_lang(lang).replace(' ', "-"));
        let made = xlsx::render(&sheet(&statement, lang)).map_err(|NotMade(what)| not_made(&name, &what, lang))?;
        let mut paths = Vec::new();
        for (form, bytes) in [("txt", self.session.page(&statement).into_bytes()), ("xlsx", made)] {
            let mut write = |out: &mut dyn Write| out.write_all(&bytes).map_err(|error| error.to_string());
            let path = self.side().put_as(&name, form, &mut write)?;
            paths.push(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
        }
        Ok(kept(&self.side().name(), &paths, lang))
    }
}
