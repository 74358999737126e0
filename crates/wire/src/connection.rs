//! How a feed's server is reached, as the window shows and edits it. Secrets are pointed to, never in it.

use serde::{Deserialize, Serialize};
use tidings_model as model;
use ts_rs::TS;

/// A feed's connection. As an edit it takes the place of all that was configured; null, or nothing, is the default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(export)]
pub struct ConnectionEdit {
    /// Reconnect after this many seconds without a byte: 5 to 86400.
    pub idle_seconds: Option<u32>,
    /// How many seconds the server may take to answer: 1 to 300.
    pub timeout_seconds: Option<u32>,
    /// The largest event taken, in bytes: 1024 to 33554432.
    pub max_event_bytes: Option<u32>,
    /// The most bytes a second, over ten seconds: 1024 to 1073741824.
    pub max_bytes_per_second: Option<u32>,
    /// Whether the address's name may mean an address of this machine or of a private network.
    pub private_network: bool,
    /// `"none"`, or an address (`http`, `https`, `socks5`, `socks5h`) that may hold a user name and no password; null takes the system's.
    pub proxy: Option<String>,
    /// The proxy's password.
    pub proxy_password: Option<SecretSource>,
    /// A PEM file with certificates that are trusted beside the system's.
    pub ca_file: Option<String>,
    /// The SHA-256 of the server's public key, 64 hexadecimal digits.
    pub pin_sha256: Option<String>,
    /// `"1.1"` or `"2"`; null is 1.1.
    #[ts(type = "'1.1' | '2' | null")]
    pub http_version: Option<String>,
    /// Request headers.
    pub headers: Vec<HeaderEdit>,
    /// Secret fields of the query.
    pub query: Vec<TokenEdit>,
    /// A user name and password.
    pub basic: Option<BasicEdit>,
    /// A bearer token.
    pub bearer: Option<SecretSource>,
}

/// Where a secret is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct SecretSource {
    /// In the environment, on the first line of a file, or in the system keyring.
    pub from: SecretPlace,
    /// The variable, the path, or the keyring item.
    pub name: String,
}

/// The places of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SecretPlace {
    /// An environment variable.
    Env,
    /// A file's first line.
    File,
    /// The system keyring.
    Keyring,
}

/// A request header: one of `value` and `secret`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct HeaderEdit {
    /// The field name.
    pub name: String,
    /// The value, where it is no secret.
    pub value: Option<String>,
    /// Where the value is.
    pub secret: Option<SecretSource>,
}

/// A secret field of the query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct TokenEdit {
    /// The field's name.
    pub name: String,
    /// Where the value is.
    pub secret: SecretSource,
}

/// A user name and password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct BasicEdit {
    /// The user name.
    pub user: String,
    /// Where the password is.
    pub password: SecretSource,
}

impl From<&model::SecretSource> for SecretSource {
    fn from(source: &model::SecretSource) -> Self {
        let (from, name) = match source {
            model::SecretSource::Env(name) => (SecretPlace::Env, name),
            model::SecretSource::File(path) => (SecretPlace::File, path),
            model::SecretSource::Keyring(item) => (SecretPlace::Keyring, item),
        };
        Self { from, name: name.clone() }
    }
}

impl From<SecretSource> for model::SecretSource {
    fn from(source: SecretSource) -> Self {
        match source.from {
            SecretPlace::Env => Self::Env(source.name),
            SecretPlace::File => Self::File(source.name),
            SecretPlace::Keyring => Self::Keyring(source.name),
        }
    }
}

impl From<&model::Connection> for ConnectionEdit {
    fn from(connection: &model::Connection) -> Self {
        let (proxy, proxy_password) = match &connection.proxy {
            model::ProxyChoice::System => (None, None),
            model::ProxyChoice::None => (Some("none".to_owned()), None),
            model::ProxyChoice::Url { url, password } => {
                (Some(url.clone()), password.as_ref().map(Into::into))
            }
        };
        let version = |version| (version == model::HttpVersion::Two).then(|| "2".to_owned());
        Self {
            idle_seconds: connection.idle_seconds,
            timeout_seconds: connection.timeout_seconds,
            max_event_bytes: connection.max_event_bytes,
            max_bytes_per_second: connection.max_bytes_per_second,
            private_network: connection.private_network,
            proxy,
            proxy_password,
            ca_file: connection.ca_file.clone(),
            pin_sha256: connection.pin_sha256.clone(),
            http_version: version(connection.http_version),
            headers: connection.headers.iter().map(header).collect(),
            query: connection.query.iter().map(token).collect(),
            basic: connection.basic.as_ref().map(basic),
            bearer: connection.bearer.as_ref().map(Into::into),
        }
    }
}

