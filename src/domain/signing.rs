//! Signing passwords 签批口令: which may be set, and when wrong ones lock a person out.
//!
//! Invariant: pure; time comes in as seconds. Source of the rules: GB/T 22239 身份鉴别 (complexity, failure handling).

use chrono::DateTime;

/// Characters enough whatever they are.
const LONG_ENOUGH: usize = 16;
/// Characters a password of several classes needs.
const CHARACTERS_LEAST: usize = 10;
/// Classes (capital letters, small letters, digits, others) a shorter one needs.
const CLASSES_LEAST: usize = 3;
/// Characters of the longest.
const CHARACTERS_MOST: usize = 128;
/// Wrong ones that lock, when they come within `WINDOW_SECONDS`.
pub const WRONG_MOST: usize = 5;
/// Seconds in which wrong ones are counted together.
const WINDOW_SECONDS: i64 = 15 * 60;
/// Seconds of the first lock; each further one doubles it.
const LOCK_SECONDS: i64 = 15 * 60;
/// Seconds of the longest lock.
const LOCK_SECONDS_MOST: i64 = 24 * 3600;
/// Passwords of a person that are not taken again.
pub const NOT_AGAIN: usize = 5;

/// 口令缺陷. Why a password may not be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Too short, or of too few classes for its length.
    TooWeak,
    /// Longer than anybody types.
    TooLong,
    /// A character that cannot be typed again everywhere: a control character.
    Unprintable,
}

/// Whether a password may be set: 16 characters, or 10 of three classes.
///
/// # Errors
/// What is wrong with it.
pub fn check_new(password: &str) -> Result<(), Weakness> {
    let count = password.chars().count();
    if password.chars().any(char::is_control) {
        return Err(Weakness::Unprintable);
    }
    if count > CHARACTERS_MOST {
        return Err(Weakness::TooLong);
    }
    let class = |one: char| match one {
        one if one.is_uppercase() => 0,
        one if one.is_lowercase() => 1,
        one if one.is_numeric() => 2,
        _ => 3,
    };
    let mut classes: Vec<usize> = password.chars().map(class).collect();
    classes.sort_unstable();
    classes.dedup();
    let enough = count >= LONG_ENOUGH || (count >= CHARACTERS_LEAST && classes.len() >= CLASSES_LEAST);
    if enough { Ok(()) } else { Err(Weakness::TooWeak) }
}

/// 输入口令一次. When, and whether it was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Seconds since 1970 UTC.
    pub at: i64,
    /// Whether it was right.
    pub right: bool,
}

/// 锁定情况. How a person stands with these attempts behind them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lockout {
    /// Locked until this second; 0 when never.
    pub until: i64,
    /// Wrong ones left before the next lock.
    pub left: usize,
}

impl Lockout {
    /// Whether no password is taken at this second.
    pub fn holds(&self, at: i64) -> bool {
        at < self.until
    }
}

/// What attempts, oldest first, come to at a second: five wrong within 15 minutes lock for 15 minutes, each
/// further lock twice as long, to 24 hours; a right one wipes the slate.
pub fn lockout(attempts: &[Attempt], now: i64) -> Lockout {
    let (mut wrong, mut until, mut length) = (Vec::new(), 0, LOCK_SECONDS);
    for attempt in attempts {
        if attempt.right {
            (wrong, until, length) = (Vec::new(), 0, LOCK_SECONDS);
            continue;
        }
        wrong.retain(|at| attempt.at - at < WINDOW_SECONDS);
        wrong.push(attempt.at);
        if wrong.len() >= WRONG_MOST {
            until = attempt.at + length;
            length = (length * 2).min(LOCK_SECONDS_MOST);
            wrong.clear();
        }
    }
    wrong.retain(|at| now - at < WINDOW_SECONDS);
    Lockout { until, left: WRONG_MOST - wrong.len() }
}

/// Seconds since 1970 of a UTC stamp; 0 where it is none.
pub fn seconds_of(utc: &str) -> i64 {
    DateTime::parse_from_rfc3339(utc).map_or(0, |at| at.timestamp())
}

/// The UTC stamp of a second since 1970.
pub fn stamp_of(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0).map_or_else(String::new, |at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// 口令. A password on its way; it never shows itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// What was typed.
    pub fn new(text: String) -> Secret {
        Secret(text)
    }

    /// The password itself.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret")
    }
}

