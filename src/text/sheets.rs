//! Words of the sheets that are printed and sent out 表单.

use crate::text::lang::Lang;
use crate::words;

words! {
    /// Titles, headings and closing lines of sheets.
    pub enum SheetWord {
        Differences: "三方差异表" | "Three-way difference sheet",
        DaySheet: "日结单" | "Day sheet",
        Totals: "三数核对表" | "Three totals",
        Bridges: "渠道桥" | "Channel bridge",
        Cases: "差异明细" | "Differences one by one",
        CaseCounts: "差异统计" | "Differences by class",
        Counts: "各方笔数" | "Rows by book",
        Steps: "关账经过" | "Steps of the close",
        Items: "调节项目" | "Items",
        NegativeShifts: "未存负班" | "Shifts not banked",
        Day: "日期" | "Day",
        Method: "支付方式" | "Method",
        CashierName: "收费员" | "Cashier",
        Cashier: "收费端" | "At cashier",
        His: "HIS" | "HIS",
        Bank: "银行/渠道" | "Bank/channel",
        Difference: "差额" | "Difference",
        Total: "合计" | "Total",
        Code: "代码" | "Code",
        Class: "类别" | "Class",
        Number: "单号" | "Number",
        Age: "账龄（工作日）" | "Age (working days)",
        State: "状态" | "State",
        Owner: "责任人" | "Owner",
        Reason: "缘由" | "Reason",
        Decision: "处理" | "Decision",
        Step: "步骤" | "Step",
        Slip: "存款单" | "Slip",
        Amount: "金额" | "Amount",
        Side: "一方" | "Book",
        RowsRead: "笔数" | "Rows",
        RowsTied: "勾平" | "Tied",
        Listed: "件数" | "Listed",
        Open: "待处理" | "Open",
        Channel: "渠道" | "Channel",
        HisNet: "HIS净额" | "HIS net",
        HisOnly: "减：HIS独有" | "less HIS only",
        ChannelOnly: "加：渠道独有" | "add channel only",
        Differing: "金额差" | "differences",
        Timing: "跨日" | "timing",
        ChannelNet: "渠道净额" | "channel net",
        Fee: "手续费" | "fee",
        Expected: "应到账" | "due in",
        Unexplained: "未查明" | "unexplained",
        None: "无。" | "None.",
        Unit: "单位：元" | "in yuan",
        Signatures: "经办：            复核：            日期：" | "Prepared:            Reviewed:            Date:",
    }
}

/// Which days a sheet speaks of.
pub fn period(from: &str, to: &str, lang: Lang) -> String {
    match (from == to, lang) {
        (true, Lang::Zh) => format!("业务日期 {from}    单位：元"),
        (true, Lang::En) => format!("Business day {from}    in yuan"),
        (false, Lang::Zh) => format!("业务日期 {from} 至 {to}    单位：元"),
        (false, Lang::En) => format!("Business days {from} to {to}    in yuan"),
    }
}

/// How many cases, how many of them open, and what they come to.
pub fn cases_counted(listed: usize, open: usize, sum: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("差异 {listed} 件，待处理 {open} 件，差额绝对值合计 {sum}"),
        Lang::En => format!("{listed} differences, {open} open, {sum} in all regardless of sign"),
    }
}

/// Days of the range that say nothing, or no longer what the files say.
pub fn not_reconciled(days: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("注意：下列日期在导入后尚未对账，本表可能不全：{days}"),
        Lang::En => format!("Note: these days were not reconciled since files came in; this may not be whole: {days}"),
    }
}

/// How the day stands.
pub fn day_stands(status: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("当日状态 {status}"),
        Lang::En => format!("The day is {status}"),
    }
}

/// The digest a closed day is sealed with.
pub fn sealed(digest: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("封存摘要 {digest}"),
        Lang::En => format!("Sealed with {digest}"),
    }
}

