//! A desk of made-up figures.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use sanhe::domain::day::{BusinessDay, TimeOfDay};
use sanhe::domain::decision::{Decided, Verb};
use sanhe::domain::entry::{EntryId, Kind, Method, Side};
use sanhe::domain::exception::{Class, State};
use sanhe::domain::journal::FactKind;
use sanhe::domain::money::Money;
use sanhe::domain::recon::{
    Bridge, BridgeCredit, BySide, CaseLeg, DayResult, DayStatus, DaySummary, EntryRow, ExceptionCase, NegativeShift,
    Note, Proposal, TotalRow,
};
use sanhe::text::lang::Lang;
use sanhe::tui::desk::{BookInfo, Deciding, Desk};
use sanhe::tui::signing::SigningState;
use sanhe::tui::widgets::list::view::View;

mod apply;
mod approvals;
mod cases;
mod chase;
mod closing;
mod collecting;
mod collection;
mod decisions;
mod deferral;
mod evidence;
mod files;
mod funds;
mod journal;
mod keeping;
mod layouts;
mod matrix;
mod office;
mod papers;
mod quarantine;
mod receipts;
mod report;
mod script;
pub(crate) mod signing;

use report::report;
pub(crate) use script::{ScriptTerminal, Step};

pub(crate) const DAY: (u32, u32, u32) = (2026, 3, 4);

pub(crate) fn day(offset: i32) -> BusinessDay {
    BusinessDay::from_ymd(DAY.0, DAY.1, DAY.2).unwrap().plus(offset)
}

fn yuan(text: &str) -> Money {
    Money::parse_plain(text).unwrap()
}

/// How the fake book stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Book {
    Full,
    Empty,
    Broken,
}

#[derive(Clone)]
pub(crate) struct FakeDesk {
    pub(crate) book: Book,
    pub(crate) operator: String,
    pub(crate) lang: Lang,
    pub(crate) calls: Arc<Mutex<Vec<String>>>,
    /// Days done and in all, as the status line would show them after each range.
    pub(crate) counted: Arc<Mutex<Vec<(u64, u64)>>>,
    pub(crate) views: Arc<Mutex<BTreeMap<String, View>>>,
    /// Differences of the book; the settled ones among them by what was decided.
    pub(crate) cases: Arc<Mutex<Vec<ExceptionCase>>>,
    /// Steps of closing taken so far.
    pub(crate) steps: Arc<Mutex<Vec<closing::Taken>>>,
    /// Whether someone else decides on every case between a look and a decision.
    pub(crate) meanwhile: bool,
    /// How the person stands with signing; signed by default.
    pub(crate) signing: Arc<Mutex<SigningState>>,
    /// Where drafts are kept; nowhere by default.
    pub(crate) side: Option<PathBuf>,
}

/// 王芳 reviews and does not reconcile.
fn barred(operator: &str) -> Vec<(FactKind, String)> {
    let why = "须由经办岗位办理，王芳 今日不在其中".to_string();
    if operator.starts_with("王芳") { vec![(FactKind::DaysReconciled, why)] } else { Vec::new() }
}

impl FakeDesk {
    pub(crate) fn new(book: Book) -> Self {
        let (calls, counted, views) = (Arc::default(), Arc::default(), Arc::default());
        let cases = Arc::new(Mutex::new(cases()));
        let (operator, lang, steps) = ("李敏 财务".into(), Lang::Zh, Arc::default());
        let signing = Arc::new(Mutex::new(SigningState::Signed));
        FakeDesk { book, operator, lang, calls, counted, views, cases, steps, meanwhile: false, signing, side: None }
    }

    fn read<T>(&self, full: impl FnOnce() -> T, empty: T) -> Result<T, String> {
        match self.book {
            Book::Full => Ok(full()),
            Book::Empty => Ok(empty),
            Book::Broken => Err("账套读不出: disk I/O error".into()),
        }
    }

    fn settle(&self, deciding: &Deciding) {
        let settled = match deciding.verb {
            Verb::Assign => None,
            Verb::Carry => Some(State::Carried),
            Verb::Waive => Some(State::Waived),
            _ => Some(State::Resolved),
        };
        let named = |case: &ExceptionCase| deciding.cases.iter().any(|(key, _)| *key == case.key);
        for case in self.cases.lock().unwrap().iter_mut().filter(|case| named(case)) {
            case.state = settled.unwrap_or(case.state);
            case.work.owner.clone_from(&deciding.person);
            case.work.last_seq += 1;
            case.work.decided = settled.map(|_| Decided {
                seq: case.work.last_seq,
                verb: deciding.verb,
                actor: self.operator.clone(),
                on: day(1),
                reason: deciding.reason.clone(),
                to: deciding.to,
            });
        }
    }

    pub(crate) fn note(&self, call: String) {
        self.calls.lock().unwrap().push(call);
    }
}

