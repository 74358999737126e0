//! Which field of a payload became what, as the window shows it.

use tidings_model::Entry;
use tidings_wire as wire;

/// The parts of an entry and the fields they were made of.
pub(crate) fn of(entry: &Entry, data: &str) -> Vec<wire::Explained> {
    let explained =
        |reason: tidings_mapping::Reason| wire::Explained { field: reason.field, from: reason.from };
    tidings_mapping::explain(entry, data).into_iter().map(explained).collect()
}

/// The payload as a table.
pub(crate) fn fields(data: &str) -> Vec<wire::PayloadField> {
    let field = |row: tidings_mapping::Row| wire::PayloadField { name: row.name, value: row.value };
    tidings_mapping::table(data).into_iter().map(field).collect()
}
