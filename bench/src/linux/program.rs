//! The `tidings` command at work, and what the kernel says of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;
use tokio::process::{Child, Command};

use super::Result;
use super::machine::field;

/// Clock ticks a second in /proc, on every Linux there is.
const TICKS: f64 = 100.0;

/// The command in the release profile, built where `TIDINGS_CLI` names none.
pub fn build() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("TIDINGS_CLI") {
        return Ok(named.into());
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = std::process::Command::new(cargo)
        .args(["build", "--quiet", "--release", "--package", "tidings-cli"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()?;
    if !built.success() {
        return Err("`tidings` does not build".into());
    }
    Ok(std::env::current_exe()?.with_file_name("tidings"))
}

/// A `tidings run` with a home of its own; ended with the value.
pub struct Program {
    child: Child,
    home: TempDir,
}

impl Program {
    /// Starts it on this configuration. Nothing of the environment reaches it but the session bus given.
    pub fn run(binary: &Path, config: &str, bus: Option<&str>) -> Result<Self> {
        let home = TempDir::with_prefix("tidings-bench-")?;
        let at = |name: &str| home.path().join(name);
        fs::write(at("tidings.toml"), config)?;
        let mut command = Command::new(binary);
        command.arg("run").env_clear().env("HOME", home.path()).current_dir(home.path());
        command.env("TIDINGS_CONFIG", at("tidings.toml")).env("TIDINGS_DATA_DIR", at("data"));
        match bus {
            Some(address) => command.env("DBUS_SESSION_BUS_ADDRESS", address),
            None => command.arg("--no-notify"),
        };
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(fs::File::create(at("said"))?);
        let child = command.kill_on_drop(true).spawn()?;
        Ok(Self { child, home })
    }

    /// Ends it as the system does, and gives the home it leaves.
    pub async fn end(mut self) -> Result<TempDir> {
        if let Some(id) = self.child.id() {
            Command::new("kill").args(["-TERM", &id.to_string()]).status().await?;
        }
        self.child.wait().await?;
        Ok(self.home)
    }

    /// Where it keeps history.
    pub fn data_dir(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Its own directory.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// What it said on standard error.
    pub fn said(&self) -> String {
        fs::read_to_string(self.home.path().join("said")).unwrap_or_default()
    }

    /// The seconds of processor time it took so far, by itself and in the kernel.
    pub fn cpu_seconds(&self) -> Result<f64> {
        let stat = fs::read_to_string(self.proc("stat")?)?;
        // The second field may hold anything, and ends in the last parenthesis.
        let behind = stat.rsplit(')').next().unwrap_or_default();
        let ticks =
            |nth: usize| behind.split_whitespace().nth(nth).and_then(|ticks| ticks.parse::<f64>().ok());
        let (own, kernel) = ticks(11).zip(ticks(12)).ok_or("/proc/PID/stat is not as expected")?;
        Ok((own + kernel) / TICKS)
    }

    /// A field of /proc/PID/status in KiB, as MiB.
    pub fn mib(&self, name: &str) -> Result<f64> {
        let kib = field(&fs::read_to_string(self.proc("status")?)?, name);
        Ok(kib.trim_end_matches(" kB").parse::<f64>()? / 1024.0)
    }

    /// How many entries a directory of /proc/PID has: `task` for threads, `fd` for open files.
    pub fn count(&self, directory: &str) -> Result<usize> {
        Ok(fs::read_dir(self.proc(directory)?)?.count())
    }

    /// Open files, without the history's own: up to three readers of it are opened when they are first needed, and kept.
    pub fn files(&self) -> Result<usize> {
        let links = fs::read_dir(self.proc("fd")?)?.flatten().map(|entry| fs::read_link(entry.path()));
        Ok(links.flatten().filter(|file| !file.to_string_lossy().contains("tidings.db")).count())
    }

    fn proc(&self, file: &str) -> Result<PathBuf> {
        let id = self.child.id().ok_or_else(|| format!("`tidings run` ended: {}", self.said()))?;
        Ok(format!("/proc/{id}/{file}").into())
    }
}
