//! A hospital's month in true layouts, end to end: WeChat, Alipay and UnionPay bills, the insurance centre's list,
//! three HIS sheets a day, the tills' receipts and two banks' statements, in any order; every planted discrepancy
//! is found with its class and nothing else is reported.
//!
//! `SANHE_FULL=1 cargo test --test month` takes whole months, more of them and larger.

#![allow(clippy::expect_used, clippy::panic)]

#[path = "support/desk.rs"]
mod desk;

use desk::{Book, Named, day};
use sanhe::book::{calendar, files::RuleFiles};
use sanhe::domain::entry::Side;
use sanhe::ops::close::standing;
use sanhe::ops::reconcile::DaysReconciled;
use sanhe::sample::{Defects, Month, MonthFile, MonthPlan, generate_month};

/// First day, days, receipts: Qingming and the days before it, or the whole of April and of the weeks around May Day.
fn spans() -> Vec<(&'static str, u32, u32)> {
    match std::env::var_os("SANHE_FULL") {
        Some(_) => vec![("2026-04-01", 30, 9_000), ("2026-04-20", 30, 6_000), ("2026-02-10", 31, 6_000)],
        None => vec![("2026-03-30", 14, 2_400)],
    }
}

fn seeds() -> std::ops::Range<u64> {
    if std::env::var_os("SANHE_FULL").is_some() { 0..6 } else { 0..2 }
}

fn month(span: (&str, u32, u32), seed: u64, defects: Defects) -> Month {
    let (start, days, rows) = span;
    let calendar = calendar::load(&RuleFiles::default()).expect("the calendar");
    generate_month(&MonthPlan { rows, start: day(start), days, seed, defects, calendar }).expect("a month")
}

fn import<'a>(book: &Book, files: impl Iterator<Item = &'a MonthFile>) {
    for file in files {
        let report = book.import(&file.name, &file.bytes);
        assert_eq!(report.rows_read - report.control_rows, file.rows, "{}: {report:?}", file.name);
    }
}

fn reconcile(book: &mut Book, month: &Month, start: &str) -> DaysReconciled {
    book.reconcile(start, &month.last.to_string())
}

fn planted(month: &Month, informational: bool) -> Vec<Named> {
    let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
    let cases = month.truth.cases.iter().filter(|case| case.informational == informational);
    let mut cases: Vec<Named> = cases
        .map(|case| (case.class.clone(), case.day.clone(), text(&case.his), text(&case.order), text(&case.slip)))
        .collect();
    cases.sort();
    cases
}

#[track_caller]
fn holds(book: &Book, month: &Month, what: &str) {
    for (found, informational) in [(book.listed(), false), (book.informational(), true)] {
        let planted = planted(month, informational);
        let missed: Vec<&Named> = planted.iter().filter(|case| !found.contains(case)).collect();
        let extra: Vec<&Named> = found.iter().filter(|case| !planted.contains(case)).collect();
        assert!(missed.is_empty() && extra.is_empty(), "{what}\nmissed: {missed:#?}\nextra: {extra:#?}");
        assert_eq!(found.len(), planted.len(), "{what}: a case is listed twice");
    }
    for result in book.results() {
        for bridge in &result.bridges {
            assert!(bridge.unexplained.is_zero(), "{what} {} {}", result.day, bridge.channel.code());
        }
        assert_eq!(result.awaited, 0, "{what} {}", result.day);
    }
}

/// Rows in a thousand tied without a person, of the rows in no planted case.
fn matched_per_mille(book: &Book) -> u64 {
    let (mut all, mut matched, mut in_cases) = (0, 0, 0);
    for result in book.results() {
        let sum = |rows: &sanhe::domain::recon::BySide<u64>| rows.his + rows.cashier + rows.bank;
        all += sum(&result.entries);
        matched += sum(&result.matched);
    }
    for case in book.cases() {
        in_cases += case.legs.iter().filter(|leg| leg.entry.is_some() || !case.slip_no.is_empty()).count() as u64;
    }
    matched * 1000 / (all - in_cases.min(all)).max(1)
}

/// The files in an order of their own for each seed.
fn shuffled(month: &Month, seed: u64) -> Vec<&MonthFile> {
    let mut files: Vec<&MonthFile> = month.files.iter().collect();
    let key = |file: &&MonthFile| xxhash_rust::xxh3::xxh3_64_with_seed(file.name.as_bytes(), seed);
    files.sort_by_key(key);
    files
}

