//! What a service is sent, and what comes back, while all is well.

use crate::bus::under_private_bus;
use crate::fake::Fake;
use crate::support::{answer, desktop, eventually, next, notification};
use tidings_model::{Sound, Urgency};
use tidings_notifier::{Answer, Deed, Notification, Notifier};

const RICH: &[&str] = &["actions", "body", "body-markup", "icon-static"];
const POOR: &[&str] = &["body"];

#[test]
fn a_rich_service_gets_markup_hints_and_buttons() {
    under_private_bus("plain::a_rich_service_gets_markup_hints_and_buttons", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, _answers) = desktop();
        let critical = Notification { urgency: Urgency::Critical, sound: Sound::Silent, ..notification("1") };
        desktop.show(critical).await.unwrap();
        let sent = next(&mut fake.notified).await;
        assert_eq!((sent.app.as_str(), sent.icon.as_str()), ("Tidings", "dev.tidings.Tidings"));
        assert_eq!((sent.summary.as_str(), sent.replaces), ("Title 1", 0));
        assert_eq!(sent.body, "Arsenal &amp; &lt;b&gt;Chelsea&lt;/b&gt;");
        assert_eq!(sent.actions, ["default", "Open", "read", "Mark read"]);
        assert_eq!(u8::try_from(&sent.hints["urgency"]).unwrap(), 2);
        assert_eq!(<&str>::try_from(&sent.hints["desktop-entry"]).unwrap(), "dev.tidings.Tidings");
        assert!(bool::try_from(&sent.hints["suppress-sound"]).unwrap());
        assert_eq!(sent.hints["image-data"].value_signature().to_string(), "(iiibiiay)");
        let mut names: Vec<_> = sent.hints.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["desktop-entry", "image-data", "suppress-sound", "urgency"]);
    });
}

#[test]
fn a_poor_service_gets_plain_text() {
    under_private_bus("plain::a_poor_service_gets_plain_text", async || {
        let mut fake = Fake::start(POOR).await;
        let (desktop, _answers) = desktop();
        desktop.show(notification("1")).await.unwrap();
        let sent = next(&mut fake.notified).await;
        assert_eq!(sent.body, "Arsenal & <b>Chelsea</b>");
        assert!(sent.actions.is_empty());
        assert!(!sent.hints.contains_key("suppress-sound"));
    });
}

#[test]
fn what_a_person_does_comes_back_with_the_tag() {
    under_private_bus("plain::what_a_person_does_comes_back_with_the_tag", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, mut answers) = desktop();
        let pressed = Deed::Pressed("read".to_owned());
        for (tag, deed) in [("a", Deed::Opened), ("b", pressed), ("c", Deed::Dismissed), ("d", Deed::Gone)] {
            desktop.show(notification(tag)).await.unwrap();
            let id = next(&mut fake.notified).await.id;
            // Once is enough, however fast the person is.
            match &deed {
                Deed::Opened => fake.click(id, "default").await,
                Deed::Pressed(key) => fake.click(id, key).await,
                Deed::Dismissed => fake.close(id, 2).await,
                Deed::Gone => fake.close(id, 1).await,
                Deed::Shown => panic!("nobody does that"),
            }
            assert_eq!(answer(&mut answers).await, Answer { tag: tag.to_owned(), deed, token: None });
        }
    });
}

#[test]
fn an_update_takes_the_place_of_the_one_before() {
    under_private_bus("plain::an_update_takes_the_place_of_the_one_before", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, _answers) = desktop();
        desktop.show(notification("match")).await.unwrap();
        desktop.show(notification("other")).await.unwrap();
        desktop.show(Notification { sound: Sound::Silent, ..notification("match") }).await.unwrap();
        let (first, other, update) =
            (next(&mut fake.notified).await, next(&mut fake.notified).await, next(&mut fake.notified).await);
        assert_eq!((first.replaces, other.replaces, update.replaces), (0, 0, first.id));
        assert_eq!(fake.capabilities_asked(), 1);
    });
}

