use serde_json::{Value, json};
use tidings_model::Moment;

use super::TxLine;
use crate::preset::testing::{Run, entries, fetches, recognises, url};
use crate::{Format as _, Meaning, Opening};

const STREAM: &str = "https://txline.txodds.com/api/scores/stream";

fn update(number: u32, also: &Value) -> Value {
    let mut update = json!({ "FixtureId": 7, "Seq": number, "Ts": 1_722_523_617_827_i64, "Stats": {} });
    update.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    update
}

/// A run that knows who plays.
fn named() -> Run {
    let mut run = Run::of(&TxLine, STREAM);
    let asked = fetches(&run.0.opened(&Opening::default()));
    assert_eq!(asked[0].url.as_str(), "https://txline.txodds.com/api/fixtures/snapshot");
    let list = json!([{ "FixtureId": 7, "Participant1": "Harbour Town", "Participant2": "Northgate", "Competition": "Cup" }]);
    run.answered(&asked[0], &list).unwrap();
    run
}

#[test]
fn names_are_those_of_the_list_and_scores_those_of_the_last_update_that_had_them() {
    let mut run = named();
    let titles = [
        update(1, &json!({ "GameState": "H1", "Stats": { "1": 1, "2": 0 } })),
        update(2, &json!({ "GameState": "H1", "Clock": { "Running": true, "Seconds": 1380 } })),
        update(3, &json!({ "GameState": "HT", "Score": { "Participant1": { "Total": { "Goals": 1 } }, "Participant2": { "Total": { "Corners": 2 } } } })),
    ]
    .map(|update| run.entry(&update).title);
    assert_eq!(
        titles,
        [
            "⚽ 1st half: Harbour Town 1–0 Northgate",
            "⚽ 23' 1st half: Harbour Town 1–0 Northgate",
            "⚽ Half-time: Harbour Town 1–0 Northgate"
        ]
    );
}

#[test]
fn who_is_at_home_stands_in_front() {
    let away =
        update(1, &json!({ "Participant1IsHome": false, "Action": "goal", "Stats": { "1": 0, "2": 1 } }));
    assert_eq!(named().entry(&away).title, "⚽ Goal: Northgate 1–0 Harbour Town");
}

#[test]
fn what_is_not_confirmed_or_small_is_no_news_of_its_own_and_the_end_is_the_last_word() {
    let mut run = named();
    run.entry(&update(1, &json!({ "GameState": "H1", "Stats": { "1": 0, "2": 0 } })));
    let mut moment = |number, also: Value| run.entry(&update(number, &also)).moment;
    assert_eq!(moment(2, json!({ "GameState": "H1", "Action": "goal", "Confirmed": false })), Moment::Minor);
    assert_eq!(moment(3, json!({ "GameState": "H1", "Action": "throw_in" })), Moment::Minor);
    assert_eq!(
        moment(
            4,
            json!({ "GameState": "H1", "Action": "goal", "Confirmed": true, "Stats": { "1": 1, "2": 0 } })
        ),
        Moment::News
    );
    assert_eq!(moment(5, json!({ "Action": "game_finalised" })), Moment::Final);
}

#[test]
fn one_fixture_of_its_own_stream_is_asked_for_in_the_same_list() {
    let mut run = Run::of(&TxLine, &format!("{STREAM}?fixtureId=7"));
    assert_eq!(fetches(&run.0.opened(&Opening::default()))[0].url.query(), None);
    let mut elsewhere = Run::of(&TxLine, "https://txline.txodds.com/other");
    assert!(fetches(&elsewhere.0.opened(&Opening::default())).is_empty());
}

#[test]
fn heartbeats_and_prices_are_not_told_and_an_update_of_nothing_is_an_error() {
    let mut run = named();
    assert_eq!(run.hears("heartbeat", "{\"Ts\":1}").unwrap(), Meaning::alive());
    assert_eq!(run.reads(&json!({ "FixtureId": 7, "Prices": [] })), Meaning::alive());
    let error = run.hears("message", &json!({ "Seq": 1, "Stats": {} })).unwrap_err();
    assert_eq!(error.to_string(), "the event has no \"FixtureId\"");
    assert!(run.hears("message", "[]").is_err() && run.hears("message", "no").is_err());
}

#[test]
fn it_is_known_by_its_host_and_its_fields_in_either_case() {
    assert!(TxLine.recognises_url(&url(STREAM)));
    assert!(recognises(&TxLine, "message", &update(1, &json!({}))));
    assert!(recognises(&TxLine, "message", &json!({ "fixtureId": 7, "seq": 1, "ts": 1, "stats": {} })));
    assert!(!recognises(&TxLine, "message", &json!({ "fixtureId": 7 })));
    assert_eq!(entries(&named().reads(&update(1, &json!({}))))[0].title, "⚽: Harbour Town – Northgate");
}
