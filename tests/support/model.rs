//! A plain, slow reference of the totals: per day, 工号 and 支付方式 the sums of HIS, cashier and bank.
//!
//! Invariant: it shares no code with the program. It reads the three plain CSV texts by itself, in
//! whole fen, and says what design/reconciliation.md says in the fewest words:
//!
//! - HIS and cashier: the plain sum of 金额
//! - electronic channels: 支付 + and 退款 − on the posting day; a 撤销 takes back a 支付 of the same
//!   order (once each) and alone counts nothing
//! - deposits: on the day and 工号 of their slip; a 存款 that names no slip on its posting day, to nobody
//! - the cashier of a bank row is that of the HIS row of its order, else of the cashier's, else nobody

#![allow(clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, HashMap};

/// Day `2026-03-02`, 工号 `003` (empty: nobody), 支付方式.
pub(crate) type Key = (String, String, String);
/// HIS, cashier and bank, in fen.
pub(crate) type Sums = (i64, i64, i64);

/// The totals of three plain CSV texts.
pub(crate) fn totals(his_csv: &str, cashier_csv: &str, bank_csv: &str) -> BTreeMap<Key, Sums> {
    let mut totals: BTreeMap<Key, Sums> = BTreeMap::new();
    let mut desk_of: HashMap<String, String> = HashMap::new();
    for row in read(his_csv) {
        let desk = number_of(&row["收费员"]);
        let key = (row["结算时间"][..10].to_owned(), desk.clone(), row["支付方式"].clone());
        totals.entry(key).or_default().0 += fen(&row["金额"]);
        desk_of.entry(row["商户订单号"].clone()).or_insert(desk);
    }
    for row in read(cashier_csv) {
        let desk = number_of(&row["收费员"]);
        let key = (row["交易时间"][..10].to_owned(), desk.clone(), row["支付方式"].clone());
        totals.entry(key).or_default().1 += fen(&row["金额"]);
        desk_of.entry(row["订单号"].clone()).or_insert(desk);
    }
    let bank = read(bank_csv);
    let mut paid: HashMap<&str, i64> = HashMap::new();
    for row in bank.iter().filter(|row| row["类型"] == "支付") {
        *paid.entry(&row["商户订单号"]).or_default() += 1;
    }
    for row in &bank {
        let order = row["商户订单号"].as_str();
        let amount = fen(&row["交易金额"]);
        let posted = row["入账时间"][..10].to_owned();
        let nobody = || desk_of.get(order).cloned().unwrap_or_default();
        let (day, desk, signed) = match row["类型"].as_str() {
            "支付" => (posted, nobody(), amount),
            "退款" => (posted, nobody(), -amount),
            "撤销" => {
                let left = paid.entry(order).or_default();
                *left -= 1;
                (posted, nobody(), if *left >= 0 { -amount } else { 0 })
            }
            "存款" => match slip(order) {
                Some((day, desk)) => (day, desk, amount),
                None => (posted, String::new(), amount),
            },
            other => panic!("类型 {other}"),
        };
        totals.entry((day, desk, method_of(&row["渠道"]).to_owned())).or_default().2 += signed;
    }
    totals
}

/// Day and 工号 of `JK<yyyymmdd><A|B><工号>`.
pub(crate) fn slip(order: &str) -> Option<(String, String)> {
    let rest = order.strip_prefix("JK")?;
    let (day, rest) = (rest.get(..8)?, rest.get(8..)?);
    let desk = rest.strip_prefix(['A', 'B'])?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(day) && digits(desk)).then(|| (format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]), desk.to_owned()))
}

/// The digits `003常文` begins with.
pub(crate) fn number_of(cashier: &str) -> String {
    cashier.chars().take_while(char::is_ascii_digit).collect()
}

fn method_of(channel: &str) -> &str {
    match channel {
        "微信支付" => "微信",
        "银联商务" => "银行卡",
        "医保结算" => "医保个账",
        "银行存款" => "现金",
        other => other,
    }
}

/// `-12.34` in fen.
pub(crate) fn fen(text: &str) -> i64 {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, cents) = digits.split_once('.').unwrap_or((digits, "00"));
    assert_eq!(cents.len(), 2, "{text}");
    sign * (whole.parse::<i64>().expect("digits") * 100 + cents.parse::<i64>().expect("digits"))
}

/// Every row of a CSV text by heading.
pub(crate) fn read(text: &str) -> Vec<HashMap<String, String>> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty());
    let headings = cells(lines.next().expect("a heading"));
    lines.map(|line| headings.iter().cloned().zip(cells(line)).collect()).collect()
}

fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for char in line.trim_end_matches('\r').chars() {
        match char {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().expect("one cell").push(other),
        }
    }
    cells
}
