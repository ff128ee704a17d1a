-- Days on which somebody is glad of a hello from their circle, and candles for who left one.

-- One row a person, on such a day alone. tell: whether they asked to be told if nobody says hello. asked: how many were
-- told of it, empty before. said: how many said hello. ends_at: when their day ends, and the row with it.
CREATE TABLE days_hello (
    hello INTEGER PRIMARY KEY,
    person INTEGER NOT NULL UNIQUE,
    circle INTEGER NOT NULL,
    tell INTEGER NOT NULL,
    asked INTEGER,
    said INTEGER NOT NULL DEFAULT 0,
    ends_at INTEGER NOT NULL
);

-- A candle somebody wished for as they left, until it is lit. lost: why it could not be, empty while it waits.
CREATE TABLE farewell_candle (
    candle INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    place INTEGER NOT NULL UNIQUE,
    circle INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    lost TEXT NOT NULL DEFAULT ''
);

-- A candle that stands in a room, with nothing of whose it is.
CREATE TABLE farewell_post (
    post INTEGER PRIMARY KEY,
    circle INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    message INTEGER NOT NULL,
    posted_at INTEGER NOT NULL
);
