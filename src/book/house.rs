//! Reads the house's own facts 本单位事实 from `channels.toml`.
//!
//! Invariant: an unknown key, a rate that is no exact decimal string or a contract given twice is
//! refused with its line; nothing is assumed where the house says nothing.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::files::{RuleFile, RuleFiles, parse_toml};
use crate::domain::entry::Method;
use crate::domain::house::{ChannelContract, HisSheet, House, HouseAccount, SETTLE_DAYS_MAX};
use crate::domain::money::Rounding;
use crate::domain::rejection::Rejection;

/// The words of 支付方式 a channel may be.
const CHANNELS: &[(&str, Method)] = &[
    ("微信", Method::Wechat),
    ("支付宝", Method::Alipay),
    ("银行卡", Method::Card),
    ("医保个账", Method::MedicalAccount),
    ("现金", Method::Cash),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    channel: Vec<RawChannel>,
    #[serde(default)]
    account: Vec<RawAccount>,
    #[serde(default)]
    his_sheet: Vec<RawSheet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSheet {
    name: Spanned<String>,
    layouts: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChannel {
    channel: Spanned<String>,
    merchant: Spanned<String>,
    rate: Option<Spanned<String>>,
    fee_rounding: Option<Spanned<String>>,
    settle: Option<Spanned<String>>,
    account: Option<Spanned<String>>,
    settle_ref: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAccount {
    no: Spanned<String>,
    bank: Spanned<String>,
}

#[derive(Serialize)]
struct WrittenFile<'h> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    channel: Vec<WrittenChannel<'h>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    account: Vec<WrittenAccount<'h>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    his_sheet: Vec<WrittenSheet<'h>>,
}

#[derive(Serialize)]
struct WrittenSheet<'h> {
    name: &'h str,
    layouts: &'h [String],
}

#[derive(Serialize)]
struct WrittenChannel<'h> {
    channel: &'h str,
    merchant: &'h str,
    rate: Option<String>,
    fee_rounding: &'h str,
    settle: Option<String>,
    account: Option<&'h str>,
    settle_ref: Option<&'h str>,
}

#[derive(Serialize)]
struct WrittenAccount<'h> {
    no: &'h str,
    bank: &'h str,
}

/// The text of a `channels.toml` that reads back as these facts.
///
/// # Errors
/// What the writer of TOML says.
pub fn write(house: &House) -> Result<String, toml::ser::Error> {
    let word = |method: Method| CHANNELS.iter().find(|(_, known)| *known == method).map_or("", |(word, _)| *word);
    let channel = house.channels.iter().map(|contract| WrittenChannel {
        channel: word(contract.method),
        merchant: &contract.merchant,
        rate: contract.rate.map(|rate| rate.to_string()),
        fee_rounding: contract.fee_rounding.code(),
        settle: contract.settle_days.map(|days| format!("T+{days}")),
        account: contract.account.as_deref(),
        settle_ref: contract.settle_ref.as_deref(),
    });
    let account = house.accounts.iter().map(|account| WrittenAccount { no: &account.no, bank: &account.bank });
    let his_sheet = house.his_sheets.iter().map(|sheet| WrittenSheet { name: &sheet.name, layouts: &sheet.layouts });
    let (channel, account, his_sheet) = (channel.collect(), account.collect(), his_sheet.collect());
    toml::to_string(&WrittenFile { channel, account, his_sheet })
}

impl House {
    /// The facts of `channels.toml`; none where there is no such file.
    ///
    /// # Errors
    /// [`Rejection::RuleBook`] with file and line.
    pub fn load(files: &RuleFiles) -> Result<House, Rejection> {
        files.get("channels.toml")?.map_or_else(|| Ok(House::default()), |file| parse(&file))
    }
}

/// The facts of one file.
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line.
pub fn parse(file: &RuleFile) -> Result<House, Rejection> {
    let raw: RawFile = parse_toml(file)?;
    let mut house = House::default();
    for block in &raw.channel {
        let contract = contract(file, block)?;
        let same = |other: &ChannelContract| other.method == contract.method && other.merchant == contract.merchant;
        if house.channels.iter().any(same) {
            return Err(file.wrong_at(&block.merchant, "this channel and merchant stand above already"));
        }
        house.channels.push(contract);
    }
    for block in &raw.account {
        let account = HouseAccount { no: code(file, &block.no)?, bank: code(file, &block.bank)? };
        if house.accounts.iter().any(|other| other.no == account.no) {
            return Err(file.wrong_at(&block.no, "this account stands above already"));
        }
        house.accounts.push(account);
    }
    for block in &raw.his_sheet {
        let sheet = his_sheet(file, block, &house)?;
        house.his_sheets.push(sheet);
    }
    Ok(house)
}

