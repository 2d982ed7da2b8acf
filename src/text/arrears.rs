//! Words and sentences of arrears: codes, lines, portions, the working of a late fee.
//!
//! Invariant: whatever a command about arrears prints stands here; clauses come from the rule book as
//! they are, in the language of the law.

use crate::domain::arrears::accrual::Bearing;
use crate::domain::arrears::changes::{Change, Figure};
use crate::domain::arrears::item::{Assessment, Portion};
use crate::domain::arrears::policy::{FeeRounding, Line};
use crate::domain::arrears::registry::{EmployerStatus, RegistrySource, SizeClass};
use crate::domain::codes::{CodeFault, CodeKind};
use crate::domain::import::FileReport;
use crate::text::lang::Lang;
use crate::words;

words! {
    /// Headings and short words about arrears.
    pub enum ArrearsWord {
        LateFee: "滞纳金" | "Late fee",
        Principal: "本金" | "Principal",
        Line: "险种" | "Line",
        DueOn: "缴费期限" | "Due",
        Until: "算至" | "As of",
        Base: "基数" | "Base",
        Days: "天" | "days",
        Sum: "合计" | "sum",
        Paid: "实缴" | "Paid",
        ToPrincipal: "冲本金" | "to principal",
        ToFee: "冲滞纳金" | "to fee",
        Unallocated: "未分配" | "Unallocated",
        WrittenOff: "核销" | "Written off",
        Deferred: "缓缴" | "Deferred",
        Uncapped: "不封顶" | "Uncapped",
        Capped: "封顶" | "Capped",
        PrincipalLeft: "未缴本金" | "Principal left",
        FeeLeft: "未缴滞纳金" | "Fee left",
        Parameters: "本地参数" | "Parameters",
        Fine: "罚款幅度" | "Fine",
        Kind: "种类" | "Kind",
        Code: "号码" | "Code",
        Verdict: "结果" | "Verdict",
        Passes: "校验通过" | "passes",
        No: "编号" | "No.",
        CreditCode: "信用代码" | "Credit code",
        Name: "单位名称" | "Name",
        Industry: "行业" | "Industry",
        Size: "规模" | "Size",
        Type: "类型" | "Type",
        Area: "区域" | "Area",
        Officer: "专管员" | "Officer",
        Status: "状态" | "Status",
        Month: "所属期" | "Month",
        Portion: "部分" | "Portion",
        Due: "应缴" | "Due",
        Owed: "欠缴" | "Owed",
        Coming: "未到期" | "Not yet due",
        Age: "账龄（月）" | "Age (months)",
        Group: "分组" | "Group",
        Items: "笔数" | "Items",
        Total: "合计" | "Total",
        Contact: "联系" | "Contact",
        Account: "账户" | "Account",
        Channel: "渠道" | "Channel",
        Ticket: "票据号" | "Ticket",
        PaidOn: "缴费日期" | "Paid on",
        Amount: "金额" | "Amount",
        Nothing: "没有欠费。" | "Nothing is owed.",
        NoEmployer: "没有符合条件的单位。" | "No employer fits.",
        SheetLine: "行号" | "line",
        SheetColumn: "列" | "column",
        SheetCode: "错误代码" | "code",
        SheetValue: "原值" | "value",
        SheetReason: "原因" | "reason",
        SheetCure: "怎么改" | "cure",
        SheetRow: "原行" | "row",
    }
}

/// 号码种类.
pub const fn code_kind(kind: CodeKind, lang: Lang) -> &'static str {
    match kind {
        CodeKind::Credit => lang.pick("统一社会信用代码", "unified social credit code"),
        CodeKind::Organisation => lang.pick("组织机构代码", "organisation code"),
        CodeKind::Resident => lang.pick("公民身份号码", "resident number"),
        CodeKind::Card => lang.pick("银行卡号", "bank card number"),
    }
}

/// What is wrong with a code.
pub fn code_fault(fault: CodeFault, lang: Lang) -> String {
    match (fault, lang) {
        (CodeFault::Length { expected, found }, Lang::Zh) => format!("应为 {expected} 位，实为 {found} 位"),
        (CodeFault::Length { expected, found }, Lang::En) => format!("{found} characters, not {expected}"),
        (CodeFault::Character { position, found }, Lang::Zh) => format!("第 {position} 位“{found}”不能用在这里"),
        (CodeFault::Character { position, found }, Lang::En) => {
            format!("\"{found}\" cannot stand at position {position}")
        }
        (CodeFault::Check { position, found, expected }, Lang::Zh) => {
            format!("第 {position} 位校验码应为“{expected}”，现为“{found}”")
        }
        (CodeFault::Check { position, found, expected }, Lang::En) => {
            format!("the check at position {position} should be \"{expected}\", not \"{found}\"")
        }
        (CodeFault::Birth(digits), Lang::Zh) => format!("第 7 位起的出生日期 {digits:08} 不存在"),
        (CodeFault::Birth(digits), Lang::En) => format!("the date of birth {digits:08} from position 7 does not exist"),
    }
}

