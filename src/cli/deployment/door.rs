//! `sanhe door`: what sshd and sudo start for an operator. Without a word asked for it is the workstation; else one
//! verb of a short list. Never a shell, never a path.
//!
//! Invariant: what is asked for comes from outside (`SSH_ORIGINAL_COMMAND`): nothing that is not on the list below
//! reaches the program's own parser. Every refusal is a line of `<book>.door.log`.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::cli::backend;
use crate::cli::context::Context;
use crate::cli::failure::{Answer, Exit, Failure};
use crate::text::deployment as words;

/// The one name sudo passes on.
const ASKED: &str = "SSH_ORIGINAL_COMMAND";
/// Longest line asked for.
const ASKED_MAX: usize = 2_048;
/// Largest file taken in.
const FILE_MAX: u64 = 512 << 20;

/// One thing that may be asked for.
struct Verb {
    words: &'static [&'static str],
    options: &'static [&'static str],
    /// Most further words.
    arguments: usize,
}

const OUTPUT: [&str; 2] = ["--json", "--lang"];

const VERBS: &[Verb] = &[
    Verb { words: &["import"], options: &["--format", "--account", "--dry-run"], arguments: 1 },
    Verb { words: &["reconcile"], options: &["--day", "--from", "--to"], arguments: 0 },
    Verb { words: &["exceptions", "show"], options: &[], arguments: 1 },
    Verb { words: &["exceptions"], options: &["--day", "--from", "--to"], arguments: 0 },
    Verb { words: &["statements"], options: &["--account", "--from", "--to"], arguments: 0 },
    Verb { words: &["employers"], options: &["--area", "--officer", "--owing", "--as-of", "--limit"], arguments: 2 },
    Verb { words: &["employer"], options: &["--as-of", "--all"], arguments: 1 },
    Verb { words: &["ageing"], options: &["--as-of", "--by"], arguments: 0 },
    Verb { words: &["day", "status"], options: &[], arguments: 1 },
    Verb { words: &["journal", "verify"], options: &[], arguments: 0 },
];

/// What was asked for, once it is on the list.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    /// Nothing: the workstation.
    Workstation,
    /// Take a file in, without importing it.
    Put(String),
    /// Give a file out.
    Get(String),
    /// Name the files there.
    Files,
    /// One command of the list; the file it needs taken in first.
    Command { words: Vec<String>, takes: Option<String> },
}

/// Passes the door.
pub(crate) fn run(
    context: &Context,
    carry_out: impl FnOnce(Vec<String>) -> Result<Answer, Failure>,
) -> Result<Answer, Failure> {
    let line = std::env::var_os(ASKED).unwrap_or_default();
    let asked = line.to_str().ok_or("bytes that are no text").and_then(asked);
    let asked = match asked {
        Ok(asked) => asked,
        Err(why) => {
            log_refusal(context, &line.to_string_lossy(), why);
            return Err(Failure::Usage(words::door_refused(why, context.lang)));
        }
    };
    let folder = own_folder(context)?;
    // What the workstation writes out, and where its file picker starts.
    std::env::set_current_dir(&folder).map_err(|error| Failure::io(folder.display(), &error))?;
    match asked {
        Asked::Workstation => {
            let context = Context { inbox: Some(folder), ..context.clone() };
            backend::workstation(&context).map(|()| Answer::silent())
        }
        Asked::Put(name) => take_in(&folder, &name, context).map(|()| Answer::silent()),
        Asked::Get(name) => give_out(&folder.join(name)),
        Asked::Files => Ok(Answer { text: listing(&folder)?, exit: Exit::Done }),
        Asked::Command { words, takes } => {
            if let Some(name) = takes {
                take_in(&folder, &name, context)?;
            }
            let book = context.book.display().to_string();
            let mut line = vec!["sanhe".to_owned(), "--book".to_owned(), book];
            line.extend(words);
            carry_out(line)
        }
    }
}

