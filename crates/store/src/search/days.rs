//! The days and times of a search.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan as _};
use tidings_model::Timestamp;

/// What can be written.
pub(super) const EXPECTED: &str =
    "a day is written 2026-11-30 (or 2026-11, 2026, today, yesterday), a while ago 12h, 7d or 2w.";

/// The beginning of the day, month or year that `text` names in `zone`, or so long before `now`.
pub(super) fn read(text: &str, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let moment = jiff::Timestamp::from_millisecond(now.0).ok()?;
    if let Some(span) = ago(text) {
        let then = moment.to_zoned(zone.clone()).checked_sub(span).ok()?;
        return Some(Timestamp(then.timestamp().as_millisecond()));
    }
    let today = moment.to_zoned(zone.clone()).date();
    let date = match text.to_ascii_lowercase().as_str() {
        "today" => today,
        "yesterday" => today.yesterday().ok()?,
        other => named(other)?,
    };
    let begin = date.to_zoned(zone.clone()).ok()?;
    Some(Timestamp(begin.timestamp().as_millisecond()))
}

/// `2026-11-30`, `2026-11` or `2026`.
fn named(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next().filter(|year| year.len() == 4)?;
    let part = |part: Option<&str>| part.map_or(Some(1), |part| digits(part)?.try_into().ok());
    let (month, day) = (part(parts.next())?, part(parts.next())?);
    Date::new(digits(year)?.try_into().ok()?, month, day).ok()
}

/// `12h`, `7d`, `2w`.
fn ago(text: &str) -> Option<Span> {
    let unit = text.chars().next_back()?;
    let count = i64::from(digits(text.strip_suffix(unit)?)?);
    match unit {
        'h' => 0.hours().try_hours(count).ok(),
        'd' => 0.days().try_days(count).ok(),
        'w' => 0.weeks().try_weeks(count).ok(),
        _ => None,
    }
}

/// Up to four digits, and nothing else.
fn digits(text: &str) -> Option<u16> {
    let plain = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_where_the_person_is() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        let now = Timestamp("2026-11-22T23:30:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond());
        let read = |text: &str| {
            read(text, now, &zone).map(|t| jiff::Timestamp::from_millisecond(t.0).unwrap().to_string())
        };
        for (text, expected) in [
            ("2026-11-01", "2026-10-31T22:00:00Z"),
            ("2026-11", "2026-10-31T22:00:00Z"),
            ("2026", "2025-12-31T22:00:00Z"),
            ("today", "2026-11-22T22:00:00Z"),
            ("Yesterday", "2026-11-21T22:00:00Z"),
            ("12h", "2026-11-22T11:30:00Z"),
            ("7d", "2026-11-15T23:30:00Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for bad in
            ["", "x", "26-11-01", "2026-13-01", "2026-02-30", "2026-11-01-1", "-7d", "+7d", "99999d", "٧d"]
        {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
