//! `tidings history`: what was stored, oldest first. It reads beside a running Tidings.

use std::io;
use std::ops::ControlFlow;

use tidings_engine::store::{HeldGroup, Store, parse_search};
use tidings_model::{EntryQuery, FeedId, Held};
use tidings_wire as wire;

use crate::args::HistoryArguments;
use crate::failure::Failure;
use crate::place::{Place, no_feed};
use crate::{output, when};

pub async fn history(place: &Place, arguments: HistoryArguments) -> Result<(), Failure> {
    let json = arguments.json;
    let store = Store::open_read_only(&place.paths.data).map_err(Failure::of)?;
    let query = query(place, &store, arguments)?;
    let mut written: io::Result<()> = Ok(());
    let mut print = |stored: tidings_model::StoredEntry| {
        let entry = wire::HistoryEntry::from(&stored);
        written = if json { output::json_line(&entry) } else { output::entry(&entry.entry) };
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    store.for_each(&query, &mut print).map_err(Failure::of)?;
    written?;
    waiting(place, &store).await
}

/// What is not among them yet, and what has not rung yet.
async fn waiting(place: &Place, store: &Store) -> Result<(), Failure> {
    let hidden = store.held_back().await.map_err(Failure::of)?;
    if !hidden.is_empty() {
        let each: Vec<_> = hidden.iter().map(|(feed, count)| format!("{count} of {feed}")).collect();
        place.mention(&format!("Held back by a spoiler delay, not shown yet: {}.", each.join(", ")));
    }
    let groups = store.held_groups().await.map_err(Failure::of)?;
    if !groups.is_empty() {
        let each: Vec<_> = groups.iter().map(waits).collect();
        place.mention(&format!("Stored, and not rung yet: {}.", each.join(", ")));
    }
    Ok(())
}

fn waits(group: &HeldGroup) -> String {
    let what = match group.held {
        Held::QuietHours => "the end of quiet hours",
        Held::Snoozed => "the end of a snooze",
        Held::DoNotDisturb => "the end of do-not-disturb",
        Held::Digest => "the next digest",
    };
    format!("{} of {} until {what}", group.count, group.feed)
}

fn query(place: &Place, store: &Store, arguments: HistoryArguments) -> Result<EntryQuery, Failure> {
    let HistoryArguments { feed, search, since, unread, limit, json: _ } = arguments;
    let now = place.world.clock.now();
    let since = since.map(|text| when::parse(&text, now)).transpose().map_err(Failure::Usage)?;
    let feed = feed.map(|text| known_feed(place, store, &text)).transpose()?;
    // A broken configuration names no feeds; the history can be searched all the same.
    let feeds = place.config().map(|config| config.feeds).unwrap_or_default();
    let search = parse_search(&search.unwrap_or_default(), &feeds, now, &place.world.clock.zone())
        .map_err(|error| Failure::Usage(error.to_string()))?;
    Ok(EntryQuery { feed, search, since, unread, limit, ..EntryQuery::default() })
}

/// A feed that is configured, or that was and left its history.
fn known_feed(place: &Place, store: &Store, text: &str) -> Result<FeedId, Failure> {
    let id = FeedId::parse(text).ok_or_else(|| no_feed(text))?;
    let configured = place.config().is_ok_and(|config| config.feed(&id).is_some());
    let one = EntryQuery { feed: Some(id.clone()), limit: Some(1), ..EntryQuery::default() };
    let mut remembered = false;
    store
        .for_each(&one, |_| {
            remembered = true;
            ControlFlow::Break(())
        })
        .map_err(Failure::of)?;
    if configured || remembered { Ok(id) } else { Err(no_feed(text)) }
}
