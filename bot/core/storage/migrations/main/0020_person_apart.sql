-- Whom somebody would rather not meet: sealed for its owner, with signs by which a step can keep the two apart.

-- sealed: who it is, under the owner's key. who: stands for that account; it is how they are recognised when they come
-- to Hearth later. pair: stands for the two together, once both are known here. Neither can be turned back without the
-- keys. An ask is taken further without anybody's key, so that the signs are all a step needs.
CREATE TABLE person_apart (
    entry INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    who TEXT NOT NULL,
    pair TEXT,
    sealed BLOB NOT NULL,
    UNIQUE (person, who)
);

CREATE INDEX person_apart_who ON person_apart (who);

CREATE INDEX person_apart_pair ON person_apart (pair);
