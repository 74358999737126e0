//! A connection that says nothing for too long is taken for dead.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::Error;

/// How long a stream may be silent while its own habit is not known.
const UNKNOWN: Duration = Duration::from_secs(90);
/// What is learnt stays within these.
const LEARNT: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(600));
/// A silence this many times the longest usual one is no habit any more.
const TIMES: u32 = 3;
/// A habit is known after this many gaps, and forgotten after as many as `KEPT`.
const KNOWN: usize = 5;
const KEPT: usize = 32;
/// Gaps that follow each other within this make one, the longest of them: a burst of news says nothing of the silence after it.
const SPAN: Duration = Duration::from_secs(10);

/// Counts from the last byte of any kind: a comment is as good a sign of life as an event. It outlives the connection, and
/// learns how long the feed is silent by habit, unless the person has said how long it may be.
#[derive(Debug)]
pub(crate) struct Watchdog {
    configured: Option<Duration>,
    habit: Habit,
    silences: Silences,
    heard: Instant,
    /// When a sign of life must have come at the latest, where one was asked for.
    proof: Option<Instant>,
}

impl Watchdog {
    pub(crate) fn new(configured: Option<Duration>, now: Instant) -> Self {
        Self { configured, habit: Habit::default(), silences: Silences::None, heard: now, proof: None }
    }

    /// A stream begins; the time between two streams is no silence of the feed.
    pub(crate) fn opened(&mut self, now: Instant) {
        self.heard = now;
        self.proof = None;
    }

    /// A byte came.
    pub(crate) fn heard(&mut self, now: Instant) {
        let usual = self.habit.longest_usual();
        let gap = self.habit.add(now - self.heard);
        if gap.is_some_and(|gap| usual.is_some_and(|usual| gap <= usual)) {
            self.silences = Silences::None;
        }
        self.heard = now;
        self.proof = None;
    }

    /// The last byte, or the beginning of the stream.
    pub(crate) fn last_heard(&self) -> Instant {
        self.heard
    }

    pub(crate) fn deadline(&self) -> Instant {
        let usual = self.heard + self.idle();
        self.proof.map_or(usual, |proof| proof.min(usual))
    }

    /// Nobody knows whether the connection still lives: a byte must come until then.
    pub(crate) fn prove(&mut self, until: Instant) {
        self.proof = Some(until);
    }

    /// The deadline is over. Where the next stream runs into it as well, the feed has grown quiet: these silences count, and it is given
    /// more time. Where the next one goes on as ever, it was the connection that died.
    pub(crate) fn give_up(&mut self) -> Error {
        if self.proof.take().is_some_and(|proof| proof < self.heard + self.idle()) {
            return Error::Unconfirmed;
        }
        let after = self.idle();
        let usual = self.usual();
        match std::mem::replace(&mut self.silences, Silences::InARow) {
            Silences::None => self.silences = Silences::One(after),
            Silences::One(before) => {
                self.habit.add(before);
                self.habit.add(after);
            }
            Silences::InARow => {
                self.habit.add(after);
            }
        }
        Error::Idle { after, usual }
    }

    /// The longest usual silence, where it is known and counts.
    pub(crate) fn usual(&self) -> Option<Duration> {
        if self.configured.is_none() { self.habit.longest_usual() } else { None }
    }

    /// How long it may be silent.
    pub(crate) fn idle(&self) -> Duration {
        let learnt = || {
            let usual = self.habit.longest_usual()?;
            Some(usual.saturating_mul(TIMES).clamp(LEARNT.0, LEARNT.1))
        };
        self.configured.or_else(learnt).unwrap_or(UNKNOWN)
    }
}

/// Streams that were given up, since the feed last spoke by its habit.
#[derive(Debug)]
enum Silences {
    None,
    /// After this long. It is not known yet whose fault it was.
    One(Duration),
    InARow,
}

/// The last gaps between the bytes of a feed.
#[derive(Debug, Default)]
struct Habit {
    gaps: VecDeque<Duration>,
    /// The span that is not over yet: its length so far, and the longest gap in it.
    span: Duration,
    longest: Duration,
}

impl Habit {
    /// Gives the gap that counts, where this one ends a span.
    fn add(&mut self, gap: Duration) -> Option<Duration> {
        self.span = self.span.saturating_add(gap);
        self.longest = self.longest.max(gap);
        if self.span < SPAN {
            return None;
        }
        let longest = std::mem::take(&mut self.longest);
        self.span = Duration::ZERO;
        self.gaps.truncate(KEPT - 1);
        self.gaps.push_front(longest);
        Some(longest)
    }

