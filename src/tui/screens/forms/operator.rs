//! 新建操作员: name and system account.
//!
//! Invariant: what the command would refuse is refused where it is typed, by the same rule.

use super::Questions;
use crate::domain::names;
use crate::domain::rejection::Rejection;
use crate::text::form::{FormFault, FormWord};
use crate::tui::desk::Desk;
use crate::tui::screen::{Ctx, Next};
use crate::tui::widgets::form::Form;
use crate::tui::widgets::form::spec::{FieldSpec, Kind};
use crate::tui::worker::{Finished, Job};

const NAME_MOST: usize = 32;
const ACCOUNT_MOST: usize = 64;

/// 新建操作员.
pub(super) struct Operator;

impl Questions for Operator {
    fn title(&self) -> FormWord {
        FormWord::NewOperator
    }

    fn build(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let known = desk.operators()?;
        let last = known.last().map_or_else(String::new, |operator| operator.account.clone());
        let taken: Vec<String> = known.into_iter().map(|operator| operator.name).collect();
        let good_name = move |typed: &str| {
            let exists = taken.iter().any(|name| name == typed);
            let refused = if exists { Some(Rejection::OperatorExists(typed.to_owned())) } else { None };
            refused.or_else(|| names::check_operator(typed).err()).map(FormFault::Refused)
        };
        let good_account = |typed: &str| names::check_account(typed).err().map(FormFault::Refused);
        let name = FieldSpec::new("name", FormWord::Name, FormWord::HintOperatorName, Kind::Text(NAME_MOST));
        let account = FieldSpec::new("account", FormWord::Account, FormWord::HintAccount, Kind::Code(ACCOUNT_MOST));
        let fields = vec![
            (name.required().check(good_name), String::new()),
            (account.required().check(good_account), String::new()),
        ];
        Ok(Form::new("operator.new", ctx.info.today, fields).above(vec![("account", last)]).cells())
    }

    fn submit(&mut self, form: &Form) -> Next {
        Next::Run(Job::AddOperator { name: form.text("name").to_owned(), account: form.text("account").to_owned() })
    }

    fn finished(&mut self, _form: &mut Form, finished: &Finished) -> Next {
        if matches!(finished, Finished::OperatorAdded(_)) { Next::Back } else { Next::Stay }
    }
}
