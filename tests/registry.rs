//! The registry: its plain layouts row by row, and a clerk's morning at the command line.
//!
//! A golden pair is `tests/import/<format>/sample.csv` and `sample.expected`; `UPDATE=1` writes the
//! expected side anew. All data are made up.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use sanhe::book::files::RuleFiles;
use sanhe::book::{arrears, registry};
use sanhe::domain::day::BusinessDay;
use sanhe::import::RawFile;
use sanhe::import::registry::{RegistryRules, parse, recognise};

fn rules() -> RegistryRules {
    let files = RuleFiles::default();
    RegistryRules { layouts: registry::load(&files).unwrap(), policy: arrears::load(&files).unwrap() }
}

#[track_caller]
fn golden(path: &Path, text: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), text, "{}: read the diff", path.display());
}

#[test]
fn every_plain_layout_reads_as_its_sample_shows() {
    let today = BusinessDay::parse("2026-03-05").unwrap();
    for format in ["plain-employers", "plain-dues", "plain-payments"] {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/import").join(format);
        let text = std::fs::read_to_string(folder.join("sample.csv")).unwrap();
        let gb18030 = encoding_rs::GB18030.encode(&text).0.into_owned();
        let dump = |bytes: Vec<u8>| {
            let raw = RawFile::from_bytes("made-up.csv", bytes);
            assert_eq!(recognise(&raw, &rules(), None).map(|layout| layout.name.clone()).as_deref(), Some(format));
            let parsed = parse(&raw, &rules(), None, today).unwrap();
            let mut text = String::new();
            for line in &parsed.lines {
                match &line.row {
                    Ok(row) => writeln!(text, "line {}: {row:#?}\n", line.line).unwrap(),
                    Err(error) => {
                        let (code, column, details) = (error.code.code(), &error.column, &error.details);
                        writeln!(text, "line {}: {code} [{column}] ⟪{}⟫ {details:?}\n", line.line, error.excerpt)
                            .unwrap();
                    }
                }
            }
            text
        };
        let read = dump(text.clone().into_bytes());
        golden(&folder.join("sample.expected"), &read);
        assert_eq!(dump(gb18030), read, "the same rows in GB18030");
        assert_eq!(dump(text.replace('\n', "\r\n").into_bytes()), read, "the same rows with CRLF");
    }
}

#[test]
fn receipts_are_no_registry_file() {
    let his = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/plain-his/sample.csv")).unwrap();
    assert!(recognise(&RawFile::from_bytes("his.csv", his), &rules(), None).is_none());
}

/// A scratch book driven by the program itself.
struct Office {
    folder: tempfile::TempDir,
}

impl Office {
    fn new() -> Office {
        let office = Office { folder: tempfile::tempdir().unwrap() };
        assert!(office.run("init --operator 王芳").ends_with("= 0\n"));
        office
    }

    fn put(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn read(&self, ending: &str) -> String {
        let names = std::fs::read_dir(self.folder.path()).unwrap().map(|item| item.unwrap().path());
        let path = names.into_iter().find(|path| path.to_string_lossy().ends_with(ending));
        std::fs::read_to_string(path.unwrap_or_else(|| panic!("no {ending}"))).unwrap()
    }

    /// What a command prints, and its exit code.
    fn run(&self, arguments: &str) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_sanhe"))
            .args(["--book", "book.sqlite", "--today", "2026-05-31"])
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .env("SANHE_LANG", "zh")
            .env_remove("SANHE_DATA")
            .env_remove("SANHE_BOOK")
            .output()
            .unwrap();
        let text = |bytes: &[u8]| timeless(std::str::from_utf8(bytes).unwrap());
        format!("{}{}= {}\n", text(&output.stdout), text(&output.stderr), output.status.code().unwrap())
    }
}

/// The same without the moments acts happened at: `2026-11-22T18:50:09Z` is …Z.
fn timeless(text: &str) -> String {
    let moment = |word: &str| word.len() == 20 && word.ends_with('Z') && word.as_bytes()[10] == b'T';
    text.split(' ').map(|word| if moment(word) { "…Z" } else { word }).collect::<Vec<_>>().join(" ")
}

