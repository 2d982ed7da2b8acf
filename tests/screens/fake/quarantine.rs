//! Made-up rows that could not be read.

use sanhe::domain::entry::Side;
use sanhe::domain::import::{RowError, RowErrorCode};
use sanhe::tui::desk::{QuarantineDesk, QuarantineFilter, QuarantineRow, RawLine};

use super::{FakeDesk, day};

fn row(id: i64, file: &str, line: u32, column: &str, excerpt: &str, code: RowErrorCode) -> QuarantineRow {
    let error = RowError { line, column: column.into(), excerpt: excerpt.into(), code, details: Vec::new() };
    let offset = if id == 3 { -1 } else { 0 };
    QuarantineRow { id, file_id: 1, file: file.into(), side: Side::Cashier, day: day(offset), error }
}

fn rows() -> Vec<QuarantineRow> {
    vec![
        row(1, "2026-03-04/cashier.csv", 77, "金额", "12.345", RowErrorCode::AmountDecimals),
        row(2, "2026-03-04/cashier.csv", 902, "结算时间", "2026-02-30", RowErrorCode::DateGrammar),
        row(3, "2026-03-03/cashier.csv", 15, "", "", RowErrorCode::RaggedRow),
    ]
}

impl QuarantineDesk for FakeDesk {
    fn quarantine(&self, filter: &QuarantineFilter, limit: usize) -> Result<Vec<QuarantineRow>, String> {
        let fits = |row: &QuarantineRow| {
            filter.day.is_none_or(|day| row.day == day) && filter.file.as_ref().is_none_or(|file| row.file == *file)
        };
        self.read(|| rows().into_iter().filter(fits).take(limit).collect(), Vec::new())
    }

    fn quarantined_line(&self, row: &QuarantineRow) -> Result<RawLine, String> {
        Ok(RawLine {
            file: row.file.clone(),
            sha256: "cd".repeat(32),
            line: row.error.line,
            header: "流水号,姓名,金额,结算时间".into(),
            text: format!("JS{:010},张**,12.345,2026-03-04 09:00:01", row.error.line),
        })
    }
}
