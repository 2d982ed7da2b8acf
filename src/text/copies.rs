//! Words of standing copies and drills.

use crate::domain::money::Money;
use crate::text::lang::Lang;
use crate::words;

words! {
    /// 控制总数 a drill compares.
    pub enum ControlTotal {
        Facts: "日志条数" | "Facts",
        Rows: "收费与到账行数" | "Receipt rows",
        Differences: "差异金额" | "Differences",
        Statements: "对账单发生额" | "Statement movements",
        Dues: "应缴金额" | "Dues",
        Payments: "实缴金额" | "Payments",
    }
}

/// A total as people read it: counts as they are, money in yuan.
pub fn total(kind: ControlTotal, value: i64) -> String {
    match kind {
        ControlTotal::Facts | ControlTotal::Rows => value.to_string(),
        _ => Money::from_fen(value).to_string(),
    }
}

/// Older copies went.
pub fn removed(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("按保留规则删除旧备份 {count} 份。"),
        Lang::En => format!("{count} older copies removed by the rules of keeping."),
    }
}

/// The second place did not get its copy.
pub fn second_failed(why: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("提示：第二存放处没有写成：{why}。本处的备份完好；请检查该目录后再执行 sanhe backup。"),
        Lang::En => format!(
            "Note: the second place did not get its copy: {why}. The copy here is whole; look at that directory, then run sanhe backup."
        ),
    }
}

/// An automatic copy could not be made.
pub fn not_kept(why: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("提示：自动备份没有做成：{why}\n本次操作不受影响；请尽快执行 sanhe backup。"),
        Lang::En => format!(
            "Note: the automatic copy was not made: {why}\nThe work itself is not affected; run sanhe backup soon."
        ),
    }
}

/// A drill passed.
pub fn drilled(path: &str, bytes: u64, behind: u64, milliseconds: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!(
            "恢复演练通过：{path}，{bytes} 字节，用时 {milliseconds} 毫秒；账套此后又有日志 {behind} 条。演练用的副本已删除。"
        ),
        Lang::En => format!(
            "The drill passed: {path}, {bytes} bytes, {milliseconds} ms; the book has had {behind} facts since. The restored copy is removed."
        ),
    }
}

/// There is no copy to drill with.
pub fn no_copies(directory: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{directory} 里还没有备份；请先执行 sanhe backup。"),
        Lang::En => format!("There is no copy in {directory} yet; run sanhe backup first."),
    }
}
