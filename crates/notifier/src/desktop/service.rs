//! Who the notification service is: the part that goes below notify-rust, to one zbus connection.
//!
//! notify-rust asks for capabilities only by blocking calls without a timeout, says nothing of the service's coming and
//! going, and cannot close a popup whose handle is gone.

use crate::{Server, Silent};
use futures_util::StreamExt;
use zbus::fdo::{DBusProxy, NameOwnerChangedStream};
use zbus::names::OwnedUniqueName;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

pub(super) struct Service {
    connection: zbus::Connection,
    owners: NameOwnerChangedStream,
    known: Option<Known>,
}

struct Known {
    owner: Option<OwnedUniqueName>,
    server: Server,
}

/// What became of the bus name of notification services.
#[derive(Clone, Copy, Debug)]
pub(super) enum OwnerChange {
    Unrelated,
    ServiceGone,
    BusGone,
}

impl Service {
    pub async fn connect() -> Result<Self, Silent> {
        async {
            let connection = zbus::Connection::session().await?;
            let bus = DBusProxy::new(&connection).await?;
            let owners = bus.receive_name_owner_changed_with_args(&[(0, NAME)]).await?;
            zbus::Result::Ok(Self { connection, owners, known: None })
        }
        .await
        .map_err(|error| Silent::no_bus(&error.to_string()))
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

    /// Takes down a popup by its id. One that is gone already is no error.
    pub async fn close(&self, id: u32) {
        let _ = self.call("CloseNotification", &(id,)).await;
    }

    pub async fn owner_change(&mut self) -> OwnerChange {
        let Some(signal) = self.owners.next().await else { return OwnerChange::BusGone };
        let Ok(args) = signal.args() else { return OwnerChange::Unrelated };
        // Signals come late: only the end of the very owner that we asked is the end of what it showed.
        let old = args.old_owner().as_ref();
        let ours = self.known.as_ref().and_then(|known| known.owner.as_ref());
        if old.is_none() || ours.is_some_and(|ours| old.is_some_and(|old| *old != **ours)) {
            return OwnerChange::Unrelated;
        }
        self.known = None;
        OwnerChange::ServiceGone
    }

    async fn ask(&self) -> zbus::Result<Known> {
        let reply = self.call("GetServerInformation", &()).await?;
        let owner = reply.header().sender().map(|sender| sender.to_owned().into());
        let (name, _, version, _): (String, String, String, String) = reply.body().deserialize()?;
        let capabilities = self.call("GetCapabilities", &()).await?.body().deserialize()?;
        let name = crate::text::label(&format!("{name} {version}"));
        Ok(Known { owner, server: Server { name, capabilities } })
    }

    async fn call<B>(&self, method: &str, body: &B) -> zbus::Result<zbus::Message>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        self.connection.call_method(Some(NAME), PATH, Some(NAME), method, body).await
    }
}
