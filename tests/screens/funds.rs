//! Nets against credits, and the adjustment statement of an account out of the book.

use sanhe::domain::money::Money;
use sanhe::text::balance::{BalanceWord, verdict};
use sanhe::text::lang::Lang;

use crate::closing::CLEAN;
use crate::real::RealBook;
use crate::zh;

#[test]
fn every_net_leads_to_its_rows_and_every_account_to_its_statement() {
    assert!(zh("ctrl-x enter").text().lines().next().unwrap().contains(" > 银行/渠道 流水 微信"));
    let open = zh("ctrl-x tab").text();
    assert!(!open.contains("83,496.00") && open.contains("逾期") && open.contains("短少"), "{open}");
    assert!(zh("ctrl-x tab tab").text().contains("[月渠道桥]"));
    assert!(zh("ctrl-x 4").text().contains("银行存款余额调节表 2026-03-05"));
    assert!(zh("ctrl-x 4 [").text().contains("银行存款余额调节表 2026-03-04"));
    assert!(zh("ctrl-x 4 ]").text().contains("! 账套内没有账号"));
    let played = zh("ctrl-x 4 ctrl-e wait");
    assert_eq!(*played.calls.lock().unwrap(), ["balance 95000000000171 2026-03-05"]);
    assert!(zh("ctrl-x 7").text().contains("资金到账 2026-02"));
    assert_eq!(zh("ctrl-x 7 4").said(), "! 本月还没有导入这个账户的对账单");
}

const HOUSE: &str =
    "[[channel]]\nchannel = \"微信\"\nmerchant = \"1900000109\"\nsettle = \"T+1\"\naccount = \"95000000000171\"\n";
/// A statement of the account: 1,000.00 before the fourth; the net of the third, interest, and a fee nobody booked.
const STATEMENT: &str = "账号：,95000000000171\t,,,,,,\n顺序号,交易日期,交易类型,存入金额,取出金额,余额,对方户名,附言\n\
    1,2026/03/03  09:08:00,转账,5.00,,1005.00,某公司,来款\n\
    2,2026/03/04  09:08:01,转账,12.00,,1017.00,财付通,1900000109\n\
    3,2026/03/05  09:08:02,转账,,0.30,1016.70,,手工费用\n";

/// A receipt of the third that is credited on the fourth, and one of the fifth that is under way.
fn book() -> RealBook {
    let late = [
        (0, "JS2,ZF2,2026-03-05 09:00:00,007赵敏,W1,,微信,收费,20.00,,\n"),
        (1, "JS2,007赵敏,2026-03-05 09:00:00,微信,收费,20.00,,ZF2\n"),
        (2, "2026-03-05 09:01:00,微信支付,422,ZF2,支付,20.00,0.00,\n"),
    ];
    let files: Vec<(&str, String)> =
        late.iter().map(|(at, row)| (CLEAN[*at].0, format!("{}{row}", CLEAN[*at].1))).collect();
    let book = RealBook::new();
    book.rule("channels.toml", HOUSE);
    for (name, text) in &files {
        book.hand_in(name, text);
    }
    book.hand_in("statement.csv", STATEMENT);
    book.reconcile();
    book
}

#[test]
fn the_statement_of_an_account_comes_out_of_the_book_and_agrees() {
    let book = book();
    let shown = book.play("王芳", "ctrl-x");
    assert!(shown.contains("9500 **** **** 0171  对账单 2026-03-03..2026-03-05"), "{shown}");
    for row in [
        "03-03 微信            12.00        12.00         0.00",
        "03-05 微信            20.00         0.00        20.00",
    ] {
        assert!(shown.contains(row), "{row}: {shown}");
    }
    let page = book.play("王芳", "ctrl-x 4");
    // Books: 1,000.00 before, 12.00 and 20.00 of receipts; the bank has 5.00 and -0.30 that nobody booked.
    for figure in ["1,032.00", "1,016.70", "5.00", "0.30", "20.00", "1,036.70"] {
        assert!(page.contains(figure), "{figure}: {page}");
    }
    assert!(page.contains(&verdict(Money::ZERO, Lang::Zh)[..12]), "{page}");
    assert_eq!(page.matches("1,036.70").count(), 2, "{page}");
    let kept = book.play("王芳", "ctrl-x 4 ctrl-e wait");
    assert!(kept.contains("已存入 book.sqlite.files: 银行存款余额调节表-2026-03-05"), "{kept}");
    assert!(book.kept("txt").contains(BalanceWord::Title.in_lang(Lang::Zh)));
    // A day earlier the net of the third has come and that of the fifth is not there yet.
    let earlier = book.play("王芳", "ctrl-x 4 [");
    assert!(earlier.contains("1,012.00") && earlier.contains("1,017.00"), "{earlier}");
    assert_eq!(earlier.matches("1,017.00").count(), 3, "{earlier}");
}
