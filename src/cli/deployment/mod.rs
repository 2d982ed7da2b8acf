//! The standard deployment 部署: personal system accounts, one door through sshd and sudo, a book only the
//! program's own account may open. Written by `sanhe setup`, checked by `sanhe doctor --deployment`, passed by
//! `sanhe door`.
//!
//! Invariant: the two files say exactly what [`Deployment`] composes; a file that says anything else is red.

pub(super) mod checks;
pub(super) mod door;
pub(super) mod setup;

use std::path::{Path, PathBuf};

/// 部署. Who owns the book, who may come in, and where things stand.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Deployment {
    /// Account that owns the book and runs the program
    #[arg(long, value_name = "ACCOUNT", default_value = "sanhe", value_parser = account_name)]
    pub user: String,
    /// Group of the accounts that may come in
    #[arg(long, value_name = "GROUP", default_value = "sanhe-operators", value_parser = account_name)]
    pub group: String,
    /// The program as sudo is to start it
    #[arg(long, value_name = "PATH", default_value = "/usr/local/bin/sanhe", value_parser = plain_path)]
    pub program: PathBuf,
    /// Where the deployed book lies
    #[arg(id = "deployed_book", long = "deployed-book", value_name = "PATH", default_value = "/var/lib/sanhe/book.sqlite", value_parser = plain_path)]
    pub book: PathBuf,
    /// Look and write under this directory instead of / (packages, trials)
    #[arg(long, value_name = "DIRECTORY", default_value = "/")]
    pub root: PathBuf,
}

/// A name that stands in sudoers and sshd_config without quoting.
fn account_name(text: &str) -> Result<String, String> {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '-' | '_');
    let fits = !text.is_empty() && text.len() <= 32 && text.chars().all(plain) && !text.starts_with(['-', '_']);
    if fits { Ok(text.into()) } else { Err("lower-case letters, digits, - and _ only".into()) }
}

/// A path that stands in both files without quoting.
fn plain_path(text: &str) -> Result<PathBuf, String> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '.' | '-' | '_');
    let fits = text.starts_with('/') && text.chars().all(plain) && !text.contains("/../") && !text.contains("//");
    if fits { Ok(text.into()) } else { Err("an absolute path of letters, digits, . - and _".into()) }
}

impl Deployment {
    /// A path of the deployed system, under the root.
    pub(super) fn at(&self, path: &Path) -> PathBuf {
        self.root.join(path.strip_prefix("/").unwrap_or(path))
    }

    /// sshd's part.
    pub(super) fn sshd_file(&self) -> PathBuf {
        self.at(Path::new("/etc/ssh/sshd_config.d/60-sanhe.conf"))
    }

    /// sudo's part. No dot in the name: sudo passes over files that have one.
    pub(super) fn sudoers_file(&self) -> PathBuf {
        self.at(Path::new("/etc/sudoers.d/sanhe"))
    }

    /// The one command that passes the door.
    fn command(&self) -> String {
        format!("{} --book {} door", self.program.display(), self.book.display())
    }

    /// What sshd's file says. Measured: `PermitUserEnvironment` is illegal inside `Match`; ForceCommand holds for
    /// subsystems such as sftp too.
    pub(super) fn sshd_text(&self) -> String {
        format!(
            "# 三核: members of this group reach the workstation and nothing else.\n\
             Match Group {}\n\
             \x20   ForceCommand /usr/bin/sudo -n -u {} -- {}\n\
             \x20   DisableForwarding yes\n\
             \x20   PermitTunnel no\n\
             \x20   PermitUserRC no\n\
             \x20   AllowAgentForwarding no\n\
             Match all\n",
            self.group,
            self.user,
            self.command()
        )
    }

    /// What sudo's file says. Measured: sudo drops SSH_ORIGINAL_COMMAND unless it is named.
    pub(super) fn sudoers_text(&self) -> String {
        let (group, user, command) = (&self.group, &self.user, self.command());
        format!(
            "# 三核: members of {group} run this one command as {user}, and no other.\n\
             Defaults:%{group} env_reset, use_pty, !setenv, env_keep += \"SSH_ORIGINAL_COMMAND\", umask=0077, umask_override\n\
             %{group} ALL=({user}) NOPASSWD: {command}\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_paths_that_need_quoting_are_refused() {
        for name in ["", "Sanhe", "a b", "a,b", "-x", "ALL=ALL", "三核"] {
            assert!(account_name(name).is_err(), "{name}");
        }
        for path in ["book", "/a b", "/a,b", "/a/../b", "/a//b", "/a*", "/a\"b"] {
            assert!(plain_path(path).is_err(), "{path}");
        }
        assert!(account_name("sanhe-operators").is_ok() && plain_path("/var/lib/sanhe/book.sqlite").is_ok());
    }
}
