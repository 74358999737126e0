//! Running other programs: to their end, for their output, or beside us with a sure end.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long a program may take to end when asked.
const GRACE: Duration = Duration::from_secs(5);

/// A program that runs beside us, and is ended when this is dropped.
#[derive(Debug)]
pub struct Running {
    child: Child,
}

impl Running {
    /// Starts `command`; make it with [`beside`], so that it does not outlive us.
    ///
    /// # Errors
    /// Where it cannot be started: the error names the program.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        let name = name_of(command);
        if !Path::new(&name).is_absolute() && find(&name).is_none() {
            return Err(io::Error::new(io::ErrorKind::NotFound, format!("{name} is not installed")));
        }
        let child = command.spawn().map_err(|error| named(&name, &error))?;
        Ok(Self { child })
    }

    /// Its process identifier.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its standard output, where that was piped and not taken yet.
    pub fn take_stdout(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// How it ended, or none while it runs.
    ///
    /// # Errors
    /// Where the system will not say.
    pub fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// Where the system will not say.
    pub fn wait(&mut self) -> io::Result<ExitStatus> {
        self.child.wait()
    }

    /// Asks it to end, waits, and kills it where it does not.
    pub fn end(&mut self) {
        if !matches!(self.child.try_wait(), Ok(None)) {
            return;
        }
        terminate(self.child.id());
        let asked = now();
        while asked.elapsed() < GRACE {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        // Already gone is what is wanted; nothing else can go wrong with our own child.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// Asks a process to end (SIGTERM).
pub fn terminate(id: u32) {
    let _ = Command::new("kill").args(["-TERM", &id.to_string()]).stderr(Stdio::null()).status();
}

/// Runs `command` to its end, with its output shown, and takes nothing but success.
///
/// # Errors
/// Where it cannot be started or fails.
pub fn succeed(command: &mut Command) -> io::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|error| named(&name, &error))?;
    if status.success() {
        return Ok(());
    }
    let arguments: Vec<_> = command.get_args().map(|a| a.to_string_lossy().into_owned()).collect();
    Err(io::Error::other(format!("`{name} {}` failed ({status})", arguments.join(" "))))
}

/// Runs `command` to its end and returns what it wrote to its standard output.
///
/// # Errors
/// Where it cannot be started or fails.
pub fn output(command: &mut Command) -> io::Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| named(&name, &error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(io::Error::other(format!("{name} failed ({}): {}", output.status, said.trim())));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Asks again and again until `holds` says yes.
///
/// # Errors
/// Where it does not within `patience`; the error says what was waited for, and the last trouble.
pub fn until(what: &str, patience: Duration, mut holds: impl FnMut() -> io::Result<bool>) -> io::Result<()> {
    let start = now();
    loop {
        let answer = holds();
        if matches!(answer, Ok(true)) {
            return Ok(());
        }
        if start.elapsed() > patience {
            let trouble = answer.err().map(|error| format!(": {error}")).unwrap_or_default();
            let seconds = patience.as_secs();
            return Err(io::Error::other(format!("waited {seconds} s in vain until {what}{trouble}")));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Where a program is found on the search path.
#[must_use]
pub fn find(program: &str) -> Option<PathBuf> {
    let path = environment("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}

/// A variable of the environment, where it is set and not empty.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "a chore of the build reads the environment it is started in")]
pub fn environment(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// The time, for measuring how long something takes.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "a chore of the build measures real time")]
pub fn now() -> Instant {
    Instant::now()
}

/// The root of the project.
#[must_use]
pub fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// A command for a program that is to run beside us: with `setpriv --pdeathsig` the kernel ends it when the thread that started it
/// dies, even by SIGKILL.
pub fn beside(program: impl AsRef<OsStr>) -> Command {
    if !cfg!(target_os = "linux") || find("setpriv").is_none() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM", "--"]).arg(program);
    command
}

/// What is really run by a command of [`beside`].
pub(crate) fn name_of(command: &Command) -> String {
    let program = command.get_program();
    let real = if program == "setpriv" { command.get_args().nth(3).unwrap_or(program) } else { program };
    real.to_string_lossy().into_owned()
}

fn named(program: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot run {program}: {error}"))
}
