-- Posts of Hearth's own that are to be deleted: what is left to do outlives the check-in or the circle they were of.
CREATE TABLE post_going (
    message INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    server INTEGER NOT NULL,
    refused_at INTEGER
);

CREATE INDEX post_going_channel ON post_going (channel, message);

CREATE INDEX post_going_server ON post_going (server);
