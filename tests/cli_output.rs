//! What commands print: the promised JSON and the tables for people, from made-up values of the domain.
#![allow(clippy::unwrap_used)]

use expect_test::{Expect, expect};
use sanhe::cli::backend::Reconciled;
use sanhe::cli::{exceptions_listing, import_listing, json, reconcile_listing};
use sanhe::domain::day::{BusinessDay, TimeOfDay};
use sanhe::domain::entry::{EntryId, Kind, Method, Side};
use sanhe::domain::exception::{Class, State};
use sanhe::domain::import::{Control, Encoding, FileReport, Outcome, RowError, RowErrorCode};
use sanhe::domain::money::Money;
use sanhe::domain::recon::{
    Bridge, BySide, CaseLeg, DayResult, ExceptionCase, NegativeShift, Note, Proposal, TotalRow,
};
use sanhe::text::lang::Lang;

fn day(text: &str) -> BusinessDay {
    BusinessDay::parse(text).unwrap()
}

fn fen(fen: i64) -> Money {
    Money::from_fen(fen)
}

fn report() -> FileReport {
    let decimals = RowError {
        line: 57,
        column: "交易金额".into(),
        excerpt: "22.815".into(),
        code: RowErrorCode::AmountDecimals,
        details: Vec::new(),
    };
    FileReport {
        path: "day/wechat.csv".into(),
        sha256: "9f86d081".into(),
        format: "plain-bank".into(),
        side: Some(Side::Bank),
        encoding: Some(Encoding::Gb18030),
        outcome: Outcome::Imported,
        rows_read: 122,
        entries: None,
        imported: 118,
        known: 1,
        changed: 0,
        quarantined: 1,
        control_rows: 2,
        controls: vec![Control {
            name: "总交易单数".into(), expected: "120".into(), actual: "120".into(), ok: true
        }],
        errors: vec![decimals],
        warnings: Vec::new(),
        known_since: None,
        days: Some((day("2026-03-04"), day("2026-03-04"))),
        accounts: None,
        registry: None,
    }
}

fn refused() -> FileReport {
    let gone = RowError {
        line: 0,
        column: String::new(),
        excerpt: String::new(),
        code: RowErrorCode::Unreadable,
        details: vec!["No such file or directory".into()],
    };
    FileReport {
        path: "gone.csv".into(),
        sha256: String::new(),
        format: String::new(),
        side: None,
        encoding: None,
        outcome: Outcome::Refused,
        rows_read: 0,
        entries: None,
        imported: 0,
        known: 0,
        quarantined: 0,
        control_rows: 0,
        controls: Vec::new(),
        errors: vec![gone],
        days: None,
        registry: None,
        ..report()
    }
}

fn leg(side: Side, amount: i64, at: TimeOfDay, file: &str, line: u32) -> CaseLeg {
    let day = day("2026-03-04");
    let file = file.into();
    CaseLeg { side, entry: None, kind: Kind::Pay, amount: fen(amount), face: fen(amount), day, at, file, line, mark: 0 }
}

fn missing_in_his() -> ExceptionCase {
    let at = TimeOfDay::from_hms(8, 38, 40).unwrap();
    ExceptionCase {
        key: String::new(),
        work: Default::default(),
        id: 7,
        class: Class::MissingInHis,
        state: State::Proposed,
        day: day("2026-03-04"),
        method: Method::Wechat,
        cashier: "007".into(),
        his_no: "JS2026030400000312".into(),
        order_no: "ZF20260304007000000312".into(),
        slip_no: String::new(),
        legs: vec![
            leg(Side::Cashier, 2281, at, "cashier.csv", 318),
            leg(Side::Bank, 2281, TimeOfDay::UNKNOWN, "bank.csv", 127),
        ],
        difference: fen(2281),
        rule: "order_no".into(),
        notes: vec![Note::DaysApart(1)],
        proposals: vec![Proposal {
            entry: EntryId::from_number(5),
            side: Side::His,
            amount: fen(2281),
            day: day("2026-03-04"),
            at,
            order_no: String::new(),
            score: 70,
            parts: vec![("amount".into(), 50), ("time".into(), 20)],
        }],
    }
}

