//! How each feed stands, for whoever asks: written by the feeds' own tasks, read by the window.

use std::collections::HashMap;
use std::sync::Arc;

use tidings_model::{Change, ConnectionState, FeedId, Gap, Timestamp, Trouble};
use tidings_store::{Fault, Figures};
use tidings_wire as wire;
use tokio::sync::watch;

use crate::changes::Changes;
use crate::ports::Clock;

/// What is down until the person does something is said after so many milliseconds, whatever the grace period.
const STOPPED: i64 = 5_000;
/// Gaps of one day that are remembered of a feed: the shortest is forgotten for a further one.
const GAPS: usize = 5;

/// How one feed stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedStanding {
    /// Its connection.
    pub state: ConnectionState,
    /// When its last byte came, in this run of the program; [`FeedStanding::heard_at`] knows of earlier ones too.
    pub last_heard: Option<Timestamp>,
    /// The latest event that could not be read, and why.
    pub last_bad_event: Option<wire::Flaw>,
    /// When a polled feed is looked at next.
    pub next_check: Option<Timestamp>,
    /// Since when its connection stands so.
    pub since: Timestamp,
    /// What the connection did on its last day.
    pub figures: Figures,
    /// How many silent seconds it is given, and what is usual for it, where it was connected.
    pub patience: Option<(u32, Option<u32>)>,
    /// Since when it could not be heard, and why.
    pub failing: Option<Failure>,
    /// Whether it was connected in this run.
    was_open: bool,
    changed: bool,
}

/// Since when a feed could not be heard, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// By the wall clock.
    pub at: Timestamp,
    /// By the steady clock.
    pub steady: Timestamp,
    /// The last reason.
    pub trouble: Trouble,
}

impl Default for FeedStanding {
    fn default() -> Self {
        Self {
            state: ConnectionState::Connecting,
            last_heard: None,
            last_bad_event: None,
            next_check: None,
            since: Timestamp(0),
            figures: Figures::default(),
            patience: None,
            failing: None,
            was_open: false,
            changed: false,
        }
    }
}

impl FeedStanding {
    /// Why it keeps failing, if it does so for longer than `grace` (milliseconds); `now` is by the steady clock.
    #[must_use]
    pub fn keeps_failing(self, now: Timestamp, grace: i64) -> Option<Failure> {
        let stopped = matches!(self.state, ConnectionState::Stopped { .. });
        let grace = if stopped { grace.min(STOPPED) } else { grace };
        self.failing.filter(|failure| now.millis_since(failure.steady) >= grace)
    }

    /// A day begins with nothing.
    fn turn(&mut self, day: i32) {
        if self.figures.day != day {
            let Figures { last_event_at, heard_at, last_error, mut gaps, .. } =
                std::mem::take(&mut self.figures);
            gaps.retain(|gap| gap.code.lasts());
            self.figures = Figures { day, last_event_at, heard_at, last_error, gaps, ..Figures::default() };
            self.changed = true;
        }
    }

    fn stand(&mut self, state: ConnectionState, now: Timestamp, steady: Timestamp, day: i32) {
        self.turn(day);
        if std::mem::discriminant(&self.state) != std::mem::discriminant(&state) || self.since.0 == 0 {
            self.since = now;
        }
        match &state {
            ConnectionState::Open { .. } => {
                let again = std::mem::replace(&mut self.was_open, true);
                self.figures.reconnects += u32::from(again);
                self.changed = true;
                self.failing = None;
                self.figures.gaps.retain(|gap| !gap.code.lasts());
            }
            ConnectionState::Waiting { trouble, .. } | ConnectionState::Stopped { trouble } => {
                self.fail(trouble, now, steady);
            }
            ConnectionState::Paused => self.failing = None,
            ConnectionState::Connecting | ConnectionState::Queued { .. } => {}
        }
        self.state = state;
    }

    /// Why something may be missing, as far as that still holds on `day`.
    pub fn gaps_on(&self, day: i32) -> impl Iterator<Item = &Gap> {
        let today = self.figures.day == day;
        self.figures.gaps.iter().filter(move |gap| today || gap.code.lasts())
    }

    fn miss(&mut self, gap: Gap) {
        let gaps = &mut self.figures.gaps;
        gaps.retain(|other| !(gap.code.lasts() && other.code == gap.code));
        gaps.insert(0, gap);
        if gaps.len() > GAPS {
            let length = |i: &usize| gaps[*i].length().unwrap_or(i64::MAX);
            let shortest = (1..gaps.len()).min_by_key(length);
            shortest.map(|shortest| gaps.remove(shortest));
        }
        self.changed = true;
    }

    /// When its last byte came, in an earlier run too.
    #[must_use]
    pub fn heard_at(&self) -> Option<Timestamp> {
        self.last_heard.or(self.figures.heard_at)
    }

    /// What is to be kept of it.
    fn kept(&self) -> Figures {
        Figures { heard_at: self.heard_at(), ..self.figures.clone() }
    }

