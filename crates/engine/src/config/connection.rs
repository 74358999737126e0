//! How a feed's server is reached, in `tidings.toml`.

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer};
use tidings_model::{
    Basic, Connection, Header, HttpVersion, ProxyChoice, SecretSource, Token, Wrong, WrongCode,
};
use tidings_net::{BadPin, Pin, Url};

use super::headers::HeadersTable;
use super::parse::within;
use super::wrong::{Sealed, wrong};

/// The keys of a feed's table that are about its connection. They stand beside its others.
#[derive(Default)]
pub(super) struct ConnectionKeys {
    pub headers: HeadersTable,
    pub query: QueryTable,
    pub basic: Option<BasicTable>,
    pub bearer: Option<SecretTable>,
    pub private_network: bool,
    pub proxy: Option<ProxyTable>,
    pub ca_file: Option<String>,
    pub pin_sha256: Option<PinText>,
    pub http_version: VersionWord,
    pub timeout_seconds: Option<u32>,
    pub idle_seconds: Option<u32>,
    pub max_event_bytes: Option<u32>,
    pub max_bytes_per_second: Option<u32>,
}

impl ConnectionKeys {
    /// The connection, if its parts go together.
    pub fn connection(self) -> Result<Connection, Sealed> {
        let connection = Connection {
            headers: self.headers.into(),
            query: self.query.0,
            basic: self.basic.map(Into::into),
            bearer: self.bearer.map(Into::into),
            private_network: self.private_network,
            proxy: self.proxy.map(|proxy| proxy.0).unwrap_or_default(),
            ca_file: self.ca_file,
            pin_sha256: self.pin_sha256.map(|pin| pin.0),
            http_version: self.http_version.0,
            timeout_seconds: self.timeout_seconds,
            idle_seconds: self.idle_seconds,
            max_event_bytes: self.max_event_bytes,
            max_bytes_per_second: self.max_bytes_per_second,
        };
        goes_together(&connection).map(|()| connection)
    }
}

fn goes_together(connection: &Connection) -> Result<(), Sealed> {
    let authorization = |header: &Header| header.name.eq_ignore_ascii_case("authorization");
    let said = [
        connection.basic.is_some(),
        connection.bearer.is_some(),
        connection.headers.iter().any(authorization),
    ];
    if said.iter().filter(|said| **said).count() > 1 {
        let said = "basic, bearer and an Authorization header say the same thing: keep one of them";
        return Err(Sealed(Wrong::new(WrongCode::OneLogin, &[], said)));
    }
    if connection.ca_file.is_some() && connection.pin_sha256.is_some() {
        let said = "ca_file and pin_sha256 are two ways of trusting a server: keep one of them";
        return Err(Sealed(Wrong::new(WrongCode::OneTrust, &[], said)));
    }
    Ok(())
}

/// A secret's place.
#[derive(Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "a secret stands elsewhere: { env = \"NAME\" }, { file = \"path\" } or { keyring = \"name\" }"
)]
pub(super) enum SecretTable {
    Env { env: String },
    File { file: String },
    Keyring { keyring: String },
}

impl From<SecretTable> for SecretSource {
    fn from(table: SecretTable) -> Self {
        match table {
            SecretTable::Env { env } => Self::Env(env),
            SecretTable::File { file } => Self::File(file),
            SecretTable::Keyring { keyring } => Self::Keyring(keyring),
        }
    }
}

/// Secret fields of the query, in the order of the file.
#[derive(Default)]
pub(super) struct QueryTable(Vec<Token>);

impl<'de> Deserialize<'de> for QueryTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = IndexMap::<String, SecretTable>::deserialize(deserializer)?;
        let token = |(name, source): (String, SecretTable)| Token { name, source: source.into() };
        Ok(Self(table.into_iter().map(token).collect()))
    }
}

/// A user name and a password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BasicTable {
    #[serde(deserialize_with = "user")]
    user: String,
    password: SecretTable,
}

fn user<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let user = String::deserialize(deserializer)?;
    let sound = !user.is_empty() && !user.contains(|c: char| c == ':' || c.is_control());
    if sound {
        return Ok(user);
    }
    Err(wrong(WrongCode::User, &[], "a user name is not empty, and has no colon in it"))
}

impl From<BasicTable> for Basic {
    fn from(table: BasicTable) -> Self {
        Self { user: table.user, password: table.password.into() }
    }
}

/// `proxy`: a word, an address, or an address and where its password is.
pub(super) struct ProxyTable(ProxyChoice);

#[derive(Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "a proxy is \"none\", an address, or { url = \"...\", password = { env = \"NAME\" } }"
)]
enum ProxyValue {
    Word(String),
    With { url: String, password: SecretTable },
}

impl<'de> Deserialize<'de> for ProxyTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (url, password) = match ProxyValue::deserialize(deserializer)? {
            ProxyValue::Word(word) if word == "none" => return Ok(Self(ProxyChoice::None)),
            ProxyValue::Word(word) if word == "system" => return Ok(Self(ProxyChoice::System)),
            ProxyValue::Word(url) => (url, None),
            ProxyValue::With { url, password } => (url, Some(SecretSource::from(password))),
        };
        proxy_address(&url, password.is_some()).map_err(|(code, said)| wrong(code, &[], said))?;
        Ok(Self(ProxyChoice::Url { url, password }))
    }
}

