//! Closing a day in words: what stands in the way, what was done, what came late.

use crate::domain::closing::{Adjustment, ClosingCause, DayStep, LateCase};
use crate::domain::entry::Side;
use crate::domain::money::Money;
use crate::domain::recon::BySide;
use crate::domain::rejection::DayRejection;
use crate::text::lang::Lang;
use crate::text::{approval, terms};

/// 不能办理的原因, as a short clause.
pub fn closing_cause(cause: &ClosingCause, lang: Lang) -> String {
    match lang {
        Lang::Zh => chinese(cause),
        Lang::En => english(cause),
    }
}

fn chinese(cause: &ClosingCause) -> String {
    match cause {
        ClosingCause::NotReconciled => "尚未对账".into(),
        ClosingCause::Stale => "导入后尚未重新对账".into(),
        ClosingCause::SourceMissing(side) => format!("缺{}文件，也未声明缺失", terms::side(*side, Lang::Zh)),
        ClosingCause::SheetsMissing(names) => format!("缺 HIS 报表：{}，也未声明缺失", names.join("、")),
        ClosingCause::Awaited(rows) => format!("{rows} 笔仍在等渠道账单"),
        ClosingCause::Quarantined(rows) => format!("{rows} 条隔离行未改正也未豁免"),
        ClosingCause::Open(cases) => format!("{cases} 条差异未处理"),
        ClosingCause::BridgeOpen(channel, gap) => {
            format!("{}渠道桥不平，差 {gap}", terms::method(*channel, Lang::Zh))
        }
        ClosingCause::NotPrepared => "尚未送复核".into(),
        ClosingCause::Changed => "内容已变更，请重新送复核".into(),
        ClosingCause::SamePerson(name) => format!("由 {name} 送复核，复核须另一人"),
        ClosingCause::Closed => "已关账".into(),
        ClosingCause::NotClosed => "尚未关账".into(),
        ClosingCause::SourceThere(side) => format!("{}文件已在，不能声明缺失", terms::side(*side, Lang::Zh)),
        ClosingCause::ReasonMissing => "须写明原因".into(),
        ClosingCause::Approval(obstacle) => approval::obstacle(obstacle, Lang::Zh),
    }
}

fn english(cause: &ClosingCause) -> String {
    match cause {
        ClosingCause::NotReconciled => "it is not reconciled yet".into(),
        ClosingCause::Stale => "files came in since it was reconciled".into(),
        ClosingCause::SourceMissing(side) => {
            format!("no {} file covers it and none is declared absent", terms::side(*side, Lang::En))
        }
        ClosingCause::SheetsMissing(names) => {
            format!("the HIS sheet(s) {} are not in and HIS is not declared absent", names.join(", "))
        }
        ClosingCause::Awaited(rows) => format!("{rows} row(s) still await their channel's bill"),
        ClosingCause::Quarantined(rows) => format!("{rows} quarantined row(s) are neither mended nor waived"),
        ClosingCause::Open(cases) => format!("{cases} difference(s) are not dealt with"),
        ClosingCause::BridgeOpen(channel, gap) => {
            format!("the {} bridge does not close, {gap} is unexplained", terms::method(*channel, Lang::En))
        }
        ClosingCause::NotPrepared => "nobody has handed it to review".into(),
        ClosingCause::Changed => "its contents changed since; hand it to review again".into(),
        ClosingCause::SamePerson(name) => format!("{name} prepared it; another person must review"),
        ClosingCause::Closed => "it is closed".into(),
        ClosingCause::NotClosed => "it is not closed".into(),
        ClosingCause::SourceThere(side) => {
            format!("the {} file is there; it cannot be declared absent", terms::side(*side, Lang::En))
        }
        ClosingCause::ReasonMissing => "a reason must be given".into(),
        ClosingCause::Approval(obstacle) => approval::obstacle(obstacle, Lang::En),
    }
}

