use std::ops::ControlFlow;

use tidings_model::{EntryQuery, FeedId, ReadTarget, Ring, Seq, Silence};
use tidings_store::{Append, Error, Store};

use crate::support::*;

async fn ten() -> (tempfile::TempDir, Store) {
    let (dir, store) = fresh();
    for n in 0..10 {
        let name = if n % 2 == 0 { feed() } else { FeedId::from_name("news") };
        let append = Append { feed: name, ..at(NOW.plus_millis(n), vec![said(own(&n.to_string()))]) };
        store.append(append).await.unwrap();
    }
    (dir, store)
}

async fn ask(store: &Store, query: EntryQuery) -> Vec<i64> {
    seqs(&store.entries(query).await.unwrap())
}

#[tokio::test]
async fn pages_follow_each_other_newest_first() {
    let (_dir, store) = ten().await;
    let page = |before| EntryQuery { before, limit: Some(4), ..EntryQuery::default() };
    assert_eq!(ask(&store, page(None)).await, [10, 9, 8, 7]);
    assert_eq!(ask(&store, page(Some(Seq(7)))).await, [6, 5, 4, 3]);
    assert_eq!(ask(&store, page(Some(Seq(1)))).await, Vec::<i64>::new());
}

#[tokio::test]
async fn each_condition_narrows() {
    let (_dir, store) = ten().await;
    put_one(&store, on_card("c1", "m")).await;
    put_one(&store, on_card("c2", "m")).await;
    store.star(vec![Seq(3)], true).await.unwrap();
    store.mark_read(ReadTarget::All(Seq(8)), true).await.unwrap();
    let any = EntryQuery::default;
    assert_eq!(
        ask(&store, EntryQuery { feed: Some(FeedId::from_name("news")), ..any() }).await,
        [10, 8, 6, 4, 2]
    );
    assert_eq!(
        ask(&store, EntryQuery { feed: Some(FeedId::from_name("none")), ..any() }).await,
        Vec::<i64>::new()
    );
    assert_eq!(ask(&store, EntryQuery { starred: true, ..any() }).await, [3]);
    assert_eq!(ask(&store, EntryQuery { unread: true, ..any() }).await, [12, 11, 10, 9]);
    assert_eq!(ask(&store, EntryQuery { unread: true, current: true, ..any() }).await, [12, 10, 9]);
    assert_eq!(ask(&store, EntryQuery { since: Some(NOW.plus_millis(8)), ..any() }).await, [10, 9]);
}

#[tokio::test]
async fn a_marking_tells_what_it_changed_and_can_be_undone() {
    let (_dir, store) = ten().await;
    store.mark_read(ReadTarget::Entries(vec![Seq(1)]), true).await.unwrap();
    let marked = store.mark_read(ReadTarget::Feed(feed(), Seq(5)), true).await.unwrap();
    assert_eq!(marked.seqs, [Seq(3), Seq(5)]);
    assert_eq!(marked.revision, store.revision().await.unwrap());
    assert_eq!(store.unread().await.unwrap(), [(feed(), 2), (FeedId::from_name("news"), 5)]);
    let undone = store.mark_read(ReadTarget::Entries(marked.seqs.clone()), false).await.unwrap();
    assert_eq!(undone.seqs, marked.seqs);
    assert_eq!(store.unread().await.unwrap(), [(feed(), 4), (FeedId::from_name("news"), 5)]);
    let nothing = store.mark_read(ReadTarget::Entries(vec![Seq(3), Seq(99)]), false).await.unwrap();
    assert_eq!(nothing.seqs, []);
}

#[tokio::test]
async fn what_is_read_before_its_turn_does_not_ring() {
    let (_dir, store) = ten().await;
    store.mark_read(ReadTarget::All(Seq(9)), true).await.unwrap();
    assert_eq!(seqs(&store.pending_rings(Seq(0), 100).await.unwrap()), [10]);
    assert_eq!(all(&store).await[9].status.ring, Ring::Silent(Silence::AlreadyRead));
    store.set_rings(vec![(Seq(10), Ring::Gathered)]).await.unwrap();
    assert_eq!(store.pending_rings(Seq(0), 100).await.unwrap(), []);
}

