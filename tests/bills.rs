//! Channel bills: every golden input in the forms other hands give it, its gates row by row, the right
//! layout for each, and seeded mutations of all of them.
//!
//! `SANHE_FULL=1 cargo test --test bills` mutates many more times.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "bills/forms.rs"]
mod forms;
#[path = "support/golden.rs"]
mod golden;
#[path = "bills/mutate.rs"]
mod mutate;

use forms::{Form, text_of};
use golden::{dump, formats, goldens, read, today};
use sanhe::domain::import::{ParsedFile, RowErrorCode};
use sanhe::import::{Parsed, RawFile, ReadOptions, parse};

/// Rows as they matter in any form: without lines, and without seconds where a spreadsheet took them.
fn rows(file: &ParsedFile) -> Vec<String> {
    let row = |row: usize| {
        let mut entry = file.entries.get(row);
        entry.line = 0;
        let minute = entry.at.to_string().chars().take(5).collect::<String>();
        format!("{} {minute} {:?}", entry.day, (entry.kind, entry.method, entry.amount, entry.fee, entry.net_gap))
            + &format!("{:?}", (entry.order_no, entry.original_no, entry.channel_no, entry.merchant, entry.window))
    };
    (0..file.entries.len()).map(row).collect()
}

#[test]
fn a_bill_shifted_or_saved_again_by_a_spreadsheet_reads_the_same() {
    for golden in goldens() {
        let Some(text) = text_of(&golden) else { continue };
        let plain = read(&std::fs::read(&golden.path).unwrap()).unwrap();
        for (form, bytes) in Form::all(&golden, &text) {
            let name = format!("{} {form:?}", golden.name);
            let file = read(&bytes).unwrap_or_else(|refused| panic!("{name}: {:?}", refused.errors));
            assert_eq!(file.format, golden.format, "{name}");
            assert_eq!(rows(&file), rows(&plain), "{name}");
            assert_eq!((file.rows_read, file.control_rows), (plain.rows_read, plain.control_rows), "{name}");
            let codes = |file: &ParsedFile| file.quarantined.iter().map(|row| row.error.code).collect::<Vec<_>>();
            assert_eq!(codes(&file), codes(&plain), "{name}");
        }
    }
}

#[test]
fn a_spreadsheet_that_took_the_seconds_is_named() {
    for golden in goldens() {
        let (Some(text), true) = (text_of(&golden), formats().get(&golden.format).unwrap().bill.seconds) else {
            continue;
        };
        let told = |bytes: &[u8]| {
            let file = read(bytes).unwrap();
            file.warnings.iter().filter(|warning| warning.code == RowErrorCode::SecondsLost).count()
        };
        assert_eq!(told(text.as_bytes()), 0, "{}", golden.name);
        let saved = Form::all(&golden, &text).into_iter().find(|(form, _)| *form == Form::SavedAgain).unwrap().1;
        // A cell that begins with a backtick is text to a spreadsheet and left alone.
        let expected = if text.contains('`') { 0 } else { 1 };
        assert_eq!(told(&saved), expected, "{}", golden.name);
    }
}

#[test]
fn a_bill_with_totals_lacking_any_row_or_with_any_controlled_amount_altered_is_refused() {
    let mut gated = 0;
    for golden in goldens() {
        let Some(text) = text_of(&golden) else { continue };
        let file = read(text.as_bytes()).unwrap();
        if file.controls.is_empty() {
            continue;
        }
        gated += 1;
        for (what, altered) in forms::altered(&golden, &text, &file) {
            let Err(refused) = read(altered.as_bytes()) else { panic!("{}: {what} entered", golden.name) };
            let error = refused.errors.iter().find(|error| error.code == RowErrorCode::ControlTotal);
            let error = error.unwrap_or_else(|| panic!("{}: {what}: {:?}", golden.name, refused.errors));
            assert!(!error.details[0].is_empty() && !["", "0.00"].contains(&error.details[3].as_str()), "{error:?}");
        }
    }
    assert!(gated >= 6, "{gated}");
}

