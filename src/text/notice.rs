//! Words of notices: names of template fields, headings of their tables, what is left out of a batch and why.
//!
//! Invariant: a notice to an employer is Chinese whoever prints it; what the clerk reads about it is in both languages.

use crate::domain::chase::notice::NoticeField;
use crate::text::lang::Lang;
use crate::words;

words! {
    /// 文书用词.
    pub enum NoticeWord {
        Line: "险种" | "Line",
        Month: "所属期" | "Month",
        Portion: "部分" | "Portion",
        Base: "缴费基数" | "Base",
        Rate: "费率" | "Rate",
        Due: "应缴" | "Due",
        Paid: "已缴" | "Paid",
        Owed: "欠缴" | "Owed",
        FeeBase: "计费本金" | "On",
        DailyRate: "日率" | "A day",
        FirstDay: "起" | "From",
        LastDay: "止" | "To",
        Days: "天数" | "Days",
        Fee: "滞纳金" | "Late fee",
        FeePaid: "已缴" | "paid",
        FeeCapped: "封顶" | "capped",
        Total: "合计" | "Total",
        Number: "文号" | "Number",
        Employer: "单位名称" | "Employer",
        Contact: "联系人" | "Contact",
        Phone: "电话" | "Phone",
        Address: "地址" | "Address",
        Sum: "本息合计" | "Total",
        Why: "不出的原因" | "Left out because",
        Contacts: "催缴联系名单" | "Contact list",
        Batch: "批次" | "Batch",
        Step: "文书" | "Paper",
        MadeOn: "制作日期" | "Made on",
        Count: "份数" | "Papers",
        NoBatch: "还没有出过文书。" | "No batch yet.",
        NothingReady: "没有可出的单位。" | "No employer is ready.",
    }
}

/// 栏目名: Chinese as in templates, English beside it.
pub const fn field_name(field: NoticeField) -> (&'static str, &'static str) {
    match field {
        NoticeField::Title => ("标题", "title"),
        NoticeField::Number => ("文号", "number"),
        NoticeField::Year => ("年", "year of the number"),
        NoticeField::Serial => ("序号", "serial of the number"),
        NoticeField::Employer => ("单位名称", "employer"),
        NoticeField::CreditCode => ("统一社会信用代码", "credit code"),
        NoticeField::UnitNo => ("单位编号", "unit number"),
        NoticeField::Address => ("地址", "address"),
        NoticeField::Legal => ("法定代表人", "legal representative"),
        NoticeField::Arrears => ("欠费表", "table of arrears"),
        NoticeField::LateFee => ("滞纳金表", "table of late fee"),
        NoticeField::AsOf => ("算至", "date of the late fee"),
        NoticeField::Owed => ("欠费合计", "sum owed"),
        NoticeField::Fee => ("滞纳金合计", "sum of late fee"),
        NoticeField::Total => ("合计", "total"),
        NoticeField::Basis => ("法律依据", "legal basis"),
        NoticeField::PayTo => ("缴费方式", "how and where to pay"),
        NoticeField::Deadline => ("缴费期限", "deadline"),
        NoticeField::Days => ("工作日", "working days of the deadline"),
        NoticeField::Consequence => ("逾期后果", "consequence"),
        NoticeField::Rights => ("陈述申辩", "right to state and defend"),
        NoticeField::Contact => ("联系方式", "contact"),
        NoticeField::Officer => ("专管员", "officer"),
        NoticeField::Seal => ("盖章处", "place of the seal"),
        NoticeField::Date => ("日期", "date"),
    }
}

/// Money that settles nothing lies in the book.
pub fn unallocated(amount: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("有未分配款 {amount}, 先分配或写明理由"),
        Lang::En => format!("{amount} lies unallocated; allocate it or give a reason"),
    }
}

/// Something the notice needs is not on record.
pub fn missing(field: NoticeField, lang: Lang) -> String {
    let (zh, en) = field_name(field);
    match lang {
        Lang::Zh => format!("登记里缺{zh}"),
        Lang::En => format!("the registry lacks its {en}"),
    }
}

/// What a batch would be, or is.
pub fn batch_line(papers: usize, owed: &str, fee: &str, left: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("可出 {papers} 份, 欠费 {owed}, 滞纳金 {fee}; 不出 {left} 户"),
        Lang::En => format!("{papers} papers, owed {owed}, late fee {fee}; {left} employers left out"),
    }
}

/// A batch frozen.
pub fn frozen(batch: i64, first: &str, last: &str, papers: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第 {batch} 批已定稿编号: {papers} 份, {first} 至 {last}。"),
        Lang::En => format!("Batch {batch} is frozen and numbered: {papers} papers, {first} to {last}."),
    }
}

/// Files written, and files that were there already.
pub fn rendered(written: usize, there: usize, folder: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("写出 {written} 个文件, 已有 {there} 个不动: {folder}"),
        Lang::En => format!("{written} file(s) written, {there} there already: {folder}"),
    }
}

/// A batch numbered, from–to.
pub fn numbered(first: &str, last: &str, papers: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已定稿编号 {papers} 份: {first} 至 {last}。"),
        Lang::En => format!("{papers} papers frozen and numbered: {first} to {last}."),
    }
}

/// `2026年3月5日` of `2026-03-05`.
pub fn chinese_date(day: &str) -> String {
    let parts: Vec<&str> = day.split('-').map(|part| part.trim_start_matches('0')).collect();
    match parts.as_slice() {
        [year, month, day] => format!("{year}年{month}月{day}日"),
        _ => day.to_string(),
    }
}
