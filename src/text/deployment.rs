//! Words of the deployment 部署: setup, its checks, the door.

use super::lang::Lang;

crate::words! {
    /// 部署检查项, each said as the rule that should hold.
    pub enum Rule {
        AccountThere: "程序账号已建立" | "the program's account exists",
        AccountNoLogin: "程序账号不能登录（nologin）" | "the program's account cannot log in (nologin)",
        AccountPlain: "程序账号不是 root，也不在操作员组里" | "the program's account is neither root nor an operator",
        GroupThere: "操作员组已建立并有成员" | "the operators' group exists and has members",
        OperatorsApart: "操作员不是 root，也不在程序账号的组里" | "no operator is root or in the account's group",
        ProgramThere: "程序在位，人人可执行" | "the program is in place and may be run",
        ProgramOthers: "程序属 root，他人不可写" | "the program is root's; nobody else may write it",
        ProgramPlain: "程序没有 setuid、setgid 位" | "the program is neither setuid nor setgid",
        ProgramWay: "程序所在各级目录属 root，他人不可写" | "every directory above the program is root's and closed to writing",
        DirectoryMode: "账套目录权限 0700" | "the book's directory is 0700",
        DirectoryOwner: "账套目录属程序账号" | "the book's directory belongs to the program's account",
        BookPlain: "账套是普通文件，没有链接" | "the book is a regular file with one name",
        BookMode: "账套权限 0600" | "the book is 0600",
        BookOwner: "账套属程序账号" | "the book belongs to the program's account",
        BesideBook: "账套旁的文件（-wal、-shm、日志）同样不对外" | "the files beside the book are as closed as the book",
        HeadLog: "head.log 在账套旁" | "head.log stands beside the book",
        Copies: "备份目录不对外" | "the directory of copies is closed to others",
        DataDirectory: "本单位规则目录他人不可写" | "nobody else may write the house's own rules",
        SshdFile: "sshd 配置片段只管操作员组" | "sshd's file begins with the operators' Match",
        SshdOwner: "sshd 配置片段属 root，他人不可写" | "sshd's file is root's; nobody else may write it",
        SshdForce: "ForceCommand 与本部署一字不差" | "ForceCommand is exactly the door",
        SshdForwarding: "DisableForwarding yes" | "DisableForwarding yes",
        SshdEnvironment: "没有打开 PermitUserEnvironment" | "PermitUserEnvironment is not on",
        SshdIncluded: "sshd_config 在 Match 之前 Include 了片段目录" | "sshd_config includes its folder before any Match",
        SudoersFile: "sudoers 片段与本部署一字不差" | "sudo's file is exactly what setup writes",
        SudoersOwner: "sudoers 片段属 root，权限 0440" | "sudo's file is root's and 0440",
        SudoersCommand: "sudo 只放行一条完整命令" | "sudo lets one whole command through",
        SudoersPty: "use_pty、env_reset、!setenv 都在" | "use_pty, env_reset and !setenv are set",
        SudoersKeeps: "只保留 SSH_ORIGINAL_COMMAND 一个变量" | "only SSH_ORIGINAL_COMMAND is kept",
        SudoersElsewhere: "别处没有放行操作员组或程序账号" | "no other file gives the group or the account",
    }
}

impl Rule {
    /// Its name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Rule::AccountThere => "account_there",
            Rule::AccountNoLogin => "account_no_login",
            Rule::AccountPlain => "account_plain",
            Rule::GroupThere => "group_there",
            Rule::OperatorsApart => "operators_apart",
            Rule::ProgramThere => "program_there",
            Rule::ProgramOthers => "program_others",
            Rule::ProgramPlain => "program_plain",
            Rule::ProgramWay => "program_way",
            Rule::DirectoryMode => "directory_mode",
            Rule::DirectoryOwner => "directory_owner",
            Rule::BookPlain => "book_plain",
            Rule::BookMode => "book_mode",
            Rule::BookOwner => "book_owner",
            Rule::BesideBook => "beside_book",
            Rule::HeadLog => "head_log",
            Rule::Copies => "copies",
            Rule::DataDirectory => "data_directory",
            Rule::SshdFile => "sshd_file",
            Rule::SshdOwner => "sshd_owner",
            Rule::SshdForce => "sshd_force",
            Rule::SshdForwarding => "sshd_forwarding",
            Rule::SshdEnvironment => "sshd_environment",
            Rule::SshdIncluded => "sshd_included",
            Rule::SudoersFile => "sudoers_file",
            Rule::SudoersOwner => "sudoers_owner",
            Rule::SudoersCommand => "sudoers_command",
            Rule::SudoersPty => "sudoers_pty",
            Rule::SudoersKeeps => "sudoers_keeps",
            Rule::SudoersElsewhere => "sudoers_elsewhere",
        }
    }
}

