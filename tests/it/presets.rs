//! Each known format through a local server: from the subscription to the row and the popup, dropped and resumed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tidings_tests::{Bus, Config, FeedTable, Request, Script, Server, Tidings, until};

/// One format: what its server says on the first connection and on the second, and what is to come of it.
struct Case {
    format: &'static str,
    /// The path that is subscribed to, as a person would paste it.
    path: &'static str,
    /// What the stream says first; the connection then ends. Times are far ahead: what was before the first connect would not ring.
    first: &'static str,
    /// What it says when it is asked again: something of the first once more, and something new.
    again: &'static str,
    /// What the second request has to hold, in its path or in its headers.
    resumes_by: &'static str,
    /// Answers to what is asked beside the stream, by what the path starts with.
    beside: &'static [(&'static str, &'static str)],
    /// The titles in the history at the end, in the order they came.
    titles: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        format: "ntfy",
        path: "/alerts/sse",
        first: "event: open\ndata: {\"id\":\"o\",\"time\":4100000000,\"event\":\"open\",\"topic\":\"alerts\"}\n\ndata: {\"id\":\"a\",\"time\":4100000100,\"event\":\"message\",\"topic\":\"alerts\",\"title\":\"Door open\"}\n\n",
        again: "data: {\"id\":\"a\",\"time\":4100000100,\"event\":\"message\",\"topic\":\"alerts\",\"title\":\"Door open\"}\n\ndata: {\"id\":\"b\",\"time\":4100000100,\"event\":\"message\",\"topic\":\"alerts\",\"title\":\"Door shut\"}\n\n",
        resumes_by: "since=4100000100",
        beside: &[],
        titles: &["Door open", "Door shut"],
    },
    Case {
        format: "wikimedia",
        path: "/v2/stream/page-create",
        first: "id: [{\"topic\":\"t\",\"offset\":1}]\ndata: {\"meta\":{\"id\":\"1\",\"domain\":\"de.wikipedia.org\",\"stream\":\"mediawiki.page-create\",\"dt\":\"2099-08-29T06:45:17Z\"},\"page_title\":\"Eins\"}\n\n",
        again: "id: [{\"topic\":\"t\",\"offset\":1}]\ndata: {\"meta\":{\"id\":\"c\",\"domain\":\"canary\",\"stream\":\"mediawiki.page-create\"}}\n\nid: [{\"topic\":\"t\",\"offset\":2}]\ndata: {\"meta\":{\"id\":\"2\",\"domain\":\"de.wikipedia.org\",\"stream\":\"mediawiki.page-create\",\"dt\":\"2099-08-29T06:45:18Z\"},\"page_title\":\"Zwei\"}\n\n",
        resumes_by: "[{\"topic\":\"t\",\"offset\":1}]",
        beside: &[],
        titles: &["New page: Eins", "New page: Zwei"],
    },
    Case {
        format: "mastodon",
        path: "/api/v1/streaming/public/local",
        first: ":)\n\nevent: update\ndata: {\"id\":\"100\",\"created_at\":\"2099-08-30T23:05:46Z\",\"content\":\"<p>one</p>\",\"account\":{\"acct\":\"ada\",\"display_name\":\"Ada\"}}\n\n",
        again: "event: update\ndata: {\"id\":\"102\",\"created_at\":\"2099-08-30T23:07:46Z\",\"content\":\"<p>three</p>\",\"account\":{\"acct\":\"cy\",\"display_name\":\"Cy\"}}\n\n",
        resumes_by: "",
        beside: &[
            (
                "/api/v1/timelines/public?limit=40&min_id=100&local=true",
                "[{\"id\":\"101\",\"created_at\":\"2099-08-30T23:06:46Z\",\"content\":\"<p>two</p>\",\"account\":{\"acct\":\"bo\",\"display_name\":\"Bo\"}}]",
            ),
            ("/api/v1/timelines/public?limit=1&local=true", "[{\"id\":\"99\"}]"),
        ],
        titles: &["Ada", "Bo", "Cy"],
    },
    Case {
        format: "firebase",
        path: "/v0/newstories.json",
        first: "event: put\ndata: {\"path\":\"/\",\"data\":[1]}\n\nevent: keep-alive\ndata: null\n\nevent: put\ndata: {\"path\":\"/\",\"data\":[2,1]}\n\n",
        again: "event: put\ndata: {\"path\":\"/\",\"data\":[3,2,1]}\n\n",
        resumes_by: "",
        beside: &[
            (
                "/v0/item/1.json",
                "{\"id\":1,\"type\":\"story\",\"by\":\"ada\",\"title\":\"Was there\",\"score\":1}",
            ),
            (
                "/v0/item/2.json",
                "{\"id\":2,\"type\":\"story\",\"by\":\"bo\",\"title\":\"Fresh &amp; new\",\"score\":1}",
            ),
            (
                "/v0/item/3.json",
                "{\"id\":3,\"type\":\"story\",\"by\":\"cy\",\"title\":\"Missed\",\"score\":1}",
            ),
        ],
        titles: &["Was there", "Fresh & new", "Missed"],
    },
    Case {
        format: "mercure",
        path: "/.well-known/mercure?topic=x",
        first: "id: urn:uuid:1\ndata: {\"@id\":\"/b/1\",\"name\":\"One book\",\"description\":\"d\"}\n\n",
        again: "id: urn:uuid:1\ndata: {\"@id\":\"/b/1\",\"name\":\"One book\",\"description\":\"d\"}\n\nid: urn:uuid:2\ndata: {\"@id\":\"/b/2\",\"name\":\"Two books\",\"description\":\"d\"}\n\n",
        resumes_by: "urn:uuid:1",
        beside: &[],
        titles: &["One book", "Two books"],
    },
    Case {
        format: "couchdb",
        path: "/orders/_changes",
        first: "data: {\"seq\":\"1-a\",\"id\":\"x\",\"changes\":[{\"rev\":\"1-a\"}],\"doc\":{\"_id\":\"x\",\"title\":\"Order one\"}}\nid: \"1-a\"\n\nevent: heartbeat\ndata: \n\n",
        again: "data: {\"seq\":\"1-a\",\"id\":\"x\",\"changes\":[{\"rev\":\"1-a\"}],\"doc\":{\"_id\":\"x\",\"title\":\"Order one\"}}\nid: \"1-a\"\n\ndata: {\"seq\":\"2-a\",\"id\":\"y\",\"changes\":[{\"rev\":\"1-b\"}],\"doc\":{\"_id\":\"y\",\"title\":\"Order two\"}}\nid: \"2-a\"\n\n",
        resumes_by: "\"1-a\"",
        beside: &[],
        titles: &["Order one", "Order two"],
    },
    Case {
        format: "home-assistant",
        path: "/api/stream?restrict=state_changed",
        first: "data: ping\n\ndata: {\"event_type\":\"state_changed\",\"data\":{\"entity_id\":\"light.a\",\"old_state\":{\"state\":\"off\"},\"new_state\":{\"state\":\"on\",\"attributes\":{\"friendly_name\":\"Hall\"}}},\"time_fired\":\"2099-01-01T10:00:00Z\",\"context\":{\"id\":\"1\"}}\n\n",
        again: "data: ping\n\ndata: {\"event_type\":\"state_changed\",\"data\":{\"entity_id\":\"light.b\",\"old_state\":{\"state\":\"on\"},\"new_state\":{\"state\":\"off\",\"attributes\":{\"friendly_name\":\"Attic\"}}},\"time_fired\":\"2099-01-01T10:00:01Z\",\"context\":{\"id\":\"2\"}}\n\n",
        resumes_by: "",
        beside: &[],
        titles: &["Hall: on", "Attic: off"],
    },
    Case {
        format: "openhab",
        path: "/rest/events",
        first: "event: alive\ndata: {\"type\":\"ALIVE\",\"interval\":10}\n\ndata: {\"topic\":\"openhab/items/Hall/statechanged\",\"payload\":\"{\\\"value\\\":\\\"ON\\\"}\",\"type\":\"ItemStateChangedEvent\"}\n\n",
        again: "data: {\"topic\":\"openhab/items/Attic/statechanged\",\"payload\":\"{\\\"value\\\":\\\"OFF\\\"}\",\"type\":\"ItemStateChangedEvent\"}\n\n",
        resumes_by: "",
        beside: &[],
        titles: &["Hall: ON", "Attic: OFF"],
    },
    Case {
        format: "hue",
        path: "/eventstream/clip/v2",
        first: "id: 1:0\ndata: [{\"creationtime\":\"2099-04-02T00:15:04Z\",\"id\":\"c1\",\"type\":\"update\",\"data\":[{\"id\":\"l1\",\"on\":{\"on\":true},\"type\":\"light\"}]}]\n\n",
        again: "id: 1:0\ndata: [{\"creationtime\":\"2099-04-02T00:15:04Z\",\"id\":\"c1\",\"type\":\"update\",\"data\":[{\"id\":\"l1\",\"on\":{\"on\":true},\"type\":\"light\"}]}]\n\nid: 2:0\ndata: [{\"creationtime\":\"2099-04-02T00:15:05Z\",\"id\":\"c2\",\"type\":\"update\",\"data\":[{\"id\":\"l2\",\"on\":{\"on\":false},\"type\":\"light\"}]}]\n\n",
        resumes_by: "1:0",
        beside: &[
            (
                "/clip/v2/resource/device",
                "{\"data\":[{\"id\":\"d1\",\"metadata\":{\"name\":\"Hall lamp\"},\"services\":[{\"rid\":\"l1\"},{\"rid\":\"l2\"}]}]}",
            ),
            ("/clip/v2/resource/room", "{\"data\":[]}"),
            ("/clip/v2/resource/zone", "{\"data\":[]}"),
        ],
        titles: &["Hall lamp: on", "Hall lamp: off"],
    },
    Case {
        format: "horizon",
        path: "/ledgers",
        first: "event: open\ndata: \"hello\"\n\nid: 11\ndata: {\"_links\":{},\"paging_token\":\"11\",\"sequence\":5,\"successful_transaction_count\":4,\"closed_at\":\"2099-05-01T10:00:05Z\"}\n\nevent: close\ndata: \"byebye\"\n\n",
        again: "id: 12\ndata: {\"_links\":{},\"paging_token\":\"12\",\"sequence\":6,\"successful_transaction_count\":4,\"closed_at\":\"2099-05-01T10:00:10Z\"}\n\n",
        resumes_by: "cursor=11",
        beside: &[],
        titles: &["Ledger 5: 4 transactions", "Ledger 6: 4 transactions"],
    },
    Case {
        format: "ably",
        path: "/sse?channels=news",
        first: "id: e@1\ndata: {\"id\":\"m1\",\"timestamp\":4103280000000,\"channel\":\"news\",\"data\":\"First word\"}\n\n",
        again: "id: e@1\ndata: {\"id\":\"m1\",\"timestamp\":4103280000000,\"channel\":\"news\",\"data\":\"First word\"}\n\nid: e@2\ndata: {\"id\":\"m2\",\"timestamp\":4103280000001,\"channel\":\"news\",\"data\":\"Second word\"}\n\n",
        resumes_by: "lastEvent=e%401",
        beside: &[],
        titles: &["First word", "Second word"],
    },
    Case {
        format: "github",
        path: "/channel",
        first: "event: ready\ndata: {}\n\ndata: {\"x-github-event\":\"star\",\"x-github-delivery\":\"1\",\"body\":{\"action\":\"created\",\"repository\":{\"full_name\":\"a/b\"},\"sender\":{\"login\":\"cy\"}}}\n\n",
        again: "data: {\"x-github-event\":\"fork\",\"x-github-delivery\":\"2\",\"body\":{\"repository\":{\"full_name\":\"a/b\"},\"sender\":{\"login\":\"bo\"}}}\n\n",
        resumes_by: "",
        beside: &[],
        titles: &["a/b: cy starred it", "a/b: bo forked it"],
    },
    Case {
        format: "opticodds",
        path: "/api/v3/stream/results/soccer",
        first: "event: connected\ndata: ok go\n\nevent: fixture-results\nid: 1-0\ndata: {\"fixture_id\":\"F\",\"entry_id\":\"1-0\",\"sport\":\"soccer\",\"home_team\":\"A\",\"away_team\":\"B\",\"score\":{\"scores\":{\"home\":{\"total\":0},\"away\":{\"total\":0}}}}\n\n",
        again: "event: fixture-results\nid: 1-0\ndata: {\"fixture_id\":\"F\",\"entry_id\":\"1-0\",\"sport\":\"soccer\",\"home_team\":\"A\",\"away_team\":\"B\",\"score\":{\"scores\":{\"home\":{\"total\":0},\"away\":{\"total\":0}}}}\n\nevent: fixture-results\nid: 2-0\ndata: {\"fixture_id\":\"F\",\"entry_id\":\"2-0\",\"sport\":\"soccer\",\"home_team\":\"A\",\"away_team\":\"B\",\"score\":{\"scores\":{\"home\":{\"total\":1},\"away\":{\"total\":0}}}}\n\n",
        resumes_by: "1-0",
        beside: &[],
        titles: &["⚽: A 0–0 B", "⚽ Goal: A 1–0 B"],
    },
    Case {
        format: "txline",
        path: "/api/scores/stream",
        first: "event: heartbeat\ndata: {\"Ts\":1}\n\nid: 1:0\ndata: {\"FixtureId\":7,\"Seq\":1,\"Ts\":4102523617827,\"Sport\":\"soccer\",\"Action\":\"kick_off\",\"Stats\":{\"1\":0,\"2\":0}}\n\n",
        again: "id: 1:0\ndata: {\"FixtureId\":7,\"Seq\":1,\"Ts\":4102523617827,\"Sport\":\"soccer\",\"Action\":\"kick_off\",\"Stats\":{\"1\":0,\"2\":0}}\n\nid: 2:0\ndata: {\"FixtureId\":7,\"Seq\":2,\"Ts\":4102523690000,\"Sport\":\"soccer\",\"Action\":\"goal\",\"Stats\":{\"1\":1,\"2\":0}}\n\n",
        resumes_by: "1:0",
        beside: &[(
            "/api/fixtures/snapshot",
            "[{\"FixtureId\":7,\"Participant1\":\"A\",\"Participant2\":\"B\",\"Competition\":\"Cup\"}]",
        )],
        titles: &["▶ Kick-off: A 0–0 B", "⚽ Goal: A 1–0 B"],
    },
    Case {
        format: "cloudevents",
        path: "/events",
        first: "id: 1\ndata: {\"specversion\":\"1.0\",\"type\":\"x.order\",\"source\":\"/s\",\"id\":\"1\",\"data\":{\"title\":\"Sent\"}}\n\n",
        again: "id: 9\ndata: {\"specversion\":\"1.0\",\"type\":\"x.order\",\"source\":\"/s\",\"id\":\"1\",\"data\":{\"title\":\"Sent\"}}\n\nid: 2\ndata: {\"specversion\":\"1.0\",\"type\":\"x.order\",\"source\":\"/s\",\"id\":\"2\",\"data\":{\"title\":\"Arrived\"}}\n\n",
        resumes_by: "",
        beside: &[],
        titles: &["Sent", "Arrived"],
    },
    Case {
        format: "activitystreams",
        path: "/events",
        first: "data: {\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"a1\",\"type\":\"Create\",\"actor\":{\"name\":\"Sally\"},\"object\":{\"id\":\"n1\",\"type\":\"Note\",\"content\":\"hi\"}}\n\n",
        again: "data: {\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"a1\",\"type\":\"Create\",\"actor\":{\"name\":\"Sally\"},\"object\":{\"id\":\"n1\",\"type\":\"Note\",\"content\":\"hi\"}}\n\ndata: {\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"a2\",\"type\":\"Create\",\"actor\":{\"name\":\"Bo\"},\"object\":{\"id\":\"n2\",\"type\":\"Note\",\"content\":\"ho\"}}\n\n",
        resumes_by: "",
        beside: &[],
        titles: &["Sally posted", "Bo posted"],
    },
    Case {
        format: "json-feed",
        path: "/events",
        first: "data: {\"id\":\"1\",\"title\":\"First item\",\"content_text\":\"x\"}\n\n",
        again: "data: {\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"F\",\"items\":[{\"id\":\"2\",\"title\":\"Second item\",\"content_text\":\"y\"},{\"id\":\"1\",\"title\":\"First item\",\"content_text\":\"x\"}]}\n\n",
        resumes_by: "",
        beside: &[],
        titles: &["First item", "Second item"],
    },
    Case {
        format: "gotify",
        path: "/events",
        first: "data: {\"id\":1,\"appid\":5,\"title\":\"Backup\",\"message\":\"done\",\"priority\":5}\n\n",
        again: "data: {\"id\":1,\"appid\":5,\"title\":\"Backup\",\"message\":\"done\",\"priority\":5}\n\ndata: {\"id\":2,\"appid\":5,\"title\":\"Disk\",\"message\":\"full\",\"priority\":9}\n\n",
        resumes_by: "",
        beside: &[],
        titles: &["Backup", "Disk"],
    },
    Case {
        format: "chat",
        path: "/events",
        first: "id: 1\ndata: {\"embeds\":[{\"title\":\"Episode one\",\"description\":\"x\"}]}\n\n",
        again: "id: 1\ndata: {\"embeds\":[{\"title\":\"Episode one\",\"description\":\"x\"}]}\n\nid: 2\ndata: {\"text\":\"t\",\"blocks\":[{\"type\":\"header\",\"text\":{\"text\":\"Ticket two\"}}]}\n\n",
        resumes_by: "1",
        beside: &[],
        titles: &["Episode one", "Ticket two"],
    },
    Case {
        format: "score",
        path: "/events",
        first: "id: 1\ndata: {\"match_id\":\"m\",\"type\":\"start\",\"sport\":\"football\",\"home\":{\"name\":\"A\",\"score\":0},\"away\":{\"name\":\"B\",\"score\":0}}\n\n",
        again: "id: 1\ndata: {\"match_id\":\"m\",\"type\":\"start\",\"sport\":\"football\",\"home\":{\"name\":\"A\",\"score\":0},\"away\":{\"name\":\"B\",\"score\":0}}\n\nid: 2\ndata: {\"match_id\":\"m\",\"sport\":\"football\",\"home\":{\"name\":\"A\",\"score\":1},\"away\":{\"name\":\"B\",\"score\":0}}\n\n",
        resumes_by: "1",
        beside: &[],
        titles: &["▶ Kick-off: A 0–0 B", "⚽ Goal: A 1–0 B"],
    },
];