#[test]
fn what_is_planted_in_a_month_is_found_and_nothing_else_in_any_order() {
    for span in spans() {
        for seed in seeds() {
            let month = month(span, seed, Defects::All);
            let what = format!("{span:?} seed {seed}");
            let mut book = Book::of_house(&month.house);
            import(&book, month.files.iter());
            let plain = reconcile(&mut book, &month, span.0);
            holds(&book, &month, &what);
            assert!(matched_per_mille(&book) >= 997, "{what}: {}", matched_per_mille(&book));
            book.verify();
            // Half the files, in another order, a run, the other half, a run: before matching or after is one.
            let mut other = Book::of_house(&month.house);
            let files = shuffled(&month, seed);
            let (first, second) = files.split_at(files.len() / 2);
            import(&other, first.iter().copied());
            reconcile(&mut other, &month, span.0);
            import(&other, second.iter().copied());
            assert_eq!(reconcile(&mut other, &month, span.0).digest, plain.digest, "{what}: the order of the files");
        }
    }
}

#[test]
fn a_month_without_a_defect_reports_nothing() {
    for span in spans() {
        let month = month(span, 11, Defects::None);
        let mut book = Book::of_house(&month.house);
        import(&book, month.files.iter());
        reconcile(&mut book, &month, span.0);
        holds(&book, &month, "clean");
        assert_eq!((book.cases().count(), matched_per_mille(&book)), (0, 1000));
        for result in book.results() {
            for (bridge, credit) in result.bridges.iter().filter_map(|bridge| Some((bridge, bridge.credit?))) {
                assert_eq!(credit.credited, bridge.expected_credit, "{} {}", result.day, bridge.channel.code());
            }
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let bytes = |seed: u64| month(("2026-03-30", 3, 300), seed, Defects::All).files;
    assert_eq!(bytes(1), bytes(1));
    assert_ne!(bytes(1), bytes(2));
}

#[test]
fn a_day_waits_for_every_sheet_of_the_his() {
    let month = month(("2026-03-30", 2, 400), 5, Defects::None);
    let (wards, others): (Vec<&MonthFile>, Vec<&MonthFile>) =
        month.files.iter().partition(|file| file.name.starts_with("住院结算"));
    let mut book = Book::of_house(&month.house);
    import(&book, others.into_iter());
    book.reconcile("2026-03-30", "2026-03-31");
    assert_eq!(book.cases().count(), 0, "what the wards took is awaited, not missing");
    assert!(book.stored("2026-03-30").awaited > 0);
    let causes = |book: &Book| {
        let reader = book.store().reader().expect("a reader");
        standing(&reader, day("2026-03-30"), &book.run).expect("read")
    };
    let before = causes(&book);
    assert_eq!((before.lacking.as_slice(), *before.sources.get(Side::His)), (["住院".to_string()].as_slice(), false));
    import(&book, wards.into_iter());
    assert!(causes(&book).is_stale);
    book.reconcile("2026-03-30", "2026-03-31");
    let after = causes(&book);
    assert!(after.lacking.is_empty() && *after.sources.get(Side::His) && !after.is_stale);
    assert_eq!((book.cases().count(), book.stored("2026-03-30").awaited), (0, 0));
}

#[test]
fn a_sheet_without_a_row_still_says_its_day_is_in() {
    let month = month(("2026-03-30", 1, 200), 5, Defects::None);
    let mut book = Book::of_house(&month.house);
    let is_ward = |file: &&MonthFile| file.name.starts_with("住院结算");
    import(&book, month.files.iter().filter(|file| !is_ward(file)));
    book.reconcile("2026-03-30", "2026-03-30");
    let awaited = book.stored("2026-03-30").awaited;
    assert!(awaited > 0);
    let ward = month.files.iter().find(is_ward).expect("a sheet");
    let text = encoding_rs::GB18030.decode(&ward.bytes).0.into_owned();
    let heading = text.lines().take(3).collect::<Vec<_>>().join("\n");
    let total = "合计,,,,,,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,,,,,";
    let report = book.import("empty.csv", format!("{heading}\n{total}\n"));
    assert_eq!((report.rows_read, report.control_rows, report.days), (1, 1, None));
    let reader = book.store().reader().expect("a reader");
    assert!(standing(&reader, day("2026-03-30"), &book.run).expect("read").is_stale);
    drop(reader);
    book.reconcile("2026-03-30", "2026-03-30");
    assert_eq!(book.stored("2026-03-30").awaited, 0);
    assert!(book.cases().count() > 0, "what no sheet shows is missing now");
}
