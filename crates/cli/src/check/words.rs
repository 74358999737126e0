//! How a feed stands, in words: a line for it, and one below for each fact.

use jiff::Timestamp as Moment;
use tidings_engine::ports::Clock;
use tidings_model::Timestamp;
use tidings_wire::Standing;

use super::Checked;
use super::probe::word;

/// Several sentences as one text; none where there are none.
pub fn joined(reason: &Option<String>, advice: &Option<String>) -> Option<String> {
    let both: Vec<_> = [reason, advice].into_iter().flatten().map(String::as_str).collect();
    Some(both.join(" ")).filter(|text| !text.is_empty())
}

/// The lines.
pub fn of(checked: &Checked, clock: &dyn Clock) -> Vec<String> {
    let Checked { feed, url, reason, running, asked, noted, .. } = checked;
    let told = noted.as_ref().filter(|_| *running).and_then(|noted| state(noted, clock));
    let mut first = format!("{feed}  {url}  {}", told.as_deref().unwrap_or(word(checked.ok)));
    first.extend(reason.as_ref().map(|reason| format!(": {reason}")));
    let mut lines = vec![first];
    let Some(noted) = noted else { return lines };
    match (running, state(noted, clock)) {
        (true, _) => lines.push(format!("asked again just now: {}", asked.words())),
        (false, Some(state)) => {
            let until = noted.noted_at.as_deref().map(|at| moment(at, clock)).unwrap_or_default();
            lines.push(format!("Tidings is not running; it noted: {state}, until {until}"));
        }
        (false, None) => lines.push("Tidings is not running".to_owned()),
    }
    lines.extend(facts(noted, clock));
    let indented = lines.iter_mut().skip(1);
    indented.for_each(|line| line.insert_str(0, "    "));
    lines
}

fn facts(noted: &Standing, clock: &dyn Clock) -> Vec<String> {
    let mut facts = vec![format!(
        "today: {}, {}, {}",
        count(noted.events_today, "event"),
        count(noted.bytes_today, "byte"),
        count(noted.reconnects_today.into(), "reconnect"),
    )];
    let times = [
        ("last heard", &noted.last_heard_at),
        ("last event", &noted.last_event_at),
        ("cannot be heard since", &noted.failing_since),
        ("next try", &noted.retry_at),
        ("next look", &noted.next_check_at),
    ];
    let time =
        |(what, at): (&str, &Option<String>)| Some(format!("{what} {}", moment(at.as_deref()?, clock)));
    facts.extend(times.into_iter().filter_map(time));
    if let Some(idle) = noted.idle_seconds {
        let usual = noted.usual_gap_seconds.map(|usual| format!("usually silent for up to {usual} s; "));
        facts.push(format!("{}connected anew after {idle} s of silence", usual.unwrap_or_default()));
    }
    if let Some(error) = &noted.last_error {
        let said = format!("last error {}: {} {}", moment(&error.at, clock), error.reason, error.advice);
        facts.push(said.trim_end().to_owned());
    }
    facts.extend(noted.last_bad_event.iter().map(|bad| format!("last bad event: {bad}")));
    facts.extend(noted.gaps.iter().map(|gap| gap.reason.clone()));
    facts
}

/// Such as "open since 2026-11-22 17:05".
fn state(noted: &Standing, clock: &dyn Clock) -> Option<String> {
    let since = noted.state_since.as_deref().map(|at| format!(" since {}", moment(at, clock)));
    Some(format!("{}{}", noted.state.as_deref()?, since.unwrap_or_default()))
}

fn count(n: u64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// A time of the wire as it is here.
fn moment(at: &str, clock: &dyn Clock) -> String {
    at.parse::<Moment>().map_or_else(|_| at.to_owned(), |at| clock.moment(Timestamp(at.as_millisecond())))
}
