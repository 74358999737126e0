//! From the server's write to the desktop's notification service.

use std::path::Path;
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt as _;
use tokio::time::{sleep, timeout};

use super::bell::{Bell, Rung};
use super::figure::{Figure, quantile};
use super::program::Program;
use super::server::Server;
use super::{Result, machine};

const EVENTS: usize = 40;
const GOAL: f64 = 50.0;
/// Critical entries ring one by one at a pace of 1.2 s: each of these is rung by itself.
const PACE: Duration = Duration::from_millis(1_300);
/// A second of silence ends what may be a backlog, which would be summed up.
const SETTLED: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(20);

pub async fn measure(binary: &Path) -> Result<Vec<Figure>> {
    let mut bell = Bell::hang().await?;
    let server = Server::start().await?;
    let program = Program::run(binary, &server.feeds(1, "")?, Some(bell.address()))?;
    let mut socket = server.accept().await?;
    sleep(SETTLED).await;
    let mut latencies = Vec::new();
    for n in 0..EVENTS {
        let event = format!(
            "id: {n}\ndata: {{\"title\":\"Alarm {n}\",\"body\":\"in the hall\",\"priority\":\"max\"}}\n\n"
        );
        let written = Instant::now();
        socket.write_all(event.as_bytes()).await?;
        let rung = timeout(PATIENCE, bell.rung()).await;
        let Rung { title, at, .. } =
            rung.map_err(|_| format!("event {n} did not ring. {}", program.said()))??;
        if title != format!("Alarm {n}") {
            return Err(format!("event {n} rang as {title:?}").into());
        }
        latencies.push((at - written).as_secs_f64() * 1e3);
        sleep(PACE).await;
    }
    eprintln!("notify: {EVENTS} rang, load {}", machine::load()?);
    latencies.sort_by(f64::total_cmp);
    let [middle, high, highest] = [0.5, 0.9, 1.0].map(|share| quantile(&latencies, share));
    Ok(vec![
        Figure::held(
            "server's write to Notify, median, ms",
            format!("{middle:.1}"),
            "below 50",
            middle < GOAL,
        ),
        Figure::plain("the same, 90th of 100, ms", format!("{high:.1}")),
        Figure::plain("the same, the slowest of 40, ms", format!("{highest:.1}")),
    ])
}
