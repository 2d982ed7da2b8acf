//! Notices: preview, freeze, list, and the files a batch is written into.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::registry::employer_at;
use super::session::{Session, rule_files};
use crate::book::files::RuleFile;
use crate::book::notices;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::domain::arrears::item::Portion;
use crate::domain::chase::notice::{NoticeField, Template};
use crate::domain::day::BusinessDay;
use crate::domain::money::Money;
use crate::domain::rejection::Rejection;
use crate::ops::chase::{
    Batch, CAPPED, Chase, ChaseCommand, Chased, NoticeAsk, NoticeBody, NoticeItem, frozen_batches, plan,
};
use crate::ops::{Command, Outcome};
use crate::print::notice::{FeeRow, ItemRow, Notice, sheet};
use crate::print::{Cell, Kind, NotMade, Sheet, Table, text, xlsx};
use crate::store::put_new;
use crate::text::lang::Lang;
use crate::text::notice::NoticeWord;
use crate::text::working::rate_text;
use crate::text::{arrears, ladder, masked, sheets};

/// Columns and lines of a page of text, on the paper of a dot-matrix printer.
const COLUMNS: u16 = 80;
const LINES: usize = 60;

/// 预览 in words and figures.
#[derive(Clone, Debug)]
pub struct NoticesReady {
    /// Code, name, owed, fee of each that would get a notice.
    pub ready: Vec<(String, String, Money, Money)>,
    /// Code, name and why of each that would not.
    pub left: Vec<(String, String, String)>,
}

/// A batch on record.
#[derive(Clone, Debug)]
pub struct BatchLine {
    /// Its number: that of its fact.
    pub batch: i64,
    /// The step whose paper it is, in words.
    pub step: String,
    /// Made on.
    pub made_on: String,
    /// Its notices, in the order of their numbers.
    pub notices: Vec<NoticeLine>,
}

/// A notice on record.
#[derive(Clone, Debug)]
pub struct NoticeLine {
    /// 文号.
    pub number: String,
    /// 统一社会信用代码.
    pub code: String,
    /// 单位名称.
    pub name: String,
    /// Principal and fee demanded.
    pub sums: (Money, Money),
    /// Line, month, portion and due of every row.
    pub rows: Vec<(String, String, String, Money)>,
}

/// Which files a batch is written into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeForm {
    /// One text of all, a page break between, for a dot-matrix printer.
    Text,
    /// One PDF each.
    Pdf,
    /// The contact list as XLSX, names and phones masked.
    Contacts,
}

/// What a batch is asked for: employers by code, number or name, all when empty.
///
/// # Errors
/// An unknown employer.
fn ask(session: &Session, step: &str, employers: &[String], override_reason: &str) -> Result<NoticeAsk, Failure> {
    let reader = session.reader()?;
    let codes = employers.iter().map(|key| Ok(employer_at(&reader, key)?.employer.code.to_string()));
    let codes = codes.collect::<Result<Vec<_>, Failure>>()?;
    Ok(NoticeAsk { step: step.into(), codes, override_reason: override_reason.into() })
}

fn template_file(session: &Session, step: &str) -> Result<RuleFile, Failure> {
    let found = notices::load(&session.rules, step)?;
    let none = || Rejection::from(crate::domain::chase::ChaseRejection::StepUnknown(step.to_string()));
    Ok(found.ok_or_else(none)?.1)
}

/// Who would get a notice, and who would not.
///
/// # Errors
/// What the book, the calendar, the template or the rules refuse.
pub fn notices_preview(
    context: &Context,
    step: &str,
    employers: &[String],
    override_reason: &str,
) -> Result<NoticesReady, Failure> {
    let session = Session::open(context)?;
    template_file(&session, step)?;
    let (reader, rules) = (session.reader()?, session.chase_rules()?);
    let ask = ask(&session, step, employers, override_reason)?;
    let made = plan(&reader, &Chase::read(&reader)?, &rules, &ask, context.now.today)?;
    let lang = context.lang;
    let ready = made
        .ready
        .iter()
        .map(|one| (one.code.clone(), one.name.clone(), Money::from_fen(one.owed_fen), Money::from_fen(one.fee_fen)));
    let left = made
        .left
        .into_iter()
        .map(|(code, name, why)| (code, name, super::papers::left_out(why, &rules, context.now.today, lang)));
    Ok(NoticesReady { ready: ready.collect(), left: left.collect() })
}

