//! The approving side of the made-up desk: a day, a right of another's, one sent back.

use sanhe::domain::approval::{Stage, SubjectKind, Verdict};
use sanhe::domain::money::Money;
use sanhe::text::lang::Lang;
use sanhe::tui::approvals::{ApprovalDeciding, ApprovalDesk, ApprovalRow, ApprovalView};

use super::{Book, FakeDesk, day};

fn row(number: i64, kind: SubjectKind, title: &str, fen: i64) -> ApprovalRow {
    ApprovalRow {
        number,
        kind,
        title: title.into(),
        policy: String::new(),
        amount: Money::from_fen(fen),
        round: 1,
        waits_for: "财务复核".into(),
        submitted_by: "王芳".into(),
        due_on: Some(day(5)),
        stage: Stage::Waiting,
        sha256: format!("{number:064x}"),
        refusal: None,
    }
}

fn rows() -> Vec<ApprovalRow> {
    let late = ApprovalRow { due_on: Some(day(-3)), ..row(41, SubjectKind::DayClose, "2026-03-03", 46_950_544) };
    let other = ApprovalRow {
        waits_for: "科长".into(),
        submitted_by: "李敏(代王芳)".into(),
        refusal: Some("李敏 已办过本轮的一步，须由另一人办理".into()),
        ..row(43, SubjectKind::Rights, "赵静", 0)
    };
    vec![late, row(42, SubjectKind::DayClose, "2026-03-04", 46_948_263), other]
}

impl ApprovalDesk for FakeDesk {
    fn approvals(&self, all: bool) -> Result<Vec<ApprovalRow>, String> {
        let back = ApprovalRow {
            stage: Stage::Returned,
            waits_for: String::new(),
            due_on: None,
            ..row(39, SubjectKind::DayClose, "2026-03-02", 46_950_000)
        };
        match self.book {
            Book::Broken => Err("账套读不出".into()),
            Book::Empty => Ok(Vec::new()),
            Book::Full => Ok(rows().into_iter().chain(all.then_some(back)).collect()),
        }
    }

    fn approval(&self, number: i64) -> Result<ApprovalView, String> {
        let row = self.approvals(true)?.into_iter().find(|row| row.number == number).ok_or("没有这个编号")?;
        Ok(ApprovalView {
            row,
            facts: vec![("HIS".into(), "1500  469,482.63".into()), ("银行/渠道".into(), "1494  447,205.44".into())],
            chain: vec![("经办".into(), "提交 王芳 2026-03-05T01:02:03Z".into()), ("财务复核".into(), String::new())],
            holders: vec!["李敏 财务".into(), "赵静".into()],
            earlier: vec!["1 #38 已退回  退回 赵静 2026-03-04T09:00:00Z：少一个渠道".into()],
        })
    }

    fn lang(&self) -> Lang {
        Lang::Zh
    }

    /// The first day changed meanwhile.
    fn decide_approval(&mut self, deciding: &ApprovalDeciding) -> Result<String, String> {
        let ApprovalDeciding { number, verdict, reason, clause, .. } = deciding;
        self.note(format!("{} {number} {reason} {clause}", verdict.code()));
        if *number == 41 && *verdict == Verdict::Approve {
            return Err("不予办理：“2026-03-03”不能办理：内容已变更,请重新审核。".into());
        }
        Ok(format!("关账 #{number}：已批准"))
    }
}
