//! A payload, and what became of its fields.

use serde::Serialize;
use ts_rs::TS;

/// A part of an entry, and what it was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Explained {
    /// Such as `title` or `link`.
    pub field: &'static str,
    /// Paths in the payload with commas between, such as `home.name, away.name`; or words where it was made of none.
    pub from: String,
}

/// A single value of a payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PayloadField {
    /// Its path, such as `home.name`.
    pub name: String,
    /// As a person would write it, shortened.
    pub value: String,
}
