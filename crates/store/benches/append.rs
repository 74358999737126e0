//! How fast entries get onto the disk, and back: `cargo bench -p tidings-store`.
//!
//! Rows a second include the commit with its sync, the full text index and the indexes.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing to say")]

use divan::{Bencher, counter::ItemsCount};
use tempfile::TempDir;
use tidings_model::{Entry, EntryQuery, FeedId, Identity, RawEvent, Ring, Timestamp};
use tidings_store::{Append, Cursor, Store, Write, parse_search};
use tokio::runtime::Runtime;

fn main() {
    divan::main();
}

const WORDS: [&str; 16] = [
    "goal",
    "minute",
    "Arsenal",
    "Chelsea",
    "yellow",
    "card",
    "for",
    "the",
    "second",
    "half",
    "substitution",
    "corner",
    "referee",
    "shot",
    "saved",
    "by",
];

fn write(n: u64) -> Write {
    let word = |i: u64| WORDS[usize::try_from((n.wrapping_mul(2_654_435_761) >> i) % 16).unwrap()];
    let text = |count: u64| (0..count).map(word).collect::<Vec<_>>().join(" ");
    let body = text(20);
    let data = format!("{{\"id\":{n},\"text\":\"{body}\"}}");
    let identity = Identity::Own(format!("{:016x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    let entry = Entry {
        body,
        link: Some(format!("https://example.org/{n}")),
        published_at: Some(Timestamp(1)),
        tags: vec!["football".to_owned()],
        ..Entry::new(identity, format!("{} {n}", text(5)))
    };
    let raw = RawEvent { kind: "message".to_owned(), data, last_event_id: n.to_string() };
    Write::Entry {
        entry,
        raw,
        ring: Ring::Rang,
        highlighted: false,
        rule: None,
        own_card: None,
        replay_before: None,
    }
}

fn append(from: u64, count: u64) -> Append {
    Append {
        feed: FeedId::from_name("match"),
        received_at: Timestamp(1_800_000_000_000),
        writes: (from..from + count).map(write).collect(),
        cursor: Some(Cursor { last_event_id: from.to_string(), checkpoint: None, stream: String::new() }),
    }
}

fn filled(runtime: &Runtime, count: u64) -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Timestamp(0)).unwrap().store;
    for from in (0..count).step_by(256) {
        runtime.block_on(store.append(append(from, 256))).unwrap();
    }
    (dir, store)
}

/// One feed that sends batches: 40,960 entries a sample.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn batches_of_256(bencher: Bencher) {
    let runtime = Runtime::new().unwrap();
    bencher
        .with_inputs(|| (filled(&runtime, 0), (0..160).map(|n| append(n * 256, 256)).collect::<Vec<_>>()))
        .input_counter(|(_, appends)| ItemsCount::new(appends.len() * 256))
        .bench_values(|(store, appends)| {
            for append in appends {
                runtime.block_on(store.1.append(append)).unwrap();
            }
            store
        });
}

/// 64 feeds that each send one entry at a time: the writer joins what waits.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn single_entries_of_64_feeds(bencher: Bencher) {
    let runtime = Runtime::new().unwrap();
    bencher.counter(ItemsCount::new(64_usize * 100)).with_inputs(|| filled(&runtime, 0)).bench_values(
        |(dir, store)| {
            runtime.block_on(async {
                let mut feeds = tokio::task::JoinSet::new();
                for feed in 0..64 {
                    let store = store.clone();
                    feeds.spawn(async move {
                        for n in 0..100 {
                            store.append(append(feed * 100 + n, 1)).await.unwrap();
                        }
                    });
                }
                feeds.join_all().await;
            });
            (dir, store)
        },
    );
}

/// What opening, and the first look at 100,000 entries, cost.
#[divan::bench_group(sample_count = 20, sample_size = 1)]
mod hundred_thousand {
    use std::sync::LazyLock;

    use super::*;

    static FILLED: LazyLock<(Runtime, TempDir, Store)> = LazyLock::new(|| {
        let runtime = Runtime::new().unwrap();
        let (dir, store) = filled(&runtime, 100_000);
        (runtime, dir, store)
    });

    fn ask(query: EntryQuery) {
        let (runtime, _, store) = &*FILLED;
        assert_eq!(runtime.block_on(store.entries(query)).unwrap().len(), 100);
    }

    #[divan::bench]
    fn first_page(bencher: Bencher) {
        LazyLock::force(&FILLED);
        bencher.bench(|| ask(EntryQuery { current: true, limit: Some(100), ..EntryQuery::default() }));
    }

    #[divan::bench]
    fn unread_of_a_feed(bencher: Bencher) {
        LazyLock::force(&FILLED);
        let feed = Some(FeedId::from_name("match"));
        bencher.bench(|| {
            ask(EntryQuery { feed: feed.clone(), unread: true, limit: Some(100), ..EntryQuery::default() });
        });
    }

    #[divan::bench]
    fn search(bencher: Bencher) {
        LazyLock::force(&FILLED);
        bencher.bench(|| {
            ask(EntryQuery {
                search: parse_search("arsenal cor", &[], Timestamp(0), &jiff::tz::TimeZone::UTC).unwrap(),
                limit: Some(100),
                ..EntryQuery::default()
            });
        });
    }

    #[divan::bench]
    fn unread_counts(bencher: Bencher) {
        let (runtime, _, store) = &*FILLED;
        bencher.bench(|| runtime.block_on(store.unread()).unwrap());
    }

    /// With the whole database checked.
    #[divan::bench]
    fn open(bencher: Bencher) {
        let (runtime, dir, store) = &*FILLED;
        // A cursor alone: what the writer holds is on the disk.
        runtime.block_on(store.append(append(0, 1))).unwrap();
        bencher.bench(|| Store::open(dir.path(), Timestamp(0)).unwrap());
    }
}
