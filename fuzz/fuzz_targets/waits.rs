//! What a server says of time: `Retry-After` (seconds, dates), and the times in an event. Held in bounds, and a date it means is understood.

#![no_main]

use std::time::{Duration, SystemTime};

use libfuzzer_sys::fuzz_target;
use tidings_mapping::Outcome;
use tidings_sse::{Event, retry_after};
use url::Url;

const BOUNDS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(3600));
/// The end of the year 9999, in milliseconds.
const LATEST: i64 = 253_402_300_799_999;

fuzz_target!(|input: (u32, &str)| {
    let (seconds, text) = input;
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.into());
    if let Some(pause) = retry_after(text, now, BOUNDS) {
        assert!((BOUNDS.0..=BOUNDS.1).contains(&pause));
    }
    let later = Duration::from_secs(u64::from(seconds) % 3600 + 1);
    assert_eq!(retry_after(&httpdate::fmt_http_date(now + later), now, BOUNDS), Some(later));
    assert_eq!(retry_after(&later.as_secs().to_string(), now, BOUNDS), Some(later));

    let data = serde_json::json!({ "title": "a", "time": text }).to_string();
    let event = Event { kind: "message".into(), data, last_event_id: String::new(), id: None };
    let endpoint = Url::parse("https://a.example/").expect("an address");
    let format = tidings_mapping::format("auto").expect("the guess");
    for outcome in
        format.reader(&endpoint, None).read(&event).map(|meaning| meaning.outcomes).unwrap_or_default()
    {
        if let Outcome::Entry(entry) = outcome {
            assert!(entry.published_at.is_none_or(|time| (0..=LATEST).contains(&time.0)), "{entry:?}");
        }
    }
});
