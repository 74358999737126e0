//! Feeds that keep failing are said once, after a grace period: not at every blip, and not again until they were heard in between.

use std::collections::HashSet;
use std::sync::Arc;

use tidings_model::{FeedId, Timestamp, Trouble};
use tidings_wire::NoticeAbout;
use tokio::sync::watch;

use crate::bell::{Rope, Unheard};
use crate::board::Board;
use crate::config::Loaded;
use crate::notices::Notices;

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
            && let Some(sentence) = words(&fresh)
        {
            let (names, more) = named(&fresh);
            let trouble = alone(&fresh).cloned();
            self.rope.trouble(Unheard { sentence, names, more, trouble });
        }
        // One that was seen and put away comes back only with news.
        let put_away = self.notice.is_some_and(|id| !self.notices.has(id));
        if !put_away || !fresh.is_empty() {
            self.notice.into_iter().for_each(|id| self.notices.take_back(id));
            let all: Vec<&Case> = cases.iter().collect();
            self.notice = words(&all).map(|words| self.notices.say(words, about(&all)));
        }
        if there.is_empty() {
            self.notice = None;
        }
        self.said = there;
    }

    fn cases(&self, loaded: &Loaded, now: Timestamp, grace: i64) -> Vec<Case> {
        let enabled = loaded.config.feeds.iter().filter(|feed| feed.enabled);
        let case = |feed: &tidings_model::Feed| {
            let failure = self.board.read(&feed.id).keeps_failing(now, grace)?;
            Some(Case { id: feed.id.clone(), name: feed.name.clone(), trouble: failure.trouble })
        };
        enabled.filter_map(case).collect()
    }
}

/// The same, for a window that has words of its own.
fn about(cases: &[&Case]) -> NoticeAbout {
    let (feeds, more) = named(cases);
    let alone = alone(cases);
    NoticeAbout::Failing {
        feeds,
        more: u32::try_from(more).unwrap_or(u32::MAX),
        code: alone.map(|trouble| trouble.code.code()),
        what: alone.map(|trouble| trouble.what.clone()).unwrap_or_default(),
    }
}

/// What is wrong with the only one.
fn alone<'a>(cases: &[&'a Case]) -> Option<&'a Trouble> {
    if let [case] = cases { Some(&case.trouble) } else { None }
}

/// The first few by name, and how many there are beside.
fn named(cases: &[&Case]) -> (Vec<String>, usize) {
    let names = cases.iter().take(NAMED).map(|case| case.name.clone()).collect();
    (names, cases.len().saturating_sub(NAMED))
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

#[cfg(test)]
mod tests {
    use tidings_model::{ConnectionState, Feed, TroubleCode};

    use super::*;
    use crate::bell::Bell;
    use crate::changes::Changes;
    use crate::config::Config;
    use crate::ports::World;

    const GRACE: i64 = 120_000;

    /// Feeds that fail from the beginning, and whoever watches them; the steady clock stands at its beginning.
    fn scene() -> (Failing, Notices, Board) {
        let changes = Changes::new();
        let clock = World::system().clock;
        let board = Board::new(changes.clone(), clock, Vec::new());
        let notices = Notices::new(changes, Vec::new());
        let feeds = ["a", "b", "c"].map(|id| Feed::new(FeedId::parse(id).unwrap(), String::new()));
        let config = Config { feeds: feeds.to_vec(), ..Config::default() };
        let (_, config) = watch::channel(Arc::new(Loaded { config, problem: None }));
        let (_, rope, _) = Bell::none();
        (Failing::new(board.clone(), notices.clone(), rope, config), notices, board)
    }

    fn down(board: &Board, id: &str) {
        let trouble = Trouble {
            code: TroubleCode::Broken,
            what: Vec::new(),
            message: "It broke.".into(),
            advice: String::new(),
        };
        let waiting = ConnectionState::Waiting { until: Timestamp(0), retry_in_ms: 1, trouble };
        board.set_state(&FeedId::parse(id).unwrap(), waiting);
    }

    fn up(board: &Board, id: &str) {
        board.set_state(&FeedId::parse(id).unwrap(), ConnectionState::Open { since: Timestamp(0) });
    }

    fn said(notices: &Notices) -> Vec<String> {
        notices.all().into_iter().map(|notice| notice.message).collect()
    }

    #[test]
    fn a_blip_is_not_said_and_what_lasts_is_said_once_and_taken_back() {
        let (mut failing, notices, board) = scene();
        down(&board, "a");
        failing.look(Timestamp(GRACE / 2));
        assert!(said(&notices).is_empty());
        for _ in 0..3 {
            down(&board, "a");
            failing.look(Timestamp(2 * GRACE));
            assert_eq!(said(&notices), ["a cannot be heard. It broke."]);
        }
        up(&board, "a");
        failing.look(Timestamp(2 * GRACE));
        assert!(said(&notices).is_empty());
    }

    #[test]
    fn many_are_one_notice_and_one_put_away_comes_back_with_news_only() {
        let (mut failing, notices, board) = scene();
        ["a", "b"].into_iter().for_each(|id| down(&board, id));
        failing.look(Timestamp(2 * GRACE));
        assert_eq!(said(&notices), ["2 feeds cannot be heard: a, b."]);
        notices.take_back(notices.all()[0].id);
        up(&board, "a");
        failing.look(Timestamp(2 * GRACE));
        failing.look(Timestamp(2 * GRACE));
        assert!(said(&notices).is_empty(), "the person has seen that of b");
        down(&board, "c");
        failing.look(Timestamp(3 * GRACE));
        assert_eq!(said(&notices), ["2 feeds cannot be heard: b, c."]);
    }
}
