//! What of a layout can be said, line by line, and what may be answered: columns, words, settings.
//!
//! Invariant: every answer offered is one the loader of layouts takes.

use crate::book::draft::{DraftSource, FoundWord, LayoutTried, TENDER};
use crate::book::formats::{Sign, Unit};
use crate::domain::entry::{Kind, Method, Side};
use crate::domain::house::HouseAccount;
use crate::text::lang::Lang;
use crate::text::mapping::{self, MappingWord};
use crate::text::terms;
use crate::tui::layouts::{LayoutAnswer, likely_roles};
use crate::tui::screen::{Answer, ChoiceRow};

/// One line of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The column of this place.
    Column(usize),
    /// A word of the file.
    Word(FoundWord),
    /// Something said of the whole file.
    Setting(Setting),
}

/// 项目. Something said of the whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    Source,
    Name,
    Header,
    Unit,
    Sign,
    Total,
    Method,
    Account,
}

/// Sources a file may be, as the screen offers them.
const SOURCES: [&str; 7] = ["his", "cashier", "bank", "statement", "employers", "dues", "payments"];

/// The lines of a draft: its columns, its words, then what is said of the whole file.
pub(super) fn lines(tried: &LayoutTried) -> Vec<Line> {
    let draft = &tried.draft;
    let named = draft.headings.iter().enumerate().filter(|(_, heading)| !heading.is_empty());
    let columns = named.map(|(place, _)| Line::Column(place));
    let words = tried.words.iter().cloned().map(Line::Word);
    let receipts = matches!(draft.source, DraftSource::Receipts(_));
    let splits = draft.roles.values().any(|role| role.starts_with(TENDER));
    let asked = |setting: &Setting| match setting {
        Setting::Source | Setting::Name | Setting::Header => true,
        Setting::Unit | Setting::Sign => receipts,
        Setting::Total => !matches!(draft.source, DraftSource::Registry(_)),
        Setting::Method => receipts && !splits && draft.heading("method").is_none(),
        Setting::Account => draft.source == DraftSource::Statement && draft.heading("account").is_none(),
    };
    let all = [
        Setting::Source,
        Setting::Method,
        Setting::Account,
        Setting::Name,
        Setting::Header,
        Setting::Unit,
        Setting::Sign,
        Setting::Total,
    ];
    columns.chain(words).chain(all.into_iter().filter(asked).map(Line::Setting)).collect()
}

/// Whether a line still asks for something: a column no role, a word no meaning, a setting without which none reads.
pub(super) fn asks(line: &Line, tried: &LayoutTried) -> bool {
    match line {
        Line::Column(place) => {
            let heading = &tried.draft.headings[*place];
            let left_out = tried.asked.columns.iter().any(|(role, said)| role == "-" && said == heading);
            !left_out && !tried.draft.roles.contains_key(heading)
        }
        Line::Word(found) => tried.meaning(found).is_none(),
        Line::Setting(Setting::Method) => tried.draft.method.is_none(),
        Line::Setting(_) => false,
    }
}

/// What a line is called, and what stands there.
pub(super) fn said(line: &Line, tried: &LayoutTried, lang: Lang) -> (String, String) {
    let word = |word: MappingWord| word.in_lang(lang).to_owned();
    match line {
        Line::Column(place) => {
            let heading = &tried.draft.headings[*place];
            let role = tried.draft.roles.get(heading);
            (heading.clone(), role.map_or_else(|| word(MappingWord::NotRead), |role| mapping::role(role, lang)))
        }
        Line::Word(found) => {
            let meaning = tried.meaning(found).map(|code| mapping::meaning(found.role, code, lang));
            let name = mapping::word_of(found.role, &found.word, lang);
            (name, meaning.unwrap_or_else(|| word(MappingWord::NotSaid)))
        }
        Line::Setting(setting) => (word(title(*setting)), value(*setting, tried, lang)),
    }
}

const fn title(setting: Setting) -> MappingWord {
    match setting {
        Setting::Source => MappingWord::Source,
        Setting::Name => MappingWord::Name,
        Setting::Header => MappingWord::Header,
        Setting::Unit => MappingWord::Unit,
        Setting::Sign => MappingWord::Sign,
        Setting::Total => MappingWord::Total,
        Setting::Method => MappingWord::OneMethod,
        Setting::Account => MappingWord::OwnAccount,
    }
}

/// 单位 as people say it.
pub(super) const fn unit(unit: Unit) -> MappingWord {
    match unit {
        Unit::Yuan => MappingWord::Yuan,
        Unit::Fen => MappingWord::Fen,
    }
}

/// 正负 as people say it.
pub(super) const fn sign(sign: Sign) -> MappingWord {
    match sign {
        Sign::AsKind => MappingWord::AsKind,
        Sign::Positive => MappingWord::Positive,
        Sign::Free | Sign::Letter => MappingWord::AsPrinted,
    }
}

