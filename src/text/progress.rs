//! Words and sentences of the progress of collection: the equation's columns, rates, targets, tiers.

use crate::domain::collection::progress::{ProgressBy, Tier};
use crate::domain::collection::target::Measure;
use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::words;

words! {
    /// Headings and short words of progress.
    pub enum ProgressWord {
        Title: "清欠进度表" | "Progress of clearing arrears",
        Equation: "期初期末平衡" | "From opening to closing",
        Rates: "征缴率 清欠率 任务" | "Rates and targets",
        Place: "名次" | "Place",
        Opening: "期初欠费" | "Opening",
        Corrections: "更正" | "Corrections",
        New: "新增" | "New",
        Returned: "缓缴转回" | "From deferral",
        Collected: "已清收" | "Collected",
        Deferred: "转入缓缴" | "Deferred",
        WrittenOff: "已核销" | "Written off",
        Closing: "期末欠费" | "Closing",
        Due: "应征" | "Due",
        Paid: "实征" | "Paid of it",
        CollectionRate: "征缴率" | "Collection rate",
        Cleared: "清欠" | "Cleared",
        ClearingRate: "清欠率" | "Clearing rate",
        Fee: "滞纳金" | "Late fee",
        CollectTarget: "征缴任务" | "Collection target",
        ClearTarget: "清欠任务" | "Clearing target",
        Done: "完成率" | "Done",
        Tier: "奖励档次" | "Tier",
        Chart: "图" | "Chart",
        Total: "合计" | "Total",
        Year: "年度" | "Year",
        Measure: "任务种类" | "Measure",
        Group: "分组" | "Group",
        Key: "对象" | "Of",
        Amount: "任务额" | "Target",
        Nothing: "没有欠费可统计。" | "Nothing to count.",
        NoTargets: "还没有下达任务。" | "No target was set yet.",
        NoTier: "-" | "-",
        Unit: "单位：元。期初 + 更正 + 新增 + 缓缴转回 − 已清收 − 转入缓缴 − 已核销 = 期末，逐格相等。" |
            "In yuan. Opening + corrections + new + from deferral - collected - deferred - written off = closing, in every cell.",
    }
}

/// 分组.
pub const fn by(by: ProgressBy, lang: Lang) -> &'static str {
    match by {
        ProgressBy::Line => lang.pick("险种", "Line"),
        ProgressBy::Area => lang.pick("区域", "Area"),
        ProgressBy::Officer => lang.pick("专管员", "Officer"),
        ProgressBy::Kind => lang.pick("单位类型", "Type"),
    }
}

/// 任务种类.
pub const fn measure(measure: Measure, lang: Lang) -> &'static str {
    match measure {
        Measure::Collect => lang.pick("征缴", "collection"),
        Measure::Clear => lang.pick("清欠", "clearing"),
    }
}

/// A rate of hundredths of a per cent; a dash where there is none.
pub fn rate(rate: Option<i64>) -> String {
    rate.map_or("-".to_string(), |rate| format!("{}.{:02}%", rate / 100, rate % 100))
}

/// A bar of plain characters: `width` cells are the whole, a mark stands at the goal.
pub fn bar(rate: Option<i64>, goal: i64, width: usize) -> String {
    let cells = |rate: i64| usize::try_from(rate.clamp(0, 10_000)).unwrap_or(0) * width / 10_000;
    let (filled, mark) = (cells(rate.unwrap_or(0)), cells(goal).min(width.saturating_sub(1)));
    let cell = |place: usize| match (place < filled, place == mark) {
        (_, true) => '|',
        (true, false) => '#',
        (false, false) => '.',
    };
    (0..width).map(cell).collect()
}

/// 奖励档次.
pub fn tier(tier: Option<&Tier>, lang: Lang) -> String {
    tier.map_or(ProgressWord::NoTier.in_lang(lang), |tier| lang.pick(&tier.zh, &tier.en)).to_string()
}

