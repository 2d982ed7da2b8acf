//! Rows joined by a separator of their own: ABC answers with `header^^row^^row` on a single line.

use crate::book::formats::Formats;

/// Bytes looked at for the first separator.
const HEAD: usize = 4096;

/// The text with a line feed for each separator of the layout whose heading it begins with.
pub(super) fn part(bytes: &[u8], formats: &Formats) -> Option<Vec<u8>> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let separators = formats.iter().filter_map(|profile| profile.bill.row_separator.as_deref());
    let separator = separators.map(str::as_bytes).find(|separator| memchr::memmem::find(head, separator).is_some())?;
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