/// Whether a request is for what is asked beside the stream.
fn answer(case: &Case, request: &Request) -> Option<Script> {
    let (_, body) = case.beside.iter().find(|(path, _)| request.path.starts_with(path))?;
    Some(Script::answer(200, "application/json", body))
}

/// Serves a case: what is asked beside the stream, and one stream after another.
fn serve(case: &'static Case) -> Server {
    let streams = Arc::new(AtomicUsize::new(0));
    Server::start(move |_, request: Request, stream| {
        let script = answer(case, &request).unwrap_or_else(|| match streams.fetch_add(1, Ordering::SeqCst) {
            0 => Script::stream().say(format!("retry: 500\n\n{}", case.first)),
            _ => Script::stream().say(case.again).hold(),
        });
        async move {
            let _ = script.play(stream).await;
        }
    })
}

/// The stream's second request.
fn second(case: &Case, server: &Server) -> Option<Request> {
    server.requests().into_iter().filter(|request| answer(case, request).is_none()).nth(1)
}

async fn run(case: &'static Case) {
    let (server, bus) = (serve(case), Bus::start().await);
    let service = bus.serve().await;
    let url = server.url(case.path);
    // Those that tell themselves by their address or their events are not told what they are.
    let feed = FeedTable::new("feed", &url);
    let feed = if ["ably", "horizon", "opticodds", "txline"].contains(&case.format) {
        feed.format(case.format)
    } else {
        feed
    };
    let feed = if case.format == "firebase" { feed.format(case.format) } else { feed };
    let tidings = Tidings::with(&Config::of([feed])).variable("DBUS_SESSION_BUS_ADDRESS", bus.address());
    let _run = tidings.start(&["run"]);
    let titles = tidings.titles(case.titles.len()).await;
    assert_eq!(titles, case.titles, "{}: what a person reads", case.format);
    let what = format!("{} is subscribed to a second time", case.format);
    let again = until(&what, async || second(case, &server)).await;
    let told = format!("{} {}", again.path, again.last_event_id().unwrap_or_default());
    assert!(told.contains(case.resumes_by), "{}: {told} holds {}", case.format, case.resumes_by);
    let shown = until(&format!("{} rings", case.format), async || {
        Some(service.shown()).filter(|shown| !shown.is_empty())
    })
    .await;
    let rang = shown.iter().any(|shown| {
        let words = format!("{} {}", shown.summary, shown.body);
        case.titles.iter().any(|title| words.contains(title))
    });
    assert!(rang, "{}: {shown:#?}", case.format);
}

