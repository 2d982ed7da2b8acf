//! Rows joined by a separator of their own: ABC answers with `header^^row^^row` on a single line.

use crate::book::formats::{Formats, Profile};
use crate::import::decode::decode;
use crate::import::sniff::compared;

/// Bytes looked at for the heading and the first separator.
const HEAD: usize = 4096;

/// The text with a line feed for each separator, if it begins with the headings of a layout that has one.
pub(super) fn part(bytes: &[u8], formats: &Formats) -> Option<Vec<u8>> {
    let separator = formats.iter().find_map(|profile| begins(bytes, profile))?.as_bytes();
    let mut parted = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for at in memchr::memmem::find_iter(bytes, separator) {
        parted.extend_from_slice(&bytes[from..at]);
        parted.push(b'\n');
        from = at + separator.len();
    }
    parted.extend_from_slice(&bytes[from..]);
    Some(parted)
}

/// The separator of a layout all of whose headings stand before the first of them.
fn begins<'f>(bytes: &[u8], profile: &'f Profile) -> Option<&'f str> {
    let separator = profile.bill.row_separator.as_deref()?;
    let head = &bytes[..bytes.len().min(HEAD)];
    let heading = decode(&head[..memchr::memmem::find(head, separator.as_bytes())?]).ok()?;
    let found: Vec<String> = heading.text.split('|').map(compared).collect();
    profile.required.iter().all(|name| found.contains(&compared(name))).then_some(separator)
}