/// 签批口令不予办理.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SigningRejection {
    /// The person has none yet.
    #[error("signing_not_set: {0}")]
    NotSet(String),
    /// An act that must be signed, and nobody could be asked.
    #[error("signing_not_asked")]
    NotAsked,
    /// Wrong; so many left before the lock.
    #[error("signing_wrong: {0}")]
    Wrong(usize),
    /// Too many wrong ones: until this UTC stamp none is taken.
    #[error("signing_locked: {0}")]
    Locked(String),
    /// The new one may not be set.
    #[error("signing_weak: {0:?}")]
    Weak(Weakness),
    /// The new one was used before.
    #[error("signing_used_before")]
    UsedBefore,
    /// The two entries of the new one differ.
    #[error("signing_not_the_same")]
    NotTheSame,
    /// One's own password is changed, not reset.
    #[error("signing_own_reset")]
    OwnReset,
    /// The file of the password may be read by others, or is not one.
    #[error("signing_file: {0}")]
    File(String),
    /// The person has as many sessions open as may be.
    #[error("too_many_sessions: {0}")]
    TooManySessions(usize),
}

impl SigningRejection {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            SigningRejection::NotSet(_) => "signing_not_set",
            SigningRejection::NotAsked => "signing_not_asked",
            SigningRejection::Wrong(_) => "signing_wrong",
            SigningRejection::Locked(_) => "signing_locked",
            SigningRejection::Weak(_) => "signing_weak",
            SigningRejection::UsedBefore => "signing_used_before",
            SigningRejection::NotTheSame => "signing_not_the_same",
            SigningRejection::OwnReset => "signing_own_reset",
            SigningRejection::File(_) => "signing_file",
            SigningRejection::TooManySessions(_) => "too_many_sessions",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_of_three_classes_or_sixteen_of_any() {
        for (password, expected) in [
            ("abcABC123", Err(Weakness::TooWeak)),
            ("abcABC1234", Ok(())),
            ("abcabc1234", Err(Weakness::TooWeak)),
            ("abcabc123-", Ok(())),
            ("abcdefghijklmno", Err(Weakness::TooWeak)),
            ("abcdefghijklmnop", Ok(())),
            ("天地玄黄宇宙洪荒日月盈昃辰宿列张", Ok(())),
            ("abc\tABC1234", Err(Weakness::Unprintable)),
            ("", Err(Weakness::TooWeak)),
        ] {
            assert_eq!(check_new(password), expected, "{password}");
        }
        assert_eq!(check_new(&"Aa1".repeat(43)), Err(Weakness::TooLong));
    }

    fn wrong(at: &[i64]) -> Vec<Attempt> {
        at.iter().map(|at| Attempt { at: *at, right: false }).collect()
    }

    #[test]
    fn five_wrong_within_a_quarter_of_an_hour_lock_and_each_lock_doubles() {
        let minute = |minutes: i64| minutes * 60;
        let four = wrong(&[0, 1, 2, 3]);
        assert_eq!(lockout(&four, 4), Lockout { until: 0, left: 1 });
        // The first four are too long ago to count with a fifth.
        let apart: Vec<Attempt> = four.iter().copied().chain(wrong(&[minute(16)])).collect();
        assert_eq!(lockout(&apart, minute(16)), Lockout { until: 0, left: 4 });
        let mut attempts: Vec<Attempt> = four.iter().copied().chain(wrong(&[4])).collect();
        let (mut expected, mut at) = (minute(15), 4);
        for _ in 0..9 {
            let found = lockout(&attempts, at);
            assert_eq!(found.until - at, expected, "{at}");
            assert!(found.holds(found.until - 1) && !found.holds(found.until));
            at = found.until;
            attempts.extend(wrong(&[at; 5]));
            expected = (expected * 2).min(24 * 3600);
        }
        attempts.push(Attempt { at, right: true });
        assert_eq!(lockout(&attempts, at), Lockout { until: 0, left: 5 });
    }

    #[test]
    fn a_secret_does_not_show_itself() {
        assert_eq!(format!("{:?}", Secret::new("Passw0rd-1234".into())), "Secret");
        assert_eq!(stamp_of(seconds_of("2026-03-05T01:02:03Z")), "2026-03-05T01:02:03Z");
    }
}
