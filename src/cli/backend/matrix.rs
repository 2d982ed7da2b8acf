//! The side of the desk that judges who may defer what.

use super::desk::BookDesk;
use super::session::Session;
use crate::cli::failure::Failure;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::deferral::eligibility::{Eligibility, Verdict};
use crate::domain::deferral::policy::Policy;
use crate::ops::deferral::{DeferralRules, MatrixAsk, matrix};
use crate::store::EmployerAt;
use crate::text::apply::months as month_words;
use crate::text::deferral::verdict;
use crate::tui::desk::Sentence;
use crate::tui::matrix::{EligibilityMatrix, Eligible, MatrixDesk, MatrixLine, MatrixView};

/// Months shown of one employer where none were asked for, before and after today's.
const AROUND: i32 = 6;

impl Session {
    fn eligibility(&self, view: &MatrixView) -> Result<EligibilityMatrix, Failure> {
        let (reader, rules) = (self.reader()?, self.deferral_rules()?);
        let now = FeeMonth::of(self.context.now.today);
        let usual = if view.code.is_some() { (now.plus(-AROUND), now.plus(AROUND)) } else { (now, now) };
        let (first, last) = view.months.unwrap_or(usual);
        let lines: Vec<String> = rules.policy.lines.iter().map(|line| line.code.clone()).collect();
        let lines = match (&view.line, &view.code) {
            (Some(line), _) => vec![line.clone()],
            (None, Some(_)) => lines,
            (None, None) => lines.into_iter().take(1).collect(),
        };
        let wanted = |policy: &&Policy| view.policy.as_deref().is_none_or(|id| policy.id == id);
        let ask = MatrixAsk {
            policies: rules.catalogue.policies.iter().filter(wanted).collect(),
            months: (0..=last.since(first).clamp(0, 119)).map(|more| first.plus(more)).collect(),
            on: self.context.now.today,
            lines,
        };
        let named = |at: &EmployerAt| view.code.as_deref().is_none_or(|code| at.employer.code.as_str() == code);
        let employers: Vec<EmployerAt> = reader.employers()?.into_iter().filter(named).collect();
        let scope: Vec<String> = match ask.lines.as_slice() {
            [line] => vec![self.line_label(line), month_words(first, last)],
            _ => vec![month_words(first, last)],
        };
        let scope = view.policy.iter().cloned().chain(scope).collect::<Vec<_>>().join(" ");
        let mut found = EligibilityMatrix {
            scope,
            months: Some((first, last)),
            employers: employers.len(),
            judged: 0,
            rows: Vec::new(),
        };
        matrix(&reader, &rules, &employers, &ask, |at, line, verdicts| {
            found.judged += verdicts.len();
            let label = self.line_label(line);
            for (first, last) in runs(verdicts, view.open_only) {
                found.rows.push(self.matrix_line(&rules, at, &label, &first, last));
            }
        })?;
        Ok(found)
    }

    fn matrix_line(
        &self,
        rules: &DeferralRules,
        at: &EmployerAt,
        line: &str,
        found: &Eligibility,
        last: FeeMonth,
    ) -> MatrixLine {
        let offer = rules.catalogue.policy(&found.policy).and_then(|policy| policy.offers.get(found.offer));
        MatrixLine {
            code: at.employer.code.to_string(),
            no: at.employer.no.clone(),
            name: at.employer.name.clone(),
            line: line.to_string(),
            policy: found.policy.clone(),
            months: (found.month, last),
            verdict: match found.verdict {
                Verdict::Yes(_) => Eligible::Yes,
                Verdict::Ask(_) => Eligible::Ask,
                Verdict::No(_) => Eligible::No,
            },
            clause: offer.map_or_else(String::new, |offer| offer.clause.clone()),
            reason: verdict(&found.verdict, &found.policy, self.context.lang),
        }
    }
}

/// Verdicts of one policy in order of months, those that fare alike together, each with its last month.
pub(super) fn runs(verdicts: Vec<Eligibility>, open_only: bool) -> Vec<(Eligibility, FeeMonth)> {
    let mut runs: Vec<(Eligibility, FeeMonth)> = Vec::new();
    for row in verdicts {
        if open_only && matches!(row.verdict, Verdict::No(_)) {
            continue;
        }
        match runs.last_mut() {
            Some((first, last))
                if first.policy == row.policy
                    && (first.offer, &first.verdict) == (row.offer, &row.verdict)
                    && last.plus(1) == row.month =>
            {
                *last = row.month;
            }
            _ => runs.push((row.clone(), row.month)),
        }
    }
    runs
}

impl MatrixDesk for BookDesk {
    fn eligibility(&self, view: &MatrixView) -> Result<EligibilityMatrix, Sentence> {
        self.said(self.session.eligibility(view))
    }
}
