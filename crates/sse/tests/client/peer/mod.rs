//! A server that says exact bytes, one connection at a time, when the test says so.

use tidings_net::Url;
use tidings_sse::{EventSource, Step};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub const OPEN: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

pub struct Server {
    listener: TcpListener,
}

/// One connection, whose request has been read.
pub struct Peer {
    pub head: String,
    stream: TcpStream,
}

impl Server {
    pub async fn start() -> Self {
        Self { listener: TcpListener::bind("127.0.0.1:0").await.expect("a port") }
    }

    pub fn url(&self, path: &str) -> Url {
        let port = self.listener.local_addr().expect("an address").port();
        Url::parse(&format!("http://127.0.0.1:{port}{path}")).expect("a URL")
    }

    /// Takes the next connection, reads its request, and says `bytes`.
    pub async fn answer(&self, bytes: &str) -> Peer {
        let (stream, _) = self.listener.accept().await.expect("a connection");
        let mut peer = Peer { head: String::new(), stream };
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(peer.stream.read_u8().await.expect("a request"));
        }
        peer.head = String::from_utf8(head).expect("UTF-8");
        peer.say(bytes).await;
        peer
    }

    /// Answers the connection that `source` makes now; what came of it stands beside the peer.
    pub async fn meet(&self, source: &mut EventSource, bytes: &str) -> (Step, Peer) {
        assert_eq!(source.next().await, Step::Connecting);
        tokio::join!(source.next(), self.answer(bytes))
    }

    /// As [`Server::meet`], for an answer that opens the stream.
    pub async fn open(&self, source: &mut EventSource, body: &str) -> Peer {
        let (step, peer) = self.meet(source, &format!("{OPEN}{body}")).await;
        assert_eq!(step, Step::Open);
        peer
    }
}

impl Peer {
    pub async fn say(&mut self, bytes: &str) {
        self.stream.write_all(bytes.as_bytes()).await.expect("a listener");
    }

    /// Ends in good order.
    pub async fn close(mut self) {
        self.stream.shutdown().await.expect("an open connection");
    }

    /// Breaks off with a RST.
    pub fn reset(self) {
        self.stream.set_zero_linger().expect("an open connection");
    }

    /// Waits until the other side has gone.
    pub async fn gone(mut self) {
        let mut rest = [0; 64];
        while self.stream.read(&mut rest).await.is_ok_and(|n| n > 0) {}
    }

    /// The values of a request header.
    pub fn header(&self, name: &str) -> Vec<&str> {
        let fields = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        fields.filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
    }
}
