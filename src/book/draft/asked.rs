//! 定版式的问与答. What a person has said of a layout for a file that none fits, and what the file is by it.
//!
//! Invariant: nothing said is guessed over; what is not said is guessed anew at every answer.

use std::path::PathBuf;

use super::{Draft, DraftSource};
use crate::book::formats::{Sign, Unit};
use crate::domain::day::{BusinessDay, TimeOfDay};
use crate::domain::entry::{Kind, Method};
use crate::domain::import::{Control, RowError};
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;

/// 已定的. What of a layout a person has said; the rest is guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LayoutAsked {
    /// The file.
    pub file: PathBuf,
    /// Name of the layout; one that is free where empty.
    pub name: String,
    /// What its rows are; guessed where `None`.
    pub source: Option<DraftSource>,
    /// Line of the headings.
    pub header: Option<u32>,
    /// Role and heading; the role `-` leaves a column out.
    pub columns: Vec<(String, String)>,
    /// Word of the kind column → its kind.
    pub kinds: Vec<(String, Kind)>,
    /// Word of the method column → its method.
    pub methods: Vec<(String, Method)>,
    /// Words of the direction column: in, out.
    pub directions: (Vec<String>, Vec<String>),
    /// The one method of every row.
    pub method: Option<Method>,
    /// What money columns count; else the file's total decides.
    pub unit: Option<Unit>,
    /// How amounts print their sign; else what reads best.
    pub sign: Option<Sign>,
    /// First cell of the row of totals, where no layout in force knows it.
    pub total: Option<String>,
    /// The house's account of a statement that does not say it.
    pub account: Option<String>,
    /// Whether to keep it.
    pub save: bool,
}

/// 试读. What reading a file by a draft gives.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// Rows below the headings.
    pub rows_read: u64,
    /// Rows that would enter.
    pub taken: u64,
    /// Rows of totals, and rows that move no money.
    pub control_rows: u64,
    /// The first rows that would enter, as they are understood.
    pub first: Vec<ReadRow>,
    /// Rows that would not, with their places.
    pub wrong: Vec<RowError>,
    /// Sum of the money of the rows that would enter: in, and out.
    pub moved: (Money, Money),
    /// The file's own totals and balances.
    pub controls: Vec<Control>,
    /// What else is said of it.
    pub warnings: Vec<RowError>,
    /// Why the whole file would be refused; empty where it would not.
    pub refused: Vec<RowError>,
}

impl Trial {
    /// How far from good it is: refused, bad rows, warnings.
    pub fn badness(&self) -> (bool, usize, usize) {
        (!self.refused.is_empty(), self.wrong.len(), self.warnings.len())
    }

    /// Whether there is something to keep a layout for.
    pub fn reads(&self) -> bool {
        self.taken > 0 && self.refused.is_empty()
    }
}

/// A row as it is understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadRow {
    /// Line of the file.
    pub line: u32,
    /// 营业日 or 记账日.
    pub day: BusinessDay,
    /// 时刻.
    pub at: TimeOfDay,
    /// 业务类型; none of a statement.
    pub kind: Option<Kind>,
    /// 支付方式; none of a statement.
    pub method: Option<Method>,
    /// Signed.
    pub amount: Money,
    /// The number it is known by: 结算流水号, else the channel's, else the order's; a statement's text.
    pub number: String,
}

/// A word of the file whose meaning decides something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundWord {
    /// Role of its column: `kind`, `method` or `direction`.
    pub role: &'static str,
    /// The word.
    pub word: String,
}

/// 试过的版式.
#[derive(Clone, Debug)]
pub struct LayoutTried {
    /// What was said.
    pub asked: LayoutAsked,
    /// The draft, with the unit and sign it reads best by.
    pub draft: Draft,
    /// Its text.
    pub toml: String,
    /// The first rows of the file, cell by cell.
    pub first_rows: Vec<Vec<String>>,
    /// Lines that could be the headings, each with how it begins.
    pub headers: Vec<(u32, String)>,
    /// Words whose meaning decides something.
    pub words: Vec<FoundWord>,
    /// First cells of the last rows: one of them may be the row of totals.
    pub feet: Vec<String>,
    /// What reading gives; nothing where the draft is no layout yet.
    pub trial: Trial,
    /// What the loader of layouts refuses in the draft.
    pub fault: Option<Rejection>,
    /// Where it was kept.
    pub kept: Option<PathBuf>,
}

impl LayoutTried {
    /// The code of what a word means by the draft.
    pub fn meaning(&self, found: &FoundWord) -> Option<&'static str> {
        let within = |words: &[String]| words.contains(&found.word);
        match found.role {
            "kind" => self.draft.kinds.get(&found.word).map(|kind| kind.code()),
            "method" => self.draft.methods.get(&found.word).map(|method| method.code()),
            _ if within(&self.draft.directions.0) => Some("in"),
            _ if within(&self.draft.directions.1) => Some("out"),
            _ => None,
        }
    }
}
