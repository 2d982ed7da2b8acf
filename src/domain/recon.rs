//! Result of a day's reconciliation 对账结果: what the engine says, the store keeps and screens show.
//!
//! Invariant: these types carry figures and references, never words; `text` turns them into sentences.

use super::day::{BusinessDay, TimeOfDay};
use super::decision::CaseWork;
use super::entry::{EntryId, Kind, Method, Side, codes};
use super::exception::{Class, State};
use super::money::Money;

/// One figure for each of the three books, indexed by [`Side`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BySide<T> {
    /// HIS.
    pub his: T,
    /// 收费端.
    pub cashier: T,
    /// 银行/渠道.
    pub bank: T,
}

impl<T> BySide<T> {
    /// The figure of a side.
    pub fn get(&self, side: Side) -> &T {
        match side {
            Side::His => &self.his,
            Side::Cashier => &self.cashier,
            Side::Bank => &self.bank,
        }
    }

    /// The figure of a side, to change.
    pub fn get_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::His => &mut self.his,
            Side::Cashier => &mut self.cashier,
            Side::Bank => &mut self.bank,
        }
    }
}

/// 三数核对 line: what each book says one cashier took by one method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalRow {
    /// 收费员, as printed by the files; empty where only the bank knows of the money.
    pub cashier: String,
    /// 支付方式.
    pub method: Method,
    /// HIS net.
    pub his: Money,
    /// 收费端 net.
    pub cashier_side: Money,
    /// Channel net, or for cash the deposits of the day's slips.
    pub bank: Money,
    /// Whether this method has a bank leg at all (预交金 has none).
    pub bank_due: bool,
    /// Money side (bank where a bank leg is due, else cashier) − HIS.
    pub difference: Money,
}

/// 未存负班: a shift whose cash sums to zero or less, so nothing is banked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NegativeShift {
    /// 收费员.
    pub cashier: String,
    /// Slip the deposit would have had.
    pub slip_no: String,
    /// Its (zero or negative) cash.
    pub amount: Money,
}

/// One leg of an exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLeg {
    /// Which book.
    pub side: Side,
    /// The entry; `None` for a quarantined row, which never became one.
    pub entry: Option<EntryId>,
    /// 业务类型.
    pub kind: Kind,
    /// Signed amount as it counts (a revocation without its payment counts 0).
    pub amount: Money,
    /// The amount printed on the row.
    pub face: Money,
    /// Its business day.
    pub day: BusinessDay,
    /// Its time.
    pub at: TimeOfDay,
    /// Original file (as given at import), filled by the store.
    pub file: String,
    /// Line in it.
    pub line: u32,
    /// Hash of its content: names it whatever file it came in.
    pub mark: u128,
}

/// A fact found while classifying, shown in the reason and in *why*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// One side is exactly 100 times the other: yuan read as fen, or the reverse.
    HundredFold,
    /// Two neighbouring digits changed places.
    DigitsSwapped,
    /// The row was booked this many times.
    Times(u32),
    /// 费率: the fee the contract gives.
    FeeExpected(Money),
    /// The original of a refund: number, method, amount, refunded in all.
    Original {
        /// 原流水号.
        his_no: String,
        /// How it was paid; `None` when the original is not in the book.
        method: Option<Method>,
        /// What was paid.
        paid: Money,
        /// Everything refunded against it so far, this refund included.
        refunded: Money,
    },
    /// The shift's own cash rows: how many and how much.
    Shift {
        /// Cash rows of the shift.
        rows: u32,
        /// Their sum.
        sum: Money,
    },
    /// The channel's own pair: paid and then revoked.
    PaidThenRevoked,
    /// One receipt stands under two methods.
    OtherMethod(Method, Method),
    /// Days between the legs.
    DaysApart(i32),
    /// 商户号 that is not ours.
    Merchant(String),
    /// Column and code a quarantined row failed at.
    Unparsed {
        /// Heading.
        column: String,
        /// Stable error code.
        code: String,
    },
    /// 手工勾对: a person tied its rows; nothing is missing any more.
    TiedByHand,
    /// 结算: a channel day's net and when it is credited.
    Settlement {
        /// 商户号.
        merchant: String,
        /// Net of the days the case speaks of.
        net: Money,
        /// Day the credit is expected.
        due: Option<BusinessDay>,
        /// Whether that day is past.
        overdue: bool,
    },
    /// 规则注明: a rule in data names what a statement row is.
    Labelled(String),
    /// 几种凑法: sets of slips or channel days of which each adds up to the row.
    Ways(Vec<String>),
}

/// A counterpart the engine proposes and a person accepts or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The entry proposed.
    pub entry: EntryId,
    /// Its side.
    pub side: Side,
    /// Its amount.
    pub amount: Money,
    /// Its day and time.
    pub day: BusinessDay,
    /// Its time.
    pub at: TimeOfDay,
    /// Its order number.
    pub order_no: String,
    /// Sum of the parts; higher is likelier.
    pub score: i32,
    /// What the score is made of: name of the part and points.
    pub parts: Vec<(String, i32)>,
}

