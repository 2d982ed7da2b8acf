//! Reads key files, one on top of another, and says by file and line what is wrong with them.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Binding, Keymap, Strokes};
use crate::text::keys::KeyFault;
use crate::text::lang::Lang;
use crate::tui::action::{Action, Scope};

/// The maps every program carries: name, file, text.
const EMBEDDED: &[(&str, &str, &str)] = &[
    ("default", "keymaps/default.toml", include_str!("../../../keymaps/default.toml")),
    ("5250", "keymaps/5250.toml", include_str!("../../../keymaps/5250.toml")),
    ("vim", "keymaps/vim.toml", include_str!("../../../keymaps/vim.toml")),
    ("yonyou", "keymaps/yonyou.toml", include_str!("../../../keymaps/yonyou.toml")),
];
const DEFAULT: &str = "default";
/// Stands in the place of an action to take a key away.
const TAKEN_AWAY: &str = "-";
const EXTENDS: &str = "extends";

/// A key file: changes to the map it extends.
#[derive(Clone, Copy, Debug)]
pub struct Layer<'a> {
    /// Its path, for faults.
    pub file: &'a str,
    /// What stands in it.
    pub text: &'a str,
}

/// 键表错误及其位置.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Key file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: KeyFault,
}

impl Fault {
    /// Place and reason.
    pub fn short(&self, lang: Lang) -> String {
        format!("{}:{}: {}", self.file, self.line, self.what.reason(lang))
    }

    /// Place, reason and cure.
    pub fn sentence(&self, lang: Lang) -> String {
        format!("{}:{}: {}", self.file, self.line, self.what.sentence(lang))
    }
}

impl Keymap {
    /// Names of the maps every program carries.
    pub fn names() -> Vec<&'static str> {
        EMBEDDED.iter().map(|(name, _, _)| *name).collect()
    }

    /// The map everyone starts with.
    ///
    /// # Errors
    /// Every fault; a test holds that there is none.
    pub fn embedded() -> Result<Self, Vec<Fault>> {
        Self::named(DEFAULT)
    }

    /// One of the maps every program carries.
    ///
    /// # Errors
    /// Every fault; a test holds that there is none but an unknown name.
    pub fn named(name: &str) -> Result<Self, Vec<Fault>> {
        let Some((name, file, text)) = EMBEDDED.iter().find(|(known, _, _)| *known == name) else {
            return Err(vec![unknown_base("", 1, name)]);
        };
        let layer = Layer { file, text };
        let map = if *name == DEFAULT {
            Reading::new(Keymap::default(), layer)?.finish()?
        } else {
            Self::changed(None, layer)?
        };
        Ok(Keymap { name: (*name).to_owned(), ..map })
    }

    /// A map with the changes of a key file on it: of the map `base`, else of the one the file extends, else of
    /// the default.
    ///
    /// # Errors
    /// Every fault of the file, by line.
    pub fn changed(base: Option<&str>, layer: Layer<'_>) -> Result<Self, Vec<Fault>> {
        let base = match (base, extends(layer)) {
            (Some(base), _) => Self::named(base)?,
            (None, None) => Self::named(DEFAULT)?,
            (None, Some((name, line))) => match Self::named(&name) {
                Ok(base) => base,
                Err(_) => return Err(vec![unknown_base(layer.file, line, &name)]),
            },
        };
        let name = format!("{} + {}", base.name, layer.file);
        Ok(Keymap { name, ..Reading::new(base, layer)?.finish()? })
    }
}

fn unknown_base(file: &str, line: usize, name: &str) -> Fault {
    Fault { file: file.to_owned(), line, what: KeyFault::UnknownBase(name.to_owned(), Keymap::names().join(", ")) }
}

/// The map a file says it extends, and where it says so.
fn extends(layer: Layer<'_>) -> Option<(String, usize)> {
    let (table, _) = DeTable::parse_recoverable(layer.text);
    let said = table.get_ref().get(EXTENDS)?;
    Some((said.get_ref().as_str()?.to_owned(), line_at(layer.text, said.span().start)))
}

/// A file being laid on a map.
struct Reading<'a> {
    map: Keymap,
    layer: Layer<'a>,
    faults: Vec<Fault>,
    /// What the file took away, and on which line.
    taken: Vec<(Action, usize)>,
}

impl<'a> Reading<'a> {
    fn new(map: Keymap, layer: Layer<'a>) -> Result<Self, Vec<Fault>> {
        let (table, errors) = DeTable::parse_recoverable(layer.text);
        let mut reading = Reading { map, layer, faults: Vec::new(), taken: Vec::new() };
        for error in &errors {
            reading.no_toml(error);
        }
        if reading.faults.is_empty() {
            reading.sections(table.get_ref());
        }
        if reading.faults.is_empty() { Ok(reading) } else { Err(sorted(reading.faults)) }
    }

