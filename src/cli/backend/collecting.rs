//! Collection work beyond calls on the desk: plans, assignment, marks, targets, progress.

use std::collections::BTreeSet;
use std::io::Write;

use super::desk::BookDesk;
use super::plans::{Instalments, PlanAsk, plan_of};
use super::progress::{FundAsk, progress_facts};
use super::registry::employer_at;
use super::session::Session;
use crate::book::collection;
use crate::cli::failure::Failure;
use crate::domain::arrears::month::FeeMonth;
use crate::domain::collection::plan::{PlanState, Schedule};
use crate::domain::collection::progress::Period;
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::ops::collection::{CollectionCommand, employers_with_officers, judged_plans};
use crate::print::progress::{ProgressFacts, lines, sheet};
use crate::print::{NotMade, Sheet, text, xlsx};
use crate::text::collecting::assigned;
use crate::text::evidence::kept;
use crate::text::progress::{ProgressWord, targets_set};
use crate::text::sheets::not_made;
use crate::text::{plan, worklist};
use crate::tui::collecting::{
    CollectingDesk, CollectingJob, PlanAsked, PlanDraft, ProgressAsked, ProgressSpan, SheetForm,
};
use crate::tui::desk::Sentence;

/// Columns of the sheet as text: wide paper.
const COLUMNS: u16 = 132;

impl CollectingDesk for BookDesk {
    fn plan_draft(&self, asked: &PlanAsked) -> Result<PlanDraft, Sentence> {
        self.said(self.session.plan_draft(asked))
    }

    fn running_plan(&self, code: &str) -> Result<Option<i64>, Sentence> {
        self.said(self.session.running_plan(code))
    }

    fn officers(&self) -> Result<Vec<String>, Sentence> {
        self.said(self.session.officers())
    }

    fn debtor_types(&self) -> Result<Vec<(String, String, String)>, Sentence> {
        let policy = collection::load(&self.session.rules).map_err(Failure::Rejection);
        let types =
            policy.map(|policy| policy.debtor_types.into_iter().map(|one| (one.code, one.zh, one.en)).collect());
        self.said(types)
    }

    fn progress(&self, asked: &ProgressAsked) -> Result<Vec<String>, Sentence> {
        let facts = self.said(self.session.progress_of(asked))?;
        Ok(facts.map_or_else(Vec::new, |facts| lines(&facts, self.session.context.lang)))
    }

    fn collect(&mut self, job: &CollectingJob) -> Result<Sentence, Sentence> {
        if let CollectingJob::PrintProgress(asked, form) = job {
            return self.keep_progress(asked, *form);
        }
        self.said(self.session.collect_job(job))
    }
}

impl BookDesk {
    fn keep_progress(&self, asked: &ProgressAsked, form: SheetForm) -> Result<Sentence, Sentence> {
        let lang = self.session.context.lang;
        let nothing = || ProgressWord::Nothing.in_lang(lang).to_owned();
        let sheet = sheet(&self.said(self.session.progress_of(asked))?.ok_or_else(nothing)?, lang);
        let title = ProgressWord::Title.in_lang(lang).replace(' ', "-");
        let name = format!("{title}-{}-{}", asked.by.code(), self.session.context.now.today);
        let bytes = match form {
            SheetForm::Text => text::render(&sheet, COLUMNS, None).into_bytes(),
            SheetForm::Xlsx => xlsx::render(&sheet).map_err(|NotMade(what)| not_made(&name, &what, lang))?,
            SheetForm::Pdf => self.said(pdf(&sheet, &name, lang))?,
        };
        let mut write = |out: &mut dyn Write| out.write_all(&bytes).map_err(|error| error.to_string());
        let path = self.side().put_as(&name, form.code(), &mut write)?;
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(kept(&self.side().name(), &[file], lang))
    }
}

#[cfg(feature = "pdf")]
fn pdf(sheet: &Sheet, name: &str, lang: crate::text::lang::Lang) -> Result<Vec<u8>, Failure> {
    let font = crate::cli::out::pdf_font(None, lang)?;
    crate::print::pdf::render(sheet, &font).map_err(|NotMade(what)| Failure::Usage(not_made(name, &what, lang)))
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &Sheet, _: &str, lang: crate::text::lang::Lang) -> Result<Vec<u8>, Failure> {
    Err(Failure::Usage(crate::text::sheets::no_pdf(lang).to_string()))
}

