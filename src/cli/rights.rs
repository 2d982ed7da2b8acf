//! `sanhe rights list|request|take-back`: the ledger of rights, and requests for posts until a day.

use clap::Subcommand;
use serde_json::{Value, json};

use super::backend::RightsRequest;
use super::backend::{self, RightsRow};
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::approval::people::Post;
use crate::domain::day::BusinessDay;
use crate::text::approval::{self, ApprovalWord};
use crate::text::lang::Lang;

/// Arguments of `sanhe rights`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// The ledger of rights: every post granted, from when to when, and how it stands
    List,
    /// Request posts for an operator; granted when reviewed and approved by others
    Request {
        /// For whom
        #[command(flatten)]
        asked: Asked,
        /// First day; else today
        #[arg(long, value_name = "DAY", value_parser = parse_day)]
        from: Option<BusinessDay>,
        /// Last day
        #[arg(long, value_name = "DAY", value_parser = parse_day)]
        to: BusinessDay,
    },
    /// Request that posts be taken back before their time
    TakeBack {
        /// From whom
        #[command(flatten)]
        asked: Asked,
    },
}

#[derive(clap::Args, Debug)]
struct Asked {
    /// The operator
    #[arg(value_name = "OPERATOR")]
    operator: String,
    /// Posts: business, finance, data, audit, clerk, section_head, finance_reviewer, director, rights_administrator
    #[arg(long = "post", value_name = "POST", required = true, value_delimiter = ',', value_parser = parse_post)]
    posts: Vec<Post>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

fn parse_post(text: &str) -> Result<Post, String> {
    Post::from_code(text).ok_or_else(|| Post::ALL.iter().map(|post| post.code()).collect::<Vec<_>>().join(", "))
}

/// Lists or requests.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let today = context.now.today;
    match &args.verb {
        Verb::List => {
            let rows = backend::rights(context)?;
            Ok(Answer::new(
                context,
                Exit::Done,
                || answers::answer([("rights", answers::list(&rows, |row| as_json(row, Lang::En)))]),
                || listing(&rows, context.lang),
            ))
        }
        Verb::Request { asked, from, to } => request(context, asked, (from.unwrap_or(today), *to), false),
        Verb::TakeBack { asked } => request(context, asked, (today, today), true),
    }
}

fn request(
    context: &Context,
    asked: &Asked,
    (from, to): (BusinessDay, BusinessDay),
    take_back: bool,
) -> Result<Answer, Failure> {
    let said = backend::request_rights(
        context,
        RightsRequest {
            operator: asked.operator.clone(),
            posts: asked.posts.clone(),
            from,
            to,
            take_back,
            reason: asked.reason.clone(),
        },
    )?;
    let keys = || answers::answer([("operator", json!(asked.operator)), ("said", json!(said))]);
    Ok(Answer::new(context, Exit::Done, keys, || format!("{said}\n")))
}

fn as_json(row: &RightsRow, lang: Lang) -> Value {
    json!({
        "number": row.number,
        "operator": row.operator,
        "post": row.post.code(),
        "from": row.from.to_string(),
        "to": row.to.to_string(),
        "state": row.state.in_lang(lang),
    })
}

fn listing(rows: &[RightsRow], lang: Lang) -> String {
    if rows.is_empty() {
        return format!("{}\n", ApprovalWord::NoRights.in_lang(lang));
    }
    let words = [
        ApprovalWord::Operator,
        ApprovalWord::Posts,
        ApprovalWord::From,
        ApprovalWord::To,
        ApprovalWord::State,
        ApprovalWord::Number,
    ];
    let mut table = Table::new(words.map(|word| (word.in_lang(lang), Align::Left)));
    for row in rows {
        table.row([
            row.operator.clone(),
            approval::post(row.post, lang).to_string(),
            row.from.to_string(),
            row.to.to_string(),
            row.state.in_lang(lang).to_string(),
            row.number.to_string(),
        ]);
    }
    table.render()
}
