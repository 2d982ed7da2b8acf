//! Who may use whom, and what a layer must not contain.

use crate::source::{Source, has_word};

/// One layer: which of ours it may use, and which words never stand in it.
struct Layer {
    name: &'static str,
    may_use: &'static [&'static str],
    never: &'static [&'static [&'static str]],
}

const SCREEN: &[&str] = &["ratatui", "crossterm"];
const ARGUMENTS: &[&str] = &["clap"];
const CLOCK: &[&str] = &["SystemTime", "Utc::now", "Local::now"];
const FILES: &[&str] = &["std::fs", "std::env", "std::process"];
const PRINTING: &[&str] = &["println!", "eprintln!", "print!", "eprint!"];
const WIRE: &[&str] = &["serde", "serde_json", "toml"];

/// In layer order. A layer may always use itself.
const LAYERS: &[Layer] = &[
    Layer { name: "domain", may_use: &[], never: &[SCREEN, ARGUMENTS, CLOCK, FILES, PRINTING, WIRE] },
    Layer { name: "text", may_use: &["domain"], never: &[SCREEN, ARGUMENTS, CLOCK, FILES, PRINTING] },
    Layer { name: "book", may_use: &["domain", "text"], never: &[SCREEN, ARGUMENTS, CLOCK, PRINTING] },
    Layer { name: "import", may_use: &["domain", "book"], never: &[SCREEN, ARGUMENTS, CLOCK, PRINTING] },
    Layer { name: "store", may_use: &["domain"], never: &[SCREEN, ARGUMENTS, CLOCK, PRINTING] },
    Layer {
        name: "ops",
        may_use: &["domain", "book", "store", "import"],
        never: &[SCREEN, ARGUMENTS, CLOCK, PRINTING],
    },
    Layer { name: "sample", may_use: &["domain"], never: &[SCREEN, ARGUMENTS, CLOCK, PRINTING] },
    Layer { name: "term", may_use: &[], never: &[ARGUMENTS, CLOCK, PRINTING] },
    Layer { name: "tui", may_use: &["domain", "text", "book", "term"], never: &[ARGUMENTS, CLOCK, PRINTING] },
    Layer { name: "print", may_use: &["domain", "text"], never: &[SCREEN, ARGUMENTS, CLOCK, PRINTING, WIRE] },
    // A program of its own: a second opinion is none if it shares a line with the first.
    Layer { name: "verify", may_use: &[], never: &[SCREEN, ARGUMENTS, CLOCK, WIRE] },
    Layer {
        name: "cli",
        may_use: &["domain", "text", "book", "import", "store", "ops", "sample", "term", "tui", "print"],
        never: &[],
    },
];

/// A part of a layer that must not use another part.
const PARTS: &[(&[&str], &[&str])] = &[
    (&["tui", "widgets"], &["tui", "screens"]),
    (&["tui", "widgets"], &["tui", "desk"]),
    (&["tui", "widgets"], &["tui", "app"]),
    (&["cli"], &["tui", "screens"]),
];

/// Breaches of the layer table in one file under `src`.
pub(crate) fn breaches(source: &Source) -> Vec<String> {
    let Some(layer) = LAYERS.iter().find(|layer| Some(layer.name) == source.layer()) else {
        let roots = ["src/main.rs", "src/lib.rs"];
        let known = roots.contains(&source.path.as_str());
        return if known {
            vec![]
        } else {
            vec![format!("{}:1: no layer of tests/tidy/layers.rs; add it there", source.path)]
        };
    };
    let mut found = Vec::new();
    for (line, used) in uses(source) {
        let first = used.first().map_or("", String::as_str);
        let known = LAYERS.iter().any(|other| other.name == first);
        if known && first != layer.name && !layer.may_use.contains(&first) {
            let may = layer.may_use.join(", ");
            found.push(format!("{}: {} uses {first}; it may use only: {may}", source.at(line), layer.name));
        }
        for (part, never) in PARTS {
            let inside = source.module().starts_with(part) && !part.is_empty();
            if inside && used.len() >= never.len() && used.iter().zip(*never).all(|(used, never)| used == never) {
                found.push(format!("{}: {} must not use {}", source.at(line), part.join("::"), never.join("::")));
            }
        }
    }
    for word in layer.never.iter().copied().flatten() {
        let lines = source.lines_with(word);
        found.extend(lines.map(|line| format!("{}: `{word}` has no place in {}", source.at(line), layer.name)));
    }
    found
}

