//! `cargo xtask bundle --try`: the package on a bare Debian 12, and a person's first day with it.
//!
//! The system is made by debootstrap in the target directory and kept for the next time; nothing of this machine but the package and
//! the test that acts the person is put into it.

use std::io;
use std::path::{Path, PathBuf};

use crate::{proc, setup, test};

/// What makes the system.
const MAKES: &[&str] = &["debootstrap"];

/// What a desktop has besides, a hand to click with, and a clock for yesterday.
const PERSON: &[&str] = &["faketime", "webkit2gtk-driver", "xdotool"];

const SYSTEM: &str = "bookworm";

/// Installs the package that was bundled, and takes the first day.
///
/// # Errors
/// Where something cannot be installed, or the day goes wrong.
pub fn day() -> io::Result<()> {
    if !cfg!(target_os = "linux") || proc::find("unshare").is_none() {
        return Err(io::Error::other("a bare system can be tried on Linux only, by root"));
    }
    setup::packages(&[MAKES])?;
    let system = test::target_dir().join("bare");
    if !system.join("etc/debian_version").exists() {
        println!("Making a bare system in {}", system.display());
        proc::succeed(setup::as_root("debootstrap").args(["--variant=minbase", SYSTEM]).arg(&system))?;
    }
    let package = newest(&test::target_dir().join("release/bundle/deb"), |name| name.ends_with(".deb"))?;
    test::cargo(&["test", "--workspace", "--test", "desktop", "--no-run", "--quiet"])?;
    let person = newest(&test::target_dir().join("debug/deps"), |name| {
        name.starts_with("desktop-") && !name.contains('.')
    })?;
    put(&package, &system.join("root/tidings.deb"))?;
    put(&person, &system.join("root/person"))?;
    println!("Installing the package alone");
    let began = proc::now();
    inside(&system, "apt-get update --quiet=2 && apt-get install --yes --quiet=2 /root/tidings.deb")?;
    println!("It is installed after {:.0} s.", began.elapsed().as_secs_f32());
    let more = [setup::DESK, PERSON].concat().join(" ");
    inside(&system, &format!("apt-get install --yes --quiet=2 --no-install-recommends {more}"))?;
    inside(
        &system,
        "TIDINGS_DESKTOP=/usr/bin/tidings-desktop TIDINGS_CLI=/usr/bin/tidings \
         /root/person first_day --ignored --nocapture --test-threads=1",
    )
}

/// Runs a command in the system, with processes and devices of its own that end with it.
fn inside(system: &Path, command: &str) -> io::Result<()> {
    let mut unshare = setup::as_root("unshare");
    unshare.args(["--mount", "--fork", "--pid", "--kill-child"]);
    unshare.arg(format!("--mount-proc={}", system.join("proc").display()));
    unshare.arg("chroot").arg(system).args(["sh", "-ec", command]);
    unshare.env("DEBIAN_FRONTEND", "noninteractive").env("HOME", "/root").env("LC_ALL", "C.UTF-8");
    proc::succeed(unshare.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"))
}

fn put(file: &Path, to: &Path) -> io::Result<()> {
    proc::succeed(setup::as_root("cp").arg(file).arg(to))
}

/// The file that was written last of those whose name is right.
fn newest(folder: &Path, right: impl Fn(&str) -> bool) -> io::Result<PathBuf> {
    let files = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path());
    let named = files.filter(|file| file.file_name().and_then(|name| name.to_str()).is_some_and(&right));
    let newest = named.max_by_key(|file| file.metadata().and_then(|data| data.modified()).ok());
    newest.ok_or_else(|| {
        io::Error::new(io::ErrorKind::NotFound, format!("nothing in {}: bundle first", folder.display()))
    })
}
