use serde_json::{Value, json};
use tidings_model::{Moment, Urgency};

use super::Score;
use crate::preset::testing::{Run, event, recognises, url};
use crate::{Outcome, recognise};

const BOARD: &str = "https://scores.example.com/board";

/// A board with a moving clock, which says `also` beside the score.
fn board(clock: u32, score: [u32; 2], also: &Value) -> Value {
    let [home, away] = score;
    let mut board = json!({
        "match_id": "m", "sport": "football", "clock": clock,
        "home": { "name": "A", "score": home }, "away": { "name": "B", "score": away },
    });
    board.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    board
}

/// What a run of boards is, from its second word on.
fn told(boards: &[Value]) -> Vec<(String, Moment)> {
    let mut run = Run::of(&Score, BOARD);
    let all: Vec<_> =
        boards.iter().map(|board| run.entry(board)).map(|entry| (entry.title, entry.moment)).collect();
    all[1..].to_vec()
}

#[test]
fn a_state_that_lasts_is_told_once_and_not_with_every_minute() {
    for state in ["2nd half", "HT", "Q3", "half", "IN_PLAY", "Live", "delayed", "unplayed"] {
        let status = json!({ "status": state });
        for (title, moment) in told(&[1, 2, 3].map(|clock| board(clock, [1, 0], &status))) {
            assert_eq!(moment, Moment::Minor, "{state}: {title}");
        }
    }
}

#[test]
fn a_match_of_a_list_is_known_in_another_run_by_what_is_its_own() {
    let other =
        json!({ "match_id": "n", "home": { "name": "C", "score": 3 }, "away": { "name": "D", "score": 3 } });
    let list = json!([board(1, [1, 0], &json!({})), other]);
    let meaning = Run::of(&Score, BOARD).reads(&list);
    let [Outcome::Found { .. }, Outcome::Found { data, .. }] = &meaning.outcomes[..] else {
        panic!("{meaning:?}")
    };
    let mut next = Run::of(&Score, BOARD);
    next.reads(data);
    let goal =
        json!({ "match_id": "n", "home": { "name": "C", "score": 4 }, "away": { "name": "D", "score": 3 } });
    let entry = next.entry(&goal);
    assert_eq!((entry.title.as_str(), entry.moment), ("⚽ Goal: C 4–3 D", Moment::News));
}

#[test]
fn a_state_that_changes_is_told_in_words() {
    let states = ["scheduled", "live", "HT", "2nd half", "suspended", "2nd half", "finished", "finished"];
    let boards: Vec<_> =
        (1..).zip(states).map(|(clock, state)| board(clock, [0, 0], &json!({ "status": state }))).collect();
    let told = told(&boards);
    let titles: Vec<_> = told.iter().map(|(title, moment)| (title.as_str(), *moment)).collect();
    assert_eq!(
        titles,
        [
            ("▶ 2' Kick-off: A 0–0 B", Moment::News),
            ("⚽ 3' Half-time: A 0–0 B", Moment::News),
            ("⚽ 4' 2nd half: A 0–0 B", Moment::News),
            ("⚽ 5' Suspended: A 0–0 B", Moment::News),
            ("⚽ 6' Resumed: A 0–0 B", Moment::News),
            ("🏁 7' Full time: A 0–0 B", Moment::Final),
            ("🏁 8' Full time: A 0–0 B", Moment::Minor),
        ]
    );
}

#[test]
fn a_goal_is_told_whatever_the_state() {
    let states = [json!({ "status": "2nd half" }), json!({ "status": "live", "period": 2 }), json!({})];
    for state in states {
        let told = told(&[board(60, [0, 0], &state), board(61, [0, 1], &state)]);
        assert_eq!(told, [("⚽ 61' Goal: A 0–1 B".to_owned(), Moment::News)], "{state}");
    }
    // Also where the board calls itself something that says nothing, in its own case.
    let kind = json!({ "Type": "match" });
    assert_eq!(told(&[board(1, [0, 0], &kind), board(2, [1, 0], &kind)])[0].0, "⚽ 2' Goal: A 1–0 B");
}

#[test]
fn a_part_that_is_not_repeated_is_no_change() {
    let (part, none) = (json!({ "status": "live", "period": "2nd half" }), json!({ "status": "live" }));
    let told = told(&[board(1, [0, 0], &part), board(2, [0, 0], &none), board(3, [0, 0], &part)]);
    assert!(told.iter().all(|(_, moment)| *moment == Moment::Minor), "{told:?}");
}

#[test]
fn a_match_that_has_not_begun_does_not_ring() {
    let entry = Run::of(&Score, BOARD).entry(&board(0, [0, 0], &json!({ "status": "scheduled" })));
    assert_eq!((entry.moment, entry.urgency), (Moment::Minor, Urgency::Low));
}

#[test]
fn a_score_that_is_not_repeated_stays() {
    let bare = json!({ "match_id": "m", "type": "card", "clock": 70, "home": { "name": "A" }, "away": { "name": "B" } });
    let again = board(71, [2, 1], &json!({}));
    let told = told(&[board(69, [2, 1], &json!({})), bare, again]);
    assert_eq!(told[0].0, "🟨 70' Yellow card: A 2–1 B");
    assert_eq!(told[1].1, Moment::Minor);
}

#[test]
fn teams_and_scores_are_found_wherever_they_are_written() {
    let cases = [
        json!({ "match_id": 7, "home_team": "A", "away_team": "B", "score": "2-1" }),
        json!({ "match_id": 7, "home_team": "A", "away_team": "B", "result": "2 : 1" }),
        json!({ "matchId": 7, "homeTeam": { "name": "A" }, "awayTeam": { "name": "B" },
            "score": { "fullTime": { "home": 2, "away": 1 }, "halfTime": { "home": 0, "away": 0 } } }),
        json!({ "fixture": { "id": 7 }, "teams": { "home": { "name": "A" }, "away": { "name": "B" } },
            "goals": { "home": 2, "away": 1 } }),
    ];
    for case in cases {
        assert!(recognises(&Score, "message", &case), "{case}");
        let entry = Run::of(&Score, BOARD).entry(&case);
        assert_eq!(entry.title, "⚽: A 2–1 B", "{case}");
        assert_eq!(entry.replaces.as_deref(), Some("7"), "{case}");
    }
}

#[test]
fn a_text_that_is_no_score_is_none() {
    for score in ["2-1 aet", "2026-11", "-", "1-", "a-b", ""] {
        let board = json!({ "match_id": 7, "home_team": "A", "away_team": "B", "score": score });
        assert!(!recognises(&Score, "message", &board), "{score}");
    }
}

#[test]
fn what_is_no_match_is_read_as_any_other_feed() {
    let news = json!({ "title": "Draw made", "home": { "name": "A" } });
    assert_eq!(Run::of(&Score, BOARD).entry(&news).title, "Draw made");
    assert_eq!(recognise(&url(BOARD), &[event("message", &news)]).name(), "auto");
}
