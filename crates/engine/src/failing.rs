//! Feeds that keep failing are said once, after a grace period: not at every blip, and not again until they were heard in between.

use std::collections::HashSet;
use std::sync::Arc;

use tidings_model::{ConnectionState, FeedId, Timestamp, Trouble};
use tokio::sync::watch;

use crate::bell::Rope;
use crate::board::Board;
use crate::config::Loaded;
use crate::notices::Notices;

/// What is down until the person does something is not waited for so long.
const STOPPED: i64 = 5_000;
/// Names in one sentence.
const NAMED: usize = 5;

/// Says which feeds keep failing.
pub(crate) struct Failing {
    board: Board,
    notices: Notices,
    rope: Rope,
    config: watch::Receiver<Arc<Loaded>>,
    said: HashSet<FeedId>,
    notice: Option<u32>,
}

/// One of them.
struct Case {
    id: FeedId,
    name: String,
    trouble: Trouble,
}

impl Failing {
    pub(crate) fn new(
        board: Board,
        notices: Notices,
        rope: Rope,
        config: watch::Receiver<Arc<Loaded>>,
    ) -> Self {
        Self { board, notices, rope, config, said: HashSet::new(), notice: None }
    }

    /// Looks at the board; `now` is by the steady clock.
    pub(crate) fn look(&mut self, now: Timestamp) {
        let loaded = self.config.borrow().clone();
        let grace = i64::from(loaded.config.settings.connections.tell_after_seconds) * 1000;
        let cases: Vec<Case> = self.cases(&loaded, now, grace);
        let there: HashSet<FeedId> = cases.iter().map(|case| case.id.clone()).collect();
        if there == self.said {
            return;
        }
        let fresh: Vec<&Case> = cases.iter().filter(|case| !self.said.contains(&case.id)).collect();
        if loaded.config.settings.connections.ring
            && let Some(words) = words(&fresh)
        {
            self.rope.trouble(words);
        }
        // One that was seen and put away comes back only with news.
        let seen = self.notice.take().is_some_and(|id| !self.take_back(id));
        let tell = !fresh.is_empty() || !seen;
        self.notice =
            words(&cases.iter().collect::<Vec<_>>()).filter(|_| tell).map(|words| self.notices.say(words));
        self.said = there;
    }

    /// Whether it was still there.
    fn take_back(&self, id: u32) -> bool {
        let there = self.notices.has(id);
        self.notices.take_back(id);
        there
    }

    fn cases(&self, loaded: &Loaded, now: Timestamp, grace: i64) -> Vec<Case> {
        let enabled = loaded.config.feeds.iter().filter(|feed| feed.enabled);
        let case = |feed: &tidings_model::Feed| {
            let standing = self.board.read(&feed.id);
            let failure = standing.failing?;
            let stopped = matches!(standing.state, ConnectionState::Stopped { .. });
            let grace = if stopped { grace.min(STOPPED) } else { grace };
            let lasting = now.millis_since(failure.steady) >= grace;
            lasting.then(|| Case { id: feed.id.clone(), name: feed.name.clone(), trouble: failure.trouble })
        };
        enabled.filter_map(case).collect()
    }
}

/// The sentence about them; none where there are none.
fn words(cases: &[&Case]) -> Option<String> {
    match cases {
        [] => None,
        [case] => {
            let Trouble { message, advice, .. } = &case.trouble;
            Some(format!("{} cannot be heard. {message} {advice}", case.name).trim_end().to_owned())
        }
        _ => {
            let names: Vec<_> = cases.iter().take(NAMED).map(|case| case.name.as_str()).collect();
            let more = cases.len().saturating_sub(NAMED);
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            Some(format!("{} feeds cannot be heard: {}{more}.", cases.len(), names.join(", ")))
        }
    }
}
