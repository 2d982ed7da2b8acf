//! What is wrong with a file or a row: a short name, the sentence with its figures, the cure.
//!
//! Message form: 文件 · 行 · 列 · 代码 · 原值 · 原因 · 怎么改.

mod bills;
mod registry;
mod sheets;
mod statement;

use crate::domain::import::{RowError, RowErrorCode};
use crate::text::lang::Lang;

/// The name of an error in a few words, for headings and for sentences about a row.
pub const fn row_error_name(code: RowErrorCode, lang: Lang) -> &'static str {
    match code {
        RowErrorCode::EmptyFile => lang.pick("空文件", "empty file"),
        RowErrorCode::HeaderOnly => lang.pick("只有表头", "headings only"),
        RowErrorCode::UnknownLayout => lang.pick("版式不认识", "unknown layout"),
        RowErrorCode::MissingColumn => lang.pick("缺列", "missing column"),
        RowErrorCode::AmbiguousLayout => lang.pick("版式有歧义", "ambiguous layout"),
        RowErrorCode::DuplicateHeading => lang.pick("表头重名", "heading stands twice"),
        RowErrorCode::WrongEncoding => lang.pick("编码不认识", "unknown encoding"),
        RowErrorCode::MixedEncoding => lang.pick("混合编码", "mixed encodings"),
        RowErrorCode::NotText => lang.pick("不是文本文件", "not a text file"),
        RowErrorCode::UnclosedQuote => lang.pick("引号未闭合", "unclosed quote"),
        RowErrorCode::TooLong => lang.pick("内容过长", "too long"),
        RowErrorCode::TooMany => lang.pick("数量超限", "too many"),
        RowErrorCode::RaggedRow => lang.pick("列数不对", "wrong number of cells"),
        RowErrorCode::ControlCharacter => lang.pick("含控制字符", "control character"),
        RowErrorCode::EmptyCell => lang.pick("必填项为空", "required cell empty"),
        RowErrorCode::AmountGrammar => lang.pick("不是金额", "not an amount"),
        RowErrorCode::AmountDecimals => lang.pick("小数超过两位", "more than two decimals"),
        RowErrorCode::AmountRange => lang.pick("金额超限", "amount out of range"),
        RowErrorCode::SignContradicts => lang.pick("正负与业务类型矛盾", "sign contradicts the type"),
        RowErrorCode::DateGrammar => lang.pick("不是日期时间", "not a date or time"),
        RowErrorCode::DateRange => lang.pick("日期超出范围", "date out of range"),
        RowErrorCode::UnknownMethod => lang.pick("支付方式不认识", "unknown method"),
        RowErrorCode::UnknownKind => lang.pick("业务类型不认识", "unknown type"),
        RowErrorCode::SpreadsheetNumber => lang.pick("号码被 Excel 改坏", "number rewritten by a spreadsheet"),
        RowErrorCode::ControlTotal => lang.pick("合计不符", "control total differs"),
        RowErrorCode::ControlMissing => lang.pick("缺合计行", "control lines missing"),
        RowErrorCode::BalanceBroken => lang.pick("余额不衔接", "balance does not follow"),
        RowErrorCode::BalanceGap => lang.pick("与相邻文件不衔接", "does not join its neighbour"),
        RowErrorCode::TwoDirections => lang.pick("借贷矛盾", "debit and credit at once"),
        RowErrorCode::UnknownDirection => lang.pick("借贷标志不认识", "unknown debit/credit mark"),
        RowErrorCode::DayMissing | RowErrorCode::DayContradicts => lang.pick("营业日不明", "day not clear"),
        RowErrorCode::AccountMissing => lang.pick("缺本方账号", "own account missing"),
        RowErrorCode::AccountContradicts => lang.pick("本方账号不一致", "own accounts differ"),
        RowErrorCode::NothingToCheck => lang.pick("无从核对", "nothing to check against"),
        RowErrorCode::SheetTooLarge => lang.pick("表格过大", "sheet too large"),
        RowErrorCode::SheetUnreadable => lang.pick("表格读不出", "sheet unreadable"),
        RowErrorCode::HiddenInText => lang.pick("附言含控制字符", "control character in a remark"),
        RowErrorCode::ChangedWhileRead => lang.pick("读取中被改动", "changed while read"),
        RowErrorCode::NotAFile => lang.pick("不是普通文件", "not a file"),
        RowErrorCode::Unreadable => lang.pick("无法读取", "unreadable"),
        RowErrorCode::PersonalExport => lang.pick("个人账单", "personal export"),
        RowErrorCode::SeveralBills => lang.pick("压缩包里有几张账单", "several bills in one archive"),
        RowErrorCode::UnreadMember => lang.pick("压缩包里有未读的文件", "unread file in the archive"),
        RowErrorCode::BrokenArchive => lang.pick("压缩包损坏", "broken archive"),
        RowErrorCode::ArchiveTooLarge => lang.pick("解压后过大", "archive too large"),
        RowErrorCode::UnsafeArchive => lang.pick("压缩包不安全", "unsafe archive"),
        RowErrorCode::ThousandsSplit => lang.pick("千分位逗号切开了金额", "amount cut at its thousands separator"),
        RowErrorCode::SecondsLost => lang.pick("时间缺秒", "seconds lost"),
        RowErrorCode::UnknownWord => lang.pick("词不在版式中", "word not in the layout"),
        RowErrorCode::Unproven => lang.pick("无合计可核", "not proven by a total"),
        RowErrorCode::CodeLength => lang.pick("代码位数不对", "code too long or short"),
        RowErrorCode::CodeCharacter => lang.pick("代码字符不对", "wrong character in a code"),
        RowErrorCode::CodeCheck => lang.pick("代码校验不符", "check character fails"),
        RowErrorCode::UnknownTerm => lang.pick("写法不认识", "unknown word"),
        RowErrorCode::MonthGrammar => lang.pick("不是费款所属期", "not a fee month"),
        RowErrorCode::RateGrammar => lang.pick("不是费率", "not a rate"),
        RowErrorCode::IndustryGrammar => lang.pick("不是行业代码", "not an industry code"),
        RowErrorCode::NegativeAmount => lang.pick("金额为负", "negative amount"),
        RowErrorCode::TermReversed => lang.pick("起止日期颠倒", "term ends before it begins"),
        RowErrorCode::StandsAlone => lang.pick("缺配对的一格", "half of a pair"),
        RowErrorCode::DuplicateRow => lang.pick("行重复", "row stands twice"),
        RowErrorCode::UnknownEmployer => lang.pick("单位未登记", "unknown employer"),
        RowErrorCode::DirectionContradicts => lang.pick("收退方向矛盾", "directions contradict"),
        RowErrorCode::PartsDiffer => lang.pick("行内合计不符", "figures of the row do not add up"),
        RowErrorCode::SharedOrder => lang.pick("几种方式共用一个订单号", "one order number for several methods"),
        RowErrorCode::RowsIgnored => lang.pick("不动款的行", "rows that move no money"),
    }
}

