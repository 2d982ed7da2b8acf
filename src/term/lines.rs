//! The workstation line by line 逐行方式: for screen readers, logs and scripts. What changed on a screen is printed
//! as plain lines, then a prompt; what is typed there is a key, a count, a row or the name of an action.
//!
//! Invariant: no byte that steers a terminal goes out; a line is read only after everything before it has
//! been shown, and, from a script, only after the work it started is done.

use std::collections::VecDeque;
use std::io::{self, BufRead, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::charset::Charset;
use super::{Code, Input, Key, Terminal, Waker, width};

/// Columns and rows screens are laid out in; nobody sees them.
const SIZE: (u16, u16) = (80, 24);
/// Most presses one line asks for.
const TIMES_MOST: usize = 10_000;
/// The mark of the chosen row.
const MARK: char = '>';

/// What the person is told and how names of actions are looked up.
pub struct Manner {
    /// Said once at the start; how to type.
    pub hint: &'static str,
    /// Stands before what is typed.
    pub prompt: &'static str,
    /// Opens the list of actions, in which a name is then typed.
    pub palette: Key,
    /// Whether an action has this name, or one that begins so.
    pub known: fn(&str) -> bool,
    /// Said of a name no action has.
    pub unknown: fn(&str) -> String,
    /// Whether a person types: then a line may come while work is under way.
    pub person: bool,
    /// Bytes of the line.
    pub charset: Charset,
}

enum Came {
    Line(String),
    Woken,
    End,
}

/// 逐行. Standard input and output, or whatever takes their place.
pub struct Lines {
    manner: Manner,
    out: Box<dyn Write>,
    shown: Vec<String>,
    typing: bool,
    waiting: VecDeque<Input>,
    lines: VecDeque<String>,
    came: Receiver<Came>,
    sender: Sender<Came>,
    ended: bool,
    /// Nobody reads any more.
    gone: bool,
    busy: bool,
    /// The last frame was only looked at because time passed.
    passing: bool,
}

impl Lines {
    /// Lines from `input`, screens to `out`.
    ///
    /// # Errors
    /// When no thread can be had to read with.
    pub fn new(input: impl BufRead + Send + 'static, out: Box<dyn Write>, manner: Manner) -> io::Result<Lines> {
        let (sender, came) = mpsc::channel();
        let (lines, charset) = (sender.clone(), manner.charset);
        thread::Builder::new().name("lines".to_owned()).spawn(move || read(input, charset, &lines))?;
        Ok(Lines {
            manner,
            out,
            shown: Vec::new(),
            typing: false,
            waiting: VecDeque::new(),
            lines: VecDeque::new(),
            came,
            sender,
            ended: false,
            gone: false,
            busy: false,
            passing: false,
        })
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        let mut bytes = Vec::new();
        for one in text.chars() {
            self.manner.charset.push(one, &mut bytes);
        }
        match self.out.write_all(&bytes).and_then(|()| self.out.flush()) {
            // Whoever read has heard enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(())
            }
            written => written,
        }
    }

    /// Takes what came; `true` when somebody woke the sleeper.
    fn hear(&mut self, came: Came) -> bool {
        match came {
            Came::Line(line) => self.lines.push_back(line),
            Came::End => self.ended = true,
            Came::Woken => return true,
        }
        false
    }

    /// The next line, where one may be taken now.
    fn open_line(&mut self) -> io::Result<bool> {
        if self.busy && !self.manner.person {
            return Ok(false);
        }
        let Some(line) = self.lines.pop_front() else { return Ok(false) };
        if !self.manner.person {
            // A log shows what was asked where a terminal would have echoed it.
            self.say(&format!("{line}\n"))?;
        }
        match inputs(&line, self.typing, self.manner.palette, self.manner.known) {
            Ok(asked) => self.waiting.extend(asked),
            Err(name) => {
                let told = format!("{}\n{}", (self.manner.unknown)(&name), self.manner.prompt);
                self.say(&told)?;
            }
        }
        Ok(true)
    }
}

