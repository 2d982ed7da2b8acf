//! What is wrong with a key file, for whoever wrote it: the place is the caller's, reason and cure stand here.
//!
//! Invariant: knows no key and no action, only the texts that stand in the file.

use super::lang::Lang;

/// 键表错误. One fault of a key file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyFault {
    /// No TOML; the parser's own words.
    NotToml(String),
    /// Neither a section nor `extends = "name"`.
    NotASection(String),
    /// A section nobody knows.
    UnknownSection(String),
    /// A base nobody knows, and those there are.
    UnknownBase(String, String),
    /// Something other than an action in quotes beside a key.
    NotAnAction(String),
    /// A key no terminal sends.
    UnknownKey(String),
    /// An action there is none of.
    UnknownAction(String),
    /// A key for which terminals send another.
    Forbidden(String),
    /// An action and a section it is not meant in.
    WrongSection(String, String),
    /// A key twice in a section.
    Twice(String, String),
    /// A key of a section that means something else in `[global]`.
    MeansElsewhere(String, String),
    /// A sequence and the shorter one that is done before it can be finished.
    Unreachable(String, String),
    /// A key taken away that had no meaning in the section.
    NothingToTake(String, String),
    /// An action nobody may be without.
    Indispensable(String),
    /// An action and a section without a key for it that passes an input method.
    LettersOnly(String, String),
    /// A file others may write.
    Unsafe,
    /// A file that cannot be read; the system's own words.
    Unreadable(String),
}

impl KeyFault {
    /// The reason alone, for where there is room for one line.
    pub fn reason(&self, lang: Lang) -> String {
        let sentence = self.sentence(lang);
        sentence.split("; ").next().map_or_else(String::new, str::to_owned)
    }

    /// Reason, semicolon, cure.
    pub fn sentence(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        match self {
            KeyFault::NotToml(what) => format!("不是合法的 TOML ({what}); 一行写一个 \"键\" = \"操作\""),
            KeyFault::NotASection(name) => format!("{name} 不是键区; 先写 [键区], 或 extends = \"键表名\""),
            KeyFault::UnknownSection(name) => format!("没有键区 [{name}]; sanhe keys 列出全部键区"),
            KeyFault::UnknownBase(name, known) => format!("没有键表 \"{name}\"; 可用: {known}"),
            KeyFault::NotAnAction(key) => format!("{key} 后面要写带引号的操作名, 写 \"-\" 为取消"),
            KeyFault::UnknownKey(key) => format!("没有 \"{key}\" 这个键; 写法如 f7, ctrl-p, alt-7, pageup, \"g g\""),
            KeyFault::UnknownAction(id) => format!("没有操作 \"{id}\"; sanhe keys 列出全部操作"),
            KeyFault::Forbidden(key) => format!("{key} 不能用: 终端会送成别的键; 换一个键"),
            KeyFault::WrongSection(id, section) => format!("{id} 不能放在 [{section}]; sanhe keys 写明它属于哪个键区"),
            KeyFault::Twice(key, section) => format!("{key} 在 [{section}] 里写了两次; 留一行"),
            KeyFault::MeansElsewhere(key, section) => {
                format!("{key} 在 [{section}] 与 [global] 意思不同; 换一个键, 或在 [global] 写 \"-\" 取消")
            }
            KeyFault::Unreachable(long, short) => format!("{long} 永远按不到: {short} 已是一个操作; 换一个开头"),
            KeyFault::NothingToTake(key, section) => format!("{key} 在 [{section}] 本来就没有操作, 无从取消; 删去此行"),
            KeyFault::Indispensable(id) => format!("{id} 在 [global] 没有键了; 至少留一个"),
            KeyFault::LettersOnly(id, section) => {
                format!("{id} 在 [{section}] 没有开着输入法也按得到的键; 给一个功能键、数字或 Ctrl 键")
            }
            KeyFault::Unsafe => "别的用户可以改这个文件, 因此不用它; chmod 600 后再试".to_owned(),
            KeyFault::Unreadable(what) => format!("读不出 ({what})"),
        }
    }

    fn en(&self) -> String {
        match self {
            KeyFault::NotToml(what) => format!("no TOML ({what}); write one \"key\" = \"action\" a line"),
            KeyFault::NotASection(name) => format!("{name} is no section; write [section] first, or extends = \"map\""),
            KeyFault::UnknownSection(name) => format!("there is no section [{name}]; sanhe keys lists them"),
            KeyFault::UnknownBase(name, known) => format!("there is no key map \"{name}\"; there are: {known}"),
            KeyFault::NotAnAction(key) => {
                format!("beside {key} an action in quotes is needed, or \"-\" to take it away")
            }
            KeyFault::UnknownKey(key) => format!("there is no key \"{key}\"; write f7, ctrl-p, alt-7, pageup, \"g g\""),
            KeyFault::UnknownAction(id) => format!("there is no action \"{id}\"; sanhe keys lists them"),
            KeyFault::Forbidden(key) => {
                format!("{key} cannot be used: terminals send another key for it; take another")
            }
            KeyFault::WrongSection(id, section) => {
                format!("{id} does not belong into [{section}]; sanhe keys says where it does")
            }
            KeyFault::Twice(key, section) => format!("{key} stands twice in [{section}]; keep one line"),
            KeyFault::MeansElsewhere(key, section) => {
                format!(
                    "{key} in [{section}] already means something in [global]; take another, or \"-\" it in [global]"
                )
            }
            KeyFault::Unreachable(long, short) => {
                format!("{long} can never be reached: {short} is an action already; begin it with another key")
            }
            KeyFault::NothingToTake(key, section) => {
                format!("{key} does nothing in [{section}], so it cannot be taken away; delete the line")
            }
            KeyFault::Indispensable(id) => format!("{id} has no key left in [global]; keep one at least"),
            KeyFault::LettersOnly(id, section) => format!(
                "{id} has no key in [{section}] that an input method leaves alone; give it an F-key, a digit or a Ctrl key"
            ),
            KeyFault::Unsafe => "others may write this file, so it is not used; chmod 600 it".to_owned(),
            KeyFault::Unreadable(what) => format!("cannot be read ({what})"),
        }
    }
}

/// Said on opening when the person's own key file cannot be used: the first fault, and where to see them all.
pub fn own_keys_refused(place_and_reason: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("自定义键表未采用: {place_and_reason}; sanhe keys --check"),
        Lang::En => format!("Key file not used: {place_and_reason}; sanhe keys --check"),
    }
}
