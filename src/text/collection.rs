//! Words and sentences of collection work: calls, promises, and whether money came.

use crate::domain::collection::call::{Call, Pledge};
use crate::domain::collection::policy::CallResult;
use crate::domain::collection::promise::{Judged, Promise, PromiseState};
use crate::text::lang::Lang;
use crate::words;

words! {
    /// Headings and short words of collection work.
    pub enum CollectionWord {
        Call: "催缴记录" | "Call",
        CalledOn: "日期" | "Date",
        Employer: "单位" | "Employer",
        Officer: "经办" | "By",
        Result: "结果" | "Result",
        Person: "接听人" | "Spoke to",
        Note: "备注" | "Note",
        NextOn: "下次联系" | "Next contact",
        Promise: "承诺" | "Promise",
        PromiseNo: "承诺号" | "No.",
        Promised: "承诺金额" | "Promised",
        PayOn: "承诺日" | "Pay by",
        Received: "已到账" | "Received",
        GraceUntil: "宽限至" | "Grace until",
        State: "状态" | "State",
        Made: "承诺于" | "Made on",
        Versions: "变更" | "Changes",
        Reason: "原因" | "Reason",
        NoCalls: "还没有催缴记录。" | "No call was logged yet.",
        NoPromises: "没有符合条件的承诺。" | "No promise fits.",
        Code: "代码" | "Code",
    }
}

/// 催缴结果.
pub fn result(result: &CallResult, lang: Lang) -> &str {
    lang.pick(&result.zh, &result.en)
}

/// 承诺状态.
pub const fn promise_state(state: PromiseState, lang: Lang) -> &'static str {
    match state {
        PromiseState::Open => lang.pick("未到期", "open"),
        PromiseState::Kept => lang.pick("已兑现", "kept"),
        PromiseState::Part => lang.pick("部分兑现", "part"),
        PromiseState::Broken => lang.pick("未兑现", "broken"),
        PromiseState::Withdrawn => lang.pick("已撤回", "withdrawn"),
    }
}

/// A promise in one line: how much by when, and what came.
pub fn promise(judged: &Judged, lang: Lang) -> String {
    let (pledge, state) = (&judged.promise.pledge, promise_state(judged.state, lang));
    let (amount, received) = (pledge.amount.grouped(), judged.received.grouped());
    let mut text = match lang {
        Lang::Zh => format!("承诺 {} 前付 {amount}，{state}", pledge.pay_on),
        Lang::En => format!("promised {amount} by {}: {state}", pledge.pay_on),
    };
    if judged.state == PromiseState::Part || (judged.state == PromiseState::Open && !judged.received.is_zero()) {
        text.push_str(&match lang {
            Lang::Zh => format!("，已到账 {received}"),
            Lang::En => format!(", {received} received"),
        });
    }
    if let (PromiseState::Open, Some(last)) = (judged.state, judged.grace_until) {
        text.push_str(&match lang {
            Lang::Zh => format!("，宽限至 {last}"),
            Lang::En => format!(", grace until {last}"),
        });
    }
    text
}

/// A call in one line.
pub fn call(call: &Call, known: Option<&CallResult>, lang: Lang) -> String {
    let note = &call.note;
    let said = known.map_or(note.result.as_str(), |known| result(known, lang));
    let mut text = format!("{} {} {said}", call.called_on, call.actor);
    if !note.person.is_empty() {
        text.push_str(&match lang {
            Lang::Zh => format!("，接听人 {}", note.person),
            Lang::En => format!(", spoke to {}", note.person),
        });
    }
    if let Some(day) = note.next_on {
        text.push_str(&match lang {
            Lang::Zh => format!("，下次联系 {day}"),
            Lang::En => format!(", next contact {day}"),
        });
    }
    if !note.note.is_empty() {
        text.push_str(lang.pick("：", ": "));
        text.push_str(&note.note);
    }
    text
}

/// A change of a promise: what it was, who changed it and why.
pub fn promise_change(now: &Promise, was: &Pledge, actor: &str, reason: &str, lang: Lang) -> String {
    let (on, pay_on, amount) = (now.made_on, was.pay_on, was.amount.grouped());
    match (now.withdrawn, lang) {
        (true, Lang::Zh) => format!("{on} {actor} 撤回：{reason}"),
        (true, Lang::En) => format!("{on} {actor} took it back: {reason}"),
        (false, Lang::Zh) => format!("{on} {actor} 变更，原为 {pay_on} 前付 {amount}：{reason}"),
        (false, Lang::En) => format!("{on} {actor} changed it, before {amount} by {pay_on}: {reason}"),
    }
}

/// A call was logged.
pub fn call_logged(employer: &str, promise: Option<i64>, next_on: Option<&str>, lang: Lang) -> String {
    let mut text = match lang {
        Lang::Zh => format!("已记催缴：{employer}"),
        Lang::En => format!("Call logged: {employer}"),
    };
    if let Some(no) = promise {
        text.push_str(&match lang {
            Lang::Zh => format!("，承诺号 {no}"),
            Lang::En => format!(", promise number {no}"),
        });
    }
    if let Some(day) = next_on {
        text.push_str(&match lang {
            Lang::Zh => format!("，下次联系 {day}"),
            Lang::En => format!(", next contact {day}"),
        });
    }
    text.push_str(lang.pick("。", "."));
    text
}

/// A promise was changed or taken back.
pub fn promise_done(no: i64, withdrawn: bool, lang: Lang) -> String {
    match (withdrawn, lang) {
        (false, Lang::Zh) => format!("承诺 {no} 已变更，原内容留存。"),
        (false, Lang::En) => format!("Promise {no} changed; what stood there is kept."),
        (true, Lang::Zh) => format!("承诺 {no} 已撤回，原内容留存。"),
        (true, Lang::En) => format!("Promise {no} was taken back; what stood there is kept."),
    }
}