    fn fail(&mut self, trouble: &Trouble, now: Timestamp, steady: Timestamp) {
        let (at, steady) = self.failing.take().map_or((now, steady), |before| (before.at, before.steady));
        self.failing = Some(Failure { at, steady, trouble: trouble.clone() });
        let Trouble { code, what, message, advice } = trouble.clone();
        self.figures.last_error =
            Some(Fault { at: now, code: code.code().to_owned(), what, reason: message, advice });
        self.changed = true;
    }
}

/// The board they all stand on. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Board {
    feeds: Arc<watch::Sender<HashMap<FeedId, FeedStanding>>>,
    changes: Changes,
    clock: Arc<dyn Clock>,
}

impl Board {
    /// `before` is what earlier runs left.
    pub(crate) fn new(changes: Changes, clock: Arc<dyn Clock>, before: Vec<(FeedId, Figures)>) -> Self {
        let since = clock.now();
        let standing = |(feed, figures)| (feed, FeedStanding { figures, since, ..FeedStanding::default() });
        let feeds = before.into_iter().map(standing).collect();
        Self { feeds: Arc::new(watch::Sender::new(feeds)), changes, clock }
    }

    /// How a feed stands; a feed nobody has written of yet is about to connect.
    pub(crate) fn read(&self, feed: &FeedId) -> FeedStanding {
        self.feeds.borrow().get(feed).cloned().unwrap_or_default()
    }

    pub(crate) fn set_state(&self, feed: &FeedId, state: ConnectionState) {
        let (now, steady, day) = (self.clock.now(), self.clock.steady(), self.clock.day());
        self.write(feed, |standing| standing.stand(state, now, steady, day));
        self.changes.announce(Change::Connection(feed.clone()));
    }

    pub(crate) fn set_bad_event(&self, feed: &FeedId, what: wire::Flaw) {
        self.write(feed, |standing| standing.last_bad_event = Some(what));
        self.changes.announce(Change::Connection(feed.clone()));
    }

    /// A polled feed rests until then. Said behind what it changes, which is announced.
    pub(crate) fn set_next_check(&self, feed: &FeedId, at: Option<Timestamp>) {
        self.write(feed, |standing| standing.next_check = at);
        self.changes.announce(Change::Connection(feed.clone()));
    }

    /// Something it said may be missing.
    pub(crate) fn missed(&self, feed: &FeedId, gap: Gap) {
        let day = self.clock.day();
        self.write(feed, |standing| {
            standing.turn(day);
            standing.miss(gap);
        });
        self.changes.announce(Change::Connection(feed.clone()));
    }

    /// So many bytes came. Said with each, so not announced: whoever shows it reads it with the next change.
    pub(crate) fn heard(&self, feed: &FeedId, now: Timestamp, bytes: u64) {
        let day = self.clock.day();
        self.write(feed, |standing| {
            standing.turn(day);
            standing.last_heard = Some(now);
            standing.figures.bytes = standing.figures.bytes.saturating_add(bytes);
            // A polled feed that says nothing new is heard without a byte.
            standing.changed = true;
        });
    }

    /// So many events came.
    pub(crate) fn events(&self, feed: &FeedId, count: usize, now: Timestamp) {
        let day = self.clock.day();
        self.write(feed, |standing| {
            standing.turn(day);
            standing.figures.events = standing.figures.events.saturating_add(count as u64);
            standing.figures.last_event_at = Some(now);
            standing.changed = true;
        });
    }

    /// How many silent seconds the feed is given, and what is usual for it.
    pub(crate) fn set_patience(&self, feed: &FeedId, patience: (u32, Option<u32>)) {
        self.write(feed, |standing| standing.patience = Some(patience));
    }

    /// The figures that changed since this was last asked.
    pub(crate) fn take_changed(&self) -> Vec<(FeedId, Figures)> {
        let mut changed = Vec::new();
        self.feeds.send_if_modified(|feeds| {
            for (feed, standing) in feeds.iter_mut().filter(|(_, standing)| standing.changed) {
                standing.changed = false;
                changed.push((feed.clone(), standing.kept()));
            }
            false
        });
        changed
    }

    /// What [`Board::take_changed`] gave of these could not be written.
    pub(crate) fn put_back(&self, unwritten: &[FeedId]) {
        self.feeds.send_if_modified(|feeds| {
            feeds
                .iter_mut()
                .filter(|(feed, _)| unwritten.contains(feed))
                .for_each(|(_, feed)| feed.changed = true);
            false
        });
    }

    /// Its connection is no longer kept; what it did stays.
    pub(crate) fn remove(&self, feed: &FeedId) {
        let since = self.clock.now();
        self.feeds.send_modify(|feeds| {
            if let Some(standing) = feeds.get_mut(feed) {
                let (figures, changed) = (standing.kept(), standing.changed);
                *standing = FeedStanding { figures, changed, since, ..FeedStanding::default() };
            }
        });
    }