/// The period and its goals.
pub fn period(from: &str, to: &str, goals: (i64, i64), lang: Lang) -> String {
    let (collection, clearing) = (rate(Some(goals.0)), rate(Some(goals.1)));
    match lang {
        Lang::Zh => format!("{from} 至 {to}  目标：征缴率 {collection}，清欠率 {clearing}"),
        Lang::En => format!("{from} to {to}; goals: collection {collection}, clearing {clearing}"),
    }
}

/// 可支付月数.
pub fn months_payable(hundredths: i64, months: usize, lang: Lang) -> String {
    let shown = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    match lang {
        Lang::Zh => format!("基金可支付月数 {shown}（按 {months} 个月平均支出）"),
        Lang::En => format!("the fund pays for {shown} months (by the mean of {months} months)"),
    }
}

/// 名次.
pub fn place(place: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第 {place} 名"),
        Lang::En => format!("place {place}"),
    }
}

/// What came of what was due, and of what stood open before.
pub fn came(due: (Money, Money), open: (Money, Money), lang: Lang) -> (String, String) {
    let words = |came: ProgressWord, of: ProgressWord, sums: (Money, Money)| {
        format!("{} {} / {} {}", came.in_lang(lang), sums.0.grouped(), of.in_lang(lang), sums.1.grouped())
    };
    (words(ProgressWord::Paid, ProgressWord::Due, due), words(ProgressWord::Cleared, ProgressWord::Opening, open))
}

/// A rate with its bar and what it is made of.
pub fn rate_line(word: ProgressWord, value: Option<i64>, bar: &str, made_of: &str, lang: Lang) -> String {
    format!("  {} {:>7} {bar}  {made_of}", word.in_lang(lang), rate(value))
}

/// Opening, what came and went, closing; what is zero is not said.
pub fn equation(opening: Money, flows: &[(char, ProgressWord, Money)], closing: Money, lang: Lang) -> String {
    let mut text = format!("  {} {}", ProgressWord::Opening.in_lang(lang), opening.grouped());
    for (sign, word, amount) in flows.iter().filter(|(_, _, amount)| !amount.is_zero()) {
        text.push_str(&format!(" {sign} {} {}", word.in_lang(lang), amount.grouped()));
    }
    format!("{text} = {} {}", ProgressWord::Closing.in_lang(lang), closing.grouped())
}

/// A target, how much of it came in, and the tier that reaches.
pub fn target_line(measure_of: Measure, target: Money, done: Option<i64>, tier: &str, lang: Lang) -> String {
    let (done, measure_of) = (rate(done), measure(measure_of, lang));
    match lang {
        Lang::Zh => format!("  {measure_of}任务 {}，完成 {done}，奖励档次 {tier}", target.grouped()),
        Lang::En => format!("  target of {measure_of} {}: {done} done, tier {tier}", target.grouped()),
    }
}

/// Targets were set.
pub fn targets_set(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已下达 {count} 项任务。"),
        Lang::En => format!("{count} target(s) set."),
    }
}

/// A line of a file of targets that cannot be read.
pub fn target_line_wrong(line: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            format!(
                "第 {line} 行应为“年度,collect 或 clear,line、area、officer 或 type,对象,金额”，整个文件没有下达。改正该行后重试。"
            )
        }
        Lang::En => format!(
            "Line {line} should be \"year,collect or clear,line, area, officer or type,key,amount\"; nothing was set. Mend it and try again."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_shows_rate_and_goal_in_plain_characters() {
        for (rate, goal, bar_of) in [
            (Some(0), 5_000, ".....|...."),
            (Some(3_000), 5_000, "###..|...."),
            (Some(7_000), 5_000, "#####|#..."),
            (Some(12_000), 9_500, "#########|"),
            (None, 10_000, ".........|"),
        ] {
            assert_eq!(bar(rate, goal, 10), bar_of);
        }
        assert_eq!([rate(Some(9_999)), rate(Some(10_005)), rate(None)], ["99.99%", "100.05%", "-"]);
    }
}