fn ask(asked: &PlanAsked, dry_run: bool) -> PlanAsk {
    let schedule = Schedule {
        total: asked.total.unwrap_or(Money::ZERO),
        count: asked.count,
        first: asked.first,
        day_of_month: asked.day_of_month,
        every_months: 1,
        step: asked.step,
    };
    let own = || Instalments::Own(asked.own.clone());
    PlanAsk {
        instalments: if asked.own.is_empty() { Instalments::Made(schedule) } else { own() },
        breach_by: asked.breach_by,
        effect: asked.effect,
        grace_working_days: None,
        note: asked.note.clone(),
        dry_run,
    }
}

impl Session {
    fn plan_draft(&self, asked: &PlanAsked) -> Result<PlanDraft, Failure> {
        let made = plan_of(self, &asked.code, &ask(asked, true))?;
        Ok(PlanDraft { instalments: made.new.instalments, owed: made.owed })
    }

    fn running_plan(&self, code: &str) -> Result<Option<i64>, Failure> {
        let reader = self.reader()?;
        let at = employer_at(&reader, code)?;
        let judged = judged_plans(&reader, Some(at.id), self.context.now.today, &self.collection_rules()?)?;
        let over = [PlanState::Done, PlanState::Ended, PlanState::Broken];
        Ok(judged.iter().rfind(|(_, standing)| !over.contains(&standing.state)).map(|(at, _)| at.plan.no))
    }

    fn officers(&self) -> Result<Vec<String>, Failure> {
        let reader = self.reader()?;
        let of_employers = employers_with_officers(&reader)?.into_iter().map(|at| at.employer.officer);
        let operators = reader.operators()?.into_iter().map(|operator| operator.name);
        let all: BTreeSet<String> = of_employers.chain(operators).filter(|name| !name.is_empty()).collect();
        Ok(all.into_iter().collect())
    }

    /// Progress up to today; `None` where there is nothing to count.
    fn progress_of(&self, asked: &ProgressAsked) -> Result<Option<ProgressFacts>, Failure> {
        let to = self.context.now.today;
        let from = match asked.span {
            ProgressSpan::Year => BusinessDay::from_ymd(to.year().unsigned_abs(), 1, 1).unwrap_or(to),
            ProgressSpan::Month => FeeMonth::of(to).first_day(),
            ProgressSpan::Week => to.plus(-6),
        };
        let facts = progress_facts(self, Period { from, to }, asked.by, true, &FundAsk::default())?;
        Ok((!facts.rows.is_empty()).then_some(facts))
    }

    fn collect_job(&self, job: &CollectingJob) -> Result<Sentence, Failure> {
        let (lang, by) = (self.context.lang, self.collection_rules()?);
        match job {
            CollectingJob::MakePlan(asked) => {
                let made = plan_of(self, &asked.code, &ask(asked, false))?;
                Ok(plan::made(&made.employer.name, made.no, lang))
            }
            CollectingJob::EndPlan { no, reason } => {
                self.collect(CollectionCommand::EndPlan { no: *no, reason: reason.clone() }, &by)?;
                Ok(plan::ended(*no, lang))
            }
            CollectingJob::Assign { codes, officer, reason } => {
                let (codes, officer, reason) = (codes.clone(), officer.clone(), reason.clone());
                let said = assigned(codes.len(), &officer, lang);
                self.collect(CollectionCommand::Assign { codes, officer, reason }, &by)?;
                Ok(said)
            }
            CollectingJob::Mark { kind, codes, value, note } => {
                let values = codes.iter().map(|code| (code.clone(), value.clone())).collect();
                self.collect(CollectionCommand::Mark { kind: *kind, values, note: note.clone() }, &by)?;
                Ok(worklist::marked(codes.len(), *kind, lang))
            }
            CollectingJob::SetTarget(target) => {
                self.collect(CollectionCommand::SetTargets(vec![target.clone()]), &by)?;
                Ok(targets_set(1, lang))
            }
            // Written beside the book, not into it.
            CollectingJob::PrintProgress(..) => Ok(String::new()),
        }
    }
}
