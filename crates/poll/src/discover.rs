//! From a web page that a person pasted to the feed it points to.

use html5gum::{Token, Tokenizer};
use tidings_net::{Client, Request, Url};
use tidings_sse::Error;

use crate::document::{Document, looks_like_html};
use crate::fetch::body;

/// Bytes of a page that are looked through: its head is at its beginning.
const LOOKED_THROUGH: usize = 1 << 20;
/// Elements that are looked at.
const ELEMENTS: usize = 20_000;

/// What an address turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Discovered {
    /// A feed to be polled, and what it calls itself.
    Feed {
        /// Its title.
        title: Option<String>,
        /// Where it is, after redirects.
        url: Url,
    },
    /// A page that names a live stream.
    Stream(Url),
    /// A page that names a feed to be polled.
    Linked(Url),
    /// Neither.
    Nothing,
}

/// Looks at an address that is no stream. With `private_network` its name may mean an address of such a network.
///
/// # Errors
/// Where it cannot be had.
pub async fn discover(
    client: &Client,
    url: &Url,
    headers: &[(String, String)],
    private_network: bool,
) -> Result<Discovered, Error> {
    let mut all = vec![
        (
            "Accept".to_owned(),
            "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.5"
                .to_owned(),
        ),
        ("Accept-Encoding".to_owned(), "gzip".to_owned()),
    ];
    all.extend(headers.iter().cloned());
    let header_timeout = std::time::Duration::from_secs(15);
    let url = url.clone();
    let request = Request { url, query: Vec::new(), headers: all, header_timeout, private_network };
    let mut answer = client.get(request).await?;
    if answer.status() != 200 {
        return Err(Error::Status { status: answer.status(), retry_after: None });
    }
    let at = answer.url().clone();
    let stated = answer.list("link");
    let (bytes, _) = body(&mut answer).await?;
    if let Some(stream) = linked_by_header(&stated, &at) {
        return Ok(Discovered::Stream(stream));
    }
    if let Ok(document) = Document::read(&bytes, at.as_str()) {
        return Ok(Discovered::Feed { title: document.title, url: at });
    }
    Ok(if looks_like_html(&bytes) || bytes.first() == Some(&b'<') {
        of_page(&bytes, &at)
    } else {
        Discovered::Nothing
    })
}

/// A Mercure hub, or a stream by its type, in a `Link` header (RFC 8288).
fn linked_by_header(value: &str, at: &Url) -> Option<Url> {
    let links = || {
        value.split('<').skip(1).filter_map(|link| {
            let (target, parameters) = link.split_once('>')?;
            Some((at.join(target).ok()?, parameters))
        })
    };
    let is = |parameters: &str, relation: &str| {
        let parameters = parameters.to_ascii_lowercase();
        [format!("rel=\"{relation}\""), format!("rel={relation}")].iter().any(|rel| parameters.contains(rel))
    };
    // A hub alone is no feed: its topic is the page itself, under the name that it gives itself.
    let topic =
        links().find(|(_, parameters)| is(parameters, "self")).map_or_else(|| at.clone(), |(own, _)| own);
    links().find_map(|(target, parameters)| match is(parameters, "mercure") {
        true => hub(target, &topic, last_event_id(parameters)),
        false => parameters.to_ascii_lowercase().contains("text/event-stream").then_some(target),
    })
}

/// The longest id of an event that is taken from a page, in bytes: it becomes part of the feed's address.
const LONGEST_ID: usize = 256;

/// The last update that a page knew when it was made, by the parameters of its link to the hub.
fn last_event_id(parameters: &str) -> Option<&str> {
    const NAME: &str = "last-event-id=";
    let value = &parameters[parameters.to_ascii_lowercase().find(NAME)? + NAME.len()..];
    let id = match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split([';', ',', ' ']).next(),
    };
    id.filter(|id| (1..=LONGEST_ID).contains(&id.len()))
}

/// The hub's address for a topic, from behind that update on. The `Last-Event-ID` of a connection that goes on outweighs the one there.
fn hub(mut hub: Url, topic: &Url, last_event_id: Option<&str>) -> Option<Url> {
    hub.query_pairs_mut()
        .append_pair("topic", topic.as_str())
        .extend_pairs(last_event_id.map(|id| ("lastEventID", id)));
    matches!(hub.scheme(), "http" | "https").then_some(hub)
}

