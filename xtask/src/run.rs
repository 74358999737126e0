//! `cargo xtask run`: Tidings on the demo feeds, with a configuration and a history of its own.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::desk::Desk;
use crate::proc::{self, Running};
use crate::{setup, test};

/// How long the first picture may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// How long the first popup may take.
const BELL_PATIENCE: Duration = Duration::from_secs(20);

/// What the app logs when the window has been given rows to show.
const ROWS_READ: &str = "the window reads";

/// Builds and opens the app. On a machine without a display it is opened on a virtual one, photographed and ended.
///
/// # Errors
/// Where something is missing, does not build, or shows nothing.
pub fn demo() -> io::Result<()> {
    let has_display = !cfg!(target_os = "linux")
        || proc::environment("DISPLAY").is_some()
        || proc::environment("WAYLAND_DISPLAY").is_some();
    setup::packages(if has_display { &[setup::WINDOW] } else { &[setup::WINDOW, setup::DESK] })?;
    setup::pages()?;
    println!("Building Tidings");
    test::cargo(&["build", "--package", "tidings-desktop"])?;
    let place = Place::new()?;
    if has_display { on_this_display(&place) } else { on_a_virtual_display(&place) }
}

/// Where this run keeps its things, apart from the person's own Tidings.
struct Place(PathBuf);

impl Place {
    fn new() -> io::Result<Self> {
        let place = Self(proc::root().join("target/run"));
        std::fs::create_dir_all(&place.0)?;
        if !place.file("tidings.toml").exists() {
            std::fs::write(place.file("tidings.toml"), configuration()?)?;
        }
        Ok(place)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The app's command line, to which `command` already adds what ends it with us.
    fn start(&self, mut command: Command) -> Command {
        command.arg("--config").arg(self.file("tidings.toml")).arg("--data-dir").arg(self.file("data"));
        command
    }
}

/// The two demo feeds, served by the app itself on a port that is free now.
fn configuration() -> io::Result<String> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    Ok(format!(
        "# What `cargo xtask run` opens. Change it while it runs: Tidings takes an edit within a second.\n\n\
         [demo]\nport = {port}\n\n\
         [feeds.demo-match]\nname = \"Live match (demo)\"\nurl = \"http://127.0.0.1:{port}/match\"\n\n\
         [feeds.demo-news]\nname = \"News wire (demo)\"\nurl = \"http://127.0.0.1:{port}/news\"\n"
    ))
}

fn on_this_display(place: &Place) -> io::Result<()> {
    println!("Tidings is open. Its configuration and history are in {}.", place.0.display());
    println!("It stays in the tray when its window is closed; Ctrl+C here ends it.");
    proc::succeed(&mut place.start(Command::new(test::built("tidings-desktop"))))
}

fn on_a_virtual_display(place: &Place) -> io::Result<()> {
    println!(
        "There is no display here: starting a virtual one, with a session bus and a notification service."
    );
    let desk = Desk::start(&place.0)?;
    let log = place.file("log.txt");
    let mut command = place.start(proc::beside(test::built("tidings-desktop")));
    desk.join(&mut command);
    command.env("RUST_LOG", "warn,tidings_desktop=debug").stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(std::fs::File::create(&log)?);
    let mut app = Running::start(&mut command)?;
    println!("Tidings starts on display {}.", desk.display());
    proc::until("the window shows entries", PATIENCE, || {
        if let Some(status) = app.ended()? {
            return Err(io::Error::other(format!("Tidings ended ({status}); see {}", log.display())));
        }
        Ok(has_read_rows(&log)? && desk.window_titles()?.iter().any(|title| title == "Tidings"))
    })?;
    // The picture is better with a popup in it, but the first start of all may be too quiet for one.
    if proc::until("a popup is up", BELL_PATIENCE, || has_popup(&desk)).is_err() {
        println!("No popup came within {} s.", BELL_PATIENCE.as_secs());
    }
    let picture = place.file("tidings.png");
    steady_picture(&desk, &picture)?;
    println!("Tidings shows its entries. The picture of it is {}.", picture.display());
    Ok(())
}

/// Whether a read of the window brought rows: the log says how many.
fn has_read_rows(log: &Path) -> io::Result<bool> {
    let text = std::fs::read_to_string(log)?;
    Ok(text.lines().any(|line| line.contains(ROWS_READ) && !line.contains("rows=0")))
}

fn has_popup(desk: &Desk) -> io::Result<bool> {
    Ok(proc::output(desk.command("dunstctl").args(["count", "displayed"]))?.trim() != "0")
}

/// Takes pictures until two in a row are alike, so that none shows half a page; a match in play may keep it from that.
fn steady_picture(desk: &Desk, path: &Path) -> io::Result<()> {
    let mut last = Vec::new();
    for _ in 0..12 {
        std::thread::sleep(Duration::from_millis(400));
        desk.screenshot(path)?;
        let now = std::fs::read(path)?;
        if now == last {
            break;
        }
        last = now;
    }
    Ok(())
}