/// Freezes and numbers a batch; says which.
///
/// # Errors
/// [`ChaseRejection::NothingReady`](crate::domain::chase::ChaseRejection::NothingReady); what the book, the
/// calendar, the template or the rules refuse.
pub fn notices_freeze(
    context: &Context,
    step: &str,
    employers: &[String],
    override_reason: &str,
) -> Result<BatchLine, Failure> {
    let session = Session::open(context)?;
    let (ask, template) = (ask(&session, step, employers, override_reason)?, template_file(&session, step)?);
    let command = ChaseCommand::Freeze { ask, template };
    let (run, rules) = (Box::new(session.chase_rules()?), session.rules.clone());
    let done = session.execute(Command::Chase { command: Box::new(command), run, rules })?;
    let Outcome::Chased(Chased::Frozen { batch }) = done else { return Err(super::receipts::mismatched()) };
    let newest = Chase::read(&session.reader()?)?.batches().last().map_or(0, |(seq, _)| *seq);
    session.batch_line(newest, &batch)
}

/// Every batch on record, oldest first.
///
/// # Errors
/// When the book cannot be read.
pub fn notices_list(context: &Context) -> Result<Vec<BatchLine>, Failure> {
    let session = Session::open(context)?;
    let batches = frozen_batches(&session.reader()?, None)?;
    batches.iter().map(|(seq, batch)| session.batch_line(*seq, batch)).collect()
}

/// Writes a batch into a folder; files that are there already with the same bytes are left alone.
/// Gives how many were written and how many were there.
///
/// # Errors
/// No such batch; a file of the same name with other bytes; no font for PDF.
pub fn notices_render(
    context: &Context,
    batch: i64,
    folder: &Path,
    form: NoticeForm,
    font: Option<&Path>,
) -> Result<(usize, usize), Failure> {
    fs::create_dir_all(folder).map_err(|error| Failure::io(folder.display(), &error))?;
    Session::open(context)?.render(batch, folder, form, font, &mut |_, _| true)
}

/// Checks a template: the embedded or house's own of a step, or a file.
///
/// # Errors
/// [`Rejection::RuleBook`] with file, line and the field's name.
pub fn notices_lint(context: &Context, step: &str, file: Option<&Path>) -> Result<String, Failure> {
    let Some(path) = file else {
        let rules = rule_files(context);
        let none = || Rejection::from(crate::domain::chase::ChaseRejection::StepUnknown(step.to_string()));
        return Ok(notices::load(&rules, step)?.ok_or_else(none)?.1.shown);
    };
    let text = fs::read_to_string(path).map_err(|error| Failure::io(path.display(), &error))?;
    let shown = path.display().to_string();
    notices::parse(&RuleFile { name: shown.clone(), shown: shown.clone(), text: text.into() })?;
    Ok(shown)
}

impl Session {
    fn batch_line(&self, seq: i64, batch: &Batch) -> Result<BatchLine, Failure> {
        let rules = self.chase_rules()?;
        let line = |one: &NoticeBody| {
            let row = |item: &NoticeItem| {
                (item.line.clone(), item.month.clone(), item.portion.clone(), Money::from_fen(item.due_fen))
            };
            NoticeLine {
                number: one.number.clone(),
                code: one.code.clone(),
                name: one.name.clone(),
                sums: (Money::from_fen(one.owed_fen), Money::from_fen(one.fee_fen)),
                rows: one.items.iter().map(row).collect(),
            }
        };
        Ok(BatchLine {
            batch: seq,
            step: ladder::step_named(&rules.ladder, &batch.step, self.context.lang).to_string(),
            made_on: batch.made_on.clone(),
            notices: batch.notices.iter().map(line).collect(),
        })
    }

