//! Collection work of the made-up desk: plans by the calendar as shipped, two officers, a progress sheet of two towns.

use sanhe::book::files::RuleFiles;
use sanhe::book::{calendar, collection};
use sanhe::domain::collection::plan::Schedule;
use sanhe::domain::collection::progress::{Cell, Period};
use sanhe::domain::collection::target::{Measure, Target};
use sanhe::print::progress::{ProgressFacts, ProgressRow, lines};
use sanhe::tui::collecting::{CollectingDesk, CollectingJob, PlanAsked, PlanDraft, ProgressAsked};

use super::{FakeDesk, day, yuan};

impl CollectingDesk for FakeDesk {
    fn plan_draft(&self, asked: &PlanAsked) -> Result<PlanDraft, String> {
        let owed = (yuan("10416.67"), yuan("583.33"));
        let schedule = Schedule {
            total: asked.total.unwrap_or(owed.0 + owed.1),
            count: asked.count,
            first: asked.first,
            day_of_month: asked.day_of_month,
            every_months: 1,
            step: asked.step,
        };
        let made = schedule.instalments(&calendar::load(&RuleFiles::default()).unwrap());
        let instalments = if asked.own.is_empty() { made.map_err(|_| "排不出分期")? } else { asked.own.clone() };
        Ok(PlanDraft { instalments, owed })
    }

    fn running_plan(&self, code: &str) -> Result<Option<i64>, String> {
        Ok((code == "91330106MA0000015K").then_some(12))
    }

    fn officers(&self) -> Result<Vec<String>, String> {
        Ok(vec!["李敏".into(), "王芳".into()])
    }

    fn debtor_types(&self) -> Result<Vec<(String, String, String)>, String> {
        let types = collection::load(&RuleFiles::default()).unwrap().debtor_types;
        Ok(types.into_iter().map(|one| (one.code, one.zh, one.en)).collect())
    }

    fn progress(&self, asked: &ProgressAsked) -> Result<Vec<String>, String> {
        let cell = |opening: &str, new: &str, collected: &str| {
            let (opening, new, collected) = (yuan(opening), yuan(new), yuan(collected));
            let closing = opening + new - collected;
            let (due, due_paid, cleared) = (new, new - yuan("100.00"), collected - new + yuan("100.00"));
            Cell { opening, new, collected, closing, due, due_paid, cleared, ..Cell::default() }
        };
        let row = |key: &str, cell| ProgressRow { key: key.into(), label: key.into(), cell };
        let rows = vec![
            row("城关区", cell("36000.00", "20000.00", "40000.00")),
            row("河东区", cell("6559212.50", "80000.00", "82000.00")),
        ];
        let target = |key: &str, amount| Target {
            year: 2026,
            measure: Measure::Clear,
            by: asked.by,
            key: key.into(),
            amount: yuan(amount),
        };
        let facts = ProgressFacts {
            period: Period { from: day(-62), to: day(1) },
            by: asked.by,
            rows,
            policy: collection::load(&RuleFiles::default()).unwrap(),
            targets: vec![target("城关区", "50000.00"), target("河东区", "1000000.00")],
            months_payable: None,
        };
        self.read(|| lines(&facts, self.lang), Vec::new())
    }

    fn collect(&mut self, job: &CollectingJob) -> Result<String, String> {
        self.note(format!("collect {job:?}"));
        Ok(if let CollectingJob::MakePlan(asked) = job {
            sanhe::text::plan::made(&asked.name, Some(12), self.lang)
        } else {
            "已办。".into()
        })
    }
}