    /// The longest gap that came twice: a single one, such as a death of the connection, is no habit.
    fn longest_usual(&self) -> Option<Duration> {
        if self.gaps.len() < KNOWN {
            return None;
        }
        let mut gaps: Vec<_> = self.gaps.iter().copied().collect();
        gaps.sort_unstable();
        gaps.into_iter().rev().nth(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(seconds: &[f64]) -> Vec<Duration> {
        seconds.iter().copied().map(Duration::from_secs_f64).collect()
    }

    fn after(configured: Option<Duration>, gaps: &[f64]) -> Watchdog {
        let mut now = Instant::now();
        let mut watchdog = Watchdog::new(configured, now);
        for gap in secs(gaps) {
            now += gap;
            watchdog.heard(now);
        }
        watchdog
    }

    fn deadline(gaps: &[f64]) -> f64 {
        let watchdog = after(None, gaps);
        (watchdog.deadline() - watchdog.last_heard()).as_secs_f64()
    }

    #[test]
    fn the_deadline_is_three_times_the_longest_usual_gap() {
        let burst = [0.01; 500];
        let cases: [(&str, Vec<f64>, f64); 12] = [
            ("nothing is known yet", vec![], 90.0),
            ("four gaps are too few", vec![15.0; 4], 90.0),
            ("a heartbeat of 15 s", vec![15.0; 5], 45.0),
            ("a heartbeat of 45 s", vec![45.0; 5], 135.0),
            ("the floor", vec![10.0; 5], 30.0),
            ("the ceiling", vec![400.0; 5], 600.0),
            ("a flood: spans of ten seconds count, not chunks", vec![0.1; 600], 30.0),
            ("a flood of four spans", vec![0.5; 99], 90.0),
            ("a backlog in many pieces teaches nothing", burst.to_vec(), 90.0),
            ("one long gap is none usual", vec![15.0, 15.0, 200.0, 15.0, 15.0], 45.0),
            ("two are", vec![15.0, 60.0, 200.0, 60.0, 15.0, 15.0], 180.0),
            ("events between the heartbeats do not hide them", [1.0, 0.5, 13.5].repeat(5), 40.5),
        ];
        for (what, gaps, seconds) in cases {
            assert_eq!(deadline(&gaps), seconds, "{what}");
        }
    }

    #[test]
    fn what_was_usual_once_is_forgotten() {
        let mut gaps = vec![100.0; 5];
        gaps.extend([15.0; 31]);
        assert_eq!(deadline(&gaps), 45.0);
        gaps.truncate(5 + 30);
        assert_eq!(deadline(&gaps), 300.0);
    }

    #[test]
    fn a_configured_deadline_is_taken_as_it_is() {
        for seconds in [5, 7200] {
            let given = Duration::from_secs(seconds);
            let mut watchdog = after(Some(given), &[15.0; 9]);
            assert_eq!(watchdog.deadline() - watchdog.last_heard(), given);
            assert_eq!(watchdog.give_up(), Error::Idle { after: given, usual: None });
        }
    }

    #[test]
    fn the_habit_outlives_the_connection_and_the_time_between_two_teaches_nothing() {
        let mut watchdog = after(None, &[15.0; 5]);
        let later = watchdog.last_heard() + Duration::from_secs(86_400);
        watchdog.opened(later);
        assert_eq!(watchdog.deadline() - later, Duration::from_secs(45));
    }

    /// A middlebox that forgets each connection after three minutes, in front of a feed that says something every 15 s.
    #[test]
    fn deaths_of_the_connection_teach_no_patience() {
        let mut watchdog = after(None, &[15.0; 12]);
        let mut now = watchdog.last_heard();
        for death in 0..40 {
            assert_eq!(watchdog.deadline() - now, Duration::from_secs(45), "death {death}");
            now += Duration::from_secs(45);
            watchdog.give_up();
            now += Duration::from_secs(1);
            watchdog.opened(now);
            for _ in 0..12 {
                now += Duration::from_secs(15);
                watchdog.heard(now);
            }
        }
    }

    /// It speaks each minute where it spoke every 15 s, and its server greets every stream.
    #[test]
    fn a_slower_rhythm_is_learnt_though_every_stream_begins_with_a_word() {
        let mut watchdog = after(None, &[15.0; 12]);
        let mut now = watchdog.last_heard();
        let mut given_up = 0;
        while given_up < 10 && watchdog.idle() < Duration::from_secs(60) {
            given_up += 1;
            now += watchdog.idle();
            watchdog.give_up();
            watchdog.opened(now);
            watchdog.heard(now);
        }
        assert_eq!(given_up, 2);
        assert_eq!(watchdog.idle(), Duration::from_secs(135));
    }

    /// Each death and each quiet night runs into the deadline: once changes nothing, again and again gives it more time.
    #[test]
    fn a_feed_that_grows_quiet_is_given_more_time() {
        let mut watchdog = after(None, &[15.0; 5]);
        let mut given = Vec::new();
        for _ in 0..7 {
            let Error::Idle { after, .. } = watchdog.give_up() else { panic!("another error") };
            given.push(after.as_secs());
        }
        assert_eq!(given, [45, 45, 135, 135, 405, 405, 600]);
        let (mut silent, mut given) = (after(None, &[]), Vec::new());
        for _ in 0..8 {
            let Error::Idle { after, usual } = silent.give_up() else { panic!("another error") };
            given.push((after.as_secs(), usual.is_some()));
        }
        let (unknown, known) = ((90, false), (270, true));
        assert_eq!(given, [unknown, unknown, unknown, unknown, unknown, known, known, (600, true)]);
    }
}
