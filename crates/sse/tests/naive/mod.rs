//! A parser of whole streams, sentence by sentence after the HTML standard, with no thought of speed or memory; and the decoder's
//! own account in the same words. The fuzz target reads this file too.

use bytes::Bytes;
use tidings_sse::{Decoded, Decoder};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Event {
        kind: String,
        data: String,
        last_event_id: String,
        id: Option<String>,
    },
    Cursor(String),
    Retry(u128),
    /// Our own limits of 128 bytes a name and 1 KiB an id: nothing is read after a breach.
    Breach,
}

#[derive(Default)]
struct Buffers {
    data: String,
    kind: String,
    id: Option<String>,
}

/// What the decoder says to `pieces`.
pub fn decode(pieces: &[&[u8]]) -> Vec<Said> {
    let mut decoder = Decoder::default();
    let mut said = Vec::new();
    for piece in pieces {
        decoder.push(Bytes::copy_from_slice(piece));
        while let Some(decoded) = decoder.next() {
            said.push(match decoded {
                Ok(Decoded::Event(e)) => {
                    Said::Event { kind: e.kind, data: e.data, last_event_id: e.last_event_id, id: e.id }
                }
                Ok(Decoded::Cursor(id)) => Said::Cursor(id),
                Ok(Decoded::Retry(retry)) => Said::Retry(retry.as_millis()),
                Err(_) => {
                    said.push(Said::Breach);
                    return said;
                }
            });
        }
    }
    said
}

pub fn parse(stream: &[u8]) -> Vec<Said> {
    // "Streams must be decoded using the UTF-8 decode algorithm", which takes one byte-order mark away.
    let text = String::from_utf8_lossy(stream);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<&str> = text.split('\n').collect();
    // What follows the last line end is no line.
    lines.pop();

    let mut said = Vec::new();
    let mut last_event_id = String::new();
    let mut buffers = Buffers::default();
    for line in lines {
        if line.is_empty() {
            dispatch(std::mem::take(&mut buffers), &mut last_event_id, &mut said);
        } else if !line.starts_with(':') {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.strip_prefix(' ').unwrap_or(value);
            if (name == "event" && value.len() > 128) || (name == "id" && value.len() > 1024) {
                said.push(Said::Breach);
                return said;
            }
            field(name, value, &mut buffers, &mut said);
        }
    }
    said
}

fn field(name: &str, value: &str, buffers: &mut Buffers, said: &mut Vec<Said>) {
    match name {
        "event" => buffers.kind = value.to_owned(),
        "data" => {
            buffers.data.push_str(value);
            buffers.data.push('\n');
        }
        "id" if !value.contains('\0') => buffers.id = Some(value.to_owned()),
        "retry" if !value.is_empty() && value.chars().all(|c| c.is_ascii_digit()) => {
            // More than a machine word is as good as the largest one.
            said.push(Said::Retry(value.parse::<u64>().unwrap_or(u64::MAX).into()));
        }
        _ => {}
    }
}

fn dispatch(buffers: Buffers, last_event_id: &mut String, said: &mut Vec<Said>) {
    let Buffers { mut data, kind, id } = buffers;
    if let Some(id) = &id {
        last_event_id.clone_from(id);
    }
    if data.is_empty() {
        said.extend(id.map(Said::Cursor));
        return;
    }
    data.pop();
    let kind = if kind.is_empty() { "message".to_owned() } else { kind };
    said.push(Said::Event { kind, data, last_event_id: last_event_id.clone(), id });
}