    /// Writes a batch into a folder that is there, a file as soon as it is made, so that a run killed at half
    /// goes on where it stopped. `go_on` hears how many are done, of how many, and may stop it.
    pub(super) fn render(
        &self,
        batch: i64,
        folder: &Path,
        form: NoticeForm,
        font: Option<&Path>,
        go_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<(usize, usize), Failure> {
        let found = frozen_batches(&self.reader()?, Some(batch))?.pop().map(|(_, batch)| batch);
        let none = || Rejection::from(crate::domain::chase::ChaseRejection::PaperUnknown(batch.to_string()));
        let (frozen, lang) = (&found.ok_or_else(none)?, self.context.lang);
        let press = self.press(frozen)?;
        let mut counts = (0, 0);
        let mut keep = |name: PathBuf, bytes: &[u8]| -> Result<(), Failure> {
            let path = folder.join(name);
            if fs::read(&path).is_ok_and(|there| there == bytes) {
                counts.1 += 1;
            } else {
                put_new(&path, bytes)?;
                counts.0 += 1;
            }
            Ok(())
        };
        match form {
            NoticeForm::Text => {
                let mut texts = Vec::with_capacity(frozen.notices.len());
                for (done, one) in frozen.notices.iter().enumerate() {
                    if !go_on(done, frozen.notices.len()) {
                        return Ok(counts);
                    }
                    texts.push(text::render(&press.sheet(one), COLUMNS, Some(LINES)));
                }
                keep(format!("{}-{batch}.txt", frozen.step).into(), texts.join("\u{c}").as_bytes())?;
            }
            NoticeForm::Contacts => {
                let not_made = |NotMade(what)| Failure::Usage(sheets::not_made(&frozen.step, &what, lang));
                let bytes = xlsx::render(&contacts(frozen)).map_err(not_made)?;
                keep(format!("{}-{batch}.xlsx", frozen.step).into(), &bytes)?;
            }
            NoticeForm::Pdf => pdfs(frozen, font, lang, &press, go_on, &mut keep)?,
        }
        Ok(counts)
    }

    /// What every notice of a batch is printed by.
    fn press(&self, batch: &Batch) -> Result<Press, Failure> {
        let (name, said) = &batch.template;
        let file = RuleFile { name: name.clone(), shown: name.clone(), text: said.clone().into() };
        let ladder = self.chase_rules()?.ladder;
        let deadline = ladder.step(&batch.step).and_then(|step| step.paper.as_ref()?.deadline.as_ref());
        Ok(Press {
            template: notices::parse(&file)?,
            names: self.line_names(),
            days: deadline.map_or_else(String::new, |deadline| deadline.count.to_string()),
            on: BusinessDay::parse(&batch.made_on).unwrap_or(BusinessDay::MIN),
        })
    }

    fn line_names(&self) -> BTreeMap<String, String> {
        let lines = self.registry.policy.lines.iter();
        lines.map(|line| (line.code.clone(), arrears::line(line, Lang::Zh).to_string())).collect()
    }
}

/// 印制. What the notices of a batch have in common: read once, however many there are.
struct Press {
    template: Template,
    names: BTreeMap<String, String>,
    days: String,
    on: BusinessDay,
}

impl Press {
    fn sheet(&self, one: &NoticeBody) -> Sheet {
        sheet(&self.template, &self.notice(one))
    }

