//! Made-up differences as lists of them ask.

use std::sync::Arc;

use sanhe::domain::case_list::{CaseFacts, CaseOrder, case_number, key_of_number};
use sanhe::domain::exception::Class;
use sanhe::domain::recon::ExceptionCase;
use sanhe::text::pinyin::Needle;
use sanhe::tui::desk::{CaseAsk, CaseFinder, CaseWindow, CasesDesk, ReceiptsDesk};

use super::FakeDesk;

impl FakeDesk {
    fn listed(&self, ask: &CaseAsk) -> Result<(Vec<ExceptionCase>, bool), String> {
        let whole = match ask.filter.day {
            None => self.open_exceptions(usize::MAX)?,
            Some(day) => self.day(day)?.map(|result| result.exceptions).unwrap_or_default(),
        };
        let needle = Needle::new(&ask.find);
        let found = |slips: bool| {
            let finder = CaseFinder::new(&needle, slips);
            let fits = |case: &&ExceptionCase| {
                let amounts = || case.legs.iter().flat_map(|leg| [leg.amount, leg.face]).collect();
                let facts = CaseFacts::of(case, &amounts);
                ask.lets_through(&facts) && finder.finds(&facts)
            };
            whole.iter().filter(fits).cloned().collect::<Vec<_>>()
        };
        let (mut cases, mut nearly) = (found(false), false);
        if cases.is_empty() && !needle.is_empty() {
            cases = found(true);
            nearly = !cases.is_empty();
        }
        match ask.order {
            CaseOrder::Day => {}
            CaseOrder::Class => cases.sort_by_key(|case| case.class.paper_code()),
            CaseOrder::Difference => cases.sort_by_key(|case| case.difference),
            CaseOrder::Method => cases.sort_by_key(|case| case.method as u8),
            CaseOrder::Cashier => cases.sort_by_key(|case| case.cashier.clone()),
        }
        if ask.descending {
            cases.reverse();
        }
        Ok((cases, nearly))
    }
}

impl CasesDesk for FakeDesk {
    fn cases(&self, ask: &CaseAsk, from: usize, count: usize) -> Result<CaseWindow, String> {
        let (cases, nearly) = self.listed(ask)?;
        let sum = cases.iter().map(|case| case.difference.abs()).sum();
        let total = cases.len();
        Ok(CaseWindow { total, sum, nearly, rows: cases.into_iter().skip(from).take(count).collect() })
    }

    fn case_order(&self, ask: &CaseAsk) -> Result<Arc<Vec<i64>>, String> {
        let (cases, _) = self.listed(ask)?;
        Ok(Arc::new(cases.iter().filter_map(|case| case_number(&case.key)).collect()))
    }

    fn case_sought(&self, ask: &CaseAsk, find: &str) -> Result<Option<i64>, String> {
        let found = self.case_order(&CaseAsk { find: find.into(), ..ask.clone() })?;
        Ok(found.first().copied())
    }

    fn case_classes(&self, ask: &CaseAsk) -> Result<Vec<(Class, usize)>, String> {
        let (cases, _) = self.listed(ask)?;
        let count = |class: Class| cases.iter().filter(|case| case.class == class).count();
        Ok(Class::ALL.iter().map(|class| (*class, count(*class))).filter(|(_, count)| *count > 0).collect())
    }

    fn cases_of(&self, numbers: &[i64]) -> Result<Vec<ExceptionCase>, String> {
        let known = self.cases.lock().unwrap();
        let of = |number: &i64| known.iter().find(|case| case.key.starts_with(&key_of_number(*number)));
        Ok(numbers.iter().filter_map(of).cloned().collect())
    }
}
