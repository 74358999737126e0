-- Times are milliseconds since 1970 UTC. A flag is 0 or 1.

-- The names of feeds, so that a row carries a small number instead.
CREATE TABLE feeds (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    gone_since INTEGER                     -- since when it is no longer configured
) STRICT;

-- Where each feed's stream is to go on.
CREATE TABLE cursors (
    feed          INTEGER PRIMARY KEY REFERENCES feeds (id),
    last_event_id TEXT NOT NULL,
    checkpoint    TEXT,                    -- what a format needs beside it
    stream        TEXT NOT NULL            -- a hash of the address it belongs to
) STRICT;

-- What became of an entry. It outlives the entry, so that one replayed after pruning is still known.
CREATE TABLE statuses (
    seq         INTEGER PRIMARY KEY,
    feed        INTEGER NOT NULL REFERENCES feeds (id),
    key         TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    revision    INTEGER NOT NULL,          -- unique: each change of a row takes the next one
    read        INTEGER NOT NULL DEFAULT 0,
    starred     INTEGER NOT NULL DEFAULT 0,
    ring        TEXT NOT NULL,             -- the codes of model::Ring
    standing    INTEGER NOT NULL DEFAULT 0, -- 0 current, 1 replaced, 2 withdrawn
    card        TEXT,                      -- the entry's replace key
    pruned_at   INTEGER,                   -- the entry is gone since
    UNIQUE (feed, key)
) STRICT;

CREATE INDEX statuses_feed ON statuses (feed, seq);
CREATE UNIQUE INDEX statuses_revision ON statuses (revision);
CREATE INDEX statuses_unread ON statuses (feed, seq) WHERE read = 0 AND standing = 0;
CREATE INDEX statuses_starred ON statuses (seq) WHERE starred = 1;
CREATE INDEX statuses_pending ON statuses (seq) WHERE ring = 'pending';
CREATE INDEX statuses_pruned ON statuses (pruned_at) WHERE pruned_at IS NOT NULL;
CREATE INDEX statuses_card ON statuses (feed, card, seq) WHERE card IS NOT NULL;
-- A card has one front: the index finds it, and lets there be no second.
CREATE UNIQUE INDEX statuses_front ON statuses (feed, card) WHERE card IS NOT NULL AND standing = 0;

-- What a feed said. Written once, never changed.
CREATE TABLE entries (
    seq          INTEGER PRIMARY KEY REFERENCES statuses (seq),
    title        TEXT NOT NULL,
    body         TEXT NOT NULL,
    link         TEXT,
    image        TEXT,
    published_at INTEGER,
    urgency      INTEGER NOT NULL,         -- 0 low, 1 normal, 2 critical
    tags         TEXT NOT NULL,            -- a JSON array of strings
    actions      TEXT NOT NULL,            -- a JSON array of model::Action
    -- The event word for word. Last, so that lists need not read the long ones.
    raw_kind     TEXT NOT NULL,
    raw_id       TEXT NOT NULL,
    raw_data     TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE search USING fts5 (
    title, body, tags,
    content = 'entries', content_rowid = 'seq',
    tokenize = 'unicode61 remove_diacritics 2'
);

-- One row: the last number given out of each kind.
CREATE TABLE counters (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    seq      INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    reset    INTEGER NOT NULL              -- rows went away at this revision
) STRICT;

INSERT INTO counters (id, seq, revision, reset) VALUES (1, 0, 0, 0);
