-- How long a customer says that a wait feels, beside how long it was by the clock: one answer for each wait, theirs to change.
CREATE TABLE felt_waits (
    conversation_id $uuid NOT NULL REFERENCES conversations (id),
    waiting_since $time NOT NULL,
    at $time NOT NULL,
    felt_seconds bigint NOT NULL,
    real_seconds bigint NOT NULL,
    PRIMARY KEY (conversation_id, waiting_since)
);
CREATE INDEX felt_waits_by_time ON felt_waits (at);

-- A promise to write how it stands, by a time that a waiting customer was told.
ALTER TABLE promises ADD COLUMN is_update boolean NOT NULL DEFAULT FALSE;
UPDATE promises SET is_update = TRUE WHERE text = 'Write how it stands';
