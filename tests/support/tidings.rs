//! The built `tidings` command in a place of its own.

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use serde_json::Value;
use tempfile::TempDir;
use tokio::process::Command;

use crate::{Config, Finished, Running, until};

/// The `tidings` command as one person has it: a configuration, a data directory, and no desktop around it.
pub struct Tidings {
    home: TempDir,
    variables: Vec<(String, String)>,
}

/// The command under test: `TIDINGS_CLI` where that is set, else the workspace's own, built on the first call.
///
/// # Panics
///
/// Where it does not build.
#[must_use]
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| env::var_os("TIDINGS_CLI").map_or_else(build, PathBuf::from))
}

/// Builds the command into the very directory this test was built into: `<target>/<profile>/deps/<test>`, or, for a program,
/// `<target>/<profile>/<program>`.
fn build() -> PathBuf {
    let test = env::current_exe().expect("a test knows where it is");
    let in_deps = test.parent().is_some_and(|folder| folder.ends_with("deps"));
    let profile = test.ancestors().nth(if in_deps { 2 } else { 1 }).expect("a test is below its profile");
    let target = profile.parent().expect("a profile is below the target directory");
    let name = match profile.file_name().and_then(OsStr::to_str) {
        Some("debug") | None => "dev",
        Some(name) => name,
    };
    let built = std::process::Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--package", "tidings-cli", "--profile", name, "--target-dir"])
        .arg(target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(built.is_ok_and(|status| status.success()), "`tidings` does not build");
    profile.join(format!("tidings{}", env::consts::EXE_SUFFIX))
}

impl Tidings {
    /// A first start: no configuration, no data.
    ///
    /// # Panics
    ///
    /// Where there is no temporary directory.
    #[must_use]
    pub fn new() -> Self {
        Self {
            home: TempDir::with_prefix("tidings-test-").expect("a temporary directory"),
            variables: Vec::new(),
        }
    }

    /// One with this configuration.
    #[must_use]
    pub fn with(config: &Config) -> Self {
        let tidings = Self::new();
        tidings.write_config(&config.to_string());
        tidings
    }

    /// Sets an environment variable for every later start.
    #[must_use]
    pub fn variable(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// Where `tidings.toml` is.
    #[must_use]
    pub fn config_path(&self) -> PathBuf {
        self.home.path().join("config").join("tidings.toml")
    }

    /// The data directory.
    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// The text of `tidings.toml`.
    ///
    /// # Panics
    ///
    /// Where it cannot be read.
    #[must_use]
    pub fn read_config(&self) -> String {
        fs::read_to_string(self.config_path()).expect("tidings.toml can be read")
    }

    /// Writes `tidings.toml` as an editor does: a new file moved into the old one's place.
    ///
    /// # Panics
    ///
    /// Where it cannot be written.
    pub fn write_config(&self, text: &str) {
        let path = self.config_path();
        fs::create_dir_all(path.parent().expect("a file is in a directory"))
            .expect("the directory can be made");
        let new = path.with_extension("new");
        fs::write(&new, text).and_then(|()| fs::rename(&new, &path)).expect("tidings.toml can be written");
    }

    /// The database: the file in the data directory that SQLite wrote.
    ///
    /// # Panics
    ///
    /// Where there is none.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        let files = fs::read_dir(self.data_dir()).expect("the data directory can be listed");
        let is_database =
            |path: &PathBuf| fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"SQLite format 3\0"));
        files.flatten().map(|file| file.path()).find(is_database).expect("a database in the data directory")
    }

    /// The command with these arguments. Nothing of the tester's own environment reaches it: no proxy, no desktop.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(arguments);
        self.surround(&mut command);
        command
    }

    /// Gives any program the environment that the command is given.
    pub fn surround(&self, command: &mut Command) {
        let home = self.home.path();
        let kept = ["PATH", "TMPDIR", "SYSTEMROOT", "LLVM_PROFILE_FILE"];
        command.env_clear().envs(kept.iter().filter_map(|name| Some((name, env::var_os(name)?))));
        command.env("HOME", home).env("LANG", "C.UTF-8").env("NO_COLOR", "1");
        command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", home.join("no-bus").display()));
        command.env("TIDINGS_CONFIG", self.config_path()).env("TIDINGS_DATA_DIR", self.data_dir());
        command.envs(self.variables.iter().map(|(name, value)| (name, value))).current_dir(home);
    }

    /// Starts the command.
    #[must_use]
    pub fn start(&self, arguments: &[&str]) -> Running {
        Running::start(&mut self.command(arguments))
    }

    /// Runs the command to its end.
    pub async fn finish(&self, arguments: &[&str]) -> Finished {
        self.start(arguments).finish().await
    }

    /// `tidings history --json` with further arguments.
    pub async fn history(&self, arguments: &[&str]) -> Vec<Value> {
        let finished = self.finish(&[&["history", "--json"], arguments].concat()).await;
        assert_eq!(finished.code, Some(0), "{finished:#?}");
        finished.json_lines()
    }

    /// The titles in the history, as soon as there are `wanted` of them or more.
    pub async fn titles(&self, wanted: usize) -> Vec<String> {
        let what = format!("{wanted} entries in the history");
        until(&what, async || {
            // The database is there only once a first `tidings run` has made it.
            let finished = self.finish(&["history", "--json"]).await;
            let lines = if finished.code == Some(0) { finished.json_lines() } else { Vec::new() };
            (lines.len() >= wanted).then(|| lines.iter().map(title).collect())
        })
        .await
    }
}

impl Default for Tidings {
    fn default() -> Self {
        Self::new()
    }
}

fn title(entry: &Value) -> String {
    entry["title"].as_str().unwrap_or_else(|| panic!("an entry has a title: {entry}")).to_owned()
}
