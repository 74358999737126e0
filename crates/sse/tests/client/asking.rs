//! What is asked, and of whom.

use tidings_net::Error as NetError;
use tidings_sse::{Config, Error, Step};

use crate::peer::{OPEN, Server};
use crate::{data, ended, pause, source};

#[tokio::test]
async fn the_request_is_that_of_an_event_source() {
    let server = Server::start().await;
    let mut config = Config::new(server.url("/feed?x=1"));
    config.headers = vec![("Authorization".into(), "Bearer s3cret".into())];
    let peer = server.open(&mut source(config), "").await;
    assert!(peer.head.starts_with("GET /feed?x=1 HTTP/1.1\r\n"), "{}", peer.head);
    assert_eq!(peer.header("accept"), ["text/event-stream"]);
    assert_eq!(peer.header("cache-control"), ["no-store"]);
    assert_eq!(peer.header("accept-encoding"), ["identity"]);
    assert_eq!(peer.header("authorization"), ["Bearer s3cret"]);
    assert!(peer.header("user-agent")[0].starts_with("Tidings/"));
    for absent in ["last-event-id", "referer", "cookie"] {
        assert_eq!(peer.header(absent), [""; 0], "{absent}");
    }
}

#[tokio::test]
async fn the_last_event_id_survives_connections_that_carry_none() {
    let server = Server::start().await;
    let mut source = source(Config::new(server.url("/")));
    let peer = server.open(&mut source, "id: né-5\ndata: a\n\n").await;
    assert_eq!(data(source.next().await), "a");
    peer.close().await;
    ended(&mut source).await;
    for turn in ["data: b\n\n", ": nothing\n\n", "data: c\n\n"] {
        let peer = server.open(&mut source, turn).await;
        assert_eq!(peer.header("last-event-id"), ["né-5"]);
        source.next().await;
        peer.close().await;
        ended(&mut source).await;
    }
    // An empty id resets, and is not sent as an empty header.
    let peer = server.open(&mut source, "id:\n\n").await;
    assert_eq!(source.next().await, Step::Cursor(String::new()));
    peer.close().await;
    ended(&mut source).await;
    assert_eq!(server.open(&mut source, "").await.header("last-event-id"), [""; 0]);
}

#[tokio::test]
async fn it_resumes_where_it_was_told_to() {
    let server = Server::start().await;
    let mut config = Config::new(server.url("/a"));
    config.last_event_id = "42".into();
    let mut source = source(config);
    let peer = server.open(&mut source, "data: x\n\n").await;
    assert_eq!(peer.header("last-event-id"), ["42"]);
    let Step::Event(event) = source.next().await else { panic!("an event") };
    assert_eq!((event.last_event_id.as_str(), event.id), ("42", None));
    source.resume_at(server.url("/b?since=42"));
    peer.close().await;
    ended(&mut source).await;
    assert!(server.open(&mut source, "").await.head.starts_with("GET /b?since=42 "));
}

#[tokio::test]
async fn an_id_that_no_header_can_hold_does_not_end_the_feed() {
    let server = Server::start().await;
    let mut source = source(Config::new(server.url("/")));
    let peer = server.open(&mut source, "id: a\u{1}b\ndata: x\n\n").await;
    source.next().await;
    peer.close().await;
    ended(&mut source).await;
    assert_eq!(server.open(&mut source, "").await.header("last-event-id"), [""; 0]);
    assert_eq!(source.last_event_id(), "a\u{1}b");
}

#[tokio::test]
async fn another_origin_gets_the_cursor_but_no_secret() {
    let (first, second) = (Server::start().await, Server::start().await);
    let mut config = Config::new(first.url("/feed?token=s3cret"));
    config.last_event_id = "7".into();
    config.headers = vec![("Authorization".into(), "s3cret".into()), ("X-Key".into(), "s3cret".into())];
    let mut source = source(config);
    assert_eq!(source.next().await, Step::Connecting);
    let moved = format!("HTTP/1.1 307 Moved\r\nLocation: {}\r\n\r\n", second.url("/there"));
    let (step, _, peer) = tokio::join!(source.next(), first.answer(&moved), second.answer(OPEN));
    assert_eq!(step, Step::Open);
    assert!(!peer.head.contains("s3cret"), "{}", peer.head);
    assert_eq!(peer.header("last-event-id"), ["7"]);
    assert_eq!(peer.header("accept"), ["text/event-stream"]);
}

#[tokio::test]
async fn a_redirect_loop_is_tried_again_later() {
    let server = Server::start().await;
    let mut source = source(Config::new(server.url("/")));
    assert_eq!(source.next().await, Step::Connecting);
    let round = async {
        for _ in 0..6 {
            server.answer("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n").await;
        }
    };
    let (step, ()) = tokio::join!(source.next(), round);
    let error = pause(&mut source, step).1;
    assert_eq!(error, Error::Net(NetError::TooManyRedirects { host: "127.0.0.1".into() }));
}
