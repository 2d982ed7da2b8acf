//! Words and sentences of chasing arrears: employers on screen, the ladder, papers.
//!
//! Invariant: whatever a person reads about the chase stands here; clauses come from the rule book as they are.

use crate::domain::arrears::ageing::{AgeingBy, Bucket};
use crate::text::lang::Lang;
use crate::words;

words! {
    /// 催缴用词.
    pub enum ChaseWord {
        Employers: "欠费单位" | "Employers",
        Ageing: "账龄" | "Ageing",
        Working: "算式" | "Working",
        Employer: "单位" | "Employer",
        Fee: "滞纳金" | "Late fee",
        Owed: "欠缴" | "Owed",
        Deferred: "缓缴" | "Deferred",
        Coming: "未到期" | "Not due",
        Unallocated: "未分配" | "Unallocated",
        Uncapped: "不封顶" | "uncapped",
        Next: "下一步" | "Next",
        NothingNext: "没有欠费, 无需办理" | "nothing is owed, nothing to do",
        Legal: "法定代表人" | "Legal representative",
        OwingOnly: "只列欠缴" | "owing only",
        AllListed: "全部单位" | "all employers",
        NothingSettled: "没有已缴清的应缴可列" | "no due is settled, so all are listed already",
        EmptyEmployers: "没有参保单位。先导入单位、应缴、实缴: 按 {go.import} 选文件。" | "No employer. Import employers, dues and payments first: press {go.import}.",
        EmptyOwing: "没有欠费单位。按 {employers.all} 列出全部单位。" | "No employer owes. Press {employers.all} to list all.",
        EmptyItems: "没有未清的应缴。按 {employers.all} 列出全部。" | "Nothing open. Press {employers.all} to list all.",
        EmptyAgeing: "没有欠费。先导入单位、应缴、实缴: 按 {go.import} 选文件。" | "Nothing is owed. Import employers, dues and payments first: press {go.import}.",
        NoFee: "没有滞纳金。" | "No late fee.",
        Payments: "实缴" | "Payments",
        Sections: "全部记录" | "Everything on record",
    }
}

/// 账龄段, as a heading.
pub fn bucket(bucket: Bucket, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}月", bucket.code()),
        Lang::En => format!("{} mo", bucket.code()),
    }
}

/// 账龄的分组.
pub const fn ageing_by(by: AgeingBy, lang: Lang) -> &'static str {
    match by {
        AgeingBy::Line => lang.pick("险种", "line"),
        AgeingBy::Age => lang.pick("账龄", "age"),
        AgeingBy::Portion => lang.pick("缴费部分", "portion"),
        AgeingBy::Officer => lang.pick("专管员", "officer"),
        AgeingBy::Area => lang.pick("区域", "area"),
        AgeingBy::Kind => lang.pick("单位类型", "type"),
        AgeingBy::Employer => lang.pick("单位", "employer"),
    }
}

/// How many employers stand in a list, as of when, and which.
pub fn employers_line(as_of: &str, owing: usize, which: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("算至 {as_of}  欠费 {owing} 户  {which}"),
        Lang::En => format!("as of {as_of}  {owing} owing  {which}"),
    }
}

/// Principal and fee together.
pub const fn principal_and_fee(lang: Lang) -> &'static str {
    lang.pick("本金加滞纳金", "with principal")
}

/// How many dues are overdue.
pub fn items_overdue(items: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("逾期 {items} 笔"),
        Lang::En => format!("{items} dues overdue"),
    }
}
