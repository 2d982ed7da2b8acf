//! Late-fee policy 滞纳金规定: lines, dated rates, cap, waivers, and the parameters a place chooses.
//!
//! Invariant: every table of rates covers every day exactly once (the rule book refuses gaps and
//! overlaps), so a day always has a rate and a clause. Values come from `data/arrears`, never from here.

use crate::domain::day::BusinessDay;
use crate::domain::entry::codes;
use crate::domain::money::Money;

/// Parts a rate is counted in: millionths of the principal a day.
pub const RATE_PARTS: i128 = 1_000_000;

codes! {
    /// 起算日.
    FirstDay {
        /// The day after the due date.
        DayAfterDue = "day_after_due",
        /// The 1st of the month after the due date's month.
        FirstOfNextMonth = "first_of_next_month",
    }
}

codes! {
    /// 截止日.
    LastDay {
        /// The pay date counts.
        Inclusive = "inclusive",
        /// The day before the pay date is the last.
        DayBefore = "day_before",
    }
}

codes! {
    /// 期限日顺延.
    DueRoll {
        /// To the next working day.
        NextWorkingDay = "next_working_day",
        /// Not at all.
        None = "none",
    }
}

codes! {
    /// 旧标准的适用.
    LegacyMode {
        /// Each day by the rate of that day.
        Segmented = "segmented",
        /// The rate of the day of default throughout.
        ByOrigin = "by_origin",
        /// No fee by the old rates.
        None = "none",
    }
}

codes! {
    /// 封顶.
    CapMode {
        /// An item's fee never above its original principal.
        PerItem = "per_item",
        /// The sum of fees never above the sum of original principals.
        WholeDebt = "whole_debt",
        /// No cap.
        None = "none",
    }
}

codes! {
    /// 滞纳金舍入.
    FeeRounding {
        /// 四舍五入到分, each item.
        HalfUp = "half_up",
        /// 四舍五入到分, once on the bill.
        PerBill = "per_bill",
        /// 见分进角, each item.
        UpToJiao = "up_to_jiao",
    }
}

codes! {
    /// 冲抵顺序.
    AllocOrder {
        /// Oldest month; inside it individual, employer, fee.
        OldestFirst = "oldest_first",
        /// Oldest month; inside it fee, then principal.
        FeeFirst = "fee_first",
        /// Over all open principal and fee by size.
        ProRata = "pro_rata",
        /// The newest month's due, then oldest first.
        CurrentFirst = "current_first",
    }
}

codes! {
    /// 缓缴逾期.
    DeferralBreach {
        /// Fee from the day after repay-by.
        AfterRepayBy = "after_repay_by",
        /// Fee as if there had been no deferral.
        Retroactive = "retroactive",
    }
}

/// 本地参数.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// 起算日.
    pub first_day: FirstDay,
    /// 截止日.
    pub last_day: LastDay,
    /// 期限日顺延.
    pub due_roll: DueRoll,
    /// 旧标准的适用.
    pub legacy_mode: LegacyMode,
    /// 封顶.
    pub cap_mode: CapMode,
    /// 舍入.
    pub rounding: FeeRounding,
    /// 冲抵顺序.
    pub alloc_order: AllocOrder,
    /// 缓缴逾期.
    pub deferral_breach: DeferralBreach,
}

impl Parameters {
    /// Every parameter's name, as written in files and arguments.
    pub const NAMES: [&'static str; 8] =
        ["first_day", "last_day", "due_roll", "legacy_mode", "cap_mode", "rounding", "alloc_order", "deferral_breach"];

    /// The values a parameter may have; none for an unknown name.
    pub fn values(name: &str) -> Vec<&'static str> {
        match name {
            "first_day" => FirstDay::ALL.iter().map(|value| value.code()).collect(),
            "last_day" => LastDay::ALL.iter().map(|value| value.code()).collect(),
            "due_roll" => DueRoll::ALL.iter().map(|value| value.code()).collect(),
            "legacy_mode" => LegacyMode::ALL.iter().map(|value| value.code()).collect(),
            "cap_mode" => CapMode::ALL.iter().map(|value| value.code()).collect(),
            "rounding" => FeeRounding::ALL.iter().map(|value| value.code()).collect(),
            "alloc_order" => AllocOrder::ALL.iter().map(|value| value.code()).collect(),
            "deferral_breach" => DeferralBreach::ALL.iter().map(|value| value.code()).collect(),
            _ => Vec::new(),
        }
    }

