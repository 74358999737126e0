//! Clients in Rust that do nothing but count, each a process of its own: this program with `--client NAME URL EVENTS CONNECTIONS`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use eventsource_client as es;
use eventsource_client::Client as _;
use eventsource_stream::Eventsource as _;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use launchdarkly_sdk_transport::HyperTransport;
use tidings_net::{Client, Request, Url};
use tidings_sse::{Config, EventSource, Step};
use tokio::io::AsyncReadExt as _;

use super::Result;

/// What is said on standard output, when.
struct Count {
    connections: usize,
    events: usize,
    opened: AtomicUsize,
    counted: AtomicUsize,
}

impl Count {
    fn event(&self, kind: &str) {
        let (counter, wanted, word) = match kind {
            "hello" => (&self.opened, self.connections, "ready"),
            _ => (&self.counted, self.events, "done"),
        };
        if counter.fetch_add(1, Ordering::Relaxed) + 1 == wanted {
            println!("{word}");
        }
    }
}

/// Runs the client of this name until standard input ends.
pub async fn run(words: &[String]) -> Result<()> {
    let [name, url, events, connections] = words else {
        return Err("--client NAME URL EVENTS CONNECTIONS".into());
    };
    let (connections, events) = (connections.parse()?, events.parse()?);
    let count = Count { connections, events, opened: AtomicUsize::new(0), counted: AtomicUsize::new(0) };
    let count = Arc::new(count);
    let client = Client::new()?;
    for _ in 0..connections {
        match name.as_str() {
            "tidings" => drop(tokio::spawn(tidings(client.clone(), Url::parse(url)?, count.clone()))),
            "bare" => drop(tokio::spawn(bare(client.clone(), Url::parse(url)?, count.clone()))),
            _ => drop(tokio::spawn(launchdarkly(url.clone(), count.clone()))),
        }
    }
    tokio::io::stdin().read_to_end(&mut Vec::new()).await?;
    std::process::exit(0)
}

/// The client of this project, without what the engine makes of events.
async fn tidings(client: Client, url: Url, count: Arc<Count>) {
    let config = Config::new(url);
    let mut source = EventSource::new(client, config, Box::new(|| 0.5), Box::new(SystemTime::now));
    loop {
        if let Step::Event(event) = source.next().await {
            count.event(&event.kind);
        }
    }
}

/// What one writes in ten lines: a request by reqwest, and eventsource-stream over its body. No limit, no deadline, no second try.
async fn bare(client: Client, url: Url, count: Arc<Count>) {
    let headers = vec![("Accept".to_owned(), "text/event-stream".to_owned())];
    let request = Request {
        url,
        query: Vec::new(),
        headers,
        header_timeout: Duration::from_secs(30),
        private_network: false,
    };
    let Ok(answer) = client.get(request).await else { return };
    let chunks = stream::unfold(answer, |mut answer| async move {
        let chunk = answer.chunk().await.transpose()?;
        Some((chunk, answer))
    });
    let mut events = std::pin::pin!(chunks.eventsource());
    while let Some(Ok(event)) = events.next().await {
        count.event(&event.event);
    }
}

/// LaunchDarkly's eventsource-client.
async fn launchdarkly(url: String, count: Arc<Count>) {
    let transport = HyperTransport::builder().read_timeout(Duration::from_secs(600)).build_http();
    let built = transport.ok().zip(es::ClientBuilder::for_url(&url).ok());
    let Some((transport, builder)) = built else { return };
    let mut events = builder.build_with_transport(transport).stream();
    while let Ok(Some(said)) = events.try_next().await {
        if let es::SSE::Event(event) = said {
            count.event(&event.event_type);
        }
    }
}