#[test]
fn every_bill_is_read_by_its_own_layout_and_by_no_other() {
    for golden in goldens() {
        let bytes = std::fs::read(&golden.path).unwrap();
        assert_eq!(read(&bytes).unwrap().format, golden.format, "{}", golden.name);
        for other in formats().iter().filter(|other| other.name != golden.format) {
            let options = ReadOptions { format: Some(&other.name), ..ReadOptions::on(today()) };
            let Ok(file) = parse(RawFile::from_bytes("made-up", bytes.clone()), &formats(), &options) else { continue };
            // Asked for by name, a narrower layout of the same bill may read it; never one of another house.
            let family = |name: &str| name.split('-').take(2).collect::<Vec<_>>().join("-");
            assert_eq!(family(&file.format), family(&golden.format), "{} read as {}", golden.name, other.name);
        }
    }
}

#[test]
fn a_zip_is_the_bill_within_and_its_summary_proves_what_the_footers_cannot() {
    let folder = golden::folder().join("alipay-trade");
    let archive = std::fs::read(folder.join("sample.zip")).unwrap();
    let file = read(&archive).unwrap();
    assert!(file.warnings.is_empty() && file.controls.len() == 15, "{:?}", file.warnings);
    let alone = read(&std::fs::read(folder.join("sample.csv")).unwrap()).unwrap();
    assert_eq!(alone.warnings[0].code, RowErrorCode::Unproven);
    assert_eq!(rows(&file), rows(&alone));
    for (from, to, total) in
        [("-5.62", "-5.63", "汇总·服务费（元）"), (",100.00,95.00", ",100.01,95.00", "汇总·订单金额（元）")]
    {
        let altered = forms::rezipped(&archive, "业务明细.csv", from, to);
        let refused = read(&altered).unwrap_err();
        assert_eq!(
            (refused.errors[0].code, refused.errors[0].details[0].as_str()),
            (RowErrorCode::ControlTotal, total)
        );
    }
    let refused = read(&forms::rezipped(&archive, "汇总", "合计,", "合订,")).unwrap_err();
    assert_eq!(refused.errors[0].code, RowErrorCode::ControlMissing);
}

#[test]
fn an_archive_is_kept_behind_the_bill_whose_lines_it_gives() {
    let folder = golden::folder().join("alipay-trade");
    let archive = std::fs::read(folder.join("sample.zip")).unwrap();
    let file = read(&archive).unwrap();
    let inflated: Vec<Vec<u8>> =
        file.pieces.iter().map(|piece| zstd::bulk::decompress(&piece.frame, piece.bytes as usize).unwrap()).collect();
    assert_eq!(inflated, [std::fs::read(folder.join("sample.csv")).unwrap(), archive]);
    assert_eq!((file.pieces[0].first_line, file.pieces[1].first_line), (1, u32::MAX));
}

#[test]
fn a_text_of_an_archive_that_is_not_read_is_named() {
    let detail = std::fs::read(golden::folder().join("alipay-trade/sample.csv")).unwrap();
    let file = read(&forms::zipped(&[("a.csv", &detail), ("INN26030288ZME_8", b"E22 1\r\n")])).unwrap();
    let unread: Vec<_> = file.warnings.iter().filter(|told| told.code == RowErrorCode::UnreadMember).collect();
    assert_eq!(unread[0].details, ["INN26030288ZME_8"]);
}

#[test]
fn a_separator_of_rows_parts_only_the_layout_it_belongs_to() {
    let his = "结算流水号,商户订单号,结算时间,支付方式,业务类型,金额\nJS1,ZF^^1,2026-03-02 08:00:00,微信,收费,10.00\n";
    let file = read(his.as_bytes()).unwrap();
    assert_eq!((file.entries.len(), file.entries.get(0).order_no), (1, "ZF^^1"));
}

#[test]
fn two_bills_in_one_archive_are_named() {
    let detail = std::fs::read(golden::folder().join("alipay-trade/sample.csv")).unwrap();
    let archive = forms::zipped(&[("a.csv", &detail), ("b.csv", &detail)]);
    let refused = read(&archive).unwrap_err();
    assert_eq!(
        (refused.errors[0].code, &refused.errors[0].details[..]),
        (RowErrorCode::SeveralBills, &["a.csv".to_string(), "b.csv".to_string()][..])
    );
}

