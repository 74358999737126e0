//! Polling over real sockets: what each answer means.

use std::io::Write as _;
use std::time::{Duration, SystemTime};

use tidings_net::{Client, Error as NetError, Url};
use tidings_poll::{CHECKPOINT, Config, Discovered, EARLIER, ITEM, Poller, discover};
use tidings_sse::{Error, Gate, Step};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::timeout;

struct Server(TcpListener);

impl Server {
    async fn start() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").await.expect("a port"))
    }

    fn url(&self, path: &str) -> Url {
        let port = self.0.local_addr().expect("an address").port();
        Url::parse(&format!("http://127.0.0.1:{port}{path}")).expect("a URL")
    }

    /// Answers the next connection; gives its request's head, in lower case.
    async fn answer(&self, answer: &[u8]) -> String {
        let (mut stream, _) = self.0.accept().await.expect("a connection");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.expect("a request"));
        }
        // A reader that has enough hangs up early.
        let _ = stream.write_all(answer).await;
        String::from_utf8(head).expect("UTF-8").to_lowercase()
    }
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn rss(items: &[(&str, &str)]) -> Vec<u8> {
    let items: String = items
        .iter()
        .map(|(guid, title)| {
            format!(
                "<item><guid>{guid}</guid><title>{title}</title><link>http://a.example/{title}</link></item>"
            )
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>T</title>{items}</channel></rss>").into_bytes()
}

fn poller(url: Url, checkpoint: Option<String>) -> Poller {
    let config = Config { checkpoint, ..Config::new(url) };
    let clock = || SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777); // Sun, 06 Nov 1994 08:49:37 GMT
    Poller::new(Client::new().expect("a client"), config, Box::new(|| 0.5), Box::new(clock))
}

/// One look: everything told of it, and the request.
async fn look(server: &Server, poller: &mut Poller, answer: &[u8]) -> (Vec<Step>, String) {
    let looking = async {
        let mut steps = Vec::new();
        loop {
            steps.push(poller.next().await);
            while let Some(step) = poller.ready() {
                steps.push(step);
            }
            if !matches!(steps.last(), Some(Step::Connecting)) {
                return steps;
            }
        }
    };
    let both = async { tokio::join!(looking, server.answer(answer)) };
    timeout(Duration::from_secs(30), both).await.expect("an answer in time")
}

fn kinds(steps: &[Step]) -> Vec<String> {
    steps
        .iter()
        .map(|step| match step {
            Step::Event(event) => event.kind.clone(),
            Step::Connecting => "connecting".to_owned(),
            Step::Open => "open".to_owned(),
            Step::Heard => "heard".to_owned(),
            Step::Waiting { .. } => "waiting".to_owned(),
            Step::Stopped(_) => "stopped".to_owned(),
            other => format!("{other:?}"),
        })
        .collect()
}

fn titles(steps: &[Step]) -> Vec<String> {
    steps
        .iter()
        .filter_map(|step| match step {
            Step::Event(event) if event.kind != CHECKPOINT => {
                let item: serde_json::Value = serde_json::from_str(&event.data).expect("JSON");
                Some(item["title"].as_str().unwrap_or_default().to_owned())
            }
            _ => None,
        })
        .collect()
}

fn checkpoint(steps: &[Step]) -> Option<String> {
    steps.iter().find_map(|step| match step {
        Step::Event(event) if event.kind == CHECKPOINT => Some(event.data.clone()),
        _ => None,
    })
}

#[tokio::test]
async fn the_first_look_is_a_silent_baseline_and_what_follows_is_news() {
    let server = Server::start().await;
    let mut poller = poller(server.url("/feed"), None);
    let first = answer(
        "200 OK",
        "ETag: \"v1\"\r\nLast-Modified: Sun, 06 Nov 1994 08:00:00 GMT\r\n",
        &rss(&[("2", "two"), ("1", "one")]),
    );
    let (steps, request) = look(&server, &mut poller, &first).await;
    assert_eq!(kinds(&steps), ["connecting", "open", EARLIER, EARLIER, CHECKPOINT]);
    assert_eq!(titles(&steps), ["one", "two"], "the oldest first");
    let length = rss(&[("2", "two"), ("1", "one")]).len() as u64;
    assert_eq!(poller.bytes(), length);
    assert!(!request.contains("if-none-match") && request.contains("accept-encoding: gzip"), "{request}");
    assert!(poller.next_look().is_some_and(|rest| rest > Duration::from_secs(240)));

    poller.retry_now();
    let (steps, request) = look(&server, &mut poller, &answer("304 Not Modified", "", b"")).await;
    assert_eq!(
        (kinds(&steps), poller.bytes()),
        (vec!["heard".into()], length),
        "nothing new, and no flicker"
    );
    assert!(
        request.contains("if-none-match: \"v1\"") && request.contains("if-modified-since: sun, 06 nov 1994"),
        "{request}"
    );

    poller.retry_now();
    let (steps, _) =
        look(&server, &mut poller, &answer("200 OK", "", &rss(&[("3", "three"), ("2", "two")]))).await;
    assert_eq!(
        (kinds(&steps), titles(&steps)),
        (vec!["heard".into(), ITEM.into(), CHECKPOINT.into()], vec!["three".into()])
    );
    assert_eq!(poller.title(), Some("T"));
}

/// All of them are looked at after sleep, and at the beginning of a run.
#[tokio::test]
async fn many_feeds_are_looked_at_one_after_the_other() {
    let server = Server::start().await;
    let gate = Gate::default();
    let looks = (0..6).map(|_| {
        let config = Config { gate: gate.clone(), ..Config::new(server.url("/feed")) };
        let client = Client::new().expect("a client");
        let mut poller = Poller::new(client, config, Box::new(|| 0.5), Box::new(|| SystemTime::UNIX_EPOCH));
        async move { while !matches!(poller.next().await, Step::Open) {} }
    });
    let answers = async {
        for _ in 0..6 {
            server.answer(&answer("200 OK", "", &rss(&[]))).await;
        }
    };
    let began = tokio::time::Instant::now();
    let all = async { tokio::join!(futures_util::future::join_all(looks), answers) };
    timeout(Duration::from_secs(30), all).await.expect("answers in time");
    assert!(began.elapsed() >= Duration::from_millis(250), "twenty a second: {:?}", began.elapsed());
}

#[tokio::test]
async fn a_checkpoint_carries_over_to_another_run() {
    let server = Server::start().await;
    let mut first = poller(server.url("/feed"), None);
    let (steps, _) =
        look(&server, &mut first, &answer("200 OK", "ETag: \"v1\"\r\n", &rss(&[("1", "one")]))).await;
    let mut second = poller(server.url("/feed"), checkpoint(&steps));
    let body = rss(&[("2", "two"), ("other", "one")]);
    let (steps, request) = look(&server, &mut second, &answer("200 OK", "", &body)).await;
    assert!(request.contains("if-none-match: \"v1\""), "{request}");
    assert_eq!(titles(&steps), ["two"], "another guid for the same words is no news");
    assert_eq!(kinds(&steps), ["connecting", "open", ITEM, CHECKPOINT]);
}

#[tokio::test]
async fn gone_stops_and_trouble_waits() {
    let server = Server::start().await;
    let cases: [(&str, &str, &[u8], &str, u64); 6] = [
        ("410 Gone", "", b"", "stopped", 0),
        ("404 Not Found", "", b"", "stopped", 0),
        ("429 Too Many Requests", "Retry-After: 7200\r\n", b"", "waiting", 7_200),
        ("503 Service Unavailable", "Retry-After: Sun, 06 Nov 1994 10:49:37 GMT\r\n", b"", "waiting", 7_200),
        ("500 Internal Server Error", "", b"", "waiting", 60),
        ("200 OK", "", b"<rss><channel><item><title>no end", "waiting", 60),
    ];
    for (status, headers, body, kind, pause) in cases {
        let mut poller = poller(server.url("/feed"), None);
        let (steps, _) = look(&server, &mut poller, &answer(status, headers, body)).await;
        assert_eq!(kinds(&steps), ["connecting", kind], "{status}");
        if let Some(Step::Waiting { delay, .. }) = steps.last() {
            assert_eq!(delay.as_secs(), pause, "{status}");
        }
    }
}

#[tokio::test]
async fn it_is_found_where_it_moved() {
    let server = Server::start().await;
    let mut poller = poller(server.url("/old"), None);
    let to = server.url("/new");
    let serving = async {
        server.answer(&answer("301 Moved Permanently", &format!("Location: {to}\r\n"), b"")).await;
        server.answer(&answer("200 OK", "", &rss(&[("1", "one")]))).await
    };
    let looking = async {
        while !matches!(poller.next().await, Step::Open) {}
        std::iter::from_fn(|| poller.ready()).collect::<Vec<_>>()
    };
    let both = async { tokio::join!(looking, serving) };
    let (steps, request) = timeout(Duration::from_secs(30), both).await.expect("in time");
    assert!(request.starts_with("get /new"), "{request}");
    assert_eq!(titles(&steps), ["one"]);
}

#[tokio::test]
async fn bombs_are_refused() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..64 {
        packed.write_all(&zeros).expect("memory");
    }
    let bomb = packed.finish().expect("memory");
    let long = vec![b' '; 11 << 20];
    let lol = b"<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><rss><channel/></rss>";
    let server = Server::start().await;
    for (headers, body, word) in [
        ("Content-Encoding: gzip\r\n", &bomb[..], "a hundredth"),
        ("", &long[..], "10 MiB"),
        ("", &lol[..], "DOCTYPE"),
    ] {
        let mut poller = poller(server.url("/feed"), None);
        let (steps, _) = look(&server, &mut poller, &answer("200 OK", headers, body)).await;
        let Some(Step::Waiting { error: Error::Unreadable { came }, .. }) = steps.last() else {
            panic!("{steps:?}")
        };
        assert!(came.contains(word), "{came}");
    }
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&rss(&[("1", "one")])).expect("memory");
    let mut poller = poller(server.url("/feed"), None);
    let good = answer("200 OK", "Content-Encoding: gzip\r\n", &packed.finish().expect("memory"));
    assert_eq!(titles(&look(&server, &mut poller, &good).await.0), ["one"]);
}

