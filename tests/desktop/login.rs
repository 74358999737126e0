//! Starting with the session: the setting writes and removes the desktop's own file, and a start by it may be hidden.

use std::path::PathBuf;

use tidings_tests::{ReplayHub, until};

use crate::home::Home;
use crate::panel::Panel;

/// Where desktops look for what is to be started, unless they are told otherwise (the XDG autostart specification).
fn entry(home: &Home) -> PathBuf {
    home.path(".config/autostart/dev.tidings.Tidings.desktop")
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn the_setting_writes_the_desktops_file_and_removes_it() {
    let home = Home::new();
    home.configure("# Mine.\n");
    let mut app = home.start(&["--hidden"]);
    let panel = Panel::start(&home.desk).await;
    panel.menu("it runs", |lines| !lines.is_empty()).await;
    assert!(!entry(&home).exists(), "nobody asked for it");
    home.configure("[startup]\nat_login = true\n");
    let text = until("the file is written", async || std::fs::read_to_string(entry(&home)).ok()).await;
    assert!(text.contains("[Desktop Entry]") && text.contains("--at-login"), "{text}");
    assert!(text.lines().any(|line| line.starts_with("Exec=") && line.contains("tidings-desktop")), "{text}");
    home.configure("[startup]\nat_login = false\n");
    until("the file is removed", async || (!entry(&home).exists()).then_some(())).await;
    app.terminate();
    assert_eq!(app.end().await.0, Some(0));
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn a_start_at_login_is_hidden_where_that_is_wanted() {
    for (hidden, shown) in [(true, false), (false, true)] {
        let home = Home::new();
        let hub = ReplayHub::start();
        let startup = format!("[startup]\nat_login = true\nhidden = {hidden}\n");
        home.configure(&format!("{startup}\n[feeds.hub]\nurl = \"{}\"\n", hub.url("/events")));
        let mut app = home.start(&["--at-login"]);
        hub.request(0).await;
        if shown {
            home.window("Tidings").await;
        } else {
            hub.publish(r#"{"title":"Heard unseen"}"#);
            crate::popups::come(&home.desk, 1).await;
            assert!(!home.has_window("Tidings"));
        }
        app.terminate();
        assert_eq!(app.end().await.0, Some(0));
    }
}
