//! Small changes of cards: they cost real news nothing, and lose none.

use std::sync::atomic::Ordering;

use tidings_model::{Entry, Held, Moment, Silence, Sound, Urgency};

use super::super::*;
use super::scene::Scene;

fn on(card: &str, moment: Moment) -> impl FnOnce(&mut Entry) + use<> {
    let card = card.to_owned();
    move |entry| (entry.replaces, entry.moment) = (Some(card), moment)
}

async fn ticks(scene: &mut Scene, count: usize) -> Vec<Ringing> {
    let mut all = Vec::new();
    for n in 0..count {
        all.extend(scene.one("a", on(&format!("sensor {n}"), Moment::Minor)).await);
    }
    all
}

#[tokio::test(start_paused = true)]
async fn those_that_never_show_delay_nobody_and_are_no_summary() {
    let mut scene = Scene::new().await;
    let sensors = ticks(&mut scene, 40).await;
    scene.rope.ring(sensors, false);
    let (a, b) = (scene.stored("a", 1).await, scene.stored("b", 1).await);
    scene.rope.ring(a, false);
    scene.rope.ring(b, false);
    scene.until(async |scene| scene.memory.titles() == ["t40", "t41"]).await;
    scene.pass(60_000).await;
    assert_eq!(scene.memory.titles(), ["t40", "t41"]);
    assert_eq!(scene.rings().await[..40], [Ring::Silent(Silence::Minor); 40]);
}

#[tokio::test(start_paused = true)]
async fn no_summary_counts_them() {
    let mut scene = Scene::new().await;
    // In a backlog, in what a crash left, while it is quiet, and in a digest.
    let missed = [ticks(&mut scene, 5).await, scene.stored("a", 2).await].concat();
    scene.rope.ring(missed, true);
    scene.until(async |scene| scene.memory.titles() == ["2 new from Alpha"]).await;
    let held = Ring::Held(Held::QuietHours);
    scene.held("b", 3, held).await;
    let tick = scene.one("b", on("left", Moment::Minor)).await[0].seq;
    scene.store.set_rings(vec![(tick, held)]).await.unwrap();
    scene.rope.look();
    scene.until(async |scene| scene.memory.titles().len() == 2).await;
    assert_eq!(scene.memory.titles()[1], "3 from Beta while it was quiet");
    scene.stored("a", 2).await;
    ticks(&mut scene, 3).await;
    Inbox::pretend_overflow(&scene.rope);
    scene.rope.read(vec![Seq(999)]);
    scene.until(async |scene| !scene.rings().await.contains(&Ring::Pending)).await;
    let silent = |ring: &&Ring| **ring == Ring::Silent(Silence::Minor);
    assert_eq!(scene.rings().await.iter().filter(silent).count(), 9);
}

#[tokio::test(start_paused = true)]
async fn a_goal_that_waits_is_told_by_the_minute_that_takes_its_place() {
    let mut scene = Scene::new().await;
    let burst = scene.stored("a", 3).await;
    scene.rope.ring(burst, false);
    scene.until(async |scene| scene.memory.titles().len() == 3).await;
    let goal = scene.one("a", on("m1", Moment::News)).await;
    scene.rope.ring(goal.clone(), false);
    let minute = scene.one("a", on("m1", Moment::Minor)).await;
    scene.rope.replaced(vec![(goal[0].seq, minute[0].seq)]);
    scene.rope.ring(minute, false);
    scene
        .until(async |scene| scene.rings().await[3..] == [Ring::Silent(Silence::Replaced), Ring::Rang])
        .await;
    assert_eq!(scene.memory.titles()[3..], ["t4"]);
}

/// A long summary is written down a page at a time. What takes the place of its cards before that has nothing left to tell.
#[tokio::test(start_paused = true)]
async fn a_goal_told_in_a_long_summary_is_not_told_again_by_the_minutes_behind_it() {
    let mut scene = Scene::new().await;
    let burst = scene.stored("a", 3).await;
    scene.rope.ring(burst, false);
    scene.until(async |scene| scene.memory.titles().len() == 3).await;
    // The goal is in the last page.
    let mut lot = scene.stored("a", 1_500).await;
    lot.extend(scene.one("a", on("m1", Moment::News)).await);
    let goal = lot.last().unwrap().seq;
    scene.memory.frozen.store(true, Ordering::SeqCst);
    let called = scene.memory.called.load(Ordering::SeqCst);
    scene.rope.ring(lot, false);
    scene.until(async |scene| scene.memory.called.load(Ordering::SeqCst) > called).await;
    let mut front = goal;
    for _ in 0..2 {
        let minute = scene.one("a", on("m1", Moment::Minor)).await;
        assert_eq!(minute[0].moment, Moment::News, "the store cannot know yet");
        scene.rope.replaced(vec![(front, minute[0].seq)]);
        front = minute[0].seq;
        scene.rope.ring(minute, false);
    }
    scene.memory.frozen.store(false, Ordering::SeqCst);
    scene.memory.go_on.notify_one();
    scene.until(async |scene| !scene.rings().await.contains(&Ring::Pending)).await;
    scene.pass(60_000).await;
    assert_eq!(scene.memory.titles()[3..], ["1501 more from Alpha"]);
    let [.., told, first, last] = scene.rings().await[..] else { unreachable!() };
    let replaced = Ring::Silent(Silence::Replaced);
    assert_eq!((told, last), (Ring::Gathered, Ring::Silent(Silence::Minor)));
    assert!([replaced, Ring::Silent(Silence::Minor)].contains(&first), "{first:?}");
}

