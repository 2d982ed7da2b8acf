//! `sanhe formats new FILE`: a layout for a file that none fits, guessed, tried, corrected by hand, kept.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::backend::{self, LayoutAsked, LayoutTried, Trial};
use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::progress;
use super::table::{Align, Table, clean};
use crate::book::draft::DraftSource;
use crate::book::draft::sign_code;
use crate::book::formats::Unit;
use crate::domain::entry::{Kind, Method};
use crate::domain::import::{RowError, RowErrorCode};
use crate::text::lang::Lang;
use crate::text::layout::{self, LayoutWord};
use crate::text::{messages, terms};

/// Wrong rows told one by one; of the rest only the count by reason.
const TOLD: usize = 5;

/// Arguments of `sanhe formats new`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The file: CSV, bars between cells, XLS or XLSX
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What its rows are: his, cashier, bank, statement, employers, dues or payments
    #[arg(long, value_name = "SOURCE")]
    source: String,
    /// Name of the layout: a-z, 0-9 and -
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Line of the headings; else found
    #[arg(long, value_name = "LINE")]
    header: Option<u32>,
    /// What a column is: amount=实收款, tender.wechat=微信, -=备注 to leave it out; may be repeated
    #[arg(long = "column", value_name = "ROLE=HEADING")]
    columns: Vec<String>,
    /// What a word of the kind column means: 收=pay, 退=refund; may be repeated
    #[arg(long = "kind", value_name = "WORD=KIND")]
    kinds: Vec<String>,
    /// What a word of the method column means: 聚合=wechat, or one method alone for every row; may be repeated
    #[arg(long = "method", value_name = "WORD=METHOD")]
    methods: Vec<String>,
    /// What a word of a statement's direction column means: 1=in, 2=out; may be repeated
    #[arg(long = "direction", value_name = "WORD=WAY")]
    directions: Vec<String>,
    /// The house's account a statement belongs to, where the file does not say
    #[arg(long, value_name = "NO")]
    account: Option<String>,
    /// What money counts: yuan or fen; else a column headed (分) is in fen, or the file's total decides
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Keep it as a layout of the house, journalled
    #[arg(long)]
    save: bool,
}

/// Makes a layout.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let lang = context.lang;
    let asked = asked(args, lang)?;
    let path = clean(&args.file.display().to_string());
    match progress::watched(|progress| backend::new_layout(context, &asked, progress))? {
        Err(errors) => {
            let told = || errors.iter().map(|error| clean(&messages::row_error_line(&path, error, lang)));
            let json = || answers::answer([("errors", json!(told().collect::<Vec<_>>()))]);
            Ok(Answer::new(context, Exit::Refused, json, || told().collect::<Vec<_>>().join("\n")))
        }
        Ok(tried) => {
            let bad = tried.fault.is_some() || !tried.trial.refused.is_empty() || !tried.trial.wrong.is_empty();
            let exit = if bad { Exit::Refused } else { Exit::Done };
            Ok(Answer::new(context, exit, || as_json(&tried, &path, lang), || listing(&tried, &path, lang)))
        }
    }
}

fn asked(args: &Args, lang: Lang) -> Result<LayoutAsked, Failure> {
    let unknown = |given: &str, known: &[String]| Failure::Usage(layout::unknown_code(given, known, lang));
    let sources = ["his", "cashier", "bank", "statement", "employers", "dues", "payments"].map(str::to_string);
    let source = DraftSource::from_code(&args.source).ok_or_else(|| unknown(&args.source, &sources))?;
    let columns = pairs(&args.columns, lang)?;
    let roles = source.roles();
    if let Some((role, _)) = columns.iter().find(|(role, _)| role != "-" && !roles.contains(role)) {
        return Err(unknown(role, &roles));
    }
    let kind = |code: &str| {
        let known: Vec<String> = Kind::ALL.iter().map(|kind| kind.code().to_string()).collect();
        Kind::from_code(code).ok_or_else(|| unknown(code, &known))
    };
    let method = |code: &str| {
        let known: Vec<String> = Method::ALL.iter().map(|method| method.code().to_string()).collect();
        Method::from_code(code).ok_or_else(|| unknown(code, &known))
    };
    let unit = |given: &str| match given {
        "yuan" => Ok(Unit::Yuan),
        "fen" => Ok(Unit::Fen),
        other => Err(unknown(other, &["yuan".to_string(), "fen".to_string()])),
    };
    let (worded, whole): (Vec<String>, Vec<String>) =
        args.methods.iter().cloned().partition(|given| given.contains('='));
    let mut directions = (Vec::new(), Vec::new());
    for (word, way) in pairs(&args.directions, lang)? {
        match way.as_str() {
            "in" => directions.0.push(word),
            "out" => directions.1.push(word),
            other => return Err(unknown(other, &["in".to_string(), "out".to_string()])),
        }
    }
    let kinds = pairs(&args.kinds, lang)?.into_iter().map(|(word, code)| Ok((word, kind(&code)?)));
    let methods = pairs(&worded, lang)?.into_iter().map(|(word, code)| Ok((word, method(&code)?)));
    Ok(LayoutAsked {
        file: args.file.clone(),
        name: args.name.clone(),
        source: Some(source),
        header: args.header,
        columns,
        kinds: kinds.collect::<Result<_, Failure>>()?,
        methods: methods.collect::<Result<_, Failure>>()?,
        directions,
        method: whole.first().map(|code| method(code)).transpose()?,
        unit: args.unit.as_deref().map(unit).transpose()?,
        sign: None,
        total: None,
        account: args.account.clone(),
        save: args.save,
    })
}

