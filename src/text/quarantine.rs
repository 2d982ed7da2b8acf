//! Words of the rows that could not be read 隔离行.
//!
//! Invariant: whoever reads that a row was set aside reads there what to do about it.

crate::words! {
    /// 隔离行用词.
    pub enum QuarantineWord {
        Title: "隔离行" | "Quarantined rows",
        Line: "行号" | "Line",
        Book: "账" | "Book",
        Heading: "出错的列" | "Column",
        Stands: "原值" | "As it stands",
        WholeRow: "整行" | "whole row",
        Why: "为何隔离" | "Why",
        Cure: "怎么办" | "What to do",
        Then: "改正原文件后重新导入; 确实改不了的, 在当日差异里由第二人豁免" | "Mend the file and import it again; where it cannot be mended, a second person waives the row among the day's exceptions",
        ThenStatement: "改正原文件后重新导入; 改不了的, 向银行另取一份对账单" | "Mend the file and import it again; where it cannot be mended, ask the bank for another copy",
        Statement: "对账单" | "Statement",
        Empty: "没有隔离行, 读到的每一行都已入账。Esc 返回。" | "No row is quarantined: every row read is in the book. Esc goes back.",
        NoneOfFile: "这份文件没有隔离行" | "No row of this file is quarantined",
    }
}