#[tokio::test(start_paused = true)]
async fn a_card_that_ticks_changes_its_popup_at_a_pace_and_stops_with_the_last() {
    let mut scene = Scene::new().await;
    let start = scene.one("a", on("m1", Moment::News)).await;
    let mut front = start[0].seq;
    scene.rope.ring(start, false);
    scene.until(async |scene| scene.memory.titles() == ["t0"]).await;
    for _ in 0..100 {
        let tick = scene.one("a", on("m1", Moment::Minor)).await;
        scene.rope.replaced(vec![(front, tick[0].seq)]);
        front = tick[0].seq;
        scene.rope.ring(tick, false);
        scene.pass(50).await;
    }
    scene.until(async |scene| scene.memory.titles().last().is_some_and(|title| title == "t100")).await;
    // Three at once and one in 1.2 s, over five seconds and the last.
    let shown = scene.memory.titles().len();
    assert!((5..=10).contains(&shown), "{:?}", scene.memory.titles());
}

#[tokio::test(start_paused = true)]
async fn how_far_a_job_has_come_is_seen_and_not_heard() {
    let mut scene = Scene::new().await;
    let job = |title: &'static str, moment, urgency| {
        move |entry: &mut Entry| {
            (entry.title, entry.moment, entry.urgency) = (title.to_owned(), moment, urgency);
            entry.replaces = Some("job".to_owned());
        }
    };
    for (n, (title, moment, urgency)) in [
        ("Job 10 %", Moment::News, Urgency::Normal),
        ("Job 50 %", Moment::Update, Urgency::Normal),
        ("Job 90 %", Moment::Update, Urgency::Normal),
        ("Job failed", Moment::Update, Urgency::Critical),
        ("Job over", Moment::Final, Urgency::Normal),
    ]
    .into_iter()
    .enumerate()
    {
        let one = scene.one("a", job(title, moment, urgency)).await;
        scene.rope.ring(one, false);
        scene.until(async |scene| scene.memory.titles().len() == n + 1).await;
        // The next sound may come.
        scene.pass(2_100).await;
    }
    let silent: Vec<_> = {
        let shown = scene.memory.shown.lock().unwrap();
        assert!(shown.iter().all(|popup| popup.tag == "card:a:job"));
        shown.iter().map(|popup| popup.sound == Sound::Silent).collect()
    };
    assert_eq!(silent, [false, true, true, false, false]);
    scene.until(async |scene| scene.rings().await.last() == Some(&Ring::Rang)).await;
    let rang = [Ring::Rang, Ring::Updated, Ring::Updated, Ring::Rang, Ring::Rang];
    assert_eq!(scene.rings().await, rang);
}

/// A change waits for its turn while the store is asked for what is to ring, and is there too.
#[tokio::test(start_paused = true)]
async fn how_far_a_job_has_come_is_told_once_in_its_popup_however_it_was_heard_of() {
    let mut scene = Scene::new().await;
    let start = scene.one("a", on("job", Moment::News)).await;
    scene.rope.ring(start, false);
    scene.until(async |scene| scene.memory.titles() == ["t0"]).await;
    for heard in [true, false] {
        let update = scene.one("a", on("job", Moment::Update)).await;
        if heard {
            scene.rope.ring(update, false);
        } else {
            scene.rope.read(vec![Seq(999)]);
        }
        Inbox::pretend_overflow(&scene.rope);
        scene.until(async |scene| scene.rings().await.last() == Some(&Ring::Updated)).await;
        scene.pass(30_000).await;
    }
    assert_eq!(scene.memory.titles(), ["t0", "t1", "t2"]);
    let sounds: Vec<_> = scene.memory.shown.lock().unwrap().iter().map(|popup| popup.sound).collect();
    assert_eq!(sounds, [Sound::System, Sound::Silent, Sound::Silent]);
}

#[tokio::test(start_paused = true)]
async fn a_job_whose_popup_is_gone_is_news() {
    let mut scene = Scene::new().await;
    let update = scene.one("a", on("job", Moment::Update)).await;
    scene.rope.ring(update, false);
    scene.until(async |scene| scene.rings().await == [Ring::Rang]).await;
}

#[tokio::test(start_paused = true)]
async fn after_the_end_of_a_match_nothing_small_changes_its_popup() {
    let mut scene = Scene::new().await;
    let end = scene.one("a", on("m1", Moment::Final)).await;
    scene.rope.ring(end, false);
    scene.until(async |scene| scene.memory.titles() == ["t0"]).await;
    let after = scene.one("a", on("m1", Moment::Minor)).await;
    scene.rope.ring(after, false);
    scene.until(async |scene| scene.rings().await[1] == Ring::Silent(Silence::Minor)).await;
    // A score that is put right is news, and the card goes on.
    let corrected = [on("m1", Moment::News), on("m1", Moment::Minor)];
    for (n, said) in corrected.into_iter().enumerate() {
        let one = scene.one("a", said).await;
        scene.rope.ring(one, false);
        scene.until(async |scene| scene.memory.titles().len() == n + 2).await;
    }
    assert_eq!(scene.memory.titles(), ["t0", "t2", "t3"]);
}
