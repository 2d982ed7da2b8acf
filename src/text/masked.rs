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

/// An identity number: `110105********1234`.
pub fn paper(number: &str) -> String {
    ends(number, 6, 4)
}

/// A telephone number: `138****5678`.
pub fn telephone(number: &str) -> String {
    ends(number, 3, 4)
}

fn ends(text: &str, first: usize, last: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= first + last {
        return "*".repeat(letters.len());
    }
    let hidden = letters.len() - first - last;
    let shown = |range: &[char]| range.iter().collect::<String>();
    format!("{}{}{}", shown(&letters[..first]), "*".repeat(hidden), shown(&letters[letters.len() - last..]))
}

/// 原始行: a line of a file with persons, accounts, papers and telephones masked by the headings above them; a line
/// of a file without such a heading stands as it is.
pub fn line(header: &str, line: &str) -> String {
    let cells = |text: &str| -> Option<csv::StringRecord> {
        csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).into_records().next()?.ok()
    };
    let (Some(headings), Some(values)) = (cells(header), cells(line)) else { return line.to_string() };
    let mask = |place: usize| headings.get(place).and_then(mask_of);
    if !(0..headings.len()).any(|place| mask(place).is_some()) {
        return line.to_string();
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let masked = values.iter().enumerate().map(|(place, value)| match mask(place) {
        Some(mask) => mask(value.trim()),
        None => value.to_string(),
    });
    let written = writer.write_record(masked).ok().and_then(|()| writer.into_inner().ok());
    written.and_then(|bytes| String::from_utf8(bytes).ok()).map_or_else(String::new, |text| text.trim_end().to_string())
}

/// How the cells under a heading are masked; the first words that fit count.
fn mask_of(heading: &str) -> Option<fn(&str) -> String> {
    let person: fn(&str) -> String = |name| {
        let rest = name.chars().count().saturating_sub(1);
        name.chars().take(1).chain(std::iter::repeat_n('*', rest)).collect()
    };
    let masks: [(&str, fn(&str) -> String); 11] = [
        ("姓名", person),
        ("持卡人", person),
        ("户名", name),
        ("身份证", paper),
        ("证件号", paper),
        ("手机", telephone),
        ("电话", telephone),
        ("卡号", account),
        ("账号", account),
        ("帐号", account),
        ("用户标识", account),
    ];
    masks.iter().find(|(part, _)| heading.contains(part)).map(|(_, mask)| *mask)
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
    fn accounts_show_both_ends() {
        for (full, shown) in
            [("6222000000000001234", "6222 **** **** 1234"), ("12345678", "****5678"), ("1234", "1234"), ("", "")]
        {
            assert_eq!(account(full), shown);
        }
    }

    #[test]
    fn a_line_is_masked_by_its_headings_and_by_nothing_else() {
        for (header, full, shown) in [
            ("流水号,患者姓名,金额", "JS1,曾海琪,1.00", "JS1,曾**,1.00"),
            ("流水号,金额", "JS1,1.00", "JS1,1.00"),
            ("流水号,姓名", "JS1,\"王,小\"", "JS1,王**"),
            ("身份证号,手机号", "110105199003071234,13812345678", "110105********1234,138****5678"),
            ("对方户名,对方账号", "某某市人民医院,6222000000000001234", "某某市人民医院,6222 **** **** 1234"),
            ("手机号", "123", "***"),
        ] {
            assert_eq!(line(header, full), shown);
        }
    }
}
