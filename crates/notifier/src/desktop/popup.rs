//! Our [`Notification`] in the words of the service.

use crate::{AppIdentity, Notification, text};
use notify_rust::Hint;
use std::path::Path;
use tidings_model::{Sound, Urgency};

/// How many buttons a popup gets at most, itself among them: more are not shown by the common services either.
pub(super) const BUTTONS: usize = 6;

/// A notification as this service can take it. Of the feed's own it holds text only: no markup, path or address.
pub(super) fn compose(
    app: AppIdentity,
    notification: &Notification,
    capabilities: &[String],
    sound: Option<&Path>,
) -> notify_rust::Notification {
    let can = |word: &str| capabilities.iter().any(|capability| capability == word);
    let title = text::title(&notification.title);
    let mut popup = notify_rust::Notification::new();
    popup
        .appname(app.name)
        .icon(app.desktop_entry)
        .summary(if title.is_empty() { app.name } else { &title })
        .body(&text::body(&notification.body, can("body-markup")))
        .urgency(urgency(notification.urgency))
        .hint(Hint::DesktopEntry(app.desktop_entry.to_owned()));
    if let Some(category) = notification.category {
        popup.hint(Hint::Category(category.to_owned()));
    }
    match (notification.sound, sound.and_then(Path::to_str)) {
        (Sound::System, _) => {}
        (_, Some(file)) => drop(popup.hint(Hint::SoundFile(file.to_owned()))),
        // None, or one that we play ourselves.
        (_, None) => drop(popup.hint(Hint::SuppressSound(true))),
    }
    // Without the capability some services show a dialog instead, which takes the focus.
    if can("actions") {
        for button in notification.buttons.iter().take(BUTTONS) {
            popup.action(&button.id, &text::label(&button.label));
        }
    }
    popup
}

fn urgency(urgency: Urgency) -> notify_rust::Urgency {
    match urgency {
        Urgency::Low => notify_rust::Urgency::Low,
        Urgency::Normal => notify_rust::Urgency::Normal,
        Urgency::Critical => notify_rust::Urgency::Critical,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Button;

    fn goal() -> Notification {
        Notification {
            tag: "1".to_owned(),
            title: "Goal <3".to_owned(),
            body: "2 & 1".to_owned(),
            urgency: Urgency::Critical,
            buttons: [("default", "Öffnen"), ("read", "Mark\nread")]
                .map(|(id, label)| Button { id: id.to_owned(), label: label.to_owned() })
                .into(),
            sound: Sound::System,
            category: None,
            picture: None,
        }
    }

    fn composed(notification: &Notification, capabilities: &[&str]) -> notify_rust::Notification {
        let capabilities: Vec<String> = capabilities.iter().map(|&word| word.to_owned()).collect();
        compose(AppIdentity::default(), notification, &capabilities, None)
    }

    #[test]
    fn a_plain_service_gets_plain_text_and_no_buttons() {
        let popup = composed(&goal(), &["body"]);
        assert_eq!((popup.summary.as_str(), popup.body.as_str()), ("Goal <3", "2 & 1"));
        assert!(popup.actions.is_empty());
    }

    #[test]
    fn a_rich_service_gets_escaped_text_and_buttons() {
        let popup = composed(&goal(), &["body", "actions", "body-markup"]);
        assert_eq!((popup.summary.as_str(), popup.body.as_str()), ("Goal <3", "2 &amp; 1"));
        assert_eq!(popup.actions, ["default", "Öffnen", "read", "Mark read"]);
    }

    #[test]
    fn a_notification_without_a_title_carries_the_apps_name() {
        assert_eq!(
            composed(&Notification { title: "\u{202e}\n".to_owned(), ..goal() }, &[]).summary,
            "Tidings"
        );
    }

    #[test]
    fn only_a_quiet_one_asks_for_silence() {
        let silence = Hint::SuppressSound(true);
        assert!(!composed(&goal(), &[]).hints.contains(&silence));
        assert!(composed(&Notification { sound: Sound::Silent, ..goal() }, &[]).hints.contains(&silence));
    }
}
