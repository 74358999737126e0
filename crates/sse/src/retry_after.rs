//! When a server asks to be asked again.

use std::time::{Duration, SystemTime};

/// `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3), held within two bounds; none where it is neither.
#[must_use]
pub fn retry_after(value: &str, now: SystemTime, (least, most): (Duration, Duration)) -> Option<Duration> {
    let value = value.trim();
    let asked = if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        Duration::from_secs(value.parse().unwrap_or(u64::MAX))
    } else {
        httpdate::parse_http_date(value).ok()?.duration_since(now).unwrap_or_default()
    };
    Some(asked.clamp(least, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read_in_both_forms_and_held_in_bounds() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777); // Sun, 06 Nov 1994 08:49:37 GMT
        let cases = [
            ("120", Some(120)),
            (" 7 ", Some(7)),
            ("0", Some(1)),
            ("99999999999999999999999", Some(3600)),
            ("Sun, 06 Nov 1994 08:51:37 GMT", Some(120)),
            ("Sunday, 06-Nov-94 08:51:37 GMT", Some(120)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(1)),
            ("Sat, 06 Nov 2094 08:00:00 GMT", Some(3600)),
            ("+5", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ];
        let bounds = (Duration::from_secs(1), Duration::from_secs(3600));
        for (value, seconds) in cases {
            assert_eq!(retry_after(value, now, bounds), seconds.map(Duration::from_secs), "{value:?}");
        }
    }
}