/// 原因. What is wrong, with the figures of this case.
pub fn row_error(error: &RowError, lang: Lang) -> String {
    let details = Details(&error.details);
    match lang {
        Lang::Zh => chinese(error.code, &details),
        Lang::En => english(error.code, &details),
    }
}

/// One error in the message form: 文件 · 行 · 列 · 代码 · 原值 · 原因 · 怎么改.
pub fn row_error_line(file: &str, error: &RowError, lang: Lang) -> String {
    let mut parts = vec![file.to_string()];
    if error.line > 0 {
        parts.push(match lang {
            Lang::Zh => format!("第 {} 行", error.line),
            Lang::En => format!("line {}", error.line),
        });
    }
    if !error.column.is_empty() {
        parts.push(match lang {
            Lang::Zh => format!("「{}」列", error.column),
            Lang::En => format!("column \"{}\"", error.column),
        });
    }
    parts.push(error.code.code().to_string());
    if !error.excerpt.is_empty() {
        parts.push(format!("{}{}{}", lang.pick("“", "\""), error.excerpt, lang.pick("”", "\"")));
    }
    parts.push(row_error(error, lang));
    parts.push(cure(error.code, lang).to_string());
    parts.join(" · ")
}

/// The figures of an error, by place; one that is absent reads as a dash.
struct Details<'a>(&'a [String]);

impl Details<'_> {
    fn get(&self, place: usize) -> &str {
        self.0.get(place).map_or("-", String::as_str)
    }

    /// All from a place on, as one list.
    fn rest(&self, from: usize, between: &str) -> String {
        let rest: Vec<&str> = self.0.iter().skip(from).map(String::as_str).collect();
        if rest.is_empty() { "-".into() } else { rest.join(between) }
    }
}

