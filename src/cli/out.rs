//! `--out FILE`: a sheet into a file by the end of its name, or as text on stdout.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::backend;
use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::json as answers;
use crate::print::{Cell, NotMade, Sheet, Table, csv, text, xlsx};
use crate::text::sheets;

/// Where a sheet goes and in which form.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct OutArgs {
    /// File to write: .txt, .csv, .xlsx or .pdf; it must not exist
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Columns of the printer
    #[arg(long, value_name = "80|132", default_value_t = 80, value_parser = parse_width)]
    pub(super) width: u16,
    /// Lines of a page of text: each page ends in a form feed and repeats the headings
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=200))]
    pub(super) page_lines: Option<u16>,
    /// Font with Han characters for PDF; else $SANHE_FONT, else one found on the system
    #[arg(long, value_name = "FILE", env = "SANHE_FONT", hide_env_values = true)]
    pub(super) font: Option<PathBuf>,
}

fn parse_width(text: &str) -> Result<u16, String> {
    match text {
        "80" => Ok(80),
        "132" => Ok(132),
        _ => Err("80 or 132".into()),
    }
}

/// 去向. The form asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Text,
    Csv,
    Xlsx,
    Pdf,
}

impl Form {
    /// By the end of a name that is safe to write.
    fn of(path: &Path) -> Option<Form> {
        let name = path.file_name()?.to_str()?;
        if name.starts_with(['-', '.']) || name.chars().any(char::is_control) {
            return None;
        }
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" => Some(Form::Text),
            "csv" => Some(Form::Csv),
            "xlsx" => Some(Form::Xlsx),
            "pdf" => Some(Form::Pdf),
            _ => None,
        }
    }
}

/// Writes the sheet to `--out`, or answers with it as text. `page` is the text where it has a page of its own.
pub(super) fn answer(
    context: &Context,
    args: &OutArgs,
    exit: Exit,
    sheet: &Sheet,
    page: Option<String>,
) -> Result<Answer, Failure> {
    let lines = args.page_lines.map(usize::from);
    let page = || page.unwrap_or_else(|| text::render(sheet, args.width, lines));
    let Some(path) = &args.out else {
        return Ok(Answer::new(context, exit, || as_json(sheet), page));
    };
    let shown = path.display().to_string();
    let form = Form::of(path).ok_or_else(|| Failure::Usage(sheets::unknown_form(&shown, context.lang)))?;
    let not_made = |NotMade(what)| Failure::Usage(sheets::not_made(&shown, &what, context.lang));
    let (bytes, font) = match form {
        Form::Text => (page().into_bytes(), String::new()),
        Form::Csv => (csv::render(sheet), String::new()),
        Form::Xlsx => (xlsx::render(sheet).map_err(not_made)?, String::new()),
        Form::Pdf => pdf(context, args, sheet, &shown)?,
    };
    backend::put_out(path, &bytes)?;
    let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let keys = || {
        answers::answer([
            ("path", json!(shown)),
            ("bytes", json!(bytes.len())),
            ("sha256", json!(sha256)),
            ("font", if font.is_empty() { Value::Null } else { json!(font) }),
        ])
    };
    Ok(Answer::new(context, exit, keys, || sheets::written(&shown, bytes.len(), &font, context.lang)))
}

/// The font PDF is set in: the one given, or one found on the system.
#[cfg(feature = "pdf")]
pub(super) fn pdf_font(
    given: Option<&Path>,
    lang: crate::text::lang::Lang,
) -> Result<crate::print::font::FontFile, Failure> {
    use crate::print::font::{FontFault, load};
    let home = std::env::var_os("HOME").map(PathBuf::from);
    load(given, home.as_deref()).map_err(|fault| match fault {
        FontFault::NotFound(places) => {
            let places: Vec<String> = places.iter().map(|place| place.display().to_string()).collect();
            Failure::Usage(sheets::no_font(&places.join(lang.pick("、", ", ")), lang))
        }
        FontFault::Unusable(path) => Failure::Usage(sheets::bad_font(&path.display().to_string(), false, lang)),
        FontFault::Forbidden(path) => Failure::Usage(sheets::bad_font(&path.display().to_string(), true, lang)),
    })
}

#[cfg(feature = "pdf")]
fn pdf(context: &Context, args: &OutArgs, sheet: &Sheet, shown: &str) -> Result<(Vec<u8>, String), Failure> {
    let lang = context.lang;
    let font = pdf_font(args.font.as_deref(), lang)?;
    let bytes = crate::print::pdf::render(sheet, &font)
        .map_err(|NotMade(what)| Failure::Usage(sheets::not_made(shown, &what, lang)))?;
    Ok((bytes, font.name))
}

#[cfg(not(feature = "pdf"))]
fn pdf(context: &Context, _: &OutArgs, _: &Sheet, shown: &str) -> Result<(Vec<u8>, String), Failure> {
    Err(Failure::Usage(sheets::not_made(shown, sheets::no_pdf(context.lang), context.lang)))
}

fn as_json(sheet: &Sheet) -> Value {
    let cell = |cell: &Cell| match cell {
        Cell::Empty => Value::Null,
        Cell::Count(count) => json!(count),
        other => json!(other.plain()),
    };
    let table = |table: &Table| {
        json!({
            "caption": table.caption,
            "columns": answers::list(&table.columns, |column| json!(column.heading)),
            "rows": answers::list(&table.rows, |row| answers::list(&row.cells, cell)),
        })
    };
    answers::answer([
        ("title", json!(sheet.title)),
        ("on", answers::date(sheet.on)),
        ("head", json!(sheet.head)),
        ("tables", answers::list(&sheet.tables, table)),
        ("foot", json!(sheet.foot)),
    ])
}
