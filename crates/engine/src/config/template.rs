//! `[feeds.ID.template]`: a feed's own words and conditions, checked where they stand.

use serde::{Deserialize, Deserializer};
use tidings_mapping::template::check;
use tidings_model::Template;
use toml_edit::{Item, Table, TableLike, value};

use super::edit::set;
use super::wrong::placed;

/// The text of the field of this number in [`Template::FIELDS`], checked.
#[derive(Default)]
struct Checked<const FIELD: usize>(Option<String>);

impl<'de, const FIELD: usize> Deserialize<'de> for Checked<FIELD> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        check(Template::FIELDS[FIELD], &text).map_err(|error| placed(&error))?;
        Ok(Self(Some(text).filter(|text| !text.trim().is_empty())))
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct TemplateTable {
    title: Checked<0>,
    body: Checked<1>,
    link: Checked<2>,
    image: Checked<3>,
    urgency: Checked<4>,
    key: Checked<5>,
    replaces: Checked<6>,
    time: Checked<7>,
    notify_if: Checked<8>,
    keep_if: Checked<9>,
    drop_if: Checked<10>,
}

impl From<TemplateTable> for Template {
    fn from(table: TemplateTable) -> Self {
        Self {
            title: table.title.0,
            body: table.body.0,
            link: table.link.0,
            image: table.image.0,
            urgency: table.urgency.0,
            key: table.key.0,
            replaces: table.replaces.0,
            time: table.time.0,
            notify_if: table.notify_if.0,
            keep_if: table.keep_if.0,
            drop_if: table.drop_if.0,
        }
    }
}

/// Writes a template into a feed's new table.
pub(super) fn add(feed: &mut Table, template: &Template) {
    if template.is_empty() {
        return;
    }
    let mut table = Table::new();
    for (name, text) in template.fields() {
        if let Some(text) = text {
            table[name] = value(text);
        }
    }
    feed.insert("template", Item::Table(table));
}

/// Changes the template of a feed; comments behind what stays are kept.
pub(super) fn change(feed: &mut dyn TableLike, template: &Template) {
    if template.is_empty() {
        feed.remove("template");
        return;
    }
    if !feed.get("template").is_some_and(Item::is_table_like) {
        feed.insert("template", Item::Table(Table::new()));
    }
    let Some(table) = feed.get_mut("template").and_then(Item::as_table_like_mut) else { return };
    for (name, text) in template.fields() {
        match text {
            Some(text) => set(table, name, text),
            None => drop(table.remove(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use tidings_model::Place;

    use super::super::{Edit, apply, parse};
    use super::*;

    const TEXT: &str = "[feeds.a]\nurl = 'http://a.example/'\n[feeds.a.template]\ntitle = '{{ home }}' # who\nkeep_if = 'true'\n";

    #[test]
    fn a_mistake_names_its_line_its_field_and_its_place() {
        let cases = [
            ("title = '{{ home'", "title"),
            ("title = '{% if x %}'", "title"),
            ("keep_if = 'score >'", "keep_if"),
            ("drop_if = '{{ x }}'", "drop_if"),
            ("body = '{{ x|nosuch }}'", "nosuch"),
            ("titel = 'x'", "titel"),
        ];
        for (line, word) in cases {
            let error = parse(&format!("[feeds.a]\nurl = 'http://a.example/'\n[feeds.a.template]\n{line}\n"))
                .expect_err(line);
            assert_eq!(error.line, Some(4), "{line}: {error}");
            assert!(error.wrong.message.contains(word), "{line}: {error}");
        }
        let long = "[feeds.a]\nurl = 'http://a.example/'\n[feeds.a.template]\nbody = '''\none\n{{ two'''\n";
        let error = parse(long).expect_err(long);
        assert!(error.line == Some(4) && error.wrong.message.contains("line 2"), "{error}");
        let Place { field, line, column } = error.wrong.place;
        assert_eq!((field.as_str(), line), ("body", Some(2)), "{column:?}");
    }

    #[test]
    fn an_edit_keeps_comments_and_an_empty_template_goes() {
        let id = tidings_model::FeedId::parse("a").unwrap();
        let edit = |template: Template| {
            let edit = tidings_wire::FeedEdit { template: Some(template.into()), ..Default::default() };
            apply(TEXT, &Edit::Change(id.clone(), edit)).unwrap()
        };
        let after = edit(Template { title: Some("{{ away }}".into()), ..Template::default() });
        let expected = TEXT.replace("'{{ home }}'", "\"{{ away }}\"").replace("keep_if = 'true'\n", "");
        assert_eq!(after, expected);
        assert_eq!(edit(Template::default()), "[feeds.a]\nurl = 'http://a.example/'\n");
    }
}
