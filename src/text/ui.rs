//! Words of the workstation, and its short sentences with figures.
//!
//! Invariant: one line a word, both languages on it; chrome uses no character whose width depends on
//! the terminal.

use super::lang::Lang;
use crate::domain::money::Money;

crate::words! {
    /// 画面用词.
    pub enum Word {
        Product: "三核" | "sanhe",
        Today: "今日" | "Today",
        Calendar: "对账日历" | "Calendar",
        Board: "三数核对" | "Totals",
        Exceptions: "差异" | "Exceptions",
        OpenExceptions: "待处理差异" | "Open exceptions",
        Entries: "流水" | "Entries",
        Import: "导入" | "Import",
        RawLine: "原始行" | "Raw line",
        Why: "为何" | "Why",
        Help: "帮助" | "Help",
        Actions: "操作" | "Actions",
        Menu: "菜单" | "Menu",
        Operators: "操作员" | "Operators",
        Classes: "类别" | "Classes",
        Demonstration: "演示账套" | "demonstration",
        Verifying: "验证日志" | "Verifying",
        OutsideInbox: "只能选本人收发目录里的文件" | "Only files of your own folder can be chosen here",
        SinglePersonBanner: "单人账套: 经办与复核为同一人, 不能证明互相牵制" | "One-person book: maker and checker are the same person, so nothing proves a second pair of eyes",

        Date: "日期" | "Date",
        Weekday: "周" | "Day",
        Status: "状态" | "Status",
        OpenCount: "待处理" | "Open",
        Listed: "差异" | "Listed",
        OpenCases: "差异" | "Open",
        Difference: "差额" | "Difference",
        AbsoluteDifference: "差额合计" | "Differences",
        BankBook: "银行/渠道" | "Bank",
        Amount: "金额" | "Amount",
        Reason: "缘由" | "Reason",
        Class: "类别" | "Class",
        Cashier: "收费员" | "Cashier",
        Method: "收款方式" | "Method",
        MethodShort: "方式" | "Method",
        Total: "合计" | "Total",
        Rows: "笔数" | "Rows",
        ToDo: "待办" | "To do",
        Days: "对账" | "Reconciliation",
        BankOnlyCashier: "(仅渠道)" | "(bank only)",
        NoSource: "缺" | "none",

        SerialNo: "流水号" | "Serial no",
        OrderNo: "订单号" | "Order no",
        OriginalNo: "原流水号" | "Original no",
        ChannelNo: "渠道流水号" | "Channel no",
        TicketNo: "票据号" | "Ticket no",
        SlipNo: "缴款单号" | "Slip no",
        Time: "时间" | "Time",
        Kind: "类型" | "Kind",
        Fee: "手续费" | "Fee",
        Window: "窗口" | "Window",
        Source: "来源" | "Source",
        Missing: "缺" | "missing",
        NotDue: "不适用" | "not due",
        Proposals: "建议" | "Proposals",
        NoProposals: "没有可推荐的对应流水, 需人工查找" | "no counterpart to propose; look for it by hand",
        Rule: "规则" | "Rule",
        NoRule: "没有规则能把它与他方连起来" | "no rule joined it to the other books",
        KeysCompared: "比较的键" | "Keys compared",
        Facts: "查到的事实" | "Facts found",
        NoFacts: "没有其他事实" | "no further facts",
        Equal: "相同" | "equal",
        Differs: "不同" | "differ",
        OneSideOnly: "仅一方有" | "on one side only",
        RunnerUp: "次选为何落选" | "Why the runner-up lost",
        Legs: "各方" | "Legs",

        Bridge: "渠道桥" | "Channel bridge",
        ByMethod: "按方式" | "by method",
        ByCashierMethod: "按收费员和方式" | "by cashier and method",
        ByCashier: "按收费员" | "by cashier",
        Matched: "勾平" | "Tied",
        Awaited: "待渠道文件" | "Awaiting channel file",
        NegativeShift: "未存负班" | "Negative shift, not banked",
        BridgeHisNet: "HIS 净额" | "HIS net",
        BridgeHisOnly: "- 仅 HIS 有" | "- HIS only",
        BridgeChannelOnly: "+ 仅渠道有" | "+ channel only",
        BridgeDifferences: "+ 同日差额" | "+ same-day diff.",
        BridgeTiming: "+ 跨日" | "+ timing",
        BridgeChannelNet: "= 渠道净额" | "= channel net",
        BridgeFee: "- 手续费" | "- fee",
        BridgeCredit: "= 应入账" | "= to be credited",
        BridgeCredited: "  已入账" | "  credited",
        BridgeInTransit: "  在途" | "  in transit",
        BridgeShort: "  少入账" | "  short",
        BridgeUnexplained: "未解释" | "Unexplained",
        BridgeNote: "未解释须为 0.00, 否则本日不能算平" | "Unexplained must be 0.00 before the day can count as clean",
        NoBridge: "本日没有渠道账单, 无桥可列" | "No channel bill on this day, so there is no bridge",

        Path: "路径" | "Path",
        Folder: "目录" | "Folder",
        Name: "名称" | "Name",
        Size: "字节" | "Bytes",
        File: "文件" | "File",
        Format: "格式" | "Format",
        Encoding: "编码" | "Encoding",
        Outcome: "结果" | "Outcome",
        RowsRead: "读到" | "Read",
        New: "新增" | "New",
        Known: "已有" | "Known",
        Changed: "变更" | "Changed",
        Quarantined: "隔离" | "Quarantined",
        ControlRows: "合计行" | "Control rows",
        Controls: "控制总数" | "Control totals",
        NoControls: "文件自己没有给出合计" | "the file gives no totals of its own",
        Agrees: "相符" | "ok",
        Disagrees: "不符" | "DIFFERS",
        FileSays: "文件" | "file",
        RowsSay: "各行" | "rows",
        Errors: "错误" | "Errors",
        Warnings: "提示" | "Warnings",
        Column: "列" | "column",
        WholeFile: "整个文件" | "whole file",
        Unknown: "未识别" | "unknown",
        WouldImport: "可以导入" | "can be imported",
        PreviewTitle: "预览 (尚未入账)" | "Preview (nothing stored yet)",
        DoneTitle: "已处理" | "Done",
        EnterToImport: "Enter 导入, Esc 放弃" | "Enter imports, Esc gives up",
        EnterToReconcile: "Enter 立即对账所涉日期, Esc 稍后再对" | "Enter reconciles the days touched, Esc leaves it for later",
        EnterToPick: "Enter 选下一个文件" | "Enter picks the next file",
        ImportHint: "输入或粘贴路径后按 Enter; {screen.focus} 到目录里选, 可用 {list.mark} 标记多个" | "Type or paste a path, then Enter; {screen.focus} goes to the list, {list.mark} marks several",

        Previewing: "正在预览" | "Previewing",
        Importing: "正在导入" | "Importing",
        Reconciling: "正在对账" | "Reconciling",
        Cancelling: "正在停止" | "Stopping",
        Cancelled: "已取消, 什么都没有改动" | "Cancelled; nothing was changed",
        EscCancels: "Esc 取消" | "Esc cancels",
        Refreshed: "已刷新" | "Refreshed",
        AlreadyHere: "已经在这个画面" | "This is that screen already",
        AtMenu: "已在主菜单; 按 {app.quit} 退出程序" | "This is the main menu; {app.quit} quits",
        NotReached: "未办" | "not reached",
        NothingToImport: "没有可导入的文件" | "None of these files can be imported",
        OnlyFiles: "只能标记文件" | "Only files can be marked",
        NothingChosen: "没有选中的行" | "No row is chosen",
        Busy: "另一项工作还在进行, 完成或按 Esc 取消后再做" | "Other work is still running; wait for it or press Esc to cancel it",
        BusyQuit: "还有工作在进行: Esc 取消后再退出" | "Work is still running: press Esc to cancel it, then quit",
        FirstCase: "已是第一条" | "This is the first one",
        LastCase: "已是最后一条" | "This is the last one",
        NoStale: "没有待对账的日期" | "No day is waiting to be reconciled",
        NoOtherDay: "那一天没有流水" | "There are no entries on that day",
        OneLeg: "只有一方有原始行" | "Only one leg has a raw line",
        NoRawLine: "隔离行没有成为流水, 原文见该文件的导入报告" | "A quarantined row never became an entry; its text stands in the import report of its file",
        NotReconciled: "本日还没有对账" | "This day has not been reconciled yet",
        AllDaysOpenOnly: "仅提示的差异按日查看: 先在日历里选定一天" | "Informational ones are listed by day: choose a day in the calendar first",
        AlreadyKnown: "这份文件已经在账套里" | "This file is in the book already",
        FileRefused: "这份文件被拒收, 没有可导入的内容" | "This file is refused; there is nothing to import",
        NoDaysTouched: "这份文件没有涉及任何一天" | "This file touches no day",
        StatementEntered: "对账单已入账, 无需三方勾对" | "The statement is in the book; no day waits for it",
        Account: "本方账号" | "Account",
        Balances: "期初期末" | "Balances",
        NoHan: "本终端画不出汉字: 以拼音代替, 全拼见本行; 用 SSH 登录可看汉字" | "This console cannot draw Han: pinyin stands in, in full in this line",
        TypePath: "先输入文件路径" | "Type the path of a file first",
        FocusOnField: "正在输入路径: {screen.focus} 换到目录列表再用" | "The path is being typed: press {screen.focus} to use the list",

        EmptyDays: "账套里还没有流水。按 {go.import} 导入 HIS、收费端、银行或渠道的文件。" | "The book holds no entries yet. Press {go.import} to import files of HIS, cashiers, bank or channels.",
        EmptyToDo: "没有待处理的差异。" | "No exception is open.",
        EmptyToDoDays: "没有待处理的差异; 若有待对账的日期, 先按 {go.calendar} 到日历里对账。" | "No exception is open; if days wait to be reconciled, press {go.calendar} and reconcile them.",
        EmptyExceptions: "这里没有差异。{exceptions.all} 看全部 (含仅提示), {exceptions.filter} 改筛选, Esc 返回。" | "No exception here. {exceptions.all} shows all incl. informational, {exceptions.filter} changes the filter, Esc goes back.",
        EmptyBoard: "本日还没有对账。按 {day.reconcile} 对账; 缺文件时先按 {go.import} 导入。" | "This day has not been reconciled. Press {day.reconcile} to reconcile; if files are missing press {go.import} to import.",
        NothingToCompare: "本日没有要核对的收付; 存款按其存款单的日期核对。" | "Nothing to compare on this day; deposits are compared on the day of their slip.",
        EmptyEntries: "没有这样的流水。Esc 返回。" | "There are no such entries. Esc goes back.",
        EmptyFolder: "目录是空的。{import.parent} 到上级目录。" | "The folder is empty. {import.parent} goes to its parent.",
        EmptyChoice: "没有符合的项。退格删字, Esc 返回。" | "Nothing fits. Backspace deletes, Esc goes back.",
        HelpHint: "同一个键在每个画面意思相同; 字母是第二套键, 开着输入法时用前面那个键" | "A key means the same on every screen; letters are second keys, use the first one under an input method",
        HelpStock: "终端抢走 F 键时: Alt+数字 = F1..F10 (或先按 Esc 再按数字)" | "Where the terminal takes F-keys: Alt+digit = F1..F10 (or Esc, then the digit)",
        ChoiceHint: "数字直接选, Enter 选中, 打拼音首字母查找" | "A digit chooses, Enter takes the marked one, letters search",
        Commands: "命令" | "Commands",
        PaletteHint: "打拼音首字母、汉字或英文, Enter 办理第一条; 数字直接选" | "Type initials, Chinese or English; Enter does the first; a digit chooses",
        EnterConfirms: "Enter 办理, Esc 放弃" | "Enter does it, Esc gives up",
        KeymapUsed: "按键方案" | "Key map",
        Find: "查找" | "Find",
        Position: "定位" | "Position to",
        PositionLost: "定位 (没有这样的行)" | "Position to (no such row)",
        Bound: "当前" | "at work",

        NoColumnsLeft: "左边没有更多的列" | "There are no further columns to the left",
        NoColumnsRight: "右边没有更多的列; 隐藏的列在 列与排序 里恢复" | "There are no further columns to the right; hidden ones come back under Columns",
        NothingMarked: "没有标记的行" | "No row is marked",
        MarkFirst: "先标记首行, 再到末行用 标到此行" | "Mark the first row, then go to the last one and mark to there",
        OptionHint: "Enter 执行, 退格取消" | "Enter carries out, Backspace takes back",
        OptionOpen: "查看" | "open",
        OptionRaw: "原始行" | "raw line",
        OptionReconcile: "对账" | "reconcile",
        Exporting: "正在导出" | "Exporting",
        CopiedToTerminal: "已交给终端的剪贴板; 粘贴不出来时, 在终端设置里允许 OSC 52" | "Handed to the terminal's clipboard; if nothing can be pasted, allow OSC 52 in its settings",
        Batch: "批量预览" | "Batch preview",
        BatchWhat: "将要" | "Will",
        BatchRows: "行数" | "Rows",
        BatchSum: "合计" | "Sum",
        BatchDays: "日期" | "Days",
        BatchColumns: "列" | "Columns",
        BatchFile: "文件名" | "File name",
        BatchHint: "Enter 执行, Esc 返回" | "Enter carries it out, Esc goes back",
        ExportNote: "文件放在账套旁的导出目录, 仅本人可读; 内容与画面的列、顺序、筛选一致" | "The file goes to the exports folder beside the book, readable by you only; columns, order and filter are those of the screen",
        MarkedOnly: "只含已标记的行" | "marked rows only",
        AllShown: "筛选出的全部行" | "every row shown",
        ColumnsHint: "{list.open} 按此列排序, {list.mark} 显示/隐藏, {list.left} {list.right} 改宽度, {list.mark_all} 全部恢复, Esc 完成" | "{list.open} orders by it, {list.mark} shows or hides, {list.left} {list.right} resize, {list.mark_all} restores all, Esc is done",
        ColumnShown: "显示" | "shown",
        ColumnHidden: "隐藏" | "hidden",
        ColumnFrozen: "固定" | "frozen",
        Ascending: "升序" | "ascending",
        Descending: "降序" | "descending",
        ColumnWidth: "宽" | "Width",
        ColumnsTitle: "列与排序" | "Columns",
        NotOrdered: "不能按这一列排序" | "Rows cannot be ordered by this column",
        FrozenStays: "固定的列不能隐藏" | "A frozen column cannot be hidden",
        ListChanged: "行已变, 标记已清除" | "The rows changed; marks were taken away",
        Note: "说明" | "Note",
        FoundNearly: "(近似匹配)" | "(nearly as typed)",
        AllDays: "全部" | "All",
        OneSideHere: "这里只列一方的流水; 按 {go.entries} 看各方全部流水" | "One book's entries stand here; {go.entries} lists all entries of each",
        ColumnsUsual: "各列都已显示, 宽度也是原来的" | "Every column is shown at its usual width",
        RangeTooLong: "一次最多标到 20000 行; 可用 标记全部 或先筛选" | "A range holds 20,000 rows at most; mark all, or filter first",
        NoOptionFit: "这些行不能这样处理" | "These rows cannot be handled so",
    }
}

