//! Progress 清欠进度: what became of arrears within a period, cell by cell.
//!
//! Invariant: in every cell opening + corrections + new + returned from deferral − collected − deferred −
//! written off = closing, where opening and closing come from ledgers and the flows from what happened on
//! each day. Arrears are principal whose day has passed and that is not deferred.

use std::ops::AddAssign;

use crate::domain::arrears::item::Portion;
use crate::domain::arrears::ledger::{Ledger, Standing};
use crate::domain::arrears::month::FeeMonth;
use crate::domain::arrears::policy::LineId;
use crate::domain::day::BusinessDay;
use crate::domain::entry::codes;
use crate::domain::money::Money;

codes! {
    /// 进度的分组.
    ProgressBy {
        /// 险种.
        Line = "line",
        /// 区域.
        Area = "area",
        /// 专管员.
        Officer = "officer",
        /// 单位类型.
        Kind = "type",
    }
}

/// 一格. Sums of principal in one cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// 期初欠费, as the book knew it then.
    pub opening: Money,
    /// 更正: what the book says of the opening now, less what it said then.
    pub corrections: Money,
    /// 新增欠费.
    pub new: Money,
    /// 缓缴转回.
    pub returned: Money,
    /// 已清收.
    pub collected: Money,
    /// 转入缓缴.
    pub deferred: Money,
    /// 已核销.
    pub written_off: Money,
    /// 期末欠费.
    pub closing: Money,
    /// Of the collected, what was arrears at the opening: 清欠.
    pub cleared: Money,
    /// 应征: due within the period.
    pub due: Money,
    /// 实征: paid of it by the end.
    pub due_paid: Money,
    /// 滞纳金 collected.
    pub fee_collected: Money,
}

impl Cell {
    /// What the equation says the closing is.
    pub fn balanced(&self) -> Money {
        self.opening + self.corrections + self.new + self.returned - self.collected - self.deferred - self.written_off
    }

    /// 征缴率 in hundredths of a per cent; `None` where nothing was due.
    pub fn collection_rate(&self) -> Option<i64> {
        rate(self.due_paid, self.due)
    }

    /// 清欠率 in hundredths of a per cent; `None` where there were no arrears.
    pub fn clearing_rate(&self) -> Option<i64> {
        rate(self.cleared, self.opening + self.corrections)
    }
}

/// Parts of a whole: hundredths of a per cent.
pub const WHOLE: i64 = 10_000;

/// A share in hundredths of a per cent, cut off.
pub fn rate(part: Money, whole: Money) -> Option<i64> {
    if whole <= Money::ZERO {
        return None;
    }
    let share = i128::from(part.fen()) * i128::from(WHOLE) / i128::from(whole.fen());
    Some(i64::try_from(share).unwrap_or(i64::MAX))
}

impl AddAssign for Cell {
    fn add_assign(&mut self, other: Cell) {
        self.opening += other.opening;
        self.corrections += other.corrections;
        self.new += other.new;
        self.returned += other.returned;
        self.collected += other.collected;
        self.deferred += other.deferred;
        self.written_off += other.written_off;
        self.closing += other.closing;
        self.cleared += other.cleared;
        self.due += other.due;
        self.due_paid += other.due_paid;
        self.fee_collected += other.fee_collected;
    }
}

/// 期间. First and last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: BusinessDay,
    /// Last day.
    pub to: BusinessDay,
}

/// What an item is, so that the same one is found in two ledgers.
pub type ItemKey = (FeeMonth, Portion, LineId);

/// The cells of one employer's items over a period: `then` is the ledger of the day before as the book knew
/// it, `before` the same day as the book knows it now, `after` that of the last day.
pub fn cells(then: &Ledger, before: &Ledger, after: &Ledger, period: Period) -> Vec<(ItemKey, Cell)> {
    let mut cells: Vec<(ItemKey, Cell)> = Vec::with_capacity(after.standings.len());
    let moves = moves(after);
    let opening_of = |ledger: &Ledger, key: ItemKey| {
        let found = ledger.standings.binary_search_by_key(&key, |standing| standing.item.place());
        found.map_or(Money::ZERO, |place| overdue(&ledger.standings[place], ledger.as_of))
    };
    for (place, standing) in after.standings.iter().enumerate() {
        let key = standing.item.place();
        let opening = opening_of(then, key);
        let now = opening_of(before, key);
        let mut cell = flows(standing, &moves[place], period);
        (cell.opening, cell.corrections) = (opening, now - opening);
        cell.cleared = cell.collected.min(now);
        cell.closing = overdue(standing, after.as_of);
        cells.push((key, cell));
    }
    // What was owed by the book of then and is not in it any more.
    for standing in &then.standings {
        let key = standing.item.place();
        if after.standings.binary_search_by_key(&key, |known| known.item.place()).is_err() {
            let opening = overdue(standing, then.as_of);
            cells.push((key, Cell { opening, corrections: -opening, ..Cell::default() }));
        }
    }
    cells
}

