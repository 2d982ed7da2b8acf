//! Words and sentences of today's list: why a row is there, what its place is made of, what to do next.

use crate::domain::arrears::registry::SizeClass;
use crate::domain::collection::marks::{Mark, MarkKind};
use crate::domain::collection::policy::CollectionPolicy;
use crate::domain::collection::today::{Cause, NextStep, Score, TodayRow};
use crate::text::lang::Lang;
use crate::words;

words! {
    /// Headings and short words of today's list and of marks.
    pub enum WorklistWord {
        Today: "今日清单" | "Today's list",
        Cause: "事由" | "Why",
        Employer: "单位" | "Employer",
        Owed: "欠缴本金" | "Owed",
        About: "所涉金额" | "Amount",
        On: "期限" | "Day",
        Officer: "专管员" | "Officer",
        Score: "权重" | "Weight",
        Next: "下一步" | "Next",
        Months: "账龄（月）" | "Age (months)",
        Blocked: "到龄未退休" | "Held up",
        Parts: "权重构成" | "Made of",
        NothingHere: "今天没有要办的事项; {worklist.all} 换本人或全部" | "Nothing is to be done today; {worklist.all} shows mine or all",
        Nothing: "今天没有要办的事项。" | "Nothing is to be done today.",
        Mark: "标注" | "Mark",
        Value: "内容" | "Value",
        Note: "备注" | "Note",
        KeyDebtor: "重点欠费人" | "Key debtor",
        NoneListed: "名单是空的。" | "The list is empty.",
        Total: "合计" | "Total",
        Area: "区域" | "Area",
        Size: "规模" | "Size",
    }
}

/// 缘由.
pub const fn cause(cause: Cause, lang: Lang) -> &'static str {
    match cause {
        Cause::Clock => lang.pick("法定期限", "legal clock"),
        Cause::PlanBroken => lang.pick("协议违约", "plan broken"),
        Cause::PromiseBroken => lang.pick("承诺未兑现", "promise not kept"),
        Cause::PlanInGrace => lang.pick("分期逾期，宽限中", "instalment in grace"),
        Cause::PromiseDue => lang.pick("承诺到期", "promise due"),
        Cause::PlanDue => lang.pick("分期将到期", "instalment due soon"),
        Cause::Contact => lang.pick("约定联系", "contact agreed"),
        Cause::CapNear => lang.pick("滞纳金将封顶", "fee near its cap"),
        Cause::DeferralEnding => lang.pick("缓缴将到期", "deferral ending"),
        Cause::DeferralEnded => lang.pick("缓缴到期未补缴", "deferral ended unpaid"),
        Cause::Returned => lang.pick("文书退回", "paper came back"),
        Cause::Unserved => lang.pick("文书待送达", "paper to serve"),
        Cause::HoldWaiting => lang.pick("暂缓待确认", "hold to confirm"),
        Cause::ApprovalWaiting => lang.pick("缓缴待审批", "deferral to approve"),
    }
}

/// 下一步.
pub const fn next_step(next: NextStep, lang: Lang) -> &'static str {
    match next {
        NextStep::Call => lang.pick("记催缴", "log a call"),
        NextStep::Look => lang.pick("看单位", "look at it"),
        NextStep::Plan => lang.pick("办协议", "see to the plan"),
        NextStep::Step => lang.pick("推进一步", "take the step"),
        NextStep::Serve => lang.pick("登记送达", "record its service"),
        NextStep::Confirm => lang.pick("确认暂缓", "confirm the hold"),
        NextStep::Approve => lang.pick("审批", "decide"),
    }
}

/// Why a row is not worked by this key: its own next step, where a row is chosen.
pub fn not_its_step(next: Option<NextStep>, lang: Lang) -> String {
    match (next.map(|next| next_step(next, lang)), lang) {
        (None, _) => crate::text::ui::Word::NothingChosen.in_lang(lang).to_string(),
        (Some(next), Lang::Zh) => format!("这一项的下一步是{next}"),
        (Some(next), Lang::En) => format!("the next step of this row: {next}"),
    }
}

