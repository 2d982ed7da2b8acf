//! Layouts tried on a file, and kept.

use super::super::layouts::new_layout;
use super::BookDesk;
use crate::book::draft::{LayoutAsked, LayoutTried};
use crate::text::{mapping, messages};
use crate::tui::desk::{Progress, Sentence};
use crate::tui::layouts::LayoutDesk;

impl BookDesk {
    fn layout(&self, asked: &LayoutAsked, progress: &Progress) -> Result<LayoutTried, Sentence> {
        self.refuse_outside(&asked.file)?;
        let lang = self.session.context.lang;
        match self.said(new_layout(&self.session.context, asked, progress))? {
            Ok(tried) => Ok(tried),
            Err(errors) => {
                let said = |error| messages::row_error_line(&asked.file.display().to_string(), error, lang);
                Err(errors.first().map(said).unwrap_or_default())
            }
        }
    }
}

impl LayoutDesk for BookDesk {
    fn try_layout(&mut self, asked: &LayoutAsked, progress: &Progress) -> Result<LayoutTried, Sentence> {
        self.layout(asked, progress)
    }

    fn keep_layout(&mut self, asked: &LayoutAsked, progress: &Progress) -> Result<Sentence, Sentence> {
        let tried = self.layout(asked, progress)?;
        let path = tried.kept.map_or_else(String::new, |path| path.display().to_string());
        Ok(mapping::kept(&path, tried.trial.wrong.len(), self.session.context.lang))
    }
}
