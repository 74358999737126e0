//! A private session bus with a notification service that remembers what it was asked to show.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::{process::Command, sync::watch};
use zbus::{OwnedVariant, connection, interface};

use crate::{Gate, Running, until};

/// A session bus of the test's own (`dbus-daemon`), with nobody on it yet.
pub struct Bus {
    address: String,
    _daemon: Running,
}

/// Who answers to `org.freedesktop.Notifications` on a [`Bus`], for as long as the value lives.
pub struct NotificationService {
    shown: Arc<watch::Sender<Vec<Shown>>>,
    closed: Arc<watch::Sender<Vec<u32>>>,
    refusing: Arc<AtomicBool>,
    refused: Arc<AtomicUsize>,
    connection: zbus::Connection,
}

/// One call of `Notify`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The id it was given.
    pub id: u32,
    /// The id it asked to replace; 0 for none.
    pub replaces: u32,
    /// The first line.
    pub summary: String,
    /// The rest.
    pub body: String,
    /// 0 low, 1 normal, 2 critical.
    pub urgency: Option<u8>,
    /// How wide and high the picture beside it is, in pixels.
    pub picture: Option<(i32, i32)>,
    /// The keys of its buttons.
    pub buttons: Vec<String>,
}

impl Bus {
    /// Starts the daemon.
    ///
    /// # Panics
    ///
    /// Where `dbus-daemon` is not installed.
    pub async fn start() -> Self {
        let mut command = Command::new("dbus-daemon");
        let mut daemon =
            Running::start(command.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]));
        Self { address: daemon.line().await, _daemon: daemon }
    }

    /// For `DBUS_SESSION_BUS_ADDRESS`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Puts a notification service on the bus.
    ///
    /// # Panics
    ///
    /// Where one is there already.
    pub async fn serve(&self) -> NotificationService {
        self.serve_behind(None).await
    }

    /// Puts one on the bus that hangs: it takes calls and answers none until the gate opens, once per call.
    pub async fn serve_hung(&self, gate: &Gate) -> NotificationService {
        self.serve_behind(Some(gate.clone())).await
    }

    async fn serve_behind(&self, gate: Option<Gate>) -> NotificationService {
        let shown = Arc::new(watch::Sender::new(Vec::new()));
        let closed = Arc::new(watch::Sender::new(Vec::new()));
        let refusing = Arc::new(AtomicBool::new(false));
        let refused = Arc::new(AtomicUsize::new(0));
        let answers = Answers {
            shown: Arc::clone(&shown),
            closed: Arc::clone(&closed),
            refusing: Arc::clone(&refusing),
            refused: Arc::clone(&refused),
            gate,
        };
        let built = connection::Builder::address(self.address.as_str())
            .serve_at("/org/freedesktop/Notifications", answers)
            .name("org.freedesktop.Notifications")
            .build()
            .await;
        NotificationService {
            shown,
            closed,
            refusing,
            refused,
            connection: built.expect("the service gets its name on the bus"),
        }
    }
}

impl NotificationService {
    /// All calls of `Notify` so far, replacements included.
    #[must_use]
    pub fn shown(&self) -> Vec<Shown> {
        self.shown.borrow().clone()
    }

    /// All calls of `Notify`, as soon as there are `wanted` of them or more.
    ///
    /// # Panics
    ///
    /// After [`crate::DEADLINE`].
    pub async fn shown_at_least(&self, wanted: usize) -> Vec<Shown> {
        let what = format!("{wanted} notifications are shown");
        until(&what, async || Some(self.shown()).filter(|shown| shown.len() >= wanted)).await
    }

    /// From now on it refuses every popup as one too many, or no longer.
    pub fn refuse(&self, on: bool) {
        self.refusing.store(on, Ordering::SeqCst);
    }

    /// How often it did.
    #[must_use]
    pub fn refused(&self) -> usize {
        self.refused.load(Ordering::SeqCst)
    }

    /// Ends it, as a crash would.
    ///
    /// # Panics
    ///
    /// Where its connection is gone already.
    pub async fn end(self) {
        self.connection.close().await.expect("the connection closes");
    }

