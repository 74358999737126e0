//! The notification service over one connection to the session bus.
//!
//! notify-rust composes what is sent; its own `show` would open a connection for each popup, set no timeout, and listen for a click
//! only after the popup is up (see docs/notes/notifications.md).

use std::collections::HashMap;
use std::num::NonZero;

use crate::{Picture, Server, Silent};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use notify_rust::Hint;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio_util::task::TaskTracker;
use zbus::fdo::{DBusProxy, NameOwnerChangedStream};
use zbus::names::OwnedUniqueName;
use zbus::{MatchRule, MessageStream, Variant, message};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// Signals that wait for the notifier. When they do, further ones are lost: nobody clicks so fast.
const SIGNALS: usize = 256;

pub(super) struct Service {
    connection: zbus::Connection,
    owners: NameOwnerChangedStream,
    signals: mpsc::Receiver<Signal>,
    ears: AbortHandle,
    known: Option<Known>,
    /// Who answered last: a signal of anybody else is not looked at.
    owner: Option<OwnedUniqueName>,
}

struct Known {
    server: Server,
    version: (u32, u32),
}

/// A signal of a notification service, about the popup with this id.
#[derive(Debug)]
pub(super) struct Signal {
    pub id: u32,
    pub said: Said,
    sender: OwnedUniqueName,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// What the next `Invoked` lets a window take the focus with.
    Token(String),
    /// A button, or `default` for the popup itself.
    Invoked(String),
    /// With the specification's reason: 1 expired, 2 dismissed, 3 closed by a call.
    Closed(u32),
}

/// What became of the bus name of notification services.
#[derive(Clone, Copy, Debug)]
pub(super) enum OwnerChange {
    Unrelated,
    /// There was none, and now there is.
    ServiceCame,
    ServiceGone,
    BusGone,
}

/// What is heard over the connection.
pub(super) enum Heard {
    Owner(OwnerChange),
    Signal(Signal),
}

impl Drop for Service {
    fn drop(&mut self) {
        self.ears.abort();
    }
}

impl Service {
    pub async fn connect() -> Result<Self, Silent> {
        Self::listen().await.map_err(|error| Silent::no_bus(&error.to_string()))
    }

    async fn listen() -> zbus::Result<Self> {
        let connection = zbus::Connection::session().await?;
        let bus = DBusProxy::new(&connection).await?;
        let owners = bus.receive_name_owner_changed_with_args(&[(0, NAME)]).await?;
        let rule = MatchRule::builder().msg_type(message::Type::Signal).interface(NAME).path(PATH).build()?;
        let stream = MessageStream::for_match_rule(rule, &connection, NonZero::new(SIGNALS)).await?;
        let (sender, signals) = mpsc::channel(SIGNALS);
        // A stream that nobody empties would hold up the answers to calls. Ends with the connection, or with the service.
        let ears = TaskTracker::new().spawn(hear(stream, sender)).abort_handle();
        Ok(Self { connection, owners, signals, ears, known: None, owner: None })
    }

    /// Who it is: asked once for each owner of the name.
    pub async fn server(&mut self) -> Result<&Server, Silent> {
        let known = match self.known.take() {
            Some(known) => known,
            None => self.ask().await.map_err(|error| Silent::from_call(&error.to_string()))?,
        };
        Ok(&self.known.insert(known).server)
    }

    /// Ask again next time.
    pub fn forget(&mut self) {
        self.known = None;
    }

