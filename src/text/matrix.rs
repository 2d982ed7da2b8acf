//! Words of the eligibility matrix.

use crate::text::lang::Lang;
use crate::words;

words! {
    /// Words beside the matrix.
    pub enum MatrixWord {
        Title: "缓缴资格" | "Eligibility",
        Empty: "没有可缓或待核的。{application.tab} 看全部结论，{exceptions.filter} 换政策、险种、月份；没有单位的先导入登记表" |
            "Nothing open. {application.tab} shows every verdict, {exceptions.filter} another policy, line or month; without employers, import the registry first",
        AllVerdicts: "全部结论" | "every verdict",
        OpenOnly: "可缓与待核" | "open or to be shown",
        AllMonths: "所有月份" | "every month",
    }
}

/// What the list shows, above it.
pub fn heading(scope: &str, employers: usize, judged: usize, which: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{scope}  {employers} 户  {judged} 条结论  {which}"),
        Lang::En => format!("{scope}  {employers} employers  {judged} verdicts  {which}"),
    }
}
