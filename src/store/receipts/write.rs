//! Adding a file: its original, its segments, and what is looked up by key.

use std::collections::BTreeMap;
use std::io;

use rusqlite::{Connection, named_params};

use super::super::Writer;
use super::super::fault::{During, Fault};
use super::super::segment::{self, Field};
use super::vouched::Feed;
use crate::domain::day::BusinessDay;
use crate::domain::entry::{EntryColumns, EntryId, Kind, Side};
use crate::domain::import::ParsedFile;
use crate::domain::matching::slips::parse_slip;

/// A segment ready to be written.
#[derive(Debug)]
pub struct EncodedSegment {
    /// 营业日.
    pub day: BusinessDay,
    /// Rows of the file it holds, in order.
    pub rows: Vec<u32>,
    /// Its fields.
    pub fields: Vec<(Field, Vec<u8>)>,
}

/// Everything a file adds, encoded before the ticket is taken.
#[derive(Debug)]
pub struct NewFile<'a> {
    /// The file as parsed.
    pub parsed: &'a ParsedFile,
    /// Its entries that are new or changed, by day.
    pub segments: &'a [EncodedSegment],
    /// Rows of the file that are new, that the book had, that are a new version of one it had.
    pub counts: (u64, u64, u64),
    /// Entries that take the place of an older one: entry of the file, older entry.
    pub supersedes: &'a [(u32, EntryId)],
    /// First day of the file's rows, for quarantined rows whose day could not be read.
    pub first_day: BusinessDay,
}

/// Encodes the chosen rows of a file by day, on two threads.
///
/// # Errors
/// Whatever the compression says.
pub fn encode_segments(columns: &EntryColumns, rows: &[u32], side: Side) -> io::Result<Vec<EncodedSegment>> {
    let mut by_day: BTreeMap<i32, Vec<u32>> = BTreeMap::new();
    for row in rows {
        by_day.entry(columns.day[*row as usize]).or_default().push(*row);
    }
    let fields: Vec<Field> = Field::ALL.iter().copied().chain([Field::Identity]).collect();
    let days: Vec<(i32, Vec<u32>)> = by_day.into_iter().collect();
    let tasks: Vec<(usize, Field)> =
        (0..days.len()).flat_map(|place| fields.iter().map(move |field| (place, *field))).collect();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || -> io::Result<Vec<(usize, Field, Vec<u8>)>> {
        let mut done = Vec::new();
        while let Some((place, field)) = tasks.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
            done.push((*place, *field, segment::encode(columns, &days[*place].1, side, *field)?));
        }
        Ok(done)
    };
    let (here, there) = std::thread::scope(|scope| {
        let other = scope.spawn(work);
        (work(), other.join().unwrap_or_else(|_| Err(io::Error::other("the encoding thread stopped"))))
    });
    let mut done: Vec<_> = here?.into_iter().chain(there?).collect();
    done.sort_by_key(|(place, field, _)| (*place, *field));
    let mut segments: Vec<EncodedSegment> = days
        .into_iter()
        .filter_map(|(day, rows)| {
            Some(EncodedSegment { day: BusinessDay::from_number(day)?, rows, fields: Vec::new() })
        })
        .collect();
    for (place, field, blob) in done {
        if let Some(segment) = segments.get_mut(place) {
            segment.fields.push((field, blob));
        }
    }
    Ok(segments)
}

impl NewFile<'_> {
    /// SHA-256 over the original and the entries the file leaves in the book, kept in its fact: what is
    /// stored later can be proven to be what was stored then.
    pub fn stored_sha256(&self) -> String {
        let mut feed = Feed::default();
        for piece in &self.parsed.pieces {
            feed.take(&piece.frame);
        }
        for segment in self.segments {
            feed.take(segment.day.to_string().as_bytes());
            for (field, blob) in &segment.fields {
                feed.take(field.name().as_bytes());
                feed.take(blob);
            }
        }
        feed.finish()
    }
}

