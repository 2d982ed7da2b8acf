//! A collection officer's day at the command line: calls, promises, a plan; every act one fact.

use std::process::Command;

use serde_json::Value;

/// A scratch book driven by the program itself.
pub(crate) struct Office {
    folder: tempfile::TempDir,
}

pub(crate) const CODE: &str = "91330106MA2TEAT05A";
const EMPLOYERS: &str = "\
统一社会信用代码,单位编号,单位名称,行业代码,规模,单位类型,所属区域,专管员,状态
91330106MA2TEAT05A,3300001,杭州样例餐饮有限公司,H62,小型,企业,西湖区,李敏,正常
91110108MA01A2B32G,1100002,北京样例软件有限公司,I65,中型,企业,海淀区,周宁,停产
";
const DUES: &str = "\
统一社会信用代码,险种,费款所属期,缴费部分,应缴金额,缴费期限
91330106MA2TEAT05A,养老,2025-09,单位,100000.00,2025-10-15
91330106MA2TEAT05A,养老,2026-02,单位,5000.00,2026-03-16
";

impl Office {
    pub(crate) fn new() -> Office {
        let office = Office { folder: tempfile::tempdir().unwrap() };
        office.on("2026-03-02", "init --operator 王芳");
        office.bring("employers.csv", EMPLOYERS);
        office.bring("dues.csv", DUES);
        office
    }

    pub(crate) fn bring(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
        self.on("2026-03-02", &format!("import {name}"));
    }

