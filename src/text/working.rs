//! 算式: how a late fee came about, line by line: base × rate × days, rounding, cap, clause.
//!
//! Invariant: every figure printed is one the replay kept; nothing is worked out anew here.

use super::arrears::{self, ArrearsWord};
use super::lang::Lang;
use crate::domain::arrears::accrual::Bearing;
use crate::domain::arrears::ledger::{Allocated, Ledger, Stretch};
use crate::domain::arrears::policy::{CapMode, FeePolicy, LineId, RATE_PARTS};
use crate::domain::money::Money;

/// The working of one item of a ledger that kept its stretches: heading, stretches, what is owed.
pub fn item(ledger: &Ledger, place: usize, policy: &FeePolicy, lang: Lang) -> Vec<String> {
    let Some(standing) = ledger.standings.get(place) else { return Vec::new() };
    let due = &standing.item;
    let name = policy.lines.get(usize::from(due.line.0)).map_or("", |line| arrears::line(line, lang));
    let rolled = match standing.terms.due_on {
        day if day == due.due_on => String::new(),
        day => arrears::rolled_to(&day.to_string(), lang),
    };
    let mut lines = vec![format!(
        "{name} {} {}  {} {}  {} {}{rolled}",
        due.month,
        arrears::portion(due.portion, lang),
        ArrearsWord::Due.in_lang(lang),
        due.amount.grouped(),
        ArrearsWord::DueOn.in_lang(lang),
        due.due_on,
    )];
    let of_item = ledger.stretches.iter().filter(|stretch| stretch.place == place);
    lines.extend(of_item.flat_map(|each| stretch(each, due.line, policy, lang)).map(|line| format!("  {line}")));
    let word = |word: ArrearsWord, amount: Money| format!("{} {}", word.in_lang(lang), amount.grouped());
    let mut sums = vec![
        word(ArrearsWord::LateFee, standing.fee),
        word(ArrearsWord::FeeLeft, standing.fee_owed()),
        word(ArrearsWord::PrincipalLeft, standing.owed),
    ];
    if let Some(day) = standing.capped_on.filter(|_| policy.parameters.cap_mode != CapMode::None) {
        sums.push(format!("{} ({})", arrears::cap_reached(&day.to_string(), lang), policy.cap.basis));
    }
    lines.push(format!("  {}", sums.join("  ")));
    lines
}

/// One stretch: its base, each span with days, rate, product and clause, then the sum, rounded and capped.
pub fn stretch(stretch: &Stretch, line: LineId, policy: &FeePolicy, lang: Lang) -> Vec<String> {
    let rates = policy.rates(line);
    let mut lines = vec![format!("{} {}", ArrearsWord::Base.in_lang(lang), stretch.principal.grouped())];
    if stretch.brought_in > 0 {
        lines.push(format!("  {}", arrears::brought_in(&exact_grouped(stretch.brought_in), lang)));
    }
    for span in &stretch.spans {
        let figures = match span.bearing {
            Bearing::Charged => {
                let days = arrears::days_at(span.days(), &rate_text(span.per_million), lang);
                format!("{days} = {}", exact_grouped(span.product(stretch.principal)))
            }
            other => format!("{} {}  {}", span.days(), ArrearsWord::Days.in_lang(lang), arrears::bearing(other, lang)),
        };
        let basis = match span.bearing {
            Bearing::Deferred => &policy.deferral_basis,
            _ => rates.get(span.rate).map_or(&policy.deferral_basis, |rate| &rate.basis),
        };
        lines.push(format!("  {} … {}  {figures}  {basis}", span.from, span.to));
    }
    let rule = arrears::rounding(policy.parameters.rounding, lang);
    let sum = arrears::stretch_sum(&exact_grouped(stretch.product), &stretch.rounded.grouped(), rule, lang);
    lines.push(format!("  {sum}"));
    if stretch.fee != stretch.rounded {
        lines.push(format!("  {}  {}", arrears::cut_to(&stretch.fee.grouped(), lang), policy.cap.basis));
    }
    lines
}

/// What a payment settled, on one line.
pub fn payment(paid: &Allocated, lang: Lang) -> String {
    let word = |word: ArrearsWord, amount: Money| format!("{} {}", word.in_lang(lang), amount.grouped());
    let principal = paid.shares.iter().map(|share| share.principal).sum();
    let fee = paid.shares.iter().map(|share| share.fee).sum();
    let mut facts = vec![
        format!("{} {}", paid.payment.on, word(ArrearsWord::Paid, paid.payment.amount)),
        word(ArrearsWord::ToPrincipal, principal),
        word(ArrearsWord::ToFee, fee),
    ];
    facts.extend((!paid.unallocated.is_zero()).then(|| word(ArrearsWord::Unallocated, paid.unallocated)));
    facts.join("  ")
}

/// A share a day without trailing zeros: `0.0005`.
pub fn rate_text(per_million: u32) -> String {
    let text = format!("0.{per_million:06}");
    let text = text.trim_end_matches('0');
    if text == "0." { "0".into() } else { text.into() }
}

/// Fen × millionths as yuan, two decimals or as many as it needs: `1625.5098`.
pub fn exact(product: i128) -> String {
    const PARTS: i128 = 100 * RATE_PARTS;
    let digits = format!("{:08}", product % PARTS);
    let kept = digits.trim_end_matches('0').len().max(2);
    format!("{}.{}", product / PARTS, &digits[..kept])
}

/// The same for people, with thousands separators.
pub fn exact_grouped(product: i128) -> String {
    let text = exact(product);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, "00"));
    let grouped = Money::parse_plain(whole).unwrap_or_default().grouped();
    format!("{}.{fraction}", grouped.trim_end_matches(".00"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_print_exactly() {
        for (product, text) in
            [(0, "0.00"), (175_000_000_000, "1,750.00"), (162_550_980_000, "1,625.5098"), (2_500_000, "0.025")]
        {
            assert_eq!(exact_grouped(product), text);
            assert_eq!(exact(product), text.replace(',', ""));
        }
        assert_eq!((rate_text(500), rate_text(2000), rate_text(0)), ("0.0005".into(), "0.002".into(), "0".into()));
    }
}
