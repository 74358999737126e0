//! What is said outside the window, in popups and in the tray, in the language of the window.
//!
//! The window has a catalogue of its own (`ui/src/text`); this one holds the few words that are needed where no window is open. A
//! language that lacks one does not compile. What went wrong is said in the words of the window (`said`).

mod ar;
mod de;
mod en;
mod es;
mod ja;
mod plural;
mod said;

pub use plural::Counted;

use std::path::Path;

use crate::EngineHandle;
use crate::bell::Unheard;
use crate::config::ConfigFile;
use crate::ports::World;

/// The words of one language. In braces stands what is put in: `{n}` a count with its noun, `{feed}` a name, `{feeds}` a count of feeds.
#[derive(Debug)]
pub struct Words {
    /// BCP 47, without a region.
    pub tag: &'static str,
    /// A click on a popup, where it is a button.
    pub open: &'static str,
    /// The title of the popup that says why a button's request came to nothing: `{label}`.
    pub not_done: &'static str,
    /// Why, where nobody can be asked: `{host}`.
    pub allow_first: &'static str,
    /// A popup's button.
    pub open_link: &'static str,
    /// A popup's button.
    pub mark_read: &'static str,
    /// A popup's button: its feed, for an hour.
    pub snooze_hour: &'static str,
    /// The title of the popup that tries the bell.
    pub test_title: &'static str,
    /// What it says.
    pub test_body: &'static str,
    /// The title of the popup about feeds that cannot be heard.
    pub trouble: &'static str,
    /// What it says where there are several, or where the core's own sentence is in another language: `{names}`.
    pub unheard: &'static str,
    /// How many feeds beside those that are named.
    pub more_feeds: Counted,
    /// How many are new.
    pub new: Counted,
    /// How many more than those that were shown.
    pub more: Counted,
    /// How many were held back.
    pub held: Counted,
    /// How many feeds, as they stand behind "in".
    pub feeds: Counted,
    /// So many of one feed.
    pub from_feed: &'static str,
    /// So many in several feeds.
    pub in_feeds: &'static str,
    /// So many of one feed, held back while it was quiet.
    pub quiet_from_feed: &'static str,
    /// So many in several feeds, held back while it was quiet.
    pub quiet_in_feeds: &'static str,
    /// The title of the window that says why Tidings cannot start.
    pub cannot_start: &'static str,
    /// Whether it is written from right to left.
    pub rtl: bool,
    /// What the files are called that feeds are imported from, where the system has one chosen.
    pub lists: &'static str,
    /// The tray's menu.
    pub tray: Tray,
}

/// The words of the tray's menu.
#[derive(Debug)]
pub struct Tray {
    /// Shows the window.
    pub open: &'static str,
    /// Before anything is known.
    pub starting: &'static str,
    /// Everything, for an hour.
    pub snooze: &'static str,
    /// Ends that.
    pub wake: &'static str,
    /// Ends the program.
    pub quit: &'static str,
    /// With nothing unread.
    pub none_unread: &'static str,
    /// How many are unread.
    pub unread: Counted,
    /// No feed is to be connected.
    pub no_feed: &'static str,
    /// The only feed is connected.
    pub only_feed: &'static str,
    /// All feeds are connected: `{all}`.
    pub all_feeds: &'static str,
    /// Some are: `{open}` of `{all}`.
    pub some_feeds: &'static str,
    /// What stands between the parts of the line.
    pub comma: &'static str,
    /// Notifications do not get through.
    pub silent: &'static str,
    /// The bell is switched off.
    pub off: &'static str,
    /// It is snoozed.
    pub snoozed: &'static str,
    /// It is quiet for another reason.
    pub quiet: &'static str,
}

/// All there are; the first is for those who speak none of them.
const ALL: [&Words; 5] = [&en::WORDS, &de::WORDS, &es::WORDS, &ja::WORDS, &ar::WORDS];

