//! A store in a directory of its own, and short words for what goes into it.

use std::path::Path;

use tempfile::TempDir;
use tidings_model::{
    Entry, EntryQuery, FeedId, Identity, RawEvent, Ring, Search, Seq, StoredEntry, Timestamp, Urgency,
};
use tidings_store::{Append, Appended, Cursor, Outcome, Store, Write, parse_search};

pub const NOW: Timestamp = Timestamp(1_800_000_000_000);
pub const DAY: i64 = 24 * 60 * 60 * 1000;

pub fn feed() -> FeedId {
    FeedId::from_name("match")
}

pub fn open(dir: &Path) -> Store {
    let opened = Store::open(dir, NOW).expect("the store opens");
    assert_eq!(opened.notices, Vec::<String>::new());
    opened.store
}

pub fn fresh() -> (TempDir, Store) {
    let dir = tempfile::tempdir().expect("a directory");
    let store = open(dir.path());
    (dir, store)
}

pub fn own(id: &str) -> Entry {
    Entry {
        body: "Body".to_owned(),
        link: Some("https://example.org/".to_owned()),
        published_at: Some(NOW),
        urgency: Urgency::Critical,
        tags: vec!["goal".to_owned()],
        ..Entry::new(Identity::Own(id.to_owned()), format!("Title {id}"))
    }
}

pub fn content(hash: &str) -> Entry {
    Entry { identity: Identity::Content { hash: hash.to_owned() }, ..own(hash) }
}

pub fn on_card(id: &str, card: &str) -> Entry {
    Entry { replaces: Some(card.to_owned()), ..own(id) }
}

pub fn said(entry: Entry) -> Write {
    let raw =
        RawEvent { kind: "message".to_owned(), data: entry.title.clone(), last_event_id: "9".to_owned() };
    Write::Entry {
        entry,
        raw,
        ring: Ring::Pending,
        highlighted: false,
        rule: None,
        own_card: None,
        replay_before: None,
    }
}

pub fn at(time: Timestamp, writes: Vec<Write>) -> Append {
    Append { feed: feed(), received_at: time, writes, cursor: None }
}

pub async fn put(store: &Store, writes: Vec<Write>) -> Appended {
    store.append(at(NOW, writes)).await.expect("the append works")
}

pub async fn put_one(store: &Store, entry: Entry) -> Outcome {
    put(store, vec![said(entry)]).await.outcomes.remove(0)
}

pub async fn all(store: &Store) -> Vec<StoredEntry> {
    store.entries(EntryQuery::default()).await.expect("the entries can be read")
}

pub async fn found(store: &Store, typed: &str) -> Vec<StoredEntry> {
    let query = EntryQuery { search: search(typed), ..EntryQuery::default() };
    store.entries(query).await.expect("the entries can be searched")
}

pub fn new(seq: i64) -> Outcome {
    Outcome::New { seq: Seq(seq), replaced: Vec::new(), owed: None }
}

pub fn known(seq: i64) -> Outcome {
    Outcome::Known { seq: Seq(seq) }
}

pub fn cursor(id: &str) -> Option<Cursor> {
    Some(Cursor { last_event_id: id.to_owned(), checkpoint: None, stream: String::new() })
}

pub fn seqs(entries: &[StoredEntry]) -> Vec<i64> {
    entries.iter().map(|entry| entry.seq.0).collect()
}

pub fn search(typed: &str) -> Search {
    parse_search(typed, &[], NOW, &jiff::tz::TimeZone::UTC).expect("a search")
}
