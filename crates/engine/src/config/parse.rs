//! Text to [`Config`], strictly: a mistyped key is an error with its line, not a setting that silently does nothing.

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer};
use tidings_model::{Connection, Feed, FeedId, NotifyLevel, Retention, Settings, Wrong, WrongCode};
use toml_edit::DocumentMut;

use super::Config;
use super::bell::{BellTable, FeedBellTable};
use super::connection::{
    self, BasicTable, ConnectionKeys, PinText, ProxyTable, QueryTable, SecretTable, VersionWord,
};
use super::connections::ConnectionsTable;
use super::headers::HeadersTable;
use super::rules::RulesTable;
use super::template::TemplateTable;
use super::views::ViewsTable;
use super::window::{StartupTable, WindowTable};
use super::wrong::{Sealed, opened, wrong};

/// What is wrong with `tidings.toml`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{wrong}", self.place())]
pub struct ConfigError {
    /// The line, from 1, where it is known.
    pub line: Option<u32>,
    /// What is wrong there.
    pub wrong: Wrong,
}

impl ConfigError {
    fn place(&self) -> String {
        self.line.map_or_else(String::new, |line| format!("line {line}: "))
    }
}

/// The largest file read, in bytes.
pub(super) const MAX_BYTES: usize = 4 << 20;

/// Reads a configuration.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn parse(text: &str) -> Result<Config, ConfigError> {
    let file: FileTable = toml_edit::de::from_str(text).map_err(|error| {
        let line = error.span().map(|span| line_of(text, span.start));
        ConfigError { line, wrong: opened(error.message(), text.parse::<DocumentMut>().is_ok()) }
    })?;
    Ok(file.into())
}

fn line_of(text: &str, offset: usize) -> u32 {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    u32::try_from(before.iter().filter(|b| **b == b'\n').count()).unwrap_or(u32::MAX).saturating_add(1)
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct FileTable {
    bell: BellTable,
    window: WindowTable,
    startup: StartupTable,
    history: HistoryTable,
    demo: DemoTable,
    connections: ConnectionsTable,
    views: ViewsTable,
    feeds: IndexMap<FeedKey, CheckedFeed>,
    rules: RulesTable,
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct HistoryTable {
    days: u32,
    entries_per_feed: u32,
}

impl Default for HistoryTable {
    fn default() -> Self {
        let Retention { days, entries_per_feed } = Retention::default();
        Self { days, entries_per_feed }
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct DemoTable {
    port: Option<u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeedTable {
    #[serde(deserialize_with = "address")]
    url: String,
    name: Option<String>,
    #[serde(default, deserialize_with = "format")]
    format: Option<String>,
    #[serde(default, deserialize_with = "folder")]
    folder: Option<String>,
    #[serde(default = "yes")]
    enabled: bool,
    #[serde(default)]
    notify: NotifyLevel,
    #[serde(default)]
    bell: FeedBellTable,
    #[serde(default)]
    headers: HeadersTable,
    #[serde(default)]
    query: QueryTable,
    basic: Option<BasicTable>,
    bearer: Option<SecretTable>,
    #[serde(default)]
    private_network: bool,
    proxy: Option<ProxyTable>,
    ca_file: Option<String>,
    pin_sha256: Option<PinText>,
    #[serde(default)]
    http_version: VersionWord,
    #[serde(default, deserialize_with = "connection::timeout_seconds")]
    timeout_seconds: Option<u32>,
    #[serde(default, deserialize_with = "connection::idle_seconds")]
    idle_seconds: Option<u32>,
    #[serde(default, deserialize_with = "connection::max_event_bytes")]
    max_event_bytes: Option<u32>,
    #[serde(default, deserialize_with = "poll_seconds")]
    poll_seconds: Option<u32>,
    #[serde(default)]
    template: TemplateTable,
    #[serde(default, deserialize_with = "connection::max_bytes_per_second")]
    max_bytes_per_second: Option<u32>,
}

/// A feed whose keys go together.
#[derive(Deserialize)]
#[serde(try_from = "FeedTable")]
struct CheckedFeed {
    table: FeedTable,
    connection: Connection,
}

impl TryFrom<FeedTable> for CheckedFeed {
    type Error = Sealed;

    fn try_from(mut table: FeedTable) -> Result<Self, Sealed> {
        let connection = ConnectionKeys {
            headers: std::mem::take(&mut table.headers),
            query: std::mem::take(&mut table.query),
            basic: table.basic.take(),
            bearer: table.bearer.take(),
            private_network: table.private_network,
            proxy: table.proxy.take(),
            ca_file: table.ca_file.take(),
            pin_sha256: table.pin_sha256.take(),
            http_version: std::mem::take(&mut table.http_version),
            timeout_seconds: table.timeout_seconds,
            idle_seconds: table.idle_seconds,
            max_event_bytes: table.max_event_bytes,
            max_bytes_per_second: table.max_bytes_per_second,
        };
        Ok(Self { connection: connection.connection()?, table })
    }
}

fn yes() -> bool {
    true
}

#[derive(PartialEq, Eq, Hash)]
pub(super) struct FeedKey(pub(super) FeedId);

impl<'de> Deserialize<'de> for FeedKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        FeedId::parse(&text).map(Self).ok_or_else(|| {
            let said = format!("`{text}` cannot be a key here: use a-z, 0-9 and -, 64 characters at most");
            wrong(WrongCode::Key, &[&text], said)
        })
    }
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    tidings_mapping::parse_address(&text).map_err(|error| wrong(WrongCode::FeedAddress, &[], error))?;
    Ok(text)
}

fn format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let name = String::deserialize(deserializer)?;
    match tidings_mapping::format(&name) {
        Some(_) => Ok(Some(name)),
        None => Err(wrong(WrongCode::Format, &[&name], unknown_format(&name))),
    }
}

/// The longest name of a folder, in characters.
const LONGEST_FOLDER: usize = 100;

/// One line; the empty one is none.
fn folder<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let name = String::deserialize(deserializer)?;
    let name = name.trim();
    if name.chars().count() > LONGEST_FOLDER || name.contains(char::is_control) {
        let said = "the name of a folder is one line of 100 characters at most";
        return Err(wrong(WrongCode::Folder, &[], said));
    }
    Ok((!name.is_empty()).then(|| name.to_owned()))
}

/// The sentence about a format that does not exist.
pub(crate) fn unknown_format(name: &str) -> String {
    let known: Vec<_> = tidings_mapping::formats().map(|format| format.name()).collect();
    format!("there is no format `{name}`; there are: {}", known.join(", "))
}

fn poll_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    within(deserializer, 60, 86_400, "poll_seconds")
}

