//! Documents printed from tables: `docs/ERRORS.md` and `docs/GLOSSARY.md` of words, `docs/KEYS.md` of actions.
//! `UPDATE=1 cargo test --test docs` writes them anew; a document that has drifted fails.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::Path;

use sanhe::book::approval::duties;
use sanhe::book::files::RuleFiles;
use sanhe::domain::approval::SubjectKind;
use sanhe::domain::approval::duty::Barred;
use sanhe::domain::approval::people::{Clash, Post, StandInObstacle};
use sanhe::domain::approval::rule::Obstacle;
use sanhe::domain::chase::ChaseRejection;
use sanhe::domain::chase::case::Block;
use sanhe::domain::chase::ladder::Condition;
use sanhe::domain::chase::service::ServiceField;
use sanhe::domain::closing::{ClosingCause, DayStep};
use sanhe::domain::day::BusinessDay;
use sanhe::domain::decision::{Verb, WhyNot};
use sanhe::domain::deferral::application::{Stage, StepKind};
use sanhe::domain::deferral::refusal::DeferralRejection;
use sanhe::domain::entry::{Kind, Method, Side};
use sanhe::domain::exception::{Class, State};
use sanhe::domain::import::{Encoding, Outcome, RowError, RowErrorCode};
use sanhe::domain::journal::FactKind;
use sanhe::domain::recon::DayStatus;
use sanhe::domain::rejection::{ApprovalRejection, CaseRejection, CollectionRejection, DayRejection, Rejection};
use sanhe::domain::signing::{SigningRejection, Weakness};
use sanhe::text::lang::Lang;
use sanhe::text::{messages, terms};
use sanhe::tui::action::{Action, Danger, Scope};
use sanhe::tui::duty::fact_of;
use sanhe::tui::keymap::{Keymap, Layer, Strokes};

const BOTH: [Lang; 2] = [Lang::Zh, Lang::En];
/// Stands where a sentence has a name or a figure.
const BLANK: &str = "…";

/// One of each refusal.
fn every_rejection() -> Vec<Rejection> {
    others().into_iter().chain(of_deferral()).chain(signing()).collect()
}

fn of_deferral() -> Vec<Rejection> {
    let word = || BLANK.to_string();
    vec![
        DeferralRejection::Unknown(word()).into(),
        DeferralRejection::PolicyUnknown(word()).into(),
        DeferralRejection::NotNow { no: word(), stage: Stage::Granted, step: StepKind::Submitted }.into(),
        DeferralRejection::NotClean(word()).into(),
        DeferralRejection::NothingNamed.into(),
        DeferralRejection::ReasonMissing.into(),
        DeferralRejection::ApprovedElsewhere(word()).into(),
        DeferralRejection::SheetKnown(word()).into(),
        DeferralRejection::JudgedOtherwise(word()).into(),
        DeferralRejection::PartTooLarge(word()).into(),
        DeferralRejection::BadMonths(word()).into(),
    ]
}

