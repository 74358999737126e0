//! What holds for all connections, as the window shows and edits it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tidings_model as model;
use ts_rs::TS;

/// `[connections]` of the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ConnectionsView {
    /// Hosts with a limit of their own, in the order of their names; all others take 24 at a time.
    pub per_host: Vec<HostLimit>,
    /// How many seconds a feed may fail before a notice says so.
    pub tell_after_seconds: u32,
    /// Whether that rings as well, once.
    pub ring: bool,
}

impl From<&model::Connections> for ConnectionsView {
    fn from(connections: &model::Connections) -> Self {
        let limit = |(host, most): (&String, &u32)| HostLimit { host: host.clone(), most: *most };
        Self {
            per_host: connections.per_host.iter().map(limit).collect(),
            tell_after_seconds: connections.tell_after_seconds,
            ring: connections.ring,
        }
    }
}

/// How many connections a host takes at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct HostLimit {
    /// The host of an address, without scheme and port.
    pub host: String,
    /// 1 to 1000.
    pub most: u32,
}

impl HostLimit {
    /// The limits by their hosts; of two for one host the later counts.
    #[must_use]
    pub fn by_host(limits: &[Self]) -> BTreeMap<String, u32> {
        limits.iter().map(|limit| (limit.host.trim().to_lowercase(), limit.most)).collect()
    }
}

/// What is to change in `[connections]`; null leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(export, optional_fields = nullable)]
pub struct ConnectionsEdit {
    /// New limits, all of them.
    pub per_host: Option<Vec<HostLimit>>,
    /// New seconds, 1 to 86400.
    pub tell_after_seconds: Option<u32>,
    /// Whether that rings as well.
    pub ring: Option<bool>,
}
