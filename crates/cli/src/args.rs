//! The command line, as clap reads it. It is a contract: docs/cli.md and `tests/it` hold it.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

/// Hear, the moment it happens, what your live feeds say.
#[derive(Debug, Parser)]
#[command(name = "tidings", version, propagate_version = true, after_help = AFTER_HELP)]
pub struct Arguments {
    /// Which tidings.toml to use [env: TIDINGS_CONFIG]
    #[arg(long, global = true, value_name = "PATH")]
    pub config: Option<PathBuf>,
    /// Where history is kept [env: TIDINGS_DATA_DIR]
    #[arg(long, global = true, value_name = "PATH")]
    pub data_dir: Option<PathBuf>,
    /// Say more about what is going on; twice for everything
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// Say nothing but errors and what was asked for
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    #[command(subcommand)]
    pub command: Command,
}

const AFTER_HELP: &str = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the server refused for good, \
                          4 could not connect with --no-reconnect.";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print what a feed says, as it says it; stores nothing
    Watch(WatchArguments),
    /// Keep every configured feed open: stored and notified, with no window
    Run {
        /// Store only; ring nothing: what comes is silent, and what an earlier run left to ring waits for a later one
        #[arg(long)]
        no_notify: bool,
    },
    /// List and change the configured feeds
    #[command(subcommand)]
    Feeds(FeedsCommand),
    /// Rules over all feeds: what is highlighted, raised, hushed or dropped
    #[command(subcommand)]
    Rules(RulesCommand),
    /// The feeds that Tidings knows of, ready to be added
    Catalogue {
        /// Only those with all of these words
        words: Vec<String>,
        /// Print one JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Keep the bell quiet for a while; with no time, say until when it is
    Snooze(SnoozeArguments),
    /// Print what was stored, oldest first
    History(HistoryArguments),
    /// Serve the demo feeds on loopback: a live match and a news wire
    Demo {
        /// The port; 0 takes a free one
        #[arg(long, default_value_t = tidings_demo::DEFAULT_PORT)]
        port: u16,
    },
    /// Say what works here: configuration, history, notifications, each feed
    Doctor {
        /// Ring no test notification
        #[arg(long)]
        no_ring: bool,
    },
}

#[derive(Debug, Args)]
pub struct WatchArguments {
    /// An address, or the identifier of a configured feed
    #[arg(value_name = "URL|FEED")]
    pub feed: String,
    /// Print the stream's events word for word, not the entries made of them
    #[arg(long)]
    pub raw: bool,
    /// Print one JSON object a line; connection states go to standard error the same way
    #[arg(long)]
    pub json: bool,
    /// How to read the events: auto, ntfy, feed (RSS, Atom, JSON Feed) and others
    #[arg(long, value_name = "NAME", conflicts_with = "raw")]
    pub format: Option<String>,
    /// A header to send with each request
    // Not read here: clap would say a malformed one again, which may be a secret.
    #[arg(long = "header", value_name = "'NAME: VALUE'")]
    pub headers: Vec<String>,
    /// Resume after this event
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    pub last_event_id: String,
    /// End after this many lines
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub count: Option<u64>,
    /// End after this many seconds
    #[arg(long = "for", value_name = "SECONDS", value_parser = seconds)]
    pub seconds: Option<f64>,
    /// End when the connection does
    #[arg(long)]
    pub no_reconnect: bool,
    /// The address's name may mean this machine or one of a private network
    #[arg(long)]
    pub private_network: bool,
    #[command(flatten)]
    pub template: TemplateArguments,
}