/// 周几. Monday is 0.
pub fn weekday(number: u32, lang: Lang) -> &'static str {
    const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let at = number as usize % 7;
    lang.pick(ZH[at], EN[at])
}

/// Shown instead of everything in a window too small to work in.
pub fn too_small(columns: u16, rows: u16, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("窗口 {columns}x{rows} 太小, 至少 64x18"),
        Lang::En => format!("window {columns}x{rows} is too small, 64x18 at least"),
    }
}

/// Said of a key nothing is bound to.
pub fn unbound_key(key: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("此处没有用到 {key} 键; {{app.help}} 看全部键"),
        Lang::En => format!("{key} does nothing here; {{app.help}} lists the keys"),
    }
}

/// Why an action cannot be done here: it is one of other screens.
pub fn belongs_to(screens: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("在 {screens} 用"),
        Lang::En => format!("belongs to {screens}"),
    }
}

/// Asked before what cannot be taken back: the figure that must be typed.
pub fn type_figure(figure: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("输入 {figure} 后按 Enter"),
        Lang::En => format!("Type {figure}, then Enter"),
    }
}

/// Said before days waiting are matched in one go.
pub fn reconcile_all(days: usize, from: &str, to: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("将对账 {days} 天 ({from} 至 {to})。中途可按 Esc 停下; 重对不丢任何流水。"),
        Lang::En => {
            format!("Reconciles {days} day(s), {from} to {to}. Esc stops it; no entry is lost by matching again.")
        }
    }
}