fn read(mut input: impl BufRead, charset: Charset, lines: &Sender<Came>) {
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        match input.read_until(b'\n', &mut bytes) {
            Ok(1..) => {
                let line = charset.read(&bytes);
                if lines.send(Came::Line(line.trim_end_matches(['\r', '\n']).to_owned())).is_err() {
                    return;
                }
            }
            Ok(0) | Err(_) => {
                let _ = lines.send(Came::End);
                return;
            }
        }
    }
}

/// What a line asks for: a key and how often, a row, text for the field that is open, or an action by name; a name
/// no action has is given back, for in the list of actions it might find another one.
fn inputs(line: &str, typing: bool, palette: Key, known: fn(&str) -> bool) -> Result<Vec<Input>, String> {
    let line = line.trim();
    let press = |key: Key| Input::Key(key);
    let plain = |code: Code| Input::Key(Key::plain(code));
    if line.is_empty() {
        return Ok(vec![plain(Code::Enter)]);
    }
    if let Some(text) = line.strip_prefix('\'') {
        return Ok(vec![Input::Paste(text.to_owned())]);
    }
    if let Some(row) = line.strip_prefix('#').and_then(|row| row.trim().parse::<usize>().ok()) {
        let below = row.saturating_sub(1).min(TIMES_MOST);
        return Ok(std::iter::once(Code::Home).chain(std::iter::repeat_n(Code::Down, below)).map(plain).collect());
    }
    let (name, times) = counted(line);
    if let Some(key) = Key::parse(name).filter(|_| !typing || name.chars().count() > 1) {
        return Ok(vec![press(key); times]);
    }
    if typing && !line.starts_with(':') {
        return Ok(vec![Input::Paste(line.to_owned())]);
    }
    let wanted = line.strip_prefix(':').unwrap_or(line).trim();
    // A digit would choose a row of the list.
    if wanted.contains(|one: char| one.is_ascii_digit()) || !known(wanted) {
        return Err(wanted.to_owned());
    }
    let typed = wanted.chars().map(|one| plain(Code::Char(one)));
    Ok(std::iter::once(press(palette)).chain(typed).chain([plain(Code::Enter)]).collect())
}

/// `down 5` is a name and a count.
fn counted(line: &str) -> (&str, usize) {
    match line.rsplit_once(' ').map(|(name, times)| (name.trim_end(), times.parse::<usize>())) {
        Some((name, Ok(times))) => (name, times.clamp(1, TIMES_MOST)),
        Some((_, Err(_))) | None => (line, 1),
    }
}

/// The lines of a frame, without rules and blanks at their ends.
fn lines_of(frame: &Buffer) -> Vec<String> {
    let mut lines = Vec::new();
    for y in 0..frame.area.height {
        let (mut line, mut x) = (String::new(), 0);
        while x < frame.area.width {
            let symbol = frame.cell(Position::new(x, y)).map_or(" ", |cell| cell.symbol());
            line.push_str(symbol);
            x += u16::try_from(width::columns(symbol).max(1)).unwrap_or(1);
        }
        let line = line.trim_end();
        lines.push(if line.chars().all(|one| one == '-') { String::new() } else { line.to_owned() });
    }
    lines
}

/// What is read out of `next` to somebody who has heard `before`: everything of another screen, else what is new.
fn news<'a>(before: &[String], next: &'a [String]) -> Vec<&'a str> {
    let same_screen = before.len() == next.len() && before.first() == next.first();
    let is_new = |at: usize| {
        let (old, new) = (before.get(at).map_or("", String::as_str), next[at].as_str());
        // A row that only lost its mark has been heard.
        old != new && old.replacen(MARK, " ", 1) != new
    };
    let changed: Vec<usize> = (0..next.len()).filter(|at| !next[*at].is_empty() && is_new(*at)).collect();
    let filled = next.iter().filter(|line| !line.is_empty()).count();
    if same_screen && changed.len() * 2 <= filled {
        return changed.into_iter().map(|at| next[at].as_str()).collect();
    }
    let mut all = Vec::new();
    for line in next {
        // One empty line stands for any number of them.
        if !line.is_empty() || all.last().is_some_and(|last: &&str| !last.is_empty()) {
            all.push(line.as_str());
        }
    }
    all
}