/// Reads what was asked for against the list.
fn asked(line: &str) -> Result<Asked, &'static str> {
    if line.len() > ASKED_MAX {
        return Err("too long");
    }
    if line.chars().any(char::is_control) {
        return Err("control characters");
    }
    let words = split(line)?;
    let plain: Vec<&str> = words.iter().map(String::as_str).collect();
    match plain.as_slice() {
        [] => Ok(Asked::Workstation),
        ["files"] => Ok(Asked::Files),
        ["put", name] => Ok(Asked::Put(file_name(name)?)),
        ["get", name] => Ok(Asked::Get(file_name(name)?)),
        plain => command(plain),
    }
}

/// A verb of the list with options of its own and nothing that is a path.
fn command(words: &[&str]) -> Result<Asked, &'static str> {
    let verb = VERBS.iter().find(|verb| words.starts_with(verb.words)).ok_or("not a verb of the door")?;
    let mut rest = words[verb.words.len()..].iter();
    let mut arguments = Vec::new();
    while let Some(word) = rest.next() {
        if !word.starts_with('-') {
            arguments.push(*word);
            continue;
        }
        let (name, joined) = word.split_once('=').map_or((*word, None), |(name, value)| (name, Some(value)));
        if !verb.options.contains(&name) && !OUTPUT.contains(&name) {
            return Err("an option that does not pass the door");
        }
        let flag = matches!(name, "--json" | "--dry-run" | "--owing" | "--all");
        let value = if flag { joined } else { joined.or_else(|| rest.next().copied()) };
        if value.is_some_and(|value| value.contains('/') || value.starts_with('-')) {
            return Err("a path");
        }
    }
    if arguments.len() > verb.arguments {
        return Err("more words than the verb takes");
    }
    if arguments.iter().any(|argument| argument.contains('/')) {
        return Err("a path");
    }
    let takes = match (verb.words, arguments.as_slice()) {
        (["import"], [name]) => Some(file_name(name)?),
        (["import"], _) => return Err("import names one file and reads it from standard input"),
        _ => None,
    };
    Ok(Asked::Command { words: words.iter().map(|word| (*word).to_owned()).collect(), takes })
}

/// Words at blanks; quotes of either kind group, and nothing else means anything.
fn split(line: &str) -> Result<Vec<String>, &'static str> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for letter in line.chars() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            (_, letter) => word.get_or_insert_default().push(letter),
        }
    }
    if quote.is_some() {
        return Err("a quote that does not end");
    }
    words.extend(word);
    Ok(words)
}

/// Letters, digits, `.`, `_`, `-`; never hidden, never a path.
fn file_name(name: &str) -> Result<String, &'static str> {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-');
    let fits = !name.is_empty() && name.len() <= 120 && name.chars().all(plain) && !name.starts_with(['.', '-']);
    if fits { Ok(name.to_owned()) } else { Err("a file name has letters, digits, . _ and - only") }
}

/// `<book>.door/<account>`, 0700: one operator's files are no other's.
fn own_folder(context: &Context) -> Result<PathBuf, Failure> {
    let account = backend::account_at_work(context)?;
    let mut folder = context.book.clone().into_os_string();
    folder.push(".door");
    let folder = PathBuf::from(folder).join(account);
    let made = DirBuilder::new().recursive(true).mode(0o700).create(&folder);
    made.map_err(|error| Failure::io(folder.display(), &error))?;
    Ok(folder)
}

/// Standard input becomes a new file of that name; one of that name already there is not touched.
fn take_in(folder: &Path, name: &str, context: &Context) -> Result<(), Failure> {
    let path = folder.join(name);
    let wrong = |error: io::Error| Failure::io(path.display(), &error);
    let draft = folder.join(format!(".{name}.part"));
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft).map_err(wrong)?;
    let taken = io::copy(&mut io::stdin().lock().take(FILE_MAX + 1), &mut file).and_then(|bytes| {
        file.sync_all()?;
        Ok(bytes)
    });
    let settled = match taken {
        Err(error) => Err(wrong(error)),
        Ok(bytes) if bytes > FILE_MAX => Err(Failure::Usage(words::door_too_large(FILE_MAX, context.lang))),
        // A link fails where the name is taken; a rename would replace.
        Ok(_) => fs::hard_link(&draft, &path).map_err(wrong),
    };
    let _ = fs::remove_file(&draft);
    settled
}

