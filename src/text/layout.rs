//! Words of making a layout 版式草稿.
//!
//! Invariant: roles are the loader's own names; what they mean to a person stands here.

use super::lang::Lang;
use crate::domain::import::RowErrorCode;
use crate::domain::money::Money;
use crate::words;

words! {
    /// Short words.
    pub enum LayoutWord {
        Heading: "列名" | "Heading",
        Role: "含义" | "Role",
        FirstRow: "第一行" | "First row",
        SecondRow: "第二行" | "Second row",
        NotRead: "（不读）" | "(not read)",
        NameTaken: "这个名字是随程序版式的，换一个名字，免得顶替它。" | "That is the name of a layout that comes with the program; take another, or it would be replaced.",
        NoRow: "没有一行读得成，不能存为版式；先改列的含义。" | "No row can be read, so this is no layout to keep; mend the columns first.",
        Unproven: "文件没有合计，单位（元还是分）与笔数无从核对，请自己看准。" | "The file prints no total: nothing proves the unit (yuan or fen) and the count; look closely.",
        Kept: "已存为本单位版式" | "kept as a layout of the house",
        HowToKeep: "满意后加 --save 存为本单位版式；要改，加 --column 含义=列名（含义写 - 为不读）。" | "When it is right add --save to keep it; to change it add --column ROLE=HEADING (ROLE - leaves a column out).",
    }
}

/// What was read by the draft, and what it adds up to.
pub fn read(rows: u64, taken: u64, (money_in, money_out): (Money, Money), wrong: usize, lang: Lang) -> String {
    let (money_in, money_out) = (money_in.grouped(), money_out.grouped());
    match lang {
        Lang::Zh => format!("读 {rows} 行，可入账 {taken} 行，收 {money_in}，退/支 {money_out}，有错 {wrong} 行"),
        Lang::En => {
            format!("{rows} rows read, {taken} would enter, in {money_in}, out {money_out}, {wrong} rows wrong")
        }
    }
}

/// Roles no column has yet.
pub fn lacks(roles: &[&str], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("还没有列是：{}。用 --column 含义=列名 指明。", roles.join("、")),
        Lang::En => format!("No column yet is: {}. Say which with --column ROLE=HEADING.", roles.join(", ")),
    }
}

/// The headings, the unit and, of receipts, the sign a draft works by.
pub fn reads_by(header: u32, unit_is_fen: bool, sign: Option<&str>, lang: Lang) -> String {
    let sign = sign.map_or(String::new(), |sign| format!("  {} {sign}", lang.pick("符号", "sign")));
    match lang {
        Lang::Zh => format!("表头第 {header} 行  单位 {}{sign}", if unit_is_fen { "分" } else { "元" }),
        Lang::En => format!("headings on line {header}  unit {}{sign}", if unit_is_fen { "fen" } else { "yuan" }),
    }
}

/// Rows that are wrong for the same reason.
pub fn alike(code: RowErrorCode, rows: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{} 等共 {rows} 行", code.code()),
        Lang::En => format!("{} in {rows} rows", code.code()),
    }
}

/// `--column` and the like that is not `A=B`.
pub fn not_a_pair(given: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("“{given}” 要写成 左=右。"),
        Lang::En => format!("Write \"{given}\" as LEFT=RIGHT."),
    }
}

/// A code nobody knows, and those there are.
pub fn unknown_code(given: &str, known: &[String], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("没有 “{given}”；可用：{}。", known.join("、")),
        Lang::En => format!("There is no \"{given}\"; there are: {}.", known.join(", ")),
    }
}
