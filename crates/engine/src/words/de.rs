//! German.

use super::{Counted, Tray, Words};

pub(super) const WORDS: Words = Words {
    tag: "de",
    open_link: "Link öffnen",
    mark_read: "Als gelesen markieren",
    snooze_hour: "1 Std. stummstellen",
    test_title: "Tidings kann läuten",
    test_body: "So sieht eine Benachrichtigung aus.",
    trouble: "Manches Neue erreicht dich vielleicht nicht",
    new: Counted::Two("# neuer Eintrag", "# neue Einträge"),
    more: Counted::Two("# weiterer Eintrag", "# weitere Einträge"),
    held: Counted::Two("# Eintrag", "# Einträge"),
    feeds: Counted::Two("# Feed", "# Feeds"),
    from_feed: "{n} von {feed}",
    in_feeds: "{n} in {feeds}",
    quiet_from_feed: "{n} von {feed} während der Ruhe",
    quiet_in_feeds: "{n} in {feeds} während der Ruhe",
    tray: Tray {
        open: "Tidings öffnen",
        starting: "Startet",
        snooze: "Für eine Stunde stummstellen",
        wake: "Wieder läuten",
        quit: "Tidings beenden",
        none_unread: "Nichts ungelesen",
        unread: Counted::Same("# ungelesen"),
        no_feed: "kein Feed ist an",
        only_feed: "der Feed ist verbunden",
        all_feeds: "alle {all} Feeds verbunden",
        some_feeds: "{open} von {all} Feeds verbunden",
        comma: ", ",
        silent: "die Glocke ist stumm",
        off: "die Glocke ist aus",
        snoozed: "die Glocke ist stummgestellt",
        quiet: "die Glocke ruht gerade",
    },
};
