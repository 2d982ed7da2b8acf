//! Made-up deferrals: the year 2009 with its dues, repayments and approvals, and a sheet of applications that
//! wait at the counter today.
//!
//! Invariant: the same employers give the same bytes; the figures of the year ([`YEAR_2009`]) are met by the
//! applications themselves, to the fen. Every firm repaid in time, so that nothing of 2009 is owed today.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::registry::RegistrySample;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::money::Money;

/// Line, 户次 and yuan deferred in 2009, when maternity still stood apart.
pub const YEAR_2009: [(&str, usize, i64); 3] =
    [("医疗", 127, 18_220_000), ("工伤", 77, 6_640_000), ("生育", 69, 640_000)];
/// First and last fee month of the term: six, the longest of that policy.
const TERM: [(u32, u32); 2] = [(2009, 4), (2009, 9)];

/// The files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeferralSample {
    /// plain-dues of 2009.
    pub dues: String,
    /// plain-payments that repaid them.
    pub payments: String,
    /// plain-applications approved in 2009.
    pub approved: String,
    /// plain-applications of today.
    pub waiting: String,
}

/// Makes the files for the employers and payments of a made-up registry; `None` where there are too few of them.
pub fn generate_deferrals(registry: &RegistrySample) -> Option<DeferralSample> {
    let employers = &registry.employers;
    let codes: Vec<&str> = employers
        .lines()
        .skip(1)
        .filter(|row| row.contains(",企业,"))
        .filter_map(|row| row.split(',').next())
        .collect();
    let first = FeeMonth::new(TERM[0].0, TERM[0].1)?;
    let last = FeeMonth::new(TERM[1].0, TERM[1].1)?;
    let mut sample = DeferralSample {
        dues: "统一社会信用代码,险种,费款所属期,缴费部分,应缴金额,缴费期限\n".into(),
        payments: "统一社会信用代码,缴费编号,缴费日期,险种,实缴金额,缴费渠道\n".into(),
        approved: "统一社会信用代码,政策,险种,起始所属期,终止所属期,申请日期,缓缴金额,补缴期限,情形,材料,公示,\
                   职工签字,单位承诺,批准日期,批准文号\n"
            .into(),
        waiting: "统一社会信用代码,政策,险种,起始所属期,终止所属期,申请日期,补缴期限,情形,材料,公示,职工签字,\
                  单位承诺,缓缴原因\n"
            .into(),
    };
    let mut receipts = 0;
    for (line, firms, yuan) in YEAR_2009 {
        let firms = codes.get(..firms)?;
        for (place, code) in firms.iter().enumerate() {
            let fen = share(yuan * 100, place, firms.len());
            receipts += 1;
            of_2009(&mut sample, code, line, (first, last), fen, receipts);
        }
    }
    // Who paid since the last months fell due has nothing to put off.
    let recent = registry.payments.lines().filter(|row| row.split(',').nth(2).is_some_and(|day| day >= "2026-01-20"));
    let paid: HashSet<&str> = recent.filter_map(|row| row.split(',').next()).collect();
    let stopped: Vec<&str> = codes.into_iter().filter(|code| !paid.contains(code)).collect();
    waiting(&mut sample.waiting, &stopped);
    Some(sample)
}

/// The part of one of so many firms: those further down have more, and all together have exactly `fen`.
fn share(fen: i64, place: usize, firms: usize) -> i64 {
    let (count, at) = (firms as i64, place as i64);
    let upto = |firms: i64| fen * firms * (firms + 20) / (count * (count + 20));
    upto(at + 1) - upto(at)
}

fn of_2009(
    sample: &mut DeferralSample,
    code: &str,
    line: &str,
    (first, last): (FeeMonth, FeeMonth),
    fen: i64,
    receipt: u32,
) {
    let months = i64::from(last.since(first)) + 1;
    for back in 0..months {
        let month = first.plus(i32::try_from(back).unwrap_or(0));
        let due_on = month.plus(1).first_day().plus(14);
        let amount = Money::from_fen(fen * (back + 1) / months - fen * back / months);
        let _ = writeln!(sample.dues, "{code},{line},{month},单位,{amount},{due_on}");
    }
    let amount = Money::from_fen(fen);
    let _ = writeln!(sample.payments, "{code},HJ2009-{receipt:04},2010-03-25,{line},{amount},批扣");
    let _ = writeln!(
        sample.approved,
        "{code},D2008,{line},{first},{last},2009-04-08,{amount},2010-03-31,困难,全部,是,是,是,2009-04-20,市劳社〔2009〕36号"
    );
}

/// Applications of today: most are clean, some lack a paper, some are not for that policy.
fn waiting(sheet: &mut String, codes: &[&str]) {
    for (place, code) in codes.iter().take(24).enumerate() {
        let (policy, fact) = if place % 8 == 7 { ("D2022a", "困难") } else { ("P-GU", "担保") };
        let papers = if place % 6 == 5 { "延期缴费申请" } else { "全部" };
        let published = if place % 9 == 8 { "否" } else { "是" };
        let _ = writeln!(
            sheet,
            "{code},{policy},养老,2026-02,2026-02,2026-03-04,2026-12-31,{fact},{papers},{published},是,是,货款未回、账户余额不足"
        );
    }
}
