//! What a field holds, checked as it is left and again before it is submitted.
//!
//! Invariant: what passes is written in its one full form, so that reading it again gives the same.

use super::aids::{self, DayFault};
use super::spec::{FieldSpec, Kind, Offer};
use crate::domain::amount::AmountFault;
use crate::domain::day::BusinessDay;
use crate::text::form::FormFault;

/// The full form of what was typed into a field.
///
/// # Errors
/// What is wrong with it.
pub(super) fn field(spec: &FieldSpec, typed: &str, today: BusinessDay) -> Result<String, FormFault> {
    let text = written(spec, typed, today)?;
    if text.is_empty() {
        return if spec.required { Err(FormFault::Missing) } else { Ok(text) };
    }
    match spec.check.as_ref().and_then(|check| check(&text)) {
        Some(fault) => Err(fault),
        None => Ok(text),
    }
}

fn written(spec: &FieldSpec, typed: &str, today: BusinessDay) -> Result<String, FormFault> {
    match spec.kind {
        Kind::Text(most) => short(typed.trim(), most),
        Kind::Code(most) => {
            let text = short(&aids::narrow(typed), most)?;
            match text.chars().find(|one| one.is_whitespace() || one.is_control()) {
                Some(mark) => Err(FormFault::Code(mark)),
                None => Ok(text),
            }
        }
        Kind::Amount(_) => match aids::amount(typed) {
            Ok(money) => Ok(money.map_or_else(String::new, |money| money.grouped())),
            Err(AmountFault::Grammar) => Err(FormFault::Amount),
            Err(AmountFault::Decimals) => Err(FormFault::Decimals),
            Err(AmountFault::Range) => Err(FormFault::AmountRange),
        },
        Kind::Day => match aids::day(typed, today) {
            Ok(day) => Ok(day.map_or_else(String::new, |day| day.to_string())),
            Err(DayFault::Grammar) => Err(FormFault::Day),
            Err(DayFault::Range) => Err(FormFault::DayRange),
        },
        Kind::Choice => match offered(&spec.offers, typed) {
            _ if typed.trim().is_empty() => Ok(String::new()),
            Some(offer) => Ok(offer.code.clone()),
            None => Err(FormFault::NotListed),
        },
    }
}

/// The offer a text names, by code or by either name.
pub(super) fn offered<'o>(offers: &'o [Offer], text: &str) -> Option<&'o Offer> {
    let text = text.trim();
    offers.iter().find(|offer| [&offer.code, &offer.zh, &offer.en].iter().any(|name| *name == text))
}

fn short(text: &str, most: usize) -> Result<String, FormFault> {
    if text.chars().count() > most { Err(FormFault::TooLong(most)) } else { Ok(text.to_owned()) }
}
