//! The engine as the window has it, in this process: of a flood it reads no more than it shows.

use serde_json::json;
use tidings_engine::{EngineHandle, Options, World};
use tidings_tests::{Config, FeedTable, Script, ScriptedServer, Tidings, until};
use tidings_wire::{EntryQuery, HistoryEntry};

/// The engine of this home, without a bell and without a window.
pub(crate) async fn start(tidings: &Tidings) -> EngineHandle {
    let options = Options {
        config_path: tidings.config_path(),
        data_dir: tidings.data_dir(),
        holder: "test",
        notifier: None,
        window: false,
        world: World::system(),
    };
    tidings_engine::start(options).await.unwrap()
}

fn message(n: usize, sequence: Option<&str>) -> String {
    let told = json!({ "id": format!("m{n}"), "time": 1_700_000_100 + n, "event": "message", "topic": "t",
        "sequence_id": sequence, "title": format!("Message {n}"), "message": "text" });
    format!("data: {told}\n\n")
}

/// The engine on an ntfy feed that says this, once the last of it is stored.
async fn after(said: String, last: &str) -> (Tidings, ScriptedServer, EngineHandle, HistoryEntry) {
    let server = ScriptedServer::start(vec![Script::stream().say(said).hold()]);
    let feed = FeedTable::new("alerts", &server.url("/t/sse")).format("ntfy");
    let tidings = Tidings::with(&Config::of([feed]));
    let engine = start(&tidings).await;
    let newest = until("the last message is stored", async || {
        let page = engine.entries(EntryQuery { limit: 1, ..EntryQuery::default() }).await.unwrap();
        page.entries.into_iter().find(|found| found.entry.title == last)
    })
    .await;
    (tidings, server, engine, newest)
}

#[tokio::test]
async fn a_flood_is_told_in_pages_where_each_change_is_wanted_and_else_in_one_word() {
    let said = (0..700).map(|n| message(n, None)).collect();
    let (_tidings, _server, engine, _) = after(said, "Message 699").await;
    let page = engine.changed_entries(0, true).await.unwrap();
    assert!(page.more && !page.passed, "{} rows", page.entries.len());
    let rest = engine.changed_entries(page.revision, false).await.unwrap();
    assert!(!rest.more && !rest.passed && !rest.entries.is_empty());
    let word = engine.changed_entries(0, false).await.unwrap();
    assert!(word.passed && !word.more && !word.reset && word.entries.is_empty());
}

#[tokio::test]
async fn an_earlier_moment_names_what_stands_for_its_card() {
    let said = (0..3).map(|n| message(n, Some("job"))).collect();
    let (_tidings, _server, engine, front) = after(said, "Message 2").await;
    let shown = engine.entry(front.seq).await.unwrap();
    assert_eq!((shown.front, shown.earlier.len()), (None, 2));
    for earlier in shown.earlier {
        assert_eq!(engine.entry(earlier.seq).await.unwrap().front, Some(front.seq));
    }
}
