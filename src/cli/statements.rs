//! `sanhe statements`: what the bank says went through the house's accounts.

use serde_json::{Value, json};

use super::backend::{self, StatementLine, StatementPart, Statements};
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table, clean};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::commands::{self, CommandWord};
use crate::text::lang::Lang;
use crate::text::masked;

/// Arguments of `sanhe statements`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Only this account of the house
    #[arg(long, value_name = "NO")]
    account: Option<String>,
    /// First day of posting
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    from: Option<BusinessDay>,
    /// Last day of posting
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    to: Option<BusinessDay>,
}

/// Lists rows and what covers them.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let account = args.account.as_ref().map(|account| account.split_whitespace().collect::<String>());
    let range = (args.from.unwrap_or(BusinessDay::MIN), args.to.unwrap_or(BusinessDay::MAX));
    let found = backend::statements(context, account.as_deref(), range)?;
    Ok(Answer::new(context, Exit::Done, || as_json(&found), || listing(&found, context.lang)))
}

fn as_json(found: &Statements) -> Value {
    answers::answer([
        ("files", answers::list(&found.parts, part_as_json)),
        ("rows", answers::list(&found.rows, row_as_json)),
    ])
}

fn part_as_json(part: &StatementPart) -> Value {
    let mut value = answers::account_part(&part.part);
    if let Value::Object(object) = &mut value {
        object.insert("file".into(), json!(part.file));
    }
    value
}

fn row_as_json(line: &StatementLine) -> Value {
    let row = &line.row;
    json!({
        "id": line.id,
        "account": row.account,
        "currency": row.currency,
        "at": answers::moment(row.day, row.at),
        "amount": answers::amount(row.amount),
        "balance": row.balance.map(answers::amount),
        "counterparty_name": masked::name(&row.counterparty_name),
        "counterparty_account": masked::account(&row.counterparty_account),
        "text": row.text,
        "bank_no": row.bank_no,
        "file": line.file,
        "line": row.line,
    })
}

/// One block an account, for people.
fn listing(found: &Statements, lang: Lang) -> String {
    if found.rows.is_empty() {
        return format!("{}\n", CommandWord::NoStatements.in_lang(lang));
    }
    let same = |left: &StatementLine, right: &StatementLine| {
        left.row.account == right.row.account && left.row.currency == right.row.currency
    };
    let mut text = String::new();
    for rows in found.rows.chunk_by(same) {
        text.push_str(&block(rows, lang));
        text.push('\n');
    }
    text
}

fn block(rows: &[StatementLine], lang: Lang) -> String {
    let Some(first) = rows.first() else { return String::new() };
    let sum = |inward: bool| {
        let some = rows.iter().map(|line| line.row.amount).filter(|amount| (*amount > Money::ZERO) == inward);
        some.fold(Money::ZERO, |sum, amount| sum + amount)
    };
    let mut text = format!("{}  {}\n", clean(&first.row.account), clean(&first.row.currency));
    let headings = [
        (CommandWord::PostedOn, Align::Left),
        (CommandWord::Amount, Align::Right),
        (CommandWord::Balance, Align::Right),
        (CommandWord::Counterparty, Align::Left),
        (CommandWord::Remark, Align::Left),
    ];
    let mut table = Table::new(headings.map(|(word, align)| (word.in_lang(lang), align))).indented(2);
    for line in rows {
        let row = &line.row;
        let at = if row.at.is_known() { format!("{} {}", row.day, row.at) } else { row.day.to_string() };
        let sign = if row.amount > Money::ZERO { "+" } else { "" };
        table.row([
            at,
            format!("{sign}{}", row.amount.grouped()),
            row.balance.map_or_else(|| "-".into(), |balance| balance.grouped()),
            clean(&masked::name(&row.counterparty_name)),
            clean(&row.text),
        ]);
    }
    text.push_str(&table.render());
    let (inward, outward) = (sum(true), sum(false));
    text.push_str(&format!("  {}\n", commands::statement_sums(rows.len(), inward, outward, lang)));
    text
}
