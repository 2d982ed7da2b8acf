//! A hospital's month in the layouts it really comes in: a file a day and source, two banks' statements.
//!
//! Invariant: the receipts are those of [`super::Plan`]; what is added here is what only a whole house shows:
//! each channel's net follows it to the bank on its working day, cash is banked under its slip, and the truth
//! lists what was planted on the way.

mod archive;
mod house;
mod medical;
mod nets;
mod press;
mod sheets;
mod statements;

use std::fs;
use std::io;
use std::path::Path;

use super::run::run;
use super::truth::Truth;
use super::{Defects, Plan};
use crate::domain::calendar::Calendar;
use crate::domain::day::BusinessDay;
use crate::domain::exception::Class;
use press::MonthPress;

/// What month to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthPlan {
    /// Receipts in all.
    pub rows: u32,
    /// First day.
    pub start: BusinessDay,
    /// Days, 1 to 366.
    pub days: u32,
    /// Seed.
    pub seed: u64,
    /// What to plant.
    pub defects: Defects,
    /// Days the banks are open; it needs a table for every day and for the weeks behind the last.
    pub calendar: Calendar,
}

/// One file of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthFile {
    /// Its name, as the source would give it.
    pub name: String,
    /// Rows in it, totals and rows that move no money left out.
    pub rows: u64,
    /// Its bytes; empty once they are written to a directory.
    pub bytes: Vec<u8>,
}

/// 一个月. Files to import, the house's facts, what is planted.
#[derive(Clone, Debug)]
pub struct Month {
    /// Files, in the order in which they come.
    pub files: Vec<MonthFile>,
    /// channels.toml: contracts, accounts, sheets of the HIS.
    pub house: String,
    /// What is planted.
    pub truth: Truth,
    /// Last day anything happens on.
    pub last: BusinessDay,
}

/// Takes each file as it is made.
pub(super) type Take<'a> = dyn FnMut(MonthFile) -> io::Result<()> + 'a;

/// The month of a plan, in memory.
///
/// # Errors
/// The calendar has no table for a day a credit is due on.
pub fn generate_month(plan: &MonthPlan) -> io::Result<Month> {
    let mut files = Vec::new();
    let (truth, last) = print(plan, &mut |file| {
        files.push(file);
        Ok(())
    })?;
    Ok(Month { files, house: house::channels_toml(), truth, last })
}

/// Writes the month's files to `files/`, `channels.toml` and `truth.json` into `directory`, which is made if
/// it is not there; the files listed carry no bytes.
///
/// # Errors
/// What the file system reports, and as [`generate_month`].
pub fn write_month(plan: &MonthPlan, directory: &Path) -> io::Result<Month> {
    let inside = directory.join("files");
    fs::create_dir_all(&inside)?;
    let mut files = Vec::new();
    let (truth, last) = print(plan, &mut |file| {
        fs::write(inside.join(&file.name), &file.bytes)?;
        files.push(MonthFile { bytes: Vec::new(), ..file });
        Ok(())
    })?;
    let house = house::channels_toml();
    fs::write(directory.join("channels.toml"), &house)?;
    let mut json = Vec::new();
    truth.write(&mut json)?;
    fs::write(directory.join("truth.json"), json)?;
    Ok(Month { files, house, truth, last })
}

fn print(plan: &MonthPlan, take: &mut Take<'_>) -> io::Result<(Truth, BusinessDay)> {
    let receipts = Plan {
        defects: plan.defects.clone(),
        calendar: Some(plan.calendar.clone()),
        has_house: true,
        ..Plan::new(plan.rows, plan.days, plan.seed, plan.start)
    };
    let mut press = MonthPress::new(plan, take);
    let mut truth = run(&receipts, &mut press)?;
    // A stranger's cash has no slip: its row names nothing the book knows.
    let strange = truth.cases.iter_mut().filter(|case| case.class == Class::Unidentified.code());
    strange.for_each(|case| case.slip = None);
    let last = press.last();
    press.into_cases().into_iter().for_each(|case| truth.add(case));
    Ok((truth, last))
}
