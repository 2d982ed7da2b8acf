//! Reports of made-up files.

use std::path::Path;

use sanhe::domain::entry::Side;
use sanhe::domain::import::{Control, Encoding, FileReport, Outcome, RowError, RowErrorCode};

use sanhe::tui::desk::ReadAs;

use super::day;

/// A report that looks like the file's name: `bad` is refused, `known` is known.
/// One of `whose` is refused until its account is said.
pub(super) fn report(path: &Path, read_as: &ReadAs) -> FileReport {
    let name = path.display().to_string();
    let unknown = name.contains("unknown");
    let nobodys = name.contains("whose") && read_as.account.is_none();
    let (refused, known) = (unknown || nobodys || name.contains("bad"), !unknown && name.contains("known"));
    let error = |line, column: &str, excerpt: &str, code| RowError {
        line,
        column: column.into(),
        excerpt: excerpt.into(),
        code,
        details: Vec::new(),
    };
    let control =
        |ok, actual: &str| Control {
            name: "总交易单数".into(), expected: "500".into(), actual: actual.into(), ok
        };
    FileReport {
        path: name,
        sha256: "ab".repeat(32),
        format: "plain-bank".into(),
        side: Some(Side::Bank),
        encoding: Some(Encoding::Gb18030),
        outcome: if refused {
            Outcome::Refused
        } else if known {
            Outcome::Known
        } else {
            Outcome::Imported
        },
        rows_read: 503,
        entries: None,
        imported: if refused || known { 0 } else { 490 },
        known: if known { 503 } else { 8 },
        changed: 1,
        quarantined: 2,
        control_rows: 2,
        controls: if refused { vec![control(false, "499")] } else { vec![control(true, "500")] },
        errors: if unknown {
            vec![error(2, "", "", RowErrorCode::UnknownLayout)]
        } else if nobodys {
            vec![error(0, "", "", RowErrorCode::AccountMissing)]
        } else {
            vec![
                error(17, "交易金额", "12.345", RowErrorCode::AmountDecimals),
                error(0, "", "", RowErrorCode::ControlTotal),
            ]
        },
        warnings: vec![error(9, "渠道", "数字人民币", RowErrorCode::UnknownKind)],
        known_since: known.then(|| ("2026-03-05 02:11".to_owned(), "李敏".to_owned())),
        days: (!refused).then(|| (day(0), day(1))),
        accounts: None,
        registry: None,
    }
}