/// A line of a file.
pub fn line_number(line: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第 {line} 行"),
        Lang::En => format!("line {line}"),
    }
}

/// Said below a list that was cut at its limit.
pub fn only_first(limit: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("只列前 {limit} 条"),
        Lang::En => format!("only the first {limit} are listed"),
    }
}

/// Which rows of how many a page shows.
pub fn page(from: usize, to: usize, total: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第 {from}-{to} 条, 共 {total} 条"),
        Lang::En => format!("{from}-{to} of {total}"),
    }
}

/// Said of characters in the chosen row that the terminal could not show.
pub fn not_shown(pieces: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("本行显示不出: {pieces}"),
        Lang::En => format!("Not drawn in this row: {pieces}"),
    }
}

/// Outcome of a reconciliation.
pub fn reconciled(days: usize, open: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("对账完成: {days} 天, 待处理差异 {open} 条"),
        Lang::En => format!("Reconciled {days} day(s); {open} exception(s) open"),
    }
}

/// Outcome of an import.
pub fn imported(new: u64, changed: u64, quarantined: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已导入: 新增 {new} 行, 变更 {changed} 行, 隔离 {quarantined} 行"),
        Lang::En => format!("Imported: {new} new, {changed} changed, {quarantined} quarantined"),
    }
}

