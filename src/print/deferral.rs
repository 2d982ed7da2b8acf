//! Sheets of deferral 缓缴: statistics, and the forms that go to firm, file and province.
//!
//! Invariant: every figure stands in the facts handed in; a form that needs an approval says where there is none.

use super::{Cell, Kind, Sheet, Table, words};
use crate::domain::arrears::registry::Employer;
use crate::domain::day::BusinessDay;
use crate::domain::deferral::application::{Application, Form, Step};
use crate::domain::deferral::policy::Policy;
use crate::domain::deferral::schedule::Schedule;
use crate::domain::deferral::statistics::{Figure, RateCut, Relief, StatisticsBy, StatisticsRow};
use crate::domain::money::Money;
use crate::text::clean::clean;
use crate::text::deferral::{need, title};
use crate::text::deferral_sheets::{self as sheets, DeferralSheet as Word};
use crate::text::deferral_work::{ApplicationWord, step};
use crate::text::lang::Lang;

/// What the statistics are made of.
#[derive(Clone, Debug)]
pub struct StatisticsFacts {
    /// By what.
    pub by: StatisticsBy,
    /// How they stand on this day.
    pub as_of: BusinessDay,
    /// Fee months counted, in words.
    pub months: Option<(String, String)>,
    /// Groups by their names, in order.
    pub rows: Vec<(String, StatisticsRow)>,
    /// Over all groups, each firm once.
    pub total: StatisticsRow,
    /// What cuts of rates came to.
    pub relief: Vec<(RateCut, Relief)>,
}

/// 缓缴统计表.
pub fn statistics(facts: &StatisticsFacts, lang: Lang) -> Sheet {
    let word = |word: Word| word.in_lang(lang);
    let mut table = Table::new(
        word(Word::Statistics),
        [
            (sheets::by(facts.by, lang), Kind::Words),
            (word(Word::Firms), Kind::Figures),
            (word(Word::Times), Kind::Figures),
            (word(Word::Approved), Kind::Figures),
            (word(Word::Times), Kind::Figures),
            (word(Word::InUse), Kind::Figures),
            (word(Word::Times), Kind::Figures),
            (word(Word::Repaid), Kind::Figures),
            (word(Word::Times), Kind::Figures),
            (word(Word::Overdue), Kind::Figures),
        ],
    );
    let cells = |name: &str, row: &StatisticsRow| {
        let figure = |figure: &Figure| [Cell::Count(figure.times), Cell::Money(figure.amount)];
        let figures = [&row.approved, &row.in_use, &row.repaid, &row.overdue].map(figure);
        let head = [words(name), Cell::Count(row.firms.len() as u64)];
        head.into_iter().chain(figures.into_iter().flatten()).collect::<Vec<_>>()
    };
    for (name, row) in &facts.rows {
        table.row(cells(name, row));
    }
    table.total(cells(word(Word::Total), &facts.total));
    table.when_empty = word(Word::None).to_string();
    Sheet {
        title: word(Word::Statistics).to_string(),
        on: facts.as_of,
        lang,
        head: vec![sheets::scope(&facts.as_of.to_string(), facts.months.clone(), lang)],
        tables: vec![table, relief(&facts.relief, lang)],
        foot: vec![word(Word::FirmsNote).to_string()],
        signed: Vec::new(),
        is_upright: false,
        numbered: None,
    }
}

/// 缓缴统计表 as it stands today and at the end of each year, one table each.
pub fn years(blocks: &[StatisticsFacts], on: BusinessDay, lang: Lang) -> Sheet {
    let mut tables = Vec::new();
    for facts in blocks {
        let mut block = statistics(facts, lang).tables;
        block.truncate(if facts.relief.is_empty() { 1 } else { 2 });
        for (table, scope) in
            block.iter_mut().zip([sheets::scope(&facts.as_of.to_string(), facts.months.clone(), lang)])
        {
            table.caption = format!("{} {scope}", table.caption);
        }
        tables.extend(block);
    }
    Sheet {
        title: Word::Statistics.in_lang(lang).to_string(),
        on,
        lang,
        head: vec![sheets::scope(&on.to_string(), None, lang)],
        tables,
        foot: vec![Word::FirmsNote.in_lang(lang).to_string()],
        signed: Vec::new(),
        is_upright: false,
        numbered: None,
    }
}

