-- Notes without a name: what stands where for 90 days, and apart from it, sealed, whose each is for 7.

-- No column says whose a note is, nor when it was handed in. note: a random number. state: 'waiting' or 'posted'.
CREATE TABLE note (
    note INTEGER PRIMARY KEY,
    circle INTEGER NOT NULL,
    state TEXT NOT NULL,
    wish TEXT NOT NULL,
    appears_at INTEGER NOT NULL
);

CREATE INDEX note_circle ON note (circle);

CREATE INDEX note_appears_at ON note (appears_at);

-- sealed_writer, sealed_tag: under a key of this note's own, which lies in the people file until `until`.
-- sealed_words: under that key and its writer's together, so that it goes with either.
CREATE TABLE note_writer (
    note INTEGER PRIMARY KEY REFERENCES note (note) ON DELETE CASCADE,
    sealed_writer BLOB NOT NULL,
    sealed_tag BLOB NOT NULL,
    sealed_words BLOB NOT NULL,
    until INTEGER NOT NULL
);

CREATE INDEX note_writer_until ON note_writer (until);

-- Where a note stands; a long one in several posts.
CREATE TABLE note_post (
    message INTEGER PRIMARY KEY,
    note INTEGER NOT NULL REFERENCES note (note) ON DELETE CASCADE,
    server INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    part INTEGER NOT NULL
);

CREATE INDEX note_post_note ON note_post (note);

-- From whom no note is taken for a while: a mark of circle and account together, made with a secret.
-- until: the day on which it is over.
CREATE TABLE note_block (
    tag BLOB PRIMARY KEY,
    until TEXT NOT NULL
) WITHOUT ROWID;
