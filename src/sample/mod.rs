//! Made-up receipts with planted discrepancies and their truth.
//!
//! Invariant: the same [`Plan`] gives the same bytes, on every machine, at any time: seeded dice, no
//! clock, no float. What is planted stands in [`Truth`], and nothing else disagrees.
//!
//! `data/samples` is `sanhe sample --rows 1500 --days 3 --seed 20260302 --start 2026-03-02 --out
//! data/samples`, with the bank rows of WeChat left to `wechat.csv` ([`Sample::demonstration`]);
//! `tests/sample.rs` holds the folder to that and rewrites it with `UPDATE=1`.
//!
//! Decisions the design leaves open:
//!
//! - a reversal pair is one 结算流水号 twice in HIS, +x 收费 and −x 退费 (原流水号 itself or empty):
//!   either HIS alone or HIS and cashier alike, never at the channel; one case per number, listed
//!   as informational
//! - a zero amount is 0.00 at HIS and cashier and no channel row; informational
//! - an unidentified row is a 存款 of 银行存款 whose number is no slip (`QT…`)
//! - a deposit is the cashier's own rows of the shift, so cash that HIS or the cashier alone shows
//!   moves no deposit; what would leave that sum open to two readings is planted without cash
//! - fees are cut to whole fen, as channels commonly do

mod alipay;
mod deck;
mod defects;
mod deferrals;
mod deposits;
mod his_sheet;
mod line;
mod month;
mod people;
mod plain;
mod press;
mod receipts;
mod registry;
mod rng;
mod rows;
mod run;
mod truth;
mod unionpay;
mod wechat;

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::Path;

use crate::domain::calendar::Calendar;
use crate::domain::day::BusinessDay;
use crate::domain::exception::Class;

pub use deck::Variant;
pub use deferrals::{DeferralSample, YEAR_2009, generate_deferrals};
pub use month::{Month, MonthFile, MonthPlan, generate_month, write_month};
pub use registry::{FARMS, RegistryPlan, RegistrySample, generate_registry};
pub use truth::{Args, Case, RowCounts, Truth};

use press::{Plain, Sinks};
use run::run;

/// What to plant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Defects {
    /// Nothing: a right run reports nothing but the informational.
    None,
    /// The classes met every day, in their proportions.
    Planted,
    /// Every class, every variant of it.
    All,
    /// These classes only.
    Only(Vec<Class>),
}

/// What sample to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Receipts in all; 99,999,999 at most.
    pub rows: u32,
    /// Days they fall on, 1 to 3,660.
    pub days: u32,
    /// Seed.
    pub seed: u64,
    /// First day.
    pub start: BusinessDay,
    /// What to plant.
    pub defects: Defects,
    /// Planted receipts in a thousand.
    pub per_mille: u32,
    /// Split bills and twins: things that look like discrepancies and are none.
    pub traps: bool,
    /// Days the bank is open; none: every day.
    pub calendar: Option<Calendar>,
    /// Whether the house's contracts are known and each of its channels prints a bill of its own.
    pub has_house: bool,
}

impl Plan {
    const ROWS_MAX: u32 = 99_999_999;
    const DAYS_MAX: u32 = 3_660;

    /// Every class at forty in a thousand, with traps, at a bank that never closes.
    pub fn new(rows: u32, days: u32, seed: u64, start: BusinessDay) -> Self {
        Plan {
            rows,
            days,
            seed,
            start,
            defects: Defects::All,
            per_mille: 40,
            traps: true,
            calendar: None,
            has_house: false,
        }
    }

    fn rows(&self) -> u32 {
        self.rows.min(Plan::ROWS_MAX)
    }

    fn days(&self) -> u32 {
        self.days.clamp(1, Plan::DAYS_MAX)
    }
}

/// A sample ready to be written; nothing is drawn before that.
#[derive(Clone, Debug)]
pub struct Sample {
    plan: Plan,
}

