//! A corpus of damaged files, held against a book that has the whole ones: every row read is imported,
//! known, changed, quarantined or a control row; nothing panics; memory stays below a bound.
//!
//! `SANHE_FULL=1 cargo test --test layouts -- fuzz` damages every file many more times and prints the count.

use std::sync::Arc;

use sanhe::book::files::RuleFiles;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::import::FileReport;
use sanhe::domain::journal::{Actor, Now};
use sanhe::ops::identity::Account;
use sanhe::ops::registry::RegistryPlan;
use sanhe::ops::{Command, NewBook, OperationId, execute, init};
use sanhe::store::{Reader, Store};

use crate::forms::Form;
use crate::mutate::mutated;
use crate::read::{Golden, Known, Read};

/// Most memory the whole corpus may take, in kB.
const MEMORY_KB: u64 = 1 << 20;

/// The file under other encodings, doubled, cut, and with pieces of two encodings.
fn recoded(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(bytes);
    let gbk = encoding_rs::GB18030.encode(&text).0.into_owned();
    let wide: Vec<u8> = b"\xff\xfe".iter().copied().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let half = bytes.len() / 2;
    let mut forms = vec![gbk.clone(), wide, bytes.repeat(2), [b"\xef\xbb\xbf", bytes].concat()];
    forms.push([&bytes[..half], &gbk[gbk.len() / 2..]].concat());
    forms.extend((1..8).map(|part| bytes[..bytes.len() * part / 8].to_vec()));
    forms.push(text.replace('\n', "\r").into_bytes());
    forms.push(bytes.iter().rev().copied().collect());
    forms
}

struct Book {
    store: Store,
    _directory: tempfile::TempDir,
}

impl Book {
    /// A book into which every golden file was imported.
    fn of(goldens: &[Golden], known: &Known) -> Book {
        let directory = tempfile::tempdir().unwrap();
        let today = BusinessDay::parse("2026-03-05").unwrap();
        let now = Now { utc: "2026-03-05T01:02:03Z".into(), today, rehearsal: false };
        let account = Account { name: "wangfang".into(), uid: 1001 };
        let new = NewBook { title: "第一人民医院", demonstration: false, operator: "王芳", account: &account };
        let store = init(&directory.path().join("book.sqlite"), &new, &now).unwrap();
        let actor = Actor { name: "王芳".into(), on_behalf: String::new() };
        for golden in goldens {
            let rules = RuleFiles::default();
            let command = match known.read(&golden.file_name, golden.bytes(), None).unwrap() {
                Read::Receipts(file) => Command::ImportFile { parsed: Arc::from(file), rules },
                Read::Statement(file) => Command::ImportStatement { parsed: Arc::from(file), rules },
                // With bad rows it would stay out; they are met all the same.
                Read::Registry(_) => continue,
            };
            execute(&store, &actor, &now, &OperationId::new().unwrap(), command).unwrap();
        }
        Book { store, _directory: directory }
    }
}

fn report(reader: &Reader, file: &Read) -> FileReport {
    match file {
        Read::Receipts(file) => sanhe::ops::import::preview(reader, file).unwrap(),
        Read::Statement(file) => sanhe::ops::statement::preview(reader, file).unwrap(),
        Read::Registry(file) => RegistryPlan::make(reader, file).unwrap().report(file, true),
    }
}

/// Most memory this process has had, in kB.
fn memory_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
fn every_row_of_every_damaged_file_is_accounted_for() {
    let full = std::env::var_os("SANHE_FULL").is_some();
    let (rounds, sheet_rounds) = if full { (1_500, 60) } else { (25, 1) };
    let known = Known::load();
    let goldens = Golden::all(&known);
    let book = Book::of(&goldens, &known);
    let reader = book.store.reader().unwrap();
    let (mut files, mut entered, mut refused, mut again) = (0_u64, 0_u64, 0_u64, 0_u64);
    let mut hold = |golden: &Golden, what: &str, bytes: Vec<u8>| {
        files += 1;
        match known.read(&golden.file_name, bytes, None) {
            Ok(file) => {
                let told = report(&reader, &file);
                let sum = told.imported + told.known + told.changed + told.quarantined + told.control_rows;
                assert_eq!(told.rows_read, sum, "{} {what}: {told:?}", golden.name);
                assert!(file.controls().iter().all(|control| control.ok), "{} {what}", golden.name);
                entered += 1;
                again += u64::from(told.known > 0 || told.changed > 0);
            }
            Err(errors) => {
                assert!(!errors.is_empty(), "{} {what}: refused without a word", golden.name);
                refused += 1;
            }
        }
    };
    for golden in &goldens {
        let bytes = golden.bytes();
        for (place, form) in recoded(&bytes).into_iter().enumerate() {
            hold(golden, &format!("form {place}"), form);
        }
        for seed in 0..rounds {
            hold(golden, &format!("seed {seed}"), mutated(&bytes, seed));
        }
        if let Some(sheet) = Form::SheetOfText.of(golden, &known) {
            for seed in 0..sheet_rounds {
                hold(golden, &format!("sheet {seed}"), mutated(&sheet, seed));
            }
        }
    }
    let memory = memory_kb();
    println!("{files} files: {entered} read, {refused} refused, {again} of rows known or changed; {memory} kB at most");
    assert!(
        entered > files / 20 && refused > files / 20 && again > files / 40,
        "{entered} {refused} {again} of {files}"
    );
    assert!(memory <= MEMORY_KB, "{memory} kB");
}
