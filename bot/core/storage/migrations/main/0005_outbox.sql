-- What is to be sent: one row for each thing and place, kept until it is known to stand or was dropped with a
-- reason; and lanes for what is due, so that an urgent row never waits behind a thousand others.

CREATE TABLE outbox (
    delivery TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject INTEGER NOT NULL,
    server INTEGER NOT NULL,
    channel INTEGER,
    person INTEGER,
    lane INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'dropped')),
    due_at INTEGER NOT NULL,
    expires_at INTEGER,
    next_try_at INTEGER NOT NULL,
    lease_until INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    tried_at INTEGER,
    why TEXT,
    settled_at INTEGER
);

CREATE INDEX outbox_waiting ON outbox (lane, server, next_try_at) WHERE state = 'waiting';

CREATE INDEX outbox_next_try ON outbox (next_try_at) WHERE state = 'waiting';

CREATE INDEX outbox_leased ON outbox (lease_until) WHERE state = 'sending';

CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at IS NOT NULL;

CREATE INDEX outbox_person ON outbox (person) WHERE person IS NOT NULL;

ALTER TABLE due ADD COLUMN lane INTEGER NOT NULL DEFAULT 2;

DROP INDEX due_by_time;

CREATE INDEX due_by_lane ON due (lane, next_run_at, kind, subject);
