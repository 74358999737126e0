use serde_json::{Value, json};

use super::Firebase;
use crate::preset::testing::{Run, fetches, titles};
use crate::{Fetch, Meaning};

const TOP: &str = "https://hacker-news.firebaseio.com/v0/topstories.json";
const HIGHEST: &str = "https://hacker-news.firebaseio.com/v0/maxitem.json";

impl Run {
    fn puts(&mut self, data: &Value) -> Meaning {
        self.hears("put", &json!({ "path": "/", "data": data })).unwrap()
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
