//! How long an event takes to its committed row, while the notification service answers and while it hangs.

use std::path::Path;
use std::time::{Duration, Instant};

use tidings_engine::store::Store;
use tidings_model::EntryQuery;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::sleep;

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
    let [calm, hung] = [&answering, &hanging].map(|latencies| quantile(latencies, 0.99));
    Ok(vec![
        Figure::plain("event to committed row, 99th of 100, ms", format!("{calm:.1}")),
        Figure::held(
            "the same while the notification service hangs, ms",
            format!("{hung:.1}"),
            "at most 10 more",
            hung <= calm + MOST,
        ),
    ])
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
