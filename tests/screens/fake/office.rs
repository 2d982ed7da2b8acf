//! The house's side of the made-up desk.

use std::path::PathBuf;

use rust_decimal::Decimal;
use sanhe::domain::entry::Method;
use sanhe::domain::house::{ChannelContract, House, HouseAccount};
use sanhe::domain::money::Rounding;
use sanhe::tui::office::{FieldRefusal, Office, OperatorRow, SiteAnswer, SiteChange, SiteRow};

use super::{Book, FakeDesk};

pub(crate) fn contract(method: Method, merchant: &str, rate: i64) -> ChannelContract {
    ChannelContract {
        method,
        merchant: merchant.into(),
        rate: Some(Decimal::new(rate, 4)),
        fee_rounding: Rounding::HalfUp,
        settle_days: Some(1),
        account: Some("1202000000000001".into()),
        settle_ref: None,
    }
}

impl Office for FakeDesk {
    fn side_directory(&self) -> Option<PathBuf> {
        self.side.clone()
    }

    fn operators(&self) -> Result<Vec<OperatorRow>, String> {
        let row = |name: &str, account: &str| OperatorRow {
            name: name.into(),
            account: account.into(),
            since: "2026-03-01T01:02:03Z".into(),
        };
        Ok(vec![row("李敏 财务", "limin"), row("王芳 复核", "limin"), row("周宁", "zhouning")])
    }

    fn add_operator(&mut self, name: &str, account: &str) -> Result<(), FieldRefusal> {
        self.note(format!("operator {name} {account}"));
        if account == "nobody" {
            return Err(FieldRefusal { field: "account", sentence: "没有这个系统账号".into() });
        }
        Ok(())
    }

    fn site(&self) -> Result<House, String> {
        let full = || House {
            channels: vec![
                contract(Method::Wechat, "1900000109", 60),
                contract(Method::Alipay, "2088000000001", 55),
                contract(Method::Card, "898110000000001", 38),
            ],
            accounts: vec![HouseAccount { no: "1202000000000001".into(), bank: "icbc".into() }],
            his_sheets: Vec::new(),
        };
        match self.book {
            Book::Broken => Err("规则文件 channels.toml 第 3 行有误".into()),
            Book::Empty => Ok(House::default()),
            Book::Full => Ok(full()),
        }
    }

    /// Someone else lowered the rate of 支付宝 meanwhile; everything else goes through.
    fn change_site(&mut self, change: &SiteChange) -> Result<SiteAnswer, FieldRefusal> {
        self.note(format!("site {:?}", change.now));
        let theirs = SiteRow::Contract(contract(Method::Alipay, "2088000000001", 50));
        match &change.was {
            Some(SiteRow::Contract(was)) if was.method == Method::Alipay && change.was.as_ref() != Some(&theirs) => {
                Ok(SiteAnswer::Theirs(theirs))
            }
            _ => Ok(SiteAnswer::Done),
        }
    }
}
