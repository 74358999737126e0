//! R7 and R8: ten thousand events a second for a minute, all of which are to ring, and another feed beside them.

use std::path::Path;
use std::time::{Duration, Instant};

use tidings_engine::store::Store;
use tidings_model::EntryQuery;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::{interval, sleep, timeout};

use super::Result;
use super::bell::Bell;
use super::figure::{Figure, quantile};
use super::program::Program;
use super::server::Server;
use super::tally::Tally;

const RATE: usize = 10_000;
const SECONDS: usize = 60;
/// Pieces of a second that the flood is said in.
const PIECES: usize = 50;
/// How often the other feed says something.
const BESIDE: Duration = Duration::from_millis(500);
const LATENCY: f64 = 250.0;
const MEMORY: f64 = 200.0;
/// Ten paces of all feeds together, and what may come in them beside a full bucket's three.
const STRETCH: Duration = Duration::from_secs(12);
const MOST: usize = 13;
/// The bell's longest pause before a summary, and time to write down how so many rang.
const PATIENCE: Duration = Duration::from_secs(30);

pub async fn measure(binary: &Path) -> Result<Vec<Figure>> {
    let mut bell = Bell::hang().await?;
    let (loud, quiet) = (Server::start().await?, Server::start().await?);
    let config = loud.feeds(1, "")? + quiet.feeds(1, "")?.replace("[feeds.f0]", "[feeds.quiet]").as_str();
    let program = Program::run(binary, &config, Some(bell.address()))?;
    let (mut flood, mut drops) = (loud.accept().await?, quiet.accept().await?);
    sleep(Duration::from_secs(2)).await;
    let begun = Instant::now();
    let (flooded, latencies) = tokio::join!(pour(&mut flood), beside(&mut drops, &program, begun));
    flooded?;
    let mut latencies = latencies?;
    latencies.sort_by(f64::total_cmp);
    let wanted = RATE * SECONDS + latencies.len();
    let stored = settled(&program, wanted).await?;
    let tally = told(&mut bell, wanted).await?;
    let most = tally.most_in(STRETCH);
    let high = quantile(&latencies, 0.99);
    let peak = program.mib("VmHWM")?;
    Ok(vec![
        Figure::held(
            "events stored of 10,000 a second for a minute, and another feed's",
            format!("{stored} of {wanted}"),
            "all",
            stored == wanted,
        ),
        Figure::held(
            "the other feed's way to its committed row meanwhile, 99th of 100, ms",
            format!("{high:.0}"),
            "250 or less",
            high <= LATENCY,
        ),
        Figure::held(
            "entries that the popups tell of, by themselves or counted",
            format!("{} of {wanted} in {} calls", tally.told(), tally.calls()),
            "all, and none twice",
            tally.told() == wanted,
        ),
        Figure::held(
            "the most calls of Notify in any 12 s",
            most.to_string(),
            "13: 3 at once, then 1 in 1.2 s",
            most <= MOST,
        ),
        Figure::held("peak memory meanwhile, MiB", format!("{peak:.1}"), "200 or less", peak <= MEMORY),
    ])
}

/// What the popups tell, once they tell of all or no more come.
async fn told(bell: &mut Bell, wanted: usize) -> Result<Tally> {
    let mut tally = Tally::default();
    while tally.told() < wanted
        && let Ok(rung) = timeout(PATIENCE, bell.rung()).await
    {
        tally.note(&rung?);
    }
    Ok(tally)
}

async fn pour(socket: &mut TcpStream) -> Result<()> {
    let mut tick = interval(Duration::from_millis(1_000 / PIECES as u64));
    let each = RATE / PIECES;
    for piece in 0..SECONDS * PIECES {
        tick.tick().await;
        let event = |n| {
            format!(
                "id: {n}\ndata: {{\"id\":\"{n:08x}\",\"title\":\"Shot {n}\",\"body\":\"saved, and a corner\"}}\n\n"
            )
        };
        let events: String = (piece * each..(piece + 1) * each).map(event).collect();
        socket.write_all(events.as_bytes()).await?;
    }
    Ok(())
}

/// Milliseconds from the server's write until another process reads the row.
async fn beside(socket: &mut TcpStream, program: &Program, begun: Instant) -> Result<Vec<f64>> {
    let mut tick = interval(BESIDE);
    let mut latencies = Vec::new();
    while begun.elapsed() < Duration::from_secs(SECONDS as u64) {
        tick.tick().await;
        let n = latencies.len() + 1;
        let said = Instant::now();
        socket.write_all(format!("id: {n}\ndata: drop {n}\n\n").as_bytes()).await?;
        let store = Store::open_read_only(&program.data_dir())?;
        let query = EntryQuery {
            limit: Some(1),
            feed: tidings_model::FeedId::parse("quiet"),
            ..EntryQuery::default()
        };
        let wanted = format!("drop {n}");
        loop {
            let newest = store.entries(query.clone()).await?;
            if newest.first().is_some_and(|stored| stored.entry.title == wanted) {
                break;
            }
            if said.elapsed() > Duration::from_secs(30) {
                return Err(format!("{wanted} was not stored in 30 s. {}", program.said()).into());
            }
            sleep(Duration::from_millis(5)).await;
        }
        latencies.push(said.elapsed().as_secs_f64() * 1e3);
    }
    Ok(latencies)
}

/// How many rows there are, once there are so many or no more come.
async fn settled(program: &Program, wanted: usize) -> Result<usize> {
    let store = Store::open_read_only(&program.data_dir())?;
    let query = EntryQuery { limit: Some(1), ..EntryQuery::default() };
    let begun = Instant::now();
    loop {
        let newest = store.entries(query.clone()).await?.first().map_or(0, |stored| stored.seq.0 as usize);
        if newest >= wanted || begun.elapsed() > Duration::from_secs(30) {
            return Ok(newest);
        }
        sleep(Duration::from_millis(100)).await;
    }
}
