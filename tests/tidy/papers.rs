//! What stands beside the code: rule files, schema, manifest, decisions, documents.

use std::fs;
use std::path::Path;

use sanhe::book::files::RuleFiles;
use sanhe::book::formats::Formats;
use sanhe::book::{
    approval, arrears, calendar, chase, collection, copies, deferral, matching, phrases, place, rates, registry,
};
use sanhe::domain::approval::Verdict;
use sanhe::domain::arrears::item::{Assessment, Portion};
use sanhe::domain::arrears::registry::{EmployerStatus, RegistrySource, SizeClass};
use sanhe::domain::closing::DayStep;
use sanhe::domain::collection::marks::MarkKind;
use sanhe::domain::collection::plan::{BreachBy, BreachEffect, PlanKind};
use sanhe::domain::collection::progress::ProgressBy;
use sanhe::domain::collection::target::Measure;
use sanhe::domain::deferral::application::{PersonEventKind, StepKind};
use sanhe::domain::entry::Side;
use sanhe::domain::import::Encoding;

use crate::source::{Source, files_under};

/// Every rule file under `data` is read by somebody and passes.
pub(crate) fn rule_files(root: &Path) -> Vec<String> {
    let files = RuleFiles::default();
    let lines = arrears::load(&files).map(|fees| fees.lines.into_iter().map(|line| line.code).collect::<Vec<_>>());
    let loaded = [
        ("formats", Formats::load(&files).map(drop)),
        ("formats", registry::load(&files).map(drop)),
        ("matching", matching::load(&files).map(drop)),
        ("calendar", calendar::load(&files).map(drop)),
        ("chase", chase::load(&files).map(drop)),
        ("approval", approval::load(&files).map(drop)),
        ("approval", approval::duties(&files).map(drop)),
        ("phrases", phrases::load(&files).map(drop)),
        ("arrears", arrears::load(&files).map(drop)),
        ("deploy", copies::load(&files).map(drop)),
        ("arrears", collection::load(&files).map(drop)),
        ("policies", lines.clone().and_then(|lines| deferral::load(&files, &lines)).map(drop)),
        ("policies", lines.clone().and_then(|lines| place::load(&files, &lines)).map(drop)),
        ("policies", lines.and_then(|lines| rates::load(&files, &lines)).map(drop)),
    ];
    let mut found: Vec<String> = loaded
        .iter()
        .filter_map(|(folder, loaded)| Some(format!("data/{folder}: {}", loaded.as_ref().err()?)))
        .collect();
    for path in files_under(&root.join("data"), ".toml") {
        let shown = path.strip_prefix(root).unwrap().display().to_string();
        // Formats::load reads the personal exports too.
        let beside = shown == "data/personal-exports.toml";
        if !beside && !loaded.iter().any(|(folder, _)| shown.starts_with(&format!("data/{folder}/"))) {
            found.push(format!("{shown}: nobody reads this folder; load it here and in src/book"));
        }
    }
    found
}

/// `column … CHECK (column IN ('a', 'b'))` of the schema against the codes of the enum.
pub(crate) fn check_lists(root: &Path) -> Vec<String> {
    let codes = |column: &str| -> Option<Vec<&'static str>> {
        match column {
            "side" => Some(Side::ALL.iter().map(|side| side.code()).collect()),
            "verdict" => Some(Verdict::ALL.iter().map(|verdict| verdict.code()).collect()),
            "step" => Some(DayStep::ALL.iter().map(|step| step.code()).collect()),
            "source" => Some(RegistrySource::ALL.iter().map(|source| source.code()).collect()),
            "size" => Some(SizeClass::ALL.iter().map(|size| size.code()).collect()),
            "status" => Some(EmployerStatus::ALL.iter().map(|status| status.code()).collect()),
            "portion" => Some(Portion::ALL.iter().map(|portion| portion.code()).collect()),
            "assessment" => Some(Assessment::ALL.iter().map(|assessment| assessment.code()).collect()),
            "kind" => Some(PlanKind::ALL.iter().map(|kind| kind.code()).collect()),
            "breach_by" => Some(BreachBy::ALL.iter().map(|breach| breach.code()).collect()),
            "mark" => Some(MarkKind::ALL.iter().map(|mark| mark.code()).collect()),
            "measure" => Some(Measure::ALL.iter().map(|measure| measure.code()).collect()),
            "progress_by" => Some(ProgressBy::ALL.iter().map(|by| by.code()).collect()),
            "effect" => Some(BreachEffect::ALL.iter().map(|effect| effect.code()).collect()),
            "action" => Some(StepKind::ALL.iter().map(|kind| kind.code()).collect()),
            "person_event" => Some(PersonEventKind::ALL.iter().map(|event| event.code()).collect()),
            "encoding" => Some(Encoding::ALL.iter().map(|encoding| encoding.code()).collect()),
            _ => None,
        }
    };
    let mut found = Vec::new();
    for path in files_under(&root.join("src/store/sql"), ".sql") {
        let shown = path.strip_prefix(root).unwrap().display().to_string();
        for (number, line) in (1..).zip(fs::read_to_string(&path).unwrap().lines()) {
            let Some((before, list)) = line.split_once(" IN ('") else { continue };
            let column = before.rsplit(['(', ' ']).next().unwrap_or("");
            let listed: Vec<&str> =
                list.split(')').next().unwrap_or("").split(',').map(|code| code.trim_matches([' ', '\''])).collect();
            match codes(column) {
                None => {
                    found.push(format!("{shown}:{number}: which enum is `{column}`? say so in tests/tidy/papers.rs"))
                }
                Some(codes) if codes != listed => {
                    found.push(format!("{shown}:{number}: `{column}` allows {listed:?}, the code knows {codes:?}"));
                }
                Some(_) => {}
            }
        }
    }
    found
}

