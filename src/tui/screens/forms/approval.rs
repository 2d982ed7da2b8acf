//! 退回与不予: why something is sent back or refused, and the clause a refusal rests on.
//!
//! Invariant: what was seen goes along; the typing stays where the book refuses.

use super::Questions;
use crate::domain::approval::Verdict;
use crate::text::form::FormWord;
use crate::tui::approvals::ApprovalDeciding;
use crate::tui::desk::Desk;
use crate::tui::screen::{Ctx, Next};
use crate::tui::widgets::form::Form;
use crate::tui::widgets::form::spec::{FieldSpec, Kind};
use crate::tui::worker::{Finished, Job};

const TEXT_MOST: usize = 200;

/// 退回或不予.
pub(super) struct Approval {
    deciding: ApprovalDeciding,
}

impl Approval {
    /// Asks why.
    pub(super) fn new(deciding: ApprovalDeciding) -> Self {
        Approval { deciding }
    }
}

impl Questions for Approval {
    fn title(&self) -> FormWord {
        if self.deciding.verdict == Verdict::Refuse { FormWord::RefuseForm } else { FormWord::SendBackForm }
    }

    fn build(&mut self, _desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String> {
        let text = |id, word, hint| FieldSpec::new(id, word, hint, Kind::Text(TEXT_MOST)).required();
        let mut fields = vec![(text("reason", FormWord::Reason, FormWord::HintOpinion), String::new())];
        if self.deciding.verdict == Verdict::Refuse {
            fields.push((text("clause", FormWord::Clause, FormWord::HintClause), String::new()));
        }
        let id = format!("{}.{}", self.deciding.verdict.code(), self.deciding.number);
        Ok(Form::new(&id, ctx.info.today, fields))
    }

    fn submit(&mut self, form: &Form) -> Next {
        let clause = if self.deciding.verdict == Verdict::Refuse { form.text("clause") } else { "" };
        let (reason, clause) = (form.text("reason").to_owned(), clause.to_owned());
        Next::Run(Job::Approve(vec![ApprovalDeciding { reason, clause, ..self.deciding.clone() }]))
    }

    fn finished(&mut self, _form: &mut Form, finished: &Finished) -> Next {
        if matches!(finished, Finished::Approved(_)) { Next::Back } else { Next::Stay }
    }
}