const EMPLOYERS: &str = "\
统一社会信用代码,单位编号,单位名称,行业代码,规模,单位类型,所属区域,专管员,状态
91330106MA2TEAT05A,3300001,杭州样例餐饮有限公司,H62,小型,企业,西湖区,李敏,正常
91110108MA01A2B32G,1100002,北京样例软件有限公司,I65,中型,企业,海淀区,周宁,停产
";
const DUES: &str = "\
统一社会信用代码,险种,费款所属期,缴费部分,应缴金额,缴费期限
91330106MA2TEAT05A,养老,2025-09,单位,15210.40,2025-10-15
91330106MA2TEAT05A,养老,2025-10,单位,15210.40,2025-11-15
91330106MA2TEAT05A,养老,2025-10,个人,7605.20,2025-11-15
91110108MA01A2B32G,失业,2026-05,单位,100.00,2026-06-15
";
const PAYMENTS: &str = "\
统一社会信用代码,缴费编号,缴费日期,实缴金额
91330106MA2TEAT05A,P1,2025-12-01,16000.00
91110108MA01A2B32G,P2,2026-02-10,120.00
";
/// One correction, and four rows that cannot be taken.
const CORRECTIONS: &str = "\
统一社会信用代码,险种,费款所属期,缴费部分,应缴金额,缴费期限
91330106MA2TEAT05A,养老,2025-09,单位,15000.00,2025-10-15
91330106MA2TEAT05B,养老,2025-11,单位,15210.40,2025-12-15
93440300MA5F0K9Q4J,养老,2025-11,单位,15210.40,2025-12-15
91330106MA2TEAT05A,养老,2025-12,单位,15210.40,2026-01-15
91330106MA2TEAT05A,养老,2025-12,单位,15210.40,2026-01-15
";

fn filled() -> Office {
    let office = Office::new();
    for (name, text) in [("e.csv", EMPLOYERS), ("d.csv", DUES), ("p.csv", PAYMENTS), ("fix.csv", CORRECTIONS)] {
        office.put(name, text);
    }
    assert!(office.run("import e.csv d.csv p.csv").ends_with("= 0\n"));
    office
}

#[test]
fn a_clerks_morning_with_the_registry() {
    let office = filled();
    let mut text = String::new();
    for command in [
        "import d.csv",
        "import fix.csv --dry-run",
        "import fix.csv",
        "employers",
        "import fix.csv --take-good",
        "import fix.csv",
        "employers find 软件",
        "employers --area 西湖区 --owing",
        "employer 3300001",
        "employer 91330106MA2TEAT05A --as-of 2025-11-30 --all",
        "employer 没有这家",
        "ageing",
        "ageing --by officer --as-of 2026-01-15",
        "ageing --by age --lang en",
        "employer 1100002 --json",
        "ageing --by portion --json",
    ] {
        write!(text, "$ sanhe {command}\n{}\n", office.run(command)).unwrap();
    }
    golden(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/registry.txt"), &text);
    assert!(office.run("journal verify").starts_with("日志完整：7 条"));
}

#[test]
fn rows_taken_and_rows_left_are_together_the_file() {
    let office = filled();
    office.run("import fix.csv --take-good");
    let rows = |text: &str| -> Vec<String> { text.lines().skip(1).map(str::to_string).collect() };
    let (taken, left) = (office.read(".taken.csv"), office.read(".left.csv"));
    let heading = CORRECTIONS.lines().next();
    assert_eq!((taken.lines().next(), left.lines().next()), (heading, heading));
    let mut together: Vec<String> = rows(&taken).into_iter().chain(rows(&left)).collect();
    let mut given = rows(CORRECTIONS);
    together.sort();
    given.sort();
    assert_eq!(together, given);
    // The rows left, corrected by hand, go in as a file of their own.
    let mended =
        left.replace("91330106MA2TEAT05B", "91330106MA2TEAT05A").replace("93440300MA5F0K9Q4J", "91110108MA01A2B32G");
    let mended: Vec<&str> = mended.lines().take(4).collect();
    office.put("mended.csv", &(mended.join("\n") + "\n"));
    assert!(office.run("import mended.csv").contains("新增 3"));
    assert!(office.run("journal verify").starts_with("日志完整"));
}

#[test]
fn ageing_ties_to_the_ledgers_whatever_it_is_sorted_by() {
    let office = filled();
    let json = |command: &str| -> serde_json::Value {
        let text = office.run(&format!("--json {command}"));
        serde_json::from_str(text.rsplit_once("= ").unwrap().0).unwrap()
    };
    let figures = |value: &serde_json::Value| (value["owed"].clone(), value["fee"].clone());
    let listed = json("employers");
    let sum = |field: &str| -> i64 {
        let each = listed["employers"].as_array().unwrap().iter();
        each.map(|line| line[field].as_str().unwrap().replace('.', "").parse::<i64>().unwrap()).sum()
    };
    let by_line = json("ageing --by line");
    let fen = |value: &serde_json::Value| value.as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    assert_eq!((fen(&by_line["total"]["owed"]), fen(&by_line["total"]["fee"])), (sum("owed"), sum("fee")));
    for by in ["age", "portion", "officer", "area", "type", "employer"] {
        assert_eq!(figures(&json(&format!("ageing --by {by}"))["total"]), figures(&by_line["total"]), "{by}");
    }
}
