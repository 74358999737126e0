//! A notification service that does as it is told, and notes what it was sent.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::{mpsc, watch};
use zbus::OwnedVariant;
use zbus::object_server::SignalEmitter;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// What the service does with a call of Notify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Answers,
    /// Answers Notify after this many milliseconds.
    Slow(u64),
    /// Never answers anything.
    Frozen,
    Refuses,
}

/// What a call of Notify brought.
#[derive(Debug)]
pub struct Notify {
    pub app: String,
    pub replaces: u32,
    pub icon: String,
    pub summary: String,
    pub body: String,
    pub actions: Vec<String>,
    pub hints: HashMap<String, OwnedVariant>,
    pub id: u32,
    pub sender: String,
}

/// What the tests see and steer of it.
#[derive(Clone)]
pub struct Seen {
    pub mood: watch::Sender<Mood>,
    pub capabilities_asked: Arc<Mutex<u32>>,
    /// How many calls of Notify have come in, answered or not.
    pub notifies: watch::Sender<u32>,
}

struct Service {
    capabilities: &'static [&'static str],
    inhibited: bool,
    notified: mpsc::UnboundedSender<Notify>,
    closed: mpsc::UnboundedSender<u32>,
    seen: Seen,
    next: u32,
}

#[derive(Debug, zbus::DBusError)]
#[zbus(prefix = "org.freedesktop.Notifications.Error")]
enum Refusal {
    #[zbus(error)]
    ZBus(zbus::Error),
    ExcessNotificationGeneration(String),
}

impl Service {
    async fn thawed(&self) {
        let mut mood = self.seen.mood.subscribe();
        let _ = mood.wait_for(|&mood| mood != Mood::Frozen).await;
    }
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Service {
    async fn get_capabilities(&self) -> Vec<String> {
        self.thawed().await;
        *self.seen.capabilities_asked.lock().unwrap() += 1;
        self.capabilities.iter().map(|&word| word.to_owned()).collect()
    }

    async fn get_server_information(&self) -> (String, String, String, String) {
        self.thawed().await;
        ("fake".to_owned(), "Tidings".to_owned(), "1.0".to_owned(), "1.2".to_owned())
    }

    #[expect(clippy::too_many_arguments, reason = "the specification has so many")]
    async fn notify(
        &mut self,
        #[zbus(header)] header: zbus::message::Header<'_>,
        app: String,
        replaces: u32,
        icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedVariant>,
        _timeout: i32,
    ) -> Result<u32, Refusal> {
        self.seen.notifies.send_modify(|count| *count += 1);
        let mood = *self.seen.mood.borrow();
        match mood {
            Mood::Answers => {}
            Mood::Slow(millis) => tokio::time::sleep(std::time::Duration::from_millis(millis)).await,
            Mood::Frozen => self.thawed().await,
            Mood::Refuses => return Err(Refusal::ExcessNotificationGeneration("slow down".to_owned())),
        }
        self.next += u32::from(replaces == 0);
        let id = if replaces == 0 { self.next } else { replaces };
        let sender = header.sender().unwrap().to_string();
        let _ = self.notified.send(Notify { app, replaces, icon, summary, body, actions, hints, id, sender });
        Ok(id)
    }

    async fn close_notification(&self, id: u32, #[zbus(signal_emitter)] emitter: SignalEmitter<'_>) {
        let _ = self.closed.send(id);
        Self::notification_closed(&emitter, id, 3).await.unwrap();
    }

    #[zbus(property)]
    fn inhibited(&self) -> bool {
        self.inhibited
    }

    #[zbus(signal)]
    async fn activation_token(emitter: &SignalEmitter<'_>, id: u32, token: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn notification_closed(emitter: &SignalEmitter<'_>, id: u32, reason: u32) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, key: &str) -> zbus::Result<()>;
}

/// A running service.
pub struct Fake {
    connection: zbus::Connection,
    pub notified: mpsc::UnboundedReceiver<Notify>,
    pub closed: mpsc::UnboundedReceiver<u32>,
    pub seen: Seen,
}

impl Fake {
    /// Takes the service's name on the session bus.
    pub async fn start(capabilities: &'static [&'static str]) -> Self {
        let (notified, notified_rx) = mpsc::unbounded_channel();
        let (closed, closed_rx) = mpsc::unbounded_channel();
        let seen = Seen {
            mood: watch::Sender::new(Mood::Answers),
            capabilities_asked: Arc::default(),
            notifies: watch::Sender::new(0),
        };
        let service =
            Service { capabilities, inhibited: false, notified, closed, seen: seen.clone(), next: 0 };
        let session = zbus::connection::Builder::session();
        let connection = session.serve_at(PATH, service).name(NAME).build().await.unwrap();
        Self { connection, notified: notified_rx, closed: closed_rx, seen }
    }

    pub fn become_(&self, mood: Mood) {
        self.seen.mood.send_replace(mood);
    }

    pub fn capabilities_asked(&self) -> u32 {
        *self.seen.capabilities_asked.lock().unwrap()
    }

    /// Waits until this many calls of Notify have come in.
    pub async fn notified_times(&self, times: u32) {
        self.seen.notifies.subscribe().wait_for(|&count| count >= times).await.unwrap();
    }

    /// Whether the connection with this name is open.
    pub async fn is_connected(&self, sender: &str) -> bool {
        let bus = zbus::fdo::DBusProxy::new(&self.connection).await.unwrap();
        bus.name_has_owner(sender.try_into().unwrap()).await.unwrap()
    }

    /// How many connections there are to the bus.
    pub async fn connections(&self) -> usize {
        let bus = zbus::fdo::DBusProxy::new(&self.connection).await.unwrap();
        bus.list_names().await.unwrap().iter().filter(|name| name.starts_with(':')).count()
    }

    /// A person clicks: this key, on this popup.
    pub async fn click(&self, id: u32, key: &str) {
        Service::action_invoked(&self.emitter(), id, key).await.unwrap();
    }

    /// The service hands out what a window may take the focus with.
    pub async fn token(&self, id: u32, token: &str) {
        Service::activation_token(&self.emitter(), id, token).await.unwrap();
    }

    /// The desktop asks for peace, or no longer.
    pub async fn inhibit(&self, on: bool) {
        let service = self.connection.object_server().interface::<_, Service>(PATH).await.unwrap();
        service.get_mut().await.inhibited = on;
    }

    /// A popup goes: 1 expired, 2 waved away.
    pub async fn close(&self, id: u32, reason: u32) {
        Service::notification_closed(&self.emitter(), id, reason).await.unwrap();
    }

    /// Ends it, as a crash would.
    pub async fn crash(self) {
        self.connection.close().await.unwrap();
    }

    fn emitter(&self) -> SignalEmitter<'static> {
        SignalEmitter::new(&self.connection, PATH).unwrap()
    }
}
