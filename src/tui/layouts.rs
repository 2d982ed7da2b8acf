//! 定版式: what the workstation asks for a file that no layout fits, and what a person answers.

use super::desk::{Progress, Sentence};
use crate::book::draft::{DraftSource, LayoutAsked, LayoutTried, NET, TENDER, TEXT};
use crate::book::formats::{Sign, Unit};
use crate::domain::entry::{Kind, Method};

/// 版式 of a file that none fits; on a worker thread.
pub trait LayoutDesk {
    /// Guesses what was not said and reads the file by it; nothing is stored.
    ///
    /// # Errors
    /// A sentence when the file cannot be read or the name is taken.
    fn try_layout(&mut self, asked: &LayoutAsked, progress: &Progress) -> Result<LayoutTried, Sentence>;
    /// The same, and keeps it as a layout of the house, journalled.
    ///
    /// # Errors
    /// A sentence when no row can be read by it or the book refuses it.
    fn keep_layout(&mut self, asked: &LayoutAsked, progress: &Progress) -> Result<Sentence, Sentence>;
}

/// 一答. What a person says of a layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayoutAnswer {
    /// What the file is.
    Source(DraftSource),
    /// Name of the layout.
    Name(String),
    /// Line of the headings.
    Header(u32),
    /// What money counts; what the total proves where `None`.
    Unit(Option<Unit>),
    /// How amounts print their sign; what reads best where `None`.
    Sign(Option<Sign>),
    /// First cell of the row of totals.
    Total(String),
    /// The one method of every row.
    Method(Method),
    /// The house's account.
    Account(String),
    /// What a column is: heading, role, `-` to leave it out.
    Role(String, String),
    /// What a word means: role of its column, word, code.
    Meaning(&'static str, String, &'static str),
}

/// Takes an answer into what was said; one role is one column's, but for texts and columns of one method's money.
pub fn take(asked: &mut LayoutAsked, answer: LayoutAnswer) {
    match answer {
        LayoutAnswer::Source(source) => {
            let (file, header, account) = (asked.file.clone(), asked.header, asked.account.take());
            *asked = LayoutAsked { file, header, account, source: Some(source), ..LayoutAsked::default() };
        }
        LayoutAnswer::Name(name) => asked.name = name,
        LayoutAnswer::Header(line) => {
            asked.header = Some(line);
            asked.columns.clear();
        }
        LayoutAnswer::Unit(unit) => asked.unit = unit,
        LayoutAnswer::Sign(sign) => asked.sign = sign,
        LayoutAnswer::Total(first_cell) => asked.total = Some(first_cell),
        LayoutAnswer::Method(method) => asked.method = Some(method),
        LayoutAnswer::Account(account) => asked.account = Some(account),
        LayoutAnswer::Role(heading, role) => {
            let several = role == TEXT || role == "-" || role.starts_with(TENDER);
            asked.columns.retain(|(other, known)| *known != heading && (several || *other != role));
            asked.columns.push((role, heading));
        }
        LayoutAnswer::Meaning(role, word, code) => mean(asked, role, word, code),
    }
}

fn mean(asked: &mut LayoutAsked, role: &str, word: String, code: &str) {
    match role {
        "kind" => {
            asked.kinds.retain(|(known, _)| *known != word);
            asked.kinds.extend(Kind::from_code(code).map(|kind| (word, kind)));
        }
        "method" => {
            asked.methods.retain(|(known, _)| *known != word);
            asked.methods.extend(Method::from_code(code).map(|method| (word, method)));
        }
        _ => {
            let (money_in, money_out) = &mut asked.directions;
            money_in.retain(|known| *known != word);
            money_out.retain(|known| *known != word);
            if code == "in" { money_in.push(word) } else { money_out.push(word) }
        }
    }
}

/// 样子. What the cells of a column look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Money,
    Time,
    Number,
    Words,
}

fn look(cells: &[&str]) -> Look {
    let filled: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let all = |fits: fn(&str) -> bool| !filled.is_empty() && filled.iter().all(|cell| fits(cell));
    let digits = |cell: &str| cell.bytes().filter(u8::is_ascii_digit).count();
    let marks = |cell: &str| cell.bytes().filter(|byte| b"-/: .".contains(byte)).count();
    if all(|cell| {
        let plain = cell.trim_start_matches(['-', '+', '￥', '¥']);
        plain.contains('.') && plain.bytes().all(|byte| byte.is_ascii_digit() || b".,".contains(&byte))
    }) {
        Look::Money
    } else if filled.iter().all(|cell| digits(cell) >= 6 && marks(cell) >= 2) && !filled.is_empty() {
        Look::Time
    } else if filled.iter().all(|cell| cell.is_ascii() && digits(cell) > 0) && !filled.is_empty() {
        Look::Number
    } else {
        Look::Words
    }
}

fn look_of(role: &str) -> Look {
    let money = ["amount", "fee", "net", "received", "paid", "balance", "base", "written_off"];
    let time = ["at", "on", "due_on", "paid_on", "bankrupt_on", "deferred_from", "repay_by", "written_off_on"];
    let words =
        ["kind", "method", "cashier", "direction", "currency", "text", "name", "line", "status", "officer", "area"];
    match role {
        money_role if money.contains(&money_role) || NET.contains(&money_role) || money_role.starts_with(TENDER) => {
            Look::Money
        }
        time_role if time.contains(&time_role) => Look::Time,
        word if words.contains(&word) || word.ends_with("_name") => Look::Words,
        _ => Look::Number,
    }
}

/// Every role of a source, those a column looks like first, those other columns have last.
pub fn likely_roles(source: DraftSource, cells: &[&str], taken: &[&str]) -> Vec<String> {
    let looks = look(cells);
    let mut roles = source.roles();
    let far = |role: &str| match (looks, look_of(role)) {
        (seen, of) if seen == of => 0,
        // Numbers are printed with letters, and money without its point.
        (Look::Number, Look::Money | Look::Words) | (Look::Words, Look::Number) => 1,
        _ => 2,
    };
    let free = |role: &str| role == TEXT || !taken.contains(&role);
    roles.sort_by_key(|role| (!free(role), far(role)));
    roles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::Side;

    #[test]
    fn roles_a_column_looks_like_are_offered_first() {
        let source = DraftSource::Receipts(Side::His);
        let first = |cells: &[&str], taken: &[&str]| likely_roles(source, cells, taken).remove(0);
        assert_eq!(first(&["2026-03-02 08:01:12", "2026/3/2 08:03"], &[]), "at");
        assert_eq!(first(&["1,022.81", "-35.00", ""], &[]), "amount");
        assert_eq!(first(&["1,022.81"], &["amount"]), "fee");
        assert_eq!(first(&["D001", "D002"], &[]), "his_no");
        assert_eq!(first(&["001甲", "002乙"], &[]), "cashier");
        assert_eq!(first(&["微信", "现金"], &["cashier", "kind"]), "method");
    }

    #[test]
    fn a_role_is_one_column_s_and_the_last_answer_counts() {
        let mut asked = LayoutAsked::default();
        let role = |heading: &str, role: &str| LayoutAnswer::Role(heading.to_owned(), role.to_owned());
        for answer in
            [role("甲", "amount"), role("乙", "amount"), role("甲", "-"), role("丙", "text"), role("丁", "text")]
        {
            take(&mut asked, answer);
        }
        let columns: Vec<(&str, &str)> =
            asked.columns.iter().map(|(role, heading)| (role.as_str(), heading.as_str())).collect();
        assert_eq!(columns, [("amount", "乙"), ("-", "甲"), ("text", "丙"), ("text", "丁")]);
    }
}