/// A few at a time: each has a bus and a process of its own.
#[tokio::test]
async fn every_preset_from_the_subscription_to_the_popup_with_a_drop_between() {
    for some in CASES.chunks(4) {
        let together = tokio::task::LocalSet::new();
        let running: Vec<_> = some.iter().map(|case| together.spawn_local(run(case))).collect();
        together.await;
        for case in running {
            case.await.unwrap();
        }
    }
}

#[tokio::test]
async fn one_forbidden_topic_does_not_block_the_rest() {
    let server = Server::start(|_, request: Request, stream| async move {
        let script = match request.path.as_str() {
            "/secret/auth" => Script::answer(403, "application/json", "{\"code\":40301}"),
            "/open/auth" => Script::answer(200, "application/json", "{\"success\":true}"),
            path if path.starts_with("/open/sse") => Script::stream()
                .say("data: {\"id\":\"a\",\"time\":1700000100,\"event\":\"message\",\"topic\":\"open\",\"title\":\"Heard\"}\n\n")
                .hold(),
            _ => Script::answer(403, "application/json", "{\"code\":40301}"),
        };
        let _ = script.play(stream).await;
    });
    let tidings = Tidings::with(&Config::of([FeedTable::new("feed", &server.url("/open,secret/sse"))]));
    let mut run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(1).await, ["Heard (open)"]);
    assert!(run.is_up());
}

