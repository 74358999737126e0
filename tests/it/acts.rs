//! A feed's button that sends a request: asked first, then sent as the feed said it, and the entry is read.

use std::sync::{Arc, Mutex};

use tidings_tests::{Config, FeedTable, Request, Script, Server, Tidings, until};
use tidings_wire::{Acted, EntryQuery};
use tokio::io::AsyncReadExt as _;

use crate::in_window::start;

type Heard = Arc<Mutex<Vec<(Request, String)>>>;

/// An ntfy server with one message, and a door that its buttons speak to.
fn server(heard: &Heard) -> Server {
    let heard = heard.clone();
    Server::start(move |_, request: Request, mut stream| {
        let heard = heard.clone();
        async move {
            let script = match request.path.as_str() {
                path if path.starts_with("/alerts/sse") => {
                    let host = request.header("host").unwrap_or_default();
                    Script::stream().say(message(&host)).hold()
                }
                "/locked" => Script::answer(403, "text/plain", "no"),
                "/away" => Script::default().say(
                    "HTTP/1.1 307 There\r\nLocation: http://127.0.0.2:9/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                ),
                _ => Script::answer(200, "text/plain", "opened"),
            };
            if request.method != "GET" {
                let length = request.header("content-length").and_then(|length| length.parse().ok());
                let mut body = vec![0; length.unwrap_or(0)];
                stream.read_exact(&mut body).await.unwrap();
                heard.lock().unwrap().push((request, String::from_utf8(body).unwrap()));
            }
            let _ = script.play(stream).await;
        }
    })
}

fn message(host: &str) -> String {
    let action = |label: &str, path: &str, more: &str| {
        format!(r#"{{"action":"http","label":"{label}","url":"http://{host}{path}"{more}}}"#)
    };
    let actions = [
        action(
            "Open",
            "/door",
            r#","method":"PUT","headers":{"X-Key":"k"},"body":"{\"open\":1}","clear":true"#,
        ),
        action("Locked", "/locked", ""),
        action("Away", "/away", ""),
    ];
    let actions = actions.join(",");
    let told = r#""id":"a","time":1700000100,"event":"message","topic":"alerts","title":"Door""#;
    format!("data: {{{told},\"actions\":[{actions}]}}\n\n")
}

#[tokio::test]
async fn a_button_is_asked_about_once_and_then_sends_what_the_feed_said() {
    let heard = Heard::default();
    let server = server(&heard);
    let tidings =
        Tidings::with(&Config::of([FeedTable::new("alerts", &server.url("/alerts")).format("ntfy")]));
    let engine = start(&tidings).await;
    let entry = until("the message is stored", async || {
        let page = engine.entries(EntryQuery { limit: 1, ..EntryQuery::default() }).await.unwrap();
        page.entries.into_iter().next()
    })
    .await;
    let (seq, host) = (entry.seq, server.url("").replace("http://", ""));
    let asked = engine.act(seq, 0, None).await.unwrap();
    assert_eq!(asked, Acted::NeedsConfirmation { host: host.clone() });
    // Another host's permission is none.
    assert_eq!(engine.act(seq, 0, Some("a.example")).await.unwrap(), asked);
    assert!(heard.lock().unwrap().is_empty());

    assert_eq!(engine.act(seq, 0, Some(&host)).await.unwrap(), Acted::Sent);
    let (request, body) = heard.lock().unwrap()[0].clone();
    assert_eq!(
        (request.method.as_str(), request.path.as_str(), body.as_str()),
        ("PUT", "/door", "{\"open\":1}")
    );
    assert_eq!(request.header("x-key").as_deref(), Some("k"));
    assert!(engine.entry(seq).await.unwrap().entry.read, "clear");
    assert!(tidings.read_config().contains(&format!("request_hosts = [\"{host}\"]")));

    let failed = |acted: Acted| match acted {
        Acted::Failed { reason, .. } => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(failed(engine.act(seq, 1, None).await.unwrap()), "The server answered 403 (not allowed).");
    assert!(failed(engine.act(seq, 2, None).await.unwrap()).contains("127.0.0.2"));
    assert!(engine.act(seq, 3, None).await.is_err());
    engine.shutdown().await;
}