/// 费率减免统计: policy × base × months.
fn relief(relief: &[(RateCut, Relief)], lang: Lang) -> Table {
    let word = |word: Word| word.in_lang(lang);
    let mut table = Table::new(
        word(Word::Relief),
        [
            (word(Word::Document), Kind::Words),
            (word(Word::Cut), Kind::Words),
            (word(Word::Firms), Kind::Figures),
            (word(Word::FirmMonths), Kind::Figures),
            (word(Word::Base), Kind::Figures),
            (word(Word::Saved), Kind::Figures),
        ],
    );
    let rate = |millionths: u32| {
        let text = format!("{}.{:04}", millionths / 10_000, millionths % 10_000);
        format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
    };
    for (cut, one) in relief {
        let open = if cut.confirmed { "" } else { word(Word::Unconfirmed) };
        table.row([
            words(format!("{}{open}", cut.document)),
            words(format!("{} > {}", rate(cut.before_per_million), rate(cut.after_per_million))),
            Cell::Count(one.firms.len() as u64),
            Cell::Count(one.months),
            Cell::Money(one.base),
            Cell::Money(one.relief),
        ]);
    }
    let saved = relief.iter().map(|(_, one)| one.relief).sum::<Money>();
    table.total([words(word(Word::Total)), Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Money(saved)]);
    table
}

/// What a form speaks of.
#[derive(Clone, Debug)]
pub struct FormFacts {
    /// The application.
    pub application: Application,
    /// The unit.
    pub employer: Employer,
    /// Name of its line.
    pub line: String,
    /// Its policy, where it is on record.
    pub policy: Option<Policy>,
    /// 补缴安排: as granted, else as judged or asked for.
    pub schedule: Schedule,
    /// 审批意见: day, step, who, opinion.
    pub opinions: Vec<[String; 4]>,
    /// The day the form is made.
    pub on: BusinessDay,
}

/// How the term of a deferral stands, for the notice of its end.
#[derive(Clone, Debug)]
pub struct TermFacts {
    /// The last day, rolled as the ledger rolls it.
    pub ends_on: BusinessDay,
    /// First day that bears a fee.
    pub fee_from: BusinessDay,
    /// Not repaid yet.
    pub left: Money,
    /// 建议分期.
    pub suggested: Schedule,
}

/// 缓缴申请表.
pub fn application(facts: &FormFacts, lang: Lang) -> Sheet {
    let word = |word: Word| word.in_lang(lang);
    let mut tables = vec![particulars(facts, lang)];
    if let (Some(form), Some(policy)) = (facts.application.form(), &facts.policy) {
        tables.push(papers(form, policy, lang));
    }
    let foot = vec![word(Word::Undertakes).to_string(), word(Word::SignFirm).to_string()];
    sheet(word(Word::ApplicationForm), facts, tables, foot, lang)
}

/// 缓缴及补缴协议.
pub fn agreement(facts: &FormFacts, lang: Lang) -> Sheet {
    let word = |word: Word| word.in_lang(lang);
    let tables = vec![particulars(facts, lang), instalments(&facts.schedule, lang)];
    let clauses = [Word::AgreementOne, Word::AgreementTwo, Word::AgreementThree, Word::AgreementFour, Word::SignBoth];
    let foot = clauses.map(|clause| word(clause).to_string()).to_vec();
    sheet(word(Word::Agreement), facts, tables, foot, lang)
}

