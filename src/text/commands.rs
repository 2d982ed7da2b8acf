//! Words and sentences of the command line.
//!
//! Invariant: a command prints nothing that does not stand here, in `terms` or in `messages`.

use crate::domain::import::FileReport;
use crate::domain::money::Money;
use crate::domain::statement::AccountPart;
use crate::text::lang::Lang;
use crate::words;

words! {
    /// Headings and short words of command output.
    pub enum CommandWord {
        Method: "支付方式" | "Method",
        Cashier: "收费端" | "Cashier",
        His: "HIS" | "HIS",
        Bank: "银行/渠道" | "Bank/channel",
        Difference: "差额" | "Difference",
        Settlement: "结算" | "Settlement",
        ExpectedCredit: "应入账" | "Expected credit",
        Credited: "已入账" | "Credited",
        InTransit: "在途" | "In transit",
        Short: "少入账" | "Short",
        Total: "合计" | "Total",
        Code: "代码" | "Code",
        Class: "类别" | "Class",
        Count: "件数" | "Count",
        Open: "待处理" | "Open",
        Shift: "未存负班" | "Shift not banked",
        CashierName: "收费员" | "Cashier",
        Slip: "存款单" | "Slip",
        Amount: "金额" | "Amount",
        Control: "控制总数" | "Control total",
        Expected: "文件所载" | "File says",
        Actual: "各行合计" | "Rows say",
        Verdict: "结果" | "Verdict",
        Agrees: "相符" | "agrees",
        Disagrees: "不符" | "differs",
        Format: "版式" | "Layout",
        Side: "一方" | "Book",
        Columns: "所需的列" | "Columns needed",
        Operator: "操作员" | "Operator",
        Account: "系统账户" | "System account",
        Since: "登记时间" | "Since",
        Sequence: "序号" | "No.",
        Time: "时间（UTC）" | "Time (UTC)",
        Fact: "事项" | "Fact",
        Subject: "对象" | "Subject",
        Channel: "渠道" | "Channel",
        Merchant: "商户号" | "Merchant",
        Rate: "费率" | "Rate",
        Settle: "到账" | "Settles",
        BankAccount: "银行账号" | "Bank account",
        BankCode: "银行" | "Bank",
        HisSheet: "HIS 报表" | "HIS sheet",
        Layouts: "版式" | "Layouts",
        File: "文件" | "File",
        Rows: "行数" | "Rows",
        Step: "步骤" | "Step",
        Milliseconds: "毫秒" | "ms",
        PeakMemory: "内存峰值" | "peak memory",
        RowsPerSecond: "行/秒" | "rows/s",
        Digest: "摘要" | "Digest",
        Screen: "键区" | "Section",
        Group: "组" | "Group",
        Action: "操作" | "Action",
        ActionId: "操作名" | "Id",
        Initials: "拼音" | "Initials",
        Keys: "键" | "Keys",
        KeymapName: "按键方案" | "Key map",
        EnterFirst: "Enter 确认" | "Enter confirms",
        FigureFirst: "输数确认" | "figure confirms",
        Confirmation: "确认" | "Asks first",
        NoDifference: "没有差异。" | "No differences.",
        NoSite: "未登记本单位资料：商户号不作判断，手续费不审计，不计在途。" | "No site facts: merchants are not judged, fees not audited, nothing is in transit.",
        DryRun: "试读：没有写入账套。" | "Dry run: nothing was written to the book.",
        ForWhom: "三核 · 演示账套" | "sanhe · demonstration book",
        Version: "版本" | "version",
        Refused: "不予办理" | "Refused",
        Fault: "故障" | "Fault",
        Usage: "用法不对" | "Usage",
        Warning: "提示" | "Note",
        PostedOn: "记账时间" | "Posted",
        Balance: "余额" | "Balance",
        Counterparty: "对方" | "Counterparty",
        Remark: "摘要" | "Remark",
        NoStatements: "该范围内没有对账单记录。" | "No statement rows in that range.",
    }
}

/// The counting line of a file: rows read and what became of each.
pub fn file_counts(report: &FileReport, lang: Lang) -> String {
    let FileReport { rows_read, imported, known, changed, quarantined, control_rows, .. } = report;
    let counted = match lang {
        Lang::Zh => format!(
            "读入 {rows_read} 行 = 新增 {imported} + 已有 {known} + 变更 {changed} + 隔离 {quarantined} + 合计行 {control_rows}"
        ),
        Lang::En => format!(
            "{rows_read} rows read = {imported} new + {known} known + {changed} changed + {quarantined} quarantined + {control_rows} totals"
        ),
    };
    match (report.entries, lang) {
        (None, _) => counted,
        (Some(entries), Lang::Zh) => format!("{counted}（按支付方式拆成 {entries} 笔）"),
        (Some(entries), Lang::En) => format!("{counted} ({entries} entries, one a method)"),
    }
}

