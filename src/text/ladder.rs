//! The ladder in words: steps, what is in the way, service, holds, and every refusal of the chase.
//!
//! Invariant: what is refused says why and what to do, in both languages.

use crate::domain::chase::case::{Block, Gate};
use crate::domain::chase::ladder::{Condition, Ladder, Step};
use crate::domain::chase::service::{ServiceField, Way};
use crate::domain::chase::{ChaseRejection, HoldKind};
use crate::domain::day::BusinessDay;
use crate::text::lang::Lang;

/// 步骤名.
pub fn step(step: &Step, lang: Lang) -> &str {
    lang.pick(&step.zh, &step.en)
}

/// 步骤名 of a code; the code itself where the ladder no longer has it.
pub fn step_named<'l>(ladder: &'l Ladder, code: &'l str, lang: Lang) -> &'l str {
    ladder.step(code).map_or(code, |known| step(known, lang))
}

/// 送达方式.
pub const fn way(way: Way, lang: Lang) -> &'static str {
    match way {
        Way::Direct => lang.pick("直接送达", "in person"),
        Way::Left => lang.pick("留置送达", "left"),
        Way::Post => lang.pick("邮寄送达", "by post"),
        Way::Electronic => lang.pick("电子送达", "electronic"),
        Way::Entrusted => lang.pick("委托送达", "entrusted"),
        Way::PublicNotice => lang.pick("公告送达", "public notice"),
    }
}

/// 暂缓的种类.
pub const fn hold_kind(kind: HoldKind, lang: Lang) -> &'static str {
    match kind {
        HoldKind::Hold => lang.pick("暂缓催收", "on hold"),
        HoldKind::Dispute => lang.pick("异议", "disputed"),
    }
}

/// 回证的栏.
pub const fn field(field: ServiceField, lang: Lang) -> &'static str {
    match field {
        ServiceField::On => {
            lang.pick("送达日期 (不早于文书, 不晚于今天)", "date (not before the paper, not after today)")
        }
        ServiceField::Place => lang.pick("送达地点", "place"),
        ServiceField::Receiver => lang.pick("收件人", "receiver"),
        ServiceField::Capacity => lang.pick("收件人身份", "receiver's capacity"),
        ServiceField::Refusal => lang.pick("拒收事由", "reason of refusal"),
        ServiceField::Servers => lang.pick("送达人两名", "two servers"),
        ServiceField::Witnesses => lang.pick("见证人两名或录像", "two witnesses or a film"),
        ServiceField::Reference => lang.pick("邮件号或公告载体", "postal number or where it was published"),
        ServiceField::Consent => lang.pick("同意电子送达的凭据", "consent to electronic service"),
        ServiceField::Entrusted => lang.pick("受托机关", "entrusted body"),
        ServiceField::Reason => lang.pick("退回事由", "why it came back"),
    }
}

/// 岗位 that may act.
pub fn post(code: &str, lang: Lang) -> &str {
    match code {
        "clerk" => lang.pick("经办", "clerk"),
        "section_head" => lang.pick("科长", "section head"),
        "finance" => lang.pick("财务复核", "finance reviewer"),
        "director" => lang.pick("主任", "director"),
        other => other,
    }
}

/// 为何不能, as a short clause.
pub fn block(block: &Block, ladder: &Ladder, lang: Lang) -> String {
    let name = |code: &str| ladder.step(code).map_or_else(|| code.to_string(), |known| step(known, lang).to_string());
    match lang {
        Lang::Zh => block_zh(block, name),
        Lang::En => block_en(block, name),
    }
}

