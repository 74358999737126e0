//! What is wrong with what a person wrote.

use serde::Serialize;
use ts_rs::TS;

use crate::code::FlawCode;

/// A mistake in a template or a rule, and where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Flaw {
    /// The template's field, or `where`; empty for a rule's words and pattern, which say so themselves.
    pub field: String,
    /// The line in the field's text, from 1.
    pub line: Option<u32>,
    /// The column in that line, from 1.
    pub column: Option<u32>,
    /// The kind of mistake.
    #[ts(as = "FlawCode")]
    pub code: &'static str,
    /// What belongs to it: a number, a name, or what the library says in English; empty for some.
    pub what: String,
    /// The whole in English, without the place.
    pub message: String,
}
