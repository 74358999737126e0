//! A million events through a window that is looked at (R16): what the page keeps of them.

use std::time::Duration;

use tidings_engine::store::Store;
use tidings_model::EntryQuery;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::{interval, sleep};

use super::super::figure::Figure;
use super::super::{Result, machine, tree};
use super::place::Place;

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
    let app = place.start()?;
    let mut stream = place.stream().await?;
    app.given_rows(0).await?;
    let page = app.page().ok_or("the window has no page")?;
    pour(&mut stream, 0..WARM).await?;
    stored(place, WARM).await?;
    let before = tree::pss_mib(page);
    pour(&mut stream, WARM..WARM + events).await?;
    stored(place, WARM + events).await?;
    let after = tree::pss_mib(page);
    eprintln!("window, growing: {events} events, load {}", machine::load()?);
    let grown = after - before;
    Ok(vec![
        Figure::plain("memory of the page with its rows, MiB", format!("{before:.0}")),
        Figure::held(
            "how much it grew over a million events, MiB",
            format!("{grown:.1}"),
            "50 or less",
            grown <= GOAL,
        ),
    ])
}

async fn pour(stream: &mut TcpStream, numbers: std::ops::Range<usize>) -> Result<()> {
    let mut tick = interval(Duration::from_millis(1_000 / PIECES as u64));
    let mut next = numbers.start;
    while next < numbers.end {
        tick.tick().await;
        let piece = next..(next + RATE / PIECES).min(numbers.end);
        next = piece.end;
        let event = |n| {
            format!("id: grow-{n}\ndata: {{\"title\":\"Grown {n}\",\"body\":\"saved, and a corner\"}}\n\n")
        };
        stream.write_all(piece.map(event).collect::<String>().as_bytes()).await?;
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
