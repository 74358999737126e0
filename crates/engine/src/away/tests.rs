use super::*;

const DOWN: Timestamp = Timestamp(100_000);
const UP: Timestamp = Timestamp(200_000);

/// A feed with ids, connected for the second time just now.
fn back() -> (Away, Instant) {
    let (mut away, now) = (Away::default(), Instant::now());
    away.lost(Some(DOWN), now);
    assert_eq!(away.opened(UP, now, Resuming::ById(false), None), None);
    (away, now)
}

/// One event without a time, so many milliseconds after the connection opened.
fn says(away: &mut Away, opened: Instant, after: u64) {
    away.spoke(1, &[], (UP, opened + Duration::from_millis(after)), true);
}

fn after(opened: Instant, millis: u64) -> Instant {
    opened + Duration::from_millis(millis)
}

fn unconfirmed(from: Timestamp, to: Timestamp) -> Option<Gap> {
    Some(Gap::between(GapCode::Unconfirmed, from, to))
}

#[test]
fn a_feed_without_ids_says_what_it_missed_since_it_was_heard() {
    let (mut away, now) = (Away::default(), Instant::now());
    away.lost(None, now);
    assert_eq!(away.opened(UP, now, Resuming::Blindly, None), None, "it was never there");
    away.lost(Some(Timestamp(3)), now);
    away.lost(Some(Timestamp(5)), now);
    let gap = Gap::between(GapCode::NoIds, Timestamp(3), Timestamp(7));
    assert_eq!(away.opened(Timestamp(7), now, Resuming::Blindly, None), Some(gap.clone()));
    assert_eq!(away.opened(Timestamp(8), now, Resuming::Blindly, None), None, "said once");
    assert_eq!(Away::since(Some(Timestamp(3))).opened(Timestamp(7), now, Resuming::Blindly, None), Some(gap));
}

#[test]
fn what_the_server_confirms_or_promises_is_not_in_doubt() {
    for sure in [Resuming::ById(true), Resuming::ByCheckpoint] {
        let (mut away, now) = (Away::since(Some(DOWN)), Instant::now());
        assert_eq!((away.opened(UP, now, sure, None), away.caught_up(after(now, 2_000))), (None, None));
    }
}

#[test]
fn silence_after_an_absence_is_a_doubt() {
    let (mut away, opened) = back();
    assert_eq!(away.caught_up(after(opened, 2_000)), unconfirmed(DOWN, UP));
    assert_eq!(away.caught_up(after(opened, 3_000)), None, "said once");
}

/// It would otherwise be trusted for news, and lose everything else without a word.
#[test]
fn a_live_event_is_no_replay_however_soon_it_comes() {
    for first in [0, 100, 499, 900] {
        let (mut away, opened) = back();
        (0..10).for_each(|n| says(&mut away, opened, first + n * 1_000));
        assert_eq!(away.caught_up(after(opened, 10_000)), unconfirmed(DOWN, UP), "from {first} on");
    }
    // Thirty a second.
    let (mut away, opened) = back();
    (0..300).for_each(|n| says(&mut away, opened, n * 33));
    assert_eq!(away.caught_up(after(opened, 10_000)), unconfirmed(DOWN, UP));
}

#[test]
fn what_comes_at_once_and_thick_was_kept_and_is_trusted_for_this_absence() {
    let (mut away, opened) = back();
    (0..20).for_each(|n| says(&mut away, opened, n));
    says(&mut away, opened, 1_200);
    assert_eq!(away.caught_up(after(opened, 2_500)), None);
    away.lost(Some(UP), opened);
    away.opened(UP, opened, Resuming::ById(false), None);
    assert!(away.caught_up(after(opened, 2_000)).is_some(), "the next is in doubt again");
}

#[test]
fn an_event_of_the_absence_itself_shows_that_the_server_knows_its_ids() {
    let (mut away, opened) = back();
    away.spoke(1, &[Timestamp(150_000)], (UP, opened), true);
    assert_eq!(away.caught_up(after(opened, 2_000)), None);
    away.lost(Some(UP), opened);
    assert_eq!(away.opened(Timestamp(300_000), opened, Resuming::ById(false), None), None);
    assert_eq!(away.caught_up(after(opened, 2_000)), None, "it is trusted from then on");
}

#[test]
fn an_event_that_is_new_late_or_old_shows_nothing() {
    // Of now; of a moment ago, which may be the clock; of a time before the absence.
    for at in [UP, Timestamp(UP.0 - 1_500), Timestamp(DOWN.0 - 1)] {
        let (mut away, opened) = back();
        away.spoke(1, &[at], (UP, opened), true);
        assert!(away.caught_up(after(opened, 2_000)).is_some(), "{at:?}");
    }
    // Its live events always seem half a minute old: its clock is slow.
    let (mut away, opened) = back();
    away.spoke(1, &[Timestamp(UP.0 - 30_000)], (UP, opened), false);
    away.spoke(1, &[Timestamp(UP.0 - 30_500)], (UP, opened), true);
    assert!(away.caught_up(after(opened, 2_000)).is_some());
}

#[test]
fn a_server_that_goes_down_again_at_once_hides_no_absence() {
    let (mut away, opened) = back();
    for round in 1..4 {
        away.lost(Some(UP), after(opened, 500 * round));
        assert_eq!(
            away.opened(Timestamp(UP.0 + 9), after(opened, 500 * round), Resuming::ById(false), None),
            None
        );
    }
    assert_eq!(away.caught_up(after(opened, 5_000)), unconfirmed(DOWN, Timestamp(UP.0 + 9)));
}

#[test]
fn what_a_reader_finds_missing_belongs_to_the_last_absence() {
    let (away, _) = back();
    let gap = away.timed(Gap::found(GapCode::TooMuch, "200"));
    assert_eq!((gap.from, gap.to), (Some(DOWN), Some(UP)));
    for other in [GapCode::NotAllowed, GapCode::Untold] {
        assert_eq!(away.timed(Gap::found(other, "a")).from, None);
    }
}

#[test]
fn what_a_server_no_longer_keeps_is_missing_whatever_it_is_asked_by() {
    let after = |hours: i64, resuming| {
        let keeps = Some(Duration::from_secs(12 * 3_600));
        let mut away = Away::since(Some(Timestamp(0)));
        away.opened(Timestamp(hours * 3_600_000), Instant::now(), resuming, keeps).map(|gap| gap.code)
    };
    for resuming in [Resuming::ByCheckpoint, Resuming::ById(true), Resuming::ById(false)] {
        assert_eq!(
            (after(12, resuming), after(13, resuming)),
            (None, Some(GapCode::Expired)),
            "{resuming:?}"
        );
    }
    assert_eq!(after(13, Resuming::Blindly), Some(GapCode::NoIds));
}

#[test]
fn what_was_refused_is_said_once() {
    let (mut away, now) = (Away::since(Some(DOWN)), Instant::now());
    away.refused();
    let gap = away.opened(UP, now, Resuming::Blindly, None);
    assert_eq!(gap, Some(Gap::between(GapCode::Refused, DOWN, UP)));
    away.lost(Some(UP), now);
    assert_eq!(away.opened(UP, now, Resuming::ByCheckpoint, None), None);
}
