//! Lists of feeds that come from elsewhere and go elsewhere: another `tidings.toml`, OPML, and the backup of ntfy's app.
//!
//! A file of another may not say which secrets of this machine go to which server, by which way, or whom to trust: that is left out.

mod ntfy;
mod outlines;

use tidings_model::{Connection, Feed, FeedBell, Header, HeaderSource, ProxyChoice, Wrong, WrongCode};
use tidings_wire as wire;

use crate::EngineHandle;
use crate::config::{self, Config, Edit, SaveError};
use crate::error::Error;

/// The most feeds taken from one file.
const MOST: usize = 2_000;

/// What a file has to offer.
struct Offer {
    kind: &'static str,
    feeds: Vec<Feed>,
    notes: Vec<wire::ImportNote>,
}

/// Why a file cannot be read as a list of feeds.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is JSON, and not ntfy's.
    #[error("This is JSON, but not a backup of ntfy's app.")]
    Ntfy,
    /// It is XML, and not OPML.
    #[error("This is XML, but not OPML.")]
    Opml,
    /// It is neither, and no tidings.toml.
    #[error("This is no tidings.toml: {0}")]
    Toml(config::ConfigError),
    /// It has too many.
    #[error("This file has {0} feeds; 2000 are the most that are taken at once.")]
    TooMany(usize),
}

impl Unreadable {
    /// For the window. What is wrong in a `tidings.toml` keeps its line.
    pub(crate) fn flaw(&self) -> wire::Flaw {
        let message = self.to_string();
        match self {
            Self::Ntfy => Wrong::new(WrongCode::NotNtfy, &[], message).into(),
            Self::Opml => Wrong::new(WrongCode::NotOpml, &[], message).into(),
            Self::Toml(error) => {
                wire::Flaw { line: error.line, column: None, message, ..error.wrong.clone().into() }
            }
            Self::TooMany(count) => {
                Wrong::new(WrongCode::ManyFeeds, &[&count.to_string(), &MOST.to_string()], message).into()
            }
        }
    }
}

/// A feed of a file, looked over.
#[derive(Clone, Debug)]
pub struct Adopted {
    /// The feed as it would be added: under an identifier of its own, and with nothing of this machine in it.
    pub feed: Feed,
    /// What was left out of it.
    pub left_out: Vec<String>,
    /// Why it cannot be added; none where it can.
    pub problem: Option<wire::WireError>,
    /// Whether its address is configured already.
    pub already: bool,
}

/// A file, looked over.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// What it is: `toml`, `opml` or `ntfy`.
    pub kind: &'static str,
    /// Its feeds.
    pub feeds: Vec<Adopted>,
    /// What else there is to say.
    pub notes: Vec<wire::ImportNote>,
}

/// Looks over a file that is to be imported. Adds nothing.
///
/// # Errors
/// Where it is no list of feeds.
pub fn review(text: &str, ours: &Config) -> Result<Reviewed, Unreadable> {
    let Offer { kind, feeds, notes } = match text.trim_start_matches('\u{feff}').trim_start() {
        json if json.starts_with('{') => ntfy::read(json)?,
        xml if xml.starts_with('<') => outlines::read(xml)?,
        toml => {
            let theirs = config::parse(toml).map_err(Unreadable::Toml)?;
            Offer { kind: "toml", feeds: theirs.feeds, notes: Vec::new() }
        }
    };
    if feeds.len() > MOST {
        return Err(Unreadable::TooMany(feeds.len()));
    }
    let mut all = ours.clone();
    let feeds = feeds.into_iter().map(|feed| adopt(feed, &mut all)).collect();
    Ok(Reviewed { kind, feeds, notes })
}

/// Looks a feed over, and counts it among `all` where it can be added.
fn adopt(feed: Feed, all: &mut Config) -> Adopted {
    let address = tidings_mapping::parse_address(&feed.url);
    let already = address.as_ref().is_ok_and(|url| all.feed_at(url).is_some());
    let left_out = left_out(&feed);
    let id = config::free_id(all, feed.id.as_str());
    // A program that somebody else's file names must never run here.
    let bell = FeedBell { command: None, ..feed.bell };
    let feed = Feed { id, bell, connection: harmless(feed.connection), ..feed };
    let problem = match &address {
        Err(error) => Some(Error::from(error.clone()).into()),
        Ok(_) => {
            let refused = config::apply("", &Edit::Add(feed.clone())).err();
            refused.map(|error| Error::from(SaveError::from(error)).into())
        }
    };
    if problem.is_none() && !already {
        all.feeds.push(feed.clone());
    }
    Adopted { feed, left_out, problem, already }
}

fn left_out(feed: &Feed) -> Vec<String> {
    let theirs = &feed.connection;
    let mut left_out: Vec<_> = theirs.secrets().map(|(what, _)| what).collect();
    if matches!(theirs.proxy, ProxyChoice::Url { .. }) {
        left_out.push("proxy".to_owned());
    }
    left_out.extend(theirs.ca_file.iter().map(|_| "ca_file".to_owned()));
    left_out.extend(theirs.private_network.then(|| "private_network".to_owned()));
    left_out.extend(feed.bell.command.iter().map(|_| "bell.command".to_owned()));
    left_out
}

fn harmless(theirs: Connection) -> Connection {
    let plain = |header: &Header| matches!(header.source, HeaderSource::Plain(_));
    let headers = theirs.headers.into_iter().filter(plain).collect();
    let proxy = match theirs.proxy {
        ProxyChoice::Url { .. } => ProxyChoice::System,
        other => other,
    };
    let none = Connection::default();
    let (basic, bearer, ca_file) = (None, None, None);
    Connection { headers, proxy, query: none.query, basic, bearer, ca_file, private_network: false, ..theirs }
}

