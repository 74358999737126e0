//! A spoiler delay: nothing in the window and nothing from the bell before its time, both after.

use tidings_model::{EntryQuery, Urgency};
use tokio::sync::Notify;

use super::super::*;
use super::scene::Scene;
use crate::ports::Clock as _;
use crate::spoilers::Spoilers;

fn spoilers(scene: &Scene) -> Spoilers {
    Spoilers {
        store: scene.store.clone(),
        changes: Changes::new(),
        rope: scene.rope.clone(),
        world: World { clock: scene.clock.clone(), ..World::system() },
        config: scene.loaded.subscribe(),
        news: Arc::new(Notify::new()),
    }
}

async fn in_the_window(scene: &Scene) -> usize {
    scene.store.entries(EntryQuery { current: true, ..EntryQuery::default() }).await.unwrap().len()
}

#[tokio::test(start_paused = true)]
async fn neither_window_nor_bell_tell_before_the_time_and_both_do_after() {
    let mut scene = Scene::new().await;
    let stop = CancellationToken::new();
    let spoilers = spoilers(&scene);
    scene.hidden("a", scene.clock.now().plus_millis(60_000), |_| {}).await;
    let running = tokio_util::task::TaskTracker::new().spawn(spoilers.run(stop.clone()));
    for _ in 0..59 {
        scene.pass(1_000).await;
        assert_eq!((in_the_window(&scene).await, scene.memory.titles().len()), (0, 0));
    }
    scene.until(async |scene| scene.memory.titles() == ["t0"]).await;
    assert_eq!(in_the_window(&scene).await, 1);
    scene.until(async |scene| scene.rings().await == [Ring::Rang]).await;
    stop.cancel();
    running.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn show_now_shows_and_rings_at_once_and_that_feed_alone() {
    let mut scene = Scene::new().await;
    let later = scene.clock.now().plus_millis(3_600_000);
    scene.hidden("a", later, |_| {}).await;
    scene.hidden("b", later, |_| {}).await;
    spoilers(&scene).show_now(FeedId::parse("a").unwrap()).await.unwrap();
    scene.until(async |scene| scene.rings().await == [Ring::Rang]).await;
    assert_eq!((in_the_window(&scene).await, scene.memory.titles()), (1, vec!["t0".to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn what_was_fetched_from_the_store_meanwhile_does_not_hide_it() {
    for urgency in [Urgency::Normal, Urgency::Critical] {
        let mut scene = Scene::new().await;
        let later = scene.clock.now().plus_millis(3_600_000);
        scene.hidden("a", later, |entry| entry.urgency = urgency).await;
        scene.stored("b", 1).await;
        Inbox::pretend_overflow(&scene.rope);
        scene.rope.read(vec![Seq(999)]);
        scene.until(async |scene| scene.memory.titles() == ["t1"]).await;
        spoilers(&scene).show_now(FeedId::parse("a").unwrap()).await.unwrap();
        scene.until(async |scene| scene.memory.titles() == ["t1", "t0"]).await;
        scene.until(async |scene| scene.rings().await == [Ring::Rang; 2]).await;
    }
}

#[tokio::test(start_paused = true)]
async fn shown_just_before_the_store_is_read_it_rings_once() {
    let mut scene = Scene::new().await;
    let later = scene.clock.now().plus_millis(3_600_000);
    let hidden = scene.hidden("a", later, |_| {}).await;
    scene.store.release(tidings_store::Release::Feed(FeedId::parse("a").unwrap()), 10).await.unwrap();
    Inbox::pretend_overflow(&scene.rope);
    scene.rope.read(vec![Seq(999)]);
    scene.pass(1_000).await;
    // Its own pull comes while it waits for the summary, and once more when that is over.
    for _ in 0..2 {
        scene.rope.ring_late(hidden.clone());
        scene.until(async |scene| scene.rings().await == [Ring::Rang]).await;
    }
    scene.pass(60_000).await;
    assert_eq!(scene.memory.titles(), ["t0"]);
}
