//! What a popup says. Pure: entries in, a notification out.

use tidings_model::{Action, Entry, FeedId, Moment, Seq, Sound, Urgency};
use tidings_notifier::{Button, Notification};
use tidings_store::Owed;

use super::digest::Lane;
use super::lot::Lot;
use crate::words::Words;

/// An entry on its way to the bell.
#[derive(Clone, Debug)]
pub(crate) struct Ringing {
    pub(crate) seq: Seq,
    pub(crate) feed: FeedId,
    pub(crate) feed_name: String,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) urgency: Urgency,
    pub(crate) link: Option<String>,
    /// The address of what is shown beside it: who says it, else what happened.
    pub(crate) picture: Option<String>,
    pub(crate) replaces: Option<String>,
    pub(crate) moment: Moment,
    /// The news that it took over, where nobody was told of them when it was stored.
    pub(crate) owes: Option<Seq>,
    /// Its own buttons, by their number among its actions.
    pub(crate) actions: Vec<(usize, Own)>,
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
            link: entry.link.clone(),
            picture: entry.icon.clone().or_else(|| entry.image.clone()),
            replaces: entry.replaces.clone(),
            moment: entry.moment,
            owes: None,
            actions: (0..)
                .zip(&entry.actions)
                .take(OFFERED)
                .map(|(n, action)| (n, Own::new(action)))
                .collect(),
        }
    }

    /// It took the place of news that was not told yet.
    pub(crate) fn take_over(&mut self, owed: Owed) {
        self.moment = owed.moment;
        self.owes = Some(owed.news);
        self.urgency = self.urgency.max(owed.urgency);
    }

    /// What it says, for telling a repetition.
    pub(crate) fn text(&self) -> String {
        format!("{}\0{}\0{}", self.feed, self.title, self.body)
    }

    /// Entries of one live card share a popup, which changes in place.
    pub(crate) fn tag(&self) -> String {
        match &self.replaces {
            Some(card) => format!("card:{}:{card}", self.feed),
            None => format!("entry:{}", self.seq.0),
        }
    }
}

/// A feed's own buttons on a popup.
const OWN: usize = 2;
/// Of the feed's own, this many are looked at.
const OFFERED: usize = 4;

/// A feed's own button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Own {
    label: String,
    /// It puts text on the clipboard, which only a program with a window has.
    copies: bool,
}

impl Own {
    fn new(action: &Action) -> Self {
        Self { label: action.label().to_owned(), copies: matches!(action, Action::Copy { .. }) }
    }
}

/// The number of an entry's action, of a button that stands for one.
pub(super) fn action_of(button: &str) -> Option<usize> {
    button.strip_prefix("action:")?.parse().ok()
}

/// The popup itself, and its button where a service gives it one.
const OPEN: &str = "default";
/// Opens the entry's link.
pub(crate) const OPEN_LINK: &str = "open-link";
/// Marks what the popup shows as read.
pub(crate) const MARK_READ: &str = "mark-read";
/// Snoozes the feed.
pub(crate) const SNOOZE: &str = "snooze";
/// What a popup sums up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Summary {
    /// What was missed.
    Backlog,
    /// What was held back while it was quiet.
    AfterQuiet,
    /// A feed's digest.
    Periodic(FeedId),
    /// What is gathered while a feed says too much.
    Surplus(Lane),
}

impl Summary {
    /// The popup that gathers it.
    pub(super) fn tag(&self) -> String {
        match self {
            Self::Backlog => "backlog".to_owned(),
            Self::AfterQuiet => "quiet".to_owned(),
            Self::Periodic(feed) => format!("periodic:{feed}"),
            Self::Surplus(Lane { feed, critical: true }) => format!("alarms:{feed}"),
            Self::Surplus(Lane { feed, critical: false }) => format!("digest:{feed}"),
        }
    }

    /// Its popup, for `count` entries of the feeds called `names`, of which `lot` has come anew. A surplus that grows does so without a
    /// sound, unless it is critical.
    pub(super) fn popup(&self, lot: &Lot, count: usize, names: &[&str], words: &Words) -> Notification {
        let title = match self {
            Self::Backlog | Self::Periodic(_) => words.new_from(count, names),
            Self::AfterQuiet => words.after_quiet(count, names),
            Self::Surplus(_) => words.more_from(count, names.first().copied().unwrap_or_default()),
        };
        let several = names.len() > 1;
        let line = |ringing: &Ringing| match several {
            true => format!("{}: {}", ringing.feed_name, ringing.title),
            false => ringing.title.clone(),
        };
        let newest: Vec<_> = lot.newest().map(line).collect();
        let grows = count > lot.len() && matches!(self, Self::Surplus(Lane { critical: false, .. }));
        Notification {
            urgency: lot.urgency(),
            buttons: vec![button(MARK_READ, words.mark_read)],
            sound: if grows { Sound::Silent } else { Sound::System },
            category: Some("x-tidings.summary"),
            ..plain(self.tag(), &title, &newest.join("\n"))
        }
    }
}

