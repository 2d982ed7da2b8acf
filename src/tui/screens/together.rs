//! 批量办理: many differences decided in one act, the cases and the sum shown before.
//!
//! Invariant: what is decided is what the preview named, version by version; a case that changed meanwhile refuses
//! the whole, and one undo takes the whole back.

use crate::book::phrases::Phrase;
use crate::domain::decision::Verb;
use crate::domain::money::Money;
use crate::domain::recon::ExceptionCase;
use crate::text::lang::Lang;
use crate::text::ui::Word;
use crate::text::work::{WorkWord, cannot, of_them};
use crate::text::{messages, terms};
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{Deciding, DecisionPreview, Desk, Sentence};
use crate::tui::screen::{Answer, Asking, Can, ChoiceTitle, Ctx, Loaded, ManyCases, Next, Place, Screen};
use crate::tui::screens::work;
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::{cut, wrap};
use crate::tui::worker::{Finished, Job};

/// Reasons of refusals shown.
const REFUSALS: usize = 3;

/// 批量办理.
pub(super) struct Together {
    asked: ManyCases,
    cases: Loaded<Vec<ExceptionCase>>,
    phrases: Result<Vec<Phrase>, Sentence>,
    people: Result<Vec<String>, Sentence>,
    /// What was chosen, and what it would do.
    deciding: Option<Deciding>,
    preview: Option<Result<DecisionPreview, Sentence>>,
    at: Cursor,
}

impl Together {
    /// These differences, or all that are alike one of them.
    pub(super) fn new(asked: ManyCases) -> Self {
        Together {
            asked,
            cases: Loaded::Ready(Vec::new()),
            phrases: Ok(Vec::new()),
            people: Ok(Vec::new()),
            deciding: None,
            preview: None,
            at: Cursor::default(),
        }
    }

    fn cases(&self) -> &[ExceptionCase] {
        self.cases.ready().map_or(&[], Vec::as_slice)
    }

    /// A decision on all of them; versions are those of the preview.
    fn deciding(&self, verb: Verb) -> Deciding {
        let cases = self.cases().iter().map(|case| (case.key.clone(), None)).collect();
        Deciding { cases, ..Deciding::of(verb, "", "") }
    }

    fn able(&self, verb: Verb) -> usize {
        self.cases().iter().filter(|case| crate::domain::decision::allowed(case, verb).is_ok()).count()
    }

    fn choose(&mut self, verb: Verb, lang: Lang) -> Next {
        let deciding = self.deciding(verb);
        match verb {
            Verb::Label | Verb::Waive => match &self.phrases {
                Ok(phrases) => Next::Open(Place::Choice(ChoiceTitle::Reasons, work::reasons(phrases, &deciding, lang))),
                Err(sentence) => Next::Refuse(sentence.clone()),
            },
            Verb::Assign => match &self.people {
                Ok(people) => Next::Open(Place::Choice(ChoiceTitle::People, work::people(people, &deciding))),
                Err(sentence) => Next::Refuse(sentence.clone()),
            },
            Verb::Carry => Next::Open(Place::Form(Asking::Decision(Box::new(deciding)))),
            _ => {
                self.deciding = Some(deciding);
                Next::Load
            }
        }
    }

    fn ready(&self) -> Option<&DecisionPreview> {
        let preview = self.preview.as_ref()?.as_ref().ok()?;
        (!preview.taken.is_empty()).then_some(preview)
    }
}

/// What an action decides of many.
fn verb_of(action: Action) -> Option<Verb> {
    Some(match action {
        Action::Accept => Verb::Accept,
        Action::Label => Verb::Label,
        Action::Carry => Verb::Carry,
        Action::Assign => Verb::Assign,
        Action::Waive => Verb::Waive,
        _ => return None,
    })
}

