//! Applications typed at the made-up desk: judged by what is ticked, as the rules as shipped would.

use sanhe::domain::arrears::month::FeeMonth;
use sanhe::text::apply;
use sanhe::tui::apply::{ApplicationOffers, ApplyDesk, CheckedApplication, DeferralPaper, Ticks, TypedApplication};
use sanhe::tui::deferral::CounterVerdict;

use super::{FakeDesk, yuan};

const PAPERS: [&str; 3] = ["缓缴申请", "担保合同", "近三个月财务报表"];
const FACTS: [&str; 2] = ["生产经营困难、暂时无力缴费", "提供担保"];

fn three(rows: &[(&str, &str, &str)]) -> Vec<[String; 3]> {
    rows.iter().map(|(code, zh, en)| [code.to_string(), zh.to_string(), en.to_string()]).collect()
}

impl ApplyDesk for FakeDesk {
    fn application_offers(&self) -> Result<ApplicationOffers, String> {
        let offers = || ApplicationOffers {
            employers: three(&[
                ("91330106MA2TEAT05A", "3300001", "五一纺织厂"),
                ("91110108MA01A2B32G", "1100002", "城关印刷有限公司"),
            ]),
            policies: three(&[
                ("P-GU", "P-GU 提供担保的缓缴", "P-GU deferral on a guarantee"),
                ("D2022a", "D2022a 五个特困行业", "D2022a five hard-hit trades"),
            ]),
            lines: three(&[("pension", "养老", "pension"), ("injury", "工伤", "work injury")]),
        };
        self.read(offers, ApplicationOffers::default())
    }

    fn typed_application(&self, no: &str) -> Result<TypedApplication, String> {
        Ok(TypedApplication {
            no: no.into(),
            code: "91330106MA2TEAT05A".into(),
            policy: "P-GU".into(),
            line: "pension".into(),
            from: FeeMonth::parse("2026-02"),
            to: FeeMonth::parse("2026-04"),
            facts: Ticks::parse("1 2").unwrap(),
            papers: Ticks::parse("1 3").unwrap(),
            signed: true,
            undertaking: true,
            ..TypedApplication::default()
        })
    }

    fn check_application(&self, typed: &TypedApplication) -> Result<CheckedApplication, String> {
        let mut checked = CheckedApplication::default();
        if typed.code.is_empty() || typed.line.is_empty() || typed.from.is_none() {
            return Ok(checked);
        }
        if typed.policy.is_empty() {
            checked.months =
                vec!["该单位可用的政策".into(), "2026-02 P-GU 待核 第六十三条 提供担保：须有证明或承诺".into()];
            return Ok(checked);
        }
        let facts = FACTS.iter().enumerate();
        checked.facts = facts.map(|(place, text)| (text.to_string(), typed.facts.of(place))).collect();
        let papers = PAPERS.iter().enumerate();
        checked.papers = papers.map(|(place, text)| (text.to_string(), typed.papers.of(place) == Some(true))).collect();
        checked.amount = typed.amount.unwrap_or(yuan("36000.00"));
        let missing: Vec<String> =
            checked.papers.iter().filter(|(_, there)| !there).map(|(text, _)| format!("缺材料：{text}")).collect();
        let (verdict, said) = match (typed.facts.of(1), missing.is_empty() && typed.publicised) {
            (Some(false), _) => (CounterVerdict::Refused, "2026-02 提供担保：不符合（社会保险法第六十三条）".into()),
            (Some(true), true) => (CounterVerdict::Pass, "2026-12-31".into()),
            _ => (CounterVerdict::Lacking, missing.join("；")),
        };
        checked.months = vec!["2026-02..2026-04 P-GU 可缓 第六十三条 期满".into()];
        (checked.verdict, checked.said) = (Some(verdict), said);
        Ok(checked)
    }

    fn enter_application(&mut self, typed: &TypedApplication) -> Result<String, String> {
        self.note(format!("enter {} {} {} {:?}", typed.no, typed.policy, typed.line, typed.papers));
        Ok(match typed.no.is_empty() {
            true => apply::entered("HJ2026-0006", "合格", "2026-12-31", self.lang),
            false => apply::came_back(&typed.no, self.lang),
        })
    }

    fn keep_paper(&self, paper: DeferralPaper, no: &str) -> Result<String, String> {
        self.note(format!("paper {} {no}", paper.code()));
        Ok(format!("{} book.files/", apply::paper(paper.code(), self.lang)))
    }
}
