//! Changes to the text of `tidings.toml` that keep its comments, its order and everything they do not mean.

use tidings_model::{Feed, FeedId, NotifyLevel, Rule, SavedView, Wrong, WrongCode};
use tidings_wire::{FeedEdit, SettingsEdit};
use toml_edit::{DocumentMut, Item, Table, Value, value};

use super::{ConfigError, bell, connection_edit, connections, order, parse, views, window};

/// One change a person makes.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Adds a feed at the end.
    Add(Feed),
    /// Changes a feed.
    Change(FeedId, FeedEdit),
    /// Puts a feed elsewhere.
    Move {
        /// Which.
        id: FeedId,
        /// The feed it is to stand before; none puts it behind all.
        before: Option<FeedId>,
        /// The folder it is in from now on; none is beside the folders.
        folder: Option<String>,
    },
    /// Keeps a search, or changes one.
    SaveView(SavedView),
    /// Keeps a search no longer.
    RemoveView(FeedId),
    /// Takes a feed out.
    Remove(FeedId),
    /// Puts a feed back, with the comments it had: the table's text as [`ConfigFile::table_text`](super::ConfigFile::table_text) gave it.
    Restore(String),
    /// Changes settings.
    Settings(SettingsEdit),
    /// Puts these in the place of all rules; those that stay keep their comments.
    Rules(Vec<Rule>),
    /// Has this program serve the demo feeds on a port.
    Demo(u16),
}

/// Why a change was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The file is broken: an edit could only make it worse.
    #[error("tidings.toml is broken: {0} Mend it first; nothing was changed.")]
    Broken(ConfigError),
    /// The change makes no sense.
    #[error("{0}")]
    Invalid(Wrong),
    /// The view is not there.
    #[error("There is no view `{0}`.")]
    NoView(FeedId),
    /// Nothing is changed any more.
    #[error("Tidings is closing; nothing was changed.")]
    Closing,
    /// The feed is not there.
    #[error("There is no feed `{0}`. `tidings feeds list` shows those there are.")]
    NoFeed(FeedId),
    /// There is one already.
    #[error("There is a feed `{0}` already. Choose another name, or remove that one first.")]
    Exists(FeedId),
}

/// The text after `edit`. What comes back is a good configuration.
///
/// # Errors
/// Where `text` is broken already, or the change cannot be.
pub fn apply(text: &str, edit: &Edit) -> Result<String, EditError> {
    parse(text).map_err(EditError::Broken)?;
    let mut document: DocumentMut = text.parse().map_err(|_| EditError::Invalid(not_toml()))?;
    match edit {
        Edit::Add(feed) => add(&mut document, feed)?,
        Edit::Change(id, change) => change_feed(feed_table(&mut document, id)?, change),
        Edit::Move { id, before, folder } => {
            set_folder(feed_table(&mut document, id)?, folder.as_deref().unwrap_or_default());
            order::move_feed(&mut document, id, before.as_ref())?;
        }
        Edit::SaveView(view) => views::save(&mut document, view),
        Edit::RemoveView(id) => views::remove(&mut document, id)?,
        Edit::Remove(id) => remove(&mut document, id)?,
        Edit::Restore(table) => return restore(text, table),
        Edit::Settings(change) => change_settings(&mut document, change),
        Edit::Rules(rules) => super::rules::change(&mut document, rules),
        Edit::Demo(port) => set_demo(&mut document, *port),
    }
    good(document.to_string())
}

/// The text of a feed's table with its comments, for [`Edit::Restore`].
#[must_use]
pub fn table_text(text: &str, id: &FeedId) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let table = document.get_mut("feeds")?.as_table_like_mut()?.remove(id.as_str())?.into_table().ok()?;
    let mut alone = DocumentMut::new();
    let mut feeds = Table::new();
    feeds.set_implicit(true);
    feeds.insert(id.as_str(), Item::Table(table));
    alone.insert("feeds", Item::Table(feeds));
    Some(alone.to_string())
}

