//! How a feed stands: the window's word of it and that of `tidings feeds check`, and what a person can do about it.

use std::time::Duration;

use serde_json::Value;
use tidings_engine::EngineHandle;
use tidings_tests::{
    Config, FeedTable, Finished, Gate, ReplayHub, Request, Script, ScriptedServer, Server, Tidings, until,
};
use tidings_wire::StateView;

use crate::in_window::start;

fn noted(tidings: &Finished) -> Value {
    tidings.json_lines()[0]["noted"].clone()
}

#[tokio::test]
async fn what_a_connection_did_today_outlives_the_program() {
    let hub = ReplayHub::start();
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    assert_eq!(noted(&tidings.finish(&["feeds", "check", "--json"]).await), Value::Null);
    for round in 1..=2 {
        let mut run = tidings.start(&["run", "--no-notify"]);
        run.says(&["hub", "open"]).await;
        hub.publish("an event");
        tidings.titles(round).await;
        hub.cut().await;
        run.says(&["hub", "waiting"]).await;
        run.says(&["hub", "open"]).await;
        run.terminate().await;
        run.finish().await;
    }
    let noted = noted(&tidings.finish(&["feeds", "check", "--json"]).await);
    assert_eq!((&noted["events_today"], &noted["reconnects_today"]), (&2.into(), &2.into()), "{noted}");
    assert!(noted["bytes_today"].as_u64().unwrap() > 20 && noted["last_event_at"].is_string(), "{noted}");
    assert!(noted["last_error"]["reason"].is_string(), "{noted}");
    let times = ["state_since", "noted_at", "last_heard_at"].map(|time| noted[time].as_str().unwrap());
    assert!(noted["state"] == "open" && times.is_sorted_by_key(|time| &time[..10]), "{noted}");
}

#[tokio::test]
async fn what_may_be_missing_is_told_by_the_check_too() {
    let gate = Gate::default();
    let first = Script::stream().say("retry: 500\n\ndata: one\n\n").until(&gate);
    let server = ScriptedServer::start(vec![first, Script::stream().say("data: two\n\n").hold()]);
    let tidings = Tidings::with(&Config::of([FeedTable::new("plain", &server.url("/"))]));
    let mut run = tidings.start(&["run", "--no-notify"]);
    tidings.titles(1).await;
    gate.open();
    run.says(&["plain", "waiting"]).await;
    tidings.titles(2).await;
    run.terminate().await;
    run.finish().await;
    let checked = tidings.finish(&["feeds", "check", "--json"]).await;
    let noted = noted(&checked);
    let gap = &noted["gaps"][0];
    assert!(gap["code"] == "no_ids" && gap["reason"].as_str().unwrap().contains("missing"), "{noted}");
    let times = ["from", "to"].map(|time| gap[time].as_str().unwrap());
    assert!(times.is_sorted() && times[1] <= noted["last_event_at"].as_str().unwrap(), "{noted}");
    let said = tidings.finish(&["feeds", "check"]).await.stdout;
    for fact in
        ["today: 2 events", "1 reconnect", "open since", "last heard", "last event", "last error", "missing"]
    {
        assert!(said.contains(fact), "{fact} in {said}");
    }
}

/// The window's view of a feed, once it stands so.
async fn stands(engine: &EngineHandle, id: &str, state: &str) -> Value {
    until(&format!("{id} is {state}"), async || {
        let feeds = engine.snapshot().await.unwrap().feeds;
        let feed = feeds.into_iter().find(|feed| feed.id == id)?;
        let view = serde_json::to_value(feed).unwrap();
        (view["state"]["state"] == state).then_some(view)
    })
    .await
}

/// What the window has where the command says `field`.
fn of_window<'a>(view: &'a Value, field: &str) -> &'a Value {
    let within = |part: &str, field: &str| view[part].get(field);
    let found = match field {
        "feed" => view.get("id"),
        "state" | "reason" | "advice" => within("state", field),
        "retry_at" => within("state", "until"),
        _ => within("health", field).or(view.get(field)),
    };
    found.filter(|value| **value != "").unwrap_or(&Value::Null)
}

