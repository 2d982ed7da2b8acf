//! The shell: one loop, a stack of screens, one job beside them.
//!
//! Invariant: it sleeps in [`Terminal::next`] unless a job runs; every key ends in a screen's
//! `update`, in one of the few actions the shell keeps for itself, or in a sentence saying why not.

use std::io;
use std::path::Path;
use std::time::Duration;

use super::action::Scope;
use super::desk::{BookInfo, Desk};
use super::drafts::Drafts;
use super::frame::Message;
use super::keymap::Keymap;
use super::offer::Standing;
use super::pending::Pending;
use super::screen::{Ctx, Place, Screen};
use super::screens;
use super::theme::Theme;
use super::worker::Worker;
use crate::term::{Input, Terminal, Waker};
use crate::text::lang::Lang;
use crate::text::ui::{self, Word};
use lock::Idle;

/// What a screen may know, borrowed apart from the screens.
macro_rules! context {
    ($app:ident) => {
        Ctx { lang: $app.lang, info: &$app.info, busy: $app.worker.is_some(), keymap: &$app.keymap }
    };
}

mod keys;
mod layers;
mod lock;
mod show;
mod typing;
mod work;

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
    /// After so long without a key the screen locks.
    pub lock_after: Option<Duration>,
}

impl Setting {
    /// The keys everyone starts with.
    ///
    /// # Errors
    /// The faults of the map, one a line; a test holds that there is none.
    pub fn plain(lang: Lang) -> Result<Self, String> {
        match Keymap::embedded() {
            Ok(keymap) => {
                Ok(Setting { lang, keymap, notice: None, theme: Theme::from_environment(), lock_after: None })
            }
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
    idle: Idle,
    open: bool,
    redraw: bool,
    gone: bool,
    drilled: bool,
    clip: Option<String>,
}

impl App {
    fn new(mut desk: Box<dyn Desk>, setting: Setting, waker: Waker) -> Self {
        desk.speak(setting.lang);
        let info = desk.info();
        App {
            drafts: Drafts::new(desk.side_directory()),
            idle: Idle::new(setting.lock_after),
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
            let timeout =
                [look, self.drafts.wait(), self.pending.deadline(), self.until_lock()].into_iter().flatten().min();
            let mut input = terminal.next(timeout)?;
            while let Some(one) = input {
                self.take(one, terminal)?;
                self.copy(terminal)?;
                self.load_top();
                input = if self.open { terminal.next(Some(Duration::ZERO))? } else { None };
            }
            self.pending.look();
            self.hear_worker();
            self.lock_when_idle();
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
        if matches!(input, Input::Key(_) | Input::Paste(_)) {
            self.idle.stir();
        }
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
