//! Lines of originals that no entry points to: statement rows, quarantined rows.

use rusqlite::{OptionalExtension, named_params};

use super::super::Reader;
use super::super::fault::{During, Fault};
use super::files::piece_line;
use crate::domain::day::BusinessDay;
use crate::domain::import::Encoding;
use crate::domain::money::Money;

/// A line of a statement beside its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementLine {
    /// SHA-256 of the file.
    pub sha256: String,
    /// UTC it came in.
    pub at_utc: String,
    /// Who brought it.
    pub actor: String,
    /// The line, decoded.
    pub text: String,
    /// 对方户名 of the row.
    pub counterparty_name: String,
    /// 对方账号.
    pub counterparty_account: String,
}

const STATEMENT_LINE: &str = "SELECT statement_files.id, sha256, encoding, at_utc, actor, counterparty_name,
        counterparty_account
    FROM statement_rows JOIN statement_files ON statement_files.id = file_id
    JOIN journal ON journal.seq = statement_files.seq
    WHERE path = :path AND line = :line AND posted_on = :day AND amount_fen = :amount
    ORDER BY statement_files.id DESC LIMIT 1";
const STATEMENT_PIECE: &str = "SELECT first_line, bytes, frame FROM statement_pieces
    WHERE file_id = :file AND first_line <= :line ORDER BY first_line DESC, piece DESC LIMIT 1";
const STATEMENT_FILE: &str = "SELECT sha256, encoding FROM statement_files WHERE id = :file";
const QUARANTINED: &str = "SELECT file_id FROM quarantine JOIN files ON files.id = file_id
    WHERE path = :path AND line = :line ORDER BY file_id DESC LIMIT 1";

/// Lines of a statement before which its headings stand.
const HEADINGS_WITHIN: u32 = 60;

/// A quarantined line of a statement, its headings beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantinedText {
    /// SHA-256 of the file.
    pub sha256: String,
    /// Heading line, decoded.
    pub header: String,
    /// The line, decoded.
    pub text: String,
}

impl Reader {
    /// A quarantined line of a statement by its file and line. Its headings are the line above that holds the one
    /// the error names, else the one of most cells: statements begin with lines about the account.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn quarantined_text(&self, file: i64, line: u32, heading: &str) -> Result<QuarantinedText, Fault> {
        let step = "read a statement's original";
        let mut of_file = self.connection().prepare_cached(STATEMENT_FILE).during(step)?;
        let (sha256, encoding): (String, String) =
            of_file.query_row(named_params! {":file": file}, |row| Ok((row.get(0)?, row.get(1)?))).during(step)?;
        let encoding = Encoding::from_code(&encoding).unwrap_or(Encoding::Utf8);
        let mut statement = self.connection().prepare_cached(STATEMENT_PIECE).during(step)?;
        let mut above = Vec::new();
        for at in 1..line.min(HEADINGS_WITHIN) {
            above.push(piece_line(&mut statement, file, at, encoding)?);
        }
        let text = piece_line(&mut statement, file, line, encoding)?;
        Ok(QuarantinedText { sha256, header: headings_of(&above, heading), text })
    }

    /// The line of a statement row by its file, line, day of posting and amount; `None` where there is none.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn statement_line(
        &self,
        path: &str,
        line: u32,
        day: BusinessDay,
        amount: Money,
    ) -> Result<Option<StatementLine>, Fault> {
        let step = "read a statement's original";
        let mut statement = self.connection().prepare_cached(STATEMENT_LINE).during(step)?;
        let wanted = named_params! {":path": path, ":line": line, ":day": day.to_string(), ":amount": amount.fen()};
        let found = statement
            .query_row(wanted, |row| {
                let found = StatementLine {
                    sha256: row.get(1)?,
                    at_utc: row.get(3)?,
                    actor: row.get(4)?,
                    text: String::new(),
                    counterparty_name: row.get(5)?,
                    counterparty_account: row.get(6)?,
                };
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(2)?, found))
            })
            .optional()
            .during(step)?;
        let Some((file, encoding, found)) = found else { return Ok(None) };
        let encoding = Encoding::from_code(&encoding).unwrap_or(Encoding::Utf8);
        let mut statement = self.connection().prepare_cached(STATEMENT_PIECE).during(step)?;
        let text = piece_line(&mut statement, file, line, encoding)?;
        Ok(Some(StatementLine { text, ..found }))
    }

    /// The file a quarantined row stands in, by its path and line.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn quarantined_in(&self, path: &str, line: u32) -> Result<Option<i64>, Fault> {
        let step = "look a quarantined row up";
        let mut statement = self.connection().prepare_cached(QUARANTINED).during(step)?;
        let wanted = named_params! {":path": path, ":line": line};
        statement.query_row(wanted, |row| row.get(0)).optional().during(step)
    }
}

/// The line of headings among those above a row.
fn headings_of(above: &[String], heading: &str) -> String {
    let named = above.iter().find(|line| !heading.is_empty() && line.contains(heading));
    let cells = |line: &&String| line.matches([',', '\t', '|']).count();
    // Of several with as many cells the first: rows stand below their headings.
    let widest = || above.iter().rev().max_by_key(cells);
    named.or_else(widest).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::headings_of;

    #[test]
    fn headings_stand_below_what_is_said_of_the_account() {
        let above = ["账号:6222", "日期,摘要,对方户名,金额", "2026-03-04,利息,,1.00"].map(str::to_owned);
        for (heading, expected) in [("金额", &above[1]), ("", &above[1]), ("账号", &above[0])] {
            assert_eq!(headings_of(&above, heading), *expected, "{heading}");
        }
        assert_eq!(headings_of(&[], "金额"), "");
    }
}
