//! A hub that gives ids to what it publishes and replays what a client missed.

use std::{io, sync::Arc};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::watch,
};

use crate::{Request, Server};

/// An SSE hub with a memory: whoever comes with a Last-Event-ID gets what followed it, whoever comes without gets all.
pub struct ReplayHub {
    server: Server,
    blocks: Arc<watch::Sender<Vec<Block>>>,
}

#[derive(Clone)]
struct Block {
    id: String,
    text: String,
}

impl ReplayHub {
    /// Starts an empty hub. It asks clients to come back after half a second.
    #[must_use]
    pub fn start() -> Self {
        Self::serve(|_| {})
    }

    /// A hub whose streams end by a reset: it keeps nothing of one that is cut, not even what was on the way.
    #[must_use]
    pub fn forgetful() -> Self {
        Self::serve(|stream| stream.set_zero_linger().expect("an open socket takes the option"))
    }

    fn serve(prepare: fn(&TcpStream)) -> Self {
        let blocks = Arc::new(watch::Sender::new(Vec::new()));
        let memory = Arc::clone(&blocks);
        let server = Server::start(move |_, request: Request, stream| {
            let blocks = memory.subscribe();
            prepare(&stream);
            async move {
                // A client that leaves is the client's affair; the test sees it there.
                let _ = follow(stream, &request, blocks).await;
            }
        });
        Self { server, blocks }
    }

    /// Publishes `data` with the next number, from 1, as its id, and gives that id.
    pub fn publish(&self, data: &str) -> String {
        let id = (self.blocks.borrow().len() + 1).to_string();
        self.publish_as(&id, None, data);
        id
    }

    /// Publishes with this id and event type; each line of `data` becomes a data line.
    pub fn publish_as(&self, id: &str, kind: Option<&str>, data: &str) {
        let kind = kind.map(|kind| format!("event: {kind}\n")).unwrap_or_default();
        let lines: String = data.split('\n').map(|line| format!("data: {line}\n")).collect();
        let block = Block { id: id.to_owned(), text: format!("id: {id}\n{kind}{lines}\n") };
        self.blocks.send_modify(|blocks| blocks.push(block));
    }

    /// How much has been published.
    #[must_use]
    pub fn published(&self) -> usize {
        self.blocks.borrow().len()
    }
}

async fn follow(
    stream: TcpStream,
    request: &Request,
    mut blocks: watch::Receiver<Vec<Block>>,
) -> io::Result<()> {
    const HEAD: &str =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\nretry: 500\n\n";
    let (mut client, mut stream) = stream.into_split();
    stream.write_all(HEAD.as_bytes()).await?;
    let last = request.last_event_id();
    let known = |blocks: &[Block]| blocks.iter().rposition(|block| Some(&block.id) == last.as_ref());
    let mut next = known(&blocks.borrow()).map_or(0, |found| found + 1);
    loop {
        let news = blocks.borrow_and_update()[next..].to_vec();
        next += news.len();
        let text: String = news.into_iter().map(|block| block.text).collect();
        stream.write_all(text.as_bytes()).await?;
        tokio::select! {
            changed = blocks.changed() => if changed.is_err() { return Ok(()) },
            // A client that has asked says nothing more: whatever comes is its end.
            _ = client.read_u8() => return Ok(()),
        }
    }
}

impl std::ops::Deref for ReplayHub {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

impl std::ops::DerefMut for ReplayHub {
    fn deref_mut(&mut self) -> &mut Server {
        &mut self.server
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncBufReadExt, BufReader};

    use super::*;

    async fn subscribe(hub: &ReplayHub, last: Option<&str>) -> BufReader<TcpStream> {
        let address = hub.url("");
        let mut client = TcpStream::connect(address.trim_start_matches("http://")).await.unwrap();
        let header = last.map(|id| format!("Last-Event-ID: {id}\r\n")).unwrap_or_default();
        client.write_all(format!("GET / HTTP/1.1\r\n{header}\r\n").as_bytes()).await.unwrap();
        BufReader::new(client)
    }

    async fn data_lines(client: &mut BufReader<TcpStream>, wanted: usize) -> Vec<String> {
        let mut found = Vec::new();
        let mut lines = client.lines();
        while found.len() < wanted {
            let line = lines.next_line().await.unwrap().expect("the hub goes on");
            found.extend(line.strip_prefix("data: ").map(str::to_owned));
        }
        found
    }

    #[tokio::test]
    async fn it_replays_what_was_missed_and_goes_on_live() {
        let hub = ReplayHub::start();
        for n in 1..=4 {
            assert_eq!(hub.publish(&format!("n{n}")), n.to_string());
        }
        let mut client = subscribe(&hub, Some("2")).await;
        assert_eq!(data_lines(&mut client, 2).await, ["n3", "n4"]);
        hub.publish_as("five", Some("goal"), "n5\nsecond line");
        assert_eq!(data_lines(&mut client, 2).await, ["n5", "second line"]);
        hub.cut().await;
        let mut rest = String::new();
        client.read_to_string(&mut rest).await.unwrap();

        let mut late = subscribe(&hub, None).await;
        assert_eq!(data_lines(&mut late, 6).await.len(), 6);
        let mut resumed = subscribe(&hub, Some("five")).await;
        hub.publish("n6");
        assert_eq!(data_lines(&mut resumed, 1).await, ["n6"]);
    }
}
