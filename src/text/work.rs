//! Words of working differences and closing days.
//!
//! Invariant: whatever is refused says why and what to do.

crate::words! {
    /// 办理用词.
    pub enum WorkWord {
        Reason: "原因" | "Reason",
        Owner: "责任人" | "Owner",
        OwnWords: "自己写" | "In your own words",
        Said: "处理" | "So far",
        EnterAccepts: "Enter 采纳第 1 条, 2-5 采纳其他" | "Enter accepts the first, 2-5 another",
        NoSuchProposal: "没有这一条建议" | "There is no such proposal",
    }
}
