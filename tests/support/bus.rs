//! A private session bus with a notification service that remembers what it was asked to show.

use std::{collections::HashMap, sync::Arc};

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
    _connection: zbus::Connection,
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
        let answers = Answers { shown: Arc::clone(&shown), closed: Arc::clone(&closed), gate };
        let built = connection::Builder::address(self.address.as_str())
            .serve_at("/org/freedesktop/Notifications", answers)
            .name("org.freedesktop.Notifications")
            .build()
            .await;
        NotificationService {
            shown,
            closed,
            _connection: built.expect("the service gets its name on the bus"),
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
    gate: Option<Gate>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Answers {
    async fn get_capabilities(&self) -> Vec<String> {
        self.pass().await;
        ["actions", "body", "body-markup", "persistence"].map(str::to_owned).to_vec()
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
        _actions: Vec<String>,
        hints: HashMap<String, OwnedVariant>,
        _expire_timeout: i32,
    ) -> u32 {
        self.pass().await;
        let urgency = hints.get("urgency").and_then(|value| u8::try_from(value).ok());
        let mut given = replaces_id;
        self.shown.send_modify(|shown| {
            if given == 0 {
                given = shown.iter().map(|shown| shown.id).max().unwrap_or(0) + 1;
            }
            shown.push(Shown { id: given, replaces: replaces_id, summary, body, urgency });
        });
        given
    }

    async fn close_notification(&self, id: u32) {
        self.pass().await;
        self.closed.send_modify(|closed| closed.push(id));
    }
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
        let expected =
            Shown { id: 1, replaces: 0, summary: "Goal".into(), body: "1:0".into(), urgency: Some(2) };
        assert_eq!(service.shown_at_least(1).await, [expected]);
        assert_eq!(service.closed(), [0_u32; 0]);
    }
}