fn block_zh(block: &Block, name: impl Fn(&str) -> String) -> String {
    match block {
        Block::NothingOwed => "没有欠费".into(),
        Block::Held(until) => format!("暂缓至 {until}"),
        Block::Predecessor(code) => format!("“{}”未办", name(code)),
        Block::NotServed(code) => format!("“{}”的文书未送达", name(code)),
        Block::Condition(Condition::Disputed) => "没有已确认的异议".into(),
        Block::Condition(Condition::Bankrupt) => "未受理破产".into(),
        Block::Condition(Condition::NotBankrupt) => "已受理破产, 只能申报债权".into(),
        Block::Barred(code) => format!("已办“{}”", name(code)),
        Block::Runs(until) => format!("期限到 {until} 才满"),
        Block::Late(until) => format!("最迟应在 {until} 前办"),
        Block::Calendar(year) => format!("{year} 年放假安排未登记, 期限算不出"),
    }
}

fn block_en(block: &Block, name: impl Fn(&str) -> String) -> String {
    match block {
        Block::NothingOwed => "nothing is owed".into(),
        Block::Held(until) => format!("on hold to {until}"),
        Block::Predecessor(code) => format!("\"{}\" is not done", name(code)),
        Block::NotServed(code) => format!("the paper of \"{}\" is not served", name(code)),
        Block::Condition(Condition::Disputed) => "no dispute is confirmed".into(),
        Block::Condition(Condition::Bankrupt) => "no bankruptcy was accepted".into(),
        Block::Condition(Condition::NotBankrupt) => "a bankruptcy was accepted: only a claim can be filed".into(),
        Block::Barred(code) => format!("\"{}\" was done", name(code)),
        Block::Runs(until) => format!("a period runs to {until}"),
        Block::Late(until) => format!("it had to be done by {until}"),
        Block::Calendar(year) => format!("the days off of {year} are not on record, so a period cannot be told"),
    }
}

/// How a step stands, in one line.
pub fn gate(gate: &Gate, today: BusinessDay, ladder: &Ladder, lang: Lang) -> String {
    match (gate, lang) {
        (Gate::Done { on, served_on, deadline }, Lang::Zh) => {
            let served = served_on.map_or(String::new(), |day| format!(" 送达 {day}"));
            let until = deadline.map_or(String::new(), |day| format!(" 期限 {day}"));
            format!("已办 {on}{served}{until}")
        }
        (Gate::Done { on, served_on, deadline }, Lang::En) => {
            let served = served_on.map_or(String::new(), |day| format!(", served {day}"));
            let until = deadline.map_or(String::new(), |day| format!(", time to {day}"));
            format!("done {on}{served}{until}")
        }
        (Gate::Open { by, until, .. }, Lang::Zh) => {
            let late = by.filter(|by| today > *by).map_or("", |_| " (已逾期)");
            let by = by.map_or(String::new(), |day| format!(", 应于 {day} 前办{late}"));
            let until = until.map_or(String::new(), |day| format!(", 最迟 {day}"));
            format!("可办{by}{until}")
        }
        (Gate::Open { by, until, .. }, Lang::En) => {
            let late = by.filter(|by| today > *by).map_or("", |_| " (overdue)");
            let by = by.map_or(String::new(), |day| format!(", due by {day}{late}"));
            let until = until.map_or(String::new(), |day| format!(", {day} at the latest"));
            format!("can be done{by}{until}")
        }
        (Gate::Shut(blocks), _) => {
            let said: Vec<String> = blocks.iter().map(|one| block(one, ladder, lang)).collect();
            format!("{}: {}", lang.pick("不能办", "not now"), said.join(lang.pick("; ", "; ")))
        }
    }
}

/// A refusal of the chase: sentence and cure.
pub fn rejection(rejection: &ChaseRejection, lang: Lang) -> (String, String) {
    match lang {
        Lang::Zh => chinese(rejection),
        Lang::En => english(rejection),
    }
}

