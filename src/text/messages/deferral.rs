//! Refusals of acts on applications in words, with their cures.

use crate::domain::deferral::refusal::DeferralRejection;
use crate::text::deferral_work::{stage, step};
use crate::text::lang::Lang;

/// 缓缴不予办理. The sentence and the cure.
pub(super) fn deferral_rejection(rejection: &DeferralRejection, lang: Lang) -> (String, String) {
    let (sentence, cure) = match lang {
        Lang::Zh => chinese(rejection),
        Lang::En => english(rejection),
    };
    (sentence, cure.to_string())
}

fn chinese(rejection: &DeferralRejection) -> (String, &'static str) {
    let zh = Lang::Zh;
    match rejection {
        DeferralRejection::Unknown(no) => {
            (format!("没有编号为“{no}”的缓缴申请。"), "用 sanhe deferral list 查看申请编号，如 HJ2026-0001。")
        }
        DeferralRejection::PolicyUnknown(id) => {
            (format!("没有编号为“{id}”的缓缴政策。"), "用 sanhe deferral policies 查看现有政策编号。")
        }
        DeferralRejection::NotNow { no, stage: at, step: asked } => (
            format!("申请 {no} 现为“{}”，不能{}。", stage(*at, zh), step(*asked, zh)),
            "用 sanhe deferral show 编号 查看经过，按所处环节办理。",
        ),
        DeferralRejection::NotClean(no) => {
            (format!("申请 {no} 有材料或事项未齐，或不符合政策，不能提交。"), "先补齐所缺，或退回、不予并写明条款。")
        }
        DeferralRejection::NothingNamed => ("没有指明申请。".into(), "写出申请编号，或先在清单中标记。"),
        DeferralRejection::ReasonMissing => {
            ("这一步须写明理由。".into(), "用 --reason 写明；不予的写条款，退回的写所缺。")
        }
        DeferralRejection::ApprovedElsewhere(days) => (
            format!("批准日期不早于建账日（批准、建账：{days}），不能补录为已批。"),
            "建账以后的申请在本系统内逐级审批；只有建账以前的批准可以补录。",
        ),
        DeferralRejection::SheetKnown(path) => {
            (format!("申请清单 {path} 已经录入过。"), "同一份清单只录一次；有改动的请另存新表，只列新增的申请。")
        }
        DeferralRejection::JudgedOtherwise(code) => (
            format!("审核期间 {code} 的情况有变，结论已不同；本次一件也未录入。"),
            "重新录入一次即可，将按现在的情况审核。",
        ),
        DeferralRejection::PartTooLarge(no) => {
            (format!("该人应先补缴的金额超过申请 {no} 的缓缴金额。"), "核对金额；只填该人本人的单位缓缴部分。")
        }
        DeferralRejection::BadMonths(months) => {
            (format!("费款所属期有误：{months}。"), "起始月不晚于终止月，且不超过十年，写成 2022-04 和 2022-06。")
        }
    }
}

fn english(rejection: &DeferralRejection) -> (String, &'static str) {
    let en = Lang::En;
    match rejection {
        DeferralRejection::Unknown(no) => {
            (format!("There is no application {no}."), "See the numbers with `sanhe deferral list`, as HJ2026-0001.")
        }
        DeferralRejection::PolicyUnknown(id) => {
            (format!("There is no policy {id} on record."), "See the policies with `sanhe deferral policies`.")
        }
        DeferralRejection::NotNow { no, stage: at, step: asked } => (
            format!("Application {no} is {}; it cannot be {} now.", stage(*at, en), step(*asked, en)),
            "See its history with `sanhe deferral show NO` and go on from where it stands.",
        ),
        DeferralRejection::NotClean(no) => (
            format!("Application {no} lacks something or does not fit the policy; it cannot be submitted."),
            "Complete what is lacking, or return it, or refuse it with the clause.",
        ),
        DeferralRejection::NothingNamed => {
            ("No application is named.".into(), "Give application numbers, or mark them in the list first.")
        }
        DeferralRejection::ReasonMissing => (
            "This step needs a reason.".into(),
            "Say it with --reason: the clause when refusing, what is missing when returning.",
        ),
        DeferralRejection::ApprovedElsewhere(days) => (
            format!("The approval is not from before this book was made (approved, made: {days})."),
            "What came after goes through its approvals here; only earlier approvals can be put on record.",
        ),
        DeferralRejection::SheetKnown(path) => (
            format!("The sheet {path} was entered before."),
            "A sheet is entered once; put new applications into a new sheet.",
        ),
        DeferralRejection::JudgedOtherwise(code) => (
            format!("What is known of {code} changed meanwhile and the verdict with it; nothing was entered."),
            "Enter them again: they are judged by what is known now.",
        ),
        DeferralRejection::PartTooLarge(no) => (
            format!("The person's part is more than application {no} defers."),
            "Check the amount: only that person's part of the employer's money.",
        ),
        DeferralRejection::BadMonths(months) => (
            format!("The fee months are wrong: {months}."),
            "The first is not after the last, ten years at most, written as 2022-04 and 2022-06.",
        ),
    }
}
