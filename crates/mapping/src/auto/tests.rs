use serde_json::json;

use super::Auto;
use crate::preset::testing::{Run, titles};

#[test]
fn the_list_that_holds_something_is_the_one_that_is_read() {
    let lists = json!({ "items": [], "data": "7", "events": [{ "title": "Tea" }, { "title": "Milk" }] });
    assert_eq!(titles(&Run::of(&Auto, "https://a.example/live").reads(&lists)), ["Tea", "Milk"]);
}
