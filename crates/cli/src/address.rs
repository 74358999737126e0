//! Addresses as they may be shown: what is printed ends up in logs and bug reports.

use tidings_engine::Url;

/// Query fields whose values are secrets by their names.
const SECRET: [&str; 13] = [
    "access_token",
    "accesstoken",
    "api_key",
    "apikey",
    "auth",
    "authorization",
    "jwt",
    "key",
    "password",
    "secret",
    "sig",
    "signature",
    "token",
];

/// `url` with the values of its secret query fields left out.
pub fn shown(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url) else { return url.to_owned() };
    let secret = |name: &str| SECRET.contains(&name.to_ascii_lowercase().as_str());
    if !parsed.query_pairs().any(|(name, _)| secret(&name)) {
        return url.to_owned();
    }
    let pairs: Vec<_> = parsed.query_pairs().into_owned().collect();
    let kept = pairs.iter().map(|(name, value)| (name, if secret(name) { "***" } else { value }));
    parsed.query_pairs_mut().clear().extend_pairs(kept);
    parsed.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_left_out_and_nothing_else_changes() {
        let plain = "https://a.example/x?topic=b%20c&limit=5";
        assert_eq!(shown(plain), plain);
        assert_eq!(
            shown("https://a.example/x?Token=s3cret&topic=b"),
            "https://a.example/x?Token=***&topic=b"
        );
        assert_eq!(shown("not an address"), "not an address");
    }
}