/// A sheet whose name and layouts no sheet above has.
fn his_sheet(file: &RuleFile, block: &RawSheet, house: &House) -> Result<HisSheet, Rejection> {
    let name = code(file, &block.name)?;
    if house.his_sheets.iter().any(|sheet| sheet.name == name) {
        return Err(file.wrong_at(&block.name, "this sheet stands above already"));
    }
    let mut layouts = Vec::new();
    for layout in &block.layouts {
        let value = code(file, layout)?;
        if layouts.contains(&value) || house.his_sheet(&value).is_some() {
            return Err(file.wrong_at(layout, "this layout stands above already"));
        }
        layouts.push(value);
    }
    match layouts.is_empty() {
        true => Err(file.wrong_at(&block.name, "a sheet needs at least one layout")),
        false => Ok(HisSheet { name, layouts }),
    }
}

fn contract(file: &RuleFile, block: &RawChannel) -> Result<ChannelContract, Rejection> {
    let word = block.channel.get_ref();
    let method = CHANNELS.iter().find(|(known, _)| known == word).map(|(_, method)| *method);
    let rounding = |text: &Spanned<String>| {
        Rounding::from_code(text.get_ref()).ok_or_else(|| file.wrong_at(text, "fee_rounding is half_up, floor or up"))
    };
    let fee_rounding = block.fee_rounding.as_ref().map_or(Ok(Rounding::HalfUp), rounding)?;
    Ok(ChannelContract {
        method: method
            .ok_or_else(|| file.wrong_at(&block.channel, "channel is 微信, 支付宝, 银行卡, 医保个账 or 现金"))?,
        merchant: code(file, &block.merchant)?,
        rate: block.rate.as_ref().map(|text| rate(file, text)).transpose()?,
        fee_rounding,
        settle_days: block.settle.as_ref().map(|text| settle_days(file, text)).transpose()?,
        account: block.account.as_ref().map(|text| code(file, text)).transpose()?,
        settle_ref: block.settle_ref.as_ref().map(|text| pattern(file, text)).transpose()?,
    })
}

/// An exact decimal from 0 up to, not including, 1.
fn rate(file: &RuleFile, text: &Spanned<String>) -> Result<Decimal, Rejection> {
    let plain = text.get_ref().bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let read = Decimal::from_str_exact(text.get_ref()).ok().filter(|rate| plain && *rate < Decimal::ONE);
    read.ok_or_else(|| file.wrong_at(text, "rate is a decimal in quotes, 0 or more and less than 1, e.g. \"0.0060\""))
}

fn settle_days(file: &RuleFile, text: &Spanned<String>) -> Result<u32, Rejection> {
    let days = text.get_ref().strip_prefix("T+").filter(|days| days.bytes().all(|byte| byte.is_ascii_digit()));
    let days = days.and_then(|days| days.parse().ok()).filter(|days| *days <= SETTLE_DAYS_MAX);
    days.ok_or_else(|| file.wrong_at(text, "settle is T+ and working days from 0 to 30, e.g. \"T+1\""))
}

/// A merchant, account or bank: not empty, no blank, no control or invisible character.
fn code(file: &RuleFile, text: &Spanned<String>) -> Result<String, Rejection> {
    let value = text.get_ref();
    let plain = value.chars().all(House::in_code);
    if value.is_empty() || value.len() > 64 || !plain {
        return Err(file.wrong_at(text, "a number or code: letters and digits, at most 64, no blanks"));
    }
    Ok(value.clone())
}