fn chinese(rejection: &ChaseRejection) -> (String, String) {
    let (sentence, cure) = match rejection {
        ChaseRejection::StepUnknown(code) => {
            (format!("催缴阶梯里没有可办的步骤“{code}”。"), "用 sanhe chase steps 查看全部步骤。")
        }
        ChaseRejection::StepShut { employer, step, blocks } => {
            let said: Vec<String> = blocks.iter().map(|one| block_zh(one, str::to_string)).collect();
            (
                format!("{employer} 现在不能办 {step}: {}。", said.join("; ")),
                "先办前置的步骤并登记送达, 期限届满后再办。",
            )
        }
        ChaseRejection::StepDay(on) => (format!("办理日期 {on} 还没有到。"), "写实际办理的日期, 不晚于今天。"),
        ChaseRejection::StepDone { employer, step, on } => {
            (format!("{employer} 的 {step} 已在 {on} 办过。"), "用 sanhe chase status 查看下一步。")
        }
        ChaseRejection::PaperUnknown(what) => {
            (format!("没有可登记送达的文书: {what}。"), "核对单位、步骤或文号; 已送达的文书不重复登记。")
        }
        ChaseRejection::ReceiptLacks(fields) => {
            let said: Vec<&str> = fields.iter().map(|one| field(*one, Lang::Zh)).collect();
            (format!("送达回证缺: {}。", said.join("、")), "按送达方式补齐后再登记。")
        }
        ChaseRejection::HoldUnknown(seq) => (
            format!("没有可办的暂缓或异议 {seq} 号。"),
            "用 sanhe chase status 查看编号; 已确认、已解除或过期的不再办理。",
        ),
        ChaseRejection::HoldIncomplete => {
            ("暂缓或异议要有原因, 到期日在明天以后、一年以内。".into(), "补齐原因和到期日再办。")
        }
        ChaseRejection::NothingReady => ("没有一户可以出文书。".into(), "用 sanhe notices preview 看每户不出的原因。"),
        ChaseRejection::SecondPerson(name) => (format!("由 {name} 提出, 确认须另一人。"), "请另一名操作员确认。"),
    };
    (sentence, cure.to_string())
}

fn english(rejection: &ChaseRejection) -> (String, String) {
    let (sentence, cure) = match rejection {
        ChaseRejection::StepUnknown(code) => {
            (format!("The ladder has no step \"{code}\" that can be taken."), "`sanhe chase steps` lists every step.")
        }
        ChaseRejection::StepShut { employer, step, blocks } => {
            let said: Vec<String> = blocks.iter().map(|one| block_en(one, str::to_string)).collect();
            (
                format!("{step} cannot be done for {employer} now: {}.", said.join("; ")),
                "Do what comes before it, record its service, and wait until the period has ended.",
            )
        }
        ChaseRejection::StepDay(on) => {
            (format!("The day {on} has not come yet."), "Give the day it was done, not later than today.")
        }
        ChaseRejection::StepDone { employer, step, on } => {
            (format!("{step} was done for {employer} on {on}."), "`sanhe chase status` shows what comes next.")
        }
        ChaseRejection::PaperUnknown(what) => (
            format!("There is no paper to be served: {what}."),
            "Check employer, step or number; a paper served is not recorded again.",
        ),
        ChaseRejection::ReceiptLacks(fields) => {
            let said: Vec<&str> = fields.iter().map(|one| field(*one, Lang::En)).collect();
            (format!("The receipt lacks: {}.", said.join(", ")), "Fill in what this way of service asks for.")
        }
        ChaseRejection::HoldUnknown(seq) => (
            format!("There is no hold {seq} to be worked on."),
            "`sanhe chase status` shows the numbers; one confirmed, released or over is not worked on again.",
        ),
        ChaseRejection::HoldIncomplete => {
            ("A hold has a reason and ends after today and within a year.".into(), "Give the reason and the last day.")
        }
        ChaseRejection::NothingReady => {
            ("No employer is ready for the paper.".into(), "`sanhe notices preview` says why for each.")
        }
        ChaseRejection::SecondPerson(name) => {
            (format!("{name} asked for it; another person must confirm it."), "Ask another operator to confirm.")
        }
    };
    (sentence, cure.to_string())
}
