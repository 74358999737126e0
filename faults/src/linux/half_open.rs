//! R4: connections that died without a word. The link is taken away under them, so that nothing arrives and nobody is told; or a proxy on the
//! way freezes, whose system goes on to answer the probes of ours, so that only silence tells.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tidings_tests::{Config, FeedTable, Server, Tidings};
use tokio::io::{AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::command::{Run, eventually};
use super::feeds::{Fault, Scene, Then, names, not_opened};
use super::origin::{BEFORE, Log, event, resume};
use super::{Scale, network, row::Row};

const HEARTBEAT: Duration = Duration::from_secs(15);
/// So many gaps between heartbeats make a habit, and one more is on the safe side.
const LEARNT: u32 = 6;

/// How a death is told: by our own deadline, or by the kernel's probes before it.
const NOTICED: [&str; 2] = ["Nothing was heard", "broke"];

/// What its streams do while they live, and how soon their death is to be noticed.
#[derive(Clone, Copy)]
struct Case {
    name: &'static str,
    beats: Option<Duration>,
    /// How long they live.
    life: Duration,
    noticed: Duration,
    config: &'static str,
    dies: Death,
}

/// What takes the connections.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Death {
    Link,
    Proxy,
}

/// Every row of the family. One after the other: the link is the whole network's.
pub async fn run(scale: Scale) -> Vec<Row> {
    let mut cases = vec![Case {
        name: "half-open, idle_seconds = 5",
        beats: Some(Duration::from_secs(1)),
        life: Duration::from_secs(3),
        noticed: Duration::from_secs(5),
        config: "idle_seconds = 5",
        dies: Death::Link,
    }];
    cases.push(Case { name: "a frozen proxy, idle_seconds = 5", dies: Death::Proxy, ..cases[0] });
    if !scale.short {
        cases.push(Case {
            name: "half-open, nothing known of the feed",
            beats: None,
            life: Duration::from_secs(1),
            noticed: Duration::from_secs(90),
            config: "",
            dies: Death::Link,
        });
        cases.push(Case {
            name: "half-open, a heartbeat every 15 s",
            beats: Some(HEARTBEAT),
            life: HEARTBEAT * LEARNT + Duration::from_secs(5),
            noticed: Duration::from_secs(45),
            config: "",
            dies: Death::Link,
        });
        let behind = |name, case: &Case| Case { name, dies: Death::Proxy, ..*case };
        let frozen = [
            behind("a frozen proxy, nothing known of the feed", &cases[2]),
            behind("a frozen proxy, a heartbeat every 15 s", &cases[3]),
        ];
        cases.extend(frozen);
    }
    let mut rows = Vec::new();
    for case in cases {
        rows.push(one(scale, &case).await);
    }
    rows
}

async fn one(scale: Scale, case: &Case) -> Row {
    let feeds = names(scale.times);
    let fault = Fault {
        patience: Duration::from_secs(90),
        queue: None,
        // `late` looks at the words.
        ..Fault::waits(case.name, "")
    };
    let (server, log, heard, _last) = serve(case.beats);
    let way = Forwarder::to(server.address()).await;
    let port = if case.dies == Death::Proxy { way.port } else { server.address().port() };
    let tables = feeds
        .iter()
        .map(|feed| FeedTable::new(feed, &format!("http://127.0.0.1:{port}/{feed}")).raw(case.config));
    let run = Run::start(Tidings::with(&Config::of(tables)));
    let mut scene = match Scene::open(run, feeds, log).await {
        Ok(scene) => scene,
        Err(why) => return not_opened(&fault, &why),
    };
    tokio::time::sleep(case.life).await;
    // A last sign of life, from which on it is counted.
    let _ = heard.send(true);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let died = Instant::now();
    match case.dies {
        Death::Link => network::link(false),
        Death::Proxy => way.freeze(),
    }
    let late = |scene: &Scene, feed: &String| late(scene, feed, died, case.dies);
    let noticed = |scene: &Scene| scene.feeds.iter().filter(|feed| late(scene, feed).is_some()).count();
    eventually(case.noticed + Duration::from_secs(10), || noticed(&scene) == scene.feeds.len()).await;
    if case.dies == Death::Link {
        network::link(true);
    }
    let mut row = scene.account(&Fault { then: Then::Waits, ..fault }).await;
    let latest = scene.feeds.iter().filter_map(|feed| late(&scene, feed)).max().unwrap_or_default();
    // The last byte was heard before the link went: a deadline that counts from there is over sooner, not later.
    let allowed = case.noticed + Duration::from_secs(1);
    row.in_time = Some(
        scene.feeds.iter().filter_map(|feed| late(&scene, feed)).filter(|took| *took <= allowed).count(),
    );
    row.figure = format!(
        "noticed in {} s + 1 s (the last after {:.1} s)",
        case.noticed.as_secs(),
        latest.as_secs_f64()
    );
    row.id = "R4".to_owned();
    row
}

