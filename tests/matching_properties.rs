//! Whatever a few days hold, the engine settles each of them: every row in exactly one group, every
//! bridge closed, the same digest in any order of rows.

#![allow(clippy::expect_used, clippy::panic)]

#[path = "support/pure.rs"]
mod pure;

use std::sync::OnceLock;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use pure::{Engine, In, Row};
use sanhe::domain::day::BusinessDay;
use sanhe::domain::entry::{Kind, Method, Side};
use sanhe::domain::matching::settle::QuarantinedLeg;
use sanhe::domain::matching::subset::{SHOWN_MAX, subsets};
use sanhe::domain::money::Money;
use sanhe::domain::recon::DayResult;

fn middle() -> BusinessDay {
    BusinessDay::parse("2026-03-04").expect("a day")
}

/// Few keys and few amounts, so that rows meet in every way they can.
fn row() -> impl Strategy<Value = Row> {
    let side = prop::sample::select(Side::ALL);
    let key = 0_u32..4;
    let fen = prop::sample::select(vec![0_i64, 100, 100, 100, 250, 10_000]);
    let kind = prop::sample::select(vec![Kind::Pay, Kind::Pay, Kind::Pay, Kind::Refund, Kind::Revoke, Kind::Deposit]);
    let method =
        prop::sample::select(vec![Method::Wechat, Method::Wechat, Method::Card, Method::Cash, Method::Prepaid]);
    let days = prop::sample::select(vec![-2_i32, -1, 0, 0, 0, 0, 1, 2]);
    let second = prop::sample::select(vec![1_u32, 36_000, 36_060, 50_000, 86_399, 86_400]);
    let texts = (0_u32..3, 0_u32..8, 0_u32..3);
    (side, key, fen, kind, method, days, second, texts).prop_map(
        |(side, key, fen, kind, method, days, second, texts)| {
            made(side, key, fen, kind, method, middle().plus(days), second, texts)
        },
    )
}

#[allow(clippy::too_many_arguments)]
fn made(
    side: Side,
    key: u32,
    fen: i64,
    kind: Kind,
    method: Method,
    day: BusinessDay,
    second: u32,
    (cashier, mode, other): (u32, u32, u32),
) -> Row {
    let bank = side == Side::Bank;
    let kind = match kind {
        Kind::Revoke | Kind::Deposit if !bank => Kind::Pay,
        kind => kind,
    };
    let deposit = kind == Kind::Deposit;
    let slip = format!(
        "JK{}{}00{cashier}",
        day.plus(-(other as i32)).compact(),
        if second.is_multiple_of(2) { 'A' } else { 'B' }
    );
    let order_no = match (deposit, mode) {
        (true, 0) => "QT1".to_string(),
        (true, _) => slip,
        (_, 0) => String::new(),
        (_, 1) => format!("ZF{other}"),
        _ => format!("ZF{key}"),
    };
    Row {
        side,
        day,
        second,
        kind,
        method: if deposit { Method::Cash } else { method },
        fen: if kind == Kind::Refund { -fen } else { fen },
        fee: if bank { fen / 100 } else { 0 },
        cashier: if bank { String::new() } else { format!("00{cashier}赵敏") },
        his_no: if bank { String::new() } else { format!("JS{}", if mode == 2 { other } else { key }) },
        order_no,
        original_no: if kind == Kind::Refund && !bank { format!("JS{other}") } else { String::new() },
        channel_no: if bank { format!("42{key}{mode}") } else { String::new() },
    }
}

fn quarantined() -> impl Strategy<Value = Vec<QuarantinedLeg>> {
    let leg = (prop::sample::select(Side::ALL), 0_u32..4, 0_u32..3).prop_map(|(side, key, mode)| QuarantinedLeg {
        side,
        day: middle(),
        method: (mode == 0).then_some(Method::Wechat),
        his_no: if mode == 1 { format!("JS{key}") } else { String::new() },
        order_no: if mode < 2 { format!("ZF{key}") } else { String::new() },
        file: "bank.csv".into(),
        line: key + 2,
        column: "交易金额".into(),
        code: "amount_grammar".into(),
    });
    prop::collection::vec(leg, 0..3)
}

fn coverage() -> impl Strategy<Value = In> {
    let reach = (-3_i32..3, -3_i32..4);
    prop::collection::vec(reach, 3).prop_map(|reaches| {
        let sides = Side::ALL.iter().zip(reaches);
        In(sides.map(|(side, (from, to))| (*side, middle().plus(from), middle().plus(to))).collect())
    })
}

