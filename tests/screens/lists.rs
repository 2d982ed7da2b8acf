//! Lists of any length on a real book: their windows, orders and filters are those of all the rows.

use sanhe::domain::case_list::{CaseOrder, case_number};
use sanhe::domain::exception::State;
use sanhe::domain::recon::ExceptionCase;
use sanhe::tui::desk::{CaseAsk, Desk, QuarantineAsk, QuarantineFilter};
use sanhe::tui::filter::RowFilter;

use crate::real::RealBook;

const HIS: &str = "结算流水号,商户订单号,结算时间,收费员,窗口,患者姓名,支付方式,业务类型,金额,原流水号,票据号\n";

/// The whole of a list, read by windows of one size.
fn read(desk: &dyn Desk, ask: &CaseAsk, size: usize) -> Vec<ExceptionCase> {
    let total = desk.cases(ask, 0, size).unwrap().total;
    (0..total).step_by(size).flat_map(|from| desk.cases(ask, from, size).unwrap().rows).collect()
}

fn keys(cases: &[ExceptionCase]) -> Vec<&str> {
    cases.iter().map(|case| case.key.as_str()).collect()
}

#[test]
fn windows_of_differences_are_the_differences_of_the_book() {
    let book = RealBook::generated(6_000, 3, 7);
    let desk = book.desk("王芳");
    let all = desk.open_exceptions(100_000).unwrap();
    assert!(all.len() > 50, "{}", all.len());
    let ask = CaseAsk::default();
    for size in [1, 7, 100, 100_000] {
        assert_eq!(read(desk.as_ref(), &ask, size), all, "by {size}");
    }
    let window = desk.cases(&ask, 3, 4).unwrap();
    assert_eq!((window.total, window.sum), (all.len(), all.iter().map(|case| case.difference.abs()).sum()));
    let numbers: Vec<i64> = all.iter().filter_map(|case| case_number(&case.key)).collect();
    assert_eq!(*desk.case_order(&ask).unwrap(), numbers);
    assert_eq!(desk.cases_of(&numbers[5..9]).unwrap(), all[5..9]);
    let classes = desk.case_classes(&ask).unwrap();
    assert_eq!(classes.iter().map(|(_, count)| count).sum::<usize>(), all.len());

    type Key = fn(&ExceptionCase) -> (i64, String);
    let orders: [(CaseOrder, Key); 5] = [
        (CaseOrder::Day, |_| (0, String::new())),
        (CaseOrder::Class, |case| (0, case.class.paper_code().into())),
        (CaseOrder::Difference, |case| (case.difference.fen(), String::new())),
        (CaseOrder::Method, |case| (case.method as i64, String::new())),
        (CaseOrder::Cashier, |case| (0, case.cashier.clone())),
    ];
    for (order, key) in orders {
        let mut sorted = all.clone();
        sorted.sort_by_key(key);
        assert_eq!(keys(&read(desk.as_ref(), &CaseAsk { order, ..ask.clone() }, 33)), keys(&sorted), "{order:?}");
        sorted.reverse();
        let backwards = CaseAsk { order, descending: true, ..ask.clone() };
        assert_eq!(keys(&read(desk.as_ref(), &backwards, 33)), keys(&sorted), "{order:?} backwards");
    }
}

#[test]
fn differences_are_found_by_what_was_typed_whichever_window_they_are_in() {
    let book = RealBook::generated(6_000, 3, 7);
    let desk = book.desk("王芳");
    let all = desk.open_exceptions(100_000).unwrap();
    let one = &all[all.len() / 2];
    let find = |text: &str| read(desk.as_ref(), &CaseAsk { find: text.into(), ..CaseAsk::default() }, 50);
    for (typed, fits) in [
        (
            one.class.paper_code().to_owned(),
            (|case, one| case.class == one.class) as fn(&ExceptionCase, &ExceptionCase) -> bool,
        ),
        (one.number().to_owned(), |case, one| case.number() == one.number()),
        (one.day.to_string(), |case, one| case.day == one.day),
    ] {
        let found = find(&typed);
        assert!(found.iter().any(|case| case.key == one.key), "{typed}");
        assert!(all.iter().filter(|case| fits(case, one)).all(|case| found.contains(case)), "{typed}");
        assert_eq!(desk.case_sought(&CaseAsk::default(), &typed).unwrap(), case_number(&found[0].key));
    }
    assert!(find("没有这样的差异").is_empty());
    let narrowed = RowFilter { class: Some(one.class), cashier: one.cashier.clone(), ..RowFilter::default() };
    let narrowed = read(desk.as_ref(), &CaseAsk { rows: narrowed, ..CaseAsk::default() }, 50);
    let fits = |case: &&ExceptionCase| case.class == one.class && case.cashier.contains(&one.cashier);
    assert_eq!(narrowed, all.iter().filter(fits).cloned().collect::<Vec<_>>());
}

