//! A session bus of our own, and on it a notification service that notes when it was called.

use std::collections::HashMap;
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, watch};
use zbus::{OwnedVariant, connection, interface};

use super::Result;

/// A call of Notify.
pub struct Rung {
    /// The popup's number: another's where it takes the place of that.
    pub id: u32,
    /// Its first line.
    pub title: String,
    /// When it came.
    pub at: Instant,
}

/// The bus and its service; both end with the value.
pub struct Bell {
    address: String,
    rung: mpsc::UnboundedReceiver<Rung>,
    frozen: watch::Sender<bool>,
    connection: zbus::Connection,
    _daemon: Child,
}

impl Bell {
    pub async fn hang() -> Result<Self> {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("dbus-daemon cannot be run: {error}"))?;
        let said = daemon.stdout.take().ok_or("dbus-daemon has no output")?;
        let address = BufReader::new(said).lines().next_line().await?.ok_or("dbus-daemon says no address")?;
        let (calls, rung) = mpsc::unbounded_channel();
        let (frozen, thawed) = watch::channel(false);
        let service = Service { calls, last: AtomicU32::new(0), thawed };
        let connection = connection::Builder::address(address.as_str())
            .serve_at("/org/freedesktop/Notifications", service)
            .name("org.freedesktop.Notifications")
            .build()
            .await?;
        Ok(Self { address, rung, frozen, connection, _daemon: daemon })
    }

    /// For `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// From now on it takes calls and answers none.
    pub fn freeze(&self) {
        self.frozen.send_replace(true);
    }

    /// From now on it answers again, and what it did not.
    pub fn thaw(&self) {
        self.frozen.send_replace(false);
    }

    /// How many connections there are to the bus.
    pub async fn connections(&self) -> Result<usize> {
        let names = zbus::fdo::DBusProxy::new(&self.connection).await?.list_names().await?;
        Ok(names.iter().filter(|name| name.starts_with(':')).count())
    }

    /// The next call of Notify.
    pub async fn rung(&mut self) -> Result<Rung> {
        Ok(self.rung.recv().await.ok_or("the notification service ended")?)
    }
}

/// The service's side of the desktop notifications specification, 1.2.
struct Service {
    calls: mpsc::UnboundedSender<Rung>,
    last: AtomicU32,
    thawed: watch::Receiver<bool>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Service {
    fn get_capabilities(&self) -> Vec<String> {
        ["actions", "body", "body-markup", "persistence"].map(str::to_owned).to_vec()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("noting".to_owned(), "tidings-bench".to_owned(), "1".to_owned(), "1.2".to_owned())
    }

    #[expect(clippy::too_many_arguments, reason = "the specification's signature")]
    async fn notify(
        &self,
        _app_name: String,
        replaces_id: u32,
        _app_icon: String,
        summary: String,
        _body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedVariant>,
        _expire_timeout: i32,
    ) -> u32 {
        let at = Instant::now();
        let id = match replaces_id {
            0 => self.last.fetch_add(1, Ordering::Relaxed) + 1,
            up => up,
        };
        let _ = self.calls.send(Rung { id, title: summary, at });
        let _ = self.thawed.clone().wait_for(|frozen| !frozen).await;
        id
    }

    fn close_notification(&self, _id: u32) {}
}
