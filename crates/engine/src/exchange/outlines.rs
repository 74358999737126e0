//! OPML 2.0: the list of feeds that feed readers exchange. Folders are outlines with outlines in them.

use opml::{Head, OPML, Outline};
use tidings_model::{Feed, FeedId};

use super::{Offer, Unreadable};

/// Outlines within outlines: what is deeper is in the folder at this depth.
const DEEPEST: usize = 16;

/// The feeds of an OPML file.
pub(super) fn read(text: &str) -> Result<Offer, Unreadable> {
    let document = OPML::from_str(text).map_err(|_| Unreadable::Opml)?;
    let mut feeds = Vec::new();
    document.body.outlines.iter().for_each(|outline| gather(outline, None, 0, &mut feeds));
    Ok(Offer { kind: "opml", feeds, notes: Vec::new() })
}

fn gather(outline: &Outline, folder: Option<&str>, depth: usize, feeds: &mut Vec<Feed>) {
    let title = outline.title.as_deref().unwrap_or(&outline.text).trim();
    if let Some(url) = &outline.xml_url {
        let plain = Feed::new(FeedId::from_name(title), url.trim().to_owned());
        let name = if title.is_empty() { plain.name.clone() } else { title.to_owned() };
        feeds.push(Feed { name, folder: folder.map(str::to_owned), ..plain });
        return;
    }
    if depth < DEEPEST {
        let inner = if title.is_empty() { folder } else { Some(title) };
        outline.outlines.iter().for_each(|below| gather(below, inner, depth + 1, feeds));
    }
}

/// The feeds as OPML: those in folders inside an outline each.
pub(super) fn write(feeds: &[Feed]) -> Option<String> {
    let mut document =
        OPML { head: Some(Head { title: Some("Tidings".to_owned()), ..Head::default() }), ..OPML::default() };
    document.body.outlines.clear();
    for feed in feeds {
        let line = Outline {
            text: feed.name.clone(),
            title: Some(feed.name.clone()),
            r#type: Some("rss".to_owned()),
            xml_url: Some(feed.url.clone()),
            ..Outline::default()
        };
        match &feed.folder {
            None => document.body.outlines.push(line),
            Some(folder) => folder_of(&mut document, folder).outlines.push(line),
        }
    }
    document.to_string().ok()
}

fn folder_of<'a>(document: &'a mut OPML, name: &str) -> &'a mut Outline {
    let outlines = &mut document.body.outlines;
    let there = outlines.iter().position(|outline| outline.xml_url.is_none() && outline.text == name);
    let at = there.unwrap_or_else(|| {
        outlines.push(Outline { text: name.to_owned(), ..Outline::default() });
        outlines.len() - 1
    });
    &mut outlines[at]
}
