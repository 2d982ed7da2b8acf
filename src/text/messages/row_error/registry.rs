//! What is wrong with a row of a registry file: sentence and cure, both languages in one row.
//!
//! `{0}`, `{1}`, `{2}` stand for the figures of the case, `{*}` for all of them as a list.

use super::Details;
use crate::domain::import::RowErrorCode as Code;
use crate::text::lang::Lang;

/// Code, 原因, reason, 怎么改, cure.
const SENTENCES: &[(Code, &str, &str, &str, &str)] = &[
    (
        Code::CodeLength,
        "代码应为 {0} 位，实为 {1} 位。",
        "The code should have {0} characters and has {1}.",
        "对照营业执照补齐；该列请设为文本，以免丢掉开头的零。",
        "Complete it from the licence; set the column to text, so that leading zeros stay.",
    ),
    (
        Code::CodeCharacter,
        "代码第 {0} 位“{1}”不能用在这里（不用 I、O、S、V、Z）。",
        "\"{1}\" cannot stand at position {0} of the code (I, O, S, V, Z are not used).",
        "对照营业执照改正该位，常见的是把 0 写成 O、1 写成 I。",
        "Correct it from the licence; often O is written for 0, or I for 1.",
    ),
    (
        Code::CodeCheck,
        "代码第 {0} 位校验码应为“{1}”，现为“{2}”。",
        "The check at position {0} of the code should be \"{1}\", not \"{2}\".",
        "对照营业执照逐位核对，某一位录错或两位颠倒。",
        "Compare it with the licence: a character is wrong, or two are swapped.",
    ),
    (
        Code::UnknownTerm,
        "不认识这个写法，可用：{*}。",
        "This word is not known; known: {*}.",
        "改成所列写法之一；本地另有叫法的，写进版式文件或险种文件。",
        "Use one of those; a local word can be added to the layout or to the file of lines.",
    ),
    (
        Code::MonthGrammar,
        "读不成费款所属期。",
        "It cannot be read as a fee month.",
        "写成 2026-03 或 202603。",
        "Write 2026-03 or 202603.",
    ),
    (
        Code::RateGrammar,
        "读不成费率，应在 0 到 1 之间。",
        "It cannot be read as a rate from 0 to 1.",
        "写成 16% 或 0.16，至多六位小数。",
        "Write 16% or 0.16, at most six decimals.",
    ),
    (
        Code::IndustryGrammar,
        "不是国民经济行业分类（GB/T 4754）代码。",
        "This is no industry code of GB/T 4754.",
        "写门类字母（A–T）、二至四位数字，或两者，如 C13、1310。",
        "Write the section's letter (A to T), two to four digits, or both, such as C13 or 1310.",
    ),
    (
        Code::NegativeAmount,
        "这里的金额不能是负数。",
        "This amount may not be negative.",
        "冲减请以更正后的数额重新报同一行，不要另报负数。",
        "To take something back, send the same row again with the corrected amount, not a negative one.",
    ),
    (
        Code::TermReversed,
        "补缴期限早于缓缴起日。",
        "The term is to be repaid before it begins.",
        "对照批复改正起止日期。",
        "Correct the dates from the approval.",
    ),
    (
        Code::StandsAlone,
        "这一格有内容，而“{0}”是空的，两者须同时填写。",
        "This cell says something and \"{0}\" is empty; they go together.",
        "补填另一格，或两格都留空。",
        "Fill in the other cell, or leave both empty.",
    ),
    (
        Code::DuplicateRow,
        "与第 {0} 行是同一事项，不知以哪一行为准。",
        "It is about the same thing as line {0}; it is not clear which one counts.",
        "两行只留一行；金额应合计的，在原系统合计后再导出。",
        "Keep one of the two; if they belong together, add them up at the source.",
    ),
    (
        Code::UnknownEmployer,
        "账套里没有这个单位。",
        "The book has no such employer.",
        "先导入参保单位表，再导入应缴与实缴。",
        "Import the employers first, then dues and payments.",
    ),
];

/// The sentence of a code of this file, its figures filled in; empty for any other.
pub(super) fn sentence(code: Code, details: &Details<'_>, lang: Lang) -> String {
    let row = SENTENCES.iter().find(|row| row.0 == code);
    let mut text =
        row.map_or("", |row| lang.pick(row.1, row.2)).replace("{*}", &details.rest(0, lang.pick("、", ", ")));
    for (place, mark) in ["{0}", "{1}", "{2}"].into_iter().enumerate() {
        text = text.replace(mark, details.get(place));
    }
    text
}

/// The cure of a code of this file; empty for any other.
pub(super) const fn cure(code: Code, lang: Lang) -> &'static str {
    let mut row = 0;
    while row < SENTENCES.len() {
        if SENTENCES[row].0 as u8 == code as u8 {
            return lang.pick(SENTENCES[row].3, SENTENCES[row].4);
        }
        row += 1;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::super::{cure as any_cure, row_error};
    use super::*;
    use crate::domain::import::RowError;

    #[test]
    fn every_code_has_a_sentence_and_a_cure_in_both_languages() {
        for code in Code::ALL {
            let details = vec!["X9".to_string(); 3];
            let error = RowError { line: 1, column: String::new(), excerpt: String::new(), code: *code, details };
            let [zh, en] = [Lang::Zh, Lang::En].map(|lang| (row_error(&error, lang), any_cure(*code, lang)));
            assert!(zh.0.ends_with('。') && zh.1.ends_with('。'), "{code:?}: {zh:?}");
            assert!(!en.0.is_empty() && en.1.ends_with('.'), "{code:?}: {en:?}");
            assert!(!zh.0.contains('{') && !en.0.contains('{'), "{code:?}");
        }
    }
}
