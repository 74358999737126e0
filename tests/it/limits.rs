//! What no server may do, over a real socket: each limit ends the connection, is named with its feed, costs no other feed anything, and is
//! answered by longer and longer rests.

use std::io::Write as _;

use tidings_tests::{Config, FeedTable, ReplayHub, Script, ScriptedServer, Tidings};

/// A stream that says something good, and then breaks a limit.
fn stream(breach: &str) -> Script {
    Script::stream().say(format!("id: 1\ndata: before\n\n{breach}"))
}

/// An answer with these headers, and a body that goes on for as long as somebody listens.
fn head(headers: &str) -> Script {
    Script::default()
        .say(format!("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{headers}\r\n"))
        .flood(vec![b':'; 1 << 16], 1024)
}

/// Has `tidings run` meet `script`: it says `words` of this feed, goes on, and comes back after a rest.
async fn meets(script: Script, line: &str, words: &str) {
    let hostile = ScriptedServer::start(vec![script]);
    let hub = ReplayHub::start();
    hub.publish("all the same");
    let feeds =
        [FeedTable::new("hostile", &hostile.url("/")).raw(line), FeedTable::new("friendly", &hub.url("/"))];
    let tidings = Tidings::with(&Config::of(feeds));
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["hostile", "waiting", words]).await;
    tidings.titles(1).await;
    hostile.left(1).await;
    assert!(run.is_up());
}

#[tokio::test]
async fn a_stream_is_held_to_its_limits() {
    let piece = vec![b'x'; 1 << 16];
    let event = "an event of more than 1048576 bytes";
    meets(stream("data: ").flood(piece.clone(), 1024).hold(), "", event).await;
    meets(stream(": ").flood(piece, 1024).hold(), "", event).await;
    meets(stream("").flood("data:\n".repeat(10_000), 1_000).hold(), "", event).await;
    meets(stream("").flood("event: a\n".repeat(10_000), 1_000).hold(), "", event).await;
    let id = format!("id: {}\n", "i".repeat(1025));
    meets(stream("").flood(id, 1 << 16).hold(), "", "an event id of more than 1024 bytes").await;
    let name = format!("event: {}\n", "n".repeat(129));
    meets(stream("").flood(name, 1 << 16).hold(), "", "an event name of more than 128 bytes").await;
}

#[tokio::test]
async fn a_flood_within_every_other_limit_is_held_to_its_bytes_a_second() {
    let event = format!("data: {}\n\n", "f".repeat(1000));
    let line = "max_bytes_per_second = 1024";
    meets(stream("").flood(event, 1 << 16).hold(), line, "more than 1024 bytes a second").await;
    let comments = ":\n".repeat(30_000);
    meets(stream("").flood(comments, 1 << 12).hold(), line, "more than 1024 bytes a second").await;
}

#[tokio::test]
async fn a_head_is_held_to_its_limits() {
    let words = "the answer of 127.0.0.1 has more than 100 headers, or more than 400 KiB of them";
    meets(head(&"X-One: more\r\n".repeat(200)), "", words).await;
    meets(head(&format!("X-Long: {}\r\n", "l".repeat(4 << 20))), "", words).await;
}

#[tokio::test]
async fn a_circle_of_redirects_is_left() {
    let again = "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let server = ScriptedServer::start(vec![Script::default().say(again)]);
    let tidings = Tidings::with(&Config::of([FeedTable::new("circle", &server.url("/"))]));
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["circle", "waiting", "127.0.0.1 redirects more than 5 times in a row"]).await;
    // The feed's own address, and five more.
    assert_eq!(server.requests().len(), 6);
}

#[tokio::test]
async fn what_comes_packed_is_unpacked_up_to_a_limit_or_not_at_all() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        packed.write_all(&[b' '; 1 << 20]).unwrap();
    }
    let packed = packed.finish().unwrap();
    let answer = |kind: &str| {
        let length = packed.len();
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n"
        );
        Script::default().say(head).say(packed.clone())
    };
    meets(answer("application/rss+xml"), "format = \"feed\"", "a document packed to less than a hundredth")
        .await;
    let stream = ScriptedServer::start(vec![answer("text/event-stream").hold()]);
    let tidings = Tidings::with(&Config::of([FeedTable::new("packed", &stream.url("/"))]));
    tidings.start(&["run", "--no-notify"]).says(&["packed", "stopped", "packed (gzip)"]).await;
}

#[tokio::test]
async fn each_breach_is_rested_for_longer_than_the_one_before() {
    let id = format!("id: {}\n\n", "i".repeat(1025));
    let server = ScriptedServer::start(vec![Script::stream().say(id).hold()]);
    let mut watch = Tidings::new().start(&["watch", &server.url("/"), "--json"]);
    // Spread by chance over its upper half, each is still longer than the one before.
    for (least, most) in [(2_500, 5_000), (5_000, 10_000), (10_000, 20_000)] {
        let state = watch.state("waiting").await;
        assert!((least..=most).contains(&state["retry_in_ms"].as_u64().unwrap()), "{state}");
        assert!(state["reason"].as_str().unwrap().contains("1024 bytes"), "{state}");
    }
}
