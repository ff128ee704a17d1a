-- Answers with an audience: candles, the words of those without a name, the last audience, and the optional line.

ALTER TABLE checkin_round ADD COLUMN candles INTEGER NOT NULL DEFAULT 1;
ALTER TABLE checkin_round ADD COLUMN sealed_words BLOB;

CREATE TABLE checkin_audience (
    circle INTEGER NOT NULL REFERENCES circle (circle) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (circle, person)
);

CREATE TABLE checkin_lines (
    circle INTEGER PRIMARY KEY REFERENCES circle (circle) ON DELETE CASCADE
);
