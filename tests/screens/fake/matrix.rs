//! Eligibility at the made-up desk: three firms under three policies.

use sanhe::domain::arrears::month::FeeMonth;
use sanhe::tui::matrix::{EligibilityMatrix, Eligible, MatrixDesk, MatrixLine, MatrixView};

use super::FakeDesk;

/// Code, number, name, policy, verdict, clause, reason.
type Judged = (&'static str, &'static str, &'static str, &'static str, Eligible, &'static str, &'static str);

const ROWS: [Judged; 6] = [
    (
        "91330106MA2TEAT05A",
        "3300001",
        "五一纺织厂",
        "P-GU",
        Eligible::Ask,
        "第63条 / 第22条",
        "提供担保：须有证明或承诺",
    ),
    (
        "91330106MA2TEAT05A",
        "3300001",
        "五一纺织厂",
        "D2022m",
        Eligible::No,
        "二",
        "统筹基金可支付 5.9 个月，须大于 6 个月",
    ),
    (
        "91110108MA01A2B32G",
        "1100002",
        "城关印刷有限公司",
        "P-GU",
        Eligible::Yes,
        "第63条 / 第22条",
        "补缴期限 按补缴协议 (可分期)",
    ),
    ("91110108MA01A2B32G", "1100002", "城关印刷有限公司", "D2022a", Eligible::No, "第一条", "行业 23 不在范围内"),
    (
        "91110108MA01A2B33X",
        "1100003",
        "三和软件有限公司",
        "P-GU",
        Eligible::Ask,
        "第63条 / 第22条",
        "提供担保：须有证明或承诺；该月缴费期限？",
    ),
    ("91110108MA01A2B33X", "1100003", "三和软件有限公司", "D2022a", Eligible::No, "第一条", "行业 65 不在范围内"),
];

impl MatrixDesk for FakeDesk {
    fn eligibility(&self, view: &MatrixView) -> Result<EligibilityMatrix, String> {
        let now = FeeMonth::parse("2026-03").unwrap();
        let months = view.months.unwrap_or((now, now));
        let wanted = |row: &&Judged| {
            view.code.as_deref().is_none_or(|code| code == row.0)
                && view.policy.as_deref().is_none_or(|policy| policy == row.3)
                && (!view.open_only || row.4 != Eligible::No)
        };
        let row = |(code, no, name, policy, verdict, clause, reason): &Judged| MatrixLine {
            code: code.to_string(),
            no: no.to_string(),
            name: name.to_string(),
            line: "养老".into(),
            policy: policy.to_string(),
            months,
            verdict: *verdict,
            clause: clause.to_string(),
            reason: reason.to_string(),
        };
        let full = || EligibilityMatrix {
            scope: format!("养老 {}", sanhe::text::apply::months(months.0, months.1)),
            months: Some(months),
            employers: 3,
            judged: ROWS.len(),
            rows: ROWS.iter().filter(wanted).map(row).collect(),
        };
        let empty = EligibilityMatrix { months: Some(months), ..EligibilityMatrix::default() };
        self.read(full, empty)
    }
}
