use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tidings_model::{FeedId, ReadTarget, Retention, Revision, Ring, Seq, StoredEntry};
use tidings_store::{Changed, Holding, Store};

use crate::support::*;

#[tokio::test]
async fn each_row_is_told_once_and_as_it_is_now() {
    let (_dir, store) = fresh();
    put(&store, (0..5).map(|n| said(own(&n.to_string()))).collect()).await;
    store.star(vec![Seq(2)], true).await.unwrap();
    let changed = store.changed_since(Revision(0), 100).await.unwrap();
    assert_eq!(seqs(&changed.entries), [1, 3, 4, 5, 2]);
    assert!(changed.entries[4].status.starred && !changed.more && !changed.reset);
    let changed = store.changed_since(changed.revision, 100).await.unwrap();
    assert_eq!((changed.entries, changed.reset), (Vec::new(), false));
}

#[tokio::test]
async fn more_than_fits_comes_in_pages() {
    let (_dir, store) = fresh();
    put(&store, (0..5).map(|n| said(own(&n.to_string()))).collect()).await;
    let first = store.changed_since(Revision(0), 3).await.unwrap();
    assert!(first.more);
    let second = store.changed_since(first.revision, 3).await.unwrap();
    assert_eq!((seqs(&first.entries), seqs(&second.entries)), (vec![1, 2, 3], vec![4, 5]));
    assert_eq!((second.more, second.revision), (false, store.revision().await.unwrap()));
}

#[tokio::test]
async fn rows_that_went_away_make_a_reader_read_anew() {
    let (_dir, store) = fresh();
    put(&store, (0..5).map(|n| said(own(&n.to_string()))).collect()).await;
    let before = store.revision().await.unwrap();
    let one = Retention { days: 0, entries_per_feed: 1 };
    assert_eq!(store.prune(one, vec![feed()], NOW).await.unwrap(), 4);
    let changed = store.changed_since(before, 100).await.unwrap();
    assert!(changed.reset);
    assert!(!store.changed_since(changed.revision, 100).await.unwrap().reset);
    let of_another_database = Revision(changed.revision.0 + 1);
    assert!(store.changed_since(of_another_database, 100).await.unwrap().reset);
}

/// A reader that holds the rows from one place to another, and these besides.
fn holding(oldest: i64, newest: i64, also: &[i64]) -> Holding {
    let also = also.iter().copied().map(Seq).collect();
    let (since, also_since) = (Revision(0), Revision(0));
    Holding { feed: None, oldest: Seq(oldest), newest: Seq(newest), since, also, also_since }
}

#[tokio::test]
async fn who_holds_some_rows_is_told_of_those_alone() {
    let (_dir, store) = fresh();
    put(&store, (0..20).map(|n| said(own(&n.to_string()))).collect()).await;
    let told = store.changed_among(holding(3, 5, &[9]), 100).await.unwrap();
    assert_eq!((seqs(&told.entries), told.more, told.latest), (vec![3, 4, 5, 9], false, Seq(20)));
    assert_eq!(told.revision, store.revision().await.unwrap(), "nothing else is to be told");
    store.star(vec![Seq(4), Seq(9), Seq(15)], true).await.unwrap();
    let later = Holding { since: told.revision, also_since: told.revision, ..holding(3, 5, &[9]) };
    assert_eq!(seqs(&store.changed_among(later.clone(), 100).await.unwrap().entries), [4, 9]);
    let elsewhere = Holding { feed: FeedId::parse("elsewhere"), ..later };
    assert_eq!(
        seqs(&store.changed_among(elsewhere, 100).await.unwrap().entries),
        [9],
        "an open entry of any feed"
    );
}

#[tokio::test]
async fn what_is_held_and_what_is_open_may_be_of_different_revisions() {
    let (_dir, store) = fresh();
    put(&store, (0..5).map(|n| said(own(&n.to_string()))).collect()).await;
    let before = store.revision().await.unwrap();
    store.star(vec![Seq(2), Seq(4)], true).await.unwrap();
    let rows_are_newer =
        Holding { since: store.revision().await.unwrap(), also_since: before, ..holding(1, 5, &[4]) };
    assert_eq!(seqs(&store.changed_among(rows_are_newer, 100).await.unwrap().entries), [4]);
}

