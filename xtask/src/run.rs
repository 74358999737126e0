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

/// How often a picture is taken until none of the popups is in it.
const TRIES: usize = 40;

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
    let place = Place::new("run")?;
    if !place.file("tidings.toml").exists() {
        std::fs::write(place.file("tidings.toml"), configuration()?)?;
    }
    if has_display { on_this_display(&place) } else { on_a_virtual_display(&place) }
}

/// Where a run keeps its things, apart from the person's own Tidings.
pub struct Place(PathBuf);

impl Place {
    /// A folder of this name, which stays.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn new(name: &str) -> io::Result<Self> {
        let place = Self(proc::root().join("target").join(name));
        std::fs::create_dir_all(&place.0)?;
        Ok(place)
    }

    /// A file of it.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A command line of ours that goes by what is here. `command` may already add what ends it with us.
    #[must_use]
    pub fn start(&self, mut command: Command) -> Command {
        command.arg("--config").arg(self.file("tidings.toml")).arg("--data-dir").arg(self.file("data"));
        command
    }
}

/// The two demo feeds, served by the app itself on a port that is free now.
///
/// # Errors
/// Where no port is free.
pub fn configuration() -> io::Result<String> {
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
    let shown = Shown::start(place)?;
    println!("Tidings starts on display {}.", shown.desk.display());
    // The first start of all may be too quiet for a popup.
    if proc::until("a popup is up", BELL_PATIENCE, || Ok(shown.popups()? > 0)).is_err() {
        println!("No popup came within {} s.", BELL_PATIENCE.as_secs());
    } else {
        println!("A popup came.");
    }
    let picture = place.file("tidings.png");
    shown.picture(&picture)?;
    println!("Tidings shows its entries. The picture of it is {}.", picture.display());
    Ok(())
}

/// The app in a window on a virtual desktop.
pub struct Shown {
    /// The app: it ends before its desktop.
    _app: Running,
    /// Where it is.
    pub desk: Desk,
}

impl Shown {
    /// Starts both, and waits until the window shows entries.
    ///
    /// # Errors
    /// Where something is missing, or does not come up in time.
    pub fn start(place: &Place) -> io::Result<Self> {
        let desk = Desk::start(&place.0)?;
        let log = place.file("log.txt");
        let mut command = place.start(proc::beside(test::built("tidings-desktop")));
        desk.join(&mut command);
        command.env("RUST_LOG", "warn,tidings_desktop=debug").stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(std::fs::File::create(&log)?);
        let mut app = Running::start(&mut command)?;
        proc::until("the window shows entries", PATIENCE, || {
            if let Some(status) = app.ended()? {
                return Err(io::Error::other(format!("Tidings ended ({status}); see {}", log.display())));
            }
            Ok(has_read_rows(&log)? && desk.window_titles()?.iter().any(|title| title == "Tidings"))
        })?;
        Ok(Self { _app: app, desk })
    }

    fn popups(&self) -> io::Result<usize> {
        let told = proc::output(self.desk.command("dunstctl").args(["count", "displayed"]))?;
        told.trim().parse().map_err(io::Error::other)
    }

    /// Takes pictures of the window until two in a row are alike, so that none shows half a page, and no popup lies over them. A match in
    /// play may keep two from being alike: then the last one is it.
    ///
    /// # Errors
    /// Where a program is missing, or popups come faster than they can be put away.
    pub fn picture(&self, path: &Path) -> io::Result<()> {
        let (mut last, mut taken) = (Vec::new(), 0);
        for _ in 0..TRIES {
            proc::succeed(self.desk.command("dunstctl").arg("close-all"))?;
            std::thread::sleep(Duration::from_millis(400));
            self.desk.screenshot("Tidings", path)?;
            if self.popups()? > 0 {
                continue;
            }
            let now = std::fs::read(path)?;
            taken += 1;
            if now == last || taken == TRIES / 3 {
                return Ok(());
            }
            last = now;
        }
        Err(io::Error::other("popups come faster than they can be put away"))
    }
}

/// Whether a read of the window brought rows: the log says how many.
fn has_read_rows(log: &Path) -> io::Result<bool> {
    let text = std::fs::read_to_string(log)?;
    Ok(text.lines().any(|line| line.contains(ROWS_READ) && !line.contains("rows=0")))
}
