//! A file no layout fits: guessed, tried, corrected in a few words, and the layout kept reads it from then on.

use sanhe::book::draft::{Draft, DraftSource, Trial};
use sanhe::book::formats::{Formats, Sign, Unit};
use sanhe::domain::day::BusinessDay;
use sanhe::domain::import::RowErrorCode;
use sanhe::import::draft::{InForce, Said, guess, settle};
use sanhe::import::{RawFile, ReadOptions};

use crate::read::{Golden, Known};

fn drafted(source: &str, text: &str, said: &Said, mend: impl Fn(&mut Draft)) -> (Draft, Trial) {
    let known = Known::load();
    let in_force = InForce { formats: &known.formats, registry: &known.rules };
    let raw = RawFile::from_bytes("made-up.csv", text.as_bytes().to_vec());
    let options = ReadOptions {
        account: Some("4405010400123456001"),
        ..ReadOptions::on(BusinessDay::parse("2026-03-05").unwrap())
    };
    let source = DraftSource::from_code(source).unwrap();
    let mut draft = guess(&raw, ("site-new", source), in_force, said).unwrap();
    mend(&mut draft);
    settle(&raw, &draft, &known.rules, &options, (None, None))
        .unwrap_or_else(|fault| panic!("{fault:?}\n{}", draft.file().text))
}

fn said(columns: &[(&str, &str)]) -> Said {
    let columns = columns.iter().map(|(role, heading)| (role.to_string(), heading.to_string())).collect();
    Said { header: None, columns }
}

const HIS: &str = "某某医院结算清单,,,,,,\n单据编号,结算日期时间,付款方式,收退标志,实收款,经手人,备注\n\
    D001,2026-03-02 08:01:12,微信,收费,1022.81,001甲,\n\
    D002,2026-03-02 08:03:40,现金,收费,35.00,001甲,\n\
    D003,2026-03-02 09:15:02,微信,退费,-22.81,001甲,\n\
    合计,,,,1035.00,,\n";

#[test]
fn a_sheet_of_an_unknown_his_is_read_once_its_columns_are_named() {
    let columns = said(&[
        ("his_no", "单据编号"),
        ("at", "结算日期时间"),
        ("method", "付款方式"),
        ("kind", "收退标志"),
        ("amount", "实收款"),
        ("cashier", "经手人"),
    ]);
    let (draft, trial) = drafted("his", HIS, &columns, |_| ());
    assert_eq!((draft.header, draft.unit, draft.sign), (2, Unit::Yuan, Sign::AsKind));
    assert_eq!((trial.rows_read, trial.taken, trial.control_rows, trial.wrong.len()), (4, 3, 1, 0));
    assert_eq!((trial.moved.0.fen(), trial.moved.1.fen()), (105_781, 2_281));
    assert!(trial.controls.len() == 1 && trial.controls[0].ok, "{:?}", trial.controls);
    // What is kept is a layout like any other, and the loader takes it.
    Formats::check(&draft.file()).unwrap();
}

#[test]
fn a_total_in_yuan_proves_rows_in_fen() {
    let fen = HIS.replace("1022.81", "102281").replace("35.00,001", "3500,001").replace("-22.81", "-2281");
    let columns = said(&[
        ("his_no", "单据编号"),
        ("at", "结算日期时间"),
        ("method", "付款方式"),
        ("kind", "收退标志"),
        ("amount", "实收款"),
    ]);
    let (draft, trial) = drafted("his", &fen, &columns, |_| ());
    assert_eq!(draft.unit, Unit::Fen);
    assert_eq!((trial.taken, trial.moved.0.fen()), (3, 105_781));
    assert!(trial.refused.is_empty() && trial.controls[0].ok, "{trial:?}");
}

#[test]
fn where_no_total_stands_the_unit_is_what_the_heading_or_the_person_says() {
    let text = HIS.replace("实收款", "实收款(分)").replace("1022.81", "102281").replace("35.00,001", "3500,001");
    let text = text.replace("-22.81", "-2281").replace("合计,,,,1035.00,,\n", "");
    let columns = said(&[
        ("his_no", "单据编号"),
        ("at", "结算日期时间"),
        ("method", "付款方式"),
        ("kind", "收退标志"),
        ("amount", "实收款(分)"),
    ]);
    let (draft, trial) = drafted("his", &text, &columns, |_| ());
    assert_eq!((draft.unit, trial.moved.0.fen(), trial.controls.len()), (Unit::Fen, 105_781, 0));
}

#[test]
fn one_column_a_method_is_unpivoted_and_without_a_kind_the_sign_decides() {
    let wide = "单据编号,结算日期时间,微信,现金,预交金\nD1,2026-03-02 08:00:00,10.00,5.00,0.00\nD2,2026-03-02 09:00:00,-10.00,0.00,0.00\n";
    let (draft, trial) = drafted("his", wide, &said(&[("his_no", "单据编号"), ("at", "结算日期时间")]), |_| ());
    let tenders: Vec<&str> = draft.roles.values().filter_map(|role| role.strip_prefix("tender.")).collect();
    assert_eq!(tenders.len(), 3, "{:?}", draft.roles);
    assert_eq!((trial.rows_read, trial.taken, trial.wrong.len()), (2, 2, 0), "{trial:?}");
    assert_eq!((trial.moved.0.fen(), trial.moved.1.fen()), (1_500, 1_000));
}