/// One line of the report.
pub fn finding(rule: Rule, good: Option<bool>, found: &str, lang: Lang) -> String {
    let mark = match good {
        Some(true) => lang.pick("[好]", "[ok] "),
        Some(false) => lang.pick("[红]", "[RED]"),
        None => lang.pick("[未见]", "[?]  "),
    };
    let colon = lang.pick("；现为：", "; found: ");
    let found = if found.is_empty() { String::new() } else { format!("{colon}{found}") };
    format!("{mark} {}{found}", rule.in_lang(lang))
}

/// How many rules do not hold.
pub fn verdict(bad: usize, unseen: usize, lang: Lang) -> String {
    match (lang, bad, unseen) {
        (Lang::Zh, 0, 0) => "部署检查全部通过。".into(),
        (Lang::En, 0, 0) => "Every rule of the deployment holds.".into(),
        (Lang::Zh, bad, unseen) => {
            format!(
                "{bad} 项不合规，{unseen} 项看不到。请以 root 执行 sanhe setup 重写两个配置，再按上面所列改正权限。"
            )
        }
        (Lang::En, bad, unseen) => format!(
            "{bad} rules do not hold, {unseen} could not be looked at. As root run sanhe setup to rewrite both files, then mend what is listed above."
        ),
    }
}

/// Setup is done.
pub fn set_up(lang: Lang) -> &'static str {
    lang.pick(
        "两个文件都已写好。请让 sshd 重新读取配置（systemctl reload ssh），再执行 sanhe doctor --deployment。",
        "Both files are written. Have sshd read its configuration again (systemctl reload ssh), then run sanhe doctor --deployment.",
    )
}

/// Only root may set up.
pub fn needs_root(lang: Lang) -> &'static str {
    lang.pick(
        "部署要写 /etc 下的两个文件，须以 root 执行；先看内容可加 --dry-run。",
        "setup writes two files under /etc: run it as root; --dry-run shows them first.",
    )
}

/// The account and the group are the administrator's to make.
pub fn make_accounts(user: &str, group: &str, lang: Lang) -> String {
    let commands = format!(
        "\n  useradd --system --create-home --shell /usr/sbin/nologin {user}\n  groupadd {group}\n  usermod -a -G {group} ACCOUNT"
    );
    match lang {
        Lang::Zh => format!("账号 {user} 或组 {group} 还没有。请先建立，并把各操作员的账号加入该组：{commands}"),
        Lang::En => format!(
            "Account {user} or group {group} is not there. Make them first and put the operators' accounts into the group:{commands}"
        ),
    }
}

/// The program is not where sudo is to start it.
pub fn no_program(path: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            format!("{path} 没有程序。请先把 sanhe 复制到那里（install -m 0755 sanhe {path}），或用 --program 指明。")
        }
        Lang::En => format!(
            "There is no program at {path}. Copy sanhe there first (install -m 0755 sanhe {path}) or name it with --program."
        ),
    }
}

/// The checker of a file is not installed.
pub fn no_checker(file: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            format!("没有找到检查 {file} 的程序（visudo 或 sshd），因此不写。请先安装 sudo 与 openssh-server。")
        }
        Lang::En => format!(
            "What checks {file} (visudo or sshd) is not installed, so it is not written. Install sudo and openssh-server first."
        ),
    }
}

/// What was asked for does not pass the door.
pub fn door_refused(why: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!(
            "此处不接受该请求（{why}），已记录。直接登录即进入工作台；可用：files、put 文件名、get 文件名、import 文件名（文件从标准输入）、reconcile、exceptions、statements、employers、employer、ageing、day status、journal verify。"
        ),
        Lang::En => format!(
            "That is not accepted here ({why}); it has been logged. Log in without a command for the workstation; or ask for: files, put NAME, get NAME, import NAME (the file on standard input), reconcile, exceptions, statements, employers, employer, ageing, day status, journal verify."
        ),
    }
}

/// A file sent in is too large.
pub fn door_too_large(bytes: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("文件超过 {bytes} 字节，没有收下。请分成几个文件再传。"),
        Lang::En => format!("The file is larger than {bytes} bytes and was not taken. Send it in parts."),
    }
}
