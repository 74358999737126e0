//! Requests over real sockets.

use std::time::Duration;

use tidings_net::{Client, Error, Request, Response, TlsFault, Url};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

struct Server(TcpListener);

impl Server {
    async fn start() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").await.expect("a port"))
    }

    fn url(&self, path: &str) -> Url {
        let port = self.0.local_addr().expect("an address").port();
        Url::parse(&format!("http://127.0.0.1:{port}{path}")).expect("a URL")
    }

    /// Answers the next connection and gives back the request's head.
    async fn answer(&self, bytes: &str) -> String {
        let (mut stream, _) = self.0.accept().await.expect("a connection");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.expect("a request"));
        }
        stream.write_all(bytes.as_bytes()).await.expect("a listener");
        String::from_utf8(head).expect("UTF-8")
    }

    async fn answer_each(&self, answers: &[String]) -> Vec<String> {
        let mut heads = Vec::new();
        for answer in answers {
            heads.push(self.answer(answer).await);
        }
        heads
    }
}

/// As a token is wanted by a server that only asks for another spelling of its address.
#[tokio::test]
async fn the_querys_secrets_go_through_redirects_of_their_own_origin_and_no_further() {
    let (first, second) = (Server::start().await, Server::start().await);
    let mut request = request(first.url("/feed"));
    request.query = vec![("token".to_owned(), "s3cret".to_owned())];
    let within = "HTTP/1.1 308 Moved\r\nLocation: /feed/?page=1\r\nContent-Length: 0\r\n\r\n";
    let away =
        format!("HTTP/1.1 308 Moved\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", second.url("/there"));
    let back = format!("HTTP/1.1 308 Moved\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", first.url("/back"));
    let client = Client::new().expect("a client");
    let (answer, asked) = tokio::join!(client.get(request), async {
        let mut asked = vec![first.answer(within).await, first.answer(&away).await];
        asked.push(second.answer(&back).await);
        asked.push(first.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await);
        asked
    });
    let lines: Vec<_> = asked.iter().map(|head| head.lines().next().unwrap_or_default()).collect();
    let told = ["GET /feed?token=s3cret", "GET /feed/?page=1&token=s3cret", "GET /there", "GET /back"];
    assert_eq!(lines, told.map(|line| format!("{line} HTTP/1.1")));
    let answer = answer.expect("an answer");
    assert_eq!(answer.url(), &first.url("/back"), "no secret stands in an address that is shown");
}

