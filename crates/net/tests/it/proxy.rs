//! Through proxies of each kind, over real sockets.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use crate::secure::{Authority, Server, VALID};
use tidings_net::{Client, Error, Http, Proxy, Request, Trust, Url};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

async fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("a request"));
    }
    String::from_utf8(head).expect("UTF-8")
}

/// A server, or a proxy that gives no way, for one connection: it says `answer`, and gives back what it was asked.
async fn answering(answer: &'static str) -> (SocketAddr, JoinHandle<String>) {
    let (listener, address) = listen().await;
    let asked = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let head = head(&mut stream).await;
        stream.write_all(answer.as_bytes()).await.expect("a listener");
        head
    });
    (address, asked)
}

/// An HTTP proxy for one tunnel. It gives back what it was asked, and how many bytes it passed on unread.
async fn tunnel() -> (SocketAddr, JoinHandle<(String, u64)>) {
    let (listener, address) = listen().await;
    let asked = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let head = head(&mut stream).await;
        let to = head.strip_prefix("CONNECT ").and_then(|rest| rest.split(' ').next()).expect("CONNECT");
        let mut there = TcpStream::connect(to).await.expect("the server");
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.expect("a listener");
        let passed = copy_bidirectional(&mut stream, &mut there).await.map_or(0, |(there, _)| there);
        (head, passed)
    });
    (address, asked)
}

/// Hears which ways to log in a SOCKS5 client offers, and chooses this one.
async fn greet(stream: &mut TcpStream, method: u8) {
    let mut greeting = [0; 2];
    stream.read_exact(&mut greeting).await.expect("a greeting");
    stream.read_exact(&mut vec![0; greeting[1].into()]).await.expect("methods");
    stream.write_all(&[5, method]).await.expect("a listener");
}

/// A SOCKS5 proxy (RFC 1928) for one connection; `answer` is its reply code. It gives back the address it was asked for.
async fn socks(answer: u8) -> (SocketAddr, JoinHandle<String>) {
    let (listener, address) = listen().await;
    let asked = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        greet(&mut stream, 0).await;
        let mut request = [0; 4];
        stream.read_exact(&mut request).await.expect("a request");
        assert_eq!(request[..3], [5, 1, 0]);
        let host = match request[3] {
            1 => Ipv4Addr::from(stream.read_u32().await.expect("an address")).to_string(),
            3 => {
                let mut name = vec![0; stream.read_u8().await.expect("a length").into()];
                stream.read_exact(&mut name).await.expect("a name");
                String::from_utf8(name).expect("UTF-8")
            }
            kind => panic!("an address of kind {kind}"),
        };
        let to = format!("{host}:{}", stream.read_u16().await.expect("a port"));
        stream.write_all(&[5, answer, 0, 1, 0, 0, 0, 0, 0, 0]).await.expect("a listener");
        if answer == 0 {
            let mut there = TcpStream::connect(&to).await.expect("the server");
            let _ = copy_bidirectional(&mut stream, &mut there).await;
        }
        to
    });
    (address, asked)
}

/// A SOCKS5 proxy that chooses this method, and says this of a user name and password (RFC 1929).
async fn locked_socks(method: u8, verdict: Option<u8>) -> (SocketAddr, JoinHandle<()>) {
    let (listener, address) = listen().await;
    let asked = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        greet(&mut stream, method).await;
        if let Some(verdict) = verdict {
            let mut login = [0; 64];
            let _ = stream.read(&mut login).await.expect("a login");
            stream.write_all(&[1, verdict]).await.expect("a listener");
        }
        let _ = stream.read(&mut [0; 1]).await;
    });
    (address, asked)
}

async fn get(url: &str, trust: &Trust, proxy: String) -> Result<u16, Error> {
    let proxy = Proxy::Url(Url::parse(&proxy).expect("a proxy"));
    let headers = vec![("Authorization".to_owned(), "Bearer s3cret".to_owned())];
    let url = Url::parse(url).expect("a URL");
    let request = Request {
        url,
        query: Vec::new(),
        headers,
        header_timeout: Duration::from_secs(20),
        private_network: false,
    };
    let client = Client::with(trust, &proxy, Http::One).expect("a client");
    client.get(request).await.map(|answer| answer.status())
}

#[tokio::test]
async fn an_http_proxy_is_asked_for_plain_addresses_even_of_this_machine() {
    let (proxy, asked) = answering(OK).await;
    let got = get("http://localhost:9/feed", &Trust::System, format!("http://me:p%40ss@{proxy}")).await;
    assert_eq!(got, Ok(200));
    let asked = asked.await.expect("no panic");
    assert!(asked.starts_with("GET http://localhost:9/feed HTTP/1.1\r\n"), "{asked}");
    // me:p@ss
    assert!(asked.to_lowercase().contains("proxy-authorization: basic bwu6cebzcw=="), "{asked}");
}

