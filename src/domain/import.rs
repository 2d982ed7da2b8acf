//! What an import says of itself 导入结果: outcomes, counts, control totals, row errors.
//!
//! Invariant: `rows_read` = imported + known + changed + quarantined + control rows, for every file. All of
//! them count rows of the file: one that is paid in several ways is several entries and counts once.

use super::day::BusinessDay;
use super::entry::{EntryColumns, Method, Side, codes};
use super::statement::AccountPart;

codes! {
    /// 文件结果.
    Outcome {
        /// 已导入.
        Imported = "imported",
        /// 已知: the same bytes are in the book.
        Known = "known",
        /// 拒收: nothing of it entered.
        Refused = "refused",
    }
}

codes! {
    /// 文件编码, as detected or forced.
    Encoding {
        /// UTF-8, with or without BOM.
        Utf8 = "utf-8",
        /// GB18030 (GBK, GB2312).
        Gb18030 = "gb18030",
    }
}

/// 行错误. One thing wrong in a file: place, excerpt, reason (by code; `text` has the words and the cure).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// Line, counted from 1; 0 when it concerns the whole file.
    pub line: u32,
    /// Heading of the column; empty when it concerns the whole row.
    pub column: String,
    /// What stands there, masked and cut to 40 characters, control characters shown as ⟨U+XXXX⟩.
    pub excerpt: String,
    /// Stable code, e.g. `amount_decimals`; every code has a sentence and a cure in both languages.
    pub code: RowErrorCode,
    /// Figures the sentence needs (expected, found, another line …), in the order the sentence names them.
    pub details: Vec<String>,
}

