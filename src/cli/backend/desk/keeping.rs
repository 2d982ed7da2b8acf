//! Views, copies and exports of the person at work.

use std::io;
use std::path::PathBuf;

use super::BookDesk;
use crate::tui::desk::{KeepingDesk, Sentence};
use crate::tui::widgets::list::view::View;

impl KeepingDesk for BookDesk {
    fn view(&self, list: &str) -> Result<Option<View>, Sentence> {
        self.side().view(&self.session.actor.name, list)
    }

    fn save_view(&self, list: &str, view: &View) -> Result<(), Sentence> {
        self.side().save_view(&self.session.actor.name, list, view)
    }

    fn keep_copy(&self, text: &str) -> Result<PathBuf, Sentence> {
        self.side().keep_copy(text)
    }

    fn export(
        &self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn io::Write) -> Result<(), Sentence>,
    ) -> Result<PathBuf, Sentence> {
        self.side().export(name, write)
    }
}
