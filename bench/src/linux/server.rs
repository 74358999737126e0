//! A stream on loopback that says exactly what it is told.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::Result;

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n";

/// A listening socket on a free port.
pub struct Server(TcpListener);

impl Server {
    pub async fn start() -> Result<Self> {
        Ok(Self(TcpListener::bind("127.0.0.1:0").await?))
    }

    /// A configuration of this many feeds on it, more lines in each.
    pub fn feeds(&self, count: usize, more: &str) -> Result<String> {
        let port = self.0.local_addr()?.port();
        let feed =
            |n| format!("[feeds.f{n}]\nname = \"F{n}\"\nurl = \"http://127.0.0.1:{port}/{n}\"\n{more}\n");
        Ok((0..count).map(feed).collect())
    }

    /// A URL on it.
    pub fn url(&self, path: &str) -> Result<String> {
        Ok(format!("http://127.0.0.1:{}{path}", self.0.local_addr()?.port()))
    }

    /// The next connection, with its request read and the stream opened.
    pub async fn accept(&self) -> Result<TcpStream> {
        let (mut socket, _) = self.0.accept().await?;
        socket.set_nodelay(true)?;
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            if socket.read_buf(&mut request).await? == 0 {
                return Err("the client hung up before it had asked".into());
            }
        }
        socket.write_all(HEAD).await?;
        Ok(socket)
    }
}
