//! `[connections]` in `tidings.toml`: what holds for all of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de};
use tidings_model::{Connections, Wrong, WrongCode};
use tidings_wire::{ConnectionsEdit, HostLimit};
use toml_edit::{InlineTable, Item, TableLike, Value};

use super::edit::set;
use super::wrong::Sealed;

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ConnectionsTable {
    #[serde(deserialize_with = "per_host")]
    per_host: BTreeMap<String, u32>,
    #[serde(deserialize_with = "tell_after_seconds")]
    tell_after_seconds: u32,
    ring: bool,
}

impl Default for ConnectionsTable {
    fn default() -> Self {
        let Connections { per_host, tell_after_seconds, ring } = Connections::default();
        Self { per_host, tell_after_seconds, ring }
    }
}

impl From<ConnectionsTable> for Connections {
    fn from(table: ConnectionsTable) -> Self {
        let ConnectionsTable { per_host, tell_after_seconds, ring } = table;
        Self { per_host, tell_after_seconds, ring }
    }
}

fn per_host<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, u32>, D::Error> {
    let table = BTreeMap::<String, u32>::deserialize(deserializer)?;
    table
        .into_iter()
        .map(|(host, limit)| limit_of(&host, limit))
        .collect::<Result<_, _>>()
        .map_err(de::Error::custom)
}

fn limit_of(host: &str, limit: u32) -> Result<(String, u32), Sealed> {
    let bare = !host.is_empty() && !host.contains(['/', ' ', '@']) && !host.ends_with(':');
    if !bare {
        let said = "a host in per_host is written as in an address, such as \"stream.example.org\", not as";
        return Err(Sealed(Wrong::new(WrongCode::Host, &[host], format!("{said} `{host}`"))));
    }
    if !(1..=1000).contains(&limit) {
        let said = format!("the limit of {host} in per_host is {limit}; it must be from 1 to 1000");
        let what = [host, &limit.to_string(), "1", "1000"];
        return Err(Sealed(Wrong::new(WrongCode::Number, &what, said)));
    }
    Ok((host.to_lowercase(), limit))
}

fn tell_after_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let value = super::parse::within(deserializer, 1, 86_400, "tell_after_seconds")?;
    value.ok_or_else(|| de::Error::custom("tell_after_seconds is a number"))
}

/// Changes `[connections]`.
pub(super) fn edit(table: &mut dyn TableLike, change: &ConnectionsEdit) {
    if let Some(seconds) = change.tell_after_seconds {
        set(table, "tell_after_seconds", i64::from(seconds));
    }
    if let Some(ring) = change.ring {
        set(table, "ring", ring);
    }
    if let Some(limits) = &change.per_host {
        edit_per_host(table, &HostLimit::by_host(limits));
    }
}

/// Hosts that stay keep their place, their spelling and their comments.
fn edit_per_host(table: &mut dyn TableLike, limits: &BTreeMap<String, u32>) {
    let item = table.entry("per_host").or_insert_with(|| Item::Value(InlineTable::new().into()));
    let Some(hosts) = item.as_table_like_mut() else { return };
    let written: Vec<_> = hosts.iter().map(|(host, _)| host.to_owned()).collect();
    for host in &written {
        match limits.get(&host.to_lowercase()) {
            Some(limit) => set(hosts, host, i64::from(*limit)),
            None => drop(hosts.remove(host)),
        }
    }
    let is_new = |host: &&String| !written.iter().any(|old| old.to_lowercase() == **host);
    for host in limits.keys().filter(is_new) {
        set(hosts, host, Value::from(i64::from(limits[host])));
    }
    if hosts.is_empty() {
        table.remove("per_host");
    }
}

#[cfg(test)]
mod tests {
    use tidings_wire::SettingsEdit;

    use super::super::{Edit, EditError, apply, parse};
    use super::*;

    const TEXT: &str = "[connections] # all\n# few here\nper_host = { \"A.example\" = 2, \"b.example\" = 3 } # so few\nring = true\n";

    fn change(text: &str, edit: ConnectionsEdit) -> Result<String, EditError> {
        apply(text, &Edit::Settings(SettingsEdit { connections: Some(edit), ..SettingsEdit::default() }))
    }

    fn hosts(limits: &[(&str, u32)]) -> ConnectionsEdit {
        let limit = |(host, most): &(&str, u32)| HostLimit { host: (*host).to_owned(), most: *most };
        let per_host = Some(limits.iter().map(limit).collect());
        ConnectionsEdit { per_host, ..ConnectionsEdit::default() }
    }

    #[test]
    fn the_window_changes_each_of_them_and_keeps_the_rest_as_it_is_written() {
        let after = change(TEXT, hosts(&[("a.example", 5), ("b.example", 3)])).unwrap();
        assert_eq!(after, TEXT.replace("= 2", "= 5"));
        let after = change(TEXT, hosts(&[("C.example ", 9), ("a.example", 2)])).unwrap();
        let per_host = parse(&after).unwrap().settings.connections.per_host;
        assert_eq!(per_host, BTreeMap::from([("a.example".to_owned(), 2), ("c.example".to_owned(), 9)]));
        assert!(after.contains("\"A.example\" = 2") && after.contains("# so few"), "{after}");
        let none = change(TEXT, hosts(&[])).unwrap();
        assert!(!none.contains("per_host") && none.contains("ring = true"), "{none}");
        let rest =
            ConnectionsEdit { tell_after_seconds: Some(7), ring: Some(false), ..ConnectionsEdit::default() };
        let connections = parse(&change("", rest).unwrap()).unwrap().settings.connections;
        assert_eq!((connections.tell_after_seconds, connections.ring), (7, false));
    }

    #[test]
    fn a_table_of_hosts_of_its_own_is_changed_too() {
        let text = "[connections.per_host]\n\"a.example\" = 2 # few\n";
        assert_eq!(change(text, hosts(&[("a.example", 4)])).unwrap(), text.replace("= 2", "= 4"));
    }

    #[test]
    fn what_the_window_may_not_write_is_refused_in_words() {
        let seconds = ConnectionsEdit { tell_after_seconds: Some(0), ..ConnectionsEdit::default() };
        for (edit, word) in [
            (hosts(&[("http://a.example", 1)]), "`http://a.example`"),
            (hosts(&[("a.example", 0)]), "from 1 to 1000"),
            (seconds, "from 1 to 86400"),
        ] {
            let error = change(TEXT, edit).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn hosts_have_limits_of_their_own() {
        let text = "[connections]\nper_host = { \"Stream.example.org\" = 4 }\ntell_after_seconds = 30\nring = true\n";
        let connections = parse(text).unwrap().settings.connections;
        assert_eq!(connections.per_host.get("stream.example.org"), Some(&4));
        assert_eq!((connections.tell_after_seconds, connections.ring), (30, true));
    }

    #[test]
    fn what_cannot_be_names_its_line() {
        for bad in
            ["per_host = { 'a.example' = 0 }", "per_host = { 'http://a' = 1 }", "tell_after_seconds = 0"]
        {
            let error = parse(&format!("[connections]\n\n{bad}\n")).expect_err(bad);
            assert_eq!(error.line, Some(3), "{error}");
        }
    }
}