fn others() -> Vec<Rejection> {
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
        DayRejection { day: word(), causes: vec![ClosingCause::Open(3), ClosingCause::Stale] }.into(),
        ChaseRejection::StepUnknown(word()).into(),
        ChaseRejection::StepShut { employer: word(), step: word(), blocks: blocks() }.into(),
        ChaseRejection::StepDay(day()).into(),
        ChaseRejection::StepDone { employer: word(), step: word(), on: day() }.into(),
        ChaseRejection::PaperUnknown(word()).into(),
        ChaseRejection::ReceiptLacks(ServiceField::ALL.to_vec()).into(),
        ChaseRejection::HoldUnknown(7).into(),
        ChaseRejection::HoldIncomplete.into(),
        ChaseRejection::NothingReady.into(),
        ChaseRejection::SecondPerson(word()).into(),
        CaseRejection::Unknown(word()).into(),
        CaseRejection::Ambiguous(word()).into(),
        CaseRejection::Changed(word()).into(),
        CaseRejection::CannotDecide { key: word(), why: WhyNot::Settled }.into(),
        CaseRejection::BadText(word()).into(),
        approval(vec![Obstacle::Changed, Obstacle::SamePerson(word()), Obstacle::NoPost(word(), Post::Director)]),
        ApprovalRejection::RoundUnknown(word()).into(),
        ApprovalRejection::NoChain(SubjectKind::DayClose).into(),
        ApprovalRejection::Waiting(word()).into(),
        ApprovalRejection::Barred {
            kind: FactKind::DayPrepared,
            barred: Barred { name: word(), posts: vec![Post::Clerk] },
        }
        .into(),
        ApprovalRejection::Apart { operator: word(), clashes: vec![Clash(Post::Finance, Post::Business)] }.into(),
        ApprovalRejection::NotHeld { operator: word(), post: Post::Director }.into(),
        ApprovalRejection::StandIn { deputy: word(), obstacles: vec![StandInObstacle::OtherPost] }.into(),
        ApprovalRejection::StandInUnknown(7).into(),
        Rejection::JournalBroken(7, word()),
        CollectionRejection::ResultUnknown(word()).into(),
        CollectionRejection::PromiseMissing.into(),
        CollectionRejection::AmountNotPositive(word()).into(),
        CollectionRejection::DayPassed(word()).into(),
        CollectionRejection::ReasonMissing.into(),
        CollectionRejection::PromiseUnknown(7).into(),
        CollectionRejection::PromiseJudged(7).into(),
        CollectionRejection::NothingChanged.into(),
        CollectionRejection::PlanInstalments(60).into(),
        CollectionRejection::PlanDay(2, word()).into(),
        CollectionRejection::PlanRuns(7).into(),
        CollectionRejection::PlanUnknown(7).into(),
        CollectionRejection::PlanEnded(7).into(),
        CollectionRejection::PlanFigures.into(),
        CollectionRejection::MarkValue(word()).into(),
        CollectionRejection::NamedTwice(word()).into(),
        CollectionRejection::NobodyNamed.into(),
    ]
}

fn approval(obstacles: Vec<Obstacle>) -> Rejection {
    ApprovalRejection::Blocked { title: BLANK.into(), obstacles }.into()
}

fn day() -> BusinessDay {
    BusinessDay::from_ymd(2026, 9, 3).unwrap()
}

fn signing() -> Vec<Rejection> {
    let word = || BLANK.to_string();
    vec![
        SigningRejection::NotSet(word()).into(),
        SigningRejection::NotAsked.into(),
        SigningRejection::Wrong(4).into(),
        SigningRejection::Locked(word()).into(),
        SigningRejection::Weak(Weakness::TooWeak).into(),
        SigningRejection::UsedBefore.into(),
        SigningRejection::NotTheSame.into(),
        SigningRejection::OwnReset.into(),
        SigningRejection::File(word()).into(),
        SigningRejection::TooManySessions(2).into(),
    ]
}

