//! Every layout of `data/formats`, in every form other hands give its files: the right one is picked, a
//! wrong one never, and what was lost on the way is said by name.
//!
//! The layouts are read off the folder: a new one without a golden input under `tests/import` fails here.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "layouts/forms.rs"]
mod forms;
#[path = "layouts/fuzz.rs"]
mod fuzz;
#[path = "layouts/gate.rs"]
mod gate;
#[path = "bills/mutate.rs"]
mod mutate;
#[path = "layouts/read.rs"]
mod read;

use std::collections::BTreeSet;
use std::path::PathBuf;

use forms::{Damage, Form};
use read::{Golden, Known};
use sanhe::domain::import::RowErrorCode;

#[test]
fn every_layout_has_a_golden_pair() {
    let files = std::fs::read_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/formats")).unwrap();
    let on_disk: BTreeSet<String> =
        files.map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let known = Known::load();
    let named: BTreeSet<String> = known.names().into_iter().map(str::to_string).collect();
    assert_eq!(named, on_disk, "a layout's file bears its name");
    let goldens = Golden::all(&known);
    for name in &named {
        let own: Vec<&Golden> = goldens.iter().filter(|golden| golden.layout == *name).collect();
        assert!(!own.is_empty(), "{name} has no input in tests/import/{name}");
        for golden in own {
            assert!(golden.expected().exists(), "{} has no expected side", golden.name);
        }
    }
}

/// Every form a text can take on; what may not be in it is named beside the form.
#[test]
fn every_form_of_every_file_is_picked_and_reads_the_same() {
    let known = Known::load();
    let mut forms_of = std::collections::BTreeMap::<String, BTreeSet<Form>>::new();
    for golden in Golden::all(&known) {
        let plain = known.read(&golden.file_name, golden.bytes(), None).unwrap();
        assert_eq!(plain.layout(), golden.layout, "{}", golden.name);
        for form in Form::ALL {
            let Some(bytes) = form.of(&golden, &known) else { continue };
            let what = format!("{} {form:?}", golden.name);
            forms_of.entry(golden.layout.clone()).or_default().insert(form);
            let file =
                known.read(&golden.file_name, bytes, None).unwrap_or_else(|refused| panic!("{what}: {refused:?}"));
            assert_eq!(file.layout(), golden.layout, "{what}");
            let (rows, before) = (file.rows(), plain.rows());
            let (faults, quarantined) = (file.faults(), plain.faults());
            // A row that lacks its last cells is padded by a spreadsheet, and may be whole then.
            let torn = |code: &&RowErrorCode| matches!(code, RowErrorCode::RaggedRow | RowErrorCode::UnclosedQuote);
            let ragged = quarantined.iter().filter(torn).count();
            assert!(before.iter().all(|row| rows.contains(row)), "{what}: {rows:?}");
            assert!(rows.len() <= before.len() + if form == Form::Moved { 0 } else { ragged }, "{what}: {rows:?}");
            let (sum, least) = (rows.len() + faults.len(), before.len() + quarantined.len());
            assert!((least..=least + ragged).contains(&sum), "{what}: {faults:?}");
            // A day before a spreadsheet's first one has another form there.
            let old =
                |code: &RowErrorCode| *code == RowErrorCode::DateRange && faults.contains(&RowErrorCode::DateGrammar);
            let kept = |code: &RowErrorCode| torn(&code) || old(code) || faults.contains(code);
            assert!(quarantined.iter().all(kept), "{what}: {faults:?}");
        }
    }
    for name in known.names() {
        let own = forms_of.remove(name).unwrap_or_default();
        for form in Form::ALL.into_iter().filter(|form| form.belongs_to(known.shape(name))) {
            assert!(own.contains(&form), "no file of {name} was tried as {form:?}");
        }
    }
}

/// Whether a layout asks for strictly less of what the other asks for: forced by name it reads the other's
/// files, picked it never is.
fn is_narrower(known: &Known, other: &str, own: &str) -> bool {
    let (other, own) = (forms::required(other, known), forms::required(own, known));
    other.len() < own.len() && other.iter().all(|heading| own.contains(heading))
}

#[test]
fn no_form_of_a_file_is_read_by_a_layout_of_another() {
    let known = Known::load();
    let names = known.names();
    for golden in Golden::all(&known) {
        let texts = Form::ALL.into_iter().filter(|form| !form.is_sheet()).filter_map(|form| form.of(&golden, &known));
        for bytes in std::iter::once(golden.bytes()).chain(texts) {
            for other in names.iter().filter(|other| **other != golden.layout) {
                match known.read(&golden.file_name, bytes.clone(), Some(other)) {
                    Ok(_) => assert!(is_narrower(&known, other, &golden.layout), "{} read as {other}", golden.name),
                    Err(refused) => assert!(!refused.is_empty(), "{} as {other}", golden.name),
                }
            }
        }
    }
}

#[test]
fn what_a_spreadsheet_destroyed_is_said_by_name_and_never_taken() {
    let known = Known::load();
    let mut met = BTreeSet::new();
    for golden in Golden::all(&known) {
        let plain = known.read(&golden.file_name, golden.bytes(), None).unwrap();
        for damage in Damage::ALL {
            let Some(bytes) = damage.done_to(&golden, &known) else { continue };
            let what = format!("{} {damage:?}", golden.name);
            let told = match known.read(&golden.file_name, bytes, None) {
                Ok(file) => {
                    assert_eq!(file.layout(), golden.layout, "{what}");
                    // What is read is what stood there before: nothing was made up of the rest.
                    let before = plain.rows();
                    // Of two rows that named each other the second may stand once the first is destroyed.
                    let twins = plain.faults().contains(&RowErrorCode::DuplicateRow);
                    assert!(twins || file.rows().iter().all(|row| before.contains(row)), "{what}: {:?}", file.rows());
                    file.told()
                }
                Err(refused) => refused.into_iter().map(|error| error.code).collect(),
            };
            assert!(told.iter().any(|code| damage.names().contains(code)), "{what}: {told:?}");
            met.insert(damage);
        }
    }
    assert_eq!(met.len(), Damage::ALL.len(), "{met:?}");
}

#[test]
fn a_file_without_headings_is_refused_under_a_title_and_not_read_askew() {
    let known = Known::load();
    for golden in Golden::all(&known).into_iter().filter(|golden| known.shape(&golden.layout) == read::Shape::Headless)
    {
        let Some(text) = golden.text() else { continue };
        let titled = format!("第一人民医院银联交易明细\n{text}");
        let refused = known.read(&golden.file_name, titled.into_bytes(), None).unwrap_err();
        assert_eq!(refused[0].code, RowErrorCode::UnknownLayout, "{}", golden.name);
    }
}
