//! One event that carries both an already known item and a new one: the new one is stored, the known one is not again.

use tidings_tests::{Config, FeedTable, ReplayHub, Tidings};

#[tokio::test]
async fn only_the_new_item_of_a_list_is_added() {
    let hub = ReplayHub::start();
    let tidings = Tidings::with(&Config::of([FeedTable::new("list", &hub.url("/"))]));
    let _run = tidings.start(&["run", "--no-notify"]);
    hub.publish(r#"[{"id":"a","title":"Item a"}]"#);
    assert_eq!(tidings.titles(1).await, ["Item a"]);
    hub.publish(r#"[{"id":"a","title":"Item a"},{"id":"b","title":"Item b"}]"#);
    hub.publish(r#"[{"id":"b","title":"Item b"},{"id":"c","title":"Item c"},{"id":"a","title":"Item a"}]"#);
    hub.publish(r#"{"id":"end","title":"The end"}"#);
    assert_eq!(tidings.titles(4).await, ["Item a", "Item b", "Item c", "The end"]);
}
