use tidings_model::{
    Entry, EntryQuery, Held, Moment, RawEvent, ReadTarget, Retention, Ring, Seq, Silence, Standing, Urgency,
};
use tidings_store::{Outcome, Write};

use crate::support::*;

fn waiting(entry: Entry, waits: Ring) -> Write {
    match said(entry) {
        Write::Entry { entry, raw, highlighted, rule, own_card, replay_before, .. } => {
            Write::Entry { entry, raw, ring: waits, highlighted, rule, own_card, replay_before }
        }
        other => other,
    }
}

fn withdraw(card: &str) -> Write {
    Write::Withdraw { replaces: card.to_owned() }
}

fn read(card: &str) -> Write {
    Write::Read { replaces: card.to_owned() }
}

#[tokio::test]
async fn the_newest_of_a_card_stands_in_front() {
    let (_dir, store) = fresh();
    put(&store, vec![said(on_card("a", "m1")), said(on_card("b", "m2"))]).await;
    let replaced = put_one(&store, on_card("c", "m1")).await;
    assert_eq!(replaced, Outcome::New { seq: Seq(3), replaced: vec![Seq(1)], owed: None });
    let card = store.card(&feed(), "m1", 10).await.unwrap();
    assert_eq!(seqs(&card), [3, 1]);
    assert_eq!((card[0].standing, card[1].standing), (Standing::Current, Standing::Replaced));
    assert_eq!(card[1].status.ring, Ring::Silent(Silence::Replaced));
    assert_eq!(card[0].status.ring, Ring::Pending);
    assert!(card[1].revision > 2);
    assert_eq!(store.unread().await.unwrap(), [(feed(), 2)]);
}

#[tokio::test]
async fn what_has_rung_keeps_saying_so_when_it_is_replaced() {
    let (_dir, store) = fresh();
    put_one(&store, on_card("a", "m1")).await;
    store.set_rings(vec![(Seq(1), Ring::Rang)]).await.unwrap();
    put_one(&store, on_card("b", "m1")).await;
    assert_eq!(store.card(&feed(), "m1", 10).await.unwrap()[1].status.ring, Ring::Rang);
}

/// What was told in a long summary is written down a page at a time, and its cards go on meanwhile.
#[tokio::test]
async fn a_small_change_owes_no_news_that_turn_out_to_be_told() {
    for waits in [Ring::Pending, Ring::Held(Held::QuietHours)] {
        let (_dir, store) = fresh();
        let minor = |id: &str| Entry { moment: Moment::Minor, ..on_card(id, "m") };
        put(&store, vec![waiting(on_card("goal", "m"), waits)]).await;
        for (id, seq) in [("21'", 2), ("22'", 3)] {
            let Outcome::New { owed: Some(owed), .. } = put_one(&store, minor(id)).await else { panic!() };
            assert_eq!((owed.news, owed.ring, owed.moment), (Seq(1), waits, Moment::News), "{seq}");
        }
        // Not told after all: it is owed still.
        store.set_rings(vec![(Seq(1), Ring::Pending)]).await.unwrap();
        assert_eq!(store.card(&feed(), "m", 1).await.unwrap()[0].status.ring, waits);
        let revision = store.set_rings(vec![(Seq(1), Ring::Gathered)]).await.unwrap();
        let [front, minute, goal] = &store.card(&feed(), "m", 3).await.unwrap()[..] else { panic!() };
        assert_eq!((front.status.ring, front.entry.moment), (Ring::Silent(Silence::Minor), Moment::Minor));
        assert_eq!(front.revision, revision.0);
        assert_eq!((minute.status.ring, goal.status.ring), (Ring::Silent(Silence::Replaced), Ring::Gathered));
        let after = put_one(&store, minor("23'")).await;
        assert!(matches!(after, Outcome::New { owed: None, .. }), "{after:?}");
    }
}

#[tokio::test]
async fn a_known_entry_does_not_come_in_front_again() {
    let (_dir, store) = fresh();
    put(&store, vec![said(on_card("a", "m")), said(on_card("b", "m")), said(on_card("a", "m"))]).await;
    assert_eq!(store.card(&feed(), "m", 1).await.unwrap()[0].seq, Seq(2));
}

