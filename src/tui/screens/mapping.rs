//! 定版式: a file no layout fits, column by column; every answer reads the file anew.
//!
//! Invariant: what is kept is what the last reading tried; an answer given while one runs is read after it.

use crate::book::draft::{LayoutAsked, LayoutTried};
use crate::domain::house::HouseAccount;
use crate::text::layout::LayoutWord;
use crate::text::mapping::{self, MappingWord};
use crate::text::messages;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::{Desk, ReadAs};
use crate::tui::layouts::{LayoutAnswer, take};
use crate::tui::screen::{Answer, Asking, Can, ChoiceTitle, Ctx, Next, Place, Screen};
use crate::tui::screens::mapping_lines::{self, Line, Setting};
use crate::tui::screens::mapping_view;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::worker::{Finished, Job};

/// 定版式.
pub(super) struct Mapping {
    pub(super) tried: LayoutTried,
    pub(super) asked: LayoutAsked,
    pub(super) at: Cursor,
    pub(super) failure: Option<String>,
    accounts: Vec<HouseAccount>,
    /// Whether a reading of ours is under way, and whether an answer came since it began.
    running: bool,
    behind: bool,
}

impl Mapping {
    /// On what a first reading gave.
    pub(super) fn new(tried: LayoutTried) -> Self {
        let asked = tried.asked.clone();
        let mut mapping = Mapping {
            tried,
            asked,
            at: Cursor::default(),
            failure: None,
            accounts: Vec::new(),
            running: false,
            behind: false,
        };
        mapping.seek(0);
        mapping
    }

    pub(super) fn lines(&self) -> Vec<Line> {
        mapping_lines::lines(&self.tried)
    }

    fn line(&self) -> Option<Line> {
        self.lines().get(self.at.at()).cloned()
    }

    /// Goes to the first line from `from` on that still asks for something, else stays.
    fn seek(&mut self, from: usize) {
        let lines = self.lines();
        let place = lines.iter().skip(from).position(|line| mapping_lines::asks(line, &self.tried));
        if let Some(place) = place {
            self.at.go(from + place, lines.len());
        }
    }

    fn read_again(&mut self) -> Next {
        if self.running {
            self.behind = true;
            return Next::Stay;
        }
        (self.running, self.behind) = (true, false);
        Next::Run(Job::Layout(Box::new(self.asked.clone())))
    }

    fn choose(&self, ctx: &Ctx<'_>) -> Next {
        let Some(line) = self.line() else { return Next::Stay };
        if line == Line::Setting(Setting::Name) {
            return Next::Open(Place::Form(Asking::LayoutName(self.asked.name.clone())));
        }
        let rows = mapping_lines::choices(&line, &self.tried, &self.accounts, ctx.lang);
        if rows.is_empty() {
            return Next::Refuse(Word::EmptyChoice.in_lang(ctx.lang).to_owned());
        }
        Next::Open(Place::Choice(ChoiceTitle::Mapping, rows))
    }

    /// Whether what was tried is a layout, and why not.
    fn can_keep(&self, ctx: &Ctx<'_>) -> Can {
        if ctx.busy || self.running || self.behind {
            return Can::No(Word::Busy.in_lang(ctx.lang).to_owned());
        }
        let lacks = self.tried.draft.lacks();
        match &self.tried.fault {
            _ if !lacks.is_empty() => Can::No(mapping::lacks(&lacks, ctx.lang)),
            Some(fault) => Can::No(messages::rejection(fault, ctx.lang).0),
            None => Can::when(self.tried.trial.reads(), || LayoutWord::NoRow.in_lang(ctx.lang).to_owned()),
        }
    }

    /// The next part (columns, words, settings): its first line that asks for something, else its first.
    fn next_part(&mut self) {
        let lines = self.lines();
        let part = |line: &Line| std::mem::discriminant(line);
        let here = lines.get(self.at.at()).map(part);
        let later = lines.iter().enumerate().skip(self.at.at()).find(|(_, line)| Some(part(line)) != here);
        let first = later.map_or(0, |(place, _)| place);
        let there = lines.get(first).map(part);
        let asking = |(_, line): &(usize, &Line)| Some(part(line)) == there && mapping_lines::asks(line, &self.tried);
        let place = lines.iter().enumerate().skip(first).find(asking).map_or(first, |(place, _)| place);
        self.at.go(place, lines.len());
    }
}

impl Screen for Mapping {
    fn scope(&self) -> Scope {
        Scope::Mapping
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        let name = self.asked.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        format!("{} {name}", MappingWord::Title.in_lang(ctx.lang))
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        // Where the house's facts cannot be read no account is offered; every other line still can be said.
        self.accounts = desk.site().map(|house| house.accounts).unwrap_or_default();
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Open | Action::PickValue | Action::Focus => Can::Yes,
            Action::KeepLayout => self.can_keep(ctx),
            moving if is_move(moving) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Open | Action::PickValue => return self.choose(ctx),
            Action::Focus => self.next_part(),
            Action::KeepLayout => {
                let asked = LayoutAsked { save: true, ..self.asked.clone() };
                self.running = true;
                return Next::Run(Job::Layout(Box::new(asked)));
            }
            moving => {
                let rows = self.lines().len();
                self.at.moved(moving, rows);
                // An answer whose reading ended under a menu.
                if self.behind && !self.running {
                    return self.read_again();
                }
            }
        }
        Next::Stay
    }

    fn answered(&mut self, answer: Answer) -> Next {
        let Answer::Layout(answer) = answer else { return Next::Stay };
        let moves_on = matches!(answer, LayoutAnswer::Role(..) | LayoutAnswer::Meaning(..));
        take(&mut self.asked, answer);
        if moves_on {
            self.seek(self.at.at() + 1);
        }
        self.read_again()
    }

    fn finished(&mut self, finished: &Finished) -> Next {
        if !self.running && !self.behind {
            return Next::Stay;
        }
        self.running = false;
        match finished {
            Finished::LayoutTried(tried) => {
                let before = self.line();
                (self.tried, self.failure) = ((**tried).clone(), None);
                if !self.behind {
                    self.asked = self.tried.asked.clone();
                }
                // Lines come and go with what the file is taken for; the cursor stays on its own.
                let lines = self.lines();
                let place = lines.iter().position(|line| Some(line) == before.as_ref());
                self.at.go(place.unwrap_or(self.at.at()), lines.len());
            }
            Finished::LayoutKept(file, _) => {
                let read_as = ReadAs { account: self.asked.account.clone(), day: None };
                return Next::Close(Answer::ReadAs(read_as, Some(file.clone())));
            }
            Finished::Failed(sentence) => self.failure = Some(sentence.clone()),
            // Other work ended before ours could begin.
            other if !matches!(other, Finished::Cancelled) => return self.read_again(),
            _ => {}
        }
        if self.behind { self.read_again() } else { Next::Stay }
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        mapping_view::draw(self, canvas, ctx.lang);
    }
}
