//! `sanhe approvals list|show|approve|return|refuse|withdraw`: what waits for approval, and the decision.

use clap::Subcommand;
use serde_json::{Value, json};

use super::backend;
use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table, clean};
use crate::domain::approval::{Stage, Verdict};
use crate::domain::day::BusinessDay;
use crate::text::approval::{self, ApprovalWord};
use crate::text::lang::Lang;
use crate::tui::approvals::{ApprovalDeciding, ApprovalRow, ApprovalView};

/// Arguments of `sanhe approvals`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// List what waits for approval, and why you cannot approve it where you cannot
    List {
        /// Also what was approved, returned, refused or withdrawn
        #[arg(long)]
        all: bool,
        /// Only what you can approve
        #[arg(long)]
        mine: bool,
    },
    /// Show one: what is to be approved, its chain, who did what
    Show(Which),
    /// Approve the step it waits for
    Approve(Deciding),
    /// Send it back with a reason; it may be submitted again
    Return(Deciding),
    /// Refuse it with a reason and the clause it rests on
    Refuse {
        /// What and why
        #[command(flatten)]
        deciding: Deciding,
        /// The clause the refusal rests on
        #[arg(long, value_name = "TEXT")]
        clause: String,
    },
    /// Take back what you submitted
    Withdraw(Deciding),
}

#[derive(clap::Args, Debug)]
struct Which {
    /// Number of the approval
    #[arg(value_name = "NUMBER", value_parser = clap::value_parser!(i64).range(1..))]
    number: i64,
}

#[derive(clap::Args, Debug)]
struct Deciding {
    /// Which
    #[command(flatten)]
    which: Which,
    /// Why, or your opinion
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Stand in for this operator, who named you
    #[arg(long = "for", value_name = "OPERATOR")]
    on_behalf: Option<String>,
    /// Hash of the document as `show` gave it: refused if the contents changed since
    #[arg(long, value_name = "SHA256", default_value = "")]
    seen: String,
}

/// Lists, shows or decides.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    match &args.verb {
        Verb::List { all, mine } => {
            let mut rows = backend::approvals(context, *all)?;
            rows.retain(|row| !mine || row.refusal.is_none());
            let today = context.now.today;
            Ok(Answer::new(
                context,
                Exit::Done,
                || answers::answer([("approvals", answers::list(&rows, as_json))]),
                || listing(&rows, today, context.lang),
            ))
        }
        Verb::Show(which) => {
            let view = backend::approval(context, which.number)?;
            Ok(Answer::new(context, Exit::Done, || view_json(&view), || view_text(&view, context.lang)))
        }
        Verb::Approve(deciding) => decide(context, deciding, Verdict::Approve, ""),
        Verb::Return(deciding) => decide(context, deciding, Verdict::Return, ""),
        Verb::Refuse { deciding, clause } => decide(context, deciding, Verdict::Refuse, clause),
        Verb::Withdraw(deciding) => decide(context, deciding, Verdict::Withdraw, ""),
    }
}

fn decide(context: &Context, asked: &Deciding, verdict: Verdict, clause: &str) -> Result<Answer, Failure> {
    let deciding = ApprovalDeciding {
        number: asked.which.number,
        verdict,
        seen: asked.seen.clone(),
        reason: asked.reason.clone(),
        clause: clause.to_string(),
    };
    let said = backend::decide_approval(context, &deciding, asked.on_behalf.as_deref())?;
    let keys = || answers::answer([("number", json!(deciding.number)), ("said", json!(said))]);
    Ok(Answer::new(context, Exit::Done, keys, || format!("{said}\n")))
}

fn as_json(row: &ApprovalRow) -> Value {
    json!({
        "number": row.number,
        "kind": row.kind.code(),
        "title": row.title,
        "policy": row.policy,
        "amount": row.amount.to_string(),
        "round": row.round,
        "stage": row.stage.code(),
        "waits_for": row.waits_for,
        "submitted_by": row.submitted_by,
        "due_on": row.due_on.map(|day| day.to_string()),
        "sha256": row.sha256,
        "refusal": row.refusal,
    })
}