/// Why a row is here, in one sentence with its figures.
pub fn why(row: &TodayRow, lang: Lang) -> String {
    let event = &row.event;
    let (amount, received) = (event.amount.grouped(), event.received.grouped());
    let (on, no) = (event.on, event.no);
    let step = event.step.as_ref().map_or("", |step| lang.pick(&step.zh, &step.en));
    match (event.cause, lang) {
        (Cause::Clock, Lang::Zh) => format!("可办“{step}”，期限 {on}"),
        (Cause::Clock, Lang::En) => format!("\"{step}\" can be done, its day is {on}"),
        (Cause::Returned, Lang::Zh) => format!("“{step}”的文书 {on} 退回，换地址或方式再送"),
        (Cause::Returned, Lang::En) => format!("the paper of \"{step}\" came back on {on}; serve it another way"),
        (Cause::Unserved, Lang::Zh) => format!("“{step}”的文书 {on} 已出，还没有登记送达"),
        (Cause::Unserved, Lang::En) => format!("the paper of \"{step}\" was made on {on} and is not served yet"),
        (Cause::HoldWaiting, Lang::Zh) => format!("{no} 号暂缓或异议到 {on}，须另一人确认才生效"),
        (Cause::HoldWaiting, Lang::En) => format!("hold {no}, to {on}, is in force once another person confirms it"),
        (Cause::ApprovalWaiting, Lang::Zh) => format!("缓缴审批 #{no} 等你办，金额 {amount}，{on} 前"),
        (Cause::ApprovalWaiting, Lang::En) => format!("deferral #{no} waits for you: {amount}, by {on}"),
        (Cause::PlanBroken, Lang::Zh) => format!("协议 {no} 于 {on} 违约，应付 {amount}，已到账 {received}"),
        (Cause::PlanBroken, Lang::En) => format!("plan {no} broke on {on}: {amount} due, {received} received"),
        (Cause::PromiseBroken, Lang::Zh) => format!("承诺 {no} 宽限至 {on}，应付 {amount}，已到账 {received}"),
        (Cause::PromiseBroken, Lang::En) => {
            format!("promise {no}, grace until {on}: {amount} promised, {received} received")
        }
        (Cause::PlanInGrace, Lang::Zh) => {
            format!("协议 {no} 一期未付足，宽限至 {on}，应付 {amount}，已到账 {received}")
        }
        (Cause::PlanInGrace, Lang::En) => {
            format!("an instalment of plan {no} is open, grace until {on}: {amount} due, {received} received")
        }
        (Cause::PromiseDue, Lang::Zh) => format!("承诺 {no} 约定 {on} 付 {amount}，已到账 {received}"),
        (Cause::PromiseDue, Lang::En) => format!("promise {no}: {amount} by {on}, {received} received"),
        (Cause::PlanDue, Lang::Zh) => format!("协议 {no} 一期 {on} 到期，应付 {amount}，已到账 {received}"),
        (Cause::PlanDue, Lang::En) => format!("an instalment of plan {no} is due {on}: {amount}, {received} received"),
        (Cause::Contact, Lang::Zh) => format!("约定 {on} 再联系"),
        (Cause::Contact, Lang::En) => format!("contact was agreed for {on}"),
        (Cause::CapNear, Lang::Zh) => format!("{on} 起有滞纳金封顶，涉及本金 {amount}"),
        (Cause::CapNear, Lang::En) => format!("a fee reaches its cap on {on}, principal {amount}"),
        (Cause::DeferralEnding, Lang::Zh) => format!("缓缴 {on} 到期，本金 {amount}"),
        (Cause::DeferralEnding, Lang::En) => format!("a deferral ends on {on}, principal {amount}"),
        (Cause::DeferralEnded, Lang::Zh) => format!("缓缴 {on} 到期未补缴，次日起转为欠费 {amount}"),
        (Cause::DeferralEnded, Lang::En) => format!("a deferral ended unpaid on {on}: arrears of {amount} since"),
    }
}

