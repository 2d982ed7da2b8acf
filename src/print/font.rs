//! The font a PDF is set in 字体: looked for among known free fonts of Han characters, or named.
//!
//! Invariants: a font whose licence forbids embedding is refused; widths are whole font units; which font and
//! which licence is read from the file itself.

use std::fs;
use std::path::{Path, PathBuf};

use skrifa::raw::{FileRef, TableProvider};
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// Free fonts with Han characters, the likeliest to be complete first.
const KNOWN: &[&str] = &[
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "NotoSansSC-Regular.ttf",
    "SourceHanSans-Regular.ttc",
    "SourceHanSansSC-Regular.otf",
    "SourceHanSansCN-Regular.otf",
    "NotoSerifCJK-Regular.ttc",
    "SourceHanSerif-Regular.ttc",
    "SourceHanSerifSC-Regular.otf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "DroidSansFallback.ttf",
];

/// Where a system keeps fonts; the person's own stand under their home.
const PLACES: &[&str] = &["/usr/share/fonts", "/usr/local/share/fonts"];
const OWN_PLACES: &[&str] = &[".local/share/fonts", ".fonts"];
/// Folders below a place that are looked into.
const DEPTH_MAX: usize = 4;

/// Why no font is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FontFault {
    /// None of the known ones stands in these places.
    NotFound(Vec<PathBuf>),
    /// The file cannot be read, or is no font.
    Unusable(PathBuf),
    /// Its licence forbids embedding.
    Forbidden(PathBuf),
}

/// A font read from a file.
pub struct FontFile {
    pub(super) data: Vec<u8>,
    pub(super) index: u32,
    /// Its full name.
    pub name: String,
    /// Licence as the file says it; empty where it says none.
    pub licence: String,
}

/// Reads the font named, else the first known one found.
///
/// # Errors
/// A [`FontFault`]; never a substitute without Han characters.
pub fn load(named: Option<&Path>, home: Option<&Path>) -> Result<FontFile, FontFault> {
    let path = match named {
        Some(path) => path.to_path_buf(),
        None => find(home)?,
    };
    let data = fs::read(&path).map_err(|_| FontFault::Unusable(path.clone()))?;
    read(data, &path)
}

fn find(home: Option<&Path>) -> Result<PathBuf, FontFault> {
    let own = home.into_iter().flat_map(|home| OWN_PLACES.iter().map(|place| home.join(place)));
    let places: Vec<PathBuf> = PLACES.iter().map(PathBuf::from).chain(own).collect();
    let mut files = Vec::new();
    for place in &places {
        collect(place, DEPTH_MAX, &mut files);
    }
    files.sort();
    let rank = |path: &PathBuf| {
        let name = path.file_name()?.to_str()?;
        KNOWN.iter().position(|known| *known == name)
    };
    let best = files.into_iter().filter_map(|path| Some((rank(&path)?, path))).min();
    best.map(|(_, path)| path).ok_or(FontFault::NotFound(places))
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(items) = fs::read_dir(folder) else { return };
    for path in items.flatten().map(|item| item.path()) {
        if path.is_dir() && depth > 0 {
            collect(&path, depth - 1, files);
        } else if path.is_file() {
            files.push(path);
        }
    }
}

/// The face for mainland Chinese of a collection, else its first.
fn read(data: Vec<u8>, path: &Path) -> Result<FontFile, FontFault> {
    let unusable = || FontFault::Unusable(path.to_path_buf());
    let (index, name, licence, forbidden) = {
        let file = FileRef::new(&data).map_err(|_| unusable())?;
        let faces: Vec<FontRef<'_>> = file.fonts().filter_map(Result::ok).collect();
        let mainland = |face: &FontRef<'_>| {
            let name = text_of(face, StringId::FAMILY_NAME);
            name.ends_with(" SC") || name.ends_with(" CN")
        };
        let index = faces.iter().position(mainland).unwrap_or(0);
        let face = faces.get(index).ok_or_else(unusable)?;
        // 2 alone is "restricted licence embedding".
        let forbidden = face.os2().is_ok_and(|table| table.fs_type() & 0x000f == 2);
        let licence = text_of(face, StringId::LICENSE_DESCRIPTION);
        let full = text_of(face, StringId::FULL_NAME);
        // A font stripped of its names is known by its file.
        let stem = || path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        (index, if full.is_empty() { stem() } else { full }, licence, forbidden)
    };
    if forbidden {
        return Err(FontFault::Forbidden(path.to_path_buf()));
    }
    let index = u32::try_from(index).map_err(|_| unusable())?;
    Ok(FontFile { data, index, name, licence })
}

fn text_of(face: &FontRef<'_>, id: StringId) -> String {
    let text = face.localized_strings(id).english_or_first().map(|text| text.chars().collect::<String>());
    text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Glyphs and widths of one face.
pub(super) struct Face<'a> {
    face: FontRef<'a>,
    /// Font units of the font's own square.
    pub(super) units_per_em: u16,
}

impl<'a> Face<'a> {
    pub(super) fn of(file: &'a FontFile) -> Option<Face<'a>> {
        let face = FontRef::from_index(&file.data, file.index).ok()?;
        let units_per_em = face.head().ok()?.units_per_em();
        (units_per_em > 0).then_some(Face { face, units_per_em })
    }

    /// The glyph of a character; `None` where the font has none.
    pub(super) fn glyph(&self, letter: char) -> Option<GlyphId> {
        self.face.charmap().map(letter)
    }

    /// Its width in font units.
    pub(super) fn advance(&self, glyph: GlyphId) -> u16 {
        self.face.hmtx().ok().and_then(|table| table.advance(glyph)).unwrap_or(self.units_per_em)
    }
}
