//! `sanhe setup`: writes the two files of the standard deployment, each only after its own checker passed it.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use nix::unistd::{Group, Uid, User, chown};
use serde_json::json;

use super::Deployment;
use crate::cli::context::Context;
use crate::cli::failure::{Answer, Exit, Failure};
use crate::cli::json as answers;
use crate::text::deployment as words;

/// Arguments of `sanhe setup`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Who and where
    #[command(flatten)]
    deployment: Deployment,
    /// Show the two files and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Writes the files, or shows them.
pub(crate) fn run(context: &Context, args: &Args) -> Result<Answer, Failure> {
    let (deployment, lang) = (&args.deployment, context.lang);
    let files = [
        (deployment.sshd_file(), deployment.sshd_text(), 0o644),
        (deployment.sudoers_file(), deployment.sudoers_text(), 0o440),
    ];
    if !args.dry_run {
        refuse_unready(deployment, context)?;
        make_directory(deployment)?;
        for (path, text, mode) in &files {
            write_checked(path, text, *mode, |draft| accept(deployment, path, draft, context))?;
        }
    }
    let json = || {
        let file =
            |(path, text, _): &(PathBuf, String, u32)| json!({ "path": path.display().to_string(), "text": text });
        answers::answer([("written", json!(!args.dry_run)), ("files", answers::list(&files, file))])
    };
    let shown = || {
        let text = |(path, text, _): &(PathBuf, String, u32)| format!("{}\n{text}", path.display());
        let both = files.iter().map(text).collect::<Vec<_>>().join("\n");
        if args.dry_run { both } else { format!("{both}\n{}", words::set_up(lang)) }
    };
    Ok(Answer::new(context, Exit::Done, json, shown))
}

/// Root, the account and the group must be there; they are the administrator's to make.
fn refuse_unready(deployment: &Deployment, context: &Context) -> Result<(), Failure> {
    let lang = context.lang;
    if !Uid::effective().is_root() {
        return Err(Failure::Usage(words::needs_root(lang).to_string()));
    }
    let user = User::from_name(&deployment.user).ok().flatten();
    let group = Group::from_name(&deployment.group).ok().flatten();
    if user.is_none() || group.is_none() {
        return Err(Failure::Usage(words::make_accounts(&deployment.user, &deployment.group, lang)));
    }
    if !deployment.at(&deployment.program).is_file() {
        return Err(Failure::Usage(words::no_program(&deployment.program.display().to_string(), lang)));
    }
    Ok(())
}

/// The book's directory: 0700 and the account's own.
fn make_directory(deployment: &Deployment) -> Result<(), Failure> {
    let directory = deployment.at(deployment.book.parent().unwrap_or(Path::new("/")));
    let shown = directory.display().to_string();
    let wrong = |error: std::io::Error| Failure::io(&shown, &error);
    fs::create_dir_all(&directory).map_err(wrong)?;
    let owner = User::from_name(&deployment.user).ok().flatten();
    if let Some(owner) = owner {
        chown(&directory, Some(owner.uid), Some(owner.gid)).map_err(|errno| wrong(errno.into()))?;
    }
    fs::set_permissions(&directory, fs::Permissions::from_mode(0o700)).map_err(wrong)
}

/// Writes beside the target, has the draft accepted, then gives it its name.
fn write_checked(
    path: &Path,
    text: &str,
    mode: u32,
    accepted: impl FnOnce(&Path) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let shown = path.display().to_string();
    let wrong = |error: std::io::Error| Failure::io(&shown, &error);
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory).map_err(wrong)?;
    }
    // A dot keeps both programs from reading the draft.
    let draft = path.with_file_name(format!(".{}.draft", path.file_name().unwrap_or_default().to_string_lossy()));
    let _ = fs::remove_file(&draft);
    let written = fs::OpenOptions::new().write(true).create_new(true).mode(mode).open(&draft).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.set_permissions(fs::Permissions::from_mode(mode))?;
        file.sync_all()
    });
    let named =
        written.map_err(wrong).and_then(|()| accepted(&draft)).and_then(|()| fs::rename(&draft, path).map_err(wrong));
    if named.is_err() {
        let _ = fs::remove_file(&draft);
    }
    named
}

/// `visudo -c` on the draft; sshd reads the draft after its own configuration.
fn accept(deployment: &Deployment, path: &Path, draft: &Path, context: &Context) -> Result<(), Failure> {
    let checked = if path == deployment.sudoers_file() {
        checker(&["/usr/sbin/visudo", "/usr/bin/visudo"]).map(|visudo| {
            let mut command = Command::new(visudo);
            command.arg("-c").arg("-q").arg("-f").arg(draft);
            command
        })
    } else {
        checker(&["/usr/sbin/sshd"]).map(|sshd| {
            let mut command = Command::new(sshd);
            command.arg("-t").arg("-f").arg(draft);
            command
        })
    };
    let lang = context.lang;
    let Some(mut command) = checked else {
        return Err(Failure::Usage(words::no_checker(&path.display().to_string(), lang)));
    };
    let output = command.output().map_err(|error| Failure::io(path.display(), &error))?;
    if output.status.success() {
        return Ok(());
    }
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(Failure::Fault { what: said.trim().to_owned(), context: path.display().to_string() })
}

fn checker(places: &[&'static str]) -> Option<&'static str> {
    places.iter().copied().find(|place| Path::new(place).is_file())
}