fn pairs(given: &[String], lang: Lang) -> Result<Vec<(String, String)>, Failure> {
    let pair = |given: &String| {
        let (left, right) = given.split_once('=').ok_or_else(|| Failure::Usage(layout::not_a_pair(given, lang)))?;
        Ok((left.trim().to_string(), right.trim().to_string()))
    };
    given.iter().map(pair).collect()
}

fn as_json(tried: &LayoutTried, path: &str, lang: Lang) -> Value {
    let LayoutTried { draft, toml, trial, kept, fault, .. } = tried;
    let told = |errors: &[RowError]| -> Vec<String> {
        errors.iter().map(|error| messages::row_error_line(path, error, lang)).collect()
    };
    answers::answer([
        ("name", json!(draft.name)),
        ("header_line", json!(draft.header)),
        ("roles", json!(draft.roles)),
        ("lacks", json!(draft.lacks())),
        ("fault", json!(fault.as_ref().map(|fault| messages::rejection(fault, lang).0))),
        ("rows_read", json!(trial.rows_read)),
        ("taken", json!(trial.taken)),
        ("control_rows", json!(trial.control_rows)),
        ("money_in", json!(trial.moved.0.to_string())),
        ("money_out", json!(trial.moved.1.to_string())),
        ("wrong", json!(told(&trial.wrong))),
        ("refused", json!(told(&trial.refused))),
        ("layout", json!(toml)),
        ("kept", json!(kept.as_ref().map(|path| path.display().to_string()))),
    ])
}

fn listing(tried: &LayoutTried, path: &str, lang: Lang) -> String {
    let LayoutTried { draft, toml, first_rows, trial, fault, kept, .. } = tried;
    let words = [LayoutWord::Heading, LayoutWord::Role, LayoutWord::FirstRow, LayoutWord::SecondRow];
    let mut table = Table::new(words.map(|word| (word.in_lang(lang), Align::Left)));
    let cell =
        |row: usize, place: usize| clean(first_rows.get(row).and_then(|row| row.get(place)).map_or("", String::as_str));
    for (place, heading) in draft.headings.iter().enumerate().filter(|(_, heading)| !heading.is_empty()) {
        let role = draft.roles.get(heading).map_or(LayoutWord::NotRead.in_lang(lang), String::as_str);
        table.row([clean(heading), role.to_string(), cell(0, place), cell(1, place)]);
    }
    let mut lines = vec![table.render()];
    let sign = matches!(draft.source, DraftSource::Receipts(_)).then(|| sign_code(draft.sign));
    lines.push(layout::reads_by(draft.header, draft.unit == Unit::Fen, sign, lang));
    match (draft.lacks().as_slice(), fault) {
        ([], Some(fault)) => lines.push(messages::rejection(fault, lang).0),
        ([], None) => lines.extend(trial_lines(trial, path, lang)),
        (lacks, _) => lines.push(layout::lacks(lacks, lang)),
    }
    match kept {
        Some(target) => lines.push(format!("\n{} {}", target.display(), LayoutWord::Kept.in_lang(lang))),
        None => lines.push(format!("\n{toml}\n{}", LayoutWord::HowToKeep.in_lang(lang))),
    }
    lines.join("\n")
}

/// What reading gave: counts, sums, totals, and what is wrong where.
fn trial_lines(trial: &Trial, path: &str, lang: Lang) -> Vec<String> {
    let mut lines = vec![layout::read(trial.rows_read, trial.taken, trial.moved, trial.wrong.len(), lang)];
    if trial.controls.is_empty() && trial.refused.is_empty() {
        lines.push(format!("  {}", LayoutWord::Unproven.in_lang(lang)));
    }
    for control in &trial.controls {
        let mark = if control.ok { "=" } else { "≠" };
        let name = terms::control_name(&control.name, lang);
        lines.push(format!("  {name} {} {mark} {}", control.expected, control.actual));
    }
    let told = trial.refused.iter().chain(&trial.wrong).take(TOLD);
    lines.extend(told.map(|error| format!("  {}", clean(&messages::row_error_line(path, error, lang)))));
    if trial.wrong.len() > TOLD {
        let mut counts: BTreeMap<&str, (RowErrorCode, usize)> = BTreeMap::new();
        trial.wrong.iter().for_each(|error| counts.entry(error.code.code()).or_insert((error.code, 0)).1 += 1);
        lines.extend(counts.values().map(|(code, rows)| format!("  {}", layout::alike(*code, *rows, lang))));
    }
    lines
}