    fn write(&self, feed: &FeedId, change: impl FnOnce(&mut FeedStanding)) {
        self.feeds.send_modify(|feeds| change(feeds.entry(feed.clone()).or_default()));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use tidings_model::{GapCode, TroubleCode};

    use super::*;

    /// Moves when told.
    #[derive(Default)]
    struct Hand(AtomicI64);

    impl Clock for Hand {
        fn now(&self) -> Timestamp {
            Timestamp(1_795_390_200_000 + self.0.load(Ordering::SeqCst))
        }

        fn steady(&self) -> Timestamp {
            Timestamp(self.0.load(Ordering::SeqCst))
        }

        fn zone(&self) -> jiff::tz::TimeZone {
            jiff::tz::TimeZone::UTC
        }
    }

    fn feed() -> FeedId {
        FeedId::parse("a").unwrap()
    }

    fn open(board: &Board) {
        board.set_state(&feed(), ConnectionState::Open { since: board.clock.now() });
    }

    fn down(board: &Board) {
        let trouble = Trouble {
            code: TroubleCode::Broken,
            what: Vec::new(),
            message: "It broke.".into(),
            advice: String::new(),
        };
        let until = board.clock.now();
        board.set_state(&feed(), ConnectionState::Waiting { until, retry_in_ms: 1, trouble });
    }

    #[test]
    fn a_day_is_counted_and_ends_at_midnight() {
        let clock = Arc::new(Hand::default());
        let board = Board::new(Changes::new(), clock.clone(), Vec::new());
        for _ in 0..3 {
            open(&board);
            board.heard(&feed(), clock.now(), 10);
            board.events(&feed(), 2, clock.now());
            down(&board);
        }
        let figures = board.read(&feed()).figures;
        assert_eq!((figures.reconnects, figures.bytes, figures.events), (2, 30, 6));
        assert_eq!(figures.last_error.map(|error| error.reason).as_deref(), Some("It broke."));
        clock.0.store(3_600_000, Ordering::SeqCst);
        board.heard(&feed(), clock.now(), 1);
        let figures = board.read(&feed()).figures;
        assert_eq!((figures.day, figures.reconnects, figures.bytes, figures.events), (20_261_123, 0, 1, 0));
        assert!(figures.last_event_at.is_some() && figures.last_error.is_some());
    }

    #[test]
    fn a_failure_lasts_from_its_first_sign_until_the_feed_is_heard() {
        let clock = Arc::new(Hand::default());
        let board = Board::new(Changes::new(), clock.clone(), Vec::new());
        down(&board);
        clock.0.store(5_000, Ordering::SeqCst);
        board.set_state(&feed(), ConnectionState::Connecting);
        down(&board);
        assert_eq!(board.read(&feed()).failing.map(|failing| failing.steady), Some(Timestamp(0)));
        open(&board);
        assert_eq!(board.read(&feed()).failing, None);
    }

    #[test]
    fn what_was_missed_today_outlives_connections_and_the_program_and_what_lasts_the_connection_only() {
        let clock = Arc::new(Hand::default());
        let board = Board::new(Changes::new(), clock.clone(), Vec::new());
        open(&board);
        let away = |from, to| Gap::between(GapCode::NoIds, Timestamp(from), Timestamp(to));
        board.missed(&feed(), away(0, 90));
        board.missed(&feed(), Gap::found(GapCode::NotAllowed, "a"));
        board.missed(&feed(), Gap::found(GapCode::NotAllowed, "a, b"));
        let gaps = |board: &Board| board.read(&feed()).figures.gaps;
        assert_eq!(gaps(&board), [Gap::found(GapCode::NotAllowed, "a, b"), away(0, 90)]);
        open(&board);
        assert_eq!(gaps(&board), [away(0, 90)], "another connection");
        let kept = board.take_changed();
        let again = Board::new(Changes::new(), clock.clone(), kept);
        open(&again);
        assert_eq!(gaps(&again), [away(0, 90)], "another run");
        for n in 0..7 {
            again.missed(&feed(), away(100 + 10 * n, 101 + 11 * n));
        }
        let lengths: Vec<_> = gaps(&again).iter().filter_map(Gap::length).collect();
        assert_eq!(lengths, [7, 6, 5, 4, 90], "the shortest went");
        clock.0.store(3_600_000, Ordering::SeqCst);
        assert_eq!(again.read(&feed()).gaps_on(clock.day()).count(), 0, "another day");
    }

    #[test]
    fn what_changed_is_given_once_and_goes_on_from_an_earlier_run() {
        let clock = Arc::new(Hand::default());
        let figures = Figures { day: clock.day(), bytes: 5, ..Figures::default() };
        let board = Board::new(Changes::new(), clock.clone(), vec![(feed(), figures)]);
        assert!(board.take_changed().is_empty());
        board.heard(&feed(), clock.now(), 10);
        let changed = board.take_changed();
        assert_eq!(changed[0].1.bytes, 15);
        board.remove(&feed());
        assert_eq!(board.read(&feed()).figures.bytes, 15);
        assert!(board.take_changed().is_empty());
    }
}
