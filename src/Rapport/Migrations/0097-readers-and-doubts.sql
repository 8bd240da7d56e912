CREATE TABLE chosen_readers (
    conversation_id $uuid PRIMARY KEY REFERENCES conversations (id),
    copies text NOT NULL,
    hidden text NOT NULL,
    chosen_by_id $uuid NOT NULL REFERENCES people (id),
    chosen_at $time NOT NULL
);

ALTER TABLE mailboxes ADD COLUMN auth_server text;
ALTER TABLE letters ADD COLUMN doubt text;
