//! `sanhe employers [find TEXT]`: employers with what they owe.

use serde_json::json;

use super::backend::{self, EmployerLine, EmployersAsk};
use super::context::{Context, parse_day};
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::arrears::registry::EmployerStatus;
use crate::domain::day::BusinessDay;
use crate::text::arrears::{self, ArrearsWord};
use crate::text::lang::Lang;

/// Arguments of `sanhe employers`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Find by a part of name, number or credit code
    #[command(subcommand)]
    find: Option<Find>,
    /// Only those of an area
    #[arg(long, global = true, value_name = "AREA")]
    area: Option<String>,
    /// Only those of an officer
    #[arg(long, global = true, value_name = "NAME")]
    officer: Option<String>,
    /// Only those of a type
    #[arg(long = "type", global = true, value_name = "TYPE")]
    kind: Option<String>,
    /// Only those of a status
    #[arg(long, global = true, value_name = "STATUS", value_parser = parse_status)]
    status: Option<EmployerStatus>,
    /// Only those that owe something
    #[arg(long, global = true)]
    owing: bool,
    /// As of this date; else today
    #[arg(long, global = true, value_name = "DAY", value_parser = parse_day)]
    as_of: Option<BusinessDay>,
    /// Most to list
    #[arg(long, global = true, value_name = "COUNT", default_value_t = 50)]
    limit: usize,
}

/// Finding.
#[derive(clap::Subcommand, Debug)]
enum Find {
    /// Find by a part of name, number or credit code
    Find {
        /// The part
        #[arg(value_name = "TEXT")]
        text: String,
    },
}

fn parse_status(text: &str) -> Result<EmployerStatus, String> {
    let known = || EmployerStatus::ALL.iter().map(|status| status.code()).collect::<Vec<_>>().join(", ");
    EmployerStatus::from_code(text).ok_or_else(|| format!("write one of {}", known()))
}

/// Lists them.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let ask = EmployersAsk {
        text: args.find.as_ref().map(|Find::Find { text }| text.clone()),
        area: args.area.clone(),
        officer: args.officer.clone(),
        kind: args.kind.clone(),
        status: args.status,
        owing: args.owing,
        limit: args.limit,
    };
    let (lines, count) = backend::employers(context, &ask, args.as_of)?;
    let as_json = || answers::answer([("count", json!(count)), ("employers", answers::list(&lines, one))]);
    Ok(Answer::new(context, Exit::Done, as_json, || listing(&lines, count, context.lang)))
}

fn one(line: &EmployerLine) -> serde_json::Value {
    let employer = &line.employer;
    json!({
        "code": employer.code.as_str(),
        "no": employer.no,
        "name": employer.name,
        "industry": employer.industry,
        "size": employer.size.code(),
        "type": employer.kind,
        "area": employer.area,
        "officer": employer.officer,
        "status": employer.status.code(),
        "owed": answers::amount(line.owed),
        "fee": answers::amount(line.fee),
        "unallocated": answers::amount(line.unallocated),
    })
}

fn listing(lines: &[EmployerLine], count: usize, lang: Lang) -> String {
    if lines.is_empty() {
        return format!("{}\n", ArrearsWord::NoEmployer.in_lang(lang));
    }
    let left = [
        ArrearsWord::CreditCode,
        ArrearsWord::No,
        ArrearsWord::Name,
        ArrearsWord::Area,
        ArrearsWord::Type,
        ArrearsWord::Status,
        ArrearsWord::Officer,
    ];
    let right = [ArrearsWord::Owed, ArrearsWord::LateFee, ArrearsWord::Unallocated];
    let heading = |word: ArrearsWord, align| (word.in_lang(lang), align);
    let left = left.map(|word| heading(word, Align::Left));
    let mut table = Table::new(left.into_iter().chain(right.map(|word| heading(word, Align::Right))));
    for line in lines {
        let employer = &line.employer;
        table.row([
            employer.code.to_string(),
            employer.no.clone(),
            employer.name.clone(),
            employer.area.clone(),
            employer.kind.clone(),
            arrears::status(employer.status, lang).to_string(),
            employer.officer.clone(),
            line.owed.grouped(),
            line.fee.grouped(),
            line.unallocated.grouped(),
        ]);
    }
    format!("{}{}\n", table.render(), arrears::shown_of(lines.len(), count, lang))
}