/// One that fails for now and says for how long, one that is refused for good, one that was away and has no ids, a quiet one, a polled one.
#[tokio::test]
async fn the_command_says_of_each_feed_what_the_window_shows() {
    let later = "HTTP/1.1 503 No\r\nRetry-After: 3000\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let twice = |script: fn() -> Script| ScriptedServer::start((0..4).map(|_| script()).collect());
    let busy = ScriptedServer::start((0..4).map(|_| Script::default().say(later)).collect());
    let gone = twice(|| Script::answer(404, "text/plain", "no"));
    let quiet = twice(|| Script::stream().say(":\n\nid: 7\ndata: one\n\n").hold());
    let plain = ScriptedServer::start(vec![
        Script::stream().say("retry: 500\n\ndata: one\n\n"),
        Script::stream().say("data: two\n\n").hold(),
        Script::stream().hold(),
    ]);
    let polled = twice(|| {
        Script::answer(
            200,
            "application/rss+xml",
            "<rss version='2.0'><channel><title>T</title></channel></rss>",
        )
    });
    let servers =
        [("busy", &busy), ("gone", &gone), ("quiet", &quiet), ("plain", &plain), ("polled", &polled)];
    let tidings =
        Tidings::with(&Config::of(servers.map(|(id, server)| FeedTable::new(id, &server.url("/")))));
    let engine = start(&tidings).await;
    tidings.titles(3).await;
    let states =
        [("busy", "waiting"), ("gone", "stopped"), ("quiet", "open"), ("plain", "open"), ("polled", "open")];
    for (id, state) in states {
        stands(&engine, id, state).await;
    }
    until("the gap is said", async || {
        let view = stands(&engine, "plain", "open").await;
        (view["health"]["gaps"][0]["code"] == "no_ids").then_some(())
    })
    .await;
    let finished = tidings.finish(&["feeds", "check", "--json"]).await;
    assert_eq!(finished.code, Some(1), "{finished:#?}");
    for (line, (id, state)) in finished.json_lines().iter().zip(states) {
        let view = stands(&engine, id, state).await;
        assert_eq!(
            (&line["feed"], &line["running"], &line["ok"]),
            (&id.into(), &true.into(), &(state == "open").into()),
            "{line}"
        );
        let noted = line["noted"].as_object().unwrap();
        for (field, value) in noted.iter().filter(|(field, _)| *field != "noted_at") {
            assert_eq!(value, of_window(&view, field), "{field} of {line}");
        }
        for field in view["health"].as_object().unwrap().keys() {
            assert!(noted.contains_key(field), "{field} is in the window only");
        }
    }
    let said = tidings.finish(&["feeds", "check", "plain", "busy"]).await.stdout;
    let facts = [
        "open since",
        "asked again just now: open",
        "today: 2 events",
        "1 reconnect\n",
        "connected anew after 90 s",
        "is missing",
        "waiting since",
        "503",
        "next try",
    ];
    for fact in facts {
        assert!(said.contains(fact), "{fact} in {said}");
    }
    engine.shutdown().await;
    let ended = tidings.finish(&["feeds", "check", "plain"]).await.stdout;
    assert!(ended.contains("Tidings is not running; it noted: open since"), "{ended}");
}

#[tokio::test]
async fn reconnecting_an_open_feed_checks_it_and_leaves_one_that_speaks() {
    let silent = ScriptedServer::start(vec![Script::stream().hold(), Script::stream().hold()]);
    let mut talking = Script::stream();
    for _ in 0..40 {
        talking = talking.say(":\n\n").wait(Duration::from_millis(200));
    }
    let talks = ScriptedServer::start(vec![talking.say("data: after all\n\n").hold()]);
    let feeds = [FeedTable::new("silent", &silent.url("/")), FeedTable::new("talks", &talks.url("/"))];
    let tidings = Tidings::with(&Config::of(feeds));
    let engine = start(&tidings).await;
    for id in ["silent", "talks"] {
        stands(&engine, id, "open").await;
        engine.reconnect(id).await.unwrap();
    }
    silent.request(1).await;
    assert_eq!(stands(&engine, "silent", "open").await["health"]["reconnects_today"], 1);
    assert_eq!(tidings.titles(1).await, ["after all"]);
    assert_eq!(talks.requests().len(), 1);
    engine.shutdown().await;
}

/// A token that was renewed in its file heals a feed that stopped for the old one, with nobody who looks.
#[tokio::test]
async fn the_hourly_look_of_a_stopped_feed_reads_its_secrets_anew() {
    let refused = Script::answer(401, "text/plain", "no");
    let server = ScriptedServer::start(vec![refused, Script::stream().say("data: welcome\n\n").hold()]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "old").unwrap();
    let feed = FeedTable::new("news", &server.url("/"));
    let feed = feed.raw(&format!("bearer = {{ file = \"{}\" }}", file.display()));
    let tidings = Tidings::with(&Config::of([feed]));
    let engine = start(&tidings).await;
    stands(&engine, "news", "stopped").await;
    std::fs::write(&file, "new").unwrap();
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(3600) + Duration::from_secs(1)).await;
    tokio::time::resume();
    stands(&engine, "news", "open").await;
    let sent: Vec<_> = server.requests().iter().map(|asked| asked.header("authorization")).collect();
    assert_eq!(sent, [Some("Bearer old".to_owned()), Some("Bearer new".to_owned())]);
    engine.shutdown().await;
}