#[test]
fn withdrawing_closes_and_what_expired_is_not_replaced() {
    under_private_bus("plain::withdrawing_closes_and_what_expired_is_not_replaced", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, mut answers) = desktop();
        desktop.show(notification("a")).await.unwrap();
        let id = next(&mut fake.notified).await.id;
        desktop.withdraw("never shown").await;
        desktop.withdraw("a").await;
        assert_eq!(next(&mut fake.closed).await, id);
        desktop.withdraw("a").await;
        assert!(fake.closed.try_recv().is_err(), "it was withdrawn twice");

        desktop.show(notification("b")).await.unwrap();
        let gone = next(&mut fake.notified).await.id;
        eventually("an expired popup is forgotten", async || {
            fake.close(gone, 1).await;
            desktop.show(notification("b")).await.unwrap();
            next(&mut fake.notified).await.replaces == 0
        })
        .await;
        assert_eq!(answer(&mut answers).await, Answer { tag: "b".to_owned(), deed: Deed::Gone, token: None });
    });
}

#[test]
fn every_popup_can_be_withdrawn() {
    under_private_bus("plain::every_popup_can_be_withdrawn", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, _answers) = desktop();
        let mut ids = Vec::new();
        for n in 0..40 {
            desktop.show(notification(&n.to_string())).await.unwrap();
            ids.push(next(&mut fake.notified).await.id);
        }
        desktop.withdraw("0").await;
        desktop.withdraw("39").await;
        assert_eq!((next(&mut fake.closed).await, next(&mut fake.closed).await), (ids[0], ids[39]));
    });
}

/// GNOME Shell takes down all popups of an app when the connection goes that showed the first of them.
#[test]
fn every_popup_comes_over_one_connection_that_stays() {
    under_private_bus("plain::every_popup_comes_over_one_connection_that_stays", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, _answers) = desktop();
        desktop.show(notification("first")).await.unwrap();
        let first = next(&mut fake.notified).await;
        for n in 0..40 {
            desktop.show(notification(&n.to_string())).await.unwrap();
            assert_eq!(next(&mut fake.notified).await.sender, first.sender);
        }
        desktop.withdraw("first").await;
        assert!(fake.is_connected(&first.sender).await);
    });
}

/// Another program of the same person is no notification service.
#[test]
fn a_click_that_somebody_else_pretends_is_not_heard() {
    under_private_bus("plain::a_click_that_somebody_else_pretends_is_not_heard", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, mut answers) = desktop();
        desktop.show(notification("a")).await.unwrap();
        let id = next(&mut fake.notified).await.id;
        let stranger = zbus::Connection::session().await.unwrap();
        let (path, interface) = ("/org/freedesktop/Notifications", "org.freedesktop.Notifications");
        stranger.emit_signal(None::<&str>, path, interface, "ActionInvoked", &(id, "default")).await.unwrap();
        fake.click(id, "read").await;
        assert_eq!(answer(&mut answers).await.deed, Deed::Pressed("read".to_owned()));
    });
}

#[test]
fn the_activation_token_comes_with_the_click() {
    under_private_bus("plain::the_activation_token_comes_with_the_click", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, mut answers) = desktop();
        desktop.show(notification("a")).await.unwrap();
        let id = next(&mut fake.notified).await.id;
        fake.token(id, "kwin-1-2").await;
        fake.click(id, "default").await;
        let expected = Answer { tag: "a".to_owned(), deed: Deed::Opened, token: Some("kwin-1-2".to_owned()) };
        assert_eq!(answer(&mut answers).await, expected);
    });
}

/// What the system says of do-not-disturb reaches us as the server's property.
#[test]
fn the_inhibited_property_is_read() {
    under_private_bus("plain::the_inhibited_property_is_read", async || {
        let fake = Fake::start(RICH).await;
        let (desktop, _answers) = desktop();
        assert!(!desktop.do_not_disturb().await, "nobody was asked yet");
        desktop.server().await.unwrap();
        assert!(!desktop.do_not_disturb().await);
        fake.inhibit(true).await;
        assert!(desktop.do_not_disturb().await);
    });
}