/// 缴费部分.
pub const fn portion(portion: Portion, lang: Lang) -> &'static str {
    match portion {
        Portion::Individual => lang.pick("个人", "individual"),
        Portion::Employer => lang.pick("单位", "employer"),
    }
}

/// 核定方式.
pub const fn assessment(assessment: Assessment, lang: Lang) -> &'static str {
    match assessment {
        Assessment::Declared => lang.pick("申报", "declared"),
        Assessment::Undeclared => lang.pick("未申报核定", "undeclared"),
        Assessment::Audit => lang.pick("稽核", "audit"),
    }
}

/// 险种.
pub fn line(line: &Line, lang: Lang) -> &str {
    lang.pick(&line.zh, &line.en)
}

/// Why a span bears no fee; empty where it does.
pub const fn bearing(bearing: Bearing, lang: Lang) -> &'static str {
    match bearing {
        Bearing::Charged => "",
        Bearing::Deferred => lang.pick("缓缴期内不计", "within a deferral: no fee"),
        Bearing::NotOrdered => lang.pick("未经责令限期，不计", "no order had failed: no fee"),
        Bearing::LegacyOff => lang.pick("按本地参数不计旧标准", "old rate switched off here"),
    }
}

/// 舍入.
pub const fn rounding(rounding: FeeRounding, lang: Lang) -> &'static str {
    match rounding {
        FeeRounding::HalfUp => lang.pick("四舍五入到分", "half-up to the fen"),
        FeeRounding::PerBill => lang.pick("整单四舍五入到分", "half-up once on the bill"),
        FeeRounding::UpToJiao => lang.pick("见分进角", "up to the jiao"),
    }
}

/// A date that rolled to a working day.
pub fn rolled_to(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("（顺延至 {day}）"),
        Lang::En => format!(" (rolled to {day})"),
    }
}

/// The years before the first calendar know weekends only.
pub fn weekends_only(year: i32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{year} 年没有放假安排表，期限只避开周六、周日顺延。"),
        Lang::En => format!("{year} has no table of holidays; the date was rolled past weekends only."),
    }
}

/// Days × rate of a span.
pub fn days_at(days: i32, rate: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{days} 天 × {rate}"),
        Lang::En => format!("{days} d × {rate}"),
    }
}

/// How a stretch was rounded and what the cap left.
pub fn stretch_sum(exact: &str, rounded: &str, rule: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("合计 {exact}，{rule} {rounded}"),
        Lang::En => format!("sum {exact}, {rule} {rounded}"),
    }
}

/// What the cap left of a stretch.
pub fn cut_to(fee: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("封顶后计 {fee}"),
        Lang::En => format!("the cap leaves {fee}"),
    }
}

/// What a broken deferral brought in.
pub fn brought_in(exact: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("缓缴逾期，补计缓缴期内 {exact}"),
        Lang::En => format!("the deferral was broken: {exact} of its term counts after all"),
    }
}

/// No fee from the acceptance of a bankruptcy on.
pub fn bankrupt(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{day} 受理破产，自该日起不计滞纳金"),
        Lang::En => format!("bankruptcy accepted on {day}: no fee from that day on"),
    }
}

/// The day the cap was reached.
pub fn cap_reached(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{day} 达到封顶"),
        Lang::En => format!("cap reached on {day}"),
    }
}

/// How an undeclared month is assessed.
pub fn assessed(last_month: &str, percent: u32, amount: &str, basis: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("未申报：按上月 {last_month} 的 {percent}% 核定 {amount}（{basis}）"),
        Lang::En => format!("undeclared: {percent}% of last month's {last_month} is {amount} ({basis})"),
    }
}

/// No `--principal` and no `--undeclared`, or a value that cannot be read.
pub fn bad_argument(argument: &str, value: &str, form: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{argument} 的值“{value}”读不懂，应写成 {form}。"),
        Lang::En => format!("{argument} \"{value}\" cannot be read; write {form}."),
    }
}

/// 登记文件的种类.
pub const fn source(source: RegistrySource, lang: Lang) -> &'static str {
    match source {
        RegistrySource::Employers => lang.pick("参保单位", "employers"),
        RegistrySource::Dues => lang.pick("应缴", "dues"),
        RegistrySource::Payments => lang.pick("实缴", "payments"),
    }
}

