-- Check-ins on a rhythm: the rule on the wall clock of a zone, when it comes next, how many in a row had no answer,
-- and, for those who wished it, who is to hear news of it.

CREATE TABLE checkin_rhythm (
    rhythm INTEGER PRIMARY KEY,
    circle INTEGER NOT NULL REFERENCES circle (circle) ON DELETE CASCADE,
    format TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'resting')),
    rule TEXT NOT NULL,
    minute INTEGER NOT NULL,
    zone TEXT NOT NULL,
    anchor TEXT NOT NULL,
    open_minutes INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    silent INTEGER NOT NULL DEFAULT 0,
    left_out_at INTEGER,
    left_out_why TEXT
);

CREATE INDEX checkin_rhythm_by_circle ON checkin_rhythm (circle);

CREATE TABLE checkin_rhythm_news (
    rhythm INTEGER NOT NULL REFERENCES checkin_rhythm (rhythm) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    PRIMARY KEY (rhythm, person)
);

ALTER TABLE checkin_round ADD COLUMN rhythm INTEGER;
