//! The bell against a notifier that remembers, with a real store, on a clock that moves only when a test lets it.

mod scene;

use std::sync::atomic::Ordering;

use scene::Scene;
use tidings_model::{BellFault, Held, Moment, ReadTarget, Shown, Silence, Sound, Urgency};
use tidings_notifier::{Answer, Deed};

use crate::ports::Clock as _;

use super::*;

#[tokio::test(start_paused = true)]
async fn news_rings_by_itself_and_that_is_recorded() {
    let mut scene = Scene::new().await;
    let one = scene.stored("a", 1).await;
    scene.rope.ring(one, false);
    scene.until(async |scene| scene.rings().await == [Ring::Rang]).await;
    assert_eq!(scene.memory.titles(), ["t0"]);
    assert_eq!(*scene.state.borrow(), BellState::Ready { server: "memory 1".into() });
}

#[tokio::test(start_paused = true)]
async fn a_backlog_of_two_feeds_is_one_summary() {
    let mut scene = Scene::new().await;
    let (a, b) = (scene.stored("a", 20).await, scene.stored("b", 11).await);
    for (feed, entries) in [("a", a), ("b", b)] {
        let feed = FeedId::parse(feed).unwrap();
        scene.rope.catching_up(&feed);
        scene.rope.ring(entries, true);
    }
    scene.rope.caught_up(&FeedId::parse("a").unwrap());
    scene.rope.caught_up(&FeedId::parse("b").unwrap());
    scene.until(async |scene| scene.rings().await.iter().all(|ring| *ring == Ring::Gathered)).await;
    assert_eq!(scene.memory.titles(), ["31 new in 2 feeds"]);
}

#[tokio::test(start_paused = true)]
async fn a_backlog_of_one_is_no_summary() {
    let mut scene = Scene::new().await;
    let feed = FeedId::parse("a").unwrap();
    scene.rope.catching_up(&feed);
    let one = scene.stored("a", 1).await;
    scene.rope.ring(one, true);
    scene.rope.caught_up(&feed);
    scene.until(async |scene| scene.rings().await == [Ring::Rang]).await;
    assert_eq!(scene.memory.titles(), ["t0"]);
}

#[tokio::test(start_paused = true)]
async fn a_burst_is_three_popups_and_a_count_that_is_exact() {
    let mut scene = Scene::new().await;
    let burst = scene.stored("a", 100).await;
    scene.rope.ring(burst, false);
    scene.until(async |scene| !scene.rings().await.contains(&Ring::Pending)).await;
    assert_eq!(scene.memory.titles(), ["t0", "t1", "t2", "97 more from Alpha"]);
}

