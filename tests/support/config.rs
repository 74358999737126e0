//! `tidings.toml`, built.

use std::fmt;

/// A whole `tidings.toml`.
#[derive(Clone, Default)]
pub struct Config {
    bell: Option<bool>,
    feeds: Vec<FeedTable>,
}

/// One `[feeds.ID]` table.
#[derive(Clone)]
pub struct FeedTable {
    id: String,
    lines: Vec<String>,
}

impl Config {
    /// One with these feeds.
    #[must_use]
    pub fn of(feeds: impl IntoIterator<Item = FeedTable>) -> Self {
        Self { bell: None, feeds: feeds.into_iter().collect() }
    }

    /// Switches the bell on or off.
    #[must_use]
    pub fn bell(mut self, enabled: bool) -> Self {
        self.bell = Some(enabled);
        self
    }

    /// Adds a feed.
    #[must_use]
    pub fn and(mut self, feed: FeedTable) -> Self {
        self.feeds.push(feed);
        self
    }
}

impl FeedTable {
    /// A feed with this identifier, its identifier for a name.
    #[must_use]
    pub fn new(id: &str, url: &str) -> Self {
        Self { id: id.to_owned(), lines: Vec::new() }.text("name", id).text("url", url)
    }

    /// Sets a field to a text.
    #[must_use]
    pub fn text(self, field: &str, value: &str) -> Self {
        // A JSON string is a TOML basic string.
        let quoted = serde_json::to_string(value).expect("a text becomes JSON");
        self.raw(&format!("{field} = {quoted}"))
    }

    /// Adds a line as it is.
    #[must_use]
    pub fn raw(mut self, line: &str) -> Self {
        self.lines.push(line.to_owned());
        self
    }

    /// Sets the format.
    #[must_use]
    pub fn format(self, name: &str) -> Self {
        self.text("format", name)
    }
}

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(enabled) = self.bell {
            writeln!(f, "[bell]\nenabled = {enabled}\n")?;
        }
        for feed in &self.feeds {
            writeln!(f, "[feeds.{}]\n{}\n", feed.id, feed.lines.join("\n"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_is_written() {
        let feed = FeedTable::new("match", "http://127.0.0.1:1/m").format("ntfy").raw("idle_seconds = 5");
        assert_eq!(
            Config::of([feed]).bell(false).to_string(),
            "[bell]\nenabled = false\n\n[feeds.match]\nname = \"match\"\nurl = \"http://127.0.0.1:1/m\"\n\
             format = \"ntfy\"\nidle_seconds = 5\n\n"
        );
    }
}
