//! Closing a day on its screen: every cause leads somewhere, two persons, few keys.

use sanhe::book::draft::LayoutAsked;
use sanhe::domain::closing::DayStep;
use sanhe::text::lang::Lang;
use sanhe::tui::desk::{Progress, ReadAs};

use crate::real::RealBook;
use crate::zh;

#[test]
fn every_cause_leads_to_where_it_is_dealt_with() {
    for (downs, crumb) in [
        (0, "三数核对 2026-03-04"),
        (1, "导入"),
        (2, "导入"),
        (3, "差异 03-04 隔离行"),
        (4, "差异 03-04"),
        (5, "三数核对"),
    ] {
        let script = format!("1 down 4 {} enter", "down ".repeat(downs));
        let text = zh(&script).text();
        assert!(text.lines().next().unwrap().contains(&format!(" > {crumb}")), "{script}: {text}");
    }
    // The bridges are what a bridge that does not close leads to.
    assert!(zh("1 down 4 end up enter").text().contains("[渠道桥]"));
    assert_eq!(zh("1 down 4 end enter").said(), "! 这一行没有下级内容");
}

#[test]
fn what_stands_in_the_way_is_said_by_the_key_too() {
    let said = zh("1 down 4 f8").said();
    assert!(said.starts_with("! 导入后尚未重新对账; 缺银行/渠道文件"), "{said}");
    assert_eq!(zh("1 down 4 u").said(), "! 尚未关账");
    let clean = "1 down down down 4";
    assert_eq!(zh(&format!("{clean} d")).said(), "! 没有缺来源, 无需声明");
    let own = zh(&format!("{clean} f8 wait f8")).said();
    assert!(own.starts_with("! 由 李敏 财务 送复核，复核须另一人"), "{own}");
}

#[test]
fn a_missing_book_is_declared_absent_and_a_closed_day_reopened_for_a_reason() {
    let played = zh("1 down 4 d f8");
    assert!(played.text().contains("原因") && played.calls.lock().unwrap().is_empty());
    let played = zh("1 down 4 d tab \"停机\" f8 wait");
    assert_eq!(*played.calls.lock().unwrap(), ["day declare 2026-03-04 Some(Bank) 停机"]);
    assert!(!played.text().contains("缺银行/渠道文件"), "{}", played.text());
    let closed = "1 down down down 4 f8 wait f3 o 2 f3 1 down down down 4 f8 wait";
    let played = zh(&format!("{closed} f8"));
    assert_eq!(played.said(), "! 已关账");
    let played = zh(&format!("{closed} u \"重复录入\" f8 wait"));
    assert_eq!(played.calls.lock().unwrap().last().unwrap(), "day reopen 2026-03-02 None 重复录入");
    assert!(played.text().contains("重开：重复录入"), "{}", played.text());
}

/// A receipt in all three books, and no other.
pub(crate) const CLEAN: [(&str, &str); 3] = [
    (
        "his.csv",
        "结算流水号,商户订单号,结算时间,收费员,窗口,患者姓名,支付方式,业务类型,金额,原流水号,票据号\n\
         JS1,ZF1,2026-03-03 09:00:00,007赵敏,W1,,微信,收费,12.00,,\n",
    ),
    (
        "till.csv",
        "流水号,收费员,交易时间,支付方式,类型,金额,票据号,订单号\n\
         JS1,007赵敏,2026-03-03 09:00:00,微信,收费,12.00,,ZF1\n",
    ),
    (
        "bank.csv",
        "入账时间,渠道,渠道流水号,商户订单号,类型,交易金额,手续费,入账金额\n\
         2026-03-03 09:01:00,微信支付,421,ZF1,支付,12.00,0.00,\n",
    ),
];

