//! The handle: one method per question or write.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;
use tidings_model::{
    EntryQuery, FeedId, RawEvent, ReadTarget, Retention, Revision, Ring, Seq, StoredEntry, Timestamp,
};

use crate::append::{self, Append, Appended};
use crate::counters::Counters;
use crate::open::{self, OpenError, Opened};
use crate::popups::{self, StoredPopup};
use crate::readers::Readers;
use crate::told::{self, Told};
use crate::writer::Writer;
use crate::{
    Changed, Cursor, Error, Figures, HeldGroup, Holding, Marked, Release, Released, changes, cursors,
    entries, figures, held, retention, spans, statuses, tags,
};

/// Entries read at a time by [`Store::for_each`]: a reader that stops half-way must not hold up the database.
const PAGE: u32 = 500;

/// The history. A clone is the same store.
#[derive(Clone, Debug)]
pub struct Store {
    readers: Arc<Readers>,
    /// None beside a running app.
    writer: Option<Arc<Writer>>,
}

impl Store {
    /// Opens the history in `dir`, and makes it if it is missing. Blocks. Take a [`crate::Hold`] of `dir` first.
    ///
    /// A damaged database is set aside, never deleted, and what can be read of it goes into a new one; `now` is in the name it
    /// is set aside under.
    ///
    /// # Errors
    /// See [`OpenError`]; a database from a newer version is refused and left as it is.
    pub fn open(dir: &Path, now: Timestamp) -> Result<Opened, OpenError> {
        open::open(dir, now)
    }

