//! A made-up journal.

use sanhe::tui::desk::Progress;
use sanhe::tui::journal::{JournalDesk, JournalRow};

use super::FakeDesk;

fn row(sequence: i64, at: &str, who: &str, what: &str, subject: &str) -> JournalRow {
    let (at, who, what, subject) = (at.into(), who.into(), what.into(), subject.into());
    JournalRow { sequence, at, who, what, subject, reason: String::new() }
}

fn rows() -> Vec<JournalRow> {
    vec![
        row(44, "2026-03-05T01:20:09Z", "李敏(代王芳)", "关账", "2026-03-03"),
        row(43, "2026-03-05T01:12:44Z", "王芳", "差异处理", "2026-03-04"),
        row(42, "2026-03-04T09:02:03Z", "王芳", "文件导入", &"ab".repeat(32)),
    ]
}

impl JournalDesk for FakeDesk {
    fn journal(&self, _limit: u32) -> Result<Vec<JournalRow>, String> {
        self.read(rows, Vec::new())
    }

    fn fact(&self, sequence: i64) -> Result<Vec<(String, String)>, String> {
        let row = rows().into_iter().find(|row| row.sequence == sequence).ok_or("没有这一条")?;
        Ok(vec![
            ("编号".into(), row.sequence.to_string()),
            ("操作员".into(), row.who),
            ("内容".into(), "{\n  \"day\": \"2026-03-03\",\n  \"step\": \"close\"\n}".into()),
            ("本条".into(), "0f".repeat(32)),
        ])
    }

    fn verify_journal(&mut self, progress: &Progress) -> Result<String, String> {
        progress.tell(44, 44);
        self.note("verify".into());
        Ok("日志链完好：44 条".into())
    }
}
