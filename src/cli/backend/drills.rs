//! The drill-down at hand: opened once, read by windows, opened again when a file came in.
//!
//! Invariant: at most one is kept; what it shows is the book as of the newest file.

use std::cell::RefCell;

use super::desk::entry_row;
use super::session::Session;
use crate::cli::failure::Failure;
use crate::domain::entry::{Entry, EntryId};
use crate::store::{Drill, DrillQuery, Reader};
use crate::text::lang::Lang;
use crate::text::pinyin::{FoundNames, Needle};
use crate::text::terms;
use crate::tui::desk::{EntryFilter, EntryWindow};

/// What is kept between two windows.
struct Kept {
    filter: EntryFilter,
    newest_file: i64,
    drill: Drill,
    reader: Reader,
}

/// 下钻. The one drill-down a desk keeps.
#[derive(Default)]
pub(super) struct Drills(RefCell<Option<Kept>>);

impl Drills {
    /// Gives up what is kept.
    pub(super) fn close(&self) {
        self.0.replace(None);
    }

    /// One window of a drill-down.
    pub(super) fn window(
        &self,
        session: &Session,
        filter: &EntryFilter,
        offset: u64,
        limit: usize,
    ) -> Result<EntryWindow, Failure> {
        self.with(session, filter, |drill, reader| {
            let from = usize::try_from(offset).unwrap_or(usize::MAX);
            let (rows, files) = drill.window(reader, from, from.saturating_add(limit))?;
            let shown = files.into_iter().enumerate().map(|(row, file)| entry_row(filter.side, &rows, row, file));
            Ok(EntryWindow { total: drill.total() as u64, sum: drill.sum(), rows: shown.collect() })
        })
    }

    /// Where an entry stands in a drill-down.
    pub(super) fn place(&self, session: &Session, filter: &EntryFilter, id: EntryId) -> Result<Option<u64>, Failure> {
        self.with(session, filter, |drill, _| Ok(drill.place_of(id).map(|place| place as u64)))
    }

    fn with<T>(
        &self,
        session: &Session,
        filter: &EntryFilter,
        read: impl FnOnce(&mut Drill, &Reader) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut slot = self.0.borrow_mut();
        let before = slot.take();
        let mut kept = match before {
            Some(kept) if kept.filter == *filter && kept.reader.last_file_seq()? == kept.newest_file => kept,
            before => {
                let reader = before.map_or_else(|| session.reader(), |kept| Ok(kept.reader))?;
                let newest_file = reader.last_file_seq()?;
                Kept { filter: filter.clone(), newest_file, drill: open(&reader, filter)?, reader }
            }
        };
        let answer = read(&mut kept.drill, &kept.reader);
        *slot = Some(kept);
        answer
    }
}

fn open(reader: &Reader, filter: &EntryFilter) -> Result<Drill, Failure> {
    let needle = Needle::new(&filter.find);
    let names = FoundNames::new(&needle, false);
    let typed = |entry: &Entry<'_>| {
        let by_number = [entry.his_no, entry.order_no, entry.channel_no, entry.ticket_no];
        by_number.iter().any(|number| needle.in_code(number))
            || needle.is_figure()
                && (needle.in_code(&entry.amount.to_string()) || needle.in_code(&entry.at.to_string()))
            || names.holds(entry.cashier)
            || names.holds(terms::method(entry.method, Lang::Zh))
            || names.holds(terms::kind(entry.kind, Lang::Zh))
    };
    let found = |entry: &Entry<'_>| filter.rows.fits_entry(entry) && (needle.is_empty() || typed(entry));
    let query = DrillQuery {
        day: filter.day,
        side: filter.side,
        method: filter.method,
        cashier: filter.cashier.as_deref(),
        found: (!needle.is_empty() || !filter.rows.is_empty()).then_some(&found),
        order: filter.order,
        descending: filter.descending,
    };
    Ok(reader.drill(&query)?)
}
