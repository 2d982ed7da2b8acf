//! Our own terminal: one buffer and one write a frame, one sleep for everything that can come in.
//!
//! Invariant: nothing ticks: the only deadline of a sleep is the caller's, a held Esc, or the answer to
//! the one question asked at the start. A dead line is [`Input::Gone`], whatever way it died. The terminal
//! is given back on leave, drop, panic and stop.

use std::collections::VecDeque;
use std::io;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;

use super::decode::{Decoder, Event};
use super::paint::Painter;
use super::profile::Settings;
use super::rescue;
use super::signals::{self, Signals};
use super::tty::{Came, Tty};
use super::width::Doubtful;
use super::{Code, Input, Key, Terminal, Waker};

/// How long the answer to the width probe is waited for.
const PROBE_LIMIT: Duration = Duration::from_millis(300);
/// The size when neither the device nor the environment knows one.
const USUAL: (u16, u16) = (80, 24);
const STOP: Key = Key { code: Code::Char('z'), ctrl: true, alt: false };

/// What went over the line so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Frames that changed something.
    pub frames: u64,
    /// Writes to the terminal.
    pub writes: u64,
    /// Bytes to the terminal.
    pub bytes_out: u64,
    /// Bytes from the terminal.
    pub bytes_in: u64,
}

/// 线. The terminal this process was started in.
pub struct Wire {
    tty: Tty,
    signals: Signals,
    painter: Painter,
    decoder: Decoder,
    queue: VecDeque<(Input, Vec<u8>)>,
    spelled: Vec<u8>,
    begun: Vec<u8>,
    out: Vec<u8>,
    began: Instant,
    probe_until: Option<Duration>,
    entered: bool,
    /// Nothing more follows: the line is dead, or the program was asked to end.
    gone: bool,
    /// The line takes nothing any more.
    dead: bool,
    traffic: Traffic,
}

impl Wire {
    /// The terminal on standard input and output, not yet taken over.
    ///
    /// # Errors
    /// When its descriptors or the signals cannot be had.
    pub fn new(settings: Settings) -> io::Result<Self> {
        Wire::with(Tty::standard()?, settings)
    }

    /// The terminal behind two descriptors.
    ///
    /// # Errors
    /// When the signals cannot be had.
    pub fn on(input: OwnedFd, output: OwnedFd, settings: Settings) -> io::Result<Self> {
        Wire::with(Tty::on(input, output), settings)
    }

    fn with(tty: Tty, settings: Settings) -> io::Result<Self> {
        Ok(Wire {
            tty,
            signals: Signals::new()?,
            painter: Painter::new(settings),
            decoder: Decoder::new(settings.charset, Duration::from_millis(settings.hold_ms)),
            queue: VecDeque::new(),
            spelled: Vec::new(),
            begun: Vec::new(),
            out: Vec::new(),
            began: Instant::now(),
            probe_until: None,
            entered: false,
            gone: false,
            dead: false,
            traffic: Traffic::default(),
        })
    }

    /// What went over the line so far.
    pub fn traffic(&self) -> Traffic {
        self.traffic
    }

    /// What is known of the terminal by now.
    pub fn settings(&self) -> &Settings {
        self.painter.settings()
    }

    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    fn take_over(&mut self) -> io::Result<()> {
        self.tty.raw()?;
        rescue::arm(self.tty.rescue()?);
        self.out.clear();
        self.painter.enter(&mut self.out);
        let asks = self.settings().profile.reports && self.settings().doubtful == Doubtful::Unknown;
        self.probe_until = asks.then(|| self.now() + PROBE_LIMIT);
        self.entered = true;
        Ok(())
    }

    fn give_back(&mut self) -> io::Result<()> {
        self.entered = false;
        if let Some(until) = self.probe_until.take() {
            self.await_answer(until);
        }
        self.out.clear();
        self.painter.leave(&mut self.out);
        let shown = self.flush();
        let cooked = self.tty.cooked();
        rescue::disarm();
        shown.and(cooked)
    }

    /// The answer still on its way must not reach whoever reads the terminal next.
    fn await_answer(&mut self, until: Duration) {
        let mut bytes = [0; 256];
        while let Some(left) = until.checked_sub(self.now()).filter(|left| !left.is_zero() && !self.gone) {
            let Ok(ready) = self.tty.wait(self.signals.pipe(), Some(left)) else { return };
            self.signals.drain();
            if self.signals.ended.is_up() {
                return;
            }
            if !ready.device {
                continue;
            }
            let Came::Bytes(count) = self.tty.read(&mut bytes) else { return };
            let mut events = Vec::new();
            self.decoder.feed(&bytes[..count], self.began.elapsed(), &mut events);
            if events.iter().any(|event| matches!(event, Event::Cursor(..))) {
                return;
            }
        }
    }

    /// One write for all that was painted; a line that died says so through [`Terminal::next`].
    fn flush(&mut self) -> io::Result<()> {
        if self.out.is_empty() || self.dead {
            self.out.clear();
            return Ok(());
        }
        let ended = &self.signals.ended;
        match self.tty.write(&self.out, self.signals.pipe(), || ended.is_up()) {
            Ok(writes) => {
                self.traffic.writes += writes;
                self.traffic.bytes_out += self.out.len() as u64;
            }
            Err(_) => (self.gone, self.dead) = (true, true),
        }
        self.out.clear();
        Ok(())
    }

