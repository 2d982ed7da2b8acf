//! `sanhe site show|import`: merchants, contract rates and settlement accounts of the house.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use super::context::Context;
use super::failure::{Answer, Exit, Failure};
use super::table::{Align, Table};
use super::{backend, json as answers};
use crate::domain::house::{ChannelContract, HisSheet, House, HouseAccount};
use crate::text::commands::{self, CommandWord};
use crate::text::lang::Lang;
use crate::text::terms;

/// Arguments of `sanhe site`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Show the facts in force
    Show,
    /// Check a channels.toml and take it over
    Import {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// Shows or takes over.
pub(super) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let lang = context.lang;
    match &args.verb {
        Verb::Show => {
            let house = backend::site(context)?;
            Ok(Answer::new(context, Exit::Done, || as_json(&house), || listing(&house, lang)))
        }
        Verb::Import { file } => {
            let house = backend::site_import(context, file)?;
            let taken = commands::site_imported(house.channels.len(), house.accounts.len(), lang);
            Ok(Answer::new(context, Exit::Done, || as_json(&house), || format!("{taken}\n\n{}", listing(&house, lang))))
        }
    }
}

fn as_json(house: &House) -> Value {
    answers::answer([
        ("channels", answers::list(&house.channels, channel)),
        ("accounts", answers::list(&house.accounts, account)),
        ("his_sheets", answers::list(&house.his_sheets, sheet)),
    ])
}

fn channel(contract: &ChannelContract) -> Value {
    json!({
        "channel": terms::method_code_word(contract.method),
        "merchant": contract.merchant,
        "rate": contract.rate.map(|rate| rate.to_string()),
        "fee_rounding": contract.fee_rounding.code(),
        "settle": contract.settle_days.map(settle_code),
        "account": contract.account,
        "settle_ref": contract.settle_ref,
    })
}

fn account(account: &HouseAccount) -> Value {
    json!({ "no": account.no, "bank": account.bank })
}

fn sheet(sheet: &HisSheet) -> Value {
    json!({ "name": sheet.name, "layouts": sheet.layouts })
}

fn settle_code(days: u32) -> String {
    format!("T+{days}")
}

fn listing(house: &House, lang: Lang) -> String {
    if *house == House::default() {
        return CommandWord::NoSite.in_lang(lang).to_string();
    }
    let headings =
        [CommandWord::Channel, CommandWord::Merchant, CommandWord::Rate, CommandWord::Settle, CommandWord::BankAccount];
    let mut channels = Table::new(headings.map(|word| (word.in_lang(lang), Align::Left)));
    for contract in &house.channels {
        channels.row([
            terms::method(contract.method, lang).to_string(),
            contract.merchant.clone(),
            contract.rate.map_or("-".into(), |rate| rate.to_string()),
            contract.settle_days.map_or("-".into(), settle_code),
            contract.account.clone().unwrap_or_else(|| "-".into()),
        ]);
    }
    let headings = [CommandWord::BankAccount, CommandWord::BankCode];
    let mut accounts = Table::new(headings.map(|word| (word.in_lang(lang), Align::Left)));
    for account in &house.accounts {
        accounts.row([account.no.clone(), account.bank.clone()]);
    }
    let headings = [CommandWord::HisSheet, CommandWord::Layouts];
    let mut sheets = Table::new(headings.map(|word| (word.in_lang(lang), Align::Left)));
    for sheet in &house.his_sheets {
        sheets.row([sheet.name.clone(), sheet.layouts.join(" ")]);
    }
    let tables = [channels, accounts, sheets];
    let shown: Vec<String> = tables.iter().filter(|table| !table.is_empty()).map(Table::render).collect();
    shown.join("\n")
}
