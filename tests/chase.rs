//! A collection officer's week at the command line: a step, its service, a hold by two persons, a batch of
//! notices frozen, printed and printed again.
//!
//! Every book here is a scratch one of made-up employers.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "chase/batches.rs"]
mod batches;

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use sanhe::book::files::{RuleFile, RuleFiles};
use sanhe::book::notices;
use sanhe::domain::chase::notice::NoticeField;
use sanhe::domain::rejection::Rejection;
use sanhe::text::notice::field_name;
use serde_json::Value;

/// A scratch book driven by the program itself.
struct Office {
    folder: tempfile::TempDir,
}

const EMPLOYERS: &str = "\
统一社会信用代码,单位编号,单位名称,单位类型,所属区域,专管员,状态,法定代表人,联系人,联系电话,地址
91330106MA2TEAT05A,3300001,杭州样例餐饮有限公司,企业,西湖区,李敏,正常,张三,王五,13812345678,西湖区一号
91110108MA01A2B32G,1100002,北京样例软件有限公司,企业,海淀区,周宁,正常,李四,赵六,13987654321,海淀区二号
91330106MA0000015K,3300003,国营样例农场,国有,西湖区,李敏,停产,,王五,,
91330106MA0000023E,3300004,西湖样例印刷厂,企业,西湖区,李敏,正常,钱七,孙八,0571-87654321,西湖区四号
";
const DUES: &str = "\
统一社会信用代码,险种,费款所属期,缴费部分,缴费基数,应缴金额,缴费期限
91330106MA2TEAT05A,养老,2025-09,单位,95065.00,15210.40,2025-10-15
91330106MA2TEAT05A,养老,2025-09,个人,95065.00,7605.20,2025-10-15
91330106MA2TEAT05A,失业,2025-10,单位,95065.00,475.33,2025-11-15
91110108MA01A2B32G,养老,2009-05,单位,12500.00,2000.00,2009-06-15
91330106MA0000015K,养老,2026-01,单位,10000.00,1600.00,2026-02-15
91330106MA0000023E,养老,2026-01,单位,20000.00,3200.00,2026-02-15
";
/// The printing house paid unemployment that it does not owe: the money lies there.
const PAYMENTS: &str = "\
统一社会信用代码,缴费编号,缴费日期,实缴金额,险种
91330106MA2TEAT05A,P1,2025-12-01,1000.00,
91330106MA0000023E,P2,2026-03-01,88.00,失业
";

impl Office {
    fn new() -> Office {
        let office = Office { folder: tempfile::tempdir().unwrap() };
        let account = String::from_utf8(Command::new("id").arg("-un").output().unwrap().stdout).unwrap();
        office.run("init --operator 王芳", 0);
        office.run(&format!("operator add 李敏 --account {}", account.trim()), 0);
        let password = office.folder.path().join("password");
        std::fs::write(&password, "Passw0rd-2026\n").unwrap();
        std::fs::set_permissions(&password, std::fs::Permissions::from_mode(0o600)).unwrap();
        for who in ["王芳", "李敏"] {
            office.run(&format!("--as {who} operator password --new-password-file password"), 0);
        }
        for (name, text) in [("e.csv", EMPLOYERS), ("d.csv", DUES), ("p.csv", PAYMENTS)] {
            std::fs::write(office.folder.path().join(name), text).unwrap();
            office.run(&format!("--as 王芳 import {name}"), 0);
        }
        office
    }

    /// What a command prints; its exit code must be the one expected.
    #[track_caller]
    fn run(&self, arguments: &str, code: i32) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_sanhe"))
            .args(["--book", "book.sqlite", "--password-file", "password", "--today", "2026-05-29"])
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .env("SANHE_LANG", "zh")
            .env_remove("SANHE_DATA")
            .env_remove("SANHE_BOOK")
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let said = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments}: {said}");
        said
    }

    #[track_caller]
    fn json(&self, arguments: &str) -> Value {
        serde_json::from_str(&self.run(&format!("--as 王芳 --json {arguments}"), 0)).unwrap()
    }

    fn file(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join(name)).unwrap()
    }
}

