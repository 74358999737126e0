//! From bytes as they come to whole blocks of clean text.
//!
//! What comes out is valid UTF-8 with no byte-order mark, lines end in a single line feed, only `data` and `event` fields are
//! left, and no block is larger than the limit: input on which `eventsource-stream` was measured to be right, and linear.
//! `id:` and `retry:` are noted here, since that crate forgets them where a block has no data; comments and unknown fields
//! mean nothing.

use std::time::Duration;

use bytes::{Buf, Bytes};

use crate::Limit;

/// The largest event, unless configured otherwise.
pub(crate) const DEFAULT_EVENT_BYTES: usize = 1 << 20;
/// The largest event that can be configured.
pub(crate) const MOST_EVENT_BYTES: usize = 32 << 20;
const MOST_ID_BYTES: usize = 1024;
const MOST_NAME_BYTES: usize = 128;
/// As much room as is kept for the next block.
const MOST_HELD_BYTES: usize = 4096;
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// What the guard has found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Guarded {
    /// A block, ended by its empty line.
    Block(Block),
    /// A `retry:`, in force from its own line on.
    Retry(Duration),
}

/// The lines between two empty lines.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Block {
    /// Its `data` and `event` fields, each line ended by a line feed, and an empty line at the end.
    pub(crate) text: String,
    /// How many lines that is, without the empty one.
    pub(crate) lines: usize,
    /// Whether there is a `data` field; without one, no event comes of it.
    pub(crate) has_data: bool,
    /// The last `id:`, if one was sent.
    pub(crate) id: Option<String>,
}

/// The state between two bytes.
#[derive(Debug)]
pub(crate) struct Guard {
    limit: usize,
    /// The line begun in earlier chunks.
    line: Vec<u8>,
    block: Block,
    /// What the lines of the block have taken of the limit.
    taken: usize,
    /// A line ended in CR, so that a LF in front of the next is part of that line end.
    after_cr: bool,
    /// No line has ended yet: a byte-order mark may stand in front of the first.
    at_start: bool,
}

impl Guard {
    pub(crate) fn new(limit: usize) -> Self {
        let limit = limit.clamp(1, MOST_EVENT_BYTES);
        Self { limit, line: Vec::new(), block: Block::default(), taken: 0, after_cr: false, at_start: true }
    }

    #[cfg(test)]
    pub(crate) fn line_capacity(&self) -> usize {
        self.line.capacity()
    }

    /// Takes bytes from `chunk` until something is found, or `chunk` is empty. Every byte is looked at once.
    pub(crate) fn next(&mut self, chunk: &mut Bytes) -> Result<Option<Guarded>, Limit> {
        while !chunk.is_empty() {
            if std::mem::take(&mut self.after_cr) && chunk[0] == b'\n' {
                chunk.advance(1);
                continue;
            }
            let Some(end) = memchr::memchr2(b'\n', b'\r', chunk) else {
                self.hold(chunk)?;
                chunk.clear();
                break;
            };
            self.after_cr = chunk[end] == b'\r';
            let found = self.end_line(&chunk[..end])?;
            chunk.advance(end + 1);
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Keeps the beginning of a line.
    fn hold(&mut self, part: &[u8]) -> Result<(), Limit> {
        self.check_room(self.line.len() + part.len())?;
        self.line.extend_from_slice(part);
        Ok(())
    }

    /// The limit counts all that the block's lines take in the stream, so that empty `data:` lines count as well.
    fn check_room(&self, line: usize) -> Result<(), Limit> {
        let fits = self.taken + line < self.limit;
        if fits { Ok(()) } else { Err(Limit::Block(self.limit)) }
    }

    fn end_line(&mut self, rest: &[u8]) -> Result<Option<Guarded>, Limit> {
        if self.line.is_empty() {
            return self.take_line(rest);
        }
        self.hold(rest)?;
        let line = std::mem::take(&mut self.line);
        self.take_line(&line)
    }

    fn take_line(&mut self, line: &[u8]) -> Result<Option<Guarded>, Limit> {
        self.check_room(line.len())?;
        let at_start = std::mem::take(&mut self.at_start);
        let line = line.strip_prefix(BYTE_ORDER_MARK).filter(|_| at_start).unwrap_or(line);
        match line.first() {
            None => Ok(self.end_block()),
            Some(b':') => Ok(None),
            Some(_) => self.add_field(&String::from_utf8_lossy(line)),
        }
    }

    fn end_block(&mut self) -> Option<Guarded> {
        self.taken = 0;
        let is_empty = self.block.text.is_empty() && self.block.id.is_none();
        if is_empty {
            return None;
        }
        self.block.text.push('\n');
        // The next one is likely to be of much the same size.
        let text = String::with_capacity(self.block.text.len().min(MOST_HELD_BYTES));
        Some(Guarded::Block(std::mem::replace(&mut self.block, Block { text, ..Block::default() })))
    }

    fn add_field(&mut self, line: &str) -> Result<Option<Guarded>, Limit> {
        // A byte that is not UTF-8 becomes three: the room is counted as they are.
        self.check_room(line.len())?;
        self.taken += line.len() + 1;
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" if value.len() > MOST_NAME_BYTES => return Err(Limit::Name(MOST_NAME_BYTES)),
            "id" if value.len() > MOST_ID_BYTES => return Err(Limit::Id(MOST_ID_BYTES)),
            "data" | "event" => {
                self.block.has_data |= name == "data";
                self.block.lines += 1;
                self.block.text.push_str(line);
                self.block.text.push('\n');
            }
            "id" if !value.contains('\0') => self.block.id = Some(value.to_owned()),
            "retry" => return Ok(retry(value).map(Guarded::Retry)),
            _ => {}
        }
        Ok(None)
    }
}

/// Only ASCII digits count, and a number too large for us is still a number.
fn retry(value: &str) -> Option<Duration> {
    let digits = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| Duration::from_millis(value.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests;