/// An edit that would leave a broken file behind is refused: what was typed is at fault.
fn good(text: String) -> Result<String, EditError> {
    parse(&text).map_err(|error| {
        let message = capital(&error.wrong.message);
        EditError::Invalid(Wrong { message, ..error.wrong })
    })?;
    Ok(text)
}

fn not_toml() -> Wrong {
    Wrong::new(WrongCode::NotToml, &["tidings.toml"], "The file is not TOML.")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn restore(text: &str, table: &str) -> Result<String, EditError> {
    let gap = if text.is_empty() || text.ends_with("\n\n") { "" } else { "\n" };
    good(format!("{text}{gap}{}", table.trim_start_matches('\n')))
}

fn feeds(document: &mut DocumentMut) -> &mut Table {
    named_tables(document, "feeds")
}

/// The table of tables with this name, such as `feeds`; made where missing.
pub(super) fn named_tables<'a>(document: &'a mut DocumentMut, name: &str) -> &'a mut Table {
    let item = document.entry(name).or_insert_with(|| {
        let mut tables = Table::new();
        tables.set_implicit(true);
        Item::Table(tables)
    });
    // `feeds = { … }` on one line is TOML too; as a table it can take more.
    if !item.is_table() {
        let inline = std::mem::take(item);
        *item = Item::Table(inline.into_table().unwrap_or_default());
    }
    item.as_table_mut().unwrap_or_else(|| unreachable!("made a table in the line above"))
}

fn feed_table<'a>(
    document: &'a mut DocumentMut,
    id: &FeedId,
) -> Result<&'a mut dyn toml_edit::TableLike, EditError> {
    feeds(document)
        .get_mut(id.as_str())
        .and_then(Item::as_table_like_mut)
        .ok_or_else(|| EditError::NoFeed(id.clone()))
}

pub(super) fn section<'a>(document: &'a mut DocumentMut, name: &str) -> &'a mut Item {
    if document.get(name).is_none() {
        let mut table = Table::new();
        table.decor_mut().set_prefix(comments_before(document));
        document.insert(name, Item::Table(table));
    }
    &mut document[name]
}

/// What stands before a table that is put at the end: the comments there, which would slip behind it otherwise, and a blank line.
pub(super) fn comments_before(document: &mut DocumentMut) -> String {
    let comments = document.trailing().as_str().unwrap_or_default().to_owned();
    document.set_trailing("");
    if document.is_empty() && comments.is_empty() { comments } else { comments + "\n" }
}

fn add(document: &mut DocumentMut, feed: &Feed) -> Result<(), EditError> {
    if feeds(document).contains_key(feed.id.as_str()) {
        return Err(EditError::Exists(feed.id.clone()));
    }
    let mut table = feed_fields(feed);
    table.decor_mut().set_prefix(comments_before(document));
    feeds(document).insert(feed.id.as_str(), Item::Table(table));
    Ok(())
}

fn feed_fields(feed: &Feed) -> Table {
    let mut table = Table::new();
    table["name"] = value(&feed.name);
    table["url"] = value(&feed.url);
    if let Some(format) = &feed.format {
        table["format"] = value(format);
    }
    if let Some(folder) = &feed.folder {
        table["folder"] = value(folder);
    }
    if !feed.enabled {
        table["enabled"] = value(false);
    }
    if feed.notify != NotifyLevel::default() {
        table["notify"] = value(level(feed.notify));
    }
    if let Some(seconds) = feed.poll_seconds {
        table["poll_seconds"] = value(i64::from(seconds));
    }
    if let Some(bell) = bell::feed_value(&feed.bell) {
        table["bell"] = value(bell);
    }
    super::template::add(&mut table, &feed.template);
    connection_edit::write(&mut table, &feed.connection);
    table
}

fn remove(document: &mut DocumentMut, id: &FeedId) -> Result<(), EditError> {
    feeds(document).remove(id.as_str()).map(|_| ()).ok_or_else(|| EditError::NoFeed(id.clone()))
}

