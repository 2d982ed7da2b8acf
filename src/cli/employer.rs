//! `sanhe employer CODE`: one employer's ledger, line × month × portion, with the late fee.

use serde_json::{Value, json};

use super::backend::{self, EmployerLedger, LedgerItem, LedgerPayment};
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table, clean};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::arrears::{self, ArrearsWord};
use crate::text::lang::Lang;

/// Arguments of `sanhe employer`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Credit code, number, or whole name
    #[arg(value_name = "CODE")]
    code: String,
    /// As of this date; else today
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    as_of: Option<BusinessDay>,
    /// List settled items too
    #[arg(long)]
    all: bool,
}

/// Shows it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let ledger = backend::employer(context, &args.code, args.as_of)?;
    Ok(Answer::new(context, Exit::Done, || as_json(&ledger), || words(&ledger, args.all, context.lang)))
}

fn as_json(ledger: &EmployerLedger) -> Value {
    let employer = &ledger.employer;
    answers::answer([
        ("code", json!(employer.code.as_str())),
        ("no", json!(employer.no)),
        ("name", json!(employer.name)),
        ("industry", json!(employer.industry)),
        ("size", json!(employer.size.code())),
        ("type", json!(employer.kind)),
        ("area", json!(employer.area)),
        ("officer", json!(employer.officer)),
        ("status", json!(employer.status.code())),
        ("bankrupt_on", json!(employer.bankrupt_on.map(|day| day.to_string()))),
        ("version", json!(ledger.version.0)),
        ("as_of", answers::date(ledger.as_of)),
        ("owed", answers::amount(ledger.arrears.0)),
        ("fee", answers::amount(ledger.arrears.1)),
        ("unallocated", answers::amount(unallocated(ledger))),
        ("items", answers::list(&ledger.items, item)),
        ("payments", answers::list(&ledger.payments, payment)),
    ])
}

fn unallocated(ledger: &EmployerLedger) -> Money {
    ledger.payments.iter().map(|paid| paid.allocated.unallocated).sum()
}

fn item(item: &LedgerItem) -> Value {
    let standing = &item.standing;
    json!({
        "line": item.line_code,
        "month": standing.item.month.to_string(),
        "portion": standing.item.portion.code(),
        "base": answers::amount(item.assessed.0),
        "assessment": item.assessed.2.code(),
        "due": answers::amount(standing.item.amount),
        "due_on": answers::date(standing.terms.due_on),
        "paid": answers::amount(standing.paid),
        "deferred": answers::amount(standing.deferred),
        "written_off": answers::amount(standing.written_off),
        "owed": answers::amount(standing.owed),
        "days": item.days,
        "fee": answers::amount(standing.fee),
        "fee_paid": answers::amount(standing.fee_paid),
        "fee_owed": answers::amount(standing.fee_owed()),
        "capped_on": standing.capped_on.map(|day| day.to_string()),
        "version": item.version.0,
        "at": item.version.1,
    })
}

fn payment(paid: &LedgerPayment) -> Value {
    let [no, channel, ticket_no] = &paid.labels;
    let allocated = &paid.allocated;
    json!({
        "no": no,
        "on": answers::date(allocated.payment.on),
        "amount": answers::amount(allocated.payment.amount),
        "channel": channel,
        "ticket_no": ticket_no,
        "to_principal": answers::amount(allocated.shares.iter().map(|share| share.principal).sum()),
        "to_fee": answers::amount(allocated.shares.iter().map(|share| share.fee).sum()),
        "unallocated": answers::amount(allocated.unallocated),
        "version": paid.version.0,
        "at": paid.version.1,
    })
}

fn words(ledger: &EmployerLedger, all: bool, lang: Lang) -> String {
    let mut text = heading(ledger, lang);
    let open = |item: &&LedgerItem| {
        let standing = &item.standing;
        all || !(standing.owed.is_zero() && standing.fee_owed().is_zero() && standing.deferred.is_zero())
    };
    let items: Vec<&LedgerItem> = ledger.items.iter().filter(open).collect();
    if items.is_empty() {
        text.push_str(&format!("\n{}\n", ArrearsWord::Nothing.in_lang(lang)));
    } else {
        text.push_str(&format!("\n{}", table(&items, lang)));
    }
    if !ledger.payments.is_empty() {
        text.push_str(&format!("\n{}", payments(&ledger.payments, lang)));
    }
    let word = |word: ArrearsWord, amount: Money| format!("{} {}", word.in_lang(lang), amount.grouped());
    let totals = [
        format!("{} {}", ArrearsWord::Until.in_lang(lang), ledger.as_of),
        word(ArrearsWord::Owed, ledger.arrears.0),
        word(ArrearsWord::FeeLeft, ledger.arrears.1),
        word(ArrearsWord::Total, ledger.arrears.0 + ledger.arrears.1),
        word(ArrearsWord::Unallocated, unallocated(ledger)),
    ];
    text.push_str(&format!("\n{}\n", totals.join("  ")));
    text
}

