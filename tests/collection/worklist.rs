//! Today's list: why a row is there, in which order, whose it is, and what takes it off again.

use sanhe::domain::arrears::registry::EmployerStatus;
use sanhe::domain::collection::today::{Factor, RankPolicy};

use super::commands::{CODE, Office};
use super::money;

#[test]
fn a_score_is_the_product_of_its_parts() {
    let steps = |list: &[(i32, u32)]| {
        list.iter().map(|(at_least, thousandths)| Factor { at_least: *at_least, thousandths: *thousandths }).collect()
    };
    let policy = RankPolicy {
        recoverable: [1_000, 300, 600, 100, 0],
        age: steps(&[(0, 1_000), (12, 1_500)]),
        deadline: steps(&[(-7, 1_200), (0, 2_000)]),
        blocked: steps(&[(1, 3_000)]),
    };
    for (owed, status, months, over, persons, product) in [
        ("100.00", EmployerStatus::Normal, 0, -30, 0, "100.00"),
        ("100.00", EmployerStatus::Normal, 12, -30, 0, "150.00"),
        ("100.00", EmployerStatus::Normal, 11, -7, 0, "120.00"),
        ("100.00", EmployerStatus::Normal, 12, 5, 104, "900.00"),
        ("100.00", EmployerStatus::Stopped, 12, 5, 104, "270.00"),
        ("100.00", EmployerStatus::Cancelled, 12, 5, 104, "0.00"),
    ] {
        let score = policy.score(money(owed), status, months, over, persons);
        assert_eq!(score.product, i128::from(money(product).fen()), "{owed} {months} {over} {persons}");
    }
}

/// Causes listed, apart from the clock of the ladder that every debt has: it has a test of its own.
fn causes(list: &serde_json::Value) -> Vec<&str> {
    let all = list["rows"].as_array().unwrap().iter().map(|row| row["cause"].as_str().unwrap());
    all.filter(|cause| *cause != "clock").collect()
}

fn row<'l>(list: &'l serde_json::Value, cause: &str) -> &'l serde_json::Value {
    list["rows"].as_array().unwrap().iter().find(|row| row["cause"] == cause).unwrap_or_else(|| panic!("{list}"))
}

#[test]
fn the_clock_of_the_ladder_walks_with_the_employer() {
    let office = Office::new();
    let clock = |today: &str| {
        let list = office.on(today, "worklist");
        let why = list["rows"].as_array().unwrap().iter().find(|row| row["cause"] == "clock");
        why.map_or(String::new(), |row| row["why"].as_str().unwrap().to_owned())
    };
    assert!(clock("2026-03-20").contains("Reminder by phone"), "{}", clock("2026-03-20"));
    office.on("2026-03-20", &format!("call log {CODE} --result told --next 2026-09-30"));
    assert!(clock("2026-03-20").contains("Notice to pay"), "a call is the reminder: {}", clock("2026-03-20"));
    office.on("2026-03-20", &format!("chase step {CODE} --step notice --number 1"));
    assert_eq!(causes(&office.on("2026-03-20", "worklist")), ["unserved"]);
    assert_eq!(clock("2026-03-20"), "", "nothing can be done before it is served");
    let post = format!("chase serve {CODE} --way post --place x --reference EMS1");
    office.on("2026-03-23", &format!("{post} --returned moved"));
    assert_eq!(causes(&office.on("2026-03-23", "worklist")), ["returned"]);
    office.on("2026-03-24", &post);
    assert_eq!(causes(&office.on("2026-03-24", "worklist")), Vec::<&str>::new());
    // Five working days after service end on Tuesday 2026-03-31; what was missed stays.
    for (today, said) in [("2026-03-31", ""), ("2026-04-01", "Account inquiry"), ("2026-05-29", "Account inquiry")] {
        assert!(clock(today).contains(said) && clock(today).is_empty() == said.is_empty(), "{today} {}", clock(today));
    }
    // Money that settles the debt stops the clock.
    office.paid("all.csv", &format!("{CODE},P9,2026-04-02,200000.00"));
    assert_eq!(clock("2026-04-02"), "");
}

#[test]
fn a_hold_waits_for_another_person_on_that_person_s_list() {
    let office = Office::new();
    let account = String::from_utf8(std::process::Command::new("id").arg("-un").output().unwrap().stdout).unwrap();
    office.on("2026-03-20", &format!("operator add 李敏 --account {account}"));
    office.on("2026-03-20", &format!("--as 王芳 chase hold {CODE} --until 2026-04-30 --reason x"));
    let of = |who: &str| office.on("2026-03-20", &format!("--as {who} worklist --all"));
    assert_eq!(causes(&of("王芳")), Vec::<&str>::new(), "not asked of who asked for it");
    assert_eq!(causes(&of("李敏")), ["hold_waiting"]);
}

#[test]
fn a_promise_walks_over_the_list_and_a_call_takes_it_off() {
    let office = Office::new();
    office.on("2026-03-02", &format!("call log {CODE} --result promised --promise 30000.00 --pay-on 2026-03-06"));
    for (today, expected) in [
        ("2026-03-05", vec![]),
        ("2026-03-06", vec!["promise_due"]),
        ("2026-03-11", vec!["promise_due"]),
        ("2026-03-12", vec!["promise_broken"]),
        // What was missed stays until it is done.
        ("2026-04-30", vec!["promise_broken"]),
    ] {
        let list = office.on(today, "worklist");
        assert_eq!(causes(&list), expected, "{today}");
    }
    let list = office.on("2026-03-12", "worklist");
    let row = row(&list, "promise_broken");
    assert_eq!((row["next"].as_str(), row["owed"].as_str()), (Some("call"), Some("100000.00")));
    assert_eq!(
        row["why"],
        "promise 6, grace until 2026-03-11: 30000.00 promised, 0.00 received".replace("30000.00", "30,000.00")
    );
    office.on("2026-03-12", &format!("call log {CODE} --result told"));
    assert_eq!(causes(&office.on("2026-03-12", "worklist")), Vec::<&str>::new());
    assert_eq!(causes(&office.on("2026-03-19", "worklist")), ["contact"], "five working days later");
}

