//! The screens on a real book: keys in, text out, with the store underneath.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use ratatui::buffer::Buffer;
use sanhe::cli::backend::{self, CopyTrouble, ImportOptions, PasswordSource, SampleOptions, Signing};
use sanhe::cli::context::{Context, TerminalArgs};
use sanhe::domain::day::BusinessDay;
use sanhe::domain::import::Outcome;
use sanhe::domain::journal::Now;
use sanhe::ops::signing::HashCost;
use sanhe::term::{Input, Terminal, Waker};
use sanhe::text::lang::Lang;
use sanhe::tui::desk::{Desk, Progress};

use crate::fake::{ScriptTerminal, Step};
use crate::{WIDE, steps, text_of};

/// A clock that stands.
fn still(_: Option<BusinessDay>) -> Now {
    Now { utc: "2026-03-20T01:02:03Z".into(), today: BusinessDay::parse("2026-03-20").unwrap(), rehearsal: false }
}

/// What hashes cost where nothing is secret.
const WEAK: HashCost = HashCost { memory_kib: 8, passes: 1, lanes: 1 };

/// The password of everybody in these books.
fn password_file(folder: &Path) -> PathBuf {
    let path = folder.join("password");
    fs::write(&path, "Passw0rd-2026\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    path
}

/// A book of two persons under one account.
pub(crate) struct RealBook {
    folder: tempfile::TempDir,
    context: Context,
}

impl RealBook {
    /// An empty book of 王芳 and 李敏.
    pub(crate) fn new() -> RealBook {
        let folder = tempfile::tempdir().unwrap();
        let now = still(None);
        let context = Context {
            book: folder.path().join("book.sqlite"),
            data_directory: folder.path().join("data"),
            operator: None,
            lang: Lang::Zh,
            json: false,
            now,
            clock: still,
            terminal: TerminalArgs::default(),
            lang_chosen: true,
            key_file: None,
            copies: CopyTrouble::default(),
            inbox: None,
            signing: Signing::new(PasswordSource::File(password_file(folder.path())), WEAK),
        };
        backend::init(&context, Some("王芳"), Some("第一人民医院")).unwrap();
        let context = Context { operator: Some("王芳".into()), ..context };
        backend::operator_add(&context, "李敏", None).unwrap();
        let book = RealBook { folder, context };
        for who in ["王芳", "李敏"] {
            book.may_sign(who);
        }
        book
    }

    /// Gives an operator a signing password; they have signed from then on.
    pub(crate) fn may_sign(&self, who: &str) {
        backend::set_password(&self.context(who), Some(&self.folder.path().join("password"))).unwrap();
    }

    /// The book of these files, reconciled.
    pub(crate) fn of(files: &[(&str, &str)]) -> RealBook {
        let book = RealBook::new();
        for (name, text) in files {
            book.hand_in(name, text);
        }
        book.reconcile();
        book
    }

    /// A book of made-up receipts with planted differences, reconciled.
    pub(crate) fn generated(rows: u32, days: u32, seed: u64) -> RealBook {
        let book = RealBook::new();
        let start = BusinessDay::parse("2026-03-02").unwrap();
        let options = SampleOptions { rows, days, seed, start, employers: 0 };
        let files = backend::sample(&book.context, &options, &book.folder.path().join("sample")).unwrap();
        let csv =
            files.into_iter().map(|file| file.path).filter(|path| path.extension().is_some_and(|end| end == "csv"));
        book.import(&csv.collect::<Vec<_>>());
        book.reconcile();
        book
    }

    /// An empty book whose people came in by the door, and the one folder their files come from.
    pub(crate) fn behind_the_door() -> (RealBook, PathBuf) {
        let mut book = RealBook::new();
        let own = book.folder.path().join("door");
        fs::create_dir(&own).unwrap();
        book.context.inbox = Some(own.clone());
        (book, own)
    }

    /// Names of the standing copies, oldest first.
    pub(crate) fn copies(&self) -> Vec<String> {
        let Ok(folder) = fs::read_dir(self.folder.path().join("book.sqlite.copies")) else { return Vec::new() };
        let mut names: Vec<String> = folder
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".sqlite"))
            .collect();
        names.sort();
        names
    }

    /// Gives the house a rule file of its own.
    pub(crate) fn rule(&self, name: &str, text: &str) {
        let path = self.context.data_directory.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Puts a file beside the book and gives its path.
    pub(crate) fn put(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    pub(crate) fn hand_in(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        self.import(&[path]);
    }

    pub(crate) fn import(&self, paths: &[PathBuf]) {
        let done = backend::import(&self.context, paths, &ImportOptions::default(), &Progress::default()).unwrap();
        assert!(done.iter().all(|report| report.outcome != Outcome::Refused), "{done:?}");
    }

    /// Matches every day there is.
    pub(crate) fn reconcile(&self) {
        let days = self.desk("王芳").days().unwrap();
        let (from, to) = (days.first().unwrap().day, days.last().unwrap().day);
        self.desk("王芳").reconcile(from, to, &Progress::default()).unwrap();
    }

    pub(crate) fn first_day(&self) -> BusinessDay {
        self.desk("王芳").days().unwrap().first().unwrap().day
    }

    pub(crate) fn context(&self, who: &str) -> Context {
        Context { operator: Some(who.into()), ..self.context.clone() }
    }

    pub(crate) fn desk(&self, who: &str) -> Box<dyn Desk> {
        backend::desk(&self.context(who)).unwrap()
    }

    /// The last frame of a session of this person.
    pub(crate) fn play(&self, who: &str, script: &str) -> String {
        let mut terminal = ScriptTerminal::new(WIDE, steps(script));
        sanhe::tui::run(self.desk(who), Lang::Zh, &mut terminal).unwrap();
        assert_eq!(terminal.steps_left(), 0, "{script}");
        text_of(terminal.frames.last().unwrap())
    }

    /// A session of this person that begins with a script and goes on as long as `next` answers a frame.
    pub(crate) fn work(&self, who: &str, script: &str, next: impl FnMut(&str) -> Option<Vec<Step>>) {
        let mut terminal = Answering { inner: ScriptTerminal::new(WIDE, steps(script)), next };
        sanhe::tui::run(self.desk(who), Lang::Zh, &mut terminal).unwrap();
    }

    /// The file of this form that was kept beside the book.
    pub(crate) fn kept_bytes(&self, form: &str) -> Vec<u8> {
        let folder = self.folder.path().join("book.sqlite.files");
        let mut files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        fs::read(files.find(|path| path.extension().is_some_and(|end| end == form)).unwrap()).unwrap()
    }

    pub(crate) fn kept(&self, form: &str) -> String {
        String::from_utf8(self.kept_bytes(form)).unwrap()
    }

    /// Proves the book.
    pub(crate) fn verify(&self) {
        backend::journal_verify(&self.context).unwrap();
    }
}

/// A terminal whose person looks at each frame before the next keys.
struct Answering<F> {
    inner: ScriptTerminal,
    next: F,
}

impl<F: FnMut(&str) -> Option<Vec<Step>>> Terminal for Answering<F> {
    fn enter(&mut self) -> io::Result<()> {
        self.inner.enter()
    }

    fn leave(&mut self) -> io::Result<()> {
        self.inner.leave()
    }

    fn size(&mut self) -> io::Result<(u16, u16)> {
        self.inner.size()
    }

    fn draw(&mut self, frame: &Buffer, cursor: Option<(u16, u16)>) -> io::Result<()> {
        self.inner.draw(frame, cursor)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn next(&mut self, timeout: Option<Duration>) -> io::Result<Option<Input>> {
        if timeout != Some(Duration::ZERO) && self.inner.steps_left() == 0 {
            let frame = self.inner.frames.last().map(text_of).unwrap_or_default();
            self.inner.add((self.next)(&frame).unwrap_or_default());
        }
        self.inner.next(timeout)
    }

    fn waker(&self) -> Waker {
        self.inner.waker()
    }
}
