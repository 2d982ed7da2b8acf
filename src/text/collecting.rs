//! Words of plans, assignment, marks and progress on screen.

use crate::text::lang::Lang;
use crate::words;

words! {
    /// 作业画面用词.
    pub enum CollectingWord {
        PlanDraft: "协议试排" | "Plan to be made",
        Progress: "清欠进度" | "Progress",
        Form: "导出形式" | "Form",
        Xlsx: "XLSX 表格" | "XLSX sheet",
        Pdf: "PDF" | "PDF",
        Text: "文本" | "Text",
        Year: "本年" | "this year",
        Month: "本月" | "this month",
        Week: "近七日" | "last seven days",
        NoPlan: "没有在履行的协议" | "no plan runs",
        PlanRuns: "已有在履行的协议" | "a plan runs already",
        NothingDrafted: "排不出分期, 原因见画面" | "the figures give no plan; the screen says why",
        NoProgress: "没有欠费可统计。先导入单位、应缴、实缴: 按 {go.import} 选文件。" | "Nothing to count. Import employers, dues and payments first: press {go.import}.",
        Watch: "加入关注名单" | "put on the watch list",
        Unwatch: "移出关注名单" | "take off the watch list",
        Blocked: "到龄未退休人数" | "persons held up",
    }
}

/// What a plan would be made of.
pub fn draft_head(name: &str, count: usize, total: &str, owed: &str, fee: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{name}  {count} 期共 {total}  现欠本金 {owed} 滞纳金 {fee}"),
        Lang::En => format!("{name}: {total} in {count}; owed now {owed}, late fee {fee}"),
    }
}

/// What is said before a plan is made.
pub fn plan_warning(name: &str, count: usize, total: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("与 {name} 签订还款协议, {count} 期共 {total} 元。签订后只能终止, 不能改。"),
        Lang::En => format!("A plan with {name}: {total} in {count}. Once made it can be ended, not changed."),
    }
}

/// Employers were given to an officer.
pub fn assigned(count: usize, officer: &str, lang: Lang) -> String {
    let to = if officer.is_empty() { lang.pick("登记的专管员", "the registry's officer") } else { officer };
    match lang {
        Lang::Zh => format!("已将 {count} 户指派给 {to}。"),
        Lang::En => format!("{count} employers given to {to}."),
    }
}