/// How many files.
pub fn files(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 个文件"),
        Lang::En => format!("{count} file(s)"),
    }
}

/// Said below a folder of which some files are marked.
pub fn files_marked(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已标 {count} 个文件, {{list.open}} 一并预览, {{list.mark_none}} 取消标记"),
        Lang::En => format!("{count} file(s) marked; {{list.open}} previews them together, {{list.mark_none}} unmarks"),
    }
}

/// Said when an import of several files ended before its last.
pub fn files_left(done: usize, left: usize, why: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{done} 个文件已入账, {left} 个未办: {why}"),
        Lang::En => format!("{done} file(s) are in the book, {left} not reached: {why}"),
    }
}

/// Since when and by whom a file is known.
pub fn known_since(at: &str, by: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{by} 已于 {at} 导入"),
        Lang::En => format!("imported {at} by {by}"),
    }
}

/// The days a file touches.
pub fn days_touched(from: &str, to: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh if from == to => format!("涉及 {from}"),
        Lang::Zh => format!("涉及 {from} 至 {to}"),
        Lang::En if from == to => format!("touches {from}"),
        Lang::En => format!("touches {from} to {to}"),
    }
}

/// How far long work is.
pub fn progress(done: u64, total: u64, seconds_left: Option<u64>, lang: Lang) -> String {
    let of = if total > 0 { format!("{done}/{total}") } else { done.to_string() };
    match (seconds_left, lang) {
        (None, Lang::Zh | Lang::En) => of,
        (Some(left), Lang::Zh) => format!("{of}, 约剩 {left} 秒"),
        (Some(left), Lang::En) => format!("{of}, about {left} s left"),
    }
}