/// The first live stream that a page names, else the first feed.
fn of_page(bytes: &[u8], at: &Url) -> Discovered {
    let page = &bytes[..bytes.len().min(LOOKED_THROUGH)];
    let mut base = at.clone();
    let (mut stream, mut mercure, mut feed, mut own) = (None, None, None, None);
    for Ok(token) in Tokenizer::new(page).take(ELEMENTS) {
        let Token::StartTag(tag) = token else { continue };
        let value = |name: &str| {
            let found = tag.attributes.get(name.as_bytes());
            found.map(|value| String::from_utf8_lossy(value).trim().to_owned()).unwrap_or_default()
        };
        match &**tag.name {
            b"base" => base = at.join(&value("href")).unwrap_or(base),
            b"link" => {
                let Ok(url) = base.join(&value("href")) else { continue };
                let (rel, kind) = (value("rel").to_ascii_lowercase(), value("type").to_ascii_lowercase());
                let is = |name: &str| rel.split_ascii_whitespace().any(|word| word == name);
                if !matches!(url.scheme(), "http" | "https") {
                    continue;
                }
                if kind == "text/event-stream" {
                    stream = stream.or(Some(url));
                } else if is("mercure") {
                    mercure = mercure.or(Some(url));
                } else if is("self") || is("canonical") {
                    own = own.or(Some(url));
                } else if is("alternate") && is_feed(&kind) {
                    feed = feed.or(Some(url));
                }
            }
            _ => {}
        }
    }
    // A topic is called what the page calls itself, which may be said behind the hub.
    let topic = own.as_ref().unwrap_or(at);
    let stream = stream.or_else(|| hub(mercure?, topic, None));
    match (stream, feed) {
        (Some(url), _) => Discovered::Stream(url),
        (None, Some(url)) => Discovered::Linked(url),
        (None, None) => Discovered::Nothing,
    }
}

fn is_feed(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or_default().trim();
    matches!(
        essence,
        "application/rss+xml" | "application/atom+xml" | "application/feed+json" | "application/rdf+xml"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(page: &str) -> Discovered {
        of_page(page.as_bytes(), &Url::parse("https://a.example/news/").unwrap())
    }

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn a_page_leads_to_its_feed() {
        let page = "<!doctype html><html><head><LINK rel='shortcut alternate' type='application/rss+xml; charset=utf-8' href=feed.xml>";
        assert_eq!(found(page), Discovered::Linked(url("https://a.example/news/feed.xml")));
        let page = "<base href=/x/><link rel=alternate type=application/atom+xml href=a><link type=text/event-stream href=/live>";
        assert_eq!(found(page), Discovered::Stream(url("https://a.example/live")));
        let page = "<link rel=mercure href=https://hub.example/.well-known/mercure>";
        let hub = "https://hub.example/.well-known/mercure?topic=https%3A%2F%2Fa.example%2Fnews%2F";
        assert_eq!(found(page), Discovered::Stream(url(hub)));
        let page = "<link rel=mercure href=/hub><link rel=canonical href=https://a.example/en/news>";
        let hub = "https://a.example/hub?topic=https%3A%2F%2Fa.example%2Fen%2Fnews";
        assert_eq!(found(page), Discovered::Stream(url(hub)));
        for page in [
            "<link rel=alternate type=text/html href=/x>",
            "<link rel=alternate type=application/rss+xml href='javascript:x'>",
            "<!-- <link rel=alternate type=application/rss+xml href=/x> -->",
            "",
        ] {
            assert_eq!(found(page), Discovered::Nothing, "{page}");
        }
    }

    #[test]
    fn a_header_leads_to_its_stream() {
        let at = url("https://a.example/books/1");
        let stated = "<https://a.example/style>; rel=preload, <https://a.example/hub>; rel=\"mercure\"";
        assert_eq!(
            linked_by_header(stated, &at),
            Some(url("https://a.example/hub?topic=https%3A%2F%2Fa.example%2Fbooks%2F1"))
        );
        assert_eq!(
            linked_by_header("</live>; rel=alternate; type=\"text/event-stream\"", &at),
            Some(url("https://a.example/live"))
        );
        let stated = "<https://a.example/authors/1>; rel=self, </hub>; rel=mercure";
        assert_eq!(
            linked_by_header(stated, &at),
            Some(url("https://a.example/hub?topic=https%3A%2F%2Fa.example%2Fauthors%2F1"))
        );
        for (stated, begins) in [
            ("</hub>; rel=\"mercure\"; Last-Event-ID=\"urn:uuid:5E94\"", "&lastEventID=urn%3Auuid%3A5E94"),
            ("</hub>; last-event-id=\"a,b;c\"; rel=mercure", "&lastEventID=a%2Cb%3Bc"),
            ("</hub>; last-event-id=7; rel=mercure, </x>; rel=next", "&lastEventID=7"),
            ("</x>; rel=next; last-event-id=7, </hub>; rel=mercure", ""),
            ("</hub>; rel=mercure; last-event-id=\"\"", ""),
        ] {
            let hub = format!("https://a.example/hub?topic=https%3A%2F%2Fa.example%2Fbooks%2F1{begins}");
            assert_eq!(linked_by_header(stated, &at), Some(url(&hub)), "{stated}");
        }
        assert_eq!(linked_by_header("", &at), None);
    }
}
