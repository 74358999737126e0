//! The server of a hundred feeds: a hub with a memory, which plays its part of a fault to each of them once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tidings_tests::{Gate, Request, Script, Server};
use tokio::net::TcpStream;

/// Events of each feed before the fault.
pub const BEFORE: usize = 10;
/// Events of each feed in all.
pub const ALL: usize = 20;

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

/// What breaks.
#[derive(Clone)]
pub enum Part {
    /// The stream, in its middle: this comes behind the first events.
    Stream(Arc<dyn Fn() -> Script + Send + Sync>),
    /// The stream ends in good order, and this is the answer to the next request.
    Answer(Arc<dyn Fn() -> Script + Send + Sync>),
    /// Nothing here: what breaks is on the way, once the first stream has ended.
    Way,
}

/// A request, as it came.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The feed: the path without its slash.
    pub feed: String,
    /// When.
    pub at: Instant,
}

/// The visits, and a gate for each feed: its fault happens once that is open.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<Visit>>>, Arc<Mutex<HashMap<String, Gate>>>);

impl Log {
    /// All visits so far.
    pub fn visits(&self) -> Vec<Visit> {
        lock(&self.0).clone()
    }

    /// Those of one feed.
    pub fn visits_of(&self, feed: &str) -> Vec<Visit> {
        lock(&self.0).iter().filter(|visit| visit.feed == feed).cloned().collect()
    }

    /// Lets the fault of this feed happen.
    pub fn release(&self, feed: &str) {
        self.gate(feed).open();
    }

    /// What holds the fault of this feed back.
    pub fn gate(&self, feed: &str) -> Gate {
        lock(&self.1).entry(feed.to_owned()).or_default().clone()
    }

    /// Counts a visit; its number is given.
    pub fn note(&self, feed: &str) -> usize {
        let mut visits = lock(&self.0);
        let number = visits.iter().filter(|visit| visit.feed == feed).count();
        visits.push(Visit { feed: feed.to_owned(), at: Instant::now() });
        number
    }

    /// Answers one request as `part` has it.
    pub async fn answer(self, part: Part, request: Request, stream: TcpStream) {
        let feed = request.path.rsplit('/').next().unwrap_or_default().to_owned();
        // A redirect that leads here again and again is one fault.
        if request.path.contains("/loop/") {
            let status = request.path.split('/').find_map(|word| word.parse().ok()).unwrap_or(302);
            let _ = redirect(status, &request.path).play(stream).await;
            return;
        }
        let number = self.note(&feed);
        let script = match (part, number) {
            (Part::Stream(broken), 0) => begin().until(&self.gate(&feed)).then(broken()),
            (Part::Answer(_) | Part::Way, 0) => begin().until(&self.gate(&feed)),
            (Part::Answer(answer), 1) => answer(),
            _ => resume(&request),
        };
        // A client that leaves in mid-sentence is the client's affair.
        let _ = script.play(stream).await;
    }
}

/// Starts a server on loopback.
pub fn serve(part: Part) -> (Server, Log) {
    let log = Log::default();
    let own = log.clone();
    let server = Server::start(move |_, request, stream| own.clone().answer(part.clone(), request, stream));
    (server, log)
}

/// An answer that leads to `path` by this status.
pub fn redirect(status: u16, path: &str) -> Script {
    let head = format!(
        "HTTP/1.1 {status} Elsewhere\r\nLocation: {path}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    Script::default().say(head)
}

/// One event.
pub fn event(n: usize) -> String {
    format!("id: {n}\ndata: e{n}\n\n")
}

/// The stream up to the fault.
pub fn begin() -> Script {
    let events: String = (1..=BEFORE).map(event).collect();
    Script::default().say(format!("{HEAD}{events}"))
}

/// The stream after the fault: what this client has not had, to the end.
pub fn resume(request: &Request) -> Script {
    let last = request.last_event_id().and_then(|id| id.parse().ok()).unwrap_or(0);
    let events: String = (last + 1..=ALL).map(event).collect();
    Script::default().say(format!("{HEAD}{events}")).hold()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
