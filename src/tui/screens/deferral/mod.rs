//! 缓缴的画面: applications at the counter and beyond, and texts to read.

pub(super) mod applications;
pub(super) mod matrix;
pub(super) mod reading;

use crate::text::apply::paper;
use crate::text::lang::Lang;
use crate::tui::apply::DeferralPaper;
use crate::tui::screen::{Answer, ChoiceRow, ChoiceTitle, Next, Place};
use crate::tui::worker::Job;

/// 打印文书: which of these papers, of one application or of all.
fn print(papers: &[DeferralPaper], no: &str, lang: Lang) -> Next {
    let row = |one: &DeferralPaper| ChoiceRow {
        label: paper(one.code(), lang).to_owned(),
        aside: String::new(),
        found_by: one.code().to_owned(),
        refusal: None,
        answer: Answer::Run(Job::KeepPaper(*one, no.to_owned())),
    };
    Next::Open(Place::Choice(ChoiceTitle::Papers, papers.iter().map(row).collect()))
}
