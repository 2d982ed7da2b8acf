//! The chasing side of the desk: employers, ledgers, working and ageing as screens show them.

use super::deferral_desk;
use super::desk::BookDesk;
use super::history;
use super::ladder;
use super::registry::{aged, employer_at};
use super::session::Session;
use crate::cli::failure::Failure;
use crate::domain::arrears::ageing::{Ageing, AgeingBy, AgeingRow, Bucket};
use crate::domain::arrears::item::{Item, Portion};
use crate::domain::arrears::ledger::Ledger;
use crate::domain::arrears::policy::{CapMode, FeePolicy};
use crate::domain::arrears::registry::Employer;
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::ops::chase::{Chase, ChaseRules, ledger_of};
use crate::ops::collection::employers_with_officers;
use crate::ops::ledgers::{LedgerRules, each_ledger};
use crate::store::{EmployerAt, Reader};
use crate::text::arrears;
use crate::text::chase::ChaseWord;
use crate::text::working;
use crate::tui::chase::{
    AgeingView, ChaseAct, ChaseDesk, EmployerList, EmployerRow, EmployerSection, EmployerView, EmployersAsk, LedgerRow,
};
use crate::tui::desk::Sentence;

/// An employer with its ledger as of a date, as every part of its screen sees it.
pub(super) struct Standing<'a> {
    /// The employer, and where it stands in the book.
    pub(super) at: &'a EmployerAt,
    /// The employer.
    pub(super) employer: &'a Employer,
    /// Its ledger, with the working.
    pub(super) ledger: &'a Ledger,
    /// What was done about everybody.
    pub(super) chase: &'a Chase,
    /// What the chase goes by.
    pub(super) rules: &'a ChaseRules,
}

