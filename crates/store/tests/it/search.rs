use proptest::prelude::*;
use tidings_model::{Entry, EntryQuery};
use tidings_store::Store;

use crate::support::*;

async fn found(store: &Store, words: &str) -> Vec<i64> {
    let query = EntryQuery { search: Some(words.to_owned()), ..EntryQuery::default() };
    seqs(&store.entries(query).await.expect("no search is an error"))
}

async fn library() -> (tempfile::TempDir, Store) {
    let (dir, store) = fresh();
    let entry = |title: &str, body: &str, tag: &str| {
        said(Entry { title: title.into(), body: body.into(), tags: vec![tag.into()], ..own(title) })
    };
    put(
        &store,
        vec![
            entry("Goal for Zürich", "Müller scores, 1:0", "football"),
            entry("Red card", "can't happen OR can it? title:x", "football"),
            entry("Nothing", "日本 wins", "misc"),
        ],
    )
    .await;
    (dir, store)
}

#[tokio::test]
async fn all_words_in_any_order_the_last_one_begun() {
    let (_dir, store) = library().await;
    assert_eq!(found(&store, "scores goal").await, [1]);
    assert_eq!(found(&store, "ZURICH mul").await, [1]);
    assert_eq!(found(&store, "foot").await, [2, 1]);
    assert_eq!(found(&store, "goal card").await, Vec::<i64>::new());
    assert_eq!(found(&store, "日本").await, [3]);
    assert_eq!(found(&store, "  ").await, [3, 2, 1]);
    assert_eq!(found(&store, "!?").await, Vec::<i64>::new());
}

#[tokio::test]
async fn syntax_is_only_words() {
    let (_dir, store) = library().await;
    assert_eq!(found(&store, "can't").await, [2]);
    assert_eq!(found(&store, "title:x").await, [2]);
    assert_eq!(found(&store, "\"it? OR").await, [2]);
    assert_eq!(found(&store, "goal NOT card").await, Vec::<i64>::new());
}

#[tokio::test]
async fn a_search_keeps_to_the_other_conditions() {
    let (_dir, store) = library().await;
    let query = |query: EntryQuery| EntryQuery { search: Some("football".to_owned()), ..query };
    let newest = query(EntryQuery { limit: Some(1), ..EntryQuery::default() });
    assert_eq!(seqs(&store.entries(newest).await.unwrap()), [2]);
    let next =
        query(EntryQuery { before: Some(tidings_model::Seq(2)), unread: true, ..EntryQuery::default() });
    assert_eq!(seqs(&store.entries(next).await.unwrap()), [1]);
    let starred = query(EntryQuery { starred: true, ..EntryQuery::default() });
    assert_eq!(store.entries(starred).await.unwrap(), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn no_input_is_an_error(inputs in proptest::collection::vec("(?s)(.{0,40}|[\"'*^:(){}+\\-~A-Z \u{0}]{0,40})", 60)) {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let (_dir, store) = library().await;
            for input in inputs {
                found(&store, &input).await;
            }
        });
    }
}
