//! A time as people write it.

use jiff::tz::TimeZone;
use jiff::{Span, SpanRelativeTo, civil};
use tidings_model::Timestamp;

/// `2026-11-22T17:15:00Z`, `2026-11-22 17:15` or `2026-11-22` (here), `12h` or `7d` (ago).
///
/// # Errors
/// A sentence that shows the forms.
pub fn parse(text: &str, now: Timestamp) -> Result<Timestamp, String> {
    let text = text.trim();
    moment(text).or_else(|| local(text)).or_else(|| ago(text, now)).ok_or_else(|| {
        format!(
            "`{text}` is not a time. Write 2026-11-22, 2026-11-22T17:15:00Z, or how long ago: 90m, 12h, 7d."
        )
    })
}

fn moment(text: &str) -> Option<Timestamp> {
    text.parse::<jiff::Timestamp>().ok().map(|time| Timestamp(time.as_millisecond()))
}

fn local(text: &str) -> Option<Timestamp> {
    let date = text.parse::<civil::DateTime>().ok()?;
    let zoned = date.to_zoned(TimeZone::system()).ok()?;
    Some(Timestamp(zoned.timestamp().as_millisecond()))
}

fn ago(text: &str, now: Timestamp) -> Option<Timestamp> {
    let span: Span = text.parse().ok()?;
    let length = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    let millis = i64::try_from(length.abs().as_millis()).ok()?;
    Some(now.plus_millis(-millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form() {
        let now = Timestamp(1_000_000_000_000);
        assert_eq!(parse("2001-09-09T01:46:40Z", now), Ok(now));
        assert_eq!(parse("2001-09-09T03:46:40+02:00", now), Ok(now));
        assert_eq!(parse("90m", now), Ok(now.plus_millis(-5_400_000)));
        assert_eq!(parse("7d", now), Ok(now.plus_millis(-604_800_000)));
        assert_eq!(parse("2 hours", now), Ok(now.plus_millis(-7_200_000)));
        assert!(parse("2026-11-22", now).is_ok());
        for bad in ["", "yesterday-ish", "2026-13-01", "h"] {
            assert!(parse(bad, now).is_err(), "{bad}");
        }
    }
}
