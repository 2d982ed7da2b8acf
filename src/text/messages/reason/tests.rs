//! Sentences of typical cases, as a clerk reads them.

use super::*;
use crate::domain::day::TimeOfDay;
use crate::domain::exception::State;

fn leg(side: Side, kind: Kind, fen: i64, face: i64, day: &str, at: Option<u32>) -> CaseLeg {
    CaseLeg {
        side,
        entry: None,
        kind,
        amount: Money::from_fen(fen),
        face: Money::from_fen(face),
        day: BusinessDay::parse(day).unwrap(),
        at: at.map_or(TimeOfDay::UNKNOWN, TimeOfDay::from_second),
        file: "f.csv".into(),
        line: 7,
        mark: 0,
    }
}

fn paid(side: Side, fen: i64) -> CaseLeg {
    leg(side, if fen < 0 { Kind::Refund } else { Kind::Pay }, fen, fen, "2026-03-04", None)
}

fn case(class: Class, method: Method, legs: Vec<CaseLeg>, difference: i64, notes: Vec<Note>) -> ExceptionCase {
    ExceptionCase {
        key: String::new(),
        work: Default::default(),
        id: 1,
        class,
        state: State::Open,
        day: BusinessDay::parse("2026-03-04").unwrap(),
        method,
        cashier: "007".into(),
        his_no: "JS9".into(),
        order_no: if method == Method::Cash { String::new() } else { "ZF9".into() },
        slip_no: "JK20260304B003".into(),
        legs,
        difference: Money::from_fen(difference),
        rule: String::new(),
        notes,
        proposals: Vec::new(),
    }
}

fn original(method: Option<Method>, fen: i64, refunded: i64) -> Note {
    Note::Original { his_no: "JS1".into(), method, paid: Money::from_fen(fen), refunded: Money::from_fen(refunded) }
}

#[test]
fn every_class_has_a_sentence_in_both_languages() {
    for class in Class::ALL {
        for legs in [vec![], vec![paid(Side::His, 100)], vec![paid(Side::Bank, 100)]] {
            let case = case(*class, Method::Wechat, legs, 1, Vec::new());
            let (zh, en) = (reason(&case, Lang::Zh), reason(&case, Lang::En));
            assert!(!zh.is_empty() && !en.is_empty() && zh != en || case.legs.is_empty(), "{class:?}: {zh} | {en}");
        }
    }
}

#[test]
fn the_five_plain_ones() {
    use Class::*;
    use Method::{Alipay, Cash, Wechat};
    use Side::{Bank, Cashier, His};
    for (class, method, sides, zh, en) in [
        (
            MissingInHis,
            Wechat,
            vec![Cashier, Bank],
            "收费端与渠道各一笔 22.81，HIS 无此订单",
            "The cashier and the channel have one row of 22.81 each, HIS has no such order",
        ),
        (
            MissingInHis,
            Cash,
            vec![Cashier],
            "收费端一笔 22.81，HIS 无此流水",
            "The cashier has one row of 22.81, HIS has no such receipt",
        ),
        (
            MissingInBank,
            Alipay,
            vec![His, Cashier],
            "HIS 与收费端各一笔 22.81，渠道无此订单",
            "HIS and the cashier have one row of 22.81 each, the channel has no such order",
        ),
        (
            HisOnly,
            Alipay,
            vec![His],
            "HIS 一笔 22.81，收费端与渠道均无此订单",
            "HIS has one row of 22.81, neither the cashier nor the channel has this order",
        ),
        (
            BankOnly,
            Wechat,
            vec![Bank],
            "渠道一笔 22.81，HIS 与收费端均无此订单",
            "The channel has one row of 22.81, neither HIS nor the cashier has this order",
        ),
    ] {
        let legs = sides.into_iter().map(|side| paid(side, 2_281)).collect();
        let case = case(class, method, legs, 0, Vec::new());
        assert_eq!(reason(&case, Lang::Zh), zh);
        assert_eq!(reason(&case, Lang::En), en);
    }
}

#[test]
fn amounts_name_both_figures_the_difference_and_the_hint() {
    let legs = |his, bank| vec![paid(Side::His, his), paid(Side::Cashier, his), paid(Side::Bank, bank)];
    for (his, bank, notes, zh) in [
        (
            2_389,
            2_398,
            vec![Note::DigitsSwapped],
            "HIS 与收费端各一笔 23.89，渠道一笔 23.98，差额 +0.09，相邻两位数字颠倒",
        ),
        (
            2_389,
            238_900,
            vec![Note::HundredFold],
            "HIS 与收费端各一笔 23.89，渠道一笔 2389.00，差额 +2365.11，渠道恰为 HIS 的 ×100，疑似元与分混读",
        ),
        (
            10_000,
            100,
            vec![Note::HundredFold],
            "HIS 与收费端各一笔 100.00，渠道一笔 1.00，差额 -99.00，渠道恰为 HIS 的 ÷100，疑似元与分混读",
        ),
        (2_282, 2_281, vec![], "HIS 与收费端各一笔 22.82，渠道一笔 22.81，差额 -0.01"),
    ] {
        let case = case(Class::AmountDiffers, Method::Wechat, legs(his, bank), bank - his, notes);
        assert_eq!(reason(&case, Lang::Zh), zh);
    }
}

