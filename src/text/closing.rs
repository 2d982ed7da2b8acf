//! Words of the screen on which a day is closed.
//!
//! Invariant: keys stand as `{action.id}`, never by name.

crate::words! {
    /// 关账用词.
    pub enum CloseWord {
        Closing: "关账" | "Closing",
        Standing: "当日" | "The day",
        NextStep: "下一步" | "Next",
        Causes: "还差" | "Missing",
        History: "经过" | "So far",
        Seal: "封存" | "Sealed",
        Late: "前期未达" | "Came late",
        NothingMissing: "各项齐备, {closing.next} 即办" | "nothing; {closing.next} does it",
        IsClosed: "已关账封存; 重开按 {closing.reopen}, 须复核人并写明原因" | "closed and sealed; {closing.reopen} reopens it: a reviewer, with a reason",
        NoSteps: "还没有人办过" | "nothing was done with it yet",
        NothingBehind: "这一行没有下级内容" | "There is nothing behind this line",
        NoSideMissing: "没有缺来源, 无需声明" | "No source is missing, so none is declared absent",
        CanBePrepared: "各项齐备, 可以送复核" | "nothing is missing; it can be handed to review",
        CanBeClosed: "已送复核, 等另一人复核关账" | "handed to review; another person closes it",
    }
}