fn total(method: Method, his: i64, cashier_side: i64, bank: i64, bank_due: bool) -> TotalRow {
    let money_side = if bank_due { bank } else { cashier_side };
    TotalRow {
        cashier: "007".into(),
        method,
        his: fen(his),
        cashier_side: fen(cashier_side),
        bank: fen(bank),
        bank_due,
        difference: fen(money_side - his),
    }
}

fn reconciled() -> Reconciled {
    let reversal = ExceptionCase { class: Class::ReversalPair, state: State::Informational, ..missing_in_his() };
    let shift = NegativeShift { cashier: "003".into(), slip_no: "JK20260304A003".into(), amount: fen(-500) };
    let bridge = Bridge {
        channel: Method::Wechat,
        his_net: fen(16_118_574),
        his_only: fen(0),
        channel_only: fen(2_281),
        differences: fen(0),
        timing: fen(0),
        channel_net: fen(16_120_855),
        fee: fen(96_725),
        expected_credit: fen(16_024_130),
        unexplained: fen(0),
        credit: None,
    };
    let result = DayResult {
        day: day("2026-03-04"),
        entries: BySide { his: 499, cashier: 500, bank: 430 },
        matched: BySide { his: 498, cashier: 498, bank: 428 },
        awaited: 3,
        totals: vec![
            total(Method::Wechat, 16_118_574, 16_120_855, 16_120_855, true),
            total(Method::Prepaid, 2_200_000, 2_200_000, 0, false),
        ],
        negative_shifts: vec![shift],
        exceptions: vec![missing_in_his(), reversal],
        bridges: vec![bridge],
        engine_digest: String::new(),
        digest: "ab12".into(),
    };
    Reconciled { days: vec![result], digest: "cd34".into() }
}

fn check(found: &str, expected: &Expect) {
    expected.assert_eq(found);
}

