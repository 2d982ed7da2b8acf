//! 定版式 on a real book: a file nobody knows is read, kept as a layout of the house and imported, keys counted.

use crate::fake::Step;
use crate::real::RealBook;
use crate::steps;

/// Most keys the layout of a sheet of the HIS may take, from the refused preview to the kept layout.
const KEYS_MOST: usize = 40;

/// Keys pressed; waiting for the reading is none.
fn keys(script: &str) -> usize {
    steps(script).iter().filter(|step| matches!(step, Step::Input(_))).count()
}

/// Plays a script on the preview of a file, and what is seen after the layout was kept and the file imported.
fn mapped(book: &RealBook, name: &str, text: &str, script: &str) -> (String, String) {
    let path = book.put(name, text);
    let open = format!("2 \"{path}\" enter wait");
    let refused = book.play("王芳", &open);
    assert!(refused.contains("Enter 给它定版式"), "{refused}");
    let tried = book.play("王芳", &format!("{open} {script}"));
    let kept = book.play("王芳", &format!("{open} {script} f8 wait wait"));
    assert!(kept.contains("预览") && kept.contains("own-his"), "{tried}\n{kept}");
    (tried, book.play("王芳", &format!("2 \"{path}\" enter wait enter wait")))
}

/// Every heading and word of this house is its own.
const SETTLEMENTS: &str = include_str!("unmapped/unknown.csv");

/// 单据编号, 结算时刻, 付款途径, 性质, 实收款, 经手人, 第三方单号 in their order; 科别 and 附注 are passed over; then
/// what 微信扫码, 支付宝扫码 and 现钞 mean.
const OF_SETTLEMENTS: &str = "enter wait enter 1 wait enter 1 wait enter 3 wait enter 2 wait enter 1 wait enter 1 wait \
                              tab enter 4 wait enter 3 wait enter 1 wait";

#[test]
fn a_sheet_of_the_his_with_a_method_column_takes_forty_keys_at_most() {
    let (tried, imported) = mapped(&RealBook::new(), "2026-03-02结算.csv", SETTLEMENTS, OF_SETTLEMENTS);
    assert!(tried.contains("可入账 4 行") && tried.contains("1353.50 = 1353.50"), "{tried}");
    assert!(tried.contains("第 5 行读成") || tried.contains("第 3 行读成"), "{tried}");
    assert!(imported.contains("读到 5  新增 4") && imported.contains("合计行 1"), "{imported}");
    assert!(keys(OF_SETTLEMENTS) < KEYS_MOST, "{}", keys(OF_SETTLEMENTS) + 1);
}

/// A daily close with a column a method, in fen, and a title above.
const WIDE_CLOSE: &str = "某某医院日结明细,,,,,,,\n\
    结帐单号,结帐时间,操作人,现钞(分),微信扫码(分),支付宝扫码(分),支付单号,备考\n\
    RJ0001,2026-03-02 08:01:12,001甲,0,102281,0,ZF01,\n\
    RJ0002,2026-03-02 08:03:40,001甲,3500,0,0,,\n\
    RJ0003,2026-03-02 09:15:02,002乙,1000,0,31850,ZF03,\n\
    合计,,,4500,102281,31850,,\n";

/// 结帐单号, 结帐时间, 操作人, three methods by the letters of their names, 支付单号; the headings say the unit.
const OF_WIDE_CLOSE: &str = "enter wait enter 1 wait enter 1 wait enter 1 wait enter \"xjje\" enter wait \
                             enter \"wxje\" enter wait enter \"zfbje\" enter wait enter 1 wait";

#[test]
fn a_close_with_a_column_a_method_takes_forty_keys_at_most() {
    let (tried, imported) = mapped(&RealBook::new(), "2026-03-02日结.csv", WIDE_CLOSE, OF_WIDE_CLOSE);
    assert!(tried.contains("可入账 3 行") && tried.contains("45.00"), "{tried}");
    assert!(imported.contains("读到 4  新增 3") && imported.contains("合计行 1"), "{imported}");
    assert!(keys(OF_WIDE_CLOSE) < KEYS_MOST, "{}", keys(OF_WIDE_CLOSE) + 1);
}