#[tokio::test]
async fn more_than_fits_of_what_is_held_comes_in_pages() {
    let (_dir, store) = fresh();
    put(&store, (0..9).map(|n| said(own(&n.to_string()))).collect()).await;
    let first = store.changed_among(holding(2, 6, &[]), 3).await.unwrap();
    assert_eq!((seqs(&first.entries), first.more), (vec![2, 3, 4], true));
    let rest = Holding { since: first.revision, also_since: first.revision, ..holding(2, 6, &[]) };
    let second = store.changed_among(rest, 3).await.unwrap();
    assert_eq!((seqs(&second.entries), second.more), (vec![5, 6], false));
}

#[tokio::test]
async fn with_a_card_that_was_replaced_comes_what_stands_for_it() {
    let (_dir, store) = fresh();
    put_one(&store, on_card("a", "match")).await;
    put_one(&store, own("between")).await;
    for id in ["b", "c", "d"] {
        put_one(&store, on_card(id, "match")).await;
    }
    let told = store.changed_among(holding(1, 2, &[]), 100).await.unwrap();
    // The first of the card, the row beside it, and the front, which is not held.
    assert_eq!(seqs(&told.entries).iter().collect::<BTreeSet<_>>(), BTreeSet::from([&1, &2, &5]));
}

#[derive(Clone, Debug)]
enum Deed {
    Say(u8, Option<u8>),
    Read(u8, bool),
    ReadAll(u8),
    Star(u8, bool),
    Ring(u8),
    Pull(u32),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (any::<u8>(), proptest::option::of(0..3u8)).prop_map(|(id, card)| Deed::Say(id, card)),
        (0..30u8, any::<bool>()).prop_map(|(seq, read)| Deed::Read(seq, read)),
        (0..30u8).prop_map(Deed::ReadAll),
        (0..30u8, any::<bool>()).prop_map(|(seq, on)| Deed::Star(seq, on)),
        (0..30u8).prop_map(Deed::Ring),
        (1..6u32).prop_map(Deed::Pull),
    ]
}

/// What a window does: it keeps a copy, and brings it up to date.
#[derive(Default)]
struct Copy {
    rows: BTreeMap<i64, StoredEntry>,
    revision: Revision,
}

impl Copy {
    async fn pull(&mut self, store: &Store, limit: u32) -> bool {
        let Changed { entries, revision, more, reset, .. } =
            store.changed_since(self.revision, limit).await.unwrap();
        assert!(!reset);
        self.rows.extend(entries.into_iter().map(|entry| (entry.seq.0, entry)));
        self.revision = revision;
        more
    }
}

async fn act(store: &Store, copy: &mut Copy, deed: Deed) {
    match deed {
        Deed::Say(id, None) => drop(put_one(store, own(&id.to_string())).await),
        Deed::Say(id, Some(card)) => drop(put_one(store, on_card(&id.to_string(), &card.to_string())).await),
        Deed::Read(seq, read) => {
            drop(store.mark_read(ReadTarget::Entries(vec![Seq(seq.into())]), read).await.unwrap());
        }
        Deed::ReadAll(seq) => drop(store.mark_read(ReadTarget::All(Seq(seq.into())), true).await.unwrap()),
        Deed::Star(seq, on) => assert!(store.star(vec![Seq(seq.into())], on).await.is_ok()),
        Deed::Ring(seq) => assert!(store.set_rings(vec![(Seq(seq.into()), Ring::Rang)]).await.is_ok()),
        Deed::Pull(limit) => drop(copy.pull(store, limit).await),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_copy_that_pulls_is_the_truth(deeds in proptest::collection::vec(deed(), 1..40)) {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let (_dir, store) = fresh();
            let mut copy = Copy::default();
            for deed in deeds {
                act(&store, &mut copy, deed).await;
            }
            while copy.pull(&store, 2).await {}
            let mut truth = all(&store).await;
            truth.reverse();
            assert_eq!(copy.rows.into_values().collect::<Vec<_>>(), truth);
        });
    }
}
