//! Masking 脱敏: what is shown of persons and of other people's accounts (C4).
//!
//! Invariant: the full value stays in the book; nothing here is ever stored or compared.

/// A name: of a natural person (two to four Han characters) the first character, `张*`; of a company all.
pub fn name(name: &str) -> String {
    let is_han = |letter: char| ('\u{3400}'..='\u{9fff}').contains(&letter);
    let letters = name.chars().count();
    if !(2..=4).contains(&letters) || !name.chars().all(is_han) {
        return name.to_string();
    }
    name.chars().take(1).chain(std::iter::repeat_n('*', letters - 1)).collect()
}

/// An account: `6222 **** **** 1234`; of a short one the last four.
pub fn account(account: &str) -> String {
    let letters: Vec<char> = account.chars().collect();
    let part = |range: &[char]| range.iter().collect::<String>();
    match letters.len() {
        0..=4 => account.to_string(),
        5..=11 => format!("****{}", part(&letters[letters.len() - 4..])),
        length => format!("{} **** **** {}", part(&letters[..4]), part(&letters[length - 4..])),
    }
}

/// A phone number: `138****5678`; of a short one the last two digits.
pub fn phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    let part = |range: &[char]| range.iter().collect::<String>();
    match digits.len() {
        0 => String::new(),
        1..=7 => format!("****{}", part(&digits[digits.len().saturating_sub(2)..])),
        length => format!("{}****{}", part(&digits[..3]), part(&digits[length - 4..])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_masked_and_companies_are_not() {
        for (full, shown) in [
            ("张三", "张*"),
            ("欧阳小明", "欧***"),
            ("某某市人民医院", "某某市人民医院"),
            ("ACME Ltd", "ACME Ltd"),
            ("", ""),
        ] {
            assert_eq!(name(full), shown);
        }
    }

    #[test]
    fn phones_show_both_ends() {
        for (full, shown) in
            [("13812345678", "138****5678"), ("021-65432109", "021****2109"), ("8123", "****23"), ("", "")]
        {
            assert_eq!(phone(full), shown);
        }
    }

    #[test]
    fn accounts_show_both_ends() {
        for (full, shown) in
            [("6222000000000001234", "6222 **** **** 1234"), ("12345678", "****5678"), ("1234", "1234"), ("", "")]
        {
            assert_eq!(account(full), shown);
        }
    }
}
