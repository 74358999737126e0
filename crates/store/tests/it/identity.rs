use tidings_model::{Entry, FeedId, Identity, Timestamp};
use tidings_store::{Append, Write};

use crate::support::*;

#[tokio::test]
async fn an_entry_comes_back_as_it_went_in() {
    let (_dir, store) = fresh();
    assert_eq!(put_one(&store, own("a")).await, new(1));
    let (stored, raw) = store.entry(tidings_model::Seq(1)).await.unwrap().unwrap();
    assert_eq!(stored.entry, own("a"));
    assert_eq!((stored.key.as_str(), stored.feed, stored.received_at), ("id:a", feed(), NOW));
    assert_eq!(
        (raw.kind.as_str(), raw.data.as_str(), raw.last_event_id.as_str()),
        ("message", "Title a", "9")
    );
}

#[tokio::test]
async fn a_known_entry_changes_nothing_but_the_cursor() {
    let (_dir, store) = fresh();
    put_one(&store, own("a")).await;
    let before = (all(&store).await, store.revision().await.unwrap());
    let again =
        Append { cursor: cursor("7"), ..at(NOW, vec![said(Entry { title: "other".into(), ..own("a") })]) };
    let appended = store.append(again).await.unwrap();
    assert_eq!(appended.outcomes, [known(1)]);
    assert_eq!((all(&store).await, store.revision().await.unwrap()), before);
    assert_eq!(store.cursor(&feed()).await.unwrap(), cursor("7"));
}

#[tokio::test]
async fn a_sticky_id_with_other_data_is_another_entry() {
    let (_dir, store) = fresh();
    let entry = |hash: &str| {
        let identity = Identity::Stream { id: "7".to_owned(), hash: hash.to_owned() };
        said(Entry { identity, ..own("x") })
    };
    let appended = put(&store, vec![entry("aa"), entry("bb"), entry("aa")]).await;
    assert_eq!(appended.outcomes, [new(1), new(2), known(1)]);
}

#[tokio::test]
async fn the_same_identifier_in_two_feeds_is_two_entries() {
    let (_dir, store) = fresh();
    put_one(&store, own("a")).await;
    let other = Append { feed: FeedId::from_name("news"), ..at(NOW, vec![said(own("a"))]) };
    assert_eq!(store.append(other).await.unwrap().outcomes, [new(2)]);
}

#[tokio::test]
async fn an_absurd_identifier_is_known_again() {
    let (_dir, store) = fresh();
    let long = "x".repeat(1 << 20);
    assert_eq!(put_one(&store, own(&long)).await, new(1));
    assert_eq!(put_one(&store, own(&long)).await, known(1));
    assert_eq!(put_one(&store, own(&format!("{long}y"))).await, new(2));
    assert!(all(&store).await.iter().all(|entry| entry.key.len() < 100));
}

fn replayed(hash: &str, before: Timestamp) -> Write {
    match said(content(hash)) {
        Write::Entry { entry, raw, ring, highlighted, rule, own_card, .. } => {
            Write::Entry { entry, raw, ring, highlighted, rule, own_card, replay_before: Some(before) }
        }
        other => other,
    }
}

#[tokio::test]
async fn content_without_an_identifier_is_news_each_time() {
    let (_dir, store) = fresh();
    let appended = put(&store, vec![said(content("aa")), said(content("aa")), said(content("bb"))]).await;
    assert_eq!(appended.outcomes, [new(1), new(2), new(3)]);
    assert_eq!(put_one(&store, content("aa")).await, new(4));
}

#[tokio::test]
async fn content_is_known_in_the_window_after_a_reconnect() {
    let (_dir, store) = fresh();
    put_one(&store, content("aa")).await;
    let reconnect = NOW.plus_millis(60_000);
    let later = reconnect.plus_millis(5_000);
    let writes = vec![replayed("aa", reconnect), replayed("bb", reconnect), replayed("bb", reconnect)];
    let appended = store.append(at(later, writes)).await.unwrap();
    // What came after the reconnect is no replay of itself.
    assert_eq!(appended.outcomes, [known(1), new(2), new(3)]);
}

#[tokio::test]
async fn content_of_yesterday_is_news() {
    let (_dir, store) = fresh();
    put_one(&store, content("aa")).await;
    let just_within = NOW.plus_millis(DAY);
    let appended = store.append(at(just_within, vec![replayed("aa", just_within)])).await.unwrap();
    assert_eq!(appended.outcomes, [known(1)]);
    let too_late = NOW.plus_millis(DAY + 1);
    let appended = store.append(at(too_late, vec![replayed("aa", too_late)])).await.unwrap();
    assert_eq!(appended.outcomes, [new(2)]);
}
