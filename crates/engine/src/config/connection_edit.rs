//! A feed's connection, written into its table.

use tidings_model::{Connection, HeaderSource, HttpVersion, ProxyChoice, SecretSource};
use toml_edit::{InlineTable, Item, TableLike, Value};

use super::edit::set;

/// Makes `table` say what `connection` is: what differs is replaced, what is a default goes, and the rest keeps its comments.
pub(super) fn write(table: &mut dyn TableLike, connection: &Connection) {
    let number = |number: Option<u32>| number.map(|number| Value::from(i64::from(number)));
    let text = |text: &Option<String>| text.as_deref().map(Value::from);
    let keys = [
        ("headers", headers(connection)),
        ("query", query(connection)),
        ("basic", basic(connection)),
        ("bearer", connection.bearer.as_ref().map(source)),
        ("private_network", connection.private_network.then(|| Value::from(true))),
        ("proxy", proxy(&connection.proxy)),
        ("ca_file", text(&connection.ca_file)),
        ("pin_sha256", text(&connection.pin_sha256)),
        ("http_version", (connection.http_version == HttpVersion::Two).then(|| Value::from("2"))),
        ("timeout_seconds", number(connection.timeout_seconds)),
        ("idle_seconds", number(connection.idle_seconds)),
        ("max_event_bytes", number(connection.max_event_bytes)),
        ("max_bytes_per_second", number(connection.max_bytes_per_second)),
    ];
    for (key, new) in keys {
        match new {
            Some(new) if table.get(key).is_some_and(|old| same(old, &new)) => {}
            Some(new) => set(table, key, new),
            None => drop(table.remove(key)),
        }
    }
}

/// Whether both say the same, however they are written.
fn same(old: &Item, new: &Value) -> bool {
    match (old, new) {
        (Item::Value(Value::String(old)), Value::String(new)) => old.value() == new.value(),
        (Item::Value(Value::Integer(old)), Value::Integer(new)) => old.value() == new.value(),
        (Item::Value(Value::Boolean(old)), Value::Boolean(new)) => old.value() == new.value(),
        (old, Value::InlineTable(new)) => old.as_table_like().is_some_and(|old| {
            old.len() == new.len()
                && new.iter().all(|(key, value)| old.get(key).is_some_and(|old| same(old, value)))
        }),
        _ => false,
    }
}

fn source(source: &SecretSource) -> Value {
    let (place, name) = match source {
        SecretSource::Env(name) => ("env", name),
        SecretSource::File(path) => ("file", path),
        SecretSource::Keyring(item) => ("keyring", item),
    };
    InlineTable::from_iter([(place, name.as_str())]).into()
}

fn headers(connection: &Connection) -> Option<Value> {
    let value = |held: &HeaderSource| match held {
        HeaderSource::Plain(text) => Value::from(text.as_str()),
        HeaderSource::Secret(held) => source(held),
    };
    let entries = connection.headers.iter().map(|header| (header.name.as_str(), value(&header.source)));
    (!connection.headers.is_empty()).then(|| InlineTable::from_iter(entries).into())
}

fn query(connection: &Connection) -> Option<Value> {
    let entries = connection.query.iter().map(|token| (token.name.as_str(), source(&token.source)));
    (!connection.query.is_empty()).then(|| InlineTable::from_iter(entries).into())
}

fn basic(connection: &Connection) -> Option<Value> {
    let basic = connection.basic.as_ref()?;
    let entries = [("user", Value::from(basic.user.as_str())), ("password", source(&basic.password))];
    Some(InlineTable::from_iter(entries).into())
}

fn proxy(proxy: &ProxyChoice) -> Option<Value> {
    match proxy {
        ProxyChoice::System => None,
        ProxyChoice::None => Some("none".into()),
        ProxyChoice::Url { url, password: None } => Some(url.as_str().into()),
        ProxyChoice::Url { url, password: Some(password) } => {
            let entries = [("url", Value::from(url.as_str())), ("password", source(password))];
            Some(InlineTable::from_iter(entries).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use tidings_wire::{ConnectionEdit, FeedEdit};

    use super::super::{Edit, apply, parse};
    use tidings_model::FeedId;

    const TEXT: &str = "[feeds.a]\nurl = \"http://a.example/\"\nidle_seconds = 9 # quiet\nbearer = { env = \"B\" } # mine\n\
                        [feeds.a.headers] # more\nX-Plain = \"v\"\n";

    fn change(edit: ConnectionEdit) -> String {
        let id = FeedId::parse("a").unwrap();
        let edit = FeedEdit { connection: Some(edit), ..FeedEdit::default() };
        apply(TEXT, &Edit::Change(id, edit)).unwrap()
    }

    fn as_it_is() -> ConnectionEdit {
        (&parse(TEXT).unwrap().feeds[0].connection).into()
    }

    #[test]
    fn what_does_not_change_stays_as_it_is_written() {
        assert_eq!(change(as_it_is()), TEXT);
        let longer = change(ConnectionEdit { idle_seconds: Some(60), ..as_it_is() });
        assert_eq!(longer, TEXT.replace("9 # quiet", "60 # quiet"));
    }

    #[test]
    fn what_is_left_out_goes_and_what_is_new_comes() {
        let edit = ConnectionEdit {
            proxy: Some("none".into()),
            timeout_seconds: Some(3),
            ..ConnectionEdit::default()
        };
        let after = change(edit.clone());
        assert_eq!(ConnectionEdit::from(&parse(&after).unwrap().feeds[0].connection), edit, "{after}");
        assert!(!after.contains("bearer") && !after.contains("X-Plain"), "{after}");
    }

    #[test]
    fn every_kind_of_value_is_written_as_it_is_read() {
        let text = "[feeds.a]\nurl = 'http://a.example'\n\
             headers = { X = 'v', Y = { keyring = 'k' } }\nquery = { token = { env = 'T' } }\n\
             basic = { user = 'me', password = { file = '/b' } }\n\
             proxy = { url = 'http://me@p.example:1', password = { file = '/p' } }\n\
             ca_file = '/ca.pem'\nhttp_version = '2'\ntimeout_seconds = 7\nmax_event_bytes = 4096\n";
        let feed = parse(text).unwrap().feeds.remove(0);
        let written = apply("", &Edit::Add(feed.clone())).unwrap();
        assert_eq!(parse(&written).unwrap().feeds, [feed], "{written}");
    }
}
