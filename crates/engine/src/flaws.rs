//! What is wrong with a template, a rule or an event, as the window is told of it.

use tidings_mapping::{AddressError, MappingError, rules, template};
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

/// What was pasted, and is no address of a feed.
pub(crate) fn of_address(error: &AddressError) -> Wrong {
    let (code, what): (_, &[&str]) = match error {
        AddressError::Empty => (WrongCode::AddressEmpty, &[]),
        AddressError::Scheme { scheme } => (WrongCode::AddressScheme, &[scheme]),
        AddressError::Credentials => (WrongCode::AddressSecret, &[]),
        AddressError::NoHost => (WrongCode::AddressHost, &[]),
        AddressError::Malformed { reason } => (WrongCode::AddressNone, &[reason]),
    };
    Wrong::new(code, what, error.to_string())
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
