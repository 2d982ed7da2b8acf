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
        Papers: "经过与文书" | "History and papers",
        AllDone: "主线各步都已办" | "every step of the main line is done",
        NotServed: "未送达" | "not served",
        Holds: "暂缓与异议" | "Holds and disputes",
        HoldAsked: "已提出, 须另一人确认后生效。" | "Asked for; it is in force once another person confirms it.",
        NothingToServe: "没有待送达的文书" | "no paper waits to be served",
        NothingToConfirm: "没有待确认的暂缓或异议" | "no hold waits to be confirmed",
        Step: "步骤" | "Step",
        Name: "名称" | "Name",
        After: "前置" | "After",
        Who: "由谁办" | "By",
        Basis: "依据" | "Basis",
        State: "状态" | "State",
        Class: "债权类别" | "Class",
        ClaimIndividual: "应划入职工个人账户的部分" | "belongs to individual accounts",
        ClaimPooled: "统筹部分" | "pooled",
        ClaimFee: "滞纳金 (算至受理前一日)" | "late fee (to the day before acceptance)",
        ClaimTotal: "合计" | "Total",
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

/// Steps recorded.
pub fn steps_done(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已记 {count} 步。"),
        Lang::En => format!("{count} step(s) recorded."),
    }
}

/// Papers served, or come back.
pub fn served(papers: usize, served_on: Option<&str>, lang: Lang) -> String {
    match (served_on, lang) {
        (Some(day), Lang::Zh) => format!("{papers} 份文书已登记送达, 自 {day} 起算。"),
        (Some(day), Lang::En) => format!("{papers} paper(s) recorded as served; periods count from {day}."),
        (None, Lang::Zh) => format!("{papers} 份文书已登记退回。"),
        (None, Lang::En) => format!("{papers} paper(s) recorded as come back."),
    }
}

/// A hold confirmed.
pub fn hold_confirmed(hold: i64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{hold} 号已确认, 即时生效。"),
        Lang::En => format!("Hold {hold} is confirmed and in force."),
    }
}

/// A hold ended.
pub fn hold_released(hold: i64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{hold} 号已解除。"),
        Lang::En => format!("Hold {hold} is ended."),
    }
}

/// How a paper was served.
pub fn served_line(way: &str, day: &str, receiver: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{way} {day} {receiver}").trim_end().to_string(),
        Lang::En => format!("served {way} {day} {receiver}").trim_end().to_string(),
    }
}

/// A paper that came back.
pub fn returned_line(way: &str, day: &str, why: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{way} {day} 退回: {why}"),
        Lang::En => format!("{way} {day} came back: {why}"),
    }
}

/// A hold: number, kind, due, last day, reason, who asked, who confirmed.
pub fn hold_line(seq: i64, parts: &[&str; 5], confirmed_by: Option<&str>, lang: Lang) -> String {
    let [kind, item, until, reason, actor] = parts;
    let item = if item.is_empty() { lang.pick("全部", "everything") } else { item };
    match (confirmed_by, lang) {
        (Some(by), Lang::Zh) => format!("{seq} 号 {kind} {item} 至 {until}  {reason}  {actor} 提出, {by} 确认"),
        (None, Lang::Zh) => format!("{seq} 号 {kind} {item} 至 {until}  {reason}  {actor} 提出, 待确认"),
        (Some(by), Lang::En) => format!("{seq} {kind}, {item}, to {until}: {reason} ({actor}, confirmed by {by})"),
        (None, Lang::En) => format!("{seq} {kind}, {item}, to {until}: {reason} ({actor}, not confirmed yet)"),
    }
}
