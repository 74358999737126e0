//! What the bell keeps back: while it is quiet, and until a digest is due.

use std::collections::HashSet;

use indexmap::IndexMap;
use tidings_model::{
    Change, Feed, FeedId, Held, Moment, NotifyLevel, QuietNow, Ring, Seq, Silence, Timestamp,
};
use tidings_store::HeldGroup;

use super::lot::Lot;
use super::popup::Summary;
use super::{Bell, PAGE, Ringing};
use crate::config::Config;
use crate::policy;

/// The system's do-not-disturb is asked for again after this many milliseconds, when something rings.
const ASKED: i64 = 2_000;
/// And after this many, when nothing does: its end is waited for, its beginning matters once something rings.
const LOOKED: i64 = 30_000;
/// Milliseconds in a minute.
const MINUTE: i64 = 60_000;

/// What is quiet, as it was last said: the window is told of changes only.
pub(super) type Seen = Vec<Option<QuietNow>>;

/// What was held back, for its summaries.
#[derive(Default)]
struct Kept {
    quiet: Lot,
    digests: IndexMap<FeedId, Lot>,
}

impl Kept {
    fn push(&mut self, ringing: Ringing, held: Held) {
        let lot = match held {
            Held::Digest => self.digests.entry(ringing.feed.clone()).or_default(),
            Held::QuietHours | Held::Snoozed | Held::DoNotDisturb => &mut self.quiet,
        };
        lot.push(ringing);
    }

    fn is_full(&self) -> bool {
        self.quiet.is_full() || self.digests.values().any(Lot::is_full)
    }
}

impl Bell {
    /// What becomes of an entry because it is quiet; none where it rings.
    pub(super) fn hushed(&self, ringing: &Ringing) -> Option<Ring> {
        let loaded = self.config.borrow();
        let bell = &loaded.config.settings.bell;
        let quiet = self.quiet.of(loaded.config.feed(&ringing.feed)?, bell)?;
        policy::hush(ringing.urgency, bell, quiet.why)
    }

    /// Asks the system whether it wants peace, unless it was asked just now.
    pub(super) async fn ask_for_peace(&mut self) {
        let now = self.world.clock.steady();
        let asked = self.peace_asked.is_some_and(|at| now.millis_since(at) < ASKED);
        if asked || !self.config.borrow().config.settings.bell.follow_do_not_disturb {
            return;
        }
        self.peace_asked = Some(now);
        self.quiet.set_do_not_disturb(self.notifier.do_not_disturb().await);
    }

    /// Says whether it is quiet, and rings what waited long enough.
    pub(super) async fn look(&mut self) {
        let now = self.world.clock.steady();
        let lately = self.peace_asked.is_some_and(|at| now.millis_since(at) < LOOKED);
        if !lately || self.quiet.wants_peace() {
            self.ask_for_peace().await;
        }
        let loaded = self.config.borrow().clone();
        let bell = &loaded.config.settings.bell;
        let feeds = loaded.config.feeds.iter().map(|feed| self.quiet.of(feed, bell));
        let seen: Seen = std::iter::once(self.quiet.of_all(bell)).chain(feeds).collect();
        if seen != self.seen_quiet {
            self.seen_quiet = seen;
            self.changes.announce(Change::Bell);
        }
        // What could not be shown now would be asked for again at each look; what was just shown is held until it is written down.
        if !self.is_silent()
            && self.records.is_empty()
            && let Ok(groups) = self.store.held_groups().await
        {
            self.ring_held(&loaded.config, &groups).await;
        }
    }

    async fn ring_held(&mut self, config: &Config, groups: &[HeldGroup]) {
        let now = self.world.clock.now();
        let over: HashSet<(FeedId, Held)> = groups
            .iter()
            .filter(|group| {
                config.feed(&group.feed).is_some_and(|feed| self.is_over(feed, group, config, now))
            })
            .map(|group| (group.feed.clone(), group.held))
            .collect();
        if over.is_empty() {
            return;
        }
        let Kept { quiet, digests } = self.fetch_held(config, &over).await;
        self.ring_lot(&quiet, &Summary::AfterQuiet).await;
        for (feed, lot) in digests {
            self.ring_lot(&lot, &Summary::Periodic(feed)).await;
        }
    }

    /// Whether a group waits no longer.
    fn is_over(&self, feed: &Feed, group: &HeldGroup, config: &Config, now: Timestamp) -> bool {
        let quiet = self.quiet.of(feed, &config.settings.bell).is_some();
        let waited = now.millis_since(group.oldest);
        let pause = i64::from(feed.bell.digest_minutes) * MINUTE;
        let by_rule = || config.rules.iter().any(|rule| rule.digests(&feed.id));
        let digest = group.held == Held::Digest && (feed.notify == NotifyLevel::Digest || by_rule());
        // A clock that was set back makes no digest wait for ever.
        !quiet && (!digest || !(0..pause).contains(&waited))
    }

    /// The entries of these groups, as many as a summary takes: the rest has its turn at the next look. Those that today's settings
    /// silence are recorded so.
    async fn fetch_held(&self, config: &Config, over: &HashSet<(FeedId, Held)>) -> Kept {
        let mut kept = Kept::default();
        let mut after = Seq(0);
        while !kept.is_full()
            && let Ok(page) = self.store.held_rings(after, PAGE as u32).await
        {
            let Some(last) = page.last() else { break };
            let mut silent = Vec::new();
            after = last.seq;
            for stored in page {
                let Ring::Held(held) = stored.status.ring else { continue };
                let Some(feed) = config.feed(&stored.feed) else { continue };
                if !over.contains(&(stored.feed.clone(), held)) {
                    continue;
                }
                let had = policy::had(&stored, &config.rules);
                match policy::decide(&stored.entry, feed, &config.settings.bell, &had, None) {
                    Ring::Silent(why) => silent.push((stored.seq, Ring::Silent(why))),
                    _ if stored.entry.moment == Moment::Minor => {
                        silent.push((stored.seq, Ring::Silent(Silence::Minor)));
                    }
                    _ => kept.push(Ringing::new(stored.seq, stored.feed, &feed.name, &stored.entry), held),
                }
            }
            self.record(silent).await;
        }
        kept
    }
}
