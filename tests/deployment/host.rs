//! A host set up as docs/DEPLOY.md says, with names of its own, taken down again at the end.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

pub(crate) const ACCOUNT: &str = "sanhe-trial";
pub(crate) const GROUP: &str = "sanhe-trial-ops";
pub(crate) const OPERATORS: [&str; 2] = ["sanhe-trial-wang", "sanhe-trial-li"];
pub(crate) const PROGRAM: &str = "/usr/local/bin/sanhe-trial";
pub(crate) const BOOK: &str = "/var/lib/sanhe-trial/book.sqlite";
pub(crate) const SSHD_FILE: &str = "/etc/ssh/sshd_config.d/60-sanhe.conf";
pub(crate) const SUDOERS_FILE: &str = "/etc/sudoers.d/sanhe";
const PORT: &str = "22622";

pub(crate) struct Host {
    keys: tempfile::TempDir,
    sshd: Option<Child>,
}

/// What ran, as one text, and whether it ended well.
pub(crate) fn told(output: &Output) -> (bool, String) {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

pub(crate) fn shell(line: &str) -> (bool, String) {
    told(&Command::new("/bin/sh").arg("-c").arg(line).stdin(Stdio::null()).output().unwrap())
}

#[track_caller]
pub(crate) fn must(line: &str) -> String {
    let (done, text) = shell(line);
    assert!(done, "{line}\n{text}");
    text
}

impl Host {
    /// The host, or a loud word why there is none.
    pub(crate) fn make() -> Option<Host> {
        let skipped = |why: &str| {
            eprintln!("SKIPPED, NOTHING WAS TESTED: {why}; see tests/deployment.rs");
            None
        };
        if std::env::var_os("SANHE_DEPLOYMENT").is_none() {
            return skipped("SANHE_DEPLOYMENT is not set");
        }
        if !nix::unistd::Uid::effective().is_root() {
            return skipped("not root");
        }
        for needed in ["/usr/sbin/sshd", "/usr/bin/sudo", "/usr/sbin/visudo", "/usr/bin/ssh-keygen"] {
            if !Path::new(needed).exists() {
                return skipped(&format!("{needed} is not there"));
            }
        }
        for taken in [SSHD_FILE, SUDOERS_FILE] {
            if Path::new(taken).exists() {
                return skipped(&format!("{taken} is there already: this host is in use"));
            }
        }
        let mut host = Host { keys: tempfile::tempdir().unwrap(), sshd: None };
        host.accounts();
        host.program_and_book();
        host.listen();
        Some(host)
    }

    fn accounts(&self) {
        // Some container images keep it closed; no account of theirs could look its own name up.
        must("chmod 0644 /etc/passwd /etc/group");
        must(&format!("useradd --system --create-home --shell /usr/sbin/nologin {ACCOUNT}"));
        must(&format!("groupadd {GROUP}"));
        let key = self.key();
        must(&format!("ssh-keygen -q -t ed25519 -N '' -f {key}"));
        for operator in OPERATORS {
            // A password no one knows: an account without one is locked, and sshd refuses it.
            must(&format!("useradd --create-home --shell /bin/bash -G {GROUP} -p '*' {operator}"));
            must(&format!("install -d -m 0700 -o {operator} -g {operator} /home/{operator}/.ssh"));
            must(&format!(
                "install -m 0600 -o {operator} -g {operator} {key}.pub /home/{operator}/.ssh/authorized_keys"
            ));
        }
    }

    fn program_and_book(&self) {
        must(&format!("install -m 0755 -o root {} {PROGRAM}", env!("CARGO_BIN_EXE_sanhe")));
        // What the system's own start script of sshd does.
        must("mkdir -p /run/sshd && ssh-keygen -A");
        must(&format!("{PROGRAM} setup {}", self.deployed()));
        let as_account = format!("sudo -n -u {ACCOUNT} {PROGRAM} --lang en --book {BOOK}");
        must(&format!("cd / && {as_account} init --operator 管理员"));
        must(&format!("cd / && {as_account} operator add 王芳 --account {}", OPERATORS[0]));
        must(&format!("cd / && {as_account} operator add 李娜 --account {}", OPERATORS[1]));
    }

    fn listen(&mut self) {
        let mut command = Command::new("/usr/sbin/sshd");
        command.args(["-D", "-e", "-p", PORT, "-o", "ListenAddress=127.0.0.1", "-o", "PidFile=none"]);
        let log = fs::File::create(self.log()).unwrap();
        self.sshd = Some(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap());
        for _ in 0..100 {
            if std::net::TcpStream::connect(format!("127.0.0.1:{PORT}")).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("sshd does not listen: {}", fs::read_to_string(self.log()).unwrap());
    }

    /// Arguments that say what is deployed.
    pub(crate) fn deployed(&self) -> String {
        format!("--user {ACCOUNT} --group {GROUP} --program {PROGRAM} --deployed-book {BOOK}")
    }

    pub(crate) fn key(&self) -> String {
        self.keys.path().join("key").display().to_string()
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.keys.path().join("sshd.log")
    }

    /// The options every connection takes.
    pub(crate) fn options(&self) -> String {
        format!(
            "-i {} -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o ConnectTimeout=10",
            self.key()
        )
    }

    /// One connection of an operator; `more` are options, `asked` what is asked for.
    pub(crate) fn ssh(&self, operator: &str, more: &str, asked: &[&str], input: &[u8]) -> (bool, String) {
        let mut command = Command::new("timeout");
        command.args(["30", "ssh", "-p", PORT]);
        command.args(self.options().split(' ')).args(more.split(' ').filter(|word| !word.is_empty()));
        command.arg(format!("{operator}@127.0.0.1")).args(asked);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A refusal may close the pipe before it is written.
        let _ = child.stdin.take().unwrap().write_all(input);
        told(&child.wait_with_output().unwrap())
    }

    /// A line run on the host under an operator's account, past sshd.
    pub(crate) fn local(&self, operator: &str, line: &str) -> (bool, String) {
        let mut command = Command::new("timeout");
        command.args(["20", "runuser", "-u", operator, "--", "/bin/sh", "-c", line]).current_dir("/");
        told(&command.stdin(Stdio::null()).output().unwrap())
    }

    pub(crate) fn port(&self) -> &'static str {
        PORT
    }

    /// The doctor's red rules; `None` when all are green.
    pub(crate) fn red(&self) -> Vec<String> {
        let line = format!("{PROGRAM} doctor --deployment --json {}", self.deployed());
        let (done, text) = shell(&line);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"));
        let rules = value["rules"].as_array().unwrap();
        let red = rules.iter().filter(|rule| rule["state"] != "good");
        let red: Vec<String> = red.map(|rule| rule["rule"].as_str().unwrap().to_owned()).collect();
        assert_eq!(done, red.is_empty(), "{text}");
        red
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        if let Some(sshd) = &mut self.sshd {
            let _ = sshd.kill();
            let _ = sshd.wait();
        }
        for operator in OPERATORS {
            shell(&format!("pkill -KILL -u {operator}; sleep 0.2; userdel -r {operator}"));
        }
        shell(&format!("pkill -KILL -u {ACCOUNT}; sleep 0.2; groupdel {GROUP}; userdel -r {ACCOUNT}"));
        shell(&format!("rm -rf {SSHD_FILE} {SUDOERS_FILE} {PROGRAM} {}", Path::new(BOOK).parent().unwrap().display()));
    }
}

/// Permission bits of a path.
pub(crate) fn mode(path: &str) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}
