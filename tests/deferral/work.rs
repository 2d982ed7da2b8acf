//! A deferral clerk's week at the command line: one sheet of five hundred, the counter, a person who leaves,
//! and what the ledger says of it all.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use sanhe::domain::arrears::month::FeeMonth;
use sanhe::sample::{RegistryPlan, generate_registry};
use serde_json::Value;

/// A scratch book driven by the program itself.
pub(crate) struct Office {
    folder: tempfile::TempDir,
}

impl Office {
    pub(crate) fn new() -> Office {
        let office = Office { folder: tempfile::tempdir().unwrap() };
        office.put("password", "Passw0rd-2022\n");
        let own = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(office.folder.path().join("password"), own).unwrap();
        office.done("2022-05-10", "init --operator 王芳");
        office.may_sign("2022-05-10", "王芳");
        office
    }

    /// Sets an operator's signing password: the one every command here signs with.
    fn may_sign(&self, today: &str, who: &str) {
        self.done(today, &format!("--as {who} operator password --new-password-file password"));
    }

    pub(crate) fn put(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    /// What a command prints on a day, and its exit code.
    pub(crate) fn run(&self, today: &str, arguments: &str) -> (String, i32) {
        let output = Command::new(env!("CARGO_BIN_EXE_sanhe"))
            .args(["--book", "book.sqlite", "--password-file", "password", "--today", today])
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .env("SANHE_LANG", "zh")
            .env_remove("SANHE_DATA")
            .env_remove("SANHE_BOOK")
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (text(&output.stdout) + &text(&output.stderr), output.status.code().unwrap())
    }

    pub(crate) fn done(&self, today: &str, arguments: &str) -> String {
        let (text, exit) = self.run(today, arguments);
        assert_eq!(exit, 0, "{arguments}: {text}");
        text
    }

    pub(crate) fn json(&self, today: &str, arguments: &str) -> Value {
        let (text, _) = self.run(today, &format!("--json {arguments}"));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{arguments}: {error}: {text}"))
    }
}

const EMPLOYERS: &str = "\
统一社会信用代码,单位编号,单位名称,行业代码,规模,单位类型,所属区域
91330106MA2TEAT05A,3300001,杭州样例餐饮有限公司,H62,小型,企业,西湖区
91110108MA01A2B32G,1100002,北京样例软件有限公司,I65,中型,企业,海淀区
";
const DUES: &str = "\
统一社会信用代码,险种,费款所属期,缴费部分,应缴金额,缴费期限
91330106MA2TEAT05A,养老,2022-04,单位,36000.00,2022-05-15
91330106MA2TEAT05A,养老,2022-04,个人,18000.00,2022-05-15
91330106MA2TEAT05A,养老,2022-05,单位,36000.00,2022-06-15
";
const SHEET: &str = "统一社会信用代码,政策,险种,起始所属期,终止所属期,申请日期,材料,公示,职工签字,单位承诺";

fn filled() -> Office {
    let office = Office::new();
    office.put("e.csv", EMPLOYERS);
    office.put("d.csv", DUES);
    office.done("2022-05-10", "import e.csv d.csv");
    office
}

#[test]
fn five_hundred_applications_are_sorted_with_a_clause_for_each_refusal() {
    let last = FeeMonth::parse("2022-04").unwrap();
    let plan = RegistryPlan { employers: 500, months: 1, lines: 1, individuals: false, farms: false, last, seed: 3 };
    let registry = generate_registry(&plan);
    let office = Office::new();
    office.put("e.csv", &registry.employers);
    office.put("d.csv", &registry.dues);
    office.done("2022-05-10", "import e.csv d.csv");
    let mut sheet = format!("{SHEET}\n");
    let mut expected: BTreeMap<&str, u64> = BTreeMap::new();
    for (number, row) in registry.employers.lines().skip(1).enumerate() {
        let cells: Vec<&str> = row.split(',').collect();
        let (published, papers) =
            (if number % 7 == 0 { "否" } else { "是" }, if number % 11 == 0 { "" } else { "全部" });
        writeln!(sheet, "{},D2022a,养老,2022-04,2022-06,2022-05-10,{papers},{published},是,是", cells[0]).unwrap();
        // The five industries: of the sample's trades catering and road transport.
        let reached = matches!(cells[3], "H62" | "G54");
        let whole = published == "是" && papers == "全部";
        *expected
            .entry(if !reached {
                "refused"
            } else if whole {
                "pass"
            } else {
                "needs_paper"
            })
            .or_default() += 1;
    }
    office.put("sheet.csv", &sheet);
    let report = office.json("2022-05-10", "deferral import sheet.csv");
    for verdict in ["pass", "needs_paper", "refused"] {
        assert_eq!(report[verdict], expected[verdict], "{verdict}");
        assert!(expected[verdict] > 10, "{verdict}: the sheet shows every verdict");
    }
    assert_eq!((&report["rows_read"], &report["entered"]), (&Value::from(500), &Value::from(true)));
    for row in report["applications"].as_array().unwrap() {
        let reason = row["reason"].as_str().unwrap();
        if row["verdict"] == "refused" {
            assert!(reason.contains("人社厅发〔2022〕16号第一条") && reason.contains("行业"), "{reason}");
        }
    }
    let stages = |stage: &str| {
        let found = office.json("2022-05-11", &format!("deferral list --stage {stage}"));
        found["applications"].as_array().unwrap().len() as u64
    };
    assert_eq!(stages("refused"), expected["refused"]);
    assert_eq!(stages("received"), expected["pass"] + expected["needs_paper"]);
    assert_eq!(office.run("2022-05-11", "deferral import sheet.csv").1, 1, "a sheet enters once");
    office.done("2022-05-11", "journal verify");
}

#[test]
fn a_sheet_with_bad_rows_enters_whole_or_by_its_good_rows() {
    let office = filled();
    let good = "91330106MA2TEAT05A,D2022a,养老,2022-04,2022-06,2022-05-10,全部,是,是,是";
    let rows = [
        "91330106MA2TEAT05B,D2022a,养老,2022-04,2022-06,2022-05-10,全部,是,是,是",
        "91110108MA01A2B32G,D2022z,养老,2022-04,2022-06,2022-05-10,全部,是,是,是",
        "91110108MA01A2B32G,D2022a,养老,2022-06,2022-04,2022-05-10,全部,是,是,是",
        "91110108MA01A2B32G,D2022a,养老,2022-04,2022-06,五月十日,全部,是,是,是",
        "91110108MA01A2B32G,D2022a,养老,2022-04,2022-06,2022-05-10,全部,可能,是,是",
    ];
    office.put("bad.csv", &format!("{SHEET}\n{good}\n{}\n", rows.join("\n")));
    let (text, exit) = office.run("2022-05-10", "deferral import bad.csv");
    assert_eq!(exit, 1);
    for (line, said) in [(3, "应为“"), (4, "D2022z"), (5, "终止所属期"), (6, "申请日期"), (7, "公示")] {
        assert!(
            text.lines().any(|at| at.contains(&format!("第 {line} 行")) && at.contains(said)),
            "{line} {said}: {text}"
        );
    }
    assert!(office.json("2022-05-10", "deferral list")["applications"].as_array().unwrap().is_empty());
    office.run("2022-05-10", "deferral import bad.csv --take-good");
    let found = office.json("2022-05-10", "deferral list");
    assert_eq!(found["applications"].as_array().unwrap().len(), 1);
    assert_eq!(found["applications"][0]["amount"], "72000.00", "two of its three months are on record");
}

/// The four not accepted, the verdict before and after, and every way an application ends before approval.
#[test]
fn what_the_counter_does_not_accept_is_named_and_comes_back_complete() {
    let office = filled();
    let base = "deferral apply 3300001 --policy D2022a --line 养老 --from 2022-04 --to 2022-06";
    let (text, exit) = office.run("2022-05-10", base);
    assert_eq!(exit, 1);
    for lack in ["缺材料：缓缴申请", "缺材料：所属行业承诺书", "未在单位公示", "职工未签字", "单位未承诺"]
    {
        assert!(text.contains(lack), "{lack}: {text}");
    }
    let (text, exit) = office.run("2022-05-10", "deferral submit HJ2022-0001");
    assert!(exit == 1 && text.contains("不能提交"), "{text}");
    let (text, _) = office.run("2022-05-10", &format!("{base} --all-papers --publicised --signed --undertaking"));
    assert!(text.contains("同险种同月份已有申请 HJ2022-0001"), "{text}");
    office.done("2022-05-11", "deferral return HJ2022-0001 --reason 缺公示、签字、承诺");
    let revise = "deferral revise HJ2022-0001 --all-papers --publicised --signed";
    assert_eq!(office.run("2022-05-12", revise).1, 1, "still without the undertaking");
    office.done("2022-05-12", &format!("{revise} --undertaking"));
    let shown = &office.json("2022-05-12", "deferral show HJ2022-0001")["application"];
    assert_eq!((&shown["round"], &shown["stage"]), (&Value::from(2), &Value::from("submitted")));
    let steps: Vec<&str> =
        shown["steps"].as_array().unwrap().iter().map(|step| step["step"].as_str().unwrap()).collect();
    assert_eq!(steps, ["returned", "resubmitted"]);
    let (text, exit) = office.run("2022-05-12", "deferral submit HJ2022-0001");
    assert!(exit == 1 && text.contains("审批中"), "{text}");
    let round = waiting(&office).unwrap();
    office.done("2022-05-13", &format!("approvals withdraw {round} --reason 单位已筹到资金"));
    office.done("2022-05-13", &format!("{base} --all-papers --publicised --signed --undertaking"));
    let (text, _) = office.run("2022-05-13", &base.replace("3300001", "1100002"));
    assert!(text.contains("行业 65 不在范围内（人社厅发〔2022〕16号第一条）"), "{text}");
    office.done("2022-05-13", "journal verify");
}

/// Approvals from before the book are put on record; ledger, ageing and employers respect them at once.
#[test]
fn an_earlier_approval_makes_the_firm_normal_and_dues_that_come_later_too() {
    let office = filled();
    office.put(
        "earlier.csv",
        &format!(
            "{SHEET},补缴期限,批准日期,批准文号\n\
             91330106MA2TEAT05A,D2022a,养老,2022-04,2022-06,2022-05-10,全部,是,是,是,2023-12-31,2022-05-12,杭缓〔2022〕7号\n"
        ),
    );
    let arrears = |today: &str| office.json(today, "employer 3300001")["owed"].as_str().unwrap().to_string();
    assert_eq!(arrears("2022-12-31"), "90000.00", "without it both parts are owed");
    office.done("2022-05-12", "deferral import earlier.csv");
    assert_eq!(arrears("2022-12-31"), "18000.00", "the individual part stays due");
    // A due of the last month, created after the approval.
    office.put(
        "d2.csv",
        &format!("{}\n91330106MA2TEAT05A,养老,2022-06,单位,36000.00,2022-07-15\n", &DUES[..DUES.find('\n').unwrap()]),
    );
    office.done("2022-07-01", "import d2.csv");
    assert_eq!(arrears("2022-12-31"), "18000.00");
    let listed = |today: &str| office.json(today, "deferral list")["applications"][0]["standing"].clone();
    let standing = listed("2022-12-31");
    assert_eq!((&standing["deferred"], &standing["progress"]), (&Value::from("108000.00"), &Value::from("repaying")));
    // Repay-by is Sunday 2023-12-31; 元旦 follows.
    assert_eq!(standing["ends_on"], "2024-01-02");
    assert_eq!((arrears("2024-01-02").as_str(), arrears("2024-01-03").as_str()), ("18000.00", "126000.00"));
    let aged = |today: &str| office.json(today, "ageing --by employer").to_string();
    assert!(aged("2024-01-03").contains("126000.00") && !aged("2024-01-02").contains("126000.00"));
    assert_eq!(listed("2024-01-03")["progress"], "overdue");
    // One who retires: the part is paid first, and named until it is.
    let person = "deferral person HJ2022-0001 --name 张建国 --event retires --amount";
    office.done("2022-09-01", &format!("{person} 860.00"));
    let called = |today: &str| listed(today)["called"].to_string();
    assert!(called("2022-09-02").contains("张建国") && called("2022-09-02").contains("860.00"));
    office.put("p.csv", "统一社会信用代码,缴费编号,缴费日期,实缴金额\n91330106MA2TEAT05A,P1,2022-09-05,19008.00\n91330106MA2TEAT05A,P2,2022-09-06,860.00\n");
    office.done("2022-09-06", "import p.csv");
    assert_eq!(called("2022-09-06"), "[]", "paid once the individual part and its fee were");
    assert_eq!(office.run("2022-09-06", &format!("{person} 108000.00")).1, 1, "more than is deferred");
    office.done("2022-09-06", "journal verify");
}

/// Inside the term the firm is in no list of the chase; on the day after, by either roll rule, it is in them again.
#[test]
fn a_deferred_firm_is_in_no_list_of_the_chase_and_back_on_the_right_day_under_both_roll_rules() {
    // Repay-by is Sunday 2023-12-31; 元旦 is Monday 2024-01-01.
    for (roll, inside, after) in
        [("next_working_day", "2024-01-02", "2024-01-03"), ("none", "2023-12-31", "2024-01-01")]
    {
        let office = Office::new();
        let rules = include_str!("../../data/arrears/late_fee.toml");
        let folder = office.folder.path().join("book.sqlite.data/arrears");
        std::fs::create_dir_all(&folder).unwrap();
        let own = rules.replace("due_roll = \"next_working_day\"", &format!("due_roll = \"{roll}\""));
        std::fs::write(folder.join("late_fee.toml"), own).unwrap();
        let (head, firm) = (EMPLOYERS.lines().next().unwrap(), EMPLOYERS.lines().nth(1).unwrap());
        office.put("e.csv", &format!("{head},地址,法定代表人\n{firm},文三路1号,王某\n"));
        office.put(
            "d.csv",
            &DUES.lines().filter(|line| !line.contains("个人")).fold(String::new(), |all, line| all + line + "\n"),
        );
        office.done("2022-05-10", "import e.csv d.csv");
        let row = "91330106MA2TEAT05A,D2022a,养老,2022-04,2022-06,2022-05-10,全部,是,是,是,2023-12-31,2022-05-12,杭缓〔2022〕7号";
        office.put("earlier.csv", &format!("{SHEET},补缴期限,批准日期,批准文号\n{row}\n"));
        let listed = |today: &str| {
            let aged = office.json(today, "ageing --by employer").to_string().contains(r#""owed":"72000.00""#);
            let batch = office.json(today, "notices preview")["ready"].as_array().map_or(0, Vec::len);
            let called = office.json(today, "worklist --all")["rows"].as_array().unwrap().len();
            let owed = office.json(today, "employer 3300001")["owed"] == "72000.00";
            (aged, batch, called, owed)
        };
        assert!(listed("2023-06-01").0 && listed("2023-06-01").1 == 1, "{roll}: in arrears before it is granted");
        office.done("2022-05-12", "deferral import earlier.csv");
        assert_eq!(listed("2023-06-01"), (false, 0, 0, false), "{roll}: inside the term");
        let (aged, batch, _, owed) = listed(inside);
        assert_eq!((aged, batch, owed), (false, 0, false), "{roll}: on its last day");
        let causes = office.json(inside, "worklist --all")["rows"].to_string();
        assert!(causes.contains("缓缴") && !causes.contains("承诺"), "{roll}: only that it ends: {causes}");
        let (aged, batch, _, owed) = listed(after);
        assert_eq!((aged, batch, owed), (true, 1, true), "{roll}: on the day after");
        let causes = office.json(after, "worklist --all")["rows"].to_string();
        assert!(causes.contains("到期未补缴"), "{roll}: to be called: {causes}");
        let causes = office.json(after, "worklist --all")["rows"].to_string();
        assert!(causes.contains("缓缴 ") && causes.contains("到期未补缴"), "{roll}: to be called: {causes}");
    }
}

#[test]
fn an_approval_of_a_day_this_book_kept_cannot_be_brought_by_a_sheet() {
    let office = filled();
    let tomorrow = "2099-01-01,杭缓〔2099〕1号";
    let row = "91330106MA2TEAT05A,D2022a,养老,2022-04,2022-06,2022-05-10,全部,是,是,是";
    office.put("late.csv", &format!("{SHEET},批准日期,批准文号\n{row},{tomorrow}\n"));
    let (text, exit) = office.run("2098-12-31", "deferral import late.csv");
    assert!(exit == 1 && text.contains("只有建账以前的批准可以补录"), "{text}");
}

const PEOPLE: [&str; 4] = ["李敏", "周宁", "陈立", "赵静"];

/// A clean application put up by 王芳; gives the number of its round.
fn submitted(office: &Office, terms: &str) -> i64 {
    for name in PEOPLE {
        office.done("2022-05-10", &format!("operator add {name} --account {}", account()));
        office.may_sign("2022-05-10", name);
    }
    let apply = "--as 王芳 deferral apply 3300001 --policy D2022a --line 养老 --from 2022-04 --to 2022-06";
    office.done("2022-05-10", &format!("{apply} --all-papers --publicised --signed --undertaking{terms}"));
    office.done("2022-05-10", "--as 王芳 deferral submit HJ2022-0001");
    waiting(office).unwrap()
}

fn account() -> String {
    let output = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_string()
}

fn waiting(office: &Office) -> Option<i64> {
    office.json("2022-05-10", "--as 王芳 approvals list")["approvals"][0]["number"].as_i64()
}

fn stage(office: &Office) -> String {
    let shown = office.json("2022-05-10", "--as 王芳 deferral show HJ2022-0001");
    shown["application"]["stage"].as_str().unwrap().to_string()
}

#[test]
fn five_people_make_an_approval_and_nobody_takes_two_steps() {
    let office = filled();
    let round = submitted(&office, "");
    let approve = |name: &str| office.run("2022-05-12", &format!("--as {name} approvals approve {round}"));
    let (text, exit) = approve("王芳");
    assert!(exit == 1 && text.contains("王芳"), "the preparer does not approve: {text}");
    for (place, name) in PEOPLE.iter().enumerate() {
        let (text, exit) = approve(name);
        assert_eq!(exit, 0, "{name}: {text}");
        if place < 3 {
            let (text, exit) = approve(name);
            assert!(exit == 1 && text.contains(name), "{name} takes one step only: {text}");
            assert_eq!(stage(&office), "submitted");
        }
    }
    assert_eq!(stage(&office), "granted");
    let owed = |today: &str| office.json(today, "--as 王芳 employer 3300001")["owed"].as_str().unwrap().to_string();
    // As amended it is repaid by Sunday 2023-12-31; 元旦 follows.
    assert_eq!((owed("2024-01-02").as_str(), owed("2024-01-03").as_str()), ("18000.00", "90000.00"));
    let sheet = office.done("2022-05-12", "--as 王芳 deferral form approval HJ2022-0001");
    assert!(PEOPLE.iter().all(|name| sheet.contains(name)), "{sheet}");
    for form in ["application", "agreement", "certificate"] {
        assert!(
            office.done("2022-05-12", &format!("--as 王芳 deferral form {form} HJ2022-0001")).contains("杭州样例餐饮")
        );
    }
    assert!(office.done("2022-05-12", "--as 王芳 deferral roll").contains("72,000.00"));
    let radar = office.json("2023-12-10", "--as 王芳 deferral radar --within 30");
    assert_eq!(radar["deferrals"][0]["fee_from"], "2024-01-03");
    assert_eq!(radar["deferrals"][0]["fee_from_without_roll"], "2024-01-01");
    assert_eq!(
        office.json("2023-10-01", "--as 王芳 deferral radar --within 30")["deferrals"].as_array().unwrap().len(),
        0
    );
    office.done("2022-05-12", "--as 王芳 journal verify");
}

#[test]
fn a_returned_application_comes_back_with_its_history() {
    let office = filled();
    let round = submitted(&office, "");
    office.done("2022-05-12", &format!("--as 李敏 approvals approve {round}"));
    office.done("2022-05-12", &format!("--as 周宁 approvals return {round} --reason 承诺书未盖章"));
    assert_eq!(stage(&office), "returned");
    office.done("2022-05-13", "--as 王芳 deferral revise HJ2022-0001 --cause 已补盖章");
    let second = waiting(&office).unwrap();
    assert_ne!(second, round);
    let shown = office.done("2022-05-13", "--as 王芳 deferral show HJ2022-0001");
    assert!(shown.contains("承诺书未盖章") && shown.contains("轮次：2"), "{shown}");
    office.done("2022-05-14", &format!("--as 李敏 approvals refuse {second} --reason 行业不符 --clause 第一条"));
    assert_eq!(stage(&office), "refused");
    office.done("2022-05-14", "--as 王芳 journal verify");
}

#[test]
fn a_batch_is_extended_and_one_revoked_in_one_approval_each() {
    let office = filled();
    let round = submitted(&office, " --repay-by 2022-12-30");
    for name in PEOPLE {
        office.done("2022-05-12", &format!("--as {name} approvals approve {round}"));
    }
    let by =
        |name: &str| office.done("2022-11-01", &format!("--as {name} approvals approve {}", waiting(&office).unwrap()));
    let ends =
        || office.json("2022-11-02", "--as 王芳 deferral list")["applications"][0]["standing"]["ends_on"].clone();
    office.done("2022-11-01", "--as 王芳 deferral extend D2022a --to 2023-12-31 --reason 人社厅发〔2022〕50号");
    by("李敏");
    assert_eq!(ends(), "2022-12-30", "not before it is approved");
    by("周宁");
    assert_eq!(ends(), "2024-01-02");
    office.done("2022-11-02", "--as 王芳 deferral revoke HJ2022-0001 --reason 弄虚作假");
    by("李敏");
    by("周宁");
    let owed = office.json("2022-12-31", "--as 王芳 employer 3300001")["owed"].clone();
    assert_eq!(owed, "90000.00", "from the day after the revocation it is arrears again");
    office.done("2022-12-31", "--as 王芳 journal verify");
}

/// The demonstration year: its figures come out of its applications and the ledgers they lie over.
#[test]
fn the_year_2009_of_the_demonstration_is_counted_from_its_applications() {
    let last = FeeMonth::parse("2026-02").unwrap();
    let plan =
        RegistryPlan { employers: 160, months: 4, lines: 3, individuals: false, farms: false, last, seed: 20_260_302 };
    let registry = generate_registry(&plan);
    let sample = sanhe::sample::generate_deferrals(&registry).unwrap();
    let office = Office::new();
    for (name, text) in [("e.csv", &registry.employers), ("d.csv", &sample.dues), ("p.csv", &sample.payments)] {
        office.put(name, text);
    }
    office.put("approved.csv", &sample.approved);
    office.done("2022-05-10", "import e.csv d.csv p.csv");
    office.done("2022-05-10", "deferral import approved.csv");
    let stats = |arguments: &str| office.json("2022-05-10", &format!("deferral stats --year 2009 {arguments}"));
    let rows = |found: &Value| found["tables"][0]["rows"].as_array().unwrap().clone();
    let in_use = rows(&stats("--as-of 2009-12-31"));
    let line = |name: &str| in_use.iter().find(|row| row[0] == name).unwrap().clone();
    for (name, times, yuan) in [("医疗", 127, "18220000.00"), ("工伤", 77, "6640000.00"), ("生育", 69, "640000.00")]
    {
        let row = line(name);
        assert_eq!((&row[2], &row[3]), (&Value::from(times), &Value::from(yuan)), "{name} approved");
        assert_eq!((&row[4], &row[5]), (&Value::from(times), &Value::from(yuan)), "{name} in use");
        assert_eq!(row[9], "0.00", "{name} overdue");
    }
    let total = in_use.last().unwrap();
    assert_eq!((&total[1], &total[2], &total[3]), (&Value::from(127), &Value::from(273), &Value::from("25500000.00")));
    let later = rows(&stats("--as-of 2010-12-31"));
    assert_eq!(
        (&later.last().unwrap()[7], &later.last().unwrap()[5]),
        (&Value::from("25500000.00"), &Value::from("0.00"))
    );
    for by in ["policy", "month", "area"] {
        assert_eq!(rows(&stats(&format!("--by {by}"))).last().unwrap()[3], "25500000.00", "{by}");
    }
    office.done("2022-05-10", "deferral stats --year 2009 --as-of 2009-12-31 --out stats.xlsx");
    let cells = cells_of(&office.folder.path().join("stats.xlsx"));
    for row in [
        ["医疗", "127", "127", "18220000"],
        ["工伤", "77", "77", "6640000"],
        ["生育", "69", "69", "640000"],
        ["合计", "127", "273", "25500000"],
    ] {
        assert!(cells.iter().any(|found| found[..4] == row), "{row:?}: {cells:?}");
    }
}

/// The cells of the first sheet, as a spreadsheet reads them back: amounts in yuan.
fn cells_of(path: &std::path::Path) -> Vec<Vec<String>> {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let name = calamine::Reader::sheet_names(&book)[0].clone();
    let sheet = calamine::Reader::worksheet_range(&mut book, &name).unwrap();
    sheet.rows().filter(|row| row.len() > 3).map(|row| row.iter().map(ToString::to_string).collect()).collect()
}
