-- Letting go of a million rows looks at none twice: what is past its age, and what waits for a subject, is found at once.

CREATE INDEX checkin_round_words ON checkin_round (opened_at) WHERE sealed_words IS NOT NULL;

DROP INDEX outbox_settled;

CREATE INDEX outbox_ended ON outbox (state, settled_at) WHERE settled_at IS NOT NULL;

CREATE INDEX outbox_subject ON outbox (kind, subject);
