//! Actions 操作: everything a person can ask for, each declared once.
//!
//! Invariant: help, footer, action menu and the key check read this one table; an action stands here
//! only when it works. Keys stand in `keymaps/*.toml`.

use crate::text::lang::Lang;

macro_rules! scopes {
    ($($(#[$item:meta])* $variant:ident = $code:literal),+ $(,)?) => {
        /// 键区. Where an action is meant: one screen, every list, or everywhere.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Scope { $($(#[$item])* $variant),+ }

        impl Scope {
            /// Every scope.
            pub const ALL: &'static [Scope] = &[$(Scope::$variant),+];

            /// Its section in a key file.
            pub const fn code(self) -> &'static str {
                match self { $(Scope::$variant => $code),+ }
            }

            /// The scope of a section.
            pub fn from_code(code: &str) -> Option<Scope> {
                match code { $($code => Some(Scope::$variant),)+ _ => None }
            }
        }
    };
}

scopes! {
    /// Every screen.
    Global = "global",
    /// Moving about in lists and texts.
    List = "list",
    /// 今日.
    Home = "home",
    /// 对账日历.
    Calendar = "calendar",
    /// 三数核对.
    Board = "board",
    /// 差异列表.
    Exceptions = "exceptions",
    /// 一条差异.
    Exception = "exception",
    /// 流水列表.
    Entries = "entries",
    /// 导入.
    Import = "import",
    /// 原始行.
    Raw = "raw",
    /// 为何.
    Why = "why",
    /// 帮助.
    Help = "help",
    /// 选择 (菜单, 操作员, 类别).
    Choice = "choice",
}

macro_rules! actions {
    ($($variant:ident: $id:literal, $zh:literal | $en:literal, $pinyin:literal, [$($scope:ident),+];)+) => {
        /// 操作. What a key, a digit or the action menu asks for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)] // each row of the table below is its own explanation
        pub enum Action { $($variant),+ }

        impl Action {
            /// Every action, in the order help shows them.
            pub const ALL: &'static [Action] = &[$(Action::$variant),+];

            /// The stable id used in key files.
            pub const fn id(self) -> &'static str {
                match self { $(Action::$variant => $id),+ }
            }

            /// The action of an id.
            pub fn from_id(id: &str) -> Option<Action> {
                match id { $($id => Some(Action::$variant),)+ _ => None }
            }

            /// What the person reads.
            pub const fn title(self, lang: Lang) -> &'static str {
                match self { $(Action::$variant => lang.pick($zh, $en)),+ }
            }

            /// Initials of the Chinese title, to find it by.
            pub const fn pinyin(self) -> &'static str {
                match self { $(Action::$variant => $pinyin),+ }
            }

            /// Where it is meant.
            pub const fn scopes(self) -> &'static [Scope] {
                match self { $(Action::$variant => &[$(Scope::$scope),+]),+ }
            }
        }
    };
}

actions! {
    Reconcile:      "day.reconcile",          "对账本日" | "Reconcile day",      "dzbr", [Calendar, Board];
    ReconcileStale: "calendar.reconcile_all", "批量对账" | "Reconcile stale",    "pldz", [Calendar];
    Grouping:       "board.grouping",         "换分组"   | "Grouping",           "hfz",  [Board];
    DayExceptions:  "day.exceptions",         "本日差异" | "Day's exceptions",   "brcy", [Calendar, Board];
    DayBefore:      "board.day_before",       "前一日"   | "Day before",         "qyr",  [Board];
    DayAfter:       "board.day_after",        "后一日"   | "Day after",          "hyr",  [Board];
    FilterClass:    "exceptions.filter",      "筛选类别" | "Filter class",       "sxlb", [Exceptions];
    Informational:  "exceptions.all",         "全部/待处理" | "All/open",        "qb",   [Exceptions];
    CaseBefore:     "exception.before",       "上一条"   | "Previous",           "syt",  [Exception];
    CaseAfter:      "exception.after",        "下一条"   | "Next",               "xyt",  [Exception];
    RawLine:        "entry.raw",              "原始行"   | "Raw line",           "ysh",  [Exception, Entries];
    Why:            "exception.why",          "为何"     | "Why",                "wh",   [Exception];
    NextLeg:        "raw.next",               "下一方"   | "Next leg",           "xyf",  [Raw];
    Focus:          "screen.focus",           "换区"     | "Other part",         "hq",   [Home, Import];
    ParentFolder:   "import.parent",          "上级目录" | "Parent folder",      "sjml", [Import];

    Open:           "list.open",              "打开"     | "Open",               "dk",   [List];
    Up:             "list.up",                "上移"     | "Up",                 "sy",   [List];
    Down:           "list.down",              "下移"     | "Down",               "xy",   [List];
    Left:           "list.left",              "左移"     | "Left",               "zy",   [List];
    Right:          "list.right",             "右移"     | "Right",              "yy",   [List];
    PageUp:         "list.page_up",           "上一页"   | "Page up",            "syy",  [List];
    PageDown:       "list.page_down",         "下一页"   | "Page down",          "xyy",  [List];
    First:          "list.first",             "到首行"   | "First row",          "dsh",  [List];
    Last:           "list.last",              "到末行"   | "Last row",           "dmh",  [List];

    GoCalendar:     "go.calendar",            "对账日历" | "Calendar",           "dzrl", [Global];
    GoImport:       "go.import",              "导入文件" | "Import files",       "drwj", [Global];
    GoExceptions:   "go.exceptions",          "待处理差异" | "Open exceptions",  "dclcy", [Global];
    GoOperators:    "go.operators",           "换操作员" | "Switch operator",    "hczy", [Global];
    Language:       "app.language",           "English"  | "中文",               "yy",   [Global];
    Help:           "app.help",               "帮助"     | "Help",               "bz",   [Global];
    Menu:           "app.actions",            "操作"     | "Actions",            "cz",   [Global];
    Home:           "app.home",               "退出到菜单" | "Main menu",        "tcdcd", [Global];
    Refresh:        "app.refresh",            "刷新"     | "Refresh",            "sx",   [Global];
    Places:         "app.menu",               "菜单"     | "Menu",               "cd",   [Global];
    Back:           "app.back",               "返回"     | "Back",               "fh",   [Global];
    Quit:           "app.quit",               "退出程序" | "Quit",               "tccx", [Global];
}

impl Action {
    /// Whether typing `needle` finds it: by initials, id or either title.
    pub fn found_by(self, needle: &str) -> bool {
        let needle = needle.to_lowercase();
        self.pinyin().contains(&needle)
            || self.id().contains(&needle)
            || [Lang::Zh, Lang::En].iter().any(|lang| self.title(*lang).to_lowercase().contains(&needle))
    }

    /// Whether it may be bound in a section.
    pub fn allowed_in(self, scope: Scope) -> bool {
        self.scopes().contains(&scope) || self.scopes().contains(&Scope::Global)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_read_back() {
        for action in Action::ALL {
            assert_eq!(Action::from_id(action.id()), Some(*action));
        }
    }
}
