//! Entry 流水: one normalised line of one of the three books, and the columns they are kept in.
//!
//! Invariant: an entry holds what the engine compares and nothing that identifies a patient; names
//! stay in the original file, which every entry points to by file and line. Entries live in
//! [`EntryColumns`] (one vector a field), so a day of receipts is a handful of allocations.
//! Neighbours: `import` fills columns, `store` keeps them by file and day, `matching` reads them.

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

use super::day::{BusinessDay, TimeOfDay};
use super::money::Money;

/// Declares a closed list of codes once: the enum, its stable short code and its order.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$item])* $variant),+ }

        impl $name {
            /// Every value, in declared order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The stable code used in files, tables and JSON.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }

            /// The value of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }

            /// The value kept as this byte.
            pub fn from_byte(byte: u8) -> Option<Self> {
                Self::ALL.get(usize::from(byte)).copied()
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// 方. Which of the three books a line belongs to.
    Side {
        /// HIS 结算明细.
        His = "his",
        /// 收费端: what the person at the till reports.
        Cashier = "cashier",
        /// 银行/渠道: bank postings and channel bills.
        Bank = "bank",
    }
}

codes! {
    /// 业务类型. What a line does; it decides the sign.
    Kind {
        /// 收费 / 支付: money in.
        Pay = "pay",
        /// 退费 / 退款: money out.
        Refund = "refund",
        /// 撤销: an order taken back. Alone it moves nothing; beside its payment it undoes it.
        Revoke = "revoke",
        /// 存款: a cashier's cash of one shift, paid in at the bank.
        Deposit = "deposit",
    }
}

codes! {
    /// 支付方式.
    Method {
        /// 现金.
        Cash = "cash",
        /// 银行卡.
        Card = "card",
        /// 支付宝.
        Alipay = "alipay",
        /// 微信.
        Wechat = "wechat",
        /// 医保个账.
        MedicalAccount = "medical_account",
        /// 预交金.
        Prepaid = "prepaid",
        /// 其他: a method the rule book does not know; imported with a warning.
        Other = "other",
    }
}

/// 流水次序. What a list of entries is ordered by; equal ones keep the order they came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EntryOrder {
    /// Day and time.
    #[default]
    Time,
    /// 业务类型.
    Kind,
    /// 金额.
    Amount,
    /// 收费员.
    Cashier,
    /// 支付方式.
    Method,
}

/// 流水号. Stable number of an entry in the book: segment and row within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(i64);

impl EntryId {
    const ROW_BITS: u32 = 21;
    /// Most rows one segment may hold (and so one file may have for one day).
    pub const ROWS_MAX: u32 = 1 << Self::ROW_BITS;

    /// The entry at `row` of `segment`.
    pub const fn new(segment: i64, row: u32) -> Self {
        EntryId((segment << Self::ROW_BITS) | row as i64)
    }

    /// From the number kept in the book.
    pub const fn from_number(number: i64) -> Self {
        EntryId(number)
    }

    /// The number kept in the book.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// The segment the entry lies in.
    pub const fn segment(self) -> i64 {
        self.0 >> Self::ROW_BITS
    }

    /// Its row there.
    pub const fn row(self) -> u32 {
        (self.0 & ((1 << Self::ROW_BITS) - 1)) as u32
    }
}

/// One text a row, in one heap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextColumn {
    bytes: String,
    ends: Vec<u32>,
}

impl TextColumn {
    /// Adds the next row's text.
    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    /// The text of a row; empty when there is none.
    pub fn get(&self, row: usize) -> &str {
        let Some(end) = self.ends.get(row) else { return "" };
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        self.bytes.get(start as usize..*end as usize).unwrap_or("")
    }

    /// Rows held.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether no row is held.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The whole heap and the end of each row in it, for storage.
    pub fn parts(&self) -> (&str, &[u32]) {
        (&self.bytes, &self.ends)
    }
}

/// A column of few distinct texts: codes into a list of words.
#[derive(Clone, Debug, Default)]
pub struct WordColumn {
    codes: Vec<u32>,
    words: Vec<Box<str>>,
    index: HashTable<u32>,
}

impl WordColumn {
    /// Adds the next row's word.
    pub fn push(&mut self, word: &str) {
        let code = self.intern(word);
        self.codes.push(code);
    }

    /// The code of a word, adding it to the list if it is new.
    pub fn intern(&mut self, word: &str) -> u32 {
        let hash = xxh3_64(word.as_bytes());
        let words = &self.words;
        // Comparing two empty texts calls memcmp on dangling addresses, which costs more than the row.
        let same = |known: &str| known.len() == word.len() && (word.is_empty() || known == word);
        if let Some(code) = self.index.find(hash, |code| same(&words[*code as usize])) {
            return *code;
        }
        let code = self.words.len() as u32;
        self.words.push(word.into());
        let words = &self.words;
        self.index.insert_unique(hash, code, |code| xxh3_64(words[*code as usize].as_bytes()));
        code
    }

    /// Adds the next row by the code [`WordColumn::intern`] gave.
    pub fn push_code(&mut self, code: u32) {
        self.codes.push(code);
    }