/// Said after the operator changed.
pub fn now_acting(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("现在的操作员是 {name}"),
        Lang::En => format!("Now acting as {name}"),
    }
}

/// Why the runner-up lost, part by part.
pub fn behind_by(points: i32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("比首选少 {points} 分"),
        Lang::En => format!("{points} points behind the first"),
    }
}

/// How many further legs there are beside those shown.
pub fn more_legs(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("另有 {count} 笔未列出, {{entry.raw}} 逐笔看原始行"),
        Lang::En => format!("{count} more not shown; {{entry.raw}} goes through the raw lines"),
    }
}

/// What the differences of a list add up to, signs left out.
pub fn sum_of_differences(sum: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("差额绝对值合计 {sum}"),
        Lang::En => format!("differences without sign {sum}"),
    }
}

/// Said in place of rows when nothing fits what was typed.
pub fn not_found(typed: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("没有符合 {typed} 的行。退格改字, Esc 取消查找。"),
        Lang::En => format!("Nothing fits {typed}. Backspace changes it, Esc gives up."),
    }
}

/// How many rows are marked, and what they add up to.
pub fn marked(count: usize, sum: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已标 {count} 条 {sum}"),
        Lang::En => format!("{count} marked {sum}"),
    }
}

/// Said after rows were written into a file.
pub fn exported(rows: u64, path: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已导出 {rows} 行: {path}"),
        Lang::En => format!("{rows} row(s) exported to {path}"),
    }
}

