//! The buttons that send a request: only to hosts that the person has allowed, and one at a press.

use std::sync::Arc;
use std::time::Duration;

use tidings_model::{Action, Feed, HttpRequest, Seq, StoredEntry, Trouble, Wrong, WrongCode};
use tidings_net::{Client, Message, Request};
use tidings_store::Store;
use tidings_wire as wire;
use tokio::sync::{Semaphore, watch};
use url::Url;

use crate::EngineHandle;
use crate::config::{Edit, Editor, Loaded};
use crate::error::Error;
use crate::ports::World;
use crate::stream::{self, Home};
use crate::trouble;

/// How long a server may take, from the first word to the last.
const PATIENCE: Duration = Duration::from_secs(15);
/// Requests on their way at one time; the others wait.
const AT_ONCE: usize = 4;

/// What became of a press.
#[derive(Debug)]
pub(crate) enum Acted {
    /// The server was content.
    Sent {
        /// Whether the entry is read by that.
        clear: bool,
    },
    /// The person has to allow this host first.
    NeedsConfirmation { host: String },
    /// It was not sent, or the server was not content.
    Failed(Trouble),
}

/// Sends what buttons stand for. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Acting {
    client: Client,
    store: Store,
    world: World,
    config: watch::Receiver<Arc<Loaded>>,
    editor: Editor,
    turns: Arc<Semaphore>,
}

impl Acting {
    pub(crate) fn new(
        client: Client,
        store: Store,
        world: World,
        config: watch::Receiver<Arc<Loaded>>,
        editor: Editor,
    ) -> Self {
        Self { client, store, world, config, editor, turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// Presses a button of an entry. With `allow`, its host is one that the person has allowed from now on.
    ///
    /// # Errors
    /// Where there is no such entry or button, or `tidings.toml` cannot be saved.
    pub(crate) async fn act(&self, seq: Seq, action: usize, allow: Option<&str>) -> Result<Acted, Error> {
        let (stored, _) = self.store.entry(seq).await?.ok_or(Error::NoEntry)?;
        let (request, url) = request_of(&stored, action)?;
        let host = host_of(&url);
        if allow == Some(&host) {
            self.allow(&host).await?;
        } else if !self.is_allowed(&host) {
            return Ok(Acted::NeedsConfirmation { host });
        }
        let feed = self.config.borrow().config.feed(&stored.feed).cloned();
        // It is never closed.
        let _turn = self.turns.acquire().await;
        let sent = tokio::time::timeout(PATIENCE, self.send(&request, url, feed.as_ref())).await;
        let late = || Err(trouble::of_stream(&tidings_net::Error::Timeout { host }.into()));
        Ok(match sent.unwrap_or_else(|_| late()) {
            Ok(()) => Acted::Sent { clear: request.clear },
            Err(trouble) => Acted::Failed(trouble),
        })
    }

    fn is_allowed(&self, host: &str) -> bool {
        self.config.borrow().config.settings.bell.request_hosts.iter().any(|allowed| allowed == host)
    }

    async fn allow(&self, host: &str) -> Result<(), Error> {
        if self.is_allowed(host) {
            return Ok(());
        }
        let mut hosts = self.config.borrow().config.settings.bell.request_hosts.clone();
        hosts.push(host.to_owned());
        let bell = wire::BellEdit { request_hosts: Some(hosts), ..wire::BellEdit::default() };
        let edit = wire::SettingsEdit { bell: Some(bell), ..wire::SettingsEdit::default() };
        Ok(self.editor.apply(Edit::Settings(edit)).await?)
    }

    /// To the feed's own host it goes as the feed itself is reached, without the feed's secrets; elsewhere as anything that a feed names,
    /// to a private address only where the feed has one.
    async fn send(&self, request: &HttpRequest, url: Url, feed: Option<&Feed>) -> Result<(), Trouble> {
        let home = feed.and_then(Home::of);
        let at_home = home.as_ref().is_some_and(|home| home.has(&url));
        let client = match feed.filter(|_| at_home) {
            Some(feed) => stream::client(&self.client, &self.world, &feed.connection).await,
            None => Ok(self.client.clone()),
        };
        let client = client.map_err(|unfit| unfit.trouble)?;
        let near = match &home {
            Some(home) => client.is_near(&home.url, home.private_network).await,
            None => false,
        };
        let message = Message { method: request.method.as_str(), body: request.body.clone() };
        let headers = request.headers.clone();
        let request =
            Request { url, query: Vec::new(), headers, header_timeout: PATIENCE, private_network: near };
        // Its status says it all: the rest of the answer is not read.
        let answer = client.send(request, message, near).await;
        let answer = answer.map_err(|error| trouble::of_stream(&error.into()))?;
        match answer.status() {
            200..=299 => Ok(()),
            300..=399 => Err(elsewhere(&answer)),
            status => Err(trouble::of_stream(&tidings_sse::Error::Status { status, retry_after: None })),
        }
    }
}

/// The host as the person allows it: with its port where that is not the usual one of `https`, so that a request without encryption is
/// never allowed by the way.
fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port_or_known_default() {
        Some(443) | None => host.to_owned(),
        Some(port) => format!("{host}:{port}"),
    }
}

fn request_of(stored: &StoredEntry, action: usize) -> Result<(HttpRequest, Url), Error> {
    let invalid = |code, message: &str| Error::from(Wrong::new(code, &[], message));
    let Some(Action::Http { request, .. }) = stored.entry.actions.get(action) else {
        return Err(invalid(WrongCode::NoButton, "This button sends no request."));
    };
    let url = Url::parse(&request.url)
        .map_err(|_| invalid(WrongCode::ButtonAddress, "The address of this button is none."))?;
    Ok((request.clone(), url))
}

fn elsewhere(answer: &tidings_net::Response) -> Trouble {
    let to = answer.header("location").and_then(|to| answer.url().join(to).ok());
    trouble::of_leading_on(to.as_ref().and_then(Url::host_str))
}

impl EngineHandle {
    /// Presses a button of an entry that sends a request. It is sent once its host is one that the person has allowed: with `allow`, the
    /// host that the answer before named is from now on, and stands in `tidings.toml`.
    ///
    /// # Errors
    /// Where there is no such entry or button, or `tidings.toml` cannot be saved.
    pub async fn act(&self, seq: i64, action: usize, allow: Option<&str>) -> Result<wire::Acted, Error> {
        Ok(match self.parts.acting.act(Seq(seq), action, allow).await? {
            Acted::Sent { clear } => {
                if clear {
                    self.mark_read(wire::ReadTarget::Entries { seqs: vec![seq] }, true).await?;
                }
                wire::Acted::Sent
            }
            Acted::NeedsConfirmation { host } => wire::Acted::NeedsConfirmation { host },
            Acted::Failed(trouble) => {
                let Trouble { code, what, message: reason, advice } = trouble;
                wire::Acted::Failed { code: code.code(), what, reason, advice }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_allowed_with_its_port_and_its_encryption() {
        let host = |url: &str| host_of(&Url::parse(url).unwrap());
        assert_eq!(host("https://a.example/x?y"), "a.example");
        assert_eq!(host("https://a.example:8123/"), "a.example:8123");
        assert_eq!(host("http://a.example/"), "a.example:80");
        assert_eq!(host("http://[::1]:5/"), "[::1]:5");
    }
}
