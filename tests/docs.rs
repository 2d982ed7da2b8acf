//! Documents printed from the tables of words: `docs/ERRORS.md` and `docs/GLOSSARY.md`.
//! `UPDATE=1 cargo test --test docs` writes them anew; a document that has drifted fails.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::Path;

use sanhe::domain::entry::{Kind, Method, Side};
use sanhe::domain::exception::{Class, State};
use sanhe::domain::import::{Encoding, Outcome, RowError, RowErrorCode};
use sanhe::domain::journal::FactKind;
use sanhe::domain::recon::DayStatus;
use sanhe::domain::rejection::Rejection;
use sanhe::text::lang::Lang;
use sanhe::text::{messages, terms};

const BOTH: [Lang; 2] = [Lang::Zh, Lang::En];
/// Stands where a sentence has a name or a figure.
const BLANK: &str = "…";

/// One of each refusal.
fn every_rejection() -> Vec<Rejection> {
    let word = || BLANK.to_string();
    vec![
        Rejection::BookExists(word()),
        Rejection::BookMissing(word()),
        Rejection::AccountUnbound(word()),
        Rejection::NotYourOperator(word()),
        Rejection::OperatorAmbiguous(word()),
        Rejection::OperatorUnknown(word()),
        Rejection::OperatorExists(word()),
        Rejection::BadName(word()),
        Rejection::BadRange(word()),
        Rejection::NoEntries(word()),
        Rejection::TargetExists(word()),
        Rejection::RuleBook { file: word(), line: 7, what: word() },
        Rejection::RowsRejected(word()),
        Rejection::LineUnknown(word()),
        Rejection::EmployerUnknown(word()),
        Rejection::CalendarUnknown(2027),
        Rejection::Invariant(word()),
        Rejection::Cancelled,
        Rejection::JournalBroken(7, word()),
    ]
}

/// The stable code of a refusal. A new variant does not compile here; add it above as well.
fn code(rejection: &Rejection) -> &'static str {
    match rejection {
        Rejection::BookExists(_) => "book_exists",
        Rejection::BookMissing(_) => "book_missing",
        Rejection::AccountUnbound(_) => "account_unbound",
        Rejection::NotYourOperator(_) => "not_your_operator",
        Rejection::OperatorAmbiguous(_) => "operator_ambiguous",
        Rejection::OperatorUnknown(_) => "operator_unknown",
        Rejection::OperatorExists(_) => "operator_exists",
        Rejection::BadName(_) => "bad_name",
        Rejection::BadRange(_) => "bad_range",
        Rejection::NoEntries(_) => "no_entries",
        Rejection::TargetExists(_) => "target_exists",
        Rejection::RuleBook { .. } => "rule_book",
        Rejection::RowsRejected(_) => "rows_rejected",
        Rejection::LineUnknown(_) => "line_unknown",
        Rejection::EmployerUnknown(_) => "employer_unknown",
        Rejection::CalendarUnknown(_) => "calendar_unknown",
        Rejection::Invariant(_) => "invariant",
        Rejection::Cancelled => "cancelled",
        Rejection::JournalBroken(..) => "journal_broken",
    }
}

/// How many figures a sentence is shown with: those that list names take as many as they get.
fn figures(code: RowErrorCode) -> usize {
    match code {
        RowErrorCode::MissingColumn => 1,
        RowErrorCode::UnknownLayout | RowErrorCode::AmbiguousLayout => 2,
        _ => 4,
    }
}

