//! A virtual desktop, a home with a hundred thousand entries in it, and the app there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use xtask::desk::Desk;
use xtask::proc::{self, Running};

use super::super::program::Program;
use super::super::server::Server;
use super::super::{Result, ingest, machine, tree};

/// How soon a connection that has ended says so.
const HUNG_UP: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(60);
/// Less than a frame.
const POLL: Duration = Duration::from_millis(5);
const TITLE: &str = "Tidings";
/// All is kept: the rows that somebody reads further down would go from under them.
const SETTINGS: &str =
    "[bell]\nenabled = false\n\n[history]\nentries_per_feed = 0\n\n[window]\nclose_asked = true\n\n";
/// How the kernel calls the process of a page: it keeps 15 letters.
const WEB_PROCESS: &str = "WebKitWebProces";

/// What every part of the measurement stands on.
pub struct Place {
    pub desk: Desk,
    pub desktop: PathBuf,
    home: TempDir,
    server: Server,
}

impl Place {
    pub async fn new(cli: &Path) -> Result<Self> {
        let desktop = program()?;
        let server = Server::start().await?;
        let config = format!("{SETTINGS}{}", server.feeds(1, "")?);
        let seeding = Program::run(cli, &config, None)?;
        let mut socket = server.accept().await?;
        ingest::fill(&seeding, &mut socket).await?;
        let home = seeding.end().await?;
        eprintln!("window: {} entries are stored, load {}", ingest::EVENTS, machine::load()?);
        let desk = Desk::start(&home.path().join("desk"))?;
        Ok(Self { desk, desktop, home, server })
    }

    /// A command that finds this home and this desktop, and nothing of the real person's.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> std::process::Command {
        let mut command = proc::beside(program);
        self.desk.join(&mut command);
        let at = |name: &str| self.home.path().join(name);
        command.env("HOME", self.home.path()).env("XDG_RUNTIME_DIR", self.home.path());
        command.env("TIDINGS_CONFIG", at("tidings.toml")).env("TIDINGS_DATA_DIR", at("data"));
        for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
            command.env(name, at(name));
        }
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command
    }

    /// Starts the app, with its log in a file of its own.
    pub fn start(&self) -> Result<App<'_>> {
        let log = self.home.path().join("log");
        let mut command = self.command(&self.desktop);
        command.env("RUST_LOG", "warn,tidings_desktop=debug").stderr(fs::File::create(&log)?);
        Ok(App { place: self, begun: Instant::now(), running: Running::start(&mut command)?, log })
    }

    /// A second start, which hands over to the first; gives when it was asked for.
    pub fn start_again(&self) -> Result<(Running, Instant)> {
        let begun = Instant::now();
        Ok((Running::start(self.command(&self.desktop).stderr(Stdio::null()))?, begun))
    }

    /// The app's next connection to its feed. Those of apps that have ended since are passed over.
    pub async fn stream(&self) -> Result<TcpStream> {
        let lives = async {
            loop {
                let Ok(stream) = self.server.accept().await else { continue };
                // An app that is there says nothing more; of one that has ended, the end is there to be read at once.
                if timeout(HUNG_UP, stream.peek(&mut [0])).await.is_err() {
                    return stream;
                }
            }
        };
        Ok(timeout(PATIENCE, lives).await.map_err(|_| "the app does not connect")?)
    }

    pub fn data_dir(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Whether the window is on the screen.
    pub fn is_visible(&self) -> bool {
        let told = proc::output(self.desk.command("xwininfo").args(["-name", TITLE]));
        told.is_ok_and(|told| told.contains("IsViewable"))
    }

    /// Does something to the window by xdotool.
    pub fn to_window(&self, what: &[&str]) -> Result<()> {
        let name = format!("^{TITLE}$");
        let mut command = self.desk.command("xdotool");
        command.args(["search", "--onlyvisible", "--name", &name]).args(what).stdout(Stdio::null());
        Ok(proc::succeed(&mut command)?)
    }

    /// The same to a window that may be out of sight.
    pub fn to_window_of_any_kind(&self, what: &[&str]) -> Result<()> {
        let mut command = self.desk.command("xdotool");
        command.args(["search", "--name", &format!("^{TITLE}$")]).args(what).stdout(Stdio::null());
        Ok(proc::succeed(&mut command)?)
    }

    /// Closes the window as a task bar does.
    pub async fn close(&self) -> Result<()> {
        proc::succeed(self.desk.command("wmctrl").args(["-F", "-c", TITLE]))?;
        until("the window is gone", || !self.is_visible()).await.map(drop)
    }
}

/// The app at work; it ends with the value.
pub struct App<'a> {
    place: &'a Place,
    pub begun: Instant,
    running: Running,
    log: PathBuf,
}

impl App<'_> {
    /// When the window was on the screen.
    pub async fn visible(&self) -> Result<Instant> {
        until("the window is there", || self.place.is_visible()).await
    }

    /// How many pages of rows the window has been given.
    pub fn pages(&self) -> usize {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        log.lines()
            .filter(|line| line.contains("the window reads a page") && !line.contains("rows=0"))
            .count()
    }

    /// When the window was given more pages than this.
    pub async fn given_rows(&self, before: usize) -> Result<Instant> {
        until("the window has rows", || self.pages() > before).await
    }

    /// The process of the page; none where there is no page.
    pub fn page(&self) -> Option<u32> {
        page_of(self.running.id())
    }
}

/// The process of the page among those that another started.
pub fn page_of(root: u32) -> Option<u32> {
    let name = |id: &u32| fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();
    tree::family(root).into_iter().find(|id| name(id).trim() == WEB_PROCESS)
}

/// When it was so.
pub async fn until(what: &str, mut holds: impl FnMut() -> bool) -> Result<Instant> {
    let begun = Instant::now();
    while !holds() {
        if begun.elapsed() > PATIENCE {
            return Err(format!("waited in vain until {what}").into());
        }
        sleep(POLL).await;
    }
    Ok(Instant::now())
}

/// The desktop program, in release.
fn program() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("TIDINGS_DESKTOP") {
        return Ok(named.into());
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = std::process::Command::new(cargo);
    build.args(["build", "--quiet", "--release", "--package", "tidings-desktop"]).current_dir(proc::root());
    proc::succeed(&mut build)?;
    Ok(std::env::current_exe()?.with_file_name("tidings-desktop"))
}
