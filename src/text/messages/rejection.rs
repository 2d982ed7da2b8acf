//! Refusals in words: a sentence that says what is refused and where, and what to do instead.

use super::closing::day_rejection;
use super::collection::collection_rejection;
use super::deferral::deferral_rejection;
use crate::domain::rejection::{CaseRejection, Rejection};
use crate::text::lang::Lang;
use crate::text::{approval, signing, terms};

/// 不予办理. The sentence and the cure of a refusal.
pub fn rejection(rejection: &Rejection, lang: Lang) -> (String, String) {
    if let Rejection::Signing(refused) = rejection {
        return signing::rejection(refused, lang);
    }
    match lang {
        Lang::Zh => chinese(rejection),
        Lang::En => english(rejection),
    }
}

fn chinese(rejection: &Rejection) -> (String, String) {
    let (sentence, cure) = match rejection {
        Rejection::BookExists(path) => {
            (format!("账套已存在：{path}，不会覆盖。"), "换一个 --book 路径，或直接使用现有账套。")
        }
        Rejection::BookMissing(path) => {
            (format!("没有这个账套：{path}。"), "先用 sanhe init 建账（或 sanhe demo 看演示），或检查 --book 路径。")
        }
        Rejection::AccountUnbound(account) => (
            format!("系统账户“{account}”没有对应的操作员。"),
            "请账套管理员执行 sanhe operator add 姓名 --account 该账户。",
        ),
        Rejection::NotYourOperator(name) => (
            format!("操作员“{name}”绑定的不是当前系统账户，不能代用。"),
            "用本人的系统账户登录，或用 --as 指定本账户名下的操作员。",
        ),
        Rejection::OperatorAmbiguous(names) => {
            (format!("当前系统账户对应多名操作员：{names}。"), "加 --as 姓名，说明以谁的身份办理。")
        }
        Rejection::OperatorUnknown(name) => {
            (format!("账套内没有操作员“{name}”。"), "用 sanhe operator list 查看姓名，注意与登记时完全一致。")
        }
        Rejection::OperatorExists(name) => {
            (format!("操作员“{name}”已经登记。"), "换一个姓名；同名的人请加科室或编号区分。")
        }
        Rejection::BadName(name) => (
            format!("名称“{name}”含有不允许的字符，或为空、过长。"),
            "只用汉字、字母、数字、“-”“_”“·”，不用空白、斜杠和控制字符。",
        ),
        Rejection::BadRange(range) => {
            (format!("日期范围不对：{range}。"), "起日不晚于止日，写成 --from 2026-03-02 --to 2026-03-04。")
        }
        Rejection::NoEntries(range) => {
            (format!("{range} 没有任何流水，无从对账。"), "先用 sanhe import 导入这些日期的文件，或检查日期。")
        }
        Rejection::TargetExists(path) => {
            (format!("目标已存在：{path}，不会覆盖。"), "换一个文件名，或先由本人移走原文件。")
        }
        Rejection::RuleBook { file, line, what } => (
            format!("规则文件 {file} 第 {line} 行有误：{what}。"),
            "按行号改正该文件后重试；删去自己的副本即恢复内置规则。",
        ),
        Rejection::Invariant(what) => (
            format!("对账结果自检不平：{what}；本次一笔也未入账。"),
            "请勿反复重试，保留账套与导入文件，连同本句交维护人员。",
        ),
        Rejection::Cancelled => ("已中止，未写入任何内容。".into(), "需要时重新办理即可，已完成的部分不受影响。"),
        Rejection::Case(case) => return chinese_case(case),
        Rejection::Day(day) => return day_rejection(day, Lang::Zh),
        Rejection::Chase(chase) => return crate::text::ladder::rejection(chase, Lang::Zh),
        Rejection::Approval(refused) => return approval::rejection(refused, Lang::Zh),
        Rejection::Collection(work) => return collection_rejection(work, Lang::Zh),
        Rejection::Deferral(deferral) => return deferral_rejection(deferral, Lang::Zh),
        Rejection::JournalBroken(sequence, what) => (
            format!("日志链在第 {sequence} 号断开：{what}。"),
            "停止使用本账套，保留原状，用最近一份备份核对，并报告稽核岗。",
        ),
        other => return arrears(other, Lang::Zh),
    };
    (sentence, cure.to_string())
}