#[test]
fn sounds_of_ours_go_to_a_service_that_plays_them() {
    under_private_bus("plain::sounds_of_ours_go_to_a_service_that_plays_them", async || {
        let mut fake = Fake::start(&["body", "sound"]).await;
        let (desktop, _answers) = desktop();
        let hints = async |sound: Sound, fake: &mut Fake| {
            desktop.show(Notification { sound, ..notification("a") }).await.unwrap();
            next(&mut fake.notified).await.hints
        };
        let chime = hints(Sound::Chime, &mut fake).await;
        let file = <&str>::try_from(&chime["sound-file"]).unwrap().to_owned();
        assert!(std::fs::read(&file).unwrap().starts_with(b"RIFF"), "{file}");
        assert!(!chime.contains_key("suppress-sound"));
        assert!(hints(Sound::Silent, &mut fake).await.contains_key("suppress-sound"));
        let system = hints(Sound::System, &mut fake).await;
        assert!(!system.contains_key("sound-file") && !system.contains_key("suppress-sound"));
    });
}

#[test]
fn a_picture_takes_the_place_of_the_icon() {
    under_private_bus("plain::a_picture_takes_the_place_of_the_icon", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, _answers) = desktop();
        let picture = tidings_notifier::Picture { width: 2, height: 1, rgba: vec![1, 2, 3, 4, 5, 6, 7, 8] };
        desktop.show(Notification { picture: Some(picture), ..notification("a") }).await.unwrap();
        let hints = next(&mut fake.notified).await.hints;
        let sent = zbus::Structure::try_from(hints["image-data"].try_clone().unwrap()).unwrap();
        assert_eq!(
            <(i32, i32, i32, bool, i32, i32, Vec<u8>)>::try_from(sent).unwrap(),
            (2, 1, 8, true, 8, 4, vec![1, 2, 3, 4, 5, 6, 7, 8])
        );
    });
}

/// Services differ in whether the connection of the first popup or that of its update is told.
#[test]
fn of_an_updated_popup_one_answer_comes() {
    under_private_bus("plain::of_an_updated_popup_one_answer_comes", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, mut answers) = desktop();
        desktop.show(notification("card")).await.unwrap();
        desktop.show(notification("card")).await.unwrap();
        let id = next(&mut fake.notified).await.id;
        fake.click(id, "default").await;
        assert_eq!(
            answer(&mut answers).await,
            Answer { tag: "card".to_owned(), deed: Deed::Opened, token: None }
        );
        for _ in 0..5 {
            fake.click(id, "default").await;
        }
        fake.close(id, 2).await;
        assert_eq!(answer(&mut answers).await.deed, Deed::Gone, "it was answered twice");
    });
}

/// A service may leave a popup up that was pressed.
#[test]
fn after_one_button_another_is_heard() {
    under_private_bus("plain::after_one_button_another_is_heard", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, mut answers) = desktop();
        desktop.show(notification("a")).await.unwrap();
        let id = next(&mut fake.notified).await.id;
        for key in ["action:0", "action:0", "read", "default"] {
            fake.click(id, key).await;
        }
        let pressed = |key: &str| Deed::Pressed(key.to_owned());
        for deed in [pressed("action:0"), pressed("read"), Deed::Opened] {
            assert_eq!(answer(&mut answers).await.deed, deed);
        }
    });
}

#[test]
fn the_service_says_who_it_is() {
    under_private_bus("plain::the_service_says_who_it_is", async || {
        let _fake = Fake::start(POOR).await;
        let (desktop, _answers) = desktop();
        let server = desktop.server().await.unwrap();
        assert_eq!((server.name.as_str(), server.capabilities), ("fake 1.0", vec!["body".to_owned()]));
        assert!(desktop.answers().is_none(), "there is one receiver");
    });
}
