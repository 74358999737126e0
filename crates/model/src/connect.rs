//! How a feed's server is reached, with what proof of who asks, and within which limits.

use std::collections::BTreeMap;

/// A feed's connection, as `tidings.toml` states it. What is left out takes the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// Headers sent with each request, to the feed's own origin only.
    pub headers: Vec<Header>,
    /// Secret fields added to the query of each request. The address that is shown, stored and logged goes without them.
    pub query: Vec<Token>,
    /// A user name and password (RFC 7617), sent as `Authorization`.
    pub basic: Option<Basic>,
    /// A token (RFC 6750), sent as `Authorization`.
    pub bearer: Option<SecretSource>,
    /// Whether the address's name may mean this machine, or an address of a private network. One that says so by itself may.
    pub private_network: bool,
    /// The way to the server. Default: as the system says.
    pub proxy: ProxyChoice,
    /// A PEM file with certificates that are trusted beside the system's.
    pub ca_file: Option<String>,
    /// The SHA-256 of the server's public key, in hexadecimal: no other key will do, and no certificate is asked for.
    pub pin_sha256: Option<String>,
    /// Which HTTP is spoken. Default: 1.1.
    pub http_version: HttpVersion,
    /// How long until the head of the answer must be there. Default: 30 s.
    pub timeout_seconds: Option<u32>,
    /// Reconnect after this many seconds without a byte. Default: learnt from the feed.
    pub idle_seconds: Option<u32>,
    /// The largest event accepted, in bytes. Default: 1 MiB.
    pub max_event_bytes: Option<u32>,
    /// The most bytes a second, over ten seconds. Default: 16 MiB.
    pub max_bytes_per_second: Option<u32>,
}

impl Connection {
    /// Every secret it points to, with the word for what it is used as.
    pub fn secrets(&self) -> impl Iterator<Item = (String, &SecretSource)> {
        let headers = self.headers.iter().filter_map(|header| match &header.source {
            HeaderSource::Secret(source) => Some((header.name.clone(), source)),
            HeaderSource::Plain(_) => None,
        });
        let query = self.query.iter().map(|token| (format!("query {}", token.name), &token.source));
        let basic = self.basic.iter().map(|basic| ("basic password".to_owned(), &basic.password));
        let bearer = self.bearer.iter().map(|source| ("bearer token".to_owned(), source));
        let proxy = match &self.proxy {
            ProxyChoice::Url { password: Some(source), .. } => Some(("proxy password".to_owned(), source)),
            _ => None,
        };
        headers.chain(query).chain(basic).chain(bearer).chain(proxy)
    }
}

/// One request header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The field name.
    pub name: String,
    /// Where the value is.
    pub source: HeaderSource,
}

/// Where a header's value is to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderSource {
    /// The value itself, for headers that are no secret.
    Plain(String),
    /// Elsewhere.
    Secret(SecretSource),
}

/// One secret field of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The field's name.
    pub name: String,
    /// Where the value is.
    pub source: SecretSource,
}

/// A user name and password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basic {
    /// The user name; it has no colon.
    pub user: String,
    /// Where the password is.
    pub password: SecretSource,
}

/// Where a secret is to be found: never in the configuration itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SecretSource {
    /// The environment variable that holds the whole value.
    Env(String),
    /// The file whose first line is the whole value.
    File(String),
    /// The system keyring's item of this name, in the service `tidings`.
    Keyring(String),
}

/// The way to a server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ProxyChoice {
    /// As the system says.
    #[default]
    System,
    /// Straight.
    None,
    /// Through this one.
    Url {
        /// `http`, `https`, `socks5` or `socks5h`; a user name may stand in it, a password not.
        url: String,
        /// Where the password for that user name is.
        password: Option<SecretSource>,
    },
}

/// Which HTTP is spoken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HttpVersion {
    /// A connection for each stream.
    #[default]
    One,
    /// HTTP/2, where the server offers it over TLS.
    Two,
}

/// What holds for all connections: `[connections]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connections {
    /// How many a host takes at a time, where that is not the default. Hosts are in lower case.
    pub per_host: BTreeMap<String, u32>,
    /// How long a feed may fail before that is said. Default: 120 s.
    pub tell_after_seconds: u32,
    /// Whether a feed that keeps failing rings, once. Default: false.
    pub ring: bool,
}

impl Default for Connections {
    fn default() -> Self {
        Self { per_host: BTreeMap::new(), tell_after_seconds: 120, ring: false }
    }
}
