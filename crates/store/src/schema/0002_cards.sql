ALTER TABLE entries ADD COLUMN icon TEXT;
-- What the entry is to its card: 0 news, 1 minor, 2 final, 3 the same told anew.
ALTER TABLE entries ADD COLUMN moment INTEGER NOT NULL DEFAULT 0;
-- Marked by a rule.
ALTER TABLE statuses ADD COLUMN highlighted INTEGER NOT NULL DEFAULT 0;
-- The identifier of the rule that hushed, rang, raised or marked it.
ALTER TABLE statuses ADD COLUMN rule TEXT;
-- The card that the feed itself names, where the person's template names another: by it the feed takes back what it said.
ALTER TABLE statuses ADD COLUMN own_card TEXT;
CREATE INDEX statuses_own_card ON statuses (feed, own_card, seq) WHERE own_card IS NOT NULL;
-- What is kept of a feed. A busy one has millions of statuses that outlived their entry: to shorten its history looks at none of them.
CREATE INDEX statuses_kept ON statuses (feed, seq) WHERE pruned_at IS NULL;
-- The feed's command was started for it.
ALTER TABLE statuses ADD COLUMN commanded INTEGER NOT NULL DEFAULT 0;
CREATE INDEX statuses_highlighted ON statuses (seq) WHERE highlighted = 1;
-- The news that a small change took over, because nobody was told of it yet.
ALTER TABLE statuses ADD COLUMN owed INTEGER;
CREATE INDEX statuses_owed ON statuses (owed) WHERE owed IS NOT NULL;

-- What each feed's connection did on its last day.
CREATE TABLE figures (
    feed          INTEGER PRIMARY KEY REFERENCES feeds (id),
    day           INTEGER NOT NULL,        -- by the local calendar, as 20261122
    reconnects    INTEGER NOT NULL,
    bytes         INTEGER NOT NULL,
    events        INTEGER NOT NULL,
    last_event_at INTEGER,
    heard_at      INTEGER,                 -- the last byte
    gaps          TEXT,                    -- why something may be missing, on that day: a JSON array
    error_at      INTEGER,                 -- the last thing that went wrong, on whatever day
    error_code    TEXT,                    -- with what belongs to it: a JSON array
    error_reason  TEXT,
    error_advice  TEXT
) STRICT;

-- An entry that is held back has the standing 3 and is nowhere to be seen until then.
ALTER TABLE statuses ADD COLUMN shown_at INTEGER;
CREATE INDEX statuses_held_back ON statuses (shown_at) WHERE shown_at IS NOT NULL;
-- What waits for the end of a quiet time or for a digest: every code that begins with "held:".
CREATE INDEX statuses_held ON statuses (ring, feed, received_at) WHERE ring >= 'held:' AND ring < 'held;';

-- Until when a feed is snoozed; all of them under the empty name.
CREATE TABLE snoozes (
    feed  TEXT PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT;

-- How a feed's connection stood, and from when until when. Kept for two days.
CREATE TABLE spans (
    feed   INTEGER NOT NULL REFERENCES feeds (id),
    since  INTEGER NOT NULL,
    until  INTEGER NOT NULL,
    state  TEXT NOT NULL,                  -- as the wire calls it
    kind   TEXT,                           -- of trouble, with what belongs to it: a JSON array
    reason TEXT,
    PRIMARY KEY (feed, since)
) STRICT, WITHOUT ROWID;

-- The popups that were up when the program ended: a click on one still finds its entries.
CREATE TABLE popups (
    tag     TEXT PRIMARY KEY,
    id      INTEGER NOT NULL,              -- as the notification service counts
    service TEXT NOT NULL,                 -- which run of which service: another one counts anew
    entries TEXT NOT NULL                  -- their numbers, as a JSON array
) STRICT;

-- Entries of a long summary that rang, until each of them says so itself.
CREATE TABLE told (
    id      INTEGER PRIMARY KEY,
    ring    TEXT NOT NULL,
    entries TEXT NOT NULL                  -- their numbers, as a JSON array
) STRICT;
