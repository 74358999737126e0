//! Whether it is quiet now: snoozes, quiet hours, and the system's do-not-disturb.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use tidings_model::{Bell, Feed, FeedId, Held, QuietHours, QuietNow, TimeOfDay, Timestamp};
use tokio::sync::watch;

use crate::ports::Clock;

/// What makes it quiet beside the hours of the configuration. A clone is the same.
#[derive(Clone)]
pub(crate) struct Quiet {
    clock: Arc<dyn Clock>,
    standing: Arc<watch::Sender<Standing>>,
}

#[derive(Debug, Default)]
struct Standing {
    /// Under none: all feeds.
    snoozes: HashMap<Option<FeedId>, Timestamp>,
    do_not_disturb: bool,
}

impl Quiet {
    /// With the snoozes that the store remembers.
    pub(crate) fn new(clock: Arc<dyn Clock>, snoozes: Vec<(Option<FeedId>, Timestamp)>) -> Self {
        let standing = Standing { snoozes: snoozes.into_iter().collect(), do_not_disturb: false };
        Self { clock, standing: Arc::new(watch::Sender::new(standing)) }
    }

    /// Snoozes a feed, or with none all; with no time, ends that.
    pub(crate) fn snooze(&self, feed: Option<FeedId>, until: Option<Timestamp>) {
        self.standing.send_modify(|standing| match until {
            Some(until) => drop(standing.snoozes.insert(feed, until)),
            None => drop(standing.snoozes.remove(&feed)),
        });
    }

    /// What the system says; true where that is new.
    pub(crate) fn set_do_not_disturb(&self, on: bool) -> bool {
        self.standing.send_if_modified(|standing| std::mem::replace(&mut standing.do_not_disturb, on) != on)
    }

    /// Whether the system last said that it wants peace.
    pub(crate) fn wants_peace(&self) -> bool {
        self.standing.borrow().do_not_disturb
    }

    /// Until when this very feed is snoozed, or with none all of them.
    pub(crate) fn snoozed_until(&self, feed: Option<&FeedId>) -> Option<Timestamp> {
        let until = self.standing.borrow().snoozes.get(&feed.cloned()).copied();
        until.filter(|until| *until > self.clock.now())
    }

    /// What makes all feeds quiet now.
    pub(crate) fn of_all(&self, bell: &Bell) -> Option<QuietNow> {
        self.now(None, &bell.quiet, bell)
    }

    /// What makes a feed quiet now.
    pub(crate) fn of(&self, feed: &Feed, bell: &Bell) -> Option<QuietNow> {
        self.now(Some(&feed.id), feed.bell.quiet.as_deref().unwrap_or(&bell.quiet), bell)
    }

    /// The first that holds, in the order of what the person did last.
    fn now(&self, feed: Option<&FeedId>, hours: &[QuietHours], bell: &Bell) -> Option<QuietNow> {
        let all = self.snoozed_until(None);
        let own = feed.and_then(|feed| self.snoozed_until(Some(feed)));
        if let Some(until) = all.max(own) {
            return Some(QuietNow { why: Held::Snoozed, until: Some(until) });
        }
        if let Some(until) = quiet_until(hours, self.clock.now(), &self.clock.zone()) {
            return Some(QuietNow { why: Held::QuietHours, until: Some(until) });
        }
        let disturb = bell.follow_do_not_disturb && self.standing.borrow().do_not_disturb;
        disturb.then_some(QuietNow { why: Held::DoNotDisturb, until: None })
    }
}

/// The end of the quiet hours that hold at `now`; `system` is the zone of those that name none. Where several hold, the latest end.
pub(crate) fn quiet_until(hours: &[QuietHours], now: Timestamp, system: &TimeZone) -> Option<Timestamp> {
    hours.iter().filter_map(|hours| end_of(hours, now, system)).max()
}

fn end_of(hours: &QuietHours, now: Timestamp, system: &TimeZone) -> Option<Timestamp> {
    // A zone that the system has lost since: rather ring than be silent without end.
    let zone = match &hours.zone {
        Some(name) => TimeZone::get(name).ok()?,
        None => system.clone(),
    };
    let today = jiff::Timestamp::from_millisecond(now.0).ok()?.to_zoned(zone.clone()).date();
    let yesterday = today.checked_sub(1.day()).ok()?;
    [yesterday, today]
        .into_iter()
        .filter_map(|day| stretch(hours, day, &zone))
        .find_map(|(from, to)| (from <= now && now < to).then_some(to))
}

/// The stretch that begins on `day`, if one does.
fn stretch(hours: &QuietHours, day: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
    let weekday = u8::try_from(day.weekday().to_monday_zero_offset()).ok()?;
    if !hours.days.has(weekday) {
        return None;
    }
    let last = if hours.to > hours.from { day } else { day.checked_add(1.day()).ok()? };
    Some((moment(day, hours.from, zone)?, moment(last, hours.to, zone)?))
}

