//! The screens on a real book: keys in, text out, with the store underneath.

use std::fs;
use std::path::PathBuf;

use sanhe::cli::backend::{self, ImportOptions};
use sanhe::cli::context::{Context, TerminalArgs};
use sanhe::domain::day::BusinessDay;
use sanhe::domain::import::Outcome;
use sanhe::domain::journal::Now;
use sanhe::text::lang::Lang;
use sanhe::tui::desk::{Desk, Progress};

use crate::fake::ScriptTerminal;
use crate::{WIDE, steps, text_of};

/// A book of two persons under one account.
pub(crate) struct RealBook {
    folder: tempfile::TempDir,
    context: Context,
}

impl RealBook {
    /// An empty book of 王芳 and 李敏.
    pub(crate) fn new() -> RealBook {
        let folder = tempfile::tempdir().unwrap();
        let now = Now {
            utc: "2026-03-20T01:02:03Z".into(),
            today: BusinessDay::parse("2026-03-20").unwrap(),
            rehearsal: false,
        };
        let context = Context {
            book: folder.path().join("book.sqlite"),
            data_directory: folder.path().join("data"),
            operator: None,
            lang: Lang::Zh,
            json: false,
            now,
            terminal: TerminalArgs::default(),
            lang_chosen: true,
            key_file: None,
        };
        backend::init(&context, Some("王芳"), Some("第一人民医院")).unwrap();
        let context = Context { operator: Some("王芳".into()), ..context };
        backend::operator_add(&context, "李敏", None).unwrap();
        RealBook { folder, context }
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

    fn context(&self, who: &str) -> Context {
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

    /// Proves the book.
    pub(crate) fn verify(&self) {
        backend::journal_verify(&self.context).unwrap();
    }
}
