//! 差异凭据: what the workstation asks for the evidence of one difference.

use super::desk::Sentence;

/// The desk's side of it.
pub trait EvidenceDesk {
    /// Keeps the original lines, files and acts of a difference as text and as a spreadsheet, and says where.
    ///
    /// # Errors
    /// A sentence when there is no such difference, or nothing can be written.
    fn keep_evidence(&self, key: &str) -> Result<Sentence, Sentence>;
}
