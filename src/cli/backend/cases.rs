//! Differences as lists of them ask.

use std::cell::RefCell;
use std::sync::Arc;

use super::desk::BookDesk;
use super::windows::{Kind, Opened, Said, first_of};
use crate::cli::failure::Failure;
use crate::domain::case_list::CaseFacts;
use crate::domain::exception::Class;
use crate::domain::recon::ExceptionCase;
use crate::store::{CaseQuery, Fault, Reader};
use crate::text::pinyin::Needle;
use crate::tui::desk::{CaseAsk, CaseFinder, CaseWindow, CasesDesk, Sentence};

/// 差异, as a kind of rows listed by windows.
pub(super) struct Cases;

impl Kind for Cases {
    type Ask = CaseAsk;

    fn said(reader: &Reader) -> Result<Said, Fault> {
        reader.results_said()
    }

    fn open(reader: &Reader, ask: &CaseAsk) -> Result<Opened, Failure> {
        let needle = Needle::new(&ask.find);
        Opened::find(&needle, |slips| {
            let finder = CaseFinder::new(&needle, slips);
            let fits = |facts: &CaseFacts<'_>| ask.lets_through(facts) && finder.finds(facts);
            let query = CaseQuery { day: ask.filter.day, fits: &fits, order: ask.order, descending: ask.descending };
            reader.case_list(&query).map(|list| (list.numbers, list.sum))
        })
    }
}

impl CasesDesk for BookDesk {
    fn cases(&self, ask: &CaseAsk, from: usize, count: usize) -> Result<CaseWindow, Sentence> {
        let read = |reader: &Reader, numbers: &[i64]| Ok(self.session.aged(reader.cases_numbered(numbers)?));
        let window = self.cases.window(&self.session, ask, (from, count), read);
        self.said(window.map(|(total, sum, nearly, rows)| CaseWindow { total, sum, nearly, rows }))
    }

    fn case_order(&self, ask: &CaseAsk) -> Result<Arc<Vec<i64>>, Sentence> {
        self.said(self.cases.order(&self.session, ask))
    }

    fn case_sought(&self, ask: &CaseAsk, find: &str) -> Result<Option<i64>, Sentence> {
        self.said(first_of::<Cases>(&self.session, &CaseAsk { find: find.to_owned(), ..ask.clone() }))
    }

    fn case_classes(&self, ask: &CaseAsk) -> Result<Vec<(Class, usize)>, Sentence> {
        let counts: RefCell<Vec<usize>> = RefCell::new(vec![0; Class::ALL.len()]);
        let fits = |facts: &CaseFacts<'_>| {
            let place = Class::ALL.iter().position(|class| *class == facts.class).filter(|_| ask.lets_through(facts));
            place.into_iter().for_each(|at| counts.borrow_mut()[at] += 1);
            false
        };
        let (order, descending) = (ask.order, ask.descending);
        let query = CaseQuery { day: ask.filter.day, fits: &fits, order, descending };
        self.said(self.session.reader().and_then(|reader| Ok(reader.case_list(&query)?)))?;
        let counts = counts.take();
        Ok(Class::ALL.iter().copied().zip(counts).filter(|(_, count)| *count > 0).collect())
    }

    fn cases_of(&self, numbers: &[i64]) -> Result<Vec<ExceptionCase>, Sentence> {
        let cases = self.session.reader().and_then(|reader| Ok(reader.cases_numbered(numbers)?));
        self.said(cases.map(|cases| self.session.aged(cases)))
    }
}
