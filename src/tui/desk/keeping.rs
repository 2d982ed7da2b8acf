//! What the person at work keeps beside the book: how lists are arranged, copies, exports.

use std::io;
use std::path::PathBuf;

use super::Sentence;
use crate::tui::widgets::list::view::View;

/// 个人留存: views, copies and exports of the person at work.
pub trait KeepingDesk {
    /// How the operator last arranged a list; the usual way when `None`.
    ///
    /// # Errors
    /// A sentence when what was kept cannot be read.
    fn view(&self, list: &str) -> Result<Option<View>, Sentence>;
    /// Keeps how the operator arranged a list.
    ///
    /// # Errors
    /// A sentence when it cannot be kept.
    fn save_view(&self, list: &str, view: &View) -> Result<(), Sentence>;
    /// Keeps a copied text in a file for its owner only, and says where.
    ///
    /// # Errors
    /// A sentence when it cannot be written.
    fn keep_copy(&self, text: &str) -> Result<PathBuf, Sentence>;
    /// Makes a new file under a name like this one, lets `write` fill it, and says where it stands;
    /// nothing is left behind when `write` fails.
    ///
    /// # Errors
    /// What `write` said, or a sentence when the file cannot be made.
    fn export(
        &self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn io::Write) -> Result<(), Sentence>,
    ) -> Result<PathBuf, Sentence>;
}
