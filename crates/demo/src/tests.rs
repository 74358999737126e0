//! The hub over real sockets.

use std::sync::atomic::{AtomicI64, Ordering};

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::*;
use crate::football::{Football, SLOT_MS};
use crate::news::News;
use crate::timetable::Timetable;

/// Three minutes into a slot.
const NOON: i64 = 4_900_000 * SLOT_MS + 180_000;
const SOON: Duration = Duration::from_secs(10);

struct Running {
    port: u16,
    now: Arc<AtomicI64>,
    stop: CancellationToken,
    served: tokio::task::JoinHandle<io::Result<()>>,
}

impl Running {
    async fn at(now: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let now = Arc::new(AtomicI64::new(now));
        let clock = now.clone();
        let stop = CancellationToken::new();
        let serving = serve(listener, Arc::new(move || clock.load(Ordering::SeqCst)), stop.clone());
        #[expect(clippy::disallowed_methods, reason = "a test has no TaskTracker; the task is joined below")]
        let served = tokio::spawn(serving);
        Self { port, now, stop, served }
    }

    async fn get(&self, path: &str, headers: &str) -> BufReader<TcpStream> {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        // HTTP/1.0 keeps the body free of chunks.
        let request = format!("GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n{headers}\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        BufReader::new(socket)
    }

    async fn page(&self, path: &str, headers: &str) -> String {
        let mut page = String::new();
        timeout(SOON, self.get(path, headers).await.read_to_string(&mut page)).await.unwrap().unwrap();
        page
    }

    async fn end(self) {
        self.stop.cancel();
        timeout(SOON, self.served).await.unwrap().unwrap().unwrap();
    }
}

/// The next event's id and data.
async fn next(stream: &mut BufReader<TcpStream>) -> (String, String) {
    let (mut id, mut data) = (String::new(), String::new());
    loop {
        let mut line = String::new();
        assert_ne!(timeout(SOON, stream.read_line(&mut line)).await.unwrap().unwrap(), 0, "the stream ended");
        match line.trim_end().split_once(": ") {
            Some(("id", value)) => id = value.to_owned(),
            Some(("data", value)) => data = value.to_owned(),
            _ if line == "\n" && !data.is_empty() => return (id, data),
            _ => {}
        }
    }
}

async fn resumes_across_a_restart(path: &str, timetable: impl Fn(u16) -> Box<dyn Timetable>) {
    let hub = Running::at(NOON).await;
    let mut stream = hub.get(path, "Accept: text/event-stream\r\n").await;
    let past = {
        let table = timetable(hub.port);
        table.between(table.first(NOON), NOON)
    };
    assert!(past.len() > 1);
    for item in &past {
        assert_eq!(next(&mut stream).await, (item.id.clone(), item.data.clone()));
    }
    let last = past.last().unwrap();
    hub.end().await;

    let later = NOON + 20 * 60_000;
    let hub = Running::at(later).await;
    let mut stream = hub.get(path, &format!("Last-Event-ID: {}\r\n", last.id)).await;
    let table = timetable(hub.port);
    for item in table.between(last.at, later) {
        assert_eq!(next(&mut stream).await.0, item.id);
    }
    // Nothing else was waiting: the next to come is the next to happen.
    let coming = table.between(later, later + SLOT_MS).remove(0);
    hub.now.store(coming.at, Ordering::SeqCst);
    assert_eq!(next(&mut stream).await, (coming.id, coming.data));
    hub.end().await;
}

#[tokio::test]
async fn the_match_resumes_with_exactly_what_was_missed() {
    resumes_across_a_restart("/match", |port| Box::new(Football { port })).await;
}

#[tokio::test]
async fn the_news_resume_with_exactly_what_was_missed() {
    resumes_across_a_restart("/news", |port| Box::new(News { port })).await;
}

#[tokio::test]
async fn an_unknown_or_future_id_counts_as_a_first_visit() {
    let hub = Running::at(NOON).await;
    let news = News { port: hub.port };
    let first = news.between(news.first(NOON), NOON).remove(0).id;
    let future = news.between(NOON, NOON + SLOT_MS).remove(0).id;
    for id in ["nonsense", &future] {
        let mut stream = hub.get("/news", &format!("Last-Event-ID: {id}\r\n")).await;
        assert_eq!(next(&mut stream).await.0, first);
    }
    hub.end().await;
}

#[tokio::test]
async fn a_long_absence_is_told_in_part() {
    let hub = Running::at(NOON).await;
    let news = News { port: hub.port };
    let old = news.between(NOON - 50 * 60 * 60_000, NOON).remove(0).id;
    let mut stream = hub.get("/news", &format!("Last-Event-ID: {old}\r\n")).await;
    assert_eq!(next(&mut stream).await.0, news.between(NOON - timetable::MEMORY_MS, NOON)[0].id);
    hub.end().await;
}

#[tokio::test]
async fn the_answer_is_an_event_stream_with_a_retry() {
    let hub = Running::at(NOON).await;
    let mut stream = hub.get("/match", "").await;
    let mut head = String::new();
    while !head.contains("retry: 2000\n") && !head.contains("retry:2000\n") {
        assert_ne!(timeout(SOON, stream.read_line(&mut head)).await.unwrap().unwrap(), 0);
    }
    assert!(head.starts_with("HTTP/1.0 200") && head.contains("content-type: text/event-stream"), "{head}");
    hub.end().await;
}

#[tokio::test]
async fn a_browser_gets_pages() {
    let hub = Running::at(NOON).await;
    let news = News { port: hub.port };
    let told = news.between(news.first(NOON), NOON).remove(0);
    let future = news.between(NOON, NOON + SLOT_MS).remove(0);
    let index = hub.page("/", "").await;
    assert!(index.contains("200 OK") && index.contains(&format!("http://127.0.0.1:{}/match", hub.port)));
    assert!(index.contains(&format!("/news/{}", told.id)));
    assert!(hub.page("/match", "Accept: text/html\r\n").await.contains("<h1>"));
    assert!(hub.page("/match/4900000", "").await.contains("<h1>"));
    assert!(hub.page(&format!("/news/{}", told.id), "").await.contains("color-scheme: light dark"));
    for path in [
        format!("/news/{}", future.id),
        "/news/x".into(),
        "/match/9999999".into(),
        "/match/-1".into(),
        "/x".into(),
    ] {
        assert!(hub.page(&path, "").await.starts_with("HTTP/1.0 404"), "{path}");
    }
    hub.end().await;
}

#[tokio::test]
async fn only_loopback_is_served() {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let error = serve(listener, Arc::new(|| NOON), CancellationToken::new()).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
}

#[test]
fn the_feeds_name_their_port() {
    let [game, news] = feeds(DEFAULT_PORT);
    assert_eq!([game.url, news.url], ["http://127.0.0.1:47800/match", "http://127.0.0.1:47800/news"]);
}
