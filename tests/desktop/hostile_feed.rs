//! A feed that means harm, in the real webview: what it says is text, and stays text.

use serde_json::{Value, json};
use tidings_tests::{ReplayHub, Request};

use crate::home::Home;
use crate::window::Window;

/// Each would set `window.hit`, or ask the hub for `/canary`, were it ever taken for more than text.
const HOSTILE: &[&str] = &[
    "<script>window.hit=1</script>",
    "<img src=HUB/canary onerror=\"window.hit=1\">",
    "<svg onload=window.hit=1><image href=HUB/canary /></svg>",
    "<iframe srcdoc=\"<script>parent.hit=1</script>\"></iframe>",
    "<style>@import 'HUB/canary'; * { background: url(HUB/canary) }</style>",
    "<link rel=stylesheet href=HUB/canary><meta http-equiv=refresh content='0;url=HUB/canary'>",
    "<a href=\"javascript:window.hit=1\" autofocus onfocus=window.hit=1>x</a>",
    "<details open ontoggle=window.hit=1><base href=HUB/canary/>",
    "{@html '<script>window.hit=1</script>'}{{constructor.constructor('window.hit=1')()}}${window.hit=1}",
    "</title></textarea></style></script><script>window.hit=1</script>",
];

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn what_a_feed_says_stays_text() {
    let home = Home::new();
    let hub = ReplayHub::start();
    let config = format!("[bell]\nenabled = false\n\n[feeds.hub]\nurl = \"{}\"\n", hub.url("/events"));
    std::fs::write(home.path("tidings.toml"), config).expect("a configuration");
    let window = Window::open(&home).await;
    let sayings: Vec<String> = HOSTILE.iter().map(|text| text.replace("HUB", &hub.url(""))).collect();
    for text in &sayings {
        let entry = json!({ "title": format!("{text} {text}"), "message": text, "link": "javascript:window.hit=1",
            "image": hub.url("/picture"), "tags": [text] });
        hub.publish(&entry.to_string());
    }
    let newest =
        window.until("all are stored", async || newest_of(&window.rows().await, sayings.len())).await;
    for seq in (1..=newest).rev().take(3) {
        window.click_on(&format!("[data-testid=entry-row][data-seq='{seq}']")).await;
        let text = &sayings[usize::try_from(seq).expect("a number") - 1];
        window.says(&format!("[data-testid=entry-detail][data-seq='{seq}']"), text.trim()).await;
    }
    assert_eq!(window.ask("return window.hit ?? null", vec![]).await, Value::Null, "a feed ran code");
    // A picture is fetched, but by the core: what is redrawn there is no page's, and no markup's.
    let asked = |r: &Request| {
        r.path == "/picture" && r.header("user-agent").is_some_and(|a| a.starts_with("Tidings/"))
    };
    let others = |r: &Request| r.path != "/events" && !asked(r);
    let others: Vec<Request> = hub.requests().into_iter().filter(others).collect();
    assert!(others.is_empty(), "a feed made the window ask for things: {others:?}");
    window.quit().await;
}

fn newest_of(rows: &[(i64, String)], count: usize) -> Option<i64> {
    let newest = rows.first()?.0;
    (newest == i64::try_from(count).expect("a small number")).then_some(newest)
}

/// What any script could do that got into the page all the same.
#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn the_page_can_reach_nothing_but_our_commands() {
    let home = Home::new();
    let hub = ReplayHub::start();
    let window = Window::open(&home).await;
    window.element("[data-testid=welcome]").await;
    let canary = json!(hub.url("/canary"));
    let fetched =
        window.wait_for("fetch(arguments[0]).then(() => 'reached', () => 'refused')", &canary).await;
    assert_eq!(fetched, "refused", "the policy lets the page connect");
    for command in
        ["plugin:window|close", "plugin:event|emit", "plugin:opener|open_url", "plugin:webview|print"]
    {
        let invoked =
            "window.__TAURI_INTERNALS__.invoke(arguments[0]).then(() => 'reached', () => 'refused')";
        assert_eq!(window.wait_for(invoked, &json!(command)).await, "refused", "{command}");
    }
    let evaluated = "Promise.resolve().then(() => eval('1')).then(() => 'reached', () => 'refused')";
    assert_eq!(window.wait_for(evaluated, &Value::Null).await, "refused", "the policy lets the page eval");
    let global = window.ask("return typeof window.__TAURI__", vec![]).await;
    assert_eq!(global, "undefined");
    let frozen = window.ask("return Object.isFrozen(Object.prototype)", vec![]).await;
    assert_eq!(frozen, true);
    window.ask("window.open(arguments[0]); location.href = arguments[0]", vec![canary]).await;
    window.element("[data-testid=welcome]").await;
    assert!(hub.requests().is_empty(), "the window went elsewhere: {:?}", hub.requests());
    window.quit().await;
}