impl Words {
    /// The words for `[window] language`, or without one for what the system speaks, the most wanted first.
    #[must_use]
    pub fn of(setting: Option<&str>, system: &[String]) -> &'static Self {
        let mut wanted = setting.into_iter().chain(system.iter().map(String::as_str));
        wanted.find_map(known).unwrap_or(&en::WORDS)
    }

    pub(crate) fn new_from(&self, count: usize, feeds: &[&str]) -> String {
        self.gathered(&self.new.of(count), feeds, self.from_feed, self.in_feeds)
    }

    pub(crate) fn more_from(&self, count: usize, feed: &str) -> String {
        self.gathered(&self.more.of(count), &[feed], self.from_feed, self.in_feeds)
    }

    pub(crate) fn after_quiet(&self, count: usize, feeds: &[&str]) -> String {
        self.gathered(&self.held.of(count), feeds, self.quiet_from_feed, self.quiet_in_feeds)
    }

    /// Feeds that cannot be heard: some by name, how many beside, and of one what is wrong.
    pub(crate) fn cannot_be_heard(&self, unheard: &Unheard) -> String {
        let Unheard { sentence, names, more, trouble } = unheard;
        if self.tag == en::WORDS.tag {
            return sentence.clone();
        }
        let more = (*more > 0).then(|| self.more_feeds.of(*more));
        let names: Vec<&str> = names.iter().chain(&more).map(String::as_str).collect();
        let which = self.unheard.replace("{names}", &names.join(self.tray.comma));
        let (what, next) = trouble.as_ref().map(|trouble| self.why(trouble)).unwrap_or_default();
        format!("{which} {what} {next}").trim_end().to_owned()
    }

    /// A name is put in last: braces in it stay as they are.
    fn gathered(&self, count: &str, feeds: &[&str], one: &str, several: &str) -> String {
        match feeds {
            [feed] => one.replace("{n}", count).replace("{feed}", feed),
            _ => several.replace("{n}", count).replace("{feeds}", &self.feeds.of(feeds.len())),
        }
    }
}

fn known(tag: &str) -> Option<&'static Words> {
    let language = tag.split(['-', '_', '.']).next()?;
    ALL.into_iter().find(|words| words.tag.eq_ignore_ascii_case(language))
}

/// The words where there is no engine: as the configuration at `path` says, if it can be read, or the system.
#[must_use]
pub fn before_start(path: &Path, world: &World) -> &'static Words {
    let config = ConfigFile::new(path.to_owned()).load().unwrap_or_default();
    Words::of(config.settings.window.language.as_deref(), &world.machine.languages())
}

impl EngineHandle {
    /// The words outside the window, in its language.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        let loaded = self.loaded();
        let setting = loaded.config.settings.window.language.as_deref();
        Words::of(setting, &self.parts.world.machine.languages())
    }
}

#[cfg(test)]
mod tests {
    use tidings_model::{Trouble, TroubleCode};

    use super::*;

    #[test]
    fn the_setting_comes_before_the_system_and_english_last() {
        let system = ["tlh_QO.UTF-8".to_owned(), "de_AT.UTF-8".to_owned(), "es".to_owned()];
        assert_eq!(Words::of(Some("ja"), &system).tag, "ja");
        assert_eq!(Words::of(Some("tlh"), &system).tag, "de");
        assert_eq!(Words::of(None, &system).tag, "de");
        assert_eq!(Words::of(None, &["C".to_owned()]).tag, "en");
    }

    #[test]
    fn summaries_name_their_feed_or_count_them() {
        let en = Words::of(Some("en"), &[]);
        assert_eq!(en.new_from(2, &["A {n}"]), "2 new from A {n}");
        assert_eq!(en.new_from(6, &["A", "B"]), "6 new in 2 feeds");
        assert_eq!(en.more_from(12, "A"), "12 more from A");
        assert_eq!(en.after_quiet(3, &["A"]), "3 from A while it was quiet");
        assert_eq!(Words::of(Some("de"), &[]).new_from(1, &["A", "B"]), "1 neuer Eintrag in 2 Feeds");
        assert_eq!(Words::of(Some("ar"), &[]).new_from(2, &["A", "B"]), "مدخلان جديدان في موجزين");
    }

    #[test]
    fn feeds_that_cannot_be_heard_are_named() {
        let said = |language, more, code: Option<TroubleCode>| {
            let trouble = code.map(|code| Trouble {
                code,
                what: vec!["a.example".into()],
                message: "In English.".into(),
                advice: String::new(),
            });
            let names = vec!["A".to_owned(), "B".to_owned()];
            let unheard = Unheard { sentence: "A cannot be heard.".into(), names, more, trouble };
            Words::of(Some(language), &[]).cannot_be_heard(&unheard)
        };
        assert_eq!(said("en", 0, Some(TroubleCode::Broken)), "A cannot be heard.");
        assert_eq!(said("de", 0, None), "Nicht zu hören: A, B.");
        assert_eq!(said("ja", 3, None), "受信できません: A、B、ほか 3 件。");
        let german = said("de", 0, Some(TroubleCode::Broken));
        assert!(german.contains("a.example") && !german.contains("English"), "{german}");
    }

    #[test]
    fn each_language_fills_its_gaps() {
        for words in ALL {
            for count in [1, 2, 3, 11, 100] {
                let said = [
                    words.new_from(count, &["FEED"]),
                    words.new_from(count, &["a", "b", "c"]),
                    words.more_from(count, "FEED"),
                    words.after_quiet(count, &["FEED"]),
                    words.after_quiet(count, &["a", "b", "c"]),
                ];
                for sentence in said {
                    assert!(!sentence.contains(['{', '}', '#']), "{}: {sentence}", words.tag);
                }
            }
        }
    }
}
