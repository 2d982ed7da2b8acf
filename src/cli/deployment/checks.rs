//! `sanhe doctor --deployment`: every rule of the standard deployment, one small check each.
//!
//! Invariant: looks only; opens neither the book nor a file of it. A check that cannot look says so: that is
//! no green.

use std::fs::{self, Metadata};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use nix::unistd::{Gid, Group, Uid, User, getgrouplist};
use serde_json::{Value, json};

use super::Deployment;
use crate::text::deployment::Rule;

/// How one rule stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// 绿.
    Good,
    /// 红: what was found.
    Bad(String),
    /// Could not be looked at, and why.
    Unseen(String),
}

/// A rule and how it stands.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) rule: Rule,
    pub(crate) verdict: Verdict,
}

type Check = fn(&Deployment) -> Verdict;

/// In the order they are told.
const CHECKS: &[(Rule, Check)] = &[
    (Rule::AccountThere, account_there),
    (Rule::AccountNoLogin, account_no_login),
    (Rule::AccountPlain, account_plain),
    (Rule::GroupThere, group_there),
    (Rule::OperatorsApart, operators_apart),
    (Rule::ProgramThere, program_there),
    (Rule::ProgramOthers, program_others),
    (Rule::ProgramPlain, program_plain),
    (Rule::ProgramWay, program_way),
    (Rule::DirectoryMode, directory_mode),
    (Rule::DirectoryOwner, directory_owner),
    (Rule::BookPlain, book_plain),
    (Rule::BookMode, book_mode),
    (Rule::BookOwner, book_owner),
    (Rule::BesideBook, beside_book),
    (Rule::HeadLog, head_log),
    (Rule::Copies, copies),
    (Rule::DataDirectory, data_directory),
    (Rule::SshdFile, sshd_file),
    (Rule::SshdOwner, sshd_owner),
    (Rule::SshdForce, sshd_force),
    (Rule::SshdForwarding, sshd_forwarding),
    (Rule::SshdEnvironment, sshd_environment),
    (Rule::SshdIncluded, sshd_included),
    (Rule::SudoersFile, sudoers_file),
    (Rule::SudoersOwner, sudoers_owner),
    (Rule::SudoersCommand, sudoers_command),
    (Rule::SudoersPty, sudoers_pty),
    (Rule::SudoersKeeps, sudoers_keeps),
    (Rule::SudoersElsewhere, sudoers_elsewhere),
];

/// Every rule looked at.
pub(crate) fn look(deployment: &Deployment) -> Vec<Finding> {
    CHECKS.iter().map(|(rule, check)| Finding { rule: *rule, verdict: check(deployment) }).collect()
}

/// Findings for `--json`.
pub(crate) fn as_json(finding: &Finding) -> Value {
    let (state, found) = match &finding.verdict {
        Verdict::Good => ("good", None),
        Verdict::Bad(found) => ("bad", Some(found)),
        Verdict::Unseen(why) => ("unseen", Some(why)),
    };
    json!({ "rule": finding.rule.code(), "state": state, "found": found })
}

fn verdict(good: bool, found: impl FnOnce() -> String) -> Verdict {
    if good { Verdict::Good } else { Verdict::Bad(found()) }
}

/// What stands at a path, links not followed; a red or unseen verdict when nothing can be told.
fn meta(path: &Path) -> Result<Metadata, Verdict> {
    fs::symlink_metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Verdict::Bad(format!("{}: -", path.display())),
        _ => Verdict::Unseen(format!("{}: {error}", path.display())),
    })
}

fn judged(path: &Path, good: impl FnOnce(&Metadata) -> bool) -> Verdict {
    match meta(path) {
        Err(verdict) => verdict,
        Ok(meta) => verdict(good(&meta), || shown(path, &meta)),
    }
}

fn shown(path: &Path, meta: &Metadata) -> String {
    let owner = User::from_uid(Uid::from_raw(meta.uid())).ok().flatten().map(|user| user.name);
    let owner = owner.unwrap_or_else(|| meta.uid().to_string());
    let kind = if meta.file_type().is_symlink() { " ->" } else { "" };
    format!("{}{kind}: {:04o} {owner}", path.display(), meta.permissions().mode() & 0o7777)
}

