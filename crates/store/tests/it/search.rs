use proptest::prelude::*;
use tidings_model::{Entry, EntryQuery, ReadTarget, Seq};
use tidings_store::{Store, parse_search};

use crate::support::*;

async fn found(store: &Store, words: &str) -> Vec<i64> {
    let query = EntryQuery { search: search(words), ..EntryQuery::default() };
    seqs(&store.entries(query).await.expect("no search that can be read is an error"))
}

async fn tried(store: &Store, words: &str) {
    let Ok(search) = parse_search(words, &[], NOW, &jiff::tz::TimeZone::UTC) else { return };
    let query = EntryQuery { search, ..EntryQuery::default() };
    store.entries(query).await.expect("no search that can be read is an error");
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
    assert_eq!(found(&store, "\"can it? ti").await, [2], "a phrase that is still being typed");
    assert_eq!(found(&store, "\"it? OR").await, Vec::<i64>::new());
    assert_eq!(found(&store, "goal NOT card").await, Vec::<i64>::new());
}

#[tokio::test]
async fn a_search_keeps_to_the_other_conditions() {
    let (_dir, store) = library().await;
    let query = |query: EntryQuery| EntryQuery { search: search("football"), ..query };
    let newest = query(EntryQuery { limit: Some(1), ..EntryQuery::default() });
    assert_eq!(seqs(&store.entries(newest).await.unwrap()), [2]);
    let next = query(EntryQuery { before: Some(Seq(2)), unread: true, ..EntryQuery::default() });
    assert_eq!(seqs(&store.entries(next).await.unwrap()), [1]);
    let starred = query(EntryQuery { starred: true, ..EntryQuery::default() });
    assert_eq!(store.entries(starred).await.unwrap(), []);
}

#[tokio::test]
async fn what_a_search_finds_is_marked_however_much_it_is_and_unmarked() {
    let (_dir, store) = fresh();
    let named = |n: u32| if n.is_multiple_of(2) { format!("Corner {n}") } else { format!("Card {n}") };
    let told = |n: u32| said(Entry { title: named(n), ..own(&n.to_string()) });
    put(&store, (1..=1_400).map(told).collect()).await;
    store.mark_read(ReadTarget::Entries(vec![Seq(2)]), true).await.unwrap();
    let marked = store.mark_read(ReadTarget::Found(search("corner"), Seq(1_200)), true).await.unwrap();
    let expected: Vec<Seq> = (4..=1_200).step_by(2).map(Seq).collect();
    assert_eq!(marked.seqs, expected, "all but the one that was read, and none that came later");
    let unread = async |typed: &str| {
        let query = EntryQuery { search: search(typed), unread: true, ..EntryQuery::default() };
        store.entries(query).await.unwrap().len()
    };
    assert_eq!((unread("corner").await, unread("card").await), (100, 700));
    let undone = store.mark_read(ReadTarget::Found(search("corner"), Seq(10)), false).await.unwrap();
    assert_eq!(undone.seqs, [2, 4, 6, 8, 10].map(Seq));
}

#[tokio::test]
async fn filters_narrow_it_down() {
    let (_dir, store) = library().await;
    store.star(vec![Seq(2), Seq(3)], true).await.unwrap();
    store.mark_read(ReadTarget::Entries(vec![Seq(1)]), true).await.unwrap();
    for (typed, expected) in [
        ("tag:FOOTBALL", vec![2, 1]),
        ("tag:foot", vec![]),
        ("-tag:football", vec![3]),
        ("is:starred", vec![3, 2]),
        ("is:starred card", vec![2]),
        ("is:starred -card", vec![3]),
        ("football -card", vec![1]),
        ("-card", vec![3, 1]),
        ("-\"red card\" -tag:misc", vec![1]),
        ("is:read", vec![1]),
        ("-is:read", vec![3, 2]),
        ("is:urgent -is:rang has:link -has:picture has:body has:tag -has:action", vec![3, 2, 1]),
        ("after:2027-01-15 before:2027-01-16 is:unread", vec![3, 2]),
        ("after:2027-01-16", vec![]),
        ("feed:match", vec![]),
        ("-feed:match wins", vec![3]),
        ("is:highlighted", vec![]),
    ] {
        assert_eq!(found(&store, typed).await, expected, "{typed}");
    }
    assert_eq!(store.tags(50).await.unwrap(), ["football", "misc"]);
    let query = EntryQuery { search: search("football"), ..EntryQuery::default() };
    assert_eq!(store.count(query.clone(), Seq(0), 100).await.unwrap(), 2);
    assert_eq!(store.count(query, Seq(0), 1).await.unwrap(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn no_input_is_an_error(inputs in proptest::collection::vec("(?s)(.{0,40}|([\"'*^:(){}+\\-~A-Z \u{0}]|tag:|is:|-){0,40})", 60)) {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let (_dir, store) = library().await;
            for input in inputs {
                tried(&store, &input).await;
            }
        });
    }
}
