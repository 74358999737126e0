//! TxODDS TxLINE: scores of fixtures.
//!
//! By txline.txodds.com/documentation: `id:` is `TS:INDEX`, `heartbeat` carries {"Ts"}, the schema is written in two ways
//! (`FixtureId` and `fixtureId`).

use serde_json::{Map, Value, json as object};
use tidings_sse::Event;
use url::Url;

use super::score::Matches;
use crate::auto::fields::{Fields, word};
use crate::{About, Format, MappingError, Meaning, Outcome, Reader, json, text};

/// A stream of TxLINE.
pub(crate) struct TxLine;

impl Format for TxLine {
    fn name(&self) -> &'static str {
        "txline"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, url: &Url) -> bool {
        url.host_str().is_some_and(|host| host.ends_with("txodds.com"))
    }

    fn recognises_event(&self, event: &Event) -> bool {
        json::object(event).is_some_and(|value| {
            let fields = value.as_object().map(Fields::of);
            fields.is_some_and(|fields| {
                ["fixture_id", "seq", "ts", "stats"].iter().all(|name| fields.own(name).is_some())
            })
        })
    }

    fn suggested_name(&self, _url: &Url) -> String {
        "TxLINE scores".to_owned()
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Box::new(Scores { endpoint: endpoint.clone(), matches: Matches::new(endpoint) })
    }
}

struct Scores {
    endpoint: Url,
    matches: Matches,
}

impl Reader for Scores {
    fn address(&self) -> Url {
        self.endpoint.clone()
    }

    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        if event.kind == "heartbeat" {
            return Ok(Meaning::alive());
        }
        let value = json::data(event)?;
        let Some(fields) = value.as_object().map(Fields::of) else {
            return Err(MappingError::Missing { field: "FixtureId" });
        };
        // Prices come on the same server; they are no news for a person.
        if fields.own("stats").is_none() && fields.own("prices").is_some() {
            return Ok(Meaning::alive());
        }
        let normal = normal(&fields)?;
        let data = Value::Object(normal.clone()).to_string();
        Ok(Meaning::of(vec![Outcome::Entry(self.matches.tell(&normal, &data, event))]))
    }
}

/// An update in the common form of scores.
fn normal(fields: &Fields<'_>) -> Result<Map<String, Value>, MappingError> {
    let first = |paths: &[&str]| {
        fields.first(paths, word).map(|word| text::clip(&text::one_line(&word), text::limits::TAG * 2))
    };
    let id = first(&["fixture_id"]).ok_or(MappingError::Missing { field: "FixtureId" })?;
    let ones = ["participant1", "home_team", "home", "stats.participant1.name"];
    let twos = ["participant2", "away_team", "away", "stats.participant2.name"];
    let side = |names: &[&str], scores: &[&str], otherwise: &str| object!({ "name": first(names).unwrap_or_else(|| otherwise.to_owned()), "score": first(scores).unwrap_or_else(|| "0".to_owned()) });
    let unnamed = format!("Fixture {id}");
    let normal = object!({
        "match_id": id,
        "sequence": first(&["seq"]),
        "timestamp": fields.own("ts"),
        "sport": first(&["sport", "sport_name"]),
        "league": first(&["competition", "league"]),
        "type": first(&["action", "type", "game_state", "status"]),
        "period": first(&["period", "phase", "stats.period"]),
        "clock": first(&["clock", "minute", "stats.clock", "stats.minute"]),
        "home": side(&ones, &["stats.score.home", "stats.goals.home", "stats.home", "stats.1", "score.home", "score1"], &unnamed),
        "away": side(&twos, &["stats.score.away", "stats.goals.away", "stats.away", "stats.2", "score.away", "score2"], "opponent"),
    });
    match normal {
        Value::Object(mut normal) => {
            normal.retain(|_, value| !value.is_null());
            Ok(normal)
        }
        _ => Err(MappingError::Missing { field: "FixtureId" }),
    }
}

const ABOUT: About = About {
    subscribe: &[
        ("All scores", "https://txline.txodds.com/api/scores/stream"),
        ("One fixture", "https://txline.txodds.com/api/scores/stream?fixtureId={fixture}"),
    ],
    recognised: "By a host of txodds.com, and by events with \"FixtureId\", \"Seq\", \"Ts\" and \"Stats\".",
    heartbeat: "`heartbeat` with {\"Ts\"}.",
    cursor: "The `id:` (TS:INDEX), as `Last-Event-ID`: the server sends again what was missed.",
    identity: "\"FixtureId\" and \"Seq\".",
    replaces: "\"FixtureId\": a fixture is one card.",
    fields: &[
        ("title", "both participants, their score in \"Stats\", the action and the clock"),
        ("time", "\"Ts\""),
    ],
    urgency: "As of any match. Prices are not shown.",
    actions: "None.",
    errors: "401: give the headers Authorization: Bearer JWT and X-Api-Token, both kept as secrets; the JWT expires and must be renewed.",
    source: "txline.txodds.com/documentation and txline-docs.txodds.com. Where \"Stats\" keeps the score is not stated there for every sport, and no account was at hand: each place that the documents show is looked at. No stream of scores for guests was found.",
    ..About::titled("TxLINE scores")
};