/// Said after a text was copied into a file, because the terminal has no clipboard.
pub fn copied_to_file(path: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("终端没有剪贴板, 已存入文件: {path}"),
        Lang::En => format!("the terminal has no clipboard; kept in {path}"),
    }
}

/// A file of saved views that cannot be read: which, and what becomes of it.
pub fn views_unreadable(path: &str, what: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("列表样式文件 {path} 读不出 ({what}); 文件保留未动, 现用标准样式, 改好或移走后可再保存"),
        Lang::En => format!(
            "the file of views {path} cannot be read ({what}); it is kept as it is, the usual view is used; mend or move it to save again"
        ),
    }
}

/// Days that a batch matches again although nothing changed since.
pub fn days_again(days: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!(" 其中 {days} 天此前已对过账, 结果将重新计算。"),
        Lang::En => format!(" {days} of them were reconciled before and will be computed anew."),
    }
}

/// What amounts a list is narrowed to, as its title says it; nothing where any amount will do.
pub fn amounts(least: Option<Money>, most: Option<Money>, lang: Lang) -> Option<String> {
    let (least, most) = (least.map(Money::grouped), most.map(Money::grouped));
    Some(match (least, most, lang) {
        (None, None, _) => return None,
        (Some(least), Some(most), _) if least == most => least,
        (Some(least), Some(most), Lang::Zh) => format!("{least} 至 {most}"),
        (Some(least), Some(most), Lang::En) => format!("{least} to {most}"),
        (Some(least), None, Lang::Zh) => format!("{least} 以上"),
        (Some(least), None, Lang::En) => format!("{least} and more"),
        (None, Some(most), Lang::Zh) => format!("{most} 以下"),
        (None, Some(most), Lang::En) => format!("{most} and less"),
    })
}

/// How many days.
pub fn days(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 天"),
        Lang::En => format!("{count} day(s)"),
    }
}

/// How many exceptions of all days are open, and their sum, beside a list that holds fewer.
pub fn open_in_all(count: usize, sum: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("全部待处理 {count} 条, 差额绝对值合计 {sum}"),
        Lang::En => format!("{count} open in all, differences without sign {sum}"),
    }
}

/// A file beside the book that cannot be written.
pub fn file_not_written(path: &str, what: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{path} 写不成 ({what}); 查看该目录的权限与剩余空间后再试"),
        Lang::En => format!(
            "{path} cannot be written ({what}); look at the folder's permissions and free space, then try again"
        ),
    }
}

/// What the days of a batch hold before they are matched.
pub fn batch_of_days(rows: u64, open: u32, sum: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!(" 共 {rows} 行流水, 现有待处理差异 {open} 条, 差额绝对值合计 {sum}。"),
        Lang::En => format!(" They hold {rows} entries and {open} open exception(s), differences without sign {sum}."),
    }
}
