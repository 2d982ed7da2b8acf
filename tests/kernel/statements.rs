//! What an imported statement left in the book: known, changed, joined to its neighbours, vouched for.

use std::fs;
use std::sync::Arc;

use sanhe::book::files::RuleFiles;
use sanhe::book::formats::Formats;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::import::{FileReport, RowErrorCode};
use sanhe::import::ReadOptions;
use sanhe::ops::import::{Looked, look};
use sanhe::ops::{Command, OperationId, Outcome, execute, statement};
use sanhe::store::{Fault, StatementRange, Store};

use crate::files::unguarded;
use crate::scene::{Scene, check, now, wang};

const HEAD: &str = "卡号:,6222600000000000151\n序号,交易日期,交易时间,交易类型,借贷,交易金额,余额,摘要\n";
const MONDAY: &str = "1,2026-03-02,08:00:00,代收,贷 Cr,100.00,100.00,JK20260301A001\n2,2026-03-02,09:00:00,转账,借 Dr,30.00,70.00,药款\n";
const TUESDAY: &str = "3,2026-03-03,08:00:00,代收,贷 Cr,50.00,120.00,结算 0302\n";
const THURSDAY: &str = "4,2026-03-05,08:00:00,代收,贷 Cr,5.00,128.00,结算\n";

fn import(scene: &Scene, store: &Store, name: &str, rows: &str) -> FileReport {
    let path = scene.path(name);
    fs::write(&path, format!("{HEAD}{rows}")).unwrap();
    let rules = RuleFiles::default();
    let formats = Formats::load(&rules).unwrap();
    let reader = store.reader().unwrap();
    let parsed = match look(&reader, &formats, &path, &ReadOptions::on(now().today)).unwrap() {
        Looked::Statement(parsed) => Arc::from(parsed),
        Looked::Settled(report) => return *report,
        Looked::Ready(_) => panic!("read as receipts"),
    };
    let seen = statement::preview(&reader, &parsed).unwrap();
    let command = Command::ImportStatement { parsed, rules };
    match execute(store, &wang(), &now(), &OperationId::new().unwrap(), command).unwrap() {
        Outcome::StatementImported(done) => {
            assert_eq!((seen.imported, seen.known, seen.changed), (done.imported, done.known, done.changed));
            statement::imported_report(seen, &done)
        }
        other => panic!("{other:?}"),
    }
}

fn live(store: &Store) -> Vec<(String, String)> {
    let range = StatementRange { account: None, from: BusinessDay::MIN, to: BusinessDay::MAX };
    let rows = store.reader().unwrap().statement_rows(&range).unwrap();
    rows.into_iter().map(|booked| (booked.row.amount.to_string(), booked.row.text)).collect()
}

fn counts(report: &FileReport) -> [u64; 4] {
    [report.rows_read, report.imported, report.known, report.changed]
}

#[test]
fn overlapping_statements_add_only_what_is_new_and_changed_rows_take_their_place() {
    let (scene, store) = Scene::new();
    assert_eq!(counts(&import(&scene, &store, "a.csv", MONDAY)), [2, 2, 0, 0]);
    assert_eq!(counts(&import(&scene, &store, "again.csv", MONDAY)), [2, 0, 2, 0]);
    assert_eq!(counts(&import(&scene, &store, "b.csv", &format!("{MONDAY}{TUESDAY}"))), [3, 1, 2, 0]);
    let renamed = MONDAY.replace("药款", "药品款");
    assert_eq!(counts(&import(&scene, &store, "c.csv", &renamed)), [2, 0, 1, 1]);
    let rows = live(&store);
    let shown: Vec<(&str, &str)> = rows.iter().map(|(amount, text)| (amount.as_str(), text.as_str())).collect();
    assert_eq!(shown, [("100.00", "代收 JK20260301A001"), ("-30.00", "转账 药品款"), ("50.00", "代收 结算 0302")]);
    check(&store).unwrap();
}

#[test]
fn balances_are_held_against_the_files_before_and_after() {
    let (scene, store) = Scene::new();
    let first = import(&scene, &store, "a.csv", MONDAY);
    assert_eq!(first.controls.len(), 1);
    let late = import(&scene, &store, "late.csv", THURSDAY);
    assert_eq!(late.warnings[0].code, RowErrorCode::BalanceGap);
    assert_eq!(late.warnings[0].details[1..], ["70.00", "123.00", "53.00"]);
    let between = import(&scene, &store, "b.csv", TUESDAY);
    let joined: Vec<(&str, bool)> = between.controls.iter().map(|it| (it.name.as_str(), it.ok)).collect();
    assert_eq!(joined, [("balance_chain", true), ("opening_balance", true), ("closing_balance", false)]);
}

#[test]
fn two_equal_rows_of_one_file_are_both_kept() {
    let (scene, store) = Scene::new();
    let row = |number: u32, kind: &str, balance: &str| format!("{number},2026-03-02,,转账,{kind},5.00,{balance},同\n");
    let rows = [row(1, "贷 Cr", "5.00"), row(2, "借 Dr", "0.00"), row(3, "贷 Cr", "5.00")].concat();
    assert_eq!(counts(&import(&scene, &store, "a.csv", &rows)), [3, 3, 0, 0]);
    assert_eq!(counts(&import(&scene, &store, "b.csv", &format!("{rows}\n"))), [3, 0, 3, 0]);
}

#[test]
fn every_table_a_statement_fills_is_compared_with_its_fact() {
    for sql in [
        "DELETE FROM statement_files WHERE id = 1",
        "UPDATE statement_files SET path = 'another.csv' WHERE id = 1",
        "UPDATE statement_files SET controls = '[]' WHERE id = 1",
        "DELETE FROM statement_pieces WHERE file_id = 1",
        "UPDATE statement_pieces SET frame = zeroblob(9) WHERE file_id = 1",
        "UPDATE statement_parts SET closing_fen = closing_fen + 1 WHERE file_id = 1",
        "INSERT INTO statement_parts VALUES (99, '1', 'CNY', '2026-03-01', '2026-03-01', 0, 0, 1)",
        "UPDATE statement_rows SET amount_fen = amount_fen + 1 WHERE id = 1",
        "UPDATE statement_rows SET posted_on = '2026-03-01' WHERE id = 1",
        "UPDATE statement_rows SET text = '' WHERE id = 1",
        "DELETE FROM statement_rows WHERE id = 1",
        "DELETE FROM statement_superseded",
        "DELETE FROM statement_quarantine",
    ] {
        let (scene, store) = Scene::new();
        import(&scene, &store, "a.csv", MONDAY);
        import(&scene, &store, "b.csv", &MONDAY.replace("药款", "药品款"));
        import(&scene, &store, "c.csv", &TUESDAY.replace("08:00:00", "八点"));
        check(&store).unwrap();
        let raw = unguarded(&scene);
        raw.pragma_update(None, "foreign_keys", false).unwrap();
        assert!(raw.execute(sql, []).unwrap() > 0, "{sql}: nothing to change, so nothing is proven");
        let found = check(&store);
        assert!(matches!(found, Err(Fault::Broken { .. })), "{sql}: {found:?}");
    }
}
