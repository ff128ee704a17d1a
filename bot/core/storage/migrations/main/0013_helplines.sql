-- Which help lines each circle checked, and when; who did is not kept.
CREATE TABLE helpline_confirmation (
    circle INTEGER NOT NULL REFERENCES circle (circle) ON DELETE CASCADE,
    line TEXT NOT NULL,
    confirmed_at INTEGER NOT NULL,
    PRIMARY KEY (circle, line)
);