/// A host that takes few connections would refuse the one too many, and the feed would seem to be at fault.
#[tokio::test]
async fn a_look_before_a_feed_is_added_takes_no_place_of_one_that_runs() {
    let server = ScriptedServer::start(vec![Script::stream().hold(), Script::stream().hold()]);
    let feeds = Config::of([FeedTable::new("first", &server.url("/first"))]).to_string();
    let tidings = Tidings::new();
    tidings.write_config(&format!("[connections]\nper_host = {{ \"127.0.0.1\" = 1 }}\n{feeds}"));
    let engine = start(&tidings).await;
    stands(&engine, "first", "open").await;
    let preview = engine.preview(&server.url("/second"), None, false).await.unwrap();
    let StateView::Queued { reason, .. } = preview.state else { panic!("{:?}", preview.state) };
    assert_eq!(reason, "127.0.0.1 takes 1 connection at once, and has it.");
    assert_eq!(server.requests().len(), 1);
    engine.shutdown().await;
}

/// As API Platform does: what has no stream refuses to send one, and says in a header where its hub is.
#[tokio::test]
async fn an_api_that_sends_no_stream_leads_to_its_hub() {
    let heard = Script::stream().say("id: 1\ndata: {\"title\":\"Heard\"}\n\n").hold();
    let spoken = Script::stream().say("retry: 500\nid: 2\ndata: {\"title\":\"More\"}\n\n");
    let hub = ScriptedServer::start(vec![heard, spoken, Script::stream().hold()]);
    let at = hub.url("/.well-known/mercure");
    let linked = at.clone();
    let api = Server::start(move |_, request: Request, stream| {
        let link = format!("</books/1>; rel=\"self\", <{linked}>; rel=\"mercure\"; last-event-id=\"urn:0\"");
        async move {
            let script = match request.header("accept").as_deref() {
                Some("text/event-stream") => refuses(),
                _ => Script::default().say(format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/ld+json\r\nLink: {link}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"
                )),
            };
            let _ = script.play(stream).await;
        }
    });
    let tidings = Tidings::new();
    let engine = start(&tidings).await;
    let preview = engine.preview(&api.url("/books/1?page=2"), None, false).await.unwrap();
    assert_eq!((preview.format.as_str(), preview.entries[0].title.as_str()), ("mercure", "Heard"));
    let topic = api.url("/books/1").replace(':', "%3A").replace('/', "%2F");
    assert_eq!(preview.url, format!("{at}?topic={topic}&lastEventID=urn%3A0"));

    // The feed begins behind what the page knew, and goes on behind what it heard: for a hub the header outweighs the address.
    let following = Tidings::with(&Config::of([FeedTable::new("feed", &preview.url)]));
    let _run = following.start(&["run", "--no-notify"]);
    until("the feed is back", async || (hub.requests().len() == 3).then_some(())).await;
    let requests = hub.requests();
    assert!(requests.iter().all(|asked| asked.path.ends_with("&lastEventID=urn%3A0")), "{requests:?}");
    let headers: Vec<_> = requests.iter().map(|asked| asked.header("last-event-id")).collect();
    assert_eq!(headers, [None, None, Some("2".to_owned())]);

    // One that leads nowhere has refused, and that is said.
    let none = ScriptedServer::start(vec![refuses(), refuses()]);
    let preview = engine.preview(&none.url("/"), None, false).await.unwrap();
    let StateView::Stopped { reason, .. } = preview.state else { panic!("{:?}", preview.state) };
    assert!(reason.contains("406"), "{reason}");
    engine.shutdown().await;
}

fn refuses() -> Script {
    Script::answer(406, "application/problem+json", "{}")
}

#[tokio::test]
async fn a_feed_that_said_nothing_yet_is_in_doubt_after_a_restart_and_a_polled_one_is_not() {
    let silent = ScriptedServer::start(vec![Script::stream().say(":\n\n").hold(), Script::stream().hold()]);
    let rss = "<rss version='2.0'><channel><title>T</title></channel></rss>";
    let polled =
        ScriptedServer::start((0..2).map(|_| Script::answer(200, "application/rss+xml", rss)).collect());
    let feeds = [FeedTable::new("silent", &silent.url("/")), FeedTable::new("polled", &polled.url("/"))];
    let tidings = Tidings::with(&Config::of(feeds));
    let engine = start(&tidings).await;
    for id in ["silent", "polled"] {
        stands(&engine, id, "open").await;
    }
    engine.shutdown().await;
    let engine = start(&tidings).await;
    let gap = until("the doubt is said", async || {
        let view = stands(&engine, "silent", "open").await;
        view["health"]["gaps"].get(0).cloned()
    })
    .await;
    assert_eq!(gap["code"], "unconfirmed");
    assert_eq!(stands(&engine, "polled", "open").await["health"]["gaps"], Value::Array(Vec::new()));
    engine.shutdown().await;
}