/// A number between two others.
pub(super) fn within<'de, D: Deserializer<'de>>(
    deserializer: D,
    least: u32,
    most: u32,
    what: &str,
) -> Result<Option<u32>, D::Error> {
    let value = u32::deserialize(deserializer)?;
    if (least..=most).contains(&value) {
        return Ok(Some(value));
    }
    let said = format!("{what} is {value}; it must be from {least} to {most}");
    let numbers = [value, least, most].map(|number| number.to_string());
    Err(wrong(WrongCode::Number, &[what, &numbers[0], &numbers[1], &numbers[2]], said))
}

impl From<FileTable> for Config {
    fn from(file: FileTable) -> Self {
        let settings = Settings {
            bell: file.bell.into(),
            window: file.window.into(),
            startup: file.startup.into(),
            retention: Retention { days: file.history.days, entries_per_feed: file.history.entries_per_feed },
            demo_port: file.demo.port,
            connections: file.connections.into(),
        };
        let feeds = file.feeds.into_iter().map(|(FeedKey(id), table)| table.feed(id)).collect();
        Self { settings, feeds, rules: file.rules.into(), views: file.views.into() }
    }
}

impl CheckedFeed {
    fn feed(self, id: FeedId) -> Feed {
        let Self { table, connection } = self;
        Feed {
            name: table.name.unwrap_or_else(|| id.to_string()),
            id,
            url: table.url,
            format: table.format,
            folder: table.folder,
            enabled: table.enabled,
            notify: table.notify,
            poll_seconds: table.poll_seconds,
            bell: table.bell.into(),
            template: table.template.into(),
            connection,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> (Option<u32>, String) {
        let error = parse(text).expect_err(text);
        (error.line, error.wrong.message)
    }

    #[test]
    fn an_empty_file_is_every_default() {
        assert_eq!(parse("").unwrap(), Config::default());
    }

    #[test]
    fn feeds_keep_the_order_of_the_file() {
        let text = "[feeds.zebra]\nurl='http://a.example/'\n[feeds.apple]\nurl='https://b.example/'\nenabled=false\n";
        let config = parse(text).unwrap();
        let seen: Vec<_> = config.feeds.iter().map(|f| (f.id.as_str(), f.enabled)).collect();
        assert_eq!(seen, [("zebra", true), ("apple", false)]);
    }

    #[test]
    fn an_error_names_its_line() {
        let cases = [
            ("[bell]\nenabled = maybe\n", 2, ""),
            ("[bell]\n\nenabeld = true\n", 3, "enabeld"),
            ("[feeds.a]\nname = 'x'\n", 1, "url"),
            ("# c\n[feeds.a]\nurl = 'file:///etc/passwd'\n", 3, "file"),
            ("[feeds.\"A b\"]\nurl = 'http://a.example'\n", 1, "A b"),
            ("[feeds.a]\nurl = 'http://a.example'\nformat = 'nfty'\n", 3, "nfty"),
            ("[feeds.a]\nurl = 'http://a.example'\nidle_seconds = 1\n", 3, "from 5 to"),
            ("[feeds.a]\nurl = 'http://a.example'\nnotify = 'loud'\n", 3, "loud"),
            ("[feeds.a]\nurl = 'http://a.example'\n[feeds.a]\nurl = 'http://b.example'\n", 3, ""),
        ];
        for (text, line, word) in cases {
            let (found, message) = problem(text);
            assert_eq!(found, Some(line), "{text}: {message}");
            assert!(message.contains(word), "{text}: {message}");
            assert!(message.ends_with('.') && !message.contains('\n'), "{message}");
        }
    }

    #[test]
    fn a_secret_in_the_wrong_place_is_not_said_again() {
        let misplaced = [
            "headers = 'Bearer s3cret'",
            "headers = 'Bearer \", expected s3cret'",
            "headers = ['Bearer s3cret']",
            "headers = { Authorization = ['Bearer s3cret'] }",
            "headers = { Authorization = { env = 'A', value = 's3cret' } }",
            "headers = { Authorization = { value = 's3cret' } }",
            "headers = { Authorization = Bearer s3cret }",
            "headers = { Authorization = 'Bearer s3cret }",
            "headers.Authorization.env = ['s3cret']",
            "headers = 53_02_17e1",
            "idle_seconds = 's3cret'",
            "enabled = 's3cret'",
        ];
        for line in misplaced {
            let (at, message) = problem(&format!("[feeds.a]\nurl = 'http://a.example'\n{line}\n"));
            assert_eq!(at, Some(3), "{line}: {message}");
            assert!(!message.contains("s3cret") && !message.contains("5302"), "{line}: {message}");
        }
        let (_, message) = problem("[feeds.a]\nurl='http://a.example'\nheaders = 'Bearer s3cret'\n");
        assert_eq!(message, "invalid type: string, expected a map.");
    }
}
