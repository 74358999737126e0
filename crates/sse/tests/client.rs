//! The connection, over real sockets.

mod peer;

use std::time::{Duration, SystemTime};

use peer::{OPEN, Server};
use tidings_net::{Client, Error as NetError};
use tidings_sse::{Config, Error, EventSource, Gate, Limit, Step};
use tokio::time::Instant;

const NOW: u64 = 784_111_777; // Sun, 06 Nov 1994 08:49:37 GMT

fn source(config: Config) -> EventSource {
    spread(config, 1.0)
}

/// One whose pauses are spread by this.
fn spread(config: Config, chance: f64) -> EventSource {
    let client = Client::new().expect("a client");
    let clock = || SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
    EventSource::new(client, config, Box::new(move || chance), Box::new(clock))
}

fn data(step: Step) -> String {
    let Step::Event(event) = step else { panic!("an event, not {step:?}") };
    event.data
}

/// The pause and its reason; the next call connects at once.
fn pause(source: &mut EventSource, step: Step) -> (Duration, Error) {
    let Step::Waiting { delay, error } = step else { panic!("a pause, not {step:?}") };
    source.retry_now();
    (delay, error)
}

async fn ended(source: &mut EventSource) -> Duration {
    let step = source.next().await;
    let (delay, error) = pause(source, step);
    assert_eq!(error, Error::Ended);
    delay
}

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

#[tokio::test]
async fn a_subscription_can_live_in_a_task_of_its_owner() {
    fn sendable(_: &impl Send) {}
    let mut source = source(Config::new(Server::start().await.url("/s3cret?token=s3cret")));
    assert!(!format!("{source:?}").contains("s3cret"));
    sendable(&source);
    sendable(&source.next());
}

/// Two places at one host: the third subscription waits until one ends, and says so.
#[tokio::test]
async fn a_full_host_is_waited_for_in_turn() {
    let server = Server::start().await;
    let gate = Gate::new([("127.0.0.1".to_owned(), 2)].into());
    let sources = [(); 4].map(|()| {
        let mut config = Config::new(server.url("/"));
        config.gate = gate.clone();
        source(config)
    });
    let [mut first, mut second, mut third, mut fourth] = sources;
    let (open, _held) = (server.open(&mut first, "").await, server.open(&mut second, "").await);
    let queued = Step::Queued { host: "127.0.0.1".into(), limit: 2 };
    assert_eq!(third.next().await, queued);
    assert_eq!(fourth.next().await, queued);
    third.retry_now();
    assert!(futures_util::poll!(Box::pin(third.next())).is_pending());
    // A pause gives its place away, and comes back to wait behind the others.
    open.close().await;
    ended(&mut first).await;
    let held = server.open(&mut third, "").await;
    assert_eq!(first.next().await, queued);
    assert!(futures_util::poll!(Box::pin(first.next())).is_pending());
    drop(third);
    held.gone().await;
    let _held = server.open(&mut fourth, "").await;
    // A refused answer gives its place away as well.
    drop(second);
    let (step, _peer) = server.meet(&mut first, "HTTP/1.1 404 Not Found\r\n\r\n").await;
    assert!(matches!(step, Step::Stopped(_)));
    first.retry_now();
    server.open(&mut first, "").await;
}

/// The connects of many that begin at once are seen by the server one after the other.
#[tokio::test]
async fn many_at_once_are_spread() {
    let server = Server::start().await;
    let gate = Gate::default();
    let clients = (0..12).map(|_| {
        let mut config = Config::new(server.url("/"));
        config.gate = gate.clone();
        let mut source = source(config);
        async move {
            assert_eq!(source.next().await, Step::Connecting);
            assert_eq!(source.next().await, Step::Open);
            source
        }
    });
    let serve = async {
        let (mut peers, begun) = (Vec::new(), Instant::now());
        for nth in 0..12 {
            peers.push(server.answer(OPEN).await);
            assert!(begun.elapsed() + Duration::from_millis(10) >= Duration::from_millis(50) * nth, "{nth}");
        }
        peers
    };
    tokio::join!(futures_util::future::join_all(clients), serve);
}