impl Screen for Together {
    fn scope(&self) -> Scope {
        Scope::Together
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let word = match self.asked {
            ManyCases::Alike(_) => WorkWord::Alike,
            ManyCases::Marked(..) => WorkWord::Marked,
        };
        format!("{} {}", word.in_lang(ctx.lang), self.cases().len())
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.cases = Loaded::from_result(match &self.asked {
            ManyCases::Alike(key) => desk.alike(key),
            ManyCases::Marked(ask, marks) => desk.case_order(ask).and_then(|order| {
                let marked: Vec<i64> = order.iter().copied().filter(|number| marks.holds(*number)).collect();
                desk.cases_of(&marked)
            }),
        });
        (self.phrases, self.people) = (desk.phrases(), desk.people());
        let rows = self.cases().len();
        self.at.go(self.at.at(), rows);
        self.preview = self.deciding.as_ref().map(|deciding| desk.preview_decision(deciding));
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let say = |word: Word| word.in_lang(ctx.lang).to_owned();
        if let Some(verb) = verb_of(action) {
            return match (ctx.busy, self.able(verb)) {
                (true, _) => Can::No(say(Word::Busy)),
                (false, 0) => Can::No(WorkWord::NoneFits.in_lang(ctx.lang).to_owned()),
                (false, _) => Can::Yes,
            };
        }
        match action {
            Action::Open if ctx.busy => Can::No(say(Word::Busy)),
            Action::Open => Can::when(self.ready().is_some(), || WorkWord::ChooseFirst.in_lang(ctx.lang).to_owned()),
            moving if is_move(moving) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        if let Some(verb) = verb_of(action) {
            return self.choose(verb, ctx.lang);
        }
        if action == Action::Open {
            let (Some(deciding), Some(preview)) = (&self.deciding, self.ready()) else { return Next::Stay };
            let cases = preview.taken.clone();
            return Next::Run(Job::Decide(Box::new(Deciding { cases, ..deciding.clone() })));
        }
        let rows = self.cases().len();
        self.at.moved(action, rows);
        Next::Stay
    }

    fn back(&mut self) -> Option<Next> {
        self.preview = None;
        self.deciding.take().map(|_| Next::Stay)
    }

    fn answered(&mut self, answer: Answer) -> Next {
        let Answer::Deciding(deciding) = answer else { return Next::Stay };
        self.deciding = Some(*deciding);
        Next::Load
    }

    fn finished(&mut self, finished: &Finished) -> Next {
        if matches!(finished, Finished::Decided(..)) { Next::Back } else { Next::Stay }
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let columns = usize::from(canvas.width());
        let mut y = 0;
        for line in self.head(ctx) {
            for (place, text) in wrap(&line.0, columns).into_iter().take(2).enumerate() {
                canvas.text(if place == 0 { 0 } else { 2 }, y, &cut(&text, columns), line.1);
                y += 1;
            }
        }
        let cells = |row: usize| self.cases().get(row).map(|case| cells_of(case, lang)).unwrap_or_default();
        let zh = lang == Lang::Zh;
        let table = vec![
            Column::left(Word::Class.in_lang(lang), if zh { 16 } else { 27 }),
            Column::left(Word::Date.in_lang(lang), 5),
            Column::right(Word::Difference.in_lang(lang), 13),
            Column::left(Word::Reason.in_lang(lang), 0),
        ];
        let rest = canvas.height().saturating_sub(y);
        canvas.rows(y, rest, |part| {
            Table {
                columns: table,
                rows: self.cases().len(),
                cells: &cells,
                cursor: &self.at,
                focused: true,
                totals: None,
                cell: None,
                instead: self.cases.failure().map_or(Instead::Empty(""), Instead::Failed),
            }
            .draw(part)
        });
    }
}

impl Together {
    /// What is asked, or what was chosen and what it would do.
    fn head(&self, ctx: &Ctx<'_>) -> Vec<(String, Role)> {
        let lang = ctx.lang;
        let sum: Money = self.cases().iter().map(|case| case.difference.abs()).sum();
        let mut lines = vec![(of_them(self.cases().len(), &sum.grouped(), lang), Role::Title)];
        let (Some(deciding), Some(preview)) = (&self.deciding, &self.preview) else {
            lines.push((ctx.with_keys(WorkWord::TogetherHint.in_lang(lang)), Role::Hint));
            return lines;
        };
        match preview {
            Err(sentence) => lines.push((format!("! {sentence}"), Role::Wrong)),
            Ok(preview) => {
                let mut said = preview.sentence.clone();
                let more = [&deciding.reason, &deciding.person].into_iter().filter(|text| !text.is_empty()).cloned();
                let more = more.chain(deciding.to.map(|day| day.to_string())).collect::<Vec<_>>();
                if !more.is_empty() {
                    said.push_str(&format!(" ({})", more.join(" ")));
                }
                lines.push((said, Role::Plain));
                if !preview.refused.is_empty() {
                    lines.push((cannot(preview.refused.len(), lang), Role::Plain));
                    let why = preview.refused.iter().take(REFUSALS);
                    lines.extend(why.map(|(_, why)| (format!("  - {why}"), Role::Plain)));
                }
                let hint = if preview.taken.is_empty() { WorkWord::NoneFits } else { WorkWord::TogetherEnter };
                lines.push((hint.in_lang(lang).to_owned(), Role::Hint));
            }
        }
        lines
    }
}

fn cells_of(case: &ExceptionCase, lang: Lang) -> Vec<String> {
    vec![
        format!("{} {}", case.class.paper_code(), terms::class(case.class, lang)),
        case.day.date().format("%m-%d").to_string(),
        case.difference.grouped(),
        messages::reason(case, lang),
    ]
}
