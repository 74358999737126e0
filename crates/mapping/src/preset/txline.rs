//! TxODDS TxLINE: scores of fixtures.
//!
//! By txline.txodds.com/documentation and what public clients of it read: `id:` is `TS:INDEX`, `heartbeat` carries {"Ts"}, names are written
//! in two ways (`FixtureId` and `fixtureId`). An update says who plays by number only: the names are in the list of fixtures.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use serde_json::{Map, Value, json as object};
use tidings_sse::Event;
use url::Url;

use super::score::Matches;
use crate::auto::fields::{Fields, word};
use crate::{
    About, Answer, Fetch, Format, Glance, MappingError, Meaning, Opening, Outcome, Reader, json, text,
};

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

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        event.object().is_some_and(|value| {
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
        let (endpoint, matches) = (endpoint.clone(), Matches::new(endpoint));
        Box::new(Scores { endpoint, matches, fixtures: HashMap::new() })
    }
}

/// Fixtures remembered. What is beyond keeps its number for a name.
const FIXTURES: usize = 5_000;
/// The stream's path, and the one of the list of fixtures beside it.
const STREAM: &str = "/scores/stream";
const LIST: &str = "/fixtures/snapshot";

struct Scores {
    endpoint: Url,
    matches: Matches,
    fixtures: HashMap<String, Fixture>,
}

/// What is known of a fixture; the first participant in front.
#[derive(Clone, Default)]
struct Fixture {
    names: [Option<String>; 2],
    league: Option<String>,
    /// Not every update repeats it.
    score: [Option<String>; 2],
}

impl Scores {
    fn list(&self) -> Option<Fetch> {
        let base = self.endpoint.path().strip_suffix(STREAM)?.to_owned();
        let mut url = self.endpoint.clone();
        url.set_path(&format!("{base}{LIST}"));
        url.set_query(None);
        Some(Fetch { url, about: "fixtures".to_owned(), common: true })
    }

    fn learn(&mut self, id: &str, learn: impl FnOnce(&mut Fixture)) {
        if self.fixtures.len() < FIXTURES || self.fixtures.contains_key(id) {
            learn(self.fixtures.entry(id.to_owned()).or_default());
        }
    }
}

impl Reader for Scores {
    fn address(&self) -> Url {
        self.endpoint.clone()
    }

    fn recalls(&self) -> bool {
        true
    }

    fn opened(&mut self, _opening: &Opening<'_>) -> Meaning {
        Meaning::asking(self.list().into_iter().collect())
    }

    fn answered(&mut self, _fetch: &Fetch, answer: &Answer) -> Result<Meaning, MappingError> {
        let list = answer.text("the names of the teams").and_then(json::parse)?;
        for fixture in list.as_array().into_iter().flatten().take(FIXTURES) {
            let Some(fields) = fixture.as_object().map(Fields::of) else { continue };
            let Some(id) = fields.first(&["fixture_id"], word) else { continue };
            let names = PARTICIPANTS.map(|names| named(&fields, names));
            let league = named(&fields, &["competition"]);
            self.learn(&id, |fixture| (fixture.names, fixture.league) = (names, league));
        }
        Ok(Meaning::alive())
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
        let id = named(&fields, &["fixture_id"]).ok_or(MappingError::Missing { field: "FixtureId" })?;
        let mut fixture = self.fixtures.get(&id).cloned().unwrap_or_default();
        for (known, now) in fixture.score.iter_mut().zip(score(&fields)) {
            *known = now.or(known.take());
        }
        self.learn(&id, |known| known.score.clone_from(&fixture.score));
        let normal = normal(&id, &fields, fixture);
        let data = Value::Object(normal.clone()).to_string();
        Ok(Meaning::of(vec![Outcome::Entry(self.matches.tell(&normal, &data, event))]))
    }
}

/// Where the participants' names may be.
const PARTICIPANTS: [&[&str]; 2] = [
    &["participant1", "home_team", "home", "stats.participant1.name"],
    &["participant2", "away_team", "away", "stats.participant2.name"],
];

/// A state of a match in words.
fn period(state: &str) -> String {
    const STATES: [(&str, &str); 8] = [
        ("h1", "1st half"),
        ("ht", "Half-time"),
        ("h2", "2nd half"),
        ("et1", "Extra time, 1st half"),
        ("htet", "Extra time, half-time"),
        ("et2", "Extra time, 2nd half"),
        ("p", "Penalties"),
        ("end", "Ended"),
    ];
    let known = STATES.iter().find(|(code, _)| state.eq_ignore_ascii_case(code));
    known.map_or_else(|| text::humanise(state), |(_, words)| (*words).to_owned())
}

