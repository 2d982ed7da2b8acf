//! Small days written as tables, one line a row, and what a right run says of them.
//!
//! ```text
//! his  JS1 ZF1 微信 收 12.00 09:00 007赵敏        结算流水号 商户订单号 支付方式 收|退 amount time 收费员 [原JS0]
//! till JS1 ZF1 微信 收 12.00 09:00 007赵敏
//! bank 421 ZF1 微信 付 12.00 09:00               渠道流水号 商户订单号 渠道 付|退|撤|存 amount time [费0.07]
//! bill 421 ZF1 成 12.00 0.07 09:00 1900000109    a row of a WeChat bill: 成|退|撤 amount fee time 商户号
//! → amount_differs JS1 0.50 open                 class, number, difference, state
//! ```
//!
//! `-` is an empty cell; `04T00:05` is another day of March 2026 than the third. The books cover the
//! first to the seventh by one receipt that ties at either end, outside the days reconciled.

use crate::desk::Book;

const HIS: &str = "结算流水号,商户订单号,结算时间,收费员,窗口,患者姓名,支付方式,业务类型,金额,原流水号,票据号\n";
const TILL: &str = "流水号,收费员,交易时间,支付方式,类型,金额,票据号,订单号\n";
const BANK: &str = "入账时间,渠道,渠道流水号,商户订单号,类型,交易金额,手续费,入账金额\n";
const BILL: &str = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,\
交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,\
退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r\n";
const BILL_END: &str =
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n";

/// Receipts that tie, at either end of the days reconciled.
const FRAME: &str = "
    his  JS-first ZF-first 微信 收 0.01 01T12:00 099张帆
    till JS-first ZF-first 微信 收 0.01 01T12:00 099张帆
    bank 42-first ZF-first 微信 付 0.01 01T12:00
    his  JS-last ZF-last 微信 收 0.01 07T12:00 099张帆
    till JS-last ZF-last 微信 收 0.01 07T12:00 099张帆
    bank 42-last ZF-last 微信 付 0.01 07T12:00";

/// The three books of a table, a WeChat bill where it has `bill` rows, and what is expected.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) his: String,
    pub(crate) till: String,
    pub(crate) bank: String,
    pub(crate) bill: String,
    bill_rows: Vec<[i64; 4]>,
    pub(crate) expected: Vec<String>,
}

/// A table as written, nothing around it.
pub(crate) fn table(text: &str) -> Table {
    let mut table = Table { his: HIS.into(), till: TILL.into(), bank: BANK.into(), ..Table::default() };
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().map(|word| if word == "-" { "" } else { word }).collect();
        match words[0] {
            "his" => table.his.push_str(&his(&words[1..])),
            "till" => table.till.push_str(&till(&words[1..])),
            "bank" => table.bank.push_str(&bank(&words[1..])),
            "bill" => table.add_bill(&words[1..]),
            "→" => table.expected.push(line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")),
            other => panic!("{other} opens no line of a table"),
        }
    }
    table.expected.sort();
    table
}

/// A table whose books cover the days around it.
pub(crate) fn framed(text: &str) -> Table {
    table(&format!("{FRAME}\n{text}"))
}

/// A day (`03`) and time out of `09:00` or `04T00:05:30`.
fn moment(word: &str) -> String {
    let (day, time) = word.split_once('T').unwrap_or(("03", word));
    let seconds = if time.len() == 5 { ":00" } else { "" };
    format!("2026-03-{day} {time}{seconds}")
}

fn signed(kind: &str, amount: &str) -> (&'static str, String) {
    match kind {
        "收" => ("收费", amount.to_owned()),
        "退" => ("退费", format!("-{amount}")),
        other => panic!("{other} is neither 收 nor 退"),
    }
}

fn his(words: &[&str]) -> String {
    let [no, order, method, kind, amount, at, cashier, rest @ ..] = words else { panic!("{words:?}") };
    let original = rest.iter().find_map(|word| word.strip_prefix('原')).unwrap_or("");
    let (kind, amount) = signed(kind, amount);
    format!("{no},{order},{},{cashier},W1,,{method},{kind},{amount},{original},\n", moment(at))
}

fn till(words: &[&str]) -> String {
    let [no, order, method, kind, amount, at, cashier] = words else { panic!("{words:?}") };
    let (kind, amount) = signed(kind, amount);
    format!("{no},{cashier},{},{method},{kind},{amount},,{order}\n", moment(at))
}

