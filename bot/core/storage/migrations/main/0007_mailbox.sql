-- The mailbox. Two people can stand at the two ends of a thread without learning of each other, and the file does
-- not tell either: which two sides belong together is sealed under each side's own person (promise 5).

-- sealed: what its reader began, and the number of the other side. until: the day it goes. answered: its last
-- answer was not answered yet.
CREATE TABLE mailbox_side (
    side INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    circle INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    answered INTEGER NOT NULL DEFAULT 0,
    until TEXT NOT NULL
);

CREATE INDEX mailbox_side_person ON mailbox_side (person);

CREATE INDEX mailbox_side_until ON mailbox_side (until);

-- place: which came first among its reader's own; a number that counted for everyone would link two readers.
CREATE TABLE mailbox_slip (
    slip INTEGER PRIMARY KEY,
    side INTEGER NOT NULL REFERENCES mailbox_side (side) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    place INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    made_on TEXT NOT NULL,
    seen INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX mailbox_slip_person ON mailbox_slip (person, seen);

CREATE INDEX mailbox_slip_side ON mailbox_slip (side);

CREATE INDEX mailbox_slip_made ON mailbox_slip (made_on);

-- Only for who said yes to a neutral direct message: whether one lies unopened, and until when none is sent.
CREATE TABLE mailbox_whisper (
    whisper INTEGER PRIMARY KEY,
    person INTEGER NOT NULL UNIQUE,
    unopened INTEGER NOT NULL DEFAULT 0,
    rests_until INTEGER NOT NULL DEFAULT 0
);
