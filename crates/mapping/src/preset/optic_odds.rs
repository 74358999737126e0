//! OpticOdds: results as they come, for many sports.
//!
//! By developer.opticodds.com/docs/sse-streaming and the results stream's page: `connected` and `ping` carry no JSON,
//! `fixture-results` carries the fixture: its id and league in front, and in `score` what the results of the REST API are (`sport`, `league`,
//! `fixture`, `scores`, `in_play`). Each field is looked for in every place that the documents show.

use serde_json::{Map, Value, json as object};
use tidings_model::Entry;
use tidings_sse::Event;
use url::Url;

use super::score::Matches;
use crate::{About, Format, Glance, MappingError, Meaning, Outcome, Reader, json, text};

#[cfg(test)]
mod tests;

/// A stream of OpticOdds.
pub(crate) struct OpticOdds;

impl Format for OpticOdds {
    fn name(&self) -> &'static str {
        "opticodds"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, url: &Url) -> bool {
        url.host_str().is_some_and(|host| host.ends_with("opticodds.com"))
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        event.kind == "fixture-results" || event.kind == "locked-odds"
    }

    fn suggested_name(&self, url: &Url) -> String {
        let league =
            url.query_pairs().find(|(name, _)| name == "league").map(|(_, league)| league.into_owned());
        text::title(&format!("{} scores", league.unwrap_or_else(|| "OpticOdds".to_owned())))
            .unwrap_or_default()
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Box::new(Results { endpoint: endpoint.clone(), matches: Matches::new(endpoint) })
    }
}

struct Results {
    endpoint: Url,
    matches: Matches,
}

impl Reader for Results {
    fn address(&self) -> Url {
        self.endpoint.clone()
    }

    fn recalls(&self) -> bool {
        true
    }

    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        match event.kind.as_str() {
            "connected" | "ping" => return Ok(Meaning::alive()),
            // A price is no news for a person: it would ring all day.
            "odds" | "locked-odds" => return Ok(Meaning::alive()),
            "error" => return Err(json::reported(&event.data)),
            _ => {}
        }
        let value = json::data(event)?;
        let Some(fixtures) = value.get("data").and_then(Value::as_array) else {
            return Ok(Meaning::of(vec![Outcome::Entry(self.tell(&value, event)?)]));
        };
        let told = |fixture| Ok(Outcome::item(self.tell(fixture, event)?, fixture.to_string()));
        let told: Result<_, MappingError> = fixtures.iter().take(text::limits::ITEMS).map(told).collect();
        told.map(Meaning::of)
    }
}

impl Results {
    fn tell(&mut self, fixture: &Value, event: &Event) -> Result<Entry, MappingError> {
        let normal = normal(fixture)?;
        let data = Value::Object(normal.clone()).to_string();
        Ok(self.matches.tell(&normal, &data, event))
    }
}

/// A fixture in the common form of scores.
fn normal(fixture: &Value) -> Result<Map<String, Value>, MappingError> {
    let word = |at: &[&str]| at.iter().find_map(|at| json::word(fixture, at));
    let id =
        word(&["/fixture_id", "/fixture/id", "/id"]).ok_or(MappingError::Missing { field: "fixture_id" })?;
    let side = |side: &str| {
        let name = word(&[
            &format!("/score/fixture/{side}_team_display"),
            &format!("/{side}_team_display"),
            &format!("/fixture/{side}_team_display"),
            &format!("/score/fixture/{side}_competitors/0/name"),
            &format!("/{side}_competitors/0/name"),
            &format!("/fixture/{side}_competitors/0/name"),
            &format!("/{side}_team"),
        ]);
        let score = word(&[
            &format!("/score/scores/{side}/total"),
            &format!("/scores/{side}/total"),
            &format!("/score/{side}"),
            &format!("/score/score_{side}"),
        ]);
        // Not every event repeats the score: what is not said stays as it was.
        object!({ "name": name.unwrap_or_else(|| if side == "home" { "Home" } else { "Away" }.to_owned()), "score": score })
    };
    let status = word(&["/score/fixture/status", "/status", "/fixture/status"]).unwrap_or_default();
    let normal = object!({
        "match_id": id,
        "home": side("home"),
        "away": side("away"),
        // "football" is the American one there, and "soccer" the other.
        "sport": word(&["/score/sport/id", "/sport/id", "/fixture/sport/id", "/sport"]).map(|sport| sport.replace("football", "american football")),
        "league": word(&["/score/league/name", "/league/name", "/fixture/league/name", "/league"]),
        "status": status,
        "period": word(&["/score/in_play/period", "/in_play/period", "/in_play/period_number"]),
        "clock": word(&["/score/in_play/clock", "/in_play/clock"]),
        "version": word(&["/entry_id"]),
    });
    match normal {
        Value::Object(mut normal) => {
            normal.retain(|_, value| !value.is_null());
            Ok(normal)
        }
        _ => Err(MappingError::Missing { field: "fixture_id" }),
    }
}

const ABOUT: About = About {
    subscribe: &[(
        "The results of a league",
        "https://api.opticodds.com/api/v3/stream/results/{sport}?league={league}",
    )],
    recognised: "By a host of opticodds.com, and by events `fixture-results`.",
    heartbeat: "`connected` at the start, and `ping`, whose data are no JSON.",
    cursor: "The `id:`, as `Last-Event-ID`.",
    identity: "\"fixture_id\" and \"entry_id\".",
    replaces: "\"fixture_id\": a fixture is one card.",
    fields: &[("title", "both sides, their score, the period and the clock"), ("text", "the league")],
    urgency: "As of any match: a score is normal, a period is low, the clock is quiet, the end is the last word. Odds are not shown.",
    actions: "None.",
    errors: "401: a key is needed; give the header X-Api-Key, rather than key= in the address. Too many connections: 250 new ones in 15 s; one league each is advised.",
    source: "developer.opticodds.com/docs/sse-streaming and /docs/fixture-results, and a public copy of the results stream's page. Checked in November 2026 against those and against public clients that read the stream: names, state and score stand in \"score\" (fixture, scores, in_play). No key was at hand.",
    ..About::titled("OpticOdds results")
};
