//! What operators may do, and everything tried beyond it.

use std::fs;

use crate::host::{ACCOUNT, BOOK, Host, OPERATORS, PROGRAM, must};

const HIS: &str = include_str!("../../data/samples/his.csv");

/// The first bytes of any book: they must reach nobody.
const MAGIC: &str = "SQLite format 3";

pub(crate) fn the_door_opens(host: &Host) {
    let [wang, li] = OPERATORS;
    let (done, text) = host.ssh(wang, "", &["import", "his.csv", "--json"], HIS.as_bytes());
    assert!(done && text.contains("\"imported\""), "{text}");
    let (done, text) = host.ssh(li, "", &["journal", "verify"], b"");
    assert!(done, "{text}");
    let (done, text) = host.ssh(wang, "", &["files"], b"");
    assert!(done && text.starts_with("his.csv "), "{text}");
    let (done, text) = host.ssh(li, "", &["files"], b"");
    assert!(done && text.is_empty(), "one operator's files are no other's: {text}");
    let (done, text) = host.ssh(li, "", &["put", "bank.csv"], b"one,two\n");
    assert!(done, "{text}");
    assert_eq!(host.ssh(li, "", &["get", "bank.csv"], b""), (true, "one,two\n".into()));
    let (done, text) = host.ssh(li, "", &["put", "bank.csv"], b"other");
    assert!(!done && host.ssh(li, "", &["get", "bank.csv"], b"").1 == "one,two\n", "never written over: {text}");

    // The workstation itself, through two pseudo-terminals: it draws its home screen and leaves at the word.
    // Keys that come before it has the terminal would be the line discipline's, Ctrl+C among them.
    let line = format!(
        "(sleep 4; printf '\\033[21~\\033[21~'; sleep 2) | timeout 15 ssh -tt {} -p {} {wang}@127.0.0.1",
        host.options(),
        host.port()
    );
    let (_, text) = crate::host::shell(&line);
    assert!(text.contains("三核") || text.contains("sanhe"), "{text}");
    // Acts are journalled under the person who came, not under the program's account.
    let line = format!("cd / && sudo -n -u {ACCOUNT} {PROGRAM} --lang en --book {BOOK} journal show");
    let journal = must(&line);
    assert!(journal.contains("王芳"), "{journal}");
}

/// Attempts so far.
struct Tries(u32);

impl Tries {
    /// The attempt must have failed and shown no byte of the book.
    #[track_caller]
    fn fails(&mut self, what: &str, (done, text): (bool, String)) {
        self.0 += 1;
        assert!(!done, "{what} went through: {text}");
        assert!(!text.contains(MAGIC), "{what} shows the book");
    }
}

/// Each attempt must fail, and none may show a byte of the book.
pub(crate) fn nothing_else_does(host: &Host) {
    let secret = must(&format!("sha256sum {BOOK}"));
    let mut tries = Tries(0);
    through_the_door(host, &mut tries);
    through_other_ways_of_sshd(host, &mut tries);
    with_settings_of_ones_own(host, &mut tries);
    on_the_host(host, &mut tries);
    at_a_workstation_that_runs(host, &mut tries);
    assert!(tries.0 >= 30, "{}", tries.0);
    assert_eq!(must(&format!("sha256sum {BOOK}")), secret, "and the book is as it was");
    must("rm -f /tmp/sanhe-trial-*");
}

fn through_the_door(host: &Host, tries: &mut Tries) {
    let [wang, _] = OPERATORS;
    for asked in [
        "/bin/sh",
        "bash -i",
        "cat /var/lib/sanhe-trial/book.sqlite",
        "import ../../etc/passwd",
        "get ../../book.sqlite",
        "get ../sanhe-trial-li/bank.csv",
        "import a.csv; id",
        "import $(id)",
        "backup /tmp/copy.sqlite",
        "--as 李娜 journal verify",
        "reconcile --book /tmp/x.sqlite",
        "scp -t /tmp",
        "internal-sftp",
        "rsync --server . /var/lib",
        "exceptions decide 1 accept",
        "operator add x",
    ] {
        tries.fails(asked, host.ssh(wang, "", &[asked], b""));
    }
    let log = fs::read_to_string(format!("{BOOK}.door.log")).unwrap();
    assert!(log.lines().count() >= 14 && log.contains("sanhe-trial-wang") && log.contains("/bin/sh"), "{log}");
}

