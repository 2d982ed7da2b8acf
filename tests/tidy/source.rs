//! One source file as the rules see it: its code without comments and literals, its literals apart,
//! and which lines are for tests alone.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A Rust file, line by line.
pub(crate) struct Source {
    /// Path under the repository, `src/domain/money.rs`.
    pub(crate) path: String,
    /// Its lines as written.
    pub(crate) lines: Vec<String>,
    /// The same lines with comments and the content of literals blanked out.
    pub(crate) code: Vec<String>,
    /// String literals: line (counted from 0) each begins on, and its content.
    pub(crate) strings: Vec<(usize, String)>,
    tests: Vec<Range<usize>>,
}

impl Source {
    pub(crate) fn read(root: &Path, path: &Path) -> Source {
        let text = fs::read_to_string(path).unwrap();
        let shown = path.strip_prefix(root).unwrap().display().to_string();
        Source::parse(shown, &text)
    }

    pub(crate) fn parse(path: String, text: &str) -> Source {
        let (code, strings) = blank(text);
        let code: Vec<String> = code.lines().map(str::to_string).collect();
        let tests = match path.ends_with("/tests.rs") || path.starts_with("tests/") {
            true => std::iter::once(0..code.len()).collect(),
            false => test_items(&code),
        };
        Source { path, lines: text.lines().map(str::to_string).collect(), code, strings, tests }
    }

    /// Whether a line belongs to a `#[cfg(test)]` item.
    pub(crate) fn is_test(&self, line: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&line))
    }

    /// The layer of a file under `src`: its first folder or file name.
    pub(crate) fn layer(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        Some(inside.split('/').next()?.trim_end_matches(".rs"))
    }

    /// Its module path: `src/tui/widgets/table.rs` is tui, widgets, table.
    pub(crate) fn module(&self) -> Vec<&str> {
        let inside = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        inside.split('/').filter(|part| *part != "mod").collect()
    }

    /// A place a person can go to.
    pub(crate) fn at(&self, line: usize) -> String {
        format!("{}:{}", self.path, line + 1)
    }

    /// Lines of code, those for tests left out, where `token` stands as a whole word.
    pub(crate) fn lines_with<'a>(&'a self, token: &'a str) -> impl Iterator<Item = usize> + 'a {
        let code = self.code.iter().enumerate();
        code.filter(|(line, code)| !self.is_test(*line) && has_word(code, token)).map(|(line, _)| line)
    }
}

/// Whether `token` stands in `code` with nothing of a longer name before or after it.
pub(crate) fn has_word(code: &str, token: &str) -> bool {
    let is_name = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let bytes = code.as_bytes();
    let begins = token.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    let ends = token.bytes().last().is_some_and(|byte| byte.is_ascii_alphanumeric());
    code.match_indices(token).any(|(at, _)| {
        let joined_before = begins && at > 0 && is_name(bytes.get(at - 1));
        let joined_after = ends && is_name(bytes.get(at + token.len()));
        !joined_before && !joined_after
    })
}

/// Every file of a folder and below with this ending, in order of name.
pub(crate) fn files_under(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(listing) = fs::read_dir(folder) else { return found };
    for item in listing {
        let path = item.unwrap().path();
        if path.is_dir() {
            found.extend(files_under(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Blanks comments and literals, keeping every line end; gives the string literals apart.
fn blank(text: &str) -> (String, Vec<(usize, String)>) {
    let chars: Vec<char> = text.chars().collect();
    let (mut code, mut strings, mut at, mut line) = (String::with_capacity(text.len()), Vec::new(), 0, 0);
    while at < chars.len() {
        let rest = &chars[at..];
        let length = match (literal_length(rest, code.chars().next_back()), comment_length(rest)) {
            (Some((length, content)), _) => {
                if let Some(content) = content {
                    strings.push((line, rest[content].iter().collect()));
                }
                length
            }
            (None, Some(length)) => length,
            (None, None) => {
                code.push(chars[at]);
                line += usize::from(chars[at] == '\n');
                at += 1;
                continue;
            }
        };
        let blanked = &chars[at..at + length];
        code.push(if matches!(rest[0], '/') { ' ' } else { '"' });
        code.extend(blanked.iter().skip(1).map(|letter| if *letter == '\n' { '\n' } else { ' ' }));
        line += blanked.iter().filter(|letter| **letter == '\n').count();
        at += length;
    }
    (code, strings)
}

fn comment_length(rest: &[char]) -> Option<usize> {
    match rest {
        ['/', '/', ..] => Some(rest.iter().position(|letter| *letter == '\n').unwrap_or(rest.len())),
        ['/', '*', ..] => {
            let close = rest.windows(2).skip(2).position(|pair| pair == ['*', '/']);
            Some(close.map_or(rest.len(), |at| at + 4))
        }
        _ => None,
    }
}

/// Length of a string or character literal that begins here, and where the content of a string lies.
fn literal_length(rest: &[char], before: Option<char>) -> Option<(usize, Option<Range<usize>>)> {
    let in_name = before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    match rest {
        ['"', ..] => {
            let close = close_of_string(rest);
            Some((close + 1, Some(1..close)))
        }
        ['r', '"' | '#', ..] if !in_name || before == Some('b') => raw_string(rest),
        ['\'', '\\', _, ..] => {
            let close = rest.iter().skip(3).position(|letter| *letter == '\'')?;
            Some((close + 4, None))
        }
        ['\'', _, '\'', ..] => Some((3, None)),
        _ => None,
    }
}

fn close_of_string(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    at.min(rest.len() - 1)
}

fn raw_string(rest: &[char]) -> Option<(usize, Option<Range<usize>>)> {
    let hashes = rest.iter().skip(1).take_while(|letter| **letter == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return None;
    }
    let (begin, mut close) = (hashes + 2, vec!['"']);
    close.extend(std::iter::repeat_n('#', hashes));
    let end = begin + rest[begin..].windows(close.len()).position(|window| window == close)?;
    Some((end + close.len(), Some(begin..end)))
}

/// Lines of the items marked `#[cfg(test)]`.
fn test_items(code: &[String]) -> Vec<Range<usize>> {
    let marks = code.iter().enumerate().filter(|(_, code)| code.trim() == "#[cfg(test)]");
    marks.map(|(line, _)| line..end_of_item(code, line + 1) + 1).collect()
}

/// Last line of the item that begins at `from`: where its braces close, or its semicolon.
pub(crate) fn end_of_item(code: &[String], from: usize) -> usize {
    let (mut depth, mut inside) = (0_i32, 0_i32);
    for (line, code) in code.iter().enumerate().skip(from) {
        for letter in code.chars() {
            match letter {
                '(' | '[' => inside += 1,
                ')' | ']' => inside -= 1,
                '{' => depth += 1,
                '}' => {
                    depth -= 1;
                    if depth == 0 {
                        return line;
                    }
                }
                ';' if depth == 0 && inside == 0 => return line,
                _ => {}
            }
        }
    }
    code.len().saturating_sub(1)
}
