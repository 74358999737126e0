//! A service that hangs, refuses or comes late, and what waits for it.

use std::sync::atomic::Ordering;

use tidings_model::{BellFault, Click, ReadTarget, Silence, Sound, Trouble, TroubleCode, Urgency};
use tidings_notifier::{Answer, Deed};

use super::super::*;
use super::scene::Scene;
use crate::ports::Clock as _;

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
async fn a_silent_bell_says_why_and_comes_back() {
    let mut scene = Scene::new().await;
    scene.memory.refusing.store(true, Ordering::SeqCst);
    let one = scene.stored("a", 1).await;
    scene.rope.ring(one, false);
    scene.until(async |scene| scene.rings().await == [Ring::Failed]).await;
    let silent = BellState::Silent {
        code: BellFault::NoService,
        what: Vec::new(),
        reason: "No service.".into(),
        advice: "Start one.".into(),
    };
    scene.until(async |scene| *scene.state.borrow() == silent).await;
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
async fn of_a_service_that_hangs_only_the_call_that_found_it_out_is_in_doubt() {
    let mut scene = Scene::new().await;
    scene.memory.hung.store(true, Ordering::SeqCst);
    scene.memory.refusing.store(true, Ordering::SeqCst);
    let six = scene.stored("a", 6).await;
    scene.rope.ring(six, false);
    scene.until(async |scene| scene.rings().await[0] == Ring::Failed).await;
    let alarm = scene.one("b", |entry| entry.urgency = Urgency::Critical).await;
    scene.rope.ring(alarm, false);
    // Through the turns of all of them, and a look that finds it hung still.
    scene.pass(30_000).await;
    let waiting = [&[Ring::Failed][..], &[Ring::Pending; 6]].concat();
    scene.until(async |scene| scene.rings().await == waiting).await;
    // One for the try at the beginning.
    assert_eq!(scene.memory.asked.load(Ordering::SeqCst), 2);
    scene.memory.refusing.store(false, Ordering::SeqCst);
    scene.until(async |scene| !scene.rings().await.contains(&Ring::Pending)).await;
    let mut titles = scene.memory.titles();
    titles.sort();
    assert_eq!(titles, ["5 new from Alpha", "t6"]);
}

#[tokio::test(start_paused = true)]
async fn what_a_thawed_service_shows_after_all_has_rung_and_can_be_clicked() {
    let mut scene = Scene::new().await;
    scene.memory.hung.store(true, Ordering::SeqCst);
    scene.memory.refusing.store(true, Ordering::SeqCst);
    let one = scene.stored("a", 1).await;
    let (seq, tag) = (one[0].seq, one[0].tag());
    scene.rope.ring(one, false);
    scene.until(async |scene| scene.rings().await == [Ring::Failed]).await;
    scene.memory.refusing.store(false, Ordering::SeqCst);
    let after_all = Answer { tag: tag.clone(), deed: Deed::Shown, token: None };
    scene.answers.send(after_all.clone()).await.unwrap();
    scene.until(async |scene| scene.rings().await == [Ring::Rang]).await;
    scene.answers.send(Answer { tag, deed: Deed::Opened, token: None }).await.unwrap();
    let shown = loop {
        if let Click::Show(shown) = scene.clicks.recv().await.unwrap() {
            break shown;
        }
    };
    assert_eq!(shown.seqs, [seq]);
}

#[tokio::test(start_paused = true)]
async fn what_was_read_while_its_popup_was_in_doubt_is_taken_down() {
    let mut scene = Scene::new().await;
    scene.memory.hung.store(true, Ordering::SeqCst);
    scene.memory.refusing.store(true, Ordering::SeqCst);
    let one = scene.stored("a", 1).await;
    let (seq, tag) = (one[0].seq, one[0].tag());
    scene.rope.ring(one, false);
    scene.until(async |scene| scene.rings().await == [Ring::Failed]).await;
    scene.store.mark_read(ReadTarget::Entries(vec![seq]), true).await.unwrap();
    scene.rope.read(vec![seq]);
    scene.answers.send(Answer { tag: tag.clone(), deed: Deed::Shown, token: None }).await.unwrap();
    scene.until(async |scene| scene.memory.withdrawn.lock().unwrap().contains(&tag)).await;
}

#[tokio::test(start_paused = true)]
async fn that_feeds_cannot_be_heard_disturbs_no_quiet_and_sounds_as_was_chosen() {
    let mut scene = Scene::new().await;
    scene.set(|config| config.settings.bell.sound.normal = Some(Sound::Knock));
    let unheard = || Unheard {
        sentence: "No news from Alpha.".into(),
        names: vec!["Alpha".into()],
        more: 0,
        trouble: None,
    };
    let until = scene.clock.now().plus_millis(3_600_000);
    scene.quiet.snooze(None, Some(until));
    scene.rope.trouble(unheard());
    // What comes back for the answer says that the word before it was taken.
    let nothing = Answer { tag: "none".into(), deed: Deed::Opened, token: None };
    scene.rope.look();
    scene.pass(1_000).await;
    scene.answers.send(nothing).await.unwrap();
    while !matches!(scene.clicks.recv().await.unwrap(), Click::Show(_)) {}
    assert!(scene.memory.titles().is_empty(), "{:?}", scene.memory.titles());
    scene.quiet.snooze(None, None);
    scene.rope.trouble(unheard());
    scene.until(async |scene| !scene.memory.titles().is_empty()).await;
    assert_eq!(scene.memory.shown.lock().unwrap()[0].sound, Sound::Knock);
}

#[tokio::test(start_paused = true)]
async fn why_a_feed_cannot_be_heard_is_said_in_the_language_of_the_window() {
    let mut scene = Scene::new().await;
    scene.set(|config| config.settings.window.language = Some("de".into()));
    let trouble = Trouble {
        code: TroubleCode::Refused,
        what: vec!["a.example".into()],
        message: "In English.".into(),
        advice: "In English too.".into(),
    };
    let (sentence, names) = ("Alpha cannot be heard.".to_owned(), vec!["Alpha".to_owned()]);
    scene.rope.trouble(Unheard { sentence, names, more: 0, trouble: Some(trouble) });
    scene.until(async |scene| !scene.memory.titles().is_empty()).await;
    let shown = scene.memory.shown.lock().unwrap()[0].clone();
    assert!(shown.body.starts_with("Nicht zu hören: Alpha. Bei a.example nimmt niemand"), "{shown:?}");
    assert!(!shown.body.contains("English"), "{shown:?}");
}