/// A dependency without its reason.
pub(crate) fn dependencies(root: &Path) -> Vec<String> {
    let (mut found, mut inside) = (Vec::new(), false);
    for (number, line) in (1..).zip(fs::read_to_string(root.join("Cargo.toml")).unwrap().lines()) {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]");
        } else if inside && line.contains('=') && line.split_once('#').is_none_or(|(_, why)| why.trim().len() <= 10) {
            found.push(format!("Cargo.toml:{number}: say after `#` why this dependency is needed"));
        }
    }
    found
}

/// Decisions are numbered without a gap, dated, and fit a page.
pub(crate) fn decisions(root: &Path) -> Vec<String> {
    const LINES_MAX: usize = 40;
    let mut found = Vec::new();
    for (number, path) in (1..).zip(files_under(&root.join("docs/decisions"), ".md")) {
        let shown = path.strip_prefix(root).unwrap().display().to_string();
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with(&format!("{number:04}-")) {
            found.push(format!("{shown}: decision number {number:04} should stand here"));
        }
        if !text.starts_with(&format!("# {number:04} ")) || !text.contains("\nDate: 20") {
            found.push(format!("{shown}:1: begin with `# {number:04} title`, then a line `Date: YYYY-MM-DD`"));
        }
        if !text.contains("## Alternatives") {
            found.push(format!("{shown}: name the alternatives under `## Alternatives`"));
        }
        if text.lines().count() > LINES_MAX {
            found.push(format!("{shown}: {} lines; a decision fits {LINES_MAX}", text.lines().count()));
        }
    }
    found
}

/// The two commands a stranger needs stand in both readmes.
pub(crate) fn readmes(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for readme in ["README.md", "README.zh-CN.md"] {
        let text = fs::read_to_string(root.join(readme)).unwrap_or_default();
        for command in ["cargo run --release -- demo", "cargo test"] {
            if !text.contains(command) {
                found.push(format!("{readme}: does not say `{command}`"));
            }
        }
    }
    found
}

/// Every file and every test the documents name is there: `tests/x.rs`, `src/y.rs`, `x.rs::test_name`.
pub(crate) fn named_places(root: &Path, sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    let mut documents = files_under(&root.join("docs"), ".md");
    documents.extend(["README.md", "README.zh-CN.md"].map(|readme| root.join(readme)));
    for path in documents {
        let shown = path.strip_prefix(root).unwrap().display().to_string();
        for (number, line) in (1..).zip(fs::read_to_string(&path).unwrap_or_default().lines()) {
            for name in line.split('`').skip(1).step_by(2).filter(|name| is_place(name)) {
                let (file, function) = name.split_once("::").map_or((name, None), |(file, name)| (file, Some(name)));
                if !root.join(file).exists() {
                    found.push(format!("{shown}:{number}: there is no {file}"));
                }
                if function.is_some_and(|function| !has_function(sources, file, function)) {
                    found.push(format!("{shown}:{number}: there is no `{name}`"));
                }
            }
        }
    }
    found
}

/// A path of this repository, not a pattern of one.
fn is_place(name: &str) -> bool {
    let known = ["src/", "tests/", "data/", "docs/", ".ci/", "keymaps/", "benches/"];
    let plain = name.chars().all(|letter| letter.is_ascii_alphanumeric() || "/._-:".contains(letter));
    plain && known.iter().any(|folder| name.starts_with(folder))
}

fn has_function(sources: &[Source], file: &str, function: &str) -> bool {
    let written = format!("fn {function}(");
    let source = sources.iter().find(|source| source.path == file);
    source.is_some_and(|source| source.code.iter().any(|code| code.contains(&written)))
}
