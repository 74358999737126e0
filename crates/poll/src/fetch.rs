//! One conditional request, and what its answer means.

use std::io::Write as _;
use std::time::{Duration, SystemTime};

use flate2::write::MultiGzDecoder;
use tidings_net::{Client, Request, Response, Url};
use tidings_sse::{Error, retry_after};

use crate::checkpoint::Checkpoint;
use crate::document::Document;
use crate::{Config, MOST_BYTES, Unreadable};

/// How long until the head of the answer must be there.
const HEAD: Duration = Duration::from_secs(30);
/// How long the whole document may take.
const WHOLE: Duration = Duration::from_secs(60);
/// `Retry-After` is heard within these.
const RETRY_AFTER: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(24 * 3600));

/// No feed is packed better than this: what is, is a bomb. Small ones do no harm.
const MOST_RATIO: usize = 100;
const FREE_BYTES: usize = 1 << 20;
/// Unpacked at one time: what comes of it may be a thousand times as much, before it is looked at.
const PIECE: usize = 4 << 10;

/// What came of a look.
#[derive(Debug)]
pub(crate) enum Fetched {
    /// 304: nothing changed.
    Same {
        /// How long the answer says it holds.
        fresh_for: Option<Duration>,
    },
    /// A document.
    New {
        document: Document,
        etag: Option<String>,
        modified: Option<String>,
        fresh_for: Option<Duration>,
        /// Where it has moved for good.
        moved_to: Option<Url>,
        /// Its length in bytes, as it came.
        length: u64,
    },
}

/// Asks for the feed that is configured.
pub(crate) async fn fetch(
    client: &Client,
    config: Config,
    last: &Checkpoint,
    now: SystemTime,
) -> Result<Fetched, Error> {
    let Config { url, headers: configured, query, private_network, gate, .. } = config;
    let headers = headers(&configured, last);
    let request = Request { url, query, headers, header_timeout: HEAD, private_network };
    let mut answer = client.get_paced(request, || gate.pace()).await?;
    let fresh_for = answer.header("cache-control").and_then(max_age);
    match answer.status() {
        200 => {}
        304 => return Ok(Fetched::Same { fresh_for }),
        204 => return Err(Error::NoContent),
        status => {
            let retry_after =
                answer.header("retry-after").and_then(|value| retry_after(value, now, RETRY_AFTER));
            return Err(Error::Status { status, retry_after });
        }
    }
    let keep = |name| answer.header(name).filter(|value| value.len() <= 1_024).map(str::to_owned);
    let (etag, modified, address) = (keep("etag"), keep("last-modified"), answer.url().to_string());
    let moved_to = answer.moved_to().cloned();
    let (bytes, length) = body(&mut answer).await?;
    // A large document takes tens of milliseconds: off the threads that hear the other feeds.
    let read = tokio::task::spawn_blocking(move || Document::read(&bytes, &address)).await;
    match read {
        Ok(Ok(document)) => Ok(Fetched::New { document, etag, modified, fresh_for, moved_to, length }),
        Ok(Err(Unreadable(came))) => Err(Error::Unreadable { came }),
        // Whatever the library stumbled over is this document's fault, and no other feed's.
        Err(_) => Err(Error::Unreadable { came: "a document that cannot be read".to_owned() }),
    }
}

