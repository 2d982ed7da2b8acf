//! 差异列表: the differences of a day or of all days, chosen and ordered, a window at a time.
//!
//! Invariant: opening reads what choosing and ordering need and keeps eight bytes a row; a window then reads the
//! rows it shows. A list says on which results it was opened, so that an old one is never taken for a new one.

use std::cmp::Reverse;

use rusqlite::{Row, named_params};
use serde::Deserialize;

use super::super::fault::{During, Fault};
use super::super::{Reader, convert};
use super::ranks::Ranks;
use super::results::Leg;
use crate::domain::case_list::{CaseFacts, CaseOrder, case_number, key_of_number};
use crate::domain::day::BusinessDay;
use crate::domain::entry::Method;
use crate::domain::exception::Class;
use crate::domain::money::Money;
use crate::domain::recon::ExceptionCase;

const OF_DAY: &str = "SELECT key, day, class, state, method, cashier, his_no, order_no, slip_no, difference_fen, place,
    body FROM exceptions WHERE day = :day";
const OPEN: &str = "SELECT key, day, class, state, method, cashier, his_no, order_no, slip_no, difference_fen, place,
    body FROM exceptions WHERE state IN ('open', 'proposed')";
const SAID: &str = "SELECT coalesce(max(said_seq), 0), count(*) FROM day_results";

/// Which differences, and in which order.
pub struct CaseQuery<'q> {
    /// 营业日; those of all days that are open when `None`.
    pub day: Option<BusinessDay>,
    /// Whether one belongs into the list.
    pub fits: &'q dyn Fn(&CaseFacts<'_>) -> bool,
    /// Order.
    pub order: CaseOrder,
    /// Whether the order runs backwards.
    pub descending: bool,
}

/// 差异列表. The numbers of the differences chosen, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseList {
    /// Numbers ([`case_number`]) in order.
    pub numbers: Vec<i64>,
    /// Σ of the differences without sign.
    pub sum: Money,
}

/// A difference while the list is gathered: what it is ordered by, its day and place, its number.
type Gathered = (i64, i32, i64, i64);

/// The rows of a body, the rest left aside.
#[derive(Deserialize)]
struct Legs {
    legs: Vec<Leg>,
}

impl Reader {
    /// On which results the lists of differences stand: the fact that said the last of them, and how many there are.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn results_said(&self) -> Result<(i64, i64), Fault> {
        let mut statement = self.connection().prepare_cached(SAID).during("read results")?;
        statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).during("read results")
    }

    /// Opens a list of differences.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn case_list(&self, query: &CaseQuery<'_>) -> Result<CaseList, Fault> {
        self.gather_cases(query).during("read exceptions")
    }

    fn gather_cases(&self, query: &CaseQuery<'_>) -> rusqlite::Result<CaseList> {
        let (mut gathered, mut cashiers, mut sum) = (Vec::new(), Ranks::default(), Money::ZERO);
        let day = query.day.map(|day| day.to_string());
        let mut statement = self.connection().prepare_cached(if day.is_some() { OF_DAY } else { OPEN })?;
        let mut rows = match &day {
            Some(day) => statement.query(named_params! {":day": day})?,
            None => statement.query([])?,
        };
        while let Some(row) = rows.next()? {
            gathered.extend(gather(row, query, &mut cashiers, &mut sum)?);
        }
        if query.order == CaseOrder::Cashier {
            cashiers.rank(gathered.iter_mut().map(|(rank, ..): &mut Gathered| rank));
        }
        if query.descending {
            gathered.sort_unstable_by_key(|one| Reverse(*one));
        } else {
            gathered.sort_unstable();
        }
        Ok(CaseList { numbers: gathered.into_iter().map(|(.., number)| number).collect(), sum })
    }

    /// The differences of these numbers, in their order; one that is gone is left out.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn cases_numbered(&self, numbers: &[i64]) -> Result<Vec<ExceptionCase>, Fault> {
        let mut cases = Vec::with_capacity(numbers.len());
        for number in numbers {
            cases.extend(self.cases_of_prefix(&key_of_number(*number))?.into_iter().next());
        }
        self.name_files(&mut cases)?;
        Ok(cases)
    }
}

/// What the list keeps of a row that belongs into it.
fn gather(
    row: &Row<'_>,
    query: &CaseQuery<'_>,
    cashiers: &mut Ranks,
    sum: &mut Money,
) -> rusqlite::Result<Option<Gathered>> {
    let text = |column: usize| -> rusqlite::Result<&str> { Ok(row.get_ref(column)?.as_str()?) };
    let amounts = || -> Vec<Money> {
        let body: Option<Legs> = text(11).ok().and_then(|body| serde_json::from_str(body).ok());
        let legs = body.map(|body| body.legs).unwrap_or_default();
        legs.iter().flat_map(|(_, _, _, amount, face, ..)| [*amount, *face].map(Money::from_fen)).collect()
    };
    let facts = CaseFacts {
        day: convert::day(row, 1)?,
        class: convert::class(row, 2)?,
        state: convert::state(row, 3)?,
        method: convert::method(row, 4)?.unwrap_or(Method::Other),
        cashier: text(5)?,
        his_no: text(6)?,
        order_no: text(7)?,
        slip_no: text(8)?,
        difference: Money::from_fen(row.get(9)?),
        amounts: &amounts,
    };
    if !(query.fits)(&facts) {
        return Ok(None);
    }
    *sum += facts.difference.abs();
    let rank = match query.order {
        CaseOrder::Day => 0,
        CaseOrder::Class => rank_on_paper(facts.class),
        CaseOrder::Difference => facts.difference.fen(),
        CaseOrder::Method => facts.method as i64,
        CaseOrder::Cashier => cashiers.number_of(facts.cashier),
    };
    let key = text(0)?;
    let number = case_number(key).ok_or_else(|| convert::wrong(0, "key"))?;
    Ok(Some((rank, facts.day.number(), row.get(10)?, number)))
}

/// Where a class stands among all by its code on paper.
fn rank_on_paper(class: Class) -> i64 {
    Class::ALL.iter().filter(|other| other.paper_code() < class.paper_code()).count() as i64
}
