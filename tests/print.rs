//! Sheets that go out: the same cells as text for a printer, as CSV and as XLSX, and the files they are put into.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::Cursor;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output, Stdio};

use calamine::{Data, Reader, Xlsx};
use expect_test::expect;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::money::Money;
use sanhe::print::{Cell, Kind, Sheet, Table, csv, text, xlsx};
use sanhe::text::lang::Lang;
use unicode_width::UnicodeWidthStr;

fn day() -> BusinessDay {
    BusinessDay::parse("2026-03-04").unwrap()
}

/// A sheet of so many cases, among them what a spreadsheet would run.
fn sheet(cases: u64) -> Sheet {
    let columns = [
        ("单号", Kind::Words),
        ("差额", Kind::Figures),
        ("件数", Kind::Figures),
        ("日期", Kind::Words),
        ("缘由", Kind::Beneath),
    ];
    let mut table = Table::new("差异明细", columns);
    for number in 0..cases {
        let name = if number == 0 { "=1+1".to_string() } else { format!("622200000000000{number:04}") };
        let cents = i64::try_from(number).unwrap() * 1_234_567 - 5;
        table.row([
            Cell::Text(name),
            Cell::Money(Money::from_fen(cents)),
            Cell::Count(number),
            Cell::Date(day()),
            Cell::Text("渠道有此单，HIS 无此单，请查明后补记或按原路退回".into()),
        ]);
    }
    table.total([Cell::Text("合计".into()), Cell::Money(Money::from_fen(999_999_999_999))]);
    let (head, foot) = (vec!["业务日期 2026-03-04".to_string()], vec!["经办：    复核：".to_string()]);
    Sheet {
        title: "三方差异表".into(),
        on: day(),
        lang: Lang::Zh,
        head,
        tables: vec![table],
        foot,
        signed: Vec::new(),
        is_upright: false,
        numbered: None,
    }
}