/// A sample in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// his.csv.
    pub his: String,
    /// his-sheet.csv: the same settlements with a column per method and a total.
    pub his_sheet: String,
    /// cashier.csv.
    pub cashier: String,
    /// bank.csv, every channel.
    pub bank: String,
    /// bank-without-wechat.csv.
    pub bank_without_wechat: String,
    /// wechat.csv, a WeChat Pay trade bill (UTF-8 with BOM, CRLF).
    pub wechat: String,
    /// alipay.csv, an Alipay trade bill (GBK, CRLF).
    pub alipay: Vec<u8>,
    /// unionpay.txt, UnionPay's transactions of fixed width (GBK, CRLF).
    pub unionpay: Vec<u8>,
    /// bank-without-channels.csv: what stands in none of the three bills.
    pub bank_without_channels: String,
    /// What is planted in them.
    pub truth: Truth,
}

/// The sample of a plan.
pub fn generate(plan: &Plan) -> Sample {
    Sample { plan: plan.clone() }
}

impl Sample {
    /// Writes `his.csv`, `his-sheet.csv`, `cashier.csv`, `bank.csv`, `bank-without-wechat.csv`, `wechat.csv`,
    /// `bank-without-channels.csv`, `alipay.csv`, `unionpay.txt` and `truth.json` into `dir`, which is made if it is not there.
    ///
    /// # Errors
    /// What the file system reports.
    pub fn write(&self, dir: &Path) -> io::Result<Truth> {
        fs::create_dir_all(dir)?;
        let create = |name: &str| Ok::<_, io::Error>(BufWriter::with_capacity(1 << 18, File::create(dir.join(name))?));
        let sinks = Sinks {
            his: create("his.csv")?,
            his_sheet: create("his-sheet.csv")?,
            cashier: create("cashier.csv")?,
            bank: create("bank.csv")?,
            others: create("bank-without-wechat.csv")?,
            wechat: create("wechat.csv")?,
            rest: create("bank-without-channels.csv")?,
            alipay: create("alipay.csv")?,
            unionpay: create("unionpay.txt")?,
        };
        let truth = run(&self.plan, &mut Plain::new(&self.plan, sinks))?;
        let mut to = create("truth.json")?;
        truth.write(&mut to)?;
        io::Write::flush(&mut to)?;
        Ok(truth)
    }

    /// The same in memory.
    ///
    /// # Errors
    /// Never in practice: memory reports nothing.
    pub fn files(&self) -> io::Result<Files> {
        let (mut texts, mut alipay, mut unionpay): ([Vec<u8>; 7], _, _) = Default::default();
        let [his, his_sheet, cashier, bank, others, wechat, rest] = &mut texts;
        let sinks =
            Sinks { his, his_sheet, cashier, bank, others, wechat, rest, alipay: &mut alipay, unionpay: &mut unionpay };
        let truth = run(&self.plan, &mut Plain::new(&self.plan, sinks))?;
        let [his, his_sheet, cashier, bank, bank_without_wechat, wechat, bank_without_channels] =
            texts.map(|bytes| String::from_utf8(bytes).unwrap_or_default());
        Ok(Files {
            his,
            his_sheet,
            cashier,
            bank,
            bank_without_wechat,
            wechat,
            alipay,
            unionpay,
            bank_without_channels,
            truth,
        })
    }

    /// The files of `data/samples` by name: WeChat comes as its own bill, `bank.csv` is the rest.
    ///
    /// # Errors
    /// As [`Sample::files`].
    pub fn demonstration(&self) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
        let files = self.files()?;
        let mut truth = Vec::new();
        files.truth.write(&mut truth)?;
        Ok(vec![
            ("his.csv", files.his.into_bytes()),
            ("cashier.csv", files.cashier.into_bytes()),
            ("bank.csv", files.bank_without_wechat.into_bytes()),
            ("wechat.csv", files.wechat.into_bytes()),
            ("truth.json", truth),
        ])
    }
}
