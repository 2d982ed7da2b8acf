//! Random screens through a terminal that is not ours: what was painted is what it shows.

use std::num::NonZeroU16;

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::*;
use crate::term::charset::Charset;
use crate::term::grid::REST;
use crate::term::profile::{Asked, Depth, Profile};

fn settings(profile: Profile) -> Settings {
    let plain = Settings::settle(&Asked::default(), |_| None);
    Settings { profile, charset: Charset::Utf8, doubtful: Doubtful::Narrow, ..plain }
}

struct Dice(TestRng);

impl Dice {
    fn new() -> Self {
        Dice(TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    }

    fn below(&mut self, most: u32) -> u32 {
        self.0.next_u32() % most.max(1)
    }

    fn style(&mut self) -> Style {
        let colours = [Color::Reset, Color::Red, Color::Cyan, Color::DarkGray, Color::White, Color::Rgb(1, 2, 3)];
        let modifiers = [Modifier::BOLD, Modifier::UNDERLINED, Modifier::REVERSED, Modifier::DIM];
        let mut style = Style::new();
        if self.below(3) == 0 {
            style = style.fg(colours[self.below(6) as usize]);
        }
        if self.below(6) == 0 {
            style = style.bg(colours[self.below(6) as usize]);
        }
        if self.below(4) == 0 {
            style = style.add_modifier(modifiers[self.below(4) as usize]);
        }
        style
    }

    fn text(&mut self) -> String {
        const LETTERS: [&str; 14] =
            ["a", "信", " ", "      ", "0", "微信", "-----------", "“", "é", "\u{1F600}", "①", "z", "、", "Ａ"];
        (0..self.below(6)).map(|_| LETTERS[self.below(14) as usize]).collect()
    }

    fn scribble(&mut self, buffer: &mut Buffer) {
        let area = buffer.area;
        for _ in 0..=self.below(6) {
            let (x, y) = (self.below(u32::from(area.width)), self.below(u32::from(area.height)));
            let (text, style) = (self.text(), self.style());
            buffer.set_string(x as u16, y as u16, text, style);
        }
    }

    /// What a program does to a screen: writes here and there, moves rows, or starts anew.
    fn change(&mut self, buffer: &Buffer) -> Buffer {
        let mut next = if self.below(8) == 0 { Buffer::empty(buffer.area) } else { buffer.clone() };
        if self.below(3) == 0 {
            let width = usize::from(next.area.width);
            let by = width * self.below(4) as usize;
            let from = width * self.below(u32::from(next.area.height)) as usize;
            let part = &mut next.content[from..];
            let by = by.min(part.len());
            if self.below(2) == 0 { part.rotate_left(by) } else { part.rotate_right(by) }
        }
        self.scribble(&mut next);
        next
    }
}

fn colour(number: u8) -> vt100::Color {
    if number == 0 { vt100::Color::Default } else { vt100::Color::Idx(number - 1) }
}

/// Compares what the terminal shows with the grid of the buffer.
fn same(parser: &vt100::Parser, buffer: &Buffer, settings: &Settings) -> Result<(), String> {
    let grid = Grid::of(buffer, settings);
    for y in 0..grid.rows {
        for (x, cell) in grid.row(y).iter().enumerate() {
            let Some(shown) = parser.screen().cell(y as u16, x as u16) else { return Err("no cell".into()) };
            let text = match cell.one {
                REST => String::new(),
                one => one.to_string(),
            };
            let found = if shown.has_contents() || cell.one == REST { shown.contents() } else { " " };
            if found != text {
                return Err(format!("{x},{y}: {found:?} instead of {text:?}"));
            }
            let bare = cell.is_blank();
            let plain = (shown.bgcolor(), shown.inverse(), shown.underline());
            let wanted = (
                colour(cell.pen.back),
                cell.pen.codes_from(Pen::default()).contains(&7),
                cell.pen.codes_from(Pen::default()).contains(&4),
            );
            if cell.one != REST && plain != wanted {
                return Err(format!("{x},{y}: {plain:?} instead of {wanted:?}"));
            }
            let bold = cell.pen.codes_from(Pen::default()).contains(&1);
            if !bare && cell.one != REST && (shown.fgcolor(), shown.bold()) != (colour(cell.pen.fore), bold) {
                return Err(format!("{x},{y}: colour {:?} bold {}", shown.fgcolor(), shown.bold()));
            }
        }
    }
    Ok(())
}

fn play(dice: &mut Dice, settings: Settings, size: (u16, u16), frames: u32) {
    let (Some(rows), Some(columns)) = (NonZeroU16::new(size.1), NonZeroU16::new(size.0)) else { return };
    let mut parser = vt100::Parser::new(rows, columns, 0);
    let mut painter = Painter::new(settings);
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
    for _ in 0..frames {
        let next = dice.change(&buffer);
        let cursor =
            (dice.below(2) == 0).then(|| (dice.below(u32::from(size.0)) as u16, dice.below(u32::from(size.1)) as u16));
        let mut out = Vec::new();
        painter.paint(&next, cursor, &mut out);
        parser.process(&out);
        let shown = same(&parser, &next, &settings);
        assert_eq!(shown, Ok(()), "{} {size:?} {:?}", settings.profile.name, String::from_utf8_lossy(&out));
        if let Some((x, y)) = cursor {
            assert_eq!(parser.screen().cursor_position(), (y, x));
        }
        if settings.profile.hides_cursor {
            assert_eq!(parser.screen().hide_cursor(), cursor.is_none());
        }
        let mut nothing = Vec::new();
        painter.paint(&next, cursor, &mut nothing);
        assert!(nothing.is_empty(), "{:?}", String::from_utf8_lossy(&nothing));
        buffer = next;
    }
}

#[test]
fn ten_thousand_random_changes_show_what_was_painted() {
    let mut dice = Dice::new();
    for round in 0..1_000 {
        let profile = Profile::ALL[round % Profile::ALL.len()];
        let doubtful = if round.is_multiple_of(4) { Doubtful::Unknown } else { Doubtful::Narrow };
        let small = (1 + dice.below(24) as u16, 1 + dice.below(8) as u16);
        let size = if round.is_multiple_of(25) { (80, 24) } else { small };
        play(&mut dice, Settings { doubtful, ..settings(profile) }, size, 10);
    }
}

fn screen(lines: std::ops::Range<usize>) -> Buffer {
    let line = |number: usize| format!("  {number:04} 五一种畜场 152530000100012 停产 {:>12}", number * 7_919);
    let mut shown: Vec<String> = lines.map(line).collect();
    shown.insert(0, "欠费单位".into());
    shown.push("-".repeat(80));
    Buffer::with_lines(shown)
}

fn cost(painter: &mut Painter, buffer: &Buffer) -> String {
    let mut out = Vec::new();
    painter.paint(buffer, None, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

#[test]
fn a_list_that_moves_by_a_row_is_scrolled() {
    for profile in Profile::ALL {
        let mut painter = Painter::new(settings(profile));
        cost(&mut painter, &screen(0..22));
        let up = cost(&mut painter, &screen(1..23));
        assert!(up.len() <= 240 && up.contains("\x1b[2;23r"), "{}: {up:?}", profile.name);
        let down = cost(&mut painter, &screen(0..22));
        assert!(down.len() <= 240, "{}: {down:?}", profile.name);
    }
}

#[test]
fn without_colours_no_colour_leaves() {
    let mut dice = Dice::new();
    let mut painter = Painter::new(settings(Profile::VT100));
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    for _ in 0..200 {
        buffer = dice.change(&buffer);
        let out = cost(&mut painter, &buffer);
        for sequence in out.split("\x1b[").skip(1) {
            let end = sequence.find(|one: char| one.is_ascii_alphabetic()).unwrap_or(0);
            let colours =
                sequence[..end].split(';').any(|code| matches!(code.len(), 2..) && code.as_bytes()[0] >= b'3');
            assert!(!sequence[end..].starts_with('m') || !colours, "{out:?}");
        }
    }
    assert_eq!(settings(Profile::VT100).profile.depth, Depth::Mono);
}

#[test]
fn taking_over_and_giving_back_leaves_nothing_switched_on() {
    for profile in Profile::ALL {
        let mut painter = Painter::new(Settings { doubtful: Doubtful::Unknown, ..settings(profile) });
        let mut parser = vt100::Parser::default();
        let mut out = Vec::new();
        painter.enter(&mut out);
        painter.paint(&screen(0..22), None, &mut out);
        parser.process(&out);
        assert_eq!(parser.screen().alternate_screen(), profile.alternate);
        assert_eq!(same(&parser, &screen(0..22), painter.settings()), Ok(()));
        out.clear();
        painter.leave(&mut out);
        parser.process(&out);
        let screen = parser.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    }
}

#[test]
fn a_rule_is_a_line_only_where_a_line_is_known_to_take_one_cell() {
    let mut frame = Buffer::empty(Rect::new(0, 0, 12, 2));
    frame.set_string(0, 0, "─".repeat(12), Style::new());
    for (learnt, drawn, again) in
        [(None, "-", false), (Some(Doubtful::Narrow), "─", true), (Some(Doubtful::Wide), "-", true)]
    {
        let mut painter = Painter::new(Settings { doubtful: Doubtful::Unknown, ..settings(Profile::XTERM) });
        let mut shown = vt100::Parser::new(NonZeroU16::MIN.saturating_add(1), NonZeroU16::MIN.saturating_add(11), 0);
        let mut show = |painter: &mut Painter| {
            let mut out = Vec::new();
            painter.paint(&frame, None, &mut out);
            shown.process(&out);
            shown.screen().contents()
        };
        assert_eq!(show(&mut painter), "-".repeat(12), "before the answer");
        if let Some(learnt) = learnt {
            assert_eq!(painter.learn(learnt), again);
        }
        assert_eq!(show(&mut painter), drawn.repeat(12), "{learnt:?}");
    }
}