#[test]
fn a_statement_says_its_direction_in_a_word_in_a_sign_or_by_its_column() {
    let signed = "入账日,发生金额,账面余额,说明\n2026-03-02,100.00,100.00,甲\n2026-03-03,-30.00,70.00,乙\n";
    let columns = [("on", "入账日"), ("amount", "发生金额"), ("balance", "账面余额"), ("text", "说明")];
    let (_, trial) = drafted("statement", signed, &said(&columns), |_| ());
    assert_eq!((trial.taken, trial.moved.0.fen(), trial.moved.1.fen()), (2, 10_000, 3_000));
    let two = "入账日,进,出,账面余额\n2026-03-02,100.00,,100.00\n2026-03-03,,30.00,70.00\n";
    let columns = [("on", "入账日"), ("received", "进"), ("paid", "出"), ("balance", "账面余额")];
    assert_eq!(drafted("statement", two, &said(&columns), |_| ()).1.moved, trial.moved);
    let worded = "入账日,标志,发生金额,账面余额\n2026-03-02,1,100.00,100.00\n2026-03-03,2,30.00,70.00\n";
    let columns = [("on", "入账日"), ("direction", "标志"), ("amount", "发生金额"), ("balance", "账面余额")];
    let ways = |draft: &mut Draft| draft.directions = (vec!["1".into()], vec!["2".into()]);
    assert_eq!(drafted("statement", worded, &said(&columns), ways).1.moved, trial.moved);
    // The balances stand against a wrong answer.
    let turned = |draft: &mut Draft| draft.directions = (vec!["2".into()], vec!["1".into()]);
    let refused = drafted("statement", worded, &said(&columns), turned).1;
    assert_eq!(refused.refused[0].code, RowErrorCode::BalanceBroken);
}

#[test]
fn a_file_of_the_registry_is_mapped_too() {
    let paid = "单位信用代码,流水,到账日,到账金额\n91330106MA2TEAT05A,P1,2026-03-02,100.00\n91330106MA2TEAT05A,P2,2026-02-30,1.00\n";
    let columns = [("code", "单位信用代码"), ("no", "流水"), ("paid_on", "到账日"), ("amount", "到账金额")];
    let (draft, trial) = drafted("payments", paid, &said(&columns), |_| ());
    assert_eq!((trial.rows_read, trial.taken, trial.moved.0.fen()), (2, 1, 10_000));
    assert_eq!((trial.wrong[0].code, trial.wrong[0].line), (RowErrorCode::DateGrammar, 3));
    Formats::check(&draft.file()).unwrap();
}

/// Of the files of known layouts the guess alone finds headings and most roles.
#[test]
fn known_headings_are_guessed() {
    let known = Known::load();
    let in_force = InForce { formats: &known.formats, registry: &known.rules };
    for (layout, source) in
        [("plain-his", "his"), ("plain-bank", "bank"), ("bocom", "statement"), ("plain-payments", "payments")]
    {
        let golden = Golden::all(&known).into_iter().find(|golden| golden.layout == layout).unwrap();
        let raw = RawFile::from_bytes(&golden.file_name, golden.bytes());
        let source = DraftSource::from_code(source).unwrap();
        let draft = guess(&raw, ("site-new", source), in_force, &Said::default()).unwrap();
        let options = ReadOptions::on(BusinessDay::parse("2026-03-05").unwrap());
        let (_, trial) = settle(&raw, &draft, &known.rules, &options, (None, None)).unwrap();
        let plain = known.read(&golden.file_name, golden.bytes(), None).unwrap();
        assert_eq!(
            trial.taken as usize + trial.wrong.len(),
            plain.rows().len() + plain.faults().len(),
            "{layout}: {trial:?}"
        );
    }
}

#[test]
fn the_command_keeps_a_layout_that_reads_the_file_from_then_on() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("清单.csv");
    std::fs::write(&path, HIS).unwrap();
    let book = directory.path().join("book");
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_sanhe"));
        command.arg("--book").arg(&book).args(["--lang", "en"]).args(arguments);
        command.env("SANHE_TODAY", "2026-03-05").output().unwrap()
    };
    let text = |output: &std::process::Output| {
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    };
    let file = path.to_str().unwrap();
    assert!(run(&["init"]).status.success());
    assert!(text(&run(&["import", file])).contains("unknown_layout"));
    let guessed = run(&["formats", "new", file, "--source", "his", "--name", "site-qd", "--column", "his_no=单据编号"]);
    assert!(
        text(&guessed).contains("No column yet is: at, amount, method"),
        "what it lacks is said: {}",
        text(&guessed)
    );
    let columns = ["his_no=单据编号", "at=结算日期时间", "method=付款方式", "kind=收退标志", "amount=实收款"];
    let mut asked = vec!["formats", "new", file, "--source", "his", "--name", "site-qd"];
    columns.iter().for_each(|column| asked.extend(["--column", column]));
    let tried = run(&asked);
    assert!(
        tried.status.success() && text(&tried).contains("4 rows read, 3 would enter, in 1,057.81"),
        "{}",
        text(&tried)
    );
    asked.push("--save");
    let kept = run(&asked);
    assert!(kept.status.success() && text(&kept).contains("site-qd.toml"), "{}", text(&kept));
    let imported = run(&["import", file]);
    assert!(imported.status.success() && text(&imported).contains("site-qd"), "{}", text(&imported));
    assert!(text(&run(&["journal", "show"])).contains("formats/site-qd.toml"), "{}", text(&run(&["journal", "show"])));
    assert!(run(&["journal", "verify"]).status.success());
    let taken = run(&["formats", "new", file, "--source", "his", "--name", "plain-his"]);
    assert_eq!(taken.status.code(), Some(2));
}
