//! Which text of a file is the bill 取账单: of several in an archive exactly one, and its summary.
//!
//! Invariant: a choice is never guessed: two bills in one archive refuse it by their names, and where
//! none is one, the error is that of the first text.

use std::borrow::Cow;

use super::container::Member;
use super::decode::{Decoded, decode};
use super::fault::whole_file;
use super::sniff::{self, Found, Layout};
use super::summary::{self, SummaryTotal};
use crate::book::formats::Formats;
use crate::domain::import::{Encoding, RowError, RowErrorCode};

/// The bill found.
#[derive(Debug)]
pub(super) struct Source<'a, 'f> {
    /// Its bytes, whose lines the rows are named by.
    pub(super) bytes: &'a [u8],
    pub(super) text: Cow<'a, str>,
    pub(super) encoding: Encoding,
    pub(super) found: Found<'f>,
    /// Its name, of the file or within the archive.
    pub(super) name: &'a str,
    /// The texts beside it that are no bill.
    pub(super) unread: Vec<RowError>,
    /// The totals of the summary beside it; none where there is no such file.
    pub(super) summary: Option<Vec<SummaryTotal>>,
}

/// Finds the bill among the texts of a file.
pub(super) fn choose<'a, 'f>(
    members: &'a [Member<'a>],
    formats: &'f Formats,
    (path, forced): (&'a str, Option<&str>),
) -> Result<Source<'a, 'f>, RowError> {
    if let [member] = members {
        let Decoded { text, encoding } = decode(&member.bytes)?;
        let found = sniff::find(&text, formats, forced)?;
        return Ok(Source {
            bytes: &member.bytes,
            text,
            encoding,
            found,
            name: path,
            unread: Vec::new(),
            summary: None,
        });
    }
    let (mut bills, mut others, mut fault) = (Vec::new(), Vec::new(), None);
    for member in members {
        let decoded = decode(&member.bytes)?;
        match sniff::find(&decoded.text, formats, forced) {
            Ok(found) => bills.push((member, decoded, found)),
            Err(error) => {
                fault = fault.or(Some(error));
                others.push((member, decoded));
            }
        }
    }
    let yields = |found: &Found<'_>| matches!(found.layout, Layout::Receipts(profile) if profile.bill.yields);
    if bills.len() > 1 && bills.iter().any(|(.., found)| !yields(found)) {
        let (beside, kept): (Vec<_>, Vec<_>) = bills.into_iter().partition(|(.., found)| yields(found));
        others.extend(beside.into_iter().map(|(member, decoded, _)| (member, decoded)));
        bills = kept;
    }
    if bills.len() > 1 {
        let names = bills.iter().map(|(member, ..)| super::ident::excerpt(&member.name)).collect();
        return Err(whole_file(RowErrorCode::SeveralBills, names));
    }
    let Some((member, decoded, found)) = bills.pop() else {
        return Err(fault.unwrap_or_else(|| whole_file(RowErrorCode::EmptyFile, vec![])));
    };
    let wanted = match found.layout {
        Layout::Receipts(profile) => profile.bill.summary.as_ref(),
        Layout::Statement(_) => None,
    };
    let (mut totals, mut unread) = (None, Vec::new());
    for (other, decoded) in others {
        match wanted.and_then(|wanted| summary::read(&decoded.text, wanted)) {
            Some(read) => totals = Some(read?),
            None => {
                let details = vec![super::ident::excerpt(&other.name)];
                unread.push(whole_file(RowErrorCode::UnreadMember, details));
            }
        }
    }
    let Decoded { text, encoding } = decoded;
    Ok(Source { bytes: &member.bytes, text, encoding, found, name: &member.name, unread, summary: totals })
}
