//! Actions as notifications carry them: ntfy's, and those of the web's NotificationOptions that lead somewhere.

use serde_json::Value;
use tidings_model::Action;
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
    let label = |fallback: &str| {
        let named = field("label")
            .or_else(|| field("title"))
            .or_else(|| field("name"))
            .filter(|label| text::shows(label));
        text::clip(&text::one_line(named.unwrap_or(fallback)), limits::LABEL)
    };
    match field("action").or_else(|| field("type")).unwrap_or("view") {
        "http" => Some(Action::Http { label: label("Send"), url: url()?, method: method(field("method")) }),
        "copy" => {
            let text = field("value").or_else(|| field("text")).filter(|text| text::shows(text))?;
            Some(Action::Copy { label: label("Copy"), text: text::clip(text, limits::COPY) })
        }
        "broadcast" => None,
        _ => Some(Action::Open { label: label("Open"), url: url()? }),
    }
}

/// A request method; ntfy's default is POST.
fn method(given: Option<&str>) -> String {
    let plain =
        |method: &&str| (1..=16).contains(&method.len()) && method.bytes().all(|b| b.is_ascii_alphabetic());
    given.filter(plain).unwrap_or("POST").to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_kind_of_action_is_read() {
        let endpoint = Url::parse("https://example.com/").unwrap();
        let list = json!([
            {"action": "view", "label": "Open door", "url": "https://a.example/"},
            {"action": "http", "label": "Close", "url": "https://b.example/", "method": "put", "body": "{}"},
            {"action": "http", "url": "https://b.example/", "method": "NO WAY"},
            {"action": "copy", "label": "Code", "value": "1234"},
            {"action": "broadcast", "label": "Android only"},
            {"action": "yes", "title": "Yes"},
            {"title": "More", "url": "/more"},
            {"action": "view", "label": "Bad", "url": "javascript:alert(1)"},
            5,
        ]);
        assert_eq!(
            read(&list, &endpoint),
            [
                Action::Open { label: "Open door".into(), url: "https://a.example/".into() },
                Action::Http {
                    label: "Close".into(),
                    url: "https://b.example/".into(),
                    method: "PUT".into()
                },
                Action::Http {
                    label: "Send".into(),
                    url: "https://b.example/".into(),
                    method: "POST".into()
                },
                Action::Copy { label: "Code".into(), text: "1234".into() },
                Action::Open { label: "More".into(), url: "https://example.com/more".into() },
            ]
        );
        assert_eq!(read(&json!("x"), &endpoint), []);
    }
}
