//! A feed's connection, as its configuration asks for it.

use std::path::PathBuf;
use std::time::Duration;

use tidings_mapping::Format;
use tidings_model::{
    Connection, Feed, Header, HeaderSource, HttpVersion, ProxyChoice, SecretSource, Trouble,
};
use tidings_net::{Client, Http, Proxy, Trust};
use tidings_sse::{Config, Error, EventSource};
use url::Url;

use crate::ports::{SecretError, World};
use crate::subscription::system_time;
use crate::trouble;

/// How many of a feed's first events may tell its format, where none is named.
pub(crate) const GUESSES: usize = 32;

/// Why a connection could not even be begun.
#[derive(Debug)]
pub(crate) struct Unfit {
    /// In words.
    pub(crate) trouble: Trouble,
    /// Whether trying again may help, with nothing changed.
    pub(crate) heals: bool,
}

impl From<Trouble> for Unfit {
    fn from(trouble: Trouble) -> Self {
        Self { trouble, heals: false }
    }
}

impl From<SecretError> for Unfit {
    fn from(error: SecretError) -> Self {
        Self { heals: error.heals(), trouble: trouble::of_secret(&error) }
    }
}

impl From<tidings_net::Error> for Unfit {
    fn from(error: tidings_net::Error) -> Self {
        let error = Error::Net(error);
        Self { heals: !error.is_final(), trouble: trouble::of_stream(&error) }
    }
}

/// The format a feed names, or the one its address suggests.
pub(crate) fn format_of(feed: &Feed, pasted: &Url) -> &'static dyn Format {
    let named = feed.format.as_deref().and_then(tidings_mapping::format);
    named.unwrap_or_else(|| tidings_mapping::recognise(pasted, &[]))
}

/// A feed's address as its person wrote it, which may be without a scheme.
pub(crate) fn address_of(feed: &Feed) -> Option<Url> {
    tidings_mapping::parse_address(&feed.url).ok()
}

/// Where a feed is, for what is asked there beside its stream.
#[derive(Clone)]
pub(crate) struct Home {
    /// Its address as its person wrote it.
    pub(crate) url: Url,
    /// Whether its name may mean a private address.
    pub(crate) private_network: bool,
}

impl Home {
    pub(crate) fn of(feed: &Feed) -> Option<Self> {
        Some(Self { url: address_of(feed)?, private_network: feed.connection.private_network })
    }

    /// Whether `url` is at the same host.
    pub(crate) fn has(&self, url: &Url) -> bool {
        self.url.host() == url.host()
    }
}

/// What a feed's requests are made with: read anew before each connect, since a secret or a file may have changed.
pub(crate) struct Means {
    /// The program's client, or one of the feed's own.
    pub(crate) client: Client,
    /// Headers with their values.
    pub(crate) headers: Vec<(String, String)>,
    /// Secret fields of the query with their values.
    pub(crate) query: Vec<(String, String)>,
    /// Whether the feed's name may mean a private address.
    pub(crate) private_network: bool,
}

impl Means {
    /// Reads the secrets that `connection` points to, and makes it a client where it needs one of its own.
    pub(crate) async fn of(shared: &Client, world: &World, connection: &Connection) -> Result<Self, Unfit> {
        let mut headers = Vec::new();
        for header in &connection.headers {
            headers.push((header.name.clone(), value(world, header).await?));
        }
        if let Some(basic) = &connection.basic {
            let password = read(world, &basic.password).await?;
            headers.push(("Authorization".to_owned(), tidings_net::basic(&basic.user, &password)));
        }
        if let Some(source) = &connection.bearer {
            headers.push(("Authorization".to_owned(), format!("Bearer {}", read(world, source).await?)));
        }
        let mut query = Vec::new();
        for token in &connection.query {
            query.push((token.name.clone(), read(world, &token.source).await?));
        }
        let client = client(shared, world, connection).await?;
        Ok(Self { client, headers, query, private_network: connection.private_network })
    }
}

async fn value(world: &World, header: &Header) -> Result<String, SecretError> {
    match &header.source {
        HeaderSource::Plain(text) => Ok(text.clone()),
        HeaderSource::Secret(source) => read(world, source).await,
    }
}

async fn read(world: &World, source: &SecretSource) -> Result<String, SecretError> {
    world.secrets.read(source.clone()).await
}

/// Most feeds share one client; a proxy, a certificate, a key or another HTTP makes one of the feed's own.
pub(crate) async fn client(shared: &Client, world: &World, connection: &Connection) -> Result<Client, Unfit> {
    let plain = connection.proxy == ProxyChoice::System
        && connection.ca_file.is_none()
        && connection.pin_sha256.is_none()
        && connection.http_version == HttpVersion::One;
    if plain {
        return Ok(shared.clone());
    }
    let http = match connection.http_version {
        HttpVersion::One => Http::One,
        HttpVersion::Two => Http::Two,
    };
    Ok(Client::with(&trust(connection), &proxy(world, &connection.proxy).await?, http)?)
}

fn trust(connection: &Connection) -> Trust {
    // The configuration takes no pin that is none.
    let pin = connection.pin_sha256.as_deref().and_then(|pin| pin.parse().ok());
    let file = connection.ca_file.as_ref().map(PathBuf::from);
    pin.map(Trust::Key).or(file.map(Trust::Also)).unwrap_or_default()
}

async fn proxy(world: &World, choice: &ProxyChoice) -> Result<Proxy, Unfit> {
    let (url, password) = match choice {
        ProxyChoice::System => return Ok(Proxy::System),
        ProxyChoice::None => return Ok(Proxy::None),
        ProxyChoice::Url { url, password } => (url, password),
    };
    let mut url = Url::parse(url).map_err(|_| tidings_net::Error::ProxyUrl)?;
    if let Some(source) = password {
        let password = read(world, source).await?;
        url.set_password(Some(&password)).map_err(|()| tidings_net::Error::ProxyUrl)?;
    }
    Ok(Proxy::Url(url))
}

/// The feed's own limits, and what it is asked with.
pub(crate) fn configure(config: &mut Config, means: &Means, connection: &Connection) {
    let seconds = |seconds: Option<u32>| seconds.map(|seconds| Duration::from_secs(seconds.into()));
    config.headers.clone_from(&means.headers);
    config.query.clone_from(&means.query);
    config.private_network = means.private_network;
    config.idle = seconds(connection.idle_seconds);
    if let Some(timeout) = seconds(connection.timeout_seconds) {
        config.header_timeout = timeout;
    }
    config.max_bytes_per_second = connection.max_bytes_per_second.map(u64::from);
    if let Some(bytes) = connection.max_event_bytes {
        config.max_event_bytes = bytes as usize;
    }
}

/// The subscription that `config` asks for. It connects when it is first asked what happens next.
pub(crate) fn source(client: Client, world: &World, config: Config) -> EventSource {
    let chance = world.chance.clone();
    EventSource::new(client, config, Box::new(move || chance.fraction()), Box::new(system_time(world)))
}
