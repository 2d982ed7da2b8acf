//! Deferral: who may put off which month, and why not. The worked cases of the policies, as tables.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "deferral/overlay.rs"]
mod overlay;
#[path = "deferral/work.rs"]
mod work;

use std::collections::BTreeMap;

use proptest::prelude::*;
use sanhe::book::files::RuleFiles;
use sanhe::book::{arrears, deferral};
use sanhe::domain::arrears::month::FeeMonth;
use sanhe::domain::day::BusinessDay;
use sanhe::domain::deferral::eligibility::{Question, Reason, Request, Verdict, judge, matrix};
use sanhe::domain::deferral::firm::{Firm, Need, UnitType};
use sanhe::domain::deferral::policy::{Catalogue, Confidence, Repay};
use sanhe::domain::deferral::size::{Measures, SizeClass, sector, size_class};
use sanhe::domain::money::Money;
use sanhe::domain::rejection::Rejection;

fn catalogue() -> Catalogue {
    let files = RuleFiles::default();
    deferral::load(&files, &line_codes()).unwrap()
}

fn line_codes() -> Vec<String> {
    arrears::load(&RuleFiles::default()).unwrap().lines.iter().map(|line| line.code.clone()).collect()
}

fn month(text: &str) -> FeeMonth {
    FeeMonth::parse(text).unwrap()
}

fn day(text: &str) -> BusinessDay {
    BusinessDay::parse(text).unwrap()
}

/// An enterprise of an industry and size that shows every fact asked of it.
fn firm(industry: &str, size: SizeClass) -> Firm {
    Firm {
        unit_type: Some(UnitType::Enterprise),
        area: "河南 郑州".into(),
        industry: industry.into(),
        size: Some(size),
        facts: Need::ALL.iter().map(|need| (*need, true)).collect(),
        applied_on: Some(day("2022-05-10")),
        ..Firm::default()
    }
}

/// What the policies say of one month: the ids that grant it.
fn granting(catalogue: &Catalogue, firm: &Firm, line: &str, text: &str) -> Vec<String> {
    let months = [month(text)];
    let rows = matrix(catalogue, firm, &Request { line, months: &months, individual: false });
    rows.into_iter().filter(|row| matches!(row.verdict, Verdict::Yes(_))).map(|row| row.policy).collect()
}

fn one(catalogue: &Catalogue, policy: &str, firm: &Firm, line: &str, text: &str) -> Verdict {
    let months = [month(text)];
    let request = Request { line, months: &months, individual: false };
    judge(catalogue, catalogue.policy(policy).unwrap(), firm, &request).remove(0).verdict
}

/// A firm whose facts are those of one policy's path: in difficulty, nothing else shown.
fn in_difficulty(industry: &str, size: SizeClass) -> Firm {
    let facts = Need::ALL.iter().map(|need| (*need, *need == Need::Difficulty)).collect();
    Firm { facts, ..firm(industry, size) }
}

#[test]
fn v1_a_restaurant_has_april_to_june_by_the_first_notice_and_then_only_by_the_second() {
    let catalogue = catalogue();
    let restaurant = in_difficulty("6210", SizeClass::Large);
    assert_eq!(granting(&catalogue, &restaurant, "pension", "2022-05"), ["D2022a"]);
    assert_eq!(granting(&catalogue, &restaurant, "pension", "2022-07"), ["D2022b"]);
}

#[test]
fn v2_a_car_maker_waits_for_the_second_notice_and_repays_by_the_end_of_2023() {
    let catalogue = catalogue();
    let cars = in_difficulty("3611", SizeClass::Large);
    assert_eq!(granting(&catalogue, &cars, "pension", "2022-04"), Vec::<String>::new());
    let Verdict::Yes(granted) = one(&catalogue, "D2022b", &cars, "pension", "2022-08") else { panic!() };
    assert_eq!(granted.repay, Repay::By(day("2023-12-31")));
    assert_eq!((granted.instalments, granted.by_policy.as_str()), (true, "D2022c"));
}

