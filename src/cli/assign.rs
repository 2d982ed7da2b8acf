//! `sanhe assign`: employers given to an officer in bulk, with a preview.

use serde_json::json;

use super::backend::{self, AssignAsk};
use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::arrears::registry::{Employer, SizeClass};
use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::text::worklist::{self, WorklistWord};

/// Arguments of `sanhe assign`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Credit codes, numbers, or whole names; every employer that fits when none
    #[arg(value_name = "EMPLOYER")]
    employers: Vec<String>,
    /// Officer to give them to; empty gives them back to the registry's
    #[arg(long, value_name = "OFFICER")]
    to: String,
    /// Only those of this area
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
    /// Only those of this size: large, medium, small, micro or unclassed
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    size: Option<SizeClass>,
    /// Only those this officer has now
    #[arg(long, value_name = "OFFICER")]
    officer: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Only show who would go
    #[arg(long)]
    dry_run: bool,
}

fn parse_size(text: &str) -> Result<SizeClass, String> {
    SizeClass::from_code(text).ok_or_else(|| "write large, medium, small, micro or unclassed".to_string())
}

/// Gives them away, or shows who would go.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let ask = AssignAsk {
        employers: args.employers.clone(),
        area: args.area.clone(),
        size: args.size,
        officer: args.officer.clone(),
        to: args.to.clone(),
        reason: args.reason.clone(),
        dry_run: args.dry_run,
    };
    let lines = backend::assign(context, &ask)?;
    let sum: Money = lines.iter().map(|(_, owed)| *owed).sum();
    let json = || {
        let each = |(employer, owed): &(Employer, Money)| {
            json!({ "code": employer.code.as_str(), "name": employer.name, "officer": employer.officer,
                "owed": answers::amount(*owed) })
        };
        answers::answer([
            ("to", json!(args.to)),
            ("dry_run", json!(args.dry_run)),
            ("count", json!(lines.len())),
            ("owed", answers::amount(sum)),
            ("employers", answers::list(&lines, each)),
        ])
    };
    Ok(Answer::new(context, Exit::Done, json, || {
        let told = worklist::assigned(lines.len(), &args.to, &sum.grouped(), args.dry_run, context.lang);
        format!("{told}\n{}", listing(&lines, context.lang))
    }))
}

fn listing(lines: &[(Employer, Money)], lang: Lang) -> String {
    let columns = [
        (WorklistWord::Employer, Align::Left),
        (WorklistWord::Area, Align::Left),
        (WorklistWord::Size, Align::Left),
        (WorklistWord::Officer, Align::Left),
        (WorklistWord::Owed, Align::Right),
    ];
    let mut table = Table::new(columns.map(|(word, align)| (word.in_lang(lang), align)));
    for (employer, owed) in lines {
        let size = worklist::size(employer.size, lang).to_string();
        table.row([employer.name.clone(), employer.area.clone(), size, employer.officer.clone(), owed.grouped()]);
    }
    table.render()
}
