//! Progress of clearing arrears, against targets and the fund.

use super::session::Session;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::collection::progress::{Period, ProgressBy, months_payable};
use crate::domain::collection::target::Target;
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;
use crate::ops::collection::{CollectionCommand, progress as cells_of};
use crate::ops::ledgers::LedgerRules;
use crate::print::progress::{ProgressFacts, ProgressRow};
use crate::text::arrears::line as line_name;

/// What is known of the fund.
#[derive(Clone, Debug, Default)]
pub struct FundAsk {
    /// 结余.
    pub balance: Option<Money>,
    /// 月支出, one a month.
    pub payouts: Vec<Money>,
}

/// All the progress sheet is made of; `rank` puts the best clearing rate first.
///
/// # Errors
/// [`Rejection::BadRange`] for a period that ends before it begins; what the book, the calendar or the rules refuse.
pub fn progress(
    context: &Context,
    period: Period,
    by: ProgressBy,
    rank: bool,
    fund: &FundAsk,
) -> Result<ProgressFacts, Failure> {
    progress_facts(&Session::open(context)?, period, by, rank, fund)
}

/// The same on a session that is open.
pub(super) fn progress_facts(
    session: &Session,
    period: Period,
    by: ProgressBy,
    rank: bool,
    fund: &FundAsk,
) -> Result<ProgressFacts, Failure> {
    if period.from > period.to {
        return Err(Rejection::BadRange(format!("{} … {}", period.from, period.to)).into());
    }
    let reader = session.reader()?;
    let policy = &session.registry.policy;
    let rules = LedgerRules { policy, calendar: &session.run.calendar, as_of: period.to };
    let label = |key: &str| match policy.lines.iter().find(|line| line.code == key) {
        Some(line) if by == ProgressBy::Line => line_name(line, session.context.lang).to_string(),
        _ => key.to_string(),
    };
    let cells = cells_of(&reader, period, by, &rules)?;
    let mut rows: Vec<ProgressRow> =
        cells.into_iter().map(|(key, cell)| ProgressRow { label: label(&key), key, cell }).collect();
    if rank {
        rows.sort_by_key(|row| std::cmp::Reverse(row.cell.clearing_rate()));
    }
    let year = period.to.year();
    let targets = reader.targets()?.into_iter().filter(|target| target.year == year && target.by == by).collect();
    let months = fund.balance.and_then(|balance| months_payable(balance, &fund.payouts));
    Ok(ProgressFacts {
        period,
        by,
        rows,
        policy: session.collection_rules()?.policy.as_ref().clone(),
        targets,
        months_payable: months.map(|months| (months, fund.payouts.len())),
    })
}

/// Targets in force.
///
/// # Errors
/// When the book cannot be read.
pub fn targets(context: &Context) -> Result<Vec<Target>, Failure> {
    Ok(Session::open(context)?.reader()?.targets()?)
}

/// Sets targets, all in one act.
///
/// # Errors
/// What of them cannot be.
pub fn set_targets(context: &Context, targets: &[Target]) -> Result<(), Failure> {
    let session = Session::open(context)?;
    let work = CollectionCommand::SetTargets(targets.to_vec());
    session.collect(work, &session.collection_rules()?).map(drop)
}
