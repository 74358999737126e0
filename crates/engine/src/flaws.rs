//! What is wrong with a template, a rule or an event, as the window is told of it.

use tidings_mapping::{MappingError, rules, template};
use tidings_model::{Wrong, WrongCode};
use tidings_wire as wire;

pub(crate) fn of_template(problem: &template::Problem) -> wire::Flaw {
    wire::Flaw {
        field: problem.field.clone().into_owned(),
        line: problem.line,
        column: problem.column,
        code: problem.code.code(),
        what: vec![problem.what.clone()],
        message: problem.words(),
    }
}

pub(crate) fn of_rule(problem: &rules::Problem) -> wire::Flaw {
    match problem {
        rules::Problem::Expression(problem) => of_template(problem),
        rules::Problem::Rule(code, what) => Wrong::flaw(*code, what, problem.sentence()).into(),
    }
}

/// An event that was passed over.
pub(crate) fn of_event(error: &MappingError) -> wire::Flaw {
    let (code, what): (_, &[&str]) = match error {
        MappingError::NotJson { reason } => (WrongCode::NotJson, &[reason]),
        MappingError::Missing { field } => (WrongCode::NoField, &[field]),
        MappingError::Wrong { field, found, .. } => (WrongCode::WrongField, &[field, found]),
        MappingError::Reported { words } => (WrongCode::Reported, &[words]),
        MappingError::NotFetched { reason, .. } => (WrongCode::NotFetched, &[reason]),
    };
    Wrong::new(code, what, error.sentence()).into()
}