/// Where no layout comes near there is none to name.
fn unknown_layout(details: &Details<'_>, lang: Lang) -> String {
    let (nearest, none) = (details.get(0), details.get(0).is_empty());
    match lang {
        Lang::Zh if none => "没有一行像已知版式的表头。".into(),
        Lang::Zh => format!("没有一行像已知版式的表头；最接近 {nearest}，还缺：{}。", details.rest(1, "、")),
        Lang::En if none => "No line looks like the headings of a known layout.".into(),
        Lang::En => format!(
            "No line looks like the headings of a known layout; the nearest is {nearest}, which also needs: {}.",
            details.rest(1, ", ")
        ),
    }
}

fn chinese(code: RowErrorCode, details: &Details<'_>) -> String {
    match code {
        RowErrorCode::EmptyFile => "文件是空的，一行也没有。".into(),
        RowErrorCode::HeaderOnly => "只有表头，没有一行数据。".into(),
        RowErrorCode::UnknownLayout => unknown_layout(details, Lang::Zh),
        RowErrorCode::MissingColumn => format!("指定的版式在本文件里缺列：{}。", details.rest(0, "、")),
        RowErrorCode::AmbiguousLayout => format!("同时符合几种版式：{}。", details.rest(0, "、")),
        RowErrorCode::DuplicateHeading => format!("表头“{}”出现两次，不知取哪一列。", details.get(0)),
        RowErrorCode::WrongEncoding => {
            format!("既不是 UTF-8 也不是 GB18030，从第 {} 字节起无法解读。", details.get(0))
        }
        RowErrorCode::MixedEncoding => {
            let [utf8, utf8_line, gb, gb_line] = [0, 1, 2, 3].map(|place| details.get(place));
            format!(
                "一个文件里混有两种编码：第 {utf8_line} 行（第 {utf8} 字节）是 UTF-8，第 {gb_line} 行（第 {gb} 字节）是 GB18030。"
            )
        }
        RowErrorCode::NotText => format!("这不是文本文件，内容实为 {}。", details.get(0)),
        RowErrorCode::UnclosedQuote => format!("第 {} 行起的引号到文件末尾也没有闭合。", details.get(0)),
        RowErrorCode::TooLong => format!("一行或一格太长，超过上限 {}。", details.get(0)),
        RowErrorCode::TooMany => format!("行、列或字节太多，超过上限 {}。", details.get(0)),
        RowErrorCode::RaggedRow => format!("表头有 {} 列，本行有 {} 格。", details.get(0), details.get(1)),
        RowErrorCode::ControlCharacter => format!("含有看不见的控制字符 {}。", details.rest(0, "、")),
        RowErrorCode::EmptyCell => "必填的一格是空的，空不等于零。".into(),
        RowErrorCode::AmountGrammar => "读不成金额。".into(),
        RowErrorCode::AmountDecimals => "小数超过两位，不足一分的金额无法入账。".into(),
        RowErrorCode::AmountRange => "金额太大，超出单笔上限。".into(),
        RowErrorCode::SignContradicts => "金额的正负与业务类型矛盾：收费应为正，退费应为负。".into(),
        RowErrorCode::DateGrammar => "读不成日期或时间，或没有这一天。".into(),
        RowErrorCode::DateRange => "日期不在 1992-01-01 至今日后 366 天之内。".into(),
        RowErrorCode::UnknownMethod => "支付方式不认识，已按“其他”读入。".into(),
        RowErrorCode::UnknownKind => "业务类型不认识，无法判断是收是退。".into(),
        RowErrorCode::SpreadsheetNumber => "号码已被 Excel 舍入，原号无法还原。".into(),
        RowErrorCode::ControlTotal => format!(
            "文件自带的“{}”为 {}，各行合计为 {}，相差 {}；整个文件未导入。",
            details.get(0),
            details.get(1),
            details.get(2),
            details.get(3)
        ),
        RowErrorCode::BalanceBroken => statement::balance_broken(details, Lang::Zh),
        RowErrorCode::BalanceGap => statement::balance_gap(details, Lang::Zh),
        RowErrorCode::TwoDirections => statement::two_directions(Lang::Zh),
        RowErrorCode::UnknownDirection => statement::unknown_direction(Lang::Zh),
        RowErrorCode::AccountMissing => statement::account_missing(Lang::Zh),
        RowErrorCode::DayMissing => statement::day_missing(Lang::Zh),
        RowErrorCode::DayContradicts => statement::day_contradicts(details, Lang::Zh),
        RowErrorCode::AccountContradicts => statement::account_contradicts(details, Lang::Zh),
        RowErrorCode::NothingToCheck => statement::nothing_to_check(Lang::Zh),
        RowErrorCode::SheetTooLarge => statement::sheet_too_large(Lang::Zh),
        RowErrorCode::SheetUnreadable => statement::sheet_unreadable(details, Lang::Zh),
        RowErrorCode::HiddenInText => statement::hidden_in_text(Lang::Zh),
        RowErrorCode::ChangedWhileRead => "读取的过程中文件被改动。".into(),
        RowErrorCode::NotAFile => "这是目录、设备或链接，不是普通文件。".into(),
        RowErrorCode::Unreadable => format!("打不开或读不出：{}。", details.get(0)),
        _ => bills::chinese(code, details),
    }
}