/// A time that a change of the clocks skips is the one behind the gap, as RFC 5545 has it.
fn moment(day: Date, time: TimeOfDay, zone: &TimeZone) -> Option<Timestamp> {
    let (hour, minute) = (time.minutes() / 60, time.minutes() % 60);
    let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
    let zoned = day.to_datetime(time).to_zoned(zone.clone()).ok()?;
    Some(Timestamp(zoned.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use tidings_model::Weekdays;

    use super::*;

    fn hours(days: &[&str], from: &str, to: &str, zone: Option<&str>) -> QuietHours {
        let days = days.iter().fold(Weekdays::NONE, |all, day| all.with(day).unwrap());
        let time = |text| TimeOfDay::parse(text).unwrap();
        QuietHours { days, from: time(from), to: time(to), zone: zone.map(str::to_owned) }
    }

    /// `from` to `to` in UTC, and what holds at `now`.
    fn until(hours: &QuietHours, now: &str) -> Option<String> {
        let now = Timestamp(now.parse::<jiff::Timestamp>().unwrap().as_millisecond());
        let end = quiet_until(std::slice::from_ref(hours), now, &TimeZone::UTC)?;
        Some(jiff::Timestamp::from_millisecond(end.0).unwrap().to_string())
    }

    #[test]
    fn nights_of_working_days() {
        let nights = hours(&["mon-fri"], "22:00", "07:00", None);
        // 2026-11-20 is a Friday.
        for (now, end) in [
            ("2026-11-20T21:59:59.999Z", None),
            ("2026-11-20T22:00:00Z", Some("2026-11-21T07:00:00Z")),
            ("2026-11-21T06:59:59.999Z", Some("2026-11-21T07:00:00Z")),
            ("2026-11-21T07:00:00Z", None),
            ("2026-11-21T23:00:00Z", None),
            ("2026-11-22T23:00:00Z", None),
            ("2026-11-23T03:00:00Z", None),
            ("2026-11-23T22:30:00Z", Some("2026-11-24T07:00:00Z")),
        ] {
            assert_eq!(until(&nights, now).as_deref(), end, "{now}");
        }
    }

    #[test]
    fn the_zone_decides_and_the_clocks_change() {
        let berlin = hours(&["mon-sun"], "02:30", "03:30", Some("Europe/Berlin"));
        assert_eq!(until(&berlin, "2026-11-20T01:45:00Z").as_deref(), Some("2026-11-20T02:30:00Z"));
        // On 2026-03-29 the clocks there go from 02:00 to 03:00: 02:30 is 03:30 then, and nothing is left of it.
        assert_eq!(until(&berlin, "2026-03-29T01:15:00Z"), None);
        // On 2026-10-25 they go back from 03:00 to 02:00: it lasts an hour more.
        assert_eq!(until(&berlin, "2026-10-25T00:45:00Z").as_deref(), Some("2026-10-25T02:30:00Z"));
        assert_eq!(until(&berlin, "2026-10-25T01:45:00Z").as_deref(), Some("2026-10-25T02:30:00Z"));
        let lost = hours(&["mon-sun"], "00:00", "00:00", Some("Mars/Base"));
        assert_eq!(until(&lost, "2026-11-20T01:45:00Z"), None);
    }

    #[test]
    fn the_same_time_twice_is_a_whole_day() {
        let sunday = hours(&["sun"], "00:00", "00:00", None);
        assert_eq!(until(&sunday, "2026-11-22T12:00:00Z").as_deref(), Some("2026-11-23T00:00:00Z"));
        assert_eq!(until(&sunday, "2026-11-23T00:00:00Z"), None);
    }

    #[test]
    fn a_feeds_own_hours_stand_instead_of_the_common_ones() {
        struct Noon;
        impl Clock for Noon {
            fn now(&self) -> Timestamp {
                Timestamp("2026-11-22T12:00:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond())
            }
            fn steady(&self) -> Timestamp {
                Timestamp(0)
            }
            fn zone(&self) -> TimeZone {
                TimeZone::UTC
            }
        }
        let (a, b) = (FeedId::parse("a").unwrap(), FeedId::parse("b").unwrap());
        let past = Noon.now().plus_millis(-1);
        let quiet = Quiet::new(Arc::new(Noon), vec![(Some(a.clone()), past)]);
        let bell = Bell { quiet: vec![hours(&["sun"], "11:00", "13:00", None)], ..Bell::default() };
        let mut feed = Feed::new(a.clone(), "https://a.example".into());
        let why = |feed: &Feed| quiet.of(feed, &bell).map(|quiet| quiet.why);
        assert_eq!(
            (why(&feed), quiet.of_all(&bell).map(|q| q.why)),
            (Some(Held::QuietHours), Some(Held::QuietHours))
        );
        feed.bell.quiet = Some(Vec::new());
        assert_eq!(why(&feed), None, "a snooze that is over is none");
        assert!(quiet.set_do_not_disturb(true) && !quiet.set_do_not_disturb(true));
        assert_eq!(why(&feed), Some(Held::DoNotDisturb));
        quiet.snooze(Some(b), Some(Noon.now().plus_millis(1)));
        assert_eq!(why(&feed), Some(Held::DoNotDisturb), "another's snooze");
        quiet.snooze(Some(a), Some(Noon.now().plus_millis(1)));
        assert_eq!(why(&feed), Some(Held::Snoozed));
        assert_eq!(quiet.of_all(&bell).map(|q| q.why), Some(Held::QuietHours));
    }
}
