//! `sanhe fee`: a late fee with its working, for any principal, dates, payments and parameters.

use serde_json::{Map, Value, json};

use super::backend::{self, FeeAsk, FeeWorking};
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure, complain};
use super::json as answers;
use crate::domain::arrears::accrual::{self, Bearing, Span};
use crate::domain::arrears::item::{Deferral, Payment, Portion};
use crate::domain::arrears::ledger::{Allocated, Stretch};
use crate::domain::arrears::policy::{FeePolicy, FeeRounding, LineId, Parameters};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::arrears::{self, ArrearsWord};
use crate::text::lang::Lang;
use crate::text::working::{self, exact, rate_text};

/// Arguments of `sanhe fee`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Principal in yuan, 100000.00
    #[arg(long, value_name = "AMOUNT", value_parser = parse_amount, required_unless_present = "undeclared")]
    principal: Option<Money>,
    /// Instead of the principal: the last month's amount of a month nobody declared
    #[arg(long, value_name = "AMOUNT", value_parser = parse_amount, conflicts_with = "principal")]
    undeclared: Option<Money>,
    /// Due date, before any roll
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    due: BusinessDay,
    /// Fee up to this date, as if the rest were paid on it; else today
    #[arg(long, visible_alias = "as-of", value_name = "DAY", value_parser = parse_day)]
    until: Option<BusinessDay>,
    /// Insurance line, by code or name
    #[arg(long, value_name = "LINE", default_value = "pension")]
    line: String,
    /// The individual part: withheld by the employer, who bears the fee
    #[arg(long)]
    individual: bool,
    /// A payment, DAY:AMOUNT; may repeat
    #[arg(long, value_name = "DAY:AMOUNT", value_parser = parse_payment)]
    pays: Vec<Payment>,
    /// Deferred from a day, to be repaid by another
    #[arg(long, value_name = "FROM:REPAY_BY", value_parser = parse_deferral)]
    deferred: Option<Deferral>,
    /// The day a bankruptcy was accepted
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    bankrupt: Option<BusinessDay>,
    /// No order to pay had failed (the old rate of 2 ‰ asks for one)
    #[arg(long)]
    no_order: bool,
    /// Show the fine that may follow a failed order
    #[arg(long)]
    fine: bool,
    /// Set a local parameter; may repeat
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
}

fn parse_amount(text: &str) -> Result<Money, String> {
    let read = Money::parse_plain(text).filter(|amount| (0..=Money::LIMIT_FEN).contains(&amount.fen()));
    read.ok_or_else(|| "no such amount; write it as 100000.00".into())
}

fn parse_payment(text: &str) -> Result<Payment, String> {
    let (on, amount) = text.split_once(':').ok_or("write DAY:AMOUNT, 2026-03-04:30000.00")?;
    Ok(Payment { on: parse_day(on)?, amount: parse_amount(amount)?, line: None })
}

fn parse_deferral(text: &str) -> Result<Deferral, String> {
    let (from, repay_by) = text.split_once(':').ok_or("write FROM:REPAY_BY, 2022-07-16:2023-12-31")?;
    let deferral = Deferral { from: parse_day(from)?, repay_by: parse_day(repay_by)? };
    if deferral.from > deferral.repay_by { Err("the term ends before it begins".into()) } else { Ok(deferral) }
}

/// Computes and shows.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let lang = context.lang;
    let mut policy = backend::fee_policy(context)?;
    for pair in &args.set {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if !policy.parameters.set(name, value) {
            let values = Parameters::values(name);
            let form = if values.is_empty() { Parameters::NAMES.join(" | ") } else { values.join(" | ") };
            return Err(Failure::Usage(arrears::bad_argument("--set", pair, &form, lang)));
        }
    }
    let line = policy.line(&args.line).ok_or_else(|| {
        let known: Vec<&str> = policy.lines.iter().map(|line| line.code.as_str()).collect();
        Failure::Usage(arrears::bad_argument("--line", &args.line, &known.join(" | "), lang))
    })?;
    let principal = args.principal.or(args.undeclared.map(|amount| policy.assessed(amount))).unwrap_or(Money::ZERO);
    let ask = FeeAsk {
        principal,
        due_on: args.due,
        until: args.until.unwrap_or(context.now.today),
        line,
        portion: if args.individual { Portion::Individual } else { Portion::Employer },
        payments: args.pays.clone(),
        deferral: args.deferred,
        bankrupt_on: args.bankrupt,
        order_failed: !args.no_order,
    };
    let working = backend::fee(context, &policy, &ask)?;
    let sheet = Sheet { policy: &policy, ask: &ask, working: &working, args };
    sheet.notes(lang).iter().for_each(|note| complain(note));
    Ok(Answer::new(context, Exit::Done, || sheet.json(lang), || sheet.words(lang)))
}

/// A computed fee about to be shown.
struct Sheet<'a> {
    policy: &'a FeePolicy,
    ask: &'a FeeAsk,
    working: &'a FeeWorking,
    args: &'a Args,
}

