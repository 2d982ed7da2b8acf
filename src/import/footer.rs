//! Footer sentences 尾注: `#交易合计：6笔，商家实收共0.06元，…` → figures with names.
//!
//! Invariant: a sentence is read only if its words are those of the layout; figures are taken as they
//! stand and judged by the gate.

use unicode_normalization::UnicodeNormalization;

use crate::book::formats::{Footer, FooterPart};

/// What a figure of a sentence states.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Figures<'f> {
    /// The number of rows.
    Rows,
    /// The sum of this column.
    Column(&'f str),
}

/// One figure of a sentence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Figure<'f> {
    /// Its name for people: 交易合计·商家实收（元）.
    pub(super) name: String,
    pub(super) of: Figures<'f>,
    /// As it stands.
    pub(super) printed: String,
}

/// Columns a footer sums.
pub(super) fn summed(footer: &Footer) -> impl Iterator<Item = &str> {
    footer.parts.iter().filter_map(|part| match part {
        FooterPart::Sum(heading) => Some(heading.as_str()),
        _ => None,
    })
}

/// The figures of a line, if it is this footer.
pub(super) fn read<'f>(footer: &'f Footer, line: &str) -> Option<Vec<Figure<'f>>> {
    let line = folded(line.trim_end_matches(','));
    let (mut rest, mut figures) = (line.as_str(), Vec::new());
    let mut pending: Option<&FooterPart> = None;
    for part in &footer.parts {
        let FooterPart::Words(words) = part else {
            pending = Some(part);
            continue;
        };
        let words = folded(words);
        let at = rest.find(&words)?;
        match pending.take() {
            Some(figure) => figures.push(named(footer, figure, &rest[..at])),
            None if at > 0 => return None,
            None => {}
        }
        rest = &rest[at + words.len()..];
    }
    rest.is_empty().then_some(figures)
}

fn named<'f>(footer: &'f Footer, part: &'f FooterPart, printed: &str) -> Figure<'f> {
    let (of, what) = match part {
        FooterPart::Sum(heading) => (Figures::Column(heading), heading.as_str()),
        _ => (Figures::Rows, "笔数"),
    };
    Figure { name: format!("{}·{what}", footer.name), of, printed: printed.into() }
}

/// Full-width letters, digits and marks as their plain twins, without blanks.
fn folded(text: &str) -> String {
    text.nfkc().filter(|character| !character.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn footer() -> Footer {
        let words = |text: &str| FooterPart::Words(text.into());
        Footer {
            name: "退款合计".into(),
            kind: Some("退款".into()),
            parts: vec![
                words("#退款合计："),
                FooterPart::Count,
                words("笔，商家实收退款共"),
                FooterPart::Sum("商家实收（元）".into()),
                words("元"),
            ],
        }
    }

    #[test]
    fn a_sentence_gives_its_figures() {
        let footer = footer();
        for line in [
            "#退款合计：4笔，商家实收退款共-0.04元",
            "#退款合计:4 笔,商家实收退款共-0.04元",
            "#退款合计：4笔，商家实收退款共-0.04元,,,,,,",
        ] {
            let figures = read(&footer, line).unwrap_or_default();
            let shown: Vec<_> = figures.iter().map(|figure| (figure.name.as_str(), figure.printed.as_str())).collect();
            assert_eq!(shown, [("退款合计·笔数", "4"), ("退款合计·商家实收（元）", "-0.04")], "{line}");
        }
    }

    #[test]
    fn another_sentence_gives_none() {
        for line in ["#交易合计：4笔，商家实收共0.04元", "#退款合计：4笔", "#退款合计：4笔，商家实收退款共-0.04元整"]
        {
            assert_eq!(read(&footer(), line), None, "{line}");
        }
    }
}
