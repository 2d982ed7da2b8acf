//! Papers on the desk: a batch before it is numbered, the register of service, files beside the book.

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use super::desk::BookDesk;
use super::notices::NoticeForm;
use super::session::Session;
use crate::book::notices;
use crate::cli::failure::Failure;
use crate::domain::chase::ChaseRejection;
use crate::domain::chase::case::{Case, Event};
use crate::domain::chase::ladder::Step;
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;
use crate::ops::chase::{
    BatchBrief, Chase, ChaseCommand, ChaseRules, Chased, LeftOut, NoticeAsk, NoticeBody, NoticeBrief, StepRecord, plan,
};
use crate::ops::collection::employers_with_officers;
use crate::ops::{Command, Outcome};
use crate::text::chase as words;
use crate::text::lang::Lang;
use crate::text::{ladder, notice, papers};
use crate::tui::chase::OpenStep;
use crate::tui::desk::{Progress, Sentence};
use crate::tui::papers::{NoticeRow, NoticesAsk, NoticesView, PaperRow, PaperState, PapersDesk, PrintForm};

impl PapersDesk for BookDesk {
    fn notices(&self, ask: &NoticesAsk) -> Result<NoticesView, Sentence> {
        self.said(self.session.notices_view(ask))
    }

    fn papers(&self, batch: Option<i64>) -> Result<Vec<PaperRow>, Sentence> {
        self.said(self.session.register(batch))
    }

    fn freeze_notices(&mut self, ask: &NoticesAsk) -> Result<(i64, Sentence), Sentence> {
        self.said(self.session.freeze(ask))
    }

    fn print_notices(&mut self, batch: i64, form: PrintForm, progress: &Progress) -> Result<Sentence, Sentence> {
        let lang = self.session.context.lang;
        let name = format!("papers-{batch}");
        let folder = self.side().folder(&name)?;
        let form = match form {
            PrintForm::Pdf => NoticeForm::Pdf,
            PrintForm::Text => NoticeForm::Text,
            PrintForm::Contacts => NoticeForm::Contacts,
        };
        let mut go_on = |done: usize, total: usize| {
            progress.tell(done as u64, total as u64);
            !progress.cancel.load(Ordering::Relaxed)
        };
        let (written, there) = self.said(self.session.render(batch, &folder, form, None, &mut go_on))?;
        Ok(papers::printed(written, there, &format!("{}/{name}", self.side().name()), lang))
    }
}

fn asked(ask: &NoticesAsk) -> NoticeAsk {
    NoticeAsk { step: ask.step.clone(), codes: ask.codes.clone(), override_reason: ask.override_reason.clone() }
}

impl Session {
    fn notices_view(&self, ask: &NoticesAsk) -> Result<NoticesView, Failure> {
        let (reader, rules, lang) = (self.reader()?, self.chase_rules()?, self.context.lang);
        let (chase, today) = (Chase::read(&reader)?, self.context.now.today);
        let made = plan(&reader, &chase, &rules, &asked(ask), today)?;
        let left = made.left.into_iter().map(|(code, name, why)| {
            let is_waivable = matches!(why, LeftOut::Unallocated(_));
            let why = Some(left_out(why, &rules, today, lang));
            NoticeRow { code, name, dues: 0, owed: Money::ZERO, fee: Money::ZERO, why, is_waivable }
        });
        let ready = made.ready.iter().map(|one| NoticeRow {
            code: one.code.clone(),
            name: one.name.clone(),
            dues: one.items.len(),
            owed: Money::from_fen(one.owed_fen),
            fee: Money::from_fen(one.fee_fen),
            why: None,
            is_waivable: false,
        });
        let mut papers = Vec::new();
        for step in rules.ladder.steps.iter().filter(|step| is_served(step)) {
            if notices::load(&self.rules, &step.code)?.is_some() {
                papers.push(OpenStep { code: step.code.clone(), name: paper_name(step, lang).to_owned() });
            }
        }
        Ok(NoticesView { papers, rows: left.chain(ready).collect() })
    }

