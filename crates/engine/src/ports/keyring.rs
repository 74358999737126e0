//! The desktop's keyring, by the Secret Service specification.
//!
//! The library's calls wait, for the person's password too, so they are made on a thread of their own, and no caller waits longer than
//! [`PATIENCE`] for it. What is locked is asked to be opened once in a run; after that it is only looked at, so that a person who
//! has said no is not asked again and again.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, mpsc};
use std::time::Duration;

use keyring_core::Entry;
use keyring_core::api::CredentialStoreApi as _;
use tokio::sync::oneshot;
use tokio::time::timeout;
use zbus_secret_service_keyring_store::Store;

use super::{KeyringState, SecretError};

/// How long the keyring may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Wishes that may wait for a keyring that hangs; a further one is told that it does not answer.
const WAITING: usize = 16;
/// What Tidings' items are called there.
const SERVICE: &str = "tidings";

type Answer<T> = oneshot::Sender<Result<T, SecretError>>;

enum Wish {
    Read(String, Answer<String>),
    Keep(String, String, Answer<()>),
}

/// The keyring. Cheap to clone; the thread begins with the first wish, and ends with the last clone.
#[derive(Clone, Default)]
pub(super) struct Keyring(Arc<Inner>);

#[derive(Default)]
struct Inner {
    wishes: OnceLock<mpsc::SyncSender<Wish>>,
    /// Whether the person was asked to unlock it.
    asked: AtomicBool,
}

impl Keyring {
    pub(super) async fn read(&self, item: String) -> Result<String, SecretError> {
        self.is_open().await?;
        self.ask(|answer| Wish::Read(item, answer)).await
    }

    pub(super) async fn keep(&self, item: String, value: String) -> Result<(), SecretError> {
        // The person is at it right now, and may be asked.
        self.0.asked.store(false, Ordering::Relaxed);
        self.is_open().await?;
        self.ask(|answer| Wish::Keep(item, value, answer)).await
    }

    /// Asks the bus, which asks nobody.
    pub(super) async fn state() -> KeyringState {
        match timeout(PATIENCE, look()).await {
            Ok(Ok(true)) => KeyringState::Locked,
            Ok(Ok(false)) => KeyringState::Available,
            Ok(Err(why)) => KeyringState::Absent(why),
            Err(_) => KeyringState::Absent("it does not answer".to_owned()),
        }
    }

    async fn is_open(&self) -> Result<(), SecretError> {
        match Self::state().await {
            KeyringState::Absent(why) => Err(SecretError::NoKeyring(why)),
            KeyringState::Locked if self.0.asked.swap(true, Ordering::Relaxed) => {
                Err(SecretError::KeyringLocked)
            }
            KeyringState::Locked | KeyringState::Available => Ok(()),
        }
    }

    async fn ask<T>(&self, wish: impl FnOnce(Answer<T>) -> Wish) -> Result<T, SecretError> {
        let (answer, answered) = oneshot::channel();
        let wishes = self.0.wishes.get_or_init(thread);
        wishes.try_send(wish(answer)).map_err(|_| SecretError::KeyringSilent)?;
        match timeout(PATIENCE, answered).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) | Err(_) => Err(SecretError::KeyringSilent),
        }
    }
}

/// Whether the keyring that new items go to is locked.
async fn look() -> Result<bool, String> {
    const NAME: &str = "org.freedesktop.secrets";
    let bus = zbus::Connection::session().await.map_err(|_| "there is no session bus".to_owned())?;
    let asked = bus
        .call_method(
            Some(NAME),
            "/org/freedesktop/secrets/aliases/default",
            Some("org.freedesktop.DBus.Properties"),
            "Get",
            &("org.freedesktop.Secret.Collection", "Locked"),
        )
        .await
        .map_err(|_| "no program offers one on the session bus".to_owned())?;
    let locked: Option<zbus::OwnedVariant> = asked.body().deserialize().ok();
    locked
        .and_then(|locked| bool::try_from(locked).ok())
        .ok_or_else(|| "its answer makes no sense".to_owned())
}

/// It is not joined: a hung keyring must not hold up the end of the program.
fn thread() -> mpsc::SyncSender<Wish> {
    let (sender, wishes) = mpsc::sync_channel(WAITING);
    let named = std::thread::Builder::new().name("keyring".to_owned());
    if let Err(error) = named.spawn(move || serve(&wishes)) {
        tracing::warn!(%error, "no thread for the keyring");
    }
    sender
}

fn serve(wishes: &mpsc::Receiver<Wish>) {
    let mut store = None;
    for wish in wishes {
        match wish {
            Wish::Read(item, answer) => {
                // Whoever asked may have given up waiting.
                let _ = answer.send(with(&mut store, &item, |entry| entry.get_password()));
            }
            Wish::Keep(item, value, answer) => {
                let _ = answer.send(with(&mut store, &item, |entry| entry.set_password(&value)));
            }
        }
    }
}

fn with<T>(
    store: &mut Option<Arc<Store>>,
    item: &str,
    act: impl FnOnce(&Entry) -> keyring_core::Result<T>,
) -> Result<T, SecretError> {
    let there = match store.take() {
        Some(there) => there,
        None => Store::new().map_err(|_| SecretError::NoKeyring("it cannot be reached".to_owned()))?,
    };
    let label = format!("Tidings: {item}");
    let modifiers = HashMap::from([("label", label.as_str())]);
    let done = there.build(SERVICE, item, Some(&modifiers)).and_then(|entry| act(&entry));
    let failed = matches!(done, Err(keyring_core::Error::PlatformFailure(_)));
    // After a failure of the bus the next wish begins anew.
    *store = (!failed).then_some(there);
    done.map_err(|error| said(&error, item))
}

/// The library's texts may quote what an item holds, so none is kept.
fn said(error: &keyring_core::Error, item: &str) -> SecretError {
    use keyring_core::Error as E;
    match error {
        E::NoEntry => SecretError::NoItem(item.to_owned()),
        E::NoStorageAccess(_) => SecretError::KeyringLocked,
        E::PlatformFailure(_) => SecretError::NoKeyring("it broke the connection, or refused".to_owned()),
        E::Ambiguous(_) => SecretError::Several(item.to_owned()),
        _ => SecretError::NoText(item.to_owned()),
    }
}