#[tokio::test]
async fn a_broken_connection_is_waited_for_and_nothing_of_it_is_told() {
    let server = Server::start().await;
    let whole = answer("200 OK", "ETag: \"v1\"\r\n", &rss(&[("2", "two"), ("1", "one")]));
    let short = &whole[..whole.len() - 20];
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n<rss><channel>";
    let mut poller = poller(server.url("/feed"), None);
    for (cut, pause) in [(&b""[..], 60), (b"HTTP/1.1 200", 120), (short, 240), (chunked, 480)] {
        let (steps, _) = look(&server, &mut poller, cut).await;
        let Some(Step::Waiting { delay, error: Error::Net(error) }) = steps.last() else {
            panic!("{steps:?}")
        };
        assert_eq!((delay.as_secs(), titles(&steps).len()), (pause, 0), "{error}");
        assert!(matches!(error, NetError::Broken { .. } | NetError::BadResponse { .. }), "{error:?}");
        poller.retry_now();
    }
    // It goes on as if nothing had been, and asks for what it never had.
    let (steps, request) = look(&server, &mut poller, &whole).await;
    assert_eq!(titles(&steps), ["one", "two"]);
    assert!(!request.contains("if-none-match"), "{request}");
}

#[tokio::test]
async fn a_server_without_encryption_is_told_apart() {
    let server = Server::start().await;
    let mut url = server.url("/feed");
    url.set_scheme("https").expect("a scheme");
    let mut poller = poller(url, None);
    let plain = async {
        let (mut stream, _) = server.0.accept().await.expect("a connection");
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    };
    let waiting = async {
        assert!(matches!(poller.next().await, Step::Connecting));
        poller.next().await
    };
    let (step, ()) =
        timeout(Duration::from_secs(30), async { tokio::join!(waiting, plain) }).await.expect("in time");
    assert!(matches!(step, Step::Waiting { error: Error::Net(NetError::Tls { .. }), .. }), "{step:?}");
}