#[test]
fn refunds_name_their_original() {
    use Class::*;
    let legs = |fen| vec![paid(Side::His, fen), paid(Side::Cashier, fen)];
    for (class, method, notes, zh, en) in [
        (
            RefundOver,
            Method::Alipay,
            vec![original(Some(Method::Alipay), 9_400, -18_869)],
            "原单 JS1 支付 94.00，连同本笔 -94.69 累计已退 188.69，超退 94.69",
            "Original JS1 was paid 94.00; with this -94.69 it is refunded 188.69 in all, 94.69 too much",
        ),
        (
            RefundOtherRoute,
            Method::Cash,
            vec![original(Some(Method::Wechat), 12_971, -9_469)],
            "原单 JS1 以微信支付 129.71，本笔以现金退 -94.69，不是原路退回",
            "Original JS1 was paid 129.71 by WeChat, this refund of -94.69 went by cash, not by the original route",
        ),
        (
            RefundNoOriginal,
            Method::Prepaid,
            vec![original(None, 0, 0)],
            "HIS 与收费端各一笔 -94.69，所填原单 JS1 账套内查无",
            "HIS and the cashier have one row of -94.69 each, but the original JS1 is not in the book",
        ),
    ] {
        let case = case(class, method, legs(-9_469), 0, notes);
        assert_eq!(reason(&case, Lang::Zh), zh);
        assert_eq!(reason(&case, Lang::En), en);
    }
}

#[test]
fn status_duplicate_days_and_deposits() {
    let day = |side, day, second| leg(side, Kind::Pay, 14_099, 14_099, day, Some(second));
    let revoked = leg(Side::Bank, Kind::Revoke, 0, 26_224, "2026-03-04", None);
    let pair = vec![
        paid(Side::His, 2_610),
        paid(Side::Bank, 2_610),
        leg(Side::Bank, Kind::Revoke, -2_610, 2_610, "2026-03-04", None),
    ];
    let twice =
        vec![paid(Side::His, 6_096), paid(Side::Cashier, 6_096), paid(Side::Bank, 6_096), paid(Side::Bank, 6_096)];
    let shift = Note::Shift { rows: 5, sum: Money::from_fen(230_000) };
    let deposit = leg(Side::Bank, Kind::Deposit, 230_100, 230_100, "2026-03-05", None);
    use Class::*;
    for (class, method, legs, notes, zh) in [
        (
            StatusDiffers,
            Method::Card,
            pair,
            vec![Note::PaidThenRevoked],
            "HIS 收费 26.10 仍成立，渠道同一订单先支付、后撤销，净额 0.00",
        ),
        (
            StatusDiffers,
            Method::Wechat,
            vec![paid(Side::His, 26_224), revoked],
            vec![],
            "HIS 收费 262.24，渠道撤销 262.24（计 0.00）",
        ),
        (
            Duplicate,
            Method::Wechat,
            twice,
            vec![Note::Times(2)],
            "HIS 与收费端各一笔 60.96，渠道 2 笔共 121.92，渠道多记 60.96",
        ),
        (
            CrossDay,
            Method::Wechat,
            vec![day(Side::His, "2026-03-03", 86_380), day(Side::Bank, "2026-03-04", 12)],
            vec![Note::DaysApart(1)],
            "HIS 2026-03-03 23:59:40 记 140.99，渠道 2026-03-04 00:00:12 记 140.99，相隔 1 天，属日切时间差",
        ),
        (
            DepositDiffers,
            Method::Cash,
            vec![deposit],
            vec![shift.clone()],
            "存款单 JK20260304B003：当班现金 5 笔共 2300.00，银行存入 2301.00，差额 +1.00",
        ),
        (
            DepositDiffers,
            Method::Cash,
            vec![],
            vec![shift],
            "存款单 JK20260304B003：当班现金 5 笔共 2300.00，银行未见该存款，存入 0.00，差额 -2300.00",
        ),
        (
            Unidentified,
            Method::Cash,
            vec![paid(Side::Bank, 1_234)],
            vec![],
            "银行 2026-03-04 入账 12.34，不属于任何存款单、结算或收据",
        ),
        (
            ForeignAccount,
            Method::Wechat,
            vec![paid(Side::Bank, 2_281)],
            vec![Note::Merchant("190".into())],
            "渠道一笔 22.81，商户号 190 不是本单位登记的商户号",
        ),
        (
            ReversalPair,
            Method::Wechat,
            vec![paid(Side::His, 500), paid(Side::His, -500)],
            vec![],
            "HIS 同一流水号 +5.00、-5.00 各一笔，相抵为 0.00",
        ),
        (
            FeeDiffers,
            Method::Wechat,
            vec![paid(Side::Bank, 10_000)],
            vec![Note::FeeExpected(Money::from_fen(60))],
            "渠道一笔 100.00，按合同费率手续费应为 0.60，账单手续费与此不符",
        ),
    ] {
        assert_eq!(reason(&case(class, method, legs, 0, notes), Lang::Zh), zh);
    }
}