fn english(code: RowErrorCode, details: &Details<'_>) -> String {
    match code {
        RowErrorCode::EmptyFile => "The file is empty.".into(),
        RowErrorCode::HeaderOnly => "There are headings but not one row.".into(),
        RowErrorCode::UnknownLayout => unknown_layout(details, Lang::En),
        RowErrorCode::MissingColumn => {
            format!("The layout asked for needs columns this file lacks: {}.", details.rest(0, ", "))
        }
        RowErrorCode::AmbiguousLayout => format!("Several layouts fit equally: {}.", details.rest(0, ", ")),
        RowErrorCode::DuplicateHeading => {
            format!("The heading \"{}\" stands twice, so it is not clear which column is meant.", details.get(0))
        }
        RowErrorCode::WrongEncoding => {
            format!("Neither UTF-8 nor GB18030: from byte {} on it cannot be read.", details.get(0))
        }
        RowErrorCode::MixedEncoding => {
            let [utf8, utf8_line, gb, gb_line] = [0, 1, 2, 3].map(|place| details.get(place));
            format!(
                "Two encodings in one file: line {utf8_line} (byte {utf8}) is UTF-8, line {gb_line} (byte {gb}) is GB18030."
            )
        }
        RowErrorCode::NotText => format!("This is not a text file; it is really {}.", details.get(0)),
        RowErrorCode::UnclosedQuote => format!("A quote opened on line {} is never closed.", details.get(0)),
        RowErrorCode::TooLong => format!("A line or cell is longer than the limit of {}.", details.get(0)),
        RowErrorCode::TooMany => format!("More rows, columns or bytes than the limit of {}.", details.get(0)),
        RowErrorCode::RaggedRow => {
            format!("There are {} headings, but this row has {} cells.", details.get(0), details.get(1))
        }
        RowErrorCode::ControlCharacter => format!("It holds an invisible control character {}.", details.rest(0, ", ")),
        RowErrorCode::EmptyCell => "A required cell is empty; empty is not zero.".into(),
        RowErrorCode::AmountGrammar => "It cannot be read as an amount.".into(),
        RowErrorCode::AmountDecimals => "More than two decimals: less than a fen cannot be booked.".into(),
        RowErrorCode::AmountRange => "The amount is beyond the limit of a single row.".into(),
        RowErrorCode::SignContradicts => {
            "The sign contradicts the type: payments are positive, refunds negative.".into()
        }
        RowErrorCode::DateGrammar => "It cannot be read as a date or time, or there is no such day.".into(),
        RowErrorCode::DateRange => "The date is not within 1992-01-01 … today + 366 days.".into(),
        RowErrorCode::UnknownMethod => "The payment method is not known; it was read as \"other\".".into(),
        RowErrorCode::UnknownKind => "The type is unknown: it does not say whether money came in or out.".into(),
        RowErrorCode::SpreadsheetNumber => "The number was rounded by a spreadsheet and cannot be restored.".into(),
        RowErrorCode::ControlTotal => format!(
            "The file's own \"{}\" says {}, its rows add up to {}, a difference of {}; nothing of the file was imported.",
            details.get(0),
            details.get(1),
            details.get(2),
            details.get(3)
        ),
        RowErrorCode::BalanceBroken => statement::balance_broken(details, Lang::En),
        RowErrorCode::BalanceGap => statement::balance_gap(details, Lang::En),
        RowErrorCode::TwoDirections => statement::two_directions(Lang::En),
        RowErrorCode::UnknownDirection => statement::unknown_direction(Lang::En),
        RowErrorCode::AccountMissing => statement::account_missing(Lang::En),
        RowErrorCode::DayMissing => statement::day_missing(Lang::En),
        RowErrorCode::DayContradicts => statement::day_contradicts(details, Lang::En),
        RowErrorCode::AccountContradicts => statement::account_contradicts(details, Lang::En),
        RowErrorCode::NothingToCheck => statement::nothing_to_check(Lang::En),
        RowErrorCode::SheetTooLarge => statement::sheet_too_large(Lang::En),
        RowErrorCode::SheetUnreadable => statement::sheet_unreadable(details, Lang::En),
        RowErrorCode::HiddenInText => statement::hidden_in_text(Lang::En),
        RowErrorCode::ChangedWhileRead => "The file changed while it was being read.".into(),
        RowErrorCode::NotAFile => "This is a directory, a device or a link, not a plain file.".into(),
        RowErrorCode::Unreadable => format!("It cannot be opened or read: {}.", details.get(0)),
        _ => bills::english(code, details),
    }
}