#[test]
fn v3_a_large_retailer_pays_its_medical_insurance() {
    let catalogue = catalogue();
    let fund = BTreeMap::from([("medical".to_string(), 95)]);
    let large = Firm { fund_tenths: fund.clone(), ..firm("5211", SizeClass::Large) };
    assert_eq!(one(&catalogue, "D2022m", &large, "medical", "2022-07"), Verdict::No(Reason::Size(SizeClass::Large)));
    let small = Firm { fund_tenths: fund, ..firm("5211", SizeClass::Small) };
    assert!(matches!(one(&catalogue, "D2022m", &small, "medical", "2022-07"), Verdict::Yes(_)));
}

#[test]
fn v4_a_fund_of_six_months_or_less_defers_nothing() {
    let catalogue = catalogue();
    for (tenths, deferred) in [(59, false), (60, false), (61, true)] {
        let fund = BTreeMap::from([("medical".to_string(), tenths)]);
        let small = Firm { fund_tenths: fund, ..firm("5211", SizeClass::Small) };
        let verdict = one(&catalogue, "D2022m", &small, "medical", "2022-07");
        match deferred {
            true => assert!(matches!(verdict, Verdict::Yes(_)), "{tenths}"),
            false => assert_eq!(verdict, Verdict::No(Reason::Fund(tenths, 60)), "{tenths}"),
        }
    }
}

#[test]
fn v5_the_individual_part_is_refused_by_every_policy() {
    let catalogue = catalogue();
    let restaurant = firm("6210", SizeClass::Micro);
    for line in line_codes() {
        let months = [month("2022-05"), month("2009-03"), month("2020-03")];
        let rows = matrix(&catalogue, &restaurant, &Request { line: &line, months: &months, individual: true });
        assert_eq!(rows.len(), catalogue.policies.len() * months.len());
        assert!(rows.iter().all(|row| row.verdict == Verdict::No(Reason::IndividualPart)), "{line}");
    }
}

#[test]
fn v6_april_already_paid_moves_the_window_a_month() {
    let catalogue = catalogue();
    let paid = BTreeMap::from([("pension".to_string(), vec![month("2022-04")])]);
    let paid_april = Firm { paid, ..in_difficulty("6210", SizeClass::Large) };
    let months: Vec<FeeMonth> = (0..5).map(|count| month("2022-04").plus(count)).collect();
    let request = Request { line: "pension", months: &months, individual: false };
    let granted = |firm: &Firm| -> Vec<String> {
        let rows = judge(&catalogue, catalogue.policy("D2022a").unwrap(), firm, &request);
        rows.iter().filter(|row| matches!(row.verdict, Verdict::Yes(_))).map(|row| row.month.to_string()).collect()
    };
    assert_eq!(granted(&in_difficulty("6210", SizeClass::Large)), ["2022-04", "2022-05", "2022-06"]);
    assert_eq!(granted(&paid_april), ["2022-05", "2022-06", "2022-07"]);
}

#[test]
fn v7_a_guaranteed_postponement_is_asked_for_before_the_due_date() {
    let catalogue = catalogue();
    let due = day("2024-03-15");
    for (applied, granted) in [("2024-03-15", true), ("2024-03-16", false)] {
        let applied = day(applied);
        let firm = Firm {
            applied_on: Some(applied),
            due_on: BTreeMap::from([(month("2024-03"), due)]),
            ..firm("3011", SizeClass::Medium)
        };
        let verdict = one(&catalogue, "P-GU", &firm, "pension", "2024-03");
        match granted {
            true => assert!(matches!(verdict, Verdict::Yes(_))),
            false => assert_eq!(verdict, Verdict::No(Reason::TooLate(due, applied))),
        }
    }
}

#[test]
fn no_more_months_than_a_policy_allows() {
    let catalogue = catalogue();
    let months: Vec<FeeMonth> = (0..12).map(|count| month("2009-01").plus(count)).collect();
    let request = Request { line: "pension", months: &months, individual: false };
    let rows = judge(&catalogue, catalogue.policy("D2008").unwrap(), &firm("3011", SizeClass::Large), &request);
    let granted = rows.iter().filter(|row| matches!(row.verdict, Verdict::Yes(_))).count();
    assert_eq!(granted, 6);
    assert_eq!(rows[6].verdict, Verdict::No(Reason::TooManyMonths(6)));
}

