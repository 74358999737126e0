//! `[connections]` in `tidings.toml`: what holds for all of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de};
use tidings_model::Connections;

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

fn limit_of(host: &str, limit: u32) -> Result<(String, u32), String> {
    let bare = !host.is_empty() && !host.contains(['/', ' ', '@']) && !host.ends_with(':');
    if !bare {
        return Err(format!(
            "per_host takes the host of an address, such as \"stream.example.org\", not `{host}`"
        ));
    }
    if !(1..=1000).contains(&limit) {
        return Err(format!("per_host is {limit} for {host}; it must be from 1 to 1000"));
    }
    Ok((host.to_lowercase(), limit))
}

fn tell_after_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let value = super::parse::within(deserializer, 1, 86_400, "tell_after_seconds")?;
    value.ok_or_else(|| de::Error::custom("tell_after_seconds is a number"))
}

#[cfg(test)]
mod tests {
    use super::super::parse;

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
