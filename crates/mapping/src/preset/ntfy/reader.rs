//! Who reads the topics of one request.

use tidings_model::{Gap, GapCode};
use tidings_sse::Event;
use url::Url;

use super::message::Message;
use super::{address, not_ntfy};
use crate::{Answer, Fetch, MappingError, Meaning, Outcome, Reader};

/// Keepalives are sent beside messages, not behind them: what was published in the seconds before one may still follow.
const SLACK_SECONDS: i64 = 10;

/// The most topics asked for one by one.
const TOPICS: usize = 32;

/// The topics of a server, and how far they were read.
pub(super) struct Topics {
    endpoint: Url,
    /// In seconds since 1970, as the server counts them.
    since: Option<i64>,
    /// What the server does not let us read.
    forbidden: Vec<String>,
}

impl Topics {
    pub(super) fn new(endpoint: &Url, checkpoint: Option<&str>) -> Self {
        let since = checkpoint.and_then(|seconds| seconds.parse().ok());
        Self { endpoint: endpoint.clone(), since, forbidden: Vec::new() }
    }

    /// Moves on, and never back.
    fn reached(&mut self, seconds: Option<i64>) -> Option<String> {
        self.since = self.since.max(seconds);
        self.since.map(|seconds| seconds.to_string())
    }

    /// The topics that are not known to be forbidden.
    fn allowed(&self) -> Vec<&str> {
        let all = address::topics(&self.endpoint);
        all.into_iter().filter(|topic| !self.forbidden.iter().any(|no| no == topic)).collect()
    }
}

impl Reader for Topics {
    fn address(&self) -> Url {
        let allowed = self.allowed();
        let url = match self.forbidden.is_empty() || allowed.is_empty() {
            true => self.endpoint.clone(),
            false => address::with_topics(&self.endpoint, &allowed.join(",")),
        };
        match self.since {
            Some(seconds) => address::with_query(&url, "since", &seconds.to_string()),
            None => url,
        }
    }

    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        let Some(message) = Message::read(&event.data).filter(Message::is_likely) else {
            return not_ntfy(event, &self.endpoint);
        };
        let outcome = match message.event(&event.kind) {
            // It comes before the backlog: it is no place to go on from where one is known.
            "open" => {
                let since = self.since.or(message.seconds());
                return Ok(Meaning { checkpoint: self.reached(since), ..Meaning::alive() });
            }
            "keepalive" => {
                let before = message.seconds().map(|seconds| seconds.saturating_sub(SLACK_SECONDS).max(0));
                return Ok(Meaning { checkpoint: self.reached(before), ..Meaning::alive() });
            }
            "poll_request" => return Ok(Meaning::alive()),
            "message_delete" => Outcome::Withdraw { replaces: message.about()? },
            "message_clear" => Outcome::Read { replaces: message.about()? },
            _ => Outcome::Entry(message.entry(&self.endpoint)?),
        };
        Ok(Meaning { checkpoint: self.reached(message.seconds()), ..Meaning::of(vec![outcome]) })
    }

    /// One forbidden topic makes the server refuse them all: each is asked about by `/TOPIC/auth`.
    fn refused(&mut self, status: u16) -> Option<Vec<Fetch>> {
        let topics = self.allowed();
        let several = topics.len() > 1 && topics.len() <= TOPICS;
        (several && matches!(status, 401 | 403)).then(|| {
            let fetch = |topic: &&str| Fetch {
                url: address::of_auth(&self.endpoint, topic),
                about: (*topic).to_owned(),
                common: false,
            };
            topics.iter().map(fetch).collect()
        })
    }

    fn answered(&mut self, fetch: &Fetch, answer: &Answer) -> Result<Meaning, MappingError> {
        if !matches!(answer, Answer::Came { status: 401 | 403, .. }) {
            return Ok(Meaning::alive());
        }
        self.forbidden.push(fetch.about.clone());
        let gap = Gap::found(GapCode::NotAllowed, self.forbidden.join(", "));
        Ok(Meaning { gap: Some(gap), ..Meaning::alive() })
    }
}
