-- A member's own answers, kept for that member alone and only after their yes. `entry` stands for the check-in and
-- the person under a secret, so that the file does not tell who answered which check-in. `day` is the circle's day.

CREATE TABLE checkin_history (
    entry TEXT PRIMARY KEY,
    person INTEGER NOT NULL,
    circle INTEGER NOT NULL REFERENCES circle (circle) ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    day TEXT NOT NULL
);

CREATE INDEX checkin_history_by_person ON checkin_history (person, day);

CREATE INDEX checkin_history_by_day ON checkin_history (day);