fn heading(ledger: &EmployerLedger, lang: Lang) -> String {
    let employer = &ledger.employer;
    let fact = |word: ArrearsWord, value: &str| format!("{} {value}", word.in_lang(lang));
    let facts = [
        fact(ArrearsWord::Industry, &employer.industry),
        fact(ArrearsWord::Size, arrears::size(employer.size, lang)),
        fact(ArrearsWord::Type, &employer.kind),
        fact(ArrearsWord::Area, &employer.area),
        fact(ArrearsWord::Officer, &employer.officer),
        fact(ArrearsWord::Status, arrears::status(employer.status, lang)),
    ];
    let contact = format!("{} {} {}", employer.contact, employer.phone, employer.address);
    let (name, version) = (format!("{} {} {}", employer.code, employer.no, employer.name), &ledger.version);
    let lines = [
        name,
        facts.join("  "),
        fact(ArrearsWord::Contact, contact.trim()),
        format!("{}  {}", arrears::version(version.0, lang), version.1),
    ];
    lines.iter().map(|line| format!("{}\n", clean(line))).collect()
}

fn table(items: &[&LedgerItem], lang: Lang) -> String {
    let left = [ArrearsWord::Line, ArrearsWord::Month, ArrearsWord::Portion, ArrearsWord::DueOn];
    let right = [
        ArrearsWord::Due,
        ArrearsWord::Paid,
        ArrearsWord::Deferred,
        ArrearsWord::WrittenOff,
        ArrearsWord::Owed,
        ArrearsWord::Days,
        ArrearsWord::LateFee,
        ArrearsWord::FeeLeft,
    ];
    let left = left.map(|word| (word.in_lang(lang), Align::Left));
    let mut table = Table::new(left.into_iter().chain(right.map(|word| (word.in_lang(lang), Align::Right))));
    let sum = |each: fn(&LedgerItem) -> Money| -> Money { items.iter().map(|item| each(item)).sum() };
    for item in items {
        let standing = &item.standing;
        table.row([
            item.line.clone(),
            standing.item.month.to_string(),
            arrears::portion(standing.item.portion, lang).to_string(),
            standing.terms.due_on.to_string(),
            standing.item.amount.grouped(),
            standing.paid.grouped(),
            standing.deferred.grouped(),
            standing.written_off.grouped(),
            standing.owed.grouped(),
            item.days.to_string(),
            standing.fee.grouped(),
            standing.fee_owed().grouped(),
        ]);
    }
    table.row([
        ArrearsWord::Total.in_lang(lang).to_string(),
        String::new(),
        String::new(),
        String::new(),
        sum(|item| item.standing.item.amount).grouped(),
        sum(|item| item.standing.paid).grouped(),
        sum(|item| item.standing.deferred).grouped(),
        sum(|item| item.standing.written_off).grouped(),
        sum(|item| item.standing.owed).grouped(),
        String::new(),
        sum(|item| item.standing.fee).grouped(),
        sum(|item| item.standing.fee_owed()).grouped(),
    ]);
    table.render()
}

fn payments(payments: &[LedgerPayment], lang: Lang) -> String {
    let left = [ArrearsWord::PaidOn, ArrearsWord::No, ArrearsWord::Channel, ArrearsWord::Ticket];
    let right = [ArrearsWord::Amount, ArrearsWord::ToPrincipal, ArrearsWord::ToFee, ArrearsWord::Unallocated];
    let left = left.map(|word| (word.in_lang(lang), Align::Left));
    let mut table = Table::new(left.into_iter().chain(right.map(|word| (word.in_lang(lang), Align::Right))));
    for paid in payments {
        let [no, channel, ticket_no] = paid.labels.clone();
        let shares = &paid.allocated.shares;
        table.row([
            paid.allocated.payment.on.to_string(),
            no,
            channel,
            ticket_no,
            paid.allocated.payment.amount.grouped(),
            shares.iter().map(|share| share.principal).sum::<Money>().grouped(),
            shares.iter().map(|share| share.fee).sum::<Money>().grouped(),
            paid.allocated.unallocated.grouped(),
        ]);
    }
    table.render()
}
