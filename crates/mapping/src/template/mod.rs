//! A person's own words and conditions, in minijinja: `{{ home }} {{ score.home }}` for a text, `league == "Cup"` for a condition.
//!
//! A template sees the event and the entry, and nothing else: no file, no network, no clock. What one may cost is bounded by
//! fuel ([`FUEL`]), so that no template holds up a feed; what fails leaves the format's word standing, and is told.

mod apply;
mod language;
mod scene;
mod words;

use std::borrow::Cow;
use std::fmt;

use minijinja::Environment;
use tidings_model::{FlawCode, Template};

pub use apply::Applied;
pub(crate) use language::{language, pattern};
pub use scene::{Payload, Said, Scene};
pub(crate) use words::say;

/// What one text or condition may cost: about 50,000 steps, or 3 MB of text.
pub const FUEL: u64 = 50_000;

/// The longest text of one field, in bytes.
pub const MOST_BYTES: usize = 16 << 10;

/// The fields that are conditions: expressions, not texts.
const CONDITIONS: [&str; 4] = ["notify_if", "keep_if", "drop_if", "where"];

/// What is wrong with a template, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// Which field.
    pub field: Cow<'static, str>,
    /// The line in the field's text, from 1.
    pub line: Option<u32>,
    /// The column in that line, from 1, in characters.
    pub column: Option<u32>,
    /// The kind of mistake.
    pub code: FlawCode,
    /// What belongs to it: a number, a name, or the library's own words; may be empty.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.field)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.words())
    }
}

impl Problem {
    /// What is wrong, without where: a sentence without its capital and full stop.
    #[must_use]
    pub fn words(&self) -> String {
        say(self.code, &self.what)
    }

    fn new(field: &str, code: FlawCode, what: impl Into<String>) -> Self {
        Self { field: Cow::Owned(field.to_owned()), line: None, column: None, code, what: what.into() }
    }

    /// The library's error; `before` is what stands before the person's own text on its first line.
    fn of(field: &str, error: &minijinja::Error, text: &str, before: usize) -> Self {
        let line = error.line().map(|line| u32::try_from(line).unwrap_or(u32::MAX));
        let place = error.range().and_then(|range| range.start.checked_sub(before));
        let column = place.and_then(|at| text.get(..at)).map(|head| {
            let line = head.rsplit('\n').next().unwrap_or(head);
            u32::try_from(line.chars().count() + 1).unwrap_or(u32::MAX)
        });
        let (code, what) = words::of(error);
        Self { line, column, ..Self::new(field, code, what) }
    }
}

/// Whether `text` can stand in the field of this name.
///
/// # Errors
/// What is wrong with it, and where.
pub fn check(field: &str, text: &str) -> Result<(), Problem> {
    add(&mut language(), field, text)
}

/// Adds a field's text under its name.
fn add(environment: &mut Environment<'static>, field: &str, text: &str) -> Result<(), Problem> {
    if CONDITIONS.contains(&field) {
        return add_condition(environment, field, text);
    }
    bounded(field, text)?;
    let added = environment.add_template_owned(field.to_owned(), text.to_owned());
    added.map_err(|error| Problem::of(field, &error, text, 0))?;
    known_names(environment, field, text, 0)
}

/// Adds an expression under a name, as a template that gives something where it holds.
pub(crate) fn add_condition(
    environment: &mut Environment<'static>,
    name: &str,
    text: &str,
) -> Result<(), Problem> {
    // A rule's expression has its rule's name in the environment; for the person it is `where`.
    let field = if name.contains(':') { "where" } else { name };
    bounded(field, text)?;
    // An expression by itself first: its mistakes have their own places then, and what is put between brackets is whole.
    let alone = environment.compile_expression_owned(text.to_owned()).map(drop);
    alone.map_err(|error| Problem::of(field, &error, text, 0))?;
    let added = environment.add_template_owned(name.to_owned(), format!("{BEFORE}{text}{BEHIND}"));
    added.map_err(|error| Problem::of(field, &error, text, BEFORE.len()))?;
    known_names(environment, name, text, BEFORE.len())
}

fn bounded(field: &str, text: &str) -> Result<(), Problem> {
    if text.len() <= MOST_BYTES {
        return Ok(());
    }
    Err(Problem::new(field, FlawCode::Long, text.len().to_string()))
}

/// An expression that could not be worked out for an event.
pub(crate) fn failed(field: &str, error: &minijinja::Error) -> Problem {
    let (code, what) = words::of(error);
    Problem::new(field, code, what)
}

/// What makes a template of a condition.
const BEFORE: &str = "{% if (";
const BEHIND: &str = "\n) %}1{% endif %}";

/// A filter that does not exist shows only when it is used, which may be next week: one try over nothing at all finds most of them now.
fn known_names(
    environment: &Environment<'static>,
    name: &str,
    text: &str,
    before: usize,
) -> Result<(), Problem> {
    let field = if name.contains(':') { "where" } else { name };
    let tried = environment.get_template(name).and_then(|template| template.render(()));
    match tried {
        Err(error) if words::is_unknown(&error) => Err(Problem::of(field, &error, text, before)),
        _ => Ok(()),
    }
}

/// A feed's template, ready to be used.
#[derive(Debug)]
pub struct Compiled {
    environment: Environment<'static>,
    /// Which fields there are.
    fields: Vec<&'static str>,
}

impl Compiled {
    /// Prepares a template.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn new(template: &Template) -> Result<Self, Vec<Problem>> {
        let mut environment = language();
        let (mut fields, mut problems) = (Vec::new(), Vec::new());
        for (name, text) in template.fields() {
            let Some(text) = text else { continue };
            match add(&mut environment, name, text) {
                Ok(()) => fields.push(name),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(Self { environment, fields }) } else { Err(problems) }
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

#[cfg(test)]
mod tests;
