//! The engine as the window has it, in this process: of a flood it is told no more than it shows.

use serde_json::json;
use tidings_engine::{EngineHandle, Options, World};
use tidings_tests::{Config, FeedTable, Script, ScriptedServer, Tidings, until};
use tidings_wire::{ChangeQuery, EntryDelta, EntryQuery, HistoryEntry};

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

/// A window that shows the rows from one place to another, and has seen as far.
fn showing(since: u64, oldest: i64, newest: i64) -> ChangeQuery {
    ChangeQuery { since, also_since: since, oldest, newest, seen: newest, ..ChangeQuery::default() }
}

fn seqs(delta: &EntryDelta) -> Vec<i64> {
    delta.entries.iter().map(|row| row.seq).collect()
}

#[tokio::test]
async fn of_a_flood_a_window_is_told_what_it_shows_and_how_much_is_new() {
    let said = (0..700).map(|n| message(n, None)).collect();
    let (_tidings, _server, engine, newest) = after(said, "Message 699").await;
    let flood = engine.changed_entries(showing(0, 3, 5)).await.unwrap();
    assert_eq!((seqs(&flood), flood.waiting, flood.latest), (vec![3, 4, 5], Some(501), newest.seq));
    assert!(!flood.more && !flood.reset);
    // Few changes are told whole, wherever they are.
    engine.star(vec![4, 600], true).await.unwrap();
    let few = engine.changed_entries(showing(flood.revision, 3, 5)).await.unwrap();
    assert_eq!((seqs(&few), few.waiting), (vec![4, 600], None));
    // Whoever reads further down has new rows counted alone, those of the view.
    let down = ChangeQuery { count: true, ..showing(flood.revision, 3, newest.seq - 7) };
    let told = engine.changed_entries(down.clone()).await.unwrap();
    assert_eq!((seqs(&told), told.waiting), (vec![4, 600], Some(7)));
    let view = EntryQuery { search: Some("\"Message 699\"".to_owned()), ..EntryQuery::default() };
    let told = engine.changed_entries(ChangeQuery { view, ..down }).await.unwrap();
    assert_eq!(told.waiting, Some(1));
}

#[tokio::test]
async fn what_stands_for_a_card_is_told_to_who_holds_an_earlier_moment() {
    let said = (0..3).map(|n| message(n, Some("job"))).chain((3..200).map(|n| message(n, None))).collect();
    let (_tidings, _server, engine, _) = after(said, "Message 199").await;
    let open = ChangeQuery { also: vec![1], count: true, ..ChangeQuery::default() };
    let told = engine.changed_entries(open).await.unwrap();
    assert_eq!(seqs(&told), [1, 3]);
    assert_eq!(told.entries.iter().map(|row| row.standing).collect::<Vec<_>>(), ["replaced", "current"]);
}
