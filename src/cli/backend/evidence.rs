//! 差异凭据: the original lines of a difference and every act on it, masked.

use std::io::Write;

use super::desk::BookDesk;
use super::session::Session;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::decision::{CaseMark, Verb};
use crate::domain::recon::{CaseLeg, ExceptionCase};
use crate::ops::decide;
use crate::print::day::Head;
use crate::print::evidence::{Evidence, EvidenceAct, EvidenceLine, sheet};
use crate::print::{NotMade, text, xlsx};
use crate::store::{Reader, StoredLine};
use crate::text::evidence::{EvidenceWord, kept};
use crate::text::lang::Lang;
use crate::text::sheets::not_made;
use crate::text::{masked, terms};
use crate::tui::desk::Sentence;
use crate::tui::evidence::EvidenceDesk;

/// Columns of the text that is kept.
const COLUMNS: u16 = 80;

/// All that proves what a difference is and what became of it.
///
/// # Errors
/// A refusal when there is no such difference.
pub fn evidence(context: &Context, key: &str) -> Result<Evidence, Failure> {
    Session::open(context)?.evidence(key)
}

impl Session {
    fn evidence(&self, key: &str) -> Result<Evidence, Failure> {
        let reader = self.reader()?;
        let case = decide::find_case(&reader, key)?;
        let mut lines = Vec::new();
        for leg in &case.legs {
            lines.extend(line_of(&reader, leg)?);
        }
        let head = reader.last_fact()?.map(|fact| fact.head()).ok_or_else(super::receipts::mismatched)?;
        Ok(Evidence {
            acts: acts(&reader, &case, self.context.lang)?,
            lines,
            case,
            head: Head { seq: head.seq, hash: head.hash, at: head.at_utc },
        })
    }
}

/// The original line of a leg: of its entry, else of a statement, else of a quarantined row.
fn line_of(reader: &Reader, leg: &CaseLeg) -> Result<Option<EvidenceLine>, Failure> {
    let line = |sha256: String, came_at: String, came_by: String, header: String, text: String| EvidenceLine {
        side: leg.side,
        amount: leg.amount,
        on: leg.day,
        file: leg.file.clone(),
        line: leg.line,
        sha256,
        came_at,
        came_by,
        header,
        text,
    };
    let receipt = |stored: StoredLine| {
        let text = masked::line(&stored.header, &stored.text);
        line(stored.file.sha256, stored.file.at_utc, stored.file.actor, stored.header, text)
    };
    if let Some(entry) = leg.entry {
        let (segment, columns) = reader.entry_columns(entry)?;
        let at = columns.line.first().copied().unwrap_or(leg.line);
        return Ok(Some(receipt(reader.stored_line(segment.file_id, at)?)));
    }
    if let Some(found) = reader.statement_line(&leg.file, leg.line, leg.day, leg.amount)? {
        let hidden = |text: String, value: &str, shown: String| {
            if value.chars().count() < 2 { text } else { text.replace(value, &shown) }
        };
        let text = hidden(found.text, &found.counterparty_name, masked::name(&found.counterparty_name));
        let text = hidden(text, &found.counterparty_account, masked::account(&found.counterparty_account));
        return Ok(Some(line(found.sha256, found.at_utc, found.actor, String::new(), text)));
    }
    let file = reader.quarantined_in(&leg.file, leg.line)?;
    Ok(file.map(|file| reader.stored_line(file, leg.line)).transpose()?.map(receipt))
}

/// Every act that named the difference or one of its rows, what was undone among them.
fn acts(reader: &Reader, case: &ExceptionCase, lang: Lang) -> Result<Vec<EvidenceAct>, Failure> {
    let own = CaseMark::of(case);
    let mut acts = Vec::new();
    for said in reader.decision_facts(case.day)? {
        let shares = |mark: &CaseMark| mark.key == own.key || mark.legs.iter().any(|leg| own.legs.contains(leg));
        let taken = said.decisions.iter().find(|one| shares(&one.case) || one.others.iter().any(shares));
        let Some(decision) = taken else { continue };
        let verb = terms::verb(if said.undoes { Verb::Undo } else { decision.verb }, lang);
        let to = decision.to.map(|day| day.to_string()).unwrap_or_default();
        let what =
            [verb, &to, &decision.person].into_iter().filter(|part| !part.is_empty() && !said.undoes || *part == verb);
        let mut what = what.collect::<Vec<_>>().join(" ");
        if said.undoes {
            what = format!("{what} {}", terms::verb(decision.verb, lang));
        } else if said.undone {
            what = format!("{what} ({})", EvidenceWord::Undone.in_lang(lang));
        }
        let fact = said.fact;
        acts.push(EvidenceAct {
            seq: fact.seq,
            at: fact.at_utc,
            actor: fact.actor,
            what,
            reason: fact.reason,
            hash: fact.hash,
        });
    }
    Ok(acts)
}

impl EvidenceDesk for BookDesk {
    fn keep_evidence(&self, key: &str) -> Result<Sentence, Sentence> {
        let evidence = self.said(self.session.evidence(key))?;
        let lang = self.session.context.lang;
        let sheet = sheet(&evidence, lang);
        let name = format!("{}-{}", EvidenceWord::Title.in_lang(lang), decide::short_key(&evidence.case.key));
        let made = xlsx::render(&sheet).map_err(|NotMade(what)| not_made(&name, &what, lang))?;
        let forms = [("txt", text::render(&sheet, COLUMNS, None).into_bytes()), ("xlsx", made)];
        let mut paths = Vec::new();
        for (form, bytes) in forms {
            let mut write = |out: &mut dyn Write| out.write_all(&bytes).map_err(|error| error.to_string());
            let path = self.side().put_as(&name, form, &mut write)?;
            paths.push(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
        }
        Ok(kept(&self.side().name(), &paths, lang))
    }
}
