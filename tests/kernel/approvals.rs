//! Approval: the rule decided three times (as written here, by the program, by the schema), chains of
//! persons through the real verbs, and every table held against its facts.

use rusqlite::Connection;
use sanhe::book::files::RuleFiles;
use sanhe::book::{calendar, matching};
use sanhe::domain::approval::chain::ChainStep;
use sanhe::domain::approval::people::{People, Post, StandIn, Tenure};
use sanhe::domain::approval::rule::{Attempt, Obstacle, obstacles};
use sanhe::domain::approval::{Round, Stage, Step, SubjectKind, Verdict};
use sanhe::domain::day::BusinessDay;
use sanhe::domain::house::House;
use sanhe::domain::journal::{Actor, Now};
use sanhe::domain::money::Money;
use sanhe::domain::rejection::{ApprovalRejection, Rejection};
use sanhe::ops::approval::{ApprovalCommand, ApprovalOutcome, Deciding, RightsRequest, StandInAsked};
use sanhe::ops::reconcile::RunRules;
use sanhe::ops::{Command, OperationId, Outcome, Refusal, execute};
use sanhe::store::{Fault, Store, backup, restore};

use crate::files::without_guards;
use crate::scene::{Scene, at, check};

const SQL: [&str; 2] =
    [include_str!("../../src/store/sql/0001_book.sql"), include_str!("../../src/store/sql/0006_approvals.sql")];
const PEOPLE: [&str; 6] = ["甲", "乙", "丙", "丁", "戊", "己"];
const SHA: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const TODAY: &str = "2026-03-05";
/// Five steps; the last is anybody's.
const CHAIN: [Option<Post>; 5] =
    [Some(Post::Clerk), Some(Post::SectionHead), Some(Post::FinanceReviewer), Some(Post::Director), None];

fn day(text: &str) -> BusinessDay {
    BusinessDay::parse(text).unwrap()
}