#[tokio::test]
async fn a_tunnel_shows_the_proxy_no_more_than_host_and_port() {
    let authority = Authority::new("home");
    let server = Server::start(&authority.issue("localhost", VALID)).await;
    let (proxy, asked) = tunnel().await;
    let port = server.address.port();
    let got =
        get(&format!("https://localhost:{port}/?token=s3cret"), &authority.trust, format!("http://{proxy}"))
            .await;
    assert_eq!(got, Ok(200));
    let (asked, passed) = asked.await.expect("no panic");
    assert!(asked.starts_with(&format!("CONNECT localhost:{port} HTTP/1.1\r\n")) && passed > 0, "{asked}");
    assert!(!asked.contains("s3cret") && !asked.contains("token"), "{asked}");
    assert!(server.asked.await.expect("no panic").contains("s3cret"));
}

#[tokio::test]
async fn an_https_proxy_has_to_prove_who_it_is() {
    let authority = Authority::new("home");
    let card = authority.issue("localhost", VALID);
    for (trust, good) in [(&authority.trust, true), (&Trust::System, false)] {
        let proxy = Server::start(&card).await;
        let got =
            get("http://localhost:9/feed", trust, format!("https://localhost:{}", proxy.address.port()))
                .await;
        assert_eq!(got.is_ok(), good, "{got:?}");
        assert_eq!(proxy.asked.await.expect("no panic").starts_with("GET http://localhost:9/feed "), good);
    }
}

#[tokio::test]
async fn a_socks_proxy_is_told_an_address_or_a_name_as_asked() {
    for (scheme, host) in [("socks5", "127.0.0.1"), ("socks5h", "localhost")] {
        let (server, asked) = answering(OK).await;
        let (proxy, to) = socks(0).await;
        let port = server.port();
        let got =
            get(&format!("http://{host}:{port}/feed"), &Trust::System, format!("{scheme}://{proxy}")).await;
        assert_eq!(got, Ok(200), "{scheme}");
        assert!(asked.await.expect("no panic").starts_with("GET /feed HTTP/1.1\r\n"));
        assert_eq!(to.await.expect("no panic"), format!("{host}:{port}"));
    }
}

/// What is not reached is the proxy: nobody is told that the host refused.
#[tokio::test]
async fn a_dead_proxy_is_named_as_such() {
    let (listener, dead) = listen().await;
    drop(listener);
    for scheme in ["http", "https", "socks5", "socks5h"] {
        for to in ["http://localhost:9/", "https://localhost:9/"] {
            let got = get(to, &Trust::System, format!("{scheme}://{dead}")).await;
            assert_eq!(got, Err(Error::Proxy { host: "localhost".into() }), "{scheme} to {to}");
        }
        // A label of more than 63 characters is looked up without asking anybody.
        let nowhere = format!("{scheme}://{}.invalid:1080", "a".repeat(64));
        let got = get("http://localhost:9/", &Trust::System, nowhere).await;
        assert_eq!(got, Err(Error::Proxy { host: "localhost".into() }), "{scheme}");
    }
}

#[tokio::test]
async fn a_proxy_that_refuses_is_named_as_such() {
    for answer in [
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "",
    ] {
        let (proxy, _) = answering(answer).await;
        let got = get("https://localhost:9/", &Trust::System, format!("http://{proxy}")).await;
        assert_eq!(got, Err(Error::Proxy { host: "localhost".into() }), "{answer}");
    }
    for code in 1..=8 {
        let (proxy, _) = socks(code).await;
        let got = get("http://localhost:9/", &Trust::System, format!("socks5h://{proxy}")).await;
        assert_eq!(got, Err(Error::Proxy { host: "localhost".into() }), "{code}");
    }
}

/// Told by the tunnel for an encrypted address, by an answer for a plain one: to the person it is the same.
#[tokio::test]
async fn a_proxy_that_wants_a_password_says_so_for_every_address() {
    let denied = Err(Error::ProxyDenied { host: "localhost".into() });
    for scheme in ["http", "https"] {
        let (proxy, _) =
            answering("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n").await;
        let got = get(&format!("{scheme}://localhost:9/"), &Trust::System, format!("http://{proxy}")).await;
        assert_eq!(got, denied, "{scheme}");
    }
    // One that takes passwords only, without one; and one that takes no such password.
    for (user, methods, verdict) in [("", 0xff, None), ("me:wrong@", 2, Some(1))] {
        let (proxy, _) = locked_socks(methods, verdict).await;
        let got = get("http://localhost:9/", &Trust::System, format!("socks5h://{user}{proxy}")).await;
        assert_eq!(got, denied, "{user}");
    }
}
