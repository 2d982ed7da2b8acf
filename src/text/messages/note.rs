//! What the engine found while classifying, one sentence each.

use super::row_error::row_error_name;
use crate::domain::import::RowErrorCode;
use crate::domain::recon::Note;
use crate::text::lang::Lang;
use crate::text::terms;

/// 线索. One finding as a sentence.
pub fn note(note: &Note, lang: Lang) -> String {
    match lang {
        Lang::Zh => chinese(note),
        Lang::En => english(note),
    }
}

fn chinese(note: &Note) -> String {
    match note {
        Note::HundredFold => "两边恰差 100 倍，疑似元与分混读。".into(),
        Note::DigitsSwapped => "相邻两位数字颠倒。".into(),
        Note::TiedByHand => "各方已由人工勾对。".into(),
        Note::Times(times) => format!("同一笔记了 {times} 次。"),
        Note::FeeExpected(fee) => format!("按合同费率手续费应为 {fee}。"),
        Note::Original { his_no, method: Some(method), paid, refunded } => {
            format!("原单 {his_no} 以{}支付 {paid}，累计已退 {}。", terms::method(*method, Lang::Zh), refunded.abs())
        }
        Note::Original { his_no, method: None, .. } if his_no.is_empty() => "退费未填原流水号。".into(),
        Note::Original { his_no, method: None, .. } => format!("原单 {his_no} 账套内查无。"),
        Note::Shift { rows, sum } => format!("当班现金 {rows} 笔，合计 {sum}。"),
        Note::PaidThenRevoked => "渠道同一订单先支付、后撤销，净额 0.00。".into(),
        Note::OtherMethod(one, other) => {
            format!("支付方式不一致：一边{}，一边{}。", terms::method(*one, Lang::Zh), terms::method(*other, Lang::Zh))
        }
        Note::DaysApart(days) => format!("两边相隔 {} 天。", days.unsigned_abs()),
        Note::Merchant(merchant) => format!("商户号 {merchant} 不是本单位登记的商户号。"),
        Note::Settlement { merchant, net, due: Some(due), overdue: false } => {
            format!("商户 {merchant} 应结净额 {net}，应于 {due} 入账。")
        }
        Note::Settlement { merchant, net, due: Some(due), .. } => {
            format!("商户 {merchant} 应结净额 {net}，应于 {due} 入账，已逾期。")
        }
        Note::Settlement { merchant, net, due: None, .. } => {
            format!("商户 {merchant} 应结净额 {net}，入账日无法推算：缺工作日历或结算周期。")
        }
        Note::Ways(ways) => format!("有 {} 种凑法都等于这笔款，须人工认定：{}。", ways.len(), ways.join("；")),
        Note::Labelled(name) => format!("按规则注明为「{name}」。"),
        Note::Unparsed { column, code } if column.is_empty() => format!("整行未能读入：{}。", problem(code, Lang::Zh)),
        Note::Unparsed { column, code } => format!("「{column}」列未能读入：{}。", problem(code, Lang::Zh)),
    }
}

fn english(note: &Note) -> String {
    match note {
        Note::HundredFold => "One figure is exactly 100 times the other: probably yuan read as fen.".into(),
        Note::DigitsSwapped => "Two neighbouring digits changed places.".into(),
        Note::TiedByHand => "a person tied these rows.".into(),
        Note::Times(times) => format!("The same receipt was booked {times} times."),
        Note::FeeExpected(fee) => format!("By the contract rate the fee should be {fee}."),
        Note::Original { his_no, method: Some(method), paid, refunded } => format!(
            "Original {his_no} was paid by {}, {paid}; refunded so far {}.",
            terms::method(*method, Lang::En),
            refunded.abs()
        ),
        Note::Original { his_no, method: None, .. } if his_no.is_empty() => {
            "The refund names no original receipt.".into()
        }
        Note::Original { his_no, method: None, .. } => format!("Original {his_no} is not in the book."),
        Note::Shift { rows, sum } => format!("Cash of the shift: {rows} rows, {sum} in all."),
        Note::PaidThenRevoked => "The channel's order was paid and then revoked: net 0.00.".into(),
        Note::OtherMethod(one, other) => format!(
            "The payment methods differ: {} on one side, {} on another.",
            terms::method(*one, Lang::En),
            terms::method(*other, Lang::En)
        ),
        Note::DaysApart(days) => format!("The two sides are {} day(s) apart.", days.unsigned_abs()),
        Note::Merchant(merchant) => format!("Merchant {merchant} is not one of ours."),
        Note::Settlement { merchant, net, due: Some(due), overdue: false } => {
            format!("Merchant {merchant} is owed {net}, to be credited on {due}.")
        }
        Note::Settlement { merchant, net, due: Some(due), .. } => {
            format!("Merchant {merchant} is owed {net}, which was to be credited on {due}: overdue.")
        }
        Note::Settlement { merchant, net, due: None, .. } => {
            format!(
                "Merchant {merchant} is owed {net}; the day of its credit is unknown: no calendar or no settle rule."
            )
        }
        Note::Ways(ways) => {
            format!("{} ways to make up this sum, for a person to choose: {}.", ways.len(), ways.join("; "))
        }
        Note::Labelled(name) => format!("A rule labels it \"{name}\"."),
        Note::Unparsed { column, code } if column.is_empty() => {
            format!("The row could not be read: {}.", problem(code, Lang::En))
        }
        Note::Unparsed { column, code } => {
            format!("Column \"{column}\" could not be read: {}.", problem(code, Lang::En))
        }
    }
}

fn problem(code: &str, lang: Lang) -> String {
    RowErrorCode::from_code(code).map_or_else(|| code.to_string(), |known| row_error_name(known, lang).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::Method;
    use crate::domain::money::Money;

    #[test]
    fn notes_read_as_sentences() {
        let original = |method| Note::Original {
            his_no: "JS1".into(),
            method,
            paid: Money::from_fen(5_000),
            refunded: Money::from_fen(-6_000),
        };
        for (finding, zh, en) in [
            (Note::HundredFold, "100 倍", "100 times"),
            (Note::DigitsSwapped, "颠倒", "changed places"),
            (Note::Times(3), "记了 3 次", "3 times"),
            (Note::FeeExpected(Money::from_fen(61)), "应为 0.61", "should be 0.61"),
            (original(Some(Method::Wechat)), "原单 JS1 以微信支付 50.00，累计已退 60.00", "paid by WeChat, 50.00"),
            (original(None), "原单 JS1 账套内查无", "JS1 is not in the book"),
            (Note::Shift { rows: 5, sum: Money::from_fen(230_000) }, "5 笔，合计 2300.00", "5 rows, 2300.00"),
            (Note::PaidThenRevoked, "先支付、后撤销", "paid and then revoked"),
            (Note::DaysApart(-1), "相隔 1 天", "1 day(s) apart"),
            (Note::Merchant("190".into()), "商户号 190", "Merchant 190"),
            (Note::Unparsed { column: "金额".into(), code: "amount_decimals".into() }, "「金额」列", "Column \"金额\""),
            (Note::Unparsed { column: String::new(), code: "ragged_row".into() }, "整行", "The row"),
        ] {
            let (chinese, english) = (note(&finding, Lang::Zh), note(&finding, Lang::En));
            assert!(chinese.contains(zh) && chinese.ends_with('。'), "{chinese}");
            assert!(english.contains(en) && english.ends_with('.'), "{english}");
        }
    }
}
