//! Reads and lints the templates of notices 催缴文书模板: `notices/<step>.txt`, plain text with fields in braces.
//!
//! Invariant: a template without any one field the law asks for is refused by that field's name; `{名称: 文字}`
//! says a field's text in the template itself and may hold other fields.

use super::files::{RuleFile, RuleFiles};
use crate::domain::chase::notice::{NoticeField, Part, Template};
use crate::domain::rejection::Rejection;
use crate::text::notice::field_name;

/// The template of a step; `None` where the step has none.
///
/// # Errors
/// [`Rejection::RuleBook`] with file, line and the field's name.
pub fn load(files: &RuleFiles, step: &str) -> Result<Option<(Template, RuleFile)>, Rejection> {
    let safe = step.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let Some(file) = (if safe { files.get(&format!("notices/{step}.txt"))? } else { None }) else { return Ok(None) };
    let template = parse(&file)?;
    Ok(Some((template, file)))
}

/// The template of a file.
///
/// # Errors
/// [`Rejection::RuleBook`] with file, line and the field's name.
pub fn parse(file: &RuleFile) -> Result<Template, Rejection> {
    let mut reader = Reader { file, rest: &file.text, line: 1 };
    let template = Template { parts: reader.parts(false)? };
    let fields = template.fields();
    let missing = NoticeField::ALL.iter().find(|field| !field.is_optional() && !fields.contains(field));
    match missing {
        None => Ok(template),
        Some(field) => {
            let (zh, en) = field_name(*field);
            Err(wrong(file, 1, format!("the template lacks {{{zh}}} ({en}), which the law asks for")))
        }
    }
}

fn wrong(file: &RuleFile, line: usize, what: String) -> Rejection {
    Rejection::RuleBook { file: file.shown.clone(), line, what }
}

struct Reader<'a> {
    file: &'a RuleFile,
    rest: &'a str,
    line: usize,
}

impl Reader<'_> {
    /// Parts up to the end, or to the brace that closes the field they are the text of.
    fn parts(&mut self, within: bool) -> Result<Vec<Part>, Rejection> {
        let (mut parts, mut text) = (Vec::new(), String::new());
        let opened = self.line;
        while let Some(letter) = self.rest.chars().next() {
            self.rest = &self.rest[letter.len_utf8()..];
            match letter {
                '{' => {
                    if !text.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut text)));
                    }
                    parts.push(self.field()?);
                }
                '}' if within => {
                    if !text.is_empty() {
                        parts.push(Part::Text(text));
                    }
                    return Ok(parts);
                }
                '}' => return Err(wrong(self.file, self.line, "a brace closes what no brace opened".into())),
                letter => {
                    self.line += usize::from(letter == '\n');
                    text.push(letter);
                }
            }
        }
        if within {
            return Err(wrong(self.file, opened, "a brace is never closed".into()));
        }
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        Ok(parts)
    }

    /// A field, after its brace.
    fn field(&mut self) -> Result<Part, Rejection> {
        let end = self.rest.find(['}', ':', '：', '\n']).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        let known = NoticeField::ALL.iter().find(|field| field_name(**field).0 == name.trim());
        let Some(field) = known else {
            return Err(wrong(self.file, self.line, format!("there is no field {{{}}}", name.trim())));
        };
        let mut letters = rest.chars();
        let said = match letters.next() {
            Some('}') => false,
            Some(':' | '：') => true,
            _ => return Err(wrong(self.file, self.line, format!("the field {{{}}} is never closed", name.trim()))),
        };
        self.rest = letters.as_str();
        if said != field.is_said() {
            let what = if said { "has no text of its own" } else { "says its text after a colon" };
            return Err(wrong(self.file, self.line, format!("the field {{{}}} {what}", name.trim())));
        }
        if !said {
            return Ok(Part::Field(*field, Vec::new()));
        }
        self.rest = self.rest.trim_start_matches(' ');
        Ok(Part::Field(*field, self.parts(true)?))
    }
}
