//! 今日清单: the list of a day, kept quick by digests beside the book; assignment and marks.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::registry::employer_at;
use super::session::Session;
use super::side::SideFiles;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::arrears::registry::{Employer, SizeClass};
use crate::domain::collection::digest::ArrearsDigest;
use crate::domain::collection::marks::{Mark, MarkKind};
use crate::domain::collection::policy::CollectionPolicy;
use crate::domain::collection::today::{Cause, TodayRow};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::ops::chase::{Chase, clocks};
use crate::ops::collection::{CollectionCommand, digests, employers_with_officers, today};
use crate::ops::deferral::ended;
use crate::ops::ledgers::LedgerRules;
use crate::store::{ApplicationAt, EmployerAt, Reader};
use crate::tui::collection::{Whose, Worklist, WorklistRow};

/// 摘要文件. Digests as kept beside the book: they hold for one set of dues, payments and rules.
#[derive(Serialize, Deserialize)]
struct Kept {
    rules: u64,
    registry_file: i64,
    registry_sha256: String,
    from: i32,
    digests: Vec<KeptDigest>,
}

/// One digest: employer, steps, caps, deferrals (days and fen), oldest day, day of the oldest not settled, whether a
/// fee is owed, whether a term stands.
type KeptDigest = (i64, Vec<(i32, i64)>, Vec<(i32, i64)>, Vec<(i32, i64)>, i32, i32, bool, bool);

/// Days after which digests are made anew, so that caps are known well ahead.
const KEPT_DAYS: i32 = 300;

impl Session {
    fn digest_rules(&self, as_of: BusinessDay) -> LedgerRules<'_> {
        LedgerRules { policy: &self.registry.policy, calendar: &self.run.calendar, as_of }
    }

    /// Digests of every employer, from beside the book where they still hold, else made anew for those that
    /// registry files touched since.
    pub(super) fn arrears_digests(
        &self,
        reader: &Reader,
        employers: &[EmployerAt],
        as_of: BusinessDay,
    ) -> Result<Vec<ArrearsDigest>, Failure> {
        let file = reader.last_registry_file()?;
        // What is granted, extended or revoked moves dues without any registry file.
        let granted = |at: ApplicationAt| Some((at.employer_id, at.application.grant()?));
        let grants: Vec<_> = reader.applications(i64::MIN, i64::MAX)?.into_iter().filter_map(granted).collect();
        let by = format!("{:?}\n{:?}\n{grants:?}", self.registry.policy, self.run.calendar);
        let rules = xxh3_64(by.as_bytes());
        let files = reader.registry_files()?;
        let sha256_of = |id: i64| files.iter().find(|row| row.id == id).map_or(String::new(), |row| row.sha256.clone());
        let kept = self.kept_digests().filter(|kept| {
            let of_this_book = kept.registry_file <= file && kept.registry_sha256 == sha256_of(kept.registry_file);
            kept.rules == rules && of_this_book && (0..KEPT_DAYS).contains(&(as_of.number() - kept.from))
        });
        let mut known: BTreeMap<i64, ArrearsDigest> = BTreeMap::new();
        let mut stale: Vec<i64> = Vec::new();
        if let Some(kept) = &kept {
            known = kept.digests.iter().map(|one| (one.0, digest_of(one))).collect();
            if kept.registry_file < file {
                stale = reader.employers_touched_since(kept.registry_file)?;
            }
        }
        let missing = |at: &&EmployerAt| !known.contains_key(&at.id) || stale.binary_search(&at.id).is_ok();
        let anew: Vec<EmployerAt> = employers.iter().filter(missing).cloned().collect();
        if anew.is_empty() && kept.as_ref().is_some_and(|kept| kept.registry_file == file) {
            return Ok(known.into_values().collect());
        }
        let from = kept.as_ref().map_or(as_of, |kept| BusinessDay::from_number(kept.from).unwrap_or(as_of));
        for digest in digests(reader, &anew, &self.digest_rules(as_of))? {
            known.insert(digest.employer_id, digest);
        }
        let digests: Vec<ArrearsDigest> = known.into_values().collect();
        self.keep_digests(&Kept {
            rules,
            registry_file: file,
            registry_sha256: sha256_of(file),
            from: from.number(),
            digests: digests.iter().map(kept_of).collect(),
        });
        Ok(digests)
    }

    fn digests_path(&self) -> PathBuf {
        SideFiles::of(self.store.path(), self.context.lang).path("digests.json")
    }

    fn kept_digests(&self) -> Option<Kept> {
        serde_json::from_slice(&std::fs::read(self.digests_path()).ok()?).ok()
    }

    /// Keeps digests for the next time; where that cannot be, the next time merely takes longer.
    fn keep_digests(&self, kept: &Kept) {
        let side = SideFiles::of(self.store.path(), self.context.lang);
        if let Ok(text) = serde_json::to_vec(kept) {
            let _ = side.keep("digests.json", &text);
        }
    }

    /// The list of a day.
    pub(super) fn worklist(&self, whose: &Whose, as_of: BusinessDay) -> Result<Worklist, Failure> {
        let reader = self.reader()?;
        let employers = employers_with_officers(&reader)?;
        let digests = self.arrears_digests(&reader, &employers, as_of)?;
        let own = &self.actor.name;
        let officer = match whose {
            Whose::All => None,
            Whose::Of(officer) => Some(officer.clone()),
            Whose::Own => employers.iter().any(|at| at.employer.officer == *own).then(|| own.clone()),
        };
        let rules = self.collection_rules()?;
        let chase = Chase::read(&reader)?;
        let mut others = clocks(&reader, &chase, &employers, &digests, &self.chase_rules()?, as_of)?;
        let alone = reader.book()?.is_some_and(|book| book.single_person);
        // Nobody is asked to confirm what they asked for themselves.
        let asked_by_me = |no: i64| chase.hold(no, as_of).is_some_and(|(_, hold)| hold.actor == *own) && !alone;
        others.retain(|event| event.cause != Cause::HoldWaiting || !asked_by_me(event.no));
        others.extend(self.approvals_waiting(&reader)?);
        others.extend(ended(&reader, &digests, &self.deferral_rules()?, as_of)?);
        let rows = today(&reader, &employers, &digests, others, as_of, &rules)?;
        let row = |row: TodayRow| {
            let place = employers.binary_search_by_key(&row.event.employer_id, |at| at.id).ok()?;
            let employer = employers[place].employer.clone();
            // What waits for a second person or for a post is not the officer's own.
            let is_shared = matches!(row.event.cause, Cause::HoldWaiting | Cause::ApprovalWaiting);
            let mine = is_shared || officer.as_ref().is_none_or(|officer| *officer == employer.officer);
            mine.then_some(WorklistRow { employer, row })
        };
        let rows = rows.into_iter().filter_map(row).collect();
        Ok(Worklist { as_of, officer, rows })
    }
}

