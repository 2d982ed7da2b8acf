//! Nets and credits, as the made-up desk knows them.

use sanhe::domain::day::BusinessDay;
use sanhe::domain::entry::Method;
use sanhe::domain::funds::Arrival;
use sanhe::domain::money::Money;
use sanhe::text::evidence::kept;
use sanhe::tui::desk::ReceiptsDesk as _;
use sanhe::tui::funds::{AccountLine, Funds, FundsDesk};

use super::{Book, FakeDesk, day, yuan};

const ACCOUNT: &str = "95000000000171";

fn arrival(offset: i32, channel: Method, figures: [&str; 3], is_overdue: bool) -> Arrival {
    let [net, credited, short] = figures.map(yuan);
    Arrival {
        channel,
        merchant: "1900000109".into(),
        account: ACCOUNT.into(),
        day: day(offset),
        due: Some(day(offset + 1)),
        net,
        credited,
        credited_on: (!credited.is_zero()).then(|| day(offset + 1)),
        in_transit: net - credited - short,
        is_overdue,
        short,
    }
}

impl FundsDesk for FakeDesk {
    fn funds(&self, from: BusinessDay, to: BusinessDay) -> Result<Funds, String> {
        let all = vec![
            arrival(-2, Method::Wechat, ["83496.00", "83496.00", "0.00"], false),
            arrival(-1, Method::Alipay, ["9862.00", "0.00", "0.00"], true),
            arrival(0, Method::Wechat, ["160667.73", "160650.00", "17.73"], false),
            arrival(0, Method::Alipay, ["90114.20", "0.00", "0.00"], false),
        ];
        let within = |one: &Arrival| (from..=to).contains(&one.day);
        let account = AccountLine {
            account: ACCOUNT.into(),
            covered: Some((day(-2), day(1))),
            unclaimed: 2,
            unclaimed_sum: Money::from_fen(2_200),
        };
        let full = || Funds {
            from,
            to,
            arrivals: all.iter().filter(|one| within(one)).cloned().collect(),
            bridges: self.day(day(0)).ok().flatten().map_or_else(Vec::new, |result| result.bridges),
            accounts: vec![account],
        };
        match self.book {
            Book::Full => Ok(full()),
            Book::Empty => Ok(Funds { from, to, arrivals: Vec::new(), bridges: Vec::new(), accounts: Vec::new() }),
            Book::Broken => Err("账套读不出: disk I/O error".into()),
        }
    }

    fn balance_page(&self, account: &str, on: BusinessDay) -> Result<String, String> {
        if on > day(1) {
            return Err(format!("账套内没有账号 {account} 截至 {on} 的对账单余额"));
        }
        let rows = (1..40).map(|row| format!("第 {row} 项                                  {row}.00\n"));
        Ok(format!("银行存款余额调节表 {on}\n{}", rows.collect::<String>()))
    }

    fn keep_balance(&self, account: &str, on: BusinessDay) -> Result<String, String> {
        self.note(format!("balance {account} {on}"));
        Ok(kept("book.files", &[format!("余额调节表-{on}.txt")], self.lang))
    }
}
