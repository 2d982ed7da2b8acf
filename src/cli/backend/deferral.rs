//! Deferral policies without a book: what the records in force say.

use super::session::rule_files;
use crate::book::{arrears, deferral};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::arrears::policy::FeePolicy;
use crate::domain::deferral::policy::Catalogue;

/// The policies and the lines in force: embedded, overridden by the house's own.
///
/// # Errors
/// A rule-book rejection with file and line.
pub fn deferral_policies(context: &Context) -> Result<(Catalogue, FeePolicy), Failure> {
    let files = rule_files(context);
    let lines = arrears::load(&files)?;
    let codes: Vec<String> = lines.lines.iter().map(|line| line.code.clone()).collect();
    Ok((deferral::load(&files, &codes)?, lines))
}
