//! Words beside an application as it is typed: its verdict, its lists, the papers that are printed.

use crate::domain::arrears::month::FeeMonth;
use crate::text::lang::Lang;
use crate::words;

words! {
    /// Short words about an application being typed.
    pub enum ApplyWord {
        TypeFirst: "先填参保单位、险种和起始所属期, 即时审核" | "Type employer, line and first month: it is judged at once",
        Open: "该单位可用的政策" | "Policies open to this employer",
        NoneOpen: "没有政策适用于这些月份" | "no policy reaches these months",
        Facts: "情形" | "Facts",
        Papers: "材料" | "Papers",
        Print: "打印文书" | "Print a paper",
        NothingToPrint: "这里没有可打印的文书" | "nothing here is printed",
        NotReturned: "只有已退回的申请才重新提交" | "only a returned application comes back",
        NoFont: "没有可用的中文字体, 未出 PDF" | "no font with Han: no PDF was made",
        Application: "缓缴申请表" | "Application form",
        Agreement: "缓缴及补缴协议" | "Agreement",
        Approval: "缓缴审批表" | "Approval sheet",
        Certificate: "缓缴证明" | "Certificate",
        Reminder: "缓缴到期通知" | "Notice of the end",
        Roll: "缓缴单位花名册" | "Roll of firms",
        Filing: "缓缴备案清单" | "Filing list",
        Statistics: "缓缴统计表" | "Statistics",
    }
}

/// 文书, by its code.
pub fn paper(code: &str, lang: Lang) -> &'static str {
    let word = match code {
        "application" => ApplyWord::Application,
        "agreement" => ApplyWord::Agreement,
        "approval" => ApplyWord::Approval,
        "certificate" => ApplyWord::Certificate,
        "reminder" => ApplyWord::Reminder,
        "roll" => ApplyWord::Roll,
        "filing" => ApplyWord::Filing,
        _ => ApplyWord::Statistics,
    };
    word.in_lang(lang)
}

/// Months that fare alike, with what is said of them.
pub fn months(first: FeeMonth, last: FeeMonth) -> String {
    if first == last { first.to_string() } else { format!("{first}..{last}") }
}

/// Said once an application is entered.
pub fn entered(no: &str, verdict: &str, said: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已登记 {no}：{verdict} {said}"),
        Lang::En => format!("Entered {no}: {verdict} {said}"),
    }
}

/// Said once a returned application went up again.
pub fn came_back(no: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{no} 已重新提交审批"),
        Lang::En => format!("{no} went up for approval again"),
    }
}

/// By when it is repaid, and what is left.
pub fn term(ends_on: &str, left: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("至 {ends_on} 未补缴 {left}"),
        Lang::En => format!("until {ends_on}, {left} not repaid"),
    }
}