/// A server that answers each request by its path and query.
fn by_path(answer: fn(&str) -> Script) -> Server {
    Server::start(move |_, request: Request, stream| async move {
        let _ = answer(&request.path).play(stream).await;
    })
}

#[tokio::test]
async fn a_mastodon_server_says_itself_where_its_streams_are() {
    let streams = by_path(|path| {
        match path {
        "/api/v1/streaming/public" => Script::stream()
            .say("event: update\ndata: {\"id\":\"100\",\"created_at\":\"2022-08-30T23:05:46Z\",\"content\":\"<p>one</p>\",\"account\":{\"acct\":\"ada\",\"display_name\":\"Ada\"}}\n\n")
            .hold(),
        _ => Script::answer(404, "text/plain", ""),
    }
    });
    let at = streams.address();
    let server = Server::start(move |_, request: Request, stream| async move {
        let instance = format!("{{\"configuration\":{{\"urls\":{{\"streaming\":\"ws://{at}\"}}}}}}");
        let script = match request.path.as_str() {
            "/api/v2/instance" => Script::answer(200, "application/json", &instance),
            "/api/v1/timelines/public?limit=1" => Script::answer(200, "application/json", "[]"),
            _ => Script::answer(200, "text/html", "<!doctype html><title>A page</title>"),
        };
        let _ = script.play(stream).await;
    });
    let url = server.url("/public");
    let watched = ["watch", &url, "--format", "mastodon", "--json", "--count", "1"];
    let watched = Tidings::new().finish(&watched).await;
    assert_eq!(watched.json_lines()[0]["title"], "Ada", "{watched:#?}");
    let tidings = Tidings::with(&Config::of([FeedTable::new("feed", &url).format("mastodon")]));
    let _run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(1).await, ["Ada"]);
    let asked: Vec<_> = server.requests().into_iter().map(|request| request.path).collect();
    assert!(asked.contains(&"/api/v1/timelines/public?limit=1".to_owned()), "{asked:?}");
}

#[tokio::test]
async fn a_mercure_hub_of_the_newer_kind_is_asked_as_it_wants() {
    let hub = by_path(|path| match path.ends_with("/.well-known/mercure?match=x") {
        true => Script::stream().say("id: 1\ndata: {\"title\":\"Heard\"}\n\n").hold(),
        false => Script::answer(400, "application/json", "{}"),
    });
    let url = hub.url("/.well-known/mercure?topic=x");
    let watched = Tidings::new().finish(&["watch", &url, "--json", "--count", "1"]).await;
    assert_eq!(watched.json_lines()[0]["title"], "Heard", "{watched:#?}");
    let tidings = Tidings::with(&Config::of([FeedTable::new("feed", &url)]));
    let _run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(1).await, ["Heard"]);
}