/// A configured header stands in for ours.
fn headers(configured: &[(String, String)], last: &Checkpoint) -> Vec<(String, String)> {
    let types = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, \
                 application/json;q=0.8, text/xml;q=0.8, */*;q=0.1";
    let own = [
        ("Accept", Some(types)),
        ("Accept-Encoding", Some("gzip")),
        ("If-None-Match", last.etag.as_deref()),
        ("If-Modified-Since", last.modified.as_deref()),
    ];
    let is_configured = |name: &str| configured.iter().any(|(given, _)| given.eq_ignore_ascii_case(name));
    let own = own.into_iter().filter(|(name, _)| !is_configured(name));
    let own = own.filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
    own.chain(configured.iter().cloned()).collect()
}

/// The whole body, unpacked, within its limits; and how long it was as it came.
pub(crate) async fn body(answer: &mut Response) -> Result<(Vec<u8>, u64), Error> {
    let gzip =
        answer.header("content-encoding").is_some_and(|coding| coding.trim().eq_ignore_ascii_case("gzip"));
    let host = answer.url().host_str().unwrap_or_default().to_owned();
    let reading = async {
        let mut document = if gzip { Body::Packed(Box::default()) } else { Body::Plain(Vec::new()) };
        let mut length = 0;
        while let Some(chunk) = answer.chunk().await? {
            length += chunk.len() as u64;
            document.take(&chunk)?;
        }
        Ok((document.whole()?, length))
    };
    let timeout = || Error::Net(tidings_net::Error::Timeout { host });
    tokio::time::timeout(WHOLE, reading).await.map_err(|_| timeout())?
}

/// What there is of a document.
enum Body {
    Plain(Vec<u8>),
    Packed(Box<Unpacking>),
}

impl Body {
    fn take(&mut self, chunk: &[u8]) -> Result<(), Error> {
        match self {
            Self::Packed(unpacking) => chunk.chunks(PIECE).try_for_each(|piece| unpacking.take(piece)),
            Self::Plain(bytes) if bytes.len() + chunk.len() > MOST_BYTES => Err(too_big()),
            Self::Plain(bytes) => {
                bytes.extend_from_slice(chunk);
                Ok(())
            }
        }
    }

    fn whole(self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Plain(bytes) => Ok(bytes),
            Self::Packed(unpacking) => unpacking.decoder.finish().map_err(|_| damaged()),
        }
    }
}

/// A few bytes may become gigabytes: they are unpacked as they come, up to the limit, or to a hundred times what came, and no further.
struct Unpacking {
    decoder: MultiGzDecoder<Vec<u8>>,
    came: usize,
}

impl Default for Unpacking {
    fn default() -> Self {
        Self { decoder: MultiGzDecoder::new(Vec::new()), came: 0 }
    }
}

impl Unpacking {
    fn take(&mut self, piece: &[u8]) -> Result<(), Error> {
        self.came += piece.len();
        self.decoder.write_all(piece).map_err(|_| damaged())?;
        let length = self.decoder.get_ref().len();
        if length > FREE_BYTES.max(MOST_RATIO * self.came) {
            return Err(Error::Unreadable { came: "a document packed to less than a hundredth".to_owned() });
        }
        if length > MOST_BYTES { Err(too_big()) } else { Ok(()) }
    }
}

fn damaged() -> Error {
    Error::Unreadable { came: "a document that cannot be unpacked".to_owned() }
}

fn too_big() -> Error {
    Error::Unreadable { came: format!("a document of more than {} MiB", MOST_BYTES >> 20) }
}

/// `max-age` of `Cache-Control` (RFC 9111, 5.2.2.1).
fn max_age(value: &str) -> Option<Duration> {
    let age = value.split(',').find_map(|part| {
        let (name, seconds) = part.trim().split_once('=')?;
        name.eq_ignore_ascii_case("max-age").then(|| seconds.trim_matches('"').parse::<u64>().ok())?
    });
    age.map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_an_answer_holds() {
        let seconds = |value| max_age(value).map(|age| age.as_secs());
        assert_eq!(seconds("public, max-age=900, immutable"), Some(900));
        assert_eq!(seconds("Max-Age=\"60\""), Some(60));
        assert_eq!(seconds("s-maxage=5, no-cache"), None);
        assert_eq!(seconds("max-age=soon"), None);
    }

    #[test]
    fn a_bomb_is_left_packed() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let zeros = vec![0; 1 << 20];
        for _ in 0..64 {
            packed.write_all(&zeros).unwrap();
        }
        let packed = packed.finish().unwrap();
        assert!(packed.len() < 1 << 17);
        let mut body = Body::Packed(Box::default());
        let Err(Error::Unreadable { came }) = body.take(&packed) else { panic!("a bomb") };
        assert!(came.contains("a hundredth"), "{came}");
        let Body::Packed(unpacking) = &body else { panic!("packed") };
        let Unpacking { decoder, came } = &**unpacking;
        assert!(*came <= 2 * PIECE && decoder.get_ref().capacity() <= 16 << 20, "{came} bytes were unpacked");
    }

    #[test]
    fn what_is_packed_comes_out_in_whatever_pieces_it_comes() {
        let mut packed = Vec::new();
        for half in ["one ", "two"] {
            let mut member = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::best());
            member.write_all(half.as_bytes()).unwrap();
            member.finish().unwrap();
        }
        for size in [1, 7, 4096] {
            let mut body = Body::Packed(Box::default());
            packed.chunks(size).try_for_each(|piece| body.take(piece)).unwrap();
            assert_eq!(body.whole().unwrap(), b"one two");
        }
        for end in [3, 9, 15, packed.len() - 4] {
            let mut body = Body::Packed(Box::default());
            let taken = body.take(&packed[..end]);
            assert!(taken.and_then(|()| body.whole()).is_err(), "whole though cut at {end}");
        }
    }
}
