//! Large payloads, each of which is slow to whoever reads it more than once: the test of limits and the benchmark both send them.

use serde_json::{Map, Value, json};

/// What a feed sends in one event.
pub struct Payload {
    /// What there is much of.
    pub name: &'static str,
    /// The kind of the event.
    pub kind: &'static str,
    /// Its data.
    pub data: String,
}

/// Payloads of about `size` bytes.
pub fn large(size: usize) -> Vec<Payload> {
    let mut all = texts(size);
    all.extend(of_any_feed(size));
    all.extend(of_formats(size));
    all
}

fn message(name: &'static str, data: &(impl ToString + ?Sized)) -> Payload {
    Payload { name, kind: "message", data: data.to_string() }
}

fn texts(size: usize) -> Vec<Payload> {
    let pieces = [
        ("words", "word "),
        ("one word", "x"),
        ("accents", "\u{301}"),
        ("joined emoji", "👩\u{200d}"),
        ("line ends", "\r\n\n"),
        ("tags", "<p>"),
        ("open tags", "<a \""),
        ("comments", "<p><!-- "),
        ("scripts", "<script>x"),
        ("closed scripts", "<script></script"),
        ("ampersands", "&amp"),
        ("references", "&amp;"),
        ("sentences", "A. B? "),
    ];
    pieces.into_iter().map(|(name, piece)| message(name, &fill(size, piece))).collect()
}

