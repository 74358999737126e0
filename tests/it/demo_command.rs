//! `tidings demo`: two feeds on loopback that look like the real thing.

use tidings_tests::{Bus, Config, FeedTable, Running, Tidings, until};

/// The demo hub on a free port, with the URLs it printed.
async fn demo(tidings: &Tidings) -> (Running, Vec<String>) {
    let mut demo = tidings.start(&["demo", "--port", "0"]);
    let urls = vec![demo.line().await, demo.line().await];
    (demo, urls)
}

#[tokio::test]
async fn it_prints_its_urls_and_both_speak() {
    let tidings = Tidings::new();
    let (demo, urls) = demo(&tidings).await;
    for url in &urls {
        assert!(
            url.starts_with("http://127.0.0.1:") && !url.contains(":0/") && !url.contains(' '),
            "{urls:?}"
        );
        let finished = tidings.finish(&["watch", url, "--json", "--count", "1"]).await;
        assert_eq!((finished.code, finished.json_lines().len()), (Some(0), 1), "{finished:#?}");
    }
    assert_ne!(urls[0], urls[1]);
    demo.terminate().await;
    demo.finish().await.expect(0, &[]);
}

#[tokio::test]
async fn it_resumes_after_the_last_event_id() {
    let tidings = Tidings::new();
    let (_demo, urls) = demo(&tidings).await;
    for url in &urls {
        // How much there is to replay depends on the minute; that one thing is there is certain, and that it does not come again.
        let raw = ["watch", url, "--raw", "--json", "--for", "2"];
        let first = tidings.finish(&raw).await.json_lines();
        let id = first[0]["last_event_id"].as_str().unwrap();
        assert!(!id.is_empty(), "{first:#?}");
        let resumed = tidings.finish(&[&raw[..], &["--last-event-id", id]].concat()).await.json_lines();
        assert!(resumed.len() + 1 >= first.len(), "{first:#?} {resumed:#?}");
        assert_eq!(resumed[..first.len() - 1], first[1..], "{url}");
    }
}

#[tokio::test]
async fn a_run_on_the_demo_keeps_one_card_per_match() {
    let tidings = Tidings::new();
    let (_demo, urls) = demo(&tidings).await;
    let feeds = urls.iter().zip(["match", "news"]).map(|(url, id)| FeedTable::new(id, url));
    tidings.write_config(&Config::of(feeds).to_string());
    let _run = tidings.start(&["run", "--no-notify"]);
    let of_the_match = until("the match is stored", async || {
        tidings.titles(1).await;
        Some(tidings.history(&["--feed", "match"]).await).filter(|entries| !entries.is_empty())
    })
    .await;
    assert!(of_the_match.iter().all(|entry| entry["replaces"].is_string()), "{of_the_match:#?}");
}

#[tokio::test]
async fn it_rings_at_a_first_visit_but_not_of_what_had_been() {
    let (tidings, bus) = (Tidings::new(), Bus::start().await);
    let service = bus.serve().await;
    let (_demo, urls) = demo(&tidings).await;
    let feeds = urls.iter().zip(["match", "news"]).map(|(url, id)| FeedTable::new(id, url));
    tidings.write_config(&Config::of(feeds).to_string());
    let tidings = tidings.variable("DBUS_SESSION_BUS_ADDRESS", bus.address());
    let _run = tidings.start(&["run"]);
    let asked = std::time::Instant::now();
    service.shown_at_least(1).await;
    // The oldest headlines of a first visit are minutes old.
    let history = tidings.history(&["--feed", "news"]).await;
    let oldest = history.iter().min_by_key(|entry| entry["published_at"].as_str()).unwrap();
    assert_eq!(oldest["ring"], "silent:earlier", "{history:#?}");
    println!("the first ring after {:.1} s", asked.elapsed().as_secs_f32());
}
