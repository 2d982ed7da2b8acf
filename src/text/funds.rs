//! Words of the screens of nets, credits and accounts 资金到账.

use super::lang::Lang;

crate::words! {
    /// 到账用词.
    pub enum FundsWord {
        Funds: "资金到账" | "Arrivals",
        All: "全部" | "all",
        OpenOnly: "未到齐" | "not arrived",
        Bridge: "月渠道桥" | "bridge of the month",
        Channel: "渠道" | "Channel",
        Net: "应到账" | "Net due",
        Credited: "已到账" | "Credited",
        InTransit: "在途" | "In transit",
        Short: "短少" | "Short",
        Due: "应到" | "Due",
        Overdue: "逾期" | "overdue",
        Waiting: "在途" | "waits",
        FellShort: "短少" | "short",
        Arrived: "已到" | "arrived",
        NoStatement: "本月还没有导入这个账户的对账单" | "no statement of the account covers this month",
        Nothing: "本月没有应到账的渠道净额; 渠道合同要写明到账工作日和到账账号 ({go.site})" | "No channel net is due this month; a contract needs its days and account of settlement ({go.site})",
        NothingOpen: "没有在途、逾期或短少的款项; {funds.open} 看全部" | "Nothing is in transit, overdue or short; {funds.open} shows all",
    }
}

/// One account: what its statements cover, and rows of it nobody knows.
pub fn account_said(account: &str, covered: &str, rows: usize, sum: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{account}  对账单 {covered}  待查 {rows} 笔 {sum}"),
        Lang::En => format!("{account}  statements {covered}  unidentified {rows}, {sum}"),
    }
}
