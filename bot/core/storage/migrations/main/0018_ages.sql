-- Finding what is past its age takes no look at every row.

CREATE INDEX checkin_round_closes ON checkin_round (closes_at);

CREATE INDEX reach_ask_ended ON reach_ask (ended_at) WHERE ended_at IS NOT NULL;

CREATE INDEX reach_over_begun ON reach_over (begun_at);

CREATE INDEX debrief_ended_at ON debrief_ended (at);

CREATE INDEX debrief_call_begun ON debrief_call (begun_at);

CREATE INDEX debrief_draft_until ON debrief_draft (until);

CREATE INDEX debrief_kept_day ON debrief_kept (day);

CREATE INDEX asked_swap_ends ON asked_swap (ends_at);

CREATE INDEX circle_draft_expires ON circle_draft (expires_at);