/// Everything that can be in the way of a step.
fn blocks() -> Vec<Block> {
    let mut blocks = vec![Block::NothingOwed, Block::Held(day()), Block::Runs(day()), Block::Late(day())];
    blocks.extend(["notice", "demand"].map(|code| Block::NotServed(code.into())));
    blocks.extend([Block::Predecessor("notice".into()), Block::Barred("agreement".into()), Block::Calendar(2027)]);
    blocks.extend(Condition::ALL.iter().copied().map(Block::Condition));
    blocks
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
        Rejection::Day(_) => "day_refused",
        Rejection::Chase(ChaseRejection::StepUnknown(_)) => "step_unknown",
        Rejection::Chase(ChaseRejection::StepShut { .. }) => "step_shut",
        Rejection::Chase(ChaseRejection::StepDay(_)) => "step_day",
        Rejection::Chase(ChaseRejection::StepDone { .. }) => "step_done",
        Rejection::Chase(ChaseRejection::PaperUnknown(_)) => "paper_unknown",
        Rejection::Chase(ChaseRejection::ReceiptLacks(_)) => "receipt_lacks",
        Rejection::Chase(ChaseRejection::HoldUnknown(_)) => "hold_unknown",
        Rejection::Chase(ChaseRejection::HoldIncomplete) => "hold_incomplete",
        Rejection::Chase(ChaseRejection::NothingReady) => "nothing_ready",
        Rejection::Chase(ChaseRejection::SecondPerson(_)) => "second_person",
        Rejection::Case(CaseRejection::Unknown(_)) => "case_unknown",
        Rejection::Case(CaseRejection::Ambiguous(_)) => "case_ambiguous",
        Rejection::Case(CaseRejection::Changed(_)) => "case_changed",
        Rejection::Case(CaseRejection::CannotDecide { .. }) => "cannot_decide",
        Rejection::Case(CaseRejection::BadText(_)) => "bad_text",
        Rejection::Approval(ApprovalRejection::Blocked { .. }) => "approval_blocked",
        Rejection::Approval(ApprovalRejection::RoundUnknown(_)) => "round_unknown",
        Rejection::Approval(ApprovalRejection::NoChain(_)) => "no_chain",
        Rejection::Approval(ApprovalRejection::Waiting(_)) => "waiting",
        Rejection::Approval(ApprovalRejection::Barred { .. }) => "barred",
        Rejection::Approval(ApprovalRejection::Apart { .. }) => "posts_apart",
        Rejection::Approval(ApprovalRejection::NotHeld { .. }) => "post_not_held",
        Rejection::Approval(ApprovalRejection::StandIn { .. }) => "stand_in",
        Rejection::Approval(ApprovalRejection::StandInUnknown(_)) => "stand_in_unknown",
        Rejection::Collection(work) => work.code(),
        Rejection::Deferral(DeferralRejection::Unknown(_)) => "application_unknown",
        Rejection::Deferral(DeferralRejection::PolicyUnknown(_)) => "policy_unknown",
        Rejection::Deferral(DeferralRejection::NotNow { .. }) => "not_now",
        Rejection::Deferral(DeferralRejection::NotClean(_)) => "not_clean",
        Rejection::Deferral(DeferralRejection::NothingNamed) => "nothing_named",
        Rejection::Deferral(DeferralRejection::ReasonMissing) => "step_reason_missing",
        Rejection::Deferral(DeferralRejection::ApprovedElsewhere(_)) => "approved_elsewhere",
        Rejection::Deferral(DeferralRejection::SheetKnown(_)) => "sheet_known",
        Rejection::Deferral(DeferralRejection::JudgedOtherwise(_)) => "judged_otherwise",
        Rejection::Deferral(DeferralRejection::PartTooLarge(_)) => "part_too_large",
        Rejection::Deferral(DeferralRejection::BadMonths(_)) => "bad_months",
        Rejection::Signing(refused) => refused.code(),
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
    page.push_str(&table("Steps of closing · 关账步骤", DayStep::ALL, DayStep::code, terms::day_step));
    page.push_str(&table("Decisions · 差异处理", Verb::ALL, Verb::code, terms::verb));
    page.push_str(&table("Why not · 不可办原因", WhyNot::ALL, WhyNot::code, terms::why_not));
    page.push_str(&table("States of a day · 日状态", DayStatus::ALL, DayStatus::code, terms::day_status));
    page.push_str(&table("The three books · 三方", Side::ALL, Side::code, terms::side));
    page.push_str(&table("Methods · 支付方式", Method::ALL, Method::code, terms::method));
    page.push_str(&table("Kinds of entries · 业务类型", Kind::ALL, Kind::code, terms::kind));
    page.push_str(&table("Outcomes of an import · 文件结果", Outcome::ALL, Outcome::code, terms::outcome));
    page.push_str(&table("Encodings · 文件编码", Encoding::ALL, Encoding::code, terms::encoding));
    page.push_str(&table("Facts of the journal · 事实种类", FactKind::ALL, FactKind::code, terms::fact_kind));
    page
}

