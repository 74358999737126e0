//! When it is tried again.

use std::time::{Duration, SystemTime};

use tidings_net::Client;
use tidings_sse::{Config, Error, EventSource, Step};
use tokio::time::Instant;

use crate::peer::Server;
use crate::{NOW, data, ended, source, spread};

#[tokio::test]
async fn what_cannot_heal_stops_for_good() {
    let html = Error::NotAStream { came: "an HTML page".into() };
    let refused = |status| Error::Status { status, retry_after: None };
    let cases = [
        ("204 No Content\r\n", Error::NoContent),
        ("200 OK\r\nContent-Type: text/html; charset=utf-8\r\n", html),
        ("400 Bad Request\r\n", refused(400)),
        ("401 Unauthorized\r\n", refused(401)),
        ("403 Forbidden\r\n", refused(403)),
        ("404 Not Found\r\n", refused(404)),
        ("410 Gone\r\n", refused(410)),
        ("304 Not Modified\r\n", refused(304)),
    ];
    for (answer, error) in cases {
        let server = Server::start().await;
        let mut source = source(Config::new(server.url("/")));
        let (step, peer) = server.meet(&mut source, &format!("HTTP/1.1 {answer}\r\n")).await;
        assert_eq!(step, Step::Stopped(error.clone()));
        assert!(error.is_final());
        // The answer is not left unread with its connection open.
        peer.gone().await;
        let mut next = Box::pin(source.next());
        assert!(futures_util::poll!(next.as_mut()).is_pending());
    }
}

/// A page in place of a stream may be a café's, and a token may have been renewed: nobody has to touch the feed.
#[tokio::test]
async fn a_stop_that_may_heal_ends_in_another_network_and_within_the_hour() {
    let cases = [
        ("200 OK\r\nContent-Type: text/html\r\n", true, true),
        ("401 Unauthorized\r\n", true, true),
        ("407 Proxy Authentication Required\r\n", true, true),
        ("403 Forbidden\r\n", true, false),
        ("404 Not Found\r\n", true, false),
        ("410 Gone\r\n", false, false),
        ("204 No Content\r\n", false, false),
    ];
    for (answer, elsewhere, slowly) in cases {
        let server = Server::start().await;
        let mut source = source(Config::new(server.url("/")));
        let (step, _) = server.meet(&mut source, &format!("HTTP/1.1 {answer}\r\n")).await;
        assert!(matches!(step, Step::Stopped(_)), "{answer}: {step:?}");
        tokio::time::pause();
        let next = tokio::time::timeout(Duration::from_secs(86_400), source.next()).await;
        tokio::time::resume();
        assert_eq!(next.is_ok(), slowly, "{answer}");
        for ended in [EventSource::try_early as fn(&mut EventSource), |source| source.check(Duration::ZERO)] {
            if slowly {
                // What it is asked with may have changed in that hour: what is set now counts.
                source.set_secrets(vec![("Authorization".into(), "renewed".into())], Vec::new());
                let refusal = format!("HTTP/1.1 {answer}\r\n");
                let (step, peer) = tokio::join!(source.next(), server.answer(&refusal));
                assert_eq!(peer.header("authorization"), ["renewed"]);
                assert!(matches!(step, Step::Stopped(_)), "{answer}: {step:?}");
            }
            ended(&mut source);
            let next = futures_util::poll!(Box::pin(source.next()));
            assert_eq!(next.is_ready(), elsewhere, "{answer}");
            if elsewhere && !slowly {
                let refusal = format!("HTTP/1.1 {answer}\r\n");
                let (step, _) = tokio::join!(source.next(), server.answer(&refusal));
                assert!(matches!(step, Step::Stopped(_)), "{answer}: {step:?}");
            }
        }
    }
}

