//! The bell against a notifier that remembers, with a real store, on a clock that moves only when a test lets it.

mod scene;

use std::sync::atomic::Ordering;

use scene::Scene;

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
    let silent = BellState::Silent { reason: "No service.".into(), advice: "Start one.".into() };
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
    scene.until(async |scene| matches!(*scene.state.borrow(), BellState::Silent { .. })).await;
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
    config.settings.bell_enabled = false;
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
    let answer = |seq: Seq, deed| Answer { tag: format!("entry:{}", seq.0), deed };
    scene.answers.send(answer(first, Deed::Opened)).await.unwrap();
    while scene.changes.recv().await.unwrap() != Change::Show(Some(first)) {}
    scene.answers.send(answer(second, Deed::Pressed("mark-read".into()))).await.unwrap();
    scene
        .until(async |scene| {
            scene.store.entry(second).await.unwrap().is_some_and(|(stored, _)| stored.status.read)
        })
        .await;
}
