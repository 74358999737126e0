//! A loopback TCP server whose every byte the test decides, and whose port stays its own while it is down.

use std::{
    future::Future,
    net::{Ipv4Addr, SocketAddr},
    pin::Pin,
    sync::Arc,
};

use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{mpsc, oneshot, watch},
    task::{JoinHandle, JoinSet},
};

use crate::{DEADLINE, Request, until};

/// What a server does with a connection, once its request is read. The number counts connections from 0.
type Handler = dyn Fn(usize, Request, TcpStream) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync;

/// A server on a port of 127.0.0.1 that the system chose. It records each request, and can be stopped and started again.
pub struct Server {
    address: SocketAddr,
    handler: Arc<Handler>,
    requests: watch::Sender<Vec<Request>>,
    left: watch::Sender<usize>,
    up: Option<(mpsc::Sender<Order>, JoinHandle<()>)>,
    _reserved: Refusing,
}

enum Order {
    Cut(oneshot::Sender<()>),
    Stop,
}

/// A port that nobody listens on, and that nobody else gets: a connection is refused, at once and for certain.
pub struct Refusing {
    address: SocketAddr,
    _bound: TcpSocket,
}

impl Refusing {
    /// Binds a port without listening. With `SO_REUSEADDR` on both, a listener may join it there.
    ///
    /// # Panics
    ///
    /// Where the system has no port left.
    #[must_use]
    pub fn new() -> Self {
        let socket = bound(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        Self { address: socket.local_addr().expect("a bound socket has an address"), _bound: socket }
    }

    /// The address and port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A URL with this path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

impl Default for Refusing {
    fn default() -> Self {
        Self::new()
    }
}

fn bound(address: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().expect("the system gives a socket");
    socket.set_reuseaddr(true).expect("SO_REUSEADDR can be set");
    // Another test's connection may have the port for a moment, as its own end.
    let mut tries = 0;
    while let Err(error) = socket.bind(address) {
        tries += 1;
        assert!(tries < 500, "the port can be bound: {error}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    socket
}

impl Server {
    /// Starts with this handler.
    pub fn start<F, T>(handler: F) -> Self
    where
        F: Fn(usize, Request, TcpStream) -> T + Send + Sync + 'static,
        T: Future<Output = ()> + Send + 'static,
    {
        let reserved = Refusing::new();
        let handler: Arc<Handler> = Arc::new(move |n, request, stream| Box::pin(handler(n, request, stream)));
        let (requests, left) = (watch::Sender::new(Vec::new()), watch::Sender::new(0));
        let mut server =
            Self { address: reserved.address, handler, requests, left, up: None, _reserved: reserved };
        server.restart();
        server
    }

    /// A URL with this path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The address and port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Listens (again) on the same port; connections are counted on.
    ///
    /// # Panics
    ///
    /// Where it is up already.
    pub fn restart(&mut self) {
        assert!(self.up.is_none(), "the server is up");
        let listener = bound(self.address).listen(1024).expect("the port can be listened on");
        let (orders, inbox) = mpsc::channel(1);
        let connection = Connection {
            handler: Arc::clone(&self.handler),
            requests: self.requests.clone(),
            left: self.left.clone(),
        };
        let task = accept(listener, inbox, connection);
        self.up = Some((orders, tokio::spawn(task)));
    }

    /// Closes the port and every connection, and returns when that has happened.
    pub async fn stop(&mut self) {
        if let Some((orders, task)) = self.up.take() {
            // The task may have ended with a panic of a handler: then there is nobody to tell, and the join says so.
            let _ = orders.send(Order::Stop).await;
            task.await.expect("no handler panicked");
        }
    }

    /// Closes every connection and goes on listening.
    ///
    /// # Panics
    ///
    /// Where the server is down.
    pub async fn cut(&self) {
        let (done, heard) = oneshot::channel();
        let (orders, _) = self.up.as_ref().expect("the server is up");
        orders.send(Order::Cut(done)).await.expect("the server listens to orders");
        heard.await.expect("the server cut its connections");
    }

    /// All requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.requests.borrow().clone()
    }

    /// The request with this number, counted from 0, as soon as it has come.
    ///
    /// # Panics
    ///
    /// After [`DEADLINE`].
    pub async fn request(&self, number: usize) -> Request {
        let what = format!("request {number} reaches the server (within {DEADLINE:?})");
        until(&what, async || self.requests.borrow().get(number).cloned()).await
    }

    /// Waits until this many connections have ended, whoever ended them. Only a handler that writes now and then, or that
    /// reads, notices a client that left.
    ///
    /// # Panics
    ///
    /// After [`DEADLINE`].
    pub async fn left(&self, count: usize) {
        let what = format!("{count} connections have ended");
        until(&what, async || (*self.left.borrow() >= count).then_some(())).await;
    }
}

async fn accept(listener: TcpListener, mut orders: mpsc::Receiver<Order>, connection: Connection) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                connections.spawn(connection.clone().serve(stream));
            }
            order = orders.recv() => {
                connections.shutdown().await;
                match order {
                    Some(Order::Cut(done)) => drop(done.send(())),
                    Some(Order::Stop) | None => return,
                }
            }
        }
    }
}

/// What the task of a connection needs to know.
#[derive(Clone)]
struct Connection {
    handler: Arc<Handler>,
    requests: watch::Sender<Vec<Request>>,
    left: watch::Sender<usize>,
}

impl Connection {
    async fn serve(self, mut stream: TcpStream) {
        let Ok(Some(request)) = Request::read(&mut stream).await else { return };
        let mut number = 0;
        self.requests.send_modify(|all| {
            number = all.len();
            all.push(request.clone());
        });
        let _counted = Leaving(&self.left);
        (self.handler)(number, request, stream).await;
    }
}

/// Counts a connection that ended, also where its task was cut short.
struct Leaving<'a>(&'a watch::Sender<usize>);

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|left| *left += 1);
    }
}
