//! Terminal profiles: what may be sent to which terminal.
//!
//! Invariant: a profile only ever takes away; whatever it lacks is said by text and marks as well.
//! Keys need no profile: the variants of all terminals known are read side by side (`decode`).

use super::charset::Charset;
use super::width::{self, Doubtful};

/// How many colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None; bold and reverse stay.
    Mono,
    /// The eight of the linux console.
    Eight,
    /// Sixteen.
    Sixteen,
}

/// 终端档. What a terminal understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Name for `--term` and for support.
    pub name: &'static str,
    /// Colours.
    pub depth: Depth,
    /// Scroll regions.
    pub regions: bool,
    /// Cursor to a column or row by itself (CHA, VPA).
    pub absolute: bool,
    /// Single attributes switched off (SGR 22, 24, 27, 39, 49); else only all at once.
    pub single_off: bool,
    /// Repeat the last character (REP).
    pub repeat: bool,
    /// A second screen that leaves the first as it was.
    pub alternate: bool,
    /// Pasted text comes in brackets.
    pub paste: bool,
    /// The cursor can be hidden.
    pub hides_cursor: bool,
    /// Whether it may be asked where its cursor is.
    pub reports: bool,
    /// Whether it has glyphs for Han; the console of Linux has 512 glyphs, and none of them is one.
    pub han: bool,
}

impl Profile {
    /// xterm and whatever calls itself so: PuTTY, Xshell, SecureCRT, MobaXterm. No REP, which older ones print.
    pub const XTERM: Profile = Profile {
        name: "xterm",
        depth: Depth::Sixteen,
        regions: true,
        absolute: true,
        single_off: true,
        repeat: false,
        alternate: true,
        paste: true,
        hides_cursor: true,
        reports: true,
        han: true,
    };
    /// Terminals that name themselves and are known to repeat characters.
    pub const MODERN: Profile = Profile { name: "modern", repeat: true, ..Profile::XTERM };
    /// screen and tmux.
    pub const SCREEN: Profile = Profile { name: "screen", ..Profile::XTERM };
    /// The console of Linux.
    pub const LINUX: Profile = Profile { name: "linux", han: false, ..Profile::ANSI };
    /// Consoles of other systems: eight colours, one screen.
    pub const ANSI: Profile =
        Profile { name: "ansi", depth: Depth::Eight, alternate: false, paste: false, ..Profile::XTERM };
    /// Anything unknown: what a VT100 can do.
    pub const VT100: Profile = Profile {
        name: "vt100",
        depth: Depth::Mono,
        regions: true,
        absolute: false,
        single_off: false,
        repeat: false,
        alternate: false,
        paste: false,
        hides_cursor: false,
        reports: false,
        han: true,
    };
    /// A Chinese double-byte terminal of the older kind.
    pub const GBK: Profile = Profile { name: "gbk", depth: Depth::Eight, reports: false, ..Profile::XTERM };

    /// All of them.
    pub const ALL: [Profile; 7] =
        [Profile::XTERM, Profile::MODERN, Profile::SCREEN, Profile::LINUX, Profile::ANSI, Profile::VT100, Profile::GBK];

    /// The profile for a `TERM` or a `--term`.
    pub fn of(term: &str) -> Profile {
        Profile::known(term).map_or(Profile::VT100, |(_, profile)| profile)
    }

    /// The profile of a name that is known, with the beginning it is known by.
    pub fn known(term: &str) -> Option<(&'static str, Profile)> {
        const KNOWN: [(&str, Profile); 21] = [
            ("xterm-kitty", Profile::MODERN),
            ("modern", Profile::MODERN),
            ("foot", Profile::MODERN),
            ("alacritty", Profile::MODERN),
            ("wezterm", Profile::MODERN),
            ("ghostty", Profile::MODERN),
            ("xterm-ghostty", Profile::MODERN),
            ("xterm", Profile::XTERM),
            ("rxvt", Profile::XTERM),
            ("putty", Profile::XTERM),
            ("vte", Profile::XTERM),
            ("gnome", Profile::XTERM),
            ("konsole", Profile::XTERM),
            ("mintty", Profile::XTERM),
            ("st-", Profile::XTERM),
            ("screen", Profile::SCREEN),
            ("tmux", Profile::SCREEN),
            ("linux", Profile::LINUX),
            ("gbk", Profile::GBK),
            ("cygwin", Profile::ANSI),
            ("ansi", Profile::ANSI),
        ];
        KNOWN.iter().find(|(prefix, _)| term.starts_with(prefix)).copied()
    }
}

/// What was asked for on the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// `--term`, else `$TERM`.
    pub term: Option<String>,
    /// `--charset`, else the locale's.
    pub charset: Option<Charset>,
}

