//! The sample generator: same plan, same bytes; every planted case stands in the rows as its truth
//! says; what is not planted agrees. `UPDATE=1 cargo test --test sample` writes `data/samples` anew.

#![allow(clippy::expect_used, clippy::panic)]

#[path = "support/model.rs"]
#[allow(dead_code)]
mod model;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use sanhe::domain::day::BusinessDay;
#[path = "support/variants.rs"]
mod variants;

use sanhe::sample::{Case, Defects, Files, Plan, Variant, generate};

type Row = HashMap<String, String>;

fn plan(rows: u32, days: u32, seed: u64) -> Plan {
    Plan::new(rows, days, seed, BusinessDay::parse("2026-03-02").expect("a day"))
}

fn files(plan: &Plan) -> Files {
    generate(plan).files().expect("memory")
}

/// The three books, read apart from the program.
struct Books {
    his: Vec<Row>,
    cashier: Vec<Row>,
    bank: Vec<Row>,
}

impl Books {
    fn of(files: &Files) -> Self {
        Books { his: model::read(&files.his), cashier: model::read(&files.cashier), bank: model::read(&files.bank) }
    }

    fn his<'a>(&'a self, case: &Case) -> Vec<&'a Row> {
        let number = case.his.as_deref().unwrap_or("");
        let order = case.order.as_deref().unwrap_or("");
        let is = |row: &&Row| row["结算流水号"] == number || (!order.is_empty() && row["商户订单号"] == order);
        self.his.iter().filter(is).collect()
    }

    fn cashier<'a>(&'a self, case: &Case) -> Vec<&'a Row> {
        let number = case.his.as_deref().unwrap_or("");
        let order = case.order.as_deref().unwrap_or("");
        let is = |row: &&Row| row["流水号"] == number || (!order.is_empty() && row["订单号"] == order);
        self.cashier.iter().filter(is).collect()
    }

    fn bank<'a>(&'a self, case: &Case) -> Vec<&'a Row> {
        let order = case.order.as_deref().or(case.slip.as_deref()).unwrap_or("");
        self.bank.iter().filter(|row| !order.is_empty() && row["商户订单号"] == order).collect()
    }
}

fn electronic(case: &Case) -> bool {
    !matches!(case.method.as_deref(), Some("现金" | "预交金"))
}

/// What a case claims, looked up in the rows.
fn check(case: &Case, books: &Books) {
    let (his, cashier, bank) = (books.his(case), books.cashier(case), books.bank(case));
    let lines = (his.len(), cashier.len(), bank.len());
    let channel = usize::from(electronic(case));
    let amount = model::fen(&case.amount);
    let figure = |rows: &[&Row], column: &str| rows.iter().map(|row| model::fen(&row[column])).collect::<Vec<_>>();
    let kinds = |rows: &[&Row]| rows.iter().map(|row| row["类型"].clone()).collect::<Vec<_>>();
    let expected = match (case.class.as_str(), case.variant.as_str(), case.side.as_deref()) {
        ("missing_in_bank", ..) => (1, 1, 0),
        ("missing_in_his", ..) => (0, 1, channel),
        ("missing_in_cashier", ..) => (1, 0, channel),
        ("his_only", ..) => (1, 0, 0),
        ("cashier_only", ..) => (0, 1, 0),
        ("bank_only", ..) => (0, 0, 1),
        ("status_differs", "paid_then_revoked", _) | ("duplicate", _, Some("bank")) => (1, 1, 2),
        ("duplicate", _, Some("cashier")) => (1, 2, channel),
        ("duplicate", _, Some("his")) => (2, 1, channel),
        ("zero_amount", ..) => (1, 1, 0),
        ("reversal_pair", "his", _) => (2, 0, 0),
        ("reversal_pair", ..) => (2, 2, 0),
        ("deposit_differs", "deposit_missing", _) => (0, 0, 0),
        ("deposit_differs" | "unidentified", ..) => (0, 0, 1),
        _ => (1, 1, channel),
    };
    assert_eq!(lines, expected, "{case:?}");
    match case.class.as_str() {
        "amount_differs" => {
            let side = case.side.as_deref().expect("a side");
            let found = [figure(&his, "金额"), figure(&cashier, "金额"), figure(&bank, "交易金额")];
            let right = if side == "his" { model::fen(case.against.as_deref().expect("a figure")) } else { amount };
            for (figures, name) in found.iter().zip(["his", "cashier", "bank"]) {
                assert!(figures.iter().all(|figure| (*figure != right) == (name == side)), "{case:?}");
            }
            assert_eq!(found[0], [amount], "{case:?}");
            if case.variant == "amount_x100" {
                assert_eq!(found[2], [amount * 100], "{case:?}");
            }
        }
        "direction_differs" if case.side.as_deref() == Some("bank") => assert_eq!(kinds(&bank), ["退款"]),
        "direction_differs" => assert_eq!(figure(&cashier, "金额"), [-amount]),
        "status_differs" if case.variant == "revoked" => assert_eq!(kinds(&bank), ["撤销"]),
        "status_differs" => assert_eq!(kinds(&bank), ["支付", "撤销"]),
        "duplicate" => {
            assert!(his.iter().all(|row| *row == his[0]) && cashier.iter().all(|row| *row == cashier[0]));
            let serials: BTreeSet<&String> = bank.iter().map(|row| &row["渠道流水号"]).collect();
            assert_eq!(serials.len(), bank.len(), "{case:?}");
        }
        "cross_day" => {
            let (receipt, posted) = (&his[0]["结算时间"], &bank[0]["入账时间"]);
            assert_ne!(receipt[..10], posted[..10]);
            assert_eq!(receipt < posted, case.variant == "bank_next_day");
            assert_eq!(figure(&his, "金额"), figure(&bank, "交易金额"));
        }
        "reversal_pair" => assert_eq!(figure(&his, "金额"), [amount, -amount]),
        "zero_amount" => assert_eq!((figure(&his, "金额"), amount), (vec![0], 0)),
        class if class.starts_with("refund_") => check_refund(case, books),
        _ => {}
    }
}