    fn no_toml(&mut self, error: &toml::de::Error) {
        let span = error.span().unwrap_or(0..0);
        let excerpt = self.layer.text.get(span.clone()).unwrap_or("").trim_matches('"').to_owned();
        let section = self.layer.text[..span.start.min(self.layer.text.len())]
            .lines()
            .filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'))
            .next_back()
            .unwrap_or("")
            .to_owned();
        // The one mistake with a sentence of its own that the parser finds before us.
        let twice = error.message().contains("duplicate key");
        let what =
            if twice { KeyFault::Twice(excerpt, section) } else { KeyFault::NotToml(error.message().to_owned()) };
        self.fault(span.start, what);
    }

    fn fault(&mut self, at: usize, what: KeyFault) {
        self.faults.push(Fault { file: self.layer.file.to_owned(), line: line_at(self.layer.text, at), what });
    }

    fn sections(&mut self, table: &DeTable<'_>) {
        for (name, value) in table {
            let at = name.span().start;
            let shown = name.get_ref().to_string();
            match (value.get_ref(), Scope::from_code(&shown)) {
                (DeValue::String(_), _) if shown == EXTENDS => {}
                (DeValue::Table(keys), Some(scope)) => {
                    let mut lines: Vec<_> = keys.iter().collect();
                    lines.sort_by_key(|(key, _)| key.span().start);
                    for (key, action) in lines {
                        if let Err(what) = self.line(scope, key.get_ref(), key.span().start, action) {
                            self.fault(key.span().start, what);
                        }
                    }
                }
                (DeValue::Table(_), None) => self.fault(at, KeyFault::UnknownSection(shown)),
                _ => self.fault(at, KeyFault::NotASection(shown)),
            }
        }
    }

    fn line(&mut self, scope: Scope, key: &str, at: usize, action: &Spanned<DeValue<'_>>) -> Result<(), KeyFault> {
        let strokes = Strokes::parse(key).map_err(KeyFault::UnknownKey)?;
        let (shown, section) = (strokes.to_string(), scope.code().to_owned());
        let id = action.get_ref().as_str().ok_or_else(|| KeyFault::NotAnAction(key.to_owned()))?;
        if let Some(key) = strokes.forbidden() {
            return Err(KeyFault::Forbidden(key.to_string()));
        }
        let line = line_at(self.layer.text, at);
        let bound = self.map.sections.entry(scope).or_default();
        let known = bound.iter().position(|binding| binding.strokes == strokes);
        if known.is_some_and(|known| bound[known].file == self.layer.file) {
            return Err(KeyFault::Twice(shown, section));
        }
        if id == TAKEN_AWAY {
            let known = known.ok_or(KeyFault::NothingToTake(shown, section))?;
            self.taken.push((bound.remove(known).action, line));
            return Ok(());
        }
        let action = Action::from_id(id).ok_or_else(|| KeyFault::UnknownAction(id.to_owned()))?;
        if !action.allowed_in(scope) {
            return Err(KeyFault::WrongSection(id.to_owned(), section));
        }
        if let Some(known) = known {
            self.taken.push((bound.remove(known).action, line));
        }
        bound.push(Binding { strokes, action, file: self.layer.file.to_owned(), line });
        Ok(())
    }

    /// The map, once nothing in it contradicts anything else.
    fn finish(self) -> Result<Keymap, Vec<Fault>> {
        let mut map = self.map;
        for bound in map.sections.values_mut() {
            // Of keys as good as each other the file's own come first: they are what its person is used to.
            let beneath = |binding: &Binding| binding.file != self.layer.file;
            bound.sort_by_key(|binding| (binding.strokes.print_order(), beneath(binding)));
        }
        let end = self.layer.text.lines().count().max(1);
        let taken_at = |action: Action| self.taken.iter().find(|(taken, _)| *taken == action).map(|(_, line)| *line);
        let whole = |action: Action, what: KeyFault| Fault {
            file: self.layer.file.to_owned(),
            line: taken_at(action).unwrap_or(end),
            what,
        };
        let mut faults = map.contradictions(self.layer.file);
        faults.extend(map.missing().into_iter().map(|(action, what)| whole(action, what)));
        if faults.is_empty() { Ok(map) } else { Err(sorted(faults)) }
    }
}

fn sorted(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by(|one, other| (one.line, one).cmp(&(other.line, other)));
    faults.dedup();
    faults
}

fn line_at(text: &str, byte: usize) -> usize {
    let before = &text.as_bytes()[..byte.min(text.len())];
    memchr::memchr_iter(b'\n', before).count() + 1
}
