//! A match that goes on while Tidings is down: what was told is not told again.

use tidings_tests::{Bus, Config, FeedTable, Script, ScriptedServer, Tidings, until};

fn update(minute: u32, home: u32) -> String {
    let sides = format!(r#""home":{{"name":"Ham","score":{home}}},"away":{{"name":"Rye","score":0}}"#);
    format!(
        "data: {{\"match_id\":\"m\",\"sport\":\"soccer\",\"status\":\"live\",\"minute\":{minute},{sides}}}\n\n"
    )
}

#[tokio::test]
async fn the_first_word_of_a_match_after_a_kill_does_not_ring_again() {
    let server = ScriptedServer::start(vec![
        Script::stream().say(update(10, 1)).hold(),
        Script::stream().say(update(11, 1)).say(update(12, 2)).hold(),
    ]);
    let bus = Bus::start().await;
    let service = bus.serve().await;
    let config = Config::of([FeedTable::new("match", &server.url("/live"))]);
    let tidings = Tidings::with(&config).variable("DBUS_SESSION_BUS_ADDRESS", bus.address());
    let run = tidings.start(&["run"]);
    tidings.titles(1).await;
    service.shown_at_least(1).await;
    let settled = |wanted: usize| {
        let tidings = &tidings;
        async move {
            until("nothing is about to ring", async || {
                let history = tidings.history(&[]).await;
                let pending = history.iter().any(|entry| entry["ring"] == "pending");
                (history.len() >= wanted && !pending).then_some(history)
            })
            .await
        }
    };
    assert_eq!(settled(1).await[0]["ring"], "rang");
    run.kill().await;

    let _run = tidings.start(&["run"]);
    let history = settled(3).await;
    let moments: Vec<_> = history.iter().map(|entry| entry["moment"].as_str().unwrap()).collect();
    assert_eq!(moments, ["news", "minor", "news"], "{history:#?}");
    assert!(!["rang", "gathered"].contains(&history[1]["ring"].as_str().unwrap()), "{history:#?}");
    assert!(history[2]["title"].as_str().unwrap().contains("Goal: Ham 2–0 Rye"), "{history:#?}");
}
