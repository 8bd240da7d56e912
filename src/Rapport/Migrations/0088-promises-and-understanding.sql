-- Whoever has promised something is reminded shortly before; one errand minds a promise.
ALTER TABLE promises ADD COLUMN remind_at $time;
ALTER TABLE promises ADD COLUMN reminded_at $time;
ALTER TABLE promises ADD COLUMN errand_id $uuid;
CREATE INDEX promises_open ON promises (due_at) WHERE kept_at IS NULL;

-- The customer said “yes, that is it”.
CREATE TABLE understandings (
    conversation_id $uuid PRIMARY KEY REFERENCES conversations (id),
    at $time NOT NULL,
    noted_by_id $uuid REFERENCES people (id),
    words text NOT NULL
);
CREATE INDEX understandings_by_time ON understandings (at);
