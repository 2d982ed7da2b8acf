//! Papers of the made-up desk: twenty workshops beside the three employers, a register of three papers.

use sanhe::tui::chase::OpenStep;
use sanhe::tui::desk::Progress;
use sanhe::tui::papers::{NoticeRow, NoticesAsk, NoticesView, PaperRow, PaperState, PapersDesk, PrintForm};

use super::{Book, FakeDesk, day, yuan};

fn paper(code: &str) -> OpenStep {
    let name = if code == "notice" { "社会保险费限期补缴通知书" } else { "履行义务催告书" };
    OpenStep { code: code.into(), name: name.into() }
}

/// Number, code, name, state, said.
const REGISTER: [(&str, &str, &str, PaperState, &str); 4] = [
    (
        "社险补字〔2026〕第0002号",
        "91330106MA0000015K",
        "国营东河农场",
        PaperState::Returned,
        "邮寄送达 2026-03-04 退回: 迁址",
    ),
    ("社险补字〔2026〕第0003号", "91330106MA0000023E", "五一纺织厂", PaperState::Waiting, ""),
    ("社险补字〔2026〕第0004号", "91330106MA00000319", "三和餐饮有限公司", PaperState::Waiting, ""),
    ("社险补字〔2026〕第0001号", "91330106MA0000040C", "城关印刷厂", PaperState::Served, "直接送达 2026-02-25 王某"),
];

impl PapersDesk for FakeDesk {
    fn notices(&self, ask: &NoticesAsk) -> Result<NoticesView, String> {
        let row = |name: &str, code: &str, owed: &str, why: Option<&str>, is_waivable: bool| NoticeRow {
            code: code.into(),
            name: name.into(),
            dues: 3,
            owed: yuan(owed),
            fee: yuan("812.40"),
            why: why.map(str::to_owned).filter(|_| !is_waivable || ask.override_reason.is_empty()),
            is_waivable: is_waivable && ask.override_reason.is_empty(),
        };
        let none = ask.step != "notice";
        let mut rows = vec![
            row("国营东河农场", "91330106MA0000015K", "0.00", Some("有未分配款 88.00, 先分配或写明理由"), true),
            row("三和餐饮有限公司", "91330106MA00000319", "0.00", Some("不能办: 没有欠费"), false),
        ];
        rows.push(row(
            "五一纺织厂",
            "91330106MA0000023E",
            "36000.00",
            none.then_some("不能办: 期限到 2026-03-09 才满"),
            false,
        ));
        rows.retain(|row| ask.codes.is_empty() || ask.codes.contains(&row.code));
        let full = NoticesView { papers: vec![paper("notice"), paper("demand")], rows };
        self.read(|| full, NoticesView { papers: vec![paper("notice")], rows: Vec::new() })
    }

    fn papers(&self, batch: Option<i64>) -> Result<Vec<PaperRow>, String> {
        let row = |(number, code, name, state, said): (&str, &str, &str, PaperState, &str)| PaperRow {
            batch: Some(41),
            number: number.into(),
            code: code.into(),
            name: name.into(),
            officer: "李敏".into(),
            step: paper("notice"),
            made_on: day(-8),
            state,
            served_on: (state == PaperState::Served).then(|| day(-7)),
            deadline: (state == PaperState::Served).then(|| day(0)),
            said: said.into(),
            amount: yuan("36812.40"),
        };
        let of = |row: &PaperRow| batch.is_none_or(|batch| row.batch == Some(batch));
        self.read(|| REGISTER.into_iter().map(row).filter(of).collect(), Vec::new())
    }

    fn freeze_notices(&mut self, ask: &NoticesAsk) -> Result<(i64, String), String> {
        self.note(format!("freeze {} {} [{}]", ask.step, ask.codes.len(), ask.override_reason));
        let ready = self.notices(ask)?.rows.iter().filter(|row| row.why.is_none()).count();
        Ok((41, sanhe::text::notice::numbered("第0002号", "第0004号", ready, self.lang)))
    }

    fn print_notices(&mut self, batch: i64, form: PrintForm, _progress: &Progress) -> Result<String, String> {
        assert_eq!(self.book, Book::Full, "nothing is printed out of an empty book");
        self.note(format!("print {batch} {}", form.code()));
        Ok(sanhe::text::papers::printed(3, 0, "book.sqlite.files/papers-41", self.lang))
    }
}