fn account(deployment: &Deployment) -> Option<User> {
    User::from_name(&deployment.user).ok().flatten()
}

fn group(deployment: &Deployment) -> Option<Group> {
    Group::from_name(&deployment.group).ok().flatten()
}

fn account_there(deployment: &Deployment) -> Verdict {
    verdict(account(deployment).is_some(), || deployment.user.clone())
}

fn account_no_login(deployment: &Deployment) -> Verdict {
    let shell = account(deployment).map(|user| user.shell).unwrap_or_default();
    verdict(shell.ends_with("nologin") || shell.ends_with("false"), || shell.display().to_string())
}

/// Neither root nor a member of the operators' own group.
fn account_plain(deployment: &Deployment) -> Verdict {
    let Some(user) = account(deployment) else { return Verdict::Bad(deployment.user.clone()) };
    let member = group(deployment).is_some_and(|group| group.mem.contains(&user.name));
    verdict(!user.uid.is_root() && !member, || format!("uid {}, {}", user.uid, deployment.group))
}

fn group_there(deployment: &Deployment) -> Verdict {
    verdict(group(deployment).is_some_and(|group| !group.mem.is_empty()), || deployment.group.clone())
}

/// No operator is in the account's group: its files are closed to the group today, but only by their mode.
fn operators_apart(deployment: &Deployment) -> Verdict {
    let (Some(user), Some(group)) = (account(deployment), group(deployment)) else {
        return Verdict::Bad(format!("{}, {}", deployment.user, deployment.group));
    };
    let close = |name: &&String| {
        in_group(name, user.gid) || User::from_name(name).ok().flatten().is_some_and(|user| user.uid.is_root())
    };
    let found: Vec<&str> = group.mem.iter().filter(close).map(String::as_str).collect();
    verdict(found.is_empty(), || found.join(", "))
}

fn in_group(name: &str, gid: Gid) -> bool {
    let Ok(Some(user)) = User::from_name(name) else { return false };
    let Ok(name) = std::ffi::CString::new(name) else { return false };
    getgrouplist(&name, user.gid).is_ok_and(|groups| groups.contains(&gid))
}

fn program_there(deployment: &Deployment) -> Verdict {
    judged(&deployment.at(&deployment.program), |meta| meta.is_file() && meta.permissions().mode() & 0o005 == 0o005)
}

fn program_others(deployment: &Deployment) -> Verdict {
    judged(&deployment.at(&deployment.program), |meta| meta.uid() == 0 && meta.permissions().mode() & 0o022 == 0)
}

/// Neither setuid nor setgid: the book's log would belong to the operator then.
fn program_plain(deployment: &Deployment) -> Verdict {
    judged(&deployment.at(&deployment.program), |meta| meta.permissions().mode() & 0o6000 == 0)
}

/// Nobody but root may put another program in its place.
fn program_way(deployment: &Deployment) -> Verdict {
    let program = deployment.at(&deployment.program);
    for directory in program.ancestors().skip(1).take_while(|directory| directory.starts_with(&deployment.root)) {
        let verdict = judged(directory, |meta| meta.uid() == 0 && meta.permissions().mode() & 0o022 == 0);
        if verdict != Verdict::Good {
            return verdict;
        }
    }
    Verdict::Good
}

fn book_directory(deployment: &Deployment) -> PathBuf {
    deployment.at(deployment.book.parent().unwrap_or(Path::new("/")))
}

fn directory_mode(deployment: &Deployment) -> Verdict {
    judged(&book_directory(deployment), |meta| meta.is_dir() && meta.permissions().mode() & 0o7777 == 0o700)
}

fn owned(deployment: &Deployment, meta: &Metadata) -> bool {
    account(deployment).is_some_and(|user| user.uid.as_raw() == meta.uid())
}

fn directory_owner(deployment: &Deployment) -> Verdict {
    judged(&book_directory(deployment), |meta| owned(deployment, meta))
}

/// A regular file with one name: no link leads elsewhere, none leads here.
fn book_plain(deployment: &Deployment) -> Verdict {
    judged(&deployment.at(&deployment.book), |meta| meta.file_type().is_file() && meta.nlink() == 1)
}