/// The machine's timers stand still while it sleeps, and the server's hour does not.
#[tokio::test]
async fn a_pause_that_was_slept_through_is_over() {
    use std::sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    };
    let server = Server::start().await;
    let wall = Arc::new(AtomicU64::new(NOW));
    let clock = {
        let wall = wall.clone();
        move || SystemTime::UNIX_EPOCH + Duration::from_secs(wall.load(Ordering::Relaxed))
    };
    let client = Client::new().expect("a client");
    let mut source =
        EventSource::new(client, Config::new(server.url("/")), Box::new(|| 1.0), Box::new(clock));
    let (step, _) = server.meet(&mut source, "HTTP/1.1 503 Busy\r\nRetry-After: 3600\r\n\r\n").await;
    assert!(matches!(step, Step::Waiting { .. }), "{step:?}");
    source.check(Duration::ZERO);
    assert!(futures_util::poll!(Box::pin(source.next())).is_pending(), "the server asked for it");
    wall.fetch_add(7200, Ordering::Relaxed);
    source.check(Duration::ZERO);
    assert_eq!(source.next().await, Step::Connecting);
}

#[tokio::test]
async fn what_may_heal_is_tried_again_no_sooner_than_asked() {
    let cases = [
        ("429 Too Many Requests\r\nRetry-After: 7\r\n", 429, Some(7), 7),
        ("503 Service Unavailable\r\nRetry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\n", 503, Some(60), 60),
        ("503 Service Unavailable\r\nRetry-After: 86400\r\n", 503, Some(3600), 3600),
        ("500 Internal Server Error\r\n", 500, None, 1),
        ("502 Bad Gateway\r\nRetry-After: soon\r\n", 502, None, 1),
        ("408 Request Timeout\r\n", 408, None, 1),
        ("425 Too Early\r\n", 425, None, 1),
    ];
    for (answer, status, asked, waited) in cases {
        let server = Server::start().await;
        let mut source = source(Config::new(server.url("/")));
        let (step, _peer) = server.meet(&mut source, &format!("HTTP/1.1 {answer}\r\n")).await;
        let error = Error::Status { status, retry_after: asked.map(Duration::from_secs) };
        assert_eq!(step, Step::Waiting { delay: Duration::from_secs(waited), error });
    }
}

#[tokio::test]
async fn the_delay_shown_is_the_delay_slept() {
    let server = Server::start().await;
    let mut source = spread(Config::new(server.url("/")), 0.0);
    let peer = server.open(&mut source, "retry: 12345\n\ndata: x\n\n").await;
    source.next().await;
    peer.close().await;
    let mut step = source.next().await;
    if step == Step::Heard {
        step = source.next().await;
    }
    let Step::Waiting { delay, .. } = step else { panic!("a pause, not {step:?}") };
    assert_eq!(delay, Duration::from_millis(12_345));
    tokio::time::pause();
    let before = Instant::now();
    assert_eq!(source.next().await, Step::Connecting);
    let slept = before.elapsed();
    // Timers tick by the millisecond; and the clock was stopped a moment after the pause began.
    assert!(slept <= delay + Duration::from_millis(1), "{slept:?}");
    assert!(slept + Duration::from_secs(5) > delay, "{slept:?}");
}

#[tokio::test]
async fn pauses_grow_while_streams_stay_short() {
    let server = Server::start().await;
    let mut source = source(Config::new(server.url("/")));
    let mut pauses = Vec::new();
    for _ in 0..6 {
        server.open(&mut source, "").await.close().await;
        pauses.push(ended(&mut source).await.as_secs());
    }
    assert_eq!(pauses, [1, 2, 4, 8, 16, 30]);
}

#[tokio::test]
async fn a_server_that_is_polled_sets_the_pace() {
    for (chance, pause) in [(0.0, 2_000), (1.0, 2_500)] {
        let server = Server::start().await;
        let mut source = spread(Config::new(server.url("/")), chance);
        for _ in 0..5 {
            let peer = server.open(&mut source, "retry: 2000\ndata: x\n\n").await;
            assert_eq!(data(source.next().await), "x");
            peer.close().await;
            assert_eq!(ended(&mut source).await, Duration::from_millis(pause));
        }
    }
}

#[tokio::test]
async fn without_reconnecting_every_end_stops() {
    let server = Server::start().await;
    let mut config = Config::new(server.url("/"));
    config.reconnect = false;
    let mut source = source(config);
    server.open(&mut source, "").await.close().await;
    assert_eq!(source.next().await, Step::Stopped(Error::Ended));
    source.retry_now();
    assert_eq!(source.next().await, Step::Connecting);
}
