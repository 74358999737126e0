//! What a service is sent, and what comes back, while all is well.

use crate::bus::under_private_bus;
use crate::fake::Fake;
use crate::support::{answer, desktop, eventually, next, notification};
use tidings_model::Urgency;
use tidings_notifier::{Answer, Deed, Notification, Notifier};

const RICH: &[&str] = &["actions", "body", "body-markup", "icon-static"];
const POOR: &[&str] = &["body"];

#[test]
fn a_rich_service_gets_markup_hints_and_buttons() {
    under_private_bus("plain::a_rich_service_gets_markup_hints_and_buttons", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, _answers) = desktop();
        let critical = Notification { urgency: Urgency::Critical, quiet: true, ..notification("1") };
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
        for (tag, deed) in
            [("a", Deed::Opened), ("b", Deed::Pressed("read".to_owned())), ("c", Deed::Dismissed)]
        {
            desktop.show(notification(tag)).await.unwrap();
            let id = next(&mut fake.notified).await.id;
            // The notifier listens a moment after Notify was answered, so a person who is faster clicks again.
            let clicking = async {
                loop {
                    match &deed {
                        Deed::Opened => fake.click(id, "default").await,
                        Deed::Pressed(key) => fake.click(id, key).await,
                        Deed::Dismissed => fake.close(id, 2).await,
                    }
                    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                }
            };
            let heard =
                tokio::select! { heard = answer(&mut answers) => heard, () = clicking => unreachable!() };
            assert_eq!(heard, Answer { tag: tag.to_owned(), deed });
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
        desktop.show(Notification { quiet: true, ..notification("match") }).await.unwrap();
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
        assert!(answers.try_recv().is_err(), "nobody did anything");
    });
}

#[test]
fn old_popups_lose_their_buttons_but_can_be_withdrawn() {
    under_private_bus("plain::old_popups_lose_their_buttons_but_can_be_withdrawn", async || {
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
fn the_first_connection_stays_while_anything_is_up() {
    under_private_bus("plain::the_first_connection_stays_while_anything_is_up", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, _answers) = desktop();
        desktop.show(notification("first")).await.unwrap();
        let first = next(&mut fake.notified).await;
        for n in 0..40 {
            desktop.show(notification(&n.to_string())).await.unwrap();
            next(&mut fake.notified).await;
        }
        desktop.withdraw("first").await;
        desktop.show(notification("last")).await.unwrap();
        assert!(fake.is_connected(&first.sender).await);
        for n in 0..40 {
            desktop.withdraw(&n.to_string()).await;
        }
        assert!(fake.is_connected(&first.sender).await);
        desktop.withdraw("last").await;
        eventually("nothing is up, so nothing is open", async || !fake.is_connected(&first.sender).await)
            .await;
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
        let clicking = async {
            loop {
                fake.click(id, "default").await;
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        };
        let heard = tokio::select! { heard = answer(&mut answers) => heard, () = clicking => unreachable!() };
        assert_eq!(heard, Answer { tag: "card".to_owned(), deed: Deed::Opened });
        for _ in 0..5 {
            fake.click(id, "default").await;
        }
        fake.close(id, 2).await;
        desktop.show(notification("after")).await.unwrap();
        assert!(answers.try_recv().is_err(), "it was answered twice");
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
