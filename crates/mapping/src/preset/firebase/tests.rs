use proptest::prelude::*;
use serde_json::{Value, json};
use tidings_model::{Gap, GapCode};

use super::Firebase;
use super::tree::Tree;
use crate::preset::testing::{Run, event, fetches, titles, url, withdrawn};
use crate::{Fetch, Format as _, Meaning};

const TOP: &str = "https://hacker-news.firebaseio.com/v0/topstories.json";
const HIGHEST: &str = "https://hacker-news.firebaseio.com/v0/maxitem.json";

impl Run {
    fn puts(&mut self, data: &Value) -> Meaning {
        self.changes("put", "/", data)
    }

    fn changes(&mut self, kind: &str, path: &str, data: &Value) -> Meaning {
        self.hears(kind, &json!({ "path": path, "data": data })).unwrap()
    }

    /// Answers all that is asked with stories that are called by their numbers.
    fn is_told(&mut self, asked: &[Fetch]) -> Vec<String> {
        let told = |fetch: &Fetch| {
            let item = json!({ "id": fetch.about.parse::<u64>().unwrap(), "title": fetch.about });
            titles(&self.answered(fetch, &item).unwrap())
        };
        asked.iter().flat_map(told).collect()
    }
}

fn about(meaning: &Meaning) -> Vec<String> {
    fetches(meaning).into_iter().map(|fetch| fetch.about).collect()
}

#[test]
fn a_story_that_climbs_from_far_down_the_list_is_news_once() {
    let mut run = Run::of(&Firebase, TOP);
    let mut list: Vec<u64> = (1_001..=1_100).collect();
    let first = run.puts(&json!(list));
    run.is_told(&fetches(&first));
    // Number 80 is in front now.
    let climber = list.remove(79);
    list.insert(0, climber);
    let second = run.puts(&json!(list));
    assert_eq!(about(&second), ["1080"]);
    assert_eq!(run.is_told(&fetches(&second)), ["1080"]);
    // One that falls out of sight and comes back is known, in another run too.
    list.rotate_left(1);
    assert_eq!(about(&run.puts(&json!(list))), [""; 0]);
    list.rotate_right(1);
    let last = run.puts(&json!(list));
    assert_eq!(about(&last), [""; 0]);
    let mut later = Run::after(&Firebase, TOP, last.checkpoint.as_deref());
    assert_eq!(about(&later.puts(&json!(list))), [""; 0]);
}

#[test]
fn a_place_that_outgrew_what_is_remembered_begins_anew_in_another_run() {
    const PLACE: &str = "https://app.example.firebaseio.com/rooms.json";
    let rooms =
        |to: u32| (0..to).map(|room| (format!("room{room}"), json!({ "title": room }))).collect::<Value>();
    let mut run = Run::of(&Firebase, PLACE);
    let small = run.puts(&rooms(400)).checkpoint;
    let large = run.puts(&rooms(600));
    assert_eq!(large.outcomes.len(), 100, "what is live is news");
    let stored = large.checkpoint.or(small);
    let again = Run::after(&Firebase, PLACE, stored.as_deref()).puts(&rooms(600));
    assert_eq!(titles(&again), [""; 0]);
}

#[test]
fn in_a_list_by_time_what_moves_up_is_no_news() {
    let mut run = Run::of(&Firebase, "https://hacker-news.firebaseio.com/v0/newstories.json");
    let mut list: Vec<u64> = (1_001..=1_100).rev().collect();
    run.puts(&json!(list));
    // One in front is deleted: those behind it move up.
    list.remove(3);
    assert_eq!(about(&run.puts(&json!(list))), [""; 0]);
}

#[test]
fn an_item_that_is_named_before_it_is_there_is_asked_for_again_and_not_for_ever() {
    let mut run = Run::of(&Firebase, TOP);
    run.puts(&json!([1]));
    let asked = fetches(&run.puts(&json!([2, 1])));
    assert!(asked[0].common);
    assert_eq!(titles(&run.answered(&asked[0], &Value::Null).unwrap()), [""; 0]);
    // Not from the answers that are kept.
    let again = fetches(&run.puts(&json!([2, 1])));
    assert_eq!((again[0].about.as_str(), again[0].common), ("2", false));
    assert_eq!(run.is_told(&again), ["2"]);
    assert_eq!(about(&run.puts(&json!([2, 1]))), [""; 0]);

    let mut times = 0;
    while let [fetch] = &fetches(&run.puts(&json!([3, 2, 1])))[..] {
        times += 1;
        assert!(run.answered(fetch, &Value::Null).unwrap().outcomes.is_empty());
    }
    assert_eq!(times, 5);
}

