//! The order of the feeds in the file, which is their order in the window.

use tidings_model::FeedId;
use toml_edit::{DocumentMut, Item, Key, Table};

use super::edit::{EditError, named_tables};

/// Puts a feed before another, or behind all. What stands above its table as a comment goes with it.
pub(super) fn move_feed(
    document: &mut DocumentMut,
    id: &FeedId,
    before: Option<&FeedId>,
) -> Result<(), EditError> {
    let feeds = named_tables(document, "feeds");
    for named in [Some(id), before].into_iter().flatten() {
        if !feeds.contains_key(named.as_str()) {
            return Err(EditError::NoFeed(named.clone()));
        }
    }
    if before == Some(id) {
        return Ok(());
    }
    let head = take_head(feeds);
    let mut rows = take_all(feeds);
    let mut places: Vec<isize> = Vec::new();
    rows.iter_mut().for_each(|(_, item)| positions(item, &mut |position| places.extend(*position)));
    places.sort_unstable();
    let from = rows.iter().position(|(key, _)| key.get() == id.as_str());
    if let Some(row) = from.map(|from| rows.remove(from)) {
        let to = before.and_then(|before| rows.iter().position(|(key, _)| key.get() == before.as_str()));
        rows.insert(to.unwrap_or(rows.len()), row);
    }
    let mut places = places.into_iter();
    for (key, mut item) in rows {
        positions(&mut item, &mut |position| {
            if position.is_some() {
                *position = places.next();
            }
        });
        feeds.insert_formatted(&key, item);
    }
    put_head(feeds, &head);
    Ok(())
}

/// All rows in the order of the file. A feed on one line would have to stand before every table: it becomes a table itself.
fn take_all(feeds: &mut Table) -> Vec<(Key, Item)> {
    let names: Vec<String> = feeds.iter().map(|(name, _)| name.to_owned()).collect();
    let mut rows: Vec<(Key, Item)> = names.iter().filter_map(|name| feeds.remove_entry(name)).collect();
    for (_, item) in &mut rows {
        if item.is_inline_table() {
            let inline = std::mem::take(item);
            *item = inline.into_table().map_or_else(|back| back, Item::Table);
        }
        if let Some(table) = item.as_table_mut() {
            table.set_dotted(false);
        }
    }
    rows
}

/// Shows `visit` the place of a table and of those below it, in the order of the file.
fn positions(item: &mut Item, visit: &mut impl FnMut(&mut Option<isize>)) {
    let Some(table) = item.as_table_mut() else { return };
    let mut position = table.position();
    visit(&mut position);
    table.set_position(position);
    let mut below: Vec<_> = table.iter_mut().map(|(_, item)| item).filter(|item| item.is_table()).collect();
    below.sort_by_key(|item| item.as_table().and_then(Table::position));
    below.into_iter().for_each(|item| positions(item, visit));
}

/// What the file begins with belongs to the file, not to the feed that happens to be the first: all up to the last blank line.
fn take_head(feeds: &mut Table) -> String {
    let Some(first) = first(feeds) else { return String::new() };
    let prefix = prefix(first);
    let cut = prefix.rfind("\n\n").map_or(0, |at| at + 2);
    first.decor_mut().set_prefix(&prefix[cut..]);
    prefix[..cut].to_owned()
}

fn put_head(feeds: &mut Table, head: &str) {
    if let Some(first) = first(feeds) {
        let own = prefix(first);
        let own = if head.is_empty() { own.as_str() } else { own.trim_start_matches('\n') };
        first.decor_mut().set_prefix(format!("{head}{own}"));
    }
}

fn prefix(table: &Table) -> String {
    table.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or_default().to_owned()
}

fn first(feeds: &mut Table) -> Option<&mut Table> {
    let tables = feeds.iter_mut().filter_map(|(_, item)| item.as_table_mut());
    tables.min_by_key(|table| table.position().unwrap_or(isize::MAX))
}

#[cfg(test)]
mod tests {
    use crate::config::{Edit, apply, parse};

    use super::*;

    const TEXT: &str = "# my feeds\n\n# first\n[feeds.a]\nurl = \"http://a.example/\" # A\n\n# second\n[feeds.b]\nurl = \"http://b.example/\"\n\n[feeds.b.headers]\nX-B = \"b\"\n\n[window]\ntheme = \"dark\"\n\n# third\n[feeds.c]\nurl = \"http://c.example/\"\n";

    fn id(text: &str) -> FeedId {
        FeedId::parse(text).unwrap()
    }

    fn moved(text: &str, feed: &str, before: Option<&str>) -> String {
        let edit = Edit::Move { id: id(feed), before: before.map(id), folder: None };
        apply(text, &edit).unwrap()
    }

    fn order(text: &str) -> Vec<String> {
        parse(text).unwrap().feeds.iter().map(|feed| feed.id.to_string()).collect()
    }

    #[test]
    fn feeds_move_with_their_comments_and_the_rest_stays() {
        let last_first = moved(TEXT, "c", Some("a"));
        assert_eq!(order(&last_first), ["c", "a", "b"], "{last_first}");
        assert!(last_first.starts_with("# my feeds\n\n# third\n[feeds.c]\n"), "{last_first}");
        assert!(last_first.contains("# first\n[feeds.a]\nurl = \"http://a.example/\" # A\n"), "{last_first}");
        assert!(
            last_first.contains("# second\n[feeds.b]\n") && last_first.contains("[feeds.b.headers]\nX-B")
        );
        let first_last = moved(TEXT, "a", None);
        assert_eq!(order(&first_last), ["b", "c", "a"], "{first_last}");
        assert!(first_last.starts_with("# my feeds\n\n# second\n[feeds.b]\n"), "{first_last}");
        assert_eq!(order(&moved(&first_last, "a", Some("b"))), ["a", "b", "c"]);
        assert_eq!(moved(TEXT, "a", Some("a")), TEXT);
        assert_eq!(moved(TEXT, "a", Some("b")), TEXT, "it stands there already");
    }

    #[test]
    fn feeds_on_one_line_move_too() {
        let text = "[feeds]\na = { url = \"http://a.example/\" }\nb.url = \"http://b.example/\"\n\n[feeds.c]\nurl = \"http://c.example/\"\n";
        for (feed, before, expected) in [
            ("a", None, ["b", "c", "a"]),
            ("c", Some("a"), ["c", "a", "b"]),
            ("b", Some("a"), ["b", "a", "c"]),
        ] {
            let after = moved(text, feed, before);
            assert_eq!(order(&after), expected, "{after}");
        }
    }

    #[test]
    fn a_feed_moves_into_a_folder_and_out_again() {
        let into = Edit::Move { id: id("c"), before: Some(id("b")), folder: Some("Sport".into()) };
        let after = apply(TEXT, &into).unwrap();
        assert_eq!(parse(&after).unwrap().feeds[1].folder.as_deref(), Some("Sport"), "{after}");
        let out = apply(&after, &Edit::Move { id: id("c"), before: None, folder: None }).unwrap();
        assert!(parse(&out).unwrap().feeds.iter().all(|feed| feed.folder.is_none()), "{out}");
    }
}
