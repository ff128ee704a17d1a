-- Servers that Hearth was put out of: kept for seven days, so that an invitation finds everything.

CREATE TABLE circle_server_gone (
    server INTEGER PRIMARY KEY,
    since INTEGER NOT NULL
);

CREATE INDEX checkin_round_circle ON checkin_round (circle);

CREATE INDEX checkin_history_circle ON checkin_history (circle);

-- When somebody closed it; its rows go a day later.
ALTER TABLE circle ADD COLUMN closed_at INTEGER;
