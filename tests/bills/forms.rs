//! The forms in which a bill comes back from other hands, and every single alteration its totals must see.

use std::io::{Cursor, Read, Write};

use sanhe::domain::import::ParsedFile;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::golden::{Golden, formats};

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Lines of titles above it and one more column in front.
    Shifted,
    /// GBK, CRLF, commas to the width of the widest row, dates without leading zeros and seconds.
    SavedAgain,
}

/// The text of a golden input; none where it is an archive.
pub(crate) fn text_of(golden: &Golden) -> Option<String> {
    let bytes = std::fs::read(&golden.path).unwrap();
    if bytes.starts_with(b"PK") || bytes.starts_with(b"\x1f\x8b") {
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(text.trim_start_matches('\u{feff}').to_string()),
        Err(error) => Some(encoding_rs::GB18030.decode(error.as_bytes()).0.into_owned()),
    }
}

impl Form {
    /// Every form a text can take on; one of fixed widths keeps its own.
    pub(crate) fn all(golden: &Golden, text: &str) -> Vec<(Form, Vec<u8>)> {
        let formats = formats();
        let profile = formats.get(&golden.format).unwrap();
        // The plain layouts quote; tests/import.rs turns them about.
        let plain = golden.format.starts_with("plain-");
        if plain || profile.bill.headless() || profile.bill.row_separator.is_some() {
            return Vec::new();
        }
        vec![
            (Form::Shifted, shifted(text).into_bytes()),
            (Form::SavedAgain, encoding_rs::GB18030.encode(&saved_again(text)).0.into_owned()),
        ]
    }
}

fn is_note(line: &str) -> bool {
    line.starts_with('#') || line.is_empty()
}

fn shifted(text: &str) -> String {
    // A text of bars has no commas of its own.
    let mark = if text.contains(',') { ',' } else { '|' };
    let mut shifted = format!("第一人民医院{mark}{mark}\n制表:收费处{mark}{mark}\n");
    let backtick = text.lines().any(|line| line.starts_with('`'));
    let mut totals = false;
    for (number, line) in text.lines().enumerate() {
        totals |= line.starts_with("总交易单数");
        let first = line.split(',').next().unwrap_or_default();
        let moved = match line {
            note if is_note(note) => note.to_string(),
            total if totals || ["合计", "小计", "总计"].contains(&first) => padded(total, backtick),
            row if row.starts_with('`') => format!("`{number},{row}"),
            row => format!("序号{number}{mark}{row}"),
        };
        shifted.push_str(&moved);
        shifted.push('\n');
    }
    shifted
}

/// A total row keeps its word in the first column and moves its figures with the others.
fn padded(total: &str, backtick: bool) -> String {
    match (backtick, total.split_once(',')) {
        (false, Some((word, rest))) => format!("{word},,{rest}"),
        _ => total.to_string(),
    }
}

fn saved_again(text: &str) -> String {
    let commas = |line: &str| line.matches(',').count();
    let widest = text.lines().map(commas).max().unwrap_or(0);
    let mut saved = String::new();
    for line in text.lines() {
        let cells: Vec<String> = line.split(',').map(shortened).collect();
        saved.push_str(&cells.join(","));
        saved.push_str(&",".repeat(widest - commas(line)));
        saved.push_str("\r\n");
    }
    saved
}

/// `2026-03-02 08:01:31` as a spreadsheet prints it; a cell with a backtick is text and stays.
fn shortened(cell: &str) -> String {
    let bytes = cell.as_bytes();
    let moment = bytes.len() == 19 && bytes[4] == b'-' && bytes[7] == b'-' && bytes[10] == b' ' && bytes[13] == b':';
    if !moment {
        return cell.to_string();
    }
    let number = |part: &str| part.trim_start_matches('0').to_string();
    let hour = cell[11..13].parse::<u32>().unwrap();
    format!("{}/{}/{} {hour}:{}", &cell[..4], number(&cell[5..7]), number(&cell[8..10]), &cell[14..16])
}