    /// The word of a row; empty when there is none.
    pub fn get(&self, row: usize) -> &str {
        self.codes.get(row).and_then(|code| self.words.get(*code as usize)).map_or("", |word| word)
    }

    /// The code of a row.
    pub fn code(&self, row: usize) -> u32 {
        self.codes.get(row).copied().unwrap_or(0)
    }

    /// The distinct words, by code.
    pub fn words(&self) -> &[Box<str>] {
        &self.words
    }

    /// The code of every row.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }
}

/// One entry as borrowed fields: what an importer hands over and a reader gets back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Line of the original file, counted from 1.
    pub line: u32,
    /// 营业日.
    pub day: BusinessDay,
    /// 时刻.
    pub at: TimeOfDay,
    /// 业务类型.
    pub kind: Kind,
    /// 支付方式.
    pub method: Method,
    /// Signed by kind: payments and deposits positive, refunds negative; a revocation carries the
    /// positive face amount of the order it takes back.
    pub amount: Money,
    /// 手续费, signed as `amount` is: given back (negative) on refunds, as printed on revocations.
    pub fee: Money,
    /// 入账金额 less (`amount` − `fee`): zero when the file's own net is consistent or absent.
    pub net_gap: Money,
    /// 收费员, as printed.
    pub cashier: &'a str,
    /// 窗口 / 终端.
    pub window: &'a str,
    /// 商户号.
    pub merchant: &'a str,
    /// 结算流水号.
    pub his_no: &'a str,
    /// 商户订单号 (a refund's own number on refunds); the slip number on deposits.
    pub order_no: &'a str,
    /// 原流水号, on refunds.
    pub original_no: &'a str,
    /// 渠道流水号.
    pub channel_no: &'a str,
    /// 票据号.
    pub ticket_no: &'a str,
}

impl Entry<'_> {
    /// The key under which a later file may bring a new version of this row: the side's own serial
    /// number, else the order number; empty when the row has neither.
    pub fn identity_no(&self, side: Side) -> &str {
        let own = match side {
            Side::His | Side::Cashier => self.his_no,
            Side::Bank => self.channel_no,
        };
        if own.is_empty() { self.order_no } else { own }
    }
}

/// 流水列. Entries of one side, one vector a field.
#[derive(Clone, Debug, Default)]
pub struct EntryColumns {
    /// Line in the original file.
    pub line: Vec<u32>,
    /// Day number.
    pub day: Vec<i32>,
    /// Second of the day.
    pub second: Vec<u32>,
    /// Kind code.
    pub kind: Vec<Kind>,
    /// Method code.
    pub method: Vec<Method>,
    /// Signed amount in fen.
    pub amount_fen: Vec<i64>,
    /// Signed fee in fen.
    pub fee_fen: Vec<i64>,
    /// See [`Entry::net_gap`], in fen.
    pub net_gap_fen: Vec<i64>,
    /// 收费员.
    pub cashier: WordColumn,
    /// 窗口.
    pub window: WordColumn,
    /// 商户号.
    pub merchant: WordColumn,
    /// 结算流水号.
    pub his_no: TextColumn,
    /// 商户订单号.
    pub order_no: TextColumn,
    /// 原流水号.
    pub original_no: TextColumn,
    /// 渠道流水号.
    pub channel_no: TextColumn,
    /// 票据号.
    pub ticket_no: TextColumn,
}

impl EntryColumns {
    /// Rows held.
    pub fn len(&self) -> usize {
        self.line.len()
    }

    /// Whether no row is held.
    pub fn is_empty(&self) -> bool {
        self.line.is_empty()
    }

    /// Adds a row.
    pub fn push(&mut self, entry: &Entry<'_>) {
        self.line.push(entry.line);
        self.day.push(entry.day.number());
        self.second.push(entry.at.second());
        self.kind.push(entry.kind);
        self.method.push(entry.method);
        self.amount_fen.push(entry.amount.fen());
        self.fee_fen.push(entry.fee.fen());
        self.net_gap_fen.push(entry.net_gap.fen());
        self.cashier.push(entry.cashier);
        self.window.push(entry.window);
        self.merchant.push(entry.merchant);
        self.his_no.push(entry.his_no);
        self.order_no.push(entry.order_no);
        self.original_no.push(entry.original_no);
        self.channel_no.push(entry.channel_no);
        self.ticket_no.push(entry.ticket_no);
    }

    /// The row as borrowed fields.
    pub fn get(&self, row: usize) -> Entry<'_> {
        Entry {
            line: self.line[row],
            day: BusinessDay::of_number(self.day[row]),
            at: TimeOfDay::from_second(self.second[row]),
            kind: self.kind[row],
            method: self.method[row],
            amount: Money::from_fen(self.amount_fen[row]),
            fee: Money::from_fen(self.fee_fen[row]),
            net_gap: Money::from_fen(self.net_gap_fen[row]),
            cashier: self.cashier.get(row),
            window: self.window.get(row),
            merchant: self.merchant.get(row),
            his_no: self.his_no.get(row),
            order_no: self.order_no.get(row),
            original_no: self.original_no.get(row),
            channel_no: self.channel_no.get(row),
            ticket_no: self.ticket_no.get(row),
        }
    }
}
