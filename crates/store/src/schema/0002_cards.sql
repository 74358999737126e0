ALTER TABLE entries ADD COLUMN icon TEXT;
-- What the entry is to its card: 0 news, 1 minor, 2 final.
ALTER TABLE entries ADD COLUMN moment INTEGER NOT NULL DEFAULT 0;
-- Marked by a rule.
ALTER TABLE statuses ADD COLUMN highlighted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX statuses_highlighted ON statuses (seq) WHERE highlighted = 1;