/// 差异. One case, whatever number of rows it speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionCase {
    /// Number in the book, until the day's next run; 0 before it is stored.
    pub id: i64,
    /// 差异键. Its name by content, the same on every run that finds it.
    pub key: String,
    /// 类别.
    pub class: Class,
    /// 状态.
    pub state: State,
    /// HIS leg's day, else the cashier's, else the bank's.
    pub day: BusinessDay,
    /// 支付方式.
    pub method: Method,
    /// 收费员.
    pub cashier: String,
    /// 结算流水号.
    pub his_no: String,
    /// 商户订单号.
    pub order_no: String,
    /// Deposit slip or settlement key.
    pub slip_no: String,
    /// Legs, HIS first.
    pub legs: Vec<CaseLeg>,
    /// Money side − HIS.
    pub difference: Money,
    /// Name of the rule (data/matching) that joined the legs.
    pub rule: String,
    /// Facts for the reason.
    pub notes: Vec<Note>,
    /// Ranked counterparts, best first.
    pub proposals: Vec<Proposal>,
    /// What people said of it.
    pub work: CaseWork,
}

impl ExceptionCase {
    /// The number people know it by: settlement, else order, else slip.
    pub fn number(&self) -> &str {
        let numbers = [&self.his_no, &self.order_no, &self.slip_no];
        numbers.into_iter().find(|number| !number.is_empty()).map_or("", String::as_str)
    }

    /// Whether a person tied its rows.
    pub fn is_tied_by_hand(&self) -> bool {
        self.notes.contains(&Note::TiedByHand)
    }
}

/// 渠道桥: HIS to channel to credit, for one channel and day (design: R6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bridge {
    /// The channel, as its method.
    pub channel: Method,
    /// HIS net of the day.
    pub his_net: Money,
    /// HIS legs of groups without a channel leg.
    pub his_only: Money,
    /// Channel legs of groups without a HIS leg.
    pub channel_only: Money,
    /// Σ(channel − HIS) of same-day groups.
    pub differences: Money,
    /// Channel legs of today whose HIS leg is on another day − the reverse.
    pub timing: Money,
    /// Channel net of the day.
    pub channel_net: Money,
    /// Channel fees of the day.
    pub fee: Money,
    /// channel_net − fee.
    pub expected_credit: Money,
    /// channel_net − (his_net − his_only + channel_only + differences + timing); must be 0.00.
    pub unexplained: Money,
    /// What the bank credited; `None` where the house names no settlement account for the channel.
    pub credit: Option<BridgeCredit>,
}

/// 入账: expected credit = credited + in transit + short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BridgeCredit {
    /// Credited by the bank.
    pub credited: Money,
    /// Not credited yet, overdue or not.
    pub in_transit: Money,
    /// Credited too little (negative: too much).
    pub short: Money,
}

/// 日结果. Everything one reconciled day says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayResult {
    /// 营业日.
    pub day: BusinessDay,
    /// Rows of the day, by side.
    pub entries: BySide<u64>,
    /// Rows of the day in groups that tie (R00), by side.
    pub matched: BySide<u64>,
    /// Rows waiting for a file that is not in yet.
    pub awaited: u64,
    /// 三数核对, by cashier then method.
    pub totals: Vec<TotalRow>,
    /// 未存负班.
    pub negative_shifts: Vec<NegativeShift>,
    /// 差异.
    pub exceptions: Vec<ExceptionCase>,
    /// 渠道桥.
    pub bridges: Vec<Bridge>,
    /// Hash of what the engine found, before anybody settled a case.
    pub engine_digest: String,
    /// Hash of the result, equal for equal input and decisions, files in any order.
    pub digest: String,
}

codes! {
    /// 日状态, as the calendar shows it.
    DayStatus {
        /// 无数据.
        Empty = "empty",
        /// 缺来源: a book is missing.
        SourceMissing = "source_missing",
        /// 待对账: imported or changed since the last run.
        Stale = "stale",
        /// 待处理: differences open.
        Open = "open",
        /// 已平.
        Clean = "clean",
        /// 待复核: handed to review.
        Prepared = "prepared",
        /// 已关账.
        Closed = "closed",
    }
}

/// One day of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaySummary {
    /// 营业日.
    pub day: BusinessDay,
    /// 状态.
    pub status: DayStatus,
    /// Rows, by side.
    pub entries: BySide<u64>,
    /// Whether a file of that side covers the day.
    pub sources: BySide<bool>,
    /// Exceptions still open.
    pub open: u32,
    /// Exceptions listed in all (informational ones left out).
    pub listed: u32,
    /// Σ of their differences without sign.
    pub difference: Money,
}

/// A row of a drill-down list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// The entry.
    pub id: EntryId,
    /// Which book.
    pub side: Side,
    /// Original file.
    pub file: String,
    /// Line in it.
    pub line: u32,
    /// 营业日.
    pub day: BusinessDay,
    /// 时刻.
    pub at: TimeOfDay,
    /// 业务类型.
    pub kind: Kind,
    /// 支付方式.
    pub method: Method,
    /// Signed amount.
    pub amount: Money,
    /// 手续费.
    pub fee: Money,
    /// 收费员.
    pub cashier: String,
    /// 窗口.
    pub window: String,
    /// 结算流水号.
    pub his_no: String,
    /// 商户订单号.
    pub order_no: String,
    /// 原流水号.
    pub original_no: String,
    /// 渠道流水号.
    pub channel_no: String,
    /// 票据号.
    pub ticket_no: String,
}

codes! {
    /// 结算状态. How a contract's channel day stands on its way to the bank.
    SettlementState {
        /// 未登记到账账户.
        NotFollowed = "not_followed",
        /// 待对账单: no statement of the account is in the book.
        NoStatement = "no_statement",
        /// 在途.
        InTransit = "in_transit",
        /// 逾期未到.
        Overdue = "overdue",
        /// 已到账.
        Credited = "credited",
        /// 金额不符.
        Short = "short",
    }
}
