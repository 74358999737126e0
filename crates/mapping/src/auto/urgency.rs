//! How much an entry of an unknown feed matters.

use serde_json::Value;
use tidings_model::Urgency;

use super::fields::Fields;

const LOW: [&str; 9] = ["low", "lowest", "min", "minimum", "minor", "debug", "trace", "verbose", "very-low"];
const CRITICAL: [&str; 13] = [
    "critical",
    "crit",
    "fatal",
    "emergency",
    "emerg",
    "alert",
    "urgent",
    "max",
    "maximum",
    "severe",
    "extreme",
    "panic",
    "breaking",
];
const NORMAL: [&str; 12] = [
    "normal",
    "medium",
    "moderate",
    "default",
    "info",
    "informational",
    "notice",
    "warning",
    "warn",
    "error",
    "high",
    "highest",
];

/// The urgency that an object states, if it does.
pub(crate) fn stated(fields: &Fields<'_>) -> Option<Urgency> {
    // Gotify counts from 0 to 10 and sends the application's number along; ntfy and most others count from 1 to 5.
    let ten = fields.get("appid").is_some();
    fields
        .first(&["priority"], |value| by_word(value).or_else(|| by_priority(number(value)?, ten)))
        .or_else(|| fields.first(&["urgency"], |value| by_word(value).or_else(|| by_urgency(number(value)?))))
        .or_else(|| fields.first(&["severity", "level"], by_word))
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn by_word(value: &Value) -> Option<Urgency> {
    let word = value.as_str()?.trim();
    let is_in = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    if is_in(&CRITICAL) {
        Some(Urgency::Critical)
    } else if is_in(&LOW) {
        Some(Urgency::Low)
    } else {
        is_in(&NORMAL).then_some(Urgency::Normal)
    }
}

/// By the numbers of ntfy (1 to 5) and Gotify (0 to 10).
pub(crate) fn by_priority(priority: f64, of_ten: bool) -> Option<Urgency> {
    let critical = if of_ten || priority > 5.0 { 8.0 } else { 5.0 };
    let low = if of_ten { 3.0 } else { 2.0 };
    match priority {
        p if !(0.0..=10.0).contains(&p) => None,
        p if p >= critical => Some(Urgency::Critical),
        p if p <= low => Some(Urgency::Low),
        _ => Some(Urgency::Normal),
    }
}

/// By the numbers of the desktop notifications specification.
fn by_urgency(urgency: f64) -> Option<Urgency> {
    [(0.0, Urgency::Low), (1.0, Urgency::Normal), (2.0, Urgency::Critical)]
        .into_iter()
        .find(|(number, _)| *number == urgency)
        .map(|(_, urgency)| urgency)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn words_and_numbers_are_understood() {
        let cases = [
            (json!({"priority": 5}), Some(Urgency::Critical)),
            (json!({"priority": "2"}), Some(Urgency::Low)),
            (json!({"priority": 5, "appid": 1}), Some(Urgency::Normal)),
            (json!({"priority": 8, "appid": 1}), Some(Urgency::Critical)),
            (json!({"priority": 99}), None),
            (json!({"Urgency": "Critical"}), Some(Urgency::Critical)),
            (json!({"urgency": 0}), Some(Urgency::Low)),
            (json!({"severity": "warning"}), Some(Urgency::Normal)),
            (json!({"level": "debug"}), Some(Urgency::Low)),
            (json!({"level": 12}), None),
            (json!({"priority": "whatever", "severity": "fatal"}), Some(Urgency::Critical)),
        ];
        for (object, urgency) in cases {
            assert_eq!(stated(&Fields::of(object.as_object().unwrap())), urgency, "{object}");
        }
    }
}
