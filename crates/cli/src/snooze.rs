//! `tidings snooze`: keeps the bell quiet for a while, or says until when it is. A Tidings that runs is asked to do it, at once;
//! where none does, the history is written.

use tidings_engine::config::Config;
use tidings_engine::store::{Hold, HoldError, Store};
use tidings_engine::{Errand, ErrandError, ask_running};
use tidings_model::{FeedId, Timestamp};

use crate::args::SnoozeArguments;
use crate::failure::Failure;
use crate::place::{Place, no_feed};
use crate::{output, when};

pub async fn snooze(place: &Place, arguments: SnoozeArguments) -> Result<(), Failure> {
    let SnoozeArguments { feed, length, until, end } = arguments;
    let now = place.world.clock.now();
    let length = length.map(|text| when::length(&text)).transpose().map_err(Failure::Usage)?;
    let until = until.map(|text| when::coming(&text, now)).transpose().map_err(Failure::Usage)?;
    let until = until.or_else(|| length.map(|millis| now.plus_millis(millis)));
    let feed = feed.map(|text| configured(&place.config()?, &text)).transpose()?;
    if until.is_none() && !end {
        return tell(place, feed, now).await;
    }
    match Hold::take(&place.paths.data, "tidings snooze") {
        Ok(_hold) => write(place, feed.clone(), until, now).await?,
        Err(HoldError::Taken { by }) => ask(place, &by, feed.as_ref(), until, now).await?,
        Err(error @ HoldError::Io { .. }) => return Err(Failure::of(error)),
    }
    place.mention(&match until {
        Some(until) => format!("{} until {}.", name(feed.as_ref()), tidings_wire::rfc3339(until)),
        None => format!("{}: no longer snoozed.", name(feed.as_ref())),
    });
    Ok(())
}

fn configured(config: &Config, text: &str) -> Result<FeedId, Failure> {
    FeedId::parse(text).filter(|id| config.feed(id).is_some()).ok_or_else(|| no_feed(text))
}

async fn write(
    place: &Place,
    feed: Option<FeedId>,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Failure> {
    let opened = Store::open(&place.paths.data, now).map_err(Failure::of)?;
    opened.notices.iter().for_each(|notice| output::tell(notice));
    let written = opened.store.snooze(feed.clone(), until).await;
    opened.store.close().await;
    written.map_err(Failure::of)
}

async fn ask(
    place: &Place,
    by: &str,
    feed: Option<&FeedId>,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Failure> {
    let errand =
        Errand::Snooze { feed: feed.map(FeedId::to_string), until: until.map(tidings_wire::rfc3339) };
    let asked = ask_running(&place.paths.data, errand, now).await;
    asked.map(drop).map_err(|error| match error {
        ErrandError::Nobody => Failure::Failed(format!(
            "Tidings is running ({by}), but {error}. Nothing was changed. It may hang or be of another version: quit it, and start it again."
        )),
        other => Failure::Failed(format!("Tidings is running ({by}), and nothing was changed: {other}")),
    })
}

/// Until when, a line for each that is snoozed.
async fn tell(place: &Place, feed: Option<FeedId>, now: Timestamp) -> Result<(), Failure> {
    let store = Store::open_read_only(&place.paths.data).map_err(Failure::of)?;
    let mut snoozes = store.snoozes().await.map_err(Failure::of)?;
    snoozes.retain(|(of, until)| *until > now && (feed.is_none() || *of == feed));
    if snoozes.is_empty() {
        place.mention("Nothing is snoozed. `tidings snooze --for 1h` snoozes all feeds.");
    }
    for (of, until) in snoozes {
        output::line(&format!("{}  {}", name(of.as_ref()), tidings_wire::rfc3339(until)))?;
    }
    Ok(())
}

fn name(feed: Option<&FeedId>) -> &str {
    feed.map_or("all feeds", FeedId::as_str)
}
