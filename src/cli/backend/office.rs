//! The house's side of the desk: operators and 本单位资料, changed by the same commands as on the command line.
//!
//! Invariant: a row is changed only while it still stands as the person saw it.

use std::path::PathBuf;

use super::desk::BookDesk;
use crate::book::house;
use crate::cli::failure::Failure;
use crate::domain::house::House;
use crate::domain::rejection::Rejection;
use crate::ops::Command;
use crate::ops::site::{CHANNELS, SiteFile, standing};
use crate::store;
use crate::text::form::{row_exists, row_gone};
use crate::tui::desk::Sentence;
use crate::tui::office::{FieldRefusal, Office, OperatorRow, SiteAnswer, SiteChange, SiteRow};

/// Tries to put a row among what others change at the same time.
const TRIES: usize = 20;

impl BookDesk {
    fn refusal(&self, field: &'static str, failure: &Failure) -> FieldRefusal {
        FieldRefusal { field, sentence: failure.sentence(self.session.context.lang) }
    }

    fn listed(&self) -> Result<Vec<OperatorRow>, Failure> {
        let reader = self.session.reader()?;
        let named = |row: store::OperatorRow| {
            let since = reader.fact(row.added_seq)?.map_or(row.bound_on, |fact| fact.at_utc);
            Ok(OperatorRow { name: row.name, account: row.os_account, since })
        };
        reader.operators()?.into_iter().map(named).collect()
    }

    fn house(&self) -> Result<House, Failure> {
        Ok(House::load(&super::session::rule_files(&self.session.context))?)
    }

    /// Writes the house's facts through the command that journals them, in the place of those they were made from.
    fn put(&self, house: &House, base: String) -> Result<(), Failure> {
        let text = house::write(house)
            .map_err(|error| Failure::Fault { what: error.to_string(), context: CHANNELS.into() })?;
        let files = vec![SiteFile { name: CHANNELS.into(), text, base: Some(base) }];
        let directory = self.session.context.data_directory.clone();
        self.session.execute(Command::ImportSite { files, directory }).map(drop)
    }
}

impl Office for BookDesk {
    fn side_directory(&self) -> Option<PathBuf> {
        let mut beside = self.session.context.book.as_os_str().to_os_string();
        beside.push(".drafts");
        Some(beside.into())
    }

    fn operators(&self) -> Result<Vec<OperatorRow>, Sentence> {
        self.said(self.listed())
    }

    fn add_operator(&mut self, name: &str, account: &str) -> Result<(), FieldRefusal> {
        let command = Command::AddOperator { name: name.into(), os_account: account.into() };
        self.session.execute(command).map(drop).map_err(|failure| {
            let field = match &failure {
                Failure::Rejection(Rejection::OperatorExists(_)) => "name",
                Failure::Rejection(Rejection::BadName(bad)) => {
                    if bad == account {
                        "account"
                    } else {
                        "name"
                    }
                }
                _ => "",
            };
            self.refusal(field, &failure)
        })
    }

    fn site(&self) -> Result<House, Sentence> {
        self.said(self.house())
    }