/// Who holds which post, from when to when; who stands in for whom (deputy, principal, from, to, ended).
struct House6 {
    tenures: Vec<(&'static str, Post, &'static str, &'static str)>,
    stand_ins: Vec<(&'static str, &'static str, &'static str, &'static str, bool)>,
    single_person: bool,
}

/// The rule as a person would write it down, sharing nothing with the program but its types.
fn written(house: &House6, earlier: &[(String, String)], place: usize, who: (&str, &str), verdict: Verdict) -> bool {
    let (actor, principal) = who;
    let stands_in = principal.is_empty()
        || house.stand_ins.iter().any(|(deputy, away, from, to, ended)| {
            *deputy == actor && *away == principal && !ended && *from <= TODAY && TODAY <= *to
        });
    let holds = |name: &str| match CHAIN[place] {
        _ if house.single_person => true,
        None => true,
        Some(post) => {
            let granted: Vec<_> = house.tenures.iter().filter(|one| one.1 == post).collect();
            granted.is_empty() || granted.iter().any(|one| one.0 == name && one.2 <= TODAY && TODAY <= one.3)
        }
    };
    let persons: Vec<&str> = if principal.is_empty() { vec![actor] } else { vec![actor, principal] };
    let took_part = |name: &&str| earlier.iter().any(|(one, other)| one == name || other == name);
    let submitted = earlier.first().is_some_and(|(one, other)| persons.iter().any(|name| name == one || name == other));
    stands_in
        && match verdict {
            Verdict::Withdraw => submitted,
            _ => persons.iter().all(|name| holds(name)) && (house.single_person || !persons.iter().any(took_part)),
        }
}

fn people_of(house: &House6) -> People {
    let tenure = |(place, one): (usize, &(&str, Post, &str, &str))| Tenure {
        seq: i64::try_from(place).unwrap() + 1,
        operator: one.0.into(),
        post: one.1,
        from: day(one.2),
        to: day(one.3),
        ended_seq: None,
    };
    let stand_in = |(place, one): (usize, &(&str, &str, &str, &str, bool))| StandIn {
        seq: i64::try_from(place).unwrap() + 101,
        deputy: one.0.into(),
        principal: one.1.into(),
        from: day(one.2),
        to: day(one.3),
        ended_seq: one.4.then_some(150),
    };
    People {
        single_person: house.single_person,
        operators: PEOPLE.map(String::from).to_vec(),
        tenures: house.tenures.iter().enumerate().map(tenure).collect(),
        stand_ins: house.stand_ins.iter().enumerate().map(stand_in).collect(),
    }
}

/// An empty round in a database that has nothing but the schema, and the people.
fn database(house: &House6, people: &People) -> Connection {
    let base = Connection::open_in_memory().unwrap();
    base.pragma_update(None, "foreign_keys", false).unwrap();
    SQL.iter().for_each(|sql| base.execute_batch(sql).unwrap());
    let zeros = "0".repeat(32);
    let row = "INSERT INTO book VALUES (1, ?1, 'x', '2026-03-05T01:02:03Z', 0, ?2)";
    base.execute(row, (zeros, house.single_person)).unwrap();
    for (place, name) in PEOPLE.iter().enumerate() {
        let row = "INSERT INTO operators (name, os_account, uid, bound_on, added_seq, note) VALUES (?1, 'x', 1, '2026-03-01', ?2, '')";
        base.execute(row, (name, i64::try_from(place).unwrap())).unwrap();
    }
    for one in &people.tenures {
        let row = "INSERT INTO tenures (seq, post, operator, from_on, to_on) VALUES (?1, ?2, ?3, ?4, ?5)";
        base.execute(row, (one.seq, one.post.code(), &one.operator, one.from.to_string(), one.to.to_string())).unwrap();
    }
    for one in &people.stand_ins {
        let row = "INSERT INTO stand_ins (seq, principal, deputy, from_on, to_on) VALUES (?1, ?2, ?3, ?4, ?5)";
        base.execute(row, (one.seq, &one.principal, &one.deputy, one.from.to_string(), one.to.to_string())).unwrap();
        if one.ended_seq.is_some() {
            base.execute("INSERT INTO stand_in_ends VALUES (?1, 150)", [one.seq]).unwrap();
        }
    }
    base.execute("INSERT INTO approval_rounds VALUES (1000, 'day_close', '2026-03-04', 1, '', '', 0, ?1)", [SHA])
        .unwrap();
    for (place, post) in (0_i64..).zip(CHAIN) {
        let row = "INSERT INTO approval_chains VALUES (1000, ?1, ?2, 1)";
        base.execute(row, (place, post.map_or("", Post::code))).unwrap();
    }
    base
}

struct Walk<'a> {
    house: &'a House6,
    people: People,
    base: Connection,
    tried: u64,
    allowed: u64,
}