/// Actions that are told for themselves.
const TOLD: [&str; 11] = [
    "goal",
    "own_goal",
    "penalty",
    "card",
    "yellow_card",
    "red_card",
    "substitution",
    "kick_off",
    "kickoff",
    "half_time",
    "full_time",
];

fn named(fields: &Fields<'_>, paths: &[&str]) -> Option<String> {
    fields.first(paths, word).map(|word| text::clip(text::one_line(&word), text::limits::TAG * 2))
}

/// The score of both participants. A total that names other things than goals is one without goals; what "Stats" counts is keyed by
/// numbers, 1 and 2 for the goals of the whole match.
fn score(fields: &Fields<'_>) -> [Option<String>; 2] {
    [1, 2].map(|side| {
        let at = |path: &str| path.replace('#', &side.to_string());
        let totals = ["score.participant#.total", "score_soccer.participant#.total"].map(at);
        let total = totals.iter().find_map(|path| fields.get(path).and_then(Value::as_object));
        let goals = total.map(|total| {
            let fields = Fields::of(total);
            fields.first(&["goals", "points", "score", "runs"], word).unwrap_or_else(|| "0".to_owned())
        });
        let side = ["home", "away"][side - 1];
        let stats = [
            at("stats.#"),
            format!("stats.score.{side}"),
            format!("stats.goals.{side}"),
            format!("score.{side}"),
        ];
        goals.or_else(|| stats.iter().find_map(|path| fields.get(path).and_then(word)))
    })
}

/// An update in the common form of scores.
fn normal(id: &str, fields: &Fields<'_>, fixture: Fixture) -> Map<String, Value> {
    let Fixture { names: [one, two], league, score: [goals, conceded] } = fixture;
    let [here, there] = PARTICIPANTS.map(|names| named(fields, names));
    let mut sides = [(here.or(one), goals), (there.or(two), conceded)];
    if fields.own("participant1_is_home").and_then(Value::as_bool) == Some(false) {
        sides.reverse();
    }
    let [home, away] = sides;
    let side = |(name, score): (Option<String>, Option<String>), otherwise: String| object!({ "name": name.unwrap_or(otherwise), "score": score });
    // What is not confirmed yet is told by the score, once it changes.
    let confirmed = fields.own("confirmed").and_then(Value::as_bool) != Some(false);
    let action = named(fields, &["action", "type"]).filter(|_| confirmed);
    let kind = match action.as_deref() {
        Some("game_finalised") => Some("final".to_owned()),
        // Throw-ins, corners and comments are many: what they change of the match is told, not they.
        _ => action.filter(|action| TOLD.contains(&action.to_ascii_lowercase().as_str())),
    };
    let minute = fields.get("clock.seconds").and_then(Value::as_u64).filter(|seconds| *seconds > 0);
    let minute = minute.map(|seconds| (seconds / 60).to_string());
    let normal = object!({
        "match_id": id,
        "sequence": named(fields, &["seq"]),
        "timestamp": fields.own("ts"),
        "sport": named(fields, &["sport", "sport_name"]),
        "league": named(fields, &["competition", "league"]).or(league),
        "type": kind,
        "period": named(fields, &["game_state", "period", "phase", "status"]).map(|state| period(&state)),
        "clock": minute.or_else(|| named(fields, &["clock", "minute", "stats.clock", "stats.minute"])),
        "home": side(home, format!("Fixture {id}")),
        "away": side(away, "opponent".to_owned()),
    });
    let fields = normal.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    fields.map(|(name, value)| (name.clone(), value.clone())).collect()
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
        (
            "title",
            "both participants (their names of the list of fixtures, asked at each connect), their score, the action and the clock",
        ),
        ("time", "\"Ts\""),
    ],
    urgency: "As of any match. Prices are not shown.",
    actions: "None.",
    errors: "401: give the headers Authorization: Bearer JWT and X-Api-Token, both kept as secrets; the JWT expires and must be renewed. Packed: Tidings asks for the stream as it is, and does not read it packed; whether the service packs it regardless was not seen.",
    source: "txline.txodds.com/documentation and txline-docs.txodds.com. Checked in November 2026 against the sources of public clients that were run against the service (among them the crate txline 0.4): updates are written in PascalCase, the score is in \"Score\" as Participant1.Total.Goals, or in \"Stats\" under \"1\" and \"2\"; the clock counts seconds; `game_finalised` ends a match. No account was at hand. No stream of scores for guests was found.",
    ..About::titled("TxLINE scores")
};
