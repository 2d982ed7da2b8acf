//! Bytes → text 解码: what the file is, and in which encoding.
//!
//! Invariant: decoding is strict; no byte is replaced or dropped. A file of two encodings is refused
//! naming a place of each, because any single reading of it would turn names into other names.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, GB18030};

use super::fault::{at_line, whole_file};
use crate::domain::import::{Encoding, RowError, RowErrorCode};

/// The text of a file.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) encoding: Encoding,
}

/// First bytes by which other kinds of file are known.
const MAGIC: [(&[u8], &str); 9] = [
    (b"PK\x03\x04", "ZIP / XLSX"),
    (b"PK\x05\x06", "ZIP / XLSX"),
    (b"\xd0\xcf\x11\xe0", "XLS (OLE)"),
    (b"\x1f\x8b", "GZIP"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
    (b"%PDF", "PDF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
];

/// Tags a text begins with when it is a page, not a table.
const TAGS: [(&str, &str); 5] =
    [("<!doctype html", "HTML"), ("<html", "HTML"), ("<table", "HTML"), ("<meta", "HTML"), ("<?xml", "XML")];

/// Decodes a file.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, RowError> {
    if let Some(kind) = known_otherwise(bytes) {
        return Err(whole_file(RowErrorCode::NotText, vec![kind.into()]));
    }
    text_of(bytes)
}

/// Decodes what is known to be text.
pub(super) fn text_of(bytes: &[u8]) -> Result<Decoded<'_>, RowError> {
    let content = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let decoded = match std::str::from_utf8(content) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), encoding: Encoding::Utf8 },
        Err(error) => {
            let bad = bytes.len() - content.len() + error.valid_up_to();
            Decoded { text: gb18030(bytes, bad)?, encoding: Encoding::Gb18030 }
        }
    };
    if decoded.text.trim().is_empty() {
        return Err(whole_file(RowErrorCode::EmptyFile, vec![]));
    }
    Ok(decoded)
}

fn known_otherwise(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(kind);
    }
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0) * 10, zeros(1) * 10);
    if even.max(odd) > head.len() * 2 && even.min(odd) < head.len() {
        return Some("UTF-16");
    }
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start: Vec<u8> = start.iter().skip_while(|byte| byte.is_ascii_whitespace()).take(20).copied().collect();
    let start = String::from_utf8_lossy(&start).to_ascii_lowercase();
    TAGS.iter().find(|(tag, _)| start.starts_with(tag)).map(|(_, kind)| *kind)
}

/// Strict GB18030 of bytes that are not UTF-8 at `bad`.
fn gb18030(bytes: &[u8], bad: usize) -> Result<Cow<'_, str>, RowError> {
    let Some(text) = GB18030.decode_without_bom_handling_and_without_replacement(bytes) else {
        return Err(not_gb18030(bytes, bad));
    };
    if let Some(utf8) = utf8_field(bytes) {
        let (line, field) = (line_of(bytes, bad), field_at(bytes, bad));
        let shown = GB18030.decode_without_bom_handling(field).0;
        let details = [utf8, line_of(bytes, utf8), bad, line].map(|number| number.to_string());
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        return Err(at_line(line, &shown, RowErrorCode::MixedEncoding, details.into()));
    }
    Ok(match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_start_matches('\u{feff}')),
        Cow::Owned(text) if text.starts_with('\u{feff}') => Cow::Owned(text.trim_start_matches('\u{feff}').into()),
        text => text,
    })
}

/// Neither encoding: at the place where the one that came further gave up. A field of plain UTF-8
/// elsewhere means two encodings as long as the bad field itself reads as GB18030.
fn not_gb18030(bytes: &[u8], bad: usize) -> RowError {
    let field = field_at(bytes, bad);
    let reads = |field: &[u8]| GB18030.decode_without_bom_handling_and_without_replacement(field).is_some();
    if let (Some(utf8), true) = (utf8_field(bytes), reads(field)) {
        let details = [utf8, line_of(bytes, utf8), bad, line_of(bytes, bad)].map(|number| number.to_string());
        let line = u32::try_from(line_of(bytes, bad)).unwrap_or(u32::MAX);
        let shown = GB18030.decode_without_bom_handling(field).0;
        return at_line(line, &shown, RowErrorCode::MixedEncoding, details.into());
    }
    let offset = if utf8_field(bytes).is_some() { bad } else { gb18030_offset(bytes).max(bad) };
    let line = u32::try_from(line_of(bytes, offset)).unwrap_or(u32::MAX);
    let shown: String = bytes[offset..].iter().take(4).map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(" ");
    at_line(line, &shown, RowErrorCode::WrongEncoding, vec![offset.to_string()])
}