#[tokio::test(start_paused = true)]
async fn reading_takes_the_popup_down() {
    let mut scene = Scene::new().await;
    let one = scene.stored("a", 1).await;
    let seq = one[0].seq;
    scene.rope.ring(one, false);
    scene.until(async |scene| scene.rings().await == [Ring::Rang]).await;
    scene.rope.read(vec![seq]);
    scene.until(async |scene| *scene.memory.withdrawn.lock().unwrap() == [format!("entry:{}", seq.0)]).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_read_before_its_turn_never_rings() {
    let mut scene = Scene::new().await;
    let burst = scene.stored("a", 5).await;
    let late: Vec<_> = burst[3..].iter().map(|ringing| ringing.seq).collect();
    scene.store.mark_read(ReadTarget::Entries(late.clone()), true).await.unwrap();
    scene.rope.ring(burst, false);
    scene.rope.read(late);
    scene
        .until(async |scene| scene.rings().await.iter().filter(|ring| **ring == Ring::Rang).count() == 3)
        .await;
    scene.pass(60_000).await;
    assert_eq!(scene.memory.titles(), ["t0", "t1", "t2"]);
    assert_eq!(scene.rings().await[3..], [Ring::Silent(Silence::AlreadyRead); 2]);
}

#[tokio::test(start_paused = true)]
async fn a_frozen_service_holds_up_nobody_and_loses_nothing() {
    let mut scene = Scene::new().await;
    scene.memory.frozen.store(true, Ordering::SeqCst);
    for _ in 0..200 {
        let batch = scene.stored("a", 10).await;
        // Returns at once, however full the inbox is.
        scene.rope.ring(batch, false);
    }
    scene.memory.frozen.store(false, Ordering::SeqCst);
    scene.memory.go_on.notify_waiters();
    scene.until(async |scene| !scene.rings().await.contains(&Ring::Pending)).await;
    let popups = scene.memory.titles().len();
    assert!(popups <= 10, "{:?}", scene.memory.titles());
}

#[tokio::test(start_paused = true)]
async fn what_a_crash_left_pending_is_summed_up_at_the_start() {
    let mut scene = Scene::new().await;
    scene.stored("a", 4).await;
    // As the next start finds it.
    Inbox::pretend_overflow(&scene.rope);
    scene.rope.read(vec![Seq(999)]);
    scene.until(async |scene| scene.rings().await == [Ring::Gathered; 4]).await;
    assert_eq!(scene.memory.titles(), ["4 new from Alpha"]);
}

#[tokio::test(start_paused = true)]
async fn what_is_in_the_store_and_in_the_inbox_rings_once() {
    let mut scene = Scene::new().await;
    let (early, late) = (scene.stored("a", 2).await, scene.stored("a", 1).await);
    // Fetched before its own pull is served.
    Inbox::pretend_overflow(&scene.rope);
    scene.rope.read(vec![Seq(999)]);
    scene.until(async |scene| scene.rings().await == [Ring::Gathered; 3]).await;
    scene.rope.ring(early, false);
    scene.rope.ring(late, true);
    let news = scene.stored("b", 1).await;
    scene.rope.ring(news, false);
    scene.until(async |scene| scene.rings().await[3] == Ring::Rang).await;
    assert_eq!(scene.memory.titles(), ["3 new from Alpha", "t3"]);
}

#[tokio::test(start_paused = true)]
async fn a_silent_bell_says_why_and_comes_back() {
    let mut scene = Scene::new().await;
    scene.memory.refusing.store(true, Ordering::SeqCst);
    let one = scene.stored("a", 1).await;
    scene.rope.ring(one, false);
    scene.until(async |scene| scene.rings().await == [Ring::Failed]).await;
    let silent = BellState::Silent {
        code: BellFault::NoService,
        reason: "No service.".into(),
        advice: "Start one.".into(),
    };
    assert_eq!(*scene.state.borrow(), silent);
    scene.memory.refusing.store(false, Ordering::SeqCst);
    scene.until(async |scene| matches!(*scene.state.borrow(), BellState::Ready { .. })).await;
}

#[tokio::test(start_paused = true)]
async fn what_no_service_took_is_summed_up_once_there_is_one() {
    let mut scene = Scene::new().await;
    scene.memory.later.store(true, Ordering::SeqCst);
    scene.memory.refusing.store(true, Ordering::SeqCst);
    let three = scene.stored("a", 3).await;
    scene.rope.ring(three, false);
    // One for the try at the beginning.
    scene.until(async |scene| scene.memory.asked.load(Ordering::SeqCst) == 4).await;
    assert_eq!(scene.rings().await, [Ring::Pending; 3]);
    scene.memory.refusing.store(false, Ordering::SeqCst);
    scene.until(async |scene| scene.rings().await == [Ring::Gathered; 3]).await;
    assert_eq!(scene.memory.titles(), ["3 new from Alpha"]);
}

#[tokio::test(start_paused = true)]
async fn what_waits_when_the_bell_is_switched_off_stays_silent() {
    let mut scene = Scene::new().await;
    let burst = scene.stored("a", 5).await;
    scene.rope.ring(burst, false);
    scene.until(async |scene| scene.memory.titles().len() == 3).await;
    let mut config = scene.config.clone();
    config.settings.bell.enabled = false;
    scene.loaded.send_replace(Arc::new(Loaded { config, ..Loaded::default() }));
    scene.until(async |scene| scene.rings().await[3..] == [Ring::Silent(Silence::BellOff); 2]).await;
    assert_eq!(scene.memory.titles().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn what_is_pending_rings_by_the_settings_of_today() {
    let mut scene = Scene::new().await;
    scene.stored("a", 2).await;
    let mut config = scene.config.clone();
    config.feeds[0].notify = tidings_model::NotifyLevel::Never;
    scene.loaded.send_replace(Arc::new(Loaded { config, ..Loaded::default() }));
    Inbox::pretend_overflow(&scene.rope);
    scene.rope.read(vec![Seq(999)]);
    scene.until(async |scene| scene.rings().await == [Ring::Silent(Silence::FeedNever); 2]).await;
}

#[tokio::test(start_paused = true)]
async fn the_popup_of_a_card_goes_when_its_newest_entry_is_read() {
    let mut scene = Scene::new().await;
    let two = scene.stored("a", 2).await;
    let [old, new] = [two[0].seq, two[1].seq];
    scene.rope.ring(two[..1].to_vec(), false);
    scene.until(async |scene| scene.memory.titles() == ["t0"]).await;
    // The newer one is silent, and takes the front.
    scene.rope.replaced(vec![(old, new)]);
    scene.rope.read(vec![new]);
    scene.until(async |scene| *scene.memory.withdrawn.lock().unwrap() == [format!("entry:{}", old.0)]).await;
}

#[tokio::test(start_paused = true)]
async fn what_did_not_fit_into_the_inbox_is_looked_up() {
    let mut scene = Scene::new().await;
    let one = scene.stored("a", 1).await;
    let seq = one[0].seq;
    scene.rope.ring(one, false);
    scene.until(async |scene| scene.rings().await == [Ring::Rang]).await;
    // The word of it got lost.
    scene.store.mark_read(ReadTarget::Entries(vec![seq]), true).await.unwrap();
    Inbox::pretend_overflow(&scene.rope);
    scene.rope.caught_up(&FeedId::parse("a").unwrap());
    scene.until(async |scene| *scene.memory.withdrawn.lock().unwrap() == [format!("entry:{}", seq.0)]).await;
}

#[tokio::test(start_paused = true)]
async fn a_click_asks_for_the_entry_and_a_button_marks_it_read() {
    let mut scene = Scene::new().await;
    let two = scene.stored("a", 2).await;
    let [first, second] = [two[0].seq, two[1].seq];
    scene.rope.ring(two, false);
    scene.until(async |scene| scene.rings().await == [Ring::Rang; 2]).await;
    let answer = |seq: Seq, deed| Answer { tag: format!("entry:{}", seq.0), deed, token: None };
    scene.answers.send(answer(first, Deed::Opened)).await.unwrap();
    let shown = Shown { seqs: vec![first], token: None };
    while scene.changes.recv().await.unwrap() != Change::Show(shown.clone()) {}
    scene.answers.send(answer(second, Deed::Pressed("mark-read".into()))).await.unwrap();
    scene
        .until(async |scene| {
            scene.store.entry(second).await.unwrap().is_some_and(|(stored, _)| stored.status.read)
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn what_was_refused_before_a_popup_got_through_is_summed_up() {
    let mut scene = Scene::new().await;
    scene.memory.later.store(true, Ordering::SeqCst);
    scene.memory.refusing.store(true, Ordering::SeqCst);
    let two = scene.stored("a", 2).await;
    scene.rope.ring(two, false);
    scene.until(async |scene| scene.memory.asked.load(Ordering::SeqCst) == 3).await;
    scene.memory.refusing.store(false, Ordering::SeqCst);
    let third = scene.stored("b", 1).await;
    scene.rope.ring(third, false);
    scene.until(async |scene| !scene.rings().await.contains(&Ring::Pending)).await;
    // Whether the third got through first or the bell looked by itself first: those two are counted, and counted once.
    assert_eq!(scene.rings().await[..2], [Ring::Gathered; 2]);
    assert!(scene.memory.titles().len() <= 2, "{:?}", scene.memory.titles());
}

#[tokio::test(start_paused = true)]
async fn what_comes_while_snoozed_is_summed_up_when_that_ends() {
    let mut scene = Scene::new().await;
    let now = scene.clock.now();
    scene.quiet.snooze(None, Some(now.plus_millis(600_000)));
    let (a, b) = (scene.stored("a", 7).await, scene.stored("b", 5).await);
    scene.rope.ring(a, false);
    scene.rope.ring(b, true);
    scene.until(async |scene| scene.rings().await == [Ring::Held(Held::Snoozed); 12]).await;
    scene.pass(590_000).await;
    assert_eq!(scene.memory.titles(), [""; 0]);
    scene.pass(11_000).await;
    scene.until(async |scene| scene.rings().await == [Ring::Gathered; 12]).await;
    assert_eq!(scene.memory.titles(), ["12 in 2 feeds while it was quiet"]);
    scene
        .answers
        .send(Answer { tag: "quiet".into(), deed: Deed::Opened, token: Some("x".into()) })
        .await
        .unwrap();
    let shown = Shown { seqs: (1..=12).map(Seq).collect(), token: Some("x".into()) };
    while scene.changes.recv().await.unwrap() != Change::Show(shown.clone()) {}
}

#[tokio::test(start_paused = true)]
async fn a_snooze_of_one_feed_leaves_the_others_alone_and_ends_at_a_word() {
    let mut scene = Scene::new().await;
    let alpha = FeedId::parse("a").unwrap();
    scene.quiet.snooze(Some(alpha.clone()), Some(scene.clock.now().plus_millis(3_600_000)));
    let (a, b) = (scene.stored("a", 1).await, scene.stored("b", 1).await);
    scene.rope.ring(a, false);
    scene.rope.ring(b, false);
    scene.until(async |scene| scene.rings().await == [Ring::Held(Held::Snoozed), Ring::Rang]).await;
    scene.quiet.snooze(Some(alpha), None);
    scene.rope.look();
    scene.until(async |scene| scene.rings().await == [Ring::Rang; 2]).await;
    assert_eq!(scene.memory.titles(), ["t1", "t0"]);
}

#[tokio::test(start_paused = true)]
async fn do_not_disturb_holds_back_and_what_may_breaks_through() {
    let mut scene = Scene::new().await;
    scene.set(|config| config.settings.bell.breaks_through = Some(Urgency::Critical));
    scene.memory.peace.store(true, Ordering::SeqCst);
    scene.pass(3_000).await;
    let low = scene.stored("a", 1).await;
    scene.rope.ring(low, false);
    let alarm = scene.one("a", |entry| entry.urgency = Urgency::Critical).await;
    scene.rope.ring(alarm, false);
    scene.until(async |scene| scene.rings().await == [Ring::Held(Held::DoNotDisturb), Ring::Rang]).await;
    scene.memory.peace.store(false, Ordering::SeqCst);
    scene.until(async |scene| scene.rings().await == [Ring::Rang; 2]).await;
    assert_eq!(scene.memory.titles(), ["t1", "t0"]);
}

#[tokio::test(start_paused = true)]
async fn without_a_summary_what_comes_in_peace_stays_silent() {
    let mut scene = Scene::new().await;
    scene.set(|config| config.settings.bell.summary_after_quiet = false);
    scene.quiet.snooze(None, Some(scene.clock.now().plus_millis(60_000)));
    let two = scene.stored("a", 2).await;
    scene.rope.ring(two, false);
    scene.until(async |scene| scene.rings().await == [Ring::Silent(Silence::Snoozed); 2]).await;
    scene.pass(120_000).await;
    assert_eq!(scene.memory.titles(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_digest_comes_when_its_time_has_come() {
    let mut scene = Scene::new().await;
    scene.set(|config| {
        config.feeds[0].notify = tidings_model::NotifyLevel::Digest;
        config.feeds[0].bell.digest_minutes = 10;
    });
    scene.held("a", 4, Ring::Held(Held::Digest)).await;
    scene.pass(590_000).await;
    assert_eq!(scene.memory.titles(), [""; 0]);
    scene.held("a", 1, Ring::Held(Held::Digest)).await;
    scene.pass(11_000).await;
    scene.until(async |scene| scene.rings().await == [Ring::Gathered; 5]).await;
    assert_eq!(scene.memory.titles(), ["5 new from Alpha"]);
}

#[tokio::test(start_paused = true)]
async fn a_small_change_is_shown_in_place_and_nowhere_else() {
    let mut scene = Scene::new().await;
    let card = |moment| {
        move |entry: &mut tidings_model::Entry| (entry.replaces, entry.moment) = (Some("m1".into()), moment)
    };
    let before = scene.one("a", card(Moment::Minor)).await;
    scene.rope.ring(before, false);
    scene.until(async |scene| scene.rings().await == [Ring::Silent(Silence::Minor)]).await;
    for (n, moment) in [(1, Moment::News), (2, Moment::Minor), (3, Moment::Final)] {
        let ringing = scene.one("a", card(moment)).await;
        scene.rope.ring(ringing, false);
        scene.until(async |scene| scene.memory.titles().len() == n).await;
    }
    let shown: Vec<_> = {
        let shown = scene.memory.shown.lock().unwrap();
        shown.iter().map(|popup| (popup.tag.clone(), popup.sound)).collect()
    };
    let tag = "card:a:m1".to_owned();
    assert_eq!(shown[1], (tag.clone(), Sound::Silent), "a small change makes no sound");
    assert!(shown.iter().all(|(shown, _)| *shown == tag));
    scene.until(async |scene| scene.rings().await[2..] == [Ring::Updated, Ring::Rang]).await;
}

#[tokio::test(start_paused = true)]
async fn the_same_again_is_counted_in_its_popup() {
    let mut scene = Scene::new().await;
    for n in 1..=3 {
        let same = scene.one("a", |entry| entry.title = "Disk full".into()).await;
        scene.rope.ring(same, false);
        scene.until(async |scene| scene.memory.titles().len() == n).await;
    }
    assert_eq!(scene.memory.titles(), ["Disk full", "Disk full (×2)", "Disk full (×3)"]);
    let tags: HashSet<_> = scene.memory.shown.lock().unwrap().iter().map(|popup| popup.tag.clone()).collect();
    assert_eq!(tags.len(), 1);
    scene.until(async |scene| scene.rings().await == [Ring::Rang, Ring::Gathered, Ring::Gathered]).await;
    // Long after, it is news again.
    scene.pass(120_000).await;
    let again = scene.one("a", |entry| entry.title = "Disk full".into()).await;
    scene.rope.ring(again, false);
    scene.until(async |scene| scene.rings().await[3] == Ring::Rang).await;
}

#[tokio::test(start_paused = true)]
async fn sounds_come_at_most_every_two_seconds() {
    let mut scene = Scene::new().await;
    scene.set(|config| {
        config.settings.bell.sound.normal = Some(Sound::Chime);
        config.feeds[1].bell.sound.normal = Some(Sound::Knock);
    });
    for (feed, pause) in [("a", 0), ("b", 1_000), ("b", 1_500), ("a", 6_000)] {
        scene.pass(pause + 50).await;
        let shown = scene.memory.titles().len();
        let one = scene.stored(feed, 1).await;
        scene.rope.ring(one, false);
        scene.until(async |scene| scene.memory.titles().len() == shown + 1).await;
    }
    let sounds: Vec<_> = scene.memory.shown.lock().unwrap().iter().map(|popup| popup.sound).collect();
    assert_eq!(sounds[0], Sound::Chime);
    assert!(
        sounds[1] == Sound::Silent && sounds[2] == Sound::Knock && sounds[3] == Sound::Chime,
        "{sounds:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn waving_a_popup_away_marks_read_where_that_is_wanted() {
    let mut scene = Scene::new().await;
    for (wanted, seq) in [(false, Seq(1)), (true, Seq(2))] {
        scene.set(|config| config.settings.bell.dismiss_reads = wanted);
        let one = scene.stored("a", 1).await;
        scene.rope.ring(one, false);
        scene.until(async |scene| scene.rings().await.last() == Some(&Ring::Rang)).await;
        let dismissed = Answer { tag: format!("entry:{}", seq.0), deed: Deed::Dismissed, token: None };
        scene.answers.send(dismissed).await.unwrap();
        // What comes back for the next answer says that this one was taken.
        let nothing = Answer { tag: "none".into(), deed: Deed::Opened, token: None };
        scene.answers.send(nothing).await.unwrap();
        while !matches!(scene.changes.recv().await.unwrap(), Change::Show(_)) {}
    }
    scene.until(async |scene| scene.store.entry(Seq(2)).await.unwrap().unwrap().0.status.read).await;
    assert!(!scene.store.entry(Seq(1)).await.unwrap().unwrap().0.status.read);
}

#[tokio::test(start_paused = true)]
async fn the_button_snoozes_the_feed_for_an_hour_and_that_is_remembered() {
    let mut scene = Scene::new().await;
    let one = scene.stored("a", 1).await;
    scene.rope.ring(one, false);
    scene.until(async |scene| scene.rings().await == [Ring::Rang]).await;
    let pressed = Answer { tag: "entry:1".into(), deed: Deed::Pressed("snooze".into()), token: None };
    scene.answers.send(pressed).await.unwrap();
    let alpha = FeedId::parse("a").unwrap();
    scene.until(async |scene| scene.quiet.snoozed_until(Some(&alpha)).is_some()).await;
    let stored = scene.store.snoozes().await.unwrap();
    assert_eq!(stored, [(Some(alpha.clone()), scene.quiet.snoozed_until(Some(&alpha)).unwrap())]);
}
