//! The registry: importing its files with their sheets, employers, ledgers, ageing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ImportOptions;
use super::receipts::mismatched;
use super::session::Session;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::arrears::accrual::{Bearing, Span};
use crate::domain::arrears::ageing::{Ageing, AgeingBy};
use crate::domain::arrears::item::{Assessment, Item, Portion};
use crate::domain::arrears::ledger::{Allocated, Ledger, Standing};
use crate::domain::arrears::registry::{Employer, EmployerStatus, ParsedRegistry};
use crate::domain::day::BusinessDay;
use crate::domain::import::FileReport;
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;
use crate::ops::ledgers::{LedgerRules, account, changes_since, each_ledger, ledgers_of};
use crate::ops::registry::{LookedRegistry, RegistryPlan, result_sha256};
use crate::ops::{Command, Outcome};
use crate::store::{EmployerAt, PaymentAt, Reader};
use crate::text::arrears::{ArrearsWord, line as line_name, portion};
use crate::text::messages;
use crate::text::pinyin::{Indexed, Needle};

/// Which employers `sanhe employers` is asked for.
#[derive(Clone, Debug, Default)]
pub struct EmployersAsk {
    /// Part of code, number or name.
    pub text: Option<String>,
    /// 区域.
    pub area: Option<String>,
    /// 专管员.
    pub officer: Option<String>,
    /// 类型.
    pub kind: Option<String>,
    /// 状态.
    pub status: Option<EmployerStatus>,
    /// Only those that owe something.
    pub owing: bool,
    /// Most to list.
    pub limit: usize,
}

/// An employer and what it owes.
#[derive(Clone, Debug)]
pub struct EmployerLine {
    /// The employer.
    pub employer: Employer,
    /// Principal overdue.
    pub owed: Money,
    /// Fee owed.
    pub fee: Money,
    /// Money that settles nothing.
    pub unallocated: Money,
}

/// One employer's ledger.
#[derive(Clone, Debug)]
pub struct EmployerLedger {
    /// The employer.
    pub employer: Employer,
    /// Version of what is known of it, and where that stands: file and line.
    pub version: (u32, String),
    /// Its items in settling order.
    pub items: Vec<LedgerItem>,
    /// Its payments up to the date.
    pub payments: Vec<LedgerPayment>,
    /// Principal overdue and fee owed.
    pub arrears: (Money, Money),
    /// As of.
    pub as_of: BusinessDay,
}

/// An item of a ledger.
#[derive(Clone, Debug)]
pub struct LedgerItem {
    /// How it stands.
    pub standing: Standing,
    /// Name of its line.
    pub line: String,
    /// Code of its line.
    pub line_code: String,
    /// 缴费基数, 费率 in millionths, 核定方式.
    pub assessed: (Money, u32, Assessment),
    /// Version, file and line.
    pub version: (u32, String),
    /// Days charged up to the date.
    pub days: i32,
}

/// A payment of a ledger.
#[derive(Clone, Debug)]
pub struct LedgerPayment {
    /// 缴费编号, 渠道, 票据号.
    pub labels: [String; 3],
    /// What it settled.
    pub allocated: Allocated,
    /// Version, file and line.
    pub version: (u32, String),
}

/// Ageing of the whole book.
#[derive(Clone, Debug)]
pub struct AgedArrears {
    /// As of.
    pub as_of: BusinessDay,
    /// By what.
    pub by: AgeingBy,
    /// The groups.
    pub ageing: Ageing,
    /// Names of groups that are codes, for people.
    pub labels: BTreeMap<String, String>,
}