impl Walk<'_> {
    fn insert(&self, place: usize, verdict: Verdict, who: (&str, &str)) -> bool {
        let row = "INSERT INTO approval_steps VALUES (?1, 1000, ?2, ?3, ?4, ?5, ?6, '', ?7)";
        let place = i64::try_from(place).unwrap();
        let done = self.base.prepare_cached(row).unwrap().execute((
            1000 + place,
            place,
            verdict.code(),
            who.0,
            who.1,
            TODAY,
            SHA,
        ));
        done.is_ok()
    }

    /// Tries everybody, for everybody, with every verdict, and goes on from each approval.
    fn from(&mut self, round: &mut Round, earlier: &mut Vec<(String, String)>) {
        let place = round.steps.len();
        for actor in PEOPLE {
            for principal in PEOPLE.into_iter().chain([""]) {
                for verdict in [Verdict::Approve, Verdict::Return, Verdict::Refuse, Verdict::Withdraw] {
                    let by = Actor { name: actor.into(), on_behalf: principal.into() };
                    let attempt =
                        Attempt { verdict, actor: &by, on: day(TODAY), seen: SHA, now: SHA, reason: "x", clause: "x" };
                    let found = obstacles(round, &self.people, &attempt);
                    let rule = principal != actor && written(self.house, earlier, place, (actor, principal), verdict);
                    self.base.execute_batch("SAVEPOINT step").unwrap();
                    let stored = self.insert(place, verdict, (actor, principal));
                    let seen = format!("{earlier:?} then {actor} for {principal:?} {verdict:?}: {found:?}");
                    assert_eq!((rule, rule), (found.is_empty(), stored), "{seen}");
                    (self.tried, self.allowed) = (self.tried + 1, self.allowed + u64::from(rule));
                    if rule && verdict == Verdict::Approve && place + 1 < CHAIN.len() {
                        round.steps.push(step(place, Verdict::Approve, &by));
                        earlier.push((actor.into(), principal.into()));
                        self.from(round, earlier);
                        earlier.pop();
                        round.steps.pop();
                    }
                    self.base.execute_batch("ROLLBACK TO step; RELEASE step").unwrap();
                }
            }
        }
    }
}

fn step(place: usize, verdict: Verdict, by: &Actor) -> Step {
    let (actor, on_behalf) = (by.name.clone(), by.on_behalf.clone());
    Step { seq: 1000, place, verdict, actor, on_behalf, on: day(TODAY), due_on: None }
}

fn round() -> Round {
    Round {
        seq: 1000,
        kind: SubjectKind::DayClose,
        subject: "2026-03-04".into(),
        number: 1,
        title: String::new(),
        policy: String::new(),
        amount: Money::ZERO,
        chain: CHAIN.iter().map(|post| ChainStep { post: *post, working_days: 1 }).collect(),
        sha256: SHA.into(),
        steps: Vec::new(),
        replaced: false,
    }
}

/// Every way through the chain; how many attempts were made, and how many of them were allowed.
fn walk(house: &House6, submitters: &[&str]) -> (u64, u64) {
    let people = people_of(house);
    let base = database(house, &people);
    let mut walk = Walk { house, people, base, tried: 0, allowed: 0 };
    for submitter in submitters {
        let by = Actor { name: (*submitter).into(), on_behalf: String::new() };
        walk.base.execute_batch("SAVEPOINT way").unwrap();
        assert!(walk.insert(0, Verdict::Submit, (submitter, "")), "{submitter} submits");
        let mut round = round();
        round.steps.push(step(0, Verdict::Submit, &by));
        walk.from(&mut round, &mut vec![((*submitter).into(), String::new())]);
        walk.base.execute_batch("ROLLBACK TO way; RELEASE way").unwrap();
    }
    (walk.tried, walk.allowed)
}

const ALWAYS: (&str, &str) = ("2026-01-01", "2026-12-31");