/// 链头: the last act of the book when the sheet was made, against which a later book is held.
pub fn journal_head(seq: i64, hash: &str, at: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("日志链头 第 {seq} 条（{at}） {hash}"),
        Lang::En => format!("Journal head no. {seq} ({at}) {hash}"),
    }
}

/// 页码.
pub fn page_number(number: usize, of: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第 {number} 页 共 {of} 页"),
        Lang::En => format!("Page {number} of {of}"),
    }
}

/// The day has no result yet.
pub fn no_result(days: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{days} 还没有对账结果；先执行 sanhe reconcile。"),
        Lang::En => format!("There is no result of {days} yet; run `sanhe reconcile` first."),
    }
}

/// A name whose end names no form.
pub fn unknown_form(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            format!("--out {name}：文件名须以 .txt、.csv、.xlsx 或 .pdf 结尾，不含控制字符，不以 - 或 . 开头。")
        }
        Lang::En => format!(
            "--out {name}: the name must end in .txt, .csv, .xlsx or .pdf, hold no control characters and not begin with - or a dot."
        ),
    }
}

/// A file was written.
pub fn written(path: &str, bytes: usize, font: &str, lang: Lang) -> String {
    match (lang, font.is_empty()) {
        (Lang::Zh, true) => format!("已写入 {path}，{bytes} 字节。"),
        (Lang::Zh, false) => format!("已写入 {path}，{bytes} 字节；字体 {font}。"),
        (Lang::En, true) => format!("Written to {path}, {bytes} bytes."),
        (Lang::En, false) => format!("Written to {path}, {bytes} bytes; font {font}."),
    }
}

/// A form was not made.
pub fn not_made(path: &str, what: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{path} 没有生成：{what}"),
        Lang::En => format!("{path} was not made: {what}"),
    }
}

/// PDF was left out of this program when it was built.
pub fn no_pdf(lang: Lang) -> &'static str {
    lang.pick(
        "本程序编译时未带 PDF；请改用 .xlsx、.csv 或 .txt。",
        "this program was built without PDF; ask for .xlsx, .csv or .txt.",
    )
}

/// No font with Han characters is installed.
pub fn no_font(looked_in: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!(
            "找不到中文字体，不能生成 PDF。请安装 fonts-noto-cjk（Noto Sans CJK）、思源黑体或 fonts-wqy-microhei（文泉驿微米黑），\
             或用 --font 文件、SANHE_FONT 指定。已找过：{looked_in}。"
        ),
        Lang::En => format!(
            "No font with Han characters was found, so no PDF can be made. Install fonts-noto-cjk (Noto Sans CJK), \
             Source Han Sans or fonts-wqy-microhei, or name one with --font FILE or SANHE_FONT. Looked in: {looked_in}."
        ),
    }
}

/// A font file that cannot be used, and why.
pub fn bad_font(path: &str, forbidden: bool, lang: Lang) -> String {
    match (lang, forbidden) {
        (Lang::Zh, true) => format!("字体 {path} 的许可不准嵌入文件；请换一种，例如 Noto Sans CJK。"),
        (Lang::Zh, false) => format!("{path} 不是可用的 TrueType/OpenType 字体。"),
        (Lang::En, true) => {
            format!("The licence of the font {path} forbids embedding; take another, such as Noto Sans CJK.")
        }
        (Lang::En, false) => format!("{path} is no TrueType or OpenType font that can be used."),
    }
}

/// What a PDF says of its font.
pub fn font_credit(name: &str, licence: &str, lang: Lang) -> String {
    match (lang, licence.is_empty()) {
        (Lang::Zh, true) => format!("字体：{name}（字体文件未载明许可）"),
        (Lang::Zh, false) => format!("字体：{name}；许可：{licence}"),
        (Lang::En, true) => format!("Font: {name} (its file names no licence)"),
        (Lang::En, false) => format!("Font: {name}; licence: {licence}"),
    }
}