fn book_mode(deployment: &Deployment) -> Verdict {
    judged(&deployment.at(&deployment.book), |meta| meta.permissions().mode() & 0o7777 == 0o600)
}

fn book_owner(deployment: &Deployment) -> Verdict {
    judged(&deployment.at(&deployment.book), |meta| owned(deployment, meta))
}

fn companion(deployment: &Deployment, suffix: &str) -> PathBuf {
    let mut name = deployment.at(&deployment.book).into_os_string();
    name.push(suffix);
    name.into()
}

/// The log, the ticket and the rest are as closed as the book, where they are there.
fn beside_book(deployment: &Deployment) -> Verdict {
    for suffix in ["-wal", "-shm", ".ticket", ".head.log", ".door.log"] {
        let path = companion(deployment, suffix);
        if let Ok(meta) = fs::symlink_metadata(&path) {
            let closed =
                meta.file_type().is_file() && meta.permissions().mode() & 0o077 == 0 && owned(deployment, &meta);
            if !closed {
                return Verdict::Bad(shown(&path, &meta));
            }
        }
    }
    Verdict::Good
}

fn head_log(deployment: &Deployment) -> Verdict {
    judged(&companion(deployment, ".head.log"), |meta| meta.len() > 0)
}

fn copies(deployment: &Deployment) -> Verdict {
    let path = companion(deployment, ".copies");
    match fs::symlink_metadata(&path) {
        Err(_) => Verdict::Good,
        Ok(meta) => {
            let closed = meta.is_dir() && meta.permissions().mode() & 0o077 == 0 && owned(deployment, &meta);
            verdict(closed, || shown(&path, &meta))
        }
    }
}

/// The house's own rules decide about money: nobody else writes them.
fn data_directory(deployment: &Deployment) -> Verdict {
    let path = companion(deployment, ".data");
    match fs::symlink_metadata(&path) {
        Err(_) => Verdict::Good,
        Ok(meta) => {
            let mine = owned(deployment, &meta) || meta.uid() == 0;
            verdict(meta.is_dir() && mine && meta.permissions().mode() & 0o022 == 0, || shown(&path, &meta))
        }
    }
}

fn text_of(path: &Path) -> Result<String, Verdict> {
    meta(path)?;
    fs::read_to_string(path).map_err(|error| Verdict::Unseen(format!("{}: {error}", path.display())))
}

