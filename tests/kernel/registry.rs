//! What a registry file left in the book is what its fact vouches for, and no version ever changes.

use std::sync::Arc;

use sanhe::book::files::RuleFiles;
use sanhe::book::{arrears, calendar, collection, registry};
use sanhe::domain::collection::call::{CallNote, Pledge};
use sanhe::domain::collection::marks::MarkKind;
use sanhe::domain::collection::plan::{BreachBy, BreachEffect, Instalment, PlanKind};
use sanhe::domain::collection::progress::ProgressBy;
use sanhe::domain::collection::target::{Measure, Target};
use sanhe::domain::money::Money;
use sanhe::import::RawFile;
use sanhe::import::registry::{RegistryRules, parse};
use sanhe::ops::collection::{CollectionCommand, CollectionRules, NewPlan};
use sanhe::ops::{Command, OperationId, execute};
use sanhe::store::{Fault, Store, backup, restore};

use crate::scene::{Scene, check, now, wang};

const EMPLOYERS: &str = "\
统一社会信用代码,单位名称,状态
91330106MA2TEAT05A,杭州样例餐饮有限公司,正常
91110108MA01A2B32G,北京样例软件有限公司,停产
";
const DUES: &str = "\
统一社会信用代码,险种,费款所属期,缴费部分,应缴金额,缴费期限
91330106MA2TEAT05A,养老,2025-09,单位,15210.40,2025-10-15
91110108MA01A2B32G,失业,2026-01,单位,100.00,2026-02-15
";
const PAYMENTS: &str = "\
统一社会信用代码,缴费编号,缴费日期,实缴金额
91330106MA2TEAT05A,P1,2025-12-01,16000.00
";

fn with_registry() -> (Scene, Store) {
    let (scene, store) = Scene::new();
    let corrected = DUES.replace("15210.40", "15000.00");
    for (name, text) in [("e.csv", EMPLOYERS), ("d.csv", DUES), ("p.csv", PAYMENTS), ("d2.csv", &corrected)] {
        let rules = RuleFiles::default();
        let by = RegistryRules { layouts: registry::load(&rules).unwrap(), policy: arrears::load(&rules).unwrap() };
        let parsed = parse(&RawFile::from_bytes(name, text.into()), &by, None, now().today).unwrap();
        let command = Command::ImportRegistry { parsed: Arc::new(parsed), take_good: None, rules };
        execute(&store, &wang(), &now(), &OperationId::new().unwrap(), command).unwrap();
    }
    (scene, store)
}

