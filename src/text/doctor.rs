//! Words of the terminal check 终端检查.
//!
//! Invariant: plain text to send to support: no name, no address, no amount of anybody stands in it.

use super::lang::Lang;

crate::words! {
    /// 检查项.
    pub enum Check {
        Version: "版本" | "Version",
        Terminal: "终端" | "Terminal",
        Profile: "终端档" | "Profile",
        Charset: "字符集" | "Characters",
        Size: "窗口" | "Window",
        Colours: "颜色" | "Colours",
        Doubtful: "引号等宽度" | "Quotes etc.",
        Han: "汉字" | "Han",
        RoundTrip: "往返时间" | "Round trip",
        Hold: "Esc 等待" | "Esc is held",
        Locale: "区域设置" | "Locale",
        Within: "中间层" | "Between",
        Paste: "粘贴" | "Paste",
        Book: "账套" | "Book",
        Copies: "最近备份" | "Last copy",
        Keys: "按键" | "Keys",
    }
}

crate::words! {
    /// 检查结果.
    pub enum Found {
        NoTerminal: "不在终端里运行: 没有可问的终端" | "not run in a terminal: there is none to ask",
        NotSet: "未设置" | "not set",
        Unknown: "未知" | "unknown",
        OneCell: "占一格" | "one cell",
        TwoCells: "占两格" | "two cells",
        NotAsked: "不询问 (此档终端不会回答)" | "not asked (this kind of terminal does not answer)",
        NoAnswer: "300 毫秒内没有回答" | "no answer within 300 ms",
        Drawn: "可以显示" | "can be drawn",
        NotDrawn: "画不出; 以拼音代替, 画面用英文" | "cannot be drawn; pinyin stands in, the screens are in English",
        NoColours: "无" | "none",
        NoColourAsked: "无 (NO_COLOR)" | "none (NO_COLOR)",
        Direct: "无 (本机直连)" | "none (this machine, no multiplexer)",
        PasteWhole: "整段识别, 不会误提交" | "recognised as one piece, never submits",
        PasteKeys: "当作逐键输入; 粘贴前先看好焦点" | "arrives key by key; look where the caret is before you paste",
        KeysHint: "sanhe doctor --keys 逐键检查; 输入法开着时字母到不了程序, F 键、数字、Alt+数字、方向键总能用"
            | "sanhe doctor --keys tests each; under an input method letters never arrive: use F-keys, digits, Alt+digit, arrows",
        NoBook: "还没有" | "none there yet",
        NotRegular: "不是普通文件" | "not a regular file",
        Mine: "属本账号" | "owned by you",
        NotMine: "不属本账号" | "owned by another account",
        LocalDisk: "本地盘" | "local disk",
        DirectoryOpen: "目录他人可写, 须收紧" | "others may write the directory: tighten it",
    }
}

crate::words! {
    /// 按键检查用词.
    pub enum KeyWord {
        Title: "按键检查" | "Key test",
        Hint: "按任意键: 显示键名、收到的字节和它在各画面的意思; 这里不会执行任何操作" | "Press any key: its name, bytes and meanings are shown; nothing is done here",
        Leave: "Esc Esc 离开" | "Esc Esc leaves",
        Bytes: "字节" | "Bytes",
        BytesUnknown: "本后端不告知" | "not told by this backend",
        NoMeaning: "没有用到" | "not used",
        Begins: "组合键的开头" | "begins a sequence",
        Checklist: "检查表 ([x] 已收到)" | "Checklist ([x] has arrived)",
        HanInput: "汉字输入" | "Han typed",
    }
}

/// Said of a paste.
pub fn pasted(characters: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("整段粘贴, {characters} 个字符"),
        Lang::En => format!("a paste in one piece, {characters} characters"),
    }
}

/// Why a profile was chosen.
pub fn profile_reason(name: &str, asked: bool, known_by: Option<&str>, lang: Lang) -> String {
    match (known_by, asked, lang) {
        (Some(start), false, Lang::Zh) => format!("{name} (TERM 以 {start} 开头)"),
        (Some(start), false, Lang::En) => format!("{name} (TERM begins with {start})"),
        (Some(start), true, Lang::Zh) => format!("{name} (--term 以 {start} 开头)"),
        (Some(start), true, Lang::En) => format!("{name} (--term begins with {start})"),
        (None, _, Lang::Zh) => format!("{name} (名称不认识, 按最老的终端处理; 可用 --term xterm 试)"),
        (None, _, Lang::En) => format!("{name} (unknown name, so the oldest kind is assumed; try --term xterm)"),
    }
}

/// Where the character set comes from.
pub fn charset_reason(name: &str, asked: bool, locale: Option<&str>, lang: Lang) -> String {
    match (asked, locale, lang) {
        (true, _, _) => format!("{name} (--charset)"),
        (false, Some(locale), _) => format!("{name} ({locale})"),
        (false, None, Lang::Zh) => format!("{name} (默认)"),
        (false, None, Lang::En) => format!("{name} (default)"),
    }
}

/// Width and height of the window, and whether they suffice.
pub fn size(columns: u16, rows: u16, suffices: bool, lang: Lang) -> String {
    match (suffices, lang) {
        (true, _) => format!("{columns}x{rows}"),
        (false, Lang::Zh) => format!("{columns}x{rows}, 太小: 至少 64x18"),
        (false, Lang::En) => format!("{columns}x{rows}, too small: 64x18 at least"),
    }
}

/// Thousandths of a millisecond as milliseconds.
pub fn milliseconds(micros: u128, lang: Lang) -> String {
    let (whole, tenths) = (micros / 1_000, micros % 1_000 / 100);
    format!("{whole}.{tenths} {}", lang.pick("毫秒", "ms"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_name_what_they_rest_on() {
        assert_eq!(profile_reason("xterm", false, Some("xterm"), Lang::En), "xterm (TERM begins with xterm)");
        assert!(profile_reason("vt100", false, None, Lang::Zh).contains("--term"));
        assert_eq!(charset_reason("gbk", false, Some("LANG=zh_CN.GBK"), Lang::Zh), "gbk (LANG=zh_CN.GBK)");
        assert_eq!(milliseconds(1_260, Lang::En), "1.2 ms");
    }
}