fn overdue(standing: &Standing, as_of: BusinessDay) -> Money {
    if standing.overdue(as_of) { standing.owed } else { Money::ZERO }
}

/// Principal and fee paid on an item, by day.
type Moves = Vec<(BusinessDay, Money, Money)>;

fn moves(ledger: &Ledger) -> Vec<Moves> {
    let mut moves: Vec<Moves> = vec![Vec::new(); ledger.standings.len()];
    for allocated in &ledger.allocations {
        for share in &allocated.shares {
            moves[share.place].push((allocated.payment.on, share.principal, share.fee));
        }
    }
    moves
}

/// What moved an item into and out of arrears, day by day.
fn flows(standing: &Standing, moves: &Moves, period: Period) -> Cell {
    let mut cell = Cell::default();
    let (due_on, term) = (standing.terms.due_on, standing.terms.deferred);
    let deferred_on = |day: BusinessDay| term.is_some_and(|(from, until)| from <= day && day <= until);
    let in_arrears = |day: BusinessDay| day > due_on && !deferred_on(day);
    let written_off = standing.item.written_off.map(|off| (off.on, standing.written_off));
    // Principal at the start of a day.
    let open = |day: BusinessDay| {
        let paid: Money = moves.iter().filter(|(on, ..)| *on < day).map(|(_, principal, _)| *principal).sum();
        let off: Money = written_off.iter().filter(|(on, _)| *on < day).map(|(_, amount)| *amount).sum();
        standing.item.amount - paid - off
    };
    let within = |day: &BusinessDay| period.from <= *day && *day <= period.to;
    let mut turns = vec![due_on.plus(1)];
    turns.extend(term.into_iter().flat_map(|(from, until)| [from, until.plus(1)]));
    turns.sort_unstable();
    turns.dedup();
    for day in turns.into_iter().filter(within) {
        let (was, is) = (in_arrears(day.plus(-1)), in_arrears(day));
        match (was, is) {
            (false, true) if deferred_on(day.plus(-1)) => cell.returned += open(day),
            (false, true) => cell.new += open(day),
            (true, false) => cell.deferred += open(day),
            (true, true) | (false, false) => {}
        }
    }
    for (on, amount) in written_off.into_iter().filter(|(on, _)| within(on) && in_arrears(*on)) {
        debug_assert!(on <= period.to);
        cell.written_off += amount;
    }
    for (on, principal, fee) in moves.iter().filter(|(on, ..)| within(on)) {
        if in_arrears(*on) {
            cell.collected += *principal;
        }
        cell.fee_collected += *fee;
    }
    if within(&due_on) {
        cell.due = standing.item.amount;
        cell.due_paid = moves.iter().filter(|(on, ..)| *on <= period.to).map(|(_, principal, _)| *principal).sum();
    }
    cell
}

/// 奖励档次: from this rate on (hundredths of a per cent), best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// At least.
    pub at_least: i64,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// The tier a rate reaches.
pub fn tier(tiers: &[Tier], rate: i64) -> Option<&Tier> {
    tiers.iter().find(|tier| rate >= tier.at_least)
}

/// 可支付月数 in hundredths: balance over the mean of monthly payouts.
pub fn months_payable(balance: Money, payouts: &[Money]) -> Option<i64> {
    let paid: Money = payouts.iter().copied().sum();
    let months = i128::try_from(payouts.len()).ok()?;
    if paid <= Money::ZERO {
        return None;
    }
    let hundredths = i128::from(balance.fen()) * months * 100 / i128::from(paid.fen());
    i64::try_from(hundredths).ok()
}