#[test]
fn the_json_of_import() {
    check(
        &format!("{:#}", json::files(&[report(), refused()], Lang::Zh)),
        &expect![[r#"
        {
          "schema": 1,
          "files": [
            {
              "path": "day/wechat.csv",
              "sha256": "9f86d081",
              "format": "plain-bank",
              "source": "bank",
              "outcome": "imported",
              "rows_read": 122,
              "imported": 118,
              "known": 1,
              "changed": 0,
              "quarantined": 1,
              "control_rows": 2,
              "controls": [
                {
                  "name": "总交易单数",
                  "expected": "120",
                  "actual": "120",
                  "ok": true
                }
              ],
              "errors": [
                {
                  "line": 57,
                  "column": "交易金额",
                  "excerpt": "22.815",
                  "code": "amount_decimals",
                  "reason": "小数超过两位，不足一分的金额无法入账。",
                  "cure": "在原系统核对金额，按分取整后重新导出。"
                }
              ],
              "warnings": [],
              "encoding": "gb18030",
              "days": {
                "from": "2026-03-04",
                "to": "2026-03-04"
              },
              "known_since": null
            },
            {
              "path": "gone.csv",
              "sha256": null,
              "format": null,
              "source": null,
              "outcome": "refused",
              "rows_read": 0,
              "imported": 0,
              "known": 0,
              "changed": 0,
              "quarantined": 0,
              "control_rows": 0,
              "controls": [],
              "errors": [
                {
                  "line": 0,
                  "column": "",
                  "excerpt": "",
                  "code": "unreadable",
                  "reason": "打不开或读不出：No such file or directory。",
                  "cure": "检查路径与读取权限，再试一次。"
                }
              ],
              "warnings": [],
              "encoding": null,
              "days": null,
              "known_since": null
            }
          ]
        }"#]],
    );
}

#[test]
fn the_json_of_reconcile() {
    check(
        &format!("{:#}", json::reconciled(&reconciled())),
        &expect![[r#"
        {
          "schema": 1,
          "days": [
            {
              "day": "2026-03-04",
              "entries": {
                "his": 499,
                "cashier": 500,
                "bank": 430
              },
              "matched": {
                "his": 498,
                "cashier": 498,
                "bank": 428
              },
              "awaited": 3,
              "totals": [
                {
                  "cashier": "007",
                  "method": "微信",
                  "his": "161185.74",
                  "cashier_side": "161208.55",
                  "bank": "161208.55",
                  "difference": "22.81"
                },
                {
                  "cashier": "007",
                  "method": "预交金",
                  "his": "22000.00",
                  "cashier_side": "22000.00",
                  "bank": "0.00",
                  "difference": "0.00"
                }
              ],
              "negative_shifts": [
                {
                  "cashier": "003",
                  "slip_no": "JK20260304A003",
                  "amount": "-5.00"
                }
              ],
              "exceptions": {
                "reversal_pair": 1,
                "missing_in_his": 1
              },
              "bridges": [
                {
                  "channel": "微信",
                  "his_net": "161185.74",
                  "his_only": "0.00",
                  "channel_only": "22.81",
                  "differences": "0.00",
                  "timing": "0.00",
                  "channel_net": "161208.55",
                  "fee": "967.25",
                  "expected_credit": "160241.30",
                  "credited": null,
                  "in_transit": null,
                  "short": null,
                  "unexplained": "0.00"
                }
              ],
              "digest": "ab12"
            }
          ],
          "digest": "cd34"
        }"#]],
    );
}

#[test]
fn the_json_of_exceptions() {
    check(
        &format!("{:#}", json::exceptions(&[missing_in_his()], Lang::Zh)),
        &expect![[r#"
            {
              "schema": 1,
              "exceptions": [
                {
                  "class": "missing_in_his",
                  "code": "R02",
                  "his_no": "JS2026030400000312",
                  "order_no": "ZF20260304007000000312",
                  "slip_no": "",
                  "day": "2026-03-04",
                  "method": "微信",
                  "cashier": "007",
                  "legs": [
                    {
                      "side": "cashier",
                      "amount": "22.81",
                      "at": "2026-03-04 08:38:40",
                      "file": "cashier.csv",
                      "line": 318
                    },
                    {
                      "side": "bank",
                      "amount": "22.81",
                      "at": "2026-03-04",
                      "file": "bank.csv",
                      "line": 127
                    }
                  ],
                  "difference": "22.81",
                  "reason": "收费端与渠道各一笔 22.81，HIS 无此订单",
                  "state": "proposed",
                  "rule": "order_no",
                  "notes": [
                    "两边相隔 1 天。"
                  ],
                  "proposals": [
                    {
                      "side": "his",
                      "amount": "22.81",
                      "at": "2026-03-04 08:38:40",
                      "order_no": "",
                      "score": 70,
                      "parts": [
                        {
                          "name": "amount",
                          "points": 50
                        },
                        {
                          "name": "time",
                          "points": 20
                        }
                      ]
                    }
                  ],
                  "key": "",
                  "version": "9be9ff1b7accd60b",
                  "owner": null,
                  "decision": null,
                  "lapsed": null,
                  "age": null
                }
              ]
            }"#]],
    );
}

#[test]
fn what_people_read_of_an_import() {
    check(
        &import_listing(&[report(), refused()], Lang::Zh),
        &expect![[r#"
        day/wechat.csv
          已导入  plain-bank  银行/渠道  国标 GB18030 编码  2026-03-04
          读入 122 行 = 新增 118 + 已有 1 + 变更 0 + 隔离 1 + 合计行 2
          控制总数    文件所载  各行合计  结果
          ----------  --------  --------  ----
          总交易单数       120       120  相符
          day/wechat.csv · 第 57 行 · 「交易金额」列 · amount_decimals · “22.815” · 小数超过两位，不足一分的金额无法入账。 · 在原系统核对金额，按分取整后重新导出。

        gone.csv
          拒收
          读入 0 行 = 新增 0 + 已有 0 + 变更 0 + 隔离 0 + 合计行 0
          gone.csv · unreadable · 打不开或读不出：No such file or directory。 · 检查路径与读取权限，再试一次。

        共 2 个文件：已导入 1，已知 0，拒收 1。
    "#]],
    );
    check(
        &import_listing(&[report()], Lang::En),
        &expect![[r#"
        day/wechat.csv
          imported  plain-bank  bank/channel  GB18030  2026-03-04
          122 rows read = 118 new + 1 known + 0 changed + 1 quarantined + 2 totals
          Control total  File says  Rows say  Verdict
          -------------  ---------  --------  -------
          总交易单数           120       120  agrees
          day/wechat.csv · line 57 · column "交易金额" · amount_decimals · "22.815" · More than two decimals: less than a fen cannot be booked. · Check the amount at the source, round it to the fen and export again.

    "#]],
    );
}

#[test]
fn what_people_read_of_a_day() {
    check(
        &reconcile_listing(&reconciled(), Lang::Zh),
        &expect![[r#"
        2026-03-04  收费端 500 笔，勾平 498  HIS 499 笔，勾平 498  银行/渠道 430 笔，勾平 428  待账单 3 笔
          支付方式      收费端         HIS   银行/渠道   差额
          --------  ----------  ----------  ----------  -----
          微信      161,208.55  161,185.74  161,208.55  22.81
          预交金     22,000.00   22,000.00           -   0.00
          合计      183,208.55  183,185.74  161,208.55  22.81
          未存负班  003  JK20260304A003  -5.00

          代码  类别         件数  待处理
          ----  -----------  ----  ------
          R18   冲正对          1       0
          R02   渠道有HIS无     1       1

        摘要：cd34
    "#]],
    );
    check(
        &reconcile_listing(&reconciled(), Lang::En),
        &expect![[r#"
        2026-03-04  cashier 500 rows, 498 tied  HIS 499 rows, 498 tied  bank/channel 430 rows, 428 tied  3 await their bill
          Method      Cashier         HIS  Bank/channel  Difference
          -------  ----------  ----------  ------------  ----------
          WeChat   161,208.55  161,185.74    161,208.55       22.81
          prepaid   22,000.00   22,000.00             -        0.00
          Total    183,208.55  183,185.74    161,208.55       22.81
          Shift not banked  003  JK20260304A003  -5.00

          Code  Class                   Count  Open
          ----  ----------------------  -----  ----
          R18   reversal pair               1     0
          R02   at channel, not in HIS      1     1

        Digest: cd34
    "#]],
    );
}

#[test]
fn what_people_read_of_the_exceptions() {
    check(
        &exceptions_listing(&[missing_in_his()], Lang::Zh),
        &expect![[r#"
        R02  渠道有HIS无  2026-03-04  微信  007  JS2026030400000312  +22.81  有建议
            收费端与渠道各一笔 22.81，HIS 无此订单
            cashier.csv:318  bank.csv:127
            > 补记 HIS，或原路退回患者
        共 1 件，待处理 1 件。
    "#]],
    );
    check(
        &exceptions_listing(&[missing_in_his()], Lang::En),
        &expect![[r#"
        R02  at channel, not in HIS  2026-03-04  WeChat  007  JS2026030400000312  +22.81  proposed
            The cashier and the channel have one row of 22.81 each, HIS has no such order
            cashier.csv:318  bank.csv:127
            > book it in HIS late, or refund by the original route
        1 listed, 1 open.
    "#]],
    );
    check(
        &exceptions_listing(&[], Lang::Zh),
        &expect![[r#"
        没有差异。
    "#]],
    );
}
