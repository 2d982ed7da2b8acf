//! What an imported file left in the book is what its fact vouches for.

use std::fs;
use std::sync::Arc;

use rusqlite::Connection;
use sanhe::book::files::RuleFiles;
use sanhe::book::formats::Formats;
use sanhe::import::{self, ReadOptions};
use sanhe::ops::{Command, OperationId, execute};
use sanhe::store::{Fault, Store, backup, restore};

use crate::scene::{Scene, check, now, wang};

const HIS: &str = "\
结算流水号,商户订单号,结算时间,收费员,窗口,患者姓名,支付方式,业务类型,金额,原流水号,票据号
H1,O1,2026-03-04 09:00:00,1001,1,张三,微信,收费,10.00,,T1
H2,O2,2026-03-04 09:01:00,1001,1,李四,微信,收费,20.00,,T2
H3,O3,2026-03-04 09:02:00,1001,1,李四,微信,退费,-20.00,H2,T3
H4,O4,2026-03-04 09:03:00,1001,1,王五,微信,收费,abc,,T4
";
const BANK: &str = "\
入账时间,渠道,渠道流水号,商户订单号,类型,交易金额,手续费,入账金额
2026-03-05 09:00:00,现金,C1,JK20260304B1001,存款,100.00,0.00,100.00
";

/// A book with an HIS file (a refund, a row that does not parse, later a changed row) and a bank file.
fn with_files() -> (Scene, Store) {
    let (scene, store) = Scene::new();
    let changed = HIS.replace(
        "H1,O1,2026-03-04 09:00:00,1001,1,张三,微信,收费,10.00",
        "H1,O1,2026-03-04 09:00:00,1001,1,张三,微信,收费,11.00",
    );
    for (name, text) in [("his.csv", HIS), ("bank.csv", BANK), ("his-again.csv", &changed)] {
        let path = scene.path(name);
        fs::write(&path, text).unwrap();
        let rules = RuleFiles::default();
        let formats = Formats::load(&rules).unwrap();
        let parsed = import::parse(import::open(&path).unwrap(), &formats, &ReadOptions::on(now().today)).unwrap();
        let command = Command::ImportFile { parsed: Arc::new(parsed), rules };
        execute(&store, &wang(), &now(), &OperationId::new().unwrap(), command).unwrap();
    }
    (scene, store)
}

pub(crate) fn unguarded(scene: &Scene) -> Connection {
    without_guards(scene.raw())
}

/// A connection without the triggers and checks of the schema.
pub(crate) fn without_guards(raw: Connection) -> Connection {
    raw.pragma_update(None, "foreign_keys", false).unwrap();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'trigger'";
    let names: Vec<String> =
        raw.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for name in names {
        raw.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    raw.pragma_update(None, "ignore_check_constraints", true).unwrap();
    raw
}

#[test]
fn files_and_copies_of_them_verify() {
    let (scene, store) = with_files();
    assert_eq!(check(&store).unwrap().count, 6);
    let copy = backup(&store, &scene.path("copy.sqlite")).unwrap();
    let restored = restore(&copy.path, &scene.path("restored.sqlite")).unwrap();
    assert_eq!(check(&restored).unwrap(), check(&store).unwrap());
}

#[test]
fn every_table_a_file_fills_is_compared_with_its_fact() {
    for sql in [
        "DELETE FROM files WHERE id = 1",
        "UPDATE files SET imported = imported - 1, known = known + 1 WHERE id = 1",
        "UPDATE files SET side = 'bank' WHERE id = 1",
        "UPDATE files SET path = 'another.csv' WHERE id = 1",
        "DELETE FROM file_pieces WHERE file_id = 1",
        "UPDATE file_pieces SET frame = (SELECT frame FROM file_pieces WHERE file_id = 2) WHERE file_id = 1",
        "DELETE FROM segments WHERE id = 1",
        "UPDATE segments SET day = '2026-03-03' WHERE id = 1",
        "UPDATE segments SET side = 'cashier' WHERE id = 1",
        "UPDATE segments SET file_id = 2 WHERE id = 1",
        "INSERT INTO segments VALUES (99, 99, 'his', '2026-03-04', 1)",
        "DELETE FROM segment_fields WHERE segment_id = 1 AND field = 'amount'",
        "UPDATE segment_fields SET data = zeroblob(9) WHERE segment_id = 1 AND field = 'amount'",
        "INSERT INTO segment_fields VALUES (1, 'another', x'00')",
        "DELETE FROM superseded",
        "UPDATE superseded SET by_entry_id = by_entry_id + 1",
        "INSERT INTO superseded VALUES (2097153, 2097154, 1)",
        "DELETE FROM coverage WHERE file_id = 1",
        "UPDATE coverage SET to_on = '2026-12-31' WHERE file_id = 1",
        "INSERT INTO coverage VALUES (99, 'his', '', '2026-03-01', '2026-03-31')",
        "DELETE FROM quarantine",
        "UPDATE quarantine SET day = '2020-01-01'",
        "UPDATE quarantine SET file_id = 2",
        "DELETE FROM refunds",
        "UPDATE refunds SET amount_fen = amount_fen + 1",
        "INSERT INTO refunds VALUES (999999999999, 'H1', 'H9', '2026-03-04', 0, 1)",
        "UPDATE deposits SET counts_on = '2026-03-05'",
        "UPDATE deposits SET entry_id = 999999999999",
    ] {
        let (scene, store) = with_files();
        let touched = unguarded(&scene).execute(sql, []).unwrap();
        assert!(touched > 0, "{sql}: nothing to change, so nothing is proven");
        let found = check(&store);
        assert!(matches!(found, Err(Fault::Broken { .. })), "{sql}: {found:?}");
    }
}