fn pattern(file: &RuleFile, text: &Spanned<String>) -> Result<String, Rejection> {
    let value = text.get_ref();
    if value.is_empty() || value.len() > 256 || value.chars().any(char::is_control) {
        return Err(file.wrong_at(text, "a pattern of 1 to 256 printable characters"));
    }
    if regex_lite::Regex::new(value).is_err() {
        return Err(file.wrong_at(text, "this pattern cannot be read, e.g. (?<merchant>\\d{10})"));
    }
    Ok(value.clone())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    const CONTRACT: &str = r#"
[[channel]]
channel = "微信"
merchant = "1900000109"
rate = "0.0060"
fee_rounding = "half_up"
settle = "T+1"
account = "1202000000000001"
settle_ref = "(?<merchant>\\d{10})"
[[account]]
no = "1202000000000001"
bank = "icbc"
"#;

    fn read(text: &str) -> Result<House, Rejection> {
        parse(&RuleFile { name: "channels.toml".into(), shown: "channels.toml".into(), text: text.to_string().into() })
    }

    #[test]
    fn a_contract_reads_as_written() {
        let house = read(CONTRACT).unwrap();
        let contract = &house.channels[0];
        assert_eq!((contract.method, contract.merchant.as_str()), (Method::Wechat, "1900000109"));
        assert_eq!(contract.rate.unwrap().to_string(), "0.0060");
        assert_eq!((contract.fee_rounding, contract.settle_days), (Rounding::HalfUp, Some(1)));
        assert_eq!(contract.settle_ref.as_deref(), Some("(?<merchant>\\d{10})"));
        assert_eq!(house.accounts[0].bank, "icbc");
        assert!(house.is_foreign(Method::Wechat, "1900000110"));
    }

    #[test]
    fn every_channel_has_its_word() {
        assert!(CHANNELS.iter().map(|(_, method)| *method).eq(House::CHANNELS.iter().copied()));
    }

    #[test]
    fn what_is_written_reads_back() {
        let sheets = "[[his_sheet]]\nname = \"门诊\"\nlayouts = [\"his-outpatient\", \"ours\"]\n";
        for text in [CONTRACT, "", sheets, "[[channel]]\nchannel = \"现金\"\nmerchant = \"2088\"\n"] {
            let house = read(text).unwrap();
            assert_eq!(read(&write(&house).unwrap()).unwrap(), house, "{text}");
        }
    }

    #[test]
    fn only_what_the_house_says_is_known() {
        let house = read("[[channel]]\nchannel = \"支付宝\"\nmerchant = \"2088\"\n").unwrap();
        assert_eq!((house.channels[0].rate, house.channels[0].settle_days), (None, None));
        assert_eq!(read("").unwrap(), House::default());
    }

    #[test]
    fn errors_name_their_line() {
        let cases = [
            ("channel = \"微信\"", "channel = \"微 信\"", 3),
            ("merchant = \"1900000109\"", "merchant = \"\"", 4),
            ("rate = \"0.0060\"", "rate = 0.0060", 5),
            ("rate = \"0.0060\"", "rate = \"1\"", 5),
            ("rate = \"0.0060\"", "rate = \"6e-3\"", 5),
            ("\"half_up\"", "\"nearest\"", 6),
            ("\"T+1\"", "\"T+\"", 7),
            ("\"T+1\"", "\"D+1\"", 7),
            ("settle_ref", "settle_pattern", 9),
            ("(?<merchant>", "((?<merchant>", 9),
            ("bank = \"icbc\"", "bank = \"ic bc\"", 12),
        ];
        for (good, bad, at) in cases {
            match read(&CONTRACT.replace(good, bad)) {
                Err(Rejection::RuleBook { line, .. }) => assert_eq!(line, at, "{bad}"),
                other => panic!("{bad}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_layout_belongs_to_one_sheet() {
        let block = |name: &str, layouts: &str| format!("[[his_sheet]]\nname = \"{name}\"\nlayouts = [{layouts}]\n");
        let cases = [
            (block("门诊", "\"a\"") + &block("门诊", "\"b\""), 5),
            (block("门诊", "\"a\"") + &block("住院", "\"a\""), 6),
            (block("门诊", ""), 2),
        ];
        for (text, at) in cases {
            assert!(matches!(read(&text), Err(Rejection::RuleBook { line, .. }) if line == at), "{text}");
        }
    }

    #[test]
    fn the_same_merchant_twice_is_refused() {
        let block = "[[channel]]\nchannel = \"微信\"\nmerchant = \"1\"\n";
        assert!(matches!(read(&block.repeat(2)), Err(Rejection::RuleBook { line: 6, .. })));
    }
}