fn request(url: Url) -> Request {
    let headers = [("X-Key", "s3cret"), ("Accept", "text/event-stream"), ("Last-Event-ID", "7")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    Request {
        url,
        query: Vec::new(),
        headers,
        header_timeout: Duration::from_secs(20),
        private_network: false,
    }
}

async fn get(url: Url) -> Result<Response, Error> {
    Client::new().expect("a client").get(request(url)).await
}

fn parse(url: &str) -> Url {
    Url::parse(url).expect("a URL")
}

fn moved(status: u16, to: &str) -> String {
    format!("HTTP/1.1 {status} Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n")
}

#[tokio::test]
async fn a_body_is_read_to_its_end() {
    let server = Server::start().await;
    let (answer, _) = tokio::join!(get(server.url("/")), server.answer(OK));
    let mut answer = answer.expect("an answer");
    assert_eq!((answer.status(), answer.header("content-LENGTH")), (200, Some("5")));
    let mut body = Vec::new();
    while let Some(bytes) = answer.chunk().await.expect("a whole body") {
        body.extend_from_slice(&bytes);
    }
    assert_eq!(body, b"hello");
}

#[tokio::test]
async fn a_short_body_is_a_broken_connection() {
    let server = Server::start().await;
    let short = OK.replace("hello", "he");
    let (answer, _) = tokio::join!(get(server.url("/")), server.answer(&short));
    let mut answer = answer.expect("an answer");
    let end = loop {
        match answer.chunk().await {
            Ok(Some(_)) => {}
            end => break end,
        }
    };
    assert_eq!(end, Err(Error::Broken { host: "127.0.0.1".into() }));
}

#[tokio::test]
async fn redirects_are_followed_five_times() {
    let server = Server::start().await;
    let mut answers: Vec<_> = [301, 302, 303, 307, 308].map(|status| moved(status, "/next")).to_vec();
    answers.push(OK.to_owned());
    let (answer, heads) = tokio::join!(get(server.url("/?token=s3cret")), server.answer_each(&answers));
    assert_eq!(answer.expect("an answer").url().path(), "/next");
    assert!(heads[1..].iter().all(|head| head.starts_with("GET /next HTTP") && head.contains("s3cret")));

    answers[5] = moved(302, "/next");
    let (answer, _) = tokio::join!(get(server.url("/")), server.answer_each(&answers));
    assert_eq!(answer.expect_err("a loop"), Error::TooManyRedirects { host: "127.0.0.1".into() });
}

#[tokio::test]
async fn a_secret_stays_at_its_origin_even_on_the_way_back() {
    let (home, away) = (Server::start().await, Server::start().await);
    let at_home = [moved(302, away.url("/away").as_str()), OK.to_owned()];
    let back = moved(302, home.url("/back").as_str());
    let (answer, home_heads, away_head) =
        tokio::join!(get(home.url("/?token=s3cret")), home.answer_each(&at_home), away.answer(&back));
    assert_eq!(answer.expect("an answer").status(), 200);
    assert!(home_heads[0].contains("s3cret"));
    for head in [&away_head, &home_heads[1]] {
        assert!(!head.contains("s3cret"), "{head}");
        assert!(
            head.contains("text/event-stream") && head.to_lowercase().contains("last-event-id: 7"),
            "{head}"
        );
    }
}

#[tokio::test]
async fn a_redirect_to_nowhere_is_refused() {
    for to in ["file:///etc/passwd", "http://u:p@127.0.0.1/", "ftp://127.0.0.1/"] {
        let server = Server::start().await;
        let redirect = moved(302, to);
        let (answer, _) = tokio::join!(get(server.url("/")), server.answer(&redirect));
        assert_eq!(answer.expect_err(to), Error::BadRedirect { host: "127.0.0.1".into() });
    }
}

#[tokio::test]
async fn addresses_that_cannot_be_asked_are_named_without_their_secrets() {
    let cases = [
        ("file:///etc/passwd", Error::Scheme { scheme: "file".into() }),
        ("javascript:alert(1)", Error::Scheme { scheme: "javascript".into() }),
        ("https://me:s3cret@a.example/", Error::Credentials { host: "a.example".into() }),
        ("https://s3cret@a.example/", Error::Credentials { host: "a.example".into() }),
    ];
    for (url, error) in cases {
        let found = get(parse(url)).await.expect_err(url);
        assert!(!found.to_string().contains("s3cret") && !format!("{found:?}").contains("s3cret"));
        assert_eq!(found, error);
    }
    for (name, value) in [("X Key", "s3cret"), ("X-Key", "s3cret\r\nX-Evil: 1"), ("", "s3cret")] {
        let mut request = request(parse("http://127.0.0.1:1/"));
        request.headers.push((name.into(), value.into()));
        assert!(!format!("{request:?}").contains("s3cret"));
        let found = Client::new().expect("a client").get(request).await.expect_err(name);
        assert_eq!(found, Error::Header { name: name.into() });
    }
}

#[tokio::test]
async fn a_closed_port_refuses() {
    let server = Server::start().await;
    let url = server.url("/s3cret?token=s3cret");
    drop(server);
    let error = get(url).await.expect_err("nobody listens");
    assert_eq!(error, Error::Refused { host: "127.0.0.1".into() });
    assert_eq!(error.to_string(), "127.0.0.1 refused the connection");
}

#[tokio::test]
async fn a_name_without_address_is_not_resolved() {
    // A label of more than 63 characters fails on this machine, without asking anybody.
    let host = format!("{}.invalid", "a".repeat(64));
    let error = get(parse(&format!("http://{host}/"))).await.expect_err("no such name");
    assert_eq!(error, Error::Dns { host });
}

#[tokio::test]
async fn a_name_of_this_machine_may_be_configured() {
    let server = Server::start().await;
    let mut url = server.url("/");
    url.set_host(Some("localhost")).expect("a host");
    let (answer, _) = tokio::join!(get(url), server.answer(OK));
    assert_eq!(answer.expect("an answer").status(), 200);
}

#[tokio::test]
async fn no_answer_in_time_is_a_timeout() {
    let server = Server::start().await;
    let mut request = request(server.url("/"));
    request.header_timeout = Duration::from_millis(50);
    let client = Client::new().expect("a client");
    assert_eq!(client.get(request).await.expect_err("silence"), Error::Timeout { host: "127.0.0.1".into() });
}

/// Each redirect waits for its pace, and what it waits is none of the server's time.
#[tokio::test]
async fn redirects_are_paced_on_the_callers_time() {
    let server = Server::start().await;
    let request = Request { header_timeout: Duration::from_secs(2), ..request(server.url("/")) };
    let (client, paced) = (Client::new().expect("a client"), std::cell::Cell::new(0));
    let pace = || {
        paced.set(paced.get() + 1);
        tokio::time::sleep(Duration::from_millis(1100))
    };
    let answers =
        [moved(301, "/1"), moved(302, "/2"), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_owned()];
    let (answer, _) = tokio::join!(client.get_paced(request, pace), server.answer_each(&answers));
    assert_eq!((answer.expect("an answer").status(), paced.get()), (200, 2));
}

#[tokio::test]
async fn what_is_not_http_is_told_apart() {
    let server = Server::start().await;
    let (answer, _) = tokio::join!(get(server.url("/")), server.answer("SSH-2.0-OpenSSH_9.2\r\n"));
    assert_eq!(answer.expect_err("no HTTP"), Error::BadResponse { host: "127.0.0.1".into() });
    let (answer, _) = tokio::join!(get(server.url("/")), server.answer(""));
    assert_eq!(answer.expect_err("no answer"), Error::Broken { host: "127.0.0.1".into() });
}

#[tokio::test]
async fn a_server_without_tls_is_told_apart() {
    let server = Server::start().await;
    let mut url = server.url("/");
    url.set_scheme("https").expect("a scheme");
    let plain = async {
        let (mut stream, _) = server.0.accept().await.expect("a connection");
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.expect("a listener");
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest).await;
    };
    let (answer, ()) = tokio::join!(get(url), plain);
    let error = answer.expect_err("no TLS");
    assert_eq!(error, Error::Tls { host: "127.0.0.1".into(), fault: TlsFault::Handshake });
}
