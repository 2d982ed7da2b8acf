//! Where the days go: the press, and the plain one that prints every book into one file.
//!
//! Invariant: a press prints what it is handed and draws nothing, so one plan is one hospital in
//! whichever layouts it is printed.

use std::io::{self, Write};

use crate::domain::day::BusinessDay;
use crate::domain::entry::Method;

use super::line::Line;
use super::people::Desks;
use super::rows::{BankRow, SheetRow};
use super::truth::Truth;
use super::{Plan, alipay, his_sheet, plain, unionpay, wechat};

/// 印厂. Prints the days of a sample.
pub(super) trait Press {
    /// Before the first day.
    fn begin(&mut self) -> io::Result<()>;
    /// The sheets of a day, in order.
    fn day(&mut self, day: BusinessDay, his: &[SheetRow], cashier: &[SheetRow], desks: &Desks) -> io::Result<()>;
    /// The rows the bank's side posts on a day, in order; days come in order.
    fn bank(&mut self, day: BusinessDay, rows: &[BankRow]) -> io::Result<()>;
    /// After the last; `truth` is what was planted in the receipts.
    fn close(&mut self, truth: &Truth) -> io::Result<()>;
}

/// Where the plain files go.
pub(super) struct Sinks<W> {
    /// his.csv.
    pub(super) his: W,
    /// his-sheet.csv.
    pub(super) his_sheet: W,
    /// cashier.csv.
    pub(super) cashier: W,
    /// bank.csv, every channel.
    pub(super) bank: W,
    /// bank-without-wechat.csv.
    pub(super) others: W,
    /// wechat.csv.
    pub(super) wechat: W,
    /// bank-without-channels.csv.
    pub(super) rest: W,
    /// alipay.csv.
    pub(super) alipay: W,
    /// unionpay.txt.
    pub(super) unionpay: W,
}

/// Each book in one file.
pub(super) struct Plain<'a, W> {
    plan: &'a Plan,
    sheet: his_sheet::Totals,
    bill: wechat::Totals,
    alipay: alipay::Totals,
    sinks: Sinks<W>,
}

impl<'a, W: Write> Plain<'a, W> {
    /// A press that has printed nothing yet.
    pub(super) fn new(plan: &'a Plan, sinks: Sinks<W>) -> Self {
        let (sheet, bill, alipay) = Default::default();
        Plain { plan, sheet, bill, alipay, sinks }
    }

    /// The row in the bill of its channel, where that has one.
    fn bill(&mut self, row: &BankRow, line: &mut Line) -> io::Result<()> {
        line.clear();
        if alipay::prints(row) {
            alipay::bill_line(line, row, &mut self.alipay);
            write_gbk(&mut self.sinks.alipay, line)?;
        } else if unionpay::prints(row) {
            unionpay::bill_line(line, row);
            write_gbk(&mut self.sinks.unionpay, line)?;
        }
        Ok(())
    }
}

impl<W: Write> Press for Plain<'_, W> {
    fn begin(&mut self) -> io::Result<()> {
        writeln!(self.sinks.his, "{}", plain::HIS)?;
        writeln!(self.sinks.his_sheet, "{}", his_sheet::HEADER)?;
        writeln!(self.sinks.cashier, "{}", plain::CASHIER)?;
        writeln!(self.sinks.bank, "{}", plain::BANK)?;
        writeln!(self.sinks.others, "{}", plain::BANK)?;
        writeln!(self.sinks.rest, "{}", plain::BANK)?;
        let (mut line, start) = (Line::default(), self.plan.start);
        // Cash and late rows post on the day after the last.
        alipay::bill_head(&mut line, start, start.plus(self.plan.days() as i32 + 1));
        write_gbk(&mut self.sinks.alipay, &line)?;
        write!(self.sinks.wechat, "\u{feff}{}\r\n", wechat::HEADER)
    }

    fn day(&mut self, _: BusinessDay, his: &[SheetRow], cashier: &[SheetRow], desks: &Desks) -> io::Result<()> {
        let mut line = Line::default();
        write_rows(&mut self.sinks.his, his, &mut line, |line, row| plain::his_line(line, row, desks))?;
        his_sheet::settlements(his, |settlement| {
            line.clear();
            his_sheet::sheet_line(&mut line, settlement, desks, &mut self.sheet);
            self.sinks.his_sheet.write_all(line.as_bytes())
        })?;
        write_rows(&mut self.sinks.cashier, cashier, &mut line, |line, row| plain::cashier_line(line, row, desks))
    }

    fn bank(&mut self, _: BusinessDay, rows: &[BankRow]) -> io::Result<()> {
        let mut line = Line::default();
        for row in rows {
            line.clear();
            plain::bank_line(&mut line, row);
            self.sinks.bank.write_all(line.as_bytes())?;
            if row.method != Method::Wechat && !alipay::prints(row) && !unionpay::prints(row) {
                self.sinks.rest.write_all(line.as_bytes())?;
            }
            if row.method != Method::Wechat {
                self.sinks.others.write_all(line.as_bytes())?;
                self.bill(row, &mut line)?;
                continue;
            }
            line.clear();
            wechat::bill_line(&mut line, row, &mut self.bill);
            self.sinks.wechat.write_all(line.as_bytes())?;
        }
        Ok(())
    }

    fn close(&mut self, _: &Truth) -> io::Result<()> {
        let mut line = Line::default();
        his_sheet::sheet_end(&mut line, self.sheet);
        self.sinks.his_sheet.write_all(line.as_bytes())?;
        line.clear();
        wechat::bill_end(&mut line, self.bill);
        self.sinks.wechat.write_all(line.as_bytes())?;
        line.clear();
        alipay::bill_end(&mut line, self.alipay, self.plan.start.plus(self.plan.days() as i32 + 1));
        write_gbk(&mut self.sinks.alipay, &line)?;
        let Sinks { his, his_sheet, cashier, bank, others, wechat, rest, alipay, unionpay } = &mut self.sinks;
        [his, his_sheet, cashier, bank, others, wechat, rest, alipay, unionpay].into_iter().try_for_each(Write::flush)
    }
}

/// The line in GBK, as these channels write.
pub(super) fn write_gbk(to: &mut impl Write, line: &Line) -> io::Result<()> {
    let text = String::from_utf8_lossy(line.as_bytes());
    to.write_all(&encoding_rs::GB18030.encode(&text).0)
}

fn write_rows<W: Write>(
    to: &mut W,
    rows: &[SheetRow],
    line: &mut Line,
    write: impl Fn(&mut Line, &SheetRow),
) -> io::Result<()> {
    rows.iter().try_for_each(|row| {
        line.clear();
        write(line, row);
        to.write_all(line.as_bytes())
    })
}
