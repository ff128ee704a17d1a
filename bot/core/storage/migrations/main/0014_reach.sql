-- Asks for people: the ask, who was asked in which turn, who was left out, what happened, and what is left of it.

CREATE TABLE reach_ask (
    ask INTEGER PRIMARY KEY,
    circle INTEGER NOT NULL REFERENCES circle (circle) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    kind TEXT NOT NULL,
    answers TEXT NOT NULL,
    adult INTEGER NOT NULL,
    pace INTEGER NOT NULL,
    state TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    step INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    reached INTEGER NOT NULL DEFAULT 0,
    told_at INTEGER,
    thread INTEGER,
    post INTEGER,
    wants_second INTEGER NOT NULL DEFAULT 0,
    how TEXT,
    ended_at INTEGER,
    thanked INTEGER NOT NULL DEFAULT 0
);

-- One open ask for each person, whatever is pressed at once.
CREATE UNIQUE INDEX reach_ask_open ON reach_ask (person) WHERE ended_at IS NULL;

CREATE INDEX reach_ask_thread ON reach_ask (thread);

CREATE TABLE reach_page (
    ask INTEGER NOT NULL REFERENCES reach_ask (ask) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    at INTEGER NOT NULL,
    page TEXT NOT NULL,
    role TEXT NOT NULL DEFAULT 'none',
    second INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (ask, person, turn)
);

CREATE INDEX reach_page_person ON reach_page (person);

-- At most one person has an ask at a time.
CREATE UNIQUE INDEX reach_page_holder ON reach_page (ask) WHERE role = 'has';

CREATE TABLE reach_left_out (
    ask INTEGER NOT NULL REFERENCES reach_ask (ask) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    PRIMARY KEY (ask, person)
);

CREATE TABLE reach_event (
    ask INTEGER NOT NULL REFERENCES reach_ask (ask) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    count INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (ask, place)
);

CREATE TABLE reach_room (
    ask INTEGER PRIMARY KEY,
    circle INTEGER NOT NULL REFERENCES circle (circle) ON DELETE CASCADE,
    channel INTEGER NOT NULL,
    post INTEGER
);

CREATE TABLE reach_over (
    over INTEGER PRIMARY KEY,
    circle INTEGER NOT NULL REFERENCES circle (circle) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    taken_after INTEGER,
    how TEXT NOT NULL
);

CREATE TABLE reach_caring (
    note INTEGER PRIMARY KEY,
    circle INTEGER NOT NULL REFERENCES circle (circle) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    at INTEGER NOT NULL
);
