//! The shell: one loop, a stack of screens, one job beside them.
//!
//! Invariant: it sleeps in [`Terminal::next`] unless a job runs; every key ends in a screen's
//! `update`, in one of the few actions the shell keeps for itself, or in a sentence saying why not.

use std::io;
use std::path::Path;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::action::{Action, Danger, Scope};
use super::chase::EmployersAsk;
use super::desk::{BookInfo, Desk, EntryFilter};
use super::drafts::{Drafts, Restored};
use super::frame::{self, Message};
use super::keymap::{Keymap, Meaning, Strokes};
use super::menus;
use super::offer::Standing;
use super::office::SiteAnswer;
use super::pending::Pending;
use super::screen::{Answer, Can, CaseFilter, Ctx, Next, Place, Screen};
use super::screens;
use super::theme::Theme;
use super::unshown;
use super::worker::{Finished, Job, Worker};
use crate::domain::entry::Side;
use crate::domain::exception::State;
use crate::term::{Code, Input, Key, Terminal, Waker};
use crate::text::form::{FormWord, operator_added, unsaved_draft};
use crate::text::lang::Lang;
use crate::text::ui::{self, Word};

/// What a person brings along.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Language to start in.
    pub lang: Lang,
    /// Their keys.
    pub keymap: Keymap,
    /// What to say on opening, in words of that language.
    pub notice: Option<String>,
    /// How the screen looks.
    pub theme: Theme,
}

impl Setting {
    /// The keys everyone starts with.
    ///
    /// # Errors
    /// The faults of the map, one a line; a test holds that there is none.
    pub fn plain(lang: Lang) -> Result<Self, String> {
        match Keymap::embedded() {
            Ok(keymap) => Ok(Setting { lang, keymap, notice: None, theme: Theme::from_environment() }),
            Err(faults) => Err(faults.iter().map(|fault| fault.sentence(lang)).collect::<Vec<_>>().join("\n")),
        }
    }
}

/// Opens the workstation with the keys everyone starts with.
///
/// # Errors
/// As [`run_with`].
pub fn run(desk: Box<dyn Desk>, lang: Lang, terminal: &mut dyn Terminal) -> Result<(), String> {
    run_with(desk, Setting::plain(lang)?, terminal)
}

/// Opens the workstation on a book and stays until the person leaves or the line dies.
///
/// # Errors
/// A sentence when the terminal cannot be used.
pub fn run_with(desk: Box<dyn Desk>, setting: Setting, terminal: &mut dyn Terminal) -> Result<(), String> {
    let lang = setting.lang;
    let mut app = App::new(desk, setting, terminal.waker());
    if !terminal.shows(HAN) && app.message.is_none() {
        app.message = Some(Message::said(Word::NoHan.in_lang(lang).to_owned()));
    }
    terminal.enter().map_err(|error| error.to_string())?;
    let outcome = app.work(terminal);
    app.keep_drafts();
    let left = terminal.leave();
    // A dead line cannot be given back, and there is nobody left to tell.
    if app.gone { Ok(()) } else { outcome.and(left).map_err(|error| error.to_string()) }
}

/// A terminal that shows this one shows Han.
const HAN: char = '三';
/// What a screen may know, borrowed apart from the screens.
macro_rules! context {
    ($app:ident) => {
        Ctx { lang: $app.lang, info: &$app.info, busy: $app.worker.is_some(), keymap: &$app.keymap }
    };
}

struct Layer {
    screen: Box<dyn Screen>,
    stale: bool,
    /// Whether a draft was looked for.
    opened: bool,
}

impl Layer {
    fn new(place: Place) -> Self {
        Layer { screen: screens::open(place), stale: true, opened: false }
    }
}

struct App {
    desk: Box<dyn Desk>,
    info: BookInfo,
    lang: Lang,
    keymap: Keymap,
    pending: Pending,
    theme: Theme,
    waker: Waker,
    layers: Vec<Layer>,
    message: Option<Message>,
    worker: Option<Worker>,
    drafts: Drafts,
    open: bool,
    redraw: bool,
    gone: bool,
    drilled: bool,
    clip: Option<String>,
}

