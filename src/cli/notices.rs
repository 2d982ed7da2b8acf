//! `sanhe notices`: papers to employers in batches: preview, freeze and number, list, render, lint.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::backend::{self, BatchLine, NoticeForm, NoticeLine, NoticesReady};
use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::text::notice::{self as words, NoticeWord};

/// Arguments of `sanhe notices`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

/// What to do.
#[derive(clap::Subcommand, Debug)]
enum Verb {
    /// Who would get a paper, and who would not and why; nothing is written
    Preview(Asked),
    /// Freeze the batch and number it, in one act
    Freeze(Asked),
    /// The batches on record
    List {
        /// In JSON every row of every notice as well
        #[arg(long)]
        rows: bool,
    },
    /// Write a batch into a folder; what is there already stays
    Render {
        /// Its number
        #[arg(value_name = "BATCH")]
        batch: i64,
        /// The folder
        #[arg(long, value_name = "FOLDER")]
        dir: PathBuf,
        /// text, pdf or contacts
        #[arg(long, value_name = "FORM", default_value = "text", value_parser = parse_form)]
        form: NoticeForm,
        /// Font with Han characters for PDF; else $SANHE_FONT, else one found on the system
        #[arg(long, value_name = "FILE", env = "SANHE_FONT", hide_env_values = true)]
        font: Option<PathBuf>,
    },
    /// Check a template for every field the law asks for
    Lint {
        /// The template; else the one in force
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Whose paper
        #[arg(long, value_name = "CODE", default_value = "notice")]
        step: String,
    },
}

/// A batch asked for.
#[derive(clap::Args, Debug)]
struct Asked {
    /// Credit codes, numbers, or whole names; every employer when none is named
    #[arg(value_name = "EMPLOYER")]
    employers: Vec<String>,
    /// Whose paper: notice or demand
    #[arg(long, value_name = "CODE", default_value = "notice")]
    step: String,
    /// Why money that lies unallocated shall not stand in the way
    #[arg(long, value_name = "REASON", default_value = "")]
    override_unallocated: String,
}

fn parse_form(text: &str) -> Result<NoticeForm, String> {
    match text {
        "text" => Ok(NoticeForm::Text),
        "pdf" => Ok(NoticeForm::Pdf),
        "contacts" => Ok(NoticeForm::Contacts),
        _ => Err("write text, pdf or contacts".into()),
    }
}

/// Does it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let lang = context.lang;
    match &args.verb {
        Verb::Preview(asked) => {
            let made = backend::notices_preview(context, &asked.step, &asked.employers, &asked.override_unallocated)?;
            let exit = if made.ready.is_empty() { Exit::Refused } else { Exit::Done };
            Ok(Answer::new(context, exit, || preview_json(&made), || preview_words(&made, lang)))
        }
        Verb::Freeze(asked) => {
            let made = backend::notices_freeze(context, &asked.step, &asked.employers, &asked.override_unallocated)?;
            let words = || {
                let number = |one: Option<&NoticeLine>| one.map_or_else(String::new, |one| one.number.clone());
                let (first, last) = (number(made.notices.first()), number(made.notices.last()));
                words::frozen(made.batch, &first, &last, made.notices.len(), lang)
            };
            Ok(Answer::new(context, Exit::Done, || batch_json(&made, false), words))
        }
        Verb::List { rows } => {
            let batches = backend::notices_list(context)?;
            let json = || answers::answer([("batches", answers::list(&batches, |batch| batch_json(batch, *rows)))]);
            Ok(Answer::new(context, Exit::Done, json, || list_words(&batches, lang)))
        }
        Verb::Render { batch, dir, form, font } => {
            let (written, there) = backend::notices_render(context, *batch, dir, *form, font.as_deref())?;
            let folder = dir.display().to_string();
            let json = || answers::answer([("written", json!(written)), ("there", json!(there))]);
            Ok(Answer::new(context, Exit::Done, json, || words::rendered(written, there, &folder, lang)))
        }
        Verb::Lint { file, step } => {
            let shown = backend::notices_lint(context, step, file.as_deref())?;
            Ok(Answer::new(context, Exit::Done, || answers::answer([("ok", json!(shown))]), || format!("ok {shown}")))
        }
    }
}

