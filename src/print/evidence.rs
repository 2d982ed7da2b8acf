//! 差异凭据 as a sheet: the original lines of one difference, the files they stand in, what was decided and by whom.

use super::{Cell, Kind, Sheet, Table, words};
use crate::domain::day::BusinessDay;
use crate::domain::entry::Side;
use crate::domain::money::Money;
use crate::domain::recon::ExceptionCase;
use crate::print::day::Head;
use crate::text::evidence::EvidenceWord;
use crate::text::lang::Lang;
use crate::text::sheets::{SheetWord, journal_head};
use crate::text::{messages, terms};

/// 差异凭据. All that proves what a difference is and what became of it.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The difference as it is now.
    pub case: ExceptionCase,
    /// The original line of every leg, persons and their accounts masked.
    pub lines: Vec<EvidenceLine>,
    /// Every act on it, oldest first.
    pub acts: Vec<EvidenceAct>,
    /// 链头 when the sheet was made.
    pub head: Head,
}

/// 原始行 of one leg.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceLine {
    /// Which book.
    pub side: Side,
    /// Amount of the leg.
    pub amount: Money,
    /// Its day.
    pub on: BusinessDay,
    /// File as given at import.
    pub file: String,
    /// Line in it.
    pub line: u32,
    /// SHA-256 of the file.
    pub sha256: String,
    /// UTC it came in.
    pub came_at: String,
    /// Who brought it.
    pub came_by: String,
    /// Heading line of the file; empty where a file has none.
    pub header: String,
    /// The line.
    pub text: String,
}

/// 处理经过: one act on the difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceAct {
    /// Number in the journal.
    pub seq: i64,
    /// UTC of it.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What, in words.
    pub what: String,
    /// Why.
    pub reason: String,
    /// Hash of the fact.
    pub hash: String,
}

/// The sheet.
pub fn sheet(evidence: &Evidence, lang: Lang) -> Sheet {
    let case = &evidence.case;
    let word = |word: EvidenceWord| word.in_lang(lang);
    let class = format!("{} {}", case.class.paper_code(), terms::class(case.class, lang));
    let facts = [class, case.day.to_string(), case.number().to_owned(), terms::state(case.state, lang).to_owned()];
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    Sheet {
        title: word(EvidenceWord::Title).to_string(),
        on: case.day,
        lang,
        head: vec![
            facts.join("  "),
            format!("{} {}", SheetWord::Difference.in_lang(lang), case.difference.grouped()),
            messages::reason(case, lang),
            format!("{} {}", word(EvidenceWord::Key), case.key),
        ],
        tables: vec![lines(&evidence.lines, lang), acts(&evidence.acts, lang)],
        foot: vec![
            word(EvidenceWord::Masked).to_string(),
            journal_head(evidence.head.seq, &evidence.head.hash, &evidence.head.at, lang),
            SheetWord::Signatures.in_lang(lang).to_string(),
        ],
        signed: Vec::new(),
        is_upright: false,
        numbered: None,
    }
}

fn lines(lines: &[EvidenceLine], lang: Lang) -> Table {
    let word = |word: EvidenceWord| word.in_lang(lang);
    let columns = [
        (SheetWord::Side.in_lang(lang), Kind::Words),
        (SheetWord::Day.in_lang(lang), Kind::Words),
        (SheetWord::Amount.in_lang(lang), Kind::Figures),
        (word(EvidenceWord::File), Kind::Words),
        (word(EvidenceWord::Line), Kind::Figures),
        ("SHA-256", Kind::Beneath),
        (word(EvidenceWord::CameIn), Kind::Beneath),
        (word(EvidenceWord::Heading), Kind::Beneath),
        (word(EvidenceWord::Original), Kind::Beneath),
    ];
    let mut table = Table::new(word(EvidenceWord::Lines), columns);
    table.when_empty = word(EvidenceWord::NoLines).to_string();
    for line in lines {
        table.row([
            words(terms::side(line.side, lang)),
            Cell::Date(line.on),
            Cell::Money(line.amount),
            words(&line.file),
            Cell::Count(u64::from(line.line)),
            words(&line.sha256),
            words(format!("{} {}", line.came_at, line.came_by)),
            words(&line.header),
            words(&line.text),
        ]);
    }
    table
}

fn acts(acts: &[EvidenceAct], lang: Lang) -> Table {
    let word = |word: EvidenceWord| word.in_lang(lang);
    let columns = [
        (word(EvidenceWord::Seq), Kind::Figures),
        (word(EvidenceWord::At), Kind::Words),
        (word(EvidenceWord::Person), Kind::Words),
        (SheetWord::Decision.in_lang(lang), Kind::Words),
        (SheetWord::Reason.in_lang(lang), Kind::Beneath),
        (word(EvidenceWord::Hash), Kind::Beneath),
    ];
    let mut table = Table::new(word(EvidenceWord::Acts), columns);
    table.when_empty = word(EvidenceWord::NoActs).to_string();
    for act in acts {
        table.row([
            Cell::Count(act.seq.unsigned_abs()),
            words(&act.at),
            words(&act.actor),
            words(&act.what),
            words(&act.reason),
            words(&act.hash),
        ]);
    }
    table
}
