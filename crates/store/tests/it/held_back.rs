//! Entries with a spoiler delay: nowhere to be seen until their time has come.

use tidings_model::{Entry, FeedId, Moment, Ring, Seq, Silence, Standing, StoredEntry, Timestamp};
use tidings_store::{Release, Store, Write};

use crate::support::*;

const SHOWN_AT: Timestamp = Timestamp(NOW.0 + 60_000);

async fn hide(store: &Store, writes: Vec<Write>) {
    store.append_held_back(at(NOW, writes), SHOWN_AT).await.expect("the append works");
}

async fn release(store: &Store, release: Release) -> Vec<StoredEntry> {
    store.release(release, 10).await.expect("the release works").entries
}

fn minor(id: &str, card: &str) -> Entry {
    Entry { moment: Moment::Minor, ..on_card(id, card) }
}

#[tokio::test]
async fn each_comes_into_sight_when_its_time_has_come_and_not_before() {
    let (_dir, store) = fresh();
    hide(&store, vec![said(own("a")), said(own("b"))]).await;
    put_one(&store, own("c")).await;
    assert_eq!(seqs(&all(&store).await), [3]);
    assert_eq!(store.unread().await.unwrap(), [(feed(), 1)]);
    assert_eq!(seqs(&store.pending_rings(Seq(0), 10).await.unwrap()), [3]);
    assert_eq!(release(&store, Release::Due(SHOWN_AT.plus_millis(-1))).await, []);
    assert_eq!(store.next_release().await.unwrap(), Some(SHOWN_AT));
    let shown = release(&store, Release::Due(SHOWN_AT)).await;
    assert_eq!(seqs(&shown), [1, 2]);
    assert!(shown.iter().all(|stored| stored.standing == Standing::Current));
    assert_eq!(seqs(&all(&store).await), [3, 2, 1]);
    assert_eq!(store.next_release().await.unwrap(), None);
}

#[tokio::test]
async fn all_of_a_feed_can_be_shown_before_their_time() {
    let (_dir, store) = fresh();
    hide(&store, vec![said(own("a"))]).await;
    assert_eq!(store.held_back().await.unwrap(), [(feed(), 1)]);
    assert_eq!(release(&store, Release::Feed(FeedId::from_name("other"))).await, []);
    assert_eq!(seqs(&release(&store, Release::Feed(feed())).await), [1]);
    assert_eq!(store.held_back().await.unwrap(), []);
}

#[tokio::test]
async fn a_small_change_shown_over_news_that_was_not_told_is_that_news() {
    let (_dir, store) = fresh();
    hide(&store, vec![said(on_card("goal", "m")), said(minor("minute", "m"))]).await;
    let shown = release(&store, Release::Due(SHOWN_AT)).await;
    assert_eq!((shown[1].entry.moment, shown[1].status.ring), (Moment::News, Ring::Pending));
    let stored = all(&store).await.remove(0);
    assert_eq!((stored.seq, stored.entry.moment), (Seq(2), Moment::News));
}

#[tokio::test]
async fn what_was_read_elsewhere_meanwhile_does_not_ring() {
    let (_dir, store) = fresh();
    hide(&store, vec![said(on_card("a", "m"))]).await;
    put(&store, vec![Write::Read { replaces: "m".into() }]).await;
    let shown = release(&store, Release::Due(SHOWN_AT)).await.remove(0);
    assert_eq!((shown.status.read, shown.status.ring), (true, Ring::Silent(Silence::AlreadyRead)));
}
