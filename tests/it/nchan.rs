//! A real hub that nobody here wrote: nginx with nchan, which speaks EventSource and resumes by Last-Event-ID.
//!
//! On Debian: `nginx-light` and `libnginx-mod-nchan`. What nchan 1.3.6 says on the wire, as seen with curl:
//!
//! ```text
//! HTTP/1.1 200 OK
//! Content-Type: text/event-stream; charset=utf-8
//! Connection: keep-alive                 <- yet neither a length nor chunks: the body ends with the connection
//!
//! : hi
//!
//! id: 1795369062:0                       <- seconds of the clock, and a number within that second
//! data: {"title":"n 1"}
//!
//! ```
//!
//! A message of several lines becomes several data lines; a CR within one is passed on as it is. With Last-Event-ID it goes on behind
//! that message, also on a fresh connection; an id it does not know gets everything from the oldest message on. Without
//! `Accept: text/event-stream` it answers 403. It remembers in memory only, and a client that waits on an empty channel with an id
//! from before a restart hears nothing for ever (and can abort nginx, spool.c:479): so no test here restarts it.

use std::{
    fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::json;
use tempfile::TempDir;
use tidings_tests::{Config, FeedTable, Refusing, Running, Tidings, until};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    process::Command,
};

/// How many messages are published, and over how many kills.
const MESSAGES: usize = 2_000;
const KILLS: usize = 20;

/// nginx with one channel: POST to `/publish`, EventSource at `/subscribe`.
struct Hub {
    port: Refusing,
    nginx: Running,
    place: TempDir,
}

impl Hub {
    async fn start() -> Self {
        let (port, place) = (Refusing::new(), TempDir::with_prefix("tidings-nchan-").unwrap());
        fs::write(place.path().join("nginx.conf"), configuration(port.address(), place.path())).unwrap();
        let mut command = Command::new("nginx");
        command.arg("-c").arg(place.path().join("nginx.conf")).arg("-e").arg(place.path().join("error.log"));
        Self { port, nginx: Running::start(&mut command), place }.up().await
    }

    async fn up(mut self) -> Self {
        let address = self.port.address();
        until("nginx listens", async || {
            if !self.nginx.is_up() {
                panic!(
                    "nginx ended: {}",
                    fs::read_to_string(self.place.path().join("error.log")).unwrap_or_default()
                );
            }
            TcpStream::connect(address).await.ok()
        })
        .await;
        self
    }

    fn subscribe(&self) -> String {
        self.port.url("/subscribe")
    }

    /// Publishes over one connection after another request's answer: the order is the order of the calls.
    async fn publisher(&self) -> Publisher {
        Publisher { stream: TcpStream::connect(self.port.address()).await.unwrap() }
    }
}

/// A connection that posts messages.
struct Publisher {
    stream: TcpStream,
}

impl Publisher {
    async fn post(&mut self, message: &str) -> io::Result<()> {
        let length = message.len();
        let request =
            format!("POST /publish HTTP/1.1\r\nHost: hub\r\nContent-Length: {length}\r\n\r\n{message}");
        self.stream.write_all(request.as_bytes()).await?;
        let answer = self.answer().await?;
        // 201: someone listened; 202: nobody did, and it is kept all the same.
        assert!(answer.starts_with("HTTP/1.1 201") || answer.starts_with("HTTP/1.1 202"), "{answer}");
        Ok(())
    }

    async fn answer(&mut self) -> io::Result<String> {
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(self.stream.read_u8().await?);
        }
        let head = String::from_utf8_lossy(&answer).into_owned();
        let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
        let mut body = vec![0; length.map_or(0, |length| length.trim().parse().unwrap())];
        self.stream.read_exact(&mut body).await?;
        Ok(head)
    }
}

/// `master_process off` makes nginx one process, which a test can end without leaving workers behind.
fn configuration(address: SocketAddr, place: &Path) -> String {
    let module = module().display().to_string();
    let place = place.display();
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {place}/{name};"))
        .join(" ");
    format!(
        "load_module {module};
daemon off; master_process off; pid {place}/nginx.pid; error_log {place}/error.log warn;
events {{ worker_connections 256; }}
http {{
    access_log off; {temporary}
    keepalive_requests 100000;
    nchan_shared_memory_size 64M;
    server {{
        listen {address};
        location = /publish {{
            nchan_publisher; nchan_channel_id news;
            nchan_message_buffer_length {MESSAGES}; nchan_message_timeout 1h;
        }}
        location = /subscribe {{
            nchan_subscriber eventsource; nchan_channel_id news; nchan_subscriber_first_message oldest;
        }}
    }}
}}
"
    )
}