fn summary(offset: i32, status: DayStatus, open: u32, listed: u32, difference: &str) -> DaySummary {
    let missing = status == DayStatus::SourceMissing;
    DaySummary {
        day: day(offset),
        status,
        entries: BySide { his: 500, cashier: 500, bank: if missing { 0 } else { 494 } },
        sources: BySide { his: true, cashier: true, bank: !missing },
        open,
        listed,
        difference: yuan(difference),
    }
}

fn total(cashier: &str, method: Method, figures: [&str; 3], bank_due: bool) -> TotalRow {
    let [cashier_side, his, bank] = figures.map(yuan);
    let difference = if bank_due { bank - his } else { cashier_side - his };
    TotalRow { cashier: cashier.into(), method, his, cashier_side, bank, bank_due, difference }
}

fn totals() -> Vec<TotalRow> {
    vec![
        total("007赵敏", Method::Cash, ["40310.50", "40310.50", "40210.50"], true),
        total("007赵敏", Method::Prepaid, ["22000.00", "22000.00", "0.00"], false),
        total("007赵敏", Method::Wechat, ["160185.74", "160162.93", "160185.74"], true),
        total("012欧阳建国", Method::Wechat, ["1022.81", "1022.81", "1022.81"], true),
        total("012欧阳建国", Method::Alipay, ["90114.20", "90114.20", "89914.20"], true),
        total("012欧阳建国", Method::Card, ["71870.00", "71870.00", "71870.00"], true),
        total("", Method::MedicalAccount, ["84002.19", "84002.19", "1084002.19"], true),
    ]
}

fn leg(side: Side, row: u32, amount: &str, at: (u32, u32, u32), file: &str) -> CaseLeg {
    CaseLeg {
        side,
        entry: Some(EntryId::new(1, row)),
        kind: Kind::Pay,
        amount: yuan(amount),
        face: yuan(amount),
        day: day(0),
        at: TimeOfDay::from_hms(at.0, at.1, at.2).unwrap(),
        file: format!("2026-03-04/{file}"),
        line: row,
        mark: 0,
    }
}

fn case(id: i64, class: Class, state: State, method: Method, difference: &str, legs: Vec<CaseLeg>) -> ExceptionCase {
    ExceptionCase {
        key: format!("{id:016x}{id:016x}"),
        work: Default::default(),
        id,
        class,
        state,
        day: day(0),
        method,
        cashier: "007赵敏".into(),
        his_no: format!("JS20260304{id:08}"),
        order_no: format!("ZF20260304007{id:09}"),
        slip_no: String::new(),
        legs,
        difference: yuan(difference),
        rule: "order_no".into(),
        notes: vec![Note::Times(1)],
        proposals: Vec::new(),
    }
}

fn proposal(score: i32, parts: &[(&str, i32)]) -> Proposal {
    Proposal {
        entry: EntryId::new(1, 900),
        side: Side::His,
        amount: yuan("22.81"),
        day: day(0),
        at: TimeOfDay::from_hms(15, 4, 9).unwrap(),
        order_no: "ZF20260304007000000399".into(),
        score,
        parts: parts.iter().map(|(name, points)| ((*name).to_owned(), *points)).collect(),
    }
}

pub(crate) fn cases() -> Vec<ExceptionCase> {
    let till = |row, amount| leg(Side::Cashier, row, amount, (15, 2, 11), "cashier.csv");
    let his = |row, amount| leg(Side::His, row, amount, (15, 2, 12), "his.csv");
    let bank = |row, amount| leg(Side::Bank, row, amount, (15, 2, 40), "wechat.csv");
    let mut missing = case(
        1,
        Class::MissingInHis,
        State::Proposed,
        Method::Wechat,
        "22.81",
        vec![till(318, "22.81"), bank(127, "22.81")],
    );
    missing.proposals =
        vec![proposal(87, &[("金额", 50), ("时间", 27), ("收费员", 10)]), proposal(70, &[("金额", 50), ("时间", 20)])];
    let three = vec![his(41, "200.00"), till(42, "200.00"), bank(43, "20000.00")];
    let mut amount = case(2, Class::AmountDiffers, State::Open, Method::Alipay, "19800.00", three);
    amount.notes = vec![Note::HundredFold];
    let mut deposit = case(
        3,
        Class::DepositDiffers,
        State::Open,
        Method::Cash,
        "-100.00",
        vec![leg(Side::Bank, 77, "40210.50", (9, 0, 0), "bank.csv")],
    );
    deposit.slip_no = "JK20260304A007".into();
    deposit.notes = vec![Note::Shift { rows: 61, sum: yuan("40310.50") }];
    let twice = vec![his(51, "88.00"), his(52, "88.00"), till(53, "88.00"), bank(54, "88.00"), bank(55, "88.00")];
    let duplicate = case(4, Class::Duplicate, State::Open, Method::Card, "0.00", twice);
    let zero = case(
        5,
        Class::ZeroAmount,
        State::Informational,
        Method::MedicalAccount,
        "0.00",
        vec![his(61, "0.00"), till(62, "0.00")],
    );
    vec![missing, amount, deposit, duplicate, zero]
}

