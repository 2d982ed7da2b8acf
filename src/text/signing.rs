//! Words of signing passwords 签批口令, of locking, and their refusals.

use super::lang::Lang;
use crate::domain::signing::{NOT_AGAIN, SigningRejection, Weakness};

crate::words! {
    /// 签批用词.
    pub enum SigningWord {
        Title: "签批口令" | "Signing password",
        Locked: "已锁屏" | "Locked",
        Password: "签批口令" | "Signing password",
        Old: "原口令" | "Present one",
        New: "新口令" | "New one",
        Again: "再输一遍" | "Once more",
        AskSign: "本次登录第一次提交、审批、关账, 请输入签批口令; 锁屏后须再输。" | "First submission, approval or closing of this session: enter your signing password. After a lock it is asked again.",
        AskSet: "您还没有签批口令。提交、审批、关账前须先设置一个, 只有本人知道。" | "You have no signing password yet. Set one before you submit, approve or close; nobody else is to know it.",
        AskChange: "更改签批口令: 先输原口令, 再输新口令两遍。" | "Change your signing password: the present one, then the new one twice.",
        AskUnlock: "长时间没有操作, 画面已锁。录入的内容已存草稿。输入签批口令后继续。" | "Nothing was done for a while, so the screen is locked. What was typed is kept. Enter your signing password to go on.",
        AskReturn: "长时间没有操作, 画面已锁。录入的内容已存草稿。按 {list.open} 继续。" | "Nothing was done for a while, so the screen is locked. What was typed is kept. {list.open} goes on.",
        Rule: "至少 10 个字符, 含大写、小写、数字、符号中的三种; 或至少 16 个字符。" | "At least 10 characters of three kinds (capital, small, digit, other), or at least 16.",
        Fill: "先输入口令" | "Type the password first",
        Differ: "两遍输入不一致, 请重输" | "The two entries differ; type them again",
        Set: "签批口令已设置" | "Signing password set",
        Signed: "签批口令正确" | "Signed",
        Trying: "核对口令" | "Checking the password",
        FileOnScreen: "--password-file 只用于命令；工作台在画面上询问口令。" | "--password-file is for commands; the workstation asks on its screen.",
        StaysLocked: "画面已锁, 先输入签批口令" | "Locked: enter the signing password first",
    }
}

/// The password everybody of a demonstration book signs with; its banner shows it.
pub const DEMONSTRATION_PASSWORD: &str = "Sanhe-demo-2026";

/// The banner of a demonstration book.
pub fn demonstration(lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("演示账套: 数据全为虚构, 勿录真实账目; 签批口令 {DEMONSTRATION_PASSWORD}"),
        Lang::En => format!("Demonstration, all made up; signing password {DEMONSTRATION_PASSWORD}"),
    }
}

/// The prompt on a terminal.
pub fn prompt(operator: &str, word: SigningWord, lang: Lang) -> String {
    format!("{operator} {}{}", word.in_lang(lang), lang.pick("：", ": "))
}

/// A password was set.
pub fn was_set(operator: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已设置 {operator} 的签批口令。"),
        Lang::En => format!("{operator} has a new signing password."),
    }
}

/// A password was reset.
pub fn was_reset(operator: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已重置 {operator} 的签批口令；本人下次签批前须用本人的系统账户重新设置。"),
        Lang::En => format!("{operator}'s signing password is reset; they set a new one under their own account."),
    }
}

/// The sentence and the cure of a refusal.
pub fn rejection(rejection: &SigningRejection, lang: Lang) -> (String, String) {
    let (sentence, cure) = match lang {
        Lang::Zh => chinese(rejection),
        Lang::En => english(rejection),
    };
    (sentence, cure.to_string())
}

