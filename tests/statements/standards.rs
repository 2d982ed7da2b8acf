//! MT940, camt.053 and OFX: golden pairs, and both balances as the gate for every entry where they stand.

use sanhe::domain::import::RowErrorCode;

use crate::{dump, folder, read, shown};

/// Those that print both balances.
const GATED: [(&str, &str); 2] = [("mt940", "sample.sta"), ("camt053", "sample.xml")];
const FILES: [(&str, &str); 3] = [GATED[0], GATED[1], ("ofx", "sample.ofx")];

fn text(standard: &str, name: &str) -> String {
    std::fs::read_to_string(folder().join(standard).join(name)).unwrap()
}

#[test]
fn every_standard_becomes_what_its_golden_pair_says() {
    for (standard, name) in FILES {
        let file = read(None, &text(standard, name))
            .unwrap_or_else(|refused| panic!("{standard}: {:?}", refused.errors.iter().map(shown).collect::<Vec<_>>()));
        assert_eq!((file.format.as_str(), file.rows_read), (standard, file.rows.len() as u64));
        let expected = folder().join(standard).join("sample.expected");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&expected, dump(&file)).unwrap();
        }
        assert_eq!(dump(&file), std::fs::read_to_string(&expected).unwrap_or_default(), "{standard}");
    }
}

/// Where each entry of a file begins and ends, in bytes.
fn entries(text: &str) -> Vec<std::ops::Range<usize>> {
    let (begin, end) = if text.contains("<Ntry>") { ("<Ntry>", "</Ntry>") } else { (":61:", "\n:6") };
    let starts = text.match_indices(begin).map(|(at, _)| at);
    starts
        .map(|at| {
            let length = text[at + 4..].find(end).unwrap() + 4;
            at..at + length + if begin == "<Ntry>" { end.len() } else { 1 }
        })
        .collect()
}

#[test]
fn no_entry_of_a_standard_can_be_taken_away_doubled_or_altered() {
    for (standard, name) in GATED {
        let whole = text(standard, name);
        for entry in entries(&whole) {
            let part = &whole[entry.clone()];
            let without = format!("{}{}", &whole[..entry.start], &whole[entry.end..]);
            let doubled = format!("{}{part}{}", &whole[..entry.end], &whole[entry.end..]);
            let marks = if standard == "mt940" { ["C", "D"] } else { ["CRDT", "DBIT"] };
            let at = marks.iter().filter_map(|mark| part.find(mark)).min().unwrap();
            let other = if part[at..].starts_with(marks[0]) { marks[1] } else { marks[0] };
            let turned = format!("{}{other}{}", &part[..at], &part[at + other.len()..]);
            let turned = format!("{}{turned}{}", &whole[..entry.start], &whole[entry.end..]);
            for changed in [without, doubled, turned] {
                let refused = read(None, &changed).unwrap_err();
                assert_eq!(refused.errors[0].code, RowErrorCode::BalanceBroken, "{standard}\n{changed}");
            }
        }
    }
}

#[test]
fn a_message_without_its_closing_balance_or_torn_is_refused() {
    let mt940 = text("mt940", "sample.sta");
    let open = mt940.split(":62F:").next().unwrap();
    assert_eq!(read(None, open).unwrap_err().errors[0].code, RowErrorCode::ControlMissing);
    let camt = text("camt053", "sample.xml");
    let torn = camt.split("<AddtlNtryInf>").next().unwrap();
    assert!(read(None, torn).is_err());
    let strange = mt940.replace(":61:2603020302C", ":61:2603020302X");
    assert_eq!(read(None, &strange).unwrap_err().errors[0].code, RowErrorCode::UnknownDirection);
}

/// XML 2.x closes every tag; SGML 1.x need not; either may come in GBK or under a mark.
#[test]
fn an_ofx_is_one_statement_in_any_of_its_forms() {
    let sgml = text("ofx", "sample.ofx");
    let plain = read(None, &sgml).unwrap();
    assert_eq!(plain.warnings[0].code, RowErrorCode::NothingToCheck);
    let (_, body) = sgml.split_once("<OFX>").unwrap();
    let closed: String = body
        .lines()
        .map(|line| match line.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            Some((tag, value)) if !value.is_empty() && !value.contains('<') => format!("<{tag}>{value}</{tag}>\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let xml =
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"211\"?>\n<OFX>{closed}");
    let gbk = encoding_rs::GB18030.encode(&sgml).0.into_owned();
    let bare = |file: &sanhe::domain::statement::ParsedStatement| {
        let rows = file.rows.iter().map(|row| sanhe::domain::statement::StatementRow { line: 0, ..row.clone() });
        (rows.collect::<Vec<_>>(), file.parts.clone())
    };
    for bytes in [xml.into_bytes(), gbk, format!("\u{feff}{sgml}").into_bytes()] {
        assert_eq!(bare(&crate::read_as(None, None, &bytes).unwrap()), bare(&plain));
    }
}

#[test]
fn an_ofx_that_contradicts_itself_is_refused_and_an_old_balance_is_not_its_closing_one() {
    let sgml = text("ofx", "sample.ofx");
    let contrary = sgml.replace("<TRNAMT>-234,56", "<TRNAMT>234,56");
    let refused = read(None, &contrary).unwrap_err();
    assert_eq!((refused.errors[0].code, refused.errors[0].line), (RowErrorCode::SignContradicts, 37));
    let broken = sgml.replace("<TRNAMT>1016.67", "<TRNAMT>1.02E+3");
    assert_eq!(read(None, &broken).unwrap_err().errors[0].code, RowErrorCode::AmountGrammar);
    let old = sgml.replace("<DTASOF>20260304235959", "<DTASOF>20260303235959");
    assert_eq!(read(None, &old).unwrap().parts[0].closing, None);
    let nobody = sgml.replace("<ACCTID>4405010400123456181\n", "");
    assert_eq!(read(None, &nobody).unwrap_err().errors[0].code, RowErrorCode::AccountMissing);
}
