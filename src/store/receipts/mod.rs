//! Receipts in the book: files, segments of entries, originals, results of days.
//!
//! Invariant: entries and originals are only ever added; results are derived and may be taken again.

mod case_list;
mod contents;
mod days;
mod drill;
mod entries;
mod files;
mod lines;
mod lookups;
mod nets;
mod quarantine;
mod ranks;
mod results;
mod vouched;
mod write;

pub use case_list::{CaseList, CaseQuery};
pub(super) use contents::compare as compare_results;
pub use days::DayRow;
pub use drill::{Drill, DrillQuery};
pub use entries::{DayLoader, Held, HeldRow, SegmentInfo};
pub use files::{FileRow, StoredLine};
pub use lines::{QuarantinedText, StatementLine};
pub use lookups::CoverageDays;
pub use quarantine::{QuarantineQuery, QuarantinedLine};
pub use results::StoredDay;
pub(super) use results::{controls_from_json, controls_to_json};
pub(super) use vouched::{Feed, compare as compare_files};
pub use write::{EncodedSegment, NewFile, encode_segments};