/// The feeds as another program reads them: `toml` or `opml`. None for another word.
#[must_use]
pub fn export(kind: &str, feeds: &[Feed]) -> Option<String> {
    match kind {
        "toml" => {
            let add = |text: String, feed: &Feed| config::apply(&text, &Edit::Add(feed.clone())).ok();
            feeds.iter().try_fold(String::new(), add)
        }
        "opml" => outlines::write(feeds),
        _ => None,
    }
}

impl EngineHandle {
    /// Looks over a file that is to be imported. Adds nothing.
    ///
    /// # Errors
    /// Where it is no list of feeds.
    pub fn review_import(&self, file: &str, text: &str) -> Result<wire::ImportReview, Error> {
        let reviewed = review(text, &self.loaded().config)?;
        let feeds = reviewed.feeds.into_iter().map(line).collect();
        Ok(wire::ImportReview { kind: reviewed.kind, file: file.to_owned(), feeds, notes: reviewed.notes })
    }

    /// Adds those feeds of a file that the person chose by their addresses. Returns how many.
    ///
    /// # Errors
    /// Where the file is no list of feeds, or `tidings.toml` cannot be saved.
    pub async fn import(&self, text: &str, urls: &[String]) -> Result<u32, Error> {
        let reviewed = review(text, &self.loaded().config)?;
        let mut added = 0;
        for Adopted { feed, problem, already, .. } in reviewed.feeds {
            if problem.is_none() && !already && urls.contains(&feed.url) {
                self.parts.editor.apply(Edit::Add(feed)).await?;
                added += 1;
            }
        }
        Ok(added)
    }

    /// The configured feeds as another program reads them.
    ///
    /// # Errors
    /// Where there is no such kind.
    pub fn export_feeds(&self, kind: &str) -> Result<String, Error> {
        export(kind, &self.loaded().config.feeds).ok_or_else(|| {
            let message = format!("Feeds are written as toml or opml, and not as {kind}.");
            Wrong::new(WrongCode::Format, &[kind], message).into()
        })
    }
}

fn line(adopted: Adopted) -> wire::ImportFeed {
    let Adopted { feed, left_out, problem, already } = adopted;
    wire::ImportFeed {
        name: feed.name,
        url: feed.url,
        format: feed.format,
        folder: feed.folder,
        problem,
        left_out,
        already,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPML: &str = r#"<?xml version="1.0"?><opml version="2.0"><head/><body>
        <outline text="News"><outline text="City &amp; land" type="rss" xmlUrl="https://a.example/feed"/></outline>
        <outline text="Old" xmlUrl="gopher://b.example/"/></body></opml>"#;

    #[test]
    fn opml_comes_with_its_folders_and_goes_with_them() {
        let reviewed = review(OPML, &Config::default()).unwrap();
        let [city, old] = &reviewed.feeds[..] else { panic!("{reviewed:?}") };
        assert_eq!((city.feed.name.as_str(), city.feed.folder.as_deref()), ("City & land", Some("News")));
        assert!(city.problem.is_none() && old.problem.is_some());
        let written = export("opml", std::slice::from_ref(&city.feed)).unwrap();
        let again = review(&written, &Config::default()).unwrap();
        assert_eq!(again.feeds[0].feed, city.feed);
    }

    #[test]
    fn a_backup_of_ntfy_is_read_without_its_secrets() {
        let text = r#"{"magic":"ntfy2586","version":1,"subscriptions":[
            {"id":1,"baseUrl":"https://ntfy.sh","topic":"backups","instant":true,"mutedUntil":1,"displayName":"Backups"},
            {"id":2,"baseUrl":"https://ntfy.sh","topic":"up123","mutedUntil":0,"upAppId":"im.app"}],
            "users":[{"baseUrl":"https://ntfy.sh","username":"sam","password":"s3cret"}]}"#;
        let reviewed = review(text, &Config::default()).unwrap();
        let [backups] = &reviewed.feeds[..] else { panic!("{reviewed:?}") };
        assert_eq!(backups.feed.url, "https://ntfy.sh/backups/sse");
        assert_eq!(backups.feed.notify, tidings_model::NotifyLevel::Never);
        assert_eq!(reviewed.notes.len(), 2);
        assert!(!format!("{reviewed:?}").contains("s3cret"));
        assert!(matches!(review("{}", &Config::default()), Err(Unreadable::Ntfy)));
    }

    #[test]
    fn nobody_else_says_that_a_name_may_mean_a_private_address() {
        let mut feed = Feed::new(tidings_model::FeedId::parse("f").unwrap(), "https://f.example/s".into());
        feed.connection.private_network = true;
        assert_eq!(left_out(&feed), ["private_network"]);
        assert!(!harmless(feed.connection).private_network);
    }

    #[test]
    fn a_program_that_a_file_names_is_left_out_and_said() {
        let text = "[feeds.a]\nurl = \"https://a.example/feed\"\n\
                    bell = { spoiler_seconds = 5, command = { program = \"rm\", args = [\"-rf\"] } }\n";
        let reviewed = review(text, &Config::default()).unwrap();
        let [adopted] = &reviewed.feeds[..] else { panic!("{reviewed:?}") };
        assert_eq!((&adopted.feed.bell.command, adopted.feed.bell.spoiler_seconds), (&None, 5));
        assert_eq!(adopted.left_out, ["bell.command"]);
    }

    #[test]
    fn what_is_here_already_is_said_and_counted_once() {
        let text =
            "[feeds.a]\nurl = \"https://a.example/feed\"\n[feeds.b]\nurl = \"https://a.example/feed\"\n";
        let reviewed = review(text, &Config::default()).unwrap();
        assert_eq!(reviewed.feeds.iter().map(|feed| feed.already).collect::<Vec<_>>(), [false, true]);
    }
}