impl Session {
    pub(super) fn ledger_rules(&self, as_of: Option<BusinessDay>) -> LedgerRules<'_> {
        let as_of = as_of.unwrap_or(self.context.now.today);
        LedgerRules { policy: &self.registry.policy, calendar: &self.run.calendar, as_of }
    }

    /// Imports a registry file, or says what that would do; rejected rows go into a sheet.
    pub(super) fn settle_registry(
        &self,
        looked: LookedRegistry,
        options: &ImportOptions,
    ) -> Result<FileReport, Failure> {
        let parsed: Arc<ParsedRegistry> = match looked {
            LookedRegistry::Settled(report) => return Ok(*report),
            LookedRegistry::Ready(parsed) => Arc::from(parsed),
            LookedRegistry::Other => return Err(mismatched()),
        };
        let reader = self.reader()?;
        let plan = RegistryPlan::make(&reader, &parsed)?;
        let mut report = plan.report(&parsed, options.take_good);
        let rejected = plan.rejected().next().is_some();
        if options.dry_run {
            return Ok(report);
        }
        let mut sheets = Vec::new();
        if rejected {
            sheets.push((".rejects.csv", self.rejects_sheet(&plan, &parsed)));
        }
        let take_good = (rejected && options.take_good).then(|| result_sha256(&plan, &parsed));
        if take_good.is_some() {
            let (taken, left) = plan.result_files(&parsed);
            sheets.extend([(".taken.csv", taken), (".left.csv", left)]);
        }
        let written = write_sheets(&parsed, options.rejects.as_deref(), &sheets)?;
        if !rejected || take_good.is_some() {
            let rules = self.ledger_rules(None);
            let before = ledgers_of(&reader, plan.corrected(), &rules)?;
            let rule_files = self.rules.clone();
            let command = Command::ImportRegistry { parsed: Arc::clone(&parsed), take_good, rules: rule_files };
            let Outcome::RegistryImported(done) = self.execute(command)? else { return Err(mismatched()) };
            if done.repeated {
                report.outcome = crate::domain::import::Outcome::Known;
            }
            if let Some(more) = &mut report.registry {
                more.changes = changes_since(&self.reader()?, &before, &rules)?;
            }
        }
        if let Some(more) = &mut report.registry {
            more.sheets = written;
        }
        Ok(report)
    }

    /// Every rejected row with its reason and cure: UTF-8 with a mark, for a spreadsheet.
    fn rejects_sheet(&self, plan: &RegistryPlan, parsed: &ParsedRegistry) -> Vec<u8> {
        let lang = self.context.lang;
        let headings = [
            ArrearsWord::SheetLine,
            ArrearsWord::SheetColumn,
            ArrearsWord::SheetCode,
            ArrearsWord::SheetValue,
            ArrearsWord::SheetReason,
            ArrearsWord::SheetCure,
            ArrearsWord::SheetRow,
        ];
        let mut text = String::from("\u{feff}");
        text.push_str(&csv_line(headings.map(|word| word.in_lang(lang).to_string())));
        for (error, raw) in plan.rejected().zip(plan.rejected_text(parsed)) {
            text.push_str(&csv_line([
                error.line.to_string(),
                error.column.clone(),
                error.code.code().to_string(),
                error.excerpt.clone(),
                messages::row_error(error, lang),
                messages::cure(error.code, lang).to_string(),
                raw.to_string(),
            ]));
        }
        text.into_bytes()
    }
}

/// One line of CSV, every cell quoted; text that a spreadsheet would take for a formula is disarmed.
fn csv_line<const N: usize>(cells: [String; N]) -> String {
    let cell = |text: String| {
        let armed = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
        format!("\"{}{}\"", if armed { "'" } else { "" }, text.replace('"', "\"\""))
    };
    format!("{}\r\n", cells.map(cell).join(","))
}