/// What a score is made of: recoverable amount × age × deadline × persons held up.
pub fn parts(score: &Score, lang: Lang) -> String {
    let times = |thousandths: u32| format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    let (age, deadline, blocked) = (times(score.age), times(score.deadline), times(score.blocked));
    let recoverable = score.recoverable.grouped();
    match lang {
        Lang::Zh => format!("可收回 {recoverable} × 账龄 {age} × 期限 {deadline} × 受阻人员 {blocked}"),
        Lang::En => format!("recoverable {recoverable} × age {age} × deadline {deadline} × held up {blocked}"),
    }
}

/// Whose list it is and how long.
pub fn heading(officer: Option<&str>, rows: usize, as_of: &str, lang: Lang) -> String {
    match (officer, lang) {
        (Some(officer), Lang::Zh) => format!("今日清单 {as_of}  专管员 {officer}  {rows} 项"),
        (Some(officer), Lang::En) => format!("Today's list {as_of}, officer {officer}: {rows}"),
        (None, Lang::Zh) => format!("今日清单 {as_of}  全部  {rows} 项"),
        (None, Lang::En) => format!("Today's list {as_of}, everyone's: {rows}"),
    }
}

/// 标注种类.
pub const fn mark_kind(kind: MarkKind, lang: Lang) -> &'static str {
    match kind {
        MarkKind::Watch => lang.pick("关注", "watch"),
        MarkKind::Blocked => lang.pick("到龄未退休人数", "persons held up"),
        MarkKind::Debtor => lang.pick("欠费人类型", "type of debtor"),
    }
}

/// A mark in words.
pub fn mark(mark: &Mark, policy: &CollectionPolicy, lang: Lang) -> String {
    let kind = mark_kind(mark.kind, lang);
    let named = policy.debtor_types.iter().find(|one| one.code == mark.value);
    let mut text = match (mark.kind, named) {
        (MarkKind::Watch, _) => kind.to_string(),
        (MarkKind::Debtor, Some(one)) => lang.pick(&one.zh, &one.en).to_string(),
        (MarkKind::Blocked | MarkKind::Debtor, _) => format!("{kind} {}", mark.value),
    };
    if !mark.note.is_empty() {
        text.push_str(&match lang {
            Lang::Zh => format!("（{}）", mark.note),
            Lang::En => format!(" ({})", mark.note),
        });
    }
    text
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

/// Employers were given to an officer, or would be.
pub fn assigned(count: usize, officer: &str, sum: &str, dry_run: bool, lang: Lang) -> String {
    let to = if officer.is_empty() { lang.pick("登记的专管员", "the registry's officer") } else { officer };
    match (dry_run, lang) {
        (false, Lang::Zh) => format!("已将 {count} 户指派给 {to}，欠缴本金合计 {sum}。"),
        (false, Lang::En) => format!("{count} employer(s) given to {to}, {sum} owed in all."),
        (true, Lang::Zh) => format!("试办，未写入：将 {count} 户指派给 {to}，欠缴本金合计 {sum}。"),
        (true, Lang::En) => format!("Nothing was written. {count} employer(s) would go to {to}, {sum} owed in all."),
    }
}

/// Employers were marked.
pub fn marked(count: usize, kind: MarkKind, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已标注 {count} 户：{}。", mark_kind(kind, lang)),
        Lang::En => format!("{count} employer(s) marked: {}.", mark_kind(kind, lang)),
    }
}

/// A line of a file of marks that cannot be read.
pub fn mark_line_wrong(line: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第 {line} 行应为“统一社会信用代码,人数”，整个文件没有标注。改正该行后重试。"),
        Lang::En => {
            format!("Line {line} should be \"credit code,persons\"; nothing was marked. Mend it and try again.")
        }
    }
}