/// A step refused, with every cause, and what to do.
pub(super) fn day_rejection(rejection: &DayRejection, lang: Lang) -> (String, String) {
    let causes: Vec<String> = rejection.causes.iter().map(|cause| closing_cause(cause, lang)).collect();
    let day = &rejection.day;
    match lang {
        Lang::Zh => (
            format!("{day} 不能办理：{}。", causes.join("；")),
            "逐项办妥后再办；用 sanhe day status 查看当日情况。".into(),
        ),
        Lang::En => (
            format!("This cannot be done with {day}: {}.", causes.join("; ")),
            "Deal with each of these first; see the day with `sanhe day status`.".into(),
        ),
    }
}

/// A step was taken, or stood already.
pub fn day_stepped(day: &str, step: DayStep, digest: &str, unchanged: bool, lang: Lang) -> String {
    let name = terms::day_step(step, lang);
    let short: String = digest.chars().take(16).collect();
    let seal = |zh: &str, en: &str| match (short.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("，{zh} {short}"),
        (false, Lang::En) => format!(", {en} {short}"),
    };
    match (lang, unchanged) {
        (Lang::Zh, false) => format!("{day}：{name}已办{}。", seal("摘要", "digest")),
        (Lang::Zh, true) => format!("{day}：{name}此前已办，未作变更{}。", seal("摘要", "digest")),
        (Lang::En, false) => format!("{day}: {name}, done{}.", seal("摘要", "digest")),
        (Lang::En, true) => format!("{day}: {name}, done before; nothing changed{}.", seal("摘要", "digest")),
    }
}

/// 前期未达: what came late for a closed day, one line each.
pub fn adjustment(found: &Adjustment, lang: Lang) -> Vec<String> {
    let rows = [found.rows.his, found.rows.cashier, found.rows.bank];
    let head = match lang {
        Lang::Zh => format!(
            "前期未达（记入 {}）：HIS {}，收费端 {}，银行/渠道 {} 行；封存的数字不变",
            found.booked_on, rows[0], rows[1], rows[2]
        ),
        Lang::En => format!(
            "late items, in the layer of {}: HIS {}, cashier {}, bank/channel {} row(s); the sealed figures stay",
            found.booked_on, rows[0], rows[1], rows[2]
        ),
    };
    let line = |word: &str, case: &LateCase| {
        format!("{word} {} {} {}", terms::class(case.class, lang), case.number, case.difference)
    };
    let cleared = found.cleared.iter().map(|case| line(lang.pick("已消：", "cleared:"), case));
    let brought = found.brought.iter().map(|case| line(lang.pick("新增：", "brought:"), case));
    std::iter::once(head).chain(cleared).chain(brought).collect()
}

/// 封存. What a close sealed, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// SHA-256 of the seal.
    pub digest: String,
    /// Live rows, by side.
    pub rows: BySide<i64>,
    /// Σ of their amounts.
    pub sums: BySide<Money>,
    /// Files that brought them.
    pub files: usize,
    /// Items carried over: number, difference.
    pub carried: Vec<(String, Money)>,
    /// Rule set.
    pub rules: String,
    /// Digest of the close before this one; empty for the first.
    pub previous: String,
}

/// 封存内容, one line each.
pub fn seal(sealed: &Sealed, lang: Lang) -> Vec<String> {
    let side = |side: Side| {
        let (rows, sum) = (sealed.rows.get(side), sealed.sums.get(side).grouped());
        match lang {
            Lang::Zh => format!("{} {rows} 行 {sum}", terms::side(side, lang)),
            Lang::En => format!("{} {rows} row(s) {sum}", terms::side(side, lang)),
        }
    };
    let sides = [Side::Cashier, Side::His, Side::Bank].map(side).join("  ");
    let sum: Money = sealed.carried.iter().map(|(_, difference)| difference.abs()).sum();
    let (files, carried, sum) = (sealed.files, sealed.carried.len(), sum.grouped());
    let mut lines = vec![sealed.digest.clone(), sides];
    lines.push(match lang {
        Lang::Zh => format!("文件 {files} 份  结转 {carried} 条 {sum}  规则 {}", sealed.rules),
        Lang::En => format!("{files} file(s)  {carried} carried, {sum}  rules {}", sealed.rules),
    });
    if !sealed.previous.is_empty() {
        let short: String = sealed.previous.chars().take(16).collect();
        lines.push(format!("{} {short}", lang.pick("接上一次关账", "follows the close")));
    }
    lines
}