/// 单位状态.
pub const fn status(status: EmployerStatus, lang: Lang) -> &'static str {
    match status {
        EmployerStatus::Normal => lang.pick("正常", "in business"),
        EmployerStatus::Stopped => lang.pick("停产", "stopped"),
        EmployerStatus::HalfStopped => lang.pick("半停产", "half stopped"),
        EmployerStatus::Bankrupt => lang.pick("破产", "bankrupt"),
        EmployerStatus::Cancelled => lang.pick("注销", "struck off"),
    }
}

/// 规模.
pub const fn size(size: SizeClass, lang: Lang) -> &'static str {
    match size {
        SizeClass::Large => lang.pick("大型", "large"),
        SizeClass::Medium => lang.pick("中型", "medium"),
        SizeClass::Small => lang.pick("小型", "small"),
        SizeClass::Micro => lang.pick("微型", "micro"),
        SizeClass::Unclassed => lang.pick("不划型", "unclassed"),
    }
}

/// 更正的数字.
pub const fn figure(figure: Figure, lang: Lang) -> &'static str {
    match figure {
        Figure::Due => lang.pick("应缴", "due"),
        Figure::Paid => lang.pick("已缴本金", "principal paid"),
        Figure::Owed => lang.pick("欠缴本金", "principal owed"),
        Figure::Deferred => lang.pick("缓缴", "deferred"),
        Figure::WrittenOff => lang.pick("核销", "written off"),
        Figure::Fee => lang.pick("滞纳金", "late fee"),
        Figure::FeeOwed => lang.pick("未缴滞纳金", "fee owed"),
        Figure::Unallocated => lang.pick("未分配", "unallocated"),
    }
}

/// One figure a correction changed.
pub fn change(change: &Change, lang: Lang) -> String {
    let place = change.item.map_or(String::new(), |(month, who, _)| format!(" {month} {}", portion(who, lang)));
    let (before, after) = (change.before.grouped(), change.after.grouped());
    let what = figure(change.figure, lang);
    match lang {
        Lang::Zh => format!("更正 {}{place}：{what} {before} → {after}", change.code),
        Lang::En => format!("corrected {}{place}: {what} {before} → {after}", change.code),
    }
}

/// Rows of a registry file that cannot be taken.
pub fn rejected(rejected: u64, rows: u64, refused: bool, lang: Lang) -> String {
    match (lang, refused) {
        (Lang::Zh, true) => {
            format!(
                "{rows} 行中有 {rejected} 行不能收，整个文件没有入账；改正后重新导入，或加 --take-good 先收其余各行。"
            )
        }
        (Lang::Zh, false) => format!("{rows} 行中收了 {} 行，退回 {rejected} 行。", rows - rejected),
        (Lang::En, true) => format!(
            "{rejected} of {rows} rows cannot be taken, so nothing of the file was; correct and import again, or add --take-good to take the others first."
        ),
        (Lang::En, false) => format!("{} of {rows} rows were taken, {rejected} left.", rows - rejected),
    }
}

/// The counting line of a registry file that was taken.
pub fn counts(report: &FileReport, lang: Lang) -> String {
    let FileReport { rows_read, imported, known, changed, quarantined, .. } = report;
    match lang {
        Lang::Zh => {
            format!("读入 {rows_read} 行 = 新增 {imported} + 已有 {known} + 更正 {changed} + 退回 {quarantined}")
        }
        Lang::En => {
            format!("{rows_read} rows read = {imported} new + {known} known + {changed} corrected + {quarantined} left")
        }
    }
}

/// How many of a list are shown.
pub fn shown_of(shown: usize, all: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("共 {all} 户，列出 {shown} 户。"),
        Lang::En => format!("{shown} of {all} employers are listed."),
    }
}

/// How many employers owe something, as of a date.
pub fn owing(employers: u64, as_of: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("截至 {as_of}，欠费单位 {employers} 户。"),
        Lang::En => format!("As of {as_of}, {employers} employers owe something."),
    }
}

/// Where a row stands: file and line, and how often it was corrected.
pub fn version(version: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第 {version} 版"),
        Lang::En => format!("version {version}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_code_is_told_with_place_and_cure_in_both_languages() {
        let fault = CodeFault::Check { position: 18, found: 'B', expected: 'A' };
        assert_eq!(code_fault(fault, Lang::Zh), "第 18 位校验码应为“A”，现为“B”");
        assert!(code_fault(CodeFault::Character { position: 5, found: 'O' }, Lang::En).contains("position 5"));
        assert!(code_fault(CodeFault::Birth(20_010_229), Lang::Zh).contains("20010229"));
    }
}
