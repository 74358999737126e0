//! Times as feeds write them.

use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use serde_json::Value;
use tidings_model::Timestamp;

/// The least number of seconds that is taken for a time: 1973. Below it is a score, a count, a minute of play.
const LEAST: f64 = 1e8;

/// The end of the year 9999, in milliseconds.
const LATEST: i64 = 253_402_300_799_999;

/// A time, whether as a number of seconds, milliseconds, micro- or nanoseconds since 1970, in RFC 3339 or RFC 2822.
/// One without a zone is taken for UTC.
pub(crate) fn read(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(number) => from_number(number.as_f64()?),
        Value::String(text) => from_text(text.trim()),
        _ => None,
    }
}

fn from_number(number: f64) -> Option<Timestamp> {
    let millis = match number {
        n if n < LEAST => return None,
        n if n < 1e11 => n * 1e3,
        n if n < 1e14 => n,
        n if n < 1e17 => n / 1e3,
        n => n / 1e6,
    };
    within(millis as i64)
}

fn from_text(text: &str) -> Option<Timestamp> {
    if text.len() > 64 {
        return None;
    }
    if let Ok(number) = text.parse::<f64>() {
        return from_number(number);
    }
    let instant = text
        .parse::<jiff::Timestamp>()
        .or_else(|_| rfc2822::DateTimeParser::new().parse_timestamp(text))
        .or_else(|_| text.parse::<DateTime>().and_then(|at| at.in_tz("UTC")).map(|zoned| zoned.timestamp()))
        .ok()?;
    within(instant.as_millisecond())
}

fn within(millis: i64) -> Option<Timestamp> {
    (0..=LATEST).contains(&millis).then_some(Timestamp(millis))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_way_to_write_a_time_is_read() {
        let moment = Some(Timestamp(1_700_000_000_000));
        for time in [
            json!(1_700_000_000),
            json!(1_700_000_000.0),
            json!(1_700_000_000_000_i64),
            json!(1_700_000_000_000_000_i64),
            json!(1_700_000_000_000_000_000_i64),
            json!("1700000000"),
            json!("2023-11-14T22:13:20Z"),
            json!("2023-11-14T23:13:20.000+01:00"),
            json!("2023-11-14 22:13:20"),
            json!("2023-11-14T22:13:20"),
            json!("Tue, 14 Nov 2023 22:13:20 GMT"),
            json!("Tue, 14 Nov 2023 17:13:20 -0500"),
        ] {
            assert_eq!(read(&time), moment, "{time}");
        }
        assert_eq!(read(&json!("2023-11-14")), Some(Timestamp(1_699_920_000_000)));
    }

    #[test]
    fn what_is_no_time_is_left() {
        for time in [
            json!(63),
            json!(-1),
            json!(1e300),
            json!("63'"),
            json!("yesterday"),
            json!(null),
            json!("x".repeat(99)),
        ] {
            assert_eq!(read(&time), None, "{time}");
        }
    }
}
