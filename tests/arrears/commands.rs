//! `sanhe fee` and `sanhe code` as a person reads them: golden text, `UPDATE=1` writes it anew.

use std::path::Path;
use std::process::Command;

/// Runs the program where no book is and gives what it prints, the exit code last.
fn sanhe(arguments: &str) -> String {
    let nowhere = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_sanhe"))
        .args(arguments.split_whitespace())
        .env("SANHE_BOOK", nowhere.path().join("book.sqlite"))
        .env_remove("SANHE_DATA")
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let code = output.status.code().unwrap();
    format!("$ sanhe {arguments}\n{}{}= {code}\n\n", text(&output.stdout), text(&output.stderr))
}

#[track_caller]
pub(crate) fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/arrears").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), text, "{name}: read the diff, then UPDATE=1");
}

#[test]
fn a_fee_is_printed_with_its_working() {
    let text: String = [
        "--lang zh fee --principal 20000 --due 2011-03-15 --until 2011-12-31",
        "--lang zh fee --principal 50000 --due 2018-01-31 --until 2026-06-30 --individual --fine",
        "--lang zh fee --principal 36000 --due 2022-07-15 --deferred 2022-07-16:2023-12-31 --until 2024-01-20",
        "--lang zh fee --undeclared 36500 --due 2026-03-16 --until 2026-04-06 --line 工伤",
        "--lang en fee --principal 80000 --due 2025-06-03 --as-of 2026-03-31 --pays 2025-08-31:30000 --pays 2026-02-28:60000 --set alloc_order=fee_first",
        "--lang en fee --principal 120000 --due 2023-03-15 --bankrupt 2024-09-26 --until 2025-06-30",
        "--lang en fee --principal 20000 --due 2011-03-15 --until 2011-12-31 --no-order",
        "--lang zh fee --principal 100 --due 2027-01-15 --until 2027-03-01",
        "--lang zh fee --principal 100 --due 2026-01-15 --set cap_mode=half",
        "--lang en fee --principal 100 --due 2026-01-15 --line 住房公积金",
        "--lang zh --json fee --principal 1234.56 --due 2018-01-31 --until 2023-07-25",
    ]
    .map(sanhe)
    .concat();
    golden("fee.txt", &text);
}

#[test]
fn a_wrong_code_is_told_place_or_check() {
    let text: String = [
        "--lang zh code 91330106MA2TEAT05A 91330106MA2TEAT05B 9133O106MA2TEAT05A 110105491231002 MA2TEAT0-5",
        "--lang en code 110108200102290028 6222020000000000",
        "--lang zh --json code --kind organisation_code MA2TEAT04",
    ]
    .map(sanhe)
    .concat();
    golden("code.txt", &text);
}
