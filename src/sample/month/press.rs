//! Prints a month: each day's files as its sources would send them, the statements at the end.
//!
//! Invariant: files come in the order of their days; the bytes depend on the plan alone.

use std::collections::BTreeSet;
use std::io;

use crate::domain::day::BusinessDay;
use crate::domain::entry::{Kind, Method};
use crate::domain::money::Money;

use super::super::line::Line;
use super::super::people::Desks;
use super::super::press::Press;
use super::super::rng::Dice;
use super::super::rows::{BankRow, SheetRow};
use super::super::truth::{Case, Truth};
use super::super::{Defects, alipay, unionpay, wechat};
use super::archive::zipped;
use super::house::{ALIPAY, CCB, CONTRACTS};
use super::nets::{Nets, Posting};
use super::{MonthFile, MonthPlan, Take, medical, sheets, statements};

/// Draws of the month stand apart from those of the receipts.
const SALT: u64 = 0x6d6f_6e74_6800_0001;
const SUMMARY: &str = "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,\
    卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）";

/// 印厂 of a month.
pub(super) struct MonthPress<'a, 't> {
    plan: &'a MonthPlan,
    take: &'a mut Take<'t>,
    nets: Nets,
    postings: Vec<Posting>,
    cases: Vec<Case>,
    last: BusinessDay,
}

impl<'a, 't> MonthPress<'a, 't> {
    /// A press that has printed nothing yet.
    pub(super) fn new(plan: &'a MonthPlan, take: &'a mut Take<'t>) -> Self {
        let (nets, postings, cases) = Default::default();
        MonthPress { plan, take, nets, postings, cases, last: plan.start }
    }

    /// What was planted on the way to the bank.
    pub(super) fn into_cases(self) -> Vec<Case> {
        self.cases
    }

    /// Last day anything is posted on.
    pub(super) fn last(&self) -> BusinessDay {
        self.last
    }

    fn put(&mut self, name: String, rows: u64, bytes: Vec<u8>) -> io::Result<()> {
        (self.take)(MonthFile { name, rows, bytes })
    }

    fn wechat(&mut self, day: BusinessDay, rows: &[BankRow]) -> io::Result<()> {
        let mut line = Line::default();
        line.text("\u{feff}").text(wechat::HEADER).text("\r\n");
        let mut totals = wechat::Totals::default();
        rows.iter().for_each(|row| wechat::bill_line(&mut line, row, &mut totals));
        wechat::bill_end(&mut line, totals);
        let name = format!("{}All{day}_{day}.csv", wechat::MERCHANT);
        self.put(name, rows.len() as u64, line.as_bytes().to_vec())
    }

    /// The archive of a day: 业务明细 and its 汇总.
    fn alipay(&mut self, day: BusinessDay, rows: &[BankRow]) -> io::Result<()> {
        let (mut line, mut totals) = (Line::default(), alipay::Totals::default());
        alipay::bill_head(&mut line, day, day.plus(1));
        rows.iter().for_each(|row| alipay::bill_line(&mut line, row, &mut totals));
        alipay::bill_end(&mut line, totals, day.plus(1));
        let stem = format!("{ALIPAY}0156_{}", day.compact());
        let members = [
            (format!("{stem}_业务明细.csv"), gbk(&line)),
            (format!("{stem}_业务明细(汇总).csv"), gbk(&alipay_summary(day, rows))),
        ];
        self.put(format!("{stem}.csv.zip"), rows.len() as u64, zipped(&members))
    }

    fn unionpay(&mut self, day: BusinessDay, rows: &[BankRow]) -> io::Result<()> {
        let mut line = Line::default();
        rows.iter().for_each(|row| unionpay::bill_line(&mut line, row));
        let name = format!("INN{}88ZM_{}.txt", &day.compact()[2..], unionpay::MERCHANT);
        self.put(name, rows.len() as u64, gbk(&line))
    }

    fn medical(&mut self, day: BusinessDay, rows: &[BankRow]) -> io::Result<()> {
        self.put(format!("医保个账_{}.csv", day.compact()), rows.len() as u64, gbk(&medical::list(rows)))
    }