/// How long after its death this feed was said to be down: behind a frozen proxy, by its silence alone.
fn late(scene: &Scene, feed: &str, died: Instant, dies: Death) -> Option<Duration> {
    let said = scene.run.said_of(feed);
    let words = if dies == Death::Proxy { &NOTICED[..1] } else { &NOTICED[..] };
    let noticed = |line: &str| words.iter().any(|words| line.contains(words));
    let said = said.iter().find(|said| said.at > died && said.state == "waiting" && noticed(&said.line));
    said.map(|said| said.at - died)
}

/// A proxy that passes everything on, until it freezes: those connections stay open, and nothing of them is read or said any more. Later
/// ones are passed on again.
struct Forwarder {
    port: u16,
    frozen: watch::Sender<usize>,
    serving: tokio::task::JoinHandle<()>,
}

impl Forwarder {
    async fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("a listener has an address").port();
        let (frozen, frost) = watch::channel(0);
        let serving = tokio::spawn(async move {
            while let Ok((mut here, _)) = listener.accept().await {
                let mut frost = frost.clone();
                tokio::spawn(async move {
                    frost.mark_unchanged();
                    let Ok(mut there) = TcpStream::connect(target).await else { return };
                    tokio::select! {
                        _ = copy_bidirectional(&mut here, &mut there) => {}
                        Ok(()) = frost.changed() => std::future::pending().await,
                    }
                });
            }
        });
        Self { port, frozen, serving }
    }

    fn freeze(&self) {
        self.frozen.send_modify(|times| *times += 1);
    }
}

impl Drop for Forwarder {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn over(told: &mut watch::Receiver<bool>) {
    // A sender that is gone has nothing more to tell: over as well.
    let _ = told.wait_for(|over| *over).await;
}

type Kept = Arc<Mutex<Vec<TcpStream>>>;

/// A server whose first streams beat until they are told to say a last word, and are then kept open.
fn serve(beats: Option<Duration>) -> (Server, Log, watch::Sender<bool>, Kept) {
    let log = Log::default();
    let (tell, told) = watch::channel(false);
    let kept = Kept::default();
    let (own, keep) = (log.clone(), kept.clone());
    let server = Server::start(move |_, request, mut stream| {
        let (log, mut told, kept) = (own.clone(), told.clone(), keep.clone());
        async move {
            let feed = request.path.trim_start_matches('/').to_owned();
            if log.note(&feed) > 0 {
                let mut said = stream.write_all(&resume(&request).bytes()).await;
                while said.is_ok() {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    said = stream.write_all(b":\n").await;
                }
                return;
            }
            let first: String = (1..=BEFORE).map(event).collect();
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
            let _ = stream.write_all(format!("{head}{first}").as_bytes()).await;
            let mut beat = tokio::time::interval(beats.unwrap_or(Duration::from_secs(86_400)));
            beat.tick().await;
            loop {
                tokio::select! {
                    _ = beat.tick() => drop(stream.write_all(b":\n").await),
                    () = over(&mut told) => break,
                }
            }
            let _ = stream.write_all(b":\n").await;
            // As after a power cut: this end says nothing more, not even that it has ended.
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(stream);
        }
    });
    (server, log, tell, kept)
}
