use serde_json::{Value, json};

use super::Horizon;
use crate::preset::testing::{Run, url};
use crate::{Format as _, Meaning};

const EFFECTS: &str = "https://horizon.stellar.org/effects";
const ACCOUNT: &str = "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7";

fn title(also: &Value) -> String {
    let mut record = json!({ "_links": {}, "paging_token": "7" });
    record.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    Run::of(&Horizon, EFFECTS).entry(&record).title
}

#[test]
fn each_kind_of_record_is_a_sentence() {
    let cases = [
        (
            json!({ "type": "account_credited", "account": ACCOUNT, "asset_type": "native", "amount": "10.5000000" }),
            "Account credited with 10.5 XLM: GAAZ…CWN7",
        ),
        (
            json!({ "type": "create_account", "account": ACCOUNT, "starting_balance": "2.0000000" }),
            "New account GAAZ…CWN7 with 2 XLM",
        ),
        (
            json!({ "type": "account_merge", "account": ACCOUNT, "into": ACCOUNT }),
            "Account GAAZ…CWN7 merged into GAAZ…CWN7",
        ),
        (json!({ "type": "set_options", "source_account": ACCOUNT }), "Set options: GAAZ…CWN7"),
        (
            json!({ "hash": "ab", "source_account": ACCOUNT, "operation_count": 2 }),
            "Transaction of GAAZ…CWN7 with 2 operations",
        ),
        (json!({ "sequence": 5, "closed_at": "2024-05-01T10:00:05Z" }), "Ledger 5: 0 transactions"),
    ];
    for (record, words) in cases {
        assert_eq!(title(&record), words);
    }
}

#[test]
fn it_goes_on_behind_the_last_record_and_begins_with_what_comes() {
    let mut run = Run::of(&Horizon, EFFECTS);
    assert_eq!(run.0.address().as_str(), "https://horizon.stellar.org/effects?cursor=now");
    assert_eq!(run.hears("open", "\"hello\"").unwrap(), Meaning::alive());
    let meaning = run.reads("{\"_links\":{},\"paging_token\":\"9-1\",\"type\":\"trade\"}");
    assert_eq!(run.hears("close", "\"byebye\"").unwrap(), Meaning::alive());
    assert_eq!(run.0.address().as_str(), "https://horizon.stellar.org/effects?cursor=9-1");
    let later = Run::after(&Horizon, EFFECTS, meaning.checkpoint.as_deref());
    assert_eq!(later.0.address(), run.0.address());
    // Who asks for the past gets it.
    assert_eq!(
        Horizon.endpoint(&url("https://horizon.stellar.org/effects?cursor=1")).query(),
        Some("cursor=1")
    );
}

#[test]
fn a_record_without_its_place_is_an_error() {
    let error = Run::of(&Horizon, EFFECTS).hears("message", "{\"type\":\"payment\"}").unwrap_err();
    assert_eq!(error.to_string(), "the event has no \"paging_token\"");
}