    fn notice(&self, one: &NoticeBody) -> Notice {
        use NoticeField as F;
        let money = |fen: i64| Money::from_fen(fen).grouped();
        let (names, on) = (&self.names, self.on);
        let text = |text: &str| text.to_string();
        let values = vec![
            (F::Number, text(&one.number)),
            (F::Employer, text(&one.name)),
            (F::CreditCode, text(&one.code)),
            (F::UnitNo, text(&one.no)),
            (F::Address, text(&one.address)),
            (F::Legal, text(&one.legal_representative)),
            (F::AsOf, chinese_date(on)),
            (F::Owed, money(one.owed_fen)),
            (F::Fee, money(one.fee_fen)),
            (F::Total, money(one.owed_fen + one.fee_fen)),
            (F::Days, self.days.clone()),
            (F::Officer, text(&one.officer)),
            (F::Date, chinese_date(on)),
        ];
        let name = |code: &str| names.get(code).cloned().unwrap_or_else(|| code.to_string());
        let portion =
            |code: &str| Portion::from_code(code).map_or("", |who| arrears::portion(who, Lang::Zh)).to_string();
        let items = one.items.iter().map(|item| ItemRow {
            line: name(&item.line),
            month: item.month.clone(),
            portion: portion(&item.portion),
            base: Money::from_fen(item.base_fen),
            rate: if item.rate_per_million == 0 { String::new() } else { rate_text(item.rate_per_million) },
            due: Money::from_fen(item.due_fen),
            paid: Money::from_fen(item.paid_fen),
            owed: Money::from_fen(item.owed_fen),
        });
        let fees = one.fees.iter().filter_map(|fee| {
            let item = one.items.get(fee.item)?;
            Some(FeeRow {
                line: name(&item.line),
                month: item.month.clone(),
                portion: portion(&item.portion),
                base: Money::from_fen(fee.base_fen),
                rate: rate_text(fee.per_million),
                from: fee.from.clone(),
                to: fee.to.clone(),
                days: u64::try_from(fee.days).unwrap_or(0),
                fee: Money::from_fen(fee.fee_fen),
                taken_off: match fee.note.as_str() {
                    "" => None,
                    CAPPED => Some(NoticeWord::FeeCapped),
                    _ => Some(NoticeWord::FeePaid),
                },
            })
        });
        let sums = (Money::from_fen(one.owed_fen), Money::from_fen(one.fee_fen));
        Notice { values, items: items.collect(), fees: fees.collect(), sums, on }
    }
}

/// `2026年3月5日`.
fn chinese_date(day: BusinessDay) -> String {
    crate::text::notice::chinese_date(&day.to_string())
}

/// Keeps a file of a batch under its name.
type Keep<'a> = dyn FnMut(PathBuf, &[u8]) -> Result<(), Failure> + 'a;

#[cfg(feature = "pdf")]
fn pdfs(
    batch: &Batch,
    font: Option<&Path>,
    lang: Lang,
    press: &Press,
    go_on: &mut dyn FnMut(usize, usize) -> bool,
    keep: &mut Keep<'_>,
) -> Result<(), Failure> {
    let font = crate::cli::out::pdf_font(font, lang)?;
    for (done, notice) in batch.notices.iter().enumerate() {
        if !go_on(done, batch.notices.len()) {
            break;
        }
        let bytes = crate::print::pdf::render(&press.sheet(notice), &font);
        let bytes = bytes.map_err(|NotMade(what)| Failure::Usage(sheets::not_made(&notice.number, &what, lang)))?;
        keep(PathBuf::from(format!("{}.pdf", notice.number)), &bytes)?;
    }
    Ok(())
}

#[cfg(not(feature = "pdf"))]
fn pdfs(
    _: &Batch,
    _: Option<&Path>,
    lang: Lang,
    _: &Press,
    _: &mut dyn FnMut(usize, usize) -> bool,
    _: &mut Keep<'_>,
) -> Result<(), Failure> {
    Err(Failure::Usage(sheets::no_pdf(lang).to_string()))
}

/// Whom to phone or write to: masked (C4).
fn contacts(batch: &Batch) -> Sheet {
    let word = |word: NoticeWord| word.in_lang(Lang::Zh);
    let columns = [
        (NoticeWord::Number, Kind::Words),
        (NoticeWord::Employer, Kind::Words),
        (NoticeWord::Contact, Kind::Words),
        (NoticeWord::Phone, Kind::Words),
        (NoticeWord::Address, Kind::Words),
        (NoticeWord::Sum, Kind::Figures),
    ];
    let mut table = Table::new(word(NoticeWord::Contacts), columns.map(|(heading, kind)| (word(heading), kind)));
    for one in &batch.notices {
        let texts = [
            one.number.clone(),
            one.name.clone(),
            masked::name(&one.contact),
            masked::telephone(&one.phone),
            one.address.clone(),
        ];
        let sum = Cell::Money(Money::from_fen(one.owed_fen + one.fee_fen));
        table.row(texts.map(Cell::Text).into_iter().chain([sum]));
    }
    Sheet {
        title: word(NoticeWord::Contacts).to_string(),
        on: BusinessDay::parse(&batch.made_on).unwrap_or(BusinessDay::MIN),
        lang: Lang::Zh,
        head: Vec::new(),
        tables: vec![table],
        foot: Vec::new(),
        signed: Vec::new(),
        is_upright: false,
        numbered: None,
    }
}