fn each_one(posts: &[(&'static str, Post)]) -> Vec<(&'static str, Post, &'static str, &'static str)> {
    posts.iter().map(|(name, post)| (*name, *post, ALWAYS.0, ALWAYS.1)).collect()
}

#[test]
fn six_people_five_steps_stand_ins_and_posts_as_the_rule_is_written() {
    let singles = each_one(&[
        ("甲", Post::Clerk),
        ("乙", Post::SectionHead),
        ("丙", Post::FinanceReviewer),
        ("丁", Post::Director),
    ]);
    let pairs = each_one(&[
        ("甲", Post::Clerk),
        ("己", Post::Clerk),
        ("乙", Post::SectionHead),
        ("戊", Post::SectionHead),
        ("丙", Post::FinanceReviewer),
        ("丁", Post::Director),
        ("戊", Post::Director),
    ]);
    let spring = ("2026-03-01", "2026-03-30");
    let stand_ins = vec![
        ("戊", "乙", spring.0, spring.1, false),
        ("丙", "丁", spring.0, spring.1, false),
        ("己", "甲", "2026-02-10", "2026-03-04", false),
    ];
    let ended = vec![("戊", "乙", spring.0, spring.1, true), ("己", "甲", "2026-03-06", "2026-03-07", false)];
    let mut lapsed = singles.clone();
    lapsed[3] = ("丁", Post::Director, "2026-01-01", "2026-03-04");
    let single_person = false;
    let house = |tenures: &Vec<_>, stand_ins: &Vec<_>| House6 {
        tenures: tenures.clone(),
        stand_ins: stand_ins.clone(),
        single_person,
    };
    // One holder a post; the last step is anybody's who took none.
    assert_eq!(walk(&house(&singles, &Vec::new()), &["甲"]).0, 4 * 168);
    for (tenures, stands) in [(&pairs, &stand_ins), (&pairs, &ended), (&singles, &stand_ins), (&lapsed, &Vec::new())] {
        let (tried, allowed) = walk(&house(tenures, stands), &["甲"]);
        assert!(tried > 500 && allowed > 5, "{tried} {allowed}");
    }
    // No posts at all: everybody in every order, and two of them standing in for others.
    let (tried, allowed) = walk(&house(&Vec::new(), &stand_ins), &["甲", "丁"]);
    assert!(tried > 40_000 && allowed > 2_000, "{tried} {allowed}");
    let alone = House6 { tenures: Vec::new(), stand_ins: Vec::new(), single_person: true };
    assert!(walk(&alone, &["甲"]).1 > 1_000);
}

fn run() -> RunRules {
    let rules = RuleFiles::default();
    RunRules {
        rules: matching::load(&rules).unwrap(),
        house: House::load(&rules).unwrap(),
        calendar: calendar::load(&rules).unwrap(),
    }
}

/// A command of this person on a day (`甲` or `甲/乙` for 甲 standing in for 乙).
fn ask(store: &Store, who: &str, now: &Now, command: ApprovalCommand) -> Result<ApprovalOutcome, Rejection> {
    let (name, on_behalf) = who.split_once('/').unwrap_or((who, ""));
    let actor = Actor { name: name.into(), on_behalf: on_behalf.into() };
    let command = Command::Approval { command, run: Box::new(run()), rules: RuleFiles::default() };
    match execute(store, &actor, now, &OperationId::new().unwrap(), command) {
        Ok(Outcome::Approval(outcome)) => Ok(outcome),
        Ok(other) => panic!("{other:?}"),
        Err(Refusal::Rejection(rejection)) => Err(rejection),
        Err(Refusal::Fault(fault)) => panic!("{fault}"),
    }
}

fn request(store: &Store, who: &str, operator: &str, posts: &[Post], to: &str) -> Result<i64, Rejection> {
    asked(store, who, operator, posts, to, false)
}

fn asked(store: &Store, who: &str, operator: &str, posts: &[Post], to: &str, back: bool) -> Result<i64, Rejection> {
    let asked = RightsRequest {
        operator: operator.into(),
        posts: posts.to_vec(),
        from: day("2026-03-05"),
        to: day(to),
        take_back: back,
        reason: "到岗".into(),
    };
    match ask(store, who, &today(), ApprovalCommand::RequestRights(asked))? {
        ApprovalOutcome::Stepped(said) => Ok(said.round_seq),
        other => panic!("{other:?}"),
    }
}

fn today() -> Now {
    at("2026-03-05T01:02:03Z")
}

fn decide(store: &Store, who: &str, round: i64, verdict: Verdict) -> Result<Stage, Rejection> {
    decide_on(store, who, &today(), round, verdict)
}

fn decide_on(store: &Store, who: &str, now: &Now, round: i64, verdict: Verdict) -> Result<Stage, Rejection> {
    let seen = store.reader().unwrap().approval_round(round).unwrap().unwrap().sha256;
    let deciding = Deciding { round, verdict, seen, reason: "已核".into(), clause: "§3".into() };
    match ask(store, who, now, ApprovalCommand::Decide(deciding))? {
        ApprovalOutcome::Stepped(said) => Ok(Stage::from_code(&said.stage).unwrap()),
        other => panic!("{other:?}"),
    }
}

fn in_the_way<T: std::fmt::Debug>(answer: Result<T, Rejection>) -> Vec<Obstacle> {
    match answer {
        Err(Rejection::Approval(ApprovalRejection::Blocked { obstacles, .. })) => obstacles,
        other => panic!("{other:?}"),
    }
}

fn house() -> (Scene, Store) {
    let (scene, store) = Scene::new();
    for name in ["李敏", "陈立", "赵静", "孙岚"] {
        crate::scene::act(&store, name).unwrap();
    }
    (scene, store)
}

fn grant(store: &Store, operator: &str, posts: &[Post], to: &str) {
    let by = |names: [&'static str; 3]| names.into_iter().find(|name| *name != operator).unwrap();
    let (asks, reviews) = (by(["赵静", "孙岚", "李敏"]), if operator == "陈立" { "李敏" } else { "陈立" });
    let round = request(store, asks, operator, posts, to).unwrap();
    assert_eq!(decide(store, reviews, round, Verdict::Approve), Ok(Stage::Waiting));
    assert_eq!(decide(store, "王芳", round, Verdict::Approve), Ok(Stage::Approved));
}

#[test]
fn rights_are_requested_reviewed_approved_and_end_on_their_day() {
    let (_scene, store) = house();
    let round = request(&store, "李敏", "陈立", &[Post::SectionHead], "2026-03-10").unwrap();
    assert_eq!(in_the_way(decide(&store, "陈立", round, Verdict::Approve)), [Obstacle::OwnRights("陈立".into())]);
    assert_eq!(in_the_way(decide(&store, "李敏", round, Verdict::Approve)), [Obstacle::SamePerson("李敏".into())]);
    assert_eq!(decide(&store, "赵静", round, Verdict::Approve), Ok(Stage::Waiting));
    let last = decide(&store, "孙岚", round, Verdict::Approve);
    assert_eq!(in_the_way(last), [Obstacle::NoPost("孙岚".into(), Post::RightsAdministrator)], "the first operator's");
    assert_eq!(decide(&store, "王芳", round, Verdict::Approve), Ok(Stage::Approved));

    // From now on only 陈立 reviews, and only as long as it lasts.
    let next = request(&store, "李敏", "赵静", &[Post::Finance, Post::FinanceReviewer], "2026-12-31").unwrap();
    let blocked = in_the_way(decide(&store, "孙岚", next, Verdict::Approve));
    assert_eq!(blocked, [Obstacle::NoPost("孙岚".into(), Post::SectionHead)]);
    let late = at("2026-03-11T01:02:03Z");
    let blocked = in_the_way(decide_on(&store, "陈立", &late, next, Verdict::Approve));
    assert_eq!(blocked, [Obstacle::NoPost("陈立".into(), Post::SectionHead)], "it ended the day before");
    let last_day = at("2026-03-10T01:02:03Z");
    assert_eq!(decide_on(&store, "陈立", &last_day, next, Verdict::Approve), Ok(Stage::Waiting));
    check(&store).unwrap();
}

#[test]
fn posts_that_do_not_go_together_are_refused() {
    let (_scene, store) = house();
    let clash = request(&store, "李敏", "赵静", &[Post::Finance, Post::Audit], "2026-12-31");
    assert!(matches!(clash, Err(Rejection::Approval(ApprovalRejection::Apart { .. }))), "{clash:?}");
    let clash = request(&store, "李敏", "王芳", &[Post::Director], "2026-12-31");
    assert!(matches!(clash, Err(Rejection::Approval(ApprovalRejection::Apart { .. }))), "rights and money: {clash:?}");
    grant(&store, "赵静", &[Post::Finance], "2026-12-31");
    let clash = request(&store, "李敏", "赵静", &[Post::Business], "2026-04-30");
    assert!(matches!(clash, Err(Rejection::Approval(ApprovalRejection::Apart { .. }))), "{clash:?}");
    let back = asked(&store, "李敏", "赵静", &[Post::Finance], "2026-03-05", true).unwrap();
    assert_eq!(decide(&store, "陈立", back, Verdict::Approve), Ok(Stage::Waiting));
    assert_eq!(decide(&store, "王芳", back, Verdict::Approve), Ok(Stage::Approved));
    grant(&store, "赵静", &[Post::Business], "2026-04-30");
    check(&store).unwrap();
}

#[test]
fn a_round_is_returned_refused_or_withdrawn_and_a_new_one_follows() {
    let (_scene, store) = house();
    let ask_again = || request(&store, "李敏", "赵静", &[Post::Finance], "2026-12-31");
    let first = ask_again().unwrap();
    assert!(matches!(ask_again(), Err(Rejection::Approval(ApprovalRejection::Waiting(_)))));
    assert_eq!(in_the_way(decide(&store, "陈立", first, Verdict::Withdraw)), [Obstacle::NotSubmitter("李敏".into())]);
    assert_eq!(decide(&store, "陈立", first, Verdict::Return), Ok(Stage::Returned));
    assert_eq!(in_the_way(decide(&store, "孙岚", first, Verdict::Approve))[0], Obstacle::NotWaiting(Stage::Returned));
    let second = ask_again().unwrap();
    assert_eq!(decide(&store, "李敏", second, Verdict::Withdraw), Ok(Stage::Withdrawn));
    let third = ask_again().unwrap();
    assert_eq!(decide(&store, "孙岚", third, Verdict::Refuse), Ok(Stage::Refused));
    let fourth = ask_again().unwrap();
    let changed = request(&store, "李敏", "赵静", &[Post::Finance], "2026-11-30").unwrap();
    assert_eq!(in_the_way(decide(&store, "陈立", fourth, Verdict::Approve)), [Obstacle::NotWaiting(Stage::Replaced)]);
    let rounds = store.reader().unwrap().approval_rounds_of(SubjectKind::Rights, "赵静").unwrap();
    let stages: Vec<(u32, Stage)> = rounds.iter().map(|round| (round.number, round.stage())).collect();
    assert_eq!(
        stages,
        [(1, Stage::Returned), (2, Stage::Withdrawn), (3, Stage::Refused), (4, Stage::Replaced), (5, Stage::Waiting)]
    );
    assert_eq!(rounds[4].seq, changed);
    assert_eq!(rounds[4].due_on(), Some(day("2026-03-10")), "three working days from Thursday");
    let unsaid = Deciding {
        round: changed,
        verdict: Verdict::Refuse,
        seen: rounds[4].sha256.clone(),
        reason: " ".into(),
        clause: String::new(),
    };
    let blocked = in_the_way(ask(&store, "陈立", &today(), ApprovalCommand::Decide(unsaid)));
    assert_eq!(blocked, [Obstacle::NoReason, Obstacle::NoClause]);
    let unseen = Deciding {
        round: changed,
        verdict: Verdict::Approve,
        seen: SHA.into(),
        reason: String::new(),
        clause: String::new(),
    };
    let blocked = in_the_way(ask(&store, "陈立", &today(), ApprovalCommand::Decide(unseen)));
    assert_eq!(blocked, [Obstacle::Changed], "another document was seen");
    check(&store).unwrap();
}

#[test]
fn a_stand_in_acts_for_another_of_the_same_post_and_is_never_passed_on() {
    let (_scene, store) = house();
    grant(&store, "陈立", &[Post::SectionHead], "2026-12-31");
    let begin = |who: &str, deputy: &str, to: &str| {
        let asked = StandInAsked::Begin { deputy: deputy.into(), from: day("2026-03-05"), to: day(to) };
        ask(&store, who, &today(), ApprovalCommand::StandIn(asked))
    };
    let refused = |answer: Result<ApprovalOutcome, Rejection>| match answer {
        Err(Rejection::Approval(ApprovalRejection::StandIn { obstacles, .. })) => obstacles.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(begin("陈立", "孙岚", "2026-03-20")), 1, "孙岚 is no section head");
    grant(&store, "孙岚", &[Post::SectionHead], "2026-12-31");
    assert_eq!(refused(begin("陈立", "孙岚", "2026-04-04")), 1, "31 days");
    let ApprovalOutcome::StandIn(said) = begin("陈立", "孙岚", "2026-04-03").unwrap() else { panic!() };
    assert_eq!((said.deputy.as_str(), said.principal.as_str()), ("孙岚", "陈立"));
    assert!(refused(begin("孙岚", "赵静", "2026-03-20")) > 0, "not passed on");
    let round = request(&store, "陈立", "李敏", &[Post::Clerk], "2026-12-31").unwrap();
    let blocked = in_the_way(decide(&store, "孙岚/陈立", round, Verdict::Approve));
    assert_eq!(blocked, [Obstacle::SamePerson("陈立".into())], "陈立 submitted it");
    assert_eq!(decide(&store, "陈立", round, Verdict::Withdraw), Ok(Stage::Withdrawn));
    let round = request(&store, "赵静", "李敏", &[Post::Clerk], "2026-12-31").unwrap();
    assert_eq!(in_the_way(decide(&store, "陈立/孙岚", round, Verdict::Approve)), [Obstacle::NoStandIn("孙岚".into())]);
    assert_eq!(decide(&store, "孙岚/陈立", round, Verdict::Approve), Ok(Stage::Waiting));
    let row = store.reader().unwrap().last_fact().unwrap().unwrap();
    assert_eq!((row.actor.as_str(), row.on_behalf.as_str()), ("孙岚", "陈立"));
    let seq = store.reader().unwrap().people().unwrap().stand_ins[0].seq;
    let end = || ApprovalCommand::StandIn(StandInAsked::End { seq });
    let nobody = ask(&store, "李敏", &today(), end());
    assert!(matches!(nobody, Err(Rejection::Approval(ApprovalRejection::StandInUnknown(_)))), "{nobody:?}");
    ask(&store, "孙岚", &today(), end()).unwrap();
    let round = request(&store, "赵静", "李敏", &[Post::Data], "2026-12-31").unwrap();
    assert_eq!(in_the_way(decide(&store, "孙岚/陈立", round, Verdict::Approve)), [Obstacle::NoStandIn("陈立".into())]);
    check(&store).unwrap();
}

#[test]
fn a_post_may_do_what_the_table_of_duties_says() {
    let (_scene, store) = house();
    crate::scene::act(&store, "吴昊").unwrap();
    grant(&store, "赵静", &[Post::Audit, Post::RightsAdministrator], "2026-03-31");
    let add = |who: &str, name: &str, on: &str| {
        let actor = Actor { name: who.into(), on_behalf: String::new() };
        execute(&store, &actor, &at(on), &OperationId::new().unwrap(), crate::scene::add(name))
    };
    let refused = add("王芳", "周宁", "2026-03-05T01:02:03Z");
    assert!(
        matches!(&refused, Err(Refusal::Rejection(Rejection::Approval(ApprovalRejection::Barred { .. })))),
        "rights are 赵静's now: {refused:?}"
    );
    add("赵静", "周宁", "2026-03-31T01:02:03Z").unwrap();
    let refused = add("赵静", "孙可", "2026-04-01T01:02:03Z");
    assert!(refused.is_err(), "it ended the day before");
    check(&store).unwrap();
}

#[test]
fn an_operation_done_twice_happens_once_whatever_fact_it_made() {
    let (_scene, store) = house();
    let round = request(&store, "李敏", "赵静", &[Post::Finance], "2026-12-31").unwrap();
    decide(&store, "陈立", round, Verdict::Approve).unwrap();
    let seen = store.reader().unwrap().approval_round(round).unwrap().unwrap().sha256;
    let deciding = Deciding { round, verdict: Verdict::Approve, seen, reason: String::new(), clause: String::new() };
    let (operation, actor) = (OperationId::new().unwrap(), Actor { name: "王芳".into(), on_behalf: String::new() });
    let twice = [(); 2].map(|()| {
        let command = ApprovalCommand::Decide(deciding.clone());
        let command = Command::Approval { command, run: Box::new(run()), rules: RuleFiles::default() };
        execute(&store, &actor, &today(), &operation, command).unwrap()
    });
    assert_eq!(twice[0], twice[1]);
    assert_eq!(store.reader().unwrap().people().unwrap().tenures.len(), 1);
    check(&store).unwrap();
}

#[test]
fn every_table_of_approvals_is_compared_with_its_facts() {
    let (scene, store) = house();
    grant(&store, "陈立", &[Post::SectionHead], "2026-12-31");
    grant(&store, "赵静", &[Post::Finance], "2026-12-31");
    let back = asked(&store, "李敏", "赵静", &[Post::Finance], "2026-03-05", true).unwrap();
    decide(&store, "陈立", back, Verdict::Approve).unwrap();
    decide(&store, "王芳", back, Verdict::Approve).unwrap();
    let asked = StandInAsked::Begin { deputy: "孙岚".into(), from: day("2026-03-05"), to: day("2026-03-09") };
    ask(&store, "李敏", &today(), ApprovalCommand::StandIn(asked)).unwrap();
    let seq = store.reader().unwrap().people().unwrap().stand_ins[0].seq;
    ask(&store, "李敏", &today(), ApprovalCommand::StandIn(StandInAsked::End { seq })).unwrap();
    check(&store).unwrap();
    let copy = backup(&store, &scene.path("copy.sqlite")).unwrap();
    let changes = [
        "UPDATE approval_rounds SET title = '别人' WHERE number = 1",
        "UPDATE approval_rounds SET amount_fen = 1",
        "UPDATE approval_rounds SET sha256 = replace(sha256, substr(sha256, 1, 1), '') || 'e0'",
        "DELETE FROM approval_rounds",
        "UPDATE approval_chains SET post = 'clerk' WHERE place = 1",
        "DELETE FROM approval_chains WHERE place = 2",
        "UPDATE approval_steps SET actor = '李敏'",
        "UPDATE approval_steps SET on_behalf = '李敏'",
        "UPDATE approval_steps SET acted_on = '2026-03-04'",
        "UPDATE approval_steps SET due_on = '2026-04-01'",
        "UPDATE approval_steps SET verdict = 'return' WHERE place = 1",
        "DELETE FROM approval_steps WHERE place = 1",
        "UPDATE tenures SET to_on = '2036-12-31'",
        "UPDATE tenures SET post = 'director'",
        "INSERT INTO tenures VALUES (1, 'director', '孙岚', '2026-01-01', '2030-01-01')",
        "DELETE FROM tenures",
        "DELETE FROM tenure_ends",
        "INSERT INTO tenure_ends SELECT seq, post, 1 FROM tenures WHERE operator = '陈立'",
        "UPDATE stand_ins SET to_on = '2026-03-30'",
        "DELETE FROM stand_ins",
        "DELETE FROM stand_in_ends",
    ];
    for (number, sql) in changes.iter().enumerate() {
        let changed = restore(&copy.path, &scene.path(&format!("changed{number}.sqlite"))).unwrap();
        let raw = without_guards(Connection::open(changed.path()).unwrap());
        assert!(raw.execute(sql, []).unwrap() > 0, "{sql}: nothing to change, so nothing is proven");
        let found = check(&changed);
        assert!(matches!(found, Err(Fault::Broken { .. })), "{sql}: {found:?}");
    }
}
