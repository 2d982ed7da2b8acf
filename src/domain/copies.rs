//! Standing copies 备份: when one is due, and which of the old ones go.
//!
//! Invariant: the newest copy is never surplus, and what is surplus depends on names and days alone.

/// 备份规则. How many copies stay (data/copies.toml).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyRules {
    /// Hours of which the last copy stays.
    pub hours: usize,
    /// Days of which the last copy stays.
    pub days: usize,
    /// Months of which the last copy stays.
    pub months: usize,
    /// 第二存放处: a directory, best on another disk, each copy is put into as well; empty for none.
    pub second_place: String,
}

/// 时机. Why a copy might be made now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// 日结之后: always.
    DayClosed,
    /// 导入之前: when the last is older than a day.
    BeforeImport,
    /// 办理之中: when the last is older than an hour.
    AtWork,
}

/// 一份备份. A copy by its name: when it was made, and the last act in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CopyStamp {
    /// UTC as `YYYY-MM-DDTHH:MM:SSZ`.
    pub at_utc: String,
    /// The last act in it.
    pub seq: i64,
}

const SUFFIX: &str = ".sqlite";

impl CopyStamp {
    /// `20260304T091500Z-00000042.sqlite`: sorts by time, then by act.
    pub fn file_name(&self) -> String {
        let at: String = self.at_utc.chars().filter(|letter| !matches!(letter, '-' | ':')).collect();
        format!("{at}-{:08}{SUFFIX}", self.seq)
    }

    /// Reads a name back; `None` for any other file.
    pub fn parse(name: &str) -> Option<CopyStamp> {
        let (at, seq) = name.strip_suffix(SUFFIX)?.split_once('-')?;
        let (day, time) = at.strip_suffix('Z')?.split_once('T')?;
        let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(day, 8) || !digits(time, 6) || seq.len() < 8 {
            return None;
        }
        let day = format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]);
        let time = format!("{}:{}:{}", &time[..2], &time[2..4], &time[4..]);
        Some(CopyStamp { at_utc: format!("{day}T{time}Z"), seq: seq.parse().ok()? })
    }

    /// The first characters of its time: 7 for the month, 10 for the day, 13 for the hour.
    fn period(&self, length: usize) -> &str {
        self.at_utc.get(..length).unwrap_or(&self.at_utc)
    }
}

/// Whether a copy is due: never of a book that has not changed since the last one. Before the first copy
/// the time counts from when the book was made.
///
/// `hour_ago` and `day_ago` are UTC in the same form as the stamps.
pub fn is_due(occasion: Occasion, last: &CopyStamp, seq: i64, hour_ago: &str, day_ago: &str) -> bool {
    last.seq != seq
        && match occasion {
            Occasion::DayClosed => true,
            Occasion::BeforeImport => last.at_utc.as_str() < day_ago,
            Occasion::AtWork => last.at_utc.as_str() < hour_ago,
        }
}

/// The copies that go: neither the newest, nor the last of one of the latest hours, days or months.
pub fn surplus(copies: &[CopyStamp], rules: &CopyRules) -> Vec<CopyStamp> {
    let mut sorted: Vec<&CopyStamp> = copies.iter().collect();
    sorted.sort_unstable_by(|one, other| other.cmp(one));
    let mut stay: Vec<&CopyStamp> = sorted.first().copied().into_iter().collect();
    for (length, count) in [(13, rules.hours), (10, rules.days), (7, rules.months)] {
        let mut periods: Vec<&str> = Vec::new();
        for copy in &sorted {
            let period = copy.period(length);
            if periods.last() != Some(&period) {
                if periods.len() == count {
                    break;
                }
                periods.push(period);
                stay.push(copy);
            }
        }
    }
    sorted.into_iter().filter(|copy| !stay.contains(copy)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, seq: i64) -> CopyStamp {
        CopyStamp { at_utc: text.into(), seq }
    }

    #[test]
    fn a_name_sorts_by_time_and_is_read_back() {
        let stamp = at("2026-03-04T09:15:00Z", 42);
        assert_eq!(stamp.file_name(), "20260304T091500Z-00000042.sqlite");
        assert_eq!(CopyStamp::parse(&stamp.file_name()), Some(stamp));
        for other in ["book.sqlite", "20260304T091500Z-42.sqlite", "20260304T0915Z-00000042.sqlite", "a-b.json"] {
            assert_eq!(CopyStamp::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_copy_is_due_by_occasion_and_never_of_an_unchanged_book() {
        let (hour_ago, day_ago) = ("2026-03-04T11:00:00Z", "2026-03-03T12:00:00Z");
        let half_an_hour = at("2026-03-04T11:30:00Z", 7);
        let two_hours = at("2026-03-04T10:00:00Z", 7);
        let two_days = at("2026-03-02T10:00:00Z", 7);
        for (occasion, last, seq, due) in [
            (Occasion::AtWork, &half_an_hour, 8, false),
            (Occasion::AtWork, &two_hours, 8, true),
            (Occasion::BeforeImport, &two_hours, 8, false),
            (Occasion::BeforeImport, &two_days, 8, true),
            (Occasion::DayClosed, &half_an_hour, 8, true),
            (Occasion::DayClosed, &two_days, 7, false),
        ] {
            assert_eq!(is_due(occasion, last, seq, hour_ago, day_ago), due, "{occasion:?} {last:?} {seq}");
        }
    }

    #[test]
    fn the_last_of_each_hour_day_and_month_stays() {
        let rules = CopyRules { hours: 2, days: 2, months: 2, second_place: String::new() };
        let copies = [
            at("2026-01-31T09:00:00Z", 1),
            at("2026-02-10T09:00:00Z", 2),
            at("2026-02-28T09:00:00Z", 3),
            at("2026-03-03T09:00:00Z", 4),
            at("2026-03-03T17:00:00Z", 5),
            at("2026-03-04T08:10:00Z", 6),
            at("2026-03-04T09:10:00Z", 7),
            at("2026-03-04T09:50:00Z", 8),
        ];
        let gone: Vec<i64> = surplus(&copies, &rules).iter().map(|copy| copy.seq).collect();
        assert_eq!(gone, [7, 4, 2, 1]);
        let none = CopyRules { hours: 0, days: 0, months: 0, second_place: String::new() };
        assert_eq!(surplus(&copies, &none).len(), 7, "the newest stays whatever the rules say");
    }
}