#[tokio::test]
async fn a_withdrawn_front_is_read_and_silent() {
    let (_dir, store) = fresh();
    put_one(&store, on_card("a", "m")).await;
    let appended = put(&store, vec![withdraw("m"), withdraw("m"), withdraw("unknown")]).await;
    let changed = |seqs: &[i64]| Outcome::Changed(seqs.iter().copied().map(Seq).collect());
    assert_eq!(appended.outcomes, [changed(&[1]), changed(&[]), changed(&[])]);
    let entry = all(&store).await.remove(0);
    assert_eq!((entry.standing, entry.status.read), (Standing::Withdrawn, true));
    assert_eq!(entry.status.ring, Ring::Silent(Silence::AlreadyRead));
    assert_eq!(entry.revision, appended.revision.0);
    assert_eq!(store.unread().await.unwrap(), []);
    // A new one of the card may come after.
    assert_eq!(put_one(&store, on_card("b", "m")).await, new(2));
}

#[tokio::test]
async fn a_front_read_elsewhere_is_read_here() {
    let (_dir, store) = fresh();
    put_one(&store, on_card("a", "m")).await;
    let appended = put(&store, vec![read("m"), read("m")]).await;
    assert_eq!(appended.outcomes, [Outcome::Changed(vec![Seq(1)]), Outcome::Changed(Vec::new())]);
    let entry = all(&store).await.remove(0);
    assert_eq!((entry.standing, entry.status.read), (Standing::Current, true));
}

/// A goal is looked for when the match is over: its moments are found, where the timeline shows the front alone.
#[tokio::test]
async fn what_a_card_said_before_is_found_by_its_words_and_stars() {
    let (_dir, store) = fresh();
    for id in ["kick-off", "goal", "whistle", "withdrawn goal"] {
        put_one(&store, on_card(id, "match")).await;
    }
    put(&store, vec![withdraw("match")]).await;
    put_one(&store, on_card("full time", "match")).await;
    store.star(vec![Seq(3)], true).await.unwrap();
    store.set_rings(vec![(Seq(1), Ring::Rang)]).await.unwrap();
    let shown = async |query: EntryQuery| seqs(&store.entries(query).await.unwrap());
    let timeline = EntryQuery { current: true, ..EntryQuery::default() };
    assert_eq!(shown(timeline.clone()).await, [5]);
    for (typed, expected) in [
        ("\"title goal\"", vec![2]),
        ("title", vec![5, 3, 2, 1]),
        ("title -whistle", vec![5, 2, 1]),
        ("is:starred", vec![3]),
        ("is:rang", vec![1]),
        ("title is:unread", vec![5]),
        ("tag:goal", vec![5]),
        ("-whistle", vec![5]),
    ] {
        let found = shown(EntryQuery { search: search(typed), ..timeline.clone() }).await;
        assert_eq!(found, expected, "{typed}");
    }
    assert_eq!(shown(EntryQuery { starred: true, ..timeline.clone() }).await, [3]);
    assert_eq!(shown(EntryQuery { only: Some(vec![Seq(2), Seq(5)]), ..timeline }).await, [5, 2]);
}

#[tokio::test]
async fn an_edit_changes_the_row_in_place() {
    let (_dir, store) = fresh();
    let edit = |id: &str, title: &str| {
        let entry = Entry { title: title.to_owned(), ..own(id) };
        Write::Edit { entry, raw: RawEvent { data: title.to_owned(), ..RawEvent::default() } }
    };
    put(&store, vec![said(on_card("a", "m")), said(own("b"))]).await;
    store.set_rings(vec![(Seq(1), Ring::Rang)]).await.unwrap();
    put(&store, vec![read("m")]).await;
    let appended = put(&store, vec![edit("a", "Corrected"), edit("nobody", "No row")]).await;
    assert_eq!(appended.outcomes, [Outcome::Edited(Some(Seq(1))), Outcome::Edited(None)]);
    let rows = all(&store).await;
    assert_eq!(seqs(&rows), [2, 1], "no row more, and none in another place");
    let edited = &rows[1];
    assert_eq!((edited.entry.title.as_str(), edited.entry.replaces.as_deref()), ("Corrected", Some("m")));
    assert_eq!(
        (edited.status.read, edited.status.ring, edited.standing),
        (true, Ring::Rang, Standing::Current)
    );
    assert_eq!(edited.revision, appended.revision.0);
    assert_eq!(seqs(&found(&store, "corrected").await), [1]);
    assert_eq!(
        seqs(&found(&store, "\"title a\"").await),
        Vec::<i64>::new(),
        "what it read before is not found"
    );
    let none = Retention { days: 0, entries_per_feed: 1 };
    store.prune(none, vec![feed()], NOW).await.unwrap();
    assert_eq!(put(&store, vec![edit("a", "Too late")]).await.outcomes, [Outcome::Edited(None)]);
}

