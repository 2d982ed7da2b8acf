//! 按键检查: what arrives of each key, and what it would ask for.
//!
//! Invariant: no key does anything here but Esc, and that only when it comes twice in a row.

use std::collections::BTreeSet;

use crate::term::{Code, Key};
use crate::text::doctor::{self, Check, KeyWord};
use crate::text::lang::Lang;
use crate::tui::action::{Action, Scope};
use crate::tui::keymap::{Keymap, Meaning};
use crate::tui::screen::{Can, Ctx, Next, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::text::{cut, width, wrap};

const ESC: Key = Key::plain(Code::Esc);
/// Lines for what a key means.
const MEANINGS: u16 = 7;

/// What came last.
enum Seen {
    Nothing,
    Key(Key),
    Paste(usize),
}

/// 按键检查.
pub(crate) struct KeyTest {
    seen: Seen,
    bytes: Vec<u8>,
    arrived: BTreeSet<Key>,
    han: bool,
    /// The last key was Esc: another one leaves.
    leaving: bool,
}

impl Default for KeyTest {
    fn default() -> Self {
        KeyTest { seen: Seen::Nothing, bytes: Vec::new(), arrived: BTreeSet::new(), han: false, leaving: false }
    }
}

impl Screen for KeyTest {
    fn scope(&self) -> Scope {
        // No key reaches the key map from here, so it needs no section of its own.
        Scope::Help
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        KeyWord::Title.in_lang(ctx.lang).to_owned()
    }

    fn can(&self, _action: Action, _ctx: &Ctx<'_>) -> Can {
        Can::Absent
    }

    fn update(&mut self, _action: Action, _ctx: &Ctx<'_>) -> Next {
        Next::Stay
    }

    fn heard(&mut self, bytes: &[u8]) {
        bytes.clone_into(&mut self.bytes);
    }

    fn typed(&mut self, key: Key, _ctx: &Ctx<'_>) -> Option<Next> {
        if key == ESC && self.leaving {
            return Some(Next::Back);
        }
        self.leaving = key == ESC;
        self.han |= matches!(key.code, Code::Char(one) if is_han(one));
        self.arrived.insert(key);
        self.seen = Seen::Key(key);
        Some(Next::Stay)
    }

    fn pasted(&mut self, text: &str) -> Next {
        self.seen = Seen::Paste(text.chars().count());
        self.bytes.clear();
        self.han |= text.chars().any(is_han);
        self.leaving = false;
        Next::Stay
    }

    fn hint(&self, ctx: &Ctx<'_>) -> Option<String> {
        Some(KeyWord::Leave.in_lang(ctx.lang).to_owned())
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let columns = usize::from(canvas.width());
        canvas.text(0, 0, &cut(KeyWord::Hint.in_lang(lang), columns), Role::Plain);
        let mut y = 2;
        for line in self.last(lang) {
            canvas.text(2, y, &line, Role::Chosen);
            y += 1;
        }
        if let Seen::Key(key) = self.seen {
            for line in meanings(key, ctx.keymap, lang).iter().take(usize::from(MEANINGS)) {
                canvas.text(2, y, &cut(line, columns.saturating_sub(2)), Role::Plain);
                y += 1;
            }
        }
        let mut y = 5 + MEANINGS;
        canvas.text(0, y, KeyWord::Checklist.in_lang(lang), Role::Head);
        for line in self.checklist(lang, columns.saturating_sub(2)) {
            y += 1;
            canvas.text(2, y, &line, Role::Plain);
        }
    }
}

impl KeyTest {
    /// Name and bytes of what came last.
    fn last(&self, lang: Lang) -> Vec<String> {
        let key = match self.seen {
            Seen::Nothing => return Vec::new(),
            Seen::Paste(characters) => return vec![doctor::pasted(characters, lang)],
            Seen::Key(key) => key,
        };
        let shown: Vec<String> = self.bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        let shown = if shown.is_empty() { KeyWord::BytesUnknown.in_lang(lang).to_owned() } else { shown.join(" ") };
        vec![
            format!("{} {key}  ({})", Check::Keys.in_lang(lang), key.written()),
            format!("{} {shown}", KeyWord::Bytes.in_lang(lang)),
        ]
    }

    /// What ought to arrive, with a cross at what has.
    fn checklist(&self, lang: Lang, columns: usize) -> Vec<String> {
        let keys = expected().into_iter().map(|key| (key.to_string(), self.arrived.contains(&key)));
        let han = (KeyWord::HanInput.in_lang(lang).to_owned(), self.han);
        let mut lines: Vec<String> = Vec::new();
        for (name, arrived) in keys.chain([han]) {
            let item = format!("[{}] {name}", if arrived { "x" } else { " " });
            match lines.last_mut() {
                Some(line) if width(line) + 2 + width(&item) <= columns => *line = format!("{line}  {item}"),
                Some(_) | None => lines.push(item),
            }
        }
        lines
    }
}

fn is_han(one: char) -> bool {
    matches!(one, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The keys work is done with.
fn expected() -> Vec<Key> {
    let arrows = [Code::Up, Code::Down, Code::Left, Code::Right].map(Key::plain);
    let digits = "1234567890".chars().map(|one| Key { alt: true, ..Key::plain(Code::Char(one)) });
    (1..=12).map(|number| Key::plain(Code::F(number))).chain(arrows).chain(digits).chain([ESC]).collect()
}

/// What a key asks for, everywhere first, then the screens where it asks for something else.
fn meanings(key: Key, keymap: &Keymap, lang: Lang) -> Vec<String> {
    let mean = |scope: Scope| keymap.meaning(scope, &[key]);
    let usual = mean(Scope::List);
    let mut found: Vec<(Meaning, Vec<Scope>)> = Vec::new();
    for scope in Scope::ALL {
        let usually = match scope {
            Scope::Global => Meaning::Nothing,
            Scope::List => mean(Scope::Global),
            _ => usual,
        };
        let meaning = mean(*scope);
        if meaning == usually {
            continue;
        }
        match found.iter_mut().find(|(known, _)| *known == meaning) {
            Some((_, scopes)) => scopes.push(*scope),
            None => found.push((meaning, vec![*scope])),
        }
    }
    if found.is_empty() {
        return vec![KeyWord::NoMeaning.in_lang(lang).to_owned()];
    }
    let line = |(meaning, scopes): &(Meaning, Vec<Scope>)| {
        let places = scopes.iter().map(|scope| scope.title(lang)).collect::<Vec<_>>().join(", ");
        let what = match meaning {
            Meaning::Action(action) => action.title(lang),
            Meaning::Beginning => KeyWord::Begins.in_lang(lang),
            Meaning::Nothing => KeyWord::NoMeaning.in_lang(lang),
        };
        format!("{what}: {places}")
    };
    found.iter().flat_map(|found| wrap(&line(found), 78)).collect()
}
