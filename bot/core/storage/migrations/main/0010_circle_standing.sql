-- The post of a circle that says what helps when the bot does not answer: where it stands, and why it was lost.

CREATE TABLE circle_standing (
    circle INTEGER PRIMARY KEY REFERENCES circle (circle) ON DELETE CASCADE,
    spot TEXT NOT NULL CHECK (spot IN ('door', 'room')),
    channel INTEGER NOT NULL,
    placed_at INTEGER NOT NULL,
    post INTEGER,
    lost TEXT
);
