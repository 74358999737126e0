//! What a feed said and Tidings may not have heard.

use crate::Timestamp;
use crate::coded::coded;

/// Why something a feed said may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The kind of reason.
    pub code: GapCode,
    /// Since when it was not heard, where that is known.
    pub from: Option<Timestamp>,
    /// Since when it is heard again.
    pub to: Option<Timestamp>,
    /// A number or names that belong to the reason; empty for most.
    pub what: String,
}

coded! {
    /// The kinds of reasons.
    pub enum GapCode {
        /// It was away, and its events have no ids to ask for them by.
        NoIds = "no_ids",
        /// It was asked by an id, and the server did not show that it knows it.
        Unconfirmed = "unconfirmed",
        /// The server said that it no longer has all that came.
        Forgotten = "forgotten",
        /// More came than is asked for; the number says how many are.
        TooMuch = "too_much",
        /// The server refused to go on from where it was left, and was asked without that.
        Refused = "refused",
        /// It was away for longer than servers of its kind keep what they said.
        Expired = "expired",
        /// The server could not be asked for some of it; what, is said in its own words.
        Part = "part",
        /// More changed at one time than is told; the number says how many changes are not.
        Untold = "untold",
        /// There is more data than is kept of it: what changes is not followed.
        TooLarge = "too_large",
        /// Some of the feed's topics may not be read; their names follow.
        NotAllowed = "not_allowed",
    }
}

impl GapCode {
    /// It was lost while the feed was not heard: the times of that absence belong to it.
    #[must_use]
    pub const fn is_of_an_absence(self) -> bool {
        !self.lasts() && !matches!(self, Self::Untold)
    }

    /// The kind of this code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// It is so for as long as the connection stands, and found anew with the next one; the others were once, on one day.
    #[must_use]
    pub const fn lasts(self) -> bool {
        matches!(self, Self::NotAllowed | Self::TooLarge)
    }
}

impl Gap {
    /// One that a feed's reader found: it does not know the times.
    #[must_use]
    pub fn found(code: GapCode, what: impl Into<String>) -> Self {
        Self { code, from: None, to: None, what: what.into() }
    }

    /// Something was not heard from then until then.
    #[must_use]
    pub fn between(code: GapCode, from: Timestamp, to: Timestamp) -> Self {
        Self { code, from: Some(from), to: Some(to), what: String::new() }
    }

    /// How long it was away, in milliseconds; none where nobody knows.
    #[must_use]
    pub fn length(&self) -> Option<i64> {
        Some(self.to?.millis_since(self.from?))
    }

    /// In English. `when` puts the two times into words, such as "between 17:05 and 18:10".
    #[must_use]
    pub fn sentence(&self, when: impl FnOnce(Timestamp, Timestamp) -> String) -> String {
        let when = match (self.from, self.to) {
            (Some(from), Some(to)) => when(from, to),
            _ => "while the connection was down".to_owned(),
        };
        let what = &self.what;
        match self.code {
            GapCode::NoIds => format!(
                "What it said {when} is missing: its events have no ids that Tidings could ask for them by."
            ),
            GapCode::Unconfirmed => format!(
                "What it said {when} may be missing: the server did not say whether it knows where Tidings left off."
            ),
            GapCode::Forgotten => {
                format!("Some of what it said {when} is missing: the server no longer has it all.")
            }
            GapCode::TooMuch => {
                format!("More than {what} entries came {when}: those beyond them are missing.")
            }
            GapCode::Refused => {
                format!("What it said {when} is missing: its server no longer knows where Tidings left off.")
            }
            GapCode::Expired => format!(
                "Of what it said {when} the oldest may be missing: servers of its kind keep it for less than that."
            ),
            GapCode::Part => {
                format!("Some of what it said {when} is missing, for Tidings could not ask for it: {what}.")
            }
            GapCode::Untold => format!("More changed at one time than is told: {what} of the changes are missing."),
            GapCode::TooLarge => "The place holds more data than is kept of it: what changes there is not told until the feed is \
                 connected anew and the place is smaller. Subscribe to a place further down."
                .to_owned(),
            GapCode::NotAllowed => {
                format!("The server does not let you read: {what}. The feed's other topics are heard.")
            }
        }
    }
}
