//! Texts by display column: how wide, cut, padded, wrapped. Widths come from `term::width`.
//!
//! Invariant: [`fit`] returns exactly the columns asked for; chrome is ASCII, so a cut shows as `..`.

use crate::term::sanitise::clean;
use crate::term::width::{columns as columns_of, of as wide};

/// Which edge a text keeps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Left edge.
    Left,
    /// Right edge: amounts and counts.
    Right,
}

/// Columns a text takes.
pub fn width(text: &str) -> usize {
    columns_of(text)
}

/// The first columns of a text, at most `columns`.
pub fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, one) in text.char_indices() {
        used += wide(one);
        if used > columns {
            return &text[..at];
        }
    }
    text
}

/// The last columns of a text, at most `columns`.
pub fn tail(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, one) in text.char_indices().rev() {
        used += wide(one);
        if used > columns {
            return &text[at + one.len_utf8()..];
        }
    }
    text
}

/// The text cut to `columns`, with `..` where something is missing.
pub fn cut(text: &str, columns: usize) -> String {
    let text = clean(text);
    if width(&text) <= columns {
        return text.into_owned();
    }
    format!("{}{}", head(&text, columns.saturating_sub(2)), &".."[..columns.min(2)])
}

/// The text cut in its middle, so that the ends of long numbers stay readable.
pub fn cut_middle(text: &str, columns: usize) -> String {
    let text = clean(text);
    if width(&text) <= columns {
        return text.into_owned();
    }
    if columns < 6 {
        return tail(&text, columns).to_owned();
    }
    let kept = columns - 2;
    let back = kept / 2;
    format!("{}..{}", head(&text, kept - back), tail(&text, back))
}

/// The text cut or padded to exactly `columns`.
pub fn fit(text: &str, columns: usize, align: Align) -> String {
    pad(cut(text, columns), columns, align)
}

/// The text padded to `columns`; longer stays longer.
pub fn pad(text: String, columns: usize, align: Align) -> String {
    let gap = columns.saturating_sub(width(&text));
    match align {
        Align::Left => text + &" ".repeat(gap),
        Align::Right => " ".repeat(gap) + &text,
    }
}

/// The text in lines of at most `columns`; Latin words are kept whole where they fit.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let text = clean(text);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in words(&text) {
        let columns_of_word = width(word);
        if used > 0 && used + width(word.trim_end()) > columns {
            lines.push(line.trim_end().to_owned());
            (line, used) = (String::new(), 0);
        }
        if columns_of_word <= columns {
            line.push_str(word);
            used += columns_of_word;
            continue;
        }
        for one in word.chars() {
            if used + wide(one) > columns && used > 0 {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(one);
            used += wide(one);
        }
    }
    if used > 0 || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Pieces a line may break between: Latin words with the space behind them, every wide character alone
/// with the punctuation that follows it.
fn words(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, one) in text.char_indices() {
        let breaks = match before {
            None => false,
            Some(' ') => one != ' ',
            Some(last) => one != ' ' && !closes(one) && (wide(last) > 1 || wide(one) > 1),
        };
        if breaks {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(one);
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

fn closes(one: char) -> bool {
    matches!(one, ',' | '.' | ';' | ':' | ')' | '!' | '?' | '，' | '。' | '；' | '：' | '）' | '、' | '」' | '》')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_take_the_columns_asked_for() {
        for (text, columns, align, expected) in [
            ("微信", 6, Align::Left, "微信  "),
            ("22.81", 8, Align::Right, "   22.81"),
            ("渠道有HIS无", 9, Align::Left, "渠道有H.."),
            ("渠道有无", 5, Align::Left, "渠.. "),
            ("a\u{1b}b", 3, Align::Left, "ab "),
        ] {
            assert_eq!(fit(text, columns, align), expected);
            assert_eq!(width(&fit(text, columns, align)), columns);
        }
        assert_eq!(cut_middle("4200001234202603040917", 12), "42000..40917");
    }

    #[test]
    fn lines_break_between_characters_or_words() {
        assert_eq!(wrap("收费端与渠道各一笔, HIS 无", 10), ["收费端与渠", "道各一笔,", "HIS 无"]);
        assert_eq!(wrap("no such receipt in HIS", 10), ["no such", "receipt in", "HIS"]);
        assert_eq!(wrap("abcdefghijkl", 5), ["abcde", "fghij", "kl"]);
        assert_eq!(wrap("", 5), [""]);
    }
}
