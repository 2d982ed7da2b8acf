//! The wire to the terminal: whole frames out, keys in.
//!
//! Invariant: knows no screen and no word of the book; whoever draws hands over one buffer a frame
//! and never touches the terminal itself. Neighbours: `tui` draws and reads through [`Terminal`];
//! [`wire`] is ours, [`stock`] the way out over crossterm; tests bring their own.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use ratatui::buffer::Buffer;

pub mod charset;
pub mod clipboard;
pub mod decode;
mod grid;
pub mod key;
pub mod lines;
mod motion;
pub mod paint;
pub mod profile;
mod rescue;
pub mod sanitise;
pub mod secret;
mod sequences;
mod shift;
mod signals;
pub mod sounding;
pub mod spell;
pub mod stock;
mod stroke;
mod tty;
pub mod width;
pub mod wire;

pub use key::{Code, Key};

/// What comes in from the person, the window and the workers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// Text pasted in one piece; never a key press, so it never submits.
    Paste(String),
    /// The window changed its size.
    Resize,
    /// A worker called [`Waker::wake`].
    Woken,
    /// The line is dead: end of file or a read error. Nothing follows.
    Gone,
}

/// Wakes a sleeping [`Terminal::next`] from another thread.
#[derive(Clone)]
pub struct Waker(Arc<dyn Fn() + Send + Sync>);

impl Waker {
    /// A waker that calls `wake`.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Waker(Arc::new(wake))
    }

    /// Lets the sleeper return [`Input::Woken`].
    pub fn wake(&self) {
        (self.0)();
    }
}

/// A terminal: something that shows a buffer and hands over keys.
pub trait Terminal {
    /// Takes the screen over (raw mode, alternate screen, bracketed paste).
    ///
    /// # Errors
    /// When the terminal cannot be put into that state.
    fn enter(&mut self) -> io::Result<()>;
    /// Gives the screen back as it was; harmless when called twice.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn leave(&mut self) -> io::Result<()>;
    /// Columns and rows.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn size(&mut self) -> io::Result<(u16, u16)>;
    /// Shows the buffer, with the hardware cursor at `cursor` or hidden.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn draw(&mut self, frame: &Buffer, cursor: Option<(u16, u16)>) -> io::Result<()>;
    /// Throws away what is believed to stand on the screen, so that the next frame is drawn whole.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn clear(&mut self) -> io::Result<()>;
    /// The next input; sleeps until there is one, or for at most `timeout` (then `None`).
    ///
    /// # Errors
    /// When the terminal is gone in a way [`Input::Gone`] cannot say.
    fn next(&mut self, timeout: Option<Duration>) -> io::Result<Option<Input>>;
    /// Puts a text on the clipboard of the person's own machine; `false` where the terminal has no way to it.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn copy(&mut self, _text: &str) -> io::Result<bool> {
        Ok(false)
    }
    /// A handle that wakes [`Terminal::next`] from a worker.
    fn waker(&self) -> Waker;
    /// The bytes the last input came as; none where they are not known.
    fn spelled(&self) -> &[u8] {
        &[]
    }
    /// Whether it shows a character as itself.
    fn shows(&self, _one: char) -> bool {
        true
    }
    /// Whether work is under way, so that a terminal that reads a script waits with its next line.
    fn attend(&mut self, _busy: bool) {}
}