fn module() -> PathBuf {
    let places = ["/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/usr/share/nginx/modules"];
    let found = places
        .map(|place| Path::new(place).join("ngx_nchan_module.so"))
        .into_iter()
        .find(|path| path.exists());
    found.expect("nginx with nchan is installed (Debian: nginx-light libnginx-mod-nchan)")
}

fn title(n: usize) -> String {
    format!("Message {n} of {MESSAGES}")
}

/// Chance for a test, by the splitmix64 generator: what it is seeded with is in the message of a failure.
struct Chance(u64);

impl Chance {
    fn seeded_by_the_clock() -> Self {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        Self(u64::try_from(since.as_micros()).unwrap())
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}

/// Publishes all messages, at a pace that leaves the last of them for after the last kill.
async fn publish_all(hub: &Hub, kills: &tokio::sync::watch::Receiver<usize>) {
    let mut publisher = hub.publisher().await;
    for n in 1..=MESSAGES {
        // Each kill allows another share; the first share needs none, and the last waits for all.
        let share = (n - 1) * (KILLS + 1) / MESSAGES;
        kills.clone().wait_for(|done| *done >= share).await.unwrap();
        publisher.post(&json!({ "title": title(n) }).to_string()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// Starts `tidings run`, and ends it with SIGKILL wherever it may then be: at its start, connecting, storing, or at rest.
async fn killed_again_and_again(
    tidings: &Tidings,
    chance: &mut Chance,
    kills: &tokio::sync::watch::Sender<usize>,
) {
    for _ in 0..KILLS {
        let mut run = tidings.start(&["run", "--no-notify"]);
        tokio::time::sleep(Duration::from_millis(chance.below(900))).await;
        assert!(run.is_up(), "it ended by itself: {:#?}", run.finish().await);
        run.kill().await;
        kills.send_modify(|done| *done += 1);
    }
}

#[tokio::test]
async fn two_thousand_messages_over_twenty_kills_are_all_there_once_and_in_order() {
    let hub = Hub::start().await;
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.subscribe())]));
    let mut chance = Chance::seeded_by_the_clock();
    let seed = chance.0;
    let (kills, done) = tokio::sync::watch::channel(0);
    tokio::join!(publish_all(&hub, &done), killed_again_and_again(&tidings, &mut chance, &kills));

    let run = tidings.start(&["run", "--no-notify"]);
    let titles = tidings.titles(MESSAGES).await;
    let expected: Vec<_> = (1..=MESSAGES).map(title).collect();
    let first = titles.iter().zip(&expected).position(|(got, wanted)| got != wanted);
    assert!(
        titles == expected,
        "seed {seed}: {} entries; the first that differs is at {first:?}",
        titles.len()
    );

    run.terminate().await;
    assert_eq!(run.finish().await.code, Some(0));
    let history = tidings.history(&[]).await;
    let keys: std::collections::HashSet<_> =
        history.iter().map(|entry| entry["key"].as_str().unwrap()).collect();
    assert_eq!((history.len(), keys.len()), (MESSAGES, MESSAGES), "seed {seed}");
}

#[tokio::test]
async fn what_it_says_is_printed_word_for_word() {
    let hub = Hub::start().await;
    let mut publisher = hub.publisher().await;
    for message in ["plain", "two\nlines", "Grüße, 日本"] {
        publisher.post(message).await.unwrap();
    }
    let finished =
        Tidings::new().finish(&["watch", &hub.subscribe(), "--raw", "--json", "--count", "3"]).await;
    let lines = finished.json_lines();
    let said: Vec<_> = lines.iter().map(|line| line["data"].as_str().unwrap()).collect();
    assert_eq!(said, ["plain", "two\nlines", "Grüße, 日本"]);

    let second = lines[1]["last_event_id"].as_str().unwrap();
    let resume = ["watch", &hub.subscribe(), "--raw", "--json", "--count", "1", "--last-event-id", second];
    let finished = Tidings::new().finish(&resume).await;
    assert_eq!(finished.json_lines()[0]["data"], "Grüße, 日本");
}
