//! From an address to a feed that can be added.

use tidings_model::{Feed, FeedId, NotifyLevel, Wrong, WrongCode};

use super::Config;
use super::parse::unknown_format;
use crate::flaws;

/// The feed for an address as pasted: its name and format guessed where none is given, its identifier unlike every other.
///
/// # Errors
/// What is wrong with the address or the format.
pub fn new_feed(
    config: &Config,
    pasted: &str,
    name: Option<String>,
    format: Option<String>,
    notify: NotifyLevel,
) -> Result<Feed, Wrong> {
    let url = tidings_mapping::parse_address(pasted).map_err(|error| flaws::of_address(&error))?;
    if let Some(feed) = config.feed_at(&url) {
        let message = format!("This address is configured already, as `{}` ({}).", feed.id, feed.name);
        return Err(Wrong::new(WrongCode::AddressKnown, &[&feed.name], message));
    }
    let named = format.as_deref().map(|name| tidings_mapping::format(name).ok_or_else(|| no_format(name)));
    let reads = named.transpose()?.unwrap_or_else(|| tidings_mapping::recognise(&url, &[]));
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| reads.suggested_name(&url));
    let id = free_id(config, &name);
    Ok(Feed { name, format, notify, ..Feed::new(id, url.to_string()) })
}

fn no_format(name: &str) -> Wrong {
    Wrong::new(WrongCode::Format, &[name], unknown_format(name))
}

/// The identifier for a feed of this name: one that no configured feed has.
#[must_use]
pub fn free_id(config: &Config, name: &str) -> FeedId {
    let plain = FeedId::from_name(name);
    let numbered = (2..1_000).filter_map(|n| FeedId::parse(&format!("{plain}-{n}")));
    let mut candidates = std::iter::once(plain.clone()).chain(numbered);
    candidates.find(|id| config.feed(id).is_none()).unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_of_one_name_get_ids_of_their_own() {
        let mut config = Config::default();
        for expected in ["goals", "goals-2", "goals-3"] {
            let address = format!("a.example/{expected}");
            let feed =
                new_feed(&config, &address, Some(" Goals ".into()), None, NotifyLevel::Always).unwrap();
            assert_eq!((feed.id.as_str(), feed.name.as_str()), (expected, "Goals"));
            assert_eq!(feed.url, format!("https://{address}"));
            config.feeds.push(feed);
            let again = new_feed(&config, &address, None, None, NotifyLevel::Always).unwrap_err();
            assert!(again.message.contains(expected), "{again}");
        }
    }

    #[test]
    fn what_cannot_be_is_said() {
        for (pasted, format) in
            [("file:///etc/passwd", None), ("", None), ("http://a.example", Some("nfty".to_owned()))]
        {
            assert!(
                new_feed(&Config::default(), pasted, None, format, NotifyLevel::Always).is_err(),
                "{pasted}"
            );
        }
    }
}