fn errors() -> String {
    let mut page = String::from(
        "# Errors · 错误与不予办理\n\n\
         Printed from `src/text`; `…` stands where the program names a file, a figure or a person.\n\n\
         ## Files and rows · 文件与行\n\n\
         Form: file · line · column · code · what stands there · reason · cure. Codes are stable: the JSON of\n\
         `sanhe import` carries them.\n",
    );
    for code in RowErrorCode::ALL {
        let details = vec![BLANK.to_string(); figures(*code)];
        let error = RowError { line: 0, column: String::new(), excerpt: String::new(), code: *code, details };
        let names = BOTH.map(|lang| messages::row_error_name(*code, lang)).join(" · ");
        write!(page, "\n### `{}` {names}\n\n", code.code()).unwrap();
        for lang in BOTH {
            writeln!(page, "- {} → {}", messages::row_error(&error, lang), messages::cure(*code, lang)).unwrap();
        }
    }
    page.push_str("\n## Refusals · 不予办理\n\nNothing is written; the exit code is 1.\n");
    for refusal in every_rejection() {
        write!(page, "\n### `{}`\n\n", code(&refusal)).unwrap();
        for lang in BOTH {
            let (sentence, cure) = messages::rejection(&refusal, lang);
            writeln!(page, "- {sentence} → {cure}").unwrap();
        }
    }
    page
}

fn table<T: Copy>(title: &str, all: &[T], code: fn(T) -> &'static str, word: fn(T, Lang) -> &'static str) -> String {
    let mut text = format!("\n## {title}\n\n| code | 中文 | English |\n|---|---|---|\n");
    for value in all {
        let [zh, en] = BOTH.map(|lang| word(*value, lang));
        writeln!(text, "| `{}` | {zh} | {en} |", code(*value)).unwrap();
    }
    text
}

fn classes() -> String {
    let mut text = String::from(
        "\n## Classes of differences · 差异类别\n\n| | code | 中文 | English | 怎么办 | what to do |\n|---|---|---|---|---|---|\n",
    );
    for class in Class::ALL {
        let [zh, en] = BOTH.map(|lang| terms::class(*class, lang));
        let [todo_zh, todo_en] = BOTH.map(|lang| messages::advice(*class, lang));
        writeln!(text, "| {} | `{}` | {zh} | {en} | {todo_zh} | {todo_en} |", class.paper_code(), class.code())
            .unwrap();
    }
    text
}

fn glossary() -> String {
    let mut page = String::from(
        "# Glossary · 用语\n\nPrinted from `src/text/terms.rs`: one word for one thing, in code, on screen and in JSON.\n",
    );
    page.push_str(&classes());
    page.push_str(&table("States of a difference · 差异状态", State::ALL, State::code, terms::state));
    page.push_str(&table("States of a day · 日状态", DayStatus::ALL, DayStatus::code, terms::day_status));
    page.push_str(&table("The three books · 三方", Side::ALL, Side::code, terms::side));
    page.push_str(&table("Methods · 支付方式", Method::ALL, Method::code, terms::method));
    page.push_str(&table("Kinds of entries · 业务类型", Kind::ALL, Kind::code, terms::kind));
    page.push_str(&table("Outcomes of an import · 文件结果", Outcome::ALL, Outcome::code, terms::outcome));
    page.push_str(&table("Encodings · 文件编码", Encoding::ALL, Encoding::code, terms::encoding));
    page.push_str(&table("Facts of the journal · 事实种类", FactKind::ALL, FactKind::code, terms::fact_kind));
    page
}

#[track_caller]
fn holds(document: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(document);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = written.lines().zip(text.lines()).position(|(written, text)| written != text);
    let line = differs.unwrap_or(written.lines().count().min(text.lines().count())) + 1;
    assert!(written == text, "docs/{document}:{line} has drifted from src/text; run UPDATE=1 cargo test --test docs");
}

#[test]
fn the_errors_are_those_of_the_program() {
    holds("ERRORS.md", &errors());
}

#[test]
fn the_glossary_is_that_of_the_program() {
    holds("GLOSSARY.md", &glossary());
}

#[test]
fn every_refusal_stands_in_the_page_once() {
    let mut codes: Vec<&str> = every_rejection().iter().map(code).collect();
    let all = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all);
    for refusal in every_rejection() {
        assert!(refusal.to_string().starts_with(code(&refusal)), "{refusal}");
    }
}
