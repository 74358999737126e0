use serde_json::{Value, json};
use tidings_model::Moment;

use super::OpticOdds;
use crate::preset::testing::{Run, entries, url};
use crate::{Format as _, Meaning, Outcome};

const STREAM: &str = "https://api.opticodds.com/api/v3/stream/results/soccer?league=MLS";

impl Run {
    fn results(&mut self, entry: u32, also: &Value) -> Meaning {
        let mut fixture = json!({
            "fixture_id": "F", "entry_id": format!("{entry}-0"), "sport": "soccer", "home_team": "A", "away_team": "B",
        });
        fixture.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
        self.hears("fixture-results", &fixture).unwrap()
    }

    fn title(&mut self, entry: u32, also: &Value) -> (String, Moment) {
        let [entry] = <[_; 1]>::try_from(entries(&self.results(entry, also))).unwrap();
        (entry.title, entry.moment)
    }
}

fn scores(home: u32, away: u32) -> Value {
    json!({ "status": "live", "score": { "scores": { "home": { "total": home }, "away": { "total": away } } } })
}

#[test]
fn a_score_that_is_missing_stays_what_it_was() {
    let mut run = Run::of(&OpticOdds, STREAM);
    run.results(1, &scores(2, 1));
    assert_eq!(run.title(2, &json!({ "status": "live" })), ("⚽: A 2–1 B".to_owned(), Moment::Minor));
    assert_eq!(run.title(3, &scores(2, 1)), ("⚽: A 2–1 B".to_owned(), Moment::Minor));
    assert_eq!(run.title(4, &scores(2, 2)).0, "⚽ Goal: A 2–2 B");
}

#[test]
fn each_fixture_of_a_list_is_kept_with_what_is_its_own() {
    let fixture =
        |id: &str| json!({ "fixture_id": id, "entry_id": "1-0", "home_team": "A", "away_team": "B" });
    let list = json!({ "data": [fixture("F"), fixture("G")] });
    let mut run = Run::of(&OpticOdds, STREAM);
    for (outcome, id) in run.hears("fixture-results", &list).unwrap().outcomes.iter().zip(["F", "G"]) {
        let Outcome::Found { entry, data, earlier: false } = outcome else { panic!("{outcome:?}") };
        assert_eq!(*data, fixture(id).to_string());
        assert_eq!(entries(&run.hears("fixture-results", data).unwrap())[0].replaces, entry.replaces);
    }
}

#[test]
fn a_score_that_was_never_said_is_none() {
    let mut run = Run::of(&OpticOdds, STREAM);
    assert_eq!(
        run.title(1, &json!({ "status": "unplayed" })),
        ("⚽ Unplayed: A – B".to_owned(), Moment::Minor)
    );
    assert_eq!(run.title(2, &scores(0, 0)), ("▶ Kick-off: A 0–0 B".to_owned(), Moment::News));
}

#[test]
fn its_words_for_a_state_that_lasts_are_told_once() {
    for state in ["half", "suspended", "delayed", "cancelled"] {
        let mut run = Run::of(&OpticOdds, STREAM);
        run.results(1, &scores(1, 0));
        let state = json!({ "status": state });
        assert_eq!(run.title(2, &state).1, Moment::News, "{state}");
        assert_eq!(run.title(3, &state).1, Moment::Minor, "{state}");
    }
}

#[test]
fn what_is_no_result_is_no_entry_and_an_error_is_one() {
    let mut run = Run::of(&OpticOdds, STREAM);
    for (kind, data) in
        [("connected", "ok go"), ("ping", "2024-08-28T18:57:49Z"), ("odds", "{}"), ("locked-odds", "{}")]
    {
        assert_eq!(run.hears(kind, data).unwrap(), Meaning::alive(), "{kind}");
    }
    let error = run.hears("error", "too many connections").unwrap_err();
    assert_eq!(error.to_string(), "the server reports: too many connections");
    let error = run.hears("fixture-results", "{}").unwrap_err();
    assert_eq!(error.to_string(), "the event has no \"fixture_id\"");
}

#[test]
fn it_is_known_by_its_host_and_called_by_its_league() {
    assert!(OpticOdds.recognises_url(&url(STREAM)));
    assert_eq!(OpticOdds.suggested_name(&url(STREAM)), "MLS scores");
    assert!(!OpticOdds.recognises_url(&url(BOARD)));
}

const BOARD: &str = "https://scores.example.com/board";
