//! What the window costs: a history of 200,000 entries scrolled through in headless Chromium, and a million more that come in. The
//! journeys of the window (`ui/journeys/vast.journey.ts`) measure it and write `target/ui-figures.json`.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::Result;
use super::figure::Figure;

/// How many entries come in.
const FLOOD: &str = "1000000";
/// One frame of a display that shows sixty a second, with what a clock of whole frames adds, in milliseconds.
const FRAME: f64 = 17.0;
/// What the window may grow by, in MB.
const GROWTH: f64 = 50.0;

/// Builds the pages, runs the journey and reads what it wrote.
pub fn measure() -> Result<Vec<Figure>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for arguments in [&["run", "build"][..], &["run", "journeys", "--", "vast"]] {
        let ran =
            Command::new("npm").args(arguments).current_dir(root.join("ui")).env("FLOOD", FLOOD).status()?;
        if !ran.success() {
            return Err(format!("`npm {}` failed in ui/", arguments.join(" ")).into());
        }
    }
    figures(&std::fs::read_to_string(root.join("target/ui-figures.json"))?)
}

fn figures(written: &str) -> Result<Vec<Figure>> {
    let read: Value = serde_json::from_str(written)?;
    let of = |name: &str| read[name].as_f64().ok_or_else(|| format!("ui-figures.json says no {name}"));
    let (slow, grown) = (of("frame_p95_ms")?, of("heap_grown_mb")?);
    Ok(vec![
        Figure::plain("200,000 entries scrolled, a frame, median, ms", of("frame_p50_ms")?.to_string()),
        Figure::held("the same, 95th of 100, ms", slow.to_string(), "17 or less", slow <= FRAME),
        Figure::plain("work of the page's thread for a frame, ms", of("work_per_frame_ms")?.to_string()),
        Figure::plain("tasks of more than 50 ms, in 1,500 frames", of("long_tasks")?.to_string()),
        Figure::plain("another view of them shown, ms", of("first_page_ms")?.to_string()),
        Figure::plain("rows in the page at most", of("elements_most")?.to_string()),
        Figure::held(
            "window grown by 1,000,000 events, MB",
            grown.to_string(),
            "50 or less",
            grown <= GROWTH,
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_journey_wrote_is_read_and_held_to_its_goals() {
        let written = r#"{"frame_p50_ms":16.7,"frame_p95_ms":33.3,"work_per_frame_ms":5.5,"long_tasks":2,
            "first_page_ms":44,"elements_most":31,"heap_grown_mb":0.1}"#;
        let figures = figures(written).unwrap();
        assert_eq!(figures[1].goal, Some(("17 or less", false)));
        assert_eq!(figures[6].goal, Some(("50 or less", true)));
    }

    #[test]
    fn a_journey_that_ended_early_is_an_error() {
        assert!(figures(r#"{"frame_p50_ms":16.7}"#).is_err());
    }
}