/// Writes result files beside the input (or where asked), named by the file and the start of its SHA-256;
/// the same file gives the same names and, by the same book, the same bytes.
fn write_sheets(
    parsed: &ParsedRegistry,
    directory: Option<&Path>,
    sheets: &[(&str, Vec<u8>)],
) -> Result<Vec<String>, Failure> {
    let source = Path::new(&parsed.path);
    let directory = directory.map_or_else(|| source.parent().map(PathBuf::from).unwrap_or_default(), PathBuf::from);
    let stem = source.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mark = parsed.sha256.get(..8).unwrap_or_default();
    let mut written = Vec::new();
    for (ending, bytes) in sheets {
        let target = directory.join(format!("{stem}.{mark}{ending}"));
        let temporary = directory.join(format!(".{stem}.{mark}{ending}.{}", std::process::id()));
        let put = std::fs::write(&temporary, bytes).and_then(|()| std::fs::rename(&temporary, &target));
        put.map_err(|error| Failure::io(target.display(), &error))?;
        written.push(target.display().to_string());
    }
    Ok(written)
}

/// The employers that fit, with what they owe as of a date; and how many fit in all.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn employers(
    context: &Context,
    ask: &EmployersAsk,
    as_of: Option<BusinessDay>,
) -> Result<(Vec<EmployerLine>, usize), Failure> {
    let session = Session::open(context)?;
    let reader = session.reader()?;
    let all = reader.employers()?;
    let needle = ask.text.as_deref().map(Needle::new);
    let fitting: Vec<EmployerAt> = all.into_iter().filter(|at| fits(&at.employer, ask, needle.as_ref())).collect();
    let mut lines = Vec::new();
    each_ledger(&reader, &fitting, &session.ledger_rules(as_of), |employer, ledger| {
        let (owed, fee) = ledger.arrears();
        if !ask.owing || owed > Money::ZERO || fee > Money::ZERO {
            let unallocated = ledger.unallocated();
            lines.push(EmployerLine { employer: employer.employer.clone(), owed, fee, unallocated });
        }
        Ok(())
    })?;
    let count = lines.len();
    lines.truncate(ask.limit);
    Ok((lines, count))
}

fn fits(employer: &Employer, ask: &EmployersAsk, needle: Option<&Needle>) -> bool {
    let is = |asked: &Option<String>, own: &str| asked.as_deref().is_none_or(|asked| asked == own);
    // Pinyin and Han are looked for in the name alone; a piece of a number in code and number.
    let text = needle.is_none_or(|needle| {
        needle.matches(&Indexed::new(&employer.name))
            || needle.in_code(&employer.no)
            || needle.in_code(employer.code.as_str())
    });
    text && is(&ask.area, &employer.area)
        && is(&ask.officer, &employer.officer)
        && is(&ask.kind, &employer.kind)
        && ask.status.is_none_or(|status| status == employer.status)
}

/// An employer by credit code, number or whole name.
pub(super) fn employer_at(reader: &Reader, key: &str) -> Result<EmployerAt, Failure> {
    let code = key.to_ascii_uppercase();
    let found = reader.employers()?.into_iter().find(|at| {
        at.employer.code.as_str() == code
            || (!at.employer.no.is_empty() && at.employer.no == key)
            || at.employer.name == key
    });
    Ok(found.ok_or_else(|| Rejection::EmployerUnknown(key.to_string()))?)
}

