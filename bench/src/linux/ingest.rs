//! From a loopback socket into committed rows, as fast as it goes.

use std::path::Path;
use std::time::{Duration, Instant};

use tidings_engine::store::Store;
use tidings_model::EntryQuery;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::sleep;

use super::figure::{Figure, spread};
use super::program::Program;
use super::server::Server;
use super::{Result, machine};

/// How many are sent.
pub const EVENTS: usize = 100_000;
const TURNS: usize = 5;
const GOAL: f64 = 20_000.0;
/// How often the history is asked how far it is. Seldom enough not to slow down what is measured.
const ASK: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_secs(120);

#[derive(Default)]
struct Measured {
    rate: Vec<f64>,
    cpu_per_event: Vec<f64>,
    peak: Vec<f64>,
}

pub async fn measure(binary: &Path) -> Result<Vec<Figure>> {
    let stream = stream();
    let bytes = stream.len() / EVENTS;
    let mut measured = Measured::default();
    let mut sync = String::new();
    for turn in 1..=TURNS {
        sync = once(binary, &stream, &mut measured).await?;
        eprintln!(
            "ingest {turn}/{TURNS}: {:.0} a second, load {}",
            measured.rate[turn - 1],
            machine::load()?
        );
    }
    let mut rates = measured.rate.clone();
    rates.sort_by(f64::total_cmp);
    let met = rates[TURNS / 2] >= GOAL;
    Ok(vec![
        Figure::held("events a second, socket to committed rows", spread(rates, 0), "20,000", met),
        Figure::plain("their size, bytes in the stream", bytes.to_string()),
        Figure::plain("processor time an event, µs", spread(measured.cpu_per_event, 1)),
        Figure::plain("peak memory meanwhile, MiB", spread(measured.peak, 1)),
        Figure::plain("one sync of 4 KiB on that disk, ms", sync),
    ])
}

/// Sends a program all of them, and waits until they are stored.
pub async fn fill(program: &Program, socket: &mut TcpStream) -> Result<()> {
    sleep(Duration::from_secs(1)).await;
    let store = Store::open_read_only(&program.data_dir())?;
    let stream = stream();
    let (sent, stored) = tokio::join!(socket.write_all(&stream), all_stored(store, Instant::now(), program));
    sent?;
    stored.map(drop)
}

/// A news wire: an object of a few fields, 183 bytes each with the fields of the stream.
fn stream() -> Vec<u8> {
    let words = [
        "goal", "minute", "Arsenal", "Chelsea", "yellow", "card", "second", "half", "corner", "shot", "saved",
    ];
    let mut stream = Vec::with_capacity(EVENTS * 220);
    for n in 0..EVENTS {
        let word = |nth: usize| words[(n.wrapping_mul(2_654_435_761) >> nth) % words.len()];
        let body: Vec<_> = (3..13).map(word).collect();
        let (title, body) = (format!("{} {} {n}", word(0), word(1)), body.join(" "));
        let link = format!("https://news.example/{n}");
        let event = format!(
            "id: {n}\nevent: news\ndata: {{\"id\":\"{n:08x}\",\"title\":\"{title}\",\"body\":\"{body}\",\"url\":\"{link}\"}}\n\n"
        );
        stream.extend_from_slice(event.as_bytes());
    }
    stream
}

/// Gives what a sync of that disk costs.
async fn once(binary: &Path, stream: &[u8], measured: &mut Measured) -> Result<String> {
    let server = Server::start().await?;
    let program = Program::run(binary, &server.feeds(1, "")?, None)?;
    let mut socket = server.accept().await?;
    sleep(Duration::from_secs(1)).await;
    let store = Store::open_read_only(&program.data_dir())?;
    let cpu_before = program.cpu_seconds()?;
    let begun = Instant::now();
    let (sent, stored) = tokio::join!(socket.write_all(stream), all_stored(store, begun, &program));
    sent?;
    let taken = stored?;
    let count = EVENTS as f64;
    measured.rate.push(count / taken.as_secs_f64());
    measured.cpu_per_event.push((program.cpu_seconds()? - cpu_before) / count * 1e6);
    measured.peak.push(program.mib("VmHWM")?);
    machine::sync_cost(program.home())
}

/// Waits until every row is committed: another process sees it.
async fn all_stored(store: Store, begun: Instant, program: &Program) -> Result<Duration> {
    let query = EntryQuery { limit: Some(1), ..EntryQuery::default() };
    // A history that was just begun may have been empty when it was opened for reading.
    let mut store = store;
    loop {
        let newest = store.entries(query.clone()).await?.first().map(|stored| stored.seq.0);
        match newest {
            Some(seq) if seq as usize >= EVENTS => return Ok(begun.elapsed()),
            None => store = Store::open_read_only(&program.data_dir())?,
            Some(_) => {}
        }
        if begun.elapsed() > PATIENCE {
            return Err(format!("only {newest:?} of {EVENTS} events were stored. {}", program.said()).into());
        }
        sleep(ASK).await;
    }
}
