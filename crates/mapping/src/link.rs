//! Addresses that an entry may lead to.

use url::Url;

use crate::text::limits;

/// An `http` or `https` address within its limit, without user name and password. A path alone is taken on the feed's own server.
pub(crate) fn web(text: &str, endpoint: &Url) -> Option<String> {
    let text = text.trim();
    if text.len() > limits::LINK {
        return None;
    }
    let on_server = text.starts_with('/') && !text.starts_with("//");
    let url = if on_server { endpoint.join(text) } else { Url::parse(text) }.ok()?;
    let plain =
        matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    let url = String::from(url);
    (plain && url.len() <= limits::LINK).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_links() {
        let endpoint = Url::parse("https://example.com/events?x=1").unwrap();
        let link = |text: &str| web(text, &endpoint);
        assert_eq!(link(" https://a.example/b c "), Some("https://a.example/b%20c".into()));
        assert_eq!(link("/news/5"), Some("https://example.com/news/5".into()));
        for bad in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "//evil.example/",
            "mailto:a@b.example",
            "x",
            "",
        ] {
            assert_eq!(link(bad), None, "{bad}");
        }
        assert_eq!(link("https://user:pass@example.com/"), None);
        assert_eq!(link(&format!("https://example.com/{}", "x".repeat(3_000))), None);
    }
}