fn bank(words: &[&str]) -> String {
    let [no, order, method, kind, amount, at, rest @ ..] = words else { panic!("{words:?}") };
    let fee = rest.iter().find_map(|word| word.strip_prefix('费')).unwrap_or("0.00");
    let channel = match *method {
        "微信" => "微信支付",
        "银行卡" => "银联商务",
        "医保个账" => "医保结算",
        "现金" => "银行存款",
        other => other,
    };
    let kind = match *kind {
        "付" => "支付",
        "退" => "退款",
        "撤" => "撤销",
        "存" => "存款",
        other => panic!("{other} is none of 付 退 撤 存"),
    };
    format!("{},{channel},{no},{order},{kind},{amount},{fee},\n", moment(at))
}

impl Table {
    fn add_bill(&mut self, words: &[&str]) {
        let [no, order, kind, amount, fee, at, merchant] = words else { panic!("{words:?}") };
        let (state, paid, back) = match *kind {
            "成" => ("SUCCESS", *amount, "0.00"),
            "退" => ("REFUND", "0.00", *amount),
            "撤" => ("REVOKED", "0.00", *amount),
            other => panic!("{other} is none of 成 退 撤"),
        };
        let (refund_no, own, order) = if *kind == "退" { (*no, *order, "ZF-paid") } else { ("0", "0", *order) };
        let cells = [
            &moment(at),
            "wx1",
            merchant,
            "0",
            "W1",
            no,
            order,
            "o1",
            "NATIVE",
            state,
            "OTHERS",
            "CNY",
            paid,
            "0.00",
            refund_no,
            own,
            back,
            "0.00",
            "",
            "",
            "门诊",
            "",
            &format!("{fee}000"),
            "0.60%",
            paid,
            back,
            "",
        ];
        self.bill.push_str(&format!("`{}\r\n", cells.join(",`")));
        let fen = |text: &str| text.replace('.', "").parse::<i64>().expect("an amount");
        self.bill_rows.push([fen(paid), fen(back), fen(fee), 1]);
    }

    fn bill_text(&self) -> String {
        let sum = |place: usize| self.bill_rows.iter().map(|row| row[place]).sum::<i64>();
        let yuan = |fen: i64| format!("{}{}.{:02}", if fen < 0 { "-" } else { "" }, fen.abs() / 100, fen.abs() % 100);
        let (paid, back, fee) = (yuan(sum(0)), yuan(sum(1)), yuan(sum(2)));
        let cells = [sum(3).to_string(), paid.clone(), back.clone(), "0.00".into(), format!("{fee}000"), paid, back];
        format!("{BILL}{}{BILL_END}`{}\r\n", self.bill, cells.join(",`"))
    }

    /// Hands in every book that has a row.
    pub(crate) fn hand_to(&self, book: &Book, name: &str) {
        for (side, text, heading) in [("his", &self.his, HIS), ("till", &self.till, TILL), ("bank", &self.bank, BANK)] {
            if text != heading {
                book.import(&format!("{name}-{side}.csv"), text);
            }
        }
        if !self.bill_rows.is_empty() {
            book.import(&format!("{name}-bill.csv"), self.bill_text());
        }
    }
}

/// What the last run listed, as a table writes it.
pub(crate) fn said(book: &Book) -> Vec<String> {
    let mut lines: Vec<String> = book
        .cases()
        .map(|case| {
            let number = [&case.slip_no, &case.his_no, &case.order_no].into_iter().find(|number| !number.is_empty());
            let number = number.map_or("-", |number| number.as_str());
            format!("{} {number} {} {}", case.class.code(), case.difference, case.state.code())
        })
        .collect();
    lines.sort();
    lines
}

/// Reconciles the second to the sixth and holds the cases to the table's.
#[track_caller]
pub(crate) fn reconciled(book: &mut Book, expected: &[String]) {
    book.reconcile("2026-03-02", "2026-03-06");
    assert_eq!(said(book), expected);
    for result in book.results() {
        assert!(result.bridges.iter().all(|bridge| bridge.unexplained.is_zero()), "{}", result.day);
    }
}

/// One table, one fresh book.
#[track_caller]
pub(crate) fn holds(text: &str) -> Book {
    holds_at("", text)
}

/// One table at a house with this `channels.toml`.
#[track_caller]
pub(crate) fn holds_at(house: &str, text: &str) -> Book {
    let table = framed(text);
    let mut book = Book::of_house(house);
    table.hand_to(&book, "day");
    reconciled(&mut book, &table.expected);
    book
}
