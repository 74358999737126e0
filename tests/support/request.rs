//! The head of a request, as the server read it.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

/// What a client asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET` and the like.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The header fields in their order; values as the bytes that were sent.
    pub headers: Vec<(String, Vec<u8>)>,
}

impl Request {
    /// The value of a header field, its name compared without case; bytes that are not UTF-8 become U+FFFD.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let (_, value) = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        Some(String::from_utf8_lossy(value).into_owned())
    }

    /// The `Last-Event-ID` that was sent.
    #[must_use]
    pub fn last_event_id(&self) -> Option<String> {
        self.header("last-event-id")
    }

    /// Reads up to the empty line, byte by byte so that nothing behind it is taken; none where the client left before.
    ///
    /// # Errors
    ///
    /// Where the connection breaks.
    pub async fn read(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Self>> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            if stream.read(&mut byte).await? == 0 {
                return Ok(None);
            }
            head.push(byte[0]);
        }
        Ok(Self::parse(&head))
    }

    fn parse(head: &[u8]) -> Option<Self> {
        let mut lines = head.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        let first = String::from_utf8_lossy(lines.next()?).into_owned();
        let mut words = first.split(' ');
        let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
        let headers = lines.take_while(|line| !line.is_empty()).filter_map(Self::field).collect();
        Some(Self { method, path, headers })
    }

    fn field(line: &[u8]) -> Option<(String, Vec<u8>)> {
        let colon = line.iter().position(|b| *b == b':')?;
        let name = String::from_utf8_lossy(&line[..colon]).into_owned();
        Some((name, line[colon + 1..].trim_ascii().to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_taken_apart() {
        let request =
            Request::parse(b"GET /a?b=c HTTP/1.1\r\nHost: x\r\nlast-event-id:  \xe2\x98\x83 \r\n\r\n")
                .unwrap();
        assert_eq!((request.method.as_str(), request.path.as_str()), ("GET", "/a?b=c"));
        assert_eq!(request.last_event_id().as_deref(), Some("☃"));
        assert_eq!(request.header("HOST").as_deref(), Some("x"));
        assert_eq!(request.header("accept"), None);
    }
}
