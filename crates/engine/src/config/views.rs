//! `[views.<id>]`: the searches that a person keeps.

use indexmap::IndexMap;
use serde::Deserialize;
use tidings_model::{FeedId, SavedView};
use toml_edit::{DocumentMut, Item, Table, value};

use super::edit::{EditError, comments_before, named_tables, set};
use super::parse::FeedKey;

#[derive(Default, Deserialize)]
#[serde(transparent)]
pub(super) struct ViewsTable(IndexMap<FeedKey, ViewTable>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ViewTable {
    name: Option<String>,
    search: String,
}

impl From<ViewsTable> for Vec<SavedView> {
    fn from(table: ViewsTable) -> Self {
        let view = |(FeedKey(id), ViewTable { name, search }): (FeedKey, ViewTable)| SavedView {
            name: name.unwrap_or_else(|| id.to_string()),
            id,
            search,
        };
        table.0.into_iter().map(view).collect()
    }
}

/// Keeps a search, or changes the one that has its identifier.
pub(super) fn save(document: &mut DocumentMut, view: &SavedView) {
    let there = named_tables(document, "views").get_mut(view.id.as_str()).and_then(Item::as_table_like_mut);
    if let Some(table) = there {
        set(table, "name", view.name.as_str());
        set(table, "search", view.search.as_str());
        return;
    }
    let mut table = Table::new();
    table["name"] = value(&view.name);
    table["search"] = value(&view.search);
    table.decor_mut().set_prefix(comments_before(document));
    named_tables(document, "views").insert(view.id.as_str(), Item::Table(table));
}

/// Keeps a search no longer.
pub(super) fn remove(document: &mut DocumentMut, id: &FeedId) -> Result<(), EditError> {
    let gone = named_tables(document, "views").remove(id.as_str());
    gone.map(|_| ()).ok_or_else(|| EditError::NoView(id.clone()))
}

#[cfg(test)]
mod tests {
    use crate::config::{Edit, apply, parse};

    use super::*;

    fn view(id: &str, name: &str, search: &str) -> SavedView {
        SavedView { id: FeedId::parse(id).unwrap(), name: name.into(), search: search.into() }
    }

    #[test]
    fn views_are_kept_changed_and_removed() {
        let text = "# mine\n[views.goals] # all of them\nsearch = \"tag:goal\"\n";
        let kept =
            apply(text, &Edit::SaveView(view("late", "Late", "after:2026-11-01 \"own goal\""))).unwrap();
        let read = parse(&kept).unwrap().views;
        assert_eq!(
            read,
            [view("goals", "goals", "tag:goal"), view("late", "Late", "after:2026-11-01 \"own goal\"")]
        );
        let changed = apply(&kept, &Edit::SaveView(view("goals", "Goals", "tag:goal is:unread"))).unwrap();
        assert!(changed.starts_with("# mine\n[views.goals] # all of them\n"), "{changed}");
        assert_eq!(parse(&changed).unwrap().views[0].name, "Goals");
        let without = apply(&changed, &Edit::RemoveView(FeedId::parse("late").unwrap())).unwrap();
        assert_eq!(parse(&without).unwrap().views.len(), 1);
        assert!(apply(&without, &Edit::RemoveView(FeedId::parse("late").unwrap())).is_err());
    }
}