/// A feed's own words, for a try: docs/templates.md says what they may be.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Template")]
pub struct TemplateArguments {
    /// A template for the title, such as '{{ home }} {{ score }}'
    #[arg(long, value_name = "TEMPLATE", conflicts_with = "raw")]
    pub title: Option<String>,
    /// A template for the text
    #[arg(long, value_name = "TEMPLATE", conflicts_with = "raw")]
    pub body: Option<String>,
    /// A template for the link
    #[arg(long, value_name = "TEMPLATE", conflicts_with = "raw")]
    pub link: Option<String>,
    /// A template for the picture's address
    #[arg(long, value_name = "TEMPLATE", conflicts_with = "raw")]
    pub image: Option<String>,
    /// A template for the urgency: low, normal or critical
    #[arg(long, value_name = "TEMPLATE", conflicts_with = "raw")]
    pub urgency: Option<String>,
    /// A template for what makes two entries the same
    #[arg(long, value_name = "TEMPLATE", conflicts_with = "raw")]
    pub key: Option<String>,
    /// A template for what makes entries one card
    #[arg(long, value_name = "TEMPLATE", conflicts_with = "raw")]
    pub replaces: Option<String>,
    /// A template for the time
    #[arg(long, value_name = "TEMPLATE", conflicts_with = "raw")]
    pub time: Option<String>,
    /// Print only entries this holds for, such as 'score > 1'
    #[arg(long, value_name = "CONDITION", conflicts_with = "raw")]
    pub keep_if: Option<String>,
    /// Print no entries this holds for
    #[arg(long, value_name = "CONDITION", conflicts_with = "raw")]
    pub drop_if: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// List the rules, in the order they are applied
    List {
        /// Print one JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Say whether the rules can be used
    Check,
    /// Try a rule on the history: how many entries it holds for, and the newest of them
    Try(TryArguments),
}

#[derive(Debug, Args)]
pub struct TryArguments {
    /// A configured rule; without one, the rule that the flags say
    #[arg(value_name = "RULE", required_unless_present_any = ["words", "pattern", "feeds", "holds"])]
    pub rule: Option<String>,
    /// Words and phrases, set apart by commas
    #[arg(long, conflicts_with = "rule")]
    pub words: Option<String>,
    /// A regular expression
    #[arg(long, conflicts_with = "rule")]
    pub pattern: Option<String>,
    /// Only entries of this feed; may be given several times
    #[arg(long = "feed", value_name = "FEED", conflicts_with = "rule")]
    pub feeds: Vec<String>,
    /// An expression
    #[arg(long = "where", value_name = "CONDITION", conflicts_with = "rule")]
    pub holds: Option<String>,
    /// Print one JSON object a line
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum FeedsCommand {
    /// List the configured feeds
    List {
        /// Print one JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Add a feed, and print its identifier
    Add {
        /// Its address
        url: String,
        /// What to call it
        #[arg(long)]
        name: Option<String>,
        /// How to read it: auto, ntfy, feed (RSS, Atom, JSON Feed) and others
        #[arg(long, value_name = "NAME")]
        format: Option<String>,
        /// Which of its entries ring
        #[arg(long, value_enum, default_value = "always")]
        notify: Notify,
        #[command(flatten)]
        connection: ConnectionArguments,
    },
    /// Put a feed's secret into the system keyring, and point to it from tidings.toml; reads it from standard input
    Secret {
        /// Its identifier
        feed: String,
        /// What it is for: bearer, basic:USER, proxy, header:NAME or query:NAME
        field: String,
    },
    /// Remove a feed; its history stays for 30 days
    Remove {
        /// Its identifier
        feed: String,
    },
    /// Connect a feed again
    Enable {
        /// Its identifier
        feed: String,
    },
    /// Pause a feed
    Disable {
        /// Its identifier
        feed: String,
    },
    /// Say which entries of feeds ring
    Level {
        /// Which
        #[arg(value_enum)]
        level: Notify,
        /// The feeds' identifiers
        #[arg(required = true, value_name = "FEED")]
        feeds: Vec<String>,
    },
    /// Add the feeds of another tidings.toml, of an OPML file or of a backup of ntfy's app that are not here yet
    Import {
        /// The file; - reads standard input
        file: PathBuf,
        /// Only say what is in it
        #[arg(long)]
        review: bool,
    },
    /// Print the feeds for another program
    Export {
        /// As what
        #[arg(long, value_enum, default_value_t = FeedList::Toml)]
        to: FeedList,
    },
    /// Connect to feeds and say how they stand
    Check {
        /// Their identifiers; none checks every enabled one
        feeds: Vec<String>,
        /// Print one JSON object a line
        #[arg(long)]
        json: bool,
    },
}

/// How a feed's server is reached.
#[derive(Debug, Default, Args)]
pub struct ConnectionArguments {
    /// Reconnect after so many seconds without a byte
    #[arg(long, value_name = "SECONDS")]
    pub idle_seconds: Option<u32>,
    /// How long the server may take to answer
    #[arg(long, value_name = "SECONDS")]
    pub timeout_seconds: Option<u32>,
    /// The largest event taken
    #[arg(long, value_name = "BYTES")]
    pub max_event_bytes: Option<u32>,
    /// The address's name may mean this machine or one of a private network
    #[arg(long)]
    pub private_network: bool,
    /// The proxy's address, or none
    // Not read here: clap would say a malformed one again, and a password may be in it.
    #[arg(long, value_name = "URL")]
    pub proxy: Option<String>,
    /// A PEM file with certificates to trust beside the system's
    #[arg(long, value_name = "PATH")]
    pub ca_file: Option<String>,
    /// The SHA-256 of the server's public key: trust this key and no other
    #[arg(long, value_name = "HEX")]
    pub pin_sha256: Option<String>,
    /// Which HTTP to speak
    #[arg(long, value_name = "VERSION", value_parser = ["1.1", "2"])]
    pub http_version: Option<String>,
}

/// Which entries ring.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Notify {
    /// Each
    Always,
    /// Those that a rule highlights
    Highlighted,
    /// Critical ones only
    Urgent,
    /// A summary every so many minutes
    Digest,
    /// None
    Never,
}

#[derive(Debug, Args)]
pub struct SnoozeArguments {
    /// The identifier of a feed; none snoozes all
    pub feed: Option<String>,
    /// For so long, such as 90m, 2h or 1d
    #[arg(long = "for", value_name = "LENGTH", group = "time")]
    pub length: Option<String>,
    /// Until a time, such as 18:30, 2026-11-23 or 2026-11-23T08:00:00Z
    #[arg(long, value_name = "TIME", group = "time")]
    pub until: Option<String>,
    /// End it now
    #[arg(long, group = "time")]
    pub end: bool,
}

#[derive(Debug, Args)]
pub struct HistoryArguments {
    /// Of this feed only
    #[arg(long)]
    pub feed: Option<String>,
    /// With all of these words
    #[arg(long, value_name = "WORDS")]
    pub search: Option<String>,
    /// Since a time (2026-11-22, 2026-11-22T17:15:00Z) or for a while (90m, 12h, 7d)
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Unread ones only
    #[arg(long)]
    pub unread: bool,
    /// The newest so many
    #[arg(long, value_name = "N")]
    pub limit: Option<u32>,
    /// Print one JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// What a list of feeds is written as.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FeedList {
    /// A tidings.toml.
    Toml,
    /// OPML 2.0, for feed readers.
    Opml,
}

/// A header's name and value (RFC 9110, sections 5.5 and 5.6.2), if `text` is one.
pub fn header(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once(':')?;
    let (name, value) = (name.trim(), value.trim());
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let sound = !name.is_empty()
        && name.chars().all(token)
        && !value.contains(|c: char| c.is_ascii_control() && c != '\t');
    sound.then(|| (name.to_owned(), value.to_owned()))
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    let fits = seconds.is_finite() && seconds > 0.0 && seconds < 1e9;
    if fits { Ok(seconds) } else { Err("the seconds must be more than 0".to_owned()) }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn headers_are_split_at_the_first_colon() {
        assert_eq!(header("X-A:  b:c "), Some(("X-A".into(), "b:c".into())));
        for bad in ["nonsense", ": b", "X A: b", "X-Ä: b", "X-A: b\r\nX-B: c", "X-A: b\0"] {
            assert_eq!(header(bad), None, "{bad:?}");
        }
    }
}
