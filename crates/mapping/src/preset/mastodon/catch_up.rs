//! Where what was missed can be asked for.

use url::Url;

use super::PATH;
use crate::Fetch;

/// Entries of one page: the most that servers give.
pub(super) const PAGE: usize = 40;

/// What a page is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Statuses,
    Notifications,
    Conversations,
}

impl Of {
    const ALL: [Self; 3] = [Self::Statuses, Self::Notifications, Self::Conversations];

    /// The word for it in [`Fetch::about`].
    fn word(self) -> &'static str {
        match self {
            Self::Statuses => "statuses",
            Self::Notifications => "notifications",
            Self::Conversations => "conversations",
        }
    }

    /// What a person calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Statuses => "the posts",
            Self::Notifications => "the notifications",
            Self::Conversations => "the direct messages",
        }
    }

    /// What its baseline is.
    pub(super) fn newest(self) -> &'static str {
        match self {
            Self::Statuses => "the newest post",
            Self::Notifications => "the newest notification",
            Self::Conversations => "the newest direct message",
        }
    }

    /// Where its place among its kind stands: conversations are ordered by their last status.
    pub(super) fn place(self) -> &'static str {
        match self {
            Self::Statuses | Self::Notifications => "/id",
            Self::Conversations => "/last_status/id",
        }
    }
}

/// The number of the page that only says where the newest stands, and is not told.
pub(super) const BASELINE: usize = 0;

/// What a stream brings.
pub(super) fn brings(endpoint: &Url) -> Vec<Of> {
    match endpoint.path().strip_prefix(PATH).unwrap_or_default() {
        "/user" => vec![Of::Statuses, Of::Notifications],
        "/user/notification" => vec![Of::Notifications],
        "/direct" => vec![Of::Conversations],
        _ => vec![Of::Statuses],
    }
}

/// The page that follows the entry with the id `after`, the `number`th since the connect. With [`BASELINE`] nothing is known to follow.
pub(super) fn page(of: Of, endpoint: &Url, after: &str, number: usize) -> Option<Fetch> {
    let given =
        |name: &str| endpoint.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    let stream = endpoint.path().strip_prefix(PATH).unwrap_or_default();
    let (path, narrow) = match (of, stream) {
        (Of::Notifications, _) => ("notifications".to_owned(), None),
        (Of::Conversations, _) => ("conversations".to_owned(), None),
        (Of::Statuses, "/user") => ("timelines/home".to_owned(), None),
        (Of::Statuses, "/public") => ("timelines/public".to_owned(), None),
        (Of::Statuses, "/public/local") => ("timelines/public".to_owned(), Some("local")),
        (Of::Statuses, "/public/remote") => ("timelines/public".to_owned(), Some("remote")),
        (Of::Statuses, "/hashtag") => (format!("timelines/tag/{}", plain(&given("tag")?)?), None),
        (Of::Statuses, "/hashtag/local") => {
            (format!("timelines/tag/{}", plain(&given("tag")?)?), Some("local"))
        }
        (Of::Statuses, "/list") => (format!("timelines/list/{}", plain(&given("list")?)?), None),
        _ => return None,
    };
    let mut url = endpoint.clone();
    let rest = endpoint.host_str().and_then(|host| host.strip_prefix("streaming.")).map(str::to_owned);
    if let Some(host) = rest.filter(|_| endpoint.scheme() == "https") {
        url.set_host(Some(&host)).ok()?;
    }
    url.set_path(&format!("/api/v1/{path}"));
    url.set_query(None);
    let mut query = url.query_pairs_mut();
    if number == BASELINE {
        query.append_pair("limit", "1");
    } else {
        query.append_pair("limit", &PAGE.to_string()).append_pair("min_id", after);
    }
    if let Some(narrow) = narrow {
        query.append_pair(narrow, "true");
    }
    for name in ["only_media", "access_token"] {
        if let Some(value) = given(name) {
            query.append_pair(name, &value);
        }
    }
    drop(query);
    Some(Fetch { url, about: format!("{} {number}", of.word()), common: false })
}

/// What a fetch is about: what, and the number of the page.
pub(super) fn about(fetch: &Fetch) -> Option<(Of, usize)> {
    let (word, number) = fetch.about.split_once(' ')?;
    let of = Of::ALL.into_iter().find(|of| of.word() == word)?;
    Some((of, number.parse().ok()?))
}

/// A word that may stand in a path: a hashtag in any script, or an id.
fn plain(word: &str) -> Option<&str> {
    (!word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_')).then_some(word)
}
