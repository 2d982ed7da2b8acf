//! Misconfigurations, each seeded into a clean set-up and mended again.

use crate::host::{ACCOUNT, BOOK, GROUP, Host, OPERATORS, PROGRAM, SSHD_FILE, SUDOERS_FILE, mode, must};

/// Rule that must turn red, what is done to the host, what mends it.
fn seeds() -> Vec<(&'static str, String, String)> {
    let directory = "/var/lib/sanhe-trial";
    let edit = |file: &str, script: &str| {
        (format!("cp -p {file} {file}.kept~ && sed -i '{script}' {file}"), format!("mv {file}.kept~ {file}"))
    };
    let edited = |rule, file: &str, script: &str| {
        let (seed, mend) = edit(file, script);
        (rule, seed, mend)
    };
    let moded = |rule, path: &str, wrong: &str| {
        (rule, format!("chmod {wrong} {path}"), format!("chmod {:o} {path}", mode(path)))
    };
    let owned = |rule, path: &str| (rule, format!("chown {} {path}", OPERATORS[0]), format!("chown {ACCOUNT} {path}"));
    vec![
        (
            "account_no_login",
            format!("usermod -s /bin/bash {ACCOUNT}"),
            format!("usermod -s /usr/sbin/nologin {ACCOUNT}"),
        ),
        ("account_plain", format!("usermod -a -G {GROUP} {ACCOUNT}"), format!("gpasswd -d {ACCOUNT} {GROUP}")),
        (
            "operators_apart",
            format!("usermod -a -G {ACCOUNT} {}", OPERATORS[0]),
            format!("gpasswd -d {} {ACCOUNT}", OPERATORS[0]),
        ),
        moded("program_others", PROGRAM, "0775"),
        moded("program_plain", PROGRAM, "4755"),
        moded("program_plain", PROGRAM, "2755"),
        (
            "program_others",
            format!("chown {} {PROGRAM}", OPERATORS[0]),
            format!("chown root {PROGRAM} && chmod 0755 {PROGRAM}"),
        ),
        moded("program_way", "/usr/local/bin", "0777"),
        moded("directory_mode", directory, "0750"),
        owned("directory_owner", directory),
        moded("book_mode", BOOK, "0644"),
        owned("book_owner", BOOK),
        ("book_plain", format!("ln {BOOK} {directory}/second"), format!("rm {directory}/second")),
        moded("beside_book", "/var/lib/sanhe-trial/book.sqlite.head.log", "0644"),
        (
            "head_log",
            format!("mv {BOOK}.head.log {BOOK}.head.log.away"),
            format!("mv {BOOK}.head.log.away {BOOK}.head.log"),
        ),
        ("copies", format!("mkdir -m 0755 {BOOK}.copies"), format!("rmdir {BOOK}.copies")),
        ("data_directory", format!("mkdir {BOOK}.data && chmod 0777 {BOOK}.data"), format!("rmdir {BOOK}.data")),
        ("sshd_file", format!("mv {SSHD_FILE} {SSHD_FILE}.away"), format!("mv {SSHD_FILE}.away {SSHD_FILE}")),
        moded("sshd_owner", SSHD_FILE, "0666"),
        edited("sshd_force", SSHD_FILE, "s/ForceCommand.*/ForceCommand \\/bin\\/bash/"),
        edited("sshd_force", SSHD_FILE, "s/ForceCommand/#ForceCommand/"),
        edited("sshd_forwarding", SSHD_FILE, "s/DisableForwarding yes/DisableForwarding no/"),
        edited("sshd_environment", "/etc/ssh/sshd_config", "1i PermitUserEnvironment yes"),
        edited("sshd_included", "/etc/ssh/sshd_config", "s/^Include.*//"),
        moded("sudoers_owner", SUDOERS_FILE, "0644"),
        edited("sudoers_pty", SUDOERS_FILE, "s/use_pty, //"),
        edited("sudoers_keeps", SUDOERS_FILE, "s/SSH_ORIGINAL_COMMAND/SSH_ORIGINAL_COMMAND LD_PRELOAD/"),
        edited("sudoers_command", SUDOERS_FILE, "s/ door$//"),
        edited("sudoers_command", SUDOERS_FILE, "s/ALL=(.*/ALL=(ALL) NOPASSWD: ALL/"),
        (
            "sudoers_elsewhere",
            format!(
                "printf '%%{GROUP} ALL=(ALL) ALL\\n' > /etc/sudoers.d/sanhe-trial-more && chmod 0440 /etc/sudoers.d/sanhe-trial-more"
            ),
            "rm /etc/sudoers.d/sanhe-trial-more".into(),
        ),
    ]
}

pub(crate) fn every_misconfiguration_is_red(host: &Host) {
    assert_eq!(host.red(), Vec::<String>::new(), "a clean set-up is green");
    for (rule, seed, mend) in seeds() {
        must(&seed);
        let red = host.red();
        must(&mend);
        assert!(red.iter().any(|found| found == rule), "{seed}: {rule} should be red, found {red:?}");
        assert_eq!(host.red(), Vec::<String>::new(), "mended: {mend}");
    }
}