/// What one topic says of an employer; nothing when it has nothing to say.
type Section = fn(&Session, &Standing<'_>) -> Result<Option<EmployerSection>, Failure>;

/// Every topic, in the order the screen shows them. A topic adds its line here.
const SECTIONS: &[Section] = &[
    ladder::timeline,
    ladder::holds,
    history::plans,
    history::promises,
    history::calls,
    history::marks,
    deferral_desk::deferrals,
    payments,
];

impl ChaseDesk for BookDesk {
    fn employers(&self, ask: &EmployersAsk) -> Result<EmployerList, Sentence> {
        self.said(self.session.employer_list(ask))
    }

    fn employer(&self, code: &str, as_of: Option<BusinessDay>) -> Result<EmployerView, Sentence> {
        self.said(self.session.employer_view(code, as_of))
    }

    fn working(&self, code: &str, place: Option<usize>, as_of: Option<BusinessDay>) -> Result<Vec<String>, Sentence> {
        self.said(self.session.working(code, place, as_of))
    }

    fn ageing(&self, by: AgeingBy, as_of: Option<BusinessDay>) -> Result<AgeingView, Sentence> {
        self.said(self.session.ageing_view(by, as_of))
    }

    fn chase(&mut self, act: &ChaseAct) -> Result<Sentence, Sentence> {
        self.said(self.session.chase(act))
    }
}

impl Session {
    fn employer_list(&self, ask: &EmployersAsk) -> Result<EmployerList, Failure> {
        let (reader, rules) = (self.reader()?, self.ledger_rules(ask.as_of));
        let employers = employers_with_officers(&reader)?.into_iter();
        let fitting: Vec<EmployerAt> = employers.filter(|at| fits(&at.employer, ask)).collect();
        let mut rows = Vec::with_capacity(fitting.len());
        each_ledger(&reader, &fitting, &rules, |at, ledger| {
            let sums = sums(ledger, |item| wanted(item, ask, rules.policy));
            rows.push(EmployerRow { employer: at.employer.clone(), sums, unallocated: ledger.unallocated() });
            Ok(())
        })?;
        Ok(EmployerList { as_of: rules.as_of, rows })
    }

    fn employer_view(&self, code: &str, as_of: Option<BusinessDay>) -> Result<EmployerView, Failure> {
        let (reader, rules) = (self.reader()?, self.ledger_rules(as_of));
        let at = employer_at(&reader, code)?;
        let ledger = ledger_at(&reader, &at, &rules)?;
        let open_ended = FeePolicy { parameters: uncapped(rules.policy), ..rules.policy.clone() };
        let uncapped = ledger_at(&reader, &at, &LedgerRules { policy: &open_ended, ..rules })?;
        let (chase, chase_rules) = (Chase::read(&reader)?, self.chase_rules()?);
        let standing =
            Standing { at: &at, employer: &at.employer, ledger: &ledger, chase: &chase, rules: &chase_rules };
        let (next, open) = self.next_step(&standing);
        let history = chase.of(at.employer.code.as_str());
        let unconfirmed = history.holds.iter().find(|hold| hold.confirmed_by.is_none() && hold.is_open(ledger.as_of));
        let mut sections = Vec::new();
        for section in SECTIONS {
            sections.extend(section(self, &standing)?);
        }
        let lang = self.context.lang;
        let sums = sums(&ledger, |_| true);
        let items = LedgerRow::of(&ledger, |standing| {
            let line = rules.policy.lines.get(usize::from(standing.item.line.0));
            line.map_or_else(Default::default, |line| (line.code.clone(), arrears::line(line, lang).to_string()))
        });
        Ok(EmployerView {
            as_of: ledger.as_of,
            items,
            uncapped: uncapped.standings.iter().map(|standing| standing.fee_owed()).sum(),
            unallocated: ledger.unallocated(),
            next,
            open,
            unserved: self.unserved(history, &chase_rules),
            unconfirmed: unconfirmed.map(|hold| hold.seq),
            sums,
            sections,
            employer: at.employer,
        })
    }

    fn working(&self, code: &str, place: Option<usize>, as_of: Option<BusinessDay>) -> Result<Vec<String>, Failure> {
        let (reader, rules) = (self.reader()?, self.ledger_rules(as_of));
        let at = employer_at(&reader, code)?;
        let ledger = ledger_at(&reader, &at, &rules)?;
        let charged = |place: &usize| ledger.standings[*place].fee > Money::ZERO;
        let places = (0..ledger.standings.len()).filter(|at| place.map_or_else(|| charged(at), |place| place == *at));
        Ok(places.flat_map(|place| working::item(&ledger, place, rules.policy, self.context.lang)).collect())
    }

    fn ageing_view(&self, by: AgeingBy, as_of: Option<BusinessDay>) -> Result<AgeingView, Failure> {
        let aged = aged(self, by, as_of)?;
        Ok(AgeingView::of(aged.as_of, &aged.ageing, |key| aged.labels.get(key).cloned()))
    }
}

/// The replay of one employer, with its working.
pub(super) fn ledger_at(reader: &Reader, at: &EmployerAt, rules: &LedgerRules<'_>) -> Result<Ledger, Failure> {
    Ok(ledger_of(reader, at, rules)?)
}

fn uncapped(policy: &FeePolicy) -> crate::domain::arrears::policy::Parameters {
    crate::domain::arrears::policy::Parameters { cap_mode: CapMode::None, ..policy.parameters }
}

/// What a ledger owes, of the items wanted.
fn sums(ledger: &Ledger, wanted: impl Fn(&Item) -> bool) -> AgeingRow {
    let mut ageing = Ageing::default();
    let group = |item: &Item, _: Bucket| if wanted(item) { "in".to_string() } else { "out".to_string() };
    ageing.take(ledger, group);
    ageing.rows.get("in").copied().unwrap_or_default()
}

fn wanted(item: &Item, ask: &EmployersAsk, policy: &FeePolicy) -> bool {
    ask.line.as_deref().is_none_or(|line| policy.line_code(item.line) == line)
        && ask.portion.is_none_or(|portion: Portion| portion == item.portion)
}

fn fits(employer: &Employer, ask: &EmployersAsk) -> bool {
    let is = |asked: &Option<String>, own: &str| asked.as_deref().is_none_or(|asked| asked == own);
    is(&ask.area, &employer.area)
        && is(&ask.officer, &employer.officer)
        && is(&ask.kind, &employer.kind)
        && ask.status.is_none_or(|status| status == employer.status)
}

/// 实缴, the last first.
fn payments(session: &Session, standing: &Standing<'_>) -> Result<Option<EmployerSection>, Failure> {
    let lang = session.context.lang;
    let lines: Vec<String> =
        standing.ledger.allocations.iter().rev().map(|paid| working::payment(paid, lang)).collect();
    Ok((!lines.is_empty()).then(|| EmployerSection { title: ChaseWord::Payments.in_lang(lang).to_string(), lines }))
}
