//! Views kept in memory; copies and exports noted as calls.

use std::io;
use std::path::PathBuf;

use sanhe::tui::desk::KeepingDesk;
use sanhe::tui::widgets::list::view::View;

use super::{Book, FakeDesk};

impl KeepingDesk for FakeDesk {
    fn view(&self, list: &str) -> Result<Option<View>, String> {
        match self.book {
            Book::Broken => Err(format!("{list}: views unreadable")),
            _ => Ok(self.views.lock().unwrap().get(list).cloned()),
        }
    }

    fn save_view(&self, list: &str, view: &View) -> Result<(), String> {
        self.views.lock().unwrap().insert(list.to_owned(), view.clone());
        Ok(())
    }

    fn keep_copy(&self, text: &str) -> Result<PathBuf, String> {
        self.note(format!("copy {text}"));
        Ok(PathBuf::from("book.files/copy.txt"))
    }

    fn export(
        &self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn io::Write) -> Result<(), String>,
    ) -> Result<PathBuf, String> {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        self.note(format!("export {name}\n{}", String::from_utf8(bytes).unwrap()));
        Ok(PathBuf::from(format!("book.files/{name}.csv")))
    }
}