impl Sheet<'_> {
    fn fee(&self) -> Money {
        self.working.ledger.standings.iter().map(|standing| standing.fee).sum()
    }

    fn notes(&self, lang: Lang) -> Vec<String> {
        self.working.weekends_only.iter().map(|year| arrears::weekends_only(*year, lang)).collect()
    }

    fn charged(&self) -> impl Iterator<Item = &Span> {
        let spans = self.working.ledger.stretches.iter().flat_map(|stretch| &stretch.spans);
        spans.filter(|span| span.bearing == Bearing::Charged && span.per_million > 0)
    }

    /// Every clause the fee rests on, once.
    fn basis(&self) -> Vec<&str> {
        let policy = self.policy;
        let rates = policy.rates(self.ask.line);
        let spans = self.working.ledger.stretches.iter().flat_map(|stretch| &stretch.spans);
        let mut basis: Vec<&str> = Vec::new();
        for span in spans {
            basis.extend(rates.get(span.rate).map(|rate| rate.basis.as_str()));
            basis.extend((span.bearing == Bearing::Deferred).then_some(policy.deferral_basis.as_str()));
        }
        let end = self.ask.until;
        if self.ask.portion == Portion::Individual && end >= policy.bearer.from {
            basis.push(&policy.bearer.basis);
        }
        if self.working.uncapped != self.working.capped {
            basis.push(&policy.cap.basis);
        }
        if self.ask.bankrupt_on.is_some_and(|on| on >= policy.bankruptcy.from) {
            basis.push(&policy.bankruptcy.basis);
        }
        if self.args.undeclared.is_some() {
            basis.push(&policy.undeclared_basis);
        }
        let mut seen = Vec::new();
        basis.retain(|clause| !seen.contains(clause) && (seen.push(*clause), true).1);
        basis
    }

    fn json(&self, lang: Lang) -> Value {
        let working = self.working;
        let left = working.ledger.standings.first();
        let days: i32 = self.charged().map(Span::days).sum();
        let segments = working.ledger.stretches.iter().flat_map(|stretch| {
            stretch.spans.iter().map(move |span| segment(stretch, span, self.policy, self.ask.line))
        });
        let parameters: Map<String, Value> =
            self.parameters().map(|(name, value)| (name.into(), value.into())).collect();
        let mut keys = vec![
            ("principal", answers::amount(self.ask.principal)),
            ("fee", answers::amount(self.fee())),
            ("uncapped", answers::amount(working.uncapped)),
            ("capped", answers::amount(working.capped)),
            ("days", json!(days)),
            ("segments", Value::Array(segments.collect())),
            ("first_day", json!(self.charged().map(|span| span.from).min().map(|day| day.to_string()))),
            ("last_day", json!(self.charged().map(|span| span.to).max().map(|day| day.to_string()))),
            ("due_on", json!(left.map(|standing| standing.terms.due_on.to_string()))),
            ("until", answers::date(self.ask.until)),
            ("capped_on", json!(left.and_then(|standing| standing.capped_on).map(|day| day.to_string()))),
            ("principal_left", answers::amount(left.map_or(Money::ZERO, |standing| standing.owed + standing.deferred))),
            ("fee_left", answers::amount(left.map_or(Money::ZERO, |standing| standing.fee_owed()))),
            ("unallocated", answers::amount(working.ledger.unallocated())),
            ("allocations", answers::list(&working.ledger.allocations, allocation)),
            ("stretches", answers::list(&working.ledger.stretches, stretch_json)),
            ("basis", json!(self.basis())),
            ("notes", json!(self.notes(lang))),
            ("parameters", Value::Object(parameters)),
        ];
        if self.args.fine {
            let (least, most) = self.policy.fine(self.ask.principal);
            keys.push(("fine", json!({ "least": answers::amount(least), "most": answers::amount(most) })));
        }
        answers::answer(keys)
    }

    fn parameters(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let parameters = self.policy.parameters;
        Parameters::NAMES.into_iter().map(move |name| (name, parameters.value(name)))
    }

    fn words(&self, lang: Lang) -> String {
        let working = self.working;
        let mut text = self.heading(lang);
        let mut payments = working.ledger.allocations.iter().peekable();
        for stretch in &working.ledger.stretches {
            while let Some(paid) = payments.next_if(|paid| paid.payment.on < stretch.until) {
                text.push_str(&payment_line(paid, lang));
            }
            text.push_str(&self.stretch_lines(stretch, lang));
            if let Some(paid) = payments.next_if(|paid| paid.payment.on == stretch.until) {
                text.push_str(&payment_line(paid, lang));
            }
        }
        for paid in payments {
            text.push_str(&payment_line(paid, lang));
        }
        text.push_str(&self.closing(lang));
        text
    }

    fn heading(&self, lang: Lang) -> String {
        let ask = self.ask;
        let line = self.policy.lines.get(usize::from(ask.line.0)).map_or("", |line| arrears::line(line, lang));
        let due = self.working.ledger.standings.first().map_or(ask.due_on, |standing| standing.terms.due_on);
        let rolled = if due == ask.due_on { String::new() } else { arrears::rolled_to(&due.to_string(), lang) };
        let mut text = String::new();
        if let Some(last) = self.args.undeclared {
            let (percent, basis) = (self.policy.undeclared_percent, &self.policy.undeclared_basis);
            text.push_str(&arrears::assessed(&last.grouped(), percent, &ask.principal.grouped(), basis, lang));
            text.push('\n');
        }
        let word = |word: ArrearsWord| word.in_lang(lang);
        text.push_str(&format!(
            "{} {}  {} {} {}  {} {}{rolled}  {} {}\n",
            word(ArrearsWord::Principal),
            ask.principal.grouped(),
            word(ArrearsWord::Line),
            line,
            arrears::portion(ask.portion, lang),
            word(ArrearsWord::DueOn),
            ask.due_on,
            word(ArrearsWord::Until),
            ask.until,
        ));
        text
    }

    fn stretch_lines(&self, stretch: &Stretch, lang: Lang) -> String {
        let lines = working::stretch(stretch, self.ask.line, self.policy, lang);
        std::iter::once(String::new()).chain(lines).map(|line| format!("{line}\n")).collect()
    }

    fn closing(&self, lang: Lang) -> String {
        let left = self.working.ledger.standings.first();
        let word = |word: ArrearsWord, amount: Money| format!("{} {}", word.in_lang(lang), amount.grouped());
        let mut facts = vec![
            word(ArrearsWord::LateFee, self.fee()),
            word(ArrearsWord::PrincipalLeft, left.map_or(Money::ZERO, |standing| standing.owed + standing.deferred)),
            word(ArrearsWord::FeeLeft, left.map_or(Money::ZERO, |standing| standing.fee_owed())),
        ];
        let unallocated = self.working.ledger.unallocated();
        facts.extend((!unallocated.is_zero()).then(|| word(ArrearsWord::Unallocated, unallocated)));
        let mut text = format!("\n{}\n", facts.join("  "));
        if self.working.uncapped != self.working.capped {
            let reached = left.and_then(|standing| standing.capped_on);
            let reached =
                reached.map_or(String::new(), |day| format!("  {}", arrears::cap_reached(&day.to_string(), lang)));
            let (uncapped, capped) = (self.working.uncapped, self.working.capped);
            let both = [word(ArrearsWord::Uncapped, uncapped), word(ArrearsWord::Capped, capped)].join("  ");
            text.push_str(&format!("{both}{reached}  {}\n", self.policy.cap.basis));
        }
        if let Some(accepted) = self.ask.bankrupt_on.filter(|on| *on >= self.policy.bankruptcy.from) {
            text.push_str(&format!(
                "{}  {}\n",
                arrears::bankrupt(&accepted.to_string(), lang),
                self.policy.bankruptcy.basis
            ));
        }
        if self.args.fine {
            let (least, most) = self.policy.fine(self.ask.principal);
            let fine = format!("{} … {}", least.grouped(), most.grouped());
            text.push_str(&format!("{} {fine}  {}\n", ArrearsWord::Fine.in_lang(lang), self.policy.fine_basis));
        }
        let parameters: Vec<String> = self.parameters().map(|(name, value)| format!("{name}={value}")).collect();
        text.push_str(&format!("{}  {}\n", ArrearsWord::Parameters.in_lang(lang), parameters.join(" ")));
        text
    }
}

