use tidings_model::{FeedId, NotifyLevel, Sound};
use tidings_wire::{BellEdit, FeedBellEdit, FeedEdit, QuietHours, SettingsEdit, SoundsEdit};

use super::super::{Config, Edit, apply, parse};
use super::*;

const FULL: &str = r#"
[bell]
enabled = true
sound = { normal = "chime", critical = "alarm" }
quiet = [{ days = ["mon-fri"], from = "22:00", to = "07:00", zone = "Europe/Berlin" }, { from = "13:00", to = "14:00" }]
breaks_through = "critical"
follow_do_not_disturb = false
summary_after_quiet = false
dismiss_reads = true
request_hosts = ["ntfy.example"]
burst = 5
feed_pace_ms = 10000
pace_ms = 500

[feeds.match]
url = "http://a.example/"
notify = "digest"

[feeds.match.bell]
urgent_from = "normal"
digest_minutes = 15
sound = "knock" # loud enough
quiet = []
spoiler_seconds = 40
command = { program = "say", args = ["{title}"], timeout_seconds = 5 }
"#;

fn bell_of(config: &Config) -> &FeedBell {
    &config.feeds[0].bell
}

#[test]
fn everything_can_be_said() {
    let config = parse(FULL).unwrap();
    let bell = &config.settings.bell;
    assert_eq!(bell.sound.low, Some(Sound::Silent), "what is left out keeps its default");
    assert_eq!((bell.sound.normal, bell.sound.critical), (Some(Sound::Chime), Some(Sound::Alarm)));
    assert_eq!((bell.quiet.len(), bell.quiet[0].days.names().count()), (2, 5));
    assert_eq!(bell.breaks_through, Some(Urgency::Critical));
    assert!(!bell.follow_do_not_disturb && !bell.summary_after_quiet && bell.dismiss_reads);
    assert_eq!(bell.paces, Paces { burst: 5, feed_ms: 10_000, common_ms: 500 });
    let feed = bell_of(&config);
    assert_eq!(config.feeds[0].notify, NotifyLevel::Digest);
    assert_eq!((feed.digest_minutes, feed.spoiler_seconds, feed.quiet.as_deref()), (15, 40, Some(&[][..])));
    assert_eq!(feed.command.as_ref().unwrap().args, ["{title}"]);
    assert_eq!(parse("[feeds.a]\nurl='http://a.example'\n").unwrap().feeds[0].bell, FeedBell::default());
}

#[test]
fn a_mistake_names_its_line() {
    for (line, word) in [
        ("quiet = [{ days = ['monday'], from = '22:00', to = '07:00' }]", "monday"),
        ("quiet = [{ days = [], from = '22:00', to = '07:00' }]", "days is empty"),
        ("quiet = [{ from = '25:00', to = '07:00' }]", "25:00"),
        ("quiet = [{ from = '22:00' }]", "to"),
        ("quiet = [{ from = '22:00', to = '07:00', zone = 'Mars/Base' }]", "Mars/Base"),
        ("sound = 'foghorn'", "chime"),
        ("breaks_through = 'loud'", "loud"),
        ("burst = 0", "from 1 to 100"),
        ("feed_pace_ms = 0", "from 1 to 3600000"),
        ("pace_ms = 3600001", "from 1 to 3600000"),
    ] {
        let error = parse(&format!("[bell]\nenabled = true\n{line}\n")).expect_err(line);
        assert_eq!(error.line, Some(3), "{line}: {error}");
        assert!(error.wrong.message.contains(word), "{line}: {error}");
    }
    for (line, word) in [
        ("digest_minutes = 0", "from 1 to 1440"),
        ("spoiler_seconds = 3601", "from 0 to 3600"),
        ("command = { program = ' ' }", "empty"),
        ("command = 'rm -rf /'", ""),
        ("command = { program = 'a', timeout_seconds = 0 }", "from 1 to 600"),
    ] {
        let text = format!("[feeds.a]\nurl = 'http://a.example'\n[feeds.a.bell]\n{line}\n");
        let error = parse(&text).expect_err(line);
        assert_eq!(error.line, Some(4), "{line}: {error}");
        assert!(error.wrong.message.contains(word), "{line}: {error}");
    }
}

#[test]
fn edits_keep_what_they_do_not_mean() {
    let change = FeedBellEdit { spoiler_seconds: Some(0), ..FeedBellEdit::default() };
    let id = FeedId::parse("match").unwrap();
    let edit = FeedEdit { bell: Some(change), ..FeedEdit::default() };
    let after = apply(FULL, &Edit::Change(id.clone(), edit)).unwrap();
    assert_eq!(after, FULL.replace("spoiler_seconds = 40", "spoiler_seconds = 0"));
    let louder = SoundsEdit { low: Some("default".into()), critical: Some("alarm".into()), normal: None };
    let change = FeedBellEdit { sound: Some(louder), follow_quiet: Some(true), ..FeedBellEdit::default() };
    let edit = FeedEdit { bell: Some(change), ..FeedEdit::default() };
    let after = apply(FULL, &Edit::Change(id, edit)).unwrap();
    let bell = parse(&after).unwrap().feeds[0].bell.clone();
    assert_eq!(bell.quiet, None);
    assert_eq!(
        (bell.sound.low, bell.sound.normal, bell.sound.critical),
        (None, Some(Sound::Knock), Some(Sound::Alarm))
    );
    assert!(after.contains("# loud enough"), "{after}");
}

#[test]
fn edits_of_a_plain_file_add_what_they_say() {
    let text = "[feeds.a]\nurl = \"http://a.example\"\n";
    let hours = QuietHours {
        days: vec!["sat".into(), "sun".into()],
        from: "23:00".into(),
        to: "09:00".into(),
        zone: None,
    };
    let bell =
        BellEdit { quiet: Some(vec![hours]), breaks_through: Some("critical".into()), ..BellEdit::default() };
    let after =
        apply(text, &Edit::Settings(SettingsEdit { bell: Some(bell), ..SettingsEdit::default() })).unwrap();
    let settings = parse(&after).unwrap().settings.bell;
    assert_eq!(settings.quiet[0].days.names().collect::<Vec<_>>(), ["sat", "sun"]);
    let change = FeedBellEdit {
        level: Some(NotifyLevel::Highlighted),
        digest_minutes: Some(5),
        ..FeedBellEdit::default()
    };
    let edit = FeedEdit { bell: Some(change), ..FeedEdit::default() };
    let after = apply(text, &Edit::Change(FeedId::parse("a").unwrap(), edit)).unwrap();
    assert_eq!(after, format!("{text}notify = \"highlighted\"\nbell = {{ digest_minutes = 5 }}\n"));
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let bad = QuietHours { days: vec!["mon".into()], from: "99:00".into(), to: "07:00".into(), zone: None };
    let bell = BellEdit { quiet: Some(vec![bad]), ..BellEdit::default() };
    let edit = SettingsEdit { bell: Some(bell), ..SettingsEdit::default() };
    assert!(apply("", &Edit::Settings(edit)).is_err());
}

#[test]
fn a_feed_is_written_as_it_was_read() {
    let config = parse(FULL).unwrap();
    let after = apply("", &Edit::Add(config.feeds[0].clone())).unwrap();
    assert_eq!(parse(&after).unwrap().feeds, config.feeds);
}
