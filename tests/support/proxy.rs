//! Proxies that lead everything to one server, whatever name they are asked for.

use std::{io, net::SocketAddr, sync::Arc};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

use crate::{Request, Server, until};

/// An HTTP proxy: it digs tunnels (`CONNECT`), and asks for plain addresses itself. It records its requests as any server does.
pub struct HttpProxy(Server);

impl HttpProxy {
    /// One that leads to `target`.
    #[must_use]
    pub fn to(target: SocketAddr) -> Self {
        Self(Server::start(move |_, request, stream| async move {
            // Who leaves in mid-sentence is noticed by whoever listens.
            let _ = lead(request, stream, target).await;
        }))
    }
}

impl std::ops::Deref for HttpProxy {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

impl std::ops::DerefMut for HttpProxy {
    fn deref_mut(&mut self) -> &mut Server {
        &mut self.0
    }
}

async fn lead(request: Request, mut stream: TcpStream, target: SocketAddr) -> io::Result<()> {
    let mut there = TcpStream::connect(target).await?;
    if request.method == "CONNECT" {
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    } else {
        there.write_all(&passed_on(&request)).await?;
    }
    copy_bidirectional(&mut stream, &mut there).await.map(drop)
}

/// The request as a server is asked: with the path alone, and without what was meant for the proxy.
fn passed_on(request: &Request) -> Vec<u8> {
    let behind_scheme = request.path.split_once("://").map_or(request.path.as_str(), |(_, rest)| rest);
    let path = behind_scheme.find('/').map_or("/", |at| &behind_scheme[at..]);
    let mut head = format!("{} {path} HTTP/1.1\r\n", request.method).into_bytes();
    let own = |name: &str| name.to_ascii_lowercase().starts_with("proxy-");
    for (name, value) in request.headers.iter().filter(|(name, _)| !own(name)) {
        head.extend([name.as_bytes(), b": ", value.as_slice(), b"\r\n"].concat());
    }
    head.extend(b"\r\n");
    head
}

/// A SOCKS5 proxy (RFC 1928) that asks for no password.
pub struct SocksProxy {
    address: SocketAddr,
    asked: Arc<watch::Sender<Vec<String>>>,
    serving: JoinHandle<()>,
}

impl SocksProxy {
    /// One that leads to `target`.
    ///
    /// # Panics
    ///
    /// Where the system has no port left.
    pub async fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("a listener has an address");
        let asked = Arc::new(watch::Sender::new(Vec::new()));
        let noted = Arc::clone(&asked);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve_socks(stream, target, Arc::clone(&noted)));
            }
        });
        Self { address, asked, serving }
    }

    /// Its address, as a proxy's URL of this scheme.
    #[must_use]
    pub fn url(&self, scheme: &str) -> String {
        format!("{scheme}://{}", self.address)
    }

    /// The first host and port that it was asked for.
    pub async fn asked(&self) -> String {
        until("the SOCKS proxy is asked", async || self.asked.borrow().first().cloned()).await
    }
}

impl Drop for SocksProxy {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve_socks(
    mut stream: TcpStream,
    target: SocketAddr,
    asked: Arc<watch::Sender<Vec<String>>>,
) -> io::Result<()> {
    let [_version, methods] = bytes(&mut stream).await?;
    stream.read_exact(&mut vec![0; methods.into()]).await?;
    stream.write_all(&[5, 0]).await?;
    let [_version, _command, _reserved, kind] = bytes(&mut stream).await?;
    let host = if kind == 1 {
        std::net::Ipv4Addr::from(bytes::<4>(&mut stream).await?).to_string()
    } else {
        let mut name = vec![0; stream.read_u8().await?.into()];
        stream.read_exact(&mut name).await?;
        String::from_utf8_lossy(&name).into_owned()
    };
    let port = stream.read_u16().await?;
    asked.send_modify(|asked| asked.push(format!("{host}:{port}")));
    let mut there = TcpStream::connect(target).await?;
    stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
    copy_bidirectional(&mut stream, &mut there).await.map(drop)
}

async fn bytes<const N: usize>(stream: &mut TcpStream) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_proxys_stays_there() {
        let header = |name: &str, value: &str| (name.to_owned(), value.as_bytes().to_vec());
        let request = Request {
            method: "GET".into(),
            path: "http://feed.test/news?a=b".into(),
            headers: vec![header("Proxy-Authorization", "Basic x"), header("Host", "feed.test")],
        };
        assert_eq!(passed_on(&request), b"GET /news?a=b HTTP/1.1\r\nHost: feed.test\r\n\r\n");
    }
}