fn preview_json(made: &NoticesReady) -> Value {
    let ready = |one: &(String, String, Money, Money)| json!({ "code": one.0, "name": one.1, "owed": answers::amount(one.2), "fee": answers::amount(one.3) });
    let left = |one: &(String, String, String)| json!({ "code": one.0, "name": one.1, "why": one.2 });
    answers::answer([("ready", answers::list(&made.ready, ready)), ("left", answers::list(&made.left, left))])
}

fn preview_words(made: &NoticesReady, lang: Lang) -> String {
    let mut text = String::new();
    if made.ready.is_empty() {
        text.push_str(&format!("{}\n", NoticeWord::NothingReady.in_lang(lang)));
    } else {
        let mut table = Table::new([
            (NoticeWord::Employer.in_lang(lang), Align::Left),
            (NoticeWord::Owed.in_lang(lang), Align::Right),
            (NoticeWord::Fee.in_lang(lang), Align::Right),
        ]);
        for (_, name, owed, fee) in &made.ready {
            table.row([name.clone(), owed.grouped(), fee.grouped()]);
        }
        text.push_str(&table.render());
    }
    if !made.left.is_empty() {
        let headings = [NoticeWord::Employer, NoticeWord::Why].map(|word| (word.in_lang(lang), Align::Left));
        let mut table = Table::new(headings);
        made.left.iter().for_each(|(_, name, why)| table.row([name.clone(), why.clone()]));
        text.push_str(&format!("\n{}", table.render()));
    }
    let owed: Money = made.ready.iter().map(|one| one.2).sum();
    let fee: Money = made.ready.iter().map(|one| one.3).sum();
    let line = words::batch_line(made.ready.len(), &owed.grouped(), &fee.grouped(), made.left.len(), lang);
    format!("{text}\n{line}\n")
}

fn batch_json(batch: &BatchLine, rows: bool) -> Value {
    let row = |row: &(String, String, String, Money)| json!({ "line": row.0, "month": row.1, "portion": row.2, "due": answers::amount(row.3) });
    let notice = |one: &NoticeLine| {
        let mut notice = json!({
            "number": one.number,
            "code": one.code,
            "name": one.name,
            "owed": answers::amount(one.sums.0),
            "fee": answers::amount(one.sums.1),
        });
        if rows {
            notice["items"] = answers::list(&one.rows, row);
        }
        notice
    };
    // On its own line of a list, or the whole answer.
    json!({
        "schema": 1,
        "batch": batch.batch,
        "step": batch.step,
        "made_on": batch.made_on,
        "notices": answers::list(&batch.notices, notice),
    })
}

fn list_words(batches: &[BatchLine], lang: Lang) -> String {
    if batches.is_empty() {
        return NoticeWord::NoBatch.in_lang(lang).to_string();
    }
    let left = [NoticeWord::Batch, NoticeWord::Step, NoticeWord::MadeOn, NoticeWord::Number];
    let right = [NoticeWord::Count, NoticeWord::Owed, NoticeWord::Fee];
    let left = left.map(|word| (word.in_lang(lang), Align::Left));
    let mut table = Table::new(left.into_iter().chain(right.map(|word| (word.in_lang(lang), Align::Right))));
    for batch in batches {
        let numbers =
            [batch.notices.first(), batch.notices.last()].into_iter().flatten().map(|one| one.number.as_str());
        let (owed, fee): (Money, Money) =
            (batch.notices.iter().map(|one| one.sums.0).sum(), batch.notices.iter().map(|one| one.sums.1).sum());
        table.row([
            batch.batch.to_string(),
            batch.step.clone(),
            batch.made_on.clone(),
            numbers.collect::<Vec<_>>().join(" … "),
            batch.notices.len().to_string(),
            owed.grouped(),
            fee.grouped(),
        ]);
    }
    table.render()
}
