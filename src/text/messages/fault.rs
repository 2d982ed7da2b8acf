//! Faults of disk and book as sentences: where, what is wrong, what to do.
//!
//! Invariant: every kind has both languages; the system's own words stand in the sentence as they are.

use crate::text::lang::Lang;

/// 故障. What went wrong with a file or the book, without words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// No room: file, bytes free.
    DiskFull(String, u64),
    /// The file system said no: file, its words.
    Disk(String, String),
    /// SQLite said no: book, its words.
    Database(String, String),
    /// A link, directory or device.
    NotRegular(String),
    /// Others may read or write it: file, mode.
    Exposed(String, u32),
    /// A network file system: file, kind.
    Network(String, String),
    /// Some other file.
    NotABook(String),
    /// Written by a later program.
    Newer(String),
    /// The tables are not those of this program: name of the migration.
    OtherTables(String),
    /// The book ends before its head.log: last act in the book, last acknowledged.
    LostTail(i64, i64),
    /// head.log contradicts the book or is gone: file, what.
    HeadLog(String, String),
    /// The clock is more than a day behind the last fact: last, now.
    ClockBehind(String, String),
    /// The database file is damaged: file, first complaint.
    Damaged(String, String),
    /// The act is in force, what follows failed: its number.
    InForce(i64),
    /// Anything else, in the program's own words.
    Other(String),
}

/// Sentence and cure.
pub fn fault(kind: &FaultKind, lang: Lang) -> (String, &'static str) {
    match lang {
        Lang::Zh => chinese(kind),
        Lang::En => english(kind),
    }
}

fn chinese(kind: &FaultKind) -> (String, &'static str) {
    match kind {
        FaultKind::DiskFull(file, free) => (
            format!("磁盘已满：{file} 所在分区只剩 {free} 字节；本次未写入任何内容。"),
            "腾出空间（或把账套备份到别的磁盘）后重试；已入账的不受影响。",
        ),
        FaultKind::Disk(file, words) => (format!("读写 {file} 失败：{words}。"), "检查路径、权限和磁盘后重试。"),
        FaultKind::Database(file, words) => (
            format!("账套 {file} 无法使用：{words}；本次未写入任何内容。"),
            "检查磁盘与权限后重试；再次发生请保留现场并报维护人员。",
        ),
        FaultKind::NotRegular(file) => (format!("{file} 不是普通文件（不跟随链接）。"), "指定账套文件本身。"),
        FaultKind::Exposed(file, mode) => (
            format!("{file} 的权限为 {mode:04o}，他人可以读写，拒绝打开。"),
            "执行 chmod 600 该文件，并查明是谁放宽的。",
        ),
        FaultKind::Network(file, kind) => {
            (format!("{file} 在网络文件系统（{kind}）上，锁不可靠，拒绝打开。"), "把账套放到本机磁盘上。")
        }
        FaultKind::NotABook(file) => (format!("{file} 不是三核账套。"), "检查 --book 路径。"),
        FaultKind::Newer(file) => (format!("{file} 由更新版本的程序写成。"), "用不低于该版本的程序打开。"),
        FaultKind::OtherTables(name) => (
            format!("账套的表结构（{name}）不是本程序所建的样子。"),
            "用建账时的那一版程序打开；表结构一经发布不再改动，若无旧版请报维护人员。",
        ),
        FaultKind::LostTail(book, log) => (
            format!("账套只到第 {book} 号操作，head.log 记到第 {log} 号：已确认的操作丢失。"),
            "停止使用，保留 -wal 与 head.log，用最近一份备份恢复后核对。",
        ),
        FaultKind::HeadLog(file, what) => {
            (format!("{file} 与账套不符：{what}。"), "找回原来的 head.log；它与账套必须放在一起。")
        }
        FaultKind::ClockBehind(last, now) => {
            (format!("系统时间 {now} 比最后一笔日志 {last} 早一天以上，拒绝写入。"), "校正系统时间后重试。")
        }
        FaultKind::Damaged(file, what) => {
            (format!("{file} 已损坏：{what}。"), "停止使用，保留原件，用最近一份备份恢复。")
        }
        FaultKind::InForce(seq) => {
            (format!("第 {seq} 号操作已经生效，但其后的 head.log 未能写完。"), "不必重做；排除磁盘故障后继续即可。")
        }
        FaultKind::Other(words) => (format!("{words}。"), "保留现场，报维护人员。"),
    }
}

