//! `sanhe code CODE…`: checks credit codes, organisation codes, resident and card numbers.

use serde_json::json;

use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use super::table::{Align, Table};
use crate::domain::codes::{CodeFault, CodeKind};
use crate::text::arrears::{ArrearsWord, code_fault, code_kind};

/// Arguments of `sanhe code`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Codes to check
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
    /// What they are; else seen by their shape
    #[arg(long, value_name = "KIND", value_parser = parse_kind)]
    kind: Option<CodeKind>,
}

fn parse_kind(text: &str) -> Result<CodeKind, String> {
    let known = || CodeKind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(", ");
    CodeKind::from_code(text).ok_or_else(|| format!("write one of {}", known()))
}

/// One code checked.
struct Checked {
    given: String,
    kind: CodeKind,
    verdict: Result<String, CodeFault>,
}

/// Checks the codes; exit 1 when one fails.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let checked: Vec<Checked> = args.codes.iter().map(|given| check(given, args.kind)).collect();
    let exit = if checked.iter().all(|one| one.verdict.is_ok()) { Exit::Done } else { Exit::Refused };
    let lang = context.lang;
    let as_json = || {
        let one = |one: &Checked| {
            let reason = one.verdict.as_ref().err().map(|fault| code_fault(*fault, lang));
            json!({ "code": one.given, "kind": one.kind.code(), "ok": one.verdict.is_ok(),
                "normal": one.verdict.as_ref().ok(), "reason": reason })
        };
        answers::answer([("codes", answers::list(&checked, one))])
    };
    let words = || {
        let headings = [ArrearsWord::Code, ArrearsWord::Kind, ArrearsWord::Verdict];
        let mut table = Table::new(headings.map(|word| (word.in_lang(lang), Align::Left)));
        for one in &checked {
            let verdict = match &one.verdict {
                Ok(normal) if *normal == one.given => ArrearsWord::Passes.in_lang(lang).to_string(),
                Ok(normal) => format!("{} → {normal}", ArrearsWord::Passes.in_lang(lang)),
                Err(fault) => code_fault(*fault, lang),
            };
            table.row([one.given.clone(), code_kind(one.kind, lang).to_string(), verdict]);
        }
        table.render()
    };
    Ok(Answer::new(context, exit, as_json, words))
}

/// By the kind given, else the first that passes of those its shape allows, else the likeliest.
fn check(given: &str, kind: Option<CodeKind>) -> Checked {
    let kinds = kind.map_or_else(|| CodeKind::candidates(given), |kind| vec![kind]);
    let fits = kinds.iter().copied().find(|kind| kind.check(given).is_ok());
    let kind = fits.or(kinds.first().copied()).unwrap_or(CodeKind::Credit);
    Checked { given: given.to_string(), kind, verdict: kind.check(given) }
}
