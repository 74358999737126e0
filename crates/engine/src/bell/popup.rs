//! What a popup says. Pure: entries in, a notification out.

use tidings_model::{Entry, FeedId, Seq, Urgency};
use tidings_notifier::{Button, Notification};

use super::lot::Lot;

/// An entry on its way to the bell.
#[derive(Clone, Debug)]
pub(crate) struct Ringing {
    pub(crate) seq: Seq,
    pub(crate) feed: FeedId,
    pub(crate) feed_name: String,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) urgency: Urgency,
    pub(crate) link: bool,
    pub(crate) replaces: Option<String>,
}

/// Characters of a body that can matter to a popup: entries on their way to the bell stay small.
const BODY: usize = 1_000;

impl Ringing {
    pub(crate) fn new(seq: Seq, feed: FeedId, feed_name: &str, entry: &Entry) -> Self {
        Self {
            seq,
            feed,
            feed_name: feed_name.to_owned(),
            title: entry.title.clone(),
            body: entry.body.chars().take(BODY).collect(),
            urgency: entry.urgency,
            link: entry.link.is_some(),
            replaces: entry.replaces.clone(),
        }
    }

    /// Entries of one live card share a popup, which changes in place.
    pub(crate) fn tag(&self) -> String {
        match &self.replaces {
            Some(card) => format!("card:{}:{card}", self.feed),
            None => format!("entry:{}", self.seq.0),
        }
    }
}

/// Opens the entry's link.
pub(crate) const OPEN_LINK: &str = "open-link";
/// Marks what the popup shows as read.
pub(crate) const MARK_READ: &str = "mark-read";
/// The popup of a backlog.
pub(crate) const BACKLOG_TAG: &str = "backlog";

/// The tag of the popup that gathers what is too much of a feed.
pub(crate) fn digest_tag(feed: &FeedId) -> String {
    format!("digest:{feed}")
}

fn mark_read() -> Button {
    Button { id: MARK_READ, label: "Mark read".to_owned() }
}

/// The popup of one entry. The feed's name, as the person chose it, comes first: a feed cannot pass for another.
pub(crate) fn single(ringing: &Ringing) -> Notification {
    let mut buttons = Vec::new();
    if ringing.link {
        buttons.push(Button { id: OPEN_LINK, label: "Open link".to_owned() });
    }
    buttons.push(mark_read());
    let body = format!("{}\n{}", ringing.feed_name, ringing.body);
    Notification {
        tag: ringing.tag(),
        title: ringing.title.clone(),
        body: body.trim_end().to_owned(),
        urgency: ringing.urgency,
        buttons,
        quiet: ringing.replaces.is_some() && ringing.urgency == Urgency::Low,
    }
}

/// The popup of a backlog: how many, of which feeds, and the newest titles.
pub(super) fn backlog(lot: &Lot) -> Notification {
    let count = lot.len();
    let title = match lot.feeds()[..] {
        [one] => format!("{count} new from {one}"),
        ref several => format!("{count} new in {} feeds", several.len()),
    };
    summary(BACKLOG_TAG.to_owned(), title, lot, false)
}

/// The popup of what is gathered of one feed while it says too much: `count` in all. It grows without a sound.
pub(super) fn digest(feed: &FeedId, lot: &Lot, count: usize) -> Notification {
    let name = lot.feeds().first().map_or_else(|| feed.to_string(), |name| (*name).to_owned());
    let quiet = count > lot.len();
    summary(digest_tag(feed), format!("{count} more from {name}"), lot, quiet)
}

fn summary(tag: String, title: String, lot: &Lot, quiet: bool) -> Notification {
    let several = lot.feeds().len() > 1;
    let line = |ringing: &Ringing| match several {
        true => format!("{}: {}", ringing.feed_name, ringing.title),
        false => ringing.title.clone(),
    };
    let newest: Vec<_> = lot.newest().map(line).collect();
    Notification {
        tag,
        title,
        body: newest.join("\n"),
        urgency: lot.urgency(),
        buttons: vec![mark_read()],
        quiet,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn ringing(seq: i64, feed: &str, title: &str) -> Ringing {
        Ringing {
            seq: Seq(seq),
            feed: FeedId::parse(feed).unwrap(),
            feed_name: feed.to_uppercase(),
            title: title.into(),
            body: String::new(),
            urgency: Urgency::Normal,
            link: false,
            replaces: None,
        }
    }

    fn lot(entries: impl IntoIterator<Item = Ringing>) -> Lot {
        let mut lot = Lot::default();
        entries.into_iter().for_each(|ringing| lot.push(ringing));
        lot
    }

    #[test]
    fn one_entry() {
        let mut entry = ringing(7, "match", "Goal");
        entry.body = "Harbour Town 1, Northgate 0".into();
        entry.link = true;
        let popup = single(&entry);
        assert_eq!((popup.tag.as_str(), popup.title.as_str()), ("entry:7", "Goal"));
        assert_eq!(popup.body, "MATCH\nHarbour Town 1, Northgate 0");
        assert_eq!(popup.buttons.iter().map(|b| b.id).collect::<Vec<_>>(), [OPEN_LINK, MARK_READ]);
    }

    #[test]
    fn a_card_keeps_its_tag_and_small_changes_keep_quiet() {
        let mut entry = ringing(7, "match", "Corner");
        entry.replaces = Some("m1".into());
        entry.urgency = Urgency::Low;
        let popup = single(&entry);
        assert_eq!((popup.tag.as_str(), popup.quiet), ("card:match:m1", true));
    }

    #[test]
    fn a_backlog_names_its_feeds_and_lists_the_newest() {
        let popup =
            backlog(&lot((0..6).map(|n| ringing(n, if n < 3 { "a" } else { "b" }, &format!("t{n}")))));
        assert_eq!(popup.title, "6 new in 2 feeds");
        assert_eq!(popup.body, "B: t5\nB: t4\nB: t3\nA: t2");
        let mut few = lot((0..6).map(|n| ringing(n, if n < 3 { "a" } else { "b" }, "t")));
        few.forget(&(0..4).map(Seq).collect());
        assert_eq!(backlog(&few).title, "2 new from B", "what was forgotten is not counted in");
        let one = lot((0..3).map(|n| ringing(n, "a", "t")));
        assert_eq!(backlog(&one).title, "3 new from A");
        let grown = digest(&FeedId::parse("a").unwrap(), &one, 12);
        assert_eq!((grown.title.as_str(), grown.quiet), ("12 more from A", true));
    }
}
