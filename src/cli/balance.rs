//! `sanhe balance`: the adjustment statement of a bank account, out of the book or from a file of its items.

use std::path::PathBuf;

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::out::OutArgs;
use super::table::clean;
use super::{backend, out};
use crate::domain::balance::{BalanceStatement, Item, Side};
use crate::domain::day::BusinessDay;
use crate::print::balance::sheet;
use crate::text::balance::{BalanceWord, verdict};
use crate::text::lang::Lang;
use crate::text::masked;
use crate::tui::widgets::text::cut;

/// Arguments of `sanhe balance`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// TOML file: account, on, book, and the items of each kind; statement where the book has none
    #[arg(value_name = "FILE", required_unless_present = "account", conflicts_with_all = ["account", "on"])]
    file: Option<PathBuf>,
    /// Out of the book instead: nets and slips against the statements of this account of the house
    #[arg(long, value_name = "NO", requires = "on")]
    account: Option<String>,
    /// At the end of this day
    #[arg(long, value_name = "DAY", value_parser = parse_day, requires = "account")]
    on: Option<BusinessDay>,
    /// Where it goes
    #[command(flatten)]
    out: OutArgs,
}

/// Adds both sides up.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let account = args.account.as_ref().map(|account| account.split_whitespace().collect::<String>());
    let statement = match (&args.file, account.as_deref().zip(args.on)) {
        (Some(file), _) => backend::balance(context, file)?,
        // Without a file the parser has already asked for both; today stands in for what cannot happen.
        (None, derived) => {
            let (account, on) = derived.unwrap_or(("", context.now.today));
            backend::balance_of(context, account, on)?
        }
    };
    let exit = if statement.difference().is_zero() { Exit::Done } else { Exit::Refused };
    if args.out.out.is_none() && context.json {
        return Ok(Answer::new(context, exit, || as_json(&statement), String::new));
    }
    let page = page(&statement, usize::from(args.out.width), context.lang);
    out::answer(context, &args.out, exit, &sheet(&statement, context.lang), Some(page))
}

fn as_json(statement: &BalanceStatement) -> Value {
    let item = |item: &Item| json!({ "text": item.text, "amount": answers::amount(item.amount) });
    let side = |side: &Side| {
        json!({
            "balance": answers::amount(side.balance),
            "received": answers::list(&side.received, item),
            "paid": answers::list(&side.paid, item),
            "errors": answers::list(&side.errors, item),
            "adjusted": answers::amount(side.adjusted()),
        })
    };
    answers::answer([
        ("account", json!(masked::account(&statement.account))),
        ("on", answers::date(statement.on)),
        ("book", side(&statement.book)),
        ("bank", side(&statement.bank)),
        ("difference", answers::amount(statement.difference())),
    ])
}

/// The page as a dot-matrix printer takes it: plain characters, a Han character two columns wide.
pub(super) fn page(statement: &BalanceStatement, width: usize, lang: Lang) -> String {
    let half = (width - 3) / 2;
    let title = BalanceWord::Title.in_lang(lang);
    let head = format!(
        "{} {}    {} {}    {}",
        BalanceWord::Account.in_lang(lang),
        masked::account(&statement.account),
        BalanceWord::AsOf.in_lang(lang),
        statement.on,
        BalanceWord::Unit.in_lang(lang),
    );
    let rule = format!("{}-+-{}", "-".repeat(half), "-".repeat(half));
    let mut lines = vec![format!("{}{title}", " ".repeat((width - title.width()) / 2)), head, rule.clone()];
    let left = [BalanceWord::Book, BalanceWord::BankReceived, BalanceWord::BankPaid, BalanceWord::BookErrors];
    let right = [BalanceWord::Bank, BalanceWord::BookReceived, BalanceWord::BookPaid, BalanceWord::BankErrors];
    let blocks = blocks(&statement.book, left, lang).into_iter().zip(blocks(&statement.bank, right, lang));
    for (left, right) in blocks {
        for row in 0..left.len().max(right.len()) {
            let cell =
                |column: &[(String, String)]| column.get(row).map_or_else(|| " ".repeat(half), |row| line(row, half));
            lines.push(format!("{} | {}", cell(&left), cell(&right)));
        }
    }
    let adjusted =
        |side: &Side| line(&(BalanceWord::Adjusted.in_lang(lang).to_string(), side.adjusted().grouped()), half);
    lines.push(rule.clone());
    lines.push(format!("{} | {}", adjusted(&statement.book), adjusted(&statement.bank)));
    lines.push(rule);
    lines.push(verdict(statement.difference(), lang));
    lines.push(BalanceWord::Signatures.in_lang(lang).to_string());
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// The balance, then each kind of item under its heading.
fn blocks(side: &Side, words: [BalanceWord; 4], lang: Lang) -> Vec<Vec<(String, String)>> {
    let word = |place: usize| words[place].in_lang(lang).to_string();
    let mut blocks = vec![vec![(word(0), side.balance.grouped())]];
    for (place, items) in [&side.received, &side.paid, &side.errors].into_iter().enumerate() {
        let item = |item: &Item| (format!("  {}", clean(&item.text)), item.amount.grouped());
        blocks.push(std::iter::once((word(place + 1), String::new())).chain(items.iter().map(item)).collect());
    }
    blocks
}

fn line((label, amount): &(String, String), columns: usize) -> String {
    let label = cut(label, columns.saturating_sub(amount.width() + 1));
    let blank = columns.saturating_sub(label.width() + amount.width());
    format!("{label}{}{amount}", " ".repeat(blank))
}
