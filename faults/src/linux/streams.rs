//! R3: streams that break in every way, and streams that only look broken.

use std::sync::Arc;
use std::time::Duration;

use tidings_tests::Script;

use super::feeds::{Fault, suffer};
use super::origin::{ALL, BEFORE, Part, event, serve};
use super::{Rows, Scale, row::Row};

/// Every row of the family.
pub async fn run(scale: Scale) -> Vec<Row> {
    let rows: Vec<Rows> = vec![
        one(scale, Fault::waits("RST", "broke"), || Script::default().reset()),
        one(scale, Fault::waits("FIN in the middle of an event", "ended the stream"), || {
            Script::default().say(format!("id: {}\ndata: half", BEFORE + 1))
        }),
        one(scale, Fault::waits("FIN in good order", "ended the stream"), Script::default),
        one(scale, Fault::waits("an event over 1 MiB", "more than 1048576 bytes"), || {
            Script::default().say("data: ").flood(vec![b'x'; 64 << 10], 17).hold()
        }),
        one(scale, Fault::waits("an id over 1 KiB", "id of more than 1024 bytes"), || {
            Script::default().say(format!("id: {}\n", "i".repeat(1025))).hold()
        }),
        one(scale, Fault::stays("4 KiB of garbage in the stream"), || {
            Script::default().say(garbage()).say(rest()).hold()
        }),
        one(scale, Fault::stays("bad UTF-8 in each field"), || {
            let bad = b"ev\xc3ent: x\n\xff\xfe: y\ndata: e11\xf0\x9f\nid: 11\n\n";
            Script::default().say(&bad[..]).say(rest_from(BEFORE + 1)).hold()
        }),
        one(scale, Fault::stays("a slow stream: a byte a second"), slow),
    ];
    super::feeds::beside(rows).await
}

fn one(scale: Scale, fault: Fault, script: impl Fn() -> Script + Send + Sync + 'static) -> Rows {
    Box::pin(async move { vec![suffer(scale.times, fault, serve(Part::Stream(Arc::new(script)))).await] })
}

fn rest() -> String {
    rest_from(BEFORE)
}

fn rest_from(last: usize) -> String {
    (last + 1..=ALL).map(event).collect()
}

/// Bytes of every value, with no order to them. What they make is a block without data.
fn garbage() -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let mut bytes: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    })
    .take(4096)
    .collect();
    bytes.extend(b"\n\n");
    bytes
}

fn slow() -> Script {
    let first = format!("id:{n}\ndata:e{n}\n\n", n = BEFORE + 1);
    let slowly = |script: Script, byte: u8| script.wait(Duration::from_secs(1)).say([byte]);
    first.bytes().fold(Script::default(), slowly).say(rest_from(BEFORE + 1)).hold()
}
