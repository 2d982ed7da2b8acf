//! ZIP: the bills of Alipay and UnionPay, whose names are GBK without the flag that would say so.
//!
//! Invariant: a name is only ever shown and compared, never opened; one that climbs out of its folder,
//! an encrypted member and an unknown way of packing refuse the whole archive.

use std::borrow::Cow;
use std::io::Cursor;

use encoding_rs::GB18030;
use zip::ZipArchive;

use super::{Member, read_bounded};
use crate::domain::import::{RowError, RowErrorCode};
use crate::import::fault::whole_file;
use crate::import::ident::excerpt;

/// Most members looked at.
const MEMBERS_MAX: usize = 64;
/// Ends of names that are texts.
const TEXTS: [&str; 4] = [".csv", ".txt", ".log", ".dat"];

/// Whether the archive is an Excel workbook: its first member is one of the workbook's own parts.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    let length = bytes.get(26..28).map_or(0, |two| usize::from(u16::from_le_bytes([two[0], two[1]])));
    let name = bytes.get(30..30 + length).unwrap_or_default();
    [&b"[Content_Types].xml"[..], b"_rels/", b"xl/", b"docProps/"].iter().any(|part| name.starts_with(part))
}

/// The text members that hold anything, in the archive's order.
pub(super) fn members(bytes: &[u8]) -> Result<Vec<Member<'static>>, RowError> {
    let broken = |error: zip::result::ZipError| whole_file(RowErrorCode::BrokenArchive, vec![error.to_string()]);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MEMBERS_MAX {
        return Err(whole_file(RowErrorCode::TooMany, vec![MEMBERS_MAX.to_string()]));
    }
    let (mut members, mut spent) = (Vec::new(), 0);
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).map_err(broken)?;
        let (name, encrypted) = (decoded_name(member.name_raw()), member.encrypted());
        let folder = member.is_dir();
        drop(member);
        if is_unsafe(&name) || encrypted {
            return Err(whole_file(RowErrorCode::UnsafeArchive, vec![excerpt(&name)]));
        }
        if folder || !is_text(&name) {
            continue;
        }
        let content = read_bounded(archive.by_index(index).map_err(broken)?, bytes.len() as u64, spent)?;
        spent += content.len() as u64;
        if !content.is_empty() {
            members.push(Member { name, bytes: Cow::Owned(content) });
        }
    }
    match members.is_empty() {
        true => Err(whole_file(RowErrorCode::EmptyFile, vec![])),
        false => Ok(members),
    }
}

/// UTF-8 where it is, else GBK, whatever the flag says.
fn decoded_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.into(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}

fn is_text(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let file = lower.rsplit('/').next().unwrap_or_default();
    // UnionPay's `INN26030288ZM_898…` has no ending at all.
    TEXTS.iter().any(|end| file.ends_with(end)) || !file.contains('.')
}

fn is_unsafe(name: &str) -> bool {
    let climbs = name.split(['/', '\\']).any(|part| part == "..");
    climbs || name.starts_with(['/', '\\']) || name.as_bytes().get(1) == Some(&b':') || name.contains('\0')
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn only_texts_that_hold_anything_come_out() {
        let archive = packed(&[("a.csv", b"1"), ("b.txt", b""), ("c.exe", b"2"), ("INN26030288ZM_8", b"3")]);
        let names: Vec<String> = members(&archive).unwrap().into_iter().map(|member| member.name).collect();
        assert_eq!(names, ["a.csv", "INN26030288ZM_8"]);
        assert_eq!(members(&packed(&[("a.csv", b"")])).unwrap_err().code, RowErrorCode::EmptyFile);
    }

    #[test]
    fn names_that_climb_refuse_the_archive() {
        for name in ["../a.csv", "x/../../a.csv", "/etc/a.csv", "..\\a.csv", "C:\\a.csv"] {
            assert!(is_unsafe(name), "{name}");
        }
        assert_eq!(members(&packed(&[("../a.csv", b"1")])).unwrap_err().code, RowErrorCode::UnsafeArchive);
        assert!(!is_unsafe("20880211096256330156_20260302_业务明细.csv"));
    }

    #[test]
    fn names_in_gbk_are_read_as_such() {
        let (gbk, _, _) = GB18030.encode("业务明细.csv");
        assert_eq!(decoded_name(&gbk), "业务明细.csv");
        assert_eq!(decoded_name("业务明细.csv".as_bytes()), "业务明细.csv");
    }

    #[test]
    fn many_small_bombs_are_one_large_one() {
        let zeros = vec![b'0'; 900 * 1024];
        let names: Vec<String> = (0..40).map(|number| format!("{number}.csv")).collect();
        let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), zeros.as_slice())).collect();
        assert_eq!(members(&packed(&entries)).unwrap_err().code, RowErrorCode::ArchiveTooLarge);
    }

    #[test]
    fn a_workbook_is_no_bill() {
        assert!(is_workbook(&packed(&[("[Content_Types].xml", b"<x/>")])));
        assert!(!is_workbook(&packed(&[("a.csv", b"1")])));
    }
}
