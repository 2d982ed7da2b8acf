//! What was typed into forms, kept as drafts.

use super::{App, Message};
use crate::text::form::unsaved_draft;
use crate::tui::drafts::Restored;

impl App {
    /// Puts back what was typed into a form before, the first time it is shown.
    pub(super) fn open_draft(&mut self) {
        let Some(layer) = self.layers.last_mut().filter(|layer| !layer.opened) else { return };
        let Some(form) = layer.screen.form() else { return };
        layer.opened = true;
        match self.drafts.restore(&self.info.operator, form, self.lang) {
            Restored::Nothing => {}
            Restored::Back(said) => self.message = Some(Message::said(said)),
            Restored::Broken(said) => self.message = Some(Message::refused(said)),
        }
    }

    pub(super) fn note_typing(&mut self) {
        for layer in &mut self.layers {
            if let Some(form) = layer.screen.form() {
                self.drafts.note(form);
            }
        }
    }

    pub(super) fn keep_drafts(&mut self) {
        for layer in &mut self.layers {
            let Some(form) = layer.screen.form() else { continue };
            if let Err(error) = self.drafts.keep(&self.info.operator, form) {
                self.message = Some(Message::refused(unsaved_draft(&error.to_string(), self.lang)));
            }
        }
    }
}
