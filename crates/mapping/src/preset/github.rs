//! Webhooks of GitHub, as smee.io and its kin relay them over SSE.
//!
//! By probot/smee.io and probot/smee-client (`ready`, `ping`, and messages with the headers and the body of the webhook) and
//! docs.github.com/webhooks/webhook-events-and-payloads.

use serde_json::Value;
use tidings_model::{Entry, Identity, Moment, Urgency};
use tidings_sse::Event;
use url::Url;

use crate::auto::{self, identity};
use crate::reader::Plain;
use crate::text::{self, humanise};
use crate::{About, Format, MappingError, Meaning, Outcome, Reader, json, markdown};

/// A relay of GitHub's webhooks.
pub(crate) struct GitHub;

impl Format for GitHub {
    fn name(&self) -> &'static str {
        "github"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, url: &Url) -> bool {
        url.host_str() == Some("smee.io")
    }

    fn recognises_event(&self, event: &Event) -> bool {
        json::object(event).is_some_and(|value| json::text(&value, "/x-github-event").is_some())
    }

    fn suggested_name(&self, url: &Url) -> String {
        if self.recognises_url(url) { "GitHub webhooks".to_owned() } else { crate::address::name_of(url) }
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Plain::boxed(endpoint, read)
    }
}

fn read(event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
    if matches!(event.kind.as_str(), "ready" | "ping") {
        return Ok(Meaning::alive());
    }
    let value = json::data(event)?;
    let Some(kind) = json::text(&value, "/x-github-event").map(str::to_owned) else {
        return Ok(auto::read(event, endpoint));
    };
    // A webhook of the content type application/x-www-form-urlencoded has its body in a string.
    let body = match value.get("body") {
        Some(Value::String(text)) => json::parse(text)?,
        Some(body) => {
            body.get("payload").and_then(Value::as_str).map_or_else(|| Ok(body.clone()), json::parse)?
        }
        None => return Err(MappingError::Missing { field: "body" }),
    };
    let own = match json::text(&value, "/x-github-delivery") {
        Some(delivery) => Identity::Own(identity::key(delivery.to_owned())),
        None => identity::of_stream(event, event.data.as_bytes()),
    };
    let said = said(&kind, &body);
    let repository = json::text(&body, "/repository/full_name");
    let title = match repository {
        Some(repository) => format!("{repository}: {}", said.title),
        None => said.title,
    };
    Ok(Meaning::of(vec![Outcome::Entry(Entry {
        body: text::body(&said.words),
        link: said
            .link
            .and_then(|at| json::link(&body, at, endpoint))
            .or_else(|| json::link(&body, "/repository/html_url", endpoint)),
        icon: json::link(&body, "/sender/avatar_url", endpoint),
        published_at: json::time(&value, "/timestamp"),
        urgency: said.urgency,
        replaces: said.card.and_then(|at| json::word(&body, at)).map(identity::key),
        moment: said.moment,
        tags: auto::object::tidy([kind.as_str()].into_iter()),
        ..Entry::new(own, json::title(&title, "GitHub"))
    })]))
}

struct Said {
    title: String,
    words: String,
    link: Option<&'static str>,
    /// Where the name of its card is.
    card: Option<&'static str>,
    urgency: Urgency,
    moment: Moment,
}

/// News with a title, a text, and where its link and the name of its card are.
fn news(title: String, words: &str, link: &'static str, card: Option<&'static str>) -> Said {
    let (urgency, moment) = (Urgency::Normal, Moment::News);
    Said { title, words: markdown::plain(words), link: Some(link), card, urgency, moment }
}

