//! Made-up days, entries and lines.

use sanhe::domain::day::BusinessDay;
use sanhe::domain::entry::{EntryId, Method, Side};
use sanhe::domain::exception::State;
use sanhe::domain::money::Money;
use sanhe::domain::recon::{DayResult, DayStatus, DaySummary, EntryRow, ExceptionCase};
use sanhe::tui::desk::{EntryFilter, EntryWindow, RawLine, ReceiptsDesk};

use super::{FakeDesk, day, entry, result, side_of, summary, yuan};

impl ReceiptsDesk for FakeDesk {
    fn days(&self) -> Result<Vec<DaySummary>, String> {
        let days = || {
            vec![
                summary(-4, DayStatus::Stale, 0, 0, "0.00"),
                summary(-3, DayStatus::Stale, 0, 0, "0.00"),
                summary(-2, DayStatus::Clean, 0, 1, "0.00"),
                summary(-1, DayStatus::SourceMissing, 3, 3, "1234567.89"),
                summary(0, DayStatus::Open, 4, 4, "19922.81"),
                summary(1, DayStatus::Stale, 0, 0, "0.00"),
            ]
        };
        self.read(days, Vec::new())
    }

    fn day(&self, wanted: BusinessDay) -> Result<Option<DayResult>, String> {
        self.read(|| (wanted == day(0)).then(result), None)
    }

    fn open_exceptions(&self, limit: usize) -> Result<Vec<ExceptionCase>, String> {
        let waits = |case: &ExceptionCase| matches!(case.state, State::Open | State::Proposed);
        let open = || self.cases.lock().unwrap().iter().filter(|case| waits(case)).take(limit).cloned().collect();
        self.read(open, Vec::new())
    }

    fn entries(&self, filter: &EntryFilter, offset: u64, limit: usize) -> Result<EntryWindow, String> {
        self.note(format!("entries {offset} {limit}"));
        if filter.method == Some(Method::Cash) && filter.side == Side::Bank {
            return Ok(EntryWindow { total: 0, sum: Money::ZERO, rows: Vec::new() });
        }
        if filter.rows.least.is_some() || !filter.find.is_empty() {
            let least = filter.rows.least.unwrap_or(Money::from_fen(i64::MIN));
            let numbered = |row: &EntryRow| row.his_no.contains(&filter.find) || row.order_no.contains(&filter.find);
            let fits = |row: &EntryRow| row.amount >= least && numbered(row);
            let rows: Vec<EntryRow> = (0..1_000).map(|row| entry(filter.side, row)).filter(fits).collect();
            let sum = rows.iter().map(|row| row.amount).sum();
            return Ok(EntryWindow { total: rows.len() as u64, sum, rows });
        }
        let window = || EntryWindow {
            total: 1_000,
            sum: yuan("161185.74"),
            rows: (offset..1_000.min(offset + limit as u64)).map(|row| entry(filter.side, row as u32)).collect(),
        };
        self.read(window, EntryWindow { total: 0, sum: Money::ZERO, rows: Vec::new() })
    }

    fn entry_place(&self, _: &EntryFilter, id: EntryId) -> Result<Option<u64>, String> {
        Ok(Some(u64::from(id.row())))
    }

    fn close_lists(&self) {
        self.note("close".into());
    }

    fn entry(&self, id: EntryId) -> Result<EntryRow, String> {
        Ok(entry(side_of(id.row()), id.row()))
    }

    fn raw_line(&self, id: EntryId) -> Result<RawLine, String> {
        Ok(RawLine {
            file: "2026-03-04/wechat.csv".into(),
            sha256: "ab".repeat(32),
            line: id.row(),
            header: "入账时间,渠道,渠道流水号,商户订单号,类型,交易金额,手续费,入账金额".into(),
            text: "2026-03-04 15:02:40,微信支付,\u{1b}[31m4200001234,\"ZF2026,0304\",支付,22.81,0.14,22.67\r\n".into(),
        })
    }
}
