//! A terminal made of a script: keys in, text out.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use ratatui::buffer::Buffer;
use sanhe::term::{Input, Terminal, Waker};

/// One step of a script.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Input(Input),
    /// Wait until a worker wakes the terminal.
    Wait,
    /// Press nothing until the program wants to look again.
    Pause,
}

/// A terminal that plays a script and keeps every frame.
pub(crate) struct ScriptTerminal {
    pub(crate) size: (u16, u16),
    pub(crate) frames: Vec<Buffer>,
    pub(crate) cursor: Option<(u16, u16)>,
    steps: VecDeque<Step>,
    woken: Receiver<()>,
    wake: Sender<()>,
}

impl ScriptTerminal {
    pub(crate) fn new(size: (u16, u16), steps: Vec<Step>) -> Self {
        let (wake, woken) = mpsc::channel();
        ScriptTerminal { size, frames: Vec::new(), cursor: None, steps: steps.into(), woken, wake }
    }

    /// Goes on with these.
    #[allow(dead_code)] // not every binary of tests answers what it sees
    pub(crate) fn add(&mut self, steps: Vec<Step>) {
        self.steps.extend(steps);
    }

    /// Steps nobody took: the workstation was left before.
    pub(crate) fn steps_left(&self) -> usize {
        self.steps.len()
    }
}

impl Terminal for ScriptTerminal {
    fn enter(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn leave(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn size(&mut self) -> io::Result<(u16, u16)> {
        Ok(self.size)
    }

    fn draw(&mut self, frame: &Buffer, cursor: Option<(u16, u16)>) -> io::Result<()> {
        self.frames.push(frame.clone());
        self.cursor = cursor;
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn next(&mut self, timeout: Option<Duration>) -> io::Result<Option<Input>> {
        if timeout == Some(Duration::ZERO) {
            return Ok(None);
        }
        Ok(match self.steps.pop_front() {
            None => Some(Input::Gone),
            Some(Step::Input(input)) => Some(input),
            Some(Step::Pause) => {
                std::thread::sleep(timeout.expect("nothing to look for"));
                None
            }
            Some(Step::Wait) => {
                self.woken.recv_timeout(Duration::from_secs(10)).map_err(io::Error::other)?;
                Some(Input::Woken)
            }
        })
    }

    fn waker(&self) -> Waker {
        let wake = self.wake.clone();
        Waker::new(move || wake.send(()).unwrap_or(()))
    }
}
