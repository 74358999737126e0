//! The search language: what a person types, and the question to the database that it makes.

mod days;
mod parse;
mod sql;

pub use parse::{SearchError, parse_search};
pub(crate) use sql::{conditions, driving_match};