fn chinese(rejection: &SigningRejection) -> (String, &'static str) {
    match rejection {
        SigningRejection::NotSet(name) => (
            format!("{name} 没有签批口令，不能提交、审批、关账。"),
            "先用 sanhe operator password 设置（或在工作台菜单里设置），再办理。",
        ),
        SigningRejection::NotAsked => (
            "这一步要输签批口令，而这里没有终端可以询问。".into(),
            "在终端里执行，或加 --password-file 指向只有本人可读（0600）的口令文件。",
        ),
        SigningRejection::Wrong(left) => {
            (format!("签批口令不对，还可再试 {left} 次。"), "注意大小写和输入法；忘记口令请权限管理员重置。")
        }
        SigningRejection::Locked(until) => (
            format!("签批口令错误次数过多，锁定至 {until}（UTC）。"),
            "到时再试，或请权限管理员执行 sanhe operator password 姓名 --reset。",
        ),
        SigningRejection::Weak(Weakness::TooWeak) => {
            ("口令太简单。".into(), "至少 10 个字符并含大写、小写、数字、符号中的三种，或至少 16 个字符。")
        }
        SigningRejection::Weak(Weakness::TooLong) => ("口令太长。".into(), "不超过 128 个字符。"),
        SigningRejection::Weak(Weakness::Unprintable) => {
            ("口令含控制字符，换个终端可能输不出来。".into(), "只用字母、数字、符号或汉字。")
        }
        SigningRejection::UsedBefore => (format!("这个口令在最近 {NOT_AGAIN} 个里用过。"), "换一个没有用过的。"),
        SigningRejection::NotTheSame => ("两遍输入不一致。".into(), "重新输入，两遍相同。"),
        SigningRejection::OwnReset => (
            "本人的口令不能由本人重置。".into(),
            "记得原口令就用 sanhe operator password 更改；忘了请另一位权限管理员重置。",
        ),
        SigningRejection::File(path) => (
            format!("口令文件 {path} 不能用：不是普通文件、别人可读，或是空的。"),
            "口令写在第一行，文件归本人所有，权限 0600。",
        ),
        SigningRejection::TooManySessions(most) => {
            (format!("本账户在这个账套上已开着 {most} 个工作台。"), "先退出一个，再打开。")
        }
    }
}

fn english(rejection: &SigningRejection) -> (String, &'static str) {
    match rejection {
        SigningRejection::NotSet(name) => (
            format!("{name} has no signing password, so nothing can be submitted, approved or closed."),
            "Set one with `sanhe operator password` (or from the workstation's menu), then go on.",
        ),
        SigningRejection::NotAsked => (
            "This step needs the signing password, and there is no terminal to ask on.".into(),
            "Run it in a terminal, or give --password-file with a file only you can read (0600).",
        ),
        SigningRejection::Wrong(left) => (
            format!("The signing password is wrong; {left} more tries."),
            "Mind capitals and the input method; if it is forgotten the administrator of rights resets it.",
        ),
        SigningRejection::Locked(until) => (
            format!("Too many wrong signing passwords: locked until {until} (UTC)."),
            "Try again then, or ask the administrator of rights for `sanhe operator password NAME --reset`.",
        ),
        SigningRejection::Weak(Weakness::TooWeak) => (
            "The password is too weak.".into(),
            "At least 10 characters of three kinds (capital, small, digit, other), or at least 16.",
        ),
        SigningRejection::Weak(Weakness::TooLong) => ("The password is too long.".into(), "128 characters at most."),
        SigningRejection::Weak(Weakness::Unprintable) => (
            "The password has a control character that another terminal may not type.".into(),
            "Use letters, digits, signs or Han characters.",
        ),
        SigningRejection::UsedBefore => {
            (format!("It is one of the last {NOT_AGAIN} you used."), "Choose one you have not used.")
        }
        SigningRejection::NotTheSame => ("The two entries differ.".into(), "Type it again, twice the same."),
        SigningRejection::OwnReset => (
            "Nobody resets their own password.".into(),
            "Change it with `sanhe operator password`, or ask another administrator of rights.",
        ),
        SigningRejection::File(path) => (
            format!("The password file {path} cannot be used: not a plain file, readable by others, or empty."),
            "The password stands on its first line; the file is yours, mode 0600.",
        ),
        SigningRejection::TooManySessions(most) => {
            (format!("This account has {most} workstations open on this book already."), "Leave one first.")
        }
    }
}