#[tokio::test]
async fn the_last_entry_of_each_feed_has_a_time() {
    let (_dir, store) = ten().await;
    let times = [(feed(), NOW.plus_millis(8)), (FeedId::from_name("news"), NOW.plus_millis(9))];
    assert_eq!(store.last_entry_times().await.unwrap(), times);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_all_is_oldest_first_and_ends() {
    let (_dir, store) = fresh();
    put(&store, (0..1200).map(|n| said(own(&n.to_string()))).collect()).await;
    let read = |limit| {
        let mut found = Vec::new();
        let query = EntryQuery { limit, ..EntryQuery::default() };
        store
            .for_each(&query, |entry| {
                found.push(entry.seq.0);
                ControlFlow::Continue(())
            })
            .unwrap();
        found
    };
    assert_eq!(read(None), (1..=1200).collect::<Vec<_>>());
    assert_eq!(read(Some(700)), (501..=1200).collect::<Vec<_>>());
    assert_eq!(read(Some(5000)).len(), 1200);
    assert_eq!(read(Some(0)), Vec::<i64>::new());
    let mut seen = 0;
    store
        .for_each(&EntryQuery::default(), |_| {
            seen += 1;
            if seen == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
    assert_eq!(seen, 3);
}

#[tokio::test]
async fn a_reader_beside_the_app_sees_what_is_committed() {
    let dir = tempfile::tempdir().unwrap();
    let early = Store::open_read_only(&dir.path().join("nothing-yet")).unwrap();
    assert_eq!(all(&early).await, []);
    assert_eq!(early.revision().await.unwrap().0, 0);
    let store = open(dir.path());
    let beside = Store::open_read_only(dir.path()).unwrap();
    put_one(&store, own("a")).await;
    assert_eq!(all(&beside).await.len(), 1);
    assert!(matches!(beside.star(vec![Seq(1)], true).await, Err(Error::ReadOnly)));
    store.close().await;
    assert_eq!(all(&Store::open_read_only(dir.path()).unwrap()).await.len(), 1);
}

#[tokio::test]
async fn closing_does_what_is_queued_and_refuses_the_rest() {
    let (dir, store) = fresh();
    let queued: Vec<_> = (0..100)
        .map(|n| {
            let store = store.clone();
            tokio::task::JoinSet::from_iter([async move {
                store.append(at(NOW, vec![said(own(&n.to_string()))])).await
            }])
        })
        .collect();
    tokio::task::yield_now().await;
    let other = store.clone();
    store.close().await;
    let mut stored = 0;
    for mut set in queued {
        match set.join_next().await.unwrap().unwrap() {
            Ok(_) => stored += 1,
            Err(error) => assert!(matches!(error, Error::Closed)),
        }
    }
    assert!(matches!(other.append(at(NOW, vec![said(own("late"))])).await, Err(Error::Closed)));
    drop(other);
    assert!(!dir.path().join("tidings.db-wal").exists());
    assert_eq!(all(&open(dir.path())).await.len(), stored);
}

#[tokio::test]
async fn a_command_is_claimed_once_and_by_its_own_feed() {
    let (_dir, store) = ten().await;
    let claim = async |feed: &str, seqs: &[i64]| {
        let seqs = seqs.iter().copied().map(Seq).collect();
        store.claim_commands(&FeedId::from_name(feed), seqs).await.unwrap()
    };
    assert_eq!(claim("news", &[1, 2, 3, 4]).await, [Seq(2), Seq(4)]);
    assert_eq!(claim("news", &[4, 6]).await, [Seq(6)]);
    assert_eq!(claim("news", &[2, 4, 6, 99]).await, []);
}