fn through_other_ways_of_sshd(host: &Host, tries: &mut Tries) {
    let [wang, _] = OPERATORS;
    let (options, port) = (host.options(), host.port());
    let batch = format!(
        "printf 'get {BOOK} /tmp/sanhe-trial-copy\\n' | timeout 20 sftp {options} -P {port} -b - {wang}@127.0.0.1"
    );
    tries.fails("sftp", crate::host::shell(&batch));
    tries.fails(
        "scp",
        crate::host::shell(&format!(
            "timeout 20 scp {options} -P {port} {wang}@127.0.0.1:{BOOK} /tmp/sanhe-trial-copy"
        )),
    );
    for forward in ["-N -o ExitOnForwardFailure=yes -R 22623:127.0.0.1:22", "-W 127.0.0.1:22622"] {
        tries.fails(forward, host.ssh(wang, forward, &[], b""));
    }
    let line = format!(
        "timeout 20 ssh {options} -p {port} -N -L 22624:127.0.0.1:{port} {wang}@127.0.0.1 & sleep 2; \
         timeout 5 sh -c 'exec 3<>/dev/tcp/127.0.0.1/22624 && head -c 4 <&3' 2>/dev/null | grep -q SSH"
    );
    tries.fails("a local forward", crate::host::shell(&format!("bash -c \"{}\"", line.replace('"', "\\\""))));
}

fn with_settings_of_ones_own(host: &Host, tries: &mut Tries) {
    let [wang, _] = OPERATORS;
    let home = format!("/home/{wang}");
    must(&format!(
        "sed -i 's/^/command=\"\\/bin\\/bash\",environment=\"LD_PRELOAD=\\/tmp\\/x.so\" /' {home}/.ssh/authorized_keys"
    ));
    let (_, text) = host.ssh(wang, "", &["journal", "verify"], b"");
    assert!(!text.contains("bash"), "ForceCommand stands above a key's own: {text}");
    must(&format!("sed -i 's/^command=[^ ]* //' {home}/.ssh/authorized_keys"));
    must(&format!("printf 'touch /tmp/sanhe-trial-rc\\n' > {home}/.ssh/rc && chown {wang} {home}/.ssh/rc"));
    host.ssh(wang, "", &["journal", "verify"], b"");
    tries.fails("a start file", crate::host::shell("ls /tmp/sanhe-trial-rc"));
}

fn on_the_host(host: &Host, tries: &mut Tries) {
    let [wang, li] = OPERATORS;
    for line in [
        format!("cat {BOOK}"),
        format!("cp {BOOK} /tmp/sanhe-trial-copy"),
        "ls /var/lib/sanhe-trial".into(),
        format!("ln {BOOK} /tmp/sanhe-trial-link"),
        format!("ln -s {BOOK} /tmp/sanhe-trial-link-{wang}; cat /tmp/sanhe-trial-link-{wang}"),
        format!("{PROGRAM} --book {BOOK} journal verify"),
        format!("sudo -n -u {ACCOUNT} /bin/sh -c id"),
        format!("sudo -n -u {ACCOUNT} {PROGRAM} --book {BOOK} backup /tmp/sanhe-trial-copy"),
        format!("sudo -n -u {ACCOUNT} {PROGRAM} --book /tmp/other.sqlite door"),
        format!("sudo -n -u {ACCOUNT} LD_PRELOAD=/tmp/x.so {PROGRAM} --book {BOOK} door"),
        format!("sudo -n {PROGRAM} --book {BOOK} door"),
        format!("sudo -n -u root {PROGRAM} --book {BOOK} door"),
        format!("SSH_ORIGINAL_COMMAND='sh -c id' sudo -n -u {ACCOUNT} -- {PROGRAM} --book {BOOK} door"),
        format!("sudoedit -n -u {ACCOUNT} {BOOK}"),
        format!("su -c id {ACCOUNT} < /dev/null"),
        format!("echo x > {PROGRAM}"),
        format!("mv /tmp /var/lib/sanhe-trial/x; mv {BOOK} /tmp/x"),
    ] {
        tries.fails(&line, host.local(li, &line));
    }
}

fn at_a_workstation_that_runs(host: &Host, tries: &mut Tries) {
    let ([wang, li], port) = (OPERATORS, host.port());
    let session = format!(
        "(sleep 6; printf '\\033') | timeout 15 ssh -tt {} -p {port} {wang}@127.0.0.1 >/dev/null 2>&1 & sleep 3; pgrep -n -u {ACCOUNT}",
        host.options()
    );
    let (_, found) = crate::host::shell(&session);
    let pid = found.trim();
    assert!(!pid.is_empty(), "a workstation should be running");
    for line in [
        format!("cat /proc/{pid}/mem"),
        format!("cat /proc/{pid}/environ"),
        format!("ls -l /proc/{pid}/fd"),
        format!("kill -STOP {pid}"),
        format!("strace -p {pid} -o /dev/null < /dev/null"),
        format!("gdb -p {pid} -batch -ex detach < /dev/null 2>&1 | tee /dev/stderr | grep -q 'No such process\\|0x'"),
        format!("cat /proc/{pid}/maps"),
    ] {
        tries.fails(&line, host.local(li, &line));
    }
}
