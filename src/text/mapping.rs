//! Words of the mapping screen 定版式: roles of columns, settings, meanings of words.
//!
//! Invariant: a role is known by the loader's own name; what it means to a clerk stands here, for every role.

use super::lang::Lang;
use super::terms;
use crate::domain::entry::{Kind, Method};

crate::words! {
    /// 定版式用词.
    pub enum MappingWord {
        Title: "定版式" | "Layout",
        Item: "列名/项目" | "Heading or setting",
        Meaning: "含义" | "Meaning",
        First: "第一行" | "First row",
        Second: "第二行" | "Second row",
        NotRead: "不读" | "not read",
        NotSaid: "未定" | "not said",
        Source: "这是什么文件" | "What it is",
        Name: "版式名称" | "Name of the layout",
        Header: "表头在哪一行" | "Line of the headings",
        Unit: "金额单位" | "Unit of money",
        Sign: "金额正负" | "Signs",
        Total: "合计行首格" | "Row of totals begins",
        OneMethod: "全表同一方式" | "One method for all",
        OwnAccount: "本方账号" | "Own account",
        Yuan: "元" | "yuan",
        Fen: "分" | "fen",
        Guessed: "由合计验出" | "as the total proves",
        AsKind: "收正退负" | "minus on refunds",
        Positive: "一律为正" | "never a minus",
        AsPrinted: "按文件正负" | "as printed",
        MoneyIn: "收入" | "money in",
        MoneyOut: "支出" | "money out",
        EnterToMap: "Enter 给它定版式" | "Enter makes a layout for it",
        EnterToSay: "Enter 指定账号或日期" | "Enter says its account or day",
        ChooseFile: "先选一份文件, 再给它定版式" | "Choose a file first, then make its layout",
        HasLayout: "这份文件已有版式" | "this file has a layout already",
        Employers: "单位登记" | "employers",
        Dues: "应缴" | "dues",
        Payments: "实缴" | "payments",
    }
}

/// What a file may be, by its source in a layout.
pub fn source(code: &str, lang: Lang) -> String {
    let word = match code {
        "his" => lang.pick("HIS 结算", "HIS settlements"),
        "cashier" => lang.pick("收费端", "cashiers' receipts"),
        "bank" => lang.pick("渠道/银行收款", "channel or bank receipts"),
        "statement" => lang.pick("银行对账单", "bank statement"),
        "employers" => MappingWord::Employers.in_lang(lang),
        "dues" => MappingWord::Dues.in_lang(lang),
        "payments" => MappingWord::Payments.in_lang(lang),
        other => other,
    };
    word.to_owned()
}

/// What a role of a column means, by its name in a layout.
pub fn role(code: &str, lang: Lang) -> String {
    if let Some(method) = code.strip_prefix("tender.").and_then(Method::from_code) {
        return match lang {
            Lang::Zh => format!("{}金额", terms::method(method, lang)),
            Lang::En => format!("money: {}", terms::method(method, lang)),
        };
    }
    let found = ROLES.iter().find(|(known, _, _)| *known == code);
    found.map_or(code, |(_, zh, en)| lang.pick(zh, en)).to_owned()
}

/// Every role that is no column of one method's money.
const ROLES: &[(&str, &str, &str)] = &[
    ("at", "时间", "time"),
    ("on", "日期", "date"),
    ("his_no", "结算流水号", "HIS number"),
    ("order_no", "商户订单号", "order number"),
    ("original_no", "原流水号", "original number"),
    ("channel_no", "渠道流水号", "channel number"),
    ("ticket_no", "票据号", "ticket number"),
    ("cashier", "收费员", "cashier"),
    ("window", "窗口终端", "window"),
    ("merchant", "商户号", "merchant"),
    ("kind", "收退类型", "payment or refund"),
    ("method", "支付方式", "method"),
    ("amount", "金额", "amount"),
    ("fee", "手续费", "fee"),
    ("net", "入账净额", "net"),
    ("plus", "加项(补缴)", "added"),
    ("minus", "减项(退款)", "taken off"),
    ("account", "账号", "account"),
    ("received", "收入金额", "received"),
    ("paid", "支出金额", "paid out"),
    ("direction", "借贷标志", "in or out"),
    ("balance", "余额", "balance"),
    ("currency", "币种", "currency"),
    ("counterparty_name", "对方户名", "other party"),
    ("counterparty_account", "对方账号", "other account"),
    ("payer_name", "付款人", "payer"),
    ("payer_account", "付款账号", "payer's account"),
    ("payee_name", "收款人", "payee"),
    ("payee_account", "收款账号", "payee's account"),
    ("bank_no", "银行流水号", "bank's number"),
    ("text", "摘要附言", "text"),
    ("code", "信用代码", "credit code"),
    ("name", "单位名称", "name"),
    ("no", "编号", "number"),
    ("industry", "行业", "industry"),
    ("size", "规模", "size"),
    ("area", "区域", "area"),
    ("officer", "专管员", "officer"),
    ("status", "状态", "status"),
    ("bankrupt_on", "破产受理日", "bankrupt on"),
    ("legal_representative", "法定代表人", "representative"),
    ("contact", "联系人", "contact"),
    ("phone", "电话", "phone"),
    ("address", "地址", "address"),
    ("bank", "开户行", "bank"),
    ("line", "险种", "insurance line"),
    ("month", "费款所属期", "month"),
    ("portion", "单位/个人", "portion"),
    ("due_on", "应缴期限", "due on"),
    ("base", "缴费基数", "base"),
    ("rate", "费率", "rate"),
    ("assessment", "核定方式", "assessment"),
    ("order_failed", "逾期未改", "order failed"),
    ("deferred_from", "缓缴自", "deferred from"),
    ("repay_by", "缓缴止", "repay by"),
    ("written_off", "核销金额", "written off"),
    ("written_off_on", "核销日", "written off on"),
    ("paid_on", "缴费日", "paid on"),
    ("channel", "缴费渠道", "channel"),
];

