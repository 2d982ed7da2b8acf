//! Words of the journal 日志 on screen.

use super::lang::Lang;

crate::words! {
    /// 日志用词.
    pub enum JournalWord {
        Title: "日志" | "Journal",
        Number: "编号" | "No.",
        At: "时间 (UTC)" | "Time (UTC)",
        Who: "操作员" | "Operator",
        What: "事项" | "What",
        Subject: "对象" | "About",
        Reason: "原因" | "Reason",
        BusinessDay: "营业日" | "Business day",
        Operation: "操作编号" | "Operation",
        Previous: "前一条" | "Previous",
        Hash: "本条" | "This one",
        Rehearsal: "演练日期" | "Rehearsal",
        Yes: "是" | "yes",
        Body: "内容" | "Figures",
        Empty: "日志里还没有内容" | "The journal is empty",
    }
}

/// The whole chain holds.
pub fn holds(facts: u64, hash: &str, lang: Lang) -> String {
    let short: String = hash.chars().take(16).collect();
    match lang {
        Lang::Zh => format!("日志链完好：{facts} 条，链头 {short}；与 head.log 和各表相符"),
        Lang::En => format!("The journal holds: {facts} facts, head {short}; head.log and every table agree"),
    }
}