fn english(kind: &FaultKind) -> (String, &'static str) {
    match kind {
        FaultKind::DiskFull(file, free) => (
            format!("The disk is full: {free} bytes are left where {file} lies; nothing was written."),
            "Make room (or back the book up to another disk) and try again; what was booked before stands.",
        ),
        FaultKind::Disk(file, words) => {
            (format!("{file} could not be read or written: {words}."), "Check path, rights and disk, then try again.")
        }
        FaultKind::Database(file, words) => (
            format!("The book {file} could not be used: {words}; nothing was written."),
            "Check disk and rights and try again; if it comes back, leave all as it is and call support.",
        ),
        FaultKind::NotRegular(file) => {
            (format!("{file} is not a regular file (links are not followed)."), "Name the book's file itself.")
        }
        FaultKind::Exposed(file, mode) => (
            format!("Others may read or write {file} (mode {mode:04o}); it is not opened."),
            "Run chmod 600 on it, and find out who opened it up.",
        ),
        FaultKind::Network(file, kind) => (
            format!("{file} lies on a network file system ({kind}), where locks do not hold; it is not opened."),
            "Put the book on a local disk.",
        ),
        FaultKind::NotABook(file) => (format!("{file} is not a book of sanhe."), "Check the --book path."),
        FaultKind::Newer(file) => (
            format!("{file} was written by a later version of the program."),
            "Open it with that version or a later one.",
        ),
        FaultKind::OtherTables(name) => (
            format!("The tables of the book ({name}) are not those this program makes."),
            "Open it with the version that made it; released tables never change, so without one call support.",
        ),
        FaultKind::LostTail(book, log) => (
            format!("The book ends at act {book}, its head.log knows of act {log}: acknowledged acts are missing."),
            "Stop using it, keep the -wal and head.log, restore the last backup and compare.",
        ),
        FaultKind::HeadLog(file, what) => (
            format!("{file} does not fit the book: {what}."),
            "Find the head.log that belongs to it; the two stay together.",
        ),
        FaultKind::ClockBehind(last, now) => (
            format!("The clock says {now}, more than a day before the last fact ({last}); nothing is written."),
            "Set the clock right and try again.",
        ),
        FaultKind::Damaged(file, what) => {
            (format!("{file} is damaged: {what}."), "Stop using it, keep it as it is, and restore the last backup.")
        }
        FaultKind::InForce(seq) => (
            format!("Act {seq} is in force, but its line in head.log could not be written."),
            "Do not repeat it; mend the disk and go on.",
        ),
        FaultKind::Other(words) => (format!("{words}."), "Leave all as it is and call support."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_says_what_is_wrong_and_what_to_do_in_both_languages() {
        let word = || "X9".to_string();
        for kind in [
            FaultKind::DiskFull(word(), 9),
            FaultKind::Disk(word(), word()),
            FaultKind::Database(word(), word()),
            FaultKind::NotRegular(word()),
            FaultKind::Exposed(word(), 0o644),
            FaultKind::Network(word(), word()),
            FaultKind::NotABook(word()),
            FaultKind::Newer(word()),
            FaultKind::OtherTables(word()),
            FaultKind::LostTail(9, 10),
            FaultKind::HeadLog(word(), word()),
            FaultKind::ClockBehind(word(), word()),
            FaultKind::Damaged(word(), word()),
            FaultKind::InForce(9),
            FaultKind::Other(word()),
        ] {
            let ((zh, zh_cure), (en, en_cure)) = (fault(&kind, Lang::Zh), fault(&kind, Lang::En));
            assert!(zh.contains('9') && en.contains('9') && zh != en, "{zh} {en}");
            assert!(zh.ends_with('。') && zh_cure.ends_with('。') && en.ends_with('.') && en_cure.ends_with('.'));
        }
    }
}