fn pairs(list: &[(i32, i64)]) -> Vec<(BusinessDay, Money)> {
    let day = |number| BusinessDay::from_number(number).unwrap_or(BusinessDay::MIN);
    list.iter().map(|(number, fen)| (day(*number), Money::from_fen(*fen))).collect()
}

fn digest_of(kept: &KeptDigest) -> ArrearsDigest {
    let (employer_id, steps, caps, deferrals, oldest, owing, has_fee, has_terms) = kept;
    ArrearsDigest {
        employer_id: *employer_id,
        steps: pairs(steps),
        caps: pairs(caps),
        deferrals: pairs(deferrals),
        oldest_due_on: BusinessDay::from_number(*oldest).filter(|_| *oldest > 0),
        owing_since: BusinessDay::from_number(*owing).filter(|_| *owing > 0),
        has_fee: *has_fee,
        has_terms: *has_terms,
    }
}

fn kept_of(digest: &ArrearsDigest) -> KeptDigest {
    let numbers = |list: &[(BusinessDay, Money)]| list.iter().map(|(day, sum)| (day.number(), sum.fen())).collect();
    (
        digest.employer_id,
        numbers(&digest.steps),
        numbers(&digest.caps),
        numbers(&digest.deferrals),
        digest.oldest_due_on.map_or(0, BusinessDay::number),
        digest.owing_since.map_or(0, BusinessDay::number),
        digest.has_fee,
        digest.has_terms,
    )
}

/// The list of a day.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn worklist(context: &Context, whose: &Whose, as_of: Option<BusinessDay>) -> Result<Worklist, Failure> {
    Session::open(context)?.worklist(whose, as_of.unwrap_or(context.now.today))
}

