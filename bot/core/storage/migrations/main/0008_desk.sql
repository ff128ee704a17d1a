-- The beat by which an outage is known, the outages, and the moderators' silent line of each server.

CREATE TABLE beat (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    at INTEGER NOT NULL
);

CREATE TABLE outage (
    begun_at INTEGER PRIMARY KEY,
    ended_at INTEGER NOT NULL
);

CREATE TABLE desk_line (
    server INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    zone TEXT NOT NULL,
    minute INTEGER NOT NULL CHECK (minute BETWEEN 0 AND 1439),
    state TEXT NOT NULL CHECK (state IN ('on', 'channel_gone'))
);

CREATE TABLE desk_away (
    server INTEGER PRIMARY KEY,
    seen_to INTEGER NOT NULL
);