#[test]
fn a_printer_gets_columns_under_each_other_and_words_beneath_their_row() {
    expect![[r#"
                                           三方差异表
        业务日期 2026-03-04

        差异明细
        单号                             差额  件数  日期
        --------------------------------------------------------------------------------
        =1+1                            -0.05     0  2026-03-04
          缘由 渠道有此单，HIS 无此单，请查明后补记或按原路退回
        6222000000000000001         12,345.62     1  2026-03-04
          缘由 渠道有此单，HIS 无此单，请查明后补记或按原路退回
        --------------------------------------------------------------------------------
        合计                 9,999,999,999.99

        经办：    复核：
    "#]]
    .assert_eq(&text::render(&sheet(2), 80, None));
}

#[test]
fn pages_repeat_their_headings_and_no_line_is_wider_than_the_paper() {
    for (columns, lines) in [(80, 24), (80, 66), (132, 40)] {
        let printed = text::render(&sheet(60), columns, Some(lines));
        let pages: Vec<&str> = printed.split('\u{c}').collect();
        assert!(pages.len() > 1);
        for (number, page) in (1..).zip(&pages) {
            assert!(page.lines().count() <= lines, "page {number} of {columns}x{lines}");
            assert!(page.lines().all(|line| line.width() <= usize::from(columns)), "{page}");
            assert!(page.contains("三方差异表"), "page {number}");
            assert!(page.contains(&format!("第 {number} 页 共 {} 页", pages.len())), "{page}");
            // A row stands with what is beneath it.
            let heads = page.lines().filter(|line| line.contains("2026-03-04") && !line.contains("业务日期")).count();
            let beneath = page.lines().filter(|line| line.contains("缘由 ")).count();
            assert_eq!(heads, beneath, "{page}");
            assert!(heads == 0 || page.contains("单号"), "{page}");
        }
    }
}

#[test]
fn a_spreadsheet_reads_back_every_figure_and_runs_nothing() {
    let bytes = xlsx::render(&sheet(3)).unwrap();
    assert_eq!(bytes, xlsx::render(&sheet(3)).unwrap(), "the same sheet is the same file");
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["差异明细"]);
    let formulas = book.worksheet_formula("差异明细").unwrap();
    assert!(formulas.used_cells().next().is_none(), "no formula");
    let cells = book.worksheet_range("差异明细").unwrap();
    let rows: Vec<&[Data]> = cells.rows().collect();
    assert_eq!(rows[3][0], Data::String("=1+1".into()), "a text, though it looks like a formula");
    assert_eq!(rows[4][0], Data::String("6222000000000000001".into()), "a long number keeps its digits");
    for (row, fen) in [(3, -5), (4, 1_234_562), (5, 2_469_129), (6, 999_999_999_999_i64)] {
        let Data::Float(yuan) = rows[row][1] else { panic!("{:?} is no number", rows[row][1]) };
        assert_eq!(format!("{yuan:.2}"), Money::from_fen(fen).to_string());
    }
    assert!(matches!(rows[4][3], Data::DateTime(_)), "{:?}", rows[4][3]);
}

#[test]
fn csv_has_its_mark_its_line_ends_and_its_guard() {
    let bytes = csv::render(&sheet(1));
    let written = String::from_utf8(bytes).unwrap();
    assert!(written.starts_with('\u{feff}') && written.matches('\n').count() == written.matches("\r\n").count());
    assert!(written.contains("\r\n'=1+1,-0.05,0,2026-03-04,"), "{written}");
}

fn sanhe(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanhe"));
    command.args(arguments).stdin(Stdio::null());
    for name in
        ["SANHE_BOOK", "SANHE_LANG", "SANHE_DATA", "SANHE_KEYMAP", "SANHE_FONT", "LC_ALL", "LC_MESSAGES", "LANG"]
    {
        command.env_remove(name);
    }
    command.output().unwrap()
}

#[test]
fn a_file_goes_out_for_its_owner_alone_and_never_over_another() {
    let directory = tempfile::tempdir().unwrap();
    let items = directory.path().join("march.toml");
    let text = "account = \"4405010400123456001\"\non = \"2026-03-31\"\nbook = \"10.00\"\nstatement = \"10.00\"\n";
    std::fs::write(&items, text).unwrap();
    let ask = |name: &str, more: &[&str]| {
        let out = directory.path().join(name);
        let fixed = ["balance", items.to_str().unwrap(), "--lang", "en", "--out", out.to_str().unwrap()];
        let output = sanhe(&fixed.iter().chain(more).copied().collect::<Vec<_>>());
        (output.status.code(), String::from_utf8(output.stderr).unwrap(), out)
    };
    for name in ["m.xlsx", "m.csv", "m.txt"] {
        let (code, complaint, out) = ask(name, &[]);
        assert_eq!((code, complaint.as_str()), (Some(0), ""), "{name}");
        let bytes = std::fs::read(&out).unwrap();
        assert_eq!(std::fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        let full = b"4405010400123456001";
        assert!(!bytes.windows(full.len()).any(|part| part == full), "{name}: the account is masked");
        let (code, complaint, _) = ask(name, &[]);
        assert_eq!(code, Some(1), "{name}: {complaint}");
        assert_eq!(std::fs::read(&out).unwrap(), bytes, "{name}: not overwritten");
    }
    let font = directory.path().join("none.ttf");
    let font = ["--font", font.to_str().unwrap()];
    for (name, more, said) in [
        ("m.doc", &[][..], ".txt, .csv, .xlsx or .pdf"),
        ("-m.csv", &[], "not begin with -"),
        ("m.pdf", &font, if cfg!(feature = "pdf") { "no TrueType or OpenType font" } else { "without PDF" }),
    ] {
        let (code, complaint, out) = ask(name, more);
        assert_eq!(code, Some(2), "{name}");
        assert!(complaint.contains(said), "{name}: {complaint}");
        assert!(!out.exists(), "{name}");
    }
    let left = std::fs::read_dir(directory.path()).unwrap().count();
    assert_eq!(left, 4, "nothing half-made is left");
}

/// A PDF is set in a font of the machine and read back by another program; without both this says so and stops.
#[cfg(feature = "pdf")]
#[test]
fn a_pdf_repeats_its_headings_and_holds_every_figure_once() {
    let font = match sanhe::print::font::load(None, None) {
        Ok(font) => font,
        Err(fault) => return eprintln!("SKIPPED: no font with Han characters on this machine: {fault:?}"),
    };
    for (cases, pages) in [(3, 1..=1), (200, 5..=12)] {
        let bytes = sanhe::print::pdf::render(&sheet(cases), &font).unwrap();
        assert_eq!(bytes, sanhe::print::pdf::render(&sheet(cases), &font).unwrap(), "the same sheet, other bytes");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sheet.pdf");
        std::fs::write(&path, &bytes).unwrap();
        let read = Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(&path).arg("-").output();
        let Ok(read) = read else { return eprintln!("SKIPPED: no pdftotext on this machine") };
        assert!(read.status.success(), "{read:?}");
        let text = String::from_utf8(read.stdout).unwrap();
        let shown: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
        assert!(pages.contains(&shown.len()), "{} pages of {cases} rows", shown.len());
        assert!(
            shown.iter().all(|page| page.contains("单号") && page.contains("差额")),
            "headings on every page: {text}"
        );
        for number in 1..cases {
            let cents = i64::try_from(number).unwrap() * 1_234_567 - 5;
            let row = format!("622200000000000{number:04}");
            let line: Vec<&str> = text.lines().filter(|line| line.contains(&row)).collect();
            let figure = Money::from_fen(cents).grouped();
            assert!(line.len() == 1 && line[0].contains(&figure), "{row} {figure}: {line:?}");
        }
        assert_eq!(text.matches("渠道有此单").count() as u64, cases, "every reason is there, and no other");
        assert!(!text.contains(['\u{fffd}', '\u{25a1}']) && text.contains("合计") && text.contains("9,999,999,999.99"));
    }
}
