//! A network of a family's own: nothing but loopback, and a hosts file to write names into.

use std::fs;
use std::net::IpAddr;
use std::process::{Command, Stdio};

use tokio::io::{AsyncBufReadExt as _, BufReader};

use super::row::Row;

/// Prepares the namespace: loopback, names of our own, and nobody to ask for others.
const PREPARE: &str = "set -e; ip link set lo up; \
    printf '127.0.0.1 localhost\\n::1 localhost\\n' > \"$1/hosts\"; mount --bind \"$1/hosts\" /etc/hosts; \
    printf 'nameserver 127.0.0.1\\noptions timeout:1 attempts:1\\n' > \"$1/resolv\"; \
    mount --bind \"$1/resolv\" /etc/resolv.conf || true; \
    place=\"$1\"; shift; TIDINGS_FAULTS_PLACE=\"$place\" exec \"$@\"";

/// Runs one family in a namespace: as whoever we are where that may be, else as root.
pub async fn run_within(family: &str, short: bool) -> Vec<Row> {
    let place = tempfile::tempdir().expect("a temporary directory");
    let own = std::env::current_exe().expect("a program knows where it is");
    let mut words = words_of_unshare();
    words.extend(["sh", "-c", PREPARE, "sh"].map(str::to_owned));
    words.push(place.path().display().to_string());
    words.push(own.display().to_string());
    words.push(format!("--inside={family}"));
    words.extend(short.then(|| "--short".to_owned()));
    let mut command = tokio::process::Command::new(&words[0]);
    command.args(&words[1..]).env("TIDINGS_CLI", tidings_tests::binary()).kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            return vec![Row::broken(family, &format!("unshare (util-linux) cannot be run: {error}"))];
        }
    };
    let mut rows = Vec::new();
    if let Some(out) = child.stdout.take() {
        let mut lines = BufReader::new(out).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            rows.extend(Row::from_json(&line));
        }
    }
    match child.wait().await {
        Ok(status) if status.success() && !rows.is_empty() => {}
        ended => rows.push(Row::broken(family, &format!("the family did not end well: {ended:?}"))),
    }
    rows
}

/// A user namespace needs no rights; where a system forbids those, root's own namespaces do.
fn words_of_unshare() -> Vec<String> {
    let may = Command::new("unshare")
        .args(["--user", "--map-root-user", "--net", "--mount", "true"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    let words: &[&str] = if may {
        &["unshare", "--user", "--map-root-user", "--net", "--mount", "--"]
    } else {
        &["sudo", "--non-interactive", "--preserve-env", "unshare", "--net", "--mount", "--"]
    };
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Makes these the only names there are, beside `localhost`.
pub fn name_hosts<'a>(names: impl IntoIterator<Item = (&'a str, IpAddr)>) {
    let lines: String = names.into_iter().map(|(name, address)| format!("{address} {name}\n")).collect();
    let place = std::env::var("TIDINGS_FAULTS_PLACE").expect("a family runs in its network");
    // Written in place: the mount is of this very file.
    fs::write(format!("{place}/hosts"), format!("127.0.0.1 localhost\n{lines}"))
        .expect("the hosts file can be written");
}

/// Gives loopback another address, so that something can listen there.
pub fn add_address(address: IpAddr) {
    ip(&["address", "add", &address.to_string(), "dev", "lo"]);
}

/// Has the way out begin in this private network, and no longer in that one. Nobody is there: only the address of this end counts.
pub fn way_out(here: u8, before: Option<u8>) {
    if before.is_none() {
        ip(&["link", "add", "out0", "type", "veth", "peer", "name", "out1"]);
        ip(&["link", "set", "out1", "up"]);
        ip(&["link", "set", "out0", "up"]);
    }
    ip(&["address", "add", &format!("192.168.{here}.2/24"), "dev", "out0"]);
    if let Some(before) = before {
        ip(&["address", "delete", &format!("192.168.{before}.2/24"), "dev", "out0"]);
    }
    ip(&["route", "replace", "default", "via", &format!("192.168.{here}.1"), "dev", "out0"]);
}

/// Takes the link away, or gives it back: packets under way are lost, and nobody is told.
pub fn link(up: bool) {
    ip(&["link", "set", "lo", if up { "up" } else { "down" }]);
}

fn ip(words: &[&str]) {
    let done = Command::new("ip").args(words).status();
    assert!(done.is_ok_and(|status| status.success()), "`ip {}` (iproute2) failed", words.join(" "));
}