    pub(crate) fn paid(&self, name: &str, rows: &str) {
        let text = format!("统一社会信用代码,缴费编号,缴费日期,实缴金额\n{rows}\n");
        std::fs::write(self.folder.path().join(name), text).unwrap();
        self.on("2026-05-29", &format!("import {name}"));
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// What a command answers on a day, and its exit code.
    pub(crate) fn ask(&self, today: &str, arguments: &str) -> (i32, String, Value) {
        let output = Command::new(env!("CARGO_BIN_EXE_sanhe"))
            .args(["--book", "book.sqlite", "--today", today, "--json", "--lang", "en"])
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .env_remove("SANHE_DATA")
            .env_remove("SANHE_BOOK")
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let answer = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
        (output.status.code().unwrap(), said, answer)
    }

    #[track_caller]
    pub(crate) fn on(&self, today: &str, arguments: &str) -> Value {
        let (code, said, answer) = self.ask(today, arguments);
        assert_eq!(code, 0, "{arguments}: {said}");
        answer
    }

    #[track_caller]
    pub(crate) fn refused(&self, today: &str, arguments: &str, why: &str) {
        let (code, said, _) = self.ask(today, arguments);
        assert!(code == 1 && said.contains(why), "{arguments}: {code} {said}");
    }

    /// Both opinions of the book.
    #[track_caller]
    pub(crate) fn verified(&self) {
        self.on("2026-05-29", "journal verify");
        let output = Command::new(env!("CARGO_BIN_EXE_sanhe-verify"))
            .arg(self.folder.path().join("book.sqlite"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn a_promise_is_taken_in_a_call_changed_and_judged() {
    let office = Office::new();
    let logged = office.on(
        "2026-03-02",
        &format!("call log {CODE} --result promised --person 陈会计 --promise 30000.00 --pay-on 2026-03-06"),
    );
    let no = logged["promise"].as_i64().unwrap();
    assert_eq!(logged["next_on"], "2026-03-06", "the day promised is the next contact");
    office.on("2026-03-05", &format!("promise change {no} --pay-on 2026-03-10 --reason 货款延后到账"));
    let open = office.on("2026-03-05", "promise list --state open");
    assert_eq!(open["promises"][0]["versions"].as_array().unwrap().len(), 2);
    assert_eq!(open["promises"][0]["made_on"], "2026-03-02", "receipts count from the day it was first made");
    office.paid("p1.csv", &format!("{CODE},P1,2026-03-04,10000.00"));
    for (today, state, received) in [("2026-03-13", "open", "10000.00"), ("2026-03-16", "part", "10000.00")] {
        let list = office.on("2026-05-29", &format!("promise list {CODE} --as-of {today}"));
        assert_eq!(
            (list["promises"][0]["state"].as_str(), list["promises"][0]["received"].as_str()),
            (Some(state), Some(received))
        );
    }
    office.refused(
        "2026-05-29",
        &format!("promise change {no} --amount 1.00 --pay-on 2026-06-10 --reason x"),
        "was judged",
    );
    office.refused("2026-05-29", "promise withdraw 999 --reason x", "no promise number 999");
    // A receipt corrected later: the promise is judged anew.
    office.paid("p2.csv", &format!("{CODE},P1,2026-03-04,30000.00"));
    let list = office.on("2026-05-29", "promise list");
    assert_eq!(list["promises"][0]["state"], "kept");
    office.verified();
}

#[test]
fn what_cannot_be_said_of_a_call_is_refused_by_name() {
    let office = Office::new();
    for (arguments, why) in [
        ("--result gone", "No result of a call is called \"gone\""),
        ("--result promised", "a promise to pay, but no amount"),
        ("--result promised --promise 0.00 --pay-on 2026-03-06", "not above zero"),
        ("--result promised --promise 1.00 --pay-on 2026-03-01", "2026-03-01 is over"),
        ("--result told --next 2026-03-01", "2026-03-01 is over"),
    ] {
        office.refused("2026-03-02", &format!("call log {CODE} {arguments}"), why);
    }
    office.refused("2026-03-02", "call log 没有的单位 --result told", "no employer");
    assert_eq!(office.on("2026-03-02", "call list")["calls"], serde_json::json!([]));
}

#[test]
fn a_call_without_a_promise_proposes_the_next_contact() {
    let office = Office::new();
    let logged = office.on("2026-04-30", &format!("call log {CODE} --result told --note 已告知明细"));
    assert_eq!((logged["next_on"].as_str(), logged["promise"].is_null()), (Some("2026-05-11"), true));
    let list = office.on("2026-04-30", &format!("call list {CODE}"));
    assert_eq!(list["calls"][0]["note"], "已告知明细");
    assert_eq!(list["calls"][0]["by"], "王芳");
    office.verified();
}

#[test]
fn a_plan_is_tried_made_judged_and_ended() {
    let office = Office::new();
    let ask = format!("plan make {CODE} --total 60000.00 --count 3 --first 2026-03 --breach-by either");
    let tried = office.on("2026-03-02", &format!("{ask} --dry-run"));
    assert!(tried["plan"].is_null());
    assert_eq!(tried["owed"], "100000.00");
    assert_eq!(office.on("2026-03-02", "plan list")["plans"], serde_json::json!([]));
    let made = office.on("2026-03-02", &ask);
    let no = made["plan"].as_i64().unwrap();
    let days: Vec<&str> =
        made["instalments"].as_array().unwrap().iter().map(|one| one["due_on"].as_str().unwrap()).collect();
    assert_eq!(days, ["2026-03-31", "2026-04-30", "2026-06-01"]);
    office.refused("2026-03-02", &ask, "is still running");
    office.paid("p1.csv", &format!("{CODE},P1,2026-03-16,5000.00\n{CODE},P2,2026-03-31,20000.00"));
    let state = |today: &str| office.on("2026-05-29", &format!("plan list --as-of {today}"))["plans"][0].clone();
    assert_eq!(state("2026-04-30")["state"], "reminding");
    let broken = state("2026-05-20");
    assert_eq!((broken["state"].as_str(), broken["breach"]["instalment"].as_i64()), (Some("broken"), Some(2)));
    assert_eq!(broken["breach"]["on"], "2026-05-11", "five working days after 04-30");
    office.on("2026-05-29", &format!("plan end {no} --reason 改按催缴程序办理"));
    assert_eq!(state("2026-05-29")["state"], "ended");
    office.refused("2026-05-29", &format!("plan end {no} --reason x"), "was ended before");
    // A second plan of one's own instalments; days off are refused by number.
    let own = format!("plan make {CODE} --instalment 2026-06-15:1000.00 --instalment");
    office.refused("2026-05-29", &format!("{own} 2026-06-20:1000.00"), "Instalment 2 on 2026-06-20");
    office.on("2026-05-29", &format!("{own} 2026-06-22:1000.00"));
    office.verified();
}

#[test]
fn new_arrears_break_a_plan_at_the_command_line_too() {
    let office = Office::new();
    office.on("2026-03-02", &format!("plan make {CODE} --total 60000.00 --count 3 --first 2026-04"));
    let list = office.on("2026-05-29", "plan list --as-of 2026-03-24");
    let breach = &list["plans"][0]["breach"];
    assert_eq!((breach["on"].as_str(), breach["instalment"].is_null()), (Some("2026-03-23"), true));
    assert_eq!(breach["lacking"], "5000.00");
}
