//! Actions as notifications carry them: ntfy's, and those of the web's NotificationOptions that lead somewhere.

use serde_json::Value;
use tidings_model::{Action, HttpMethod, HttpRequest};
use url::Url;

use crate::link;
use crate::text::{self, limits};

/// The actions of a list, without those that Tidings has no use for.
pub(crate) fn read(list: &Value, endpoint: &Url) -> Vec<Action> {
    let actions = list.as_array().map(Vec::as_slice).unwrap_or_default();
    actions.iter().take(64).filter_map(|action| one(action, endpoint)).take(limits::ACTIONS).collect()
}

fn one(action: &Value, endpoint: &Url) -> Option<Action> {
    let field = |name: &str| action.get(name).and_then(Value::as_str);
    let url = || link::web(field("url").or_else(|| field("link"))?, endpoint);
    let clear = action.get("clear").and_then(Value::as_bool).unwrap_or_default();
    let label = |fallback: &str| {
        let named = field("label")
            .or_else(|| field("title"))
            .or_else(|| field("name"))
            .filter(|label| text::shows(label));
        text::clip(text::one_line(named.unwrap_or(fallback)), limits::LABEL)
    };
    match field("action").or_else(|| field("type")).unwrap_or("view") {
        "http" => Some(Action::Http { label: label("Send"), request: request(action, url()?, clear)? }),
        "copy" => {
            let text = field("value").or_else(|| field("text")).filter(|text| text::shows(text))?;
            Some(Action::Copy { label: label("Copy"), text: text::clip(text, limits::COPY) })
        }
        "broadcast" => None,
        _ => Some(Action::Open { label: label("Open"), url: url()?, clear }),
    }
}

/// None where it could not be sent as it is meant: a shortened one would be another.
fn request(action: &Value, url: String, clear: bool) -> Option<HttpRequest> {
    let text = |name: &str| action.get(name).and_then(Value::as_str).unwrap_or_default();
    let body = text("body");
    (body.len() <= limits::REQUEST_BODY).then_some(())?;
    let method = match text("method") {
        // ntfy's default.
        "" => HttpMethod::Post,
        name => HttpMethod::from_name(name)?,
    };
    Some(HttpRequest { url, method, headers: headers(action.get("headers"))?, body: body.to_owned(), clear })
}

/// What HTTP itself has to say is left out.
fn headers(value: Option<&Value>) -> Option<Vec<(String, String)>> {
    const FRAMING: [&str; 9] = [
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    let Some(fields) = value.and_then(Value::as_object) else { return Some(Vec::new()) };
    let own = |name: &str| !FRAMING.iter().any(|framing| name.eq_ignore_ascii_case(framing));
    let fits = |name: &str, value: &str| name.len() + value.len() <= limits::REQUEST_HEADER;
    (fields.len() <= limits::REQUEST_HEADERS).then_some(())?;
    let one = |(name, value): (&String, &Value)| {
        let value = value.as_str()?;
        fits(name, value).then(|| (name.clone(), value.to_owned()))
    };
    fields.iter().filter(|(name, _)| own(name)).map(one).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn endpoint() -> Url {
        Url::parse("https://example.com/").unwrap()
    }

    fn http(label: &str, method: HttpMethod, headers: &[(&str, &str)], body: &str) -> Action {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let url = "https://b.example/".to_owned();
        let request = HttpRequest { url, method, headers, body: body.to_owned(), clear: false };
        Action::Http { label: label.to_owned(), request }
    }

    #[test]
    fn each_kind_of_action_is_read() {
        let list = json!([
            {"action": "view", "label": "Open door", "url": "https://a.example/", "clear": true},
            {"action": "http", "label": "Close", "url": "https://b.example/", "method": "put", "body": "{}",
             "headers": {"X-Key": "1", "Host": "evil.example", "Content-Length": "0"}},
            {"action": "http", "url": "https://b.example/", "method": "", "headers": null},
            {"action": "copy", "label": "Code", "value": "1234"},
            {"action": "broadcast", "label": "Android only"},
            {"action": "yes", "title": "Yes"},
            {"title": "More", "url": "/more"},
            {"action": "view", "label": "Bad", "url": "javascript:alert(1)"},
            5,
        ]);
        assert_eq!(
            read(&list, &endpoint()),
            [
                Action::Open { label: "Open door".into(), url: "https://a.example/".into(), clear: true },
                http("Close", HttpMethod::Put, &[("X-Key", "1")], "{}"),
                http("Send", HttpMethod::Post, &[], ""),
                Action::Copy { label: "Code".into(), text: "1234".into() },
                Action::Open { label: "More".into(), url: "https://example.com/more".into(), clear: false },
            ]
        );
        assert_eq!(read(&json!("x"), &endpoint()), []);
    }

    #[test]
    fn a_request_that_could_not_be_sent_as_it_is_meant_is_none() {
        let with = |name: &str, value: Value| {
            let mut action = json!({"action": "http", "url": "https://b.example/"});
            action[name] = value;
            read(&json!([action]), &endpoint()).len()
        };
        assert_eq!(with("method", json!("CONNECT")), 0);
        assert_eq!(with("method", json!("NO WAY")), 0);
        assert_eq!(with("body", json!("x".repeat(limits::REQUEST_BODY + 1))), 0);
        assert_eq!(with("headers", json!({"X": 5})), 0);
        assert_eq!(with("headers", json!({"X": "x".repeat(limits::REQUEST_HEADER)})), 0);
        assert_eq!(with("headers", json!({"X": "x"})), 1);
    }
}
