use serde_json::{Value, json};
use tidings_model::{Identity, Moment, Urgency};

use super::GitHub;
use crate::preset::testing::{Run, recognises, url};
use crate::{Format as _, Meaning};

const CHANNEL: &str = "https://smee.io/abc";

fn webhook(kind: &str, also: &Value) -> Value {
    let mut body = json!({ "repository": { "full_name": "ann/tea", "html_url": "https://github.com/ann/tea" }, "sender": { "login": "bo" } });
    body.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    json!({ "x-github-event": kind, "x-github-delivery": "d1", "timestamp": 1_700_000_000_000_i64, "body": body })
}

fn told(kind: &str, also: &Value) -> (String, Moment, Urgency) {
    let entry = Run::of(&GitHub, CHANNEL).entry(&webhook(kind, also));
    (entry.title, entry.moment, entry.urgency)
}

#[test]
fn each_kind_of_webhook_has_its_words_and_its_weight() {
    use Moment::{Final, Minor, News};
    use Urgency::{Low, Normal};
    let pull = |action: &str, merged: bool| json!({ "action": action, "pull_request": { "number": 7, "title": "Brew", "merged": merged } });
    let run = |conclusion: Value| json!({ "action": "x", "workflow_run": { "id": 1, "name": "CI", "status": "in_progress", "conclusion": conclusion } });
    let push = |commits: usize| json!({ "ref": "refs/heads/main", "pusher": { "name": "ann" }, "commits": vec![json!({ "message": "a" }); commits] });
    let cases = [
        (
            "issues",
            json!({ "action": "opened", "issue": { "number": 3, "title": "Cold" } }),
            "Issue #3 opened: Cold",
            News,
            Normal,
        ),
        ("pull_request", pull("opened", false), "Pull request #7 opened: Brew", News, Normal),
        ("pull_request", pull("closed", true), "Pull request #7 merged: Brew", News, Normal),
        ("pull_request", pull("closed", false), "Pull request #7 closed: Brew", News, Normal),
        ("pull_request", pull("labeled", false), "Pull request #7 labeled: Brew", Minor, Normal),
        (
            "issue_comment",
            json!({ "issue": { "title": "Cold" }, "comment": { "body": "Yes" } }),
            "bo commented on Cold",
            News,
            Normal,
        ),
        ("commit_comment", json!({ "comment": { "body": "Yes" } }), "bo commented on a commit", News, Normal),
        (
            "pull_request_review",
            json!({ "review": { "state": "changes_requested" }, "pull_request": { "title": "Brew" } }),
            "bo changes requested: Brew",
            News,
            Normal,
        ),
        (
            "release",
            json!({ "action": "published", "release": { "tag_name": "v1" } }),
            "Release published: v1",
            News,
            Normal,
        ),
        (
            "deployment_status",
            json!({ "deployment": { "id": 1, "environment": "shop" }, "deployment_status": { "state": "failure" } }),
            "Deployment to shop: failure",
            News,
            Normal,
        ),
        ("star", json!({ "action": "created" }), "bo starred it", News, Low),
        ("fork", json!({}), "bo forked it", News, Low),
        ("member", json!({ "action": "added" }), "Member added by bo", News, Normal),
        ("push", push(1), "ann pushed 1 commit to main", News, Normal),
        ("push", push(2), "ann pushed 2 commits to main", News, Normal),
        ("workflow_run", run(Value::Null), "CI in progress", Minor, Low),
        ("workflow_run", run(json!("success")), "CI success", Final, Low),
        ("workflow_run", run(json!("failure")), "CI failure", Final, Normal),
    ];
    for (kind, also, title, moment, urgency) in cases {
        assert_eq!(told(kind, &also), (format!("ann/tea: {title}"), moment, urgency), "{kind} {also}");
    }
}

#[test]
fn a_body_is_read_however_it_was_sent() {
    let body = json!({ "action": "created", "sender": { "login": "bo" } });
    for packed in [body.clone(), json!(body.to_string()), json!({ "payload": body.to_string() })] {
        let entry = Run::of(&GitHub, CHANNEL).entry(&json!({ "x-github-event": "star", "body": packed }));
        assert_eq!(entry.title, "bo starred it", "{packed}");
    }
    let error = Run::of(&GitHub, CHANNEL).hears("message", &json!({ "x-github-event": "star" })).unwrap_err();
    assert_eq!(error.to_string(), "the event has no \"body\"");
    assert!(
        Run::of(&GitHub, CHANNEL)
            .hears("message", &json!({ "x-github-event": "star", "body": "{broken" }))
            .is_err()
    );
}

#[test]
fn an_issue_is_one_card_and_each_delivery_is_told_once() {
    let issue = json!({ "action": "opened", "issue": { "title": "Cold", "body": "**Very**", "html_url": "https://github.com/ann/tea/issues/3" } });
    let entry = Run::of(&GitHub, CHANNEL).entry(&webhook("issues", &issue));
    assert_eq!((entry.identity, entry.body.as_str()), (Identity::Own("d1".into()), "Very"));
    assert_eq!(entry.link, entry.replaces);
    // What has no page of its own leads to the repository.
    assert_eq!(
        Run::of(&GitHub, CHANNEL).entry(&webhook("push", &json!({}))).link.as_deref(),
        Some("https://github.com/ann/tea")
    );
}

#[test]
fn what_the_relay_says_itself_is_a_heartbeat_and_other_webhooks_are_read_as_any_other_feed() {
    let mut run = Run::of(&GitHub, CHANNEL);
    for kind in ["ready", "ping"] {
        assert_eq!(run.hears(kind, "{}").unwrap(), Meaning::alive());
    }
    let other = json!({ "title": "Tea", "body": {} });
    assert!(
        !recognises(&GitHub, "message", &other)
            && recognises(&GitHub, "message", &webhook("star", &json!({})))
    );
    assert_eq!(run.entry(&other).title, "Tea");
    assert!(GitHub.recognises_url(&url(CHANNEL)));
}