fn check_refund(case: &Case, books: &Books) {
    let his = books.his(case);
    let original = case.original.as_deref().expect("an original");
    assert_eq!(his[0]["原流水号"], original);
    let found: Vec<&Row> = books.his.iter().filter(|row| row["结算流水号"] == original).collect();
    if case.class == "refund_no_original" {
        assert!(found.is_empty(), "{case:?}");
        return;
    }
    assert_eq!(found.len(), 1, "{case:?}");
    let back: i64 =
        books.his.iter().filter(|row| row["原流水号"] == original).map(|row| model::fen(&row["金额"])).sum();
    let (paid, route) = (model::fen(&found[0]["金额"]), found[0]["支付方式"] == his[0]["支付方式"]);
    assert_eq!(route, case.class == "refund_over", "{case:?}");
    assert_eq!(paid + back < 0, case.class == "refund_over", "{case:?}");
    assert!(found[0]["结算时间"] <= his[0]["结算时间"], "{case:?}");
}

/// Everything that holds of any sample.
fn check_files(files: &Files) {
    let books = Books::of(files);
    let truth = &files.truth;
    let rows = (books.his.len() as u64, books.cashier.len() as u64, books.bank.len() as u64);
    assert_eq!(rows, (truth.rows.his, truth.rows.cashier, truth.rows.bank));
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for case in &truth.cases {
        *counts.entry(case.class.clone()).or_default() += 1;
        check(case, &books);
        let informational = matches!(case.class.as_str(), "zero_amount" | "reversal_pair");
        assert_eq!(case.informational, informational);
        for key in [&case.his, &case.order, &case.slip].into_iter().flatten().filter(|key| !key.is_empty()) {
            assert!(seen.insert(key.clone()), "planted twice: {case:?}");
        }
    }
    assert_eq!(counts, truth.counts);
    for original in books.his.iter().map(|row| &row["原流水号"]).filter(|original| !original.is_empty()) {
        let itself = truth.cases.iter().find(|case| case.his.as_ref() == Some(original));
        assert!(itself.is_none_or(|case| case.class == "reversal_pair"), "{original} is planted and refunded");
    }
    check_rest(files, &books);
    check_deposits(files, &books);
    check_bill(files, &books);
}

