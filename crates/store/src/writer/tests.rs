use tempfile::TempDir;
use tidings_model::{Entry, EntryQuery, FeedId, Identity, RawEvent, Ring, Timestamp};

use crate::{Append, Cursor, Error, Store, Write};

fn fresh() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Timestamp(0)).unwrap().store;
    (dir, store)
}

fn append(id: &str, body: &str) -> Append {
    let plain = Entry::new(Identity::Own(id.to_owned()), id.to_owned());
    let entry = Entry { body: body.to_owned(), ..plain };
    let writes = vec![Write::Entry {
        entry,
        raw: RawEvent::default(),
        ring: Ring::Pending,
        highlighted: false,
        rule: None,
        own_card: None,
        replay_before: None,
    }];
    let cursor = Some(Cursor { last_event_id: id.to_owned(), checkpoint: None, stream: String::new() });
    Append { feed: FeedId::from_name("match"), received_at: Timestamp(1), writes, cursor }
}

async fn titles(store: &Store) -> Vec<String> {
    let entries = store.entries(EntryQuery::default()).await.unwrap();
    entries.into_iter().rev().map(|entry| entry.entry.title).collect()
}

#[tokio::test]
async fn a_job_that_fails_leaves_nothing_and_takes_no_other_with_it() {
    let (_dir, store) = fresh();
    let fails = store.write(1, |conn| {
        crate::append::append(conn, &append("half", ""), None)?;
        conn.execute("INSERT INTO nowhere VALUES (1)", []).map_err(Error::from)
    });
    // All three wait in the queue together.
    let (first, middle, last) =
        tokio::join!(store.append(append("a", "")), fails, store.append(append("b", "")));
    assert!(first.is_ok() && last.is_ok());
    assert!(matches!(middle, Err(Error::Sqlite(_))));
    assert_eq!(titles(&store).await, ["a", "b"]);
    let cursor = store.cursor(&FeedId::from_name("match")).await.unwrap().unwrap();
    assert_eq!(cursor.last_event_id, "b");
    assert_eq!(store.revision().await.unwrap().0, 2);
}

#[tokio::test]
async fn a_full_disk_moves_nothing_and_room_is_all_it_takes() {
    let (_dir, store) = fresh();
    store.append(append("a", "")).await.unwrap();
    let bound = |pages: i64| {
        let store = store.clone();
        async move {
            store.write(1, move |conn| Ok(conn.pragma_update(None, "max_page_count", pages)?)).await.unwrap();
        }
    };
    bound(1).await;
    let big = "x".repeat(1 << 20);
    let (full, too) = tokio::join!(store.append(append("b", &big)), store.append(append("c", &big)));
    assert!(matches!((&full, &too), (Err(Error::Full), Err(Error::Full))), "{full:?} {too:?}");
    assert_eq!(titles(&store).await, ["a"]);
    assert_eq!(store.cursor(&FeedId::from_name("match")).await.unwrap().unwrap().last_event_id, "a");
    bound(1 << 30).await;
    store.append(append("b", &big)).await.unwrap();
    assert_eq!(titles(&store).await, ["a", "b"]);
    let verdict = store
        .write(1, |conn| Ok(conn.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0))?));
    assert_eq!(verdict.await.unwrap(), "ok");
}

#[tokio::test]
async fn a_small_job_goes_through_beside_one_that_finds_no_room() {
    let (_dir, store) = fresh();
    store.append(append("a", "")).await.unwrap();
    store.write(1, |conn| Ok(conn.pragma_update(None, "max_page_count", 1)?)).await.unwrap();
    let big = "x".repeat(1 << 20);
    let (full, small) = tokio::join!(store.append(append("b", &big)), store.append(append("c", "")));
    assert!(matches!(full, Err(Error::Full)));
    assert!(small.is_ok(), "{small:?}");
    assert_eq!(titles(&store).await, ["a", "c"]);
}

#[tokio::test]
async fn a_database_that_refuses_writes_says_so() {
    let (_dir, store) = fresh();
    store.write(1, |conn| Ok(conn.execute_batch("PRAGMA query_only = ON")?)).await.unwrap();
    assert!(matches!(store.append(append("a", "")).await, Err(Error::ReadOnly)));
}

#[test]
fn dropping_the_last_handle_finishes_what_is_queued() {
    let (dir, store) = fresh();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let job = runtime.block_on(async {
        let store = store.clone();
        let mut job = tokio::task::JoinSet::new();
        job.spawn(async move { store.append(append("a", "")).await });
        tokio::task::yield_now().await;
        job
    });
    drop((job, runtime, store));
    assert!(!dir.path().join("tidings.db-wal").exists(), "the writer has closed the database");
    let store = Store::open(dir.path(), Timestamp(0)).unwrap().store;
    let runtime = tokio::runtime::Runtime::new().unwrap();
    assert_eq!(runtime.block_on(titles(&store)), ["a"]);
}
