//! What rings, as what, and in place of what.

use tidings_model::{Moment, ReadTarget, Silence, Sound};

use super::super::*;
use super::scene::Scene;

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