/// What a word of the file means: a kind, a method, a direction.
pub fn meaning(role: &str, code: &str, lang: Lang) -> String {
    let known = match role {
        "kind" => Kind::from_code(code).map(|kind| terms::kind(kind, lang)),
        "method" => Method::from_code(code).map(|method| terms::method(method, lang)),
        _ if code == "in" => Some(MappingWord::MoneyIn.in_lang(lang)),
        _ => Some(MappingWord::MoneyOut.in_lang(lang)),
    };
    known.unwrap_or(code).to_owned()
}

/// What a row of the list is: `列 结算单号`, `词 聚合(支付方式)`.
pub fn word_of(role_code: &str, word: &str, lang: Lang) -> String {
    format!("{} \"{word}\"", role(role_code, lang))
}

/// The first line: what it is, headings, unit, signs.
pub fn reads_by(source_code: &str, header: u32, unit: Option<&str>, sign: Option<&str>, lang: Lang) -> String {
    let mut parts = vec![source(source_code, lang)];
    parts.push(match lang {
        Lang::Zh => format!("表头第 {header} 行"),
        Lang::En => format!("headings on line {header}"),
    });
    parts.extend(unit.map(|unit| format!("{} {unit}", lang.pick("单位", "unit"))));
    parts.extend(sign.map(|sign| format!("{} {sign}", lang.pick("正负", "signs"))));
    parts.join("  ")
}

/// Roles no column has yet.
pub fn lacks(roles: &[&str], lang: Lang) -> String {
    let named: Vec<String> = roles.iter().map(|code| role(code, lang)).collect();
    match lang {
        Lang::Zh => format!("还没有列是: {}", named.join("、")),
        Lang::En => format!("No column yet is: {}", named.join(", ")),
    }
}

/// A row as it is understood; `what` says kind and method.
pub fn read_row(line: u32, (at, what, amount): (&str, &str, &str), number: &str, lang: Lang) -> String {
    let place = match lang {
        Lang::Zh => format!("第 {line} 行读成"),
        Lang::En => format!("line {line} reads"),
    };
    [place.as_str(), at, what, amount, number]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("  ")
}

/// What was said of files that do not say it themselves.
pub fn read_as(account: &str, day: &str, lang: Lang) -> String {
    let part = |label: &str, value: &str| if value.is_empty() { String::new() } else { format!("{label} {value}  ") };
    match lang {
        Lang::Zh => format!("指定  {}{}", part("本方账号", account), part("营业日", day)),
        Lang::En => format!("Said: {}{}", part("own account", account), part("day", day)),
    }
}

/// A layout was kept.
pub fn kept(path: &str, wrong: usize, lang: Lang) -> String {
    match (lang, wrong) {
        (Lang::Zh, 0) => format!("已存为本单位版式 {path}"),
        (Lang::Zh, wrong) => format!("已存为本单位版式 {path}; 有 {wrong} 行读不成, 导入时隔离"),
        (Lang::En, 0) => format!("Kept as a layout of the house: {path}"),
        (Lang::En, wrong) => format!("Kept as a layout of the house: {path}; {wrong} rows will be quarantined"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_its_word_in_both_languages() {
        for (code, zh, en) in ROLES {
            assert_eq!((role(code, Lang::Zh).as_str(), role(code, Lang::En).as_str()), (*zh, *en));
            assert!(zh != en && !zh.is_ascii(), "{code}");
        }
    }
}
