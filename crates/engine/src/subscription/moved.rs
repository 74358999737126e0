//! A feed that its server says has moved for good: `tidings.toml` follows, where that is safe.

use tidings_model::{Connection, Feed};
use tidings_wire::FeedEdit;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::Subscription;
use crate::config::Edit;
use crate::ingest::{Ingested, Progress};
use crate::source::Source;

/// The longest address that is written down, in bytes.
const LONGEST: usize = 2_048;

impl Subscription {
    /// What is there now was taken for this feed: its answer opened it.
    pub(super) async fn follow_move(&mut self, stop: &CancellationToken) {
        let Some(to) = self.source.moved_to() else { return };
        let asked = match self.source {
            Source::Stream(_) => self.reader.address(),
            Source::Poll(_) => self.endpoint.clone(),
        };
        let Some(url) = address(&self.feed, &asked, &to) else {
            tracing::info!(feed = %self.feed.id, host = to.host_str(), "the feed has moved; its address stays as it is");
            return;
        };
        // It goes on there where it is now.
        let Ok(pasted) = tidings_mapping::parse_address(&url) else { return };
        self.progress.stream = Progress::stream_of(&self.format.endpoint(&pasted));
        self.write(Ingested::default(), stop).await;
        let edit = FeedEdit { url: Some(url), ..FeedEdit::default() };
        if let Err(error) = self.context.editor.apply(Edit::Change(self.feed.id.clone(), edit)).await {
            tracing::warn!(feed = %self.feed.id, %error, "the feed has moved, and its new address could not be saved");
        }
    }
}

/// The address that `feed` is to have from now on, of the one that was asked and the one that this led to. None where it could be somebody
/// on the way who says so, where the feed's secrets would go to another origin, or where the new address is not one of the same kind.
fn address(feed: &Feed, asked: &Url, to: &Url) -> Option<String> {
    let same_host = asked.host() == to.host();
    let proven = asked.scheme() == "https"
        || (same_host && to.scheme() == "https")
        || tidings_net::is_this_machine(asked);
    // The person's word that its name may mean a private address was about this host.
    let vouched = feed.connection.private_network && !same_host;
    let secret =
        !feed.connection.query.is_empty() || (has_secrets(&feed.connection) && asked.origin() != to.origin());
    if !proven || vouched || secret || asked == to {
        return None;
    }
    let mut url = tidings_mapping::parse_address(&feed.url).ok()?;
    if url == *asked {
        url = to.clone();
    } else if (asked.path(), asked.query()) == (to.path(), to.query()) {
        // What is asked is more than what is configured: only the server is another.
        url.set_scheme(to.scheme()).ok()?;
        url.set_host(to.host_str()).ok()?;
        url.set_port(to.port()).ok()?;
    } else {
        return None;
    }
    url.set_fragment(None);
    let url = String::from(url);
    (url.len() <= LONGEST).then_some(url)
}

fn has_secrets(connection: &Connection) -> bool {
    !connection.headers.is_empty() || connection.basic.is_some() || connection.bearer.is_some()
}

#[cfg(test)]
mod tests {
    use tidings_model::{FeedId, SecretSource, Token};

    use super::*;

    fn feed(url: &str) -> Feed {
        Feed::new(FeedId::parse("f").unwrap(), url.to_owned())
    }

    fn moved(feed: &Feed, asked: &str, to: &str) -> Option<String> {
        address(feed, &Url::parse(asked).unwrap(), &Url::parse(to).unwrap())
    }

    #[test]
    fn an_address_is_followed_where_nobody_on_the_way_can_have_said_it() {
        let cases = [
            ("https://a.example/feed", "https://b.example/new?x=1", true),
            ("http://a.example/feed", "https://a.example/feed", true),
            ("http://a.example/feed", "https://b.example/feed", false),
            ("http://a.example/feed", "http://a.example/other", false),
            ("http://127.0.0.1:5/feed", "http://127.0.0.1:6/other", true),
        ];
        for (asked, to, follows) in cases {
            let saved = moved(&feed(asked), asked, to);
            assert_eq!(saved.as_deref(), follows.then_some(to), "{asked} to {to}");
        }
    }

    #[test]
    fn what_a_format_adds_is_not_written_down() {
        let ntfy = feed("https://ntfy.example/alerts");
        let asked = "https://ntfy.example/alerts/sse?since=1700000000";
        let to = "https://push.example:8443/alerts/sse?since=1700000000";
        assert_eq!(moved(&ntfy, asked, to).as_deref(), Some("https://push.example:8443/alerts"));
        assert_eq!(moved(&ntfy, asked, "https://push.example/other/sse"), None);
    }

    #[test]
    fn no_secret_follows_to_another_origin() {
        let (asked, to) = ("https://a.example/feed", "https://b.example/feed");
        let mut secret = feed(asked);
        secret.connection.bearer = Some(SecretSource::Env("T".into()));
        assert_eq!(moved(&secret, asked, to), None);
        assert!(moved(&secret, asked, "https://a.example/new").is_some());
        let connection = Connection { private_network: true, ..Connection::default() };
        let home = Feed { connection, ..feed(asked) };
        assert_eq!(moved(&home, asked, to), None, "it was said of one host");
        assert!(moved(&home, asked, "https://a.example/new").is_some());
        let mut query = feed(asked);
        query.connection.query = vec![Token { name: "t".into(), source: SecretSource::Env("T".into()) }];
        assert_eq!(moved(&query, asked, "https://a.example/new?t=s3cret"), None);
    }
}
