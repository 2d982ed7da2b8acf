//! The rules of this house, executable: layers, absences, sizes, and what stands beside the code.
//! Plain reading of text; every failure names the place and what to do.
#![allow(clippy::unwrap_used)]

#[path = "tidy/layers.rs"]
mod layers;
#[path = "tidy/papers.rs"]
mod papers;
#[path = "tidy/size.rs"]
mod size;
#[path = "tidy/source.rs"]
mod source;

use std::fs;
use std::path::PathBuf;

use source::{Source, files_under};

fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").unwrap().into()
}

fn sources(folders: &[&str]) -> Vec<Source> {
    let root = root();
    let files = folders.iter().flat_map(|folder| files_under(&root.join(folder), ".rs"));
    files.map(|path| Source::read(&root, &path)).collect()
}

#[track_caller]
fn none(found: Vec<String>) {
    assert!(found.is_empty(), "\n\n{}\n", found.join("\n"));
}

#[track_caller]
fn none_in(folders: &[&str], rule: fn(&Source) -> Vec<String>) {
    none(sources(folders).iter().flat_map(rule).collect());
}

#[test]
fn layers_use_only_what_lies_below_them() {
    none_in(&["src"], layers::breaches);
}

#[test]
fn what_has_one_place_stands_nowhere_else() {
    none_in(&["src"], layers::strays);
}

#[test]
fn the_domain_speaks_no_language() {
    none_in(&["src"], layers::words_in_domain);
}

#[test]
fn no_sql_is_built_from_pieces() {
    none_in(&["src/store"], layers::built_sql);
}

#[test]
fn files_stay_short() {
    none(size::long_files(&sources(&["src", "tests", "examples", "benches"])));
}

#[test]
fn functions_fit_a_screen() {
    none(size::long_functions(&sources(&["src", "tests", "examples", "benches"])));
}

#[test]
fn every_file_says_what_it_is() {
    none(size::without_opening(&sources(&["src", "tests", "examples", "benches"])));
}

#[test]
fn no_tabs_and_no_blanks_at_line_ends() {
    let root = root();
    let mut files: Vec<PathBuf> = ["README.md", "README.zh-CN.md", "CHANGELOG.md", "Cargo.toml", ".ci/run"]
        .map(|file| root.join(file))
        .into_iter()
        .filter(|path| path.exists())
        .collect();
    for (folder, ending) in
        [("src", ".rs"), ("tests", ".rs"), ("src", ".sql"), ("data", ".toml"), ("keymaps", ".toml"), ("docs", ".md")]
    {
        files.extend(files_under(&root.join(folder), ending));
    }
    let found = files.iter().flat_map(|path| {
        let shown = path.strip_prefix(&root).unwrap().display().to_string();
        size::stray_blanks(&shown, &fs::read_to_string(path).unwrap())
    });
    none(found.collect());
}

#[test]
fn every_rule_file_loads() {
    none(papers::rule_files(&root()));
}

#[test]
fn the_schema_allows_the_codes_the_program_knows() {
    none(papers::check_lists(&root()));
}

#[test]
fn every_dependency_has_its_reason() {
    none(papers::dependencies(&root()));
}

#[test]
fn decisions_are_numbered_dated_and_short() {
    none(papers::decisions(&root()));
}

#[test]
fn the_readmes_name_both_commands() {
    none(papers::readmes(&root()));
}

#[test]
fn the_documents_name_only_what_is_there() {
    none(papers::named_places(&root(), &sources(&["src", "tests"])));
}

#[test]
fn the_rules_see_what_they_forbid() {
    let source = |path: &str, text: &str| Source::parse(path.into(), text);
    let store = source("src/tui/x.rs", "use crate::store::Reader;\n");
    assert_eq!(layers::breaches(&store).len(), 1);
    let climbed = source("src/domain/x.rs", "use super::super::ops::execute;\n");
    assert_eq!(layers::breaches(&climbed).len(), 1);
    let grouped = source("src/tui/widgets/x.rs", "use crate::tui::{theme, screens::board};\n");
    assert_eq!(layers::breaches(&grouped).len(), 1);
    let quoted = source("src/domain/x.rs", "// crate::ops\nconst A: &str = \"crate::ops .unwrap()\";\n");
    assert!(layers::breaches(&quoted).is_empty() && layers::strays(&quoted).is_empty());
    let tested = "fn a() { b().unwrap(); }\n#[cfg(test)]\nmod tests {\n    fn c() { d().unwrap(); let e: f64; }\n}\n";
    assert_eq!(layers::strays(&source("src/ops/x.rs", tested)).len(), 1);
    assert_eq!(layers::words_in_domain(&source("src/domain/x.rs", "const A: &str = \"现金\"; // 现金\n")).len(), 1);
    let built = source("src/store/x.rs", "let sql = format!(\"SELECT a FROM {table}\");\n");
    assert_eq!(layers::built_sql(&built).len(), 1);
    let long = source("src/ops/x.rs", &format!("//! x\nfn a() {{\n{}}}\n", "    b();\n".repeat(69)));
    assert!(size::long_functions(&[long]).iter().any(|found| found.starts_with("src/ops/x.rs:2: `a` has 71 lines")));
}
