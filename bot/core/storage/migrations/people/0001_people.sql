-- The people file: the only place where a random number leads to someone on the platform.
-- It is a file of its own so that erasing can rewrite it whole, and so that ordinary backups do not hold it.

-- lookup: HMAC of the platform id under the key file's pepper.
-- sealed_id: the platform id under the person's own key. wrapped_key: that key under the master key.
CREATE TABLE people (
    person INTEGER PRIMARY KEY,
    lookup BLOB NOT NULL UNIQUE,
    sealed_id BLOB NOT NULL,
    wrapped_key BLOB NOT NULL
);

-- Tells the right key file from a wrong one, which would otherwise make everyone a stranger. One row.
CREATE TABLE key_proof (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    proof BLOB NOT NULL
);