    fn change_site(&mut self, change: &SiteChange) -> Result<SiteAnswer, FieldRefusal> {
        // Someone who changes another row at the same moment is no clash: the row is put among theirs.
        for _ in 0..TRIES {
            match self.change_site_once(change) {
                Ok(Some(answer)) => return Ok(answer),
                Ok(None) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        Err(self.refusal("", &Failure::Rejection(Rejection::SiteChanged(CHANNELS.into()))))
    }
}

impl BookDesk {
    /// One try; `None` where the file was changed between being read and being written.
    fn change_site_once(&self, change: &SiteChange) -> Result<Option<SiteAnswer>, FieldRefusal> {
        let base = standing(&self.session.context.data_directory, CHANNELS);
        let mut house = self.house().map_err(|failure| self.refusal("", &failure))?;
        let lang = self.session.context.lang;
        let placed = match (&change.now, &change.was) {
            (SiteRow::Contract(now), was) => {
                let was = was.as_ref().and_then(|was| match was {
                    SiteRow::Contract(was) => Some(was),
                    SiteRow::Account(_) => None,
                });
                let key = |row: &crate::domain::house::ChannelContract| (row.method, row.merchant.clone());
                place(&mut house.channels, was, now, key).map_err(|clash| clash.map(SiteRow::Contract))
            }
            (SiteRow::Account(now), was) => {
                let was = was.as_ref().and_then(|was| match was {
                    SiteRow::Account(was) => Some(was),
                    SiteRow::Contract(_) => None,
                });
                place(&mut house.accounts, was, now, |row| row.no.clone()).map_err(|clash| clash.map(SiteRow::Account))
            }
        };
        let field = if matches!(change.now, SiteRow::Contract(_)) { "merchant" } else { "no" };
        match placed {
            Ok(()) => match self.put(&house, base) {
                Ok(()) => Ok(Some(SiteAnswer::Done)),
                Err(Failure::Rejection(Rejection::SiteChanged(_))) => Ok(None),
                Err(failure) => Err(self.refusal("", &failure)),
            },
            Err(Clash::Theirs(theirs)) => Ok(Some(SiteAnswer::Theirs(theirs))),
            Err(Clash::Exists) => Err(FieldRefusal { field, sentence: row_exists(lang).to_owned() }),
            Err(Clash::Gone) => Err(FieldRefusal { field, sentence: row_gone(lang).to_owned() }),
        }
    }
}

/// Why a row cannot be put in its place.
#[derive(Debug, PartialEq, Eq)]
enum Clash<T> {
    /// Someone else changed it to this.
    Theirs(T),
    /// Another row has that number.
    Exists,
    /// Someone else took it away.
    Gone,
}

impl<T> Clash<T> {
    fn map<U>(self, other: impl FnOnce(T) -> U) -> Clash<U> {
        match self {
            Clash::Theirs(row) => Clash::Theirs(other(row)),
            Clash::Exists => Clash::Exists,
            Clash::Gone => Clash::Gone,
        }
    }
}

/// Puts `now` in the place of `was`, or at the end; no two rows have one key.
fn place<T: Clone + PartialEq, K: PartialEq>(
    rows: &mut Vec<T>,
    was: Option<&T>,
    now: &T,
    key: impl Fn(&T) -> K,
) -> Result<(), Clash<T>> {
    let at = match was {
        None => None,
        Some(was) => match rows.iter().position(|row| key(row) == key(was)) {
            None => return Err(Clash::Gone),
            Some(at) if rows[at] != *was => return Err(Clash::Theirs(rows[at].clone())),
            Some(at) => Some(at),
        },
    };
    if rows.iter().enumerate().any(|(other, row)| Some(other) != at && key(row) == key(now)) {
        return Err(Clash::Exists);
    }
    match at {
        Some(at) => rows[at] = now.clone(),
        None => rows.push(now.clone()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_takes_the_place_of_what_was_seen_and_of_nothing_else() {
        let rows = || vec![(1, 'a'), (2, 'b')];
        let put = |was: Option<(i32, char)>, now: (i32, char)| {
            let mut rows = rows();
            place(&mut rows, was.as_ref(), &now, |row| row.0).map(|()| rows)
        };
        assert_eq!(put(None, (3, 'c')), Ok(vec![(1, 'a'), (2, 'b'), (3, 'c')]));
        assert_eq!(put(Some((2, 'b')), (2, 'c')), Ok(vec![(1, 'a'), (2, 'c')]));
        assert_eq!(put(Some((2, 'b')), (4, 'b')), Ok(vec![(1, 'a'), (4, 'b')]));
        assert_eq!(put(None, (2, 'c')), Err(Clash::Exists));
        assert_eq!(put(Some((2, 'b')), (1, 'b')), Err(Clash::Exists));
        assert_eq!(put(Some((2, 'x')), (2, 'c')), Err(Clash::Theirs((2, 'b'))));
        assert_eq!(put(Some((9, 'x')), (9, 'c')), Err(Clash::Gone));
    }
}