/// Every path into the crate that a file names, from the crate's root: `crate::a::b`, and `super::`
/// chains climbed. A group of names gives one path each.
fn uses(source: &Source) -> Vec<(usize, Vec<String>)> {
    let module = source.module();
    let mut found = Vec::new();
    for (line, code) in source.code.iter().enumerate() {
        for (at, _) in code.match_indices("crate::").filter(|(at, _)| begins(code, *at)) {
            let rest = tail(source, line, at + "crate::".len());
            found.extend(expand(&[], &rest).into_iter().map(|path| (line, path)));
        }
        for (at, _) in code.match_indices("super::").filter(|(at, _)| begins(code, *at)) {
            let rest = tail(source, line, at);
            let climbed = rest.split("super::").take_while(|part| part.is_empty()).count();
            let inner = usize::from(source.is_test(line) && !source.path.ends_with("/tests.rs"));
            let kept = (module.len() + inner).saturating_sub(climbed).min(module.len());
            let rest = &rest["super::".len() * climbed..];
            found.extend(expand(&module[..kept], rest).into_iter().map(|path| (line, path)));
        }
    }
    found
}

/// Whether a path begins here: nothing of a name or of another path stands before it.
fn begins(code: &str, at: usize) -> bool {
    !code[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':' || letter == '$')
}

/// The code from a place on, as far as the statement goes.
fn tail(source: &Source, line: usize, at: usize) -> String {
    let mut text = source.code[line][at..].to_string();
    for next in source.code.iter().skip(line + 1).take(12) {
        if text.contains(';') {
            break;
        }
        text.push_str(next.trim());
    }
    text
}

/// `a::b` and `{a::x, b}` as paths under `prefix`, two names deep at most; a macro is no path.
fn expand(prefix: &[&str], rest: &str) -> Vec<Vec<String>> {
    let own: Vec<String> = prefix.iter().map(|part| part.to_string()).collect();
    if own.len() >= 2 {
        return vec![own];
    }
    if let Some(group) = rest.strip_prefix('{') {
        let items = top_items(group);
        return items.iter().flat_map(|item| expand(prefix, item)).collect();
    }
    let name: String = rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    let after = &rest[name.len()..];
    if name.is_empty() || after.starts_with('!') {
        return vec![own];
    }
    let deeper: Vec<&str> = prefix.iter().copied().chain([name.as_str()]).collect();
    match after.strip_prefix("::") {
        Some(inner) => expand(&deeper, inner),
        None => vec![deeper.iter().map(|part| part.to_string()).collect()],
    }
}

/// Items of a group up to its closing brace, those of inner groups kept together.
fn top_items(group: &str) -> Vec<String> {
    let (mut items, mut depth) = (vec![String::new()], 0);
    for letter in group.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(String::new());
                continue;
            }
            ' ' => continue,
            _ => {}
        }
        if let Some(last) = items.last_mut() {
            last.push(letter);
        }
    }
    items
}

/// Words that stand in one place only, wherever else they are looked for.
pub(crate) fn strays(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let mut forbid = |word: &str, what: &str| {
        found.extend(source.lines_with(word).map(|line| format!("{}: `{word}`: {what}", source.at(line))));
    };
    if !source.path.starts_with("src/store/") && !source.path.starts_with("src/verify/") {
        forbid(
            "rusqlite",
            "only src/store speaks to the database (src/verify has its own eyes); ask it through a Reader or an ops::Command",
        );
    }
    if source.path != "src/main.rs" {
        forbid("process::exit", "only src/main.rs ends the program; return an exit code");
    }
    for word in ["f32", "f64"] {
        forbid(word, "money is whole fen, rates are exact decimals; no float anywhere");
    }
    for word in [".unwrap()", ".expect(", "panic!", "todo!", "unimplemented!", "dbg!", "unsafe"] {
        forbid(word, "outside tests an error is returned, never a panic");
    }
    found
}

/// Han characters in the literals of the domain: words stand in `text`.
pub(crate) fn words_in_domain(source: &Source) -> Vec<String> {
    let is_han = |letter: char| ('\u{3400}'..='\u{9fff}').contains(&letter);
    let spoken = source.strings.iter().filter(|(line, text)| !source.is_test(*line) && text.chars().any(is_han));
    let domain = source.layer() == Some("domain");
    let shown = spoken.filter(|_| domain);
    shown
        .map(|(line, text)| format!("{}: \"{text}\" is a word for people; put it into src/text", source.at(*line)))
        .collect()
}

/// SQL put together from pieces: `format!` whose text begins with a verb of SQL.
pub(crate) fn built_sql(source: &Source) -> Vec<String> {
    const VERBS: &[&str] = &[
        "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER", "PRAGMA", "WITH", "ATTACH",
        "VACUUM",
    ];
    let is_sql = |text: &str| {
        let first = text.split_whitespace().next().unwrap_or("");
        VERBS.contains(&first)
    };
    let formats = |line: usize| {
        let from = line.saturating_sub(1);
        source.code[from..=line].iter().any(|code| has_word(code, "format!(") || has_word(code, "write!("))
    };
    let built = source.strings.iter().filter(|(line, text)| is_sql(text) && text.contains('{') && formats(*line));
    built
        .filter(|(line, _)| !source.is_test(*line))
        .map(|(line, _)| format!("{}: SQL built from pieces; bind the values with named_params!", source.at(*line)))
        .collect()
}
