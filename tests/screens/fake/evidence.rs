//! The evidence of a difference, as the made-up desk keeps it.

use sanhe::text::evidence::kept;
use sanhe::tui::evidence::EvidenceDesk;

use super::FakeDesk;

impl EvidenceDesk for FakeDesk {
    fn keep_evidence(&self, key: &str) -> Result<String, String> {
        self.note(format!("evidence {key}"));
        Ok(kept("book.files", &["差异凭据-00000000.txt".into(), "差异凭据-00000000.xlsx".into()], self.lang))
    }
}