    pub(super) fn freeze(&self, ask: &NoticesAsk) -> Result<(i64, Sentence), Failure> {
        let none = || Rejection::from(ChaseRejection::StepUnknown(ask.step.clone()));
        let template = notices::load(&self.rules, &ask.step)?.ok_or_else(none)?.1;
        let command = Box::new(ChaseCommand::Freeze { ask: asked(ask), template });
        let (run, rules) = (Box::new(self.chase_rules()?), self.rules.clone());
        let done = self.execute(Command::Chase { command, run, rules })?;
        let Outcome::Chased(Chased::Frozen { batch }) = done else { return Err(super::receipts::mismatched()) };
        // The batch of one's own, whatever others froze meanwhile: numbers of a paper are given once.
        let first = batch.notices.first().map(|one| one.number.clone());
        let holds = |known: &BatchBrief| known.notices.first().map(|one| &one.number) == first.as_ref();
        let chase = Chase::read(&self.reader()?)?;
        let seq = chase.batches().iter().rfind(|(_, known)| holds(known)).map_or(0, |(seq, _)| *seq);
        let number = |one: Option<&NoticeBody>| one.map_or_else(String::new, |one| one.number.clone());
        let (first, last) = (number(batch.notices.first()), number(batch.notices.last()));
        Ok((seq, notice::numbered(&first, &last, batch.notices.len(), self.context.lang)))
    }

    fn register(&self, batch: Option<i64>) -> Result<Vec<PaperRow>, Failure> {
        let (reader, rules, lang) = (self.reader()?, self.chase_rules()?, self.context.lang);
        let chase = Chase::read(&reader)?;
        let mut amounts: HashMap<(&str, i64), Money> = HashMap::new();
        for (seq, frozen) in chase.batches() {
            let sum = |one: &NoticeBrief| Money::from_fen(one.owed_fen + one.fee_fen);
            amounts.extend(frozen.notices.iter().map(|one| ((one.code.as_str(), *seq), sum(one))));
        }
        let mut rows = Vec::new();
        for at in employers_with_officers(&reader)? {
            let (employer, code) = (&at.employer, at.employer.code.as_str());
            for record in &chase.of(code).steps {
                let amount = amounts.get(&(code, record.seq)).copied();
                let step = rules.ladder.step(&record.step).filter(|step| is_served(step));
                let (Some(step), true) = (step, batch.is_none_or(|batch| batch == record.seq)) else { continue };
                let (state, served_on, said) = service(record, lang);
                rows.push((
                    record.seq,
                    PaperRow {
                        batch: amount.map(|_| record.seq),
                        number: record.number.clone(),
                        code: code.to_owned(),
                        name: employer.name.clone(),
                        officer: employer.officer.clone(),
                        step: OpenStep { code: step.code.clone(), name: paper_name(step, lang).to_owned() },
                        made_on: record.on,
                        state,
                        served_on,
                        deadline: deadline(record, step, &rules),
                        said,
                        amount: amount.unwrap_or(Money::ZERO),
                    },
                ));
            }
        }
        // The last made first; those of one batch by their numbers.
        rows.sort_by(|left, right| {
            let key = |row: &(i64, PaperRow)| (std::cmp::Reverse(row.0), row.1.number.clone());
            key(left).cmp(&key(right))
        });
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }
}

/// Why an employer gets no notice, in words.
pub(super) fn left_out(why: LeftOut, rules: &ChaseRules, today: BusinessDay, lang: Lang) -> Sentence {
    match why {
        LeftOut::Gate(gate) => ladder::gate(&gate, today, &rules.ladder, lang),
        LeftOut::Unallocated(amount) => notice::unallocated(&amount.grouped(), lang),
        LeftOut::Missing(field) => notice::missing(field, lang),
    }
}

fn is_served(step: &Step) -> bool {
    step.paper.as_ref().is_some_and(|paper| paper.is_served)
}

fn paper_name(step: &Step, lang: Lang) -> &str {
    step.paper.as_ref().map_or(ladder::step(step, lang), |paper| lang.pick(&paper.zh, &paper.en))
}

/// How the service of a paper stands, in words.
fn service(record: &StepRecord, lang: Lang) -> (PaperState, Option<BusinessDay>, Sentence) {
    let Some(served) = &record.service else { return (PaperState::Waiting, None, String::new()) };
    let way = served.receipt.way().map_or("", |way| ladder::way(way, lang));
    match served.served_on {
        Some(on) => {
            let said = words::served_line(way, &on.to_string(), &served.receipt.receiver, lang);
            (PaperState::Served, Some(on), said)
        }
        None => {
            let said = words::returned_line(way, &served.receipt.on, &served.receipt.returned, lang);
            (PaperState::Returned, None, said)
        }
    }
}

/// The last day a paper gives, counted from its own service.
fn deadline(record: &StepRecord, step: &Step, rules: &ChaseRules) -> Option<BusinessDay> {
    let served_on = record.service.as_ref().and_then(|service| service.served_on);
    let event = Event { step: record.step.clone(), on: record.on, served_on };
    let case = Case { found_on: Some(record.on), events: vec![event], ..Case::default() };
    case.deadline(step, &rules.calendar).and_then(Result::ok)
}
