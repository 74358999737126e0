//! What the page takes while nobody sees it, with a feed that goes on speaking.

use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::{interval, sleep};

use super::super::figure::Figure;
use super::super::{Result, tree};
use super::place::{Place, until};

const WATCHED: Duration = Duration::from_secs(20);
const SETTLED: Duration = Duration::from_secs(5);
/// Between two events.
const PACE: Duration = Duration::from_millis(10);
/// A hundredth of a second is the kernel's own measure: so little in all that time is nothing.
const NOTHING: f64 = 0.5;

pub async fn measure(place: &Place) -> Result<Vec<Figure>> {
    let app = place.start()?;
    let mut stream = place.stream().await?;
    app.given_rows(0).await?;
    sleep(SETTLED).await;
    let page = app.page().ok_or("the window has no page")?;
    let seen = share(page, &mut stream, "seen").await?;
    place.to_window(&["windowminimize"])?;
    until("the window is minimised", || !place.is_visible()).await?;
    sleep(SETTLED).await;
    let minimised = share(page, &mut stream, "minimised").await?;
    place.to_window_of_any_kind(&["windowactivate", "--sync"])?;
    place.close().await?;
    until("the page's process is gone", || app.page().is_none()).await?;
    sleep(SETTLED).await;
    let left = usize::from(app.page().is_some());
    Ok(vec![
        Figure::plain("processor of the page, 100 events a second, seen, %", format!("{seen:.1}")),
        Figure::held("the same, minimised, %", format!("{minimised:.2}"), "none", minimised <= NOTHING),
        Figure::held("processes of pages after closing to the tray", left.to_string(), "0", left == 0),
    ])
}

/// The share of one core that the page takes while the feed speaks.
async fn share(page: u32, stream: &mut TcpStream, word: &str) -> Result<f64> {
    let before = tree::cpu_seconds(page);
    let mut tick = interval(PACE);
    for n in 0..WATCHED.as_millis() / PACE.as_millis() {
        tick.tick().await;
        stream
            .write_all(format!("id: {word}-{n}\ndata: {{\"title\":\"{word} {n}\"}}\n\n").as_bytes())
            .await?;
    }
    Ok((tree::cpu_seconds(page) - before) / WATCHED.as_secs_f64() * 100.0)
}