/// 缓缴审批表.
pub fn approval(facts: &FormFacts, lang: Lang) -> Sheet {
    let word = |word: Word| word.in_lang(lang);
    let columns = [ApplicationWord::On, ApplicationWord::Step, ApplicationWord::Who, ApplicationWord::Opinion];
    let mut opinions = Table::new(word(Word::Opinions), columns.map(|column| (column.in_lang(lang), Kind::Words)));
    for [on, what, who, opinion] in &facts.opinions {
        opinions.row([words(on), words(what), words(who), words(opinion)]);
    }
    opinions.when_empty = word(Word::NotGranted).to_string();
    let tables = vec![particulars(facts, lang), instalments(&facts.schedule, lang), opinions];
    sheet(word(Word::ApprovalSheet), facts, tables, vec![word(Word::SignOffice).to_string()], lang)
}

/// 缓缴证明; `None` where nothing was granted.
pub fn certificate(facts: &FormFacts, lang: Lang) -> Option<Sheet> {
    facts.application.granted()?;
    let word = |word: Word| word.in_lang(lang);
    let tables = vec![particulars(facts, lang), instalments(&facts.schedule, lang)];
    let foot = vec![word(Word::CertificateText).to_string(), word(Word::SignOffice).to_string()];
    Some(sheet(word(Word::Certificate), facts, tables, foot, lang))
}

/// 到期通知: what is left, by when, from when the fee runs; instalments the unit may ask for.
pub fn reminder(facts: &FormFacts, term: &TermFacts, lang: Lang) -> Sheet {
    let word = |word: Word| word.in_lang(lang);
    let mut suggested = instalments(&term.suggested, lang);
    suggested.caption = word(Word::Suggested).to_string();
    let foot = vec![word(Word::ReminderFoot).to_string(), word(Word::SignOffice).to_string()];
    let mut notice = sheet(word(Word::Reminder), facts, vec![particulars(facts, lang), suggested], foot, lang);
    let [ends_on, fee_from] = [term.ends_on, term.fee_from].map(|day| day.to_string());
    notice.head.push(sheets::reminder(&ends_on, &term.left.grouped(), &fee_from, lang));
    notice
}

fn sheet(title: &str, facts: &FormFacts, tables: Vec<Table>, foot: Vec<String>, lang: Lang) -> Sheet {
    let head = format!("{} {}    {}", ApplicationWord::No.in_lang(lang), facts.application.no, facts.on);
    let (title, signed, numbered) = (title.to_string(), Vec::new(), None);
    Sheet { title, on: facts.on, lang, head: vec![head], tables, foot, signed, is_upright: true, numbered }
}

/// The unit and what it asks for or was given.
fn particulars(facts: &FormFacts, lang: Lang) -> Table {
    use crate::text::arrears::ArrearsWord;
    use crate::text::deferral::DeferralWord;
    let word = |word: Word| word.in_lang(lang);
    let mut table = Table::new("", [(word(Word::Item), Kind::Words), (word(Word::Content), Kind::Words)]);
    let mut say = |name: &str, value: &str| table.row([words(name), words(clean(value))]);
    let unit = &facts.employer;
    say(ApplicationWord::Employer.in_lang(lang), &format!("{} {} {}", unit.name, unit.code, unit.no));
    say(ArrearsWord::Area.in_lang(lang), &unit.area);
    say(ArrearsWord::Contact.in_lang(lang), format!("{} {}", unit.contact, unit.address).trim());
    if let Some(policy) = &facts.policy {
        say(DeferralWord::Policy.in_lang(lang), &format!("{} {}", title(policy, lang), policy.document));
    }
    if let Some(form) = facts.application.form() {
        say(ArrearsWord::Line.in_lang(lang), &facts.line);
        say(ArrearsWord::Month.in_lang(lang), &format!("{} .. {}", form.months.0, form.months.1));
        say(ApplicationWord::Applied.in_lang(lang), &form.applied_on.to_string());
        say(ApplicationWord::Amount.in_lang(lang), &facts.application.amount().grouped());
        let held = form.facts.iter().filter(|(_, holds)| **holds).map(|(one, _)| need(*one, lang));
        say(word(Word::Facts), &held.collect::<Vec<_>>().join(lang.pick("；", "; ")));
        say(ApplicationWord::Cause.in_lang(lang), &form.cause);
    }
    table
}