/// First byte that is not GB18030.
fn gb18030_offset(bytes: &[u8]) -> usize {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut sink = vec![0_u8; 64 * 1024];
    let mut read_in_all = 0;
    loop {
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(&bytes[read_in_all..], &mut sink, true);
        read_in_all += read;
        match result {
            DecoderResult::OutputFull => {}
            DecoderResult::InputEmpty => return read_in_all,
            DecoderResult::Malformed(length, after) => {
                return read_in_all.saturating_sub(usize::from(length) + usize::from(after));
            }
        }
    }
}

/// Where the first field stands that is itself valid UTF-8 with two Han characters or more.
fn utf8_field(bytes: &[u8]) -> Option<usize> {
    let mut start = 0;
    for end in memchr::memchr3_iter(b',', b'\n', b'\t', bytes).chain([bytes.len()]) {
        let field = &bytes[start..end];
        if !field.is_ascii()
            && let Ok(text) = std::str::from_utf8(field)
            && text.chars().filter(|character| is_han(*character)).nth(1).is_some()
        {
            return Some(start);
        }
        start = end + 1;
    }
    None
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

fn field_at(bytes: &[u8], offset: usize) -> &[u8] {
    let cut = |byte: &u8| matches!(byte, b',' | b'\n' | b'\t' | b'\r');
    let start = bytes[..offset].iter().rposition(cut).map_or(0, |index| index + 1);
    let end = bytes[offset..].iter().position(cut).map_or(bytes.len(), |index| offset + index);
    &bytes[start..end]
}

fn line_of(bytes: &[u8], offset: usize) -> usize {
    memchr::memchr_iter(b'\n', &bytes[..offset]).count() + 1
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn utf8_with_or_without_mark_and_gb18030_read_the_same() {
        let text = "金额,备注\n1.00,门诊\n";
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let (gbk, _, _) = GB18030.encode(text);
        for (bytes, encoding) in
            [(text.as_bytes(), Encoding::Utf8), (&marked, Encoding::Utf8), (&gbk, Encoding::Gb18030)]
        {
            let decoded = decode(bytes).unwrap();
            assert_eq!((decoded.text.as_ref(), decoded.encoding), (text, encoding));
        }
    }

    #[test]
    fn other_kinds_of_file_are_named() {
        let utf16: Vec<u8> = "a,b\n1,2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, kind) in [
            (b"PK\x03\x04rest".as_slice(), "ZIP / XLSX"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "XLS (OLE)"),
            (b"\x1f\x8b\x08", "GZIP"),
            (b"\xff\xfea\0", "UTF-16"),
            (&utf16, "UTF-16"),
            (b"  <HTML><table>", "HTML"),
            (b"<?xml version='1.0'?>", "XML"),
        ] {
            let error = decode(bytes).unwrap_err();
            assert_eq!((error.code, error.details), (RowErrorCode::NotText, vec![kind.to_string()]));
        }
    }

    #[test]
    fn two_encodings_in_one_file_are_both_named() {
        let (gbk, _, _) = GB18030.encode("2,门诊收费\n");
        let bytes = [b"no,text\n1,\xe9\x97\xa8\xe8\xaf\x8a\n".as_slice(), &gbk].concat();
        let error = decode(&bytes).unwrap_err();
        assert_eq!((error.code, error.line), (RowErrorCode::MixedEncoding, 3));
        assert_eq!(error.details, ["10", "2", "19", "3"]);
        assert_eq!(error.excerpt, "门诊收费");
    }

    #[test]
    fn what_is_neither_encoding_is_refused_at_its_byte() {
        let error = decode(b"no,text\n1,ab\xff\xffcd\n").unwrap_err();
        assert_eq!((error.code, error.line), (RowErrorCode::WrongEncoding, 2));
        assert_eq!(error.details, ["12"]);
        let error = decode("no,text\n1,门诊\n2,收费".as_bytes().split_last().unwrap().1).unwrap_err();
        assert!(matches!(error.code, RowErrorCode::WrongEncoding | RowErrorCode::MixedEncoding));
        assert_eq!(decode(b"\xef\xbb\xbf \r\n").unwrap_err().code, RowErrorCode::EmptyFile);
    }
}
