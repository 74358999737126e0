//! One person's desktop, configuration and data, and the app on it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;
use xtask::desk::Desk;
use xtask::proc::{self, Running};

/// The built desktop program.
pub fn program() -> PathBuf {
    let named = std::env::var_os("TIDINGS_DESKTOP");
    named.expect("TIDINGS_DESKTOP names the built program: run `cargo xtask test`").into()
}

/// Where everything of one test is kept. The desk ends before the files go.
pub struct Home {
    pub desk: Desk,
    files: TempDir,
    /// How many programs were started here.
    started: AtomicUsize,
    /// Whether assistive programs are told of the windows.
    spoken: bool,
}

impl Home {
    pub fn new() -> Self {
        let files = TempDir::with_prefix("tidings-desktop-").expect("a temporary directory");
        let desk = Desk::start(files.path()).expect("a virtual desktop (see `cargo xtask test`)");
        Self { desk, files, started: AtomicUsize::new(0), spoken: false }
    }

    /// A home in which assistive programs are told of the windows.
    pub fn spoken() -> Self {
        Self { spoken: true, ..Self::new() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.files.path().join(name)
    }

    /// Writes `tidings.toml`, as by hand.
    pub fn configure(&self, text: &str) {
        std::fs::write(self.path("tidings.toml"), text).expect("a configuration");
    }

    /// What `tidings.toml` says; empty where there is none.
    pub fn configuration(&self) -> String {
        read(&self.path("tidings.toml"))
    }

    /// Lets a command find this home in its environment, and nothing of the real person's.
    pub fn settle(&self, command: &mut Command) {
        self.desk.join(command);
        for (name, place) in [
            ("HOME", ""),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "share"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
            ("TIDINGS_CONFIG", "tidings.toml"),
            ("TIDINGS_DATA_DIR", "data"),
        ] {
            command.env(name, self.path(place));
        }
        if self.spoken {
            command.env_remove("NO_AT_BRIDGE");
        }
        command.env("RUST_LOG", "warn,tidings_desktop=debug").env_remove("NO_PROXY").env_remove("http_proxy");
    }

    /// Starts the app as a person does.
    pub fn start(&self, arguments: &[&str]) -> App {
        let mut command = proc::beside(program());
        self.settle(command.args(arguments));
        self.run(command)
    }

    /// Starts `command`, with its standard error kept in a file.
    pub fn run(&self, mut command: Command) -> App {
        let started = self.started.fetch_add(1, Ordering::Relaxed);
        let said = self.path(&format!("stderr-{started}.txt"));
        let file = std::fs::File::create(&said).expect("a file for what the app says");
        let running = Running::start(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(file));
        App { running: running.expect("the app starts"), said }
    }

    /// Whether a window with this title is there.
    pub fn has_window(&self, title: &str) -> bool {
        self.desk.window_titles().is_ok_and(|titles| titles.iter().any(|found| found == title))
    }

    /// Waits for a window with this title.
    pub async fn window(&self, title: &str) {
        tidings_tests::until(&format!("a window `{title}`"), async || self.has_window(title).then_some(()))
            .await;
    }

    /// Waits until no window has this title.
    pub async fn no_window(&self, title: &str) {
        tidings_tests::until(&format!("no window `{title}`"), async || {
            (!self.has_window(title)).then_some(())
        })
        .await;
    }

    /// Closes the window with this title, and waits until it is gone.
    pub async fn close(&self, title: &str) {
        self.ask_to_close(title).await;
        self.no_window(title).await;
    }

    /// Asks the window manager to close the window with this title, as a task bar does. Not by its keys: it misses some
    /// soon after its start, and more where they are the first of a virtual display, which change the keyboard's map.
    pub async fn ask_to_close(&self, title: &str) {
        tidings_tests::until(&format!("the window manager knows the window `{title}`"), async || {
            let mut command = self.desk.command("wmctrl");
            let asked = command.args(["-F", "-c", title]).stderr(Stdio::null()).status();
            asked.expect("wmctrl starts").success().then_some(())
        })
        .await;
    }

    /// Presses a key in the window with this title, as xdotool names it.
    pub fn key(&self, title: &str, key: &str) {
        let name = format!("^{title}$");
        // One after the other: in one command the keys would go past the window manager, straight to the window.
        self.xdotool(&["search", "--onlyvisible", "--name", &name, "windowactivate", "--sync"]);
        self.xdotool(&["key", key]);
    }

    /// Moves the window with this title, and gives it a size.
    pub fn place(&self, title: &str, at: (u32, u32), size: (u32, u32)) {
        let name = format!("^{title}$");
        let numbers = [at.0, at.1, size.0, size.1].map(|number| number.to_string());
        let [x, y, width, height] = numbers.each_ref().map(String::as_str);
        self.xdotool(&["search", "--onlyvisible", "--name", &name, "windowsize", "--sync", width, height]);
        self.xdotool(&["search", "--onlyvisible", "--name", &name, "windowmove", "--sync", x, y]);
    }

    /// Size and place of the window with this title, such as `900x600+140+90`.
    pub fn geometry(&self, title: &str) -> Option<String> {
        let told = proc::output(self.desk.command("xwininfo").args(["-name", title])).ok()?;
        let line = told.lines().find_map(|line| line.trim().strip_prefix("-geometry "))?;
        Some(line.to_owned())
    }

    fn xdotool(&self, arguments: &[&str]) {
        let mut command = self.desk.command("timeout");
        let _ = command.args(["5", "xdotool"]).args(arguments).stdout(Stdio::null()).status();
    }
}

/// The app, started without a driver.
pub struct App {
    running: Running,
    said: PathBuf,
}

impl App {
    /// Waits for its end, and gives the exit code and what it said on standard error.
    pub async fn end(&mut self) -> (Option<i32>, String) {
        let running = &mut self.running;
        let status = tidings_tests::until("the app ends", async || running.ended().expect("its state")).await;
        (status.code(), read(&self.said))
    }

    /// What it said on standard error so far.
    pub fn said(&self) -> String {
        read(&self.said)
    }

    /// Asks it to end, as the system does.
    pub fn terminate(&self) {
        proc::terminate(self.running.id());
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        self.running.ended().expect("its state").is_none()
    }

    /// Ends the process of its page.
    pub fn end_page(&self) {
        let page = children(self.running.id()).into_iter().find(shows_a_page);
        proc::terminate(page.expect("a page has a process"));
    }

    /// How many processes it has started that are still there, such as the webview's.
    pub fn children(&self) -> usize {
        children(self.running.id()).len()
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// Whether the process shows a page. Linux keeps fifteen letters of its name.
fn shows_a_page(id: &u32) -> bool {
    read(&PathBuf::from(format!("/proc/{id}/comm"))).starts_with("WebKitWebProces")
}

/// The processes whose parent is `parent`.
pub fn children(parent: u32) -> Vec<u32> {
    let processes = std::fs::read_dir("/proc").expect("Linux has /proc").flatten();
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    numbers.filter(|id| parent_of(*id) == Some(parent)).collect()
}

fn parent_of(id: u32) -> Option<u32> {
    let status = read(&PathBuf::from(format!("/proc/{id}/status")));
    status.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim().parse().ok()
}
