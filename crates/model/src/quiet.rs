//! When the bell is to be quiet.

use std::fmt;

/// A stretch of the week in which nothing rings, such as Monday to Friday from 22:00 to 07:00.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// The days on which it begins.
    pub days: Weekdays,
    /// When it begins.
    pub from: TimeOfDay,
    /// When it ends: on the next day where this is not later than `from`.
    pub to: TimeOfDay,
    /// The time zone by its IANA name, such as `Europe/Berlin`; none takes the system's.
    pub zone: Option<String>,
}

/// A time on the clock, in minutes since midnight: 0 to 1439.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// Reads `HH:MM`, from `00:00` to `23:59`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let number = |part: &str, most: u16| {
            let plain = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            part.parse().ok().filter(|n: &u16| plain && *n <= most)
        };
        Some(Self(number(hours, 23)? * 60 + number(minutes, 59).filter(|_| minutes.len() == 2)?))
    }

    /// Minutes since midnight.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Some days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weekdays(u8);

impl Weekdays {
    /// The days' names in `tidings.toml` and on the wire, from Monday on.
    pub const NAMES: [&'static str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    /// The whole week.
    pub const ALL: Self = Self(0x7f);
    /// No day.
    pub const NONE: Self = Self(0);

    /// With the days of `text` too: one (`sat`), or a range (`mon-fri`, `fri-mon`).
    #[must_use]
    pub fn with(self, text: &str) -> Option<Self> {
        let day = |name: &str| Self::NAMES.iter().position(|known| *known == name.trim());
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let (first, last) = (day(first)?, day(last)?);
        let length = (last + 7 - first) % 7;
        let days = (0..=length).fold(self.0, |days, step| days | 1 << ((first + step) % 7));
        Some(Self(days))
    }

    /// Whether the day is among them: 0 is Monday, 6 Sunday.
    #[must_use]
    pub const fn has(self, day: u8) -> bool {
        day < 7 && self.0 >> day & 1 == 1
    }

    /// Their names, from Monday on.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        (0..7).zip(Self::NAMES).filter(move |(day, _)| self.has(*day)).map(|(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day() {
        for (text, minutes) in [("00:00", 0), ("7:05", 425), ("07:05", 425), ("23:59", 1439)] {
            assert_eq!(TimeOfDay::parse(text).map(TimeOfDay::minutes), Some(minutes), "{text}");
        }
        for bad in ["24:00", "7", "07:5", "07:60", "-1:00", "+7:00", "007:00", "", ":", "07:05:00"] {
            assert_eq!(TimeOfDay::parse(bad), None, "{bad}");
        }
        assert_eq!(TimeOfDay::parse("7:05").unwrap().to_string(), "07:05");
    }

    #[test]
    fn days_and_ranges_of_them() {
        let names = |text| Weekdays::NONE.with(text).map(|days| days.names().collect::<Vec<_>>());
        assert_eq!(names("sat").unwrap(), ["sat"]);
        assert_eq!(names("mon-fri").unwrap(), ["mon", "tue", "wed", "thu", "fri"]);
        assert_eq!(names("sat-mon").unwrap(), ["mon", "sat", "sun"]);
        assert_eq!(names("monday"), None);
        assert_eq!(Weekdays::NONE.with("mon-sun"), Some(Weekdays::ALL));
    }
}
