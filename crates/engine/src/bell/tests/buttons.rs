//! A feed's own buttons.

use tidings_model::{Action, Click, Entry, HttpMethod, HttpRequest, Shown};
use tidings_notifier::{Answer, Deed};

use super::super::*;
use super::scene::Scene;

fn buttons(entry: &mut Entry) {
    let request = HttpRequest {
        url: "https://home.example/off".into(),
        method: HttpMethod::Post,
        headers: Vec::new(),
        body: String::new(),
        clear: true,
    };
    entry.actions = vec![
        Action::Copy { label: "Copy the code".into(), text: "1234".into() },
        Action::Http { label: "Turn it off".into(), request },
        Action::Open { label: "Camera".into(), url: "https://home.example/".into(), clear: false },
    ];
}

async fn press(scene: &Scene, key: &str) {
    let deed = Deed::Pressed(key.to_owned());
    scene.answers.send(Answer { tag: "entry:1".into(), deed, token: Some("x".into()) }).await.unwrap();
}

async fn labels(scene: &mut Scene) -> Vec<String> {
    let one = scene.one("a", buttons).await;
    scene.rope.ring(one, false);
    scene.until(async |scene| scene.rings().await == [Ring::Rang]).await;
    let shown = scene.memory.shown.lock().unwrap();
    shown[0].buttons.iter().map(|button| button.label.clone()).collect()
}

#[tokio::test(start_paused = true)]
async fn each_does_what_it_says_or_asks_first() {
    let mut scene = Scene::new().await;
    assert_eq!(labels(&mut scene).await, ["Open", "Mark read", "Copy the code", "Turn it off", "Snooze 1 h"]);
    press(&scene, "action:0").await;
    while scene.clicks.recv().await.unwrap() != Click::Copy("1234".into()) {}
    // Nobody has allowed its host: the window asks.
    press(&scene, "action:1").await;
    let asked = Click::Show(Shown { seqs: vec![Seq(1)], action: Some(1), token: Some("x".into()) });
    while scene.clicks.recv().await.unwrap() != asked {}
    press(&scene, "action:2").await;
    while scene.clicks.recv().await.unwrap() != Click::OpenLink(Seq(1), Some(2)) {}
    // Not one of its own.
    press(&scene, "action:9").await;
    press(&scene, "action:x").await;
    press(&scene, "snooze").await;
    let alpha = FeedId::parse("a").unwrap();
    scene.until(async |scene| scene.quiet.snoozed_until(Some(&alpha)).is_some()).await;
}

#[tokio::test(start_paused = true)]
async fn without_a_window_none_needs_one() {
    let mut scene = Scene::with_window(false).await;
    assert_eq!(labels(&mut scene).await, ["Open", "Mark read", "Turn it off", "Camera", "Snooze 1 h"]);
    press(&scene, "action:1").await;
    scene.until(async |scene| scene.memory.titles().len() == 2).await;
    let shown = scene.memory.shown.lock().unwrap()[1].clone();
    assert_eq!(shown.title, "Not done: Turn it off");
    assert!(shown.body.contains("home.example") && shown.body.contains("request_hosts"), "{shown:?}");
}

#[tokio::test(start_paused = true)]
async fn that_a_link_was_not_opened_is_said() {
    let scene = Scene::new().await;
    scene.rope.not_opened("No program opens this address.".into());
    scene.until(async |scene| !scene.memory.titles().is_empty()).await;
    let said = scene.memory.shown.lock().unwrap()[0].clone();
    assert_eq!(
        (said.title.as_str(), said.body.as_str()),
        ("Not done: Open link", "No program opens this address.")
    );
}
