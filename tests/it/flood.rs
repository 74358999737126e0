//! One feed that speaks without a pause: the others are heard all the same, and memory stays bounded.

use std::time::{Duration, Instant};

use tidings_tests::{Config, FeedTable, ReplayHub, Running, Script, ScriptedServer, Tidings, until};

/// The most memory the process had so far, in KiB.
fn peak(run: &Running) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", run.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_quiet_feed_is_heard_beside_a_flood() {
    // The same event again and again is known after the first: what is judged here is the reading, not the disk.
    let flood =
        ScriptedServer::start(vec![Script::stream().flood("data: again\n\n".repeat(1000), usize::MAX)]);
    let hub = ReplayHub::start();
    let feeds = [FeedTable::new("flood", &flood.url("/")), FeedTable::new("quiet", &hub.url("/"))];
    let tidings = Tidings::with(&Config::of(feeds));
    let run = tidings.start(&["run", "--no-notify"]);
    hub.request(0).await;
    flood.request(0).await;
    for n in 1..=5 {
        hub.publish(&format!("word {n}"));
        let said = Instant::now();
        until("the quiet feed's word is stored", async || {
            (tidings.history(&["--feed", "quiet"]).await.len() >= n).then_some(())
        })
        .await;
        assert!(said.elapsed() < Duration::from_secs(10), "{:?}", said.elapsed());
    }
    assert!(peak(&run) < 200 * 1024, "{} KiB", peak(&run));
    run.terminate().await;
    run.finish().await.expect(0, &[]);
}

#[tokio::test]
async fn a_line_without_end_costs_little_memory() {
    let endless = Script::stream().say("data: ").flood(vec![b'x'; 1 << 20], 256).hold();
    let server = ScriptedServer::start(vec![endless]);
    let tidings = Tidings::with(&Config::of([FeedTable::new("hostile", &server.url("/"))]));
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["hostile", "1048576 bytes"]).await;
    server.request(1).await;
    run.says(&["hostile", "1048576 bytes"]).await;
    assert!(peak(&run) < 100 * 1024, "{} KiB", peak(&run));
}
