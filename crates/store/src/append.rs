//! The one write that matters: entries, statuses and the cursor, or nothing.

use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension, params};
use tidings_model::{Entry, FeedId, Identity, RawEvent, Revision, Ring, Seq, Silence, Timestamp};

use crate::counters::Counters;
use crate::key::{self, key};
use crate::owed::Owed;
use crate::{Cursor, Error, cursors, entries, statuses};

/// What one feed said, and how far its stream has come with it.
#[derive(Clone, Debug)]
pub struct Append {
    /// The feed that said it.
    pub feed: FeedId,
    /// When it reached us.
    pub received_at: Timestamp,
    /// What is to be written, in the order of the stream.
    pub writes: Vec<Write>,
    /// Where the stream is to go on after this; none leaves the cursor where it is.
    pub cursor: Option<Cursor>,
}

/// What an event does to the history.
#[derive(Clone, Debug)]
pub enum Write {
    /// It says something.
    Entry {
        /// What it says.
        entry: Entry,
        /// The event itself, kept word for word.
        raw: RawEvent,
        /// Whether it is to ring.
        ring: Ring,
        /// Whether a rule marks it.
        highlighted: bool,
        /// The rule that hushes, raises or marks it.
        rule: Option<String>,
        /// The card that the feed itself names, where the person's template names another.
        own_card: Option<String>,
        /// Set while a server may be replaying after a reconnect: content without an identifier that was received before
        /// this, and within the last 24 hours, is known.
        replay_before: Option<Timestamp>,
    },
    /// What was stored reads differently. Its place, its card and what the person did with it stay as they are.
    Edit {
        /// How it reads, under the identity that it was stored with.
        entry: Entry,
        /// The event that says so, kept in the place of the first.
        raw: RawEvent,
    },
    /// It takes back the front of a card.
    Withdraw {
        /// The card.
        replaces: String,
    },
    /// It says that the front of a card was read elsewhere.
    Read {
        /// The card.
        replaces: String,
    },
}

/// What became of a [`Write`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was stored.
    New {
        /// Its place in the order of arrival.
        seq: Seq,
        /// What stood in front of its card until now.
        replaced: Vec<Seq>,
        /// What it took over from that: a small change of a card, in place of news that was not told yet.
        owed: Option<Owed>,
    },
    /// It was stored before, and nothing changed: it is not to ring.
    Known {
        /// The place it has.
        seq: Seq,
    },
    /// These entries were withdrawn or marked read.
    Changed(Vec<Seq>),
    /// This entry reads differently; none where none was stored.
    Edited(Option<Seq>),
}

/// What became of an [`Append`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// One for each write, in order.
    pub outcomes: Vec<Outcome>,
    /// The revision this leads up to.
    pub revision: Revision,
}

/// With `shown_at`, what is new is held back until then.
pub(crate) fn append(
    conn: &Connection,
    append: &Append,
    shown_at: Option<Timestamp>,
) -> Result<Appended, Error> {
    let feed = feed_row(conn, &append.feed)?;
    let (received_at, counters) = (append.received_at, Counters::load(conn)?);
    let mut batch = Batch { conn, feed, received_at, shown_at, counters };
    let outcomes = append.writes.iter().map(|write| batch.write(write)).collect::<Result<_, _>>()?;
    if let Some(cursor) = &append.cursor {
        cursors::set(conn, feed, cursor)?;
    }
    batch.counters.save(conn)?;
    Ok(Appended { outcomes, revision: batch.counters.revision() })
}

/// What was decided about an entry.
#[derive(Clone, Copy)]
struct Became<'a> {
    ring: Ring,
    highlighted: bool,
    rule: Option<&'a str>,
    own_card: Option<&'a str>,
}

struct Batch<'a> {
    conn: &'a Connection,
    feed: i64,
    received_at: Timestamp,
    shown_at: Option<Timestamp>,
    counters: Counters,
}

