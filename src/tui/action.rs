//! Actions 操作: everything a person can ask for, each declared once.
//!
//! Invariant: help, footer, menus, palette, docs/KEYS.md and the key check read this one table; an action
//! stands here, in one line, only when it works. Keys stand in `keymaps/*.toml`.

use crate::text::lang::Lang;

macro_rules! scopes {
    ($($(#[$item:meta])* $variant:ident = $code:literal, $zh:literal | $en:literal;)+) => {
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

            /// What the person calls it.
            pub const fn title(self, lang: Lang) -> &'static str {
                match self { $(Scope::$variant => lang.pick($zh, $en)),+ }
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
    Global = "global", "任何画面" | "everywhere";
    /// Moving about in lists and texts.
    List = "list", "列表" | "lists";
    /// 今日.
    Home = "home", "今日" | "Today";
    /// 对账日历.
    Calendar = "calendar", "对账日历" | "Calendar";
    /// 三数核对.
    Board = "board", "三数核对" | "Totals";
    /// 关账.
    Closing = "closing", "关账" | "Closing";
    /// 差异列表.
    Exceptions = "exceptions", "差异列表" | "Exceptions";
    /// 一条差异.
    Exception = "exception", "一条差异" | "One exception";
    /// 资金到账.
    Funds = "funds", "资金到账" | "Arrivals";
    /// 余额调节表.
    Balance = "balance", "余额调节表" | "Balance statement";
    /// 批量办理.
    Together = "together", "批量办理" | "Many at once";
    /// 手工勾对.
    Counterparts = "counterparts", "手工勾对" | "Link by hand";
    /// 流水列表.
    Entries = "entries", "流水" | "Entries";
    /// 隔离行.
    Quarantine = "quarantine", "隔离行" | "Quarantined rows";
    /// 导入.
    Import = "import", "导入" | "Import";
    /// 定版式.
    Mapping = "mapping", "定版式" | "Layout";
    /// 原始行.
    Raw = "raw", "原始行" | "Raw line";
    /// 为何.
    Why = "why", "为何" | "Why";
    /// 帮助.
    Help = "help", "帮助" | "Help";
    /// 选择 (菜单, 类别).
    Choice = "choice", "菜单与选择" | "Menus and choices";
    /// 列与排序.
    Columns = "columns", "列与排序" | "Columns";
    /// 表单.
    Form = "form", "表单" | "Forms";
    /// 操作员.
    Operators = "operators", "操作员" | "Operators";
    /// 本单位资料.
    Site = "site", "本单位资料" | "House facts";
    /// 日志.
    Journal = "journal", "日志" | "Journal";
    /// 签批口令.
    Signing = "signing", "签批口令" | "Signing password";
    /// 审批.
    Approvals = "approvals", "审批" | "Approvals";
    /// 一个审批事项.
    Approval = "approval", "一个审批事项" | "One approval";
    /// 欠费单位.
    Employers = "employers", "欠费单位" | "Employers";
    /// 一户.
    Employer = "employer", "单位" | "Employer";
    /// 账龄.
    Ageing = "ageing", "账龄" | "Ageing";
    /// 今日清单.
    Worklist = "worklist", "今日清单" | "Today's list";
    /// 协议试排.
    Plan = "plan", "协议试排" | "Plan to be made";
    /// 清欠进度.
    Progress = "progress", "清欠进度" | "Progress";
    /// 批量文书.
    Notices = "notices", "批量文书" | "Notices";
    /// 文书送达.
    Papers = "papers", "文书送达" | "Papers";
    /// 缓缴申请.
    Applications = "applications", "缓缴申请" | "Applications";
    /// 缓缴资格.
    Eligibility = "eligibility", "缓缴资格" | "Eligibility";
    /// 缓缴的文字: one application, policies, statistics, radar.
    DeferralText = "deferral_text", "缓缴资料" | "Deferral texts";
    /// 算式.
    Working = "working", "算式" | "Working";
}

impl Scope {
    /// Whether characters are typed there, so that none of them is a command.
    pub const fn is_typed(self) -> bool {
        matches!(self, Scope::Form | Scope::Signing)
    }
}

macro_rules! groups {
    ($($(#[$item:meta])* $variant:ident = $code:literal, $zh:literal | $en:literal;)+) => {
        /// 操作类. Under which heading help, menus and docs/KEYS.md list an action.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Group { $($(#[$item])* $variant),+ }

        impl Group {
            /// Every group, in the order they are listed.
            pub const ALL: &'static [Group] = &[$(Group::$variant),+];

            /// The stable code, for output read by programs.
            pub const fn code(self) -> &'static str {
                match self { $(Group::$variant => $code),+ }
            }

            /// The heading.
            pub const fn title(self, lang: Lang) -> &'static str {
                match self { $(Group::$variant => lang.pick($zh, $en)),+ }
            }
        }
    };
}

groups! {
    /// What changes the book.
    Work = "work", "办理" | "Work";
    /// What shows more, less or another part.
    Look = "look", "查看" | "Look";
    /// What marks rows for later work on all of them.
    Mark = "mark", "标记" | "Mark";
    /// What moves the cursor.
    Move = "move", "移动" | "Move";
    /// 对账: places of the receipts. The four of these are the lines of the main menu.
    Receipts = "receipts", "对账" | "Receipts";
    /// 欠费: places of what employers owe.
    Arrears = "arrears", "欠费" | "Arrears";
    /// 缓缴: places of what may be paid later.
    Deferral = "deferral", "缓缴" | "Deferral";
    /// 科室: places of the office itself, its people and its facts.
    Office = "office", "科室" | "Office";
    /// What leads back.
    Go = "go", "去处" | "Go to";
    /// What concerns the program itself.
    Program = "program", "程序" | "Program";
}

impl Group {
    /// The lines of the main menu, top to bottom.
    pub const MENU: [Group; 4] = [Group::Receipts, Group::Arrears, Group::Deferral, Group::Office];

    /// Whether its actions open a screen from anywhere.
    pub fn is_place(self) -> bool {
        self == Group::Go || Group::MENU.contains(&self)
    }
}

/// 慎重程度. What the person must press or type before an action is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Danger {
    /// 直接办理. Done at once: it changes nothing, or can be done again with the same outcome.
    None,
    /// 回车确认. A sentence says what will be done; Enter does it.
    Enter,
    /// 输数确认. The number the sentence names (rows, or the last four of an amount) is typed, then Enter.
    Figure,
}

impl Danger {
    /// The stable code, for output read by programs.
    pub const fn code(self) -> &'static str {
        match self {
            Danger::None => "none",
            Danger::Enter => "enter",
            Danger::Figure => "figure",
        }
    }
}

macro_rules! actions {
    ($($variant:ident: $id:literal, $zh:literal | $en:literal, $pinyin:literal, $group:ident, $danger:ident, [$($scope:ident),+];)+) => {
        /// 操作. What a key, a digit or the action menu asks for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)] // each row of the table below is its own explanation
        pub enum Action { $($variant),+ }

        impl Action {
            /// Every action, in the order help shows them.
            pub const ALL: &'static [Action] = &[$(Action::$variant),+];

            const fn row(self) -> &'static Row {
                match self {
                    $(Action::$variant => &Row {
                        id: $id,
                        zh: $zh,
                        en: $en,
                        pinyin: $pinyin,
                        group: Group::$group,
                        danger: Danger::$danger,
                        scopes: &[$(Scope::$scope),+],
                    }),+
                }
            }
        }
    };
}