/// 怎么改. What the person can do about it.
pub const fn cure(code: RowErrorCode, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => cure_chinese(code),
        Lang::En => cure_english(code),
    }
}

const fn cure_chinese(code: RowErrorCode) -> &'static str {
    match code {
        RowErrorCode::EmptyFile | RowErrorCode::HeaderOnly => {
            "核对导出的日期与条件，重新导出；当日确无业务则不必导入。"
        }
        RowErrorCode::UnknownLayout => {
            "用 sanhe formats 查看各版式所需的列，改表头后重试；自家的版式在导入画面里定，或用 sanhe formats new 做一个。"
        }
        RowErrorCode::MissingColumn => "导出时补上所缺的列，或换一个 --format。",
        RowErrorCode::AmbiguousLayout => "用 --format 指定其中一种。",
        RowErrorCode::DuplicateHeading => "删去或改名其中一列后重试。",
        RowErrorCode::WrongEncoding => "另存为 UTF-8 或 GB18030（GBK）编码的 CSV 后重试。",
        RowErrorCode::MixedEncoding => "从原系统重新导出，不要把两种编码的文件拼在一起。",
        RowErrorCode::NotText => "先在原程序里另存为 CSV，再导入。",
        RowErrorCode::UnclosedQuote => "到所指的行补上或删去多余的引号。",
        RowErrorCode::TooLong => "检查该处是否漏了换行或引号，改正后重新导出。",
        RowErrorCode::TooMany => "分成几个文件（例如按日）导出后分别导入。",
        RowErrorCode::RaggedRow => "检查该行是否多了或少了分隔符，含逗号的内容要加引号。",
        RowErrorCode::ControlCharacter => "在原系统里重新录入该项，或从原系统重新导出。",
        RowErrorCode::EmptyCell => "在原系统补填后重新导出；金额确为零请写 0.00。",
        RowErrorCode::AmountGrammar => "改成 1234.56 这样的数字（可带千分位和正负号）。",
        RowErrorCode::AmountDecimals => "在原系统核对金额，按分取整后重新导出。",
        RowErrorCode::AmountRange => "核对金额与单位（元、分、万元）。",
        RowErrorCode::SignContradicts => "核对这笔是收费还是退费，改正金额的正负或业务类型。",
        RowErrorCode::DateGrammar => "改成 2026-03-04 或 2026-03-04 08:38:40 的写法。",
        RowErrorCode::DateRange => "核对年份与列的位置，改正后重新导出。",
        RowErrorCode::UnknownMethod => "把这个词加入版式文件的支付方式表，或在原系统改正。",
        RowErrorCode::UnknownKind => "改成该版式认得的业务类型；新的类型请加入版式文件。",
        RowErrorCode::SpreadsheetNumber => "请把该列设为文本后，从原系统重新导出。",
        RowErrorCode::ControlTotal => "不要手工改动账单，从渠道重新下载完整的原文件。",
        RowErrorCode::ControlMissing => "从渠道重新下载完整的原文件。",
        RowErrorCode::BalanceBroken => "不要手工增删行或改金额，从网银重新下载完整的原文件。",
        RowErrorCode::BalanceGap => "查看两份文件之间的日期，补导中间缺的对账单。",
        RowErrorCode::TwoDirections => "向银行核对该行是收是付，重新下载。",
        RowErrorCode::UnknownDirection => "把这个词加入版式文件的 directions。",
        RowErrorCode::AccountMissing => "在导入画面选本方账号，或用 --account 指定，或在文件名里写上账号。",
        RowErrorCode::DayMissing => "在导入画面填营业日，或用 --day 指定，或在文件名里写上日期（如 20260302）。",
        RowErrorCode::DayContradicts => "核对是哪一天的文件，改正指定的营业日或文件名。",
        RowErrorCode::AccountContradicts => "核对账号；是别的账户的文件就去掉 --account。",
        RowErrorCode::NothingToCheck => "与网银页面核对笔数与期末余额；能导出带余额的版式更好。",
        RowErrorCode::SheetTooLarge => "在 Excel 中只留下数据所在的区域，另存一份，或另存为 CSV 后再导入。",
        RowErrorCode::SheetUnreadable => "用 Excel 打开看是否完好、有无密码，另存为 XLSX 或 CSV 后再导入。",
        RowErrorCode::HiddenInText => "无需处理；原文件里仍是原样。",
        RowErrorCode::ChangedWhileRead => "等导出程序写完，再导入一次。",
        RowErrorCode::NotAFile => "指定文件本身；整个目录请写成 目录/*.csv。",
        RowErrorCode::Unreadable => "检查路径与读取权限，再试一次。",
        _ => bills::cure_chinese(code),
    }
}

