//! The deferral side of the made-up desk: applications that go up as steps are taken on them.

use sanhe::domain::deferral::application::StepKind;
use sanhe::text::deferral_work::done;
use sanhe::tui::deferral::{ApplicationRow, ApplicationTab, CounterVerdict, DeferralDesk, DeferralText};

use super::{FakeDesk, yuan};

/// Number, employer, amount, verdict, what is said of it.
type Waiting = (&'static str, &'static str, &'static str, CounterVerdict, &'static str);

const WAITING: [Waiting; 5] = [
    ("HJ2026-0001", "五一纺织厂", "36000.00", CounterVerdict::Pass, "2026-12-31"),
    ("HJ2026-0002", "城关印刷有限公司", "8120.40", CounterVerdict::Pass, "2026-12-31"),
    ("HJ2026-0003", "河东物流有限公司", "45210.00", CounterVerdict::Lacking, "缺材料：担保合同；未在单位公示"),
    (
        "HJ2026-0004",
        "三和软件有限公司",
        "120000.00",
        CounterVerdict::Refused,
        "2026-02 行业 65 不在范围内（人社厅发〔2022〕16号第一条）",
    ),
    ("HJ2026-0005", "国营东河农场", "7417700.00", CounterVerdict::Pass, "2026-12-31"),
];

fn row(waiting: &Waiting, state: &str) -> ApplicationRow {
    let (no, employer, amount, verdict, said) = *waiting;
    ApplicationRow {
        no: no.into(),
        round: 1,
        employer: employer.into(),
        line: "养老".into(),
        policy: "P-GU".into(),
        months: "2026-02..2026-04".into(),
        amount: yuan(amount),
        state: state.into(),
        verdict: (state != "审批中").then_some(verdict),
        said: said.into(),
        returned: verdict == CounterVerdict::Lacking,
    }
}

impl FakeDesk {
    fn went_up(&self, no: &str) -> bool {
        self.calls.lock().unwrap().iter().any(|call| call.starts_with("step ") && call.contains(no))
    }
}

impl DeferralDesk for FakeDesk {
    fn applications(&self, tab: ApplicationTab) -> Result<Vec<ApplicationRow>, String> {
        let words = ["合格", "合格", "待补", "不予", "合格"];
        let all = WAITING.iter().zip(words);
        let rows = || match tab {
            ApplicationTab::Counter => {
                all.filter(|(one, _)| !self.went_up(one.0)).map(|(one, word)| row(one, word)).collect()
            }
            ApplicationTab::Submitted => {
                all.filter(|(one, _)| self.went_up(one.0)).map(|(one, _)| row(one, "审批中")).collect()
            }
            ApplicationTab::InForce | ApplicationTab::Over => Vec::new(),
        };
        self.read(rows, Vec::new())
    }

    fn deferral_text(&self, text: &DeferralText) -> Result<Vec<String>, String> {
        let lines: Vec<String> = match text {
            DeferralText::Application(no) => {
                vec![format!("{no} 五一纺织厂"), "  环节：待受理".into(), "  政策：P-GU".into()]
            }
            DeferralText::Policies => (1..60).map(|line| format!("D2022a 第 {line} 行")).collect(),
            DeferralText::Statistics => vec![
                "截至 2009-12-31  费款所属期 2009-01 至 2009-12    户数 127".into(),
                "险种  户次       核准缓缴           在缓".into(),
                "医疗   127  18,220,000.00  18,220,000.00".into(),
                "工伤    77   6,640,000.00   6,640,000.00".into(),
                "生育    69     640,000.00     640,000.00".into(),
            ],
            DeferralText::Radar => vec!["HJ2025-0009 五一纺织厂 2026-03-31 26".into()],
        };
        self.read(|| lines, Vec::new())
    }

    fn step_application(&mut self, no: &str, round: usize, step: StepKind, reason: &str) -> Result<String, String> {
        self.note(format!("step {no} {round} {} {reason}", step.code()));
        Ok(done(no, step, self.lang))
    }
}