fn value(setting: Setting, tried: &LayoutTried, lang: Lang) -> String {
    let (draft, not_said) = (&tried.draft, || MappingWord::NotSaid.in_lang(lang).to_owned());
    match setting {
        Setting::Source => mapping::source(draft.source.code(), lang),
        Setting::Name => draft.name.clone(),
        Setting::Header => draft.header.to_string(),
        Setting::Unit => unit(draft.unit).in_lang(lang).to_owned(),
        Setting::Sign => sign(draft.sign).in_lang(lang).to_owned(),
        Setting::Total => {
            let found = tried.feet.iter().find(|foot| draft.totals.0.contains(foot));
            found.cloned().unwrap_or_else(not_said)
        }
        Setting::Method => draft.method.map_or_else(not_said, |method| terms::method(method, lang).to_owned()),
        Setting::Account => tried.asked.account.clone().unwrap_or_else(not_said),
    }
}

/// What may be answered to a line.
pub(super) fn choices(line: &Line, tried: &LayoutTried, accounts: &[HouseAccount], lang: Lang) -> Vec<ChoiceRow> {
    match line {
        Line::Column(place) => roles(*place, tried, lang),
        Line::Word(found) => {
            let codes: Vec<&'static str> = match found.role {
                "kind" => Kind::ALL.iter().map(|kind| kind.code()).collect(),
                "method" => Method::ALL.iter().map(|method| method.code()).collect(),
                _ => vec!["in", "out"],
            };
            let row = |code: &'static str| {
                let answer = LayoutAnswer::Meaning(found.role, found.word.clone(), code);
                choice(mapping::meaning(found.role, code, lang), code, answer)
            };
            codes.into_iter().map(row).collect()
        }
        Line::Setting(setting) => settings(*setting, tried, accounts, lang),
    }
}

fn roles(place: usize, tried: &LayoutTried, lang: Lang) -> Vec<ChoiceRow> {
    let draft = &tried.draft;
    let heading = &draft.headings[place];
    let cells: Vec<&str> = tried.first_rows.iter().filter_map(|row| Some(row.get(place)?.as_str())).collect();
    let others = draft.roles.iter().filter(|(other, _)| *other != heading).map(|(_, role)| role.as_str());
    let taken: Vec<&str> = others.collect();
    let row = |role: &str| {
        let label = if role == "-" { MappingWord::NotRead.in_lang(lang).to_owned() } else { mapping::role(role, lang) };
        choice(label, role, LayoutAnswer::Role(heading.clone(), role.to_owned()))
    };
    let likely = likely_roles(draft.source, &cells, &taken);
    // Not reading it is the ninth answer at the latest, so that it has a digit.
    let early = likely.len().min(8);
    likely[..early]
        .iter()
        .map(String::as_str)
        .chain(["-"])
        .chain(likely[early..].iter().map(String::as_str))
        .map(row)
        .collect()
}

fn settings(setting: Setting, tried: &LayoutTried, accounts: &[HouseAccount], lang: Lang) -> Vec<ChoiceRow> {
    let word = |word: MappingWord| word.in_lang(lang).to_owned();
    match setting {
        Setting::Source => {
            let sources = SOURCES.iter().filter_map(|code| Some((*code, DraftSource::from_code(code)?)));
            sources
                .map(|(code, source)| choice(mapping::source(code, lang), code, LayoutAnswer::Source(source)))
                .collect()
        }
        Setting::Name => Vec::new(),
        Setting::Header => {
            let row = |(line, begins): &(u32, String)| {
                let label = format!("{line}: {begins}");
                choice(label, "", LayoutAnswer::Header(*line))
            };
            tried.headers.iter().map(row).collect()
        }
        Setting::Unit => {
            let known = [Unit::Yuan, Unit::Fen].map(|one| choice(word(unit(one)), "", LayoutAnswer::Unit(Some(one))));
            known.into_iter().chain([choice(word(MappingWord::Guessed), "", LayoutAnswer::Unit(None))]).collect()
        }
        Setting::Sign => {
            let known = [Sign::AsKind, Sign::Positive, Sign::Free];
            known.map(|one| choice(word(sign(one)), "", LayoutAnswer::Sign(Some(one)))).into()
        }
        Setting::Total => {
            tried.feet.iter().map(|foot| choice(foot.clone(), "", LayoutAnswer::Total(foot.clone()))).collect()
        }
        Setting::Method => {
            let row = |method: &Method| {
                choice(terms::method(*method, lang).to_owned(), method.code(), LayoutAnswer::Method(*method))
            };
            Method::ALL.iter().map(row).collect()
        }
        Setting::Account => {
            let row = |account: &HouseAccount| {
                choice(account.no.clone(), &account.bank, LayoutAnswer::Account(account.no.clone()))
            };
            accounts.iter().map(row).collect()
        }
    }
}

fn choice(label: String, code: &str, answer: LayoutAnswer) -> ChoiceRow {
    let found_by = code.to_lowercase();
    ChoiceRow { label, aside: code.to_owned(), found_by, refusal: None, answer: Answer::Layout(answer) }
}

/// Whether rows of a source have a unit and signs of their own to tell.
pub(super) fn is_receipts(tried: &LayoutTried) -> bool {
    matches!(tried.draft.source, DraftSource::Receipts(Side::His | Side::Cashier | Side::Bank))
}
