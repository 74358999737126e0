//! CouchDB: the changes of a database, or of all databases.
//!
//! By docs/api/database/changes.rst, docs/api/server/common.rst (`_db_updates`) and chttpd_db.erl. The `id:` is the JSON of the
//! sequence, quotes included, and stands behind the data; it is sent back as it is.

#[cfg(test)]
mod tests;

use serde_json::Value;
use tidings_model::{Entry, Identity, Moment};
use tidings_sse::Event;
use url::Url;

use crate::auto::{self, identity};
use crate::reader::Plain;
use crate::text::humanise;
use crate::{About, Format, Glance, MappingError, Meaning, Outcome, Reader, json};

/// The changes of a CouchDB server.
pub(crate) struct CouchDb;

impl Format for CouchDb {
    fn name(&self) -> &'static str {
        "couchdb"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, url: &Url) -> bool {
        url.path().ends_with("/_changes") || url.path().ends_with("/_db_updates")
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        event.object().is_some_and(|value| value.get("seq").is_some() && value["changes"].is_array())
    }

    /// Of now, with documents and heartbeats, unless the address says otherwise: the server's defaults are all changes ever, and
    /// an end after a minute of silence.
    fn endpoint(&self, pasted: &Url) -> Url {
        let mut url = pasted.clone();
        let given: Vec<(String, String)> =
            pasted.query_pairs().into_owned().filter(|(name, _)| name != "feed").collect();
        let mut wanted = vec![("since", "now"), ("heartbeat", "30000")];
        wanted.extend(url.path().ends_with("/_changes").then_some(("include_docs", "true")));
        let mut query = url.query_pairs_mut();
        query.clear().append_pair("feed", "eventsource").extend_pairs(&given);
        query.extend_pairs(wanted.iter().filter(|(name, _)| given.iter().all(|(known, _)| known != name)));
        drop(query);
        url
    }

    fn suggested_name(&self, url: &Url) -> String {
        let database = url.path().rsplit('/').nth(1).filter(|name| !name.is_empty());
        match database {
            Some(database) => format!("{} {database}", url.host_str().unwrap_or("CouchDB")),
            None => crate::address::name_of(url),
        }
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Plain::boxed(endpoint, read)
    }
}

fn read(event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
    // An empty `data:` line makes an event of the heartbeat.
    if event.kind == "heartbeat" || event.data.is_empty() {
        return Ok(Meaning::alive());
    }
    let value = json::data(event)?;
    if let Some(database) = json::text(&value, "/db_name") {
        return Ok(Meaning::of(vec![Outcome::Entry(database_changed(database, &value))]));
    }
    let id = json::required(&value, "/id", "id")?;
    if id.starts_with("_design/") {
        return Ok(Meaning::alive());
    }
    let key = identity::key(id.clone());
    if value["deleted"] == true {
        return Ok(Meaning::of(vec![Outcome::Withdraw { replaces: key }]));
    }
    let revision =
        json::word(&value, "/changes/0/rev").or_else(|| json::word(&value, "/seq")).unwrap_or_default();
    let own = Identity::Own(identity::key(format!("{id}@{revision}")));
    let fallback = || Entry::new(own.clone(), json::title(&format!("{id} changed"), "Document changed"));
    let entry = match value.get("doc").and_then(Value::as_object) {
        Some(document) => {
            let mut document = document.clone();
            document.retain(|name, _| !name.starts_with('_'));
            let entry = auto::object::read(&document, event.data.as_bytes(), event, endpoint);
            let unnamed = entry.title == auto::object::fallback(event);
            Entry {
                title: if unnamed { fallback().title } else { entry.title },
                identity: own.clone(),
                ..entry
            }
        }
        None => fallback(),
    };
    Ok(Meaning::of(vec![Outcome::Entry(Entry { replaces: Some(key), ..entry })]))
}

fn database_changed(database: &str, value: &Value) -> Entry {
    let did = json::text(value, "/type").unwrap_or("updated");
    let sequence = json::word(value, "/seq").unwrap_or_default();
    Entry {
        replaces: Some(identity::key(database.to_owned())),
        moment: if did == "updated" { Moment::Minor } else { Moment::News },
        ..Entry::new(
            Identity::Own(identity::key(format!("{database}@{did}@{sequence}"))),
            json::title(
                &format!("Database {database}: {}", humanise(did).to_lowercase()),
                "Database changed",
            ),
        )
    }
}

const ABOUT: About = About {
    subscribe: &[
        ("The changes of a database", "https://{server}/{database}/_changes"),
        ("Databases made, changed and deleted", "https://{server}/_db_updates"),
    ],
    recognised: "By a path that ends in /_changes or /_db_updates, and by events with \"seq\" and \"changes\".",
    heartbeat: "`heartbeat` with empty data, every 30 s.",
    cursor: "The `id:`, which is the sequence as JSON with its quotes, sent back word for word as `Last-Event-ID`; it outweighs `since=now` in the address.",
    identity: "The document's \"id\" and its revision.",
    replaces: "The document's \"id\": a later revision takes its place, \"deleted\" takes it back. Design documents are not shown.",
    fields: &[("all", "those of \"doc\", as of any other feed; without one, the id")],
    urgency: "As the document states it. A database that was changed is a quiet change of its card.",
    actions: "As the document states them.",
    errors: "401: the server wants a sign-in; give the header Authorization: Basic … . 404: there is no such database; check its name.",
    source: "docs/api/database/changes.rst and chttpd_db.erl of apache/couchdb. PouchDB Server (4.2) has no such stream: it answers with the changes so far, and ends.",
    ..About::titled("CouchDB changes")
};
