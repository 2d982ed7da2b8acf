//! The standard deployment, for real: accounts, sshd on loopback, sudo, the door; attempts to get at the book; and the
//! doctor before every misconfiguration it must see.
//!
//! Makes accounts and writes under /etc, so it runs only where it is asked to, as root, on a host to throw away:
//! `SANHE_DEPLOYMENT=1 cargo test --test deployment` (`.ci/deployment` installs what it needs first).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "deployment/attempts.rs"]
mod attempts;
#[path = "deployment/host.rs"]
mod host;
#[path = "deployment/seeds.rs"]
mod seeds;

use host::Host;

#[test]
fn operators_reach_the_workstation_and_never_the_book() {
    let Some(host) = Host::make() else { return };
    seeds::every_misconfiguration_is_red(&host);
    attempts::the_door_opens(&host);
    attempts::nothing_else_does(&host);
}
