//! HIS 报表语法. What only the sheets of a HIS need to say of their layout: one column per method, what gives the
//! direction, which rows move no money, which figures must add up.
//!
//! Invariant: a [`Sheet`] that passes [`check`] names every column of money its rows fall into, and how a row
//! in which nothing moved is booked.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::raw::wrong;
use super::{Field, KindWord, Profile, Sign};
use crate::book::files::RuleFile;
use crate::domain::entry::{Kind, Method};
use crate::domain::rejection::Rejection;

/// 收退依据. What says whether a row takes money in or gives it out; all else must agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The word of the kind column.
    #[default]
    Flag,
    /// 负数: a row with a negative amount gives money out.
    Sign,
    /// 负发票: a row with a number in `red_invoice` gives money out.
    Invoice,
}

/// 支付方式列. A column of its own for one method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tender {
    /// Heading.
    pub heading: String,
    /// The method paid with.
    pub method: Method,
    /// Column of this method's 商户订单号, where it has one.
    pub order_no: Option<String>,
}

/// 收退两列. Money moved is `plus` less `minus`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Net {
    /// 补缴.
    pub plus: String,
    /// 退款.
    pub minus: String,
}

/// 行内勾稽. A figure of each row that its other figures add up to, those of the methods always among them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whole {
    /// 费用总额.
    pub total: String,
    /// What others bear: 统筹, 大病, 救助, what was paid before.
    pub parts: Vec<String>,
}

/// 报表语法. All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// One column per method, by heading; each that holds money becomes an entry of its own.
    pub unpivot: Vec<Tender>,
    /// Instead of an amount column.
    pub net: Option<Net>,
    /// How its money columns print refunds.
    pub sign: Sign,
    /// What gives the direction.
    pub direction: Direction,
    /// Column of the invoice that a refund cancels or issues in red.
    pub red_invoice: Option<String>,
    /// Column → words of rows that move no money.
    pub ignore: BTreeMap<String, Vec<String>>,
    /// What must add up within a row.
    pub whole: Option<Whole>,
    /// Further columns that the totals row totals.
    pub summed: Vec<String>,
    /// Method of a row in which no method moved money: the fund bore it all.
    pub nothing_moved: Option<Method>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawSheet {
    unpivot: BTreeMap<String, RawTender>,
    net: Option<Net>,
    sign: Option<Sign>,
    direction: Direction,
    red_invoice: Option<String>,
    ignore: BTreeMap<String, Vec<String>>,
    adds_up: Option<Whole>,
    summed: Vec<String>,
    nothing_moved: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTender {
    method: String,
    order_no: Option<String>,
}

impl Sheet {
    /// Whether a row may become several entries, one a method.
    pub fn splits(&self) -> bool {
        !self.unpivot.is_empty()
    }

    /// Whether its rows have their money elsewhere than in one amount column.
    pub fn has_own_money(&self) -> bool {
        self.splits() || self.net.is_some()
    }

    /// Every column of money it reads.
    pub fn money_headings(&self) -> impl Iterator<Item = &str> {
        let tenders = self.unpivot.iter().map(|tender| &tender.heading);
        let net = self.net.iter().flat_map(|net| [&net.plus, &net.minus]);
        let whole = self.whole.iter().flat_map(|whole| std::iter::once(&whole.total).chain(&whole.parts));
        tenders.chain(net).chain(whole).chain(&self.summed).map(String::as_str)
    }

    /// Every heading it reads, money or not.
    pub(super) fn headings_read(&self) -> impl Iterator<Item = &str> {
        let orders = self.unpivot.iter().filter_map(|tender| tender.order_no.as_deref());
        let words = self.ignore.keys().chain(&self.red_invoice).map(String::as_str);
        self.money_headings().chain(orders).chain(words)
    }
}

impl RawSheet {
    /// Whether any column is one method's own.
    pub(super) fn splits(&self) -> bool {
        !self.unpivot.is_empty()
    }

    pub(super) fn read(self, file: &RuleFile) -> Result<Sheet, Rejection> {
        let code = |code: &str| Method::from_code(code).ok_or_else(|| wrong(file, code, "not the code of a method"));
        let tender = |(heading, raw): (String, RawTender)| {
            Ok(Tender { heading, method: code(&raw.method)?, order_no: raw.order_no })
        };
        Ok(Sheet {
            unpivot: self.unpivot.into_iter().map(tender).collect::<Result<_, Rejection>>()?,
            net: self.net,
            sign: self.sign.unwrap_or(Sign::AsKind),
            direction: self.direction,
            red_invoice: self.red_invoice,
            ignore: self.ignore,
            whole: self.adds_up,
            summed: self.summed,
            nothing_moved: self.nothing_moved.as_deref().map(code).transpose()?,
        })
    }
}

/// The two kinds of rows whose direction no word gives.
pub(super) fn unworded_kinds() -> Vec<KindWord> {
    let kind = |kind: Kind| KindWord { word: String::new(), kind, columns: BTreeMap::new() };
    vec![kind(Kind::Pay), kind(Kind::Refund)]
}

/// What of it does not fit the layout it stands in.
pub(super) fn check(file: &RuleFile, profile: &Profile) -> Result<(), Rejection> {
    let sheet = &profile.sheet;
    if sheet.has_own_money() {
        let other = [Field::Amount, Field::Fee, Field::Net].into_iter().find_map(|field| profile.column(field));
        if let Some(column) = other {
            let heading = format!("heading = \"{}\"", column.heading);
            return Err(wrong(file, &heading, "unpivot and net take the place of amount, fee and net"));
        }
        if sheet.nothing_moved.is_none() {
            return Err(wrong(file, "[sheet]", "say `nothing_moved`, the method of a row the fund bears wholly"));
        }
    }
    if let (true, Some(column)) = (sheet.splits() && sheet.net.is_none(), profile.column(Field::OrderNo)) {
        return Err(wrong(file, &column.heading, "order numbers of a split row stand with their methods, in unpivot"));
    }
    if sheet.net.is_some() && profile.column(Field::Method).is_none() {
        return Err(wrong(file, "net", "needs a method column"));
    }
    if sheet.direction != Direction::Flag && profile.column(Field::Kind).is_some() {
        return Err(wrong(file, "direction", "a kind column gives the direction itself: say flag"));
    }
    if sheet.direction == Direction::Invoice && sheet.red_invoice.is_none() {
        return Err(wrong(file, "direction", "invoice needs `red_invoice`"));
    }
    Ok(())
}