    /// Now and then the cash of two or three tills is paid in together and no slip is written down; nothing is wrong
    /// with it. Tills of which something is planted are left alone.
    fn merge_cash(&mut self, truth: &Truth, dice: &mut Dice) {
        let planted: BTreeSet<&str> = truth.cases.iter().filter_map(|case| case.slip.as_deref()).collect();
        let is_sound = |row: &Posting| !planted.contains(row.note.trim_start_matches("单号"));
        let days: BTreeSet<BusinessDay> = self.postings.iter().map(|row| row.day).collect();
        let mut next = self.plan.start;
        for day in days {
            let sound = |place: &usize| self.postings[*place].day == day && is_sound(&self.postings[*place]);
            let mut places: Vec<usize> = (0..self.postings.len()).filter(sound).collect();
            if day < next || places.len() < 3 {
                continue;
            }
            dice.shuffle(&mut places);
            places.truncate(2 + dice.index(2));
            places.sort_unstable();
            let Some((first, others)) = places.split_first() else { continue };
            let sum: Money = places.iter().map(|place| self.postings[*place].amount).sum();
            let merged = &mut self.postings[*first];
            (merged.amount, merged.note) = (sum, String::new());
            others.iter().rev().for_each(|place| drop(self.postings.remove(*place)));
            // Far enough apart that no shift could be in two of them.
            next = day.plus(9);
        }
    }

    fn cash(&mut self, row: &BankRow) {
        let note = Line::written(|line| line.text("单号").reference(row.reference));
        let (account, name, summary) = (CCB, "第一人民医院", "现金存入");
        let BankRow { day, second, amount, .. } = *row;
        self.postings.push(Posting { account, day, second, amount, name, summary, note });
    }
}

impl Press for MonthPress<'_, '_> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn day(&mut self, day: BusinessDay, his: &[SheetRow], cashier: &[SheetRow], desks: &Desks) -> io::Result<()> {
        for (title, rows, line) in sheets::his_sheets(day, his, desks) {
            self.put(format!("{title}_{}.csv", day.compact()), rows, gbk(&line))?;
        }
        let line = sheets::shift_receipts(cashier, desks);
        self.put(format!("收费员交班明细_{}.csv", day.compact()), cashier.len() as u64, gbk(&line))
    }

    fn bank(&mut self, day: BusinessDay, rows: &[BankRow]) -> io::Result<()> {
        self.nets.add(day, rows);
        let methods = [Method::Wechat, Method::Alipay, Method::Card, Method::MedicalAccount, Method::Cash];
        for method in methods {
            let rows: Vec<BankRow> = rows.iter().filter(|row| row.method == method).copied().collect();
            match method {
                _ if rows.is_empty() => {}
                Method::Wechat => self.wechat(day, &rows)?,
                Method::Alipay => self.alipay(day, &rows)?,
                Method::Card => self.unionpay(day, &rows)?,
                Method::MedicalAccount => self.medical(day, &rows)?,
                Method::Cash | Method::Prepaid | Method::Other => rows.iter().for_each(|row| self.cash(row)),
            }
        }
        Ok(())
    }

    fn close(&mut self, truth: &Truth) -> io::Result<()> {
        let mut dice = Dice::new(self.plan.seed ^ SALT);
        let plant = self.plan.defects != Defects::None;
        let nets = std::mem::take(&mut self.nets);
        if plant {
            self.merge_cash(truth, &mut dice);
        }
        let (credits, cases) = nets.credited(&self.plan.calendar, plant, &mut dice)?;
        self.cases.extend(cases);
        self.postings.extend(credits);
        self.last = self.postings.iter().map(|row| row.day).max().unwrap_or(self.plan.start);
        for (title, rows, line) in statements::statements(std::mem::take(&mut self.postings)) {
            let period = format!("{}-{}", self.plan.start.compact(), self.last.compact());
            self.put(format!("{title}_{period}.csv"), rows, gbk(&line))?;
        }
        Ok(())
    }
}

fn gbk(line: &Line) -> Vec<u8> {
    encoding_rs::GB18030.encode(&String::from_utf8_lossy(line.as_bytes())).0.into_owned()
}

/// 业务明细(汇总).csv: one shop and the total, which controls the fee as well.
fn alipay_summary(day: BusinessDay, rows: &[BankRow]) -> Line {
    let (mut counts, mut amount, mut fee) = ([0_u64; 2], Money::ZERO, Money::ZERO);
    for row in rows {
        let back = row.kind == Kind::Refund;
        counts[usize::from(back)] += 1;
        amount += if back { -row.amount } else { row.amount };
        fee += if back { row.fee() } else { -row.fee() };
    }
    let mut line = Line::default();
    line.text("#支付宝业务汇总查询\r\n#账号：[").text(CONTRACTS[1].merchant).text("0156]\r\n");
    line.text(SUMMARY).text("\r\n");
    for shop in ["\t,第一人民医院", "合计,"] {
        line.text(shop).comma().digits(counts[0], 1).comma().digits(counts[1], 1).comma().money(amount).comma();
        line.money(amount).text(",0.00,0.00,0.00,").money(fee).text(",0.00,").money(amount + fee).text("\r\n");
    }
    line.text("#导出时间：[").moment(day.plus(1), 5 * 3600).text("]\r\n");
    line
}
