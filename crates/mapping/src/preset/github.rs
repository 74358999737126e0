//! Webhooks of GitHub, as smee.io and its kin relay them over SSE.
//!
//! By probot/smee.io and probot/smee-client (`ready`, `ping`, and messages with the headers and the body of the webhook) and
//! docs.github.com/webhooks/webhook-events-and-payloads.

#[cfg(test)]
mod tests;

use serde_json::Value;
use tidings_model::{Entry, Identity, Moment, Urgency};
use tidings_sse::Event;
use url::Url;

use crate::auto::{self, identity};
use crate::reader::Plain;
use crate::text::{self, humanise};
use crate::{About, Format, Glance, MappingError, Meaning, Outcome, Reader, json, markdown};

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

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        event.object().is_some_and(|value| json::text(value, "/x-github-event").is_some())
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
        return Ok(auto::of(Some(value), event, endpoint));
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
        tags: text::tags([kind]),
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

/// One kind of webhook: what its title is made of (see [`filled`]), and where its text, its link and the name of its card are.
struct Row {
    kinds: &'static [&'static str],
    title: &'static str,
    words: &'static str,
    link: &'static str,
    card: Option<&'static str>,
    urgency: Urgency,
}

const fn row(
    kinds: &'static [&'static str],
    title: &'static str,
    words: &'static str,
    link: &'static str,
) -> Row {
    Row { kinds, title, words, link, card: None, urgency: Urgency::Normal }
}

impl Row {
    const fn on(self, card: &'static str) -> Self {
        Self { card: Some(card), ..self }
    }

    const fn low(self) -> Self {
        Self { urgency: Urgency::Low, ..self }
    }
}

const ROWS: [Row; 9] = [
    row(&["issues"], "Issue #{/issue/number} {/action~}: {/issue/title}", "/issue/body", "/issue/html_url")
        .on("/issue/html_url"),
    row(
        &["pull_request"],
        "Pull request #{/pull_request/number} {/action~}: {/pull_request/title}",
        "/pull_request/body",
        "/pull_request/html_url",
    )
    .on("/pull_request/html_url"),
    row(
        &["issue_comment", "commit_comment", "pull_request_review_comment"],
        "{/sender/login} commented on {/issue/title|/pull_request/title|a commit}",
        "/comment/body",
        "/comment/html_url",
    ),
    row(
        &["pull_request_review"],
        "{/sender/login} {/review/state~}: {/pull_request/title}",
        "/review/body",
        "/review/html_url",
    ),
    row(
        &["release"],
        "Release {/action~}: {/release/name|/release/tag_name}",
        "/release/body",
        "/release/html_url",
    )
    .on("/release/html_url"),
    row(
        &["deployment_status"],
        "Deployment to {/deployment/environment}: {/deployment_status/state~}",
        "/deployment_status/description",
        "/deployment_status/target_url",
    )
    .on("/deployment/id"),
    row(&["star", "watch"], "{/sender/login} starred it", "", "/sender/html_url").low(),
    row(&["fork"], "{/sender/login} forked it", "", "/forkee/html_url").low(),
    row(&[], "{kind} {/action~} by {/sender/login}", "", "/repository/html_url"),
];

fn said(kind: &str, body: &Value) -> Said {
    match kind {
        "push" => return push(body),
        "workflow_run" | "check_run" | "check_suite" | "workflow_job" => return run(kind, body),
        _ => {}
    }
    // The last row is for every other kind.
    let row = ROWS.iter().find(|row| row.kinds.contains(&kind)).unwrap_or(&ROWS[ROWS.len() - 1]);
    let words = json::text(body, row.words).filter(|_| !row.words.is_empty()).unwrap_or_default();
    let title = filled(row.title, kind, body);
    let said = Said { urgency: row.urgency, ..news(title, words, row.link, row.card) };
    if kind == "pull_request" { pull_request(said, body) } else { said }
}

/// A title with its places filled: `{/at/a/pointer}` by the word there, `{…~}` by that word as people write it, `{a|b}` by the first that is
/// there, or by the words themselves where they are no pointer.
fn filled(title: &str, kind: &str, body: &Value) -> String {
    let mut parts = title.split('{');
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (place, rest) = part.split_once('}').unwrap_or((part, ""));
        let (place, plain) = place.strip_suffix('~').map_or((place, false), |place| (place, true));
        let word = match place {
            "kind" => humanise(kind),
            _ => place.split('|').find_map(|at| word(at, body)).unwrap_or_default(),
        };
        said += &if plain { humanise(&word).to_lowercase() } else { word };
        said += rest;
    }
    said
}

fn word(at: &str, body: &Value) -> Option<String> {
    if at.starts_with('/') { json::word(body, at) } else { Some(at.to_owned()) }
}

fn push(body: &Value) -> Said {
    let text = |at: &str| json::text(body, at).unwrap_or_default();
    let commits = body.get("commits").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
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

/// One that was merged says so; what only arranges it is a quiet change of its card.
fn pull_request(said: Said, body: &Value) -> Said {
    let action = json::text(body, "/action").unwrap_or_default();
    let merged = body.pointer("/pull_request/merged") == Some(&Value::Bool(true)) && action == "closed";
    let minor =
        matches!(action, "synchronize" | "labeled" | "unlabeled" | "edited" | "assigned" | "unassigned");
    Said {
        title: if merged { said.title.replacen(" closed: ", " merged: ", 1) } else { said.title },
        moment: if minor { Moment::Minor } else { Moment::News },
        ..said
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
