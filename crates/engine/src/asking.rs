//! What readers ask beside the stream: the details of an item, or what was missed while a connection was down.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use tidings_mapping::{Answer, Fetch};
use tidings_net::{Client, Request};
use tokio::time::{Instant, sleep, timeout};
use url::Url;

use crate::stream::Means;

/// Answers waited for at one time.
const AT_ONCE: usize = 6;
/// Questions of one round. What is beyond fails at once, and the reader may ask it again later.
const MOST: usize = 64;
/// Rounds of questions that one event may lead to.
pub(crate) const ROUNDS: usize = 8;
/// The longest answer taken, in bytes.
const ANSWER: usize = 2 << 20;
/// How long an answer may take, from the first word to the last.
const PATIENCE: Duration = Duration::from_secs(15);
/// Before a second try.
const PAUSE: Duration = Duration::from_secs(1);
/// Common answers kept; the oldest goes.
const KEPT: usize = 256;
/// The longest answer kept, in bytes.
const KEPT_BYTES: usize = 64 << 10;
/// How long an answer is kept.
const FRESH: Duration = Duration::from_secs(300);

/// Asks on behalf of one feed.
pub(crate) struct Asker {
    client: Client,
    /// Secret fields of the query, which the feed's server asks for here too.
    query: Vec<(String, String)>,
    private_network: bool,
    endpoint: Url,
    kept: VecDeque<(Url, Instant, Answer)>,
}

impl Asker {
    pub(crate) fn new(means: &Means, endpoint: Url) -> Self {
        let (client, query) = (means.client.clone(), means.query.clone());
        Self { client, query, private_network: means.private_network, endpoint, kept: VecDeque::new() }
    }

    /// Secrets may have changed.
    pub(crate) fn meet(&mut self, means: &Means) {
        self.client = means.client.clone();
        self.query.clone_from(&means.query);
    }

    /// Asks all of `fetches`, a few at a time, with these headers; the answers come in the same order.
    pub(crate) fn ask(
        &mut self,
        fetches: Vec<Fetch>,
        headers: &[(String, String)],
    ) -> BoxFuture<'static, Vec<(Fetch, Answer)>> {
        self.kept.retain(|(_, at, _)| at.elapsed() < FRESH);
        let answers: Vec<_> =
            fetches.into_iter().enumerate().map(|(n, fetch)| self.answer(n, fetch, headers)).collect();
        stream::iter(answers).buffered(AT_ONCE).collect().boxed()
    }

    fn answer(
        &self,
        number: usize,
        fetch: Fetch,
        headers: &[(String, String)],
    ) -> BoxFuture<'static, (Fetch, Answer)> {
        let at_once = |fetch, answer| std::future::ready((fetch, answer)).boxed();
        let failed = |reason: &str| Answer::Failed { reason: reason.to_owned() };
        if number >= MOST {
            return at_once(fetch, failed("too much was to be asked at one time"));
        }
        if !is_own(&fetch.url, &self.endpoint) {
            return at_once(fetch, failed("it is not on the feed's own server"));
        }
        if let Some((.., answer)) = self.kept.iter().find(|(url, ..)| fetch.common && *url == fetch.url) {
            return at_once(fetch, answer.clone());
        }
        let (client, headers) = (self.client.clone(), headers.to_vec());
        let request = Request {
            private_network: self.private_network,
            ..request(&fetch.url, self.query.clone(), headers)
        };
        async move {
            let mut answer = once(&client, request.clone()).await;
            if is_passing(&answer) {
                sleep(PAUSE).await;
                answer = once(&client, request).await;
            }
            (fetch, answer)
        }
        .boxed()
    }

    /// Keeps the answers that are the same for everyone.
    pub(crate) fn keep(&mut self, answers: &[(Fetch, Answer)]) {
        let common = answers.iter().filter(|(fetch, answer)| {
            fetch.common
                && matches!(answer, Answer::Came { status: 200, text } if text.len() <= KEPT_BYTES)
                && !self.kept.iter().any(|(url, ..)| *url == fetch.url)
        });
        let fresh: Vec<_> =
            common.map(|(fetch, answer)| (fetch.url.clone(), Instant::now(), answer.clone())).collect();
        self.kept.extend(fresh);
        let over = self.kept.len().saturating_sub(KEPT);
        self.kept.drain(..over);
    }
}

/// Whether an address is the feed's own server, which may have the feed's secrets. A `streaming.` host speaks for the one it is
/// named after: Mastodon keeps its streams there.
fn is_own(url: &Url, endpoint: &Url) -> bool {
    let parent = || {
        let host = endpoint.host_str()?.strip_prefix("streaming.")?;
        let mut parent = endpoint.clone();
        parent.set_host(Some(host)).ok()?;
        (host.contains('.') && endpoint.scheme() == "https").then(|| parent.origin())
    };
    url.origin() == endpoint.origin() || parent().is_some_and(|origin| url.origin() == origin)
}

/// Whether another try may bring more.
fn is_passing(answer: &Answer) -> bool {
    matches!(answer, Answer::Failed { .. } | Answer::Came { status: 429 | 500..=599, .. })
}

fn request(url: &Url, query: Vec<(String, String)>, mut headers: Vec<(String, String)>) -> Request {
    for (name, value) in [("Accept", "application/json"), ("Accept-Encoding", "identity")] {
        if !headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name)) {
            headers.push((name.to_owned(), value.to_owned()));
        }
    }
    Request { url: url.clone(), query, headers, header_timeout: PATIENCE, private_network: false }
}

async fn once(client: &Client, request: Request) -> Answer {
    match timeout(PATIENCE, text(client, request)).await {
        Ok(Ok((status, text))) => Answer::Came { status, text },
        Ok(Err(reason)) => Answer::Failed { reason },
        Err(_) => Answer::Failed { reason: "the server took too long".to_owned() },
    }
}

/// The status and the text of an answer, or in words why there is none.
async fn text(client: &Client, request: Request) -> Result<(u16, String), String> {
    let mut response = client.get(request).await.map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| error.to_string())? {
        if bytes.len() + chunk.len() > ANSWER {
            return Err("the answer is too long".to_owned());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok((response.status(), String::from_utf8_lossy(&bytes).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_feeds_own_server_is_asked() {
        let cases = [
            ("https://a.example/v0/item/1.json", "https://a.example/v0/topstories.json", true),
            ("https://m.example/api/v1/x", "https://streaming.m.example/api/v1/streaming/user", true),
            ("http://m.example/api/v1/x", "http://streaming.m.example/api/v1/streaming/user", false),
            ("https://example/x", "https://streaming.example/x", false),
            ("https://b.example/", "https://a.example/", false),
            ("https://a.example:8443/", "https://a.example/", false),
            ("http://a.example/", "https://a.example/", false),
        ];
        for (url, endpoint, own) in cases {
            let parse = |text: &str| Url::parse(text).expect("a URL");
            assert_eq!(is_own(&parse(url), &parse(endpoint)), own, "{url} of {endpoint}");
        }
    }
}