#[test]
fn what_is_not_known_is_asked_and_a_thin_record_never_grants() {
    let catalogue = catalogue();
    let unknown = Firm { unit_type: Some(UnitType::Enterprise), ..Firm::default() };
    let Verdict::Ask(asked) = one(&catalogue, "D2022b", &unknown, "pension", "2022-08") else { panic!() };
    assert!(asked.contains(&Question::Industry), "{asked:?}");
    let Verdict::Ask(asked) = one(&catalogue, "D2025", &firm("3011", SizeClass::Large), "pension", "2025-08") else {
        panic!()
    };
    assert_eq!(asked, [Question::LocalText]);
    let thin = catalogue.policies.iter().filter(|policy| policy.confidence == Confidence::Low);
    assert!(thin.count() > 0);
}

#[test]
fn firms_are_classed_by_both_limits() {
    let catalogue = catalogue();
    let wan = |amount: i64| Some(Money::from_fen(amount * 1_000_000));
    for (industry, staff, revenue, assets, class) in [
        ("3011", Some(1000), wan(40_000), None, Some(SizeClass::Large)),
        ("3011", Some(1000), wan(39_999), None, Some(SizeClass::Medium)),
        ("3011", Some(299), wan(40_000), None, Some(SizeClass::Small)),
        ("3011", Some(19), wan(40_000), None, Some(SizeClass::Micro)),
        ("6210", Some(300), wan(10_000), None, Some(SizeClass::Large)),
        ("6210", Some(300), wan(9_999), None, Some(SizeClass::Medium)),
        ("4710", None, wan(80_000), wan(79_999), Some(SizeClass::Medium)),
        ("7010", None, wan(200_000), wan(10_000), Some(SizeClass::Large)),
        ("8511", Some(299), None, None, Some(SizeClass::Medium)),
        ("3011", Some(1000), None, None, None),
        ("3011", Some(5), None, None, Some(SizeClass::Micro)),
    ] {
        let measures = Measures { staff, revenue, assets };
        assert_eq!(size_class(&catalogue.sectors, industry, &measures), class, "{industry} {staff:?} {revenue:?}");
    }
    for (industry, code) in
        [("7020", "property_management"), ("7010", "development"), ("8511", "other"), ("5211", "retail")]
    {
        assert_eq!(sector(&catalogue.sectors, industry).unwrap().code, code);
    }
}

#[test]
fn every_record_has_its_source_and_the_seventeen_and_five_industries_are_twenty_two() {
    let catalogue = catalogue();
    assert_eq!(catalogue.policies.len(), 15);
    for policy in &catalogue.policies {
        assert!(
            !policy.document.is_empty() && !policy.issuers.is_empty() && !policy.approvers.is_empty(),
            "{}",
            policy.id
        );
        assert!(policy.cite.iter().all(|cited| !cited.is_empty()), "{}", policy.id);
    }
    let named = |policy: &str| {
        let offers = &catalogue.policy(policy).unwrap().offers;
        offers.iter().flat_map(|offer| offer.industries.clone()).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!((named("D2022a").len(), named("D2022b").len()), (5, 22));
}

#[test]
fn a_wrong_record_names_its_file_and_line() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/policies/deferral/D2022a.toml")).unwrap();
    for (from, to, what) in [
        ("confidence = \"high\"", "confidence = \"sure\"", "unknown word; known: high, memory, low"),
        ("lines = [\"pension\"]", "lines = [\"pensoin\"]", "no such line is on record (arrears/lines.toml)"),
        ("\"catering\"", "\"cattering\"", "no such industry is on record (policies/industries.toml)"),
        ("fee_to = \"2022-06\"", "fee_to = \"2022-03\"", "the first month stands after the last"),
        ("fee_from = \"2022-04\"", "fee_from = \"2022-4\"", "not a month (2022-04)"),
        ("clause = ", "clouse = ", "unknown field `clouse`"),
        ("id = \"D2022a\"", "id = \"D2022b\"", "this policy stands in another file as well"),
    ] {
        let directory = tempfile::tempdir().unwrap();
        let folder = directory.path().join("policies/deferral");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("D2022a.toml"), text.replacen(from, to, 1)).unwrap();
        let files = RuleFiles::new(Some(directory.path().to_path_buf()));
        match deferral::load(&files, &line_codes()) {
            Err(Rejection::RuleBook { line, what: said, .. }) => {
                assert!(said.contains(what) && line > 0, "{what}: {line} {said}");
            }
            other => panic!("{what}: {other:?}"),
        }
    }
}

