//! What the machine must have, and how it gets it.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::proc;

/// Debian packages that building and opening the window needs.
pub const WINDOW: &[&str] = &[
    "build-essential",
    "libayatana-appindicator3-dev",
    "libgtk-3-dev",
    "librsvg2-dev",
    "libwebkit2gtk-4.1-dev",
    "pkg-config",
];

/// Debian packages of a desktop where there is none.
pub const DESK: &[&str] = &[
    "dbus",
    "dunst",
    "fonts-dejavu-core",
    "fonts-noto-color-emoji",
    "imagemagick",
    "libnotify-bin",
    "openbox",
    "util-linux",
    "x11-utils",
    "xvfb",
];

/// Debian packages that the tests need beside those. The fonts of Noto are what the reference pictures are drawn with; jq is
/// what mako's own command asks for.
pub const TESTS: &[&str] = &[
    "at-spi2-core",
    "chromium",
    "faketime",
    "fonts-noto-cjk",
    "fonts-noto-core",
    "gnome-keyring",
    "grim",
    "iproute2",
    "jq",
    "libnginx-mod-nchan",
    "mako-notifier",
    "nginx-light",
    "notification-daemon",
    "python3-venv",
    "sway",
    "webkit2gtk-driver",
    "wmctrl",
    "xdotool",
    "xfce4-notifyd",
];

/// Debian packages that bundling needs.
pub const BUNDLES: &[&str] = &["appstream", "desktop-file-utils", "librsvg2-bin", "rpm"];

/// Installs those of `groups` that are missing. On another system than Debian's kind it changes nothing.
///
/// # Errors
/// Where something is missing and cannot be installed.
pub fn packages(groups: &[&[&str]]) -> io::Result<()> {
    if proc::find("dpkg-query").is_none() || proc::find("apt-get").is_none() {
        return Ok(());
    }
    let missing: Vec<&str> =
        groups.iter().flat_map(|group| group.iter().copied()).filter(|p| !has(p)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Installing what is missing here: {}", missing.join(" "));
    proc::succeed(as_root("apt-get").args(["update", "--quiet"]))?;
    let mut install = as_root("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive");
    proc::succeed(install.args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(missing))
}

/// Installs the window's JavaScript packages where they are missing or older than their lock, with no scripts run.
///
/// # Errors
/// Where Node.js is missing, or npm fails.
pub fn node_modules() -> io::Result<()> {
    let ui = proc::root().join("ui");
    let (lock, installed) = (ui.join("package-lock.json"), ui.join("node_modules/.package-lock.json"));
    if newest(&installed) >= newest(&lock) && installed.exists() {
        return Ok(());
    }
    npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
}

/// Builds the window's pages, where a source is newer than what was built last.
///
/// # Errors
/// Where npm fails.
pub fn pages() -> io::Result<()> {
    node_modules()?;
    let ui = proc::root().join("ui");
    let built = newest(&ui.join("dist/index.html"));
    let sources = ["src", "index.html", "package-lock.json", "vite.config.ts", "public"];
    if sources.iter().any(|source| newest(&ui.join(source)) > built) {
        return npm(&["run", "build"]);
    }
    Ok(())
}

/// Runs npm in `ui`.
///
/// # Errors
/// Where npm is missing or fails.
pub fn npm(arguments: &[&str]) -> io::Result<()> {
    proc::succeed(&mut npm_command(arguments))
}

/// An npm command in `ui`.
pub fn npm_command(arguments: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(proc::root().join("ui")).args(arguments);
    command
}

/// The browser for the window's journeys. Ubuntu has no package `chromium`, and its continuous integration has the other one.
pub fn browser() -> Option<PathBuf> {
    ["chromium", "google-chrome"].iter().find_map(|name| proc::find(name))
}

fn has(package: &str) -> bool {
    if package == "chromium" && browser().is_some() {
        return true;
    }
    let query = proc::output(Command::new("dpkg-query").args(["-W", "-f=${db:Status-Status}", package]));
    query.is_ok_and(|status| status.trim() == "installed")
}

/// Installing is for root: through sudo, unless that is who we are.
pub fn as_root(program: &str) -> Command {
    let root = proc::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if root || proc::find("sudo").is_none() {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.arg(program);
    command
}

/// When the newest file at or below `path` was written; the epoch where there is none.
fn newest(path: &Path) -> SystemTime {
    let Ok(found) = path.metadata() else { return SystemTime::UNIX_EPOCH };
    let own = found.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    let inside = std::fs::read_dir(path).into_iter().flatten().flatten();
    inside.map(|entry| newest(&entry.path())).fold(own, SystemTime::max)
}
