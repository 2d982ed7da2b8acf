//! A sheet as PDF 便携文档: A4 across, one font, only the glyphs used, page numbers, headings repeated.
//!
//! Invariants: the only date inside is the day the sheet speaks of; which font it is set in and under which
//! licence stands in its metadata; a character the font lacks is printed by its number, never as an empty box.
//! Places on the page are whole twentieths of a point; the library's own numbers are made of them at the call.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Data, Document};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::font::{Face, FontFile};
use super::layout::{Line, Measure, Paper, Piece, pages};
use super::{NotMade, Sheet};
use crate::text::sheets::{font_credit, page_number};

/// A4, its long and its short edge, and its margins, in twentieths of a point.
const EDGES: (i16, i16) = (16_840, 11_900);
const MARGIN: i16 = 850;
const SIZE: i16 = 180;
const TITLE_SIZE: i16 = 300;
const LEADING: i16 = 250;

/// The page as a sheet asks for it: width and height.
fn page_of(sheet: &Sheet) -> (i16, i16) {
    if sheet.is_upright { (EDGES.1, EDGES.0) } else { EDGES }
}

/// The bytes of the file.
///
/// # Errors
/// When the font cannot be embedded.
pub fn render(sheet: &Sheet, font: &FontFile) -> Result<Vec<u8>, NotMade> {
    let unusable = || NotMade(font.name.clone());
    let face = Face::of(font).ok_or_else(unusable)?;
    let embedded = Font::new(Data::from(font.data.clone()), font.index).ok_or_else(unusable)?;
    let page = page_of(sheet);
    let width = u32::from((page.0 - 2 * MARGIN).unsigned_abs());
    let pen = Pen { face, embedded, page, width };
    // The foot of a page is left to its number.
    let lines = usize::from(((page.1 - 2 * MARGIN) / LEADING - 1).unsigned_abs());
    let paper = Paper { width, gap: 160, lines: Some(lines) };
    let pages = pages(sheet, paper, &pen);
    let mut document = Document::new();
    document.set_metadata(metadata(sheet, font));
    let (count, size) = (pages.len(), page_size(page).ok_or_else(unusable)?);
    for (number, lines) in (1..).zip(&pages) {
        let mut page = document.start_page_with(PageSettings::new(size));
        let mut surface = page.surface();
        surface.push_transform(&Transform::from_scale(0.05, 0.05));
        surface.set_fill(Some(Fill { paint: rgb::Color::new(0, 0, 0).into(), ..Fill::default() }));
        let mut down = MARGIN;
        for line in lines {
            down += LEADING;
            pen.line(&mut surface, line, down);
        }
        pen.middle(&mut surface, &page_number(number, count, sheet.lang), SIZE, pen.page.1 - MARGIN);
        surface.pop();
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| NotMade(format!("{error:?}")))
}

fn metadata(sheet: &Sheet, font: &FontFile) -> Metadata {
    use chrono::Datelike;
    let date = sheet.on.date();
    let small = |number: u32| u8::try_from(number).unwrap_or(1);
    let made = DateTime::new(u16::try_from(date.year()).unwrap_or(1));
    Metadata::new()
        .title(sheet.title.clone())
        .language(sheet.lang.pick("zh-CN", "en").to_string())
        .creator(concat!("sanhe ", env!("CARGO_PKG_VERSION")).to_string())
        .description(font_credit(&font.name, &font.licence, sheet.lang))
        .creation_date(made.month(small(date.month())).day(small(date.day())))
}

/// A4 in the library's points.
fn page_size((width, height): (i16, i16)) -> Option<Size> {
    if width > height { Size::from_wh(842.0, 595.0) } else { Size::from_wh(595.0, 842.0) }
}

struct Pen<'a> {
    face: Face<'a>,
    embedded: Font,
    /// Width and height of the page.
    page: (i16, i16),
    /// Room across.
    width: u32,
}

impl Measure for Pen<'_> {
    fn width(&self, text: &str) -> u32 {
        self.across(text, SIZE)
    }
}

impl Pen<'_> {
    /// The text in characters the font has, with their glyphs.
    fn glyphs(&self, text: &str) -> (String, Vec<(GlyphId, u16, usize)>) {
        let mut shown = String::with_capacity(text.len());
        for letter in text.chars() {
            match self.face.glyph(letter) {
                Some(_) => shown.push(letter),
                None => shown.push_str(&format!("<U+{:04X}>", u32::from(letter))),
            }
        }
        let glyph = |(at, letter): (usize, char)| {
            let glyph = self.face.glyph(letter).unwrap_or_default();
            (GlyphId::new(glyph.to_u32()), self.face.advance(glyph), at)
        };
        let glyphs = shown.char_indices().map(glyph).collect();
        (shown, glyphs)
    }

    fn across(&self, text: &str, size: i16) -> u32 {
        let units: u64 = self.glyphs(text).1.iter().map(|(_, advance, _)| u64::from(*advance)).sum();
        let size = u64::from(size.unsigned_abs());
        u32::try_from((units * size).div_ceil(u64::from(self.face.units_per_em))).unwrap_or(u32::MAX)
    }

    fn line(&self, surface: &mut Surface<'_>, line: &Line, down: i16) {
        match line {
            Line::Title(title) => self.middle(surface, title, TITLE_SIZE, down),
            Line::Pieces(pieces) => pieces.iter().for_each(|piece| self.piece(surface, piece, down)),
            Line::Right(text) => {
                let left = self.width.saturating_sub(self.across(text, SIZE) + u32::from(MARGIN.unsigned_abs()));
                self.write(surface, text, (left, down), SIZE);
            }
            Line::Rule => self.rule(surface, down - LEADING / 3),
        }
    }

    fn middle(&self, surface: &mut Surface<'_>, text: &str, size: i16, down: i16) {
        let left = self.width.saturating_sub(self.across(text, size)) / 2;
        self.write(surface, text, (left, down), size);
    }

    fn piece(&self, surface: &mut Surface<'_>, piece: &Piece, down: i16) {
        self.write(surface, &piece.text, (piece.at, down), SIZE);
    }

    fn write(&self, surface: &mut Surface<'_>, text: &str, (left, down): (u32, i16), size: i16) {
        let (shown, glyphs) = self.glyphs(text);
        let left = i16::try_from(left).unwrap_or(0) + MARGIN;
        let square = Decimal::from(self.face.units_per_em);
        let ends = glyphs.iter().skip(1).map(|(_, _, at)| *at).chain([shown.len()]);
        let placed: Vec<KrillaGlyph> = glyphs
            .iter()
            .zip(ends)
            .map(|((glyph, advance, from), to)| {
                // The library counts in parts of the font's square.
                let part = (Decimal::from(*advance) / square).to_f32().unwrap_or_default();
                KrillaGlyph::new(*glyph, part, 0.0, 0.0, 0.0, *from..to, None)
            })
            .collect();
        surface.draw_glyphs(
            Point::from_xy(left.into(), down.into()),
            &placed,
            self.embedded.clone(),
            &shown,
            size.into(),
            false,
        );
    }

    fn rule(&self, surface: &mut Surface<'_>, down: i16) {
        let across = self.page.0 - 2 * MARGIN;
        let Some(line) = Rect::from_xywh(MARGIN.into(), down.into(), across.into(), 10.0) else { return };
        let mut path = PathBuilder::new();
        path.push_rect(line);
        if let Some(path) = path.finish() {
            surface.draw_path(&path);
        }
    }
}
