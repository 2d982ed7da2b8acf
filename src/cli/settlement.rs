//! `sanhe settlement`: what each channel owed for a day, its fee at the contract's rate, and when it was credited.

use serde_json::{Value, json};

use super::backend::{self, SettlementLine};
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table, clean};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::commands::CommandWord;
use crate::text::lang::Lang;
use crate::text::settlement::{SettlementWord, means, merchant_sums, state};
use crate::text::terms;

/// Arguments of `sanhe settlement`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// First channel day
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    from: Option<BusinessDay>,
    /// Last channel day
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    to: Option<BusinessDay>,
    /// Only what is overdue, short or charged otherwise than the contract says
    #[arg(long)]
    wrong: bool,
}

/// Lists the channel days; exits with 1 where something is wrong with one.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let range = (args.from.unwrap_or(BusinessDay::MIN), args.to.unwrap_or(BusinessDay::MAX));
    let mut lines = backend::settlement(context, range)?;
    let exit = if lines.iter().any(SettlementLine::is_wrong) { Exit::Refused } else { Exit::Done };
    if args.wrong {
        lines.retain(SettlementLine::is_wrong);
    }
    let json = || answers::answer([("days", answers::list(&lines, as_json))]);
    Ok(Answer::new(context, exit, json, || listing(&lines, context.lang)))
}

fn as_json(line: &SettlementLine) -> Value {
    let of = &line.of;
    json!({
        "day": answers::date(line.day),
        "channel": terms::method_code_word(line.method),
        "merchant": line.merchant,
        "rows": of.rows,
        "gross": answers::amount(of.gross),
        "refunds": answers::amount(of.refunds),
        "fee": answers::amount(of.fee),
        "fee_at_contract": of.fee_due.map(answers::amount),
        "fees_off": of.fees_off,
        "net": answers::amount(of.net()),
        "due": line.due.map(answers::date),
        "state": line.state.code(),
        "credited": answers::amount(line.credited),
        "credited_on": line.credit.as_ref().map(|credit| answers::date(credit.day)),
        "means": line.means.map(crate::domain::matching::settlement::Means::code),
        "file": line.credit.as_ref().map(|credit| credit.file.clone()),
        "line": line.credit.as_ref().map(|credit| credit.line),
    })
}

fn listing(lines: &[SettlementLine], lang: Lang) -> String {
    if lines.is_empty() {
        return format!("{}\n", SettlementWord::Nothing.in_lang(lang));
    }
    let word = |word: SettlementWord, align: Align| (word.in_lang(lang), align);
    let mut table = Table::new([
        word(SettlementWord::Day, Align::Left),
        (CommandWord::Channel.in_lang(lang), Align::Left),
        (CommandWord::Merchant.in_lang(lang), Align::Left),
        word(SettlementWord::Gross, Align::Right),
        word(SettlementWord::Refunds, Align::Right),
        word(SettlementWord::Fee, Align::Right),
        word(SettlementWord::FeeOff, Align::Right),
        word(SettlementWord::Net, Align::Right),
        word(SettlementWord::Due, Align::Left),
        word(SettlementWord::Credited, Align::Right),
        word(SettlementWord::CreditedOn, Align::Left),
        word(SettlementWord::State, Align::Left),
    ]);
    let date = |day: Option<BusinessDay>| day.map_or_else(|| "-".into(), |day| day.to_string());
    for line in lines {
        let of = &line.of;
        let found = line.means.map_or(String::new(), |found| format!(" ({})", means(found, lang)));
        table.row([
            line.day.to_string(),
            terms::method(line.method, lang).to_string(),
            clean(&line.merchant),
            of.gross.grouped(),
            of.refunds.grouped(),
            of.fee.grouped(),
            fee_off(line),
            of.net().grouped(),
            date(line.due),
            line.credited.grouped(),
            date(line.credit.as_ref().map(|credit| credit.day)),
            format!("{}{found}", state(line.state, lang)),
        ]);
    }
    format!("{}\n{}", table.render(), sums(lines, lang))
}

/// Charged less contract; `-` where no rate is known.
fn fee_off(line: &SettlementLine) -> String {
    line.of.fee_due.map_or_else(|| "-".into(), |due| (line.of.fee - due).grouped())
}

/// One line a merchant: rows, fee charged, at contract, rows charged otherwise; net, credited.
fn sums(lines: &[SettlementLine], lang: Lang) -> String {
    let mut merchants: Vec<&str> = lines.iter().map(|line| line.merchant.as_str()).collect();
    merchants.sort_unstable();
    merchants.dedup();
    let sum = |merchant: &str| {
        let of = || lines.iter().filter(|line| line.merchant == merchant);
        let total = |each: fn(&SettlementLine) -> Money| of().map(each).sum::<Money>();
        let due = of().all(|line| line.of.fee_due.is_some());
        let due = due.then(|| total(|line| line.of.fee_due.unwrap_or(Money::ZERO)));
        let off: u32 = of().map(|line| line.of.fees_off).sum();
        let figures = [total(|line| line.of.fee), total(|line| line.of.net()), total(|line| line.credited)];
        merchant_sums(&clean(merchant), figures, due, off, lang)
    };
    merchants.into_iter().map(|merchant| sum(merchant) + "\n").collect()
}