#[test]
fn a_personal_export_is_explained_and_never_read() {
    let wechat = "微信支付账单明细,,,,,,,,\n微信昵称：[虚构],,,,,,,,\n----------------------微信支付账单明细列表--------------------,,,,,,,,\n\
        交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n\
        2026-03-02 08:01:31,商户消费,某店,\"x\",支出,¥28.16,零钱,支付成功,1000\t,2000\t,\"/\"\n";
    let alipay = "导出信息：\n姓名：虚构\n------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------\n\
        交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,\n\
        2026-03-02 08:01:31,餐饮美食,某店,x,y,支出,28.16,花呗,交易成功,2026\t,1\t,,\n";
    let web = "支付宝交易记录明细查询\n账号:[x@example.com]\n\
        交易号                  ,商家订单号               ,交易创建时间              ,付款时间                ,最近修改时间              ,\
        交易来源地     ,类型              ,交易对方            ,商品名称                ,金额（元）   ,收/支     ,交易状态    ,服务费（元）   ,成功退款（元）  ,备注                  ,资金状态     ,\n";
    let (alipay, _, _) = encoding_rs::GB18030.encode(alipay);
    let (web, _, _) = encoding_rs::GB18030.encode(web);
    for (bytes, title) in
        [(wechat.as_bytes(), "微信支付个人账单"), (&alipay, "支付宝个人账单"), (&web, "支付宝个人账单（网页版）")]
    {
        let refused = read(bytes).unwrap_err();
        assert_eq!(refused.errors[0].code, RowErrorCode::PersonalExport);
        assert!(refused.errors[0].details[0].starts_with(title), "{:?}", refused.errors);
    }
}

#[test]
fn an_account_flow_of_either_heading_line_is_one_statement() {
    let rows = |name: &str| -> Vec<String> {
        let bytes = std::fs::read(golden::folder().join("alipay-account").join(name)).unwrap();
        match sanhe::import::read(RawFile::from_bytes("made-up.csv", bytes), &formats(), &ReadOptions::on(today())) {
            Ok(Parsed::Statement(file)) => {
                assert!(
                    file.controls.iter().all(|control| control.ok) && file.controls.len() == 5,
                    "{:?}",
                    file.controls
                );
                file.rows
                    .iter()
                    .map(|row| format!("{:?}", (row.line, row.day, row.at, row.amount, row.balance)))
                    .collect()
            }
            other => panic!("{name}: {other:?}"),
        }
    };
    assert_eq!(rows("old.csv"), rows("sample.csv"));
}

#[test]
fn an_account_flow_comes_out_of_its_zip_and_the_summary_beside_it_is_named() {
    let detail = std::fs::read(golden::folder().join("alipay-account/sample.csv")).unwrap();
    let summary = "#支付宝账务汇总查询\n类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）\n";
    let archive = forms::zipped(&[("a_账务明细.csv", &detail), ("a_账务明细(汇总).csv", summary.as_bytes())]);
    let raw = RawFile::from_bytes("made-up.zip", archive);
    let Ok(Parsed::Statement(file)) = sanhe::import::read(raw, &formats(), &ReadOptions::on(today())) else {
        panic!("no statement")
    };
    assert_eq!((file.rows.len(), file.pieces.len()), (5, 2));
    assert_eq!(file.warnings[0].code, RowErrorCode::UnreadMember);
}

#[test]
fn every_row_of_a_mutated_file_is_accounted_for() {
    let rounds = if std::env::var_os("SANHE_FULL").is_some() { 2_000 } else { 60 };
    let (mut read_whole, mut refused) = (0, 0);
    for golden in goldens() {
        let bytes = std::fs::read(&golden.path).unwrap();
        for seed in 0..rounds {
            match read(&mutate::mutated(&bytes, seed)) {
                Ok(file) => {
                    let sum = file.rows_entered + file.quarantined.len() as u64 + file.control_rows;
                    assert_eq!(file.rows_read, sum, "{} seed {seed}\n{}", golden.name, dump(&file));
                    assert!(file.controls.iter().all(|control| control.ok), "{} seed {seed}", golden.name);
                    read_whole += 1;
                }
                Err(file) => {
                    assert!(!file.errors.is_empty(), "{} seed {seed}", golden.name);
                    refused += 1;
                }
            }
        }
    }
    assert!(read_whole > rounds && refused > rounds, "{read_whole} read, {refused} refused");
}