/// A server that says 304 whatever it is asked, also where nothing was ever had of it, is asked no more often for that.
#[tokio::test]
async fn a_storm_of_304_is_no_reason_to_ask_more_often() {
    let server = Server::start().await;
    let mut poller = poller(server.url("/feed"), None);
    let mut last = Duration::ZERO;
    for n in 0..50 {
        let (steps, _) =
            look(&server, &mut poller, &answer("304 Not Modified", "Cache-Control: max-age=0\r\n", b""))
                .await;
        assert_eq!(
            titles(&steps).len() + usize::from(checkpoint(&steps).is_some()),
            0,
            "look {n}: {steps:?}"
        );
        let rest = poller.next_look().expect("a rest");
        assert!(
            rest > Duration::from_secs(240) && (n == 0 || rest + Duration::from_secs(1) >= last),
            "{rest:?}"
        );
        last = rest;
        poller.retry_now();
    }
    assert!(last > Duration::from_secs(3000), "{last:?}");
}

#[tokio::test]
async fn a_redirect_without_end_or_to_no_web_address_is_waited_for() {
    let server = Server::start().await;
    for (to, hops) in [("/feed", 6), ("file:///etc/passwd", 1), ("https://me:pw@a.example/", 1)] {
        let mut poller = poller(server.url("/feed"), None);
        let moved = answer("302 Found", &format!("Location: {to}\r\n"), b"");
        let serving = async {
            for _ in 0..hops {
                server.answer(&moved).await;
            }
        };
        let waiting = async {
            assert!(matches!(poller.next().await, Step::Connecting));
            poller.next().await
        };
        let both = async { tokio::join!(waiting, serving) };
        let (step, ()) = timeout(Duration::from_secs(30), both).await.expect("in time");
        let Step::Waiting { error: Error::Net(error), .. } = &step else { panic!("{to}: {step:?}") };
        let right = matches!(error, NetError::TooManyRedirects { .. } | NetError::BadRedirect { .. });
        assert!(right && !error.to_string().contains("pw"), "{to}: {error:?}");
    }
}