/// One employer's ledger, by credit code, number or whole name.
///
/// # Errors
/// [`Rejection::EmployerUnknown`]; what the book, the calendar or the rules refuse.
pub fn employer(context: &Context, key: &str, as_of: Option<BusinessDay>) -> Result<EmployerLedger, Failure> {
    let session = Session::open(context)?;
    let reader = session.reader()?;
    let employer = employer_at(&reader, key)?;
    let (dues, payments) = (reader.dues(employer.id, employer.id)?, reader.payments(employer.id, employer.id)?);
    let rules = session.ledger_rules(as_of);
    let account = account(&employer, &dues, &payments, rules.policy)?;
    let ledger = Ledger::replay(&account, rules.as_of, rules.policy, rules.calendar, true)?;
    let files = reader.registry_files()?;
    let place = |(file, line): (i64, u32)| {
        let path = files.iter().find(|row| row.id == file).map_or("", |row| row.path.as_str());
        format!("{path}:{line}")
    };
    let items = ledger.standings.iter().enumerate().filter_map(|(number, standing)| {
        let Item { line, month, portion, .. } = standing.item;
        let code = rules.policy.line_code(line);
        let due = dues.iter().find(|due| due.month == month && due.portion == portion && due.line == code)?;
        let spans = ledger.stretches.iter().filter(|stretch| stretch.place == number).flat_map(|each| &each.spans);
        let charged = spans.filter(|span| span.bearing == Bearing::Charged && span.per_million > 0);
        Some(LedgerItem {
            standing: standing.clone(),
            line: rules
                .policy
                .lines
                .get(usize::from(line.0))
                .map_or("", |line| line_name(line, context.lang))
                .to_string(),
            line_code: code.to_string(),
            assessed: (due.base, due.rate_per_million, due.assessment),
            version: (due.version, place(due.at)),
            days: charged.map(Span::days).sum(),
        })
    });
    // The replay keeps payments of one day in the order of their numbers, as they were given.
    let mut by_day: Vec<&PaymentAt> = payments.iter().filter(|paid| paid.paid_on <= rules.as_of).collect();
    by_day.sort_by_key(|paid| paid.paid_on);
    let payments = by_day.into_iter().zip(&ledger.allocations).map(|(paid, allocated)| LedgerPayment {
        labels: [paid.no.clone(), paid.channel.clone(), paid.ticket_no.clone()],
        allocated: allocated.clone(),
        version: (paid.version, place(paid.at)),
    });
    Ok(EmployerLedger {
        version: (employer.version, place(employer.at)),
        items: items.collect(),
        payments: payments.collect(),
        arrears: ledger.arrears(),
        as_of: ledger.as_of,
        employer: employer.employer,
    })
}

/// Ages the whole book as of a date.
///
/// # Errors
/// What the book, the calendar or the rules refuse.
pub fn ageing(context: &Context, by: AgeingBy, as_of: Option<BusinessDay>) -> Result<AgedArrears, Failure> {
    aged(&Session::open(context)?, by, as_of)
}

pub(super) fn aged(session: &Session, by: AgeingBy, as_of: Option<BusinessDay>) -> Result<AgedArrears, Failure> {
    let reader = session.reader()?;
    let (lang, rules) = (session.context.lang, session.ledger_rules(as_of));
    let mut ageing = Ageing::default();
    each_ledger(&reader, &reader.employers()?, &rules, |at, ledger| {
        let own = match by {
            AgeingBy::Officer => at.employer.officer.as_str(),
            AgeingBy::Area => &at.employer.area,
            AgeingBy::Kind => &at.employer.kind,
            AgeingBy::Employer => &at.employer.name,
            AgeingBy::Line | AgeingBy::Age | AgeingBy::Portion => "",
        };
        ageing.take(ledger, |item, bucket| match by {
            AgeingBy::Line => rules.policy.line_code(item.line).to_string(),
            AgeingBy::Age => bucket.code().to_string(),
            AgeingBy::Portion => item.portion.code().to_string(),
            AgeingBy::Officer | AgeingBy::Area | AgeingBy::Kind | AgeingBy::Employer => own.to_string(),
        });
        Ok(())
    })?;
    let lines = rules.policy.lines.iter().map(|line| (line.code.clone(), line_name(line, lang).to_string()));
    let portions = Portion::ALL.iter().map(|who| (who.code().to_string(), portion(*who, lang).to_string()));
    let labels = match by {
        AgeingBy::Line => lines.collect(),
        AgeingBy::Portion => portions.collect(),
        AgeingBy::Age | AgeingBy::Officer | AgeingBy::Area | AgeingBy::Kind | AgeingBy::Employer => BTreeMap::new(),
    };
    Ok(AgedArrears { as_of: rules.as_of, by, ageing, labels })
}
