//! 本单位资料 to be changed: a contract with a channel, an account of the house.
//!
//! Invariant: what is written is one row; if someone else changed that row meanwhile, both are shown and
//! nothing typed is lost.

use rust_decimal::Decimal;

use super::Questions;
use crate::domain::entry::Method;
use crate::domain::house::{ChannelContract, House, HouseAccount, SETTLE_DAYS_MAX};
use crate::domain::money::Rounding;
use crate::text::form::{FormFault, FormWord};
use crate::text::terms;
use crate::tui::desk::Desk;
use crate::tui::office::{SiteAnswer, SiteChange, SiteRow};
use crate::tui::screen::{Ctx, Next};
use crate::tui::widgets::form::Form;
use crate::tui::widgets::form::aids::narrow;
use crate::tui::widgets::form::spec::{FieldSpec, Kind, Offer};
use crate::tui::worker::{Finished, Job};

const CODE_MOST: usize = 64;
const PATTERN_MOST: usize = 256;

/// Texts of a row by field.
type Texts = Vec<(&'static str, String)>;

/// 渠道合同.
pub(super) struct Contract {
    at: Option<usize>,
    was: Option<SiteRow>,
}

impl Contract {
    /// The contract at this place, or a new one.
    pub(super) fn new(at: Option<usize>) -> Self {
        Contract { at, was: None }
    }
}

fn contract_texts(contract: &ChannelContract) -> Texts {
    vec![
        ("channel", contract.method.code().to_owned()),
        ("merchant", contract.merchant.clone()),
        ("rate", contract.rate.map_or_else(String::new, |rate| rate.to_string())),
        ("rounding", contract.fee_rounding.code().to_owned()),
        ("settle", contract.settle_days.map_or_else(String::new, |days| days.to_string())),
        ("account", contract.account.clone().unwrap_or_default()),
        ("text", contract.settle_ref.clone().unwrap_or_default()),
    ]
}

/// An exact rate from 0 to below 1, `0.6%` or `0.0060`.
fn rate(typed: &str) -> Option<Decimal> {
    let text = narrow(typed);
    let (digits, percent) = text.strip_suffix('%').map_or((text.as_str(), false), |digits| (digits.trim(), true));
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let read = Decimal::from_str_exact(digits).ok().filter(|_| plain)?;
    let rate = if percent { read.checked_mul(Decimal::new(1, 2))? } else { read };
    (rate < Decimal::ONE).then_some(rate)
}

fn fields(house: &House) -> Vec<FieldSpec> {
    let channels = House::CHANNELS
        .iter()
        .map(|method| Offer::named(method.code(), |lang| terms::method(*method, lang).to_owned()));
    let word = |rounding: Rounding| match rounding {
        Rounding::HalfUp => FormWord::HalfUp,
        Rounding::Floor => FormWord::Floor,
        Rounding::Up => FormWord::Up,
    };
    let roundings = Rounding::ALL
        .iter()
        .map(|rounding| Offer::named(rounding.code(), |lang| word(*rounding).in_lang(lang).to_owned()));
    let accounts =
        house.accounts.iter().map(|account| Offer::named(&account.no, |_| format!("{} {}", account.no, account.bank)));
    let rate_fault = |typed: &str| rate(typed).is_none().then_some(FormFault::Rate);
    let days_fault = |typed: &str| {
        let fits = typed.parse::<u32>().is_ok_and(|days| days <= SETTLE_DAYS_MAX);
        (!fits).then_some(FormFault::Count(SETTLE_DAYS_MAX))
    };
    let code = |id, label, hint| FieldSpec::new(id, label, hint, Kind::Code(CODE_MOST));
    vec![
        FieldSpec::new("channel", FormWord::Channel, FormWord::Any, Kind::Choice).offers(channels.collect()).required(),
        code("merchant", FormWord::Merchant, FormWord::HintMerchant).required().check(code_fault),
        code("rate", FormWord::Rate, FormWord::HintRate).check(rate_fault),
        FieldSpec::new("rounding", FormWord::Rounding, FormWord::Any, Kind::Choice)
            .offers(roundings.collect())
            .required(),
        code("settle", FormWord::SettleDays, FormWord::HintSettleDays).check(days_fault),
        code("account", FormWord::SettleAccount, FormWord::HintSettleAccount)
            .offers(accounts.collect())
            .check(code_fault),
        FieldSpec::new("text", FormWord::SettleText, FormWord::HintSettleText, Kind::Text(PATTERN_MOST)),
    ]
}

/// The marks that may stand in a merchant, an account or a bank, as `channels.toml` takes them.
fn code_fault(typed: &str) -> Option<FormFault> {
    typed.chars().find(|letter| !House::in_code(*letter)).map(FormFault::Code)
}

fn filled(specs: Vec<FieldSpec>, texts: &Texts) -> Vec<(FieldSpec, String)> {
    let text =
        |id: &str| texts.iter().find(|(known, _)| *known == id).map_or_else(String::new, |(_, text)| text.clone());
    let fill = |spec: FieldSpec| {
        let first = text(spec.id);
        (spec, first)
    };
    specs.into_iter().map(fill).collect()
}

fn optional(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// What the desk answered to a change: done, or theirs beside ours.
fn answered(was: &mut Option<SiteRow>, form: &mut Form, finished: &Finished) -> Next {
    match finished {
        Finished::SiteAnswered(SiteAnswer::Done) => Next::Back,
        Finished::SiteAnswered(SiteAnswer::Theirs(theirs)) => {
            form.contrast(&match theirs {
                SiteRow::Contract(contract) => contract_texts(contract),
                SiteRow::Account(account) => account_texts(account),
            });
            *was = Some(theirs.clone());
            Next::Stay
        }
        _ => Next::Stay,
    }
}

impl Questions for Contract {
    fn title(&self) -> FormWord {
        FormWord::ContractForm
    }

    fn build(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let house = desk.site()?;
        let present = self.at.and_then(|at| house.channels.get(at));
        self.was = present.cloned().map(SiteRow::Contract);
        let above = house.channels.get(self.at.map_or(house.channels.len(), |at| at).wrapping_sub(1));
        let id = present.map_or_else(
            || "site.contract.new".to_owned(),
            |contract| format!("site.contract.{}.{}", contract.method.code(), contract.merchant),
        );
        let new = || vec![("rounding", Rounding::HalfUp.code().to_owned())];
        let texts = present.map_or_else(new, contract_texts);
        let form = Form::new(&id, ctx.info.today, filled(fields(&house), &texts));
        Ok(form.above(above.map(contract_texts).unwrap_or_default()).cells())
    }

    fn submit(&mut self, form: &Form) -> Next {
        let channel = Method::from_code(form.text("channel"));
        let (Some(method), Some(fee_rounding)) = (channel, Rounding::from_code(form.text("rounding"))) else {
            return Next::Stay;
        };
        let contract = ChannelContract {
            method,
            merchant: form.text("merchant").to_owned(),
            rate: rate(form.text("rate")),
            fee_rounding,
            settle_days: form.text("settle").parse().ok(),
            account: optional(form.text("account")),
            settle_ref: optional(form.text("text")),
        };
        Next::Run(Job::ChangeSite(Box::new(SiteChange { was: self.was.clone(), now: SiteRow::Contract(contract) })))
    }

    fn finished(&mut self, form: &mut Form, finished: &Finished) -> Next {
        answered(&mut self.was, form, finished)
    }
}

/// 本单位账户.
pub(super) struct Account {
    at: Option<usize>,
    was: Option<SiteRow>,
}

impl Account {
    /// The account at this place, or a new one.
    pub(super) fn new(at: Option<usize>) -> Self {
        Account { at, was: None }
    }
}

fn account_texts(account: &HouseAccount) -> Texts {
    vec![("no", account.no.clone()), ("bank", account.bank.clone())]
}

impl Questions for Account {
    fn title(&self) -> FormWord {
        FormWord::AccountForm
    }

    fn build(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let house = desk.site()?;
        let present = self.at.and_then(|at| house.accounts.get(at));
        self.was = present.cloned().map(SiteRow::Account);
        let above = house.accounts.last().map(account_texts).unwrap_or_default();
        let id =
            present.map_or_else(|| "site.account.new".to_owned(), |account| format!("site.account.{}", account.no));
        let code =
            |id, label, hint| FieldSpec::new(id, label, hint, Kind::Code(CODE_MOST)).required().check(code_fault);
        let specs = vec![
            code("no", FormWord::AccountNo, FormWord::HintAccountNo),
            code("bank", FormWord::Bank, FormWord::HintBank),
        ];
        let texts = present.map(account_texts).unwrap_or_default();
        Ok(Form::new(&id, ctx.info.today, filled(specs, &texts)).above(above).cells())
    }

    fn submit(&mut self, form: &Form) -> Next {
        let account = HouseAccount { no: form.text("no").to_owned(), bank: form.text("bank").to_owned() };
        Next::Run(Job::ChangeSite(Box::new(SiteChange { was: self.was.clone(), now: SiteRow::Account(account) })))
    }

    fn finished(&mut self, form: &mut Form, finished: &Finished) -> Next {
        answered(&mut self.was, form, finished)
    }
}
