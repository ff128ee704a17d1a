-- What goes by itself. Letting go of a million rows looks at none twice: what is past its age, and what waits for a
-- subject, is found at once. And who is no longer there: kept for seven days, so that coming back finds everything.

CREATE INDEX checkin_round_words ON checkin_round (opened_at) WHERE sealed_words IS NOT NULL;

DROP INDEX outbox_settled;

CREATE INDEX outbox_ended ON outbox (state, settled_at) WHERE settled_at IS NOT NULL;

CREATE INDEX outbox_subject ON outbox (kind, subject);

CREATE INDEX consent_circle ON consent (circle, person);

CREATE TABLE circle_leaver (
    leaver INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    server INTEGER NOT NULL,
    since INTEGER NOT NULL,
    UNIQUE (person, server)
);

CREATE INDEX circle_leaver_server ON circle_leaver (server, person);

CREATE INDEX circle_leaver_since ON circle_leaver (since);