/// Whatever is not planted agrees on all three sides, line by line, within the minute and the day.
fn check_rest(files: &Files, books: &Books) {
    let cases = &files.truth.cases;
    let planted: BTreeSet<&str> = cases
        .iter()
        .flat_map(|case| [&case.his, &case.order])
        .flatten()
        .map(String::as_str)
        .filter(|key| !key.is_empty())
        .collect();
    let rest =
        |number: &String, order: &String| !planted.contains(number.as_str()) && !planted.contains(order.as_str());
    let line = |row: &Row, columns: [&str; 6]| columns.map(|column| row[column].clone());
    let receipts = |rows: &[Row], columns: [&str; 6]| {
        let lines = rows.iter().map(|row| line(row, columns)).filter(|cells| rest(&cells[0], &cells[5]));
        let mut lines: Vec<[String; 6]> = lines.collect();
        lines.sort();
        lines
    };
    let his = receipts(&books.his, ["结算流水号", "结算时间", "收费员", "支付方式", "金额", "商户订单号"]);
    assert_eq!(his, receipts(&books.cashier, ["流水号", "交易时间", "收费员", "支付方式", "金额", "订单号"]));
    let mut posted: HashMap<&str, &Row> = HashMap::new();
    let mut stays = true;
    for row in books.bank.iter().filter(|row| row["类型"] != "存款" && rest(&String::new(), &row["商户订单号"]))
    {
        stays &= posted.insert(&row["商户订单号"], row).is_none();
    }
    assert!(stays, "an order twice at the bank");
    for [_, time, _, _, amount, order] in his.iter().filter(|cells| !cells[5].is_empty()) {
        let row = posted.remove(order.as_str()).unwrap_or_else(|| panic!("{order} has no bank row"));
        let (sign, kind) = if amount.starts_with('-') { (-1, "退款") } else { (1, "支付") };
        assert_eq!((model::fen(amount), row["类型"].as_str()), (sign * model::fen(&row["交易金额"]), kind));
        assert!(time[..10] == row["入账时间"][..10] && *time <= row["入账时间"], "{order}");
    }
    assert!(posted.is_empty(), "bank rows of nobody: {posted:?}");
}

fn check_deposits(files: &Files, books: &Books) {
    let mut tills: BTreeMap<String, i64> = BTreeMap::new();
    for row in books.cashier.iter().filter(|row| row["支付方式"] == "现金") {
        let shift = if &row["交易时间"][11..13] < "13" { "A" } else { "B" };
        let slip = format!("JK{}{shift}{}", row["交易时间"][..10].replace('-', ""), model::number_of(&row["收费员"]));
        *tills.entry(slip).or_default() += model::fen(&row["金额"]);
    }
    tills.retain(|_, sum| *sum > 0);
    let differs: BTreeMap<&str, &Case> = files
        .truth
        .cases
        .iter()
        .filter(|case| case.class == "deposit_differs")
        .map(|case| (case.slip.as_deref().expect("a slip"), case))
        .collect();
    let mut banked: BTreeMap<&str, i64> = BTreeMap::new();
    for row in books.bank.iter().filter(|row| row["类型"] == "存款" && !row["商户订单号"].starts_with("QT")) {
        assert!(banked.insert(&row["商户订单号"], model::fen(&row["交易金额"])).is_none());
    }
    assert_eq!(banked.len() as u32, files.truth.cash_deposits);
    for (slip, sum) in &tills {
        let deposited = banked.remove(slip.as_str()).unwrap_or(0);
        let case = differs.get(slip.as_str());
        assert_eq!(deposited != *sum, case.is_some(), "{slip}: {deposited} of {sum}");
        if let Some(case) = case {
            assert_eq!(model::fen(&case.amount), *sum);
            assert_eq!(model::fen(case.deposited.as_deref().expect("a figure")), deposited);
        }
    }
    assert!(banked.is_empty(), "deposits of no shift: {banked:?}");
}

