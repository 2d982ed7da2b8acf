//! The stock terminal: crossterm under ratatui's diff.
//!
//! Invariant: the terminal is given back on [`Terminal::leave`], on drop and on panic. One thread
//! reads keys and one channel carries them, so an idle workstation sleeps in `recv`. crossterm spins
//! for ever when the line dies without a signal, so a watcher looks every two seconds whether the
//! terminal still answers.

use std::io::{self, BufWriter, Stdout, Write};
use std::panic;
use std::sync::Once;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers,
};
use crossterm::{cursor, execute, style, terminal};
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Code, Input, Key, Terminal, Waker};

const OUT_BYTES: usize = 64 * 1024;
const WATCH_EVERY: Duration = Duration::from_secs(2);

/// The terminal this process was started in.
pub struct Stock {
    screen: ratatui::Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    inputs: Receiver<Input>,
    sender: Sender<Input>,
    entered: bool,
}

impl Stock {
    /// The terminal on standard output, not yet taken over.
    ///
    /// # Errors
    /// When there is none.
    pub fn new() -> io::Result<Self> {
        let backend = CrosstermBackend::new(BufWriter::with_capacity(OUT_BYTES, io::stdout()));
        let (sender, inputs) = mpsc::channel();
        Ok(Stock { screen: ratatui::Terminal::new(backend)?, inputs, sender, entered: false })
    }
}

impl Terminal for Stock {
    fn enter(&mut self) -> io::Result<()> {
        if self.entered {
            return Ok(());
        }
        // The theme decides about colour; crossterm's own NO_COLOR would wipe bold and reverse as well.
        style::force_color_output(true);
        restore_on_panic();
        terminal::enable_raw_mode()?;
        self.entered = true;
        execute!(io::stdout(), terminal::EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
        Terminal::clear(self)?;
        let keys = self.sender.clone();
        thread::Builder::new().name("keys".to_owned()).spawn(move || read_keys(&keys))?;
        let watch = self.sender.clone();
        thread::Builder::new().name("line".to_owned()).spawn(move || watch_line(&watch))?;
        Ok(())
    }

    fn leave(&mut self) -> io::Result<()> {
        if !self.entered {
            return Ok(());
        }
        self.entered = false;
        restore()
    }

    fn size(&mut self) -> io::Result<(u16, u16)> {
        terminal::size()
    }

    fn draw(&mut self, frame: &Buffer, cursor: Option<(u16, u16)>) -> io::Result<()> {
        self.screen.draw(|target| {
            let shown = target.area().intersection(frame.area);
            let buffer = target.buffer_mut();
            for y in shown.top()..shown.bottom() {
                for x in shown.left()..shown.right() {
                    let place = Position::new(x, y);
                    if let (Some(to), Some(from)) = (buffer.cell_mut(place), frame.cell(place)) {
                        *to = from.clone();
                    }
                }
            }
            if let Some((x, y)) = cursor {
                target.set_cursor_position(Position::new(x, y));
            }
        })?;
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        // Not ratatui's own clear: it asks the terminal where its cursor is and waits for the answer,
        // which the key thread would swallow.
        let (columns, rows) = terminal::size()?;
        self.screen.resize(Rect::new(0, 0, columns, rows))
    }

    fn next(&mut self, timeout: Option<Duration>) -> io::Result<Option<Input>> {
        let received = match timeout {
            None => self.inputs.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(limit) => self.inputs.recv_timeout(limit),
        };
        Ok(match received {
            Ok(input) => Some(input),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Input::Gone),
        })
    }

    fn waker(&self) -> Waker {
        let sender = self.sender.clone();
        Waker::new(move || {
            // A closed channel means nobody sleeps any more.
            let _ = sender.send(Input::Woken);
        })
    }
}

impl Drop for Stock {
    fn drop(&mut self) {
        let _ = self.leave();
    }
}

fn restore() -> io::Result<()> {
    let shown = execute!(io::stdout(), DisableBracketedPaste, terminal::LeaveAlternateScreen, cursor::Show);
    let cooked = terminal::disable_raw_mode();
    io::stdout().flush()?;
    shown.and(cooked)
}

fn restore_on_panic() {
    static HOOKED: Once = Once::new();
    HOOKED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |report| {
            let _ = restore();
            before(report);
        }));
    });
}

fn read_keys(inputs: &Sender<Input>) {
    loop {
        let input = match event::read() {
            Ok(Event::Key(event)) => key_of(event).map(Input::Key),
            Ok(Event::Paste(text)) => Some(Input::Paste(text)),
            Ok(Event::Resize(_, _)) => Some(Input::Resize),
            Ok(Event::FocusGained | Event::FocusLost | Event::Mouse(_)) => None,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => None,
            Err(_) => Some(Input::Gone),
        };
        let Some(input) = input else { continue };
        let last = input == Input::Gone;
        if inputs.send(input).is_err() || last {
            return;
        }
    }
}

fn watch_line(inputs: &Sender<Input>) {
    while terminal::window_size().is_ok() {
        thread::sleep(WATCH_EVERY);
    }
    let _ = inputs.send(Input::Gone);
}

fn key_of(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let code = match event.code {
        KeyCode::Char(one) if ctrl => Code::Char(one.to_ascii_lowercase()),
        KeyCode::Char(one) => Code::Char(one),
        KeyCode::F(number) => Code::F(number),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        _ => return None,
    };
    Some(Key { code, ctrl, alt: event.modifiers.contains(KeyModifiers::ALT) })
}