#[test]
fn of_all_items_one_that_is_not_there_yet_is_not_lost_to_a_later_one() {
    let mut run = Run::of(&Firebase, HIGHEST);
    run.puts(&json!(10));
    let asked = fetches(&run.puts(&json!(12)));
    assert_eq!(asked.iter().map(|fetch| fetch.about.as_str()).collect::<Vec<_>>(), ["11", "12"]);
    assert!(run.answered(&asked[0], &Value::Null).is_ok());
    run.is_told(&asked[1..]);
    assert_eq!(about(&run.puts(&json!(13))), ["11", "13"]);
}

const ROOMS: &str = "https://samplechat.firebaseio.com/rooms.json";

#[test]
fn a_place_of_one_size_is_followed_however_long_it_changes() {
    let mut run = Run::of(&Firebase, ROOMS);
    run.puts(&json!({ "a": { "name": "Lobby", "text": "" } }));
    // Some 20 MB of memory in all, and never more than one list of them at a time.
    for n in 0..60 {
        let meaning = run.changes("put", "/a/list", &json!(vec![n; 10_000]));
        assert_eq!((titles(&meaning), meaning.gap), (vec!["Lobby".to_owned()], None), "{n}");
    }
}

#[test]
fn a_place_that_grows_too_large_says_so_and_begins_anew() {
    let mut run = Run::of(&Firebase, ROOMS);
    run.puts(&json!({ "a": { "name": "Lobby" } }));
    let large = json!("x".repeat(1 << 20));
    let gaps: Vec<_> = (0..20).map(|n| run.changes("put", &format!("/b{n}"), &large).gap).collect();
    let at = gaps.iter().position(Option::is_some).unwrap();
    assert_eq!((at, gaps.iter().flatten().count()), (15, 1), "16 MiB and what is around them");
    // What was known is still compared with the next snapshot.
    let meaning = run.puts(&json!({ "a": { "name": "Hall" } }));
    assert_eq!(titles(&meaning), ["Hall"]);
    assert_eq!(withdrawn(&meaning).len(), 15);
}

#[test]
fn more_changes_at_one_time_than_are_told_are_a_gap() {
    let rooms = |version: u32| {
        Value::Object(
            (0..150).map(|n| (format!("r{n}"), json!({ "name": n.to_string(), "v": version }))).collect(),
        )
    };
    let mut run = Run::of(&Firebase, ROOMS);
    assert_eq!(run.puts(&rooms(1)).gap, None);
    let meaning = run.puts(&rooms(2));
    assert_eq!(titles(&meaning).len(), 100);
    assert_eq!(meaning.gap, Some(Gap::found(GapCode::Untold, "50")));
}

#[test]
fn a_patch_may_name_paths_and_a_put_may_go_deep() {
    let mut run = Run::of(&Firebase, ROOMS);
    run.puts(&json!({ "a": { "name": "Lobby" }, "b": { "name": "Attic" } }));
    let meaning = run.changes("patch", "/", &json!({ "a/topic": "Tea", "b/topic": { "now": "Mice" } }));
    assert_eq!(titles(&meaning), ["Lobby", "Attic"]);
    assert_eq!(titles(&run.changes("put", "/b/topic/now", &json!("Bats"))), ["Attic"]);
    assert_eq!(titles(&run.changes("put", "/b/topic/now", &json!("Bats"))), [""; 0]);
}

