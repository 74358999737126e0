//! After sleep, and after the program was stopped for a while, connections that give no sign of life are made anew within seconds.

use std::time::{Duration, Instant};

use tidings_tests::{Bus, Config, FeedTable, Running, Script, ScriptedServer, Tidings};
use tokio::process::Command;
use zbus::connection;

/// Enough for the checks to be spread, for a sign of life to be missed, and for the connect.
const SOON: Duration = Duration::from_secs(5);

fn silent() -> ScriptedServer {
    ScriptedServer::start(vec![Script::stream().say("id: 1\ndata: one\n\n").hold(), Script::stream().hold()])
}

async fn running(tidings: &Tidings) -> Running {
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["quiet", "open"]).await;
    run
}

/// systemd's logind, as far as it speaks of sleep.
struct Logind(zbus::Connection);

impl Logind {
    async fn start(bus: &Bus) -> Self {
        let built = connection::Builder::address(bus.address()).name("org.freedesktop.login1").build().await;
        Self(built.unwrap())
    }

    async fn prepare_for_sleep(&self, goes: bool) {
        let (path, interface) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
        self.0.emit_signal(None::<&str>, path, interface, "PrepareForSleep", &goes).await.unwrap();
    }
}

#[tokio::test]
async fn what_logind_says_has_a_silent_connection_made_anew() {
    let bus = Bus::start().await;
    let logind = Logind::start(&bus).await;
    let server = silent();
    let tidings = Tidings::with(&Config::of([FeedTable::new("quiet", &server.url("/"))]));
    let tidings = tidings.variable("DBUS_SYSTEM_BUS_ADDRESS", bus.address());
    let mut run = running(&tidings).await;
    tidings.titles(1).await;
    logind.prepare_for_sleep(true).await;
    logind.prepare_for_sleep(false).await;
    let woke = Instant::now();
    run.says(&["quiet", "waiting", "no sign of life"]).await;
    assert_eq!(server.request(1).await.last_event_id().as_deref(), Some("1"));
    assert!(woke.elapsed() < SOON, "{:?}", woke.elapsed());
}

#[tokio::test]
async fn a_connection_that_speaks_is_left_alone() {
    let bus = Bus::start().await;
    let logind = Logind::start(&bus).await;
    let mut talking = Script::stream();
    for _ in 0..60 {
        talking = talking.say(":\n\n").wait(Duration::from_millis(200));
    }
    let server = ScriptedServer::start(vec![talking.say("data: after all\n\n").hold()]);
    let tidings = Tidings::with(&Config::of([FeedTable::new("quiet", &server.url("/"))]));
    let tidings = tidings.variable("DBUS_SYSTEM_BUS_ADDRESS", bus.address());
    let _run = running(&tidings).await;
    logind.prepare_for_sleep(false).await;
    assert_eq!(tidings.titles(1).await, ["after all"]);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_program_that_was_stopped_checks_its_connections() {
    let server = silent();
    let tidings = Tidings::with(&Config::of([FeedTable::new("quiet", &server.url("/"))]));
    let run = running(&tidings).await;
    tidings.titles(1).await;
    let signal = async |name: &str| {
        assert!(Command::new("kill").args([name, &run.id().to_string()]).status().await.unwrap().success());
    };
    signal("-STOP").await;
    // This is the length of the absence, not a wait for anything.
    tokio::time::sleep(Duration::from_secs(8)).await;
    signal("-CONT").await;
    let woke = Instant::now();
    assert_eq!(server.request(1).await.last_event_id().as_deref(), Some("1"));
    assert!(woke.elapsed() < SOON, "{:?}", woke.elapsed());
}
