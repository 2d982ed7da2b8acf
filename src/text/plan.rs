//! Words and sentences of repayment plans.

use crate::domain::collection::plan::{
    Breach, BreachBy, BreachEffect, InstalmentStanding, Plan, PlanKind, PlanStanding, PlanState,
};
use crate::text::lang::Lang;
use crate::words;

words! {
    /// Headings and short words of repayment plans.
    pub enum PlanWord {
        Plan: "还款协议" | "Repayment plan",
        PlanNo: "协议号" | "Plan",
        MadeOn: "签订日" | "Made on",
        Kind: "分期方式" | "Kind",
        Instalments: "期数" | "Instalments",
        Number: "期" | "No.",
        DueOn: "到期日" | "Due",
        Amount: "金额" | "Amount",
        Total: "合计" | "Total",
        Received: "已到账" | "Received",
        CoveredOn: "付清日" | "Paid on",
        State: "状态" | "State",
        Next: "下一期" | "Next",
        GraceUntil: "宽限至" | "Grace until",
        BreachBy: "违约情形" | "Broken by",
        Effect: "违约后果" | "Then",
        Owed: "现欠" | "Owed now",
        NoPlans: "没有还款协议。" | "There is no repayment plan.",
    }
}

/// 分期方式.
pub const fn kind(kind: PlanKind, lang: Lang) -> &'static str {
    match kind {
        PlanKind::Equal => lang.pick("等额", "equal"),
        PlanKind::Growing => lang.pick("递增", "growing"),
        PlanKind::Own => lang.pick("自定", "own"),
    }
}

/// 违约情形.
pub const fn breach_by(breach: BreachBy, lang: Lang) -> &'static str {
    match breach {
        BreachBy::Instalment => lang.pick("逾期未付一期", "a missed instalment"),
        BreachBy::NewArrears => lang.pick("新增欠费", "new arrears"),
        BreachBy::Either => lang.pick("逾期未付一期或新增欠费", "a missed instalment or new arrears"),
    }
}

/// 违约后果.
pub const fn effect(effect: BreachEffect, lang: Lang) -> &'static str {
    match effect {
        BreachEffect::RestDue => lang.pick("余额一次到期", "the rest falls due at once"),
        BreachEffect::Resume => lang.pick("恢复催缴程序", "the ladder is resumed"),
        BreachEffect::Guarantee => lang.pick("执行担保", "the guarantee is enforced"),
    }
}

/// 协议状态.
pub const fn state(state: PlanState, lang: Lang) -> &'static str {
    match state {
        PlanState::Running => lang.pick("履行中", "running"),
        PlanState::Reminding => lang.pick("将到期", "due soon"),
        PlanState::InGrace => lang.pick("宽限中", "in grace"),
        PlanState::Broken => lang.pick("已违约", "broken"),
        PlanState::Done => lang.pick("已履行", "done"),
        PlanState::Ended => lang.pick("已终止", "ended"),
    }
}

/// What broke a plan.
pub fn breach(breach: &Breach, lang: Lang) -> String {
    let (on, lacking) = (breach.on, breach.lacking.grouped());
    match (breach.instalment, lang) {
        (Some(number), Lang::Zh) => format!("第 {number} 期宽限至 {on} 未付足，差 {lacking}"),
        (Some(number), Lang::En) => format!("instalment {number} was not paid by {on}: {lacking} lacking"),
        (None, Lang::Zh) => format!("新增欠费 {lacking}（期限 {}），至 {on} 未缴", breach.missed.due_on),
        (None, Lang::En) => format!("new arrears of {lacking} (due {}) were not paid by {on}", breach.missed.due_on),
    }
}

/// A plan in one line: how many instalments of what, how it stands, what is next.
pub fn summary(plan: &Plan, standing: &PlanStanding, lang: Lang) -> String {
    let (total, received, state) = (plan.total().grouped(), standing.received.grouped(), state(standing.state, lang));
    let count = plan.instalments.len();
    let next = standing.next.map_or(String::new(), |(number, one)| match lang {
        Lang::Zh => format!("，下一期第 {number} 期 {} {}", one.due_on, one.amount.grouped()),
        Lang::En => format!("; next is {number} on {}: {}", one.due_on, one.amount.grouped()),
    });
    match lang {
        Lang::Zh => format!("#{} {count} 期共 {total}，已到账 {received}，{state}{next}", plan.no),
        Lang::En => format!("#{} {total} in {count}, {received} received, {state}{next}", plan.no),
    }
}

/// One instalment and what came of it.
pub fn instalment(number: usize, one: &InstalmentStanding, lang: Lang) -> String {
    let (due_on, amount) = (one.instalment.due_on, one.instalment.amount.grouped());
    match (one.covered_on, lang) {
        (Some(day), Lang::Zh) => format!("  第 {number} 期 {due_on} {amount}，{day} 付清"),
        (Some(day), Lang::En) => format!("  {number}: {due_on} {amount}, paid on {day}"),
        (None, Lang::Zh) => format!("  第 {number} 期 {due_on} {amount}，已到账 {}", one.received.grouped()),
        (None, Lang::En) => format!("  {number}: {due_on} {amount}, {} received", one.received.grouped()),
    }
}

/// A plan was made, or would be.
pub fn made(employer: &str, no: Option<i64>, lang: Lang) -> String {
    match (no, lang) {
        (Some(no), Lang::Zh) => format!("已签订还款协议 {no}：{employer}"),
        (Some(no), Lang::En) => format!("Repayment plan {no} made: {employer}"),
        (None, Lang::Zh) => format!("试排，未写入：{employer}"),
        (None, Lang::En) => format!("Nothing was written. It would be: {employer}"),
    }
}

/// A plan was ended.
pub fn ended(no: i64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("还款协议 {no} 已终止。"),
        Lang::En => format!("Repayment plan {no} was ended."),
    }
}
