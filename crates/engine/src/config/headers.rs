//! A feed's `headers` in `tidings.toml`.

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, de};
use tidings_model::{Header, HeaderSource, SecretSource, Wrong, WrongCode};

use super::wrong::Sealed;

/// Headers named like these are secrets: their values never stand in the configuration (rule 13).
const SECRET_WORDS: [&str; 6] = ["auth", "cookie", "key", "password", "secret", "token"];

fn is_secret(header: &str) -> bool {
    let name = header.to_ascii_lowercase();
    SECRET_WORDS.iter().any(|word| name.contains(word))
}

/// The headers of a feed, in the order of the file.
#[derive(Default)]
pub(super) struct HeadersTable(Vec<Header>);

impl From<HeadersTable> for Vec<Header> {
    fn from(table: HeadersTable) -> Self {
        table.0
    }
}

impl<'de> Deserialize<'de> for HeadersTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = IndexMap::<String, ValueTable>::deserialize(deserializer)?;
        let headers = table.into_iter().map(|(name, value)| header(name, value));
        headers.collect::<Result<_, _>>().map(Self).map_err(de::Error::custom)
    }
}

#[derive(Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "a header's value is a text, { env = \"NAME\" }, { file = \"path\" } or { keyring = \"name\" }"
)]
enum ValueTable {
    Plain(String),
    Env { env: String },
    File { file: String },
    Keyring { keyring: String },
}

fn header(name: String, value: ValueTable) -> Result<Header, Sealed> {
    let source = match value {
        ValueTable::Env { env } => HeaderSource::Secret(SecretSource::Env(env)),
        ValueTable::File { file } => HeaderSource::Secret(SecretSource::File(file)),
        ValueTable::Keyring { keyring } => HeaderSource::Secret(SecretSource::Keyring(keyring)),
        ValueTable::Plain(_) if is_secret(&name) => {
            let said = format!(
                "the value of {name} is a secret and must not stand here: \
                 write {name} = {{ env = \"NAME\" }}, {{ file = \"path\" }} or {{ keyring = \"name\" }}"
            );
            return Err(Sealed(Wrong::new(WrongCode::SecretHeader, &[&name], said)));
        }
        ValueTable::Plain(text) => HeaderSource::Plain(text),
    };
    Ok(Header { name, source })
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn problem(text: &str) -> String {
        parse(text).expect_err(text).wrong.message
    }

    #[test]
    fn a_secret_does_not_stand_in_the_file() {
        let message =
            problem("[feeds.a]\nurl='http://a.example'\nheaders = { Authorization = 'Bearer s3cret' }\n");
        assert!(message.contains("env") && !message.contains("s3cret"), "{message}");
        for name in
            ["Private-Token", "X-Api-Key", "My-Secret", "Proxy-Authorization", "Set-Cookie2", "Password"]
        {
            let message = problem(&format!(
                "[feeds.a]\nurl='http://a.example'\n[feeds.a.headers]\n{name} = 's3cret'\n"
            ));
            assert!(message.contains(name) && !message.contains("s3cret"), "{message}");
        }
        let text = "[feeds.a]\nurl='http://a.example'\nheaders = { Authorization = { env = 'TOKEN' }, X-Plain = 'v' }\n";
        let headers = &parse(text).unwrap().feeds[0].connection.headers;
        assert_eq!(headers[0].source, HeaderSource::Secret(SecretSource::Env("TOKEN".into())));
        assert_eq!(headers[1].source, HeaderSource::Plain("v".into()));
    }
}