impl Writer<'_> {
    /// Writes a file under the fact that will have number `seq`.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn put_file(&self, seq: i64, file: &NewFile<'_>) -> Result<(), Fault> {
        put_file(self.connection(), seq, file).during("store a file")
    }
}

fn put_file(connection: &Connection, seq: i64, file: &NewFile<'_>) -> rusqlite::Result<()> {
    let file_id = put_head(connection, seq, file)?;
    let parsed = file.parsed;
    let mut insert = connection.prepare_cached(
        "INSERT INTO file_pieces (file_id, piece, first_line, bytes, frame)
        VALUES (:file, :piece, :first_line, :bytes, :frame)",
    )?;
    for (place, piece) in parsed.pieces.iter().enumerate() {
        insert.execute(named_params! {
            ":file": file_id, ":piece": place as i64, ":first_line": piece.first_line, ":bytes": piece.bytes,
            ":frame": piece.frame,
        })?;
    }
    let mut placed: BTreeMap<u32, EntryId> = BTreeMap::new();
    for segment in file.segments {
        put_segment(connection, file_id, parsed, segment, file.supersedes, &mut placed)?;
    }
    let mut insert = connection
        .prepare_cached("INSERT INTO superseded (entry_id, by_entry_id, by_file_id) VALUES (:old, :new, :file)")?;
    for (row, old) in file.supersedes {
        let new = placed.get(row).map_or(0, |entry| entry.number());
        insert.execute(named_params! {":old": old.number(), ":new": new, ":file": file_id})?;
    }
    put_coverage(connection, file_id, parsed)?;
    put_quarantine(connection, file_id, file)
}

fn put_head(connection: &Connection, seq: i64, file: &NewFile<'_>) -> rusqlite::Result<i64> {
    let parsed = file.parsed;
    let (imported, known, changed) = file.counts;
    let days = &parsed.entries.day;
    let day = |number: Option<&i32>| number.and_then(|day| BusinessDay::from_number(*day)).map(|day| day.to_string());
    connection
        .prepare_cached(
            "INSERT INTO files (seq, sha256, path, bytes, encoding, format, side, rows_read, imported, known,
                changed, quarantined, control_rows, first_on, last_on, controls)
            VALUES (:seq, :sha256, :path, :bytes, :encoding, :format, :side, :rows_read, :imported, :known,
                :changed, :quarantined, :control_rows, :first_on, :last_on, :controls)",
        )?
        .execute(named_params! {
            ":seq": seq, ":sha256": parsed.sha256, ":path": parsed.path, ":bytes": parsed.bytes as i64,
            ":encoding": parsed.encoding.code(), ":format": parsed.format, ":side": parsed.side.code(),
            ":rows_read": parsed.rows_read as i64, ":imported": imported as i64, ":known": known as i64,
            ":changed": changed as i64, ":quarantined": parsed.quarantined.len() as i64,
            ":control_rows": parsed.control_rows as i64, ":first_on": day(days.iter().min()),
            ":last_on": day(days.iter().max()), ":controls": super::results::controls_to_json(&parsed.controls),
        })?;
    Ok(connection.last_insert_rowid())
}

fn put_segment(
    connection: &Connection,
    file_id: i64,
    parsed: &ParsedFile,
    segment: &EncodedSegment,
    supersedes: &[(u32, EntryId)],
    placed: &mut BTreeMap<u32, EntryId>,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO segments (file_id, side, day, rows) VALUES (:file, :side, :day, :rows)")?
        .execute(named_params! {
            ":file": file_id, ":side": parsed.side.code(), ":day": segment.day.to_string(),
            ":rows": segment.rows.len() as i64,
        })?;
    let id = connection.last_insert_rowid();
    let mut insert = connection
        .prepare_cached("INSERT INTO segment_fields (segment_id, field, data) VALUES (:segment, :field, :data)")?;
    for (field, blob) in &segment.fields {
        insert.execute(named_params! {":segment": id, ":field": field.name(), ":data": blob})?;
    }
    for (place, row) in segment.rows.iter().enumerate() {
        let entry = EntryId::new(id, place as u32);
        let kind = parsed.entries.kind[*row as usize];
        match (parsed.side, kind) {
            (Side::His, Kind::Refund) => put_refund(connection, entry, parsed, *row)?,
            (Side::Bank, Kind::Deposit) => put_deposit(connection, entry, parsed, *row)?,
            _ => {}
        }
        if !supersedes.is_empty() {
            placed.insert(*row, entry);
        }
    }
    Ok(())
}

