//! The language a person reads: zh is the language of the house, en complete beside it.

/// 语言.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// 中文.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Reads `zh` or `en`.
    pub fn parse(text: &str) -> Option<Lang> {
        match text {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// From a locale name: zh*, C, POSIX and none read Chinese, everything else English.
    pub fn from_locale(locale: &str) -> Lang {
        let name = locale.split('.').next().unwrap_or("");
        if name.is_empty() || name == "C" || name == "POSIX" || name.starts_with("zh") { Lang::Zh } else { Lang::En }
    }

    /// One of two words.
    pub const fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// Declares short words, both languages on one line; a missing side does not compile.
///
/// `words! { pub enum Word { Quit: "退出" | "Quit", … } }` gives the enum and `Word::in_lang`.
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($variant:ident: $zh:literal | $en:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)] // each word is its own explanation
        pub enum $name { $($variant),+ }

        impl $name {
            /// The word in a language.
            pub const fn in_lang(self, lang: $crate::text::lang::Lang) -> &'static str {
                match self { $($name::$variant => lang.pick($zh, $en)),+ }
            }
        }
    };
}