#[test]
fn plans_caps_and_deferrals_are_on_the_list() {
    let office = Office::new();
    office.bring(
        "more.csv",
        "统一社会信用代码,险种,费款所属期,缴费部分,应缴金额,缴费期限,缓缴起,缓缴补缴期限\n\
         91110108MA01A2B32G,养老,2020-12,单位,100000.00,2021-01-15,,\n\
         91110108MA01A2B32G,失业,2025-12,单位,100.00,2026-01-15,2026-01-10,2026-07-10\n",
    );
    office.on(
        "2026-03-02",
        &format!("plan make {CODE} --total 60000.00 --count 3 --first 2026-04 --breach-by instalment"),
    );
    assert_eq!(causes(&office.on("2026-03-02", "worklist")), Vec::<&str>::new());
    assert_eq!(causes(&office.on("2026-04-28", "worklist")), ["plan_due"]);
    assert_eq!(causes(&office.on("2026-05-06", "worklist")), ["plan_in_grace"]);
    let list = office.on("2026-06-22", "worklist");
    let mut found = causes(&list);
    found.sort_unstable();
    assert_eq!(found, ["cap_near", "deferral_ending", "plan_broken"]);
    // The fee on 2021-01-15's due reaches its cap on day 2,000.
    let cap = list["rows"].as_array().unwrap().iter().find(|row| row["cause"] == "cap_near").unwrap();
    assert_eq!((cap["on"].as_str(), cap["amount"].as_str()), (Some("2026-07-08"), Some("100000.00")));
}

#[test]
fn the_list_is_the_officers_own_and_moves_with_the_employer() {
    let office = Office::new();
    office.on("2026-03-02", &format!("call log {CODE} --result told --next 2026-03-04"));
    assert_eq!(causes(&office.on("2026-03-04", "worklist --officer 李敏")).len(), 1);
    let tried = office.on("2026-03-04", "assign --area 西湖区 --to 周宁 --dry-run");
    assert_eq!((tried["count"].as_i64(), tried["owed"].as_str()), (Some(1), Some("100000.00")));
    assert_eq!(causes(&office.on("2026-03-04", "worklist --officer 李敏")).len(), 1, "a preview gives nothing away");
    office.on("2026-03-04", "assign --area 西湖区 --to 周宁 --reason 片区调整");
    assert_eq!(causes(&office.on("2026-03-04", "worklist --officer 李敏")).len(), 0);
    assert_eq!(causes(&office.on("2026-03-04", "worklist --officer 周宁")).len(), 1);
    office.refused("2026-03-04", "assign --area 没有的区 --to 周宁", "No employer fits");
    office.on("2026-03-04", &format!("assign {CODE} --to="));
    assert_eq!(causes(&office.on("2026-03-04", "worklist --officer 李敏")).len(), 1, "back to the registry's officer");
    office.verified();
}

#[test]
fn persons_held_up_raise_a_row_and_marks_are_listed() {
    let office = Office::new();
    office.on("2026-03-02", &format!("call log {CODE} --result told --next 2026-03-04"));
    let weight = |office: &Office| {
        let list = office.on("2026-03-04", "worklist");
        row(&list, "contact")["score"]["product"].as_str().unwrap().parse::<i64>().unwrap()
    };
    let before = weight(&office);
    std::fs::write(office.path("blocked.csv"), format!("统一社会信用代码,人数\n{CODE},104\n")).unwrap();
    office.on("2026-03-04", "mark import blocked blocked.csv");
    assert_eq!(weight(&office), before * 4, "fifty persons and more weigh fourfold");
    office.on("2026-03-04", &format!("mark set debtor {CODE} evading --note 有能力"));
    office.on("2026-03-04", &format!("mark set watch {CODE}"));
    let list = office.on("2026-03-04", "mark list debtor");
    assert_eq!(list["employers"][0]["marks"].as_array().unwrap().len(), 3);
    office.on("2026-03-04", &format!("mark set watch {CODE} --note x").replace(" --note", "  --note"));
    office.refused("2026-03-04", &format!("mark set debtor {CODE} unheard"), "nothing this mark can say");
    std::fs::write(office.path("wrong.csv"), format!("{CODE},104\n只有一栏\n")).unwrap();
    assert_eq!(office.ask("2026-03-04", "mark import blocked wrong.csv").0, 2);
    assert_eq!(office.on("2026-03-04", "mark key")["employers"], serde_json::json!([]));
    office.verified();
}

#[test]
fn what_is_kept_beside_the_book_changes_no_answer() {
    let office = Office::new();
    office.on("2026-03-02", &format!("call log {CODE} --result told --next 2026-03-04"));
    let first = office.on("2026-03-20", "worklist");
    assert_eq!(first, office.on("2026-03-20", "worklist"), "read from beside the book");
    office.paid("p1.csv", &format!("{CODE},P1,2026-03-05,40000.00"));
    assert_eq!(
        row(&office.on("2026-03-20", "worklist"), "contact")["owed"],
        "65000.00",
        "only what the file touched is made anew"
    );
    let kept = office.path("book.sqlite.files").join("digests.json");
    std::fs::remove_file(&kept).unwrap();
    let anew = office.on("2026-03-20", "worklist");
    std::fs::write(&kept, "broken").unwrap();
    assert_eq!(anew, office.on("2026-03-20", "worklist"));
}
