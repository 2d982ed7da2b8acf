//! `sanhe exceptions show|decide|undo`: working one difference, or all of the same cause.

use clap::builder::PossibleValue;
use serde_json::{Value, json};

use crate::cli::backend::{self, DecideOptions};
use crate::cli::context::{Context, parse_day};
use crate::cli::failure::{Answer, Exit, Failure};
use crate::cli::json as answers;
use crate::cli::table::clean;
use crate::domain::day::BusinessDay;
use crate::domain::decision::Verb;
use crate::text::commands::CommandWord;
use crate::text::lang::Lang;
use crate::text::{messages, terms};
use crate::tui::desk::{CaseView, Deciding, DecisionPreview};

/// What a word on the command line asks for.
#[derive(Clone, Copy, Debug)]
struct Choice(Verb);

impl clap::ValueEnum for Choice {
    fn value_variants<'a>() -> &'a [Self] {
        const VERBS: [Choice; 8] = [
            Choice(Verb::Accept),
            Choice(Verb::Link),
            Choice(Verb::Split),
            Choice(Verb::Reject),
            Choice(Verb::Label),
            Choice(Verb::Waive),
            Choice(Verb::Assign),
            Choice(Verb::Carry),
        ];
        &VERBS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.code()).help(terms::verb(self.0, Lang::En)))
    }
}

/// Arguments of `sanhe exceptions show`.
#[derive(clap::Args, Debug)]
pub(super) struct ShowArgs {
    /// Key of the difference, or at least its first four digits
    #[arg(value_name = "KEY")]
    key: String,
}

/// Arguments of `sanhe exceptions decide`.
#[derive(clap::Args, Debug)]
pub(super) struct DecideArgs {
    /// What to do
    #[arg(value_name = "VERB")]
    verb: Choice,
    /// Keys of the differences, or at least their first four digits
    #[arg(value_name = "KEY", required = true)]
    keys: Vec<String>,
    /// Which proposal to accept or reject, counted from 1
    #[arg(long, value_name = "N", default_value_t = 1)]
    proposal: usize,
    /// Counterpart to link, by the key of its difference; several to split over
    #[arg(long = "with", value_name = "KEY")]
    with: Vec<String>,
    /// Operator to assign to
    #[arg(long = "to", value_name = "OPERATOR", default_value = "")]
    person: String,
    /// Day to carry to
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    until: Option<BusinessDay>,
    /// Why (label and waive need it)
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Refuse unless the difference is still of this version (see show)
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    /// Take every open difference of the same class and cause
    #[arg(long, conflicts_with_all = ["with", "version"])]
    alike: bool,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

/// Arguments of `sanhe exceptions undo`.
#[derive(clap::Args, Debug)]
pub(super) struct UndoArgs {
    /// Key of the difference whose last decision is undone
    #[arg(value_name = "KEY", required_unless_present = "fact")]
    key: Option<String>,
    /// Number of the decision in the journal
    #[arg(long, value_name = "NUMBER", conflicts_with = "key")]
    fact: Option<i64>,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

/// Shows one difference.
pub(super) fn show(context: &Context, args: &ShowArgs) -> Result<Answer, Failure> {
    let view = backend::case_view(context, &args.key)?;
    Ok(Answer::new(context, Exit::Done, || view_json(&view, context.lang), || view_text(&view, context.lang)))
}

/// Decides.
pub(super) fn decide(context: &Context, args: &DecideArgs) -> Result<Answer, Failure> {
    let cases = args.keys.iter().map(|key| (key.clone(), args.version.clone())).collect();
    let deciding = Deciding {
        verb: args.verb.0,
        cases,
        proposal: args.proposal,
        others: Vec::new(),
        person: args.person.clone(),
        to: args.until,
        reason: args.reason.clone(),
    };
    let options = DecideOptions { deciding, with: args.with.clone(), alike: args.alike, dry_run: args.dry_run };
    let done = backend::decide(context, &options)?;
    let exit = if args.dry_run && !done.refused.is_empty() { Exit::Refused } else { Exit::Done };
    let text = || done_text(&done, args.dry_run, context.lang);
    Ok(Answer::new(context, exit, || done_json(&done, args.dry_run), text))
}

/// Undoes.
pub(super) fn undo(context: &Context, args: &UndoArgs) -> Result<Answer, Failure> {
    let undoing = match (&args.key, args.fact) {
        (Some(key), _) => Ok(key.as_str()),
        (None, fact) => Err(fact.unwrap_or(0)),
    };
    let (verb, count, fact) = backend::undo(context, undoing, &args.reason)?;
    let text = || format!("{}\n", messages::decision_undone(verb, count, fact, context.lang));
    let keys = || answers::answer([("undone", json!({ "fact": fact, "verb": verb.code(), "cases": count }))]);
    Ok(Answer::new(context, Exit::Done, keys, text))
}

fn view_json(view: &CaseView, lang: Lang) -> Value {
    let actions =
        answers::list(&view.actions, |action| json!({ "verb": action.verb.code(), "refusal": action.refusal }));
    answers::answer([("exception", answers::exception(&view.case, lang)), ("actions", actions)])
}

fn view_text(view: &CaseView, lang: Lang) -> String {
    let mut text = super::block(&view.case, lang);
    for (number, proposal) in (1..).zip(&view.proposals) {
        text.push_str(&format!("    {number}. {}\n", clean(proposal)));
    }
    text.push_str(&format!("    {} {}\n", CommandWord::Version.in_lang(lang), view.version));
    for action in &view.actions {
        let verb = format!("{} {}", action.verb.code(), terms::verb(action.verb, lang));
        match &action.refusal {
            None => text.push_str(&format!("    + {verb}\n")),
            Some(refusal) => text.push_str(&format!("    - {verb}{}{refusal}\n", lang.pick("：", ": "))),
        }
    }
    text
}

fn done_json(done: &DecisionPreview, dry_run: bool) -> Value {
    answers::answer([
        ("verb", json!(done.verb.code())),
        ("written", json!(!dry_run)),
        ("cases", answers::list(&done.taken, |(key, _)| json!(key))),
        ("sum", answers::amount(done.sum)),
        ("refused", answers::list(&done.refused, |(key, why)| json!({ "key": key, "reason": why }))),
    ])
}

fn done_text(done: &DecisionPreview, dry_run: bool, lang: Lang) -> String {
    let sum = done.sum.grouped();
    let mut text = format!("{}\n", messages::decision_done(done.verb, done.taken.len(), &sum, dry_run, lang));
    for (_, why) in &done.refused {
        text.push_str(&format!("  - {}\n", clean(why)));
    }
    text
}
