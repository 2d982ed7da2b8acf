//! Reads when a workstation left alone locks 锁屏时限 from `session.toml`.

use serde::Deserialize;
use toml::Spanned;

use super::files::{RuleFile, RuleFiles, parse_toml};
use crate::domain::rejection::Rejection;

const FILE: &str = "deploy/session.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    lock_minutes: Spanned<u32>,
}

/// Minutes without a key after which the workstation locks: 3 to 30 (GB/T 22239: 登录连接超时自动退出).
///
/// # Errors
/// [`Rejection::RuleBook`] with file and line.
pub fn lock_minutes(files: &RuleFiles) -> Result<u32, Rejection> {
    match files.get(FILE)? {
        Some(file) => parse(&file),
        None => Err(Rejection::RuleBook { file: FILE.into(), line: 1, what: "the file is missing".into() }),
    }
}

fn parse(file: &RuleFile) -> Result<u32, Rejection> {
    let raw: RawFile = parse_toml(file)?;
    match *raw.lock_minutes.get_ref() {
        minutes @ 3..=30 => Ok(minutes),
        _ => Err(file.wrong_at(&raw.lock_minutes, "lock_minutes is 3 to 30")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    #[test]
    fn three_to_thirty_minutes_and_nothing_else() {
        assert_eq!(lock_minutes(&RuleFiles::default()).unwrap(), 10);
        for (text, expected) in
            [("lock_minutes = 3\n", Some(3)), ("lock_minutes = 2\n", None), ("lock_minutes = 31\n", None)]
        {
            let read = parse(&RuleFile { name: FILE.into(), shown: FILE.into(), text: Cow::Borrowed(text) });
            assert_eq!(read.ok(), expected, "{text}");
        }
    }
}
