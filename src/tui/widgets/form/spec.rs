//! What a form asks: its fields, what each takes, what can be picked into it.
//!
//! Invariant: a field is known by its id, in drafts and to the screen that reads it.

use super::Form;
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::text::form::{FormFault, FormWord};
use crate::text::lang::Lang;

/// What a balancing amount is worked out from.
pub type Balance = fn(&Form) -> Option<Money>;
/// A further rule of a field that is not empty.
pub type Check = Box<dyn Fn(&str) -> Option<FormFault>>;
/// A rule over several fields: the one to mend, and what is wrong.
pub type Rule = fn(&Form) -> Option<(&'static str, FormFault)>;

/// 栏目类型. What a field takes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any text of at most so many characters.
    Text(usize),
    /// A number or code without blanks, of at most so many characters.
    Code(usize),
    /// 金额; `=` fills in what balances.
    Amount(Option<Balance>),
    /// 日期.
    Day,
    /// One of what can be picked, and nothing else.
    Choice,
}

/// 参照项. Something that can be picked into a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What the field then holds.
    pub code: String,
    /// What the person reads, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

impl Offer {
    /// Something of one name in both languages.
    pub fn plain(code: &str) -> Self {
        Offer { code: code.to_owned(), zh: code.to_owned(), en: code.to_owned() }
    }

    /// A code whose name depends on the language.
    pub fn named(code: &str, name: impl Fn(Lang) -> String) -> Self {
        Offer { code: code.to_owned(), zh: name(Lang::Zh), en: name(Lang::En) }
    }

    /// What the person reads.
    pub fn label(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// 栏目.
pub struct FieldSpec {
    /// What it is known by.
    pub id: &'static str,
    /// What stands before it.
    pub label: FormWord,
    /// What may be typed, shown while it is active.
    pub hint: FormWord,
    /// What it takes.
    pub kind: Kind,
    /// What can be picked into it.
    pub offers: Vec<Offer>,
    /// Columns of its box.
    pub columns: u16,
    /// Whether it may not be empty.
    pub required: bool,
    /// Whether it stands on the row of the field before it.
    pub beside: bool,
    /// What else must hold.
    pub check: Option<Check>,
}

impl FieldSpec {
    /// A field of some kind; the rest is said by the methods below.
    pub fn new(id: &'static str, label: FormWord, hint: FormWord, kind: Kind) -> Self {
        let columns = match kind {
            Kind::Day => 12,
            Kind::Amount(_) => 18,
            Kind::Text(_) | Kind::Code(_) | Kind::Choice => 34,
        };
        FieldSpec { id, label, hint, kind, offers: Vec::new(), columns, required: false, beside: false, check: None }
    }

    /// It must not be empty.
    pub fn required(self) -> Self {
        FieldSpec { required: true, ..self }
    }

    /// It stands beside the field before it.
    pub fn beside(self) -> Self {
        FieldSpec { beside: true, ..self }
    }

    /// This can be picked into it.
    pub fn offers(self, offers: Vec<Offer>) -> Self {
        FieldSpec { offers, ..self }
    }

    /// This must hold of it as well.
    pub fn check(self, check: impl Fn(&str) -> Option<FormFault> + 'static) -> Self {
        FieldSpec { check: Some(Box::new(check)), ..self }
    }
}

/// Days that are often meant, to be picked.
pub fn usual_days(today: BusinessDay) -> Vec<Offer> {
    const USUAL: [(FormWord, &str); 6] = [
        (FormWord::Today, "今天"),
        (FormWord::Yesterday, "昨天"),
        (FormWord::MonthFirst, "月初"),
        (FormWord::MonthLast, "月末"),
        (FormWord::LastMonthFirst, "上月初"),
        (FormWord::LastMonthLast, "上月末"),
    ];
    let days = USUAL.iter().filter_map(|(word, typed)| Some((*word, super::aids::day(typed, today).ok()??)));
    days.map(|(word, day)| Offer::named(&day.to_string(), |lang| format!("{day} {}", word.in_lang(lang)))).collect()
}
