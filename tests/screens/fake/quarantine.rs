//! Made-up rows that could not be read.

use std::sync::Arc;

use sanhe::domain::entry::Side;
use sanhe::domain::import::{RowError, RowErrorCode};
use sanhe::domain::quarantine::{QuarantineFacts, QuarantineOrder};
use sanhe::text::pinyin::Needle;
use sanhe::tui::desk::{QuarantineAsk, QuarantineDesk, QuarantineFinder, QuarantineRow, QuarantineWindow, RawLine};

use super::{FakeDesk, day};

fn row(id: i64, file: &str, line: u32, column: &str, excerpt: &str, code: RowErrorCode) -> QuarantineRow {
    let error = RowError { line, column: column.into(), excerpt: excerpt.into(), code, details: Vec::new() };
    let offset = if id == 3 { -1 } else { 0 };
    let (side, day) = if id == 4 { (None, None) } else { (Some(Side::Cashier), Some(day(offset))) };
    QuarantineRow { id, file_id: 1, file: file.into(), side, day, error }
}

fn rows() -> Vec<QuarantineRow> {
    vec![
        row(1, "2026-03-04/cashier.csv", 77, "金额", "12.345", RowErrorCode::AmountDecimals),
        row(2, "2026-03-04/cashier.csv", 902, "结算时间", "2026-02-30", RowErrorCode::DateGrammar),
        row(3, "2026-03-03/cashier.csv", 15, "", "", RowErrorCode::RaggedRow),
        row(4, "2026-03-03/statement.csv", 31, "贷方发生额", "1O0.00", RowErrorCode::AmountGrammar),
    ]
}

impl FakeDesk {
    fn quarantined(&self, ask: &QuarantineAsk) -> Result<Vec<QuarantineRow>, String> {
        let needle = Needle::new(&ask.find);
        let finder = QuarantineFinder::new(&needle, false);
        let filter = &ask.filter;
        let fits = |row: &QuarantineRow| {
            let (error, code) = (&row.error, row.error.code.code());
            let (heading, excerpt) = (error.column.as_str(), error.excerpt.as_str());
            let (file, line, day, side) = (row.file.as_str(), error.line, row.day, row.side);
            filter.day.is_none_or(|day| row.day == Some(day))
                && filter.file.as_ref().is_none_or(|file| row.file == *file)
                && finder.finds(&QuarantineFacts { file, line, day, side, heading, code, excerpt })
        };
        let mut rows = self.read(|| rows().into_iter().filter(fits).collect::<Vec<_>>(), Vec::new())?;
        match ask.order {
            QuarantineOrder::Day => {}
            QuarantineOrder::File => rows.sort_by_key(|row| row.file.clone()),
            QuarantineOrder::Line => rows.sort_by_key(|row| row.error.line),
            QuarantineOrder::Column => rows.sort_by_key(|row| row.error.column.clone()),
        }
        if ask.descending {
            rows.reverse();
        }
        Ok(rows)
    }
}

impl QuarantineDesk for FakeDesk {
    fn quarantine(&self, ask: &QuarantineAsk, from: usize, count: usize) -> Result<QuarantineWindow, String> {
        let rows = self.quarantined(ask)?;
        Ok(QuarantineWindow {
            total: rows.len(),
            nearly: false,
            rows: rows.into_iter().skip(from).take(count).collect(),
        })
    }

    fn quarantine_order(&self, ask: &QuarantineAsk) -> Result<Arc<Vec<i64>>, String> {
        Ok(Arc::new(self.quarantined(ask)?.iter().map(|row| row.id).collect()))
    }

    fn quarantine_sought(&self, ask: &QuarantineAsk, find: &str) -> Result<Option<i64>, String> {
        let found = self.quarantine_order(&QuarantineAsk { find: find.into(), ..ask.clone() })?;
        Ok(found.first().copied())
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
