//! What people decided, and what the engine proposes, in words.

use crate::domain::ageing::{Age, REMIND_AFTER_WORKING_DAYS};
use crate::domain::decision::{CaseWork, Decided, Verb};
use crate::domain::recon::Proposal;
use crate::text::lang::Lang;
use crate::text::terms;

/// 处理情况, one line each: who decided what and why, whose it is, what fell because the rows changed.
pub fn work(work: &CaseWork, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(work.age.filter(|age| age.reminder.is_some() || age.is_due).map(|age| aged(age, lang)));
    lines.extend(work.decided.as_ref().map(|one| decided(one, lang)));
    if !work.owner.is_empty() {
        lines.push(match lang {
            Lang::Zh => format!("责任人：{}", work.owner),
            Lang::En => format!("owner: {}", work.owner),
        });
    }
    lines.extend(work.lapsed.as_ref().map(|one| {
        let said = decided(one, lang);
        match lang {
            Lang::Zh => format!("原处理已失效，内容已变更，请重新处理（{said}）"),
            Lang::En => format!("an earlier decision fell because the rows changed; decide again ({said})"),
        }
    }));
    lines
}

/// 账龄 in words, with the reminder it calls for.
pub fn aged(age: Age, lang: Lang) -> String {
    let days = age.working_days;
    let mut text = match lang {
        Lang::Zh => format!("已挂 {days} 个工作日"),
        Lang::En => format!("open for {days} working day(s)"),
    };
    if let Some(after) = age.reminder {
        text.push_str(&match lang {
            Lang::Zh => format!("，满 {after} 日催办"),
            Lang::En => format!(", reminder of day {after}"),
        });
    }
    if age.is_due {
        text.push_str(lang.pick("，结转日已到", ", the day it was carried to has come"));
    }
    text
}

/// 催办: how many open differences have reached each reminder, the gravest first; empty where none has.
pub fn reminders(ages: impl Iterator<Item = Age>, lang: Lang) -> String {
    let mut counts = [0_usize; REMIND_AFTER_WORKING_DAYS.len()];
    for after in ages.filter_map(|age| age.reminder) {
        if let Some(place) = REMIND_AFTER_WORKING_DAYS.iter().position(|one| *one == after) {
            counts[place] += 1;
        }
    }
    let named = REMIND_AFTER_WORKING_DAYS.iter().zip(counts).rev().filter(|(_, count)| *count > 0);
    let named: Vec<String> = named
        .map(|(after, count)| match lang {
            Lang::Zh => format!("满{after}日 {count} 条"),
            Lang::En => format!("day {after}: {count}"),
        })
        .collect();
    if named.is_empty() { String::new() } else { format!("{} {}", lang.pick("催办", "remind"), named.join(" ")) }
}

/// 决定 in one line: day, person, what, why.
pub fn decided(one: &Decided, lang: Lang) -> String {
    let colon = lang.pick("：", ": ");
    let verb = terms::verb(one.verb, lang);
    let mut text = format!("{} {} {verb}", one.on, one.actor);
    if let Some(day) = one.to {
        text.push_str(&match lang {
            Lang::Zh => format!("至 {day}"),
            Lang::En => format!(" to {day}"),
        });
    }
    if !one.reason.is_empty() {
        text.push_str(&format!("{colon}{}", one.reason));
    }
    text
}

/// 建议 in one line: which book, amount, when, order number, and what its score is made of.
pub fn proposal(proposal: &Proposal, lang: Lang) -> String {
    let parts: Vec<String> =
        proposal.parts.iter().map(|(name, points)| format!("{} {points}", terms::score_part(name, lang))).collect();
    let order = if proposal.order_no.is_empty() { "-" } else { &proposal.order_no };
    format!(
        "{} {} {} {} {order}  {} = {}",
        terms::side(proposal.side, lang),
        proposal.amount.grouped(),
        proposal.day,
        proposal.at,
        proposal.score,
        parts.join(" + "),
    )
}

/// What was done, or with `dry_run` would be.
pub fn decision_done(verb: Verb, count: usize, sum: &str, dry_run: bool, lang: Lang) -> String {
    let verb = terms::verb(verb, lang);
    match (lang, dry_run) {
        (Lang::Zh, false) => format!("已办理：{verb} {count} 条，差额绝对值合计 {sum}。"),
        (Lang::Zh, true) => format!("试办，未写入：{verb} {count} 条，差额绝对值合计 {sum}。"),
        (Lang::En, false) => format!("Done: {verb}, {count} case(s), differences without sign {sum} in all."),
        (Lang::En, true) => {
            format!("Nothing was written. It would be: {verb}, {count} case(s), differences without sign {sum} in all.")
        }
    }
}

/// A decision was undone, with all its cases.
pub fn decision_undone(verb: Verb, count: usize, fact: i64, lang: Lang) -> String {
    let verb = terms::verb(verb, lang);
    match lang {
        Lang::Zh => format!("已撤销第 {fact} 号“{verb}”，共 {count} 条，恢复待处理。"),
        Lang::En => format!("Undone: number {fact}, {verb}, {count} case(s), open again."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reminders_are_counted_by_the_day_they_were_reached_on() {
        let age = |reminder: Option<u32>| Age { working_days: reminder.unwrap_or(0), reminder, is_due: false };
        let ages = [None, Some(1), Some(7), Some(1), Some(3)];
        let said = |lang: Lang| reminders(ages.iter().map(|one| age(*one)), lang);
        assert_eq!(said(Lang::Zh), "催办 满7日 1 条 满3日 1 条 满1日 2 条");
        assert_eq!(said(Lang::En), "remind day 7: 1 day 3: 1 day 1: 2");
        assert_eq!(reminders([age(None)].into_iter(), Lang::Zh), "");
    }
}
