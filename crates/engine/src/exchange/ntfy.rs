//! The backup of ntfy's Android app: JSON with the subscriptions (its `Backuper.kt`; the magic word tells it from other JSON).

use serde::Deserialize;
use tidings_model::{Feed, FeedId, NotifyLevel};

use super::{Offer, Unreadable};

const MAGIC: &str = "ntfy2586";

#[derive(Deserialize)]
struct Backup {
    magic: String,
    #[serde(default)]
    subscriptions: Vec<Subscription>,
    #[serde(default)]
    users: Vec<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Subscription {
    base_url: String,
    topic: String,
    display_name: Option<String>,
    /// 1 is for ever; a later time is when it ends, in seconds since 1970.
    #[serde(default)]
    muted_until: i64,
    /// Set where another app receives through this topic (UnifiedPush): nothing in it is for people.
    up_app_id: Option<String>,
}

/// The feeds of a backup.
pub(super) fn read(text: &str) -> Result<Offer, Unreadable> {
    let backup: Backup = serde_json::from_str(text).map_err(|_| Unreadable::Ntfy)?;
    if backup.magic != MAGIC {
        return Err(Unreadable::Ntfy);
    }
    let all = backup.subscriptions.len();
    let feeds: Vec<_> = backup.subscriptions.into_iter().filter_map(feed).collect();
    let mut notes = Vec::new();
    if feeds.len() < all {
        notes.push(format!("{} topics that other apps receive through are left out.", all - feeds.len()));
    }
    if !backup.users.is_empty() {
        notes.push("Passwords are left out: give them to the feeds that need them after adding.".to_owned());
    }
    Ok(Offer { kind: "ntfy", feeds, notes })
}

fn feed(subscription: Subscription) -> Option<Feed> {
    if subscription.up_app_id.is_some() {
        return None;
    }
    let Subscription { base_url, topic, display_name, muted_until, .. } = subscription;
    let url = format!("{}/{topic}/sse", base_url.trim_end_matches('/'));
    let name = display_name.filter(|name| !name.trim().is_empty()).unwrap_or(topic);
    let notify = if muted_until == 1 { NotifyLevel::Never } else { NotifyLevel::Always };
    let plain = Feed::new(FeedId::from_name(&name), url);
    Some(Feed { name, format: Some("ntfy".to_owned()), notify, ..plain })
}
