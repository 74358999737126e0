//! R3: what a server may answer in place of a stream.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tidings_tests::Script;

use super::feeds::{Fault, suffer};
use super::origin::{Part, redirect, serve};
use super::{Rows, Scale, row::Row};

/// Every row of the family.
pub async fn run(scale: Scale) -> Vec<Row> {
    let mut rows: Vec<Rows> = vec![
        one(scale, Fault::stops("200 of another type", "an HTML page instead of an event stream"), || {
            Script::answer(200, "text/html", "<p>Hello</p>")
        }),
        one(scale, Fault::stops("204", "nothing more to come (204)"), || {
            Script::default().say("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        }),
        one(scale, Fault::waits("garbage instead of HTTP", "is not HTTP"), || {
            Script::default().say(&b"\x16\x03\x01garbage\xff\xff\r\n\r\n"[..])
        }),
        asked_to_wait(scale, "429 with Retry-After in seconds", 429, "429 (too many requests)", || {
            "3".to_owned()
        }),
        asked_to_wait(scale, "429 with Retry-After as a date", 429, "429 (too many requests)", date),
        asked_to_wait(scale, "503 with Retry-After in seconds", 503, "503 (not available now)", || {
            "3".to_owned()
        }),
        asked_to_wait(scale, "503 with Retry-After as a date", 503, "503 (not available now)", date),
        one(scale, Fault::waits("RST before the answer", "broke"), || Script::default().reset()),
    ];
    for (status, words) in [
        (400, "answered 400"),
        (401, "401 (not signed in)"),
        (403, "403 (not allowed)"),
        (404, "404 (no such address)"),
        (407, "answered 407"),
        (410, "410 (gone for good)"),
    ] {
        rows.push(one(scale, Fault::stops(status.to_string(), words), move || {
            Script::answer(status, "text/plain", "no")
        }));
    }
    for (status, words) in [
        (408, "answered 408"),
        (425, "answered 425"),
        (500, "500 (internal error)"),
        (502, "502 (bad gateway)"),
    ] {
        rows.push(one(scale, Fault::waits(status.to_string(), words), move || {
            Script::answer(status, "text/plain", "no")
        }));
    }
    for status in [301, 302, 303, 307, 308] {
        let fault = Fault::waits(format!("{status} in a circle"), "redirects more than 5 times in a row");
        // The first, five redirects, and the one after the pause; and room, for five in a row keep the others waiting.
        let fault = Fault { connects: 12, ..fault };
        rows.push(one(scale, fault, move || redirect(status, &format!("/loop/{status}/x"))));
    }
    if !scale.short {
        let fault = Fault {
            patience: Duration::from_secs(120),
            ..Fault::waits("no answer", "did not answer in time")
        };
        rows.push(one(scale, fault, || Script::default().hold()));
    }
    super::feeds::beside(rows).await
}

/// Three seconds from now and a little: a date has whole seconds, and the fraction of this one is lost.
fn date() -> String {
    httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(4))
}

fn one(scale: Scale, fault: Fault, script: impl Fn() -> Script + Send + Sync + 'static) -> Rows {
    Box::pin(async move { vec![suffer(scale.times, fault, serve(Part::Answer(Arc::new(script)))).await] })
}

fn asked_to_wait(scale: Scale, name: &str, status: u16, words: &'static str, asks: fn() -> String) -> Rows {
    let least = Duration::from_secs(3);
    one(scale, Fault { least, ..Fault::waits(name, words) }, move || {
        let (asked, head) = (asks(), "Content-Length: 0\r\nConnection: close\r\n\r\n");
        Script::default().say(format!("HTTP/1.1 {status} Later\r\nRetry-After: {asked}\r\n{head}"))
    })
}
