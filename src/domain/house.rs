//! The house's own facts 本单位事实: merchants, contract rates, settlement accounts (channels.toml).
//!
//! Invariant: without any block for a channel its merchants are not judged and no fee is audited; without
//! any sheet named one file is the HIS's whole day.

use rust_decimal::Decimal;

use super::entry::Method;
use super::money::Rounding;

/// Longest settlement delay a contract may name, in working days.
pub const SETTLE_DAYS_MAX: u32 = 30;

/// One merchant contract of a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelContract {
    /// The channel, as its 支付方式.
    pub method: Method,
    /// 商户号.
    pub merchant: String,
    /// Contract rate; `None` when the house does not audit fees.
    pub rate: Option<Decimal>,
    /// How the channel rounds its fee.
    pub fee_rounding: Rounding,
    /// Working days from the channel day to the credit.
    pub settle_days: Option<u32>,
    /// Account the net arrives in.
    pub account: Option<String>,
    /// Pattern that names the settlement in a statement's text.
    pub settle_ref: Option<String>,
}

/// A bank account of the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseAccount {
    /// 账号.
    pub no: String,
    /// Bank code, as formats name it.
    pub bank: String,
}

/// HIS 报表. One of the sheets a HIS prints for a day, in whichever of its layouts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HisSheet {
    /// What the house calls it: 门诊, 住院, 预交金.
    pub name: String,
    /// Layouts it may come in.
    pub layouts: Vec<String>,
}

/// 本单位事实.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct House {
    /// Contracts, in file order.
    pub channels: Vec<ChannelContract>,
    /// Accounts, in file order.
    pub accounts: Vec<HouseAccount>,
    /// Sheets that make up a day of the HIS, in file order; none where one file is the whole day.
    pub his_sheets: Vec<HisSheet>,
}

impl House {
    /// Ways to pay that a channel may hold a contract for.
    pub const CHANNELS: &'static [Method] =
        &[Method::Wechat, Method::Alipay, Method::Card, Method::MedicalAccount, Method::Cash];

    /// Whether a character may stand in a merchant, an account or a bank.
    pub fn in_code(letter: char) -> bool {
        letter.is_alphanumeric() || "-_.*@…".contains(letter)
    }

    /// The sheet of the HIS, by place, that a layout is one of.
    pub fn his_sheet(&self, layout: &str) -> Option<usize> {
        self.his_sheets.iter().position(|sheet| sheet.layouts.iter().any(|one| one == layout))
    }

    /// 结算账户: accounts that channels' nets arrive in, each once.
    pub fn settlement_accounts(&self) -> impl Iterator<Item = &str> {
        let accounts: std::collections::BTreeSet<&str> =
            self.channels.iter().filter_map(|channel| channel.account.as_deref()).collect();
        accounts.into_iter()
    }

    /// 现金账户: accounts that cash is paid into; their statements name the slips.
    pub fn cash_accounts(&self) -> impl Iterator<Item = &str> {
        let cash = self.channels.iter().filter(|channel| channel.method == Method::Cash);
        let accounts: std::collections::BTreeSet<&str> =
            cash.filter_map(|channel| channel.account.as_deref()).collect();
        accounts.into_iter()
    }

    /// Whether `merchant` of a channel is another house's; never so where nothing is known.
    pub fn is_foreign(&self, method: Method, merchant: &str) -> bool {
        let mut known = self.channels.iter().filter(|channel| channel.method == method).peekable();
        !merchant.is_empty() && known.peek().is_some() && known.all(|channel| channel.merchant != merchant)
    }

    /// The contract a row falls under: by merchant, or the channel's only one when the row names none.
    pub fn contract(&self, method: Method, merchant: &str) -> Option<&ChannelContract> {
        let mut of_channel = self.channels.iter().filter(|channel| channel.method == method);
        if merchant.is_empty() {
            let only = of_channel.next()?;
            return of_channel.next().is_none().then_some(only);
        }
        of_channel.find(|channel| channel.merchant == merchant)
    }
}
