//! R5 and R6: what never ends, and what is small on the wire and large in memory.

use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use flate2::{Compression, write::GzEncoder};
use tidings_tests::{Config, FeedTable, Gate, Server, Tidings};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::command::{Run, eventually};
use super::feeds::{self, APART, Fault, Scene, names, not_opened};
use super::origin::{Log, begin, resume};
use super::{Scale, row::Row};

/// What a flood may take of the processor (R5).
const CPU: f64 = 0.1;
/// How soon it is cut, once the limit has been sent.
const CUT: Duration = Duration::from_millis(100);
/// What the process may grow by (R5).
const GROWTH: f64 = 8.0;
const LIMIT: usize = 1 << 20;
/// Enough for anyone to call it endless.
const ENDLESS: usize = 1 << 30;

/// Every row of the family.
pub async fn run(scale: Scale) -> Vec<Row> {
    let mut rows = Vec::new();
    for (name, start, piece) in [
        ("a line of 1 GiB", &b"data: "[..], vec![b'x'; 64 << 10]),
        ("empty data lines without end", b"", b"data:\n".repeat(10_923)),
        ("data lines of a byte without end", b"", b"data:x\n".repeat(9_362)),
        ("a comment without end", b":", vec![b'x'; 64 << 10]),
        ("an id without end", b"id: ", vec![b'7'; 64 << 10]),
    ] {
        rows.push(flood(scale, name, start, piece).await);
    }
    for coding in ["gzip", "br"] {
        rows.push(packed(scale, coding).await);
    }
    rows.push(bomb(scale).await);
    rows
}

/// How long it took from the limit to the cut, for each flood.
type Cuts = Arc<Mutex<Vec<Duration>>>;

async fn flood(scale: Scale, name: &'static str, start: &'static [u8], piece: Vec<u8>) -> Row {
    let fault = Fault::waits(name, "The server sent an event");
    let feeds = names(scale.times);
    let (log, cuts) = (Log::default(), Cuts::default());
    let (own, noted, piece) = (log.clone(), cuts.clone(), Arc::new(piece));
    let server = Server::start(move |_, request, stream| {
        let (log, cuts, piece) = (own.clone(), noted.clone(), piece.clone());
        async move {
            let feed = request.path.trim_start_matches('/').to_owned();
            if log.note(&feed) > 0 {
                let _ = resume(&request).play(stream).await;
                return;
            }
            let took = pour(stream, &log.gate(&feed), start, &piece).await;
            cuts.lock().unwrap_or_else(PoisonError::into_inner).extend(took);
        }
    });
    let run = feeds::run(&feeds, |feed| server.url(&format!("/{feed}")), |tidings| tidings);
    let mut scene = match Scene::open(run, feeds, log).await {
        Ok(scene) => scene,
        Err(why) => return Row { id: "R5".to_owned(), ..not_opened(&fault, &why) },
    };
    let before = scene.run.cpu_seconds();
    for feed in &scene.feeds {
        scene.log.release(feed);
        let said = || scene.run.said_of(feed).iter().any(|said| said.state == "waiting");
        eventually(Duration::from_secs(10), said).await;
        tokio::time::sleep(APART).await;
    }
    let cpu = (scene.run.cpu_seconds() - before) / scale.times as f64;
    let mut row = scene.account(&fault).await;
    let cuts = cuts.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let slowest = cuts.iter().max().copied().unwrap_or(Duration::MAX);
    row.in_time = Some(cuts.iter().filter(|took| **took <= CUT).count());
    row.growth = row.growth.map(|(grew, _)| (grew, GROWTH));
    if cpu > CPU {
        row.wrong.push(format!("{cpu:.3} s of processor time each"));
    }
    row.id = "R5".to_owned();
    row.figure =
        format!("cut in 100 ms ({:.0} ms), 0.1 s of CPU ({cpu:.3} s), + 8 MiB", slowest.as_secs_f64() * 1e3);
    row
}

