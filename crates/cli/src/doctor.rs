//! `tidings doctor`: what works here, and what to do about the rest.

use std::ops::ControlFlow;

use futures_util::StreamExt as _;
use tidings_engine::notifier::{AppIdentity, Desktop, Notification, Notifier as _};
use tidings_engine::ports::KeyringState;
use tidings_engine::store::{Hold, HoldError, Store};
use tidings_model::{EntryQuery, SecretSource, Sound, Urgency};

use crate::failure::Failure;
use crate::place::Place;
use crate::{address, check, output};

/// What was found: a line of the report.
struct Finding {
    ok: bool,
    what: &'static str,
    says: String,
}

pub async fn doctor(place: &Place, no_ring: bool) -> Result<(), Failure> {
    let mut findings = vec![
        configuration(place),
        data_directory(place),
        history(place),
        bell(no_ring).await,
        keyring(place).await,
    ];
    findings.extend(secrets(place).await);
    for finding in &findings {
        tell(finding)?;
    }
    let mut bad = findings.iter().filter(|finding| !finding.ok).count();
    let client = Place::client()?;
    let mut feeds = place.config().map(|config| config.feeds).unwrap_or_default();
    feeds.retain(|feed| feed.enabled);
    let mut answers = check::probes(&client, place, feeds);
    while let Some((feed, answer)) = answers.next().await {
        bad += usize::from(!answer.ok);
        let says = format!("{}  {}  {}", feed.id, address::shown(&feed.url), answer.words());
        tell(&Finding { ok: answer.ok, what: "feed", says })?;
    }
    if bad == 0 { Ok(()) } else { Err(Failure::Failed(format!("{bad} of these need a look."))) }
}

fn tell(finding: &Finding) -> std::io::Result<()> {
    let mark = if finding.ok { "ok  " } else { "BAD " };
    output::line(&format!("{mark}  {:<13}  {}", finding.what, finding.says))
}

fn configuration(place: &Place) -> Finding {
    let path = place.paths.config.display();
    let (ok, says) = match place.file().load() {
        Ok(config) => (true, format!("{path}: {} feeds", config.feeds.len())),
        Err(error) => (false, format!("{path}: {error}")),
    };
    Finding { ok, what: "configuration", says }
}

fn data_directory(place: &Place) -> Finding {
    let dir = place.paths.data.display();
    let (ok, says) = match Hold::take(&place.paths.data, "tidings doctor") {
        Ok(_) => (true, format!("{dir}: free")),
        Err(HoldError::Taken { by }) => (true, format!("{dir}: in use by {by}")),
        Err(error) => (false, error.to_string()),
    };
    Finding { ok, what: "data", says }
}

fn history(place: &Place) -> Finding {
    let counted =
        Store::open_read_only(&place.paths.data).map_err(|error| error.to_string()).and_then(|store| {
            let mut newest = None;
            let last = EntryQuery { limit: Some(1), ..EntryQuery::default() };
            let found = store.for_each(&last, |stored| {
                newest = Some(stored.received_at);
                ControlFlow::Continue(())
            });
            found.map_err(|error| error.to_string()).map(|()| newest)
        });
    let (ok, says) = match counted {
        Ok(Some(newest)) => {
            (true, format!("readable; the newest entry came {}", tidings_wire::rfc3339(newest)))
        }
        Ok(None) => (true, "empty".to_owned()),
        Err(error) => (false, error),
    };
    Finding { ok, what: "history", says }
}

async fn bell(no_ring: bool) -> Finding {
    let desktop = Desktop::new(AppIdentity::default());
    let found = match desktop.server().await {
        Ok(server) if no_ring => Ok(server),
        Ok(server) => desktop.show(test()).await.map(|()| server),
        Err(silent) => Err(silent),
    };
    let (ok, says) = match found {
        Ok(server) => {
            let rung = if no_ring { "" } else { "; a test was rung" };
            (true, format!("{}; it can: {}{rung}", server.name, server.capabilities.join(", ")))
        }
        Err(silent) => (false, silent.to_string()),
    };
    Finding { ok, what: "notifications", says }
}

fn test() -> Notification {
    Notification {
        tag: "test".to_owned(),
        title: "Tidings can ring".to_owned(),
        body: "This is what a notification looks like.".to_owned(),
        urgency: Urgency::Normal,
        buttons: Vec::new(),
        sound: Sound::System,
        category: None,
        picture: None,
    }
}

/// The system's keyring. That there is none is a fault only where a feed's secret is in it.
async fn keyring(place: &Place) -> Finding {
    let feeds = place.config().map(|config| config.feeds).unwrap_or_default();
    let in_it = |source: &SecretSource| matches!(source, SecretSource::Keyring(_));
    let needed = feeds.iter().any(|feed| feed.connection.secrets().any(|(_, source)| in_it(source)));
    let (there, says) = match place.world.secrets.keyring().await {
        KeyringState::Available => (true, "available".to_owned()),
        KeyringState::Locked => (false, "locked: unlock it, or sign in with your password".to_owned()),
        KeyringState::Absent(why) => (false, format!("absent: {why}")),
    };
    Finding { ok: there || !needed, what: "keyring", says }
}

/// The secrets that are elsewhere, and whether they are there. Values are never shown.
async fn secrets(place: &Place) -> Vec<Finding> {
    let mut findings = Vec::new();
    for feed in place.config().map(|config| config.feeds).unwrap_or_default() {
        for (what, source) in feed.connection.secrets() {
            let read = place.world.secrets.read(source.clone()).await;
            let found = read.as_ref().map_or_else(ToString::to_string, |_| "found".to_owned());
            let says = format!("{}: {what}: {found}", feed.id);
            findings.push(Finding { ok: read.is_ok(), what: "secret", says });
        }
    }
    findings
}