#[tokio::test]
async fn a_feed_takes_back_what_a_template_put_on_another_card() {
    let (_dir, store) = fresh();
    let put_on = |id: &str, own: &str| match said(on_card(id, "by-author")) {
        Write::Entry { entry, raw, ring, highlighted, rule, replay_before, .. } => Write::Entry {
            entry,
            raw,
            ring,
            highlighted,
            rule,
            own_card: Some(own.to_owned()),
            replay_before,
        },
        other => other,
    };
    put(&store, vec![put_on("a", "post-1"), put_on("b", "post-2"), put_on("c", "post-2")]).await;
    let appended =
        put(&store, vec![read("post-1"), read("post-2"), withdraw("post-1"), withdraw("post-2")]).await;
    let changed = |seq: i64| Outcome::Changed(vec![Seq(seq)]);
    assert_eq!(appended.outcomes, [changed(1), changed(3), changed(1), changed(3)]);
    let standing: Vec<_> = all(&store).await.iter().map(|entry| entry.standing).collect();
    assert_eq!(standing, [Standing::Withdrawn, Standing::Replaced, Standing::Withdrawn]);
}

fn minor(id: &str) -> Write {
    let entry = Entry { moment: Moment::Minor, urgency: Urgency::Low, ..on_card(id, "m") };
    let Write::Entry { raw, .. } = said(entry.clone()) else { unreachable!() };
    let ring = Ring::Silent(Silence::NotUrgent);
    Write::Entry { entry, raw, ring, highlighted: false, rule: None, own_card: None, replay_before: None }
}

#[tokio::test]
async fn a_small_change_takes_over_what_was_not_told_yet() {
    let (_dir, store) = fresh();
    for (waits, owes) in [
        (Ring::Pending, true),
        (Ring::Held(Held::QuietHours), true),
        (Ring::Rang, false),
        (Ring::Silent(Silence::FeedNever), false),
    ] {
        let code = waits.code();
        put_one(&store, on_card(&format!("goal {code}"), "m")).await;
        let goal = all(&store).await.remove(0).seq;
        store.set_rings(vec![(goal, waits)]).await.unwrap();
        put(&store, vec![minor(&format!("1 {code}")), minor(&format!("2 {code}"))]).await;
        let front = all(&store).await.remove(0);
        let found = (front.entry.moment, front.status.ring, front.entry.urgency);
        let silent = (Moment::Minor, Ring::Silent(Silence::NotUrgent), Urgency::Low);
        // It goes from one to the next until it is told.
        let told = (Moment::News, waits, Urgency::Critical);
        assert_eq!(found, if owes { told } else { silent }, "{code}");
    }
}

#[tokio::test]
async fn what_was_read_or_replaced_waits_no_longer() {
    let (_dir, store) = fresh();
    put(&store, vec![said(on_card("a", "m")), said(on_card("b", "m")), said(own("c"))]).await;
    store.mark_read(ReadTarget::Entries(vec![Seq(3)]), true).await.unwrap();
    for waits in [Ring::Pending, Ring::Held(Held::Snoozed)] {
        store.set_rings((1..=3).map(|seq| (Seq(seq), waits)).collect()).await.unwrap();
        let ring = async |seq| store.entry(Seq(seq)).await.unwrap().unwrap().0.status.ring;
        assert_eq!(ring(1).await, Ring::Silent(Silence::Replaced));
        assert_eq!((ring(2).await, ring(3).await), (waits, Ring::Silent(Silence::AlreadyRead)));
    }
}