fn keys() -> String {
    let duties = duties(&RuleFiles::default()).unwrap();
    let maps: Vec<Keymap> = Keymap::names().into_iter().map(|name| Keymap::named(name).unwrap()).collect();
    let names = Keymap::names();
    let mut page = format!(
        "# Keys · 按键\n\n\
         Printed from `src/tui/action.rs` and `keymaps/`; `sanhe keys` prints the same for the map in use.\n\n\
         选用 Choose a map: `--keymap NAME` or `SANHE_KEYMAP=NAME`; NAME: {}.\n5250: the habits of 5250 terminals; vim: those of vi; yonyou: those of 用友 voucher screens (F2 参照, F5 增加, F6 保存).\n\n\
         自己改键 Keys of your own: `keymap.toml` in the user data directory (where `book.sqlite` stands by default), mode 0600,\n\
         for example\n\n\
         ```toml\n\
         extends = \"vim\"           # unless --keymap names another\n\
         [global]\n\
         \"ctrl-g\" = \"app.home\"     # sections and ids stand below\n\
         \"ctrl-r\" = \"-\"            # takes a key away\n\
         ```\n\n\
         `sanhe keys --check` says by line what is wrong with it; a file with a fault is left aside and the first line of the\n\
         workstation says so. Keys: `f1`–`f12`, `enter`, `esc`, `tab`, `pageup`, `ctrl-p`, `alt-7`, one character, or several\n\
         with blanks between them. Never: Ctrl+H, Ctrl+M, Ctrl+I, Ctrl+[, Ctrl+S, Ctrl+Q.\n\n\
         字母是第二套键: 开着输入法时字母到不了程序。Letters are second keys: under an input method they never arrive.\n\
         `:` or Ctrl+P, then the initials (拼音), then Enter does anything. † asks first; ‡ asks for a figure.\n",
        names.join(", ")
    );
    for scope in Scope::ALL {
        let bound: Vec<Vec<(Action, Vec<Strokes>)>> = maps.iter().map(|map| map.bound(*scope)).collect();
        let any = |action: &&Action| bound.iter().flatten().any(|(bound, _)| bound == *action);
        let actions: Vec<&Action> = Action::ALL.iter().filter(any).collect();
        if actions.is_empty() {
            continue;
        }
        let [zh, en] = BOTH.map(|lang| scope.title(lang));
        write!(
            page,
            "\n## `[{}]` {zh} · {en}\n\n| 操作 | action | 组 group | 拼音 | id | 谁可办 who may |",
            scope.code()
        )
        .unwrap();
        writeln!(page, " {} |\n|{}", names.join(" | "), "---|".repeat(6 + names.len())).unwrap();
        for action in actions {
            let mark = match action.danger() {
                Danger::None => "",
                Danger::Enter => " †",
                Danger::Figure => " ‡",
            };
            let [zh, en] = BOTH.map(|lang| action.title(lang));
            let group = BOTH.map(|lang| action.group().title(lang)).join(" ");
            write!(page, "| {zh}{mark} | {en}{mark} | {group} | {} | `{}` |", action.pinyin(), action.id()).unwrap();
            let posts = fact_of(*action).map_or(&[][..], |kind| duties.posts(kind));
            let posts: Vec<&str> = posts.iter().map(|post| sanhe::text::approval::post(*post, Lang::Zh)).collect();
            write!(page, " {} |", posts.join("、")).unwrap();
            for map in &bound {
                let keys = map.iter().filter(|(bound, _)| bound == action).flat_map(|(_, keys)| keys);
                write!(page, " {} |", keys.map(Strokes::to_string).collect::<Vec<_>>().join(", ")).unwrap();
            }
            page.push('\n');
        }
    }
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
    assert!(
        written == text,
        "docs/{document}:{line} has drifted from the program; run UPDATE=1 cargo test --test docs"
    );
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
fn the_keys_are_those_of_the_program() {
    holds("KEYS.md", &keys());
}

#[test]
fn the_key_file_shown_as_an_example_is_one() {
    let page = keys();
    let text = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let map = Keymap::changed(None, Layer { file: "example", text }).unwrap();
    let keys = |action: Action| map.keys(Scope::Board, action).iter().map(Strokes::to_string).collect::<Vec<_>>();
    assert_eq!(keys(Action::Home), ["F3", "Ctrl+G", "Alt+3", "g h"]);
    assert_eq!(keys(Action::Refresh), ["F5", "Alt+5"]);
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
