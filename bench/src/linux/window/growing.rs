//! A million events through a window that is looked at (R16): what the page keeps of them, however it is read.

use std::time::Duration;

use tidings_engine::store::Store;
use tidings_model::EntryQuery;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::{interval, sleep};

use super::super::figure::Figure;
use super::super::{Result, machine, tree};
use super::driven::Driven;
use super::place::Place;
use super::reading::Reading;

const EVENTS: usize = 1_000_000;
/// What a page takes on before it is at rest: its rows, its caches, its compiled code.
const WARM: usize = 20_000;
const RATE: usize = 5_000;
const PIECES: usize = 25;
const SETTLED: Duration = Duration::from_secs(10);
const GOAL: f64 = 50.0;

pub async fn measure(place: &Place) -> Result<Vec<Figure>> {
    let events =
        std::env::var("TIDINGS_BENCH_WINDOW_EVENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(EVENTS);
    let mut figures = Vec::new();
    for (turn, reading) in Reading::ALL.into_iter().enumerate() {
        let first = turn * (WARM + events);
        figures.extend(once(place, reading, [first, first + WARM, first + WARM + events]).await?);
    }
    Ok(figures)
}

/// Events warm the window from the first number to the second, and from there to the third it is weighed.
async fn once(place: &Place, reading: Reading, [first, warm, end]: [usize; 3]) -> Result<Vec<Figure>> {
    let app = Driven::start(place).await?;
    let mut stream = place.stream().await?;
    app.rows().await?;
    reading.begin(&app, &mut stream).await?;
    let page = app.page()?;
    pour(&mut stream, reading, first..warm).await?;
    stored(place, warm).await?;
    let (before, sight) = (tree::pss_mib(page), reading.sight(&app).await?);
    pour(&mut stream, reading, warm..end).await?;
    stored(place, end).await?;
    let grown = tree::pss_mib(page) - before;
    let after = reading.sight(&app).await?;
    app.end().await?;
    eprintln!("window, growing, {reading:?}: {grown:.1} MiB, {after}, load {}", machine::load()?);
    if let Some(expected) = reading.expected(sight, end)
        && expected != after
    {
        return Err(format!("what was read is not there any more: {expected}, but {after}").into());
    }
    let weight = Figure::plain("memory of the page with its rows, MiB", format!("{before:.0}"));
    let growth = Figure::held(reading.grown(), format!("{grown:.1}"), "50 or less", grown <= GOAL);
    Ok(if reading == Reading::Top { vec![weight, growth] } else { vec![growth] })
}

async fn pour(stream: &mut TcpStream, reading: Reading, numbers: std::ops::Range<usize>) -> Result<()> {
    let mut tick = interval(Duration::from_millis(1_000 / PIECES as u64));
    let mut next = numbers.start;
    while next < numbers.end {
        tick.tick().await;
        let piece = next..(next + RATE / PIECES).min(numbers.end);
        next = piece.end;
        stream.write_all(reading.events(piece).as_bytes()).await?;
    }
    Ok(())
}

/// Waits until the last is stored and the page is at rest.
async fn stored(place: &Place, count: usize) -> Result<()> {
    let store = Store::open_read_only(&place.data_dir())?;
    let last = format!("Grown {}", count - 1);
    loop {
        let query = EntryQuery { limit: Some(1), ..EntryQuery::default() };
        if store.entries(query).await?.first().is_some_and(|newest| newest.entry.title == last) {
            break;
        }
        sleep(Duration::from_millis(200)).await;
    }
    sleep(SETTLED).await;
    Ok(())
}