fn english(rejection: &Rejection) -> (String, String) {
    let (sentence, cure) = match rejection {
        Rejection::BookExists(path) => (
            format!("There is a book at {path} already; it is never overwritten."),
            "Give another --book path, or use the book that is there.",
        ),
        Rejection::BookMissing(path) => (
            format!("There is no book at {path}."),
            "Make one with `sanhe init` (or look at `sanhe demo`), or check the --book path.",
        ),
        Rejection::AccountUnbound(account) => (
            format!("No operator is bound to the system account \"{account}\"."),
            "Ask the book's administrator for `sanhe operator add NAME --account` with this account.",
        ),
        Rejection::NotYourOperator(name) => (
            format!("Operator \"{name}\" is bound to another system account."),
            "Log in with that person's own account, or name one of your own operators with --as.",
        ),
        Rejection::OperatorAmbiguous(names) => {
            (format!("Several operators are bound to this system account: {names}."), "Say which with --as NAME.")
        }
        Rejection::OperatorUnknown(name) => (
            format!("The book has no operator \"{name}\"."),
            "See the names with `sanhe operator list`; they must be written exactly so.",
        ),
        Rejection::OperatorExists(name) => (
            format!("Operator \"{name}\" is registered already."),
            "Choose another name; tell namesakes apart by department or number.",
        ),
        Rejection::BadName(name) => (
            format!("The name \"{name}\" is empty, too long, or has characters that are not allowed."),
            "Use letters, Han characters, digits, \"-\", \"_\" and \"·\"; no blanks, slashes or control characters.",
        ),
        Rejection::BadRange(range) => (
            format!("The range of days is wrong: {range}."),
            "The first day must not be after the last: --from 2026-03-02 --to 2026-03-04.",
        ),
        Rejection::NoEntries(range) => (
            format!("There are no entries on {range}, so there is nothing to reconcile."),
            "Bring in the files of those days with `sanhe import`, or check the dates.",
        ),
        Rejection::TargetExists(path) => (
            format!("{path} exists already; it is never overwritten."),
            "Choose another name, or move the old file away yourself.",
        ),
        Rejection::RuleBook { file, line, what } => (
            format!("Rule file {file} is wrong at line {line}: {what}."),
            "Mend that line and try again; without your own copy the built-in rules apply.",
        ),
        Rejection::Invariant(what) => (
            format!("The result does not add up: {what}; nothing was stored."),
            "Do not keep trying: keep the book and the files and send this sentence to support.",
        ),
        Rejection::Cancelled => {
            ("Stopped; nothing was stored.".into(), "Start it again when needed; what was done before stands.")
        }
        Rejection::Case(case) => return english_case(case),
        Rejection::Day(day) => return day_rejection(day, Lang::En),
        Rejection::Chase(chase) => return crate::text::ladder::rejection(chase, Lang::En),
        Rejection::Approval(refused) => return approval::rejection(refused, Lang::En),
        Rejection::Collection(work) => return collection_rejection(work, Lang::En),
        Rejection::Deferral(deferral) => return deferral_rejection(deferral, Lang::En),
        Rejection::JournalBroken(sequence, what) => (
            format!("The journal's chain is broken at number {sequence}: {what}."),
            "Stop using this book, leave it as it is, compare it with the last backup and tell the auditor.",
        ),
        other => return arrears(other, Lang::En),
    };
    (sentence, cure.to_string())
}

fn chinese_case(rejection: &CaseRejection) -> (String, String) {
    let (sentence, cure) = match rejection {
        CaseRejection::Unknown(key) => {
            (format!("没有编号以“{key}”开头的差异。"), "用 sanhe exceptions 查看编号；重新对账后差异可能已消失。")
        }
        CaseRejection::Ambiguous(key) => (format!("有几条差异的编号以“{key}”开头。"), "多写几位编号。"),
        CaseRejection::Changed(key) => {
            (format!("内容已变更：差异 {key} 已不是所见的样子，本次未办理。"), "重新查看该差异后再办理。")
        }
        CaseRejection::CannotDecide { key, why } => (
            format!("差异 {key} 不能这样处理：{}。", terms::why_not(*why, Lang::Zh)),
            "用 sanhe exceptions show 查看可用的处理方式。",
        ),
        CaseRejection::BadText(text) => {
            (format!("文字“{text}”过长或含有控制字符。"), "写 200 字以内的一段话，不用换行和控制字符。")
        }
    };
    (sentence, cure.to_string())
}

fn english_case(rejection: &CaseRejection) -> (String, String) {
    let (sentence, cure) = match rejection {
        CaseRejection::Unknown(key) => (
            format!("No difference has a key that begins with \"{key}\"."),
            "See the keys with `sanhe exceptions`; after another run a difference may be gone.",
        ),
        CaseRejection::Ambiguous(key) => {
            (format!("Several differences have keys that begin with \"{key}\"."), "Write more digits of the key.")
        }
        CaseRejection::Changed(key) => (
            format!("Difference {key} changed since it was shown; nothing was done."),
            "Look at it again, then decide.",
        ),
        CaseRejection::CannotDecide { key, why } => (
            format!("This cannot be done with difference {key}: {}.", terms::why_not(*why, Lang::En)),
            "See with `sanhe exceptions show` what can be done with it.",
        ),
        CaseRejection::BadText(text) => (
            format!("The text \"{text}\" is too long or has control characters."),
            "Write at most 200 characters on one line.",
        ),
    };
    (sentence, cure.to_string())
}

