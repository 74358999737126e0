//! A server that plays a script: these bytes, this pause, then this end.

use std::{sync::Arc, time::Duration};

use tokio::{io::AsyncWriteExt, net::TcpStream, sync::Semaphore};

use crate::{Request, Server};

/// What a connection says and does, step by step. At the end it closes, after everything said has been sent.
#[derive(Clone, Default)]
pub struct Script(Vec<Step>);

#[derive(Clone)]
enum Step {
    Say(Vec<u8>),
    Flood { piece: Vec<u8>, times: usize },
    Wait(Duration),
    Until(Gate),
    Hold,
    Reset,
}

/// A door in a script that the test opens. Opening it before the script gets there is as good.
#[derive(Clone)]
pub struct Gate(Arc<Semaphore>);

impl Default for Gate {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }
}

impl Gate {
    /// Lets one pass.
    pub fn open(&self) {
        self.0.add_permits(1);
    }

    /// Lets everyone pass from now on.
    pub fn stay_open(&self) {
        self.0.close();
    }

    /// Waits until it is opened.
    pub async fn passed(&self) {
        // Closed to permits means that none is needed any more.
        if let Ok(permit) = self.0.acquire().await {
            permit.forget();
        }
    }
}

impl Script {
    /// Answers 200 with an event stream that ends where the connection does.
    #[must_use]
    pub fn stream() -> Self {
        Self::default().say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
    }

    /// Answers 200 with an event stream in HTTP chunks: see [`Script::chunk`] and [`Script::last_chunk`].
    #[must_use]
    pub fn chunked() -> Self {
        Self::default()
            .say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
    }

    /// Answers with this status and a whole body.
    #[must_use]
    pub fn answer(status: u16, content_type: &str, body: &str) -> Self {
        let length = body.len();
        Self::default().say(format!(
            "HTTP/1.1 {status} Scripted\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\
             Connection: close\r\n\r\n{body}"
        ))
    }

    /// Sends these bytes.
    #[must_use]
    pub fn say(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.step(Step::Say(bytes.into()))
    }

    /// Sends this text as one HTTP chunk.
    #[must_use]
    pub fn chunk(self, text: &str) -> Self {
        let length = text.len();
        self.say(format!("{length:x}\r\n{text}\r\n"))
    }

    /// Ends the body as HTTP ends it: with an empty chunk.
    #[must_use]
    pub fn last_chunk(self) -> Self {
        self.say("0\r\n\r\n")
    }

    /// Sends `piece` this many times, or until the client has had enough.
    #[must_use]
    pub fn flood(self, piece: impl Into<Vec<u8>>, times: usize) -> Self {
        self.step(Step::Flood { piece: piece.into(), times })
    }

    /// Says nothing for a while.
    #[must_use]
    pub fn wait(self, pause: Duration) -> Self {
        self.step(Step::Wait(pause))
    }

    /// Says nothing until the test opens the gate.
    #[must_use]
    pub fn until(self, gate: &Gate) -> Self {
        self.step(Step::Until(gate.clone()))
    }

    /// Says nothing more and stays open until the server stops or cuts.
    #[must_use]
    pub fn hold(self) -> Self {
        self.step(Step::Hold)
    }

    /// Ends with a TCP reset in place of an orderly close.
    #[must_use]
    pub fn reset(self) -> Self {
        self.step(Step::Reset)
    }

    /// Goes on with the steps of another.
    #[must_use]
    pub fn then(mut self, next: Self) -> Self {
        self.0.extend(next.0);
        self
    }

    fn step(mut self, step: Step) -> Self {
        self.0.push(step);
        self
    }