/// A popup that says this and no more, without a sound.
pub(super) fn plain(tag: String, title: &str, body: &str) -> Notification {
    Notification {
        tag,
        title: title.to_owned(),
        body: body.trim_end().to_owned(),
        urgency: Urgency::Normal,
        buttons: Vec::new(),
        sound: Sound::Silent,
        category: None,
        picture: None,
    }
}

fn button(id: &str, label: &str) -> Button {
    Button { id: id.to_owned(), label: label.to_owned() }
}

/// The popup of one entry; with no `window`, without the buttons that need one. The feed's name, as the person chose it, comes first: a feed cannot pass for another.
pub(crate) fn single(ringing: &Ringing, window: bool, words: &Words) -> Notification {
    let mut buttons = Vec::new();
    if ringing.link.is_some() {
        buttons.push(button(OPEN_LINK, words.open_link));
    }
    buttons.push(button(MARK_READ, words.mark_read));
    let own = ringing.actions.iter().filter(|(_, own)| window || !own.copies).take(OWN);
    buttons.extend(own.map(|(n, own)| button(&format!("action:{n}"), &own.label)));
    buttons.push(button(SNOOZE, words.snooze_hour));
    let body = format!("{}\n{}", ringing.feed_name, ringing.body);
    let small = ringing.urgency == Urgency::Low || ringing.moment == Moment::Minor;
    let quiet = ringing.replaces.is_some() && small;
    Notification {
        urgency: ringing.urgency,
        buttons,
        sound: if quiet { Sound::Silent } else { Sound::System },
        category: Some("x-tidings.entry"),
        ..plain(ringing.tag(), &ringing.title, &body)
    }
}

/// The popup that says why a button's request came to nothing.
pub(super) fn not_sent(label: &str, why: &str, words: &Words) -> Notification {
    let title = words.not_done.replace("{label}", label);
    Notification { category: Some("network.error"), ..plain("not-sent".to_owned(), &title, why) }
}

/// The popup with its click in words: some services make a button of it.
pub(super) fn opening(mut popup: Notification, words: &Words) -> Notification {
    popup.buttons.insert(0, button(OPEN, words.open));
    popup
}

/// Makes a popup one that was shown before under `tag`, with how often by now.
pub(super) fn count(popup: &mut Notification, tag: String, times: usize) {
    popup.tag = tag;
    popup.title = format!("{} (×{times})", popup.title);
    popup.sound = Sound::Silent;
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn english() -> &'static Words {
        Words::of(None, &[])
    }

    pub(crate) fn ringing(seq: i64, feed: &str, title: &str) -> Ringing {
        Ringing {
            seq: Seq(seq),
            feed: FeedId::parse(feed).unwrap(),
            feed_name: feed.to_uppercase(),
            title: title.into(),
            body: String::new(),
            urgency: Urgency::Normal,
            link: None,
            picture: None,
            replaces: None,
            moment: Moment::News,
            owes: None,
            actions: Vec::new(),
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
        entry.link = Some("https://a.example/".into());
        let popup = single(&entry, true, english());
        assert_eq!((popup.tag.as_str(), popup.title.as_str()), ("entry:7", "Goal"));
        assert_eq!(popup.body, "MATCH\nHarbour Town 1, Northgate 0");
        assert_eq!(popup.buttons.iter().map(|b| &b.id).collect::<Vec<_>>(), [OPEN_LINK, MARK_READ, SNOOZE]);
    }

    #[test]
    fn a_card_keeps_its_tag_and_small_changes_keep_quiet() {
        let mut entry = ringing(7, "match", "Corner");
        entry.replaces = Some("m1".into());
        entry.urgency = Urgency::Low;
        let popup = single(&entry, true, english());
        assert_eq!((popup.tag.as_str(), popup.sound), ("card:match:m1", Sound::Silent));
    }

    #[test]
    fn a_backlog_names_its_feeds_and_lists_the_newest() {
        let both = lot((0..6).map(|n| ringing(n, if n < 3 { "a" } else { "b" }, &format!("t{n}"))));
        let popup = Summary::Backlog.popup(&both, 6, &["A", "B"], english());
        assert_eq!(popup.title, "6 new in 2 feeds");
        assert_eq!(popup.body, "B: t5\nB: t4\nB: t3\nA: t2");
        let one = lot((0..3).map(|n| ringing(n, "a", "t")));
        assert_eq!(Summary::Backlog.popup(&one, 3, &["A"], english()).title, "3 new from A");
        let surplus = |critical| Summary::Surplus(Lane { feed: FeedId::parse("a").unwrap(), critical });
        let grown = surplus(false).popup(&one, 12, &["A"], english());
        assert_eq!((grown.title.as_str(), grown.sound), ("12 more from A", Sound::Silent));
        let alarms = surplus(true).popup(&one, 12, &["A"], english());
        assert_eq!((alarms.tag.as_str(), alarms.sound), ("alarms:a", Sound::System));
    }
}
