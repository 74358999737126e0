//! A private session bus, and a test run again under it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Set in the process that runs under the private bus.
const INSIDE: &str = "TIDINGS_TEST_PRIVATE_BUS";

/// Runs `body` in a process of its own whose session bus is a private one. `test` is the test's path below the crate.
pub fn under_private_bus<F: Future<Output = ()>>(test: &str, body: impl FnOnce() -> F) {
    under_private_bus_for(Duration::from_secs(120), test, body);
}

/// The same for what may take longer on a busy machine.
pub fn under_private_bus_for<F: Future<Output = ()>>(
    longest: Duration,
    test: &str,
    body: impl FnOnce() -> F,
) {
    if std::env::var_os(INSIDE).is_some() {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async { tokio::time::timeout(longest, body()).await }).expect("the scenario hangs");
        return;
    }
    let bus = Bus::start();
    let out = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(INSIDE, bus.folder.path())
        .env("DBUS_SESSION_BUS_ADDRESS", &bus.address)
        .output()
        .unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "{said}");
    assert!(said.contains("1 passed"), "no test is called {test}: {said}");
}

/// The folder of the private bus, which is the test's scratch folder too. Inside only.
pub fn scratch() -> PathBuf {
    std::env::var_os(INSIDE).expect("called inside").into()
}

/// Ends the private bus, as a crash would. Inside only.
pub fn kill_bus() {
    let pid = std::fs::read_to_string(scratch().join("pid")).unwrap();
    assert!(Command::new("kill").args(["-9", pid.trim()]).status().unwrap().success());
}

/// Starts a bus at the same address again. Inside only.
pub fn revive_bus() -> impl Drop {
    let folder = scratch();
    let _ = std::fs::remove_file(folder.join("bus"));
    Again(daemon(&folder).0)
}

struct Again(Child);

impl Drop for Again {
    fn drop(&mut self) {
        end(&mut self.0);
    }
}

/// A bus for this folder, and its address.
fn daemon(folder: &Path) -> (Child, String) {
    let mut daemon = start(
        Command::new("dbus-daemon")
            .arg(format!("--config-file={}", folder.join("bus.conf").display()))
            .args(["--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null()), // in a container it complains of limits that no test comes near
    );
    let mut address = String::new();
    BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
    assert!(address.starts_with("unix:"), "dbus-daemon did not start");
    // With the identifier of this very bus in it, the next one at this address would be refused. What systemd hands out has none.
    let place = address.trim().split(",guid=").next().unwrap_or_default().to_owned();
    (daemon, place)
}

struct Bus {
    daemon: Child,
    address: String,
    folder: tempfile::TempDir,
}

impl Bus {
    /// A bus that starts no services by itself: else it would start the machine's own notification daemon.
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("bus.conf"), config_text(folder.path())).unwrap();
        let (daemon, address) = daemon(folder.path());
        std::fs::write(folder.path().join("pid"), daemon.id().to_string()).unwrap();
        Self { daemon, address, folder }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        end(&mut self.daemon);
    }
}

fn config_text(folder: &Path) -> String {
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>"#,
        folder.display()
    )
}

/// Starts a program that the tests need, or says which one is missing.
pub fn start(command: &mut Command) -> Child {
    command.spawn().unwrap_or_else(|error| panic!("{:?} must be installed: {error}", command.get_program()))
}

/// Ends a program that a test started.
pub fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}
