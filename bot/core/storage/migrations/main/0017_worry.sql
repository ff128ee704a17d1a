-- Somebody is worried about somebody: who raised it, about whom if they are known here, and who has seen it.

-- sealed: who it is about, where, and a note, under the circle's key: several people read it. about: stands for that
-- person and cannot be turned back without the keys, so that one raiser tells of one person once a day.
CREATE TABLE reach_worry (
    worry INTEGER PRIMARY KEY,
    circle INTEGER NOT NULL REFERENCES circle (circle) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    about TEXT NOT NULL,
    sealed BLOB NOT NULL,
    raised_at INTEGER NOT NULL
);

CREATE INDEX reach_worry_person ON reach_worry (person, about);

CREATE INDEX reach_worry_raised ON reach_worry (raised_at);

CREATE TABLE reach_worry_about (
    worry INTEGER PRIMARY KEY REFERENCES reach_worry (worry) ON DELETE CASCADE,
    person INTEGER NOT NULL
);

CREATE INDEX reach_worry_about_person ON reach_worry_about (person);

CREATE TABLE reach_worry_page (
    worry INTEGER NOT NULL REFERENCES reach_worry (worry) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    at INTEGER NOT NULL,
    lost INTEGER NOT NULL DEFAULT 0,
    seen INTEGER NOT NULL DEFAULT 0,
    writes INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (worry, person)
);

CREATE INDEX reach_worry_page_person ON reach_worry_page (person);

-- At most one person writes to them.
CREATE UNIQUE INDEX reach_worry_page_writer ON reach_worry_page (worry) WHERE writes = 1;
