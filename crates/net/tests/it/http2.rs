//! HTTP/2, for a feed that asks for it: offered over TLS, spoken where the server takes it, and HTTP/1.1 elsewhere.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tidings_net::{Client, Error, Http, Proxy, Request, Response, Trust, Url};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::secure::{Card, Server, self_signed};

async fn get(port: u16, trust: &Trust, http: Http) -> Result<Response, Error> {
    let url = Url::parse(&format!("https://localhost:{port}/feed")).expect("a URL");
    let headers = vec![("X-Key".to_owned(), "k".to_owned())];
    let request = Request {
        url,
        query: Vec::new(),
        headers,
        header_timeout: Duration::from_secs(20),
        private_network: false,
    };
    Client::with(trust, &Proxy::None, http).expect("a client").get(request).await
}

/// A server that speaks HTTP/2 alone; gives the path and the header it was asked with.
async fn speak_two(card: &Card) -> (u16, tokio::task::JoinHandle<Option<(String, bool)>>) {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(card.key.serialize_der()));
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(card.chain.clone(), key)
        .expect("a certificate and its key");
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let asked = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a connection");
        let stream = acceptor.accept(stream).await.ok()?;
        let mut connection = h2::server::handshake(stream).await.ok()?;
        let (request, mut respond) = connection.accept().await?.ok()?;
        let answer = http::Response::new(());
        let mut body = respond.send_response(answer, false).ok()?;
        body.send_data(Bytes::from_static(b"data: two\n\n"), true).ok()?;
        let seen = (request.uri().path().to_owned(), request.headers().contains_key("x-key"));
        // What is queued goes out while the connection is driven.
        let _ = tokio::time::timeout(Duration::from_secs(20), connection.accept()).await;
        Some(seen)
    });
    (port, asked)
}

#[tokio::test]
async fn a_feed_that_asks_for_it_speaks_it_with_a_pinned_key_too() {
    let card = self_signed("localhost");
    let (port, asked) = speak_two(&card).await;
    let mut answer = get(port, &Trust::Key(card.pin()), Http::Two).await.expect("an answer");
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.chunk().await.expect("a chunk").as_deref(), Some(&b"data: two\n\n"[..]));
    drop(answer);
    assert_eq!(asked.await.expect("a server"), Some(("/feed".to_owned(), true)));
}

#[tokio::test]
async fn one_that_does_not_ask_never_does() {
    let card = self_signed("localhost");
    let (port, asked) = speak_two(&card).await;
    let got = get(port, &Trust::Key(card.pin()), Http::One).await;
    assert!(matches!(got, Err(Error::Tls { .. })), "{got:?}");
    assert_eq!(asked.await.expect("a server"), None);
}

#[tokio::test]
async fn a_server_without_it_is_spoken_to_as_ever() {
    let card = self_signed("localhost");
    let server = Server::start(&card).await;
    let answer = get(server.address.port(), &Trust::Key(card.pin()), Http::Two).await.expect("an answer");
    assert_eq!(answer.status(), 200);
    assert!(server.asked.await.expect("a server").starts_with("GET /feed HTTP/1.1\r\n"));
}
