use tidings_model::{EntryQuery, FeedId, ReadTarget, Retention, Seq};
use tidings_store::Append;

use crate::support::*;

const EVER: Retention = Retention { days: 0, entries_per_feed: 0 };

#[tokio::test]
async fn the_timeline_of_a_removed_feed_goes_and_comes_back_and_readers_are_told() {
    let (_dir, store) = fresh();
    let [a, b] = ["a", "b"].map(|id| FeedId::parse(id).unwrap());
    for (feed, ids) in [(&a, &["1", "2"][..]), (&b, &["3"])] {
        let writes = ids.iter().map(|id| said(own(id))).collect();
        store.append(Append { feed: feed.clone(), ..at(NOW, writes) }).await.unwrap();
    }
    let timeline = || EntryQuery { current: true, ..EntryQuery::default() };
    let before = store.revision().await.unwrap();
    store.note_configured(vec![b.clone()], NOW).await.unwrap();
    assert_eq!(seqs(&store.entries(timeline()).await.unwrap()), [3]);
    assert_eq!(seqs(&store.entries(EntryQuery::default()).await.unwrap()).len(), 3, "history keeps them");
    let changed = store.changed_since(before, 100).await.unwrap();
    assert!(changed.reset);
    store.note_configured(vec![a.clone(), b.clone()], NOW).await.unwrap();
    assert_eq!(seqs(&store.entries(timeline()).await.unwrap()).len(), 3);
    let again = store.changed_since(changed.revision, 100).await.unwrap();
    assert!(again.reset);
    store.note_configured(vec![a, b], NOW).await.unwrap();
    assert!(!store.changed_since(again.revision, 100).await.unwrap().reset, "nothing changed");
}

#[tokio::test]
async fn old_entries_go_and_starred_ones_stay() {
    let (_dir, store) = fresh();
    put(&store, vec![said(own("old")), said(own("kept"))]).await;
    store.star(vec![Seq(2)], true).await.unwrap();
    let later = NOW.plus_millis(10 * DAY);
    store.append(at(later, vec![said(own("young"))])).await.unwrap();
    let ten_days = Retention { days: 10, entries_per_feed: 0 };
    assert_eq!(store.prune(ten_days, vec![feed()], later).await.unwrap(), 0);
    assert_eq!(store.prune(ten_days, vec![feed()], later.plus_millis(1)).await.unwrap(), 1);
    assert_eq!(seqs(&all(&store).await), [3, 2]);
    let gone = EntryQuery { search: search("old"), ..EntryQuery::default() };
    assert_eq!(store.entries(gone).await.unwrap(), []);
    assert_eq!(store.unread().await.unwrap(), [(feed(), 2)]);
    assert_eq!(seqs(&store.pending_rings(Seq(0), 100).await.unwrap()), [2, 3]);
}

#[tokio::test]
async fn a_feed_keeps_the_newest() {
    let (_dir, store) = fresh();
    put(&store, (0..1300).map(|n| said(own(&n.to_string()))).collect()).await;
    let most = Retention { days: 0, entries_per_feed: 100 };
    assert_eq!(store.prune(most, vec![feed()], NOW).await.unwrap(), 1200);
    assert_eq!(seqs(&all(&store).await), (1201..=1300).rev().collect::<Vec<_>>());
    assert_eq!(store.prune(most, vec![feed()], NOW).await.unwrap(), 0);
    assert_eq!(store.prune(EVER, vec![feed()], NOW).await.unwrap(), 0);
}

#[tokio::test]
async fn what_was_pruned_is_still_known_for_a_while() {
    let (_dir, store) = fresh();
    put(&store, vec![said(on_card("a", "m")), said(own("b"))]).await;
    let one = Retention { days: 0, entries_per_feed: 1 };
    store.prune(one, vec![feed()], NOW).await.unwrap();
    assert_eq!(put_one(&store, on_card("a", "m")).await, known(1));
    assert_eq!(store.mark_read(ReadTarget::All(Seq(1)), false).await.unwrap().seqs, []);
    assert_eq!(put_one(&store, on_card("c", "m")).await, new(3));
    store.prune(one, vec![feed()], NOW.plus_millis(91 * DAY)).await.unwrap();
    assert_eq!(
        put_one(&store, on_card("a", "m")).await,
        tidings_store::Outcome::New { seq: Seq(4), replaced: vec![Seq(3)], owed: None }
    );
}

#[tokio::test]
async fn a_removed_feed_keeps_its_entries_for_thirty_days() {
    let (_dir, store) = fresh();
    let append = Append { cursor: cursor("7"), ..at(NOW, vec![said(own("a")), said(own("b"))]) };
    store.append(append).await.unwrap();
    store.star(vec![Seq(1)], true).await.unwrap();
    let other = vec![FeedId::from_name("other")];
    let day = |n: i64| NOW.plus_millis(n * DAY);
    assert_eq!(store.prune(EVER, other.clone(), day(0)).await.unwrap(), 0);
    assert_eq!(store.prune(EVER, other.clone(), day(29)).await.unwrap(), 0);
    // It came back for a day: the thirty days begin anew.
    store.prune(EVER, vec![feed()], day(29)).await.unwrap();
    assert_eq!(store.prune(EVER, other.clone(), day(31)).await.unwrap(), 0);
    assert_eq!(store.cursor(&feed()).await.unwrap(), cursor("7"));
    assert_eq!(store.prune(EVER, other, day(61)).await.unwrap(), 1);
    assert_eq!(seqs(&all(&store).await), [1]);
    assert_eq!(store.cursor(&feed()).await.unwrap(), None);
}
