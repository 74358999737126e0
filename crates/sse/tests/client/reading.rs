//! What is read, and what ends it.

use std::time::Duration;

use tidings_net::Error as NetError;
use tidings_sse::{Config, Error, Limit, Step};

use crate::peer::{OPEN, Server};
use crate::{data, pause, source};

#[tokio::test]
async fn an_event_is_there_though_the_next_has_begun() {
    let server = Server::start().await;
    let mut source = source(Config::new(server.url("/")));
    let mut peer = server.open(&mut source, "data: a\r\rdata: b").await;
    assert_eq!(data(source.next().await), "a");
    peer.say("\r\r").await;
    assert_eq!(data(source.next().await), "b");
    peer.say(": hello\n").await;
    assert_eq!(source.next().await, Step::Heard);
}

#[tokio::test]
async fn a_burst_is_had_without_waiting() {
    let server = Server::start().await;
    let mut source = source(Config::new(server.url("/")));
    let _peer = server.open(&mut source, &"data: x\n\n".repeat(300)).await;
    let mut seen = 0;
    while seen < 300 {
        data(source.next().await);
        seen += 1;
        while let Some(step) = source.ready() {
            data(step);
            seen += 1;
        }
    }
    assert_eq!(seen, 300);
    assert_eq!(source.ready(), None);
}

#[tokio::test]
async fn a_connection_reset_within_an_event_is_broken_and_its_rest_forgotten() {
    let server = Server::start().await;
    let mut source = source(Config::new(server.url("/")));
    let peer = server.open(&mut source, "data: a\n\nid: 9\ndata: never").await;
    assert_eq!(data(source.next().await), "a");
    peer.reset();
    let mut step = source.next().await;
    if step == Step::Heard {
        step = source.next().await;
    }
    let (_, error) = pause(&mut source, step);
    assert_eq!(error, Error::Net(NetError::Broken { host: "127.0.0.1".into() }));
    assert_eq!(server.open(&mut source, "").await.header("last-event-id"), [""; 0]);
}

#[tokio::test]
async fn a_cut_chunked_body_is_broken() {
    let server = Server::start().await;
    let mut source = source(Config::new(server.url("/")));
    let head = OPEN.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: a\n\n\r\n");
    let (step, peer) = server.meet(&mut source, &head).await;
    assert_eq!(step, Step::Open);
    assert_eq!(data(source.next().await), "a");
    peer.close().await;
    let step = source.next().await;
    assert!(matches!(pause(&mut source, step).1, Error::Net(NetError::Broken { .. })));
}

#[tokio::test]
async fn its_events_alone_are_a_stream_that_ends_with_the_reason() {
    use futures_util::StreamExt as _;
    let server = Server::start().await;
    let source = source(Config::new(server.url("/")));
    let serve = async {
        server.answer(&format!("{OPEN}retry: 500\n\ndata: a\n\n")).await.close().await;
        server.answer(&format!("{OPEN}data: b\n\n")).await.close().await;
        server.answer("HTTP/1.1 410 Gone\r\n\r\n").await
    };
    let said = source.events().map(|event| event.map(|event| event.data)).collect::<Vec<_>>();
    let (said, _) = tokio::join!(said, serve);
    let gone = Error::Status { status: 410, retry_after: None };
    assert_eq!(said, [Ok("a".to_owned()), Ok("b".to_owned()), Err(gone)]);
}

#[tokio::test]
async fn silence_is_noticed() {
    let server = Server::start().await;
    let mut source = source(Config::new(server.url("/")));
    let peer = server.open(&mut source, "").await;
    // The clock of tokio jumps to the next deadline when nothing else happens: the default of 90 s.
    tokio::time::pause();
    let step = source.next().await;
    tokio::time::resume();
    assert_eq!(pause(&mut source, step).1, Error::Idle { after: Duration::from_secs(90), usual: None });
    peer.gone().await;
}

#[tokio::test]
async fn a_broken_limit_drops_the_connection_and_pauses() {
    let server = Server::start().await;
    let mut config = Config::new(server.url("/"));
    config.max_event_bytes = 1000;
    let mut source = source(config);
    let peer = server.open(&mut source, &format!("data: a\n\ndata: {}", "x".repeat(2000))).await;
    assert_eq!(data(source.next().await), "a");
    let mut step = source.next().await;
    while step == Step::Heard {
        step = source.next().await;
    }
    assert_eq!(pause(&mut source, step).1, Error::Limit(Limit::Block(1000)));
    peer.gone().await;
}

#[tokio::test]
async fn dropping_a_read_loses_nothing() {
    let server = Server::start().await;
    let mut source = source(Config::new(server.url("/")));
    assert_eq!(source.next().await, Step::Connecting);
    // Given up while connecting, and gone on with.
    assert!(futures_util::poll!(Box::pin(source.next())).is_pending());
    let (step, mut peer) = tokio::join!(source.next(), server.answer(OPEN));
    assert_eq!(step, Step::Open);
    for piece in ["data: o", "ne\n", "id: 1\n", "\n"] {
        assert!(futures_util::poll!(Box::pin(source.next())).is_pending());
        peer.say(piece).await;
        loop {
            let step = tokio::select! {
                biased;
                () = tokio::task::yield_now() => continue,
                step = source.next() => step,
            };
            let expected = if piece == "\n" { matches!(step, Step::Event(_)) } else { step == Step::Heard };
            assert!(expected, "{step:?} after {piece:?}");
            break;
        }
    }
    assert_eq!(source.last_event_id(), "1");
}