fn proxy_address(text: &str, with_password: bool) -> Result<(), (WrongCode, &'static str)> {
    const KINDS: [&str; 4] = ["http", "https", "socks5", "socks5h"];
    // What was typed is not said again: a password may be in it.
    let url = Url::parse(text).ok().filter(|url| KINDS.contains(&url.scheme()) && url.has_host());
    let url = url.ok_or((
        WrongCode::Proxy,
        "a proxy's address begins with http://, https://, socks5:// or socks5h://",
    ))?;
    if url.password().is_some() {
        return Err((
            WrongCode::ProxyPassword,
            "the proxy's password is a secret and must not stand here: \
             write proxy = { url = \"http://user@host:port\", password = { env = \"NAME\" } }",
        ));
    }
    if with_password && url.username().is_empty() {
        return Err((
            WrongCode::ProxyUser,
            "the proxy's address names no user whom the password belongs to: write http://user@host:port",
        ));
    }
    Ok(())
}

/// `pin_sha256`.
pub(super) struct PinText(String);

impl<'de> Deserialize<'de> for PinText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pin: Pin = String::deserialize(deserializer)?
            .parse()
            .map_err(|bad: BadPin| wrong(WrongCode::Pin, &[], bad))?;
        Ok(Self(pin.to_string()))
    }
}

/// `http_version`.
#[derive(Default)]
pub(super) struct VersionWord(HttpVersion);

impl<'de> Deserialize<'de> for VersionWord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "1.1" => Ok(Self(HttpVersion::One)),
            "2" => Ok(Self(HttpVersion::Two)),
            _ => Err(wrong(WrongCode::HttpVersion, &[], "http_version is \"1.1\" or \"2\"")),
        }
    }
}

pub(super) fn timeout_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    within(deserializer, 1, 300, "timeout_seconds")
}

pub(super) fn idle_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    within(deserializer, 5, 86_400, "idle_seconds")
}

pub(super) fn max_event_bytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    within(deserializer, 1 << 10, 32 << 20, "max_event_bytes")
}

pub(super) fn max_bytes_per_second<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<u32>, D::Error> {
    within(deserializer, 1 << 10, 1 << 30, "max_bytes_per_second")
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn read(lines: &str) -> Result<Connection, (Option<u32>, String)> {
        let text = format!("[feeds.a]\nurl = 'http://a.example'\n{lines}\n");
        let config = parse(&text).map_err(|error| (error.line, error.wrong.message))?;
        Ok(config.feeds[0].connection.clone())
    }

    #[test]
    fn every_key_is_read() {
        let connection = read(
            "query = { token = { env = 'T' } }\n\
             basic = { user = 'me', password = { keyring = 'a/basic' } }\n\
             proxy = { url = 'socks5://me@p.example:1080', password = { file = '/p' } }\n\
             ca_file = '/ca.pem'\n\
             http_version = '2'\ntimeout_seconds = 7\nmax_bytes_per_second = 2048\nprivate_network = true",
        )
        .unwrap();
        assert_eq!(connection.query, [Token { name: "token".into(), source: SecretSource::Env("T".into()) }]);
        let password = SecretSource::Keyring("a/basic".into());
        assert_eq!(connection.basic, Some(Basic { user: "me".into(), password }));
        let password = Some(SecretSource::File("/p".into()));
        assert_eq!(connection.proxy, ProxyChoice::Url { url: "socks5://me@p.example:1080".into(), password });
        assert_eq!((connection.ca_file.as_deref(), connection.timeout_seconds), (Some("/ca.pem"), Some(7)));
        assert_eq!(connection.http_version, HttpVersion::Two);
        assert!(connection.private_network);
        assert_eq!(connection.secrets().count(), 3);
        assert_eq!(read("proxy = 'none'").unwrap().proxy, ProxyChoice::None);
        assert_eq!(read("http_version = '1.1'\nproxy = 'system'").unwrap(), Connection::default());
        let pin = "AB".repeat(32);
        assert_eq!(read(&format!("pin_sha256 = '{pin}'")).unwrap().pin_sha256, Some(pin.to_lowercase()));
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_line_and_without_its_value() {
        let cases = [
            ("bearer = 's3cret'", "stands elsewhere"),
            ("bearer = { value = 's3cret' }", "stands elsewhere"),
            ("query = { token = 's3cret' }", "stands elsewhere"),
            ("basic = { user = 'me', password = 's3cret' }", "stands elsewhere"),
            ("basic = { user = 'me:s3cret', password = { env = 'P' } }", "no colon"),
            ("proxy = 'http://me:s3cret@p.example'", "must not stand here"),
            ("proxy = 'ftp://me:s3cret@p.example'", "begins with http://"),
            ("proxy = 's3cret'", "begins with http://"),
            ("proxy = { url = 'http://p.example', password = { env = 'P' } }", "names no user"),
            ("proxy = { url = 'http://p.example', s3cret = 1 }", "a proxy is \"none\""),
            ("pin_sha256 = 's3cret'", "64 hexadecimal"),
            ("http_version = '3'", "\"1.1\" or \"2\""),
            ("http_version = 2", "expected a string"),
            ("timeout_seconds = 0", "from 1 to 300"),
            ("max_bytes_per_second = 1", "from 1024 to"),
        ];
        for (line, words) in cases {
            let (at, message) = read(line).expect_err(line);
            assert_eq!(at, Some(3), "{line}: {message}");
            assert!(message.contains(words) && !message.contains("s3cret"), "{line}: {message}");
        }
    }

    #[test]
    fn what_says_the_same_twice_is_refused_at_its_feed() {
        let cases = [
            "bearer = { env = 'B' }\nheaders = { authorization = { env = 'A' } }",
            "bearer = { env = 'B' }\nbasic = { user = 'me', password = { env = 'P' } }",
            &format!("ca_file = 'x'\npin_sha256 = '{}'", "00".repeat(32)),
        ];
        for lines in cases {
            let (at, message) = read(lines).expect_err(lines);
            assert!(at == Some(1) && message.contains("keep one of them"), "{at:?} {message}");
        }
    }
}
