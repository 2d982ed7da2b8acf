//! `sanhe formats`: the layouts known, with the columns each needs; `new` makes one for a file that none fits.

use clap::Subcommand;
use serde_json::{Value, json};

use super::backend::{self, FormatInfo};
use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::formats_new;
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::arrears::registry::RegistrySource;
use crate::domain::entry::Side;
use crate::text::arrears;
use crate::text::commands::CommandWord;
use crate::text::lang::Lang;
use crate::text::terms;

/// Arguments of `sanhe formats`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The list when none
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Guess a layout for a file that none fits, try it, and keep it with --save
    New(Box<formats_new::Args>),
}

/// Lists the layouts, or makes one.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    if let Some(Verb::New(args)) = &args.verb {
        return formats_new::run(context, args);
    }
    let formats = backend::formats(context)?;
    Ok(Answer::new(
        context,
        Exit::Done,
        || answers::answer([("formats", answers::list(&formats, as_json))]),
        || listing(&formats, context.lang),
    ))
}

fn as_json(format: &FormatInfo) -> Value {
    let source = format.registry.map(RegistrySource::code);
    let source = source.unwrap_or_else(|| format.side.map_or("statement", Side::code));
    json!({ "name": format.name, "source": source, "columns": format.columns })
}

fn listing(formats: &[FormatInfo], lang: Lang) -> String {
    let headings = [CommandWord::Format, CommandWord::Side, CommandWord::Columns];
    let mut table = Table::new(headings.map(|word| (word.in_lang(lang), Align::Left)));
    for format in formats {
        let source = format.registry.map(|source| arrears::source(source, lang));
        let side = source.unwrap_or_else(|| terms::source(format.side, lang)).to_string();
        table.row([format.name.clone(), side, format.columns.join(lang.pick("、", ", "))]);
    }
    table.render()
}