#[test]
fn a_list_of_a_day_holds_what_is_settled_only_when_asked() {
    let book = RealBook::generated(6_000, 3, 7);
    let desk = book.desk("王芳");
    let day = book.first_day();
    let result = desk.day(day).unwrap().unwrap().exceptions;
    let open = |case: &&ExceptionCase| matches!(case.state, State::Open | State::Proposed);
    for all in [true, false] {
        let mut ask = CaseAsk { all, ..CaseAsk::default() };
        ask.filter.day = Some(day);
        let expected: Vec<ExceptionCase> = result.iter().filter(|case| all || open(case)).cloned().collect();
        assert_eq!(read(desk.as_ref(), &ask, 20), expected);
    }
    // A decision elsewhere is in the next window, without being told.
    let ask = CaseAsk::default();
    let before = desk.cases(&ask, 0, 1).unwrap();
    book.play("王芳", "3 enter r 1 wait");
    assert_eq!(desk.cases(&ask, 0, 1).unwrap().total, before.total - 1);
}

/// A book with two rows of receipts and one of a statement that could not be read.
fn with_quarantine() -> RealBook {
    let book = RealBook::new();
    let row = |number: u32, amount: &str| {
        format!("JS{number},ZF{number},2026-03-04 09:00:0{number},007赵敏,3,王小明,微信,收费,{amount},,\n")
    };
    book.hand_in("his.csv", &format!("{HIS}{}{}{}", row(1, "1O.00"), row(2, "12.345"), row(3, "5.00")));
    let statement = std::fs::read("tests/import/bocom/sample.csv").unwrap();
    let statement = encoding_rs::GB18030.decode(&statement).0.replace("2,2026-03-03", "2,2026-02-30");
    book.hand_in("jiaohang.csv", &statement);
    book
}

#[test]
fn quarantined_rows_of_receipts_and_of_statements_stand_in_one_list() {
    let book = with_quarantine();
    let desk = book.desk("王芳");
    let list = |ask: &QuarantineAsk| {
        let rows = desk.quarantine(ask, 0, 100).unwrap().rows;
        rows.into_iter().map(|row| (row.file, row.error.line, row.side.is_some())).collect::<Vec<_>>()
    };
    let ends = |rows: &[(String, u32, bool)]| {
        rows.iter()
            .map(|(file, line, receipts)| (file.rsplit('/').next().unwrap_or("").to_owned(), *line, *receipts))
            .collect::<Vec<_>>()
    };
    let whole =
        [("his.csv".to_owned(), 2, true), ("his.csv".to_owned(), 3, true), ("jiaohang.csv".to_owned(), 5, false)];
    assert_eq!(ends(&list(&QuarantineAsk::default())), whole);
    assert_eq!(desk.quarantine(&QuarantineAsk::default(), 1, 1).unwrap().rows[0].error.line, 3);
    assert_eq!(desk.quarantine_order(&QuarantineAsk::default()).unwrap().len(), 3);
    assert_eq!(ends(&list(&QuarantineAsk { find: "jiaohang".into(), ..QuarantineAsk::default() })), whole[2..]);
    assert_eq!(ends(&list(&QuarantineAsk { find: "12.345".into(), ..QuarantineAsk::default() })), whole[1..2]);
    let statement = desk.quarantine(&QuarantineAsk::default(), 2, 1).unwrap().rows.remove(0);
    let filter = QuarantineFilter { day: None, file: Some(statement.file.clone()) };
    assert_eq!(ends(&list(&QuarantineAsk { filter, ..QuarantineAsk::default() })), whole[2..]);
    // The headings of a statement stand below what is said of the account.
    let line = desk.quarantined_line(&statement).unwrap();
    assert!(line.header.starts_with("序号,交易日期") && line.text.contains("2026-02-30"), "{line:?}");
    let shown = book.play("王芳", "6 end enter");
    for part in ["jiaohang.csv", "2026-02-30", "向银行另取一份对账单"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(book.play("王芳", "6").contains("对账单"));
}

/// Facts of the house that several people change at one moment.
mod site {
    use sanhe::domain::house::HouseAccount;
    use sanhe::tui::office::{SiteAnswer, SiteChange, SiteRow};

    use super::RealBook;

    fn account(no: usize, bank: &str) -> SiteRow {
        SiteRow::Account(HouseAccount { no: format!("62220000{no:04}"), bank: bank.into() })
    }

    #[test]
    fn what_many_change_at_one_moment_is_all_kept() {
        let book = RealBook::new();
        let hands: Vec<_> = (0..6).map(|hand| (hand, book.desk("王芳"))).collect();
        std::thread::scope(|scope| {
            for (hand, mut desk) in hands {
                scope.spawn(move || {
                    for turn in 0..4 {
                        let now = account(hand * 10 + turn, "ICBC");
                        let done = desk.change_site(&SiteChange { was: None, now });
                        assert!(matches!(done, Ok(SiteAnswer::Done)), "{done:?}");
                    }
                });
            }
        });
        assert_eq!(book.desk("王芳").site().unwrap().accounts.len(), 24);
        book.verify();
    }

    #[test]
    fn two_people_on_one_row_see_both_texts() {
        let book = RealBook::new();
        let (mut one, mut other) = (book.desk("王芳"), book.desk("李敏"));
        one.change_site(&SiteChange { was: None, now: account(1, "ICBC") }).unwrap();
        let was = Some(account(1, "ICBC"));
        other.change_site(&SiteChange { was: was.clone(), now: account(1, "ICBC-2") }).unwrap();
        let mine = SiteChange { was, now: account(1, "ICBC-3") };
        let theirs = one.change_site(&mine);
        assert!(matches!(theirs, Ok(SiteAnswer::Theirs(row)) if row == account(1, "ICBC-2")));
    }
}
