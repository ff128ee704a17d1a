-- One person's own list of exercises: those they keep, and those they do not want to be shown. Sealed under their own
-- key; that somebody used an exercise stands nowhere.

CREATE TABLE escape_list (
    person INTEGER PRIMARY KEY,
    sealed BLOB NOT NULL
);
