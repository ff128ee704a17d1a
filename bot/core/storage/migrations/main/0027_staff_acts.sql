-- What moderators and facilitators did through Hearth: what kind of act, where and when, and apart from it who did it.

-- Never any words. kind: one that a feature declares. item: the number of what it was done to, 0 for none.
CREATE TABLE staff_act (
    act INTEGER PRIMARY KEY,
    server INTEGER NOT NULL,
    circle INTEGER,
    kind TEXT NOT NULL,
    item INTEGER NOT NULL,
    done_at INTEGER NOT NULL
);

CREATE INDEX staff_act_server ON staff_act (server, done_at);

CREATE INDEX staff_act_done_at ON staff_act (done_at);

-- Apart, so that whoever takes their name away leaves the act itself to the others there.
CREATE TABLE staff_act_by (
    act INTEGER PRIMARY KEY REFERENCES staff_act (act) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    done_at INTEGER NOT NULL
);

CREATE INDEX staff_act_by_person ON staff_act_by (person);

-- How things stood before an act and just after it, sealed, for the 10 minutes in which it can be undone.
CREATE TABLE staff_undo (
    act INTEGER PRIMARY KEY REFERENCES staff_act (act) ON DELETE CASCADE,
    sealed_before BLOB NOT NULL,
    sealed_after BLOB NOT NULL,
    ends_at INTEGER NOT NULL
);