fn header(header: &model::Header) -> HeaderEdit {
    let (value, secret) = match &header.source {
        model::HeaderSource::Plain(value) => (Some(value.clone()), None),
        model::HeaderSource::Secret(source) => (None, Some(source.into())),
    };
    HeaderEdit { name: header.name.clone(), value, secret }
}

fn token(token: &model::Token) -> TokenEdit {
    TokenEdit { name: token.name.clone(), secret: (&token.source).into() }
}

fn basic(basic: &model::Basic) -> BasicEdit {
    BasicEdit { user: basic.user.clone(), password: (&basic.password).into() }
}

impl From<ConnectionEdit> for model::Connection {
    fn from(edit: ConnectionEdit) -> Self {
        let proxy = match edit.proxy {
            None => model::ProxyChoice::System,
            Some(word) if word == "none" => model::ProxyChoice::None,
            Some(url) => model::ProxyChoice::Url { url, password: edit.proxy_password.map(Into::into) },
        };
        let two = edit.http_version.as_deref() == Some("2");
        let source = |header: HeaderEdit| match header.secret {
            Some(source) => model::HeaderSource::Secret(source.into()),
            None => model::HeaderSource::Plain(header.value.unwrap_or_default()),
        };
        let header = |header: HeaderEdit| model::Header { name: header.name.clone(), source: source(header) };
        let token = |token: TokenEdit| model::Token { name: token.name, source: token.secret.into() };
        Self {
            headers: edit.headers.into_iter().map(header).collect(),
            query: edit.query.into_iter().map(token).collect(),
            basic: edit.basic.map(|basic| model::Basic { user: basic.user, password: basic.password.into() }),
            bearer: edit.bearer.map(Into::into),
            proxy,
            ca_file: edit.ca_file,
            pin_sha256: edit.pin_sha256,
            http_version: if two { model::HttpVersion::Two } else { model::HttpVersion::One },
            timeout_seconds: edit.timeout_seconds,
            idle_seconds: edit.idle_seconds,
            max_event_bytes: edit.max_event_bytes,
            max_bytes_per_second: edit.max_bytes_per_second,
            private_network: edit.private_network,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_nothing_is_lost() {
        let keyring = || model::SecretSource::Keyring("match/bearer".into());
        let header = |name: &str, source| model::Header { name: name.into(), source };
        let full = model::Connection {
            headers: vec![
                header("X-Plain", model::HeaderSource::Plain("v".into())),
                header("X-Key", model::HeaderSource::Secret(model::SecretSource::Env("KEY".into()))),
            ],
            query: vec![model::Token {
                name: "token".into(),
                source: model::SecretSource::File("/f".into()),
            }],
            basic: Some(model::Basic { user: "me".into(), password: keyring() }),
            bearer: Some(keyring()),
            proxy: model::ProxyChoice::Url { url: "socks5://p:1".into(), password: Some(keyring()) },
            ca_file: Some("/ca.pem".into()),
            pin_sha256: Some("00".repeat(32)),
            http_version: model::HttpVersion::Two,
            timeout_seconds: Some(1),
            idle_seconds: Some(5),
            max_event_bytes: Some(1024),
            max_bytes_per_second: Some(2048),
            private_network: true,
        };
        let straight = model::Connection { proxy: model::ProxyChoice::None, ..model::Connection::default() };
        for connection in [full, straight, model::Connection::default()] {
            let edit = ConnectionEdit::from(&connection);
            let json = serde_json::to_string(&edit).unwrap();
            let read: ConnectionEdit = serde_json::from_str(&json).unwrap();
            assert_eq!(model::Connection::from(read), connection, "{json}");
        }
    }
}