/// The WeChat bill recounted line by line, and held against bank.csv.
fn check_bill(files: &Files, books: &Books) {
    let bill = files.wechat.strip_prefix('\u{feff}').expect("a byte order mark");
    let lines: Vec<&str> = bill.split_terminator("\r\n").collect();
    let (rows, end) = lines[1..].split_at(lines.len() - 3);
    let cells = |line: &str| line.trim_start_matches('`').split(",`").map(str::to_owned).collect::<Vec<_>>();
    let headings: Vec<&str> = lines[0].split(',').collect();
    assert_eq!(headings.len(), 27);
    let rows: Vec<HashMap<&str, String>> = rows
        .iter()
        .map(|line| {
            let cells = cells(line);
            assert_eq!(cells.len(), 27, "{line}");
            headings.iter().copied().zip(cells).collect()
        })
        .collect();
    let fee = |text: &str| model::fen(text.strip_suffix("000").expect("five decimals"));
    let sum = |column: &str| rows.iter().map(|row| model::fen(&row[column])).sum::<i64>();
    let total = cells(end[1]);
    assert_eq!(total[0], rows.len().to_string());
    assert_eq!(fee(&total[4]), rows.iter().map(|row| fee(&row["手续费"])).sum::<i64>());
    for (at, column) in
        [(1, "应结订单金额"), (2, "退款金额"), (3, "充值券退款金额"), (5, "订单金额"), (6, "申请退款金额")]
    {
        assert_eq!(model::fen(&total[at]), sum(column), "{column}");
    }
    let posted: Vec<&Row> = books.bank.iter().filter(|row| row["渠道"] == "微信支付").collect();
    assert_eq!((posted.len(), rows.len() as u64), (rows.len(), files.truth.rows.wechat));
    for (row, posted) in rows.iter().zip(posted) {
        let (own, state) = match posted["类型"].as_str() {
            "退款" => ("商户退款单号", "REFUND"),
            "撤销" => ("商户订单号", "REVOKED"),
            _ => ("商户订单号", "SUCCESS"),
        };
        assert_eq!((&row["交易时间"], &row[own]), (&posted["入账时间"], &posted["商户订单号"]));
        assert_eq!(row["交易状态"], state);
        let moved = model::fen(&row["应结订单金额"]) + model::fen(&row["退款金额"]);
        assert_eq!(moved, model::fen(&posted["交易金额"]));
    }
    assert_eq!(
        files.bank.lines().filter(|line| !line.contains(",微信支付,")).collect::<Vec<_>>(),
        files.bank_without_wechat.lines().collect::<Vec<_>>()
    );
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_another_seed_others() {
    let plan_one = plan(700, 2, 9);
    assert_eq!(files(&plan_one), files(&plan_one));
    assert_ne!(files(&plan_one).his, files(&plan(700, 2, 10)).his);
    let scratch = tempfile::tempdir().expect("scratch");
    let truth = generate(&plan_one).write(scratch.path()).expect("written");
    let memory = files(&plan_one);
    assert_eq!(truth, memory.truth);
    for (name, text) in [
        ("his.csv", &memory.his),
        ("cashier.csv", &memory.cashier),
        ("bank.csv", &memory.bank),
        ("bank-without-wechat.csv", &memory.bank_without_wechat),
        ("wechat.csv", &memory.wechat),
        ("bank-without-channels.csv", &memory.bank_without_channels),
        ("his-sheet.csv", &memory.his_sheet),
    ] {
        assert_eq!(&std::fs::read_to_string(scratch.path().join(name)).expect(name), text);
    }
    for (name, bytes) in [("alipay.csv", &memory.alipay), ("unionpay.txt", &memory.unionpay)] {
        assert_eq!(&std::fs::read(scratch.path().join(name)).expect(name), bytes);
    }
}

#[test]
fn every_planted_case_stands_in_the_rows_as_its_truth_says() {
    for seed in 0..20 {
        check_files(&files(&plan(900, 1 + (seed % 4) as u32, seed)));
        check_files(&files(&Plan { defects: Defects::Planted, ..plan(400, 2, seed) }));
    }
}

#[test]
fn the_demonstration_has_every_variant() {
    let files = files(&plan(1500, 3, 20_260_302));
    check_files(&files);
    let planted: BTreeSet<(&str, &str)> =
        files.truth.cases.iter().map(|case| (case.class.as_str(), case.variant.as_str())).collect();
    for variant in Variant::ALL {
        assert!(planted.contains(&(variant.class().code(), variant.code())), "{variant:?}");
    }
    for slip in
        [("deposit_differs", "deposit_off"), ("deposit_differs", "deposit_missing"), ("unidentified", "no_slip")]
    {
        assert!(planted.contains(&slip), "{slip:?}");
    }
}

#[test]
fn without_defects_all_three_sides_agree() {
    for seed in 0..6 {
        let files = files(&Plan { defects: Defects::None, ..plan(1200, 3, seed) });
        check_files(&files);
        assert!(files.truth.cases.is_empty());
        for ((day, desk, method), (his, cashier, bank)) in model::totals(&files.his, &files.cashier, &files.bank) {
            assert_eq!(his, cashier, "{day} {desk} {method}");
            // A shift below zero banks nothing, so cash may exceed what HIS booked; nothing else may.
            let expected = if method == "预交金" { 0 } else { his };
            assert!(bank == expected || (method == "现金" && bank > his), "{day} {desk} {method}: {his} {bank}");
        }
    }
}

#[test]
fn a_class_can_be_planted_alone() {
    for variant in Variant::ALL {
        let plan = Plan { defects: Defects::Only(vec![variant.class()]), ..plan(600, 2, 3) };
        let files = files(&plan);
        check_files(&files);
        assert!(files.truth.cases.iter().all(|case| case.class == variant.class().code()));
        assert!(files.truth.cases.len() > 12, "{variant:?}: {}", files.truth.cases.len());
    }
}

#[test]
fn deposits_wait_while_the_bank_is_closed() {
    let year = sanhe::domain::calendar::CalendarYear::default();
    let calendar = sanhe::domain::calendar::Calendar::new([(2026, year)].into_iter().collect());
    let start = BusinessDay::parse("2026-03-06").expect("a Friday");
    let plan = Plan { calendar: Some(calendar), defects: Defects::None, ..Plan::new(900, 3, 5, start) };
    let files = files(&plan);
    check_files(&files);
    for row in model::read(&files.bank).iter().filter(|row| row["类型"] == "存款") {
        let expected = if row["商户订单号"].starts_with("JK20260306A") { "2026-03-06" } else { "2026-03-09" };
        assert_eq!(&row["入账时间"][..10], expected, "{row:?}");
    }
}

#[test]
fn what_cannot_be_planted_does_not_stop_the_rest() {
    // One day has no day before, so one variant never finds a place.
    let files = files(&plan(3000, 1, 7));
    check_files(&files);
    assert!(files.truth.cases.len() > 115, "{}", files.truth.cases.len());
}

#[test]
fn variants_say_the_same_rows() {
    let files = files(&plan(400, 2, 8));
    let sorted = |text: &str| {
        let mut rows: Vec<BTreeMap<String, String>> =
            model::read(text).into_iter().map(|row| row.into_iter().collect()).collect();
        rows.sort();
        rows
    };
    let his = sorted(&files.his);
    assert_eq!(sorted(&variants::shuffled(&files.his, 4)), his);
    assert_eq!(sorted(&variants::permuted(&files.his, 4)), his);
    assert_eq!(sorted(&variants::with_bom(&variants::crlf(&files.his))), his);
    let mut wider = sorted(&variants::with_unknown_columns(&files.his));
    wider.iter_mut().for_each(|row| row.retain(|heading, _| heading != "序号" && heading != "备用1"));
    wider.sort();
    assert_eq!(wider, his);
    let bytes = variants::gb18030_crlf(&files.his);
    assert_eq!(&bytes[..10], &[0xBD, 0xE1, 0xCB, 0xE3, 0xC1, 0xF7, 0xCB, 0xAE, 0xBA, 0xC5], "结算流水号 in GB18030");
    let [first, second] = variants::overlapping_parts(&files.his, "结算流水号", 200, 4);
    let (first, second) = (sorted(&first), sorted(&second));
    let once = |row: &&BTreeMap<String, String>| !first.contains(row);
    let mut both: Vec<_> = first.iter().chain(second.iter().filter(once)).cloned().collect();
    both.sort();
    assert_eq!(both, his);
    assert!(first.len() + second.len() > his.len() + 20 && first.len() < his.len() && second.len() < his.len());
}

#[test]
fn data_samples_is_what_the_generator_makes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples");
    let files = generate(&plan(1500, 3, 20_260_302)).demonstration().expect("memory");
    if std::env::var_os("UPDATE").is_some() {
        for (name, bytes) in &files {
            std::fs::write(folder.join(name), bytes).expect(name);
        }
    }
    for (name, bytes) in &files {
        let kept = std::fs::read(folder.join(name)).unwrap_or_default();
        assert!(kept == *bytes, "data/samples/{name} is not what the generator makes; UPDATE=1 writes it anew");
    }
    let names: BTreeSet<String> = std::fs::read_dir(&folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, files.iter().map(|(name, _)| (*name).to_owned()).collect::<BTreeSet<_>>());
}