fn change_feed(table: &mut dyn toml_edit::TableLike, change: &FeedEdit) {
    if let Some(name) = &change.name {
        set(table, "name", name.as_str());
    }
    if let Some(url) = &change.url {
        set(table, "url", url.as_str());
    }
    if let Some(format) = &change.format {
        set(table, "format", format.as_str());
    }
    if let Some(bell) = &change.bell {
        bell::write_feed(table, bell);
    }
    if let Some(folder) = &change.folder {
        set_folder(table, folder);
    }
    if let Some(enabled) = change.enabled {
        set(table, "enabled", enabled);
    }
    match change.poll_seconds {
        None => {}
        Some(0) => drop(table.remove("poll_seconds")),
        Some(seconds) => set(table, "poll_seconds", i64::from(seconds)),
    }
    if let Some(template) = &change.template {
        super::template::change(table, &template.clone().into());
    }
    if let Some(connection) = &change.connection {
        connection_edit::write(table, &connection.clone().into());
    }
}

/// The empty one takes the feed out of its folder.
fn set_folder(table: &mut dyn toml_edit::TableLike, folder: &str) {
    match folder.trim() {
        "" => drop(table.remove("folder")),
        folder => set(table, "folder", folder),
    }
}

fn change_settings(document: &mut DocumentMut, change: &SettingsEdit) {
    if let Some(change) = &change.window
        && let Some(table) = section(document, "window").as_table_like_mut()
    {
        window::edit_window(table, change);
    }
    if let Some(change) = &change.startup
        && let Some(table) = section(document, "startup").as_table_like_mut()
    {
        window::edit_startup(table, change);
    }
    if let Some(change) = &change.connections
        && let Some(table) = section(document, "connections").as_table_like_mut()
    {
        connections::edit(table, change);
    }
    let mut put = |name: &str, key: &str, new: Option<Value>| {
        if let (Some(new), Some(table)) = (new, section(document, name).as_table_like_mut()) {
            set(table, key, new);
        }
    };
    if let Some(days) = change.retention_days {
        put("history", "days", Some(i64::from(days).into()));
    }
    if let Some(most) = change.retention_entries_per_feed {
        put("history", "entries_per_feed", Some(i64::from(most).into()));
    }
    if let Some(port) = change.demo_port {
        set_demo(document, port);
    }
    if let Some(change) = &change.bell
        && let Some(table) = section(document, "bell").as_table_like_mut()
    {
        bell::write_settings(table, change);
    }
}

/// Has the demo feeds served at a port; 0 is not at all.
fn set_demo(document: &mut DocumentMut, port: u16) {
    let Some(table) = section(document, "demo").as_table_like_mut() else { return };
    match port {
        0 => drop(table.remove("port")),
        port => set(table, "port", i64::from(port)),
    }
}

/// Sets a value and keeps the comment behind it.
pub(super) fn set(table: &mut dyn toml_edit::TableLike, key: &str, new: impl Into<Value>) {
    let mut new = new.into();
    if let Some(old) = table.get(key).and_then(Item::as_value) {
        *new.decor_mut() = old.decor().clone();
    }
    table.insert(key, Item::Value(new));
}

pub(super) fn level(notify: NotifyLevel) -> &'static str {
    match notify {
        NotifyLevel::Always => "always",
        NotifyLevel::Highlighted => "highlighted",
        NotifyLevel::Urgent => "urgent",
        NotifyLevel::Digest => "digest",
        NotifyLevel::Never => "never",
    }
}

#[cfg(test)]
mod tests {
    use tidings_wire::BellEdit;

    use super::*;

    const TEXT: &str = "# my feeds\n\n[bell] # loud\nenabled = true # always\n\n# the match\n[feeds.match]\nurl = \"http://a.example/\" # live\n\n# the news\n[feeds.news]\nurl = \"http://b.example/\"\n";

    fn id(text: &str) -> FeedId {
        FeedId::parse(text).unwrap()
    }