/// Says the first events and then the flood, until the client has had enough: how long that took from the limit on.
async fn pour(stream: TcpStream, gate: &Gate, start: &[u8], piece: &[u8]) -> Option<Duration> {
    let mut stream = stream;
    let head = begin().bytes();
    stream.write_all(&head).await.ok()?;
    gate.passed().await;
    stream.write_all(start).await.ok()?;
    let mut sent = 0;
    let mut full = None;
    while sent < ENDLESS {
        if stream.write_all(piece).await.is_err() {
            return full.map(|full: Instant| full.elapsed()).or(Some(Duration::ZERO));
        }
        sent += piece.len();
        if sent >= LIMIT && full.is_none() {
            full = Some(Instant::now());
        }
    }
    None
}

/// R6: a stream that comes packed, though it was asked for as it is, is refused and never unpacked.
async fn packed(scale: Scale, coding: &'static str) -> Row {
    let fault = Fault::stops(format!("a packed answer ({coding})"), "packed");
    let script = move || {
        // The head of a gzip member, and then a block of zeros packed as small as they go, again and again.
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: {coding}\r\nConnection: close\r\n\r\n"
        );
        tidings_tests::Script::default()
            .say(head)
            .say(&b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"[..])
            .flood(b"\xec\xc1\x01\x01\x00\x00\x00\x80\x90\xfe\xaf\xee\x08\x0a\x00".repeat(4096), 160)
            .hold()
    };
    let part = super::origin::Part::Answer(Arc::new(script));
    Row { id: "R6".to_owned(), ..feeds::suffer(scale.times, fault, super::origin::serve(part)).await }
}

/// R6: a feed to be polled that is 10 MB on the wire, and 10 GB in memory.
async fn bomb(scale: Scale) -> Row {
    let (fault, words) = ("a packed feed of 10 GB (gzip), polled", "packed to less than a hundredth");
    let body = Arc::new(zeros());
    let server = Server::start(move |_, _, stream| {
        let body = body.clone();
        async move {
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            let mut stream = stream;
            // Who has had enough leaves in mid-sentence.
            if stream.write_all(head.as_bytes()).await.is_ok() {
                let _ = stream.write_all(&body).await;
            }
        }
    });
    // The process as it is before the first look, with one feed that has something else to say.
    let quiet = super::origin::serve(super::origin::Part::Way);
    let feeds = names(scale.times);
    let tables =
        feeds.iter().map(|feed| FeedTable::new(feed, &server.url(&format!("/{feed}"))).format("feed"));
    let run = Run::start(Tidings::with(&Config::of([FeedTable::new("quiet", &quiet.0.url("/quiet"))])));
    if !run.open(1, Duration::from_secs(30)).await {
        return Row { id: "R6".to_owned(), ..Row::broken(fault, "the quiet feed did not open") };
    }
    let before = run.mib("VmHWM");
    let all = std::iter::once(FeedTable::new("quiet", &quiet.0.url("/quiet"))).chain(tables);
    run.tidings.write_config(&Config::of(all).to_string());
    let told = |feed: &&String| {
        run.said_of(feed).iter().any(|said| said.state == "waiting" && said.line.contains(words))
    };
    eventually(Duration::from_secs(60), || feeds.iter().all(|feed| told(&feed))).await;
    let mut run = run;
    let (wrong, growth) = (run.wrong(), run.mib("VmHWM") - before);
    let right =
        feeds.iter().filter(|feed| run.said_of(feed).iter().any(|said| said.line.contains(words))).count();
    Row {
        id: "R6".to_owned(),
        fault: fault.to_owned(),
        times: feeds.len(),
        right,
        growth: Some((growth, feeds::GROWTH)),
        figure: "refused, and said; the most there was + 16 MiB".to_owned(),
        wrong,
        ..Row::default()
    }
}

/// Ten megabytes of gzip members, each of 16 MiB of zeros.
fn zeros() -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..16 {
        packed.write_all(&[0; 1 << 20]).expect("memory");
    }
    let member = packed.finish().expect("memory");
    member.repeat(10_000_000 / member.len())
}