const fn cure_english(code: RowErrorCode) -> &'static str {
    match code {
        RowErrorCode::EmptyFile | RowErrorCode::HeaderOnly => {
            "Check the dates and filters and export again; if there was no business that day, leave it out."
        }
        RowErrorCode::UnknownLayout => {
            "See `sanhe formats` for the columns each layout needs and mend the headings, or make a layout of your own on the import screen or with `sanhe formats new`."
        }
        RowErrorCode::MissingColumn => "Export again with those columns, or choose another --format.",
        RowErrorCode::AmbiguousLayout => "Name one of them with --format.",
        RowErrorCode::DuplicateHeading => "Remove or rename one of the two columns.",
        RowErrorCode::WrongEncoding => "Save it as CSV in UTF-8 or GB18030 (GBK) and try again.",
        RowErrorCode::MixedEncoding => "Export again from the source; do not join files of different encodings.",
        RowErrorCode::NotText => "Save it as CSV in the program it comes from, then import that.",
        RowErrorCode::UnclosedQuote => "Close or remove the stray quote on the line named.",
        RowErrorCode::TooLong => "Look there for a missing line break or quote, then export again.",
        RowErrorCode::TooMany => "Export in several files, say one a day, and import each.",
        RowErrorCode::RaggedRow => "Look for a missing or extra separator; text with commas must be quoted.",
        RowErrorCode::ControlCharacter => "Enter the value anew in the source, or export again from it.",
        RowErrorCode::EmptyCell => "Fill it in at the source and export again; an amount that is nil is 0.00.",
        RowErrorCode::AmountGrammar => "Write a number such as 1234.56 (thousands separators and a sign are allowed).",
        RowErrorCode::AmountDecimals => "Check the amount at the source, round it to the fen and export again.",
        RowErrorCode::AmountRange => "Check the amount and its unit (yuan, fen, ten thousand).",
        RowErrorCode::SignContradicts => "Check whether it is a payment or a refund and mend the sign or the type.",
        RowErrorCode::DateGrammar => "Write it as 2026-03-04 or 2026-03-04 08:38:40.",
        RowErrorCode::DateRange => "Check the year and that the columns are in place, then export again.",
        RowErrorCode::UnknownMethod => "Add the word to the methods of the layout's file, or correct it at the source.",
        RowErrorCode::UnknownKind => "Use a type the layout knows; add a new one to the layout's file.",
        RowErrorCode::SpreadsheetNumber => "Set the column to text and export again from the source.",
        RowErrorCode::ControlTotal => "Do not edit bills by hand; download the whole original again.",
        RowErrorCode::ControlMissing => "Download the whole original again.",
        RowErrorCode::BalanceBroken => {
            "Do not edit statements by hand; download the whole original again from the bank."
        }
        RowErrorCode::BalanceGap => "Look at the days between the two files and import the statement that is missing.",
        RowErrorCode::TwoDirections => "Ask the bank which way the row went and download it again.",
        RowErrorCode::UnknownDirection => "Add the word to `directions` of the layout's file.",
        RowErrorCode::AccountMissing => {
            "Pick the account on the import screen, give it with --account, or write it into the file's name."
        }
        RowErrorCode::DayMissing => {
            "Fill in the day on the import screen, give it with --day, or write it into the file's name (as 20260302)."
        }
        RowErrorCode::DayContradicts => "See which day the file is of, and mend the day given or the file's name.",
        RowErrorCode::AccountContradicts => "Check the account; leave --account out if the file is another account's.",
        RowErrorCode::NothingToCheck => {
            "Compare count and closing balance with the bank's page; prefer an export with balances."
        }
        RowErrorCode::SheetTooLarge => {
            "Keep only the area that holds data and save again, or save as CSV and import that."
        }
        RowErrorCode::SheetUnreadable => {
            "Open it in Excel: is it whole, has it a password? Save as XLSX or CSV and try again."
        }
        RowErrorCode::HiddenInText => "Nothing to do; the original keeps them.",
        RowErrorCode::ChangedWhileRead => "Wait until the export has finished, then import once more.",
        RowErrorCode::NotAFile => "Name the file itself; for a whole directory write DIRECTORY/*.csv.",
        RowErrorCode::Unreadable => "Check the path and the permission to read, then try again.",
        _ => bills::cure_english(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(code: RowErrorCode, details: &[&str]) -> RowError {
        let details = details.iter().map(|detail| detail.to_string()).collect();
        RowError { line: 0, column: String::new(), excerpt: String::new(), code, details }
    }

    #[test]
    fn every_code_has_name_sentence_and_cure_in_both_languages() {
        for code in RowErrorCode::ALL {
            let error = error(*code, &["aa", "bb", "cc", "dd"]);
            for (zh, en) in [
                (row_error(&error, Lang::Zh), row_error(&error, Lang::En)),
                (cure(*code, Lang::Zh).into(), cure(*code, Lang::En).into()),
            ] {
                assert!(zh.ends_with('。') && en.ends_with('.') && zh != en, "{code:?}: {zh} | {en}");
            }
            assert_ne!(row_error_name(*code, Lang::Zh), row_error_name(*code, Lang::En));
        }
    }

    #[test]
    fn figures_stand_in_the_sentence() {
        for (error, zh) in [
            (
                error(RowErrorCode::ControlTotal, &["总交易单数", "120", "119", "-1"]),
                "文件自带的“总交易单数”为 120，各行合计为 119，相差 -1；整个文件未导入。",
            ),
            (error(RowErrorCode::RaggedRow, &["11", "10"]), "表头有 11 列，本行有 10 格。"),
            (
                error(RowErrorCode::UnknownLayout, &["plain-his", "金额", "收费员"]),
                "没有一行像已知版式的表头；最接近 plain-his，还缺：金额、收费员。",
            ),
            (error(RowErrorCode::Unreadable, &[]), "打不开或读不出：-。"),
        ] {
            assert_eq!(row_error(&error, Lang::Zh), zh);
        }
    }

    #[test]
    fn the_message_form_leaves_out_what_does_not_apply() {
        let whole = error(RowErrorCode::EmptyFile, &[]);
        assert_eq!(
            row_error_line("a.csv", &whole, Lang::En),
            "a.csv · empty_file · The file is empty. · Check the dates and filters and export again; if there was no \
             business that day, leave it out."
        );
        let mut cell = error(RowErrorCode::AmountDecimals, &[]);
        (cell.line, cell.column, cell.excerpt) = (318, "金额".into(), "22.815".into());
        assert_eq!(
            row_error_line("his.csv", &cell, Lang::Zh),
            "his.csv · 第 318 行 · 「金额」列 · amount_decimals · “22.815” · 小数超过两位，不足一分的金额无法入账。 · \
             在原系统核对金额，按分取整后重新导出。"
        );
    }
}