fn put_refund(connection: &Connection, id: EntryId, parsed: &ParsedFile, row: u32) -> rusqlite::Result<()> {
    let entry = parsed.entries.get(row as usize);
    connection
        .prepare_cached(
            "INSERT INTO refunds (entry_id, original_no, his_no, day, second, amount_fen)
            VALUES (:entry, :original_no, :his_no, :day, :second, :amount)",
        )?
        .execute(named_params! {
            ":entry": id.number(), ":original_no": entry.original_no, ":his_no": entry.his_no,
            ":day": entry.day.to_string(), ":second": entry.at.second(), ":amount": entry.amount.abs().fen(),
        })?;
    Ok(())
}

/// A deposit counts on its slip's day; one that names no slip on the day it was posted.
fn put_deposit(connection: &Connection, id: EntryId, parsed: &ParsedFile, row: u32) -> rusqlite::Result<()> {
    let entry = parsed.entries.get(row as usize);
    let counts_on = parse_slip(entry.order_no).map_or(entry.day, |slip| slip.day);
    connection
        .prepare_cached(
            "INSERT INTO deposits (entry_id, slip_no, counts_on, posted_on, second, amount_fen, line)
            VALUES (:entry, :slip_no, :counts_on, :posted_on, :second, :amount, :line)",
        )?
        .execute(named_params! {
            ":entry": id.number(), ":slip_no": entry.order_no, ":counts_on": counts_on.to_string(),
            ":posted_on": entry.day.to_string(), ":second": entry.at.second(), ":amount": entry.amount.abs().fen(),
            ":line": entry.line,
        })?;
    Ok(())
}

fn put_coverage(connection: &Connection, file_id: i64, parsed: &ParsedFile) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO coverage (file_id, side, method, from_on, to_on) VALUES (:file, :side, :method, :from, :to)",
    )?;
    for coverage in &parsed.coverage {
        insert.execute(named_params! {
            ":file": file_id, ":side": parsed.side.code(),
            ":method": coverage.method.map_or("", |method| method.code()),
            ":from": coverage.from.to_string(), ":to": coverage.to.to_string(),
        })?;
    }
    Ok(())
}

fn put_quarantine(connection: &Connection, file_id: i64, file: &NewFile<'_>) -> rusqlite::Result<()> {
    let parsed = file.parsed;
    // The same line in an overlapping file is one row to mend, not two.
    let mut insert = connection.prepare_cached(
        "INSERT INTO quarantine (file_id, line, side, day, method, his_no, order_no, heading, code, excerpt, raw)
        SELECT :file, :line, :side, :day, :method, :his_no, :order_no, :heading, :code, :excerpt, :raw
        WHERE NOT EXISTS (SELECT 1 FROM quarantine WHERE side = :side AND raw = :raw AND day = :day
            AND file_id <> :file)",
    )?;
    for row in &parsed.quarantined {
        let day = row.day.unwrap_or(file.first_day);
        insert.execute(named_params! {
            ":file": file_id, ":line": row.error.line, ":side": parsed.side.code(), ":day": day.to_string(),
            ":method": row.method.map_or("", |method| method.code()), ":his_no": row.his_no,
            ":order_no": row.order_no, ":heading": row.error.column, ":code": row.error.code.code(),
            ":excerpt": row.error.excerpt, ":raw": row.raw,
        })?;
    }
    Ok(())
}