/// The lines that mean something, blanks evened out.
fn lines_of(text: &str) -> Vec<String> {
    let even = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().map(even).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

fn sshd_file(deployment: &Deployment) -> Verdict {
    match text_of(&deployment.sshd_file()) {
        Err(verdict) => verdict,
        Ok(text) => {
            let begins = format!("Match Group {}", deployment.group);
            verdict(lines_of(&text).first() == Some(&begins), || lines_of(&text).first().cloned().unwrap_or_default())
        }
    }
}

fn sshd_owner(deployment: &Deployment) -> Verdict {
    judged(&deployment.sshd_file(), |meta| meta.is_file() && meta.uid() == 0 && meta.permissions().mode() & 0o022 == 0)
}

/// One line of a file must stand as composed, and no other of the same keyword.
fn exact(path: &Path, keyword: &str, composed: &str) -> Verdict {
    let text = match text_of(path) {
        Err(verdict) => return verdict,
        Ok(text) => text,
    };
    let begins = |line: &&String| line.split(' ').next().is_some_and(|word| word.eq_ignore_ascii_case(keyword));
    let wanted: Vec<String> = lines_of(composed).iter().filter(begins).cloned().collect();
    let found: Vec<String> = lines_of(&text).iter().filter(begins).cloned().collect();
    verdict(found == wanted, || if found.is_empty() { format!("{keyword}: -") } else { found.join("; ") })
}

fn sshd_force(deployment: &Deployment) -> Verdict {
    exact(&deployment.sshd_file(), "ForceCommand", &deployment.sshd_text())
}

fn sshd_forwarding(deployment: &Deployment) -> Verdict {
    exact(&deployment.sshd_file(), "DisableForwarding", &deployment.sshd_text())
}

fn sshd_main(deployment: &Deployment) -> PathBuf {
    deployment.at(Path::new("/etc/ssh/sshd_config"))
}

/// An operator's own environment must not reach the program.
fn sshd_environment(deployment: &Deployment) -> Verdict {
    for path in [sshd_main(deployment), deployment.sshd_file()] {
        let text = match text_of(&path) {
            Err(verdict) => return verdict,
            Ok(text) => text,
        };
        let wrong = lines_of(&text).into_iter().find(|line| {
            let line = line.to_ascii_lowercase();
            line.starts_with("permituserenvironment ") && !line.ends_with(" no")
        });
        if let Some(line) = wrong {
            return Verdict::Bad(format!("{}: {line}", path.display()));
        }
    }
    Verdict::Good
}

fn sshd_included(deployment: &Deployment) -> Verdict {
    match text_of(&sshd_main(deployment)) {
        Err(verdict) => verdict,
        Ok(text) => {
            // After a Match the line would hold for that group only.
            let before_match =
                lines_of(&text).into_iter().take_while(|line| !line.to_ascii_lowercase().starts_with("match "));
            let included = before_match.filter(|line| line.to_ascii_lowercase().starts_with("include "));
            verdict(included.into_iter().any(|line| line.contains("sshd_config.d/*.conf")), || "Include: -".into())
        }
    }
}

fn sudoers_file(deployment: &Deployment) -> Verdict {
    match text_of(&deployment.sudoers_file()) {
        Err(verdict) => verdict,
        Ok(text) => verdict(lines_of(&text) == lines_of(&deployment.sudoers_text()), || lines_of(&text).join("; ")),
    }
}

fn sudoers_owner(deployment: &Deployment) -> Verdict {
    judged(&deployment.sudoers_file(), |meta| {
        meta.is_file() && meta.uid() == 0 && meta.permissions().mode() & 0o7777 == 0o440
    })
}

/// The one command, with its words: no wildcard, no other account.
fn sudoers_command(deployment: &Deployment) -> Verdict {
    let group = format!("%{}", deployment.group);
    exact(&deployment.sudoers_file(), &group, &deployment.sudoers_text())
}

fn defaults_line(deployment: &Deployment) -> Result<String, Verdict> {
    let text = text_of(&deployment.sudoers_file())?;
    let group = format!("Defaults:%{} ", deployment.group);
    Ok(lines_of(&text).into_iter().find(|line| line.starts_with(&group)).unwrap_or_default())
}

fn sudoers_pty(deployment: &Deployment) -> Verdict {
    match defaults_line(deployment) {
        Err(verdict) => verdict,
        Ok(line) => {
            let set = |name: &str| line.split([',', ' ']).any(|word| word == name);
            verdict(set("use_pty") && set("env_reset") && set("!setenv"), || line.clone())
        }
    }
}

fn sudoers_keeps(deployment: &Deployment) -> Verdict {
    match defaults_line(deployment) {
        Err(verdict) => verdict,
        Ok(line) => {
            let kept = line.matches("env_keep").count();
            verdict(kept == 1 && line.contains("env_keep += \"SSH_ORIGINAL_COMMAND\""), || line.clone())
        }
    }
}

/// No other file of sudo gives the operators' group, or anybody, the account.
fn sudoers_elsewhere(deployment: &Deployment) -> Verdict {
    let folder = deployment.at(Path::new("/etc/sudoers.d"));
    let others = match fs::read_dir(&folder) {
        Err(error) => return Verdict::Unseen(format!("{}: {error}", folder.display())),
        Ok(entries) => entries.flatten().map(|entry| entry.path()).filter(|path| *path != deployment.sudoers_file()),
    };
    let main = deployment.at(Path::new("/etc/sudoers"));
    for path in others.chain(main.exists().then_some(main)) {
        let text = match text_of(&path) {
            Err(verdict) => return verdict,
            Ok(text) => text,
        };
        let group = format!("%{}", deployment.group);
        let account = format!("({}", deployment.user);
        if let Some(line) = lines_of(&text).into_iter().find(|line| line.contains(&group) || line.contains(&account)) {
            return Verdict::Bad(format!("{}: {line}", path.display()));
        }
    }
    Verdict::Good
}
