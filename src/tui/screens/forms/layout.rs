//! 版式名称: what a layout of the house shall be called.

use super::Questions;
use crate::text::form::FormFault;
use crate::text::form::FormWord;
use crate::tui::desk::Desk;
use crate::tui::layouts::LayoutAnswer;
use crate::tui::screen::{Answer, Ctx, Next};
use crate::tui::widgets::form::Form;
use crate::tui::widgets::form::spec::{FieldSpec, Kind};

/// Most letters of a name.
const NAME_MOST: usize = 40;

/// 版式名称.
pub(super) struct LayoutName {
    name: String,
}

impl LayoutName {
    /// Opens on the name it has.
    pub(super) fn new(name: String) -> Self {
        LayoutName { name }
    }
}

/// A mark that may not stand in the name of a layout.
fn fault(typed: &str) -> Option<FormFault> {
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    typed.chars().find(|letter| !fits(*letter)).map(FormFault::Code)
}

impl Questions for LayoutName {
    fn title(&self) -> FormWord {
        FormWord::LayoutForm
    }

    fn build(&mut self, _desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let name = FieldSpec::new("name", FormWord::LayoutName, FormWord::HintLayoutName, Kind::Code(NAME_MOST));
        Ok(Form::new("layout.name", ctx.info.today, vec![(name.required().check(fault), self.name.clone())]))
    }

    fn submit(&mut self, form: &Form) -> Next {
        Next::Close(Answer::Layout(LayoutAnswer::Name(form.text("name").to_owned())))
    }
}
