//! Live scores: one card for each match, which changes in place, and a row of history for each moment.
//!
//! The form is the one that score feeds have in common; docs/feeds/score.md states it. Names are found however they are written.

mod reader;
#[cfg(test)]
mod tests;

use url::Url;

use crate::{About, Format, Glance, Reader, auto};

pub(crate) use reader::Matches;

/// A feed of matches.
pub(crate) struct Score;

impl Format for Score {
    fn name(&self) -> &'static str {
        "score"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, _url: &Url) -> bool {
        false
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        let certain = |value: &serde_json::Value| {
            value.as_object().is_some_and(|object| {
                let fields = auto::fields::Fields::of(object);
                auto::score::is_match(&fields)
            })
        };
        event.object().is_some_and(certain)
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Box::new(Matches::new(endpoint))
    }
}

const ABOUT: About = About {
    subscribe: &[("A feed of scores", "https://{server}/{path}")],
    recognised: "By events with two sides (\"home\" and \"away\"), a score, and the id of a match (\"match_id\", \"game_id\" or \"fixture_id\").",
    heartbeat: "As the server does it.",
    cursor: "The `id:`, where the server sends one.",
    identity: "The match's id and \"sequence\" (or \"version\", \"updated_at\"); an event's own \"id\"; or else a hash of the event.",
    replaces: "\"match_id\", \"game_id\" or \"fixture_id\": a match is one card.",
    fields: &[
        (
            "title",
            "the kind of moment, \"clock\", and both sides with their score: ⚽ 63' Goal: Harbour Town 2–1 Northgate",
        ),
        ("text", "\"title\" and \"text\" of the moment"),
        ("link", "\"link\" or \"url\""),
        ("time", "\"timestamp\""),
    ],
    urgency: "Normal; substitutions, bookings and periods are low. The clock, and what changes nothing that is told, is quiet; the end is the card's last word.",
    actions: "As the payload states them.",
    errors: "None of its own.",
    source: "The common ground of PubNub's guide to live scores, OpticOdds, TxLINE and the demo's own hub. There is no standard.",
    ..About::titled("live scores")
};