fn view_json(view: &ApprovalView) -> Value {
    let pairs = |pairs: &[(String, String)]| pairs.iter().map(|(name, text)| json!([name, text])).collect::<Vec<_>>();
    answers::answer([
        ("approval", as_json(&view.row)),
        ("facts", json!(pairs(&view.facts))),
        ("chain", json!(pairs(&view.chain))),
        ("holders", json!(view.holders)),
        ("earlier", json!(view.earlier)),
    ])
}

fn listing(rows: &[ApprovalRow], today: BusinessDay, lang: Lang) -> String {
    if rows.is_empty() {
        return format!("{}\n", ApprovalWord::NoneWaiting.in_lang(lang));
    }
    let headings = [
        (ApprovalWord::Number, Align::Right),
        (ApprovalWord::Kind, Align::Left),
        (ApprovalWord::Title, Align::Left),
        (ApprovalWord::Amount, Align::Right),
        (ApprovalWord::Step, Align::Left),
        (ApprovalWord::Submitted, Align::Left),
        (ApprovalWord::Due, Align::Left),
    ];
    let mut table = Table::new(headings.map(|(word, align)| (word.in_lang(lang), align)));
    for row in rows {
        let waits = if row.stage == Stage::Waiting { &row.waits_for } else { approval::stage(row.stage, lang) };
        table.row([
            row.number.to_string(),
            approval::subject_kind(row.kind, lang).to_string(),
            row.title.clone(),
            row.amount.grouped(),
            waits.to_string(),
            row.submitted_by.clone(),
            due(row, today, lang),
        ]);
    }
    let mut text = table.render();
    for row in rows.iter().filter(|row| row.stage == Stage::Waiting) {
        if let Some(refusal) = &row.refusal {
            text.push_str(&format!(
                "  - {} {}{}\n",
                row.number,
                lang.pick("不能由你办理：", "not yours: "),
                clean(refusal)
            ));
        }
    }
    text
}

fn due(row: &ApprovalRow, today: BusinessDay, lang: Lang) -> String {
    match row.due_on {
        Some(day) if day < today => format!("{day} {}", ApprovalWord::Overdue.in_lang(lang)),
        Some(day) => day.to_string(),
        None => "-".into(),
    }
}

fn view_text(view: &ApprovalView, lang: Lang) -> String {
    let row = &view.row;
    let kind = approval::subject_kind(row.kind, lang);
    let mut text = format!("#{} {kind} {}  {}\n", row.number, clean(&row.title), approval::stage(row.stage, lang));
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("  {name}{}{}\n", lang.pick("：", ": "), clean(value)));
        }
    };
    line(ApprovalWord::Amount.in_lang(lang), &row.amount.grouped());
    line(ApprovalWord::Policy.in_lang(lang), &row.policy);
    for (name, value) in &view.facts {
        line(name, value);
    }
    line(ApprovalWord::Document.in_lang(lang), &row.sha256);
    for (place, (post, done)) in view.chain.iter().enumerate() {
        let done = if done.is_empty() { "-" } else { done };
        line(&format!("{} {post}", place + 1), done);
    }
    if row.stage == Stage::Waiting {
        let nobody = ApprovalWord::Nobody.in_lang(lang).to_string();
        let holders = if view.holders.is_empty() { nobody } else { view.holders.join(lang.pick("、", ", ")) };
        line(ApprovalWord::Holders.in_lang(lang), &holders);
        line(ApprovalWord::Due.in_lang(lang), &row.due_on.map_or(String::new(), |day| day.to_string()));
    }
    for one in &view.earlier {
        line(ApprovalWord::History.in_lang(lang), one);
    }
    text
}
