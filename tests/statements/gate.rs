//! No row between the first and the last can be taken away, doubled or altered; where totals stand, none at all.

use sanhe::domain::import::RowErrorCode;
use sanhe::domain::money::Money;

use crate::{LAYOUTS, read, read_as, sample, sample_text};

/// Lines of data of a sample, by place in the text, in the order of the account's time.
fn data_lines(format: &str, account: Option<&str>) -> Vec<usize> {
    let file = read_as(None, account, &sample(format)).unwrap();
    file.rows.iter().map(|row| row.line as usize - 1).collect()
}

fn has_totals(format: &str) -> bool {
    ["abc-corporate", "alipay-account", "wechat-funds", "icbc-corporate-plain", "icbc-personal", "spdb"]
        .contains(&format)
}

fn refused(format: &str, account: Option<&str>, lines: &[&str], what: &str) {
    match read(account, &lines.concat()) {
        Ok(file) => panic!("{format}, {what}: entered with {:?}", file.parts),
        Err(refused) => {
            let error = &refused.errors[0];
            let named = matches!(error.code, RowErrorCode::BalanceBroken | RowErrorCode::ControlTotal);
            assert!(named, "{format}, {what}: {error:?}");
            assert!(error.details.iter().all(|detail| !detail.is_empty()), "{format}, {what}: {error:?}");
        }
    }
}

#[test]
fn no_row_of_a_statement_can_be_taken_away_or_doubled() {
    for (format, account) in LAYOUTS {
        let text = sample_text(format);
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let data = data_lines(format, account);
        for (place, at) in data.iter().enumerate() {
            let mut without = lines.clone();
            without.remove(*at);
            // A chain alone cannot see that its first or last row is gone: its balances are shown instead.
            if has_totals(format) || (place > 0 && place + 1 < data.len()) {
                refused(format, account, &without, &format!("without line {}", at + 1));
            }
            let mut doubled = lines.clone();
            doubled.insert(*at, lines[*at]);
            refused(format, account, &doubled, &format!("line {} twice", at + 1));
        }
    }
}

#[test]
fn no_amount_or_balance_of_a_statement_can_be_altered() {
    for (format, account) in LAYOUTS {
        let text = sample_text(format);
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let file = read_as(None, account, &sample(format)).unwrap();
        for (place, row) in file.rows.iter().enumerate() {
            let at = row.line as usize - 1;
            // Before the first amount stands no balance, behind the last balance no amount.
            for (money, last, seen) in
                [(row.amount.abs(), false, place > 0 || has_totals(format)), (row.balance.unwrap(), true, true)]
            {
                let Some(line) = altered(lines[at], money, last).filter(|_| seen) else { continue };
                let mut changed = lines.clone();
                changed[at] = &line;
                refused(format, account, &changed, &format!("line {}, {money} altered", at + 1));
            }
        }
    }
}

/// The line with another first digit in the cell that prints the amount: the first such, or the last.
fn altered(line: &str, money: Money, last: bool) -> Option<String> {
    let part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric() || letter == '.');
    let places = |printed: &str| -> Vec<usize> {
        let alone = |at: usize| !part(line[..at].chars().last()) && !part(line[at + printed.len()..].chars().next());
        line.match_indices(printed).map(|(at, _)| at).filter(|at| alone(*at)).collect()
    };
    let [plain, grouped] = [money.to_string(), money.grouped()];
    let short = plain.trim_end_matches('0').trim_end_matches('.').to_string();
    let found = [grouped, plain, short].iter().map(|printed| places(printed)).find(|places| !places.is_empty())?;
    // Where a row prints what was paid and what was booked, the booked one counts: it stands behind the other.
    let booked = found.len().saturating_sub(1 + usize::from(found.len() > 1 && !line.contains("人民币")));
    let at = if last { *found.last()? } else { found[booked] };
    let other =
        if line[at..].starts_with('9') { "8".to_string() } else { char::from(line.as_bytes()[at] + 1).to_string() };
    (at > 0).then(|| format!("{}{other}{}", &line[..at], &line[at + 1..]))
}

#[test]
fn a_chain_that_breaks_is_named_with_both_figures() {
    let text = sample_text("bocom").replace("\"2,850.00\",,", "\"2,850.10\",,");
    let refused = read(None, &text).unwrap_err();
    let error = &refused.errors[0];
    assert_eq!((error.code, error.line), (RowErrorCode::BalanceBroken, 6));
    assert_eq!(error.details, ["2850.00", "2850.10", "0.10"]);
    assert!(!refused.controls[0].ok);
}
