//! The feeds that Tidings knows of.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A feed that can be added in two clicks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct CatalogueEntry {
    /// For telling entries apart.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it says, in a sentence or two.
    pub description: String,
    /// Where it belongs.
    #[ts(type = "'sports' | 'news' | 'technology' | 'knowledge' | 'home' | 'operations'")]
    pub category: String,
    /// Its address. `{name}` stands for the field of that name.
    pub url: String,
    /// The format that reads it.
    pub format: String,
    /// What it needs: nothing, a key of an account, or a server of one's own.
    #[ts(type = "'nothing' | 'key' | 'server'")]
    pub needs: String,
    /// What is to be filled in.
    #[serde(default)]
    pub fields: Vec<CatalogueField>,
    /// How often it speaks, in words.
    pub rate: String,
    /// The day it was last checked: `2026-11-22`.
    pub checked: String,
    /// Against what it was checked.
    pub source: String,
}

/// Something to fill in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct CatalogueField {
    /// Its place in the address, or the name of a header.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// How to find it.
    #[serde(default)]
    pub hint: String,
    /// Whether it is a secret: it goes into a header of the feed, never into its address.
    #[serde(default)]
    pub secret: bool,
    /// An example.
    pub placeholder: String,
}