    fn feed(name: &str) -> Feed {
        let id = FeedId::from_name(name);
        let plain = Feed::new(id, "https://c.example/".to_owned());
        Feed { name: name.to_owned(), notify: NotifyLevel::Never, ..plain }
    }

    #[test]
    fn the_demo_is_served_where_a_port_is_given() {
        let with = |text: &str, port| {
            let edit = SettingsEdit { demo_port: Some(port), ..SettingsEdit::default() };
            apply(text, &Edit::Settings(edit)).unwrap()
        };
        let served = with(TEXT, 47_800);
        assert_eq!(parse(&served).unwrap().settings.demo_port, Some(47_800));
        assert_eq!(parse(&with(&served, 0)).unwrap().settings.demo_port, None);
    }

    #[test]
    fn adding_touches_nothing_else() {
        let after = apply(TEXT, &Edit::Add(feed("Third One"))).unwrap();
        let added =
            "\n[feeds.third-one]\nname = \"Third One\"\nurl = \"https://c.example/\"\nnotify = \"never\"\n";
        assert_eq!(after, format!("{TEXT}{added}"));
        assert_eq!(apply(&after, &Edit::Add(feed("Third One"))), Err(EditError::Exists(id("third-one"))));
    }

    #[test]
    fn changing_keeps_the_comments() {
        let change =
            FeedEdit { url: Some("http://z.example/".into()), enabled: Some(false), ..FeedEdit::default() };
        let after = apply(TEXT, &Edit::Change(id("match"), change)).unwrap();
        let expected = TEXT.replace("a.example/\" # live\n", "z.example/\" # live\nenabled = false\n");
        assert_eq!(after, expected);
        let quiet = SettingsEdit {
            bell: Some(BellEdit { enabled: Some(false), ..BellEdit::default() }),
            ..SettingsEdit::default()
        };
        let after = apply(TEXT, &Edit::Settings(quiet)).unwrap();
        assert_eq!(after, TEXT.replace("true # always", "false # always"));
    }

    #[test]
    fn a_removed_feed_comes_back_with_its_comments() {
        let table = table_text(TEXT, &id("match")).unwrap();
        let without = apply(TEXT, &Edit::Remove(id("match"))).unwrap();
        assert!(
            !without.contains("a.example")
                && without.contains("# the news")
                && without.contains("# my feeds")
        );
        let back = apply(&without, &Edit::Restore(table)).unwrap();
        assert!(back.contains("# the match\n[feeds.match]\nurl = \"http://a.example/\" # live\n"), "{back}");
        assert_eq!(parse(&back).unwrap().feeds.len(), 2);
    }

    #[test]
    fn a_broken_file_is_left_alone() {
        let broken = apply("[feeds.a]\nurl = 3\n", &Edit::Demo(1));
        assert!(matches!(broken, Err(EditError::Broken(ConfigError { line: Some(2), .. }))), "{broken:?}");
    }

    #[test]
    fn an_edit_cannot_break_the_file() {
        let change = FeedEdit { url: Some("javascript:alert(1)".into()), ..FeedEdit::default() };
        let refused = apply(TEXT, &Edit::Change(id("match"), change)).unwrap_err();
        assert!(
            matches!(&refused, EditError::Invalid(wrong) if wrong.code == WrongCode::FeedAddress.code()),
            "{refused:?}"
        );
        let nobody = apply(TEXT, &Edit::Remove(id("nobody")));
        assert_eq!(nobody, Err(EditError::NoFeed(id("nobody"))));
    }

    #[test]
    fn settings_of_an_empty_file_get_their_section() {
        let bell = Some(BellEdit { enabled: Some(false), ..BellEdit::default() });
        let edit = SettingsEdit { bell, retention_days: Some(7), ..SettingsEdit::default() };
        let after = apply("", &Edit::Settings(edit)).unwrap();
        let settings = parse(&after).unwrap().settings;
        assert_eq!((settings.bell.enabled, settings.retention.days), (false, 7), "{after}");
    }
}