#[test]
fn a_houses_own_record_takes_the_place_of_the_embedded_one_and_is_journalled_as_its_own() {
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path().join("policies/deferral");
    std::fs::create_dir_all(&folder).unwrap();
    let name = "data/policies/deferral/D2025.toml";
    let text = std::fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let local = text.replace("fee_from = \"2025-07\"", "fee_from = \"2025-07\"\nfee_to = \"2025-12\"\nmax_months = 6");
    std::fs::write(folder.join("D2025.toml"), local).unwrap();
    let files = RuleFiles::new(Some(directory.path().to_path_buf()));
    let catalogue = deferral::load(&files, &line_codes()).unwrap();
    assert!(matches!(one(&catalogue, "D2025", &firm("3011", SizeClass::Large), "pension", "2025-08"), Verdict::Yes(_)));
    let own: Vec<String> = files.own().unwrap().into_iter().map(|file| file.name).collect();
    assert_eq!(own, ["policies/deferral/D2025.toml"]);
}

proptest! {
    /// Knowing more never turns a refusal into a grant by itself: what is refused for a known fact stays refused
    /// when unknown ones become known, and every month of every policy gets exactly one verdict.
    #[test]
    fn more_knowledge_never_lifts_a_refusal(
        line in 0usize..7, from in 2008u32..2026, count in 1i32..18, size in 0usize..4, facts in proptest::collection::vec(any::<Option<bool>>(), 10),
    ) {
        let catalogue = catalogue();
        let lines = line_codes();
        let months: Vec<FeeMonth> = (0..count).map(|more| FeeMonth::new(from, 4).unwrap().plus(more)).collect();
        let request = Request { line: &lines[line % lines.len()], months: &months, individual: false };
        let known = Need::ALL.iter().zip(&facts).filter_map(|(need, fact)| fact.map(|fact| (*need, fact))).collect();
        let less = Firm { facts: known, applied_on: None, size: None, ..firm("3611", SizeClass::Micro) };
        let all = Need::ALL.iter().zip(&facts).map(|(need, fact)| (*need, fact.unwrap_or(true))).collect();
        let more = Firm { facts: all, size: Some(SizeClass::ALL[size]), ..less.clone() };
        let (before, after) = (matrix(&catalogue, &less, &request), matrix(&catalogue, &more, &request));
        prop_assert_eq!(before.len(), catalogue.policies.len() * months.len());
        for (before, after) in before.iter().zip(&after) {
            let lifted = matches!((&before.verdict, &after.verdict), (Verdict::No(reason), Verdict::Yes(_))
                if !matches!(reason, Reason::TooManyMonths(_)));
            prop_assert!(!lifted, "{:?} became {:?}", before, after);
        }
    }
}

/// `docs/POLICIES.md`, printed by the program itself; `UPDATE=1` writes it anew.
#[test]
fn the_page_of_policies_is_that_of_the_records() {
    let said = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_sanhe")).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let scratch = tempfile::tempdir().unwrap();
    let book = scratch.path().join("book.sqlite").display().to_string();
    let mut page = String::from(
        "# Deferral policies · 缓缴政策\n\n\
         Printed by `sanhe deferral policies` from `data/policies`. Texts stand in the language of the law. A house corrects or\n\
         adds a record with a file of the same form under `policies/deferral/` of its data directory; `confidence` says whether\n\
         a record was read in the document. A record that says too little makes the program ask; it never grants.\n\n```\n",
    );
    page.push_str(&said(&["--book", &book, "--lang", "zh", "deferral", "policies"]));
    page.push_str("```\n");
    for policy in catalogue().policies {
        let whole = said(&["--book", &book, "--lang", "zh", "deferral", "policies", &policy.id]);
        page.push_str(&format!("\n## {} · {}\n\n```\n{whole}```\n", policy.id, policy.title_en));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/POLICIES.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), page, "run with UPDATE=1");
}
