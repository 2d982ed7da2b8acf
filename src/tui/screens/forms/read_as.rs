//! 另行指定: whose account a statement is of, which day a file is of, where they do not say it.

use super::Questions;
use crate::domain::house::House;
use crate::text::form::{FormFault, FormWord};
use crate::tui::desk::{Desk, ReadAs};
use crate::tui::screen::{Answer, Ctx, Next};
use crate::tui::widgets::form::Form;
use crate::tui::widgets::form::spec::{FieldSpec, Kind, Offer, usual_days};

/// Most letters of an account.
const ACCOUNT_MOST: usize = 64;

/// 另行指定.
pub(super) struct ReadAsForm {
    now: ReadAs,
}

impl ReadAsForm {
    /// Opens on what was said before.
    pub(super) fn new(now: ReadAs) -> Self {
        ReadAsForm { now }
    }
}

fn fault(typed: &str) -> Option<FormFault> {
    typed.chars().find(|letter| !House::in_code(*letter)).map(FormFault::Code)
}

impl Questions for ReadAsForm {
    fn title(&self) -> FormWord {
        FormWord::ReadAsForm
    }

    fn build(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let accounts = desk.site()?.accounts;
        let offer = |no: &str, bank: &str| Offer::named(no, |_| format!("{no} {bank}"));
        let offers = accounts.iter().map(|account| offer(&account.no, &account.bank)).collect();
        let code = Kind::Code(ACCOUNT_MOST);
        let account = FieldSpec::new("account", FormWord::ReadAsAccount, FormWord::HintReadAsAccount, code);
        let day = FieldSpec::new("day", FormWord::ReadAsDay, FormWord::HintReadAsDay, Kind::Day);
        let fields = vec![
            (account.offers(offers).check(fault), self.now.account.clone().unwrap_or_default()),
            (day.offers(usual_days(ctx.info.today)), self.now.day.map_or_else(String::new, |day| day.to_string())),
        ];
        Ok(Form::new("import.read_as", ctx.info.today, fields))
    }

    fn submit(&mut self, form: &Form) -> Next {
        let account = Some(form.text("account").to_owned()).filter(|account| !account.is_empty());
        Next::Close(Answer::ReadAs(ReadAs { account, day: form.day("day") }, None))
    }
}
