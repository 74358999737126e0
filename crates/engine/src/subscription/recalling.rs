//! What a reader knew when the run before ended.

use tidings_mapping::Reader;
use tidings_model::{EntryQuery, FeedId};
use tidings_store::Store;

use crate::ingest;

/// Cards looked at, the newest: as many as a reader of matches remembers.
const CARDS: u32 = 500;

/// Has `reader` read the fronts of the feed's cards once more, where it remembers by them: how a match stood is not told a second time.
pub(super) async fn recall(store: &Store, feed: &FeedId, reader: &mut dyn Reader) {
    if !reader.recalls() {
        return;
    }
    let query =
        EntryQuery { feed: Some(feed.clone()), current: true, limit: Some(CARDS), ..EntryQuery::default() };
    match store.entries_with_events(query).await {
        Ok(fronts) => {
            let cards = fronts.iter().rev().filter(|(front, _)| front.entry.replaces.is_some());
            cards.for_each(|(_, raw)| drop(reader.read(&ingest::event(raw))));
        }
        Err(error) => tracing::warn!(%feed, %error, "the cards of a feed could not be recalled"),
    }
}
