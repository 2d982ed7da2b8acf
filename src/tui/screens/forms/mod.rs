//! Forms as screens 表单画面: one shell round every form, and what each of them asks.
//!
//! Invariant: a form is built once; reading the book again never touches what was typed.

mod apply;
mod approval;
mod call;
mod chase;
mod closing;
mod decision;
mod employers;
mod filter;
mod layout;
mod operator;
mod read_as;
mod site;

use crate::term::{Code, Key};
use crate::text::form::{FormWord, wrong_fields};
use crate::text::lang::Lang;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::Desk;
use crate::tui::screen::{Asking, Can, Ctx, Next, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::is_move;
use crate::tui::widgets::form::{Form, Took};
use crate::tui::worker::Finished;

/// What a form is about.
trait Questions {
    /// Its heading.
    fn title(&self) -> FormWord;
    /// Whom or what it is about, where its heading does not say.
    fn about(&self) -> Option<&str> {
        None
    }
    /// The form, with what stands in the book.
    ///
    /// # Errors
    /// A sentence when that cannot be read.
    fn build(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) -> Result<Form, String>;
    /// What to do with a form whose every field passed.
    fn submit(&mut self, form: &Form) -> Next;
    /// What its check depends on, where it has one: when that changes the book is asked again.
    fn watched(&self, _form: &Form) -> Option<String> {
        None
    }
    /// Checks what is typed against the book.
    fn look(&mut self, _form: &Form, _desk: &dyn Desk) {}
    /// What the check said, beneath the form.
    fn beneath(&self, _columns: usize, _lang: Lang) -> Vec<(String, Role)> {
        Vec::new()
    }
    /// Hears of the work it asked for.
    fn finished(&mut self, _form: &mut Form, _finished: &Finished) -> Next {
        Next::Stay
    }
}

/// 表单画面.
pub(super) struct FormScreen {
    questions: Box<dyn Questions>,
    form: Option<Form>,
    failure: Option<String>,
    /// What was typed when it was last checked.
    watched: Option<String>,
}

impl FormScreen {
    /// The form that asks for this.
    pub(super) fn new(asking: Asking) -> Self {
        let questions: Box<dyn Questions> = match asking {
            Asking::Filter(asked) => Box::new(filter::Filter::new(*asked)),
            Asking::Call { code, name } => Box::new(call::Call::new(code, name)),
            Asking::ReadAs(now) => Box::new(read_as::ReadAsForm::new(now)),
            Asking::LayoutName(name) => Box::new(layout::LayoutName::new(name)),
            Asking::Apply { no, code } => Box::new(apply::Apply::new(no, code)),
            Asking::Operator => Box::new(operator::Operator),
            Asking::Contract(at) => Box::new(site::Contract::new(at)),
            Asking::DayStep(asked) => Box::new(closing::DayStepForm::new(asked)),
            Asking::Decision(deciding) => Box::new(decision::Decision::new(*deciding)),
            Asking::Approval(deciding) => Box::new(approval::Approval::new(*deciding)),
            Asking::Step(code, open) => Box::new(chase::Step::new(code, open)),
            Asking::Serve(papers) => Box::new(chase::Serve::new(papers)),
            Asking::Hold(code, due) => Box::new(chase::Hold::new(code, due)),
            Asking::Override => Box::new(chase::Override),
            Asking::Employers(asked) => Box::new(employers::Employers::new(*asked)),
            Asking::Account(at) => Box::new(site::Account::new(at)),
        };
        FormScreen { questions, form: None, failure: None, watched: None }
    }

    fn submit(&mut self, ctx: &Ctx<'_>) -> Next {
        let Some(form) = &mut self.form else { return Next::Stay };
        if let Err(wrong) = form.submit() {
            return Next::Refuse(wrong_fields(wrong, ctx.lang));
        }
        let next = self.questions.submit(form);
        if matches!(next, Next::Close(_)) {
            form.settle();
        }
        next
    }
}

fn said(took: Took, ctx: &Ctx<'_>) -> Next {
    match took {
        Took::Refused(word) => Next::Refuse(word.in_lang(ctx.lang).to_owned()),
        Took::Done | Took::Not => Next::Stay,
    }
}

impl FormScreen {
    /// What follows on a field left or chosen: the check, where what it depends on changed.
    fn checked(&self, next: Next) -> Next {
        let watched =
            self.form.as_ref().filter(|form| !form.is_picking()).and_then(|form| self.questions.watched(form));
        let again = watched.is_some() && watched != self.watched;
        if again && matches!(next, Next::Stay) { Next::Load } else { next }
    }
}

impl Screen for FormScreen {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let title = self.questions.title().in_lang(ctx.lang);
        self.questions.about().map_or_else(|| title.to_owned(), |about| format!("{title} {about}"))
    }

    fn load(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) {
        if self.form.is_none() {
            match self.questions.build(desk, ctx) {
                Ok(form) => self.form = Some(form),
                Err(sentence) => self.failure = Some(sentence),
            }
        }
        if let Some(form) = &self.form {
            self.watched = self.questions.watched(form);
            if self.watched.is_some() {
                self.questions.look(form, desk);
            }
        }
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let Some(form) = &self.form else { return Can::Absent };
        let say = |word: FormWord| word.in_lang(ctx.lang).to_owned();
        match action {
            Action::Submit => Can::when(!ctx.busy, || crate::text::ui::Word::Busy.in_lang(ctx.lang).to_owned()),
            Action::PickValue => Can::when(form.can_pick(), || say(FormWord::NoPickHere)),
            Action::Discard => Can::when(form.is_changed() || form.is_contrasted(), || say(FormWord::NothingTyped)),
            Action::PageUp | Action::PageDown if !form.is_picking() => Can::Absent,
            Action::First | Action::Last if form.is_typing() => Can::Absent,
            Action::NextField => Can::Yes,
            Action::FieldBefore if !form.is_picking() => Can::Yes,
            moving if is_move(moving) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        if action == Action::Submit {
            return self.submit(ctx);
        }
        let Some(form) = &mut self.form else { return Next::Stay };
        if action == Action::Discard {
            form.discard();
            return Next::Say(FormWord::Discarded.in_lang(ctx.lang).to_owned());
        }
        let next = said(form.act(action), ctx);
        self.checked(next)
    }

    fn typed(&mut self, key: Key, ctx: &Ctx<'_>) -> Option<Next> {
        // Enter opens nothing here: it goes on, as Tab does.
        if key == Key::plain(Code::Enter) {
            let next = said(self.form.as_mut()?.act(Action::NextField), ctx);
            return Some(self.checked(next));
        }
        let form = self.form.as_mut()?;
        let (took, chosen) = (form.key(key), !form.is_typing());
        match took {
            Took::Not => None,
            took if chosen => Some(self.checked(said(took, ctx))),
            took => Some(said(took, ctx)),
        }
    }

    fn form(&mut self) -> Option<&mut Form> {
        self.form.as_mut()
    }

    fn pasted(&mut self, text: &str) -> bool {
        if let Some(form) = &mut self.form {
            form.paste(text);
        }
        self.form.is_some()
    }

    fn back(&mut self) -> Option<Next> {
        self.form.as_mut()?.close_pick().then_some(Next::Stay)
    }

    fn finished(&mut self, finished: &Finished) -> Next {
        let Some(form) = &mut self.form else { return Next::Stay };
        if let Finished::Refused(refusal) = finished {
            form.refuse(refusal.field, refusal.sentence.clone());
            return Next::Stay;
        }
        let next = self.questions.finished(form, finished);
        if matches!(next, Next::Back) {
            form.settle();
        }
        next
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        if let Some(sentence) = &self.failure {
            canvas.text(2, 1, &format!("! {sentence}"), Role::Wrong);
        }
        let Some(form) = &self.form else { return };
        let height = canvas.height();
        let lines = self.questions.beneath(usize::from(canvas.width()), ctx.lang);
        // The fields keep the greater part of a small window.
        let below = u16::try_from(lines.len() + 1).unwrap_or(height).min((height / 2).saturating_sub(1));
        if form.is_picking() || lines.is_empty() {
            return form.draw(canvas, ctx);
        }
        canvas.rows(0, height - below, |part| form.draw(part, ctx));
        for (y, (line, role)) in (height - below + 1..height).zip(lines) {
            canvas.text(2, y, &line, role);
        }
    }
}