    /// Opens the history in `dir` for reading, beside a running app. A missing one is an empty one. Blocks.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open_read_only(dir: &Path) -> Result<Self, OpenError> {
        open::open_read_only(dir)
    }

    pub(crate) fn new(readers: Readers, writer: Option<Writer>) -> Self {
        Self { readers: Arc::new(readers), writer: writer.map(Arc::new) }
    }

    /// Writes all of it in one transaction, or nothing. Comes back once it is on the disk.
    ///
    /// # Errors
    /// See [`Error`]; the cursor has not moved then, and the same append may be tried again.
    pub async fn append(&self, append: Append) -> Result<Appended, Error> {
        self.write(append.writes.len().max(1), move |conn| append::append(conn, &append, None)).await
    }

    /// As [`append`](Self::append), but what is new is not to be seen before `shown_at`, nor does it ring.
    ///
    /// # Errors
    /// See [`Error`]; as with [`append`](Self::append).
    pub async fn append_held_back(&self, append: Append, shown_at: Timestamp) -> Result<Appended, Error> {
        let entries = append.writes.len().max(1);
        self.write(entries, move |conn| append::append(conn, &append, Some(shown_at))).await
    }

    /// Shows entries that were held back, at most `limit` of them.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn release(&self, release: Release, limit: u32) -> Result<Released, Error> {
        self.write(limit as usize, move |conn| held::release(conn, &release, limit)).await
    }

    /// When the next entry that is held back is to be shown.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn next_release(&self) -> Result<Option<Timestamp>, Error> {
        self.readers.read(held::next_release).await
    }

    /// How many entries of each feed are held back; a feed with none is left out.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn held_back(&self) -> Result<Vec<(FeedId, u32)>, Error> {
        self.readers.read(held::held_back).await
    }

    /// As [`held_back`](Self::held_back). Blocks.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn held_back_now(&self) -> Result<Vec<(FeedId, u32)>, Error> {
        self.readers.read_blocking(held::held_back)
    }

    /// What waits for the end of a quiet time or for a digest, oldest first: at most `limit` of those after `after`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn held_rings(&self, after: Seq, limit: u32) -> Result<Vec<StoredEntry>, Error> {
        self.readers.read(move |conn| entries::held(conn, after, limit)).await
    }

    /// How many entries of which feeds wait for what. Entries that are held back from the window are among them.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn held_groups(&self) -> Result<Vec<HeldGroup>, Error> {
        self.readers.read(held::held_groups).await
    }

    /// Until when feeds are snoozed; none is all of them. A time that is past is no snooze any more.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn snoozes(&self) -> Result<Vec<(Option<FeedId>, Timestamp)>, Error> {
        self.readers.read(held::snoozes).await
    }

    /// Snoozes a feed, or with none all of them, until a time; with no time, ends that.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn snooze(&self, feed: Option<FeedId>, until: Option<Timestamp>) -> Result<(), Error> {
        self.write(1, move |conn| held::snooze(conn, feed.as_ref(), until)).await
    }

    /// The popups that were up when the program last ended.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn popups(&self) -> Result<Vec<StoredPopup>, Error> {
        self.readers.read(popups::all).await
    }

    /// Keeps these popups in place of those kept before.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn keep_popups(&self, popups: Vec<StoredPopup>) -> Result<(), Error> {
        self.write(1, move |conn| popups::set(conn, &popups)).await
    }

    /// Where a feed's stream is to go on; none before its first event.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn cursor(&self, feed: &FeedId) -> Result<Option<Cursor>, Error> {
        let feed = feed.clone();
        self.readers.read(move |conn| cursors::get(conn, &feed)).await
    }

    /// Writes down what these feeds' connections did today.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn note_figures(&self, figures: Vec<(FeedId, Figures)>) -> Result<(), Error> {
        self.write(1, move |conn| figures::note(conn, &figures)).await
    }

    /// What each feed's connection did on its last day.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn figures(&self) -> Result<Vec<(FeedId, Figures)>, Error> {
        self.readers.read(figures::all).await
    }

    /// The entries asked for, newest first.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn entries(&self, query: EntryQuery) -> Result<Vec<StoredEntry>, Error> {
        self.readers.read(move |conn| entries::page(conn, &query)).await
    }

    /// How many entries are asked for that came after a place, counted up to `most`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn count(&self, query: EntryQuery, after: Seq, most: u32) -> Result<u32, Error> {
        self.readers.read(move |conn| entries::count(conn, &query, after, most)).await
    }

    /// Notes how connections stood; a span that began at the same time is drawn out. Kept for two days.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn note_spans(&self, spans: Vec<spans::Span>, now: Timestamp) -> Result<(), Error> {
        self.write(1, move |conn| spans::note(conn, &spans, now)).await
    }

    /// How a feed's connection stood after a time, the latest first.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn spans(&self, feed: FeedId, after: Timestamp) -> Result<Vec<spans::Span>, Error> {
        self.readers.read(move |conn| spans::get(conn, &feed, after)).await
    }

    /// How many entries of a feed came in each slot of so many milliseconds since `from`: the slot's number, and the entries.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn arrivals(&self, feed: FeedId, from: Timestamp, slot: i64) -> Result<Vec<(u32, u32)>, Error> {
        self.readers.read(move |conn| spans::arrivals(conn, &feed, from, slot)).await
    }

    /// What the history takes up: bytes, entries, and when the oldest was received.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn storage(&self) -> Result<(u64, u64, Option<Timestamp>), Error> {
        self.readers.read(spans::storage).await
    }

    /// The words that feeds file their entries under, those used the most of late first: at most `most`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn tags(&self, most: u32) -> Result<Vec<String>, Error> {
        self.readers.read(move |conn| tags::tags(conn, most)).await
    }

    /// Hands out the entries asked for, oldest first, until `each` breaks. Blocks. What is stored meanwhile is left out.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn for_each(
        &self,
        query: &EntryQuery,
        mut each: impl FnMut(StoredEntry) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let mut query = query.clone();
        let (mut last, end) = self
            .readers
            .read_blocking(|conn| Ok((entries::start(conn, &query)?, Counters::load(conn)?.newest())))?;
        let before = Seq(end.0.saturating_add(1));
        query.before = Some(query.before.map_or(before, |asked| asked.min(before)));
        loop {
            let page = self.readers.read_blocking(|conn| entries::forward(conn, &query, last, PAGE))?;
            let Some(newest) = page.last() else { return Ok(()) };
            last = newest.seq;
            for entry in page {
                if each(entry).is_break() {
                    return Ok(());
                }
            }
        }
    }

    /// One entry, with the event it was made of.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn entry(&self, seq: Seq) -> Result<Option<(StoredEntry, RawEvent)>, Error> {
        self.readers.read(move |conn| entries::one(conn, seq)).await
    }

    /// The entries asked for, newest first, each with the event it was made of.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn entries_with_events(
        &self,
        query: EntryQuery,
    ) -> Result<Vec<(StoredEntry, RawEvent)>, Error> {
        self.readers.read(move |conn| entries::page_with_events(conn, &query)).await
    }

    /// The entries of one card, newest first.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn card(&self, feed: &FeedId, replaces: &str, limit: u32) -> Result<Vec<StoredEntry>, Error> {
        let (feed, replaces) = (feed.clone(), replaces.to_owned());
        self.readers.read(move |conn| entries::card(conn, &feed, &replaces, limit)).await
    }

    /// What changed since a revision, at most `limit` entries. Asked again and again from the revision it gives, it tells the
    /// last state of every row and misses none.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn changed_since(&self, since: Revision, limit: u32) -> Result<Changed, Error> {
        self.readers.read(move |conn| changes::since(conn, since, limit)).await
    }

    /// The same of the rows that a reader holds alone. With each that was replaced comes the front of its card, wherever that is.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn changed_among(&self, held: Holding, limit: u32) -> Result<Changed, Error> {
        self.readers.read(move |conn| changes::among(conn, &held, limit)).await
    }

    /// The revision of the last write.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn revision(&self) -> Result<Revision, Error> {
        self.readers.read(|conn| Ok(Counters::load(conn)?.revision())).await
    }

    /// How many current entries of each feed are unread; a feed with none is left out.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn unread(&self) -> Result<Vec<(FeedId, u32)>, Error> {
        self.readers.read(statuses::unread).await
    }

    /// When each feed's last entry was received.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn last_entry_times(&self) -> Result<Vec<(FeedId, Timestamp)>, Error> {
        self.readers.read(statuses::last_entry_times).await
    }

    /// The entries that were to ring and have not yet, oldest first: at most `limit` of those after `after`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn pending_rings(&self, after: Seq, limit: u32) -> Result<Vec<StoredEntry>, Error> {
        self.readers.read(move |conn| entries::pending(conn, after, limit)).await
    }

    /// The feeds that said these entries, each once.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn feeds_of(&self, seqs: Vec<Seq>) -> Result<Vec<FeedId>, Error> {
        self.readers.read(move |conn| statuses::feeds_of(conn, &seqs)).await
    }

    /// Which of these entries are read, or gone.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn read_among(&self, seqs: Vec<Seq>) -> Result<Vec<Seq>, Error> {
        self.readers.read(move |conn| statuses::read_among(conn, &seqs)).await
    }

    /// Marks entries read or unread. One that was to ring stays silent once read.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn mark_read(&self, target: ReadTarget, read: bool) -> Result<Marked, Error> {
        self.write(1, move |conn| statuses::mark_read(conn, &target, read)).await
    }

    /// Stars entries, or takes their stars away.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn star(&self, seqs: Vec<Seq>, starred: bool) -> Result<Marked, Error> {
        self.write(1, move |conn| statuses::star(conn, &seqs, starred)).await
    }

    /// Records what the bell did.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn set_rings(&self, rings: Vec<(Seq, Ring)>) -> Result<Revision, Error> {
        self.write(rings.len().max(1), move |conn| statuses::set_rings(conn, &rings)).await
    }

    /// Keeps whole what a long summary told, until each of its entries says so: gives the number to let go of it by.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn keep_told(&self, entries: Vec<Seq>, ring: Ring) -> Result<i64, Error> {
        self.write(1, move |conn| told::keep(conn, &entries, ring)).await
    }

    /// What an earlier run told, and did not come to write down.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn told(&self) -> Result<Vec<Told>, Error> {
        self.readers.read(told::all).await
    }

    /// Lets go of what is all written down.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn forget_told(&self, id: i64) -> Result<(), Error> {
        self.write(1, move |conn| told::forget(conn, id)).await
    }

    /// Which of these entries a feed's command is to run for: those of this feed that were never given here before. A crash right
    /// behind this costs them their run, and none runs twice.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn claim_commands(&self, feed: &FeedId, seqs: Vec<Seq>) -> Result<Vec<Seq>, Error> {
        let feed = feed.clone();
        self.write(seqs.len().max(1), move |conn| statuses::claim_commands(conn, &feed, &seqs)).await
    }

    /// Notes which feeds are configured: the entries of others leave the timeline, and come back with their feed.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn note_configured(&self, configured: Vec<FeedId>, now: Timestamp) -> Result<Revision, Error> {
        self.write(1, move |conn| retention::note_configured(conn, &configured, now)).await
    }

    /// Lets go of what is too old or too much; starred entries stay. A feed that is not configured keeps its entries for 30
    /// days. Gives the number of entries that went. Works in small steps, so that no feed waits long.
    ///
    /// # Errors
    /// See [`Error`]; steps already done stay done.
    pub async fn prune(
        &self,
        retention: Retention,
        configured: Vec<FeedId>,
        now: Timestamp,
    ) -> Result<u64, Error> {
        self.note_configured(configured, now).await?;
        let mut gone = 0;
        loop {
            let step = self.write(1, move |conn| retention::step(conn, retention, now)).await?;
            if step == 0 {
                return Ok(gone);
            }
            gone += step;
        }
    }

    /// Does what is queued, puts everything into the database file and ends the writer. Writes after this, by other handles,
    /// give [`Error::Closed`].
    pub async fn close(self) {
        self.readers.rest();
        if let Some(writer) = &self.writer {
            writer.close().await;
        }
    }

    pub(crate) async fn write<T, F>(&self, entries: usize, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnMut(&Connection) -> Result<T, Error> + Send + 'static,
    {
        match &self.writer {
            Some(writer) => self.readers.note_damage(writer.write(entries, work).await),
            None => Err(Error::ReadOnly),
        }
    }
}