impl Terminal for Lines {
    fn enter(&mut self) -> io::Result<()> {
        let hint = self.manner.hint;
        self.say(&format!("{hint}\n\n"))
    }

    fn leave(&mut self) -> io::Result<()> {
        self.say("\n")
    }

    fn size(&mut self) -> io::Result<(u16, u16)> {
        Ok(SIZE)
    }

    fn draw(&mut self, frame: &Buffer, cursor: Option<(u16, u16)>) -> io::Result<()> {
        self.typing = cursor.is_some();
        if std::mem::take(&mut self.passing) {
            return Ok(());
        }
        let next = lines_of(frame);
        let mut text = news(&self.shown, &next).join("\n");
        if !text.is_empty() {
            text.push('\n');
        }
        self.shown = next;
        if !self.busy {
            text.push_str(self.manner.prompt);
        }
        self.say(&text)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.shown.clear();
        Ok(())
    }

    fn next(&mut self, timeout: Option<Duration>) -> io::Result<Option<Input>> {
        loop {
            if self.gone {
                return Ok(Some(Input::Gone));
            }
            if let Some(input) = self.waiting.pop_front() {
                return Ok(Some(input));
            }
            if timeout == Some(Duration::ZERO) {
                let came = self.came.try_recv();
                return Ok(came.is_ok_and(|came| self.hear(came)).then_some(Input::Woken));
            }
            if self.open_line()? {
                continue;
            }
            if self.ended && !self.busy && self.lines.is_empty() {
                return Ok(Some(Input::Gone));
            }
            let came = match timeout {
                None => self.came.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(limit) => self.came.recv_timeout(limit),
            };
            match came {
                Ok(came) => {
                    if self.hear(came) {
                        return Ok(Some(Input::Woken));
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.passing = true;
                    return Ok(None);
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(Some(Input::Gone)),
            }
        }
    }

    fn waker(&self) -> Waker {
        let sender = self.sender.clone();
        Waker::new(move || {
            // A closed channel means nobody sleeps any more.
            let _ = sender.send(Came::Woken);
        })
    }

    fn shows(&self, one: char) -> bool {
        self.manner.charset.carried(one) == one
    }

    fn attend(&mut self, busy: bool) {
        self.busy = busy;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str, typing: bool) -> String {
        let palette = Key { code: Code::Char('p'), ctrl: true, alt: false };
        let asked = match inputs(line, typing, palette, |name| ["dzrl", "退出"].contains(&name)) {
            Ok(asked) => asked,
            Err(name) => return format!("no {name}"),
        };
        let words = asked.into_iter().map(|input| match input {
            Input::Key(key) => key.written(),
            Input::Paste(text) => format!("<{text}>"),
            other => format!("{other:?}"),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_line_is_a_key_a_row_a_text_or_a_name() {
        for (line, typing, keys) in [
            ("", false, "enter"),
            ("1", false, "1"),
            ("f8", false, "f8"),
            ("down 3", false, "down down down"),
            ("ctrl-t", false, "ctrl-t"),
            ("#3", false, "home down down"),
            (":dzrl", false, "ctrl-p d z r l enter"),
            ("退出", false, "ctrl-p 退 出 enter"),
            ("nonsense", false, "no nonsense"),
            ("f13", false, "no f13"),
            ("/tmp/a 1.csv", true, "</tmp/a 1.csv>"),
            ("1", true, "<1>"),
            ("esc", true, "esc"),
            ("'esc", true, "<esc>"),
        ] {
            assert_eq!(asked(line, typing), keys, "{line}");
        }
    }

    #[test]
    fn what_has_been_heard_is_not_read_again() {
        let lines = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
        let before = lines("title|> a|  b|  c|  d||hint");
        assert_eq!(news(&before, &lines("title|  a|> b|  c|  d||hint")), ["> b"]);
        assert_eq!(news(&before, &lines("other|x|||y||")), ["other", "x", "", "y", ""]);
        assert_eq!(news(&before, &before), Vec::<&str>::new());
    }
}