/// When and by whom a known file came in.
pub fn known_since(utc: &str, operator: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("同一文件已由 {operator} 于 {utc} 导入，本次不重复记账。"),
        Lang::En => format!("{operator} imported this very file at {utc}; nothing is booked twice."),
    }
}

/// Where the rest of a long list is to be seen.
pub fn and_more(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("另有 {count} 处未列出，加 --json 查看全部。"),
        Lang::En => format!("{count} more are not listed; see them all with --json."),
    }
}

/// Closing line of an import of several files.
pub fn files_summary(imported: usize, known: usize, refused: usize, lang: Lang) -> String {
    let files = imported + known + refused;
    match lang {
        Lang::Zh => format!("共 {files} 个文件：已导入 {imported}，已知 {known}，拒收 {refused}。"),
        Lang::En => format!("{files} files: {imported} imported, {known} known, {refused} refused."),
    }
}

/// Closing line of a list of exceptions.
pub fn exceptions_summary(listed: usize, open: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("共 {listed} 件，待处理 {open} 件。"),
        Lang::En => format!("{listed} listed, {open} open."),
    }
}

/// 账龄 in a list.
pub fn days_open(working_days: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{working_days}个工作日"),
        Lang::En => format!("{working_days} working day(s)"),
    }
}

/// Row counts of one side: read, tied.
pub fn day_counts(side: &str, matched: u64, entries: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{side} {entries} 笔，勾平 {matched}"),
        Lang::En => format!("{side} {entries} rows, {matched} tied"),
    }
}

/// Receipts waiting for a channel's file.
pub fn awaited(count: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("待账单 {count} 笔"),
        Lang::En => format!("{count} await their bill"),
    }
}

/// A book was made.
pub fn book_made(path: &str, operator: &str, account: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!(
            "已建账：{path}。操作员 {operator}（系统账户 {account}）。单人账套：一人兼各岗，增加第二名操作员后即止。"
        ),
        Lang::En => format!(
            "Book made: {path}. Operator {operator} (system account {account}). Single-person book: one person holds every post until a second operator is added."
        ),
    }
}

/// An operator was registered.
pub fn operator_added(name: &str, account: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已登记操作员 {name}（系统账户 {account}）。"),
        Lang::En => format!("Operator {name} is registered (system account {account})."),
    }
}

/// Site facts were taken over.
pub fn site_imported(channels: usize, accounts: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已导入本单位资料：渠道合同 {channels} 项，银行账户 {accounts} 个。"),
        Lang::En => format!("Site facts taken over: {channels} channel contracts, {accounts} accounts."),
    }
}

/// 甲(代乙): who did it, and for whom.
pub fn stand_in(actor: &str, principal: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{actor}（代{principal}）"),
        Lang::En => format!("{actor} (for {principal})"),
    }
}

/// The journal's chain holds.
pub fn journal_whole(facts: u64, head: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("日志完整：{facts} 条，链头 {head}。"),
        Lang::En => format!("The journal is whole: {facts} facts, head {head}."),
    }
}

/// A copy was made and verified.
pub fn copied(path: &str, bytes: u64, facts: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已备份并核对：{path}，{bytes} 字节，日志 {facts} 条。"),
        Lang::En => format!("Backed up and verified: {path}, {bytes} bytes, {facts} facts."),
    }
}

/// A copy was put in place and verified.
pub fn restored(path: &str, bytes: u64, facts: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已恢复并核对：{path}，{bytes} 字节，日志 {facts} 条。"),
        Lang::En => format!("Restored and verified: {path}, {bytes} bytes, {facts} facts."),
    }
}

/// A demonstration book was made, or the one there is used.
pub fn demo_book(path: &str, existed: bool, lang: Lang) -> String {
    match (lang, existed) {
        (Lang::Zh, true) => format!("演示账套已在：{path}，直接使用，不覆盖。"),
        (Lang::Zh, false) => format!("已建演示账套：{path}。"),
        (Lang::En, true) => format!("The demonstration book is there already: {path}; it is used as it is."),
        (Lang::En, false) => format!("Demonstration book made: {path}."),
    }
}

/// What to type next.
pub fn next_command(command: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("下一步：{command}"),
        Lang::En => format!("Next: {command}"),
    }
}

/// Sample files were written.
pub fn sample_made(directory: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已写入样例文件：{directory}（虚构数据，植入的差异见 truth.json）。"),
        Lang::En => format!("Sample files written to {directory} (made-up data; planted defects in truth.json)."),
    }
}

/// How to type in the workstation line by line.
pub fn plain_hint(lang: Lang) -> &'static str {
    lang.pick(
        "逐行方式。每行输入一项: 键名 (f1, esc, tab, down 5)、数字、#行号、:操作名或拼音首字母、'文字; 空行即 Enter; 0 退出程序。",
        "Line by line. Type one thing a line: a key (f1, esc, tab, down 5), a digit, #row, :action, 'text; an empty line is Enter; 0 quits.",
    )
}