#[test]
fn a_step_waits_for_service_and_for_its_period() {
    let office = Office::new();
    let refused = office.run("--as 王芳 chase step 3300001 --step inquiry", 1);
    assert!(refused.contains("notice"), "{refused}");
    office.run("--as 王芳 chase step 3300001 --step notice --on 2026-05-18 --number 1", 0);
    assert!(office.run("--as 王芳 chase step 3300001 --step notice --on 2026-05-19", 1).contains("2026-05-18"));
    let lacks = office.run("--as 王芳 chase serve 3300001 --way left --on 2026-05-19 --server 甲 --server 乙", 1);
    assert!(lacks.contains("拒收事由") && lacks.contains("见证人"), "{lacks}");
    let served =
        "--as 王芳 chase serve 3300001 --way direct --on 2026-05-19 --place 传达室 --receiver 丙 --capacity 文员";
    office.run(&format!("{served} --server 甲 --server 乙"), 0);
    // Five working days end on Tuesday 2026-05-26.
    let early = office.run("--as 王芳 chase step 3300001 --step inquiry --on 2026-05-26", 1);
    assert!(early.contains("2026-05-26"), "{early}");
    office.run("--as 王芳 chase step 3300001 --step inquiry --on 2026-05-27", 0);
    let status = office.json("chase status 3300001");
    let state = |code: &str| {
        let steps = status["steps"].as_array().unwrap();
        steps.iter().find(|step| step["step"] == code).unwrap()["state"].clone()
    };
    assert_eq!((state("inquiry"), state("demand"), state("court")), ("done".into(), "open".into(), "shut".into()));
    office.run("--as 王芳 journal verify", 0);
}

#[test]
fn a_hold_is_in_force_once_another_person_confirms_it() {
    let office = Office::new();
    office.run("--as 王芳 chase hold 3300001 --until 2026-06-30 --reason 资产处置中", 0);
    let open = office.run("--as 王芳 chase status 3300001", 0);
    assert!(open.contains("可办"), "not in force yet: {open}");
    let facts = office.json("journal show");
    let hold = facts["journal"].as_array().unwrap().last().unwrap()["sequence"].as_i64().unwrap();
    assert!(office.run(&format!("--as 王芳 chase confirm-hold {hold}"), 1).contains("另一人"));
    office.run(&format!("--as 李敏 chase confirm-hold {hold}"), 0);
    assert!(office.run("--as 王芳 chase status 3300001", 0).contains("暂缓至 2026-06-30"));
    office.run(&format!("--as 王芳 chase release-hold {hold}"), 0);
    assert!(!office.run("--as 王芳 chase status 3300001", 0).contains("暂缓至"));
}

#[test]
fn a_batch_is_frozen_once_and_prints_the_same_for_ever() {
    let office = Office::new();
    let preview = office.json("notices preview");
    let of = |key: &str| preview[key].as_array().unwrap().iter().map(|one| one["code"].to_string()).collect::<Vec<_>>();
    assert_eq!((of("ready").len(), of("left").len()), (2, 2), "{preview}");
    let why = preview["left"].to_string();
    assert!(why.contains("地址") && why.contains("未分配款 88.00"), "{why}");
    let frozen = office.json("notices freeze");
    let notices = frozen["notices"].as_array().unwrap();
    let numbers: Vec<&str> = notices.iter().map(|one| one["number"].as_str().unwrap()).collect();
    assert_eq!(numbers, ["社险补字〔2026〕第0001号", "社险补字〔2026〕第0002号"]);
    // Asked for again nothing is added; with a reason the money that lies there is passed by, and the numbers go on.
    assert!(office.run("--as 王芳 notices freeze", 1).contains("没有一户"));
    let more = office.run("--as 王芳 notices freeze --override-unallocated 另案处理", 0);
    assert!(more.contains("第0003号"), "{more}");
    // Printed, half of it lost, printed again: the same bytes.
    let batch = frozen["batch"].as_i64().unwrap();
    let render = format!("--as 王芳 notices render {batch} --dir out --form");
    office.run(&format!("{render} text"), 0);
    let name = format!("out/notice-{batch}.txt");
    let text = office.file(&name);
    std::fs::remove_file(office.folder.path().join(&name)).unwrap();
    office.run(&format!("{render} text"), 0);
    assert_eq!(office.file(&name), text);
    assert!(office.run(&format!("{render} text"), 0).contains("已有 1 个不动"));
    office.run(&format!("{render} contacts"), 0);
    assert!(!office.file(&format!("out/notice-{batch}.xlsx")).is_empty());
    let said = String::from_utf8(text).unwrap();
    golden("notice.txt", &said);
    office.run("--as 王芳 journal verify", 0);
}

