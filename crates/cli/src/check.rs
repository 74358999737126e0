//! `tidings feeds check`: how each feed stands. A Tidings that runs says so itself; beside that, and where none does, each feed is asked.

mod noted;
mod probe;
mod words;

use futures_util::StreamExt as _;
use serde::Serialize;
use tidings_engine::ports::Clock;
use tidings_model::Feed;
use tidings_wire::Standing;

use crate::failure::Failure;
use crate::place::Place;
use crate::{address, output};
use noted::Noted;
pub use probe::{Answer, probes};

/// What is said of one feed: a line of `feeds check --json`.
#[derive(Serialize)]
struct Checked {
    feed: String,
    url: String,
    /// Whether it is heard.
    ok: bool,
    /// What is wrong, and what to do.
    reason: Option<String>,
    /// Whether a Tidings runs and said how the feed stands; then that is what counts.
    running: bool,
    /// What its server answered just now.
    asked: Answer,
    /// What the window shows of it; where no Tidings runs, what was noted last. Null where neither ever was.
    noted: Option<Standing>,
}

impl Checked {
    fn new(feed: &Feed, asked: Answer, noted: Option<Standing>, running: bool) -> Self {
        let told = noted.as_ref().filter(|_| running).and_then(verdict);
        let Answer { ok, reason } = told.unwrap_or_else(|| asked.clone());
        Self { feed: feed.id.to_string(), url: address::shown(&feed.url), ok, reason, running, asked, noted }
    }

    fn print(&self, json: bool, clock: &dyn Clock) -> std::io::Result<()> {
        if json {
            return output::json_line(self);
        }
        words::of(self, clock).iter().try_for_each(|line| output::line(line))
    }
}

/// What the running Tidings says; none where it is about to find out, or is not to connect.
fn verdict(noted: &Standing) -> Option<Answer> {
    let reason = || words::joined(&noted.reason, &noted.advice);
    match noted.state.as_deref()? {
        "open" => Some(Answer { ok: true, reason: None }),
        "waiting" | "stopped" | "queued" => Some(Answer { ok: false, reason: reason() }),
        _ => None,
    }
}

pub async fn check(place: &Place, names: &[String], json: bool) -> Result<(), Failure> {
    let config = place.config()?;
    let feeds: Vec<Feed> = match names {
        [] => config.feeds.iter().filter(|feed| feed.enabled).cloned().collect(),
        _ => names.iter().map(|name| place.feed(&config, name)).collect::<Result<_, _>>()?,
    };
    let client = Place::client()?;
    let Noted { mut standings, running } = noted::read(place).await;
    let mut answers = probes(&client, place, feeds);
    let mut bad = 0;
    while let Some((feed, asked)) = answers.next().await {
        let checked = Checked::new(&feed, asked, standings.remove(feed.id.as_str()), running);
        bad += usize::from(!checked.ok);
        checked.print(json, &*place.world.clock)?;
    }
    match bad {
        0 => Ok(()),
        1 => Err(Failure::Failed("One of the feeds cannot be heard.".to_owned())),
        _ => Err(Failure::Failed(format!("{bad} of the feeds cannot be heard."))),
    }
}
