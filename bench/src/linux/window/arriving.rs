//! From the server's write to the row on the screen, through WebKitWebDriver.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::time::sleep;

use super::super::Result;
use super::super::figure::{Figure, quantile};
use super::driven::Driven;
use super::place::Place;

const EVENTS: usize = 40;
const PACE: Duration = Duration::from_millis(400);
const GOAL: f64 = 100.0;

/// Notes when each row was painted: the second frame after it came is on the screen.
const WATCH: &str = "window.painted = {};
    new MutationObserver(() => {
        for (const row of document.querySelectorAll('[data-testid=entry-row]')) {
            const ping = /Ping (\\d+)/.exec(row.textContent)?.[1];
            if (ping === undefined || ping in window.painted) continue;
            window.painted[ping] = null;
            requestAnimationFrame(() => requestAnimationFrame(() => (window.painted[ping] = Date.now())));
        }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })";

pub async fn measure(place: &Place) -> Result<Vec<Figure>> {
    let app = Driven::start(place).await?;
    let mut stream = place.stream().await?;
    app.rows().await?;
    app.ask(WATCH).await?;
    sleep(Duration::from_secs(2)).await;
    let mut written = Vec::new();
    for n in 0..EVENTS {
        written.push(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64() * 1e3);
        let event = format!("id: ping-{n}\ndata: {{\"title\":\"Ping {n}\"}}\n\n");
        stream.write_all(event.as_bytes()).await?;
        sleep(PACE).await;
    }
    let painted = app.ask("return window.painted").await?;
    app.end().await?;
    let way = |(n, at): (usize, &f64)| {
        let painted = painted.get(n.to_string()).and_then(Value::as_f64);
        painted.map(|painted| painted - at).ok_or_else(|| format!("Ping {n} was not painted"))
    };
    let mut ways = written.iter().enumerate().map(way).collect::<std::result::Result<Vec<_>, _>>()?;
    ways.sort_by(f64::total_cmp);
    let [middle, high] = [0.5, 0.95].map(|share| quantile(&ways, share));
    Ok(vec![
        Figure::held(
            "server's write to the painted row, median, ms",
            format!("{middle:.0}"),
            "100 or less",
            middle <= GOAL,
        ),
        Figure::plain("the same, 95th of 100, ms", format!("{high:.0}")),
    ])
}