    /// Shows a popup in place of the one with the id `replaces`, where that is not 0; gives the id it has. The call goes on by itself, so that
    /// who stops waiting can still hear of it.
    pub fn notify(
        &self,
        popup: notify_rust::Notification,
        image: Option<Picture>,
        replaces: u32,
    ) -> BoxFuture<'static, Result<u32, Silent>> {
        let (connection, image_hint) = (self.connection.clone(), self.image_hint());
        Box::pin(async move {
            let mut hints: HashMap<&str, Variant<'_>> = popup.hints.iter().map(hint).collect();
            hints.extend(image.iter().map(|image| (image_hint, pixels(image))));
            let timeout: i32 = popup.timeout.into();
            let (app, icon, title, body) = (&popup.appname, &popup.icon, &popup.summary, &popup.body);
            let call = (app, replaces, icon, title, body, &popup.actions, hints, timeout);
            let reply = connection.call_method(Some(NAME), PATH, Some(NAME), "Notify", &call).await;
            let id = reply.and_then(|reply| reply.body().deserialize());
            id.map_err(|error| Silent::from_call(&error.to_string()))
        })
    }

    /// The specification renamed it twice.
    fn image_hint(&self) -> &'static str {
        match self.known.as_ref().map_or((1, 2), |known| known.version) {
            version if version >= (1, 2) => "image-data",
            (1, 1) => "image_data",
            _ => "icon_data",
        }
    }

    /// Takes down a popup by its id. One that is gone already is no error.
    pub async fn close(&self, id: u32) {
        let _ = self.call("CloseNotification", &(id,)).await;
    }

    /// The next of what is heard. Dropping the future loses nothing.
    pub async fn heard(&mut self) -> Heard {
        loop {
            tokio::select! {
                biased;
                Some(signal) = self.signals.recv() => {
                    if self.owner.as_ref() == Some(&signal.sender) {
                        return Heard::Signal(signal);
                    }
                }
                change = self.owners.next() => return Heard::Owner(self.owner_change(change)),
            }
        }
    }

    fn owner_change(&mut self, change: Option<zbus::fdo::NameOwnerChanged>) -> OwnerChange {
        let Some(signal) = change else { return OwnerChange::BusGone };
        let Ok(args) = signal.args() else { return OwnerChange::Unrelated };
        let Some(old) = args.old_owner().as_ref() else { return OwnerChange::ServiceCame };
        // Signals come late: only the end of the very owner that we asked is the end of what it showed.
        if self.owner.as_ref().is_some_and(|ours| *old != **ours) {
            return OwnerChange::Unrelated;
        }
        self.known = None;
        OwnerChange::ServiceGone
    }

    async fn ask(&mut self) -> zbus::Result<Known> {
        let reply = self.call("GetServerInformation", &()).await?;
        self.owner = reply.header().sender().map(|sender| sender.to_owned().into());
        let (name, _, version, spec): (String, String, String, String) = reply.body().deserialize()?;
        let capabilities = self.call("GetCapabilities", &()).await?.body().deserialize()?;
        let name = crate::text::label(&format!("{name} {version}"));
        Ok(Known { server: Server { name, capabilities }, version: spec_version(&spec) })
    }

    async fn call<B>(&self, method: &str, body: &B) -> zbus::Result<zbus::Message>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        self.connection.call_method(Some(NAME), PATH, Some(NAME), method, body).await
    }

    /// Which run of which service it is, on which bus: none before one has answered.
    pub fn run(&self) -> Option<String> {
        Some(format!("{} {}", self.connection.server_guid(), self.owner.as_ref()?))
    }

    /// The connection, for what else the desktop can be asked.
    pub fn connection(&self) -> &zbus::Connection {
        &self.connection
    }

    /// What the service calls itself, where it said so since it last came.
    pub fn name(&self) -> Option<&str> {
        self.known.as_ref().map(|known| known.server.name.as_str())
    }
}

fn hint(hint: &Hint) -> (&str, Variant<'_>) {
    hint.into()
}

fn spec_version(text: &str) -> (u32, u32) {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

/// Pixels as the specification sends them: width, height, bytes in a row, alpha, bits in a sample, channels, data.
fn pixels(picture: &Picture) -> Variant<'_> {
    let number = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let (width, height) = (number(picture.width), number(picture.height));
    Variant::from((width, height, width.saturating_mul(4), true, 8_i32, 4_i32, picture.rgba.as_slice()))
}

async fn hear(mut stream: MessageStream, signals: mpsc::Sender<Signal>) {
    while let Some(message) = stream.next().await {
        let Some(signal) = message.ok().as_ref().and_then(read) else { continue };
        if let Err(mpsc::error::TrySendError::Closed(_)) = signals.try_send(signal) {
            return;
        }
    }
}

fn read(message: &zbus::Message) -> Option<Signal> {
    let header = message.header();
    let sender = header.sender()?.to_owned().into();
    let text = || message.body().deserialize::<(u32, String)>().ok();
    let (id, said) = match header.member()?.as_str() {
        "ActivationToken" => text().map(|(id, token)| (id, Said::Token(token)))?,
        "ActionInvoked" => text().map(|(id, key)| (id, Said::Invoked(key)))?,
        "NotificationClosed" => {
            message.body().deserialize::<(u32, u32)>().ok().map(|(id, reason)| (id, Said::Closed(reason)))?
        }
        _ => return None,
    };
    Some(Signal { id, said, sender })
}
