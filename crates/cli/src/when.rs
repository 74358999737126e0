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
    Some(now.plus_millis(-millis(text)?))
}

fn millis(text: &str) -> Option<i64> {
    let span: Span = text.parse().ok()?;
    let length = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    i64::try_from(length.abs().as_millis()).ok()
}

/// How long something lasts, in milliseconds: `90m`, `2h`, `1d`; at most a year.
///
/// # Errors
/// A sentence that shows the forms.
pub fn length(text: &str) -> Result<i64, String> {
    millis(text.trim())
        .filter(|millis| (1..=YEAR).contains(millis))
        .ok_or_else(|| format!("`{text}` is not a length of time. Write 90m, 2h or 1d, a year at most."))
}

/// In milliseconds.
const YEAR: i64 = 366 * 86_400_000;

/// A time to come: `2026-11-22T17:15:00Z`, `2026-11-22 17:15`, `2026-11-22`, or `18:30`, today or else tomorrow (here).
///
/// # Errors
/// A sentence that shows the forms.
pub fn coming(text: &str, now: Timestamp) -> Result<Timestamp, String> {
    let text = text.trim();
    let found = moment(text).or_else(|| local(text)).or_else(|| next(text, now));
    match found {
        Some(time) if time > now => Ok(time),
        Some(_) => Err(format!("`{text}` is past. Write a time to come.")),
        None => Err(format!("`{text}` is not a time. Write 18:30, 2026-11-23 or 2026-11-23T08:00:00Z.")),
    }
}

/// The next time that the clock here shows it.
fn next(text: &str, now: Timestamp) -> Option<Timestamp> {
    let time = text.parse::<civil::Time>().ok()?;
    let today = jiff::Timestamp::from_millisecond(now.0).ok()?.to_zoned(TimeZone::system()).date();
    [Some(today), today.tomorrow().ok()].into_iter().flatten().find_map(|day| {
        let moment = day.to_datetime(time).to_zoned(TimeZone::system()).ok()?.timestamp();
        Some(Timestamp(moment.as_millisecond())).filter(|moment| *moment > now)
    })
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
        assert_eq!(length("90m"), Ok(5_400_000));
        for bad in ["", "0s", "1000d", "soon"] {
            assert!(length(bad).is_err(), "{bad}");
        }
        assert_eq!(coming("2001-09-09T01:46:41Z", now), Ok(now.plus_millis(1_000)));
        let within = coming("18:30", now).unwrap().0 - now.0;
        assert!((1..=25 * 3_600_000).contains(&within), "{within}");
        for bad in ["2001-09-09T01:46:40Z", "25:00", "90m", ""] {
            assert!(coming(bad, now).is_err(), "{bad}");
        }
        for bad in ["", "yesterday-ish", "2026-13-01", "h"] {
            assert!(parse(bad, now).is_err(), "{bad}");
        }
    }
}
