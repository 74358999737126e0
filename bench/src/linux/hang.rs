//! How long an event takes to its committed row, while the notification service answers and while it hangs.

use std::path::Path;
use std::time::{Duration, Instant};

use tidings_engine::store::Store;
use tidings_model::EntryQuery;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use super::bell::Bell;
use super::figure::{Figure, quantile};
use super::program::Program;
use super::server::Server;
use super::{Result, machine};

const EVENTS: usize = 500;
/// Milliseconds that the 99th of 100 may move.
const MOST: f64 = 10.0;
const PACE: Duration = Duration::from_millis(20);
const ASK: Duration = Duration::from_micros(200);
const PATIENCE: Duration = Duration::from_secs(20);
const IDLE: Duration = Duration::from_secs(12);
const SETTLED: Duration = Duration::from_secs(3);

pub async fn measure(binary: &Path) -> Result<Vec<Figure>> {
    let bell = Bell::hang().await?;
    let server = Server::start().await?;
    let program = Program::run(binary, &server.feeds(1, "")?, Some(bell.address()))?;
    let mut socket = server.accept().await?;
    sleep(SETTLED).await;
    // One that makes the history, so that it can be opened.
    socket.write_all(event(0).as_bytes()).await?;
    sleep(SETTLED).await;
    let store = Store::open_read_only(&program.data_dir())?;
    let answering = latencies(&store, &mut socket, 1).await?;
    bell.freeze();
    let hanging = latencies(&store, &mut socket, 1 + EVENTS).await?;
    eprintln!("hang: {EVENTS} events each, load {}", machine::load()?);
    let left = left_behind(&program, &mut socket, bell).await?;
    let [calm, hung] = [&answering, &hanging].map(|latencies| quantile(latencies, 0.99));
    Ok(vec![
        Figure::plain("event to committed row, 99th of 100, ms", format!("{calm:.1}")),
        Figure::held(
            "the same while the notification service hangs, ms",
            format!("{hung:.1}"),
            "at most 10 more",
            hung <= calm + MOST,
        ),
        left,
    ])
}

/// Threads, open files but the history's, and connections to the bus.
type Counts = (usize, usize, usize);

async fn counts(program: &Program, bell: &Bell) -> Result<Counts> {
    Ok((program.count("task")?, program.files()?, bell.connections().await?))
}

/// What a long hang leaves behind once it is over: nothing. `TIDINGS_BENCH_HANG_SECONDS` says how long, 600 at first.
async fn left_behind(program: &Program, socket: &mut TcpStream, mut bell: Bell) -> Result<Figure> {
    let asked = std::env::var("TIDINGS_BENCH_HANG_SECONDS").ok();
    let seconds = asked.and_then(|seconds| seconds.parse().ok()).unwrap_or(600);
    bell.thaw();
    rings_again(socket, &mut bell, 1).await?;
    let before = counts(program, &bell).await?;
    bell.freeze();
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut said = 0;
    while Instant::now() < until {
        socket.write_all(alarm(&format!("Unheard {said}")).as_bytes()).await?;
        said += 1;
        sleep(Duration::from_secs(1)).await;
    }
    bell.thaw();
    rings_again(socket, &mut bell, 2).await?;
    let after = counts(program, &bell).await?;
    Ok(Figure::held(
        "threads, files and connections to the bus before and after a long hang",
        format!("{before:?}, {after:?} after {seconds} s"),
        "no more of any",
        after.0 <= before.0 && after.1 <= before.1 && after.2 <= before.2,
    ))
}

fn alarm(title: &str) -> String {
    format!("data: {{\"id\":\"{title}\",\"title\":\"{title}\",\"priority\":\"max\"}}\n\n")
}

/// Says something urgent until it is heard: the bell looks for a service that hung every 20 s.
async fn rings_again(socket: &mut TcpStream, bell: &mut Bell, turn: usize) -> Result<()> {
    for n in 0..60 {
        let title = format!("Heard {turn} {n}");
        socket.write_all(alarm(&title).as_bytes()).await?;
        let heard = async {
            while bell.rung().await?.title != title {}
            Ok(())
        };
        if let Ok(heard) = timeout(Duration::from_secs(3), heard).await {
            // What is to be written down is by then, and tokio's idle threads have gone.
            sleep(IDLE).await;
            return heard;
        }
    }
    Err("the bell did not ring again".into())
}

fn event(n: usize) -> String {
    format!("id: {n}\ndata: {{\"id\":\"{n}\",\"title\":\"News {n}\",\"body\":\"in the hall\"}}\n\n")
}

/// From the write of each to the moment another process sees its row; sorted.
async fn latencies(store: &Store, socket: &mut TcpStream, first: usize) -> Result<Vec<f64>> {
    let mut latencies = Vec::with_capacity(EVENTS);
    let query = EntryQuery { limit: Some(1), ..EntryQuery::default() };
    for n in first..first + EVENTS {
        let written = Instant::now();
        socket.write_all(event(n).as_bytes()).await?;
        let title = format!("News {n}");
        while store.entries(query.clone()).await?.first().is_none_or(|stored| stored.entry.title != title) {
            if written.elapsed() > PATIENCE {
                return Err(format!("{title} was not stored").into());
            }
            sleep(ASK).await;
        }
        latencies.push(written.elapsed().as_secs_f64() * 1e3);
        sleep(PACE).await;
    }
    latencies.sort_by(f64::total_cmp);
    Ok(latencies)
}
