//! Words of the evidence of one difference 差异凭据.

use super::lang::Lang;

crate::words! {
    /// 凭据用词.
    pub enum EvidenceWord {
        Title: "差异凭据" | "Evidence of a difference",
        Key: "差异键" | "Key",
        Lines: "原始行" | "Original lines",
        File: "文件" | "File",
        Line: "行号" | "Line",
        CameIn: "导入" | "Came in",
        Heading: "抬头" | "Heading",
        Original: "原文" | "As written",
        NoLines: "没有原始行。" | "There is no original line.",
        Acts: "处理经过" | "What was done",
        Seq: "日志号" | "Journal no.",
        At: "时间(UTC)" | "At (UTC)",
        Person: "操作员" | "Operator",
        Hash: "日志摘要" | "Hash of the fact",
        NoActs: "还没有处理过。" | "Nothing was done yet.",
        Masked: "姓名、账号、证件号、电话已掩码；全文以账套内原件为准，可按 SHA-256 核对。" | "Names, accounts, papers and telephones are masked; the original in the book, known by its SHA-256, is what counts.",
        Undone: "撤销" | "undone",
    }
}

/// Where the evidence of a difference stands.
pub fn kept(directory: &str, names: &[String], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已存入 {directory}: {}", names.join("、")),
        Lang::En => format!("kept in {directory}: {}", names.join(", ")),
    }
}