struct Row {
    id: &'static str,
    zh: &'static str,
    en: &'static str,
    pinyin: &'static str,
    group: Group,
    danger: Danger,
    scopes: &'static [Scope],
}

actions! {
    Reconcile:      "day.reconcile",          "对账本日"   | "Reconcile day",      "dzbr",   Work,    None, [Calendar, Board];
    ReconcileStale: "calendar.reconcile_all", "批量对账"   | "Reconcile stale",    "pldz",   Work,    Enter, [Calendar];
    Grouping:       "board.grouping",         "换分组"     | "Grouping",           "hfz",    Look,    None, [Board, Ageing, Progress];
    DayExceptions:  "day.exceptions",         "本日差异"   | "Day's exceptions",   "brcy",   Look,    None, [Calendar, Board, Closing];
    DayClosing:     "day.closing",            "关账"       | "Closing",            "gz",     Look,    None, [Calendar, Board];
    CloseNext:      "closing.next",           "送复核/关账"| "Hand over/close",    "sfhgz",  Work,    None, [Closing];
    DeclareAbsent:  "closing.declare",        "声明缺来源" | "Declare missing",    "smqly",  Work,    None, [Closing];
    ReopenDay:      "closing.reopen",         "重开"       | "Reopen",             "ck",     Work,    None, [Closing];
    DayBefore:      "board.day_before",       "前一日"     | "Day before",         "qyr",    Move,    None, [Board, Balance, Employers, Employer, Ageing, Working];
    DayAfter:       "board.day_after",        "后一日"     | "Day after",          "hyr",    Move,    None, [Board, Balance, Employers, Employer, Ageing, Working];
    Filter:         "exceptions.filter",      "筛选"       | "Filter",             "sx",     Look,    None, [Exceptions, Entries, Employers, Employer, Ageing, Eligibility];
    Informational:  "exceptions.all",         "全部/待处理"| "All/open",           "qb",     Look,    None, [Exceptions];
    CaseBefore:     "exception.before",       "上一条"     | "Previous",           "syt",    Move,    None, [Exception];
    CaseAfter:      "exception.after",        "下一条"     | "Next",               "xyt",    Move,    None, [Exception];
    RawLine:        "entry.raw",              "原始行"     | "Raw line",           "ysh",    Look,    None, [Exception, Entries];
    Why:            "exception.why",          "为何"       | "Why",                "wh",     Look,    None, [Exception];
    Accept:         "exception.accept",       "采纳建议"   | "Accept proposal",    "cnjy",   Work,    None, [Exception, Together];
    Label:          "exception.label",        "标注原因"   | "Label",              "bzyy",   Work,    None, [Exception, Together];
    Carry:          "exception.carry",        "结转"       | "Carry over",         "jz",     Work,    None, [Exception, Together];
    Assign:         "exception.assign",       "指派"       | "Assign",             "zp",     Work,    None, [Exception, Together];
    Waive:          "exception.waive",        "豁免"       | "Waive",              "hm",     Work,    None, [Exception, Together];
    Together:       "exceptions.together",    "批量办理"   | "Decide together",    "plbl",   Work,    None, [Exceptions, Exception];
    Undo:           "exception.undo",         "撤销处理"   | "Undo decision",      "cxcl",   Work,    None, [Exceptions, Exception];
    Link:           "exception.link",         "手工勾对"   | "Link by hand",       "sggd",   Work,    None, [Exception];
    Reject:         "exception.reject",       "否决建议"   | "Reject proposal",    "fjjy",   Work,    None, [Exception];
    OpenFunds:      "funds.open",             "换视图"     | "Other view",         "hst",    Look,    None, [Funds];
    MonthBefore:    "funds.before",           "上月"       | "Month before",       "syue",   Move,    None, [Funds, Eligibility];
    MonthAfter:     "funds.after",            "下月"       | "Month after",        "xyue",   Move,    None, [Funds, Eligibility];
    Balance:        "funds.balance",          "余额调节表" | "Balance statement",  "yetjb",  Look,    None, [Funds];
    Approve:        "approval.approve",       "同意"       | "Approve",            "ty",     Work,    None, [Approvals, Approval];
    SendBack:       "approval.return",        "退回"       | "Send back",          "th",     Work,    None, [Approvals, Approval];
    Refuse:         "approval.refuse",        "不予"       | "Refuse",             "by",     Work,    None, [Approvals, Approval];
    Withdraw:       "approval.withdraw",      "撤回"       | "Withdraw",           "ch",     Work,    None, [Approvals, Approval];
    AllRounds:      "approvals.all",          "已办/待审"  | "Past/waiting",       "ybds",   Look,    None, [Approvals];
    QuarantinedHere: "rows.quarantined",      "本处隔离行" | "Rows set aside",     "bcgl",   Look,    None, [Board, Import];
    NextLeg:        "raw.next",               "下一方"     | "Next leg",           "xyf",    Move,    None, [Raw];
    Focus:          "screen.focus",           "换区"       | "Other part",         "hq",     Move,    None, [Home, Import, Site, Mapping];
    ParentFolder:   "import.parent",          "上级目录"   | "Parent folder",      "sjml",   Move,    None, [Import];
    MakeLayout:     "import.layout",          "新版式"     | "Make a layout",      "xbs",    Work,    None, [Import];
    ReadAs:         "import.read_as",         "账号与日期" | "Account and day",    "zhyrq",  Work,    None, [Import];
    KeepLayout:     "mapping.keep",           "存为版式"   | "Keep the layout",    "cwbs",   Work,    None, [Mapping];
    OtherSide:      "entries.side",           "换一方"     | "Other book",         "hyf",    Look,    None, [Entries];

    Working:        "employer.working",       "算式"       | "Working",            "ss",     Look,    None, [Employers, Employer];
    AllRows:        "employers.all",          "全部/欠缴"  | "All/owing",          "qbqj",   Look,    None, [Employers, Employer];
    LogCall:        "employer.call",          "记催缴"     | "Log a call",         "jcj",    Work,    None, [Employer, Worklist];
    WorklistAll:    "worklist.all",           "换专管员"   | "Mine/all",           "hzgy",   Look,    None, [Worklist];
    Dossier:        "employer.dossier",       "全部记录"   | "On record",          "qbjl",   Look,    None, [Employer];

    Advance:        "chase.advance",          "推进一步"   | "Next step",          "tjyb",   Work,    None, [Employer, Worklist];
    Serve:          "chase.serve",            "登记送达"   | "Record service",     "djsd",   Work,    None, [Employer, Papers, Worklist];
    HoldBack:       "chase.hold",             "暂缓异议"   | "Hold or dispute",    "zhyy",   Work,    None, [Employer];
    ConfirmHold:    "chase.confirm_hold",     "确认暂缓"   | "Confirm hold",       "qrzh",   Work,    Enter, [Employer, Worklist];

    Notices:        "chase.notices",          "出文书"     | "Notices",            "cws",    Work,    None, [Employers, Employer];
    Freeze:         "notices.freeze",         "定稿编号"   | "Freeze and number",  "dgbh",   Work,    Enter, [Notices];
    Override:       "notices.override",       "注明理由"   | "Give a reason",      "zmly",   Work,    None, [Notices];
    OtherPaper:     "notices.paper",          "换文书"     | "Other paper",        "hws",    Look,    None, [Notices];
    Print:          "papers.print",           "打印"       | "Print",              "dy",     Work,    None, [Papers];
    AllPapers:      "papers.all",             "待送达/全部"| "Waiting/all",        "dsdqb",  Look,    None, [Papers];

    MakePlan:       "employer.plan",          "签协议"     | "Make a plan",        "qxy",    Work,    None, [Employer];
    AgreePlan:      "plan.agree",             "签订"       | "Agree",              "qd",     Work,    Enter, [Plan];
    EndPlan:        "employer.end_plan",      "终止协议"   | "End the plan",       "zzxy",   Work,    None, [Employer];
    GiveTo:         "employers.assign",       "指派专管员" | "Give to",            "zpzg",   Work,    None, [Employers];
    MarkAs:         "employers.mark",         "标注单位"   | "Mark as",            "bzdw",   Work,    None, [Employers];
    OtherSpan:      "progress.span",          "换期间"     | "Other period",       "hqj",    Look,    None, [Progress];

    New:            "record.new",             "新建"       | "New",                "xj",     Work,    None, [Progress, Operators, Site, Applications, Eligibility];
    Submit:         "form.submit",            "提交"       | "Submit",             "tj",     Work,    None, [Form];
    PickValue:      "form.pick",              "参照"       | "Pick a value",       "cz",     Look,    None, [Form, Mapping];
    NextField:      "form.next",              "后一栏"     | "Next field",         "hyl",    Move,    None, [Form];
    FieldBefore:    "form.before",            "前一栏"     | "Field above",        "qyl",    Move,    None, [Form];
    Discard:        "form.discard",           "放弃输入"   | "Discard",            "fqsr",   Work,    None, [Form];

    Open:           "list.open",              "打开"       | "Open",               "dk",     Look,    None, [List];
    Up:             "list.up",                "上移"       | "Up",                 "sy",     Move,    None, [List];
    Down:           "list.down",              "下移"       | "Down",               "xy",     Move,    None, [List];
    Left:           "list.left",              "左移"       | "Left",               "zy",     Move,    None, [List];
    Right:          "list.right",             "右移"       | "Right",              "yy",     Move,    None, [List];
    PageUp:         "list.page_up",           "上一页"     | "Page up",            "syy",    Move,    None, [List];
    PageDown:       "list.page_down",         "下一页"     | "Page down",          "xyy",    Move,    None, [List];
    First:          "list.first",             "到首行"     | "First row",          "dsh",    Move,    None, [List];
    Last:           "list.last",              "到末行"     | "Last row",           "dmh",    Move,    None, [List];

    Mark:           "list.mark",              "标记"       | "Mark",               "bj",     Mark,    None, [List];
    MarkTo:         "list.mark_to",           "标到此行"   | "Mark to here",       "bdch",   Mark,    None, [List];
    MarkAll:        "list.mark_all",          "标记全部"   | "Mark all",           "bjqb",   Mark,    None, [List];
    MarkNone:       "list.mark_none",         "取消标记"   | "Mark none",          "qxbj",   Mark,    None, [List];
    Invert:         "list.invert",            "反标"       | "Invert marks",       "fb",     Mark,    None, [List];
    FindRow:        "list.find",              "查找本表"   | "Find in list",       "czbb",   Look,    None, [List];
    Position:       "list.position",          "定位"       | "Position to",        "dw",     Move,    None, [List];
    Columns:        "list.columns",           "列与排序"   | "Columns",            "lypx",   Look,    None, [List];
    CopyRow:        "list.copy",              "复制本行"   | "Copy row",           "fzbh",   Look,    None, [List];
    Export:         "list.export",            "导出"       | "Export",             "dc",     Work,    None, [List];

    GoCalendar:     "go.calendar",            "对账日历"   | "Calendar",           "dzrl",   Receipts, None, [Global];
    GoImport:       "go.import",              "导入文件"   | "Import files",       "drwj",   Receipts, None, [Global];
    GoExceptions:   "go.exceptions",          "待处理差异" | "Open exceptions",    "dclcy",  Receipts, None, [Global];
    AllEntries:     "go.entries",             "全部流水"   | "All entries",        "qbls",   Receipts, None, [Global];
    GoFunds:        "go.funds",               "资金到账"   | "Arrivals",           "zjdz",   Receipts, None, [Global];
    GoEmployers:    "go.employers",           "欠费单位"   | "Employers",          "qfdw",   Arrears, None, [Global];
    GoWorklist:     "go.worklist",            "今日清单"   | "Today's list",      "jrqd",   Arrears, None, [Global];
    GoAgeing:       "go.ageing",              "账龄"       | "Ageing",             "zl",     Arrears, None, [Global];
    GoPapers:       "go.papers",              "文书送达"   | "Papers",             "wssd",   Arrears, None, [Global];
    GoProgress:     "go.progress",            "任务进度"   | "Targets",            "rwjd",   Arrears, None, [Global];
    GoApprovals:    "go.approvals",           "审批"       | "Approvals",          "sp",     Office, None, [Global];
    GoQuarantine:   "go.quarantine",          "隔离行"     | "Quarantine",         "glh",    Receipts, None, [Global];
    SubmitApplication: "application.submit",  "提交审批"   | "Hand up",            "tjsp",   Work,    None, [Applications];
    ReturnApplication: "application.return",  "退回补正"   | "Return",             "thbz",   Work,    Enter, [Applications];
    RefuseApplication: "application.refuse",  "依规不予"   | "Refuse",             "ygby",   Work,    Enter, [Applications];
    ReviseApplication: "application.revise",  "重新提交"   | "Next round",         "cxtj",   Work,    None, [Applications];
    ApplicationTab: "application.tab",        "换环节"     | "Other stage",        "hhj",    Look,    None, [Applications, Eligibility];
    GoApplications: "go.applications",        "缓缴申请"   | "Applications",       "hjsq",   Deferral, None, [Global];
    GoDeferralStatistics: "go.deferral_statistics", "缓缴统计" | "Deferral statistics", "hjtj", Deferral, None, [Global];
    GoPolicies:     "go.policies",            "缓缴政策"   | "Deferral policies",  "hjzc",   Deferral, None, [Global];
    GoRadar:        "go.deferral_radar",      "缓缴到期"   | "Deferrals ending",   "hjdq",   Deferral, None, [Global];
    GoEligibility:  "go.eligibility",         "缓缴资格"   | "Eligibility",        "hjzg",   Deferral, None, [Global];
    GoOperators:    "go.operators",           "操作员"     | "Operators",          "czy",    Office, None, [Global];
    GoSite:         "go.site",                "本单位资料" | "House facts",        "bdwzl",  Office, None, [Global];
    VerifyJournal:  "journal.verify",         "验证日志链" | "Verify the chain",   "yzrzl",  Work,    None, [Journal];
    GoJournal:      "go.journal",             "日志"       | "Journal",            "rz",     Office, None, [Global];
    GoSigning:      "go.signing",             "签批口令"   | "Signing password",   "qpkl",   Office, None, [Global];
    Language:       "app.language",           "English"    | "中文",                 "yy",     Program, None, [Global];
    Help:           "app.help",               "帮助"       | "Help",               "bz",     Program, None, [Global];
    Palette:        "app.commands",           "命令"       | "Commands",           "ml",     Program, None, [Global];
    Menu:           "app.actions",            "操作"       | "Actions",            "cz",     Program, None, [Global];
    Home:           "app.home",               "退出到菜单" | "Main menu",          "tcdcd",  Go,      None, [Global];
    KeyTest:        "app.key_test",           "按键检查"   | "Key test",           "ajjc",   Program, None, [Global];
    Refresh:        "app.refresh",            "刷新"       | "Refresh",            "sx",     Program, None, [Global];
    Places:         "app.menu",               "菜单"       | "Menu",               "cd",     Program, None, [Global];
    Back:           "app.back",               "返回"       | "Back",               "fh",     Program, None, [Global];
    Quit:           "app.quit",               "退出程序"   | "Quit",               "tccx",   Program, None, [Global];
}

