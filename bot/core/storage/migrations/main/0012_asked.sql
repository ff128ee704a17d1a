-- Who's around: whoever may be asked for help, one switch for each circle, with hours on their own clock.

-- sealed_hours: the weekly hours and a zone of one's own, under the circle's key: whoever asks for help is answered in
-- a transaction that does not wait for a person's key. back: stepped back, until back_until or until they come again.
-- tested: the last test page was seen. asked_at: when they were last asked, so that the others come first.
CREATE TABLE asked_switch (
    switch INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    circle INTEGER NOT NULL,
    sealed_hours BLOB NOT NULL,
    wake INTEGER NOT NULL DEFAULT 0,
    around_until INTEGER,
    back INTEGER NOT NULL DEFAULT 0,
    back_until INTEGER,
    test TEXT NOT NULL DEFAULT 'none'
        CHECK (test IN ('none', 'waiting', 'sent', 'seen', 'unseen', 'not_delivered', 'late')),
    test_at INTEGER,
    tested INTEGER NOT NULL DEFAULT 0,
    asked_at INTEGER,
    UNIQUE (circle, person)
);

CREATE INDEX asked_switch_person ON asked_switch (person);

-- For 14 days, so that no one carries most of it without being told.
CREATE TABLE asked_taken (
    taken INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    circle INTEGER NOT NULL,
    taken_at INTEGER NOT NULL
);

CREATE INDEX asked_taken_by_circle ON asked_taken (circle, taken_at);

CREATE INDEX asked_taken_at ON asked_taken (taken_at);

-- One time on one date that somebody gives to another: a row for who gives it, and one for who takes it.
CREATE TABLE asked_swap (
    side INTEGER PRIMARY KEY,
    swap INTEGER NOT NULL,
    person INTEGER NOT NULL,
    circle INTEGER NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('gives', 'takes')),
    begins_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    UNIQUE (swap, part)
);

CREATE INDEX asked_swap_by_circle ON asked_swap (circle, ends_at);

CREATE INDEX asked_swap_person ON asked_swap (person);

-- A private channel for these people, where the circle made one.
CREATE TABLE asked_room (
    circle INTEGER PRIMARY KEY REFERENCES circle (circle) ON DELETE CASCADE,
    channel INTEGER NOT NULL
);
