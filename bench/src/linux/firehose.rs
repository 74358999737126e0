//! A server for whole clients: each stream begins with a `hello`, and says what it is told from then on.

use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::Result;

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\nevent: hello\ndata: x\n\n";
const PAGE: &str = include_str!("../../clients/page.html");
const BELL: &str = include_str!("../../clients/bell.html");

/// Listens until dropped.
pub struct Firehose {
    port: u16,
    streams: mpsc::UnboundedReceiver<TcpStream>,
    said: mpsc::UnboundedReceiver<String>,
    accepting: JoinHandle<()>,
}

impl Drop for Firehose {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Firehose {
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let (opened, streams) = mpsc::unbounded_channel();
        let (tell, said) = mpsc::unbounded_channel();
        let accepting = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(answer(socket, opened.clone(), tell.clone()));
            }
        });
        Ok(Self { port, streams, said, accepting })
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The next stream that was opened, its `hello` said.
    pub async fn stream(&mut self) -> Result<TcpStream> {
        Ok(self.streams.recv().await.ok_or("the server ended")?)
    }

    /// The next path that was asked for and is no stream: how a page says `/ready` and `/done`.
    pub async fn said(&mut self) -> Result<String> {
        Ok(self.said.recv().await.ok_or("the server ended")?)
    }
}

async fn answer(
    mut socket: TcpStream,
    opened: mpsc::UnboundedSender<TcpStream>,
    tell: mpsc::UnboundedSender<String>,
) -> Option<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        if socket.read_buf(&mut request).await.ok()? == 0 {
            return None;
        }
    }
    let text = String::from_utf8_lossy(&request);
    let path = text.split(' ').nth(1).unwrap_or_default().to_owned();
    if path.starts_with("/feed") {
        socket.set_nodelay(true).ok()?;
        socket.write_all(HEAD.as_bytes()).await.ok()?;
        return opened.send(socket).ok();
    }
    let body = match path.get(..5) {
        Some("/page") => PAGE,
        Some("/bell") => BELL,
        _ => "",
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    socket.write_all((head + body).as_bytes()).await.ok()?;
    tell.send(path).ok()
}

/// This many events of a news wire, about 180 bytes each.
pub fn news(count: usize) -> Arc<Vec<u8>> {
    let text = "second half, a corner, a shot, saved, and the flag is up before anyone can cheer";
    let event = |n| {
        format!(
            "event: news\nid: {n}\ndata: {{\"id\":{n},\"title\":\"Minute {n}\",\"url\":\"https://news.example/{n}\",\"text\":\"{text}\"}}\n\n"
        )
    };
    Arc::new((0..count).map(event).collect::<String>().into_bytes())
}