    /// A person presses a button of a popup; `default` is the popup itself.
    ///
    /// # Panics
    ///
    /// Where the bus is gone.
    pub async fn press(&self, id: u32, key: &str) {
        let (path, name) = ("/org/freedesktop/Notifications", "org.freedesktop.Notifications");
        let sent = self.connection.emit_signal(None::<&str>, path, name, "ActionInvoked", &(id, key)).await;
        sent.expect("the bus carries the signal");
    }

    /// The ids that were taken down.
    #[must_use]
    pub fn closed(&self) -> Vec<u32> {
        self.closed.borrow().clone()
    }
}

/// The service's side of the desktop notifications specification, 1.2.
struct Answers {
    shown: Arc<watch::Sender<Vec<Shown>>>,
    closed: Arc<watch::Sender<Vec<u32>>>,
    refusing: Arc<AtomicBool>,
    refused: Arc<AtomicUsize>,
    gate: Option<Gate>,
}

/// Services that count say so.
#[derive(Debug, zbus::DBusError)]
#[zbus(prefix = "org.freedesktop.Notifications.Error")]
enum Refusal {
    #[zbus(error)]
    ZBus(zbus::Error),
    ExcessNotificationGeneration(String),
}

#[interface(name = "org.freedesktop.Notifications")]
impl Answers {
    async fn get_capabilities(&self) -> Vec<String> {
        self.pass().await;
        ["actions", "body", "body-markup", "icon-static", "persistence"].map(str::to_owned).to_vec()
    }

    async fn get_server_information(&self) -> (String, String, String, String) {
        self.pass().await;
        ("remembering".to_owned(), "tidings-tests".to_owned(), "1".to_owned(), "1.2".to_owned())
    }

    #[expect(clippy::too_many_arguments, reason = "the specification's signature")]
    async fn notify(
        &self,
        _app_name: String,
        replaces_id: u32,
        _app_icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedVariant>,
        _expire_timeout: i32,
    ) -> Result<u32, Refusal> {
        self.pass().await;
        if self.refusing.load(Ordering::SeqCst) {
            self.refused.fetch_add(1, Ordering::SeqCst);
            return Err(Refusal::ExcessNotificationGeneration("slow down".to_owned()));
        }
        let urgency = hints.get("urgency").and_then(|value| u8::try_from(value).ok());
        let picture = hints.get("image-data").and_then(size);
        let buttons: Vec<_> = actions.into_iter().step_by(2).collect();
        let mut given = replaces_id;
        self.shown.send_modify(|shown| {
            if given == 0 {
                given = shown.iter().map(|shown| shown.id).max().unwrap_or(0) + 1;
            }
            shown.push(Shown { id: given, replaces: replaces_id, summary, body, urgency, picture, buttons });
        });
        Ok(given)
    }

    async fn close_notification(&self, id: u32) {
        self.pass().await;
        self.closed.send_modify(|closed| closed.push(id));
    }
}

/// Of an image as the specification sends it.
fn size(image: &OwnedVariant) -> Option<(i32, i32)> {
    let image = zbus::Structure::try_from(image.try_clone().ok()?).ok()?;
    let (width, height, ..) = <(i32, i32, i32, bool, i32, i32, Vec<u8>)>::try_from(image).ok()?;
    Some((width, height))
}

impl Answers {
    async fn pass(&self) {
        if let Some(gate) = &self.gate {
            gate.passed().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_remembers_what_it_was_asked_to_show() {
        let bus = Bus::start().await;
        let service = bus.serve().await;
        let client = connection::Builder::address(bus.address()).build().await.unwrap();
        let hints = HashMap::from([("urgency", zbus::Variant::from(2_u8))]);
        let call = ("app", 0_u32, "", "Goal", "1:0", Vec::<&str>::new(), hints, -1_i32);
        let name = Some("org.freedesktop.Notifications");
        let reply =
            client.call_method(name, "/org/freedesktop/Notifications", name, "Notify", &call).await.unwrap();
        assert_eq!(reply.body().deserialize::<u32>().unwrap(), 1);
        let expected = Shown {
            id: 1,
            replaces: 0,
            summary: "Goal".into(),
            body: "1:0".into(),
            urgency: Some(2),
            picture: None,
            buttons: Vec::new(),
        };
        assert_eq!(service.shown_at_least(1).await, [expected]);
        assert_eq!(service.closed(), [0_u32; 0]);
    }
}