    /// Everything it says, without its pauses; floods count once.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let said = self.0.iter().filter_map(|step| match step {
            Step::Say(bytes) | Step::Flood { piece: bytes, .. } => Some(bytes.as_slice()),
            Step::Wait(_) | Step::Until(_) | Step::Hold | Step::Reset => None,
        });
        said.collect::<Vec<_>>().concat()
    }

    /// Plays it to a client whose request was read.
    ///
    /// # Errors
    ///
    /// Where the client leaves in mid-sentence.
    pub async fn play(self, mut stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        for step in self.0 {
            match step {
                Step::Say(bytes) => stream.write_all(&bytes).await?,
                Step::Flood { piece, times } => {
                    for _ in 0..times {
                        stream.write_all(&piece).await?;
                    }
                }
                Step::Wait(pause) => tokio::time::sleep(pause).await,
                Step::Until(gate) => gate.passed().await,
                Step::Hold => std::future::pending().await,
                Step::Reset => return stream.set_zero_linger(),
            }
        }
        stream.shutdown().await
    }
}

/// Plays one script per connection.
pub struct ScriptedServer(Server);

impl ScriptedServer {
    /// Connection `n` plays script `n`; connections beyond the last play the last again.
    ///
    /// # Panics
    ///
    /// Where there is no script.
    #[must_use]
    pub fn start(scripts: Vec<Script>) -> Self {
        assert!(!scripts.is_empty(), "a scripted server needs a script");
        Self(Server::start(move |number: usize, _: Request, stream| {
            let script = scripts[number.min(scripts.len() - 1)].clone();
            async move {
                // A client that leaves in mid-sentence is the client's affair; the test sees it there.
                let _ = script.play(stream).await;
            }
        }))
    }
}

impl std::ops::Deref for ScriptedServer {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

impl std::ops::DerefMut for ScriptedServer {
    fn deref_mut(&mut self) -> &mut Server {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::*;

    async fn get(server: &Server) -> std::io::Result<String> {
        let address = server.url("");
        let mut client = TcpStream::connect(address.trim_start_matches("http://")).await?;
        client.write_all(b"GET /x HTTP/1.1\r\nLast-Event-ID: 7\r\n\r\n").await?;
        let mut said = String::new();
        client.read_to_string(&mut said).await?;
        Ok(said)
    }

    #[tokio::test]
    async fn each_connection_plays_its_script_and_the_last_one_again() {
        let server = ScriptedServer::start(vec![Script::default().say("one"), Script::stream().say("two")]);
        assert_eq!(get(&server).await.unwrap(), "one");
        for _ in 0..2 {
            assert!(get(&server).await.unwrap().ends_with("\r\n\r\ntwo"));
        }
        assert_eq!(server.request(2).await.last_event_id().as_deref(), Some("7"));
        assert_eq!(server.requests().len(), 3);
    }

    #[tokio::test]
    async fn a_reset_is_a_reset() {
        let server = ScriptedServer::start(vec![Script::default().say("one").reset()]);
        let kind = get(&server).await.map_err(|error| error.kind());
        assert_eq!(kind, Err(std::io::ErrorKind::ConnectionReset));
    }

    #[tokio::test]
    async fn a_gate_holds_until_it_is_opened() {
        let gate = Gate::default();
        let server = ScriptedServer::start(vec![Script::default().say("a").until(&gate).say("b")]);
        let reading = get(&server);
        tokio::pin!(reading);
        let early = tokio::time::timeout(Duration::from_millis(50), &mut reading).await;
        assert!(early.is_err(), "{early:?}");
        gate.open();
        assert_eq!(reading.await.unwrap(), "ab");
    }

    #[tokio::test]
    async fn it_stops_and_comes_back_on_the_same_port() {
        let mut server = ScriptedServer::start(vec![Script::default().say("here")]);
        for _ in 0..3 {
            server.stop().await;
            let kind = get(&server).await.map_err(|error| error.kind());
            assert_eq!(kind, Err(std::io::ErrorKind::ConnectionRefused));
            server.restart();
            assert_eq!(get(&server).await.unwrap(), "here");
        }
    }

    #[tokio::test]
    async fn a_cut_ends_what_is_held() {
        let server = ScriptedServer::start(vec![Script::default().say("held").hold()]);
        let (said, ()) = tokio::join!(get(&server), async {
            server.request(0).await;
            server.cut().await;
        });
        // The cut may come before the script's first word: what matters is that the connection ended.
        assert!(["held", ""].contains(&said.unwrap().as_str()));
    }
}