/// The text without each of its rows, and with one fen more in each amount that a total answers for.
pub(crate) fn altered(golden: &Golden, text: &str, file: &ParsedFile) -> Vec<(String, String)> {
    let formats = formats();
    let profile = formats.get(&golden.format).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let header = lines.iter().position(|line| line.contains(profile.required[0].as_str())).unwrap();
    let mut found = Vec::new();
    for row in 0..file.entries.len() {
        let at = file.entries.line[row] as usize - 1;
        let mut without = lines.clone();
        without.remove(at);
        found.push((format!("without line {}", at + 1), without.concat()));
        let controlled = [
            "金额",
            "交易金额",
            "应结订单金额",
            "总金额",
            "商家实收（元）",
            "手续费",
            "退款金额",
            "实收金额",
            "费用总额",
            "统筹支付",
            "个人账户",
            "现金",
            "微信",
            "补缴金额",
            "PAY_CASH",
            "PAY_INS",
            "AR_AMT",
        ];
        for heading in controlled.iter().filter(|heading| sums(profile, heading)) {
            let Some(place) =
                lines[header].trim().split(',').position(|name| name.trim_matches('\u{feff}') == *heading)
            else {
                continue;
            };
            let separator = if lines[at].starts_with('`') { ",`" } else { "," };
            let mut cells = cells_of(lines[at], separator);
            let mut changed: Vec<String> = lines.iter().map(ToString::to_string).collect();
            if cells[place].is_empty() {
                continue;
            }
            let read = one_fen_more(&cells[place]);
            cells[place] = read.unwrap_or_else(|| panic!("{} line {} {heading}: {}", profile.name, at + 1, lines[at]));
            changed[at] = cells.join(separator);
            found.push((format!("line {} {heading}", at + 1), changed.concat()));
        }
    }
    found
}

fn sums(profile: &sanhe::book::formats::Profile, heading: &str) -> bool {
    let closing = profile.closing.iter().flat_map(|closing| closing.sums.iter()).any(|(_, column)| column == heading);
    let footer = profile.bill.footers.iter().any(|footer| {
        footer.parts.iter().any(|part| *part == sanhe::book::formats::FooterPart::Sum(heading.to_string()))
    });
    let total = profile.closing.is_none()
        && profile.bill.footers.is_empty()
        && (profile.columns.values().any(|column| column.heading == heading)
            || profile.sheet.money_headings().any(|money| money == heading));
    closing || footer || (total && heading != "手续费")
}

/// The cells of a line, one with quotes around it and commas in it kept whole.
fn cells_of(line: &str, separator: &str) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    for part in line.split(separator) {
        match cells.last_mut().filter(|cell| cell.starts_with('"') && cell.matches('"').count() % 2 == 1) {
            Some(open) => *open = format!("{open}{separator}{part}"),
            None => cells.push(part.to_string()),
        }
    }
    cells
}

/// `-0.09000` and `12.99` with one fen added to their size, as many decimals kept.
fn one_fen_more(cell: &str) -> Option<String> {
    let cell = cell.trim_matches('"').replace(',', "");
    let (sign, digits) = cell.strip_prefix('-').map_or(("", cell.as_str()), |digits| ("-", digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "00"));
    let fen: i64 = whole.parse::<i64>().ok()? * 100 + decimals.get(..2)?.parse::<i64>().ok()? + 1;
    Some(format!("{sign}{}.{:02}{}", fen / 100, fen % 100, &decimals[2..]))
}

/// An archive of these members.
pub(crate) fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The archive with one text changed in the GBK member whose name holds `part`.
pub(crate) fn rezipped(archive: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).unwrap();
        let name = encoding_rs::GB18030.decode(member.name_raw()).0.into_owned();
        let mut content = Vec::new();
        member.read_to_end(&mut content).unwrap();
        if name.contains(part) {
            let text = encoding_rs::GB18030.decode(&content).0.into_owned();
            assert!(text.contains(from), "{from}");
            content = encoding_rs::GB18030.encode(&text.replacen(from, to, 1)).0.into_owned();
        }
        members.push((name, content));
    }
    let borrowed: Vec<(&str, &[u8])> =
        members.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    zipped(&borrowed)
}
