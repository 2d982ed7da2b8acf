//! Judging applications 资格审核 out of the book: the firm as registry and ledger know it, against the policy.
//!
//! Invariant: nothing is stored; the same book, rules and form give the same verdict.

use std::collections::BTreeMap;

use super::DeferralRules;
use crate::domain::arrears::item::Portion;
use crate::domain::arrears::ledger::Ledger;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::arrears::registry::SizeClass as RegistrySize;
use crate::domain::day::BusinessDay;
use crate::domain::deferral::application::{Application, Form, Stage};
use crate::domain::deferral::firm::Firm;
use crate::domain::deferral::intake::{Desk, Intake, Lack, intake};
use crate::domain::deferral::refusal::DeferralRejection;
use crate::domain::deferral::size::SizeClass;
use crate::domain::money::Money;
use crate::ops::Refusal;
use crate::ops::ledgers::account;
use crate::store::{ApplicationAt, EmployerAt, Reader};

/// What is known of one unit.
#[derive(Debug)]
pub struct Judge {
    /// The unit.
    pub employer: EmployerAt,
    ledger: Ledger,
    applications: Vec<ApplicationAt>,
}

/// 审核结果.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// 结论.
    pub intake: Intake,
    /// 申请缓缴金额; what the dues on record come to where the form does not say.
    pub amount: Money,
}

impl Judge {
    /// Reads what the book knows of a unit, as of a date.
    ///
    /// # Errors
    /// What the book, the calendar or the rules refuse.
    pub fn read(
        reader: &Reader,
        employer: &EmployerAt,
        rules: &DeferralRules,
        as_of: BusinessDay,
    ) -> Result<Judge, Refusal> {
        let id = employer.id;
        let account = account(employer, &reader.dues(id, id)?, &reader.payments(id, id)?, &rules.policy)?;
        let ledger = Ledger::replay(&account, as_of, &rules.policy, &rules.calendar, false)?;
        Ok(Judge { employer: employer.clone(), ledger, applications: reader.applications(id, id)? })
    }

    /// The unit as a policy sees it, for an application of one line.
    pub fn firm(&self, rules: &DeferralRules, line: &str, month: FeeMonth, applied_on: BusinessDay) -> Firm {
        firm(&self.employer, &self.ledger, rules, line, month, applied_on)
    }

    /// Judges a form; `own` is the application it belongs to, which does not stand in its own way.
    ///
    /// # Errors
    /// [`DeferralRejection::PolicyUnknown`], [`DeferralRejection::BadMonths`].
    pub fn judge(&self, rules: &DeferralRules, form: &Form, own: Option<&str>) -> Result<Judged, DeferralRejection> {
        let unknown = || DeferralRejection::PolicyUnknown(form.policy.clone());
        let policy = rules.catalogue.policy(&form.policy).ok_or_else(unknown)?;
        if form.months.1 < form.months.0 || form.months.1.since(form.months.0) >= 120 {
            return Err(DeferralRejection::BadMonths(format!("{} {}", form.months.0, form.months.1)));
        }
        let mut firm = self.firm(rules, &form.line, form.months.0, form.applied_on);
        firm.facts.extend(form.facts.iter().map(|(need, holds)| (*need, *holds)));
        let overlap = self.overlap(form, own);
        let desk = Desk { catalogue: &rules.catalogue, policy, firm: &firm, overlap };
        let amount = if form.amount.is_zero() { self.open(rules, form) } else { form.amount };
        let found = match intake(&desk, form) {
            Intake::Pass(_) if amount.is_zero() => Intake::Lacking(vec![Lack::Amount]),
            found => found,
        };
        Ok(Judged { intake: found, amount })
    }

    /// What the employer's part of its months comes to, as far as it is on record and open.
    fn open(&self, rules: &DeferralRules, form: &Form) -> Money {
        let within = self.ledger.standings.iter().filter(|standing| {
            let item = &standing.item;
            item.portion == Portion::Employer
                && rules.policy.line_code(item.line) == form.line
                && form.months.0 <= item.month
                && item.month <= form.months.1
        });
        let kept = |amount: Money| {
            let parts = i128::from(amount.fen()) * i128::from(100 - form.excluded_percent.min(99));
            Money::from_fen(i64::try_from((parts + 50).div_euclid(100)).unwrap_or(0))
        };
        within.map(|standing| kept(standing.owed + standing.deferred)).sum()
    }

    fn overlap(&self, form: &Form, own: Option<&str>) -> Option<&str> {
        let stands = |application: &&Application| {
            !matches!(application.stage(), Stage::Refused | Stage::Withdrawn | Stage::Revoked)
                && own != Some(application.no.as_str())
        };
        let meets = |application: &&Application| {
            application.form().is_some_and(|other| {
                other.line == form.line && other.months.0 <= form.months.1 && form.months.0 <= other.months.1
            })
        };
        self.applications.iter().map(|at| &at.application).filter(stands).find(meets).map(|found| found.no.as_str())
    }
}

/// A unit as a policy sees it: registry, ledger and place; what none of them says stays unknown.
pub(super) fn firm(
    employer: &EmployerAt,
    ledger: &Ledger,
    rules: &DeferralRules,
    line: &str,
    month: FeeMonth,
    applied_on: BusinessDay,
) -> Firm {
    let own = &employer.employer;
    let of_line = ledger.standings.iter().filter(|standing| {
        standing.item.portion == Portion::Employer && rules.policy.line_code(standing.item.line) == line
    });
    let of_line: Vec<_> = of_line.collect();
    let is_paid = |standing: &&&crate::domain::arrears::ledger::Standing| {
        standing.owed.is_zero() && standing.deferred.is_zero() && standing.paid > Money::ZERO
    };
    let paid = of_line.iter().filter(is_paid).map(|standing| standing.item.month).collect();
    let fund = rules.place.fund(line, month).map(|fund| (line.to_string(), fund.tenths));
    Firm {
        unit_type: rules.place.units.get(&own.kind).copied(),
        area: own.area.clone(),
        industry: own.industry.trim_start_matches(|letter: char| letter.is_ascii_alphabetic()).to_string(),
        size: size(own.size),
        facts: rules.place.facts_of(&own.area, month).collect(),
        fund_tenths: fund.into_iter().collect(),
        paid: BTreeMap::from([(line.to_string(), paid)]),
        applied_on: Some(applied_on),
        due_on: of_line.iter().map(|standing| (standing.item.month, standing.terms.due_on)).collect(),
    }
}

fn size(size: RegistrySize) -> Option<SizeClass> {
    match size {
        RegistrySize::Large => Some(SizeClass::Large),
        RegistrySize::Medium => Some(SizeClass::Medium),
        RegistrySize::Small => Some(SizeClass::Small),
        RegistrySize::Micro => Some(SizeClass::Micro),
        RegistrySize::Unclassed => None,
    }
}