impl App {
    fn new(desk: Box<dyn Desk>, setting: Setting, waker: Waker) -> Self {
        let info = desk.info();
        App {
            drafts: Drafts::new(desk.side_directory()),
            desk,
            info,
            lang: setting.lang,
            keymap: setting.keymap,
            pending: Pending::default(),
            theme: setting.theme,
            waker,
            layers: vec![Layer::new(Place::Home)],
            message: setting.notice.map(Message::refused),
            worker: None,
            open: true,
            redraw: false,
            gone: false,
            drilled: false,
            clip: None,
        }
    }

    fn work(&mut self, terminal: &mut dyn Terminal) -> io::Result<()> {
        while self.open {
            self.load_top();
            if std::mem::take(&mut self.redraw) {
                terminal.clear()?;
            }
            self.draw(terminal)?;
            terminal.attend(self.worker.is_some());
            let look = self.worker.as_ref().map(|_| Worker::LOOK_EVERY);
            let timeout = [look, self.drafts.wait(), self.pending.deadline()].into_iter().flatten().min();
            let mut input = terminal.next(timeout)?;
            while let Some(one) = input {
                self.take(one, terminal)?;
                self.copy(terminal)?;
                self.load_top();
                input = if self.open { terminal.next(Some(Duration::ZERO))? } else { None };
            }
            self.pending.look();
            self.hear_worker();
            if self.drafts.is_due() {
                self.keep_drafts();
            }
        }
        if let Some(worker) = &self.worker {
            worker.cancel();
        }
        Ok(())
    }

    fn take(&mut self, input: Input, terminal: &mut dyn Terminal) -> io::Result<()> {
        match input {
            Input::Key(key) => {
                if let Some(layer) = self.layers.last_mut() {
                    layer.screen.heard(terminal.spelled());
                }
                self.key(key);
                self.note_typing();
            }
            Input::Paste(text) => {
                self.pending = Pending::default();
                if let Some(layer) = self.layers.last_mut() {
                    layer.screen.pasted(&text);
                }
                self.note_typing();
            }
            Input::Resize => {
                // The new window may be too small to work in.
                self.keep_drafts();
                terminal.clear()?;
            }
            Input::Woken => self.hear_worker(),
            Input::Gone => (self.open, self.gone) = (false, true),
        }
        Ok(())
    }

    /// Hands a text to the terminal's clipboard, or to a file where the terminal has none.
    fn copy(&mut self, terminal: &mut dyn Terminal) -> io::Result<()> {
        let Some(text) = self.clip.take() else { return Ok(()) };
        if terminal.copy(&text)? {
            self.say(Word::CopiedToTerminal);
            return Ok(());
        }
        self.message = Some(match self.desk.keep_copy(&text) {
            Ok(path) => Message::said(ui::copied_to_file(&short(&path), self.lang)),
            Err(sentence) => Message::refused(sentence),
        });
        Ok(())
    }