impl Action {
    /// The action of an id.
    pub fn from_id(id: &str) -> Option<Action> {
        Action::ALL.iter().find(|action| action.id() == id).copied()
    }

    /// The stable id used in key files.
    pub const fn id(self) -> &'static str {
        self.row().id
    }

    /// What the person reads.
    pub const fn title(self, lang: Lang) -> &'static str {
        lang.pick(self.row().zh, self.row().en)
    }

    /// Initials of the Chinese title, to find it by.
    pub const fn pinyin(self) -> &'static str {
        self.row().pinyin
    }

    /// The heading it is listed under.
    pub const fn group(self) -> Group {
        self.row().group
    }

    /// What must be pressed or typed before it is done.
    pub const fn danger(self) -> Danger {
        self.row().danger
    }

    /// Where it is meant.
    pub const fn scopes(self) -> &'static [Scope] {
        self.row().scopes
    }

    /// What it is found by when typed, the quickest first: initials, both titles, id.
    pub fn found_by(self) -> String {
        let titles = [Lang::En, Lang::Zh].map(|lang| self.title(lang).to_lowercase());
        format!("{} {} {}", self.pinyin(), titles.join(" "), self.id())
    }

    /// Whether one of its names is this, or begins so: a title, an id, the initials.
    pub fn is_named(self, name: &str) -> bool {
        let name = name.to_lowercase();
        let titles = [Lang::Zh, Lang::En].map(|lang| self.title(lang).to_lowercase());
        self.id() == name || self.pinyin().starts_with(&name) || titles.iter().any(|title| title.starts_with(&name))
    }

    /// Whether it may be bound in a section: its own; on any screen also what is meant on every one.
    pub fn allowed_in(self, scope: Scope) -> bool {
        let of = |scope: Scope| self.scopes().contains(&scope);
        of(scope) || of(Scope::Global) || (of(Scope::List) && scope != Scope::Global)
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