/// Which employers are to be given away.
#[derive(Clone, Debug, Default)]
pub struct AssignAsk {
    /// Codes, numbers or whole names; any where none.
    pub employers: Vec<String>,
    /// 区域.
    pub area: Option<String>,
    /// 规模.
    pub size: Option<SizeClass>,
    /// Officer they have now.
    pub officer: Option<String>,
    /// To whom; empty gives them back to the registry's officer.
    pub to: String,
    /// 原因.
    pub reason: String,
    /// Only say which.
    pub dry_run: bool,
}

/// Gives employers to an officer, or says which it would; each with its principal overdue.
///
/// # Errors
/// When nobody fits, or what cannot be.
pub fn assign(context: &Context, ask: &AssignAsk) -> Result<Vec<(Employer, Money)>, Failure> {
    let session = Session::open(context)?;
    let reader = session.reader()?;
    let all = employers_with_officers(&reader)?;
    let named: Vec<i64> =
        ask.employers.iter().map(|key| Ok(employer_at(&reader, key)?.id)).collect::<Result<_, Failure>>()?;
    let fits = |at: &&EmployerAt| {
        let employer = &at.employer;
        (named.is_empty() || named.contains(&at.id))
            && ask.area.as_ref().is_none_or(|area| *area == employer.area)
            && ask.size.is_none_or(|size| size == employer.size)
            && ask.officer.as_ref().is_none_or(|officer| *officer == employer.officer)
            && employer.officer != ask.to
    };
    let chosen: Vec<&EmployerAt> = all.iter().filter(fits).collect();
    let digests = session.arrears_digests(&reader, &all, context.now.today)?;
    let owed = |id: i64| digests.iter().find(|digest| digest.employer_id == id).map(|one| one.owed(context.now.today));
    let lines = chosen.iter().map(|at| (at.employer.clone(), owed(at.id).unwrap_or(Money::ZERO))).collect();
    if !ask.dry_run {
        let codes = chosen.iter().map(|at| at.employer.code.to_string()).collect();
        let work = CollectionCommand::Assign { codes, officer: ask.to.clone(), reason: ask.reason.clone() };
        session.collect(work, &session.collection_rules()?)?;
    }
    Ok(lines)
}

/// Marks employers, each given by code, number or whole name with its value.
///
/// # Errors
/// What cannot be; nothing is marked then.
pub fn mark(context: &Context, kind: MarkKind, values: &[(String, String)], note: &str) -> Result<usize, Failure> {
    let session = Session::open(context)?;
    let reader = session.reader()?;
    let coded =
        |(key, value): &(String, String)| Ok((employer_at(&reader, key)?.employer.code.to_string(), value.clone()));
    let values = values.iter().map(coded).collect::<Result<Vec<_>, Failure>>()?;
    let count = values.len();
    let work = CollectionCommand::Mark { kind, values, note: note.to_string() };
    session.collect(work, &session.collection_rules()?)?;
    Ok(count)
}

/// 名单. Employers on some list, with what they owe.
#[derive(Clone, Debug)]
pub struct ListedEmployer {
    /// The employer, with the officer in force.
    pub employer: Employer,
    /// Principal overdue.
    pub owed: Money,
    /// Its marks.
    pub marks: Vec<Mark>,
    /// 重点欠费人.
    pub key_debtor: bool,
}

/// Employers that have a mark, or owe so much that they are key debtors: the greatest debt first.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn listed(context: &Context, kind: Option<MarkKind>) -> Result<(Vec<ListedEmployer>, CollectionPolicy), Failure> {
    let session = Session::open(context)?;
    let reader = session.reader()?;
    let rules = session.collection_rules()?;
    let employers = employers_with_officers(&reader)?;
    let digests = session.arrears_digests(&reader, &employers, context.now.today)?;
    let mut marks: BTreeMap<i64, Vec<Mark>> = BTreeMap::new();
    for mark in reader.marks()? {
        marks.entry(mark.employer_id).or_default().push(mark);
    }
    let mut lines: Vec<ListedEmployer> = Vec::new();
    for (at, digest) in employers.into_iter().zip(&digests) {
        let (owed, own) = (digest.owed(context.now.today), marks.remove(&at.id).unwrap_or_default());
        let key_debtor = owed >= rules.policy.key_debtor_from;
        let wanted = match kind {
            None => key_debtor,
            Some(kind) => own.iter().any(|mark| mark.kind == kind),
        };
        if wanted {
            lines.push(ListedEmployer { employer: at.employer, owed, marks: own, key_debtor });
        }
    }
    lines.sort_by_key(|line| (-line.owed.fen(), line.employer.code.to_string()));
    Ok((lines, rules.policy.as_ref().clone()))
}
