//! Words of working differences and closing days.
//!
//! Invariant: whatever is refused says why and what to do.

use super::lang::Lang;

crate::words! {
    /// 办理用词.
    pub enum WorkWord {
        Reason: "原因" | "Reason",
        Owner: "责任人" | "Owner",
        OwnWords: "自己写" | "In your own words",
        Said: "处理" | "So far",
        EnterAccepts: "Enter 采纳第 1 条, 2-5 采纳其他" | "Enter accepts the first, 2-5 another",
        NoSuchProposal: "没有这一条建议" | "There is no such proposal",
        Alike: "同类同因" | "Alike",
        Marked: "已标" | "Marked",
        AlikeOpenOnly: "已处理的差异不再批量办理" | "What is settled is not decided together",
        NoneFits: "没有一条能这样办" | "None of them can be decided so",
        ChooseFirst: "先选怎么办" | "Choose first what to do",
        TogetherHint: "{exception.accept} 采纳各自首条建议  {exception.label} 标注  {exception.carry} 结转  {exception.assign} 指派  {exception.waive} 豁免" | "{exception.accept} accept each first proposal  {exception.label} label  {exception.carry} carry  {exception.assign} assign  {exception.waive} waive",
        TogetherEnter: "Enter 一并办理, 一次撤销可全部取回; Esc 另选" | "Enter does it in one act, one undo takes all of it back; Esc chooses anew",
        NothingToUndo: "刚才没有办过可撤销的" | "Nothing was decided here that could be undone",
        LinkByHand: "手工勾对" | "Link by hand",
        LinkHint: "空格标记, Enter 勾对; 标两条以上为拆分, 合计须相等" | "Space marks, Enter ties; two or more marks split, and must add up",
        Side: "哪一方" | "Book",
        NoCounterparts: "结转天数以内没有可勾对的未决差异" | "No open difference within the days of carrying can be tied to it",
    }
}

/// How many differences, and Σ without sign.
pub fn of_them(count: usize, sum: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("共 {count} 条  差额绝对值合计 {sum}"),
        Lang::En => format!("{count} difference(s), {sum} without sign"),
    }
}

/// How many of them cannot be decided so.
pub fn cannot(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("另有 {count} 条不能这样办, 不在其内:"),
        Lang::En => format!("{count} of them cannot be decided so and are left out:"),
    }
}

/// What has to be found, what is chosen, and how far apart they are.
pub fn tied_sums(target: &str, chosen: &str, apart: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("应勾 {target}  已选 {chosen}  相差 {apart}"),
        Lang::En => format!("to be found {target}  chosen {chosen}  apart {apart}"),
    }
}
