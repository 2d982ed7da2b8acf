//! Files in the book and the lines of their originals.

use rusqlite::{OptionalExtension, named_params};

use super::super::Reader;
use super::super::fault::{During, Fault};
use crate::domain::import::{Control, Encoding};

/// 文件. One file of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// Its number.
    pub id: i64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Path as given.
    pub path: String,
    /// Layout.
    pub format: String,
    /// Which book, by code.
    pub side: String,
    /// How it was decoded.
    pub encoding: Encoding,
    /// rows_read, imported, known, changed, quarantined, control_rows.
    pub counts: [u64; 6],
    /// Its own totals.
    pub controls: Vec<Control>,
    /// UTC it came in.
    pub at_utc: String,
    /// Who brought it.
    pub actor: String,
    /// First and last day of its rows.
    pub days: Option<(String, String)>,
}

/// A line of an original beside the file's heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLine {
    /// The file.
    pub file: FileRow,
    /// Heading line, decoded.
    pub header: String,
    /// The line, decoded.
    pub text: String,
}

const FILE_BY_SHA256: &str = "SELECT files.id, sha256, path, format, side, encoding, rows_read, imported, known,
        changed, quarantined, control_rows, controls, at_utc, actor, first_on, last_on
    FROM files JOIN journal ON journal.seq = files.seq WHERE sha256 = :key";
const FILE_BY_ID: &str = "SELECT files.id, sha256, path, format, side, encoding, rows_read, imported, known,
        changed, quarantined, control_rows, controls, at_utc, actor, first_on, last_on
    FROM files JOIN journal ON journal.seq = files.seq WHERE files.id = :key";
const PIECE: &str = "SELECT first_line, bytes, frame FROM file_pieces
    WHERE file_id = :file AND first_line <= :line ORDER BY first_line DESC, piece DESC LIMIT 1";

impl Reader {
    /// The file with these bytes.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn file_by_sha256(&self, sha256: &str) -> Result<Option<FileRow>, Fault> {
        let mut statement = self.connection().prepare_cached(FILE_BY_SHA256).during("look a file up")?;
        statement.query_row(named_params! {":key": sha256}, file_row).optional().during("look a file up")
    }

    /// Whether the book has a file of so many bytes.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn has_file_of(&self, bytes: u64) -> Result<bool, Fault> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM files WHERE bytes = :bytes)";
        let mut statement = self.connection().prepare_cached(SQL).during("look a file up")?;
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        statement.query_row(named_params! {":bytes": bytes}, |row| row.get(0)).during("look a file up")
    }

    /// The file with this number.
    ///
    /// # Errors
    /// When the book cannot be read, or has none.
    pub fn file(&self, id: i64) -> Result<FileRow, Fault> {
        let mut statement = self.connection().prepare_cached(FILE_BY_ID).during("read a file")?;
        statement.query_row(named_params! {":key": id}, file_row).during("read a file")
    }

    /// Fact of the newest file; 0 in a book without files.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn last_file_seq(&self) -> Result<i64, Fault> {
        const SQL: &str = "SELECT coalesce(max(seq), 0) FROM files";
        self.connection().query_row(SQL, [], |row| row.get(0)).during("read the newest file")
    }

    /// Everything read from here on sees the book as it is now.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn begin_view(&self) -> Result<(), Fault> {
        // The first read fixes the view; BEGIN alone does not.
        self.connection().execute_batch("BEGIN; SELECT max(seq) FROM files;").during("begin to read")
    }

    /// One line of an original, with the heading of its file.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn stored_line(&self, file_id: i64, line: u32) -> Result<StoredLine, Fault> {
        let file = self.file(file_id)?;
        let text = self.line_of(&file, line)?;
        let mut header = self.line_of(&file, 1)?;
        let mut at = 1;
        // Preambles are comments; the heading is the first line that is none.
        while header.starts_with('#') && at < line.min(100) {
            at += 1;
            header = self.line_of(&file, at)?;
        }
        Ok(StoredLine { file, header, text })
    }

    fn line_of(&self, file: &FileRow, line: u32) -> Result<String, Fault> {
        let mut statement = self.connection().prepare_cached(PIECE).during("read an original")?;
        piece_line(&mut statement, file.id, line, file.encoding)
    }
}

/// One line out of the pieces a statement finds by `:file` and `:line`; empty where there is none.
pub(super) fn piece_line(
    statement: &mut rusqlite::Statement<'_>,
    file: i64,
    line: u32,
    encoding: Encoding,
) -> Result<String, Fault> {
    let piece: Option<(u32, u32, Vec<u8>)> = statement
        .query_row(named_params! {":file": file, ":line": line}, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()
        .during("read an original")?;
    let Some((first, bytes, frame)) = piece else { return Ok(String::new()) };
    let plain = zstd::bulk::decompress(&frame, bytes as usize).during("read an original")?;
    let found = plain.split(|byte| *byte == b'\n').nth((line - first) as usize).unwrap_or_default();
    let found = found.strip_suffix(b"\r").unwrap_or(found);
    let text = match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(found).into_owned(),
        Encoding::Gb18030 => encoding_rs::GB18030.decode_without_bom_handling(found).0.into_owned(),
    };
    Ok(text.trim_start_matches('\u{feff}').to_string())
}

fn file_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<FileRow> {
    let encoding: String = row.get(5)?;
    let mut counts = [0; 6];
    for (place, count) in counts.iter_mut().enumerate() {
        *count = row.get::<_, i64>(6 + place)?.unsigned_abs();
    }
    let controls: String = row.get(12)?;
    let days: (Option<String>, Option<String>) = (row.get(15)?, row.get(16)?);
    Ok(FileRow {
        id: row.get(0)?,
        sha256: row.get(1)?,
        path: row.get(2)?,
        format: row.get(3)?,
        side: row.get(4)?,
        encoding: Encoding::from_code(&encoding).unwrap_or(Encoding::Utf8),
        counts,
        controls: super::results::controls_from_json(&controls),
        at_utc: row.get(13)?,
        actor: row.get(14)?,
        days: days.0.zip(days.1),
    })
}