/// No notice holds another's row, its sums are those of its rows and of that employer's own ledger.
#[test]
fn a_notice_holds_its_own_employer_s_rows_alone() {
    let office = Office::new();
    let frozen = office.json("notices freeze");
    for notice in frozen["notices"].as_array().unwrap() {
        let code = notice["code"].as_str().unwrap();
        let ledger = office.json(&format!("employer {code}"));
        assert_eq!((&notice["owed"], &notice["fee"]), (&ledger["owed"], &ledger["fee"]), "{code}");
    }
    let bodies = office.json("notices list --rows");
    let (mut seen, mut rows) = (BTreeSet::new(), 0);
    for notice in bodies["batches"][0]["notices"].as_array().unwrap() {
        let code = notice["code"].as_str().unwrap();
        let ledger = office.json(&format!("employer {code}"));
        let own: BTreeSet<String> = ledger["items"].as_array().unwrap().iter().map(key).collect();
        for item in notice["items"].as_array().unwrap() {
            assert!(own.contains(&key(item)), "{code}: {item}");
            rows += 1;
        }
        assert!(seen.insert(code.to_string()), "{code} has two notices");
    }
    assert_eq!(rows, 4);
}

fn key(item: &Value) -> String {
    format!("{} {} {} {}", item["line"], item["month"], item["portion"], item["due"])
}

#[test]
fn a_template_without_a_field_is_refused_by_that_field_s_name() {
    for step in ["notice", "demand"] {
        let (_, file) = notices::load(&RuleFiles::default(), step).unwrap().unwrap();
        for field in NoticeField::ALL.iter().filter(|field| !field.is_optional()) {
            let (zh, _) = field_name(*field);
            let said = file.text.find(&format!("{{{zh}")).unwrap_or_else(|| panic!("{step}: {zh}"));
            let end = said + closing(&file.text[said..]);
            let text = format!("{}{}", &file.text[..said], &file.text[end..]);
            let refused = notices::parse(&RuleFile { name: "x".into(), shown: "x".into(), text: text.into() });
            match refused {
                // A field within another goes with it: the outer one may be named first.
                Err(Rejection::RuleBook { what, .. }) => {
                    assert!(what.contains(zh) || what.contains("文号"), "{zh}: {what}")
                }
                other => panic!("{zh}: {other:?}"),
            }
        }
    }
    for (text, said) in
        [("{没有这个}", "没有这个"), ("{地址", "地址"), ("a}", "brace"), ("{地址: x}", "no text of its own")]
    {
        let file = RuleFile { name: "x".into(), shown: "x".into(), text: text.into() };
        match notices::parse(&file) {
            Err(Rejection::RuleBook { what, .. }) => assert!(what.contains(said), "{text}: {what}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

/// Bytes of a field with everything within it.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        if depth == 0 {
            return at + 1;
        }
    }
    panic!("never closed: {text}")
}

#[track_caller]
fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chase").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), text, "{name}: read the diff, then UPDATE=1");
}