/// Receipts of HIS alone: what one of the money side may be tied to.
fn unbanked() -> Vec<ExceptionCase> {
    let one = |(id, amount): (i64, &str)| {
        let legs = vec![leg(Side::His, 900 + id as u32, amount, (15, 4, 9), "his.csv")];
        case(id, Class::HisOnly, State::Open, Method::Wechat, amount, legs)
    };
    [(11, "20.00"), (12, "2.81"), (13, "22.80")].into_iter().map(one).collect()
}

fn bridge(channel: Method, his_net: &str, channel_only: &str, unexplained: &str) -> Bridge {
    let net = yuan(his_net) + yuan(channel_only) + yuan(unexplained);
    let fee = yuan("518.01");
    Bridge {
        channel,
        his_net: yuan(his_net),
        his_only: Money::ZERO,
        channel_only: yuan(channel_only),
        differences: Money::ZERO,
        timing: Money::ZERO,
        channel_net: net,
        fee,
        expected_credit: net - fee,
        unexplained: yuan(unexplained),
        credit: (channel == Method::Wechat).then(|| BridgeCredit {
            credited: net - fee - yuan("1000.00"),
            in_transit: yuan("1000.00"),
            short: Money::ZERO,
        }),
    }
}

fn result() -> DayResult {
    DayResult {
        day: day(0),
        entries: BySide { his: 500, cashier: 500, bank: 494 },
        matched: BySide { his: 498, cashier: 498, bank: 491 },
        awaited: 2,
        totals: totals(),
        negative_shifts: vec![NegativeShift {
            cashier: "007赵敏".into(),
            slip_no: "JK20260304B007".into(),
            amount: yuan("-120.00"),
        }],
        exceptions: cases(),
        bridges: vec![
            bridge(Method::Wechat, "161185.74", "22.81", "0.00"),
            bridge(Method::Alipay, "90114.20", "0.00", "-200.00"),
            bridge(Method::Card, "71870.00", "0.00", "0.00"),
            bridge(Method::MedicalAccount, "84002.19", "0.00", "0.00"),
        ],
        engine_digest: "d1".into(),
        digest: "d1".into(),
    }
}

/// Which case a row belongs to: rows 40…49 to case 2, and so on.
fn case_of(row: u32) -> (u32, Method, &'static str) {
    match row {
        318 | 127 => (312, Method::Wechat, "22.81"),
        41 | 42 => (2, Method::Alipay, "200.00"),
        43 => (2, Method::Alipay, "20000.00"),
        77 => (3, Method::Cash, "40210.50"),
        51..=55 => (4, Method::Card, "88.00"),
        61 | 62 => (5, Method::MedicalAccount, "0.00"),
        _ => (row, Method::Wechat, "131.04"),
    }
}

fn entry(side: Side, row: u32) -> EntryRow {
    let (number, method, amount) = case_of(row);
    let bank = side == Side::Bank;
    EntryRow {
        id: EntryId::new(1, row),
        side,
        file: format!("2026-03-04/{}.csv", side.code()),
        line: row,
        day: day(0),
        at: TimeOfDay::from_second(30_000 + row * 7),
        kind: if number == row && row.is_multiple_of(9) { Kind::Refund } else { Kind::Pay },
        method,
        amount: yuan(amount),
        fee: if bank { Money::from_fen(14) } else { Money::ZERO },
        cashier: if bank { String::new() } else { "007赵敏".into() },
        window: "3".into(),
        his_no: if bank { String::new() } else { format!("JS20260304{number:08}") },
        order_no: format!("ZF20260304007{number:09}"),
        original_no: String::new(),
        channel_no: if bank { format!("42000012342026030400000{row:05}") } else { String::new() },
        ticket_no: String::new(),
    }
}

fn side_of(row: u32) -> Side {
    match row {
        127 | 43 | 54 | 55 | 77 => Side::Bank,
        318 | 42 | 53 | 62 => Side::Cashier,
        _ => Side::His,
    }
}

impl Desk for FakeDesk {
    fn info(&self) -> BookInfo {
        BookInfo {
            trouble: None,
            title: "demo".into(),
            path: PathBuf::from("book.sqlite"),
            demonstration: self.book == Book::Full,
            single_person: self.book == Book::Full,
            operator: self.operator.clone(),
            operators: vec!["李敏 财务".into(), "王芳 复核".into()],
            barred: barred(&self.operator),
            today: day(1),
        }
    }

    fn switch_operator(&mut self, name: &str) -> Result<(), String> {
        self.operator = name.to_owned();
        Ok(())
    }

    fn speak(&mut self, lang: Lang) {
        self.lang = lang;
    }

    fn second(&self) -> Result<Box<dyn Desk>, String> {
        Ok(Box::new(self.clone()))
    }
}
