//! The same with a service that nobody here wrote: dunst, on a virtual display.

use crate::bus::{end, scratch, start, under_private_bus, under_private_bus_for};
use crate::screen::Screen;
use crate::support::{answer, desktop, desktop_with_timeout, eventually, files, notification, threads};
use std::process::{Child, Command};
use tidings_model::{Sound, Urgency};
use tidings_notifier::{Answer, Deed, Desktop, Notification, Notifier};

/// Popups stay up until they are taken down, and none hides another. Without the line on markup dunst 1.9 reads it all the same,
/// and does not say so.
const CONFIG: &str = "[global]\nmarkup = full\nnotification_limit = 0\nidle_threshold = 0\nstack_duplicates = false\n\
    [urgency_low]\ntimeout = 0\n[urgency_normal]\ntimeout = 0\n[urgency_critical]\ntimeout = 0\n";

struct Dunst {
    daemon: Child,
    _screen: Screen,
}

impl Dunst {
    /// Starts dunst, and waits until it answers.
    async fn start(desktop: &Desktop) -> Self {
        Self::start_with(desktop, CONFIG).await
    }

    async fn start_with(desktop: &Desktop, config: &str) -> Self {
        let screen = Screen::start();
        let file = scratch().join("dunstrc");
        std::fs::write(&file, config).unwrap();
        let daemon = start(screen.command("dunst").arg("-conf").arg(&file));
        let dunst = Self { daemon, _screen: screen };
        eventually("dunst answers", async || {
            desktop.server().await.is_ok_and(|server| server.name.starts_with("dunst "))
        })
        .await;
        dunst
    }
}

impl Drop for Dunst {
    fn drop(&mut self) {
        end(&mut self.daemon);
    }
}

fn dunstctl(words: &[&str]) -> String {
    let out = Command::new("dunstctl").args(words).output().expect("dunstctl must be installed");
    assert!(out.status.success(), "dunstctl {words:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}

fn displayed() -> usize {
    count("displayed")
}

fn count(which: &str) -> usize {
    dunstctl(&["count", which]).parse().unwrap()
}

#[test]
fn it_is_shown_as_written_replaced_in_place_and_withdrawn() {
    under_private_bus("dunst::it_is_shown_as_written_replaced_in_place_and_withdrawn", async || {
        let (desktop, _answers) = desktop();
        let _dunst = Dunst::start(&desktop).await;
        desktop.show(notification("match")).await.unwrap();
        desktop.show(Notification { urgency: Urgency::Critical, ..notification("other") }).await.unwrap();
        eventually("both are up", async || displayed() == 2).await;
        let update =
            Notification {
                title: "Arsenal 2 – 1".to_owned(), sound: Sound::Silent, ..notification("match")
            };
        desktop.show(update).await.unwrap();
        eventually("an update stays one popup", async || displayed() == 2).await;
        desktop.withdraw("other").await;
        eventually("the popup is gone", async || displayed() == 1).await;
        desktop.withdraw("match").await;
        eventually("both are gone", async || displayed() == 0).await;
        let history = dunstctl(&["history"]);
        for text in ["Arsenal 2 – 1", "Arsenal &amp; &lt;b&gt;Chelsea&lt;/b&gt;", "Tidings"] {
            assert!(history.contains(text), "no {text} in {history}");
        }
        assert!(!history.contains("Title match"), "the first title was replaced: {history}");
    });
}

#[test]
fn its_pause_is_the_wish_for_peace() {
    under_private_bus("dunst::its_pause_is_the_wish_for_peace", async || {
        let (desktop, _answers) = desktop();
        let _dunst = Dunst::start(&desktop).await;
        for on in [false, true, false] {
            dunstctl(&["set-paused", if on { "true" } else { "false" }]);
            assert_eq!(desktop.do_not_disturb().await, on);
        }
    });
}

#[test]
fn a_click_comes_back() {
    under_private_bus("dunst::a_click_comes_back", async || {
        let (desktop, mut answers) = desktop();
        let _dunst = Dunst::start(&desktop).await;
        desktop.show(notification("entry 7")).await.unwrap();
        let clicking = async {
            // The notifier listens a moment after the popup is up; a person who is faster clicks again.
            loop {
                dunstctl(&["action", "0"]);
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        };
        let heard = tokio::select! { heard = answer(&mut answers) => heard, () = clicking => unreachable!() };
        assert_eq!(heard, Answer { tag: "entry 7".to_owned(), deed: Deed::Opened, token: None });
        desktop.withdraw("entry 7").await;
        eventually("what was opened is taken down", async || displayed() == 0).await;
    });
}

#[test]
fn waving_it_away_comes_back() {
    under_private_bus("dunst::waving_it_away_comes_back", async || {
        let (desktop, mut answers) = desktop();
        let _dunst = Dunst::start(&desktop).await;
        desktop.show(notification("seen")).await.unwrap();
        // Let the notifier listen: a closing cannot be repeated as a click can.
        let mut heard = None;
        for n in 0..20 {
            dunstctl(&["close-all"]);
            let wait = std::time::Duration::from_millis(200);
            if let Ok(answer) = tokio::time::timeout(wait, answers.recv()).await {
                heard = answer;
                break;
            }
            desktop.withdraw("seen").await;
            desktop.show(notification("seen")).await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(20 * n)).await;
        }
        assert_eq!(heard, Some(Answer { tag: "seen".to_owned(), deed: Deed::Dismissed, token: None }));
    });
}

#[test]
fn two_hundred_popups_cost_no_more_than_the_newest_ones() {
    // It is counted here, not timed.
    let patience = std::time::Duration::from_secs(600);
    let test = "dunst::two_hundred_popups_cost_no_more_than_the_newest_ones";
    under_private_bus_for(patience, test, async || {
        let (desktop, _answers) = desktop_with_timeout(patience);
        // dunst draws all anew for each that comes: two hundred would keep it at that for a minute. It holds the others as well.
        let config = CONFIG.replace("notification_limit = 0", "notification_limit = 10");
        let _dunst = Dunst::start_with(&desktop, &config).await;
        desktop.show(notification("first")).await.unwrap();
        let (threads_before, files_before) = (threads(), files());
        for n in 0..200 {
            desktop.show(notification(&n.to_string())).await.unwrap();
        }
        assert_eq!(displayed() + count("waiting"), 201, "all are up");
        assert!(files() <= files_before + 16 + 32, "{files_before} files before, {} after", files());
        assert!(threads() <= threads_before, "{threads_before} threads before, {} after", threads());
        for n in 0..200 {
            desktop.withdraw(&n.to_string()).await;
        }
        eventually("all but the first are gone", async || displayed() + count("waiting") == 1).await;
    });
}
