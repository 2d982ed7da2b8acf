//! The pick list of a field 参照: filtered as you type, chosen by digit or Enter.
//!
//! Invariant: what is chosen is one of the offers shown.

use super::spec::Offer;
use crate::term::{Code, Key};
use crate::text::form::FormWord;
use crate::text::lang::Lang;
use crate::text::pinyin::{Indexed, Needle};
use crate::tui::action::Action;
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::table::{Column, Instead, Table};
use crate::tui::widgets::text::width;

/// An open pick list.
#[derive(Clone, Debug)]
pub(super) struct Pick {
    filter: Field,
    at: Cursor,
    names: Vec<[Indexed; 2]>,
}

impl Pick {
    /// Opens on these offers, the one of `code` marked.
    pub(super) fn open(offers: &[Offer], code: &str, typed: &str) -> Self {
        let names = offers.iter().map(|offer| [Indexed::new(&offer.zh), Indexed::new(&offer.en)]).collect();
        let mut pick = Pick { filter: Field::default(), at: Cursor::default(), names };
        pick.filter.set(typed);
        pick.at.go(offers.iter().position(|offer| typed.is_empty() && offer.code == code).unwrap_or(0), offers.len());
        pick
    }

    /// Places of the offers that fit what was typed.
    fn shown(&self, offers: &[Offer]) -> Vec<usize> {
        let needle = Needle::new(self.filter.text());
        let fits = |at: &usize| {
            let named = self.names.get(*at).is_some_and(|names| names.iter().any(|name| needle.matches(name)));
            named || needle.in_code(&offers[*at].code)
        };
        (0..offers.len()).filter(fits).collect()
    }

    /// The offer marked.
    pub(super) fn chosen(&self, offers: &[Offer]) -> Option<usize> {
        self.shown(offers).get(self.at.at()).copied()
    }

    /// Takes a key: the place of what a digit chose, or nothing more than a changed filter; `None` leaves the key alone.
    pub(super) fn key(&mut self, key: Key, offers: &[Offer]) -> Option<Option<usize>> {
        let key = key.narrowed();
        if let (Code::Char(digit @ '1'..='9'), false, false) = (key.code, key.ctrl, key.alt) {
            return Some(self.shown(offers).get(digit as usize - '1' as usize).copied());
        }
        let editing = matches!(key.code, Code::Char(_) | Code::Backspace);
        if editing && self.filter.key(key) {
            self.at.go(0, offers.len());
            return Some(None);
        }
        None
    }

    /// Moves the mark.
    pub(super) fn moved(&mut self, action: Action, offers: &[Offer]) {
        let rows = self.shown(offers).len();
        self.at.moved(action, rows);
    }

    /// Draws the filter and the list over the whole canvas.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, label: &str, offers: &[Offer], lang: Lang) {
        let head = format!("{label} > ");
        canvas.text(0, 0, &head, Role::Head);
        self.filter.draw_in(canvas, (u16::try_from(width(&head)).unwrap_or(0), 0), 30, true);
        canvas.text(2, 1, FormWord::PickHint.in_lang(lang), Role::Hint);
        let shown = self.shown(offers);
        let cells = |row: usize| {
            let digit = if row < 9 { (row + 1).to_string() } else { String::new() };
            let label = shown.get(row).map_or("", |at| offers[*at].label(lang));
            vec![digit, label.to_owned()]
        };
        let height = canvas.height().saturating_sub(2);
        canvas.rows(2, height, |part| {
            let columns = vec![Column::right("", 2), Column::left("", 0)];
            let instead = Instead::Empty(FormWord::NothingFits.in_lang(lang));
            let (rows, cells, cursor) = (shown.len(), &cells, &self.at);
            Table { columns, rows, cells, cursor, focused: true, totals: None, cell: None, instead }.draw(part)
        });
    }
}
