//! Secrets in the desktop's own keyring: a real gnome-keyring-daemon on a bus of its own.

use std::path::Path;
use std::process::Stdio;

use tempfile::TempDir;
use tidings_tests::{Bus, Config, FeedTable, Running, Script, ScriptedServer, Tidings, until};
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, Command};

const SECRET: &str = "s3cret-of-the-keyring";

/// A desktop session with a keyring, and nobody at the screen.
struct Session {
    bus: Bus,
    home: TempDir,
    daemon: Option<Child>,
}

impl Session {
    async fn start() -> Self {
        let mut session = Self { bus: Bus::start().await, home: TempDir::new().unwrap(), daemon: None };
        session.daemon = Some(session.daemon(true).await);
        session
    }

    /// `unlocked`: a password is given at the start, as at sign-in. The first time that makes the keyring.
    async fn daemon(&self, unlocked: bool) -> Child {
        let home = self.home.path();
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]).kill_on_drop(true);
        command.env("HOME", home).env("XDG_RUNTIME_DIR", home).env("XDG_DATA_HOME", home.join("data"));
        command.env("DBUS_SESSION_BUS_ADDRESS", self.bus.address()).env_remove("DISPLAY");
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        if unlocked {
            command.arg("--unlock");
        }
        let mut daemon = command.spawn().expect("gnome-keyring-daemon is installed");
        let mut stdin = daemon.stdin.take().unwrap();
        stdin.write_all(b"a password").await.unwrap();
        drop(stdin);
        daemon
    }

    async fn lock(&mut self) {
        let mut daemon = self.daemon.take().unwrap();
        daemon.kill().await.unwrap();
        self.daemon = Some(self.daemon(false).await);
    }

    fn tidings(&self, config: &Config) -> Tidings {
        Tidings::with(config).variable("DBUS_SESSION_BUS_ADDRESS", self.bus.address())
    }
}

/// Waits until `tidings doctor` says this of the keyring.
async fn keyring_is(tidings: &Tidings, word: &str) {
    until(&format!("the keyring is {word}"), async || {
        let finished = tidings.finish(&["doctor", "--no-ring"]).await;
        let line = finished.stdout.lines().find(|line| line.contains("keyring"))?;
        line.contains(word).then_some(())
    })
    .await;
}

/// `tidings feeds secret`, told on standard input.
async fn keep(tidings: &Tidings, field: &str) {
    let mut command = tidings.command(&["feeds", "secret", "news", field]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{SECRET}\n").as_bytes()).await.unwrap();
    assert!(child.wait().await.unwrap().success());
}

fn holds_it(directory: &Path) -> bool {
    std::fs::read_dir(directory).unwrap().flatten().any(|entry| match entry.file_type().unwrap().is_dir() {
        true => holds_it(&entry.path()),
        false => std::fs::read(entry.path())
            .is_ok_and(|bytes| bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes())),
    })
}

#[tokio::test]
async fn a_secret_goes_into_the_keyring_and_to_its_server_and_nowhere_else() {
    let session = Session::start().await;
    let server = ScriptedServer::start(vec![
        Script::stream().say("data: one\n\n").hold(),
        Script::stream().say("data: two\n\n").hold(),
    ]);
    let tidings = session.tidings(&Config::of([FeedTable::new("news", &server.url("/"))]));
    keyring_is(&tidings, "available").await;
    keep(&tidings, "bearer").await;
    let written = tidings.read_config();
    assert!(written.contains("bearer = { keyring = \"news/bearer\" }"), "{written}");
    let before = server.requests().len();
    let mut run = tidings.start(&["-vv", "run", "--no-notify"]);
    let request = server.request(before).await;
    assert_eq!(request.header("authorization"), Some(format!("Bearer {SECRET}")));
    run.says(&["news", "open"]).await;
    tidings.titles(1).await;
    run.terminate().await;
    let finished = run.finish().await;
    assert!(!finished.stderr.contains(SECRET) && !finished.stdout.contains(SECRET), "{finished:#?}");
    assert!(!holds_it(&tidings.data_dir()) && !tidings.read_config().contains(SECRET));
    let doctor = tidings.finish(&["doctor", "--no-ring"]).await;
    assert!(doctor.stdout.contains("bearer token: found"), "{doctor:#?}");
}

#[tokio::test]
async fn a_locked_keyring_is_said_and_holds_nothing_up() {
    let mut session = Session::start().await;
    let server = ScriptedServer::start(vec![Script::stream().hold()]);
    let feeds = [FeedTable::new("news", &server.url("/")), FeedTable::new("free", &server.url("/free"))];
    let tidings = session.tidings(&Config::of(feeds));
    keyring_is(&tidings, "available").await;
    keep(&tidings, "query:token").await;
    session.lock().await;
    keyring_is(&tidings, "locked").await;
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["news", "waiting", "keyring"]).await;
    run.terminate().await;
    run.finish().await;
    assert!(server.requests().iter().all(|request| !request.path.contains("token")));
}

#[tokio::test]
async fn without_a_keyring_the_feed_says_so_and_waits() {
    let server = ScriptedServer::start(vec![Script::stream().hold()]);
    let feed = FeedTable::new("news", &server.url("/")).raw("bearer = { keyring = \"news/bearer\" }");
    let tidings = Tidings::with(&Config::of([feed]));
    let mut run: Running = tidings.start(&["run", "--no-notify"]);
    run.says(&["news", "waiting", "The system keyring is not there"]).await;
    tidings.finish(&["doctor", "--no-ring"]).await.expect(1, &[]);
    assert!(server.requests().is_empty());
}