fn said(kind: &str, body: &Value) -> Said {
    let text = |at: &str| json::text(body, at).unwrap_or_default();
    let word = |at: &str| json::word(body, at).unwrap_or_default();
    let (action, sender) = (humanise(text("/action")).to_lowercase(), text("/sender/login"));
    match kind {
        "push" => {
            let commits =
                body.get("commits").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let lines = commits.iter().take(20).map(|commit| {
                json::text(commit, "/message").and_then(|message| message.lines().next()).unwrap_or("…")
            });
            let branch = text("/ref").trim_start_matches("refs/heads/").trim_start_matches("refs/tags/");
            let count = match commits.len() {
                1 => "1 commit".to_owned(),
                many => format!("{many} commits"),
            };
            let words = lines.map(|line| format!("• {line}")).collect::<Vec<_>>().join("\n");
            news(format!("{} pushed {count} to {branch}", text("/pusher/name")), &words, "/compare", None)
        }
        "issues" => news(
            format!("Issue #{} {action}: {}", word("/issue/number"), text("/issue/title")),
            text("/issue/body"),
            "/issue/html_url",
            Some("/issue/html_url"),
        ),
        "pull_request" => {
            let merged =
                body.pointer("/pull_request/merged") == Some(&Value::Bool(true)) && action == "closed";
            let did = if merged { "merged" } else { &action };
            let title = format!(
                "Pull request #{} {did}: {}",
                word("/pull_request/number"),
                text("/pull_request/title")
            );
            let minor = matches!(
                action.as_str(),
                "synchronize" | "labeled" | "unlabeled" | "edited" | "assigned" | "unassigned"
            );
            let moment = if minor { Moment::Minor } else { Moment::News };
            Said {
                moment,
                ..news(
                    title,
                    text("/pull_request/body"),
                    "/pull_request/html_url",
                    Some("/pull_request/html_url"),
                )
            }
        }
        "issue_comment" | "commit_comment" | "pull_request_review_comment" => {
            let on = json::first(body, &["/issue/title", "/pull_request/title"]).unwrap_or("a commit");
            news(format!("{sender} commented on {on}"), text("/comment/body"), "/comment/html_url", None)
        }
        "pull_request_review" => {
            let state = humanise(text("/review/state")).to_lowercase();
            news(
                format!("{sender} {state}: {}", text("/pull_request/title")),
                text("/review/body"),
                "/review/html_url",
                None,
            )
        }
        "release" => {
            let name = json::first(body, &["/release/name", "/release/tag_name"]).unwrap_or_default();
            news(
                format!("Release {action}: {name}"),
                text("/release/body"),
                "/release/html_url",
                Some("/release/html_url"),
            )
        }
        "workflow_run" | "check_run" | "check_suite" | "workflow_job" => run(kind, body),
        "deployment_status" => news(
            format!(
                "Deployment to {}: {}",
                text("/deployment/environment"),
                humanise(text("/deployment_status/state")).to_lowercase()
            ),
            text("/deployment_status/description"),
            "/deployment_status/target_url",
            Some("/deployment/id"),
        ),
        "star" | "watch" => Said {
            urgency: Urgency::Low,
            ..news(format!("{sender} starred it"), "", "/sender/html_url", None)
        },
        "fork" => Said {
            urgency: Urgency::Low,
            ..news(format!("{sender} forked it"), "", "/forkee/html_url", None)
        },
        other => news(format!("{} {action} by {sender}", humanise(other)), "", "/repository/html_url", None),
    }
}

/// A run of the actions, which is one card from the queue to its end.
fn run(kind: &str, body: &Value) -> Said {
    let (name, status, conclusion, link, card) = match kind {
        "workflow_run" => (
            "/workflow_run/name",
            "/workflow_run/status",
            "/workflow_run/conclusion",
            "/workflow_run/html_url",
            "/workflow_run/id",
        ),
        "workflow_job" => (
            "/workflow_job/name",
            "/workflow_job/status",
            "/workflow_job/conclusion",
            "/workflow_job/html_url",
            "/workflow_job/id",
        ),
        "check_suite" => (
            "/check_suite/app/name",
            "/check_suite/status",
            "/check_suite/conclusion",
            "/check_suite/url",
            "/check_suite/id",
        ),
        _ => (
            "/check_run/name",
            "/check_run/status",
            "/check_run/conclusion",
            "/check_run/html_url",
            "/check_run/id",
        ),
    };
    let conclusion = json::text(body, conclusion);
    let state = humanise(conclusion.or_else(|| json::text(body, status)).unwrap_or("queued")).to_lowercase();
    let title = format!("{} {state}", json::text(body, name).unwrap_or("Run"));
    let branch =
        json::first(body, &["/workflow_run/head_branch", "/workflow_job/head_branch"]).unwrap_or_default();
    let moment = if conclusion.is_some() { Moment::Final } else { Moment::Minor };
    let failed = matches!(conclusion, Some("failure" | "timed_out" | "startup_failure"));
    let urgency = if failed { Urgency::Normal } else { Urgency::Low };
    Said { moment, urgency, ..news(title, branch, link, Some(card)) }
}

const ABOUT: About = About {
    subscribe: &[
        ("A channel of smee.io", "https://smee.io/{channel}"),
        ("A relay of your own", "https://{server}/{channel}"),
    ],
    recognised: "By the host smee.io, and by events with \"x-github-event\".",
    heartbeat: "`ready` at the start, `ping` every 30 s or so.",
    cursor: "None: what is sent while the connection is down is not sent again; GitHub can redeliver it.",
    identity: "\"x-github-delivery\".",
    replaces: "The issue, the pull request, the release, the deployment or the run: each is one card.",
    fields: &[
        ("title", "the repository, and what happened, of \"x-github-event\" and \"action\""),
        ("text", "the body of what was written, without Markdown's marks; the first lines of pushed commits"),
        ("link", "\"html_url\" of what it is about"),
        ("icon", "\"sender.avatar_url\""),
        ("time", "\"timestamp\""),
        ("tags", "\"x-github-event\""),
    ],
    urgency: "Normal; stars, forks and runs that succeed are low. Labels, edits and runs that only begin are quiet changes of their card.",
    actions: "None.",
    errors: "A channel of smee.io can be read by whoever knows its name: send no secrets through it.",
    source: "probot/smee.io, probot/smee-client, and docs.github.com/webhooks.",
    ..About::titled("GitHub webhooks (smee)")
};