    /// The value a parameter has, in its words; empty for an unknown name.
    pub fn value(&self, name: &str) -> &'static str {
        match name {
            "first_day" => self.first_day.code(),
            "last_day" => self.last_day.code(),
            "due_roll" => self.due_roll.code(),
            "legacy_mode" => self.legacy_mode.code(),
            "cap_mode" => self.cap_mode.code(),
            "rounding" => self.rounding.code(),
            "alloc_order" => self.alloc_order.code(),
            "deferral_breach" => self.deferral_breach.code(),
            _ => "",
        }
    }

    /// Sets one parameter by its words; `false` when name or value is unknown.
    pub fn set(&mut self, name: &str, value: &str) -> bool {
        fn put<T>(place: &mut T, value: Option<T>) -> bool {
            value.map(|value| *place = value).is_some()
        }
        match name {
            "first_day" => put(&mut self.first_day, FirstDay::from_code(value)),
            "last_day" => put(&mut self.last_day, LastDay::from_code(value)),
            "due_roll" => put(&mut self.due_roll, DueRoll::from_code(value)),
            "legacy_mode" => put(&mut self.legacy_mode, LegacyMode::from_code(value)),
            "cap_mode" => put(&mut self.cap_mode, CapMode::from_code(value)),
            "rounding" => put(&mut self.rounding, FeeRounding::from_code(value)),
            "alloc_order" => put(&mut self.alloc_order, AllocOrder::from_code(value)),
            "deferral_breach" => put(&mut self.deferral_breach, DeferralBreach::from_code(value)),
            _ => false,
        }
    }
}

/// 险种, by its place in [`FeePolicy::lines`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineId(pub u8);

/// 险种.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its stable code.
    pub code: String,
    /// 中文名.
    pub zh: String,
    /// English name.
    pub en: String,
    /// As files may write it.
    pub words: Vec<String>,
    /// Place of its rates in [`FeePolicy::tables`].
    pub table: usize,
}

/// 费率段. One rate in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// First day.
    pub from: BusinessDay,
    /// Last day.
    pub to: BusinessDay,
    /// Millionths of the principal a day.
    pub per_million: u32,
    /// Belongs to the old rules of before the Social Insurance Law.
    pub legacy: bool,
    /// By its text only after a failed 责令限期缴纳.
    pub after_order: bool,
    /// 依据.
    pub basis: String,
}

/// 费率表: blocks in order of time, without gap or overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateTable {
    /// Its code.
    pub code: String,
    /// Its blocks.
    pub rates: Vec<Rate>,
}

/// A rule in force from a day on, with its clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// First day.
    pub from: BusinessDay,
    /// 依据.
    pub basis: String,
}

/// 滞纳金规定.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeePolicy {
    /// 本地参数.
    pub parameters: Parameters,
    /// 险种.
    pub lines: Vec<Line>,
    /// 费率表.
    pub tables: Vec<RateTable>,
    /// 封顶.
    pub cap: Clause,
    /// Share of the original principal a fee may reach.
    pub cap_percent: u32,
    /// 缓缴期内不计.
    pub deferral_basis: String,
    /// 破产受理日起不计.
    pub bankruptcy: Clause,
    /// 由单位承担, individual part included.
    pub bearer: Clause,
    /// 未申报核定: share of the last month's amount.
    pub undeclared_percent: u32,
    /// Its clause.
    pub undeclared_basis: String,
    /// 罚款倍数: least and most.
    pub fine_times: (u32, u32),
    /// Its clause.
    pub fine_basis: String,
}

impl FeePolicy {
    /// The line of a code or of a word files write.
    pub fn line(&self, word: &str) -> Option<LineId> {
        let fits = |line: &Line| line.code == word || line.words.iter().any(|known| known == word);
        self.lines.iter().position(fits).and_then(|place| u8::try_from(place).ok()).map(LineId)
    }

    /// The stable code of a line.
    pub fn line_code(&self, line: LineId) -> &str {
        self.lines.get(usize::from(line.0)).map_or("", |line| &line.code)
    }

    /// The rates of a line.
    pub fn rates(&self, line: LineId) -> &[Rate] {
        let table = self.lines.get(usize::from(line.0)).and_then(|line| self.tables.get(line.table));
        table.map_or(&[], |table| &table.rates)
    }

    /// 110 % and the like: what is assessed for a month nobody declared, from the last month's amount.
    pub fn assessed(&self, last_month: Money) -> Money {
        percent_of(last_month, self.undeclared_percent)
    }

    /// 罚款幅度 on what is owed after a failed order: least and most.
    pub fn fine(&self, owed: Money) -> (Money, Money) {
        let times = |times: u32| Money::from_fen(owed.fen().saturating_mul(i64::from(times)));
        (times(self.fine_times.0), times(self.fine_times.1))
    }

    /// The most the fee on a principal may come to.
    pub fn cap_on(&self, principal: Money) -> Money {
        percent_of(principal, self.cap_percent)
    }
}

/// Half-up to the fen.
fn percent_of(amount: Money, percent: u32) -> Money {
    let parts = i128::from(amount.fen()) * i128::from(percent);
    Money::from_fen(i64::try_from((parts + 50).div_euclid(100)).unwrap_or(i64::MAX))
}
