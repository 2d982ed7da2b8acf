//! What an act on applications left in the book is what its fact vouches for, and no row ever changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use sanhe::book::files::RuleFiles;
use sanhe::book::{arrears, calendar, deferral, place, registry};
use sanhe::domain::arrears::month::FeeMonth;
use sanhe::domain::codes::CreditCode;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::deferral::application::{Form, StepKind};
use sanhe::domain::deferral::schedule::Schedule;
use sanhe::domain::import::OriginalPiece;
use sanhe::domain::money::Money;
use sanhe::import::RawFile;
use sanhe::import::registry::{RegistryRules, parse};
use sanhe::ops::deferral::{Asked, DeferralCommand, DeferralRules, Entry, Sheet};
use sanhe::ops::{Command, OperationId, Outcome, execute};
use sanhe::store::{Fault, Store};

use crate::scene::{Scene, check, now, wang};

const EMPLOYERS: &str =
    "统一社会信用代码,单位名称,行业代码,规模,单位类型\n91330106MA2TEAT05A,杭州样例餐饮有限公司,H62,小型,企业\n";

fn rules() -> DeferralRules {
    let files = RuleFiles::default();
    let policy = arrears::load(&files).unwrap();
    let lines: Vec<String> = policy.lines.iter().map(|line| line.code.clone()).collect();
    DeferralRules {
        catalogue: deferral::load(&files, &lines).unwrap(),
        place: place::load(&files, &lines).unwrap(),
        policy,
        calendar: calendar::load(&files).unwrap(),
    }
}

fn act(store: &Store, command: DeferralCommand) {
    let command = Command::Deferral { command, rules: RuleFiles::default() };
    let done = execute(store, &wang(), &now(), &OperationId::new().unwrap(), command).unwrap();
    assert!(matches!(done, Outcome::Deferral(_)));
}

fn with_applications() -> (Scene, Store) {
    let (scene, store) = Scene::new();
    let files = RuleFiles::default();
    let by = RegistryRules { layouts: registry::load(&files).unwrap(), policy: arrears::load(&files).unwrap() };
    let parsed = parse(&RawFile::from_bytes("e.csv", EMPLOYERS.into()), &by, None, now().today).unwrap();
    let command = Command::ImportRegistry { parsed: Arc::new(parsed), take_good: None, rules: files };
    execute(&store, &wang(), &now(), &OperationId::new().unwrap(), command).unwrap();
    let month = |text| FeeMonth::parse(text).unwrap();
    let form = Form {
        policy: "D2022a".into(),
        line: "pension".into(),
        months: (month("2022-04"), month("2022-06")),
        applied_on: BusinessDay::parse("2022-05-10").unwrap(),
        amount: Money::from_fen(7_200_000),
        excluded_percent: 0,
        schedule: Schedule::default(),
        facts: BTreeMap::new(),
        papers: Vec::new(),
        publicised: true,
        signed: true,
        undertaking: true,
        cause: "客流锐减".into(),
    };
    let code = CreditCode::parse("91330106MA2TEAT05A").unwrap();
    let entries = vec![Entry { code, form, line: 2, refused: None, earlier: None }];
    let pieces = vec![OriginalPiece { first_line: 1, bytes: 3, frame: vec![1, 2, 3] }];
    let sheet = Sheet { sha256: "a".repeat(64), path: "sheet.csv".into(), rejected: 0, pieces };
    act(&store, DeferralCommand::Enter { entries, sheet: Some(Box::new(sheet)), rules: Box::new(rules()) });
    let step = Asked { kind: StepKind::Returned, reasons: vec!["缺材料".into()], person: None };
    act(&store, DeferralCommand::Step { nos: vec!["HJ2026-0001".into()], step, rules: Box::new(rules()) });
    (scene, store)
}

#[test]
fn no_statement_changes_or_removes_a_row_of_deferral() {
    let (scene, store) = with_applications();
    check(&store).unwrap();
    for table in ["deferral_applications", "deferral_forms", "deferral_steps", "deferral_files", "deferral_pieces"] {
        let raw = scene.raw();
        assert!(raw.execute(&format!("DELETE FROM {table}"), []).is_err(), "{table} delete");
    }
    for sql in [
        "UPDATE deferral_forms SET amount_fen = 1",
        "UPDATE deferral_steps SET reason = ''",
        "UPDATE deferral_applications SET no = 'HJ2026-0009'",
        "INSERT OR REPLACE INTO deferral_steps SELECT * FROM deferral_steps",
        "INSERT OR REPLACE INTO deferral_forms SELECT * FROM deferral_forms",
    ] {
        assert!(scene.raw().execute(sql, []).is_err(), "{sql}");
    }
}

#[test]
fn every_table_of_deferral_is_compared_with_its_fact() {
    for (trigger, sql) in [
        ("deferral_applications_update", "UPDATE deferral_applications SET entered_by = '李敏'"),
        ("deferral_forms_update", "UPDATE deferral_forms SET amount_fen = amount_fen + 1"),
        ("deferral_forms_update", "UPDATE deferral_forms SET signed = 0"),
        ("deferral_steps_update", "UPDATE deferral_steps SET reason = '材料齐全'"),
        ("deferral_steps_delete", "DELETE FROM deferral_steps"),
        ("deferral_files_update", "UPDATE deferral_files SET path = 'other.csv'"),
        ("deferral_pieces_update", "UPDATE deferral_pieces SET frame = x'00'"),
        ("deferral_pieces_delete", "DELETE FROM deferral_pieces"),
    ] {
        let (scene, store) = with_applications();
        scene.raw().execute_batch(&format!("DROP TRIGGER {trigger}; {sql}")).unwrap();
        assert!(matches!(check(&store), Err(Fault::Broken { .. })), "{sql}");
    }
}