codes! {
    /// 错误代码. Everything that can be wrong with a file or a row.
    RowErrorCode {
        /// The file is empty.
        EmptyFile = "empty_file",
        /// Only headings, no row.
        HeaderOnly = "header_only",
        /// No heading line of any known layout. details: nearest format, its missing columns.
        UnknownLayout = "unknown_layout",
        /// The format asked for lacks columns here. details: missing columns.
        MissingColumn = "missing_column",
        /// Two layouts fit equally. details: their names.
        AmbiguousLayout = "ambiguous_layout",
        /// A heading stands twice. details: heading.
        DuplicateHeading = "duplicate_heading",
        /// Neither UTF-8 nor GB18030. details: byte offset.
        WrongEncoding = "wrong_encoding",
        /// UTF-8 and GB18030 mixed. details: byte and line of each kind.
        MixedEncoding = "mixed_encoding",
        /// Known by its first bytes as something else. details: what it is.
        NotText = "not_text",
        /// A quote opens and never closes. details: line it opened on.
        UnclosedQuote = "unclosed_quote",
        /// Line or field beyond the limit. details: limit.
        TooLong = "too_long",
        /// More rows, columns or bytes than allowed. details: limit.
        TooMany = "too_many",
        /// Fewer or more cells than headings. details: expected, found.
        RaggedRow = "ragged_row",
        /// NUL, escape, bidi or zero-width character in a name, number or account. details: which.
        ControlCharacter = "control_character",
        /// Required cell empty.
        EmptyCell = "empty_cell",
        /// Not an amount.
        AmountGrammar = "amount_grammar",
        /// More than two decimals.
        AmountDecimals = "amount_decimals",
        /// Beyond the largest amount.
        AmountRange = "amount_range",
        /// Sign contradicts 业务类型.
        SignContradicts = "sign_contradicts",
        /// Not a date or time.
        DateGrammar = "date_grammar",
        /// Outside 1992-01-01 … today + 366 days.
        DateRange = "date_range",
        /// A code that decides direction or state is unknown.
        UnknownKind = "unknown_kind",
        /// A method the layout has no word for: imported as 其他, one warning a word. details: the word.
        UnknownMethod = "unknown_method",
        /// Number rewritten by a spreadsheet (4.2E+27).
        SpreadsheetNumber = "spreadsheet_number",
        /// The file's own total and its rows disagree. details: total's name, expected, actual, difference.
        ControlTotal = "control_total",
        /// The file ends where its control lines should stand.
        ControlMissing = "control_missing",
        /// A statement's balance is not the one before it plus what moved. details: expected, printed, difference.
        BalanceBroken = "balance_broken",
        /// A statement's balances do not join those of the file beside it. details: file, its balance, ours, difference.
        BalanceGap = "balance_gap",
        /// 借方 and 贷方 of one row both hold an amount, or contradict 借贷标志.
        TwoDirections = "two_directions",
        /// 借贷标志 holds a word the layout does not know.
        UnknownDirection = "unknown_direction",
        /// A statement that does not say whose it is.
        AccountMissing = "account_missing",
        /// A file whose rows name no day, and nobody said it.
        DayMissing = "day_missing",
        /// The day of the file's name is not the one that was said.
        DayContradicts = "day_contradicts",
        /// Two places name different own accounts. details: what the file says, what was asked for.
        AccountContradicts = "account_contradicts",
        /// Neither totals nor balances: nothing proves the file whole.
        NothingToCheck = "nothing_to_check",
        /// A sheet that needs more memory or time to read than is allowed.
        SheetTooLarge = "sheet_too_large",
        /// A sheet that cannot be read. details: the reader's own words.
        SheetUnreadable = "sheet_unreadable",
        /// Hidden characters taken out of a remark.
        HiddenInText = "hidden_in_text",
        /// The file changed while it was read.
        ChangedWhileRead = "changed_while_read",
        /// A directory, device or link, not a file.
        NotAFile = "not_a_file",
        /// Cannot be opened or read. details: the system's own words.
        Unreadable = "unreadable",
        /// The account of a person, not of a merchant. details: what it is, in Chinese and in English.
        PersonalExport = "personal_export",
        /// An archive holds several bills. details: their names.
        SeveralBills = "several_bills",
        /// A text of an archive that is neither its bill nor its summary, and stays unread. details: its name.
        UnreadMember = "unread_member",
        /// An archive cannot be unpacked. details: the unpacker's own words.
        BrokenArchive = "broken_archive",
        /// An archive inflates beyond the limits. details: bytes, ratio.
        ArchiveTooLarge = "archive_too_large",
        /// An archive is encrypted or names a place outside itself. details: the member's name.
        UnsafeArchive = "unsafe_archive",
        /// A thousands separator cut an amount in two cells. details: the amount.
        ThousandsSplit = "thousands_split",
        /// Times without the seconds their layout prints: a spreadsheet saved them away.
        SecondsLost = "seconds_lost",
        /// A word the layout does not list. details: the word.
        UnknownWord = "unknown_word",
        /// No total of the file proves these columns. details: their headings.
        Unproven = "unproven",
        /// A code of the wrong length. details: expected, found.
        CodeLength = "code_length",
        /// A character that cannot stand there in a code. details: position, the character.
        CodeCharacter = "code_character",
        /// A check character that fails. details: position, the one expected, the one found.
        CodeCheck = "code_check",
        /// A word that stands for no code. details: the words known.
        UnknownTerm = "unknown_term",
        /// Not a fee month.
        MonthGrammar = "month_grammar",
        /// Not a share between 0 and 1.
        RateGrammar = "rate_grammar",
        /// Not an industry code of GB/T 4754.
        IndustryGrammar = "industry_grammar",
        /// An amount that may not be negative.
        NegativeAmount = "negative_amount",
        /// A term that ends before it begins.
        TermReversed = "term_reversed",
        /// A cell that says nothing without another. details: heading of the other.
        StandsAlone = "stands_alone",
        /// Two rows about one thing. details: line of the other.
        DuplicateRow = "duplicate_row",
        /// An employer the book does not know.
        UnknownEmployer = "unknown_employer",
        /// 收退标志, 金额正负 and 红字发票 of a row do not say the same.
        DirectionContradicts = "direction_contradicts",
        /// The figures of a row do not add up to its own total. details: total's name, printed, their sum, difference.
        PartsDiffer = "parts_differ",
        /// Two methods of a row share one order number. details: the two headings.
        SharedOrder = "shared_order",
        /// Rows that move no money, by the word the layout lists. details: how many, the word.
        RowsIgnored = "rows_ignored",
    }
}

/// 控制总数. One of the file's own totals beside what its rows add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// As the file names it.
    pub name: String,
    /// What the file says.
    pub expected: String,
    /// What the rows say.
    pub actual: String,
    /// Whether they agree.
    pub ok: bool,
}

/// 隔离行. A row that did not parse, kept whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantinedRow {
    /// The line as it stands in the file (decoded).
    pub raw: String,
    /// Why.
    pub error: RowError,
    /// Its day, when that much could be read.
    pub day: Option<BusinessDay>,
    /// Its method, when that much could be read.
    pub method: Option<Method>,
    /// 结算流水号, when that much could be read.
    pub his_no: String,
    /// 商户订单号, when that much could be read.
    pub order_no: String,
}

