//! Names 名称: the one alphabet people and accounts are written in.
//!
//! Invariant: no name holds a blank, a control, a bidi or a look-alike character, or starts like an option.

use unicode_normalization::is_nfkc;

use crate::domain::rejection::{CaseRejection, Rejection};

const NAME_CHARACTERS: usize = 32;
const ACCOUNT_CHARACTERS: usize = 64;
const TITLE_CHARACTERS: usize = 64;
const TEXT_CHARACTERS: usize = 200;

/// An operator's name: letters, Han, digits, `-` `_` `.` and the `·` of transcribed names.
pub(super) fn check_operator(name: &str) -> Result<(), Rejection> {
    check(name, NAME_CHARACTERS, |letter| letter.is_alphanumeric() || "-_.·".contains(letter))
}

/// A system account, as passwd or a domain writes it.
pub(super) fn check_account(name: &str) -> Result<(), Rejection> {
    check(name, ACCOUNT_CHARACTERS, |letter| letter.is_alphanumeric() || "-_.@\\$".contains(letter))
}

/// A book's title: the same letters, blanks between words and the brackets of full names.
pub(super) fn check_title(title: &str) -> Result<(), Rejection> {
    let trimmed = title.trim() == title && !title.is_empty() && title.chars().count() <= TITLE_CHARACTERS;
    let letters = title.chars().all(|letter| letter.is_alphanumeric() || " -_.·()()、,#".contains(letter));
    if trimmed && letters { Ok(()) } else { Err(Rejection::BadName(shown(title))) }
}

/// A reason or remark: one line, no character that steers.
pub(super) fn check_text(text: &str) -> Result<(), Rejection> {
    let steers = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    if text.chars().count() <= TEXT_CHARACTERS && !text.chars().any(steers) {
        Ok(())
    } else {
        Err(CaseRejection::BadText(shown(text)).into())
    }
}

fn check(name: &str, characters: usize, allowed: impl Fn(char) -> bool) -> Result<(), Rejection> {
    let starts_well = name.chars().next().is_some_and(char::is_alphanumeric);
    let fits = name.chars().count() <= characters;
    let written_plainly = is_nfkc(name);
    if starts_well && fits && written_plainly && name.chars().all(allowed) {
        Ok(())
    } else {
        Err(Rejection::BadName(shown(name)))
    }
}

/// A refused name as it may be shown: cut short, what is no plain letter written out.
pub(super) fn shown(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars().take(40) {
        if letter.is_alphanumeric() || letter.is_ascii_punctuation() || letter == ' ' || letter == '·' {
            text.push(letter);
        } else {
            text.push_str(&format!("⟨U+{:04X}⟩", u32::from(letter)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people_pass_and_tricks_do_not() {
        for good in ["王芳", "clerk-1", "买买提·阿不都", "Li.Na", "审核_2"] {
            assert_eq!(check_operator(good), Ok(()), "{good}");
        }
        for bad in ["", "-rf", ".hidden", "王 芳", "a\u{202E}b", "a\nb", "Ａ", "a/b", &"长".repeat(33)] {
            assert!(check_operator(bad).is_err(), "{bad}");
        }
        assert_eq!(check_operator("a\u{202E}b"), Err(Rejection::BadName("a⟨U+202E⟩b".into())));
    }

    #[test]
    fn accounts_and_titles() {
        for good in ["root", "HOSP\\wangfang", "li.na@hosp.example", "svc$"] {
            assert_eq!(check_account(good), Ok(()), "{good}");
        }
        assert!(check_account("a b").is_err());
        assert_eq!(check_title("第一人民医院(东院) 结算管理科"), Ok(()));
        for bad in ["", " x", "a\tb", "a\u{200B}b"] {
            assert!(check_title(bad).is_err(), "{bad:?}");
        }
    }
}
