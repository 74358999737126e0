//! Many beside each other.

use std::time::Duration;

use tidings_sse::{Config, Gate, Step};
use tokio::time::Instant;

use crate::peer::{OPEN, Server};
use crate::{ended, source};

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

/// A redirect that is followed is a connect as well, and waits for its moment behind those who asked before it.
#[tokio::test]
async fn what_a_redirect_leads_to_waits_for_its_moment_too() {
    let server = Server::start().await;
    let mut config = Config::new(server.url("/"));
    config.gate = Gate::default();
    let gate = config.gate.clone();
    let mut source = source(config);
    assert_eq!(source.next().await, Step::Connecting);
    let serve = async {
        let mut peer = server.answer("").await;
        let others: Vec<_> = (0..4).map(|_| gate.pace()).collect();
        let asked = Instant::now();
        peer.say("HTTP/1.1 307 Moved\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n").await;
        let peer = server.answer(OPEN).await;
        drop(others);
        (peer, asked.elapsed())
    };
    let (step, (_peer, waited)) = tokio::join!(source.next(), serve);
    assert_eq!(step, Step::Open);
    assert!(waited > Duration::from_millis(3 * 50), "it came before the four: {waited:?}");
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