fn papers(form: &Form, policy: &Policy, lang: Lang) -> Table {
    let word = |word: Word| word.in_lang(lang);
    let mut table =
        Table::new(word(Word::Materials), [(word(Word::Materials), Kind::Words), (word(Word::Handed), Kind::Words)]);
    let there = |there: bool| words(word(if there { Word::Yes } else { Word::No }));
    for paper in &policy.materials {
        table.row([words(paper), there(form.papers.contains(paper))]);
    }
    let marks =
        [(Word::Publicised, form.publicised), (Word::Signed, form.signed), (Word::Undertaking, form.undertaking)];
    for (mark, holds) in marks {
        table.row([words(word(mark)), there(holds)]);
    }
    table
}

fn instalments(schedule: &Schedule, lang: Lang) -> Table {
    let word = |word: Word| word.in_lang(lang);
    let mut table = Table::new(
        ApplicationWord::Schedule.in_lang(lang),
        [
            (word(Word::Instalment), Kind::Figures),
            (word(Word::Through), Kind::Words),
            (word(Word::RepayBy), Kind::Words),
        ],
    );
    for (number, one) in (1..).zip(schedule.instalments()) {
        table.row([Cell::Count(number), words(one.through.to_string()), Cell::Date(one.repay_by)]);
    }
    table.when_empty = word(Word::None).to_string();
    table
}

/// One line of a roll or filing list.
#[derive(Clone, Debug)]
pub struct RollRow {
    /// 申请编号, 统一社会信用代码, 单位名称, 险种, 所属期, 文号.
    pub labels: [String; 6],
    /// 核准缓缴金额.
    pub amount: Money,
    /// Last day of repayment.
    pub ends_on: BusinessDay,
}

/// 花名册, or the filing list that goes with it.
pub fn roll(rows: &[RollRow], filing: bool, on: BusinessDay, lang: Lang) -> Sheet {
    use crate::text::arrears::ArrearsWord;
    let word = |word: Word| word.in_lang(lang);
    let name = word(if filing { Word::Filing } else { Word::Roll });
    let mut table = Table::new(
        name,
        [
            (ApplicationWord::No.in_lang(lang), Kind::Words),
            (ArrearsWord::CreditCode.in_lang(lang), Kind::Words),
            (ApplicationWord::Employer.in_lang(lang), Kind::Words),
            (ArrearsWord::Line.in_lang(lang), Kind::Words),
            (ArrearsWord::Month.in_lang(lang), Kind::Words),
            (word(Word::Document), Kind::Beneath),
            (ApplicationWord::Amount.in_lang(lang), Kind::Figures),
            (word(Word::RepayBy), Kind::Words),
        ],
    );
    for row in rows {
        let labels = row.labels.iter().map(words);
        table.row(labels.chain([Cell::Money(row.amount), Cell::Date(row.ends_on)]));
    }
    let sum = rows.iter().map(|row| row.amount).sum::<Money>();
    let blank = std::iter::repeat_n(Cell::Empty, 5);
    let count = words(format!("{} {}", word(Word::Total), rows.len()));
    table.total(std::iter::once(count).chain(blank).chain([Cell::Money(sum)]));
    table.when_empty = word(Word::None).to_string();
    let foot = vec![word(Word::SignFiling).to_string()];
    let (title, head, signed, numbered) = (name.to_string(), vec![on.to_string()], Vec::new(), None);
    Sheet { title, on, lang, head, tables: vec![table], foot, signed, is_upright: false, numbered }
}

/// Steps of an application as opinions on its approval sheet.
pub fn opinions(steps: &[Step], lang: Lang) -> Vec<[String; 4]> {
    let line =
        |one: &Step| [one.on.to_string(), step(one.kind, lang).to_string(), one.actor.clone(), one.reason.clone()];
    steps.iter().map(line).collect()
}