/// Refusals about arrears; what is none of them is said by its code.
fn arrears(rejection: &Rejection, lang: Lang) -> (String, String) {
    let (zh, en) = match rejection {
        Rejection::RowsRejected(what) => (
            (
                format!("登记文件有不能收的行，整个文件没有入账：{what}。"),
                "按退回清单改正后重新导入；要先收其余的行，加 --take-good。",
            ),
            (
                format!("Rows of a registry file cannot be taken, so nothing of it was: {what}."),
                "Correct them by the rejects sheet and import again; to take the other rows first, add --take-good.",
            ),
        ),
        Rejection::LineUnknown(code) => (
            (
                format!("账套里有险种“{code}”的应缴或实缴，险种文件里却没有它。"),
                "把该险种补回本单位资料目录的 arrears/lines.toml。",
            ),
            (
                format!("The book has dues or payments of the line \"{code}\", which the file of lines does not name."),
                "Put the line back into arrears/lines.toml of the house's data directory.",
            ),
        ),
        Rejection::EmployerUnknown(text) => (
            (format!("没有找到单位“{text}”。"), "用 sanhe employers find 加名称、编号或代码的一部分查找。"),
            (
                format!("There is no employer \"{text}\"."),
                "Look for it with `sanhe employers find` and a part of its name, number or code.",
            ),
        ),
        Rejection::CalendarUnknown(year) => (
            (
                format!("{year} 年的放假安排尚未登记，期限算不出来，不作猜测。"),
                "国务院办公厅通知公布后，把该年的 calendar 文件放进本单位资料目录再办。",
            ),
            (
                format!("The days off of {year} are not on record, so a deadline cannot be told; nothing is guessed."),
                "Once the State Council's notice is out, put that year's calendar file into the house's data directory.",
            ),
        ),
        other => ((other.to_string(), ""), (other.to_string(), "")),
    };
    let (sentence, cure) = if lang == Lang::Zh { zh } else { en };
    (sentence, cure.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::closing::ClosingCause;
    use crate::domain::rejection::DayRejection;

    /// One of each; a new variant fails to compile in `chinese` and `english`, and belongs here too.
    fn every_rejection() -> Vec<Rejection> {
        let word = || "X9".to_string();
        vec![
            Rejection::BookExists(word()),
            Rejection::BookMissing(word()),
            Rejection::AccountUnbound(word()),
            Rejection::NotYourOperator(word()),
            Rejection::OperatorAmbiguous(word()),
            Rejection::OperatorUnknown(word()),
            Rejection::OperatorExists(word()),
            Rejection::BadName(word()),
            Rejection::BadRange(word()),
            Rejection::NoEntries(word()),
            Rejection::TargetExists(word()),
            Rejection::RuleBook { file: word(), line: 7, what: word() },
            Rejection::RowsRejected(word()),
            Rejection::LineUnknown(word()),
            Rejection::EmployerUnknown(word()),
            Rejection::Invariant(word()),
            DayRejection { day: word(), causes: vec![ClosingCause::Stale] }.into(),
            CaseRejection::Unknown(word()).into(),
            CaseRejection::Ambiguous(word()).into(),
            CaseRejection::Changed(word()).into(),
            CaseRejection::CannotDecide { key: word(), why: crate::domain::decision::WhyNot::Settled }.into(),
            CaseRejection::BadText(word()).into(),
            Rejection::JournalBroken(7, word()),
        ]
    }

    #[test]
    fn every_refusal_names_its_subject_and_a_cure_in_both_languages() {
        let (zh, en) = (rejection(&Rejection::Cancelled, Lang::Zh), rejection(&Rejection::Cancelled, Lang::En));
        assert!(zh.0.ends_with('。') && en.0.ends_with('.') && zh.1.ends_with('。') && en.1.ends_with('.'));
        for refusal in every_rejection() {
            let (zh, zh_cure) = rejection(&refusal, Lang::Zh);
            let (en, en_cure) = rejection(&refusal, Lang::En);
            assert!(zh.contains("X9") && zh.ends_with('。') && zh_cure.ends_with('。'), "{zh} {zh_cure}");
            assert!(en.contains("X9") && en.ends_with('.') && en_cure.ends_with('.'), "{en} {en_cure}");
            assert!(zh != en && zh_cure != en_cure);
        }
    }
}