impl Batch<'_> {
    fn write(&mut self, write: &Write) -> Result<Outcome, Error> {
        match write {
            Write::Entry { entry, raw, ring, highlighted, rule, own_card, replay_before } => {
                let (rule, own_card) = (rule.as_deref(), own_card.as_deref());
                self.entry(
                    entry,
                    raw,
                    Became { ring: *ring, highlighted: *highlighted, rule, own_card },
                    *replay_before,
                )
            }
            Write::Edit { entry, raw } => self.edit(entry, raw),
            Write::Withdraw { replaces } => self.withdraw(replaces),
            Write::Read { replaces } => self.read(replaces),
        }
    }

    fn entry(
        &mut self,
        entry: &Entry,
        raw: &RawEvent,
        mut became: Became<'_>,
        replay_before: Option<Timestamp>,
    ) -> Result<Outcome, Error> {
        let key = match self.key_of(&entry.identity, replay_before)? {
            Ok(key) => key,
            Err(seq) => return Ok(Outcome::Known { seq }),
        };
        let (mut replaced, mut owed) = (Vec::new(), None);
        // What is held back takes its place when it is shown.
        if let Some(card) = entry.replaces.as_ref().filter(|_| self.shown_at.is_none()) {
            if Owed::falls_to(entry, became.ring) {
                owed = Owed::of(self.conn, self.feed, card)?;
            }
            replaced = replace_front(self.conn, &mut self.counters, self.feed, card)?;
        }
        let mut entry = Cow::Borrowed(entry);
        if let Some(owed) = owed {
            became.ring = owed.ring;
            became.highlighted |= owed.highlighted;
            entry = Cow::Owned(owed.onto(&entry));
        }
        let seq = self.counters.next_seq();
        self.insert_status(seq, &key, &entry, became)?;
        if let Some(owed) = owed {
            owed.note(self.conn, seq)?;
        }
        entries::insert(self.conn, seq, &entry, raw)?;
        Ok(Outcome::New { seq, replaced, owed })
    }

    /// The key of something new, or the place of what is known.
    fn key_of(
        &self,
        identity: &Identity,
        replay_before: Option<Timestamp>,
    ) -> Result<Result<String, Seq>, Error> {
        let word = key(identity);
        if !matches!(identity, Identity::Content { .. }) {
            return Ok(self.find(&word)?.map_or(Ok(word), Err));
        }
        if let Some(before) = replay_before {
            let (from, to) = key::replayed(&word, before, self.received_at);
            if let Some((seq, _)) = self.last_between(&from, &to)? {
                return Ok(Err(seq));
            }
        }
        let from = key::prefix(&word, self.received_at);
        let last = self.last_between(&from, &format!("{from}~"))?;
        let nth = last.and_then(|(_, key)| key.rsplit(':').next()?.parse::<u32>().ok()).map_or(0, |n| n + 1);
        Ok(Ok(key::at(&word, self.received_at, nth)))
    }

    fn find(&self, key: &str) -> Result<Option<Seq>, Error> {
        let mut statement =
            self.conn.prepare_cached("SELECT seq FROM statuses WHERE feed = ?1 AND key = ?2")?;
        Ok(statement.query_row((self.feed, key), |row| row.get(0).map(Seq)).optional()?)
    }

    fn last_between(&self, from: &str, to: &str) -> Result<Option<(Seq, String)>, Error> {
        let mut statement = self.conn.prepare_cached(
            "SELECT seq, key FROM statuses WHERE feed = ?1 AND key >= ?2 AND key < ?3 ORDER BY key DESC LIMIT 1",
        )?;
        let found = statement.query_row((self.feed, from, to), |row| Ok((Seq(row.get(0)?), row.get(1)?)));
        Ok(found.optional()?)
    }

    fn insert_status(&mut self, seq: Seq, key: &str, entry: &Entry, became: Became<'_>) -> Result<(), Error> {
        let mut statement = self.conn.prepare_cached(
            "INSERT INTO statuses (seq, feed, key, received_at, revision, ring, card, highlighted, shown_at, rule, own_card, standing)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, iif(?9 IS NULL, 0, 3))",
        )?;
        let revision = self.counters.next_revision();
        let received_at = self.received_at.0;
        statement.execute(params![
            seq.0,
            self.feed,
            key,
            received_at,
            revision,
            became.ring.code(),
            entry.replaces,
            became.highlighted,
            self.shown_at.map(|at| at.0),
            became.rule,
            became.own_card,
        ])?;
        Ok(())
    }

    /// The last that the feed itself put on this card, where the person's template put it on another.
    fn own(&self, card: &str) -> Result<Option<Seq>, Error> {
        let mut statement = self.conn.prepare_cached(
            "SELECT seq FROM statuses WHERE feed = ?1 AND own_card = ?2 AND standing <> 2 ORDER BY seq DESC LIMIT 1",
        )?;
        Ok(statement.query_row((self.feed, card), |row| row.get(0).map(Seq)).optional()?)
    }

    fn held_back(&self, card: &str) -> Result<Vec<Seq>, Error> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT seq FROM statuses WHERE feed = ?1 AND card = ?2 AND standing = 3")?;
        let rows = statement.query_map((self.feed, card), |row| row.get(0).map(Seq))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn edit(&mut self, entry: &Entry, raw: &RawEvent) -> Result<Outcome, Error> {
        let Some(seq) = self.find(&key(&entry.identity))? else { return Ok(Outcome::Edited(None)) };
        if !entries::update(self.conn, seq, entry, raw)? {
            return Ok(Outcome::Edited(None));
        }
        let mut statement = self.conn.prepare_cached("UPDATE statuses SET revision = ?2 WHERE seq = ?1")?;
        statement.execute((seq.0, self.counters.next_revision()))?;
        Ok(Outcome::Edited(Some(seq)))
    }

    fn withdraw(&mut self, card: &str) -> Result<Outcome, Error> {
        let front = front(self.conn, self.feed, card)?;
        let own = self.own(card)?.filter(|own| front != Some(*own));
        let gone: Vec<_> = front.into_iter().chain(self.held_back(card)?).chain(own).collect();
        for seq in &gone {
            statuses::set_read(self.conn, &mut self.counters, *seq, true)?;
            let mut statement = self
                .conn
                .prepare_cached("UPDATE statuses SET standing = 2, shown_at = NULL WHERE seq = ?1")?;
            statement.execute([seq.0])?;
        }
        Ok(Outcome::Changed(gone))
    }

    fn read(&mut self, card: &str) -> Result<Outcome, Error> {
        let meant = front(self.conn, self.feed, card)?.map_or_else(|| self.own(card), |seq| Ok(Some(seq)))?;
        let held = self.held_back(card)?.into_iter().filter(|seq| meant != Some(*seq));
        let mut read: Vec<_> = meant.into_iter().chain(held).collect();
        read.retain(|seq| statuses::is_unread(self.conn, *seq).unwrap_or(true));
        for seq in &read {
            statuses::set_read(self.conn, &mut self.counters, *seq, true)?;
        }
        Ok(Outcome::Changed(read))
    }
}