fn settle(
    engine: &Engine,
    rows: &[Row],
    quarantined: &[QuarantinedLeg],
    coverage: &In,
) -> Result<DayResult, TestCaseError> {
    engine
        .settle(middle(), rows, quarantined, coverage)
        .map_err(|what| TestCaseError::fail(format!("{what}\n{rows:#?}")))
}

/// What the digest stands for, apart from row numbers and lines.
fn shown(result: &DayResult) -> String {
    let cases: Vec<String> = result
        .exceptions
        .iter()
        .map(|case| {
            let (class, state) = (case.class.code(), case.state.code());
            format!(
                "{class} {state} {} {} {} {} {:?}",
                case.his_no, case.order_no, case.slip_no, case.difference, case.notes
            )
        })
        .collect();
    format!("{cases:#?}\n{:#?}\n{:#?}\n{:?} {}", result.totals, result.bridges, result.matched, result.awaited)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_day_always_settles_and_row_order_is_nothing(
        rows in prop::collection::vec(row(), 0..14),
        quarantined in quarantined(),
        coverage in coverage(),
        shuffle in any::<u64>(),
    ) {
        let engine = engine();
        let result = settle(engine, &rows, &quarantined, &coverage)?;
        sums_hold(&rows, &result)?;
        let shuffled = shuffled(&rows, shuffle);
        let again = settle(engine, &shuffled, &quarantined, &coverage)?;
        prop_assert_eq!(shown(&result), shown(&again), "{:#?}", rows);
        prop_assert_eq!(&result.digest, &again.digest, "{:#?}", rows);
    }
}

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(Engine::new)
}

/// The same days every time; with `SANHE_FULL=1` many, and others each time.
fn config() -> ProptestConfig {
    let full = std::env::var_os("SANHE_FULL").is_some();
    let (cases, rng_seed) = if full { (20_000, RngSeed::Random) } else { (600, RngSeed::Fixed(20_260_302)) };
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..ProptestConfig::default() }
}

/// HIS and cashier sums of the day come back to the fen; nothing ties twice.
fn sums_hold(rows: &[Row], result: &DayResult) -> Result<(), TestCaseError> {
    for side in [Side::His, Side::Cashier] {
        let of_day = rows.iter().filter(|row| row.side == side && row.day == middle());
        let (count, fen) = of_day.fold((0, 0), |(count, fen), row| (count + 1, fen + row.fen));
        let totals: Money =
            result.totals.iter().map(|row| if side == Side::His { row.his } else { row.cashier_side }).sum();
        prop_assert_eq!((totals.fen(), *result.entries.get(side)), (fen, count), "{:#?}", rows);
    }
    for side in Side::ALL {
        prop_assert!(result.matched.get(*side) <= result.entries.get(*side), "{:#?}", rows);
    }
    Ok(())
}

fn shuffled(rows: &[Row], seed: u64) -> Vec<Row> {
    let mut shuffled = rows.to_vec();
    let mut state = seed | 1;
    for place in (1..shuffled.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        shuffled.swap(place, (state >> 33) as usize % (place + 1));
    }
    shuffled
}

/// Every set of parts, tried one by one.
fn tried(parts: &[i64], sum: i64) -> usize {
    let (Some((first, rest)), mut count) = (parts.split_first(), 0) else { return usize::from(sum == 0) };
    count += tried(rest, sum);
    count + tried(rest, sum - first)
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(11), ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_sum_is_taken_apart_only_where_one_set_gives_it(
        parts in prop::collection::vec(prop::sample::select(vec![-300_i64, 100, 200, 250, 999, 1_000, 12_345]), 0..=12),
        chosen in prop::collection::vec(any::<bool>(), 12),
        off in prop::sample::select(vec![0_i64, 0, 1]),
    ) {
        let sum = off + parts.iter().zip(&chosen).filter(|(_, taken)| **taken).map(|(part, _)| part).sum::<i64>();
        let money: Vec<Money> = parts.iter().map(|fen| Money::from_fen(*fen)).collect();
        let sets = subsets(&money, Money::from_fen(sum));
        // The empty set is no way to pay nothing.
        prop_assert_eq!(sets.count, tried(&parts, sum) - usize::from(sum == 0));
        prop_assert_eq!(sets.only().is_some(), sets.count == 1);
        prop_assert_eq!(sets.shown.len(), sets.count.min(SHOWN_MAX));
        for set in &sets.shown {
            prop_assert_eq!(set.iter().map(|place| parts[*place]).sum::<i64>(), sum);
            prop_assert!(set.iter().all(|place| sets.touched.contains(place)));
        }
        let mut apart = sets.shown.clone();
        apart.sort();
        apart.dedup();
        prop_assert_eq!(apart.len(), sets.shown.len());
    }
}