/// Everything the wire must know before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What the terminal understands.
    pub profile: Profile,
    /// Bytes of the line.
    pub charset: Charset,
    /// What it does with marks of doubtful width.
    pub doubtful: Doubtful,
    /// Milliseconds a bare Esc is held for what may follow.
    pub hold_ms: u64,
}

/// Over the network the rest of a sequence may come in the next packet.
const HOLD_REMOTE_MS: u64 = 150;
const HOLD_LOCAL_MS: u64 = 25;

impl Settings {
    /// As asked, and where nothing was asked as the environment says; `variable` reads one of its variables.
    pub fn settle(asked: &Asked, variable: impl Fn(&str) -> Option<String>) -> Settings {
        let given = |name: &str| variable(name).filter(|value| !value.is_empty());
        let term = asked.term.clone().or_else(|| given("TERM")).unwrap_or_default();
        let mut profile = Profile::of(&term);
        if given("NO_COLOR").is_some() {
            profile.depth = Depth::Mono;
        }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(given);
        let named = locale.as_deref().and_then(Charset::of_locale);
        let usual = if profile.name == Profile::GBK.name { Charset::Gbk } else { Charset::Utf8 };
        let charset = asked.charset.or(named).unwrap_or(usual);
        if charset.is_double_byte() {
            profile.reports = false;
            // Whoever asks for these sets on a console runs a program that draws them.
            profile.han = true;
        }
        let doubtful = if charset.is_double_byte() { Doubtful::Wide } else { Doubtful::Unknown };
        let remote = given("SSH_CONNECTION").or_else(|| given("SSH_TTY")).is_some();
        let hold_ms = if remote { HOLD_REMOTE_MS } else { HOLD_LOCAL_MS };
        Settings { profile, charset, doubtful, hold_ms }
    }

    /// Whether a character laid out as one cell may take two here: a mark of doubtful width, or anything of
    /// two bytes on a double-byte terminal.
    pub fn doubts(&self, one: char) -> bool {
        let double = || self.charset.is_double_byte() && width::of(one) == 1 && self.charset.length(one) == 2;
        !one.is_ascii() && (width::is_doubtful(one) || double())
    }

    /// Whether the terminal shows this character as itself.
    pub fn shows(&self, one: char) -> bool {
        self.charset.carried(one) == one && (self.profile.han || width::of(one) < 2)
    }

    /// As asked and as the environment of this process says.
    pub fn from_environment(asked: &Asked) -> Settings {
        Settings::settle(asked, |name| std::env::var(name).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(asked: &Asked, environment: &[(&str, &str)]) -> Settings {
        Settings::settle(asked, |name| {
            environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_environment_chooses_and_the_command_line_overrides() {
        let plain = settled(&Asked::default(), &[("TERM", "xterm-256color"), ("LANG", "zh_CN.UTF-8")]);
        assert_eq!((plain.profile, plain.charset, plain.hold_ms), (Profile::XTERM, Charset::Utf8, 25));
        let far = settled(&Asked::default(), &[("TERM", "tmux"), ("SSH_TTY", "/dev/pts/1"), ("NO_COLOR", "1")]);
        assert_eq!((far.profile.name, far.profile.depth, far.hold_ms), ("screen", Depth::Mono, 150));
        let gbk = settled(&Asked::default(), &[("TERM", "xterm"), ("LC_ALL", "zh_CN.GBK")]);
        assert_eq!((gbk.charset, gbk.doubtful, gbk.profile.reports), (Charset::Gbk, Doubtful::Wide, false));
        let asked = Asked { term: Some("gbk".into()), charset: Some(Charset::Gb18030) };
        let asked = settled(&asked, &[("TERM", "xterm"), ("LANG", "zh_CN.UTF-8")]);
        assert_eq!((asked.profile.name, asked.charset), ("gbk", Charset::Gb18030));
        let nothing = settled(&Asked::default(), &[]);
        assert_eq!(nothing.profile, Profile::VT100);
    }

    #[test]
    fn what_a_terminal_cannot_show_is_known() {
        let linux = settled(&Asked::default(), &[("TERM", "linux"), ("LANG", "zh_CN.UTF-8")]);
        assert_eq!(['a', '三', '，', 'é'].map(|one| linux.shows(one)), [true, false, false, true]);
        let drawn = settled(&Asked::default(), &[("TERM", "linux"), ("LANG", "zh_CN.GBK")]);
        assert_eq!(['三', '\u{2CB4E}'].map(|one| drawn.shows(one)), [true, false]);
        assert!(settled(&Asked::default(), &[("TERM", "xterm")]).shows('\u{2CB4E}'));
    }

    #[test]
    fn every_profile_is_found_by_its_name() {
        for profile in Profile::ALL {
            assert_eq!(Profile::of(profile.name), profile);
        }
    }
}
