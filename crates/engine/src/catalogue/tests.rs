use std::collections::HashSet;

use super::*;

#[test]
fn every_entry_is_whole() {
    let all = read().expect("the file is sound").feeds;
    let mut ids = HashSet::new();
    for feed in &all {
        let id = &feed.id;
        assert!(ids.insert(id), "{id} twice");
        assert!(tidings_model::FeedId::parse(id).is_some(), "{id}");
        assert!(!feed.name.is_empty() && feed.description.ends_with('.') && !feed.rate.is_empty(), "{id}");
        assert!(
            ["sports", "news", "technology", "knowledge", "home", "operations"]
                .contains(&feed.category.as_str()),
            "{id}"
        );
        assert!(["nothing", "key", "server"].contains(&feed.needs.as_str()), "{id}");
        assert_eq!(feed.checked.len(), 10, "{id}");
        assert!(
            feed.source.starts_with("https://") || feed.source.len() > 20,
            "{id} says against what it was checked"
        );
    }
}

#[test]
fn every_address_builds_with_its_fields() {
    for feed in catalogue() {
        let mut url = feed.url.clone();
        for field in &feed.fields {
            let place = format!("{{{}}}", field.name);
            assert_eq!(
                url.contains(&place),
                !field.secret,
                "{}: {place}, which is {}",
                feed.id,
                field.secret
            );
            assert!(!field.placeholder.is_empty() && !field.label.is_empty(), "{}: {place}", feed.id);
            url = url.replace(&place, &field.placeholder);
        }
        assert!(!url.contains(['{', '}']), "{}: {url}", feed.id);
        let parsed =
            tidings_mapping::parse_address(&url).unwrap_or_else(|error| panic!("{}: {error}", feed.id));
        assert!(matches!(parsed.scheme(), "http" | "https"), "{url}");
        assert_eq!(
            feed.needs == "nothing",
            !feed.fields.iter().any(|field| field.secret) && feed.needs != "server"
        );
    }
}

#[test]
fn every_format_exists() {
    for feed in catalogue() {
        assert!(tidings_mapping::format(&feed.format).is_some(), "{}: {}", feed.id, feed.format);
    }
}

#[test]
fn it_is_searched_by_words() {
    let found = search("ANNOUNCEMENTS ntfy.sh");
    assert!(found.iter().any(|feed| feed.id == "ntfy-announcements"), "{found:?}");
    assert_eq!(search("no such feed at all").len(), 0);
    assert_eq!(search("").len(), catalogue().len());
}