/// 覆盖. Days of a method for which this file is the whole truth of its side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The channel; `None` for all methods of the side.
    pub method: Option<Method>,
    /// First day.
    pub from: BusinessDay,
    /// Last day.
    pub to: BusinessDay,
}

/// A file read and checked, nothing stored yet: what `import` hands to `ops`.
#[derive(Clone, Debug)]
pub struct ParsedFile {
    /// Path as given.
    pub path: String,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Bytes in all.
    pub bytes: u64,
    /// How it was decoded.
    pub encoding: Encoding,
    /// Layout it was read by.
    pub format: String,
    /// Which book its rows belong to.
    pub side: Side,
    /// Rows that parsed, in file order.
    pub entries: EntryColumns,
    /// Rows that did not.
    pub quarantined: Vec<QuarantinedRow>,
    /// Rows below the header that are neither blank nor comments.
    pub rows_read: u64,
    /// Rows that became entries: fewer than `entries` where one row is paid in several ways.
    pub rows_entered: u64,
    /// Whether its layout finds a row's money in several columns, so that a row is compared as a whole.
    pub whole_rows: bool,
    /// Totals rows among them, and rows that move no money.
    pub control_rows: u64,
    /// The file's own totals.
    pub controls: Vec<Control>,
    /// Things worth saying that stop nothing (unknown method, no totals to check against).
    pub warnings: Vec<RowError>,
    /// Days this file is the whole truth for.
    pub coverage: Vec<Coverage>,
    /// The original, compressed in pieces that each start on a line.
    pub pieces: Vec<OriginalPiece>,
}

impl ParsedFile {
    /// Whether some row became several entries.
    pub fn splits_rows(&self) -> bool {
        self.entries.len() as u64 != self.rows_entered
    }
}

/// One zstd frame of the original file.
#[derive(Clone, Debug)]
pub struct OriginalPiece {
    /// Line its first byte stands on, counted from 1.
    pub first_line: u32,
    /// Length once inflated.
    pub bytes: u32,
    /// The frame.
    pub frame: Vec<u8>,
}

/// Why a whole file was not read; nothing of it enters.
#[derive(Clone, Debug)]
pub struct RefusedFile {
    /// Path as given.
    pub path: String,
    /// SHA-256, when the bytes could be read.
    pub sha256: Option<String>,
    /// Layout, when one was found.
    pub format: Option<String>,
    /// Its book, when one was found.
    pub side: Option<Side>,
    /// Rows seen before it was refused.
    pub rows_read: u64,
    /// Its totals, where those were the reason.
    pub controls: Vec<Control>,
    /// What is wrong, most telling first.
    pub errors: Vec<RowError>,
}

/// 导入报告. What became of one file; the JSON of `sanhe import` and the preview of the screen.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// Path as given.
    pub path: String,
    /// SHA-256; empty when the file could not be read.
    pub sha256: String,
    /// Layout; empty when none was found.
    pub format: String,
    /// Its book.
    pub side: Option<Side>,
    /// How it was decoded.
    pub encoding: Option<Encoding>,
    /// 结果.
    pub outcome: Outcome,
    /// See the module's invariant.
    pub rows_read: u64,
    /// Entries its rows became, where some row became several.
    pub entries: Option<u64>,
    /// New rows.
    pub imported: u64,
    /// Rows the book had already.
    pub known: u64,
    /// Rows that supersede an older version.
    pub changed: u64,
    /// Rows that did not parse.
    pub quarantined: u64,
    /// Totals rows.
    pub control_rows: u64,
    /// The file's own totals.
    pub controls: Vec<Control>,
    /// Everything wrong, most telling first (at most [`FileReport::ERRORS_MAX`] listed).
    pub errors: Vec<RowError>,
    /// Things worth saying that stop nothing.
    pub warnings: Vec<RowError>,
    /// For a known file: when (UTC) and by whom it came in.
    pub known_since: Option<(String, String)>,
    /// Days its rows fall on.
    pub days: Option<(BusinessDay, BusinessDay)>,
    /// Of a bank's statement: what it says of each account. `None` for receipts.
    pub accounts: Option<Vec<AccountPart>>,
    /// What more there is to say of a registry file.
    pub registry: Option<Box<super::arrears::registry::RegistryReport>>,
}

impl FileReport {
    /// The kind of file as profiles name it: a side, or `statement`; `None` where no layout was found.
    pub fn source_code(&self) -> Option<&'static str> {
        self.side.map(Side::code).or(self.accounts.as_ref().map(|_| "statement"))
    }

    /// Most errors listed for one file; the counts are always whole.
    pub const ERRORS_MAX: usize = 200;
}