#[test]
fn a_clean_day_closes_in_four_keys_a_person() {
    let book = RealBook::of(&CLEAN);
    for (who, step) in [("王芳", DayStep::Prepare), ("李敏", DayStep::Close)] {
        let keys = "enter 4 f8";
        assert!(keys.split(' ').count() <= 4, "{keys}");
        let played = book.play(who, &format!("{keys} wait"));
        assert!(played.contains(&format!("{who} {}", sanhe::text::terms::day_step(step, Lang::Zh))), "{played}");
    }
    let view = book.desk("李敏").day_view(book.first_day()).unwrap();
    assert!(view.is_closed && view.seal.len() == 3, "{view:?}");
    book.verify();
    // The preparer may not reopen it; the reviewer may, with a reason.
    assert!(book.play("王芳", "enter 4 u").contains("! 由 王芳 送复核，复核须另一人"));
    let reopened = book.play("李敏", "enter 4 u \"漏收一笔\" f8 wait");
    assert!(reopened.contains("重开：漏收一笔"), "{reopened}");
}

#[test]
fn a_day_closed_on_its_screen_leaves_a_copy_and_one_that_fails_is_told() {
    let book = RealBook::of(&CLEAN);
    book.play("王芳", "enter 4 f8 wait");
    let copies = || book.copies();
    let before = copies();
    let closed = book.play("李敏", "enter 4 f8 wait");
    assert!(copies().len() > before.len() || copies().last() > before.last(), "{:?}", copies());
    assert!(!closed.contains("备份没有做成") && !closed.contains("第二存放处"), "{closed}");

    let book = RealBook::of(&CLEAN);
    book.rule("deploy/copies.toml", "hours = 1\ndays = 1\nmonths = 1\nsecond_place = \"/nowhere/unplugged\"\n");
    book.play("王芳", "enter 4 f8 wait");
    let closed = book.play("李敏", "enter 4 f8 wait");
    assert!(closed.contains("! 提示：第二存放处没有写成"), "{closed}");
    assert!(book.play("李敏", "").contains("* 提示：第二存放处没有写成"), "told on the first screen until it is well");
}

#[test]
fn behind_the_door_files_come_from_ones_own_folder_alone() {
    let (book, own) = RealBook::behind_the_door();
    let outside = own.parent().unwrap().join("outside.csv");
    std::fs::write(&outside, CLEAN[0].1).unwrap();
    std::fs::write(own.join("his.csv"), CLEAN[0].1).unwrap();
    std::os::unix::fs::symlink(&outside, own.join("link.csv")).unwrap();
    let mut desk = book.desk("王芳");
    for path in [outside.clone(), own.join("../outside.csv"), own.join("link.csv")] {
        let (as_is, progress) = (ReadAs::default(), Progress::default());
        for refused in [desk.preview(&path, &as_is, &progress), desk.import(&path, &as_is, &progress)] {
            assert!(refused.unwrap_err().contains("收发目录"), "{}", path.display());
        }
        let layout = LayoutAsked { file: path.clone(), ..LayoutAsked::default() };
        assert!(desk.try_layout(&layout, &progress).unwrap_err().contains("收发目录"), "{}", path.display());
        let typed = book.play("王芳", &format!("2 \"{}\" enter", path.display()));
        assert!(typed.contains("! 只能选本人收发目录里的文件"), "{typed}");
    }
    let up = book.play("王芳", &format!("2 \"{}\" enter f4", own.display()));
    assert!(up.contains("! 只能选本人收发目录里的文件"), "{up}");
    let inside = book.play("王芳", &format!("2 \"{}\" enter wait", own.join("his.csv").display()));
    assert!(inside.contains("his.csv"), "{inside}");
}

#[test]
fn a_late_file_shows_beside_the_seal_and_changes_nothing_of_it() {
    let book = RealBook::of(&CLEAN);
    book.play("王芳", "enter 4 f8 wait");
    book.play("李敏", "enter 4 f8 wait");
    let sealed = book.desk("李敏").day_view(book.first_day()).unwrap().seal;
    book.hand_in(
        "late.csv",
        "入账时间,渠道,渠道流水号,商户订单号,类型,交易金额,手续费,入账金额\n\
        2026-03-03 10:01:00,微信支付,422,ZF2,支付,5.00,0.00,\n",
    );
    book.reconcile();
    let shown = book.play("李敏", "enter 4");
    assert!(shown.contains("前期未达（记入 2026-03-20）：HIS 0，收费端 0，银行/渠道 1 行"), "{shown}");
    assert!(shown.contains("ZF2") && shown.contains(&sealed[0]), "{shown}");
    assert_eq!(book.desk("李敏").day_view(book.first_day()).unwrap().seal, sealed);
    book.verify();
}