fn front(conn: &Connection, feed: i64, card: &str) -> Result<Option<Seq>, Error> {
    let mut statement =
        conn.prepare_cached("SELECT seq FROM statuses WHERE feed = ?1 AND card = ?2 AND standing = 0")?;
    Ok(statement.query_row((feed, card), |row| row.get(0).map(Seq)).optional()?)
}

/// Something else is to be the front of a card; gives what was.
pub(crate) fn replace_front(
    conn: &Connection,
    counters: &mut Counters,
    feed: i64,
    card: &str,
) -> Result<Vec<Seq>, Error> {
    let Some(seq) = front(conn, feed, card)? else { return Ok(Vec::new()) };
    let mut statement = conn.prepare_cached(
        "UPDATE statuses SET standing = 1, revision = ?2,
         ring = iif(ring = 'pending' OR ring >= 'held:' AND ring < 'held;', ?3, ring) WHERE seq = ?1",
    )?;
    let silent = Ring::Silent(Silence::Replaced).code();
    statement.execute((seq.0, counters.next_revision(), silent))?;
    Ok(vec![seq])
}

/// The number of a feed, given when it first speaks.
pub(crate) fn feed_row(conn: &Connection, feed: &FeedId) -> Result<i64, Error> {
    let mut statement = conn.prepare_cached("SELECT id FROM feeds WHERE name = ?1")?;
    if let Some(id) = statement.query_row([feed.as_str()], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    conn.execute("INSERT INTO feeds (name) VALUES (?1)", [feed.as_str()])?;
    Ok(conn.last_insert_rowid())
}