fn give_out(path: &Path) -> Result<Answer, Failure> {
    let wrong = |error: io::Error| Failure::io(path.display(), &error);
    let mut file = File::open(path).map_err(wrong)?;
    match io::copy(&mut file, &mut io::stdout().lock()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(wrong(error)),
        _ => Ok(Answer::silent()),
    }
}

fn listing(folder: &Path) -> Result<String, Failure> {
    let wrong = |error: io::Error| Failure::io(folder.display(), &error);
    let mut lines = Vec::new();
    for entry in fs::read_dir(folder).map_err(wrong)? {
        let entry = entry.map_err(wrong)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            lines.push(format!("{name} {}\n", entry.metadata().map_err(wrong)?.len()));
        }
    }
    lines.sort();
    Ok(lines.concat())
}

/// Best effort: a full disk must not turn a refusal into anything else.
fn log_refusal(context: &Context, line: &str, why: &str) {
    let account = backend::account_at_work(context).unwrap_or_default();
    let mut log = context.book.clone().into_os_string();
    log.push(".door.log");
    let shown: String = line.chars().take(200).flat_map(char::escape_default).collect();
    if let Ok(mut file) = OpenOptions::new().append(true).create(true).mode(0o600).open(log) {
        let _ = writeln!(file, "{} {account}: {why}: {shown}", context.now.utc);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_the_list_passes() {
        assert_eq!(asked(""), Ok(Asked::Workstation));
        assert_eq!(asked("  "), Ok(Asked::Workstation));
        assert_eq!(asked("put 对账单-0304.csv"), Ok(Asked::Put("对账单-0304.csv".into())));
        assert_eq!(asked("get out.xlsx"), Ok(Asked::Get("out.xlsx".into())));
        for line in [
            "reconcile --day 2026-03-04",
            "exceptions --day=2026-03-04 --json",
            "day status 2026-03-04",
            "journal verify",
            "employer '农垦 一场'",
        ] {
            assert!(matches!(asked(line), Ok(Asked::Command { takes: None, .. })), "{line}");
        }
        assert!(
            matches!(asked("import his.csv --dry-run"), Ok(Asked::Command { takes: Some(name), .. }) if name == "his.csv")
        );
    }

    #[test]
    fn what_is_not_on_the_list_does_not() {
        for line in [
            "sh",
            "/bin/sh -c id",
            "bash -i",
            "scp -f /var/lib/sanhe/book.sqlite",
            "/usr/lib/openssh/sftp-server",
            "rsync --server --sender . /var/lib/sanhe/",
            "cat /var/lib/sanhe/book.sqlite",
            "import ../../etc/passwd",
            "import /etc/passwd",
            "import his.csv; id",
            "import $(id).csv",
            "import a.csv b.csv",
            "import .hidden",
            "import",
            "get ../book.sqlite",
            "get book.sqlite/../../x",
            "put -rf",
            "reconcile --book /tmp/other.sqlite",
            "reconcile --day=/etc/passwd",
            "exceptions decide 1 accept",
            "backup /tmp/copy.sqlite",
            "restore /tmp/copy.sqlite",
            "operator add x",
            "--as 王芳 journal verify",
            "journal verify --as 王芳",
            "site import /tmp/channels.toml",
            "report day 2026-03-04 --out /tmp/x",
            "door",
            "setup",
            "employer 'x",
            "files\nsh",
        ] {
            assert!(asked(line).is_err(), "{line}");
        }
        assert!(asked(&"a".repeat(ASKED_MAX + 1)).is_err());
    }
}
