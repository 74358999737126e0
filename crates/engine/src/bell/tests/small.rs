//! Small changes of cards: they cost real news nothing, and lose none.

use tidings_model::{Entry, Held, Moment, Silence};

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
