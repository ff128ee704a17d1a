-- A watched phone: whose circles are hidden from them, the room that leads back, and direct messages being cleared.

-- state: being hidden, hidden, being shown again, or shown. Whatever is being done is finished after a crash.
CREATE TABLE away (
    entry INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    circle INTEGER NOT NULL,
    state TEXT NOT NULL,
    since INTEGER NOT NULL,
    UNIQUE (person, circle)
);

CREATE TABLE away_room (
    server INTEGER PRIMARY KEY,
    room INTEGER NOT NULL,
    post INTEGER
);

-- Direct messages being cleared. reached: the last one that was looked at, from the newest back. stays: how many would
-- not go. done_at: when all had been looked at.
CREATE TABLE device_clearing (
    clearing INTEGER PRIMARY KEY,
    person INTEGER NOT NULL UNIQUE,
    reached INTEGER,
    removed INTEGER NOT NULL DEFAULT 0,
    stays INTEGER NOT NULL DEFAULT 0,
    done_at INTEGER
);

-- Who chose that the neutral direct message clears itself, and after how many hours.
CREATE TABLE device_self_clearing (
    choice INTEGER PRIMARY KEY,
    person INTEGER NOT NULL UNIQUE,
    hours INTEGER NOT NULL
);