#[tokio::test]
async fn a_feed_without_guids_is_told_once() {
    let server = Server::start().await;
    let mut poller = poller(server.url("/feed"), None);
    let body = b"<rss version='2.0'><channel><item><title>a</title></item><item><description>b</description></item></channel></rss>";
    let (steps, _) = look(&server, &mut poller, &answer("200 OK", "", body)).await;
    assert_eq!(titles(&steps).len(), 2);
    poller.retry_now();
    let (steps, _) = look(&server, &mut poller, &answer("200 OK", "", body)).await;
    assert_eq!(titles(&steps).len(), 0);
}

#[tokio::test]
async fn a_page_leads_to_its_feed() {
    let server = Server::start().await;
    let client = Client::new().expect("a client");
    let url = server.url("/");
    let page = b"<!doctype html><link rel=alternate type=application/rss+xml href=/feed.xml>";
    let (found, _) = tokio::join!(discover(&client, &url, &[], false), async {
        server.answer(&answer("200 OK", "", page)).await
    });
    assert_eq!(found, Ok(Discovered::Linked(server.url("/feed.xml"))));
    let links = "Link: </books/1>; rel=\"self\"\r\nLink: </hub>; rel=\"mercure\"\r\n";
    let (found, _) = tokio::join!(discover(&client, &url, &[], false), async {
        server.answer(&answer("200 OK", links, b"{}")).await
    });
    let mut hub = server.url("/hub");
    hub.query_pairs_mut().append_pair("topic", server.url("/books/1").as_str());
    assert_eq!(found, Ok(Discovered::Stream(hub)));
    let feed = rss(&[("1", "one")]);
    let (found, _) = tokio::join!(discover(&client, &url, &[], false), async {
        server.answer(&answer("200 OK", "", &feed)).await
    });
    assert_eq!(found, Ok(Discovered::Feed { title: Some("T".into()), url: url.clone() }));
    let (found, _) = tokio::join!(discover(&client, &url, &[], false), async {
        server.answer(&answer("404 Not Found", "", b"")).await
    });
    assert!(matches!(found, Err(Error::Status { status: 404, .. })));
}
