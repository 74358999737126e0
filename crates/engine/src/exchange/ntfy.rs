//! The backup of ntfy's Android app: JSON with the subscriptions (`Backuper.kt` of ntfy-android at a9c5cda; the magic word tells it
//! from other JSON). What has no value is left out of it.

use serde::Deserialize;
use serde::de::IgnoredAny;
use tidings_model::{Feed, FeedBell, FeedId, NotifyLevel, Urgency};
use tidings_wire::{ImportNote, ImportNoteKind};

use super::{Offer, Unreadable};

const MAGIC: &str = "ntfy2586";

/// `mutedUntil` of what is muted for good; 0 is not at all, and a later number a time.
const FOR_EVER: i64 = 1;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Backup {
    magic: String,
    settings: Option<Settings>,
    subscriptions: Option<Vec<Subscription>>,
    users: Option<Vec<IgnoredAny>>,
    trusted_certificates: Option<Vec<IgnoredAny>>,
    client_certificates: Option<Vec<IgnoredAny>>,
}

/// What holds for the topics that say nothing themselves.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    min_priority: Option<u8>,
    muted_until: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Subscription {
    base_url: String,
    topic: String,
    display_name: Option<String>,
    muted_until: Option<i64>,
    /// 1 to 5; 0 is as in the settings.
    min_priority: Option<u8>,
    /// Set where another app receives through this topic (UnifiedPush): nothing in it is for people.
    up_app_id: Option<String>,
}

/// The feeds of a backup.
pub(super) fn read(text: &str) -> Result<Offer, Unreadable> {
    let backup: Backup = serde_json::from_str(text).map_err(|_| Unreadable::Ntfy)?;
    if backup.magic != MAGIC {
        return Err(Unreadable::Ntfy);
    }
    let notes = notes(&backup);
    let settings = backup.settings.unwrap_or_default();
    let people = backup.subscriptions.unwrap_or_default().into_iter().filter(Subscription::is_for_people);
    Ok(Offer { kind: "ntfy", feeds: people.map(|topic| feed(topic, &settings)).collect(), notes })
}

/// What of the backup is not taken over.
fn notes(backup: &Backup) -> Vec<ImportNote> {
    let topics = backup.subscriptions.as_deref().unwrap_or_default();
    let some = |list: &Option<Vec<IgnoredAny>>| list.as_ref().map_or(0, Vec::len);
    let muted = |topic: &&Subscription| topic.muted_until.is_some_and(|until| until > FOR_EVER);
    let counted = [
        (ImportNoteKind::OtherApps, topics.iter().filter(|topic| !topic.is_for_people()).count()),
        (ImportNoteKind::Passwords, some(&backup.users)),
        (
            ImportNoteKind::Certificates,
            some(&backup.trusted_certificates) + some(&backup.client_certificates),
        ),
        (ImportNoteKind::MutedAWhile, topics.iter().filter(muted).count()),
    ];
    counted.into_iter().filter(|(_, count)| *count > 0).map(|(kind, count)| note(kind, count)).collect()
}

fn note(kind: ImportNoteKind, count: usize) -> ImportNote {
    let message = match kind {
        ImportNoteKind::OtherApps => format!("{count} topics that other apps receive through are left out."),
        ImportNoteKind::Passwords => {
            "Passwords are left out: give them to the feeds that need them after adding.".to_owned()
        }
        ImportNoteKind::Certificates => {
            "Certificates are left out: name those that a feed needs with ca_file after adding.".to_owned()
        }
        ImportNoteKind::MutedAWhile => {
            "Topics that are muted for a while ring here: snooze them where they are to be quiet.".to_owned()
        }
    };
    ImportNote { kind, count: u32::try_from(count).unwrap_or(u32::MAX), message }
}

impl Subscription {
    fn is_for_people(&self) -> bool {
        self.up_app_id.is_none()
    }
}

fn feed(subscription: Subscription, settings: &Settings) -> Feed {
    let (notify, urgent_from) = level(&subscription, settings);
    let Subscription { base_url, topic, display_name, .. } = subscription;
    let url = format!("{}/{topic}/sse", base_url.trim_end_matches('/'));
    let name = display_name.filter(|name| !name.trim().is_empty()).unwrap_or(topic);
    let plain = Feed::new(FeedId::from_name(&name), url);
    let bell = FeedBell { urgent_from, ..plain.bell };
    Feed { name, format: Some("ntfy".to_owned()), notify, bell, ..plain }
}

/// Which messages ring. ntfy's five priorities are three urgencies here: 1 and 2, 3 and 4, 5.
fn level(subscription: &Subscription, settings: &Settings) -> (NotifyLevel, Urgency) {
    let muted = [subscription.muted_until, settings.muted_until].contains(&Some(FOR_EVER));
    let own = subscription.min_priority.filter(|least| *least > 0);
    match own.or(settings.min_priority) {
        _ if muted => (NotifyLevel::Never, Urgency::Critical),
        Some(3 | 4) => (NotifyLevel::Urgent, Urgency::Normal),
        Some(5) => (NotifyLevel::Urgent, Urgency::Critical),
        _ => (NotifyLevel::Always, Urgency::Critical),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BACKUP: &str = include_str!("../../../../tests/fixtures/exchange/ntfy-android.json");

    #[test]
    fn a_backup_as_the_app_writes_it() {
        let offer = read(BACKUP).unwrap();
        let feeds: Vec<_> = offer
            .feeds
            .iter()
            .map(|feed| (feed.name.as_str(), feed.url.as_str(), feed.notify, feed.bell.urgent_from))
            .collect();
        assert_eq!(
            feeds,
            [
                ("Backups", "https://ntfy.sh/backups/sse", NotifyLevel::Never, Urgency::Critical),
                ("doorbell", "https://ntfy.example/doorbell/sse", NotifyLevel::Always, Urgency::Critical),
                ("Alarms", "https://ntfy.sh/alarms/sse", NotifyLevel::Urgent, Urgency::Critical),
                ("builds", "https://ntfy.sh/builds/sse", NotifyLevel::Urgent, Urgency::Normal),
            ]
        );
        assert!(offer.feeds.iter().all(|feed| feed.format.as_deref() == Some("ntfy")));
        assert_eq!(offer.notes.len(), 4, "{:?}", offer.notes);
    }

    #[test]
    fn one_of_settings_alone_has_no_feeds() {
        let offer = read(r#"{"magic":"ntfy2586","version":1,"settings":{"minPriority":1}}"#).unwrap();
        assert!(offer.feeds.is_empty() && offer.notes.is_empty());
        assert!(read(r#"{"magic":"ntfy2586","subscriptions":null}"#).unwrap().feeds.is_empty());
        assert!(matches!(read(r#"{"magic":"other"}"#), Err(Unreadable::Ntfy)));
    }
}
