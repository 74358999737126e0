//! From the start, or from the tray, to the window and its first rows.

use std::time::Duration;

use super::super::Result;
use super::super::figure::{Figure, quantile, spread};
use super::place::{App, Place};

const TURNS: usize = 5;
const VISIBLE: f64 = 1_000.0;
const ROWS: f64 = 300.0;
const ANEW: f64 = 1_000.0;

#[derive(Default)]
struct Measured {
    visible: Vec<f64>,
    rows: Vec<f64>,
    anew: Vec<f64>,
}

pub async fn measure(place: &Place) -> Result<Vec<Figure>> {
    let mut measured = Measured::default();
    for turn in 1..=TURNS {
        once(place, &mut measured).await?;
        eprintln!("window, opening {turn}/{TURNS}: load {}", super::super::machine::load()?);
    }
    let held = |what, mut values: Vec<f64>, goal, most: f64| {
        values.sort_by(f64::total_cmp);
        let met = quantile(&values, 0.5) <= most;
        Figure::held(what, spread(values, 0), goal, met)
    };
    Ok(vec![
        held("from the start to the window on the screen, ms", measured.visible, "below 1,000", VISIBLE),
        held(
            "from then until it has the first page of 100,000 entries, ms",
            measured.rows,
            "below 300",
            ROWS,
        ),
        held("from the tray to the window with its rows again, ms", measured.anew, "below 1,000", ANEW),
    ])
}

async fn once(place: &Place, measured: &mut Measured) -> Result<()> {
    let app = place.start()?;
    let visible = app.visible().await?;
    let rows = app.given_rows(0).await?;
    measured.visible.push(milliseconds(visible - app.begun));
    measured.rows.push(milliseconds(rows.saturating_duration_since(visible)));
    measured.anew.push(milliseconds(anew(place, &app).await?));
    Ok(())
}

async fn anew(place: &Place, app: &App<'_>) -> Result<Duration> {
    place.close().await?;
    let before = app.pages();
    let (_second, asked) = place.start_again()?;
    let visible = app.visible().await?;
    Ok(app.given_rows(before).await?.max(visible) - asked)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