fn of_any_feed(size: usize) -> Vec<Payload> {
    let field = |name: &str, piece: &str| json!({ "id": "x", "time": 1, "event": "message", "topic": "t", name: fill(size, piece) });
    let fields: Map<String, Value> = (0..size / 17).map(|n| (format!("field{n:06}"), json!(1))).collect();
    vec![
        message("items", &format!("[{}{{}}]", fill(size, "{},"))),
        message("items with a title", &format!("[{}{{}}]", fill(size, "{\"title\":\"a\",\"link\":\"/a\"},"))),
        message("numbers", &format!("[{}1]", fill(size, "1,"))),
        message("nested", &format!("{}{}", "[".repeat(size / 2), "]".repeat(size / 2))),
        message("fields", &Value::Object(fields)),
        message("message", &field("message", "<p>é</p>")),
        message("title", &field("title", "é ")),
        message("brackets", &field("description", "<")),
        message("tag list", &json!({ "tags": vec!["t"; size / 4] })),
        message("comma tags", &field("tags", "a,")),
        message("link", &field("click", "https://example.com/")),
        message("id", &field("id", "x")),
        message(
            "actions",
            &json!({ "title": "x", "actions": vec![json!({ "action": "view", "url": "/a" }); size / 32] }),
        ),
        message(
            "items with fields",
            &fill_list(
                size,
                &json!({ "a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8, "i": 9, "j": 1, "k": 2, "l": 3, "m": 4, "n": 5, "o": 6, "p": 7 }),
            ),
        ),
        message("items in layers", &fill_list(size, &layered())),
        message(
            "items of other names",
            &fill_list(
                size,
                &json!({ "Home-Team": "A", "awayTeam": "b", "Score": "1-2", "Match ID": 1, "X_Y": 1 }),
            ),
        ),
        message(
            "long names",
            &Value::Object((0..size / 72).map(|n| (format!("Field_{n:0>58}"), json!(1))).collect()),
        ),
        message("json in json", &json!({ "data": json!({ "text": fill(size, "x") }).to_string() })),
        message("escapes", &format!("{{\"title\":\"{}\"}}", fill(size, "\\u00e9"))),
    ]
}

fn of_formats(size: usize) -> Vec<Payload> {
    let ntfy = |also: &str, value: &str, words: String| json!({ "id": "x", "time": 1, "event": "message", "topic": "t", also: value, "message": words });
    let slack =
        |piece: &str| json!({ "blocks": [{ "type": "section", "text": { "text": fill(size, piece) } }] });
    let status = |piece: &str| json!({ "id": "1", "account": { "acct": "a" }, "content": fill(size, piece), "tags": vec![json!({ "name": "t" }); 99] });
    let children: Map<String, Value> =
        (0..size / 40).map(|n| (format!("child{n:06}"), json!({ "title": "a", "n": 1 }))).collect();
    let commits = vec![json!({ "message": "a change\nmore" }); size / 30];
    let envelope =
        |data: Value| json!({ "specversion": "1.0", "id": "1", "source": "/s", "type": "t", "data": data });
    let resources = vec![json!({ "id": "l", "on": { "on": true }, "type": "light" }); size / 45];
    vec![
        message("ntfy markdown", &ntfy("content_type", "text/markdown", fill(size, "[*_`!\\"))),
        message("ntfy open links", &ntfy("content_type", "text/markdown", fill(size, "!["))),
        message("ntfy half links", &ntfy("content_type", "text/markdown", fill(size, "[](a"))),
        message("ntfy base64", &ntfy("encoding", "base64", fill(size, "AAAA"))),
        message("slack brackets", &slack("<")),
        message("slack links", &slack("<https://a.example|b>")),
        message("slack references", &slack("&lt;")),
        message("discord marks", &json!({ "embeds": [{ "description": fill(size, "[a](b) **c** ") }] })),
        message(
            "github issue",
            &json!({ "x-github-event": "issues", "body": { "action": "opened", "issue": { "title": "a", "body": fill(size, "- [ ] *x* ") } } }),
        ),
        message(
            "github push",
            &json!({ "x-github-event": "push", "body": { "ref": "refs/heads/main", "commits": commits } }),
        ),
        message(
            "github form",
            &json!({ "x-github-event": "issues", "body": { "payload": json!({ "issue": { "body": fill(size, "\"") } }).to_string() } }),
        ),
        Payload { name: "mastodon tags", kind: "update", data: status("<p>a</p>").to_string() },
        Payload { name: "mastodon references", kind: "update", data: status("&amp;").to_string() },
        Payload {
            name: "firebase children",
            kind: "put",
            data: json!({ "path": "/", "data": children }).to_string(),
        },
        Payload {
            name: "firebase numbers",
            kind: "put",
            data: json!({ "path": "/", "data": vec![1; size / 2] }).to_string(),
        },
        Payload {
            name: "firebase paths",
            kind: "patch",
            data: json!({ "path": "/", "data": (0..size / 24).map(|n| (format!("{n}/a/b/c/d/e"), json!(1))).collect::<Map<_, _>>() }).to_string(),
        },
        message("cloudevents items", &envelope(json!(vec![json!({ "title": "a" }); size / 14]))),
        message(
            "cloudevents items in a long envelope",
            &json!({ "specversion": "1.0", "id": "1", "source": "/s", "type": "t", "subject": fill(1_900, "é"), "data": vec![json!({}); size / 3] }),
        ),
        message("cloudevents text", &envelope(json!(fill(size, "<b>a</b>")))),
        message(
            "activity",
            &json!({ "@context": "https://www.w3.org/ns/activitystreams", "id": "1", "type": "Create", "object": { "id": "2", "content": fill(size, "<p>a &amp; b</p>") } }),
        ),
        message("json feed", &json!({ "id": "1", "content_html": fill(size, "<li>a</li>") })),
        message(
            "hue",
            &json!([{ "creationtime": "2021-04-02T00:15:04Z", "type": "update", "data": resources }]),
        ),
        message(
            "scores",
            &json!(vec![
                json!({ "match_id": "m", "home": { "name": "a", "score": 1 }, "away": { "name": "b", "score": 2 } });
                size / 75
            ]),
        ),
    ]
}

/// An object with all that may stand around what an event is about.
fn layered() -> Value {
    let names = [
        "data",
        "payload",
        "notification",
        "item",
        "object",
        "article",
        "post",
        "status",
        "message",
        "event",
        "content",
    ];
    names.into_iter().map(|name| (name.to_owned(), json!({ "h": 1 }))).collect::<Map<_, _>>().into()
}

fn fill_list(size: usize, item: &Value) -> String {
    let item = item.to_string();
    format!("[{}{item}]", fill(size - item.len(), &format!("{item},")))
}

fn fill(size: usize, piece: &str) -> String {
    piece.repeat(size / piece.len())
}
