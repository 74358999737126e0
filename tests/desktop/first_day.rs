//! The first day of somebody who has just installed Tidings: start, add the demo match, be rung, click the popup, snooze, and find
//! yesterday's goal. `cargo xtask bundle --try` takes it on a bare system, with the package installed.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use tidings_tests::{binary, until};
use xtask::proc::{self, Running};

use crate::home::Home;
use crate::popups;
use crate::window::{ENTER, Window, at};

/// The demo plays a match of six minutes after the other, and tells a visitor the running one from its kick-off.
const MATCH: u64 = 360;
const DAY: u64 = 86_400;

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn from_the_first_start_to_yesterdays_goal() {
    let home = Home::new();
    yesterday(&home).await;
    let begun = Instant::now();
    let past = |what: &str| println!("{:6.1} s  {what}", begun.elapsed().as_secs_f32());
    let window = Window::open(&home).await;
    window.element(&at("welcome")).await;
    past("the first window");
    window.focus(&at("start-demo")).await;
    window.press(ENTER).await;
    window.element("[data-testid=feed-row][data-state=open]").await;
    past("the demo is live");
    popups::some_come(&home.desk).await;
    past("it has rung");
    // One entry opens; of a summary, its entries, under a heading that says so.
    let shown = "return [document.querySelector('[data-testid=entry-detail]')?.dataset.seq, \
                 document.querySelector('[data-part=timeline] h1')?.innerText]";
    let before = window.ask(shown, vec![]).await;
    popups::click(&home.desk).await;
    window
        .until("the click leads to what rang", async || {
            (window.ask(shown, vec![]).await != before).then_some(())
        })
        .await;
    past("a click on the popup shows what it told of");
    window.press(&format!("{}z", crate::window::SHIFT)).await;
    window.click("snooze-hour").await;
    window.element(&at("quiet-line")).await;
    past("everything is snoozed");
    let today = proc::output(std::process::Command::new("date").arg("+%F")).expect("a date");
    window.press("/").await;
    window.has_keyboard(&at("search")).await;
    window.press(&format!("goal before:{}", today.trim())).await;
    let found = window
        .until("yesterday's goal", async || {
            let said = window.text("[data-part=timeline] .found").await?;
            let rows = window.rows().await;
            (said.contains("found.") && rows.first()?.1.contains("Goal")).then_some(rows)
        })
        .await;
    past(&format!("yesterday's goal is found: {}", found[0].1.replace('\n', " ")));
    window.quit().await;
}

/// Yesterday the demo match was listened to until there was a goal in it; since then its feed was removed.
async fn yesterday(home: &Home) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is past 1970").as_secs();
    for match_before in 0..10 {
        // Just before the final whistle, when all of the match is told.
        let then = (now - DAY) / MATCH * MATCH - match_before * MATCH + MATCH - 10;
        if listened(home, now - then).await {
            home.configure("# The feed of yesterday was removed.\n");
            return;
        }
        std::fs::remove_dir_all(home.path("data")).expect("it was written");
    }
    panic!("ten matches without a goal");
}

/// What moves the clock of one program (Debian: `faketime`). Its own command would stand between us and the program's end.
fn library() -> PathBuf {
    let folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];
    let mut found = folders.map(|folder| Path::new(folder).join("faketime/libfaketime.so.1")).into_iter();
    found.find(|path| path.exists()).expect("libfaketime is installed")
}

/// Whether a goal was stored by a program whose clock is this far behind, and that had nothing stored before.
async fn listened(home: &Home, behind: u64) -> bool {
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
    let port = port.expect("a free port").port();
    let url = format!("http://127.0.0.1:{port}/match");
    home.configure(&format!("[demo]\nport = {port}\n\n[feeds.live-match-demo]\nurl = \"{url}\"\n"));
    let mut command = proc::beside(binary());
    home.settle(command.args(["run", "--no-notify"]));
    command.env("LD_PRELOAD", library()).env("FAKETIME", format!("-{behind}s"));
    command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1").env("DONT_FAKE_MONOTONIC", "1");
    let _run = Running::start(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()));
    let told = async |search: &str| {
        let mut history = std::process::Command::new(binary());
        home.settle(history.args(["history", "--json", "--search", search]));
        proc::output(&mut history).is_ok_and(|lines| !lines.trim().is_empty())
    };
    until("the match is told up to its end", async || told("second half").await.then_some(())).await;
    told("goal").await
}