    fn ctx(&self) -> Ctx<'_> {
        context!(self)
    }

    fn standing(&self) -> Option<Standing<'_>> {
        self.top().map(|screen| Standing { screen, depth: self.layers.len() })
    }

    fn top(&self) -> Option<&dyn Screen> {
        self.layers.last().map(|layer| layer.screen.as_ref())
    }

    fn scope(&self) -> Scope {
        self.top().map_or(Scope::Home, Screen::scope)
    }

    fn load_top(&mut self) {
        if self.drilled && !self.layers.iter().any(|layer| layer.screen.scope() == Scope::Entries) {
            self.desk.close_entries();
        }
        self.drilled = self.layers.iter().any(|layer| layer.screen.scope() == Scope::Entries);
        let ctx = context!(self);
        if let Some(layer) = self.layers.last_mut().filter(|layer| layer.stale) {
            layer.screen.load(self.desk.as_ref(), &ctx);
            layer.stale = false;
        }
        self.open_draft();
    }

    fn draw(&self, terminal: &mut dyn Terminal) -> io::Result<()> {
        let (columns, rows) = terminal.size()?;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let ctx = self.ctx();
        let crumbs: Vec<String> = self.layers.iter().map(|layer| layer.screen.crumb(&ctx)).collect();
        let status = self.worker.as_ref().map(|worker| worker.status(self.lang));
        let chrome = frame::Chrome {
            crumbs: &crumbs,
            footer: &self.hint_line(&ctx, usize::from(columns)),
            message: self.message.as_ref(),
            status: status.as_deref(),
        };
        let cursor = frame::draw(&mut buffer, self.theme, &ctx, &chrome, self.top());
        if chrome.message.is_none() && chrome.status.is_none() {
            let shows = |one: char| terminal.shows(one);
            if let Some(note) = unshown::note(&buffer, cursor, &shows, self.lang) {
                frame::footnote(&mut buffer, self.theme, &note);
            }
        }
        terminal.draw(&buffer, cursor)
    }

    fn hint_line(&self, ctx: &Ctx<'_>, columns: usize) -> String {
        if let Some(hint) = self.top().and_then(|screen| screen.hint(ctx)) {
            return hint;
        }
        match self.standing() {
            Some(standing) if self.pending.hinting() => menus::which_key(standing.scope(), &self.pending, ctx, columns),
            Some(standing) => menus::hints(standing, ctx, columns),
            None => String::new(),
        }
    }

    fn key(&mut self, key: Key) {
        self.message = None;
        let ctx = context!(self);
        let begun = !self.pending.keys().is_empty();
        if let Some(layer) = self.layers.last_mut().filter(|_| !begun)
            && let Some(next) = layer.screen.typed(key, &ctx)
        {
            return self.follow(next);
        }
        let pressed = self.pending.with(key);
        match self.keymap.meaning(self.scope(), &pressed) {
            Meaning::Action(action) => self.act(action),
            Meaning::Beginning => self.pending.wait(pressed),
            // Esc only takes back what was begun.
            Meaning::Nothing if begun && key.code == Code::Esc => {}
            Meaning::Nothing => self.refuse_unbound(&Strokes::from(pressed.as_slice()).to_string()),
        }
    }

    fn refuse_unbound(&mut self, keys: &str) {
        let sentence = self.ctx().with_keys(&ui::unbound_key(keys, self.lang));
        self.refuse(sentence);
    }

    fn act(&mut self, action: Action) {
        let can = self.standing().map_or(Can::Absent, |standing| standing.can(action, &self.ctx()));
        match can {
            Can::Yes if action.danger() == Danger::None => self.perform(action),
            Can::Yes => self.ask(action),
            Can::No(reason) => self.refuse(reason),
            Can::Absent => self.refuse_unbound(&self.keymap.label(self.scope(), action).unwrap_or_default()),
        }
    }

    fn perform(&mut self, action: Action) {
        match action {
            Action::Help => self.open_help(),
            Action::Menu => self.open_over(menus::actions),
            Action::Places => self.open_over(menus::places),
            Action::Palette => self.open_over(menus::palette),
            Action::Home => self.drop_layers(1),
            Action::Refresh => {
                self.info = self.desk.info();
                self.mark_stale();
                self.redraw = true;
                self.say(Word::Refreshed);
            }
            Action::Back => self.back(),
            Action::Quit => self.open = false,
            Action::Language => self.switch_language(),
            Action::GoCalendar => self.push(Place::Calendar),
            Action::GoImport => self.push(Place::Import),
            Action::KeyTest => self.push(Place::KeyTest),
            Action::GoExceptions => self.push(Place::Exceptions(CaseFilter::default())),
            Action::AllEntries => self.push(Place::Entries(EntryFilter::of(None, Side::His))),
            Action::GoOperators => self.push(Place::Operators),
            Action::GoSite => self.push(Place::Site),
            Action::GoEmployers => self.push(Place::Employers(EmployersAsk::default())),
            Action::GoAgeing => self.push(Place::Ageing),
            own => self.act_on_screen(own),
        }
    }

    fn act_on_screen(&mut self, action: Action) {
        let ctx = context!(self);
        let Some(layer) = self.layers.last_mut() else { return };
        let next = layer.screen.update(action, &ctx);
        self.follow(next);
    }

    /// Says what an action would do; it is done when the person confirms.
    fn ask(&mut self, action: Action) {
        if let Some(warning) = self.top().map(|screen| screen.warning(action, &self.ctx())) {
            self.push(Place::Confirm(action, warning));
        }
    }

    /// Does what was confirmed, unless it has become impossible meanwhile.
    fn confirmed(&mut self, action: Action) {
        match self.standing().map(|standing| standing.can(action, &self.ctx())) {
            Some(Can::Yes) => self.perform(action),
            Some(Can::No(reason)) => self.refuse(reason),
            Some(Can::Absent) | None => {}
        }
    }

    fn follow(&mut self, next: Next) {
        match next {
            Next::Stay => {}
            Next::Say(text) => self.message = Some(Message::said(text)),
            Next::Refuse(reason) => self.refuse(reason),
            Next::Load => {
                if let Some(layer) = self.layers.last_mut() {
                    layer.stale = true;
                }
            }
            Next::Open(place) => self.push(place),
            Next::Swap(place) => {
                self.drop_layers(self.layers.len().saturating_sub(1));
                self.push(place);
            }
            Next::Back => self.pop(),
            Next::Close(answer) => {
                self.pop();
                self.answer(answer);
            }
            Next::Run(job) => self.start(job),
            Next::Copy(text) => self.clip = Some(text),
        }
    }

    fn answer(&mut self, answer: Answer) {
        match answer {
            Answer::Act(action) => self.act(action),
            Answer::Run(job) => self.start(job),
            Answer::Ask(asking) => self.push(Place::Form(asking)),
            Answer::Confirmed(action) => self.confirmed(action),
            Answer::Operator(name) => match self.desk.switch_operator(&name) {
                Ok(()) => {
                    self.info = self.desk.info();
                    self.mark_stale();
                    self.message = Some(Message::said(ui::now_acting(&name, self.lang)));
                }
                Err(sentence) => self.refuse(sentence),
            },
            other => {
                if let Some(next) = self.layers.last_mut().map(|layer| layer.screen.answered(other)) {
                    self.follow(next);
                }
            }
        }
    }

    fn push(&mut self, place: Place) {
        let screen = screens::open(place);
        // A screen there is only one of is gone back to, so that the trail never runs in circles.
        let single =
            matches!(screen.scope(), Scope::Home | Scope::Calendar | Scope::Import | Scope::Operators | Scope::Site);
        if let Some(known) = self.layers.iter().position(|layer| single && layer.screen.scope() == screen.scope()) {
            if known + 1 == self.layers.len() {
                self.say(Word::AlreadyHere);
            }
            self.drop_layers(known + 1);
            return;
        }
        self.close_passing();
        self.layers.push(Layer { screen, stale: true, opened: false });
    }

    /// Menus and help make room for whatever is opened from them.
    fn close_passing(&mut self) {
        while self.layers.len() > 1 && self.top().is_some_and(Screen::passing) {
            self.drop_layers(self.layers.len() - 1);
        }
    }

    fn pop(&mut self) {
        if self.layers.len() > 1 {
            self.drop_layers(self.layers.len() - 1);
        }
    }

    fn back(&mut self) {
        if let Some(worker) = &self.worker {
            worker.cancel();
            return;
        }
        if let Some(next) = self.layers.last_mut().and_then(|layer| layer.screen.back()) {
            return self.follow(next);
        }
        self.pop();
    }

    fn switch_language(&mut self) {
        self.lang = match self.lang {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        };
        // A choice is made of words of the old language.
        if self.scope() == Scope::Choice {
            self.pop();
        }
    }

    fn open_help(&mut self) {
        if self.scope() == Scope::Help {
            return self.pop();
        }
        if let Some(place) = self.standing().map(|standing| menus::help(standing, &self.ctx())) {
            self.push(place);
        }
    }

    /// Opens a menu of the screen beneath other menus.
    fn open_over(&mut self, menu: fn(Standing<'_>, &Ctx<'_>) -> Place) {
        self.close_passing();
        if let Some(place) = self.standing().map(|standing| menu(standing, &self.ctx())) {
            self.push(place);
        }
    }

    fn start(&mut self, job: Job) {
        if self.worker.is_some() {
            return self.refuse(Word::Busy.in_lang(self.lang).to_owned());
        }
        let started = self.desk.second().and_then(|desk| Worker::start(job, desk, self.waker.clone()));
        match started {
            Ok(worker) => self.worker = Some(worker),
            Err(sentence) => self.refuse(sentence),
        }
    }

    fn hear_worker(&mut self) {
        let Some(finished) = self.worker.as_ref().and_then(Worker::finished) else { return };
        self.worker = None;
        self.info = self.desk.info();
        self.mark_stale();
        self.message = match &finished {
            Finished::Previewed(_) => None,
            Finished::Imported(report) => {
                Some(Message::said(ui::imported(report.imported, report.changed, report.quarantined, self.lang)))
            }
            Finished::Reconciled(days) => {
                let cases = days.iter().flat_map(|day| &day.exceptions);
                let open = cases.filter(|case| matches!(case.state, State::Open | State::Proposed)).count();
                Some(Message::said(ui::reconciled(days.len(), open, self.lang)))
            }
            Finished::Exported(rows, path) => Some(Message::said(ui::exported(*rows, &short(path), self.lang))),
            Finished::OperatorAdded(name) => Some(Message::said(operator_added(name, self.lang))),
            Finished::SiteAnswered(SiteAnswer::Done) => {
                Some(Message::said(FormWord::SiteChanged.in_lang(self.lang).to_owned()))
            }
            Finished::SiteAnswered(SiteAnswer::Theirs(_)) => {
                Some(Message::refused(FormWord::ConflictFound.in_lang(self.lang).to_owned()))
            }
            Finished::Decided(_, said) | Finished::Undone(_, said) => Some(Message::said(said.clone())),
            Finished::Refused(refusal) => Some(Message::refused(refusal.sentence.clone())),
            Finished::Cancelled => Some(Message::said(Word::Cancelled.in_lang(self.lang).to_owned())),
            Finished::Failed(sentence) => Some(Message::refused(sentence.clone())),
        };
        let mut nexts = Vec::new();
        for layer in &mut self.layers {
            nexts.push(layer.screen.finished(&finished));
        }
        // Only the screen on top may lead on; the others have merely taken note.
        if let Some(next) = nexts.pop() {
            self.follow(next);
        }
    }

    fn mark_stale(&mut self) {
        for layer in &mut self.layers {
            layer.stale = true;
        }
    }

    /// Takes the layers above `kept` away; what was typed into their forms stays as drafts.
    fn drop_layers(&mut self, kept: usize) {
        self.keep_drafts();
        let typed =
            self.layers.iter_mut().skip(kept).any(|layer| layer.screen.form().is_some_and(|form| form.is_changed()));
        self.layers.truncate(kept);
        if typed && self.message.is_none() {
            self.message = Some(Message::said(FormWord::DraftKept.in_lang(self.lang).to_owned()));
        }
    }

    /// Puts back what was typed into a form before, the first time it is shown.
    fn open_draft(&mut self) {
        let Some(layer) = self.layers.last_mut().filter(|layer| !layer.opened) else { return };
        let Some(form) = layer.screen.form() else { return };
        layer.opened = true;
        match self.drafts.restore(&self.info.operator, form, self.lang) {
            Restored::Nothing => {}
            Restored::Back(said) => self.message = Some(Message::said(said)),
            Restored::Broken(said) => self.message = Some(Message::refused(said)),
        }
    }

    fn note_typing(&mut self) {
        for layer in &mut self.layers {
            if let Some(form) = layer.screen.form() {
                self.drafts.note(form);
            }
        }
    }

    fn keep_drafts(&mut self) {
        for layer in &mut self.layers {
            let Some(form) = layer.screen.form() else { continue };
            if let Err(error) = self.drafts.keep(&self.info.operator, form) {
                self.message = Some(Message::refused(unsaved_draft(&error.to_string(), self.lang)));
            }
        }
    }

    fn say(&mut self, word: Word) {
        self.message = Some(Message::said(word.in_lang(self.lang).to_owned()));
    }

    fn refuse(&mut self, reason: String) {
        self.message = Some(Message::refused(reason));
    }
}

/// A panic ends the loop without a word; what was typed is kept all the same.
impl Drop for App {
    fn drop(&mut self) {
        self.keep_drafts();
    }
}

/// A file by its name and its directory's: what fits on the line, and tells it apart beside the book.
fn short(path: &Path) -> String {
    let directory = path.parent().and_then(Path::file_name).unwrap_or_default();
    Path::new(directory).join(path.file_name().unwrap_or_default()).display().to_string()
}