    fn look(&mut self, limit: Option<Duration>) -> io::Result<()> {
        let ready = self.tty.wait(self.signals.pipe(), limit)?;
        if ready.pipe {
            self.signals.drain();
            self.hear_signals()?;
        }
        if ready.device && !self.gone {
            let mut bytes = [0; 4096];
            match self.tty.read(&mut bytes) {
                Came::Bytes(count) => {
                    self.traffic.bytes_in += count as u64;
                    self.read(&bytes[..count])?;
                }
                Came::Nothing => {}
                Came::Dead => (self.gone, self.dead) = (true, true),
            }
        }
        let mut events = Vec::new();
        self.decoder.expire(self.began.elapsed(), &mut events);
        self.take(events)
    }

    /// Byte by byte, so that every key knows the bytes it came as.
    fn read(&mut self, bytes: &[u8]) -> io::Result<()> {
        let now = self.began.elapsed();
        let mut events = Vec::new();
        self.decoder.expire(now, &mut events);
        self.take(std::mem::take(&mut events))?;
        for byte in bytes {
            self.begun.push(*byte);
            self.decoder.feed(&[*byte], now, &mut events);
            self.take(std::mem::take(&mut events))?;
            if self.decoder.deadline().is_none() {
                self.begun.clear();
            }
        }
        Ok(())
    }

    fn hear_signals(&mut self) -> io::Result<()> {
        self.gone |= self.signals.ended.is_up();
        if self.signals.woken.take() {
            self.queue(Input::Woken);
        }
        if self.signals.stopped.take() {
            self.stop()?;
        }
        if self.signals.continued.take() && self.entered {
            self.take_over()?;
            self.queue(Input::Resize);
        }
        if self.signals.resized.take() {
            self.queue(Input::Resize);
        }
        Ok(())
    }

    fn take(&mut self, events: Vec<Event>) -> io::Result<()> {
        for event in events {
            let spelled = std::mem::take(&mut self.begun);
            match event {
                Event::Key(STOP) if signals::can_stop() => self.stop()?,
                Event::Key(key) => self.queue.push_back((Input::Key(key), spelled)),
                // What a paste says is nobody's key.
                Event::Paste(text) => self.queue(Input::Paste(text)),
                Event::Cursor(row, column) => self.hear_answer(row, column),
            }
        }
        Ok(())
    }

    fn queue(&mut self, input: Input) {
        self.queue.push_back((input, Vec::new()));
    }

    fn hear_answer(&mut self, row: u16, column: u16) {
        if self.probe_until.take().is_some_and(|until| self.now() <= until) {
            let doubtful = Doubtful::from_report(row, column);
            self.painter.learn(doubtful);
            if doubtful == Doubtful::Wide {
                self.queue(Input::Resize);
            }
        }
    }

    /// Gives the terminal back, stops until somebody continues, and takes it over again.
    fn stop(&mut self) -> io::Result<()> {
        if !self.entered || !signals::can_stop() {
            return Ok(());
        }
        self.give_back()?;
        signals::stop()?;
        self.signals.continued.take();
        self.take_over()?;
        self.queue(Input::Resize);
        Ok(())
    }
}

impl Terminal for Wire {
    fn enter(&mut self) -> io::Result<()> {
        if self.entered { Ok(()) } else { self.take_over() }
    }

    fn leave(&mut self) -> io::Result<()> {
        if self.entered { self.give_back() } else { Ok(()) }
    }

    fn size(&mut self) -> io::Result<(u16, u16)> {
        let known = match self.tty.size() {
            Ok(size) => size,
            Err(_) if self.gone => None,
            Err(error) => return Err(error),
        };
        Ok(known.unwrap_or_else(size_of_environment))
    }

    fn draw(&mut self, frame: &Buffer, cursor: Option<(u16, u16)>) -> io::Result<()> {
        self.painter.paint(frame, cursor, &mut self.out);
        self.traffic.frames += u64::from(!self.out.is_empty());
        self.flush()
    }

    fn clear(&mut self) -> io::Result<()> {
        self.painter.forget();
        Ok(())
    }

    fn next(&mut self, timeout: Option<Duration>) -> io::Result<Option<Input>> {
        let until = timeout.and_then(|timeout| self.now().checked_add(timeout));
        loop {
            if let Some((input, spelled)) = self.queue.pop_front() {
                self.spelled = spelled;
                return Ok(Some(input));
            }
            if self.gone {
                return Ok(Some(Input::Gone));
            }
            let now = self.now();
            if self.probe_until.is_some_and(|limit| limit <= now) {
                self.probe_until = None;
            }
            let next = [until, self.decoder.deadline(), self.probe_until].into_iter().flatten().min();
            self.look(next.map(|next| next.saturating_sub(now)))?;
            if self.queue.is_empty() && !self.gone && until.is_some_and(|until| until <= self.now()) {
                return Ok(None);
            }
        }
    }

    fn waker(&self) -> Waker {
        self.signals.waker()
    }

    fn spelled(&self) -> &[u8] {
        &self.spelled
    }

    fn shows(&self, one: char) -> bool {
        self.settings().shows(one)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        let _ = self.leave();
    }
}

fn size_of_environment() -> (u16, u16) {
    let number = |name: &str| std::env::var(name).ok()?.parse::<u16>().ok().filter(|number| *number > 0);
    (number("COLUMNS").unwrap_or(USUAL.0), number("LINES").unwrap_or(USUAL.1))
}
