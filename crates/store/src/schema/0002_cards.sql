ALTER TABLE entries ADD COLUMN icon TEXT;
-- What the entry is to its card: 0 news, 1 minor, 2 final.
ALTER TABLE entries ADD COLUMN moment INTEGER NOT NULL DEFAULT 0;
-- Marked by a rule.
ALTER TABLE statuses ADD COLUMN highlighted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX statuses_highlighted ON statuses (seq) WHERE highlighted = 1;

-- What each feed's connection did on its last day.
CREATE TABLE figures (
    feed          INTEGER PRIMARY KEY REFERENCES feeds (id),
    day           INTEGER NOT NULL,        -- by the local calendar, as 20261122
    reconnects    INTEGER NOT NULL,
    bytes         INTEGER NOT NULL,
    events        INTEGER NOT NULL,
    last_event_at INTEGER,
    error_at      INTEGER,                 -- the last thing that went wrong, on whatever day
    error_code    TEXT,
    error_reason  TEXT,
    error_advice  TEXT
) STRICT;