fn payment_line(paid: &Allocated, lang: Lang) -> String {
    format!("  {}\n", working::payment(paid, lang))
}

fn segment(stretch: &Stretch, span: &Span, policy: &FeePolicy, line: LineId) -> Value {
    let charged = span.bearing == Bearing::Charged;
    let product = if charged { span.product(stretch.principal) } else { 0 };
    let rounded = accrual::rounded(product, FeeRounding::HalfUp);
    json!({
        "from": answers::date(span.from),
        "to": answers::date(span.to),
        "days": span.days(),
        "rate": if charged { rate_text(span.per_million) } else { "0".into() },
        "base": answers::amount(stretch.principal),
        "fee": answers::amount(rounded),
        "exact": exact(product),
        "bearing": bearing_code(span.bearing),
        "basis": policy.rates(line).get(span.rate).map(|rate| rate.basis.as_str()),
    })
}

fn bearing_code(bearing: Bearing) -> &'static str {
    match bearing {
        Bearing::Charged => "charged",
        Bearing::Deferred => "deferred",
        Bearing::NotOrdered => "not_ordered",
        Bearing::LegacyOff => "legacy_off",
    }
}

fn stretch_json(stretch: &Stretch) -> Value {
    json!({
        "base": answers::amount(stretch.principal),
        "until": answers::date(stretch.until),
        "exact": exact(stretch.product),
        "rounded": answers::amount(stretch.rounded),
        "fee": answers::amount(stretch.fee),
    })
}

fn allocation(paid: &Allocated) -> Value {
    json!({
        "on": answers::date(paid.payment.on),
        "amount": answers::amount(paid.payment.amount),
        "to_principal": answers::amount(paid.shares.iter().map(|share| share.principal).sum()),
        "to_fee": answers::amount(paid.shares.iter().map(|share| share.fee).sum()),
        "unallocated": answers::amount(paid.unallocated),
    })
}
