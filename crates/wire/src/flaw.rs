//! What is wrong with what a person wrote.

use serde::Serialize;
use tidings_model::{Place, Wrong};
use ts_rs::TS;

use crate::code::FlawCode;

/// A mistake in a template, a rule, a search or a setting, or in an event, and where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Flaw {
    /// The template's field, or `where`; empty for all others.
    pub field: String,
    /// The line in the field's text, from 1.
    pub line: Option<u32>,
    /// The column in that line, from 1.
    pub column: Option<u32>,
    /// The kind of mistake.
    #[ts(as = "FlawCode")]
    pub code: &'static str,
    /// What belongs to it: numbers, names, or what a library says in English; none for some.
    pub what: Vec<String>,
    /// The whole in English: of a template or a rule without the place, of all others with it.
    pub message: String,
}

impl From<Wrong> for Flaw {
    fn from(Wrong { code, place: Place { field, line, column }, what, message }: Wrong) -> Self {
        Self { field, line, column, code, what, message }
    }
}
