//! What is printed, and how.

use std::io::{self, Write as _};

use serde::Serialize;
use tidings_model::ConnectionState;
use tidings_wire as wire;

/// One JSON object on a line of its own, flushed at once: whoever reads it hears it the moment it happens.
pub fn json_line(value: &impl Serialize) -> io::Result<()> {
    let mut out = Lines::default();
    out.json(value)?;
    out.flush()
}

/// Lines on standard output, of which those that are ready at one time are written at one time. Whoever adds to them flushes them before
/// it waits for more: nothing that has happened is held back.
pub struct Lines(io::BufWriter<io::Stdout>);

/// What is written at one time at the most, in bytes.
const AT_ONE_TIME: usize = 64 << 10;

impl Default for Lines {
    fn default() -> Self {
        Self(io::BufWriter::with_capacity(AT_ONE_TIME, io::stdout()))
    }
}

impl Lines {
    /// Adds a JSON object.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, value)?;
        self.0.write_all(b"\n")
    }

    /// Adds a line of text, as [`line()`] says it.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.0, "{}", plain(text))
    }

    /// Writes them.
    pub fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A line of text, flushed. Feeds decide what it says, so characters that drive a terminal or turn its text around become spaces.
pub fn line(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}", plain(text))?;
    out.flush()
}

fn plain(text: &str) -> String {
    let drives = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if drives(c) { ' ' } else { c }).collect()
}

/// Text as it is, for a file or another program.
pub fn text(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// A connection state on standard error.
pub fn state(feed: Option<&str>, state: &ConnectionState, json: bool) {
    let line = wire::StateLine::new(feed, state);
    let text = if json { serde_json::to_string(&line).unwrap_or_default() } else { words(&line) };
    // Nobody reading it is no reason to stop.
    let _ = writeln!(io::stderr(), "{text}");
}

fn words(line: &wire::StateLine) -> String {
    let feed = line.feed.as_ref().map_or_else(String::new, |feed| format!("{feed}: "));
    let retry = line.retry_in_ms.map_or_else(String::new, |millis| {
        format!(", trying again in {}.{} s", millis / 1000, millis % 1000 / 100)
    });
    let reason = line.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
    plain(&format!("{feed}{}{retry}{reason}", line.state))
}

/// Something the person should know, on standard error.
pub fn tell(text: &str) {
    let _ = writeln!(io::stderr(), "{}", plain(text));
}

/// An entry as people read it.
pub fn entry(entry: &wire::Entry) -> io::Result<()> {
    entry_lines(entry).iter().try_for_each(|text| line(text))
}

/// Its lines: time, feed, title; then the text and the link, if any, indented.
pub fn entry_lines(entry: &wire::Entry) -> Vec<String> {
    let time = entry.published_at.as_ref().unwrap_or(&entry.received_at);
    let more = entry.body.lines().chain(entry.link.as_deref()).filter(|more| !more.trim().is_empty());
    let first = format!("{time}  {}  {}", entry.feed, entry.title);
    std::iter::once(first).chain(more.map(|more| format!("    {more}"))).collect()
}

#[cfg(test)]
mod tests {
    use tidings_model::{Timestamp, Trouble, TroubleCode};

    use super::*;

    #[test]
    fn a_feed_cannot_drive_the_terminal() {
        assert_eq!(plain("a\u{1b}[2Jb\nc\u{7}\u{202e}d"), "a [2Jb c  d");
    }

    #[test]
    fn a_state_in_words() {
        let (message, advice) = ("It broke.".to_owned(), "Mend it.".to_owned());
        let trouble = Trouble { code: TroubleCode::Broken, what: Vec::new(), message, advice };
        let waiting = ConnectionState::Waiting { until: Timestamp(0), retry_in_ms: 1_250, trouble };
        let line = wire::StateLine::new(Some("a"), &waiting);
        assert_eq!(words(&line), "a: waiting, trying again in 1.2 s: It broke. Mend it.");
    }
}