fn drop_triggers(raw: &rusqlite::Connection) {
    let names: Vec<String> = raw
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for name in names {
        raw.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
}

#[test]
fn a_registry_and_copies_of_it_verify() {
    let (scene, store) = with_registry();
    assert_eq!(check(&store).unwrap().count, 7);
    let copy = backup(&store, &scene.path("copy.sqlite")).unwrap();
    let restored = restore(&copy.path, &scene.path("restored.sqlite")).unwrap();
    assert_eq!(check(&restored).unwrap(), check(&store).unwrap());
    let dues = store.reader().unwrap().dues(1, 1).unwrap();
    assert_eq!(dues.iter().map(|due| (due.version, due.amount.fen())).collect::<Vec<_>>(), [(2, 1_500_000)]);
}

#[test]
fn no_statement_changes_or_removes_a_version() {
    let (scene, _store) = with_registry();
    for sql in [
        "UPDATE dues SET amount_fen = 1",
        "DELETE FROM dues",
        "INSERT OR REPLACE INTO dues SELECT * FROM dues WHERE version = 2",
        "UPDATE payments SET amount_fen = 1",
        "DELETE FROM payments",
        "INSERT OR REPLACE INTO payments SELECT * FROM payments",
        "UPDATE employer_versions SET name = 'x'",
        "DELETE FROM employer_versions",
        "INSERT OR REPLACE INTO employer_versions SELECT * FROM employer_versions",
        "UPDATE employers SET code = 'x'",
        "DELETE FROM employers",
        "INSERT OR REPLACE INTO employers SELECT * FROM employers",
        "UPDATE registry_files SET path = 'x'",
        "DELETE FROM registry_files",
        "DELETE FROM registry_pieces",
        "UPDATE registry_pieces SET bytes = 1",
        // A version out of order.
        "INSERT INTO payments SELECT employer_id, no, 3, file_id, file_line, paid_on, 5, line, channel, ticket_no FROM payments",
    ] {
        assert!(scene.raw().execute_batch(sql).is_err(), "{sql}");
    }
}

#[test]
fn every_table_of_the_registry_is_compared_with_its_fact() {
    for sql in [
        "UPDATE dues SET amount_fen = amount_fen + 1 WHERE version = 1",
        "UPDATE dues SET due_on = '2025-10-16' WHERE version = 2",
        "UPDATE dues SET order_failed = 0",
        "DELETE FROM dues WHERE version = 2",
        "UPDATE payments SET amount_fen = 0",
        "UPDATE payments SET paid_on = '2025-11-01'",
        "UPDATE employer_versions SET bankrupt_on = '2025-01-01' WHERE employer_id = 1",
        "UPDATE employers SET code = '93440300MA5F0K9Q4J' WHERE id = 1",
        "INSERT INTO employers (code) VALUES ('93440300MA5F0K9Q4J')",
        "UPDATE registry_files SET rows_read = 3, imported = 3 WHERE id = 1",
        "UPDATE registry_files SET path = 'x' WHERE id = 1",
        "DELETE FROM registry_files WHERE id = 4",
        "DELETE FROM registry_pieces WHERE file_id = 2",
        "UPDATE registry_pieces SET frame = x'00' WHERE file_id = 2",
    ] {
        let (scene, store) = with_registry();
        drop(store);
        let raw = scene.raw();
        drop_triggers(&raw);
        raw.execute_batch(sql).unwrap();
        drop(raw);
        let found = check(&scene.open().unwrap());
        assert!(matches!(found, Err(Fault::Broken { .. })), "{sql}: {found:?}");
    }
}

/// Calls, a promise with its change, and a plan that was ended.
fn with_collection_work() -> (Scene, Store) {
    let (scene, store) = with_registry();
    let rules = RuleFiles::default();
    let by = CollectionRules {
        policy: Arc::new(collection::load(&rules).unwrap()),
        calendar: Arc::new(calendar::load(&rules).unwrap()),
    };
    let pledge = |fen: i64| Pledge { amount: Money::from_fen(fen), pay_on: now().today.plus(7) };
    let code = String::from("91330106MA2TEAT05A");
    let note = CallNote { result: "promised".into(), promise: Some(pledge(100)), ..CallNote::default() };
    let first = store.reader().unwrap().last_fact().unwrap().unwrap().seq + 1;
    let due_on = by.calendar.roll(now().today.plus(10)).unwrap();
    let plan = NewPlan {
        code: code.clone(),
        kind: PlanKind::Own,
        instalments: vec![Instalment { due_on, amount: Money::from_fen(500) }],
        breach_by: BreachBy::Either,
        effect: BreachEffect::Resume,
        grace_working_days: None,
        note: String::new(),
    };
    let both = [code.clone(), String::from("91110108MA01A2B32G")];
    let values = both.iter().map(|code| (code.clone(), String::from("3"))).collect();
    let (measure, area, key) = (Measure::Clear, ProgressBy::Area, String::from("西湖区"));
    let target = Target { year: 2026, measure, by: area, key, amount: Money::from_fen(100) };
    for work in [
        CollectionCommand::LogCall { code, note },
        CollectionCommand::ChangePromise { no: first, pledge: pledge(200), reason: "x".into() },
        CollectionCommand::MakePlan(plan),
        CollectionCommand::EndPlan { no: first + 2, reason: "x".into() },
        CollectionCommand::Assign { codes: both.to_vec(), officer: "周宁".into(), reason: "x".into() },
        CollectionCommand::Mark { kind: MarkKind::Blocked, values, note: String::new() },
        CollectionCommand::SetTargets(vec![target]),
    ] {
        let command = Command::Collect { work: Box::new(work), by: by.clone(), rules: rules.clone() };
        execute(&store, &wang(), &now(), &OperationId::new().unwrap(), command).unwrap();
    }
    (scene, store)
}

#[test]
fn collection_work_and_copies_of_it_verify() {
    let (scene, store) = with_collection_work();
    assert_eq!(check(&store).unwrap().count, 14);
    let copy = backup(&store, &scene.path("copy.sqlite")).unwrap();
    let restored = restore(&copy.path, &scene.path("restored.sqlite")).unwrap();
    assert_eq!(check(&restored).unwrap(), check(&store).unwrap());
}

#[test]
fn no_row_of_collection_work_is_changed_or_removed_and_none_unseen() {
    for sql in [
        "UPDATE calls SET note = 'x'",
        "DELETE FROM calls",
        "INSERT OR REPLACE INTO calls SELECT * FROM calls",
        "INSERT INTO calls SELECT 1, employer_id, called_on, actor, result, person, note, next_on FROM calls",
        "UPDATE promises SET amount_fen = amount_fen + 1 WHERE version = 1",
        "UPDATE promises SET withdrawn = 1 WHERE version = 2",
        "DELETE FROM promises WHERE version = 2",
        "UPDATE plans SET effect = 'guarantee'",
        "UPDATE plan_instalments SET amount_fen = 1",
        "DELETE FROM plan_instalments",
        "UPDATE assignments SET officer = 'x' WHERE employer_id = 2",
        "DELETE FROM assignments WHERE employer_id = 2",
        "UPDATE employer_marks SET value = '4' WHERE employer_id = 2",
        "DELETE FROM employer_marks",
        "UPDATE targets SET amount_fen = 1",
        "DELETE FROM targets",
        "UPDATE plan_ends SET ended_on = '2026-01-01'",
        "DELETE FROM plan_ends",
    ] {
        let (scene, store) = with_collection_work();
        drop(store);
        let raw = scene.raw();
        let fresh = sql.starts_with("INSERT INTO");
        assert!(fresh || raw.execute_batch(sql).is_err(), "{sql}");
        drop_triggers(&raw);
        raw.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        raw.execute_batch(sql).unwrap();
        drop(raw);
        let found = check(&scene.open().unwrap());
        let same = sql.starts_with("INSERT OR REPLACE");
        assert!(same || matches!(found, Err(Fault::Broken { .. })), "{sql}: {found:?}");
    }
}
