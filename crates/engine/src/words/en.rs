//! English.

use super::{Counted, Tray, Words};

pub(super) const WORDS: Words = Words {
    tag: "en",
    open_link: "Open link",
    mark_read: "Mark read",
    snooze_hour: "Snooze 1 h",
    test_title: "Tidings can ring",
    test_body: "This is what a notification looks like.",
    trouble: "Some news may not reach you",
    new: Counted::Same("# new"),
    more: Counted::Same("# more"),
    held: Counted::Same("#"),
    feeds: Counted::Two("# feed", "# feeds"),
    from_feed: "{n} from {feed}",
    in_feeds: "{n} in {feeds}",
    quiet_from_feed: "{n} from {feed} while it was quiet",
    quiet_in_feeds: "{n} in {feeds} while it was quiet",
    tray: Tray {
        open: "Open Tidings",
        starting: "Starting",
        snooze: "Snooze for an hour",
        wake: "End the snooze",
        quit: "Quit Tidings",
        none_unread: "Nothing unread",
        unread: Counted::Same("# unread"),
        no_feed: "no feed is on",
        only_feed: "the feed is connected",
        all_feeds: "all {all} feeds connected",
        some_feeds: "{open} of {all} feeds connected",
        comma: ", ",
        silent: "the bell is silent",
        off: "the bell is off",
        snoozed: "the bell is snoozed",
        quiet: "the bell is quiet for now",
    },
};
