//! A desktop where there is none: a virtual display, a session bus of its own, a window manager and a notification service.
//!
//! `cargo xtask run` uses it on a machine without a display, and the desktop tests always do, so that they meet nobody's real
//! notifications. Everything it starts ends with it.

use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::proc::{self, Running};

/// The width and height of the virtual screen, in pixels.
pub const SCREEN: (u32, u32) = (1360, 860);

/// How long each part may take to come up.
const PATIENCE: Duration = Duration::from_secs(20);

/// dunst keeps what it showed until it is closed, and a click does what the notification is for.
const DUNSTRC: &str = "\
[global]
    monitor = 0
    follow = none
    width = 380
    origin = top-right
    offset = 16x16
    font = DejaVu Sans 10
    markup = full
    format = \"<b>%s</b>\\n%b\"
    idle_threshold = 0
    show_age_threshold = -1
    notification_limit = 6
    stack_duplicates = false
    history_length = 5000
    mouse_left_click = do_action, close_current
    mouse_right_click = close_current
    frame_width = 1
    frame_color = \"#5b6472\"
    background = \"#1d222b\"
    foreground = \"#eef1f5\"
    corner_radius = 8
[urgency_low]
    timeout = 0
[urgency_normal]
    timeout = 0
[urgency_critical]
    timeout = 0
";

/// A whole virtual desktop. The fields end in this order: clients before the display they draw on.
#[derive(Debug)]
pub struct Desk {
    bell: Option<Running>,
    _windows: Running,
    _bus: Running,
    _screen: Running,
    display: String,
    bus_address: String,
    dir: PathBuf,
}

impl Desk {
    /// Starts everything, with the notification service. Files it needs are written to `dir`.
    ///
    /// # Errors
    /// Where a program is missing, or does not come up in time.
    pub fn start(dir: &Path) -> io::Result<Self> {
        let mut desk = Self::without_bell(dir)?;
        desk.start_bell()?;
        Ok(desk)
    }

    /// Starts everything but the notification service.
    ///
    /// # Errors
    /// Where a program is missing, or does not come up in time.
    pub fn without_bell(dir: &Path) -> io::Result<Self> {
        let dir = std::path::absolute(dir)?;
        std::fs::create_dir_all(&dir)?;
        let (screen, display) = start_screen()?;
        let (bus, bus_address) = start_bus(&display)?;
        let mut openbox = proc::beside("openbox");
        set_desktop(&mut openbox, &display, &bus_address);
        let windows =
            Running::start(openbox.arg("--sm-disable").stdout(Stdio::null()).stderr(Stdio::null()))?;
        let desk =
            Self { bell: None, _windows: windows, _bus: bus, _screen: screen, display, bus_address, dir };
        proc::until("openbox manages windows", PATIENCE, || desk.has_window_manager())?;
        Ok(desk)
    }

    /// Starts dunst, and waits until it answers on the bus.
    ///
    /// # Errors
    /// Where dunst is missing or does not come up in time.
    pub fn start_bell(&mut self) -> io::Result<()> {
        let config = self.dir.join("dunstrc");
        std::fs::write(&config, DUNSTRC)?;
        let log = std::fs::File::create(self.dir.join("dunst.txt"))?;
        let mut dunst = proc::beside("dunst");
        self.join(&mut dunst);
        dunst.arg("-conf").arg(config).stdout(log.try_clone()?).stderr(log);
        self.bell = Some(Running::start(&mut dunst)?);
        proc::until("dunst owns its name on the bus", PATIENCE, || self.has_bell())
    }

    /// Ends dunst, as a crash would.
    pub fn stop_bell(&mut self) {
        self.bell = None;
    }

    /// A command that runs on this desktop.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        self.join(&mut command);
        command
    }

    /// Lets `command` run on this desktop.
    pub fn join(&self, command: &mut Command) {
        set_desktop(command, &self.display, &self.bus_address);
    }

    /// The address of the session bus.
    #[must_use]
    pub fn bus_address(&self) -> &str {
        &self.bus_address
    }

    /// The display, such as `:7`.
    #[must_use]
    pub fn display(&self) -> &str {
        &self.display
    }

    /// Writes what the window of this title shows to `path`, as PNG.
    ///
    /// # Errors
    /// Where ImageMagick's `import` is missing or fails.
    pub fn screenshot(&self, title: &str, path: &Path) -> io::Result<()> {
        proc::succeed(self.command("import").args(["-window", title, "-strip"]).arg(path))
    }

    /// The titles of all windows on the screen that have one, as `xwininfo` tells them.
    ///
    /// # Errors
    /// Where `xwininfo` is missing or fails.
    pub fn window_titles(&self) -> io::Result<Vec<String>> {
        let tree = proc::output(self.command("xwininfo").args(["-root", "-tree"]))?;
        Ok(tree.lines().filter_map(|line| line.split('"').nth(1)).map(str::to_owned).collect())
    }

    fn has_window_manager(&self) -> io::Result<bool> {
        let answer = proc::output(self.command("xprop").args(["-root", "_NET_SUPPORTING_WM_CHECK"]))?;
        Ok(answer.contains("window id"))
    }

    fn has_bell(&self) -> io::Result<bool> {
        let mut ask = self.command("dbus-send");
        ask.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
        ask.args(["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.Notifications"]);
        Ok(proc::output(&mut ask)?.contains("boolean true"))
    }
}

fn set_desktop(command: &mut Command, display: &str, bus_address: &str) {
    command
        .env("DISPLAY", display)
        .env("DBUS_SESSION_BUS_ADDRESS", bus_address)
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1")
        .env_remove("WAYLAND_DISPLAY");
}

/// Xvfb picks a free display number itself, and tells it once it is ready.
fn start_screen() -> io::Result<(Running, String)> {
    let size = format!("{}x{}x24", SCREEN.0, SCREEN.1);
    let mut xvfb = proc::beside("Xvfb");
    // -r: a key that is pressed on a busy machine is not taken for one that is held down.
    xvfb.args(["-displayfd", "1", "-screen", "0", &size, "-nolisten", "tcp", "-noreset", "-r"]);
    let (running, number) = start_and_read_line(&mut xvfb)?;
    Ok((running, format!(":{number}")))
}

/// The bus knows the display from its start, so that services it starts by itself can draw.
fn start_bus(display: &str) -> io::Result<(Running, String)> {
    let mut daemon = proc::beside("dbus-daemon");
    daemon.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]);
    daemon.env("DISPLAY", display).env("NO_AT_BRIDGE", "1").env_remove("WAYLAND_DISPLAY");
    start_and_read_line(&mut daemon)
}

/// Starts a program that tells one line on its standard output when it is ready.
fn start_and_read_line(command: &mut Command) -> io::Result<(Running, String)> {
    let mut running = Running::start(command.stdout(Stdio::piped()).stderr(Stdio::null()))?;
    let name = proc::name_of(command);
    let stdout = running.take_stdout().ok_or_else(|| io::Error::other(format!("{name} has no output")))?;
    let mut line = String::new();
    BufReader::new(stdout.take(4096)).read_line(&mut line)?;
    match line.trim() {
        "" => Err(io::Error::other(format!("{name} ended before it was ready"))),
        ready => Ok((running, ready.to_owned())),
    }
}
