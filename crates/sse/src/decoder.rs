//! Guarded blocks, framed into events by `eventsource-stream`.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use eventsource_stream::EventStream;
use futures_util::Stream;

use crate::guard::{Block, DEFAULT_EVENT_BYTES, Guard, Guarded};
use crate::{Event, Limit};

/// A block with more lines than this, or larger, goes to the crate line by line: it moves the rest of what it holds at every
/// line.
const LINES_AT_ONCE: usize = 16;
const BYTES_AT_ONCE: usize = 16 << 10;

/// What a stream says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decoded {
    /// An event, as the standard dispatches it.
    Event(Event),
    /// The `id:` of a block without data: no event comes of it, and yet it is the last event ID from now on.
    Cursor(String),
    /// The reconnection time that the server asks for, as sent.
    Retry(Duration),
}

/// Decodes one stream: bytes in, events out, in any pieces, with the same result.
///
/// It keeps what it has not decoded yet, and nothing else: at most one event within the limit, and the last bytes pushed.
pub struct Decoder {
    guard: Guard,
    pending: Bytes,
    framing: EventStream<Inlet>,
    inlet: Inlet,
    last_event_id: String,
    broken: Option<Limit>,
}

impl std::fmt::Debug for Decoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoder").field("last_event_id", &self.last_event_id).finish_non_exhaustive()
    }
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new("", DEFAULT_EVENT_BYTES)
    }
}

impl Decoder {
    /// A decoder at the start of a stream. `last_event_id` is in force until the stream sends another, and an event may take
    /// up to `max_event_bytes` (at most 32 MiB), counted as it stands in the stream.
    #[must_use]
    pub fn new(last_event_id: impl Into<String>, max_event_bytes: usize) -> Self {
        let inlet = Inlet::default();
        // Past its first character, the crate takes a byte-order mark for text, as the standard does for a second one.
        inlet.put(Bytes::from_static(b":\n"), false);
        Self {
            guard: Guard::new(max_event_bytes),
            pending: Bytes::new(),
            framing: EventStream::new(inlet.clone()),
            inlet,
            last_event_id: last_event_id.into(),
            broken: None,
        }
    }

    /// Takes the next bytes of the stream. Call [`Decoder::next`] until it is empty before the next push, so that the bytes
    /// need not be copied together.
    pub fn push(&mut self, bytes: impl Into<Bytes>) {
        let bytes = bytes.into();
        self.pending =
            if self.pending.is_empty() { bytes } else { [&self.pending[..], &bytes[..]].concat().into() };
    }

    /// The next thing said, or none until more bytes come.
    ///
    /// # Errors
    /// A [`Limit`] that the stream broke: the rest of it is not looked at, and the same error comes again.
    #[expect(clippy::should_implement_trait, reason = "none means later, not the end")]
    pub fn next(&mut self) -> Option<Result<Decoded, Limit>> {
        if let Some(limit) = self.broken {
            return Some(Err(limit));
        }
        loop {
            match self.guard.next(&mut self.pending) {
                Ok(None) => return None,
                Ok(Some(Guarded::Retry(retry))) => return Some(Ok(Decoded::Retry(retry))),
                Ok(Some(Guarded::Block(block))) => {
                    if let Some(decoded) = self.frame(block) {
                        return Some(Ok(decoded));
                    }
                }
                Err(limit) => {
                    self.broken = Some(limit);
                    self.pending.clear();
                    return Some(Err(limit));
                }
            }
        }
    }

    /// The last event ID in force.
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        &self.last_event_id
    }

    fn frame(&mut self, block: Block) -> Option<Decoded> {
        if let Some(id) = &block.id {
            self.last_event_id.clone_from(id);
        }
        if !block.has_data {
            return block.id.map(Decoded::Cursor);
        }
        let by_line = block.lines > LINES_AT_ONCE || block.text.len() > BYTES_AT_ONCE;
        self.inlet.put(block.text.into(), by_line);
        let mut context = Context::from_waker(Waker::noop());
        let framed = Pin::new(&mut self.framing).poll_next(&mut context);
        let Poll::Ready(Some(Ok(event))) = framed else {
            // Not the stream's fault, and not to be passed over without a word.
            tracing::error!("an event was lost: a block with data gave none");
            debug_assert!(false, "a block with data is an event");
            return None;
        };
        let last_event_id = self.last_event_id.clone();
        Some(Decoded::Event(Event { kind: event.event, data: event.data, last_event_id, id: block.id }))
    }
}

/// The way into the crate, which reads from a `Stream` only.
#[derive(Clone, Default)]
struct Inlet(Arc<Mutex<Held>>);

#[derive(Default)]
struct Held {
    text: Bytes,
    by_line: bool,
    /// Bytes that the crate moved, at the most: each piece as often as it has lines.
    #[cfg(test)]
    moved: usize,
}

impl Inlet {
    fn put(&self, text: Bytes, by_line: bool) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.text = if held.text.is_empty() { text } else { [&held.text[..], &text[..]].concat().into() };
        held.by_line = by_line;
    }
}

impl Stream for Inlet {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.text.is_empty() {
            return Poll::Pending;
        }
        let end = if held.by_line { memchr::memchr(b'\n', &held.text) } else { None };
        let piece = end.map_or(held.text.len(), |end| end + 1);
        let piece = held.text.split_to(piece);
        #[cfg(test)]
        {
            held.moved += piece.len() * memchr::memchr_iter(b'\n', &piece).count();
        }
        Poll::Ready(Some(Ok(piece)))
    }
}

#[cfg(test)]
mod tests;
