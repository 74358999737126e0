//! Envelopes around lists. Each item is kept in its envelope, alone there: it reads as it did among the others, and a template finds it
//! where it was, first in the list.

use serde_json::Value;
use tidings_model::Entry;

use crate::Outcome;

/// How much of what an envelope says beside its list is kept with an item, in bytes: it is kept once more with each of 500.
const ROOM: usize = 2 << 10;

/// What an envelope says beside its list, as the beginning of an object.
pub(crate) struct Envelope(String);

impl Envelope {
    /// Of this object, without the members that say how its data are packed. A member for which there is no room is left out.
    pub(crate) fn of(envelope: &Value, packing: &[&str]) -> Self {
        let mut head = String::new();
        for (name, value) in envelope.as_object().into_iter().flatten() {
            let is_data = name == "data" || packing.contains(&name.as_str());
            let member = || format!("{}:{value},", Value::from(name.as_str()));
            if let Some(member) = (!is_data).then(member).filter(|member| head.len() + member.len() <= ROOM) {
                head.push_str(&member);
            }
        }
        Self(head)
    }

    /// The envelope with a list of this item alone, which is JSON.
    pub(crate) fn around(&self, item: &str) -> String {
        format!("{{{}\"data\":[{item}]}}", self.0)
    }

    /// Tells as the envelope's what was read in its data: `whole` completes each entry, and hears whether it is one of a list.
    pub(crate) fn tell(&self, said: Vec<Outcome>, whole: impl Fn(Entry, bool) -> Entry) -> Vec<Outcome> {
        let listed = said.len() > 1 || matches!(said.first(), Some(Outcome::Found { .. }));
        let told = |outcome| match outcome {
            Outcome::Entry(entry) => Outcome::Entry(whole(entry, listed)),
            Outcome::Found { entry, data, .. } => Outcome::item(whole(entry, true), self.around(&data)),
            other => other,
        };
        said.into_iter().map(told).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_item_stands_alone_in_its_envelope() {
        let envelope = json!({ "id": "1", "data": [1, 2], "encoding": "json", "of": { "a": "\"" } });
        let kept = Envelope::of(&envelope, &["encoding"]).around("2");
        assert_eq!(kept, r#"{"id":"1","of":{"a":"\""},"data":[2]}"#);
        assert_eq!(Envelope::of(&json!({ "data": [1] }), &[]).around("1"), r#"{"data":[1]}"#);
    }

    #[test]
    fn what_is_long_is_not_kept_with_each_item() {
        let envelope = json!({ "id": "1", "long": "x".repeat(ROOM), "type": "t", "data": [] });
        assert_eq!(Envelope::of(&envelope, &[]).around("{}"), r#"{"id":"1","type":"t","data":[{}]}"#);
    }
}