/// Said of a name that is no action's.
pub fn no_action(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("! 没有叫“{name}”的操作; f1 看此处的全部按键, f2 看全部操作"),
        Lang::En => format!("! no action is called \"{name}\"; f1 lists the keys here, f2 the actions"),
    }
}

/// Stands before what is typed line by line.
pub fn plain_prompt(lang: Lang) -> &'static str {
    lang.pick("请输入: ", "input: ")
}

/// The workstation was asked for where there is no terminal.
pub fn no_terminal(lang: Lang) -> &'static str {
    lang.pick(
        "工作台需要终端；脚本里请用各条命令，见 sanhe --help。",
        "the workstation needs a terminal; in scripts use the commands, see sanhe --help.",
    )
}

/// No place for the book is known.
pub fn no_book_path(lang: Lang) -> &'static str {
    lang.pick(
        "找不到用户数据目录，请用 --book 或 SANHE_BOOK 指定账套。",
        "no user data directory is known; name the book with --book or SANHE_BOOK.",
    )
}

/// Days whose files changed after they were last matched.
pub fn days_changed(days: usize, first: &str, last: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            format!("提示：{first} 至 {last} 有 {days} 天在导入后尚未对账，所列差异可能不全；先执行 sanhe reconcile。")
        }
        Lang::En => format!(
            "Note: {days} day(s) from {first} to {last} were not reconciled since files came in, so this list may not be whole; run sanhe reconcile first."
        ),
    }
}

/// `--day` given where every row says it itself.
pub const fn rows_name_their_own(lang: Lang) -> &'static str {
    lang.pick(
        "提示：现有版式的每一行都自带日期，--day 未起作用。",
        "Note: every row of the layouts known names its own day; --day changed nothing.",
    )
}

/// Closing line of one account of a list of statement rows.
pub fn statement_sums(rows: usize, inward: Money, outward: Money, lang: Lang) -> String {
    let (inward, outward) = (inward.grouped(), outward.abs().grouped());
    match lang {
        Lang::Zh => format!("共 {rows} 笔：收入 {inward}，支出 {outward}。"),
        Lang::En => format!("{rows} rows: {inward} in, {outward} out."),
    }
}

/// One account of a statement: its days and the balances at both ends.
pub fn account_part(part: &AccountPart, lang: Lang) -> String {
    let AccountPart { account, currency, from, to, opening, closing, rows } = part;
    let shown = |money: &Option<Money>| money.map_or_else(|| "-".to_string(), Money::grouped);
    let (opening, closing) = (shown(opening), shown(closing));
    match lang {
        Lang::Zh => format!("账户 {account}（{currency}）{from} 至 {to} {rows} 笔  期初 {opening}  期末 {closing}"),
        Lang::En => {
            format!("account {account} ({currency}) {from} to {to}, {rows} rows  opening {opening}  closing {closing}")
        }
    }
}

/// What other rules would change.
pub fn rules_tried(matched: usize, unmatched: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("按此规则：多勾平 {matched} 条差异，新增 {unmatched} 条差异；未写入任何内容。"),
        Lang::En => format!("This change would match +{matched}, unmatch {unmatched}; nothing was written."),
    }
}

/// A layout asked for that is not known.
pub fn unknown_format(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("没有名为“{name}”的版式；用 sanhe formats 查看。"),
        Lang::En => format!("There is no layout \"{name}\"; see `sanhe formats`."),
    }
}

/// `$SANHE_LANG` holds something else.
pub fn bad_language(found: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("SANHE_LANG 只能是 zh 或 en，现为“{found}”。"),
        Lang::En => format!("SANHE_LANG is \"{found}\"; it must be zh or en."),
    }
}

/// A key file without a fault.
pub fn key_file_sound(file: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{file}：没有错误。"),
        Lang::En => format!("{file}: no fault."),
    }
}

/// Said where a person has no key file of their own.
pub fn no_key_file(file: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{file}：还没有自定义键表，用内置的。"),
        Lang::En => format!("{file}: there is none yet; a built-in map is used."),
    }
}

/// A section of keys nobody knows.
pub fn no_such_section(name: &str, known: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("没有键区 {name}；可用：{known}。"),
        Lang::En => format!("there is no section {name}; there are: {known}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_carry_their_figures_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            for (sentence, figures) in [
                (files_summary(3, 2, 1, lang), ["6", "1"]),
                (exceptions_summary(60, 58, lang), ["60", "58"]),
                (day_counts("HIS", 490, 500, lang), ["490", "500"]),
                (known_since("2026-03-05T01:02:03Z", "李敏", lang), ["2026-03-05T01:02:03Z", "李敏"]),
                (journal_whole(7, "ab12", lang), ["7", "ab12"]),
            ] {
                assert!(figures.iter().all(|figure| sentence.contains(figure)), "{sentence}");
            }
        }
    }
}
