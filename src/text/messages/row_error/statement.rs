//! What is wrong with a bank's statement: sentences with their figures, both languages side by side.

use super::Details;
use crate::text::lang::Lang;

pub(super) fn balance_broken(details: &Details<'_>, lang: Lang) -> String {
    let [expected, printed, difference] = [0, 1, 2].map(|place| details.get(place));
    match lang {
        Lang::Zh => format!(
            "余额接不上：按上一笔余额加减应为 {expected}，文件写的是 {printed}，相差 {difference}；整个文件未导入。"
        ),
        Lang::En => format!(
            "The balance does not follow: the row before it gives {expected}, the file says {printed}, a difference \
             of {difference}; nothing of the file was imported."
        ),
    }
}

pub(super) fn balance_gap(details: &Details<'_>, lang: Lang) -> String {
    let [file, theirs, ours, difference] = [0, 1, 2, 3].map(|place| details.get(place));
    match lang {
        Lang::Zh => format!(
            "与相邻文件 {file} 的余额不衔接：那份是 {theirs}，本份是 {ours}，相差 {difference}，中间可能缺了几天。"
        ),
        Lang::En => format!(
            "The balances do not join those of {file}: that file has {theirs}, this one {ours}, a difference of \
             {difference}; days may be missing between them."
        ),
    }
}

pub(super) fn two_directions(lang: Lang) -> String {
    let en = "The row has an amount on both sides, or one that contradicts its debit/credit mark.";
    lang.pick("一行里借方、贷方都有金额，或与借贷标志矛盾。", en).into()
}

pub(super) fn unknown_direction(lang: Lang) -> String {
    let en = "The debit/credit mark is unknown, so it is not clear whether money came in or went out.";
    lang.pick("借贷标志不认识，无法判断是收是付。", en).into()
}

pub(super) fn account_missing(lang: Lang) -> String {
    let en = "It is not clear whose statement this is: no column, no line above the headings and no file name gives \
              the account.";
    lang.pick("不知道是本单位哪个账户的对账单：列、表头上方和文件名里都没有账号。", en).into()
}

pub(super) fn account_contradicts(details: &Details<'_>, lang: Lang) -> String {
    let (file, asked) = (details.get(0), details.get(1));
    match lang {
        Lang::Zh => format!("本方账号前后不一：文件里是 {file}，指定的是 {asked}。"),
        Lang::En => format!("Two accounts are named: {file} in the file, {asked} asked for."),
    }
}

pub(super) fn nothing_to_check(lang: Lang) -> String {
    let en = "The file has neither totals nor balances, so nothing proves it whole.";
    lang.pick("文件里没有合计也没有余额，是否完整无从核对。", en).into()
}

pub(super) fn hidden_in_text(lang: Lang) -> String {
    let en = "A remark held invisible control characters; they were taken out.";
    lang.pick("摘要或附言里有看不见的控制字符，已去掉。", en).into()
}

pub(super) fn sheet_too_large(lang: Lang) -> String {
    let en = "Reading the sheet takes more memory or time than is allowed, far more than its rows should need.";
    lang.pick("读这份表格要用的内存或时间超出上限，远多于数据本身所需。", en).into()
}

pub(super) fn sheet_unreadable(details: &Details<'_>, lang: Lang) -> String {
    let why = details.get(0);
    match lang {
        Lang::Zh => format!("表格打不开或读不出：{why}。"),
        Lang::En => format!("The sheet cannot be opened or read: {why}."),
    }
}

pub(super) fn day_missing(lang: Lang) -> String {
    let en = "The rows name no day and neither does the file's name.";
    lang.pick("文件各行没有日期，文件名里也没有，不知道是哪一天的。", en).into()
}

pub(super) fn day_contradicts(details: &Details<'_>, lang: Lang) -> String {
    let (named, said) = (details.get(0), details.get(1));
    match lang {
        Lang::Zh => format!("文件名写的是 {named}，指定的是 {said}，两者不一致。"),
        Lang::En => format!("The file's name says {named}, {said} was given."),
    }
}
