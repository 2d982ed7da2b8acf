//! 清欠进度: the equation of every cell, rates against targets, bars in plain characters; by line, town, officer, type.

use crate::domain::collection::progress::ProgressBy;
use crate::text::collecting::CollectingWord;
use crate::text::lang::Lang;
use crate::text::progress;
use crate::tui::action::{Action, Scope};
use crate::tui::collecting::{CollectingJob, ProgressAsked, ProgressSpan, SheetForm};
use crate::tui::desk::Desk;
use crate::tui::screen::{Answer, Asking, Can, ChoiceRow, ChoiceTitle, Ctx, Loaded, Next, Place, Screen};
use crate::tui::screens::reader::{Scroll, TextLine};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::is_move;
use crate::tui::widgets::text::wrap;
use crate::tui::worker::Finished;

/// 清欠进度.
pub(in crate::tui::screens) struct Progress {
    asked: ProgressAsked,
    lines: Loaded<Vec<String>>,
    scroll: Scroll,
}

impl Default for Progress {
    fn default() -> Self {
        let asked = ProgressAsked { by: ProgressBy::Area, span: ProgressSpan::Year };
        Progress { asked, lines: Loaded::Ready(Vec::new()), scroll: Scroll::default() }
    }
}

/// The one after, round and round.
fn next<T: Copy + PartialEq>(all: &[T], now: T) -> T {
    let at = all.iter().position(|one| *one == now).map_or(0, |at| at + 1);
    all.get(at).or(all.first()).copied().unwrap_or(now)
}

fn span(span: ProgressSpan, lang: Lang) -> &'static str {
    match span {
        ProgressSpan::Year => CollectingWord::Year,
        ProgressSpan::Month => CollectingWord::Month,
        ProgressSpan::Week => CollectingWord::Week,
    }
    .in_lang(lang)
}

impl Progress {
    fn print(&self, lang: Lang) -> Next {
        let row = |(form, word): (SheetForm, CollectingWord)| ChoiceRow {
            label: word.in_lang(lang).to_owned(),
            aside: String::new(),
            found_by: form.code().to_owned(),
            refusal: None,
            answer: Answer::Run(CollectingJob::PrintProgress(self.asked, form).job()),
        };
        let forms = [
            (SheetForm::Xlsx, CollectingWord::Xlsx),
            (SheetForm::Pdf, CollectingWord::Pdf),
            (SheetForm::Text, CollectingWord::Text),
        ];
        Next::Open(Place::Choice(ChoiceTitle::PrintForms, forms.map(row).into()))
    }

    fn has_rows(&self) -> bool {
        self.lines.ready().is_some_and(|lines| !lines.is_empty())
    }
}

impl Screen for Progress {
    fn scope(&self) -> Scope {
        Scope::Progress
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let (word, by) = (CollectingWord::Progress.in_lang(ctx.lang), progress::by(self.asked.by, ctx.lang));
        format!("{word} {} {by}", span(self.asked.span, ctx.lang))
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.lines = Loaded::from_result(desk.progress(&self.asked));
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Grouping | Action::OtherSpan | Action::New => Can::Yes,
            Action::Export => {
                Can::when(self.has_rows(), || crate::text::ui::Word::NothingChosen.in_lang(ctx.lang).to_owned())
            }
            moving if is_move(moving) && self.scroll.needed() => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Grouping => self.asked.by = next(ProgressBy::ALL, self.asked.by),
            Action::OtherSpan => self.asked.span = next(ProgressSpan::ALL, self.asked.span),
            Action::New => return Next::Open(Place::Form(Asking::Target(self.asked.by))),
            Action::Export => return self.print(ctx.lang),
            moving => {
                self.scroll.moved(moving);
                return Next::Stay;
            }
        }
        self.scroll = Scroll::default();
        Next::Load
    }

    fn finished(&mut self, finished: &Finished) -> Next {
        if matches!(finished, Finished::Collected(_)) { Next::Load } else { Next::Stay }
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        if let Some(sentence) = self.lines.failure() {
            canvas.text(2, 0, &format!("! {sentence}"), Role::Wrong);
            return;
        }
        let width = usize::from(canvas.width());
        let mut lines: Vec<TextLine> = Vec::new();
        for line in self.lines.ready().into_iter().flatten() {
            // A group's name stands at the margin; what goes on beyond the line is set in below it.
            let indent = line.len() - line.trim_start().len();
            for (place, part) in wrap(line.trim_start(), width.saturating_sub(indent + 2)).into_iter().enumerate() {
                let blanks = " ".repeat(indent + if place == 0 { 0 } else { 2 });
                lines.push((format!("{blanks}{part}"), if indent == 0 { Role::Head } else { Role::Plain }));
            }
        }
        if lines.is_empty() {
            lines.push((ctx.with_keys(CollectingWord::NoProgress.in_lang(ctx.lang)), Role::Hint));
        }
        self.scroll.draw(canvas, &lines);
    }
}