#[test]
fn what_is_taken_away_leaves_nothing_behind() {
    let mut run = Run::of(&Firebase, ROOMS);
    run.puts(&json!({ "a": { "name": "Lobby" }, "b": { "name": "Attic" } }));
    run.changes("put", "/a/topic/now", &json!("Tea"));
    run.changes("put", "/a/topic/now", &Value::Null);
    assert_eq!(withdrawn(&run.changes("patch", "/b", &json!({ "name": null }))), ["b"]);
    // The next connection begins with the same, as the server has it: no empty topic, no empty room.
    let again = run.puts(&json!({ "a": { "name": "Lobby" } }));
    assert!(again.outcomes.is_empty(), "{again:?}");
}

#[test]
fn one_value_becomes_several_and_one_again() {
    let mut run = Run::of(&Firebase, ROOMS);
    run.puts(&json!(5));
    assert_eq!(titles(&run.puts(&json!(6))), ["samplechat.firebaseio.com rooms: 6"]);
    let meaning = run.changes("put", "/a", &json!("x"));
    assert_eq!((titles(&meaning), withdrawn(&meaning)), (vec!["A: x".to_owned()], vec!["/"]));
    let meaning = run.puts(&json!(7));
    assert_eq!((titles(&meaning).len(), withdrawn(&meaning)), (1, vec!["a"]));
}

#[test]
fn a_small_change_of_a_large_child_is_not_looked_for() {
    let mut run = Run::of(&Firebase, ROOMS);
    run.puts(&json!({ "log": { "all": "x".repeat(600 << 10) }, "a": { "name": "Lobby" } }));
    let meaning = run.changes("put", "/log/last", &json!(1));
    assert_eq!((meaning.outcomes.len(), meaning.gap.is_some()), (0, true));
    assert_eq!(titles(&run.changes("put", "/a/name", &json!("Hall"))), ["Hall"]);
    // It is known again with the next snapshot, and its change is not told then.
    let again =
        run.puts(&json!({ "log": { "all": "x".repeat(600 << 10), "last": 1 }, "a": { "name": "Hall" } }));
    assert_eq!((again.outcomes.len(), again.gap), (0, None));
    assert_eq!(run.changes("put", "/log", &json!({ "all": "y" })).outcomes.len(), 1);
}

#[test]
fn the_end_of_the_permission_is_an_error_in_words() {
    for (kind, words) in [
        ("cancel", "the rules of the database do not allow this place"),
        ("auth_revoked", "the sign-in has expired; give the feed a new one"),
    ] {
        let error = Run::of(&Firebase, ROOMS).hears(kind, "null").unwrap_err();
        assert_eq!(error.to_string(), format!("the server reports: {words}"));
    }
    assert_eq!(Run::of(&Firebase, ROOMS).hears("keep-alive", "null").unwrap(), Meaning::alive());
}

#[test]
fn an_address_leads_to_the_json_of_the_place() {
    for (pasted, endpoint) in [
        ("https://samplechat.firebaseio.com/rooms", ROOMS),
        ("https://samplechat.firebaseio.com/", "https://samplechat.firebaseio.com/.json"),
        (ROOMS, ROOMS),
    ] {
        assert_eq!(Firebase.endpoint(&url(pasted)).as_str(), endpoint);
    }
    assert_eq!(Firebase.suggested_name(&url(TOP)), "Hacker News: front page");
}

fn said() -> impl Strategy<Value = (String, String, Value)> {
    let leaf = prop_oneof![Just(Value::Null), Just(json!(1)), "[a-z]{0,9}".prop_map(Value::from)];
    let value = leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[a-c0-2]", inner, 0..4).prop_map(|fields| json!(fields)),
        ]
    });
    ("put|patch", "(/[a-c0-2]){0,3}", value)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// What a tree is said to take is what it takes, whatever changed it: else it could grow past its bound, or fall silent below it.
    #[test]
    fn a_tree_knows_its_size(said in proptest::collection::vec(said(), 0..20)) {
        let mut tree = Tree::of_at_most(usize::MAX);
        for (kind, path, data) in [("put".to_owned(), "/".to_owned(), json!({ "a": 1 }))].iter().chain(&said) {
            let path = if path.is_empty() { "/" } else { path };
            let taken = tree.take(&event(kind, &json!({ "path": path, "data": data })));
            prop_assert!(taken.is_ok());
            prop_assert!(tree.is_weighed());
        }
    }
}
